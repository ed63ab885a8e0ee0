/**
 * What becomes of a message that a device published, by whatever way it came: its fixes are committed with everybody else's, its answers
 * settle commands, and what cannot be taken is told with its reason. Resolves when all of that is durable.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { keepRefused, type Hall, type Tally } from '#gateway/hall.ts'
import { hearOrderAnswer } from '#gateway/mqtt-orders.ts'
import type { DeviceId, Fix } from '#gateway/ports.ts'
import { toHex } from '#gateway/protocols/jt808/bytes.ts'
import { plain, readFixes, type RefusedFix, type SaidFix } from '#gateway/protocols/mqtt/payload.ts'
import { readTopic } from '#gateway/protocols/mqtt/topics.ts'

/** A device of the platform's. */
export interface Sender {
  readonly deviceId: DeviceId
  readonly phone: string
}

export interface Message {
  readonly topic: string
  readonly payload: Uint8Array
  readonly receivedAt: string
}

/** Why a message, or a part of it, was not taken; `detail` is for people to look at. */
export interface Refusal {
  readonly reason: string
  readonly detail?: object
}

export interface Way {
  readonly hall: Hall
  /** Nobody waits for the answer any more. */
  readonly isGone: () => boolean
  readonly retryAfterMs: readonly number[]
}

export async function takeMessage(
  way: Way,
  sender: Sender,
  message: Message,
): Promise<Refusal | null> {
  const topic = readTopic(message.topic)
  if (topic === null) return { reason: 'topic_unknown' }
  if (topic.phone !== sender.phone) return { reason: 'topic_of_another' }
  if (topic.heading === 'answers') {
    const fault = await hearOrderAnswer(way.hall.ports.desk, sender.deviceId, message.payload)
    return fault && { reason: fault }
  }
  const read = readFixes(message.payload)
  if ('error' in read) return { reason: read.error }
  const fixes = read.fixes.map((fix) => fixOf(fix, sender, message.receivedAt))
  if (fixes.length > 0) await commitPatiently(way, fixes)
  return read.refused.length === 0 ? null : refusalOf(read.refused)
}

/** Of a batch the first fault is the reason; all of them are told, so far as a person would read. */
const REFUSED_SHOWN_MAX = 20
const refusalOf = (refused: readonly RefusedFix[]): Refusal => ({
  reason: refused[0]!.fault,
  detail: { refused: refused.slice(0, REFUSED_SHOWN_MAX), refusedCount: refused.length },
})

async function commitPatiently(
  { hall, isGone, retryAfterMs }: Way,
  fixes: readonly Fix[],
): Promise<void> {
  for (const ms of retryAfterMs) {
    try {
      return await hall.ports.store.commit(fixes)
    } catch (reason) {
      if (isGone() || hall.isClosing) throw reason
      hall.fault(reason)
      await sleep(ms)
    }
  }
  await hall.ports.store.commit(fixes)
}

function fixOf(said: SaidFix, { deviceId, phone }: Sender, receivedAt: string): Fix {
  const { atMs, ...fix } = said
  return {
    ...fix,
    deviceId,
    phone,
    receivedAt,
    deviceTime: new Date(atMs).toISOString(),
    // Bit sets of JT/T 808, which such a device does not speak.
    alarm: 0,
    status: 0,
    frame: new Uint8Array(0),
  }
}

const TOPIC_CHARS_MAX = 200
const TEXT_CHARS_MAX = 500

/** Keeps a message that was not taken, or not all of it, with what can be read of it. */
export function quarantineMessage(
  hall: Hall,
  tally: Tally,
  given: {
    readonly message: Message
    readonly refusal: Refusal
    readonly phone: string
    readonly address: string
  },
): Promise<void> {
  const { message, refusal, phone, address } = given
  return keepRefused(hall, tally, {
    reason: refusal.reason,
    frame: () => ({
      hex: toHex(message.payload),
      receivedAt: message.receivedAt,
      remoteAddress: address,
      phone,
      decoded: {
        protocol: 'mqtt',
        topic: plain(message.topic, TOPIC_CHARS_MAX),
        text: plain(
          new TextDecoder().decode(message.payload.subarray(0, TEXT_CHARS_MAX)),
          TEXT_CHARS_MAX,
        ),
        ...refusal.detail,
      },
    }),
  })
}

export interface Acknowledging {
  /** `answer` once `work` is done, and all that came before it is answered. */
  add(work: Promise<void>, answer: () => void): void
  /** When all that was added is answered, or has failed. */
  settled(): Promise<void>
}

/** Answers in the order in which the messages came, as MQTT has it, however their commits overtake each other. */
export function acknowledgeInOrder(onFailed: (reason: unknown) => void): Acknowledging {
  let answering = Promise.resolve()
  return {
    add(work, answer) {
      const before = answering
      answering = (async () => {
        const [done] = await Promise.allSettled([work, before])
        if (done.status === 'rejected') onFailed(done.reason)
        else answer()
      })()
    },
    settled: () => answering,
  }
}
