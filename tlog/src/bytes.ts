// Bytes and their only accepted spellings: UTF-8, standard base64, lower-case hex, plain decimals,
// big-endian integers. Written here because each decoder must accept exactly one spelling of every value.
import { check, VerificationError } from './error.ts'
import type { VerificationErrorCode } from './error.ts'
import { base64ByPlatform, bytesByPlatform } from './platform-base64.ts'

/** The largest size, index or time accepted: what a signed 64-bit integer holds. */
export const SIZE_MAX = 2n ** 63n - 1n

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A copy. Not `slice`: on Node's Buffer that answers a view, which its owner can change later. */
export function copyBytes(bytes: Uint8Array, from = 0, to: number = bytes.length): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to))
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

// Not of the language, but there wherever anybody runs this: they say what is written here, many times as fast.
const { TextEncoder: Encoder, TextDecoder: Decoder } = globalThis as {
  readonly TextEncoder?: new () => { encode(text: string): Uint8Array }
  readonly TextDecoder?: new (
    label: string,
    options: { readonly fatal: true; readonly ignoreBOM: true },
  ) => { decode(bytes: Uint8Array): string }
}
const encoder = Encoder && new Encoder()
const decoder = Decoder && new Decoder('utf-8', { fatal: true, ignoreBOM: true })

/** Longer texts the platform encodes faster, shorter ones are done before it is asked. */
const TEXT_SHORT = 48

/** Encodes text; a lone surrogate has no UTF-8 form and is refused. */
export function utf8Encode(text: string): Uint8Array {
  if (text.length > TEXT_SHORT) return utf8EncodeWide(text)
  const out = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // Most texts here are ASCII from end to end.
    if (unit >= 0x80) return utf8EncodeWide(text)
    out[i] = unit
  }
  return out
}

function utf8EncodeWide(text: string): Uint8Array {
  check(text.isWellFormed(), 'bytes.bad_utf8', 'text holds a lone surrogate')
  return encoder === undefined ? utf8EncodeSlowly(text) : encoder.encode(text)
}

/** Well-formed text, where the platform does not encode. */
export function utf8EncodeSlowly(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 3)
  let at = 0
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i)
    if (point < 0x80) {
      out[at++] = point
      continue
    }
    if (point < 0x800) {
      out[at++] = 0xc0 | (point >> 6)
    } else {
      if (point >= 0xd800 && point < 0xe000) {
        point = text.codePointAt(i) ?? 0
        i++
        out[at++] = 0xf0 | (point >> 18)
        out[at++] = 0x80 | ((point >> 12) & 0x3f)
      } else {
        out[at++] = 0xe0 | (point >> 12)
      }
      out[at++] = 0x80 | ((point >> 6) & 0x3f)
    }
    out[at++] = 0x80 | (point & 0x3f)
  }
  return out.slice(0, at)
}

/** How many continuation bytes follow a lead byte, or -1 if it cannot lead. */
function continuationCount(lead: number): number {
  if (lead < 0x80) return 0
  if (lead >= 0xc2 && lead < 0xe0) return 1
  if (lead >= 0xe0 && lead < 0xf0) return 2
  return lead >= 0xf0 && lead < 0xf5 ? 3 : -1
}

const SHORTEST_POINT = [0, 0x80, 0x800, 0x10000] as const

/** Decodes strictly: overlong forms, surrogates and stray bytes are refused, not replaced. */
export function utf8Decode(bytes: Uint8Array): string {
  try {
    if (decoder !== undefined) return decoder.decode(bytes)
  } catch {
    // Below it is said where.
  }
  return utf8DecodeSlowly(bytes)
}

/** Where the platform does not decode, and where it refuses. */
export function utf8DecodeSlowly(bytes: Uint8Array): string {
  const bad = (at: number): never => {
    throw new VerificationError('bytes.bad_utf8', `not UTF-8 at byte ${at}`)
  }
  const pieces: string[] = []
  let codes: number[] = []
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!
    const count = continuationCount(lead)
    if (count < 0 || i + count >= bytes.length) bad(i)
    let point = count === 0 ? lead : lead & (0x3f >> count)
    for (let k = 1; k <= count; k++) {
      const next = bytes[i + k] ?? 0
      if ((next & 0xc0) !== 0x80) bad(i + k)
      point = (point << 6) | (next & 0x3f)
    }
    const surrogate = point >= 0xd800 && point < 0xe000
    if (point < (SHORTEST_POINT[count] ?? 0) || surrogate || point > 0x10ffff) bad(i)
    codes.push(point)
    // String.fromCodePoint takes its input as arguments, so it is fed in pieces.
    if (codes.length === 4096) {
      pieces.push(String.fromCodePoint(...codes))
      codes = []
    }
    i += count + 1
  }
  pieces.push(String.fromCodePoint(...codes))
  return pieces.join('')
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUES = new Int8Array(128).fill(-1)
for (let i = 0; i < 64; i++) BASE64_VALUES[BASE64.charCodeAt(i)] = i
/** Two digits at once: what twelve bits are written as. */
const BASE64_PAIRS = Array.from({ length: 4096 }, (_, i) => BASE64[i >> 6]! + BASE64[i & 63]!)

export function base64Encode(bytes: Uint8Array): string {
  return base64ByPlatform(bytes, 'base64') ?? base64EncodeSlowly(bytes)
}

/** Where the platform does not. */
export function base64EncodeSlowly(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 3)
  let out = ''
  for (let i = 0; i < whole; i += 3) {
    const word = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!
    out += BASE64_PAIRS[word >> 12]! + BASE64_PAIRS[word & 4095]!
  }
  if (whole === bytes.length) return out
  const word = (bytes[whole]! << 16) | ((bytes[whole + 1] ?? 0) << 8)
  const third = bytes.length - whole > 1 ? BASE64[(word >> 6) & 63]! : '='
  return `${out}${BASE64_PAIRS[word >> 12]!}${third}=`
}

/** Decodes RFC 4648 §4 base64 with its padding; unused bits must be zero, so one spelling remains. */
export function base64Decode(text: string): Uint8Array {
  return bytesByPlatform(text, 'base64') ?? base64DecodeSlowly(text)
}

/** Where the platform does not decode, and where it refuses. */
export function base64DecodeSlowly(text: string): Uint8Array {
  const pad = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - pad
  check(text.length % 4 === 0, 'bytes.bad_base64', 'base64 length is not a multiple of four')
  const out = new Uint8Array((text.length / 4) * 3 - pad)
  let word = 0
  let bits = 0
  let at = 0
  for (let i = 0; i < digits; i++) {
    const code = text.charCodeAt(i)
    const value = code < 128 ? (BASE64_VALUES[code] ?? -1) : -1
    check(value >= 0, 'bytes.bad_base64', `base64 holds a foreign character at ${i}`)
    word = ((word << 6) | value) & 0xffffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[at++] = (word >> bits) & 0xff
    }
  }
  const leftover = word & ((1 << bits) - 1)
  check(leftover === 0, 'bytes.bad_base64', 'base64 has stray bits before its padding')
  return out
}

export function hexEncode(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0')
  return out
}

/** Decodes lower-case hex. */
export function hexDecode(text: string): Uint8Array {
  check(/^(?:[0-9a-f]{2})*$/.test(text), 'bytes.bad_hex', 'not lower-case hex')
  const out = new Uint8Array(text.length / 2)
  for (let i = 0; i < out.length; i++) out[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return out
}

/** Reads a decimal with no sign and no leading zero, at most 2^63 − 1. */
export function parseDecimal(text: string, code: VerificationErrorCode): bigint {
  check(/^(?:0|[1-9][0-9]{0,18})$/.test(text), code, 'not a plain decimal')
  const value = BigInt(text)
  check(value <= SIZE_MAX, code, 'decimal exceeds 2^63 - 1')
  return value
}

export function uint32Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

export function readUint32(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let i = at; i < at + 4; i++) value = value * 256 + (bytes[i] ?? 0)
  return value
}

export function uint64Bytes(value: bigint): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, value)
  return out
}

export function readUint64(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigUint64(0)
}
