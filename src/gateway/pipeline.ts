/**
 * What happens to a frame, as one ordered list (`STEPS`): the first step that has an outcome ends it.
 *
 * A report is answered "received" only after its commit resolved; a store or directory that fails means no
 * answer at all, so the terminal keeps its copy and sends it again. Nothing a terminal sends closes its
 * connection here, except guessing at secrets.
 */
import type { DeviceDirectory, DeviceId, Fix, FixStore } from '#gateway/ports.ts'
import { toHex } from '#gateway/protocols/jt808/bytes.ts'
import {
  plainPhone,
  unescapeFrame,
  type DecodeError,
  type Header,
} from '#gateway/protocols/jt808/frame.ts'
import {
  decodePlain,
  encodePlatformAnswer,
  encodeRegistrationAnswer,
  RESULT,
  type Body,
  type Message,
} from '#gateway/protocols/jt808/jt808.ts'
import { isValid, type Location } from '#gateway/protocols/jt808/location.ts'
import type { Piece } from '#gateway/protocols/jt808/splitter.ts'

/** What is known about one connection. Owned by its pipeline; nobody else writes to it. */
interface Session {
  deviceId: DeviceId | null
  /** The phone that authenticated; a frame in another's name is refused. */
  phone: string
  authFailures: number
  /** Serial of our next message. */
  serial: number
}

export interface Ports {
  readonly directory: DeviceDirectory
  readonly store: FixStore
  readonly authFailuresMax: number
}

export interface Outcome {
  /** For the terminal. */
  readonly answer?: Uint8Array
  /** Why the frame was not taken. */
  readonly quarantine?: string
  readonly phone?: string
  /** The frame as it should be looked at. */
  readonly hex?: string
  readonly isAuthenticated?: boolean
  readonly mustClose?: boolean
  /** Whole, undamaged, in the terminal's own name: a sign of life. */
  readonly isAlive?: boolean
}

/**
 * `later` is the part of the work that need not hold up the frames behind it: a commit. Steps before
 * it run strictly in order, so that a report never overtakes the authentication it depends on.
 */
interface Handled {
  readonly now?: Outcome
  readonly later?: Promise<Outcome>
}

interface Exchange {
  readonly plain: Uint8Array
  readonly receivedAt: string
  readonly message: Message
  readonly session: Session
  readonly ports: Ports
}

type Step = (exchange: Exchange) => Handled | undefined | Promise<Handled | undefined>

const STEPS: readonly Step[] = [
  refuseDamaged,
  refusePart,
  register,
  authenticate,
  refuseStranger,
  stayAlive,
  deregister,
  commitReports,
  refuseUnsupported,
]

export const beginSession = (): Session => ({
  deviceId: null,
  phone: '',
  authFailures: 0,
  serial: 0,
})

export async function handle(
  piece: Piece,
  receivedAt: string,
  session: Session,
  ports: Ports,
): Promise<Handled> {
  if (piece.problem) return { now: { quarantine: piece.problem } }
  const plain = unescapeFrame(piece.bytes)
  if ('error' in plain) return { now: { quarantine: plain.error } }
  const message = decodePlain(plain)
  if ('error' in message) return { now: answerUnreadable(message, session) }
  for (const step of STEPS) {
    const handled = await step({ plain, receivedAt, message, session, ports })
    if (handled) return handled
  }
  throw new Error(`no step took message ${message.header.messageId}`)
}

/** A terminal whose frame arrived undamaged and cannot be read is told so, or it would send it for ever. */
function answerUnreadable(failure: DecodeError, session: Session): Outcome {
  const { header, error, checksumOk } = failure
  if (!header) return { quarantine: error }
  const phone = plainPhone(header.phone)
  if (checksumOk !== true) return { quarantine: error, phone }
  return { quarantine: error, phone, answer: answerTo(header, session, RESULT.wrong) }
}

function refuseDamaged({ message }: Exchange): Handled | undefined {
  if (message.checksumOk) return undefined
  return { now: { quarantine: 'checksum_wrong', phone: plainPhone(message.header.phone) } }
}

/** Answered "unsupported", never "received": a package that is not put together is not kept. */
function refusePart(exchange: Exchange): Handled | undefined {
  return exchange.message.body.kind === 'part'
    ? { now: refusal(exchange, 'part_unsupported', RESULT.unsupported) }
    : undefined
}

async function register({ message, session, ports }: Exchange): Promise<Handled | undefined> {
  const { header, body } = message
  if (body.kind !== 'registration') return undefined
  const phone = plainPhone(header.phone)
  const { terminalId, maker, model, plate } = body
  const { result, authCode } = await ports.directory.register({
    phone,
    terminalId,
    maker,
    model,
    plate,
  })
  const to = { ...header, serial: nextSerial(session) }
  const answer = encodeRegistrationAnswer(to, header.serial, result, authCode)
  return result === 0
    ? { now: { answer, isAlive: true } }
    : { now: { answer, quarantine: 'registration_refused', phone } }
}

async function authenticate(exchange: Exchange): Promise<Handled | undefined> {
  const { message, session, ports } = exchange
  const { header, body } = message
  if (body.kind !== 'authentication') return undefined
  const phone = plainPhone(header.phone)
  const deviceId = await ports.directory.authenticate(phone, body.authCode, body.imei)
  session.deviceId = deviceId
  session.phone = deviceId === null ? '' : phone
  if (deviceId !== null) {
    const answer = answerTo(header, session, RESULT.ok)
    return { now: { answer, isAuthenticated: true, isAlive: true } }
  }
  session.authFailures++
  const mustClose = session.authFailures >= ports.authFailuresMax
  // The secret that was tried is nobody's to read: the frame is kept without its body.
  const hex = toHex(exchange.plain.subarray(0, header.version === '2019' ? 17 : 12))
  return { now: { ...refusal(exchange, 'authentication_failed', RESULT.failed), hex, mustClose } }
}

function refuseStranger(exchange: Exchange): Handled | undefined {
  const { message, session } = exchange
  if (session.deviceId === null)
    return { now: refusal(exchange, 'not_authenticated', RESULT.failed) }
  return plainPhone(message.header.phone) === session.phone
    ? undefined
    : { now: refusal(exchange, 'phone_of_another', RESULT.failed) }
}

function stayAlive({ message, session }: Exchange): Handled | undefined {
  const { header, body } = message
  if (body.kind === 'heartbeat')
    return { now: { answer: answerTo(header, session, RESULT.ok), isAlive: true } }
  // A terminal's answer is not answered.
  return body.kind === 'answer' ? { now: { isAlive: true } } : undefined
}

/** The terminal leaves this connection; the platform's entry of the device is people's to remove, not a socket's. */
function deregister({ message, session }: Exchange): Handled | undefined {
  if (message.body.kind !== 'deregistration') return undefined
  const answer = answerTo(message.header, session, RESULT.ok)
  session.deviceId = null
  session.phone = ''
  return { now: { answer, isAlive: true } }
}

function commitReports(exchange: Exchange): Handled | undefined {
  const { message, session, ports } = exchange
  const reports = reportsOf(message.body)
  if (!reports) return undefined
  const frameHex = toHex(exchange.plain)
  const fixes = reports.map((report) => fixOf(report, frameHex, exchange))
  const answered = (): Outcome => ({
    answer: answerTo(message.header, session, RESULT.ok),
    isAlive: true,
  })
  // An empty batch holds nothing that could be lost.
  if (fixes.length === 0) return { now: answered() }
  return { later: ports.store.commit(fixes).then(answered) }
}

function reportsOf(body: Body): readonly Location[] | null {
  if (body.kind === 'location') return [body]
  return body.kind === 'batch' ? body.reports : null
}

function fixOf(report: Location, frameHex: string, exchange: Exchange): Fix {
  const { message, session, receivedAt } = exchange
  return {
    deviceId: session.deviceId!,
    phone: session.phone,
    serial: message.header.serial,
    deviceTime: report.time,
    receivedAt,
    latitude: report.latitude,
    longitude: report.longitude,
    altitudeM: report.altitudeM,
    speedKmh: report.speedKmh,
    headingDeg: report.headingDeg,
    alarm: report.alarm,
    status: report.status,
    items: report.items,
    frameHex,
    valid: isValid(report),
  }
}

function refuseUnsupported(exchange: Exchange): Handled {
  return { now: { ...refusal(exchange, 'message_unsupported', RESULT.unsupported), isAlive: true } }
}

function refusal({ message, session }: Exchange, quarantine: string, result: number): Outcome {
  const answer = answerTo(message.header, session, result)
  return { quarantine, phone: plainPhone(message.header.phone), answer }
}

function answerTo(header: Header, session: Session, result: number): Uint8Array {
  const to = { ...header, serial: nextSerial(session) }
  return encodePlatformAnswer(to, {
    answersSerial: header.serial,
    answersId: header.messageId,
    result,
  })
}

function nextSerial(session: Session): number {
  const serial = session.serial
  session.serial = (serial + 1) & 0xffff
  return serial
}
