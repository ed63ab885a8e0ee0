/**
 * A terminal's parameters: set (0x8103), asked for (0x8104, 0x8106) and told (0x0104), each `id 4, length 1, value`; and what a
 * terminal is (0x0107). Parameters of the standard have names, others their bytes.
 */
import {
  concat,
  gbkOf,
  readU16,
  readU32,
  textOf,
  toHex,
  u16,
  u32,
  u8,
} from '#gateway/protocols/jt808/bytes.ts'
import type { DecodeErrorCode, Edition } from '#gateway/protocols/jt808/frame.ts'

export type Parameter =
  | { readonly id: string; readonly name: string; readonly value: number | string }
  | { readonly id: string; readonly hex: string }

type Refused = { readonly error: DecodeErrorCode }
type Kind = 'u8' | 'u16' | 'u32' | 'text'

const SIZES = { u8: 1, u16: 2, u32: 4 } as const

/** Those that a platform of locks and trackers has to do with. */
const PARAMETERS: Readonly<Record<number, readonly [name: string, kind: Kind]>> = {
  0x0001: ['heartbeatS', 'u32'],
  0x0002: ['answerTimeoutS', 'u32'],
  0x0003: ['retries', 'u32'],
  0x0010: ['apn', 'text'],
  0x0011: ['apnUser', 'text'],
  0x0012: ['apnPassword', 'text'],
  0x0013: ['server', 'text'],
  0x0017: ['backupServer', 'text'],
  0x0018: ['serverPort', 'u32'],
  0x0020: ['reportStrategy', 'u32'],
  0x0021: ['reportPlan', 'u32'],
  0x0022: ['reportIntervalUnsignedS', 'u32'],
  0x0027: ['reportIntervalAsleepS', 'u32'],
  0x0028: ['reportIntervalAlarmS', 'u32'],
  0x0029: ['reportIntervalS', 'u32'],
  0x002c: ['reportDistanceM', 'u32'],
  0x002d: ['reportDistanceUnsignedM', 'u32'],
  0x002e: ['reportDistanceAsleepM', 'u32'],
  0x002f: ['reportDistanceAlarmM', 'u32'],
  0x0030: ['turnDeg', 'u32'],
  0x0031: ['fenceRadiusM', 'u16'],
  0x0040: ['platformPhone', 'text'],
  0x0048: ['listenPhone', 'text'],
  0x0050: ['alarmMask', 'u32'],
  0x0055: ['speedKmhMax', 'u32'],
  0x0056: ['overspeedS', 'u32'],
  0x0080: ['mileageTenthsKm', 'u32'],
  0x0081: ['province', 'u16'],
  0x0082: ['city', 'u16'],
  0x0083: ['plate', 'text'],
  0x0084: ['plateColour', 'u8'],
}

const IDS = new Map(
  Object.entries(PARAMETERS).map(([id, [name, kind]]) => [name, { id: Number(id), kind }]),
)

const idText = (id: number): string => `0x${id.toString(16).toUpperCase().padStart(4, '0')}`

function parameterOf(id: number, value: Uint8Array): Parameter {
  const known = PARAMETERS[id]
  if (known === undefined) return { id: idText(id), hex: toHex(value) }
  const [name, kind] = known
  if (kind === 'text') return { id: idText(id), name, value: textOf(value) }
  if (value.length !== SIZES[kind]) return { id: idText(id), hex: toHex(value) }
  const number = kind === 'u32' ? readU32(value, 0) : kind === 'u16' ? readU16(value, 0) : value[0]!
  return { id: idText(id), name, value: number }
}

/** A count and that many parameters, from `at` to the end. */
export function decodeParameters(body: Uint8Array, at: number): readonly Parameter[] | Refused {
  const count = body[at]
  if (count === undefined) return { error: 'body_too_short' }
  const parameters: Parameter[] = []
  let next = at + 1
  while (next < body.length) {
    const size = body[next + 4]
    if (size === undefined || next + 5 + size > body.length) return { error: 'item_overruns' }
    parameters.push(parameterOf(readU32(body, next), body.subarray(next + 5, next + 5 + size)))
    next += 5 + size
  }
  return parameters.length === count ? parameters : { error: 'batch_count_wrong' }
}

/** Throws RangeError for a name that has no id here. */
export function encodeParameters(values: Readonly<Record<string, number | string>>): Uint8Array {
  const items = Object.entries(values).map(([name, value]) => {
    const known = IDS.get(name)
    if (known === undefined) throw new RangeError(`no parameter is called ${name}`)
    const bytes = valueBytes(known.kind, value)
    return concat([u32(known.id), u8(bytes.length), bytes])
  })
  return concat([u8(items.length), ...items])
}

function valueBytes(kind: Kind, value: number | string): Uint8Array {
  if (kind === 'text') return gbkOf(String(value))
  const number = Number(value)
  return kind === 'u32' ? u32(number) : kind === 'u16' ? u16(number) : u8(number)
}

/** What is asked for by 0x8106: ids alone. */
export function decodeParameterIds(body: Uint8Array): readonly string[] | Refused {
  const count = body[0]
  if (count === undefined || body.length < 1 + count * 4) return { error: 'body_too_short' }
  if (body.length > 1 + count * 4) return { error: 'body_too_long' }
  return Array.from({ length: count }, (_, index) => idText(readU32(body, 1 + index * 4)))
}

export function encodeParameterIds(names: readonly string[]): Uint8Array {
  const ids = names.map((name) => {
    const known = IDS.get(name)
    if (known === undefined) throw new RangeError(`no parameter is called ${name}`)
    return u32(known.id)
  })
  return concat([u8(ids.length), ...ids])
}

/** What a terminal says it is (0x0107). */
export interface Attributes {
  readonly terminalTypes: number
  readonly maker: string
  readonly model: string
  readonly terminalId: string
  /** Ten bytes as hex: makers fill it up in their own ways. */
  readonly iccid: string
  readonly hardware: string
  readonly firmware: string
  /** Bit sets: satellite systems, networks. */
  readonly gnss: number
  readonly networks: number
}

const ATTRIBUTE_FIELDS = {
  '2011': { model: 20, terminalId: 7 },
  '2013': { model: 20, terminalId: 7 },
  '2019': { model: 30, terminalId: 30 },
} as const
const MAKER_AT = 2
const MODEL_AT = 7
const ICCID_BYTES = 10

export function decodeAttributes(body: Uint8Array, edition: Edition): Attributes | Refused {
  const { model, terminalId } = ATTRIBUTE_FIELDS[edition]
  const terminalIdAt = MODEL_AT + model
  const iccidAt = terminalIdAt + terminalId
  const hardwareAt = iccidAt + ICCID_BYTES + 1
  const hardwareEnd = hardwareAt + (body[hardwareAt - 1] ?? 0)
  const firmwareAt = hardwareEnd + 1
  const firmwareEnd = firmwareAt + (body[hardwareEnd] ?? 0)
  if (body.length < firmwareEnd + 2) return { error: 'body_too_short' }
  if (body.length > firmwareEnd + 2) return { error: 'body_too_long' }
  return {
    terminalTypes: readU16(body, 0),
    maker: textOf(body.subarray(MAKER_AT, MODEL_AT)),
    model: textOf(body.subarray(MODEL_AT, terminalIdAt)),
    terminalId: textOf(body.subarray(terminalIdAt, iccidAt)),
    iccid: toHex(body, iccidAt, iccidAt + ICCID_BYTES),
    hardware: textOf(body.subarray(hardwareAt, hardwareEnd)),
    firmware: textOf(body.subarray(firmwareAt, firmwareEnd)),
    gnss: body[firmwareEnd]!,
    networks: body[firmwareEnd + 1]!,
  }
}
