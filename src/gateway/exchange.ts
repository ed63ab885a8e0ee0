/** What the steps of the pipeline hand to each other: a connection's session, one message with all that is known of it, and an outcome. */
import type { GroupCommit } from '#gateway/group-commit.ts'
import type { Gathering } from '#gateway/parts.ts'
import type {
  DeviceDirectory,
  DeviceId,
  Fix,
  KnownDevice,
  MessageStore,
  CommandDesk,
} from '#gateway/ports.ts'
import { concat } from '#gateway/protocols/jt808/bytes.ts'
import { encodePlatformAnswer } from '#gateway/protocols/jt808/encode.ts'
import { plainPhone, type Edition, type Header } from '#gateway/protocols/jt808/frame.ts'
import type { Dialect } from '#gateway/protocols/jt808/items.ts'
import type { Message } from '#gateway/protocols/jt808/messages.ts'
import { DIALECTS } from '#gateway/protocols/jt808/vendor-items.ts'

/** A command that was sent and whose answer is awaited. */
export interface Awaited {
  readonly commandId: string
  /** The id of our message. */
  readonly messageId: number
  /** What ends it: the general answer, or the message that was asked for. */
  readonly endsWith: 'answer' | 'locationAnswer' | 'parameters' | 'attributes'
}

/** What is known about one connection. Owned by its pipeline; nobody else writes to it. */
export interface Session {
  deviceId: DeviceId | null
  /** The phone that authenticated; a frame in another's name is refused. */
  phone: string
  /** As the terminal writes its own, so that ours to it is written alike. */
  sentPhone: string
  edition: Edition
  dialect: Dialect
  authFailures: number
  /** Serial of our next message. */
  serial: number
  /** The message whose packages are being put together. */
  gathering: Gathering | null
  /** By the serial of our message; oldest first. */
  readonly awaited: Map<number, Awaited>
}

export interface Ports {
  readonly directory: DeviceDirectory
  readonly store: GroupCommit
  readonly messages: MessageStore
  readonly desk: CommandDesk
  readonly authFailuresMax: number
  /** What all connections together hold of unfinished messages. */
  readonly held: { bytes: number; readonly bytesMax: number }
}

export interface Outcome {
  /** For the terminal. */
  readonly answer?: Uint8Array
  /** Why the frame was not taken, or not all of it. */
  readonly quarantine?: string
  readonly phone?: string
  /** The frame as it should be looked at. */
  readonly hex?: string
  /** Whose it is: one that authenticated on this connection. */
  readonly authenticated?: KnownDevice
  /** Refused for want of authentication. */
  readonly isStranger?: boolean
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
export interface Handled {
  readonly now?: Outcome
  readonly later?: Promise<Outcome>
  readonly keeping?: Keeping
}

/**
 * Most frames there are: nothing but positions, answered when they are durable. It waits with thousands of others, so it holds on to
 * nothing of its frame that the answer does not need.
 */
export interface Keeping {
  readonly fixes: readonly Fix[]
  readonly answer: () => Uint8Array
}

export interface Exchange {
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

/** Undefined: not mine. A promise: mine, and it takes time; the frames behind it wait. */
export type Step = (exchange: Exchange) => Handled | Promise<Handled> | undefined

export const beginSession = (): Session => ({
  deviceId: null,
  phone: '',
  sentPhone: '',
  edition: '2013',
  dialect: DIALECTS.common,
  authFailures: 0,
  serial: 0,
  gathering: null,
  awaited: new Map(),
})

export function refusal(
  { message, session, packages }: Exchange,
  quarantine: string,
  result: number,
): Outcome {
  const answer = answerTo(message.header, session, result, packages)
  return { quarantine, phone: plainPhone(message.header.phone), answer }
}

/** One answer for each package of the message. */
export function answerTo(
  header: Header,
  session: Session,
  result: number,
  packages = 1,
): Uint8Array {
  const answer = (at: number): Uint8Array =>
    encodePlatformAnswer(
      { version: header.version, phone: header.phone, serial: nextSerial(session) },
      { answersSerial: (header.serial + at) & 0xffff, answersId: header.messageId, result },
    )
  return packages === 1
    ? answer(0)
    : concat(Array.from({ length: packages }, (_, at) => answer(at)))
}

export function nextSerial(session: Session): number {
  const serial = session.serial
  session.serial = (serial + 1) & 0xffff
  return serial
}
