/**
 * Moments and how people at a station read them: RFC 3339 with the offset in force where it happened.
 *
 * A time without an offset is refused: on a corridor of eleven zones it names no moment. The offset is kept, because
 * what a clerk's clock said is evidence too.
 */
import { z } from 'zod'

import { textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const timeTexts = {
  'time.format': {
    zh: '时间应为 RFC 3339 格式，例如 2026-05-01T08:30:00+08:00',
    en: 'A time is written as in RFC 3339, for example 2026-05-01T08:30:00+08:00',
    ru: 'Время записывается по RFC 3339, например 2026-05-01T08:30:00+08:00',
  },
  'time.no_offset': {
    zh: '时间缺少时区偏移，例如北京时间应以 +08:00 结尾',
    en: 'This time lacks its offset from UTC; Beijing time, for example, ends in +08:00',
    ru: 'Не указано смещение от UTC; например, пекинское время оканчивается на +08:00',
  },
  'time.no_such_moment': {
    zh: '不存在 {typed} 这一时刻',
    en: 'There is no such moment as {typed}',
    ru: 'Момента {typed} не существует',
  },
} as const satisfies ValueTexts

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

export const Timestamp = textValue({
  normalise: (typed) => typed.trim().toUpperCase(),
  fault,
  texts: timeTexts,
})
  .meta({
    description: 'A moment with its offset from UTC, RFC 3339 section 5.6 `date-time`.',
    examples: ['2026-05-01T08:30:00+08:00', '2026-05-01T00:30:00Z'],
    format: 'date-time',
  })
  .brand<'Timestamp'>()
export type Timestamp = z.infer<typeof Timestamp>

/** Whether a text is a moment as it stands, so that it need not be made one. */
export const isTimestamp = (text: string): boolean => fault(text) === undefined

export function epochMs(timestamp: Timestamp): number {
  return Date.parse(timestamp)
}

/** The moment as the clocks of a zone show it, offset included: `2026-05-01T08:30:00+08:00` in Asia/Shanghai. */
export function timestampIn(epochMilliseconds: number, timeZone: string): Timestamp {
  const { text, ms } = offsetIn(epochMilliseconds, timeZone)
  const shown = Math.floor((epochMilliseconds + ms) / 1_000)
  const day = Math.floor(shown / DAY_S)
  const second = shown - day * DAY_S
  const minute = Math.floor(second / 60)
  const clock = `${CLOCKS[minute]}:${TWO_DIGITS[second - minute * 60]}`
  // Of our own making, it needs no parsing: lists show thousands of these.
  return `${dayText(day)}T${clock}${text}` as Timestamp
}

const DAY_S = 24 * 60 * 60
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'))
/** `00:00` to `23:59`, by the minute of the day. */
const CLOCKS = Array.from(
  { length: 24 * 60 },
  (_, n) => `${TWO_DIGITS[Math.floor(n / 60)]}:${TWO_DIGITS[n % 60]}`,
)

/** Days of the calendar by their number, as they are written. */
const dayTexts = new Map<number, string>()

function dayText(day: number): string {
  const kept = dayTexts.get(day)
  if (kept !== undefined) return kept
  const shown = new Date(day * DAY_MS).toISOString()
  // RFC 3339 has four digits for a year.
  if (shown.length !== 24) throw new RangeError(`${shown} cannot be written`)
  const text = shown.slice(0, 10)
  keep(dayTexts, day, text)
  return text
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/**
 * The moment when the clocks of a zone show this date and time (`2026-05-01T08:30`). An hour that the clocks skip is read as the
 * one after it, and of an hour that they repeat the first is meant.
 */
export function timestampAt(clock: string, timeZone: string): Timestamp {
  const shownMs = Date.parse(`${clock.slice(0, 16)}:00Z`)
  const before = shownMs - offsetMs(shownMs - DAY_MS, timeZone)
  const after = shownMs - offsetMs(shownMs + DAY_MS, timeZone)
  const isShown = (ms: number) => ms + offsetMs(ms, timeZone) === shownMs
  return timestampIn(isShown(before) || !isShown(after) ? before : after, timeZone)
}

/** The same date-and-time of the clock, days later, whatever summer time did in between. */
export function sameClockLater(timestamp: Timestamp, days: number, timeZone: string): Timestamp {
  const ms = epochMs(timestamp)
  const shown = new Date(ms + offsetMs(ms, timeZone) + days * DAY_MS)
  return timestampAt(shown.toISOString(), timeZone)
}

function offsetMs(epochMilliseconds: number, timeZone: string): number {
  return offsetIn(epochMilliseconds, timeZone).ms
}

/** Of `+05:30`, in milliseconds. */
function sizeMs(offset: string): number {
  const size = (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))) * MINUTE_MS
  return offset.startsWith('-') ? -size : size
}

/** For people: date, minutes and offset by the station's clock, in the reader's language. */
export function formatLocalTime(timestamp: Timestamp, timeZone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  }).format(epochMs(timestamp))
}

/** How far the clocks of a zone are from UTC: as it is written, and in milliseconds. */
interface Offset {
  readonly text: string
  readonly ms: number
}

/** What was asked of a zone: making a formatter costs a hundred times what using it does, and using it ten times what the rest does. */
interface ZoneAsked {
  readonly formatter: Intl.DateTimeFormat
  /** Offsets in force all through a day of UTC, by its number; undefined of a day on which the clocks are changed. */
  readonly offsets: Map<number, Offset | undefined>
}
const zones = new Map<string, ZoneAsked>()
/** Some ten years of days; then it is forgotten, and asked again. */
const DAYS_KEPT_MAX = 4_000

function keep<Kept>(days: Map<number, Kept>, day: number, kept: Kept): void {
  if (days.size >= DAYS_KEPT_MAX) days.clear()
  days.set(day, kept)
}

/** The offset in force, `+08:00`. */
function offsetIn(epochMilliseconds: number, timeZone: string): Offset {
  const zone = askedOf(timeZone)
  const day = Math.floor(epochMilliseconds / DAY_MS)
  if (!zone.offsets.has(day)) keep(zone.offsets, day, offsetOfDay(day, zone))
  return zone.offsets.get(day) ?? askOffset(epochMilliseconds, zone)
}

/** Clocks are never changed twice within a day: where both its ends agree, so does what is between. */
function offsetOfDay(day: number, zone: ZoneAsked): Offset | undefined {
  const [begins, ends] = [askOffset(day * DAY_MS, zone), askOffset((day + 1) * DAY_MS, zone)]
  return begins.text === ends.text ? begins : undefined
}

function askOffset(epochMilliseconds: number, { formatter }: ZoneAsked): Offset {
  const parts = formatter.formatToParts(epochMilliseconds)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const text = name.replace('GMT', '') || '+00:00'
  return { text, ms: sizeMs(text) }
}

function askedOf(timeZone: string): ZoneAsked {
  const kept = zones.get(timeZone)
  if (kept !== undefined) return kept
  const formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const made = { formatter, offsets: new Map<number, Offset | undefined>() }
  zones.set(timeZone, made)
  return made
}

function fault(text: string): Fault<keyof typeof timeTexts> | undefined {
  if (!WITH_OFFSET.test(text)) return { code: LOCAL.test(text) ? 'time.no_offset' : 'time.format' }
  return isMoment(text)
    ? undefined
    : { code: 'time.no_such_moment', facts: { typed: text.slice(0, 40) } }
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Of a text whose digits stand where they should. By its digits, since `Date.parse` rolls 31 February over to March, and costs more. */
function isMoment(text: string): boolean {
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)]
  const isDay = day >= 1 && day <= (DAYS[month - 1] ?? 0)
  const hasLeap = month === 2 && day === 29
  if (!isDay || (hasLeap && !isLeap(twoDigits(text, 0) * 100 + twoDigits(text, 2)))) return false
  if (twoDigits(text, 11) > 23 || twoDigits(text, 14) > 59 || twoDigits(text, 17) > 59) return false
  const offset = text.length - 5
  return text.endsWith('Z') || (twoDigits(text, offset) < 24 && twoDigits(text, offset + 3) < 60)
}

const ZERO = '0'.charCodeAt(0)

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + (text.charCodeAt(at + 1) - ZERO)
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
