/**
 * The additional items of a location report, `id 1, length 1, value`: those of the standard, and those that makers added.
 *
 * Makers use the same ids for different things, so theirs are data by dialect (`vendor-items.ts`). An item nobody here
 * knows, or of a length that is not the known one, keeps its bytes.
 */
import { concat, readU16, readU32, toHex, u16, u32, u8 } from '#gateway/protocols/jt808/bytes.ts'

export type ItemValue =
  | number
  | string
  | readonly (number | null)[]
  | Readonly<Record<string, number>>
  | readonly Readonly<Record<string, number | string>>[]

/** One we can read has a name and a value, any other its bytes. What follows the last whole item has the id `tail`. */
export type LocationItem =
  | { readonly id: string; readonly name: string; readonly value: ItemValue }
  | { readonly id: string; readonly hex: string }

/** `undefined` from `read` means: not of this form, keep the bytes. */
export interface ItemReader {
  readonly name: string
  readonly read: (bytes: Uint8Array, at: number, size: number) => ItemValue | undefined
}

/** By id. */
export type Dialect = readonly (ItemReader | undefined)[]

interface Scaled {
  readonly name: string
  readonly size: 1 | 2 | 4
  readonly perUnit: number
}

/** Plain numbers, which can be written as well as read. */
const SCALED: Readonly<Record<number, Scaled>> = {
  0x01: { name: 'mileageKm', size: 4, perUnit: 10 },
  0x02: { name: 'fuelL', size: 2, perUnit: 10 },
  0x03: { name: 'recorderSpeedKmh', size: 2, perUnit: 10 },
  0x04: { name: 'alarmEventId', size: 2, perUnit: 1 },
  0x25: { name: 'vehicleSignals', size: 4, perUnit: 1 },
  0x2a: { name: 'ioStatus', size: 2, perUnit: 1 },
  0x30: { name: 'signalStrength', size: 1, perUnit: 1 },
  0x31: { name: 'satellites', size: 1, perUnit: 1 },
}

/** A number of fixed size; `perUnit` of them make one of what the name says. */
export function scaled(name: string, size: 1 | 2 | 4, perUnit = 1): ItemReader {
  const readUnits = size === 4 ? readU32 : size === 2 ? readU16 : readU8
  return {
    name,
    read: (bytes, at, given) => (given === size ? readUnits(bytes, at) / perUnit : undefined),
  }
}

const readU8 = (bytes: Uint8Array, at: number): number => bytes[at]!

/** The standard's temperatures: the highest bit is the sign, the rest the amount. */
export function signMagnitude(units: number): number {
  return units & 0x8000 && units !== 0x8000 ? -(units & 0x7fff) : units & 0x7fff
}

const STANDARD: readonly (readonly [id: number, reader: ItemReader])[] = [
  ...Object.entries(SCALED).map(
    ([id, { name, size, perUnit }]) => [Number(id), scaled(name, size, perUnit)] as const,
  ),
  [
    0x05,
    {
      name: 'tyrePressures',
      // In the order of the wheels, from the front left; FF: no such wheel, or not measured.
      read: (bytes, at, size) =>
        size === 30
          ? Array.from(bytes.subarray(at, at + size), (byte) => (byte === 0xff ? null : byte))
          : undefined,
    },
  ],
  [
    0x06,
    {
      name: 'temperatureC',
      read: (bytes, at, size) => (size === 2 ? signMagnitude(readU16(bytes, at)) : undefined),
    },
  ],
  [0x11, { name: 'overspeed', read: readOverspeed }],
  [
    0x12,
    {
      name: 'areaCrossed',
      read: (bytes, at, size) =>
        size === 6
          ? { areaKind: bytes[at]!, areaId: readU32(bytes, at + 1), isLeaving: bytes[at + 5]! }
          : undefined,
    },
  ],
  [
    0x13,
    {
      name: 'routeTime',
      read: (bytes, at, size) =>
        size === 7
          ? {
              routeId: readU32(bytes, at),
              seconds: readU16(bytes, at + 4),
              isTooLong: bytes[at + 6]!,
            }
          : undefined,
    },
  ],
  [
    0x2b,
    {
      name: 'analogue',
      // AD0 is the lower half.
      read: (bytes, at, size) =>
        size === 4 ? [readU16(bytes, at + 2), readU16(bytes, at)] : undefined,
    },
  ],
]

/** Kind 0 is no particular place, and then no place is named. */
function readOverspeed(bytes: Uint8Array, at: number, size: number): ItemValue | undefined {
  if (size === 1) return { areaKind: bytes[at]! }
  return size === 5 ? { areaKind: bytes[at]!, areaId: readU32(bytes, at + 1) } : undefined
}

/** The standard's items and, where it is silent, those of a maker. */
export function dialectOf(vendor: readonly (readonly [id: number, reader: ItemReader])[]): Dialect {
  const readers = Array.from({ length: 256 }, (): ItemReader | undefined => undefined)
  for (const [id, reader] of [...vendor, ...STANDARD]) readers[id] = reader
  return readers
}

/** Written once, not per report: forming the text cost a third of decoding. */
const ITEM_IDS: readonly string[] = Array.from(
  { length: 256 },
  (_, id) => `0x${id.toString(16).toUpperCase().padStart(2, '0')}`,
)

/** Items from `at` to `end`. A report with a good position is not lost for a tail that is no item: its bytes come last. */
export function decodeItems(
  bytes: Uint8Array,
  from: number,
  end: number,
  dialect: Dialect,
): readonly LocationItem[] {
  const items: LocationItem[] = []
  let at = from
  while (at + 2 <= end) {
    const valueAt = at + 2
    const size = bytes[at + 1]!
    if (valueAt + size > end) break
    items.push(decodeItem(bytes, valueAt, size, bytes[at]!, dialect))
    at = valueAt + size
  }
  if (at < end) items.push({ id: 'tail', hex: toHex(bytes, at, end) })
  return items
}

function decodeItem(
  bytes: Uint8Array,
  at: number,
  size: number,
  id: number,
  dialect: Dialect,
): LocationItem {
  const reader = dialect[id]
  const value = reader?.read(bytes, at, size)
  return reader === undefined || value === undefined
    ? { id: ITEM_IDS[id]!, hex: toHex(bytes, at, at + size) }
    : { id: ITEM_IDS[id]!, name: reader.name, value }
}

/** Plain numbers and bytes; the simulated terminal sends no others. */
export function encodeItem(item: LocationItem): Uint8Array {
  if ('hex' in item) {
    const value = Buffer.from(item.hex, 'hex')
    return item.id === 'tail' ? value : concat([u8(Number(item.id)), u8(value.length), value])
  }
  const known = SCALED[Number(item.id)]
  if (known?.name !== item.name || typeof item.value !== 'number')
    throw new RangeError(`item ${item.id} cannot be written as ${item.name}`)
  const units = Math.round(item.value * known.perUnit)
  const value = known.size === 4 ? u32(units) : known.size === 2 ? u16(units) : u8(units)
  return concat([u8(Number(item.id)), u8(known.size), value])
}
