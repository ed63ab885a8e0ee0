/**
 * What a device says over MQTT: a JSON object for each fix, or an array of them. Every field, its unit and its bounds stand in
 * `docs/mqtt.md`. A fix that cannot be kept costs itself; a sensor's field that is not of its form costs nothing and is kept as it came.
 */
import type { ItemValue, LocationItem } from '#gateway/protocols/jt808/items.ts'

export const FIXES_PER_MESSAGE_MAX = 500

export type FixFault =
  | 'fix_not_object'
  | 'field_missing'
  | 'field_wrong'
  | 'time_impossible'
  | 'position_out_of_range'
  | 'heading_out_of_range'

export type PayloadFault = 'payload_not_json' | 'payload_empty' | 'batch_too_large'

/** A fix as it was sent, with what was left out filled in. */
export interface SaidFix {
  readonly atMs: number
  readonly serial: number
  readonly latitude: number
  readonly longitude: number
  readonly altitudeM: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly valid: boolean
  readonly items: readonly LocationItem[]
}

export interface RefusedFix {
  /** Which of the message's fixes, from 0. */
  readonly row: number
  readonly fault: FixFault
  readonly field?: string
}

export interface ReadFixes {
  readonly fixes: readonly SaidFix[]
  readonly refused: readonly RefusedFix[]
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** The JSON of a payload; undefined where it is none. */
export function readJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(payload))
  } catch {
    return undefined
  }
}

export function readFixes(payload: Uint8Array): ReadFixes | { readonly error: PayloadFault } {
  if (payload.length === 0) return { error: 'payload_empty' }
  const said = readJson(payload)
  if (said === undefined) return { error: 'payload_not_json' }
  const rows: readonly unknown[] = Array.isArray(said) ? said : [said]
  if (rows.length === 0) return { error: 'payload_empty' }
  if (rows.length > FIXES_PER_MESSAGE_MAX) return { error: 'batch_too_large' }
  const read = rows.map((row, at) => readFix(row, at))
  return {
    fixes: read.filter((fix) => 'items' in fix),
    refused: read.filter((fix) => 'fault' in fix),
  }
}

interface Bounds {
  readonly min: number
  readonly max: number
  readonly fallback?: number
  readonly fault?: FixFault
  readonly isWhole?: true
}

/** As `SentFix` has them, what a machine sends over HTTP. */
const NUMBERS: Readonly<Record<string, Bounds>> = {
  serial: { min: 0, max: 2_147_483_647, fallback: 0, isWhole: true },
  latitude: { min: -90, max: 90, fault: 'position_out_of_range' },
  longitude: { min: -180, max: 180, fault: 'position_out_of_range' },
  altitudeM: { min: -500, max: 9_000, fallback: 0 },
  speedKmh: { min: 0, max: 1_000, fallback: 0 },
  headingDeg: { min: 0, max: 360, fallback: 0, fault: 'heading_out_of_range' },
}

const KNOWN = new Set([...Object.keys(NUMBERS), 'time', 'valid'])

function readFix(said: unknown, row: number): SaidFix | RefusedFix {
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    return { row, fault: 'fix_not_object' }
  const fields = new Map<string, unknown>(Object.entries(said))
  const { time, valid } = { time: fields.get('time'), valid: fields.get('valid') ?? true }
  if (time === undefined) return { row, fault: 'field_missing', field: 'time' }
  const atMs = readTime(time)
  if (atMs === null) return { row, fault: 'time_impossible', field: 'time' }
  if (typeof valid !== 'boolean') return { row, fault: 'field_wrong', field: 'valid' }
  const numbers: Record<string, number> = {}
  for (const [field, bounds] of Object.entries(NUMBERS)) {
    const value = fields.get(field) ?? bounds.fallback
    if (value === undefined) return { row, fault: 'field_missing', field }
    if (typeof value !== 'number' || (bounds.isWhole && !Number.isInteger(value)))
      return { row, fault: 'field_wrong', field }
    if (value < bounds.min || value > bounds.max)
      return { row, fault: bounds.fault ?? 'field_wrong', field }
    numbers[field] = value
  }
  return {
    atMs,
    serial: numbers['serial']!,
    latitude: numbers['latitude']!,
    longitude: numbers['longitude']!,
    altitudeM: numbers['altitudeM']!,
    speedKmh: numbers['speedKmh']!,
    headingDeg: Math.round(numbers['headingDeg']!) % 360,
    valid,
    items: readItems(fields),
  }
}

const MOMENT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/
/** Between them a number of seconds and one of milliseconds cannot be mistaken for each other. */
const SECONDS_MAX = 1e11
const EARLIEST_MS = Date.UTC(2000, 0)
const LATEST_MS = Date.UTC(2100, 0)

/** RFC 3339 with its offset; or seconds or milliseconds since 1970. Null for what is no moment of this century. */
function readTime(said: unknown): number | null {
  const ms =
    typeof said === 'number'
      ? Math.round(said < SECONDS_MAX ? said * 1_000 : said)
      : typeof said === 'string'
        ? momentMs(said)
        : Number.NaN
  return ms >= EARLIEST_MS && ms < LATEST_MS ? ms : null
}

function momentMs(text: string): number {
  const [, date] = MOMENT.exec(text) ?? []
  if (date === undefined) return Number.NaN
  // The 30th of February is read as a day of March by the language, and is none.
  const day = new Date(`${date}T00:00Z`)
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return Number.NaN
  return Date.parse(text)
}

type Reader = (value: unknown) => ItemValue | undefined

const within =
  (min: number, max: number): Reader =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max ? value : undefined

const LIST_MAX = 16
const listOf =
  (min: number, max: number): Reader =>
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= LIST_MAX &&
    value.every((one) => one === null || (typeof one === 'number' && one >= min && one <= max))
      ? (value as (number | null)[])
      : undefined

const word =
  (words: Readonly<Record<string, number>>): Reader =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined

/** Kept under the names that JT/T 808's items have, so that whoever reads them need not know by what way they came. */
const SENSORS: Readonly<Record<string, readonly [name: string, read: Reader]>> = {
  batteryPercent: ['batteryPercent', within(0, 100)],
  batteryV: ['batteryV', within(0, 1_000)],
  supplyV: ['supplyV', within(0, 1_000)],
  temperatureC: ['temperatureC', within(-100, 200)],
  temperaturesC: ['temperaturesC', listOf(-100, 200)],
  humiditiesPercent: ['humiditiesPercent', listOf(0, 100)],
  mileageKm: ['mileageKm', within(0, 100_000_000)],
  signalStrength: ['signalStrength', within(0, 255)],
  satellites: ['satellites', within(0, 255)],
  door: ['isDoorOpen', word({ closed: 0, open: 1 })],
  lock: ['isLocked', word({ unlocked: 0, locked: 1 })],
  seal: ['isSealBroken', word({ intact: 0, broken: 1 })],
}

const ITEMS_MAX = 50
const NAME_CHARS_MAX = 40
const TEXT_CHARS_MAX = 200

function readItems(fields: ReadonlyMap<string, unknown>): readonly LocationItem[] {
  const items: LocationItem[] = []
  for (const [field, value] of fields) {
    if (KNOWN.has(field)) continue
    if (items.length === ITEMS_MAX) break
    const item = readItem(plain(field, NAME_CHARS_MAX), value)
    if (item !== undefined) items.push(item)
  }
  return items
}

function readItem(id: string, value: unknown): LocationItem | undefined {
  const [name, read] = (Object.hasOwn(SENSORS, id) && SENSORS[id]) || [id, asItCame]
  const known = read(value)
  if (known !== undefined) return { id, name, value: known }
  // Under a name of its own: whoever reads the sensor must not take it for one.
  const sent = asItCame(value)
  return sent === undefined ? undefined : { id, name: `${id}AsSent`, value: sent }
}

/** A number, a text or yes and no; of anything deeper nobody has told us what it means. */
function asItCame(value: unknown): ItemValue | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'number') return value
  return typeof value === 'string' ? plain(value, TEXT_CHARS_MAX) : undefined
}

/** Text the database can hold: without U+0000 and other controls, and without half characters. */
export const plain = (text: string, charsMax: number): string =>
  text
    .slice(0, charsMax)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
