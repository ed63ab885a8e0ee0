/**
 * Fixes as rows of PostgreSQL's binary `COPY`: what the table holds of a fix, field by field. Text would be made here and parsed there,
 * for every number of every fix.
 */
import type { FixQuality } from '#tracking/tracking.ts'

/** A position as a tracker reported it, by whatever way. Structurally what the gateway calls a Fix. */
export interface ReportedFix {
  readonly deviceId: string
  readonly serial: number
  readonly deviceTime: string
  readonly receivedAt: string
  readonly latitude: number
  readonly longitude: number
  readonly altitudeM: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly alarm: number
  readonly status: number
  readonly items: readonly object[]
  /** As it came, unescaped; empty where there was none. */
  readonly frame: Uint8Array
  readonly valid: boolean
}

/** A fix as it is kept: whose, when in milliseconds, how good. */
export interface KeptFix {
  readonly fix: ReportedFix
  /** `tracker.number` */
  readonly tracker: number
  readonly atMs: number
  readonly receivedMs: number
  readonly quality: FixQuality
}

export const FIX_COLUMNS =
  'tracker, device_time, serial, received_at, latitude_e7, longitude_e7, altitude_m, speed_tenths_kmh, heading_deg, alarm, status, quality, items, frame'

const SIGNATURE = Buffer.from('PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const FIELDS = 14
/** Everything of a row but items and frame, with room. */
const ROW_BYTES = 160
/** PostgreSQL counts microseconds from 2000-01-01. */
const POSTGRES_EPOCH_MS = 946_684_800_000
const TWO_32 = 2 ** 32
const SMALLINT_MAX = 32_767
const E7 = 10_000_000

export const toE7 = (degrees: number): number => Math.round(degrees * E7)
export const fromE7 = (e7: number): number => e7 / E7

/** The bytes of `copy … (FIX_COLUMNS) from stdin (format binary)`. */
export function encodeFixRows(fixes: readonly KeptFix[]): Buffer {
  const rows = new RowWriter(fixes.length)
  for (const judged of fixes) writeFix(rows, judged)
  return rows.finish()
}

function writeFix(rows: RowWriter, { fix, tracker, atMs, receivedMs, quality }: KeptFix): void {
  const items = fix.items.length === 0 ? null : writeItems(fix.items)
  // What we could read stands in the columns; the whole frame is kept where a better decoder could read more.
  const isRead = !fix.items.some((item) => 'hex' in item)
  const frame = isRead || fix.frame.length === 0 ? null : fix.frame
  rows.begin(ROW_BYTES + (items?.length ?? 0) * 3 + (frame?.length ?? 0))
  rows.int4(tracker)
  rows.time(atMs)
  rows.int4(fix.serial)
  rows.time(receivedMs)
  rows.int4(toE7(fix.latitude))
  rows.int4(toE7(fix.longitude))
  rows.int2(fix.altitudeM)
  rows.int2(fix.speedKmh * 10)
  rows.int2(fix.headingDeg)
  rows.int8(fix.alarm)
  rows.int8(fix.status)
  rows.bytes(qualityBytes(quality))
  rows.json(items)
  rows.bytes(frame)
}

const QUALITY_BYTES = new Map<FixQuality, Uint8Array>()

function qualityBytes(quality: FixQuality): Uint8Array {
  const known = QUALITY_BYTES.get(quality)
  if (known !== undefined) return known
  const bytes = Buffer.from(quality)
  QUALITY_BYTES.set(quality, bytes)
  return bytes
}

/** `JSON.stringify`, quicker for what nearly all items are: an id, a name and a number. */
function writeItems(items: ReportedFix['items']): string {
  let text = ''
  for (const item of items) {
    const known = plainItem(item)
    if (known === undefined) return JSON.stringify(items)
    text += `${text === '' ? '[' : ','}${known}`
  }
  return `${text}]`
}

function plainItem(item: object): string | undefined {
  const { id, name, value } = item as Partial<Record<string, unknown>>
  const isPlain =
    typeof id === 'string' &&
    typeof name === 'string' &&
    typeof value === 'number' &&
    Number.isFinite(value) &&
    Object.keys(item).length === 3
  return isPlain ? `${headOf(id, name)}${value}}` : undefined
}

/** What stands before an item's number: there are a few dozen of them, and devices that make up names are not remembered. */
const heads = new Map<string, { readonly id: string; readonly text: string }>()
const HEADS_MAX = 1_000

function headOf(id: string, name: string): string {
  const known = heads.get(name)
  if (known?.id === id) return known.text
  const text = `{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"value":`
  if (heads.size < HEADS_MAX) heads.set(name, { id, text })
  return text
}

/** Each field is its length and its bytes, big-endian; a null is the length −1. */
class RowWriter {
  #bytes: Buffer
  #view: DataView
  #at: number

  constructor(rows: number) {
    this.#bytes = Buffer.allocUnsafe(SIGNATURE.length + (rows + 1) * ROW_BYTES * 2)
    this.#view = viewOf(this.#bytes)
    this.#at = SIGNATURE.copy(this.#bytes)
  }

  begin(bytesMax: number): void {
    if (this.#at + bytesMax + 2 > this.#bytes.length) {
      const grown = Buffer.allocUnsafe((this.#at + bytesMax) * 2)
      this.#bytes.copy(grown, 0, 0, this.#at)
      this.#bytes = grown
      this.#view = viewOf(grown)
    }
    this.#view.setInt16(this.#at, FIELDS)
    this.#at += 2
  }

  int2(value: number): void {
    this.#view.setInt32(this.#at, 2)
    this.#view.setInt16(this.#at + 4, fitting(Math.min(SMALLINT_MAX, Math.round(value)), 2 ** 15))
    this.#at += 6
  }

  int4(value: number): void {
    this.#view.setInt32(this.#at, 4)
    this.#view.setInt32(this.#at + 4, fitting(value, 2 ** 31))
    this.#at += 8
  }

  int8(value: number): void {
    const high = Math.floor(value / TWO_32)
    this.#view.setInt32(this.#at, 8)
    this.#view.setInt32(this.#at + 4, fitting(high, 2 ** 31))
    this.#view.setUint32(this.#at + 8, value - high * TWO_32)
    this.#at += 12
  }

  time(ms: number): void {
    this.int8((ms - POSTGRES_EPOCH_MS) * 1000)
  }

  json(text: string | null): void {
    if (text === null) return this.#null()
    const size = this.#bytes.write(text, this.#at + 5, 'utf8')
    this.#view.setInt32(this.#at, size + 1)
    // The version of the binary form of jsonb.
    this.#bytes[this.#at + 4] = 1
    this.#at += size + 5
  }

  bytes(bytes: Uint8Array | null): void {
    if (bytes === null) return this.#null()
    this.#view.setInt32(this.#at, bytes.length)
    this.#bytes.set(bytes, this.#at + 4)
    this.#at += 4 + bytes.length
  }

  finish(): Buffer {
    this.begin(0)
    this.#view.setInt16(this.#at - 2, -1)
    return this.#bytes.subarray(0, this.#at)
  }

  #null(): void {
    this.#view.setInt32(this.#at, -1)
    this.#at += 4
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView =>
  new DataView(buffer, byteOffset, byteLength)

/** A DataView would write what fits of a number and say nothing. */
function fitting(value: number, beyond: number): number {
  if (value >= -beyond && value < beyond) return value
  throw new RangeError(`${value} does not fit its column`)
}
