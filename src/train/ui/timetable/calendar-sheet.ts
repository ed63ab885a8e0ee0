/** The calendar's sheet: which days it shows, and what stands on each. Pure. */
import dayjs from 'dayjs'
import { addDays, daysFrom, weekdayOf, type Day } from '#kernel/day.ts'
import type { CutOffs } from '#train/timetable-contract.ts'
import type {
  Calendar,
  CalendarLine,
  CalendarPlan,
  CalendarTrain,
} from '#train/calendar-contract.ts'

export type View = 'month' | 'week'

export interface OnDay {
  readonly trains: readonly CalendarTrain[]
  readonly planned: readonly CalendarPlan[]
  /** Cut-offs that fall on the day, in their order. */
  readonly closing: readonly Closing[]
}

export interface Closing {
  readonly train: CalendarTrain
  readonly what: keyof CutOffs
  readonly at: string
}

export const CUT_OFFS = [
  'bookingCutoffAt',
  'documentsCutoffAt',
  'gateInCutoffAt',
  'releaseCutoffAt',
  'loadingStartsAt',
] as const satisfies readonly (keyof CutOffs)[]

/** Whole weeks, Monday first: those of the month, or the one. */
export function daysShown(view: View, day: Day): Day[] {
  if (view === 'week') {
    const monday = addDays(day, 1 - weekdayOf(day))
    return daysFrom(monday, addDays(monday, 6))
  }
  const first = `${day.slice(0, 7)}-01` as Day
  const last = dayjs(first).endOf('month').format('YYYY-MM-DD') as Day
  return daysFrom(addDays(first, 1 - weekdayOf(first)), addDays(last, 7 - weekdayOf(last)))
}

/** The same day of the month before or after, or as much of it as that month has; or a week on. */
export function turned(view: View, day: Day, by: 1 | -1): Day {
  return dayjs(day).add(by, view).format('YYYY-MM-DD') as Day
}

export function onDay({ trains, planned }: Calendar, day: Day): OnDay {
  return {
    trains: trains.filter((train) => train.day === day),
    planned: planned.filter((plan) => plan.day === day),
    closing: trains
      .filter(({ state }) => state === 'scheduled')
      .flatMap((train) =>
        CUT_OFFS.filter((what) => train[what].slice(0, 10) === day).map((what) => ({
          ...{ train, what, at: train[what] },
        })),
      )
      .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)),
  }
}

export function lineOf({ lines }: Calendar, serviceId: string): CalendarLine | undefined {
  return lines.find(({ id }) => id === serviceId)
}
