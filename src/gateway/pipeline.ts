/**
 * What happens to a frame, as one ordered list (`STEPS`): the first step that has an outcome ends it.
 *
 * A report is answered "received" only after its commit resolved; a store or directory that fails means no
 * answer at all, so the terminal keeps its copy and sends it again. Nothing a terminal sends closes its
 * connection here, except guessing at secrets.
 */
import type { DeviceDirectory, DeviceId, Fix, FixStore } from '#gateway/ports.ts'
import { askAgain, takePart, type Gathering } from '#gateway/parts.ts'
import { concat, fromHex, toHex } from '#gateway/protocols/jt808/bytes.ts'
import {
  plainPhone,
  sealFrame,
  unescapeFrame,
  type DecodeError,
  type Header,
} from '#gateway/protocols/jt808/frame.ts'
import {
  decodePlain,
  decodeWhole,
  encodePlatformAnswer,
  encodeRegistrationAnswer,
  encodeResend,
  MESSAGE,
  RESULT,
  splitBatch,
  withoutDelimiters,
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
  /** The message whose packages are being put together. */
  gathering: Gathering | null
}

export interface Ports {
  readonly directory: DeviceDirectory
  readonly store: FixStore
  readonly authFailuresMax: number
  /** What all connections together hold of unfinished messages. */
  readonly held: { bytes: number; readonly bytesMax: number }
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
  /** Not the outcome of a frame: something we ask of our own accord. */
  readonly isOurs?: boolean
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
  /** In how many packages the message came, with consecutive serials from its own on. */
  readonly packages: number
  /** The body of a message that was put together. */
  readonly whole?: Uint8Array
}

type Step = (exchange: Exchange) => Handled | undefined | Promise<Handled | undefined>

const STEPS: readonly Step[] = [
  refuseDamaged,
  register,
  authenticate,
  refuseStranger,
  gatherParts,
  stayAlive,
  deregister,
  commitReports,
  refuseUnsupported,
]
/** For a message that was put together; whoever sent its packages is known. */
const STEPS_OF_WHOLE: readonly Step[] = STEPS.slice(STEPS.indexOf(stayAlive))

export const beginSession = (): Session => ({
  deviceId: null,
  phone: '',
  authFailures: 0,
  serial: 0,
  gathering: null,
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
  if ('error' in message) return { now: answerUnreadable(message, session, 1) }
  return take(STEPS, { plain, receivedAt, message, session, ports, packages: 1 })
}

async function take(steps: readonly Step[], exchange: Exchange): Promise<Handled> {
  for (const step of steps) {
    const handled = await step(exchange)
    if (handled) return handled
  }
  throw new Error(`no step took message ${exchange.message.header.messageId}`)
}

/** A terminal whose frame arrived undamaged and cannot be read is told so, or it would send it for ever. */
function answerUnreadable(failure: DecodeError, session: Session, packages: number): Outcome {
  const { header, error, checksumOk } = failure
  if (!header) return { quarantine: error }
  const phone = plainPhone(header.phone)
  if (checksumOk !== true) return { quarantine: error, phone }
  return { quarantine: error, phone, answer: answerTo(header, session, RESULT.wrong, packages) }
}

function refuseDamaged({ message }: Exchange): Handled | undefined {
  if (message.checksumOk) return undefined
  return { now: { quarantine: 'checksum_wrong', phone: plainPhone(message.header.phone) } }
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

/**
 * A package is not answered before the whole message is: what is acknowledged is durable. Then each of its packages is, since some
 * terminals wait for the first's answer and others for the last's.
 */
async function gatherParts(exchange: Exchange): Promise<Handled | undefined> {
  const { message, session, ports } = exchange
  const { header, body } = message
  if (body.kind !== 'part' || header.part === undefined) return undefined
  const taken = takePart(session.gathering, { ...header, part: header.part }, bytesOf(body.hex))
  if ('refused' in taken) {
    release(session, ports)
    return { now: refusal(exchange, taken.refused, RESULT.unsupported) }
  }
  if ('gathering' in taken) return { now: hold(exchange, taken) }
  release(session, ports)
  const whole = decodeWhole(taken.header, taken.body)
  if ('error' in whole) return { now: answerUnreadable(whole, session, taken.total) }
  return take(STEPS_OF_WHOLE, {
    ...exchange,
    message: whole,
    packages: taken.total,
    whole: taken.body,
  })
}

const bytesOf = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array(0)

function hold(
  exchange: Exchange,
  { gathering, dropped }: { readonly gathering: Gathering; readonly dropped?: Gathering },
): Outcome {
  const { session, ports } = exchange
  release(session, ports)
  if (ports.held.bytes + gathering.bytes > ports.held.bytesMax)
    return refusal(exchange, 'parts_no_room', RESULT.failed)
  ports.held.bytes += gathering.bytes
  session.gathering = gathering
  return { isAlive: true, ...(dropped && abandoned(dropped)) }
}

/** Lets go of an unfinished message. */
export function release(session: Session, { held }: Ports): void {
  held.bytes -= session.gathering?.bytes ?? 0
  session.gathering = null
}

function abandoned({ header, bodies }: Gathering): Outcome {
  const [first = new Uint8Array(0)] = bodies.values()
  return { quarantine: 'parts_missing', phone: plainPhone(header.phone), hex: toHex(first) }
}

/** When no package has come for a while: asks for those that are missing, or gives the message up. */
export function chase(session: Session, ports: Ports): Outcome {
  const held = session.gathering
  if (held === null) return { isOurs: true }
  const asking = askAgain(held)
  if (asking === null) {
    release(session, ports)
    return abandoned(held)
  }
  session.gathering = asking.gathering
  const { header } = held
  const to = { ...header, serial: nextSerial(session) }
  return { isOurs: true, answer: encodeResend(to, header.serial, asking.missing) }
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
  const frames = framesOf(exchange)
  const fixes = reports.map((report, at) => fixOf(report, frames[at] ?? frames[0]!, exchange))
  const answered = (): Outcome => ({
    answer: answerTo(message.header, session, RESULT.ok, exchange.packages),
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

/**
 * The frame to keep with each report: the one they all came in; or, when that was many packages, a report's own bytes as it would have
 * been sent alone.
 */
function framesOf({ plain, message, whole }: Exchange): readonly string[] {
  const bodies = whole && splitBatch(whole)
  if (bodies === undefined || 'error' in bodies) return [toHex(plain)]
  const header = { ...message.header, messageId: MESSAGE.location }
  return bodies.map((body) => {
    const frame = unescapeFrame(withoutDelimiters(sealFrame(header, body)))
    return 'error' in frame ? '' : toHex(frame)
  })
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

function refusal(
  { message, session, packages }: Exchange,
  quarantine: string,
  result: number,
): Outcome {
  const answer = answerTo(message.header, session, result, packages)
  return { quarantine, phone: plainPhone(message.header.phone), answer }
}

/** One answer for each package of the message. */
function answerTo(header: Header, session: Session, result: number, packages = 1): Uint8Array {
  const answers = Array.from({ length: packages }, (_, at) =>
    encodePlatformAnswer(
      { ...header, serial: nextSerial(session) },
      { answersSerial: (header.serial + at) & 0xffff, answersId: header.messageId, result },
    ),
  )
  return answers.length === 1 ? answers[0]! : concat(answers)
}

function nextSerial(session: Session): number {
  const serial = session.serial
  session.serial = (serial + 1) & 0xffff
  return serial
}
