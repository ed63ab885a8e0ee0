/**
 * Commands for a terminal: written in its edition, and matched with what it answers. A general answer (0x0001) names our serial and
 * ends most commands; a question is ended by its own answer, and by a general one only when that refuses it.
 */
import type { CommandRequest, CommandResult, QueuedCommand } from '#gateway/ports.ts'
import {
  nextSerial,
  type Awaited,
  type Exchange,
  type Handled,
  type Session,
} from '#gateway/exchange.ts'
import { encodeOrder, type Order } from '#gateway/protocols/jt808/encode.ts'
import { plainPhone } from '#gateway/protocols/jt808/frame.ts'
import { MESSAGE, RESULT } from '#gateway/protocols/jt808/messages.ts'
import { CONTROL } from '#gateway/protocols/jt808/orders.ts'

/** More than a person asks of one tracker at a time; the oldest is given up, and times out. */
const AWAITED_MAX = 16

/** 0: report by time alone. */
const BY_TIME = 0

function orderOf(request: CommandRequest): Order {
  switch (request.kind) {
    case 'report_interval': {
      const { seconds, asleepSeconds } = request
      const asleep = asleepSeconds === undefined ? {} : { reportIntervalAsleepS: asleepSeconds }
      return {
        kind: 'set',
        values: { reportStrategy: BY_TIME, reportIntervalS: seconds, ...asleep },
      }
    }
    case 'follow':
      return { kind: 'follow', intervalS: request.everySeconds, lastsS: request.forSeconds }
    case 'restart':
      return { kind: 'control', word: CONTROL.restart }
    case 'locate':
    case 'text':
    case 'ask_parameters':
    case 'ask_attributes':
      return request
  }
}

const AWAITS: Readonly<Record<CommandRequest['kind'], Omit<Awaited, 'commandId'>>> = {
  report_interval: { messageId: MESSAGE.setParameters, endsWith: 'answer' },
  locate: { messageId: MESSAGE.locate, endsWith: 'locationAnswer' },
  follow: { messageId: MESSAGE.follow, endsWith: 'answer' },
  text: { messageId: MESSAGE.text, endsWith: 'answer' },
  restart: { messageId: MESSAGE.control, endsWith: 'answer' },
  ask_parameters: { messageId: MESSAGE.askParameters, endsWith: 'parameters' },
  ask_attributes: { messageId: MESSAGE.askAttributes, endsWith: 'attributes' },
}

/** The frame for a command, and from now on its answer is awaited; null when the protocol cannot say it. */
export function writeCommand(session: Session, { id, request }: QueuedCommand): Uint8Array | null {
  const serial = nextSerial(session)
  const to = { version: session.edition, phone: session.sentPhone, serial }
  try {
    const frame = encodeOrder(to, orderOf(request))
    session.awaited.set(serial, { commandId: id, ...AWAITS[request.kind] })
    for (const oldest of session.awaited.keys()) {
      if (session.awaited.size <= AWAITED_MAX) break
      session.awaited.delete(oldest)
    }
    return frame
  } catch (reason) {
    if (reason instanceof RangeError) return null
    throw reason
  }
}

const RESULTS: Readonly<Record<number, CommandResult>> = {
  [RESULT.ok]: 'ok',
  [RESULT.failed]: 'failed',
  [RESULT.wrong]: 'wrong',
  [RESULT.unsupported]: 'unsupported',
}

/** A terminal's answers are not answered; one that nobody awaits is kept to be looked at, unless it only says yes. */
export function hearAnswer(exchange: Exchange): Handled | Promise<Handled> | undefined {
  const { message, session, ports } = exchange
  const { body } = message
  if (body.kind === 'answer') {
    const awaited = session.awaited.get(body.answersSerial)
    if (awaited === undefined || awaited.messageId !== body.answersId) return alive
    if (body.result === RESULT.ok && awaited.endsWith !== 'answer') return alive
    session.awaited.delete(body.answersSerial)
    return ports.desk.settle(awaited.commandId, RESULTS[body.result] ?? 'failed').then(() => alive)
  }
  if (body.kind !== 'parameters' && body.kind !== 'attributes') return undefined
  const serial =
    body.kind === 'parameters' ? body.answersSerial : serialAwaiting(session, 'attributes')
  const { kind, ...said } = body
  return settleAwaited(exchange, serial, kind, said).then((wasAsked) =>
    wasAsked ? alive : { now: unasked(exchange) },
  )
}

const alive: Handled = { now: { isAlive: true } }

const unasked = ({ message }: Exchange) => ({
  quarantine: 'answer_unasked',
  phone: plainPhone(message.header.phone),
  isAlive: true,
})

/** An answer to 0x8107 does not name the question: it is the oldest one's. */
function serialAwaiting(session: Session, endsWith: Awaited['endsWith']): number | undefined {
  for (const [serial, awaited] of session.awaited) if (awaited.endsWith === endsWith) return serial
  return undefined
}

/** False when nobody awaits it. */
export async function settleAwaited(
  { session, ports }: Exchange,
  serial: number | undefined,
  endsWith: Awaited['endsWith'],
  said: object,
): Promise<boolean> {
  const awaited = serial === undefined ? undefined : session.awaited.get(serial)
  if (serial === undefined || awaited?.endsWith !== endsWith) return false
  session.awaited.delete(serial)
  await ports.desk.settle(awaited.commandId, 'ok', said)
  return true
}
