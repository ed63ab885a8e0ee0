/**
 * What happens to a frame, as one ordered list (`STEPS`): the first step that has an outcome ends it.
 *
 * A report is answered "received" only after its commit resolved; a store or directory that fails means no
 * answer at all, so the terminal keeps its copy and sends it again. Nothing a terminal sends closes its
 * connection here, except guessing at secrets.
 */
import {
  answerTo,
  nextSerial,
  refusal,
  type Exchange,
  type Handled,
  type Outcome,
  type Ports,
  type Session,
  type Step,
} from '#gateway/exchange.ts'
import { hearAnswer, settleAwaited } from '#gateway/ordering.ts'
import { askAgain, takePart, type Gathering } from '#gateway/parts.ts'
import type { Fix } from '#gateway/ports.ts'
import { fromHex, toHex } from '#gateway/protocols/jt808/bytes.ts'
import {
  encodeRegistrationAnswer,
  encodeResend,
  encodeTime,
} from '#gateway/protocols/jt808/encode.ts'
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
  splitBatch,
  withoutDelimiters,
} from '#gateway/protocols/jt808/jt808.ts'
import { isValid, type Location, type TimedLocation } from '#gateway/protocols/jt808/location.ts'
import { MESSAGE, RESULT, type Body } from '#gateway/protocols/jt808/messages.ts'
import type { Piece } from '#gateway/protocols/jt808/splitter.ts'
import { DIALECTS, dialectFor } from '#gateway/protocols/jt808/vendor-items.ts'

type BodyOf<Kind extends Body['kind']> = Extract<Body, { readonly kind: Kind }>

const STEPS: readonly Step[] = [
  refuseDamaged,
  register,
  authenticate,
  refuseStranger,
  gatherParts,
  stayAlive,
  hearAnswer,
  deregister,
  commitReports,
  keepPassed,
  refuseUnsupported,
]
/** For a message that was put together; whoever sent its packages is known. */
const STEPS_OF_WHOLE: readonly Step[] = STEPS.slice(STEPS.indexOf(stayAlive))

export function handle(
  piece: Piece,
  receivedAt: string,
  session: Session,
  ports: Ports,
): Handled | Promise<Handled> {
  if (piece.problem) return { now: { quarantine: piece.problem } }
  const plain = unescapeFrame(piece.bytes)
  if ('error' in plain) return { now: { quarantine: plain.error } }
  const message = decodePlain(plain, session.dialect)
  if ('error' in message) return { now: answerUnreadable(message, session, 1) }
  return take(STEPS, { plain, receivedAt, message, session, ports, packages: 1 })
}

/** A step that must wait for somebody gives a promise; none of the others makes the frame wait for its turn of the event loop. */
function take(steps: readonly Step[], exchange: Exchange): Handled | Promise<Handled> {
  for (const step of steps) {
    const handled = step(exchange)
    if (handled !== undefined) return handled
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

function register(exchange: Exchange): Promise<Handled> | undefined {
  const { body } = exchange.message
  return body.kind === 'registration' ? registered(exchange, body) : undefined
}

async function registered(
  { message: { header }, session, ports }: Exchange,
  body: BodyOf<'registration'>,
): Promise<Handled> {
  const phone = plainPhone(header.phone)
  const { terminalId, maker, model, plate } = body
  const { result, authCode } = await ports.directory.register({
    phone,
    terminalId,
    maker,
    model,
    plate,
    edition: header.version,
  })
  const to = { ...header, serial: nextSerial(session) }
  const answer = encodeRegistrationAnswer(to, header.serial, result, authCode)
  return result === 0
    ? { now: { answer, isAlive: true } }
    : { now: { answer, quarantine: 'registration_refused', phone, isStranger: true } }
}

function authenticate(exchange: Exchange): Promise<Handled> | undefined {
  const { body } = exchange.message
  return body.kind === 'authentication' ? authenticated(exchange, body) : undefined
}

async function authenticated(exchange: Exchange, body: BodyOf<'authentication'>): Promise<Handled> {
  const { message, session, ports } = exchange
  const { header } = message
  const phone = plainPhone(header.phone)
  const device = await ports.directory.authenticate({
    phone,
    authCode: body.authCode,
    edition: header.version,
    ...(body.imei !== undefined && { imei: body.imei }),
  })
  session.deviceId = device?.deviceId ?? null
  session.phone = device === null ? '' : phone
  if (device !== null) {
    session.sentPhone = header.phone
    session.edition = device.edition
    session.dialect = DIALECTS[dialectFor(device.maker, device.model)]
    const answer = answerTo(header, session, RESULT.ok)
    return { now: { answer, authenticated: device, isAlive: true } }
  }
  session.authFailures++
  const mustClose = session.authFailures >= ports.authFailuresMax
  // The secret that was tried is nobody's to read: the frame is kept without its body.
  const hex = toHex(exchange.plain.subarray(0, header.version === '2019' ? 17 : 12))
  const refused = refusal(exchange, 'authentication_failed', RESULT.failed)
  return { now: { ...refused, hex, mustClose, isStranger: true } }
}

function refuseStranger(exchange: Exchange): Handled | undefined {
  const { message, session } = exchange
  if (session.deviceId === null)
    return {
      now: { ...refusal(exchange, 'not_authenticated', RESULT.failed), isStranger: true },
    }
  return plainPhone(message.header.phone) === session.phone
    ? undefined
    : { now: refusal(exchange, 'phone_of_another', RESULT.failed) }
}

/**
 * A package is not answered before the whole message is: what is acknowledged is durable. Then each of its packages is, since some
 * terminals wait for the first's answer and others for the last's.
 */
function gatherParts(exchange: Exchange): Handled | Promise<Handled> | undefined {
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
  const whole = decodeWhole(taken.header, taken.body, session.dialect)
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

function stayAlive({ message, session, receivedAt }: Exchange): Handled | undefined {
  const { header, body } = message
  if (body.kind === 'heartbeat')
    return { now: { answer: answerTo(header, session, RESULT.ok), isAlive: true } }
  if (body.kind !== 'timeQuery') return undefined
  const to = { ...header, serial: nextSerial(session) }
  return { now: { answer: encodeTime(to, receivedAt), isAlive: true } }
}

/** The terminal leaves this connection; the platform's entry of the device is people's to remove, not a socket's. */
function deregister({ message, session }: Exchange): Handled | undefined {
  if (message.body.kind !== 'deregistration') return undefined
  const answer = answerTo(message.header, session, RESULT.ok)
  session.deviceId = null
  session.phone = ''
  return { now: { answer, isAlive: true } }
}

/**
 * Reports that can be no position (a clock never set, a latitude of 91°) are kept to be looked at, and do not hold up the good ones they
 * came with: a terminal told "wrong" would send the whole batch for ever.
 */
function commitReports(exchange: Exchange): Handled | undefined {
  const { message, session, packages } = exchange
  const reports = reportsOf(message.body)
  if (!reports) return undefined
  const [only] = reports
  if (message.body.kind === 'location' && only !== undefined && isPosition(only)) {
    const fixes = [fixOf(only, exchange.plain, exchange)]
    return { keeping: { fixes, answer: answering(message.header, session, packages) } }
  }
  const frames = framesOf(exchange)
  const fault = reports.find((report) => report.fault !== undefined)?.fault
  const fixes = reports.flatMap((report, at) =>
    isPosition(report) ? [fixOf(report, frames[at] ?? frames[0]!, exchange)] : [],
  )
  const isLost = fixes.length === 0 && fault !== undefined
  const answered = (): Outcome => ({
    ...answerReports(exchange, isLost),
    ...keptFor(exchange, fault),
  })
  // An empty batch holds nothing that could be lost.
  if (fixes.length === 0 && message.body.kind !== 'locationAnswer') return { now: answered() }
  const kept = fixes.length === 0 ? Promise.resolve() : exchange.ports.store.commit(fixes)
  if (message.body.kind !== 'locationAnswer') return { later: kept.then(answered) }
  return { later: kept.then(() => settleLocated(exchange, answered)) }
}

/** In a scope of its own, where it holds on to these three and to nothing else. */
const answering = (header: Header, session: Session, packages: number) => (): Uint8Array =>
  answerTo(header, session, RESULT.ok, packages)

const isPosition = (report: Location): report is TimedLocation =>
  report.fault === undefined && report.time !== null

function answerReports(exchange: Exchange, isLost: boolean): Outcome {
  const { message, session, packages } = exchange
  // The answer to our question is not answered.
  if (message.body.kind === 'locationAnswer') return { isAlive: true }
  const result = isLost ? RESULT.wrong : RESULT.ok
  return { answer: answerTo(message.header, session, result, packages), isAlive: true }
}

const keptFor = ({ message }: Exchange, fault: string | undefined): Outcome =>
  fault === undefined ? {} : { quarantine: fault, phone: plainPhone(message.header.phone) }

async function settleLocated(exchange: Exchange, answered: () => Outcome): Promise<Outcome> {
  const { body } = exchange.message
  if (body.kind === 'locationAnswer') {
    const { time, latitude, longitude, fault } = body.report
    const said = { time, latitude, longitude, ...(fault !== undefined && { fault }) }
    await settleAwaited(exchange, body.answersSerial, 'locationAnswer', said)
  }
  return answered()
}

function reportsOf(body: Body): readonly Location[] | null {
  if (body.kind === 'location' || body.kind === 'locationAnswer') return [body.report]
  return body.kind === 'batch' ? body.reports : null
}

/**
 * The frame to keep with each report: the one they all came in; or, when that was many packages, a report's own bytes as it would have
 * been sent alone.
 */
function framesOf({ plain, message, whole }: Exchange): readonly Uint8Array[] {
  const bodies = whole && splitBatch(whole)
  if (bodies === undefined || 'error' in bodies) return [plain]
  const header = { ...message.header, messageId: MESSAGE.location }
  return bodies.map((body) => {
    const frame = unescapeFrame(withoutDelimiters(sealFrame(header, body)))
    return 'error' in frame ? new Uint8Array(0) : frame
  })
}

function fixOf(report: TimedLocation, frame: Uint8Array, exchange: Exchange): Fix {
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
    frame,
    valid: isValid(report),
  }
}

/** Data passed through is the business of whoever built the device in: kept whole, and answered once it is durable. */
function keepPassed(exchange: Exchange): Handled | undefined {
  const { message, session, ports, receivedAt, plain, whole } = exchange
  if (message.body.kind !== 'pass') return undefined
  const kept = ports.messages({
    deviceId: session.deviceId!,
    receivedAt,
    messageId: message.header.messageId,
    hex: toHex(whole ?? plain),
  })
  const answered = (): Outcome => ({
    answer: answerTo(message.header, session, RESULT.ok, exchange.packages),
    isAlive: true,
  })
  return { later: kept.then(answered) }
}

function refuseUnsupported(exchange: Exchange): Handled {
  return { now: { ...refusal(exchange, 'message_unsupported', RESULT.unsupported), isAlive: true } }
}
