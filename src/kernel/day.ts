/**
 * Days of the calendar and times of the clock as timetables write them: without a zone, because the station they belong to has one.
 */
import { z } from 'zod'
import { textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const dayTexts = {
  'day.format': {
    zh: '日期应如 2026-05-01，现为“{typed}”',
    en: 'A day is written like 2026-05-01, not “{typed}”',
    ru: 'Дата записывается как 2026-05-01, а не «{typed}»',
  },
  'day.no_such_day': {
    zh: '没有 {typed} 这一天',
    en: 'There is no day {typed}',
    ru: 'Даты {typed} не существует',
  },
  'clock.format': {
    zh: '时刻应如 08:30（00:00 至 23:59），现为“{typed}”',
    en: 'A time is written like 08:30, from 00:00 to 23:59, not “{typed}”',
    ru: 'Время записывается как 08:30, от 00:00 до 23:59, а не «{typed}»',
  },
} as const satisfies ValueTexts

const DAY_MS = 86_400_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Also as people write it: 2026/5/1, 2026.5.1, 2026年5月1日. */
export const Day = textValue({ normalise: tidyDay, fault: dayFault, texts: dayTexts })
  .meta({
    description: 'A day by the calendar of the station it is about, YYYY-MM-DD.',
    examples: ['2026-05-01'],
    format: 'date',
  })
  .brand<'Day'>()
export type Day = z.infer<typeof Day>

/** Also as people write it: 8:30, 8：30, 08:30:00. */
export const Clock = textValue({ normalise: tidyClock, fault: clockFault, texts: dayTexts })
  .meta({
    description: 'A time by the clock of the station it is about, HH:MM.',
    examples: ['08:30'],
  })
  .brand<'Clock'>()
export type Clock = z.infer<typeof Clock>

function tidyDay(typed: string): string {
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(typed.trim())
  if (parts === null) return typed.trim()
  const [, year = '', month = '', day = ''] = parts
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function dayFault(text: string): Fault<keyof typeof dayTexts> | undefined {
  const facts = { typed: text.slice(0, 40) }
  if (!DAY.test(text)) return { code: 'day.format', facts }
  const ms = Date.parse(`${text}T00:00:00Z`)
  const exists = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
  return exists ? undefined : { code: 'day.no_such_day', facts }
}

function tidyClock(typed: string): string {
  const parts = /^(\d{1,2})\s*[:：]\s*(\d{2})(?:[:：]00)?$/.exec(typed.trim())
  return parts === null ? typed.trim() : `${parts[1]!.padStart(2, '0')}:${parts[2]!}`
}

function clockFault(text: string): Fault<keyof typeof dayTexts> | undefined {
  const isClock = /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
  return isClock ? undefined : { code: 'clock.format', facts: { typed: text.slice(0, 40) } }
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10) as Day
}

/** How many days the second is after the first. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** ISO 8601: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(Date.parse(day)).getUTCDay() || 7
}

/** From the first to the last, both of them in it. */
export function daysFrom(first: Day, last: Day): Day[] {
  const count = daysBetween(first, last) + 1
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(first, index))
}
