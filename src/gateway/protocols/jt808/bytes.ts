/** Bytes as JT/T 808 writes them: big-endian numbers, BCD digits, GBK text. Callers check bounds first. */

export function readU16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

export function readU32(bytes: Uint8Array, at: number): number {
  return readU16(bytes, at) * 0x1_0000 + readU16(bytes, at + 2)
}

export function writeU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value >>> 8) & 0xff
  bytes[at + 1] = value & 0xff
}

export const u8 = (value: number): Uint8Array => Uint8Array.of(value & 0xff)

export const u16 = (value: number): Uint8Array => Uint8Array.of((value >>> 8) & 0xff, value & 0xff)

export const u32 = (value: number): Uint8Array =>
  Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** By byte: asking the runtime for the hex of a few bytes costs more than adding up the pairs. */
const HEX_PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
)
const PAIRS_ADDED_MAX = 24

export function toHex(bytes: Uint8Array, from = 0, to = bytes.length): string {
  if (to - from > PAIRS_ADDED_MAX)
    return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
      .toString('hex')
      .toUpperCase()
  let hex = ''
  for (let at = from; at < to; at++) hex += HEX_PAIRS[bytes[at]!]!
  return hex
}

/** Spaces are ignored; null for anything that is not pairs of hex digits. */
export function fromHex(text: string): Uint8Array | null {
  const digits = text.replaceAll(/\s+/g, '')
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return null
  return Uint8Array.from(Buffer.from(digits, 'hex'))
}

/** Two digits of one BCD byte, or -1. */
export function bcd(byte: number): number {
  const tens = byte >>> 4
  const ones = byte & 0x0f
  return tens > 9 || ones > 9 ? -1 : tens * 10 + ones
}

/** The digits of a BCD field, leading zeros kept; null if a nibble is no digit. */
export function bcdDigits(bytes: Uint8Array, from: number, to: number): string | null {
  let digits = ''
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (bcd(byte) < 0) return null
    digits += HEX_PAIRS[byte]!
  }
  return digits
}

/** Digits as BCD, zeros in front up to `size` bytes. */
export function bcdOf(digits: string, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  writeBcd(bytes, 0, size, digits)
  return bytes
}

const ZERO = '0'.charCodeAt(0)

/** Digits as BCD at the end of a field that holds zeros. */
export function writeBcd(bytes: Uint8Array, from: number, to: number, digits: string): void {
  const places = (to - from) * 2
  if (digits.length > places)
    throw new RangeError(`${digits} does not fit ${to - from} bytes of BCD`)
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) throw new RangeError(`${digits} is no number`)
    const place = places - digits.length + at
    bytes[from + (place >>> 1)]! |= place % 2 === 0 ? digit << 4 : digit
  }
}

const gbk = new TextDecoder('gbk')

/** Text of a field; the spaces that fill it up are dropped, and every NUL: no database keeps one in a text. */
export function textOf(bytes: Uint8Array): string {
  return gbk
    .decode(bytes)
    .replaceAll('\0', '')
    .replaceAll(/^ +| +$/g, '')
}

/** Node decodes GBK but does not encode it: the table is turned round on first use. */
let gbkTable: ReadonlyMap<string, number> | undefined
function turnGbkRound(): ReadonlyMap<string, number> {
  const table = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const char = gbk.decode(Uint8Array.of(lead, trail))
      if (char.length === 1 && char !== '\uFFFD' && !table.has(char))
        table.set(char, lead * 256 + trail)
    }
  }
  return table
}

export function gbkOf(text: string): Uint8Array {
  const bytes: number[] = []
  for (const char of text) {
    const code = char.charCodeAt(0)
    if (code < 0x80) {
      bytes.push(code)
      continue
    }
    gbkTable ??= turnGbkRound()
    const pair = gbkTable.get(char)
    if (pair === undefined) throw new RangeError(`"${char}" has no place in GBK`)
    bytes.push(pair >>> 8, pair & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** A text field of fixed size, filled up with NUL behind. */
export function fieldOf(text: string, size: number): Uint8Array {
  const bytes = gbkOf(text)
  if (bytes.length > size) throw new RangeError(`"${text}" does not fit ${size} bytes`)
  return concat([bytes, new Uint8Array(size - bytes.length)])
}
