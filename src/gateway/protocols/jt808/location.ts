/**
 * The body of a location report (0x0200): 28 bytes, then additional items of `id 1, length 1, value`.
 * Time is BCD in UTC+8 whatever the place; south and west are bits of the status, not signs.
 */
import {
  bcd,
  bcdOf,
  concat,
  readU16,
  readU32,
  toHex,
  u16,
  u32,
  u8,
} from '#gateway/protocols/jt808/bytes.ts'
import type { DecodeErrorCode } from '#gateway/protocols/jt808/frame.ts'

/** An additional item: one we can read has a name and a value, any other keeps its bytes. */
export type LocationItem =
  | { readonly id: string; readonly name: ItemName; readonly value: number }
  | { readonly id: string; readonly hex: string }

type ItemName =
  | 'mileageKm'
  | 'fuelL'
  | 'recorderSpeedKmh'
  | 'vehicleSignals'
  | 'ioStatus'
  | 'signalStrength'
  | 'satellites'

export interface Location {
  readonly time: string
  readonly latitude: number
  readonly longitude: number
  readonly altitudeM: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly alarm: number
  readonly status: number
  readonly items: readonly LocationItem[]
}

export const STATUS = { acc: 1 << 0, valid: 1 << 1, south: 1 << 2, west: 1 << 3 } as const

const BASE_BYTES = 28

/** The standard's items that we read; a value of another length than the standard's stays bytes. */
const ITEMS: Readonly<Record<number, { name: ItemName; size: 1 | 2 | 4; perUnit: number }>> = {
  0x01: { name: 'mileageKm', size: 4, perUnit: 10 },
  0x02: { name: 'fuelL', size: 2, perUnit: 10 },
  0x03: { name: 'recorderSpeedKmh', size: 2, perUnit: 10 },
  0x25: { name: 'vehicleSignals', size: 4, perUnit: 1 },
  0x2a: { name: 'ioStatus', size: 2, perUnit: 1 },
  0x30: { name: 'signalStrength', size: 1, perUnit: 1 },
  0x31: { name: 'satellites', size: 1, perUnit: 1 },
}

/** Written once, not per report: forming the text cost a third of decoding. */
const ITEM_IDS: readonly string[] = Array.from(
  { length: 256 },
  (_, id) => `0x${id.toString(16).toUpperCase().padStart(2, '0')}`,
)

export const isValid = (location: Location): boolean => (location.status & STATUS.valid) !== 0

export function decodeLocation(body: Uint8Array): Location | { readonly error: DecodeErrorCode } {
  if (body.length < BASE_BYTES) return { error: 'body_too_short' }
  const status = readU32(body, 4)
  const latitude = readU32(body, 8) / 1e6
  const longitude = readU32(body, 12) / 1e6
  if (latitude > 90 || longitude > 180) return { error: 'position_out_of_range' }
  const heading = readU16(body, 20)
  if (heading > 360) return { error: 'heading_out_of_range' }
  const time = decodeTime(body, 22)
  if (time === null) return { error: 'time_impossible' }
  const items = decodeItems(body)
  if (items === null) return { error: 'item_overruns' }
  return {
    time,
    latitude: signed(latitude, (status & STATUS.south) !== 0),
    longitude: signed(longitude, (status & STATUS.west) !== 0),
    altitudeM: readU16(body, 16),
    speedKmh: readU16(body, 18) / 10,
    headingDeg: heading % 360,
    alarm: readU32(body, 0),
    status,
    items,
  }
}

/** Zero has no sign: a report of 0° south must not become -0 in a comparison or in JSON. */
const signed = (degrees: number, negative: boolean): number =>
  negative && degrees !== 0 ? -degrees : degrees

function decodeItems(body: Uint8Array): readonly LocationItem[] | null {
  const items: LocationItem[] = []
  for (let at = BASE_BYTES; at < body.length;) {
    const id = body[at]!
    const size = body[at + 1]
    if (size === undefined || at + 2 + size > body.length) return null
    items.push(decodeItem(id, body.subarray(at + 2, at + 2 + size)))
    at += 2 + size
  }
  return items
}

function decodeItem(id: number, value: Uint8Array): LocationItem {
  const known = ITEMS[id]
  const idHex = ITEM_IDS[id]!
  if (!known || known.size !== value.length) return { id: idHex, hex: toHex(value) }
  const units =
    known.size === 4 ? readU32(value, 0) : known.size === 2 ? readU16(value, 0) : value[0]!
  return { id: idHex, name: known.name, value: units / known.perUnit }
}

/** BCD YYMMDDhhmmss in UTC+8 → RFC 3339; null for a moment no calendar has. */
function decodeTime(body: Uint8Array, at: number): string | null {
  const year = bcd(body[at]!)
  const month = bcd(body[at + 1]!)
  const day = bcd(body[at + 2]!)
  const hour = bcd(body[at + 3]!)
  const minute = bcd(body[at + 4]!)
  const second = bcd(body[at + 5]!)
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null
  return `20${two(year)}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}+08:00`
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
  return concat([
    u32(location.alarm),
    u32(status),
    u32(Math.round(Math.abs(location.latitude) * 1e6)),
    u32(Math.round(Math.abs(location.longitude) * 1e6)),
    u16(Math.max(0, Math.round(location.altitudeM))),
    u16(Math.round(location.speedKmh * 10)),
    u16(Math.round(location.headingDeg) % 360),
    encodeTime(location.time),
    ...location.items.map(encodeItem),
  ])
}

function encodeItem(item: LocationItem): Uint8Array {
  const id = Number(item.id)
  if ('hex' in item) {
    const value = Buffer.from(item.hex, 'hex')
    return concat([u8(id), u8(value.length), value])
  }
  const known = ITEMS[id]
  if (known?.name !== item.name) throw new RangeError(`item ${item.id} is not ${item.name}`)
  const units = Math.round(item.value * known.perUnit)
  const value = known.size === 4 ? u32(units) : known.size === 2 ? u16(units) : u8(units)
  return concat([u8(id), u8(known.size), value])
}

/** Any RFC 3339 moment → BCD of the same moment in UTC+8. */
function encodeTime(time: string): Uint8Array {
  const shifted = new Date(Date.parse(time) + 8 * 3_600_000)
  const digits = shifted.toISOString().replaceAll(/\D/g, '').slice(2, 14)
  return bcdOf(digits, 6)
}
