/**
 * Items that makers of terminals added to the location report, as data by dialect. From their published protocol descriptions and from
 * what other open decoders agree on (README, "Items of makers"); what only one of them claims stays bytes.
 */
import { readU16, textOf, toHex } from '#gateway/protocols/jt808/bytes.ts'
import {
  dialectOf,
  scaled,
  signMagnitude,
  type Dialect,
  type ItemReader,
  type ItemValue,
} from '#gateway/protocols/jt808/items.ts'

export type DialectName = 'common' | 'gps51' | 'jointech' | 'huabao'

type Items = readonly (readonly [id: number, reader: ItemReader])[]

/** Pairs of bytes, each a value; `absent` are those that say there is none. */
function pairs(
  name: string,
  absent: readonly number[],
  valueOf: (units: number) => number,
): ItemReader {
  return {
    name,
    read(bytes, at, size) {
      if (size === 0 || size % 2 !== 0) return undefined
      const values: (number | null)[] = []
      for (let next = at; next < at + size; next += 2) {
        const units = readU16(bytes, next)
        values.push(absent.includes(units) ? null : valueOf(units))
      }
      return values
    },
  }
}

const batteryPercent: ItemReader = {
  name: 'batteryPercent',
  read: (bytes, at, size) => (size === 1 && bytes[at]! <= 100 ? bytes[at]! : undefined),
}

const iccid: ItemReader = {
  name: 'iccid',
  read: (bytes, at, size) => (size === 20 ? textOf(bytes.subarray(at, at + size)) : undefined),
}

/** Read alike by everyone who reads them, and by length not to be taken for anything else. */
const COMMON: Items = [
  // FFFF: invalid; 04F6: no sensor on the line.
  [0x51, pairs('temperaturesC', [0xffff, 0x04f6], (units) => signMagnitude(units) / 10)],
  [
    0x56,
    {
      name: 'batteryPercent',
      // Tenths, then the percentage where the device knows it.
      read(bytes, at, size) {
        if (size !== 2 || bytes[at]! > 10 || bytes[at + 1]! > 100) return undefined
        return bytes[at + 1]! > 0 ? bytes[at + 1]! : bytes[at]! * 10
      },
    },
  ],
  [0x58, pairs('humiditiesPercent', [0x0fff], (units) => units / 10)],
  [0x61, scaled('supplyV', 2, 100)],
  [0xd4, batteryPercent],
  [0xfe, batteryPercent],
]

const GPS51: Items = [
  ...COMMON,
  [0xf1, iccid],
  [0xf3, scaled('isArmed', 1)],
  [
    0xfa,
    {
      name: 'tamper',
      read: (bytes, at, size) =>
        size === 4
          ? {
              isShaken: bytes[at + 3]! & 1,
              isRemoved: (bytes[at + 3]! >>> 1) & 1,
              isBatteryLow: bytes[at + 2]! & 1,
            }
          : undefined,
    },
  ],
  [
    0xfb,
    {
      name: 'battery',
      read: (bytes, at, size) =>
        size === 4
          ? {
              percent: bytes[at]!,
              supplyV: readU16(bytes, at + 1) / 100,
              isCharging: bytes[at + 3]!,
            }
          : undefined,
    },
  ],
]

const JOINTECH: Items = [
  ...COMMON,
  [0xd3, scaled('supplyV', 2, 10)],
  [0xd5, scaled('batteryV', 2, 100)],
  [0xd6, iccid],
  [
    0xda,
    {
      name: 'lock',
      read: (bytes, at, size) =>
        size >= 3
          ? {
              ropeCuts: readU16(bytes, at),
              isRopeIn: bytes[at + 2]! & 1,
              isMoving: (bytes[at + 2]! >>> 2) & 1,
              isCoverOpen: (bytes[at + 2]! >>> 3) & 1,
            }
          : undefined,
    },
  ],
]

const CHILD_LOCK_BYTES = 13

/** A count, then of each lock its id 5, the card that opened it 5, battery 1, status 2 (bit 5: unlocked). */
function readChildLocks(bytes: Uint8Array, at: number, size: number): ItemValue | undefined {
  const count = size > 0 ? bytes[at]! : 0
  if (count === 0 || size !== 1 + count * CHILD_LOCK_BYTES) return undefined
  return Array.from({ length: count }, (_, index) => {
    const lockAt = at + 1 + index * CHILD_LOCK_BYTES
    return {
      lockId: toHex(bytes, lockAt, lockAt + 5),
      card: toHex(bytes, lockAt + 5, lockAt + 10),
      batteryPercent: bytes[lockAt + 10]!,
      isLocked: ((readU16(bytes, lockAt + 11) >>> 5) & 1) ^ 1,
    }
  })
}

const HUABAO: Items = [...COMMON, [0xd5, { name: 'locks', read: readChildLocks }]]

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  common: dialectOf(COMMON),
  gps51: dialectOf(GPS51),
  jointech: dialectOf(JOINTECH),
  huabao: dialectOf(HUABAO),
}

/** First that fits, by maker and model as the operator registered them. */
const BY_MAKER: readonly (readonly [RegExp, DialectName])[] = [
  [/jointech|jt70\d|久通/i, 'jointech'],
  [/huabao|华宝|\bhb-/i, 'huabao'],
  [/aiporto|gps51|\bg10/i, 'gps51'],
]

export function dialectFor(maker: string, model: string): DialectName {
  const said = `${maker} ${model}`
  return BY_MAKER.find(([pattern]) => pattern.test(said))?.[1] ?? 'common'
}
