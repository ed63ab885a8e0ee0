/** JT/T 808 written: what a platform answers and orders, in the edition of the terminal; and a terminal's side, for a simulated tracker. */
import { concat, u16, u8, writeU16 } from '#gateway/protocols/jt808/bytes.ts'
import { sealFrame, type Header } from '#gateway/protocols/jt808/frame.ts'
import { encodeLocation, type Location } from '#gateway/protocols/jt808/location.ts'
import { MESSAGE, type Answer } from '#gateway/protocols/jt808/messages.ts'
import {
  encodeControl,
  encodeFollowing,
  encodeServerTime,
  encodeText,
} from '#gateway/protocols/jt808/orders.ts'
import { encodeParameterIds, encodeParameters } from '#gateway/protocols/jt808/parameters.ts'
import {
  encodeAuthentication,
  encodeRegistration,
  type Authentication,
  type Registration,
} from '#gateway/protocols/jt808/sign-on.ts'

/** Who a frame is for or from; the id comes from the encoder's name. */
export type Addressing = Omit<Header, 'messageId' | 'part'>

const seal = (to: Addressing, messageId: number, body: Uint8Array): Uint8Array =>
  sealFrame({ version: to.version, phone: to.phone, serial: to.serial, messageId }, body)

function answerBody({ answersSerial, answersId, result }: Answer): Uint8Array {
  const body = new Uint8Array(5)
  writeU16(body, 0, answersSerial)
  writeU16(body, 2, answersId)
  body[4] = result
  return body
}

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
    concat([
      u16(firstSerial),
      to.version === '2019' ? u16(numbers.length) : u8(numbers.length),
      ...numbers.map(u16),
    ]),
  )
}

export const encodeTime = (to: Addressing, now: string): Uint8Array =>
  seal(to, MESSAGE.time, encodeServerTime(now))

/** What a terminal can be told to do. Throws RangeError on what cannot be written. */
export type Order =
  | { readonly kind: 'set'; readonly values: Readonly<Record<string, number | string>> }
  | { readonly kind: 'ask_parameters'; readonly names?: readonly string[] }
  | { readonly kind: 'ask_attributes' }
  | { readonly kind: 'locate' }
  | { readonly kind: 'follow'; readonly intervalS: number; readonly lastsS: number }
  | { readonly kind: 'control'; readonly word: number }
  | { readonly kind: 'text'; readonly text: string }

export function encodeOrder(to: Addressing, order: Order): Uint8Array {
  switch (order.kind) {
    case 'set':
      return seal(to, MESSAGE.setParameters, encodeParameters(order.values))
    case 'ask_parameters':
      return order.names === undefined
        ? seal(to, MESSAGE.askParameters, new Uint8Array(0))
        : seal(to, MESSAGE.askSomeParameters, encodeParameterIds(order.names))
    case 'ask_attributes':
      return seal(to, MESSAGE.askAttributes, new Uint8Array(0))
    case 'locate':
      return seal(to, MESSAGE.locate, new Uint8Array(0))
    case 'follow':
      return seal(to, MESSAGE.follow, encodeFollowing(order.intervalS, order.lastsS))
    case 'control':
      return seal(to, MESSAGE.control, encodeControl(order.word))
    case 'text':
      return seal(to, MESSAGE.text, encodeText(order.text, to.version))
  }
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

/** The answer to one of the platform's messages. */
export const encodeTerminalAnswer = (from: Addressing, answer: Answer): Uint8Array =>
  seal(from, MESSAGE.terminalAnswer, answerBody(answer))

/** The answer to 0x8201. */
export const encodeLocationAnswer = (
  from: Addressing,
  answersSerial: number,
  location: Location,
): Uint8Array =>
  seal(from, MESSAGE.locationAnswer, concat([u16(answersSerial), encodeLocation(location)]))
