/** How late a container is, by its estimate against the timetable: in classes that lists, map and alerts share. Pure. */
import { z } from 'zod'
import type { Text } from '#kernel/locale.ts'

/** By how much the estimate is behind the timetable: half a day is nothing on this corridor, three days are yellow, five red. */
export const Lateness = z.enum(['on_time', 'late', 'yellow', 'red', 'unknown'])
export type Lateness = z.infer<typeof Lateness>

export const latenessTexts: Readonly<Record<Lateness, Text>> = {
  on_time: { zh: '按计划', en: 'As planned', ru: 'По плану' },
  late: { zh: '晚 12 小时至 3 天', en: '12 h to 3 days late', ru: 'Опоздание 12 ч – 3 дня' },
  yellow: { zh: '晚 3 至 5 天', en: '3 to 5 days late', ru: 'Опоздание 3–5 дней' },
  red: { zh: '晚 5 天以上', en: '5 days late or more', ru: 'Опоздание от 5 дней' },
  unknown: { zh: '暂无预计', en: 'No estimate', ru: 'Нет оценки' },
}

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
