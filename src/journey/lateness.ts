/** When a container counts as late. Pure. */
import type { Lateness } from '#journey/fleet-contract.ts'

const DAY_MINUTES = 24 * 60

/** From so many minutes behind the timetable on. */
export const LATE_FROM_MINUTES = {
  late: DAY_MINUTES / 2,
  yellow: 3 * DAY_MINUTES,
  red: 5 * DAY_MINUTES,
} as const

export function latenessOf(lateMinutes: number | null): Lateness {
  if (lateMinutes === null) return 'unknown'
  if (lateMinutes >= LATE_FROM_MINUTES.red) return 'red'
  if (lateMinutes >= LATE_FROM_MINUTES.yellow) return 'yellow'
  return lateMinutes >= LATE_FROM_MINUTES.late ? 'late' : 'on_time'
}

/** The minutes of one class, from and up to; both open without a limit. */
export function minutesOf(lateness: Exclude<Lateness, 'unknown'>): {
  readonly from: number
  readonly below: number
} {
  const { late, yellow, red } = LATE_FROM_MINUTES
  switch (lateness) {
    case 'on_time':
      return { from: -Infinity, below: late }
    case 'late':
      return { from: late, below: yellow }
    case 'yellow':
      return { from: yellow, below: red }
    case 'red':
      return { from: red, below: Infinity }
  }
}
