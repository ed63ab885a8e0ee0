/**
 * Dates and times as people type them into lists: in three languages, by four orders of day, month and year, with or without a zone,
 * or as the number Excel counts days by. Pure.
 */
import { timestampAt } from '#kernel/time.ts'

export interface TimeAsked {
  /** IANA name of the zone where the text names none. */
  readonly timeZone: string
  readonly dayFirst: boolean
  readonly nowMs: number
}

export type TimeRead =
  { readonly ms: number } | { readonly code: 'list.time_unreadable' | 'list.no_such_moment' }

const UNREADABLE = { code: 'list.time_unreadable' } as const
const NO_SUCH_MOMENT = { code: 'list.no_such_moment' } as const
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** A day alone is its first moment: so it never comes to stand after what happened on that day. */
export function readTime(day: string, clock: string, asked: TimeAsked): TimeRead {
  const zoned = takeZone(tidy(`${day} ${clock}`))
  const serial = readSerial(zoned.rest)
  const parts = serial ?? readParts(zoned.rest, asked)
  if (parts === undefined) return UNREADABLE
  const ms = Date.UTC(parts.year, parts.month - 1, parts.day)
  const isDay = new Date(ms).getUTCMonth() === parts.month - 1 && parts.day > 0
  const isClock = parts.hour < 24 || (parts.hour === 24 && parts.minute === 0)
  if (!isDay || !isClock || parts.minute > 59 || parts.second > 59) return NO_SUCH_MOMENT
  const shownMs = ms + (parts.hour * 60 + parts.minute) * MINUTE_MS
  const secondMs = parts.second * 1_000
  if (zoned.offsetMinutes !== undefined)
    return { ms: shownMs - zoned.offsetMinutes * MINUTE_MS + secondMs }
  const shown = new Date(shownMs).toISOString()
  return { ms: Date.parse(timestampAt(shown, zoned.timeZone ?? asked.timeZone)) + secondMs }
}

/** Full-width digits and colons, odd spaces and dashes. */
const tidy = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[‐-―−]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim()

const ZONES: readonly (readonly [RegExp, string])[] = [
  [/[([]?(北京时间|beijing( time)?|bjt|пекин(ское( время)?)?)[)\]]?/, 'Asia/Shanghai'],
  [/[([]?(莫斯科时间|moscow( time)?|msk|мск|московское( время)?)[)\]]?/, 'Europe/Moscow'],
  [/[([]?(阿拉木图时间|almaty( time)?|алматинское( время)?|астана( время)?)[)\]]?/, 'Asia/Almaty'],
  [/[([]?(塔什干时间|tashkent( time)?|ташкентское( время)?)[)\]]?/, 'Asia/Tashkent'],
]
const LOCAL = /[([]?(当地时间|当地|local( time)?|lt|местное( время)?|местн\.?)[)\]]?/
const OFFSET = /[([]?(?:utc|gmt)?\s?([+-])(\d{1,2})(?::?(\d{2}))?[)\]]?$/
const UTC = /[([]?\b(?:utc|gmt)\b[)\]]?|(?<=\d)z$/

interface Zoned {
  readonly rest: string
  readonly timeZone?: string
  readonly offsetMinutes?: number
}

/** Takes the name of a zone off the text. */
function takeZone(text: string): Zoned {
  for (const [pattern, timeZone] of ZONES)
    if (pattern.test(text)) return { rest: without(text, pattern), timeZone }
  if (LOCAL.test(text)) return { rest: without(text, LOCAL) }
  const [whole, sign, hours = '', minutes = '0'] =
    // Only behind a time of day, or with UTC before it: 01-05-2026 ends in no zone.
    /:\d{2}[^-+]*[+-]\d|(?:utc|gmt)\s?[+-]\d/.test(text) ? (OFFSET.exec(text) ?? []) : []
  if (whole !== undefined && Number(hours) <= 14) {
    const size = Number(hours) * 60 + Number(minutes)
    return { rest: without(text, OFFSET), offsetMinutes: sign === '-' ? -size : size }
  }
  return UTC.test(text) ? { rest: without(text, UTC), offsetMinutes: 0 } : { rest: text }
}

const without = (text: string, pattern: RegExp): string =>
  text.replace(pattern, ' ').replaceAll(/\s+/g, ' ').trim()

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Days since the last of 1899, as Excel has them; those of this century and no other number. */
const SERIAL_MIN = 36_526
const SERIAL_MAX = 73_050
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30)

function readSerial(text: string): Parts | undefined {
  const days = /^\d{5}(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
  if (!(days >= SERIAL_MIN && days < SERIAL_MAX)) return undefined
  // A fraction of a day is never exact.
  const at = new Date(SERIAL_EPOCH_MS + Math.round((days * DAY_MS) / MINUTE_MS) * MINUTE_MS)
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: 0,
  }
}

function readParts(text: string, asked: TimeAsked): Parts | undefined {
  const { hour, minute, second, rest } = takeClock(text)
  const day = readDay(rest, asked)
  return day && { ...day, hour, minute, second }
}

const CLOCK =
  /(上午|下午|晚上|am|pm)?\s?\b(\d{1,2})\s?(?::|时|点|ч\.?|h)\s?(\d{1,2})?(?:\s?(?::|分|мин\.?|m)\s?(?:(\d{1,2})(?:\.\d+)?\s?(?:秒|сек\.?|с)?)?)?\s?(am|pm)?/
const COMPACT_CLOCK = /^(\d{8})[ t]?(\d{2})(\d{2})(\d{2})?$/

function takeClock(text: string) {
  const compact = COMPACT_CLOCK.exec(text)
  if (compact) {
    const [, rest = '', hour, minute, second = 0] = compact
    return { hour: Number(hour), minute: Number(minute), second: Number(second), rest }
  }
  const spaced = text.replace(/(?<=\d)t(?=\d)/, ' ')
  const match = CLOCK.exec(spaced)
  if (match === null) return { hour: 0, minute: 0, second: 0, rest: spaced }
  const [whole, before, hours, minutes = '0', seconds = '0', after] = match
  const half = after ?? before
  const rest = `${spaced.slice(0, match.index)} ${spaced.slice(match.index + whole.length)}`
  return {
    hour: hourOf(Number(hours), half),
    minute: Number(minutes),
    second: Number(seconds),
    rest: rest
      .replaceAll(/\s+/g, ' ')
      .replace(/[,;]\s*$/, '')
      .trim(),
  }
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === 'pm' || half === '下午' || half === '晚上') return hour < 12 ? hour + 12 : hour
  if (half === 'am' || half === '上午') return hour === 12 ? 0 : hour
  return hour
}

type DayParts = Pick<Parts, 'year' | 'month' | 'day'>

const MONTHS: readonly RegExp[] = [
  /^(jan|янв)/,
  /^(feb|фев)/,
  /^(mar|мар)/,
  /^(apr|апр)/,
  /^(may|ма[йя])/,
  /^(jun|июн)/,
  /^(jul|июл)/,
  /^(aug|авг)/,
  /^(sep|сен)/,
  /^(oct|окт)/,
  /^(nov|ноя)/,
  /^(dec|дек)/,
]

function readDay(text: string, asked: TimeAsked): DayParts | undefined {
  const trimmed = text
    .replace(/\s?(г\.?|года?|г)$/, '')
    .replace(/[.,]$/, '')
    .trim()
  return (
    yearFirst(trimmed) ??
    named(trimmed, asked) ??
    yearLast(trimmed, asked) ??
    yearless(trimmed, asked)
  )
}

function yearFirst(text: string): DayParts | undefined {
  const match =
    /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?$/.exec(text) ??
    /^(20\d{2})(\d{2})(\d{2})$/.exec(text)
  return match
    ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
    : undefined
}

/** `1 мая 2026`, `01-May-26`, `May 1, 2026`, `5月1日`. */
function named(text: string, asked: TimeAsked): DayParts | undefined {
  const chinese = /^(\d{1,2})月(\d{1,2})[日号]?$/.exec(text)
  if (chinese) return withYear(Number(chinese[1]), Number(chinese[2]), asked)
  const [, day, word, year] =
    /^(\d{1,2})[ .-]?([a-zа-я]{3,9})\.?,?[ .-]?(\d{4}|\d{2})?$/.exec(text) ?? []
  const [, word2, day2, year2] = /^([a-z]{3,9})\.? (\d{1,2}),?(?: (\d{4}))?$/.exec(text) ?? []
  const month = 1 + MONTHS.findIndex((pattern) => pattern.test(word ?? word2 ?? ''))
  const dayOf = Number(day ?? day2)
  if (month === 0 || Number.isNaN(dayOf)) return undefined
  const typed = year ?? year2
  return typed === undefined
    ? withYear(month, dayOf, asked)
    : { year: centuryOf(typed), month, day: dayOf }
}

/** With dots the day stands first wherever it is written; with strokes and dashes a list has its own order. */
function yearLast(text: string, asked: TimeAsked): DayParts | undefined {
  const match = /^(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})$/.exec(text)
  if (match === null) return undefined
  const [, first, mark, second, year = ''] = match
  return {
    year: centuryOf(year),
    ...inOrder(Number(first), Number(second), mark === '.' || asked.dayFirst),
  }
}

function yearless(text: string, asked: TimeAsked): DayParts | undefined {
  const match = /^(\d{1,2})\s?([./-])\s?(\d{1,2})$/.exec(text)
  if (match === null) return undefined
  const [, first, mark, second] = match
  const { month, day } = inOrder(Number(first), Number(second), mark === '.' || asked.dayFirst)
  return withYear(month, day, asked)
}

/** There is no thirteenth month: then it was the other order. */
function inOrder(first: number, second: number, dayFirst: boolean): { month: number; day: number } {
  const isDayFirst = first > 12 ? true : second > 12 ? false : dayFirst
  return isDayFirst ? { day: first, month: second } : { month: first, day: second }
}

const centuryOf = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year))

/** The last such day that was: a list of January tells of December. */
function withYear(month: number, day: number, { nowMs }: TimeAsked): DayParts {
  const year = new Date(nowMs).getUTCFullYear()
  const isAhead = Date.UTC(year, month - 1, day) > nowMs + DAY_MS
  return { year: isAhead ? year - 1 : year, month, day }
}

/** What the dates of a column tell about their own order; undefined where they tell nothing. */
export function dayOrderOf(texts: readonly string[]): boolean | undefined {
  for (const text of texts) {
    const [, first, second] = /^\s*(\d{1,2})[/-](\d{1,2})(?:[/-]\d{2,4})?\b/.exec(tidy(text)) ?? []
    if (Number(first) > 12) return true
    if (Number(second) > 12) return false
  }
  return undefined
}
