/** Weekdays as the reader's language has them. */
import { useLocale, useTexts } from '#web/i18n.ts'
import { timetableTexts } from './timetable-texts.ts'

/** A Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

/** By ISO 8601: 1 is Monday. */
export function useWeekdayNames(): ReadonlyMap<number, string> {
  const { tag } = useLocale()
  const form = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' })
  return new Map(
    [1, 2, 3, 4, 5, 6, 7].map((day) => [day, form.format(MONDAY_MS + (day - 1) * DAY_MS)]),
  )
}

export function Weekdays({ days }: { days: readonly number[] }) {
  const t = useTexts(timetableTexts)
  const names = useWeekdayNames()
  if (days.length === 0) return <span className="soft">{t('namedDays')}</span>
  return <span>{days.map((day) => names.get(day)).join(' · ')}</span>
}
