/**
 * Sends what waits: posts to webhooks and mails to members, several at once, each tried again by the schedule until it is taken or
 * given up. A message is leased before it is sent and ended after, so a kill in between sends it once more, never not at all:
 * receivers know it again by `webhook-id` or `Message-ID`.
 */
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { Mailer } from '#platform/mail.ts'
import { post, type OutgoingAnswer } from '#platform/outgoing.ts'
import type { Signer } from '#platform/signer.ts'
import { ADDRESS } from '#notice/mail-words.ts'
import {
  endMessage,
  findNextDue,
  leaseMessages,
  MESSAGE_CHANNEL,
  type MessageRow,
} from '#notice/message-store.ts'
import { nextAttempt, webhookStopped } from '#notice/notice.ts'
import { notify } from '#notice/notify.ts'
import { findReceiver, findMailbox, type Receiver } from '#notice/receiver-store.ts'
import { SECRET_PURPOSE, webhookHeaders } from '#notice/webhook-secret.ts'
import { updateWebhook } from '#notice/webhook-store.ts'

const AT_ONCE = 16
const LEASE_MS = 60_000
const TIMEOUT_MS = 15_000
const LOOK_AGAIN_MS_MAX = 60_000
const ANSWER_CHARS_MAX = 300

export interface Sending {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly signer: Signer
  /** Fills in the addresses of mails. */
  readonly publicUrl: string
  readonly allowPrivate: boolean
  /** Without one mails wait. */
  readonly mailer: Mailer | undefined
  /** In [0, 1): spreads retries. */
  readonly chance: () => number
}

export interface Sender {
  /** Resolves when nothing is due any more. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export async function startSender(
  sending: Sending,
  onError: (error: unknown) => void,
): Promise<Sender> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  let isQueued = false

  const settle = (): Promise<void> => {
    const next = turn.then(() => {
      isQueued = false
      return sendDue(sending, () => stopped)
    })
    turn = next.catch(() => undefined)
    return next
  }
  const wake = (): void => {
    if (stopped || isQueued) return
    isQueued = true
    clearTimeout(timer)
    void settle()
      .catch(onError)
      .then(() => msUntilNext(sending))
      .catch(() => LOOK_AGAIN_MS_MAX)
      .then((ms) => {
        clearTimeout(timer)
        if (!stopped) timer = setTimeout(wake, ms)
      })
  }
  const unlisten = await sending.database.listen(MESSAGE_CHANNEL, wake)
  return {
    settle,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await unlisten()
      await turn
    },
  }
}

async function msUntilNext({ database, clock }: Sending): Promise<number> {
  const due = await database.transact((tx) => findNextDue(tx))
  const ms = due === undefined ? LOOK_AGAIN_MS_MAX : due.getTime() - clock().getTime()
  return Math.min(Math.max(ms, 100), LOOK_AGAIN_MS_MAX)
}

/** Up to so many under way; as one ends the next is taken, so a receiver that hangs holds up only its own. */
async function sendDue(sending: Sending, isStopped: () => boolean): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let broken: { readonly error: unknown } | undefined
  while (!isStopped() && broken === undefined) {
    const messages = await lease(sending, AT_ONCE - underWay.size)
    for (const message of messages) {
      const sent = send(sending, message)
        .catch((error: unknown) => {
          broken = { error }
        })
        .finally(() => underWay.delete(sent))
      underWay.add(sent)
    }
    if (underWay.size === 0) break
    await Promise.race(underWay)
  }
  await Promise.all(underWay)
  if (broken !== undefined) throw broken.error
}

async function lease({ database, clock, mailer }: Sending, limit: number): Promise<MessageRow[]> {
  const now = clock()
  const until = new Date(now.getTime() + LEASE_MS)
  const ways = mailer === undefined ? 'posts' : 'all'
  return database.transact((tx) => leaseMessages(tx, { now, until, limit, ways }))
}

type Outcome = { readonly sent: string } | { readonly failed: string; readonly isFinal: boolean }

async function send(sending: Sending, message: MessageRow): Promise<void> {
  const { database, clock } = sending
  const receiver = await database.transact((tx) => findReceiver(tx, message))
  const outcome =
    receiver === undefined
      ? await sendMail(sending, message)
      : outcomeOf(await postTo(sending, receiver, message))
  await database.transact((tx) => end(tx, sending, message, receiver, outcome, clock()))
}

function postTo(
  { signer, clock, allowPrivate }: Sending,
  receiver: Receiver,
  message: MessageRow,
): Promise<OutgoingAnswer> {
  const now = clock()
  const isOldGood = receiver.secretBeforeUntil !== null && receiver.secretBeforeUntil > now
  const sealed = [
    receiver.sealedSecret,
    ...(isOldGood && receiver.sealedSecretBefore ? [receiver.sealedSecretBefore] : []),
  ]
  const secrets = sealed.map((one) => signer.open(one, SECRET_PURPOSE))
  const { noticeId, content } = message
  return post({
    url: receiver.url,
    headers: webhookHeaders({ id: noticeId!, content }, secrets, now),
    body: content,
    timeoutMs: TIMEOUT_MS,
    allowPrivate,
  })
}

/** Standard Webhooks: any 2xx is taken; 410 asks to be left alone; all else is a failure, redirects too. */
function outcomeOf(answer: OutgoingAnswer): Outcome {
  if ('failure' in answer) return { failed: answer.failure, isFinal: false }
  const { status, text } = answer
  const said = `HTTP ${status} ${text}`.trim().slice(0, ANSWER_CHARS_MAX)
  if (status >= 200 && status < 300) return { sent: said }
  return { failed: said, isFinal: status === 410 }
}

async function sendMail(
  { database, mailer, publicUrl }: Sending,
  { id, memberId, content }: MessageRow,
): Promise<Outcome> {
  const to = await database.transact((tx) => findMailbox(tx, memberId!))
  if (to === undefined) return { failed: 'the member was shut out', isFinal: true }
  const [subject = '', ...lines] = content.replaceAll(ADDRESS, publicUrl).split('\n')
  try {
    await mailer!.send({ id, to, subject, text: lines.join('\n') })
    return { sent: 'taken by the mail server' }
  } catch (error) {
    return { failed: (error as Error).message.slice(0, ANSWER_CHARS_MAX), isFinal: false }
  }
}

async function end(
  tx: Tx,
  { ids, chance }: Sending,
  message: MessageRow,
  receiver: Receiver | undefined,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  if ('sent' in outcome)
    return endMessage(tx, message.id, { state: 'sent', answer: outcome.sent, now })
  const answer = outcome.failed
  const again = outcome.isFinal ? undefined : nextAttempt(message.attempts + 1, now, chance())
  if (again !== undefined)
    return endMessage(tx, message.id, { state: 'waiting', answer, nextAttemptAt: again, now })
  await endMessage(tx, message.id, { state: 'given_up', answer, now })
  // Three days of failures, or a 410: what is said from now on would only pile up.
  if (receiver === undefined || receiver.state !== 'active') return
  await updateWebhook(tx, receiver.id, { state: 'stopped', stoppedFor: answer })
  await notify(tx, { ids, now }, webhookStopped, {
    to: [receiver.organisationId],
    facts: { url: receiver.url, why: answer },
    subject: { kind: 'webhook', id: receiver.id },
  })
}
