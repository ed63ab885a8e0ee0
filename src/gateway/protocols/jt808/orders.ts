/**
 * What a platform tells a terminal to do, beside its parameters: control (0x8105), a text (0x8300), a position at once (0x8201), a
 * while of closer reports (0x8202), and the time of day (0x8004).
 */
import {
  bcdDigits,
  concat,
  gbkOf,
  readU16,
  readU32,
  textOf,
  u16,
  u32,
  u8,
} from '#gateway/protocols/jt808/bytes.ts'
import type { DecodeErrorCode, Edition } from '#gateway/protocols/jt808/frame.ts'
import { encodeTime } from '#gateway/protocols/jt808/location.ts'

type Refused = { readonly error: DecodeErrorCode }

/** Words of 0x8105. 4 restarts the terminal, 5 puts it back as it left the factory. */
export const CONTROL = { restart: 4, factoryReset: 5 } as const

export interface Control {
  readonly word: number
  readonly argument: string
}

export function decodeControl(body: Uint8Array): Control | Refused {
  if (body.length < 1) return { error: 'body_too_short' }
  return { word: body[0]!, argument: textOf(body.subarray(1)) }
}

export const encodeControl = (word: number): Uint8Array => u8(word)

export interface Text {
  /** Bits: 0 urgent, 2 shown, 3 read aloud. */
  readonly flags: number
  /** 2019: 1 a notice, 2 a service message. */
  readonly type?: number
  readonly text: string
}

/** Urgent, and shown on the terminal's display: that is also how terminals without one take orders of their maker. */
const TEXT_FLAGS = 0b101
const NOTICE = 1

export function decodeText(body: Uint8Array, edition: Edition): Text | Refused {
  const textAt = edition === '2019' ? 2 : 1
  if (body.length < textAt) return { error: 'body_too_short' }
  const text = textOf(body.subarray(textAt))
  return edition === '2019' ? { flags: body[0]!, type: body[1]!, text } : { flags: body[0]!, text }
}

/** Throws RangeError for a character that GBK does not have. */
export function encodeText(text: string, edition: Edition): Uint8Array {
  const type = edition === '2019' ? u8(NOTICE) : new Uint8Array(0)
  return concat([u8(TEXT_FLAGS), type, gbkOf(text)])
}

/** 0x8202: every so many seconds, for so many; 0 ends it, and then no length is given. */
export interface Following {
  readonly intervalS: number
  readonly lastsS?: number
}

export function decodeFollowing(body: Uint8Array): Following | Refused {
  if (body.length < 2) return { error: 'body_too_short' }
  const intervalS = readU16(body, 0)
  if (intervalS === 0) return { intervalS }
  return body.length < 6 ? { error: 'body_too_short' } : { intervalS, lastsS: readU32(body, 2) }
}

export const encodeFollowing = (intervalS: number, lastsS: number): Uint8Array =>
  concat([u16(intervalS), u32(lastsS)])

/** 0x8004: BCD of the time in UTC, the one time of this protocol that is not of UTC+8. */
export const encodeServerTime = (now: string): Uint8Array => encodeTime(now, 0)

export function decodeServerTime(body: Uint8Array): { readonly time: string } | Refused {
  const digits = body.length === 6 ? bcdDigits(body, 0, 6) : null
  if (digits === null) return { error: body.length < 6 ? 'body_too_short' : 'body_too_long' }
  const [year, month, day, hour, minute, second] = digits.match(/../g)!
  return { time: `20${year}-${month}-${day}T${hour}:${minute}:${second}Z` }
}
