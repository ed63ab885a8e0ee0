/**
 * JT/T 808, the protocol of Chinese vehicle terminals, editions 2011, 2013 and 2019: bytes in, a message out (`encode.ts`: and
 * back). Pure: no socket, no clock, no state, and nothing that comes from a terminal makes it throw; what
 * cannot be read is the value `{ error }`. The folder's README lists the messages.
 */
import { readU16, textOf, toHex } from '#gateway/protocols/jt808/bytes.ts'
import {
  openFrame,
  unescapeFrame,
  type DecodeError,
  type DecodeErrorCode,
  type Edition,
  type Header,
} from '#gateway/protocols/jt808/frame.ts'
import type { Dialect } from '#gateway/protocols/jt808/items.ts'
import { decodeLocation, type Location } from '#gateway/protocols/jt808/location.ts'
import { MESSAGE, type Bare, type Body, type Message } from '#gateway/protocols/jt808/messages.ts'
import {
  decodeControl,
  decodeFollowing,
  decodeServerTime,
  decodeText,
} from '#gateway/protocols/jt808/orders.ts'
import {
  decodeAttributes,
  decodeParameterIds,
  decodeParameters,
} from '#gateway/protocols/jt808/parameters.ts'
import {
  decodeAuthentication,
  decodeRegistration,
  editionOfRegistration,
} from '#gateway/protocols/jt808/sign-on.ts'

type Refused = { readonly error: DecodeErrorCode }
type BodyOrError = Body | Refused

/** An escaped frame, with or without its delimiters. A wrong checksum is told, not refused: the caller decides. */
export function decodeFrame(escaped: Uint8Array, dialect?: Dialect): Message | DecodeError {
  const plain = unescapeFrame(withoutDelimiters(escaped))
  return 'error' in plain ? plain : decodePlain(plain, dialect)
}

/** A frame already unescaped: header, body, checksum. */
export function decodePlain(plain: Uint8Array, dialect?: Dialect): Message | DecodeError {
  const envelope = openFrame(plain)
  if ('error' in envelope) return envelope
  const { checksumOk, bodyAt } = envelope
  const end = plain.length - 1
  // By far the most frequent, and read where it lies.
  if (envelope.header.messageId === MESSAGE.location && envelope.header.part === undefined) {
    const report = decodeLocation(plain, bodyAt, end, dialect)
    return messageOf(envelope.header, checksumOk, located(report))
  }
  const bytes = plain.subarray(bodyAt, end)
  const header = editionOf(envelope.header, bytes)
  const body = header.part
    ? ({ kind: 'part', hex: toHex(bytes) } as const)
    : decodeBody(header, bytes, dialect)
  return messageOf(header, checksumOk, body)
}

const located = (report: Location | Refused): BodyOrError =>
  'error' in report ? report : { kind: 'location', report }

const messageOf = (
  header: Header,
  checksumOk: boolean,
  body: BodyOrError,
): Message | DecodeError =>
  'error' in body ? { error: body.error, header, checksumOk } : { header, checksumOk, body }

/** A message put together from its packages: the header it would have had in one piece, and the whole body. */
export function decodeWhole(
  header: Header,
  bytes: Uint8Array,
  dialect?: Dialect,
): Message | DecodeError {
  return messageOf(header, true, decodeBody(header, bytes, dialect))
}

export function withoutDelimiters(bytes: Uint8Array): Uint8Array {
  const from = bytes[0] === 0x7e ? 1 : 0
  const to =
    bytes.length > from && bytes[bytes.length - 1] === 0x7e ? bytes.length - 1 : bytes.length
  return from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to)
}

function editionOf(header: Header, body: Uint8Array): Header {
  if (header.messageId !== MESSAGE.registration || header.version === '2019') return header
  return header.part ? header : { ...header, version: editionOfRegistration(body) }
}

type BodyDecoder = (body: Uint8Array, edition: Edition, dialect?: Dialect) => BodyOrError

const bare =
  (kind: Bare): BodyDecoder =>
  () => ({ kind })

const DECODERS: Readonly<Record<number, BodyDecoder>> = {
  [MESSAGE.terminalAnswer]: decodeAnswer,
  [MESSAGE.platformAnswer]: decodeAnswer,
  [MESSAGE.heartbeat]: bare('heartbeat'),
  [MESSAGE.deregistration]: bare('deregistration'),
  [MESSAGE.timeQuery]: bare('timeQuery'),
  [MESSAGE.askParameters]: bare('askParameters'),
  [MESSAGE.askAttributes]: bare('askAttributes'),
  [MESSAGE.locate]: bare('locate'),
  [MESSAGE.registration]: (body, edition) =>
    kinded('registration', decodeRegistration(body, edition)),
  [MESSAGE.authentication]: (body, edition) =>
    kinded('authentication', decodeAuthentication(body, edition)),
  [MESSAGE.location]: (body, _, dialect) => located(decodeLocation(body, 0, body.length, dialect)),
  [MESSAGE.locationAnswer]: decodeLocationAnswer,
  [MESSAGE.controlAnswer]: decodeLocationAnswer,
  [MESSAGE.locationBatch]: (body, _, dialect) => decodeBatch(body, dialect),
  [MESSAGE.registrationAnswer]: decodeRegistrationAnswer,
  [MESSAGE.resend]: decodeResend,
  [MESSAGE.terminalResend]: decodeResend,
  [MESSAGE.time]: (body) => kinded('time', decodeServerTime(body)),
  [MESSAGE.parameters]: decodeParametersAnswer,
  [MESSAGE.setParameters]: (body) => {
    const parameters = decodeParameters(body, 0)
    return 'error' in parameters ? parameters : { kind: 'setParameters', parameters }
  },
  [MESSAGE.askSomeParameters]: (body) => {
    const ids = decodeParameterIds(body)
    return 'error' in ids ? ids : { kind: 'askSomeParameters', ids }
  },
  [MESSAGE.attributes]: (body, edition) => kinded('attributes', decodeAttributes(body, edition)),
  [MESSAGE.control]: (body) => kinded('control', decodeControl(body)),
  [MESSAGE.follow]: (body) => kinded('follow', decodeFollowing(body)),
  [MESSAGE.text]: (body, edition) => kinded('text', decodeText(body, edition)),
  [MESSAGE.passUp]: decodePass,
  [MESSAGE.passDown]: decodePass,
}

function decodeBody(header: Header, body: Uint8Array, dialect?: Dialect): BodyOrError {
  const decode = DECODERS[header.messageId]
  return decode?.(body, header.version, dialect) ?? { kind: 'unknown', hex: toHex(body) }
}

function kinded<Kind extends string, Value extends object>(
  kind: Kind,
  value: Value | Refused,
): (Value & { readonly kind: Kind }) | Refused {
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

function decodeLocationAnswer(body: Uint8Array, _: Edition, dialect?: Dialect): BodyOrError {
  const report = decodeLocation(body, 2, body.length, dialect)
  if ('error' in report) return report
  return { kind: 'locationAnswer', answersSerial: readU16(body, 0), report }
}

function decodeParametersAnswer(body: Uint8Array): BodyOrError {
  const parameters = decodeParameters(body, 2)
  if ('error' in parameters) return parameters
  return { kind: 'parameters', answersSerial: readU16(body, 0), parameters }
}

function decodePass(body: Uint8Array): BodyOrError {
  if (body.length < 1) return { error: 'body_too_short' }
  return { kind: 'pass', passType: body[0]!, hex: toHex(body, 1) }
}

function decodeBatch(body: Uint8Array, dialect?: Dialect): BodyOrError {
  const bodies = splitBatch(body)
  if ('error' in bodies) return bodies
  const reports: Location[] = []
  for (const each of bodies) {
    const report = decodeLocation(each, 0, each.length, dialect)
    if ('error' in report) return report
    reports.push(report)
  }
  return { kind: 'batch', catchUp: body[2] === 1, reports }
}

/** The reports of a batch as they were sent, each the body of a 0x0200. */
export function splitBatch(body: Uint8Array): readonly Uint8Array[] | Refused {
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

/** The count has one byte, and two since 2019; the length says which was meant. */
function decodeResend(body: Uint8Array): BodyOrError {
  if (body.length < 3) return { error: 'body_too_short' }
  const countBytes = body.length % 2 === 0 ? 2 : 1
  const count = countBytes === 2 ? readU16(body, 2) : body[2]!
  const listAt = 2 + countBytes
  if (body.length < listAt + count * 2) return { error: 'body_too_short' }
  if (body.length > listAt + count * 2) return { error: 'body_too_long' }
  const numbers = Array.from({ length: count }, (__, index) => readU16(body, listAt + index * 2))
  return { kind: 'resend', firstSerial: readU16(body, 0), numbers }
}
