/**
 * The body of a location report (0x0200): 28 bytes, then additional items of `id 1, length 1, value`.
 * Time is BCD in UTC+8 whatever the place; south and west are bits of the status, not signs.
 */
import { bcd, bcdOf, concat, readU16, readU32, u16, u32 } from '#gateway/protocols/jt808/bytes.ts'
import type { DecodeErrorCode } from '#gateway/protocols/jt808/frame.ts'
import {
  decodeItems,
  encodeItem,
  type Dialect,
  type LocationItem,
} from '#gateway/protocols/jt808/items.ts'
import { DIALECTS } from '#gateway/protocols/jt808/vendor-items.ts'

/** Read, but nothing a platform could keep as a position. */
export type LocationFault = 'time_impossible' | 'position_out_of_range' | 'heading_out_of_range'

export interface Location {
  /** RFC 3339 with +08:00; null for a moment no calendar has. */
  readonly time: string | null
  readonly latitude: number
  readonly longitude: number
  readonly altitudeM: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly alarm: number
  readonly status: number
  readonly items: readonly LocationItem[]
  readonly fault?: LocationFault
}

/** One that can be kept. */
export type TimedLocation = Location & { readonly time: string }

export const STATUS = { acc: 1 << 0, valid: 1 << 1, south: 1 << 2, west: 1 << 3 } as const

const BASE_BYTES = 28

export const isValid = (location: Location): boolean => (location.status & STATUS.valid) !== 0

/** The report in `bytes` from `at` to `end`. What it says is told even where it cannot be, with the `fault` beside it. */
export function decodeLocation(
  bytes: Uint8Array,
  at: number,
  end: number,
  dialect: Dialect = DIALECTS.common,
): Location | { readonly error: DecodeErrorCode } {
  if (end - at < BASE_BYTES) return { error: 'body_too_short' }
  const status = readU32(bytes, at + 4)
  const latitude = readU32(bytes, at + 8) / 1e6
  const longitude = readU32(bytes, at + 12) / 1e6
  const heading = readU16(bytes, at + 20)
  const time = decodeTime(bytes, at + 22)
  const location: Location = {
    time,
    latitude: signed(latitude, (status & STATUS.south) !== 0),
    longitude: signed(longitude, (status & STATUS.west) !== 0),
    // Two's complement: the standard has no place below the sea, devices do.
    altitudeM: (readU16(bytes, at + 16) << 16) >> 16,
    speedKmh: readU16(bytes, at + 18) / 10,
    headingDeg: heading === 360 ? 0 : heading,
    alarm: readU32(bytes, at),
    status,
    items: decodeItems(bytes, at + BASE_BYTES, end, dialect),
  }
  if (time !== null && latitude <= 90 && longitude <= 180 && heading <= 360) return location
  return { ...location, fault: faultOf(time, latitude, longitude) }
}

function faultOf(time: string | null, latitude: number, longitude: number): LocationFault {
  if (latitude > 90 || longitude > 180) return 'position_out_of_range'
  return time === null ? 'time_impossible' : 'heading_out_of_range'
}

/** Zero has no sign: a report of 0° south must not become -0 in a comparison or in JSON. */
const signed = (degrees: number, negative: boolean): number =>
  negative && degrees !== 0 ? -degrees : degrees

/** The minute last read, as text: reports come in the order of time, so most share theirs with the one before. */
let lastMinute = { digits: -1, text: '' }

const SECONDS: readonly string[] = Array.from(
  { length: 60 },
  (_, second) => `${String(second).padStart(2, '0')}+08:00`,
)

/** BCD YYMMDDhhmmss in UTC+8 → RFC 3339; null for a moment no calendar has. */
function decodeTime(bytes: Uint8Array, at: number): string | null {
  const seconds = SECONDS[bcd(bytes[at + 5]!)]
  if (seconds === undefined) return null
  // Five bytes fit a number, not 32 bits.
  const digits = readU32(bytes, at) * 256 + bytes[at + 4]!
  if (digits !== lastMinute.digits) {
    const text = decodeMinute(bytes, at)
    if (text === null) return null
    lastMinute = { digits, text }
  }
  return lastMinute.text + seconds
}

function decodeMinute(bytes: Uint8Array, at: number): string | null {
  const year = bcd(bytes[at]!)
  const month = bcd(bytes[at + 1]!)
  const day = bcd(bytes[at + 2]!)
  const hour = bcd(bytes[at + 3]!)
  const minute = bcd(bytes[at + 4]!)
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return null
  return `20${two(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:`
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`)

/** In 2000–2099 every fourth year is a leap year. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The terminal's side. `status` bits 2 and 3 follow the signs of the position; throws RangeError on what does not fit. */
export function encodeLocation(location: Location): Uint8Array {
  const hemispheres =
    (location.latitude < 0 ? STATUS.south : 0) | (location.longitude < 0 ? STATUS.west : 0)
  const status = (location.status & ~(STATUS.south | STATUS.west)) | hemispheres
  if (location.time === null) throw new RangeError('a report without time cannot be written')
  return concat([
    u32(location.alarm),
    u32(status),
    u32(Math.round(Math.abs(location.latitude) * 1e6)),
    u32(Math.round(Math.abs(location.longitude) * 1e6)),
    u16(Math.round(location.altitudeM)),
    u16(Math.round(location.speedKmh * 10)),
    u16(Math.round(location.headingDeg) % 360),
    encodeTime(location.time),
    ...location.items.map(encodeItem),
  ])
}

/** Any RFC 3339 moment → BCD of the same moment in UTC+8. */
export function encodeTime(time: string, offsetHours = 8): Uint8Array {
  const shifted = new Date(Date.parse(time) + offsetHours * 3_600_000)
  const digits = shifted.toISOString().replaceAll(/\D/g, '').slice(2, 14)
  return bcdOf(digits, 6)
}
