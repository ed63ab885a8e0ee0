/**
 * The envelope of JT/T 808: `7E | header | body | XOR | 7E`, with 7E written as 7D 02 and 7D as 7D 01 between
 * the delimiters. The header of 2011 and 2013 is `id 2, attributes 2, phone BCD 6, serial 2`; that of 2019
 * has attribute bit 14, a version byte and a phone of BCD 10. Attribute bit 13 adds `total 2, number 2`.
 */
import { bcdDigits, readU16, writeBcd, writeU16 } from '#gateway/protocols/jt808/bytes.ts'

/** 2011 differs from 2013 in the body of a registration only, so other messages cannot say 2011. */
export type Edition = '2011' | '2013' | '2019'

export type DecodeErrorCode =
  | 'not_hex'
  | 'bad_escape'
  | 'delimiter_inside'
  | 'frame_too_short'
  | 'frame_too_long'
  | 'length_mismatch'
  | 'phone_not_bcd'
  | 'part_out_of_range'
  | 'encrypted'
  | 'body_too_short'
  | 'body_too_long'
  | 'item_overruns'
  | 'batch_kind_unknown'
  | 'batch_count_wrong'

export interface Header {
  readonly messageId: number
  readonly version: Edition
  /** Digits as sent, zeros in front included: 12, or 20 in the 2019 edition. */
  readonly phone: string
  readonly serial: number
  /** Present when the message is one of several packages; `number` counts from 1. */
  readonly part?: { readonly total: number; readonly number: number }
}

/** The header comes along when it could be read, so that the terminal can be answered. */
export interface DecodeError {
  readonly error: DecodeErrorCode
  readonly header?: Header
  readonly checksumOk?: boolean
}

/** The body lies in the frame's bytes from `bodyAt` to the one before the checksum, which is the last. */
interface Envelope {
  readonly header: Header
  readonly checksumOk: boolean
  readonly bodyAt: number
}

const DELIMITER = 0x7e
const ESCAPE = 0x7d
const LENGTH_MASK = 0x03ff
const ENCRYPTION_MASK = 0x1c00
const PARTS_BIT = 1 << 13
const EDITION_2019_BIT = 1 << 14
const BODY_BYTES_MAX = LENGTH_MASK
/** 21 of header, 1,023 of body, checksum. */
export const FRAME_BYTES_MAX = 21 + BODY_BYTES_MAX + 1

function xorOf(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++) sum ^= bytes[at]!
  return sum
}

/** Between the delimiters → header, body, checksum. Nothing is copied when nothing is escaped. */
export function unescapeFrame(escaped: Uint8Array): Uint8Array | DecodeError {
  const first = firstMarked(escaped)
  return first < 0 ? escaped : unescapeFrom(escaped, first)
}

/** Where the first byte stands that may not stand for itself; a loop, because two native searches of so few bytes cost more. */
function firstMarked(escaped: Uint8Array): number {
  for (let at = 0; at < escaped.length; at++) {
    const byte = escaped[at]!
    if (byte === ESCAPE || byte === DELIMITER) return at
  }
  return -1
}

function unescapeFrom(escaped: Uint8Array, first: number): Uint8Array | DecodeError {
  const plain = new Uint8Array(escaped.length)
  plain.set(escaped.subarray(0, first))
  let size = first
  for (let at = first; at < escaped.length; at++) {
    const byte = escaped[at]!
    if (byte === DELIMITER) return { error: 'delimiter_inside' }
    if (byte !== ESCAPE) {
      plain[size++] = byte
      continue
    }
    const next = escaped[++at]
    if (next !== 0x01 && next !== 0x02) return { error: 'bad_escape' }
    plain[size++] = next === 0x02 ? DELIMITER : ESCAPE
  }
  return plain.subarray(0, size)
}

/** Header, body and checksum → what goes on the wire, delimiters included. */
export function escapeFrame(plain: Uint8Array): Uint8Array {
  let marked = 0
  for (let at = 0; at < plain.length; at++)
    if (plain[at] === DELIMITER || plain[at] === ESCAPE) marked++
  const wire = new Uint8Array(plain.length + marked + 2)
  wire[0] = DELIMITER
  let size = 1
  for (let at = 0; at < plain.length; at++) {
    const byte = plain[at]!
    if (byte !== DELIMITER && byte !== ESCAPE) {
      wire[size++] = byte
      continue
    }
    wire[size++] = ESCAPE
    wire[size++] = byte === DELIMITER ? 0x02 : 0x01
  }
  wire[size] = DELIMITER
  return wire
}

/** Reads the envelope of an unescaped frame. The declared body length must be the real one. */
export function openFrame(plain: Uint8Array): Envelope | DecodeError {
  const end = plain.length - 1
  if (end < 12) return { error: 'frame_too_short' }
  if (end >= FRAME_BYTES_MAX) return { error: 'frame_too_long' }
  const attributes = readU16(plain, 2)
  const is2019 = (attributes & EDITION_2019_BIT) !== 0
  const hasParts = (attributes & PARTS_BIT) !== 0
  const serialAt = is2019 ? 15 : 10
  const bodyAt = serialAt + (hasParts ? 6 : 2)
  if (end < bodyAt) return { error: 'frame_too_short' }
  const checksumOk = xorOf(plain, 0, end) === plain[end]
  const phone = bcdDigits(plain, is2019 ? 5 : 4, serialAt)
  if (phone === null) return { error: 'phone_not_bcd', checksumOk }
  const plainHeader: Header = {
    messageId: readU16(plain, 0),
    version: is2019 ? '2019' : '2013',
    phone,
    serial: readU16(plain, serialAt),
  }
  const header = hasParts ? { ...plainHeader, part: partAt(plain, serialAt + 2) } : plainHeader
  const error = findFault(header, attributes, end - bodyAt)
  return error === null ? { header, checksumOk, bodyAt } : { error, header, checksumOk }
}

const partAt = (plain: Uint8Array, at: number): { total: number; number: number } => ({
  total: readU16(plain, at),
  number: readU16(plain, at + 2),
})

function findFault(
  { part }: Header,
  attributes: number,
  bodyBytes: number,
): DecodeErrorCode | null {
  if (bodyBytes !== (attributes & LENGTH_MASK)) return 'length_mismatch'
  if (part !== undefined && (part.number < 1 || part.number > part.total))
    return 'part_out_of_range'
  return (attributes & ENCRYPTION_MASK) === 0 ? null : 'encrypted'
}

/** The whole wire frame for a header and a body. Throws RangeError on what the format cannot hold. */
export function sealFrame(header: Header, body: Uint8Array): Uint8Array {
  if (body.length > BODY_BYTES_MAX)
    throw new RangeError(`a body of ${body.length} bytes is too long`)
  const { version, part } = header
  const is2019 = version === '2019'
  const phoneAt = is2019 ? 5 : 4
  const serialAt = phoneAt + (is2019 ? 10 : 6)
  const bodyAt = serialAt + (part ? 6 : 2)
  const plain = new Uint8Array(bodyAt + body.length + 1)
  writeU16(plain, 0, header.messageId)
  writeU16(plain, 2, body.length | (part ? PARTS_BIT : 0) | (is2019 ? EDITION_2019_BIT : 0))
  if (is2019) plain[4] = 1
  writeBcd(plain, phoneAt, serialAt, plainPhone(header.phone))
  writeU16(plain, serialAt, header.serial)
  if (part) {
    writeU16(plain, serialAt + 2, part.total)
    writeU16(plain, serialAt + 4, part.number)
  }
  plain.set(body, bodyAt)
  plain[plain.length - 1] = xorOf(plain, 0, plain.length - 1)
  return escapeFrame(plain)
}

const ZERO = '0'.charCodeAt(0)

/** The phone as people know it: zeros in front are padding. */
export function plainPhone(phone: string): string {
  let padding = 0
  while (padding < phone.length - 1 && phone.charCodeAt(padding) === ZERO) padding++
  return padding === 0 ? phone : phone.slice(padding)
}
