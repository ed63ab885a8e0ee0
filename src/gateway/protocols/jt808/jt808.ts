/**
 * JT/T 808, the protocol of Chinese vehicle terminals, editions 2011, 2013 and 2019: bytes in, a message out, and
 * back. Pure: no socket, no clock, no state, and nothing that comes from a terminal makes it throw; what
 * cannot be read is the value `{ error }`. The folder's README lists the messages.
 */
import { concat, readU16, textOf, toHex, u16, u8 } from '#gateway/protocols/jt808/bytes.ts'
import {
  openFrame,
  sealFrame,
  unescapeFrame,
  type DecodeError,
  type DecodeErrorCode,
  type Header,
} from '#gateway/protocols/jt808/frame.ts'
import { decodeLocation, encodeLocation, type Location } from '#gateway/protocols/jt808/location.ts'
import {
  decodeAuthentication,
  decodeRegistration,
  editionOfRegistration,
  encodeAuthentication,
  encodeRegistration,
  type Authentication,
  type Registration,
} from '#gateway/protocols/jt808/sign-on.ts'

export const MESSAGE = {
  terminalAnswer: 0x0001,
  heartbeat: 0x0002,
  deregistration: 0x0003,
  registration: 0x0100,
  authentication: 0x0102,
  location: 0x0200,
  locationBatch: 0x0704,
  platformAnswer: 0x8001,
  resend: 0x8003,
  registrationAnswer: 0x8100,
} as const

/** Results of a general answer. */
export const RESULT = { ok: 0, failed: 1, wrong: 2, unsupported: 3 } as const

/** The answer to one message: its serial, its id, and how it went. */
interface Answer {
  readonly answersSerial: number
  readonly answersId: number
  readonly result: number
}

export type Body =
  | ({ readonly kind: 'answer' } & Answer)
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'deregistration' }
  | ({ readonly kind: 'registration' } & Registration)
  | ({ readonly kind: 'authentication' } & Authentication)
  | ({ readonly kind: 'location' } & Location)
  | { readonly kind: 'batch'; readonly catchUp: boolean; readonly reports: readonly Location[] }
  | {
      readonly kind: 'registrationAnswer'
      readonly answersSerial: number
      readonly result: number
      readonly authCode?: string
    }
  | { readonly kind: 'resend'; readonly firstSerial: number; readonly numbers: readonly number[] }
  | { readonly kind: 'part'; readonly hex: string }
  | { readonly kind: 'unknown'; readonly hex: string }

export interface Message {
  readonly header: Header
  readonly checksumOk: boolean
  readonly body: Body
}

type BodyOrError = Body | { readonly error: DecodeErrorCode }

/** An escaped frame, with or without its delimiters. A wrong checksum is told, not refused: the caller decides. */
export function decodeFrame(escaped: Uint8Array): Message | DecodeError {
  const plain = unescapeFrame(withoutDelimiters(escaped))
  return 'error' in plain ? plain : decodePlain(plain)
}

/** A frame already unescaped: header, body, checksum. */
export function decodePlain(plain: Uint8Array): Message | DecodeError {
  const envelope = openFrame(plain)
  if ('error' in envelope) return envelope
  const { checksumOk } = envelope
  const header = editionOf(envelope.header, envelope.body)
  const body = header.part
    ? ({ kind: 'part', hex: toHex(envelope.body) } as const)
    : decodeBody(header, envelope.body)
  return 'error' in body ? { error: body.error, header, checksumOk } : { header, checksumOk, body }
}

/** A message put together from its packages: the header it would have had in one piece, and the whole body. */
export function decodeWhole(header: Header, bytes: Uint8Array): Message | DecodeError {
  const checksumOk = true
  const body = decodeBody(header, bytes)
  return 'error' in body ? { error: body.error, header, checksumOk } : { header, checksumOk, body }
}

export function withoutDelimiters(bytes: Uint8Array): Uint8Array {
  const from = bytes[0] === 0x7e ? 1 : 0
  const to = bytes.length > from && bytes.at(-1) === 0x7e ? bytes.length - 1 : bytes.length
  return bytes.subarray(from, to)
}

function editionOf(header: Header, body: Uint8Array): Header {
  if (header.messageId !== MESSAGE.registration || header.version === '2019') return header
  return header.part ? header : { ...header, version: editionOfRegistration(body) }
}

function decodeBody(header: Header, body: Uint8Array): BodyOrError {
  switch (header.messageId) {
    case MESSAGE.location:
      return kinded('location', decodeLocation(body))
    case MESSAGE.locationBatch:
      return decodeBatch(body)
    case MESSAGE.registration:
      return kinded('registration', decodeRegistration(body, header.version))
    case MESSAGE.authentication:
      return kinded('authentication', decodeAuthentication(body, header.version))
    // What some makers append to the two empty messages carries no meaning and harms nobody.
    case MESSAGE.heartbeat:
      return { kind: 'heartbeat' }
    case MESSAGE.deregistration:
      return { kind: 'deregistration' }
    case MESSAGE.terminalAnswer:
    case MESSAGE.platformAnswer:
      return decodeAnswer(body)
    case MESSAGE.registrationAnswer:
      return decodeRegistrationAnswer(body)
    case MESSAGE.resend:
      return decodeResend(body)
    default:
      return { kind: 'unknown', hex: toHex(body) }
  }
}

function kinded<Kind extends string, Value extends object>(
  kind: Kind,
  value: Value | { readonly error: DecodeErrorCode },
): (Value & { readonly kind: Kind }) | { readonly error: DecodeErrorCode } {
  return 'error' in value ? value : { kind, ...value }
}

function decodeAnswer(body: Uint8Array): BodyOrError {
  if (body.length !== 5) return { error: body.length < 5 ? 'body_too_short' : 'body_too_long' }
  return {
    kind: 'answer',
    answersSerial: readU16(body, 0),
    answersId: readU16(body, 2),
    result: body[4]!,
  }
}

function decodeBatch(body: Uint8Array): BodyOrError {
  const bodies = splitBatch(body)
  if ('error' in bodies) return bodies
  const reports: Location[] = []
  for (const each of bodies) {
    const report = decodeLocation(each)
    if ('error' in report) return report
    reports.push(report)
  }
  return { kind: 'batch', catchUp: body[2] === 1, reports }
}

/** The reports of a batch as they were sent, each the body of a 0x0200. */
export function splitBatch(
  body: Uint8Array,
): readonly Uint8Array[] | { readonly error: DecodeErrorCode } {
  if (body.length < 3) return { error: 'body_too_short' }
  if (body[2]! > 1) return { error: 'batch_kind_unknown' }
  const bodies: Uint8Array[] = []
  let at = 3
  while (at < body.length) {
    if (at + 2 > body.length) return { error: 'body_too_short' }
    const end = at + 2 + readU16(body, at)
    if (end > body.length) return { error: 'body_too_short' }
    bodies.push(body.subarray(at + 2, end))
    at = end
  }
  return bodies.length === readU16(body, 0) ? bodies : { error: 'batch_count_wrong' }
}

function decodeRegistrationAnswer(body: Uint8Array): BodyOrError {
  if (body.length < 3) return { error: 'body_too_short' }
  const answer = { answersSerial: readU16(body, 0), result: body[2]! }
  const kind = 'registrationAnswer'
  return answer.result === 0
    ? { kind, ...answer, authCode: textOf(body.subarray(3)) }
    : { kind, ...answer }
}

function decodeResend(body: Uint8Array): BodyOrError {
  if (body.length < 3 || body.length < 3 + body[2]! * 2) return { error: 'body_too_short' }
  if (body.length > 3 + body[2]! * 2) return { error: 'body_too_long' }
  const numbers = Array.from({ length: body[2]! }, (_, index) => readU16(body, 3 + index * 2))
  return { kind: 'resend', firstSerial: readU16(body, 0), numbers }
}

/** Who a frame is for or from; the id comes from the encoder's name. */
export type Addressing = Omit<Header, 'messageId' | 'part'>

const seal = (to: Addressing, messageId: number, body: Uint8Array): Uint8Array =>
  sealFrame({ version: to.version, phone: to.phone, serial: to.serial, messageId }, body)

const answerBody = (answer: Answer): Uint8Array =>
  concat([u16(answer.answersSerial), u16(answer.answersId), u8(answer.result)])

// The platform's side, in the edition of the terminal it answers.

export const encodePlatformAnswer = (to: Addressing, answer: Answer): Uint8Array =>
  seal(to, MESSAGE.platformAnswer, answerBody(answer))

/** The code goes out with result 0 only. */
export function encodeRegistrationAnswer(
  to: Addressing,
  answersSerial: number,
  result: number,
  authCode = '',
): Uint8Array {
  const code = result === 0 ? new TextEncoder().encode(authCode) : new Uint8Array(0)
  return seal(to, MESSAGE.registrationAnswer, concat([u16(answersSerial), u8(result), code]))
}

export function encodeResend(
  to: Addressing,
  firstSerial: number,
  numbers: readonly number[],
): Uint8Array {
  if (numbers.length > 255) throw new RangeError('0x8003 can name 255 packages')
  return seal(
    to,
    MESSAGE.resend,
    concat([u16(firstSerial), u8(numbers.length), ...numbers.map(u16)]),
  )
}

// The terminal's side, for a simulated tracker.

export const encodeRegister = (from: Addressing, registration: Registration): Uint8Array =>
  seal(from, MESSAGE.registration, encodeRegistration(registration, from.version))

export const encodeAuthenticate = (from: Addressing, authentication: Authentication): Uint8Array =>
  seal(from, MESSAGE.authentication, encodeAuthentication(authentication, from.version))

export const encodeHeartbeat = (from: Addressing): Uint8Array =>
  seal(from, MESSAGE.heartbeat, new Uint8Array(0))

export const encodeDeregister = (from: Addressing): Uint8Array =>
  seal(from, MESSAGE.deregistration, new Uint8Array(0))

export const encodeReport = (from: Addressing, location: Location): Uint8Array =>
  seal(from, MESSAGE.location, encodeLocation(location))

export function encodeBatch(
  from: Addressing,
  reports: readonly Location[],
  catchUp: boolean,
): Uint8Array {
  const bodies = reports.map(encodeLocation)
  const listed = bodies.flatMap((body) => [u16(body.length), body])
  return seal(
    from,
    MESSAGE.locationBatch,
    concat([u16(reports.length), u8(catchUp ? 1 : 0), ...listed]),
  )
}
