/** The SQL on what is to be sent: queued with the change that gave rise to it, leased by whoever sends it, kept with its answer. */
import { sql, type Selectable } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { MessageId, MessageState, NoticeId, WebhookId } from '#notice/contract.ts'

export const MESSAGE_CHANNEL = 'outgoing_message'
/** Under way to one receiver, so that one that hangs leaves room for the others. */
const AT_ONCE_OF_ONE_RECEIVER = 4

export interface MessageRow {
  readonly id: MessageId
  readonly organisationId: OrganisationId
  readonly webhookId: WebhookId | null
  readonly memberId: MemberId | null
  readonly noticeId: NoticeId | null
  readonly content: string
  readonly state: MessageState
  readonly attempts: number
  readonly nextAttemptAt: Date
  readonly lastAnswer: string | null
  readonly createdAt: Date
}

function toMessageRow(row: Selectable<Tables['outgoing_message']>): MessageRow {
  return {
    id: row.id as MessageId,
    organisationId: row.organisation_id as OrganisationId,
    webhookId: row.webhook_id as WebhookId | null,
    memberId: row.member_id as MemberId | null,
    noticeId: row.notice_id as NoticeId | null,
    content: row.content,
    state: row.state as MessageState,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastAnswer: row.last_answer,
    createdAt: row.created_at,
  }
}

export type NewMessage = Pick<
  MessageRow,
  'id' | 'organisationId' | 'webhookId' | 'memberId' | 'noticeId' | 'content'
>

export async function queueMessages(tx: Tx, messages: readonly NewMessage[], now: Date) {
  if (messages.length === 0) return
  await tx
    .insertInto('outgoing_message')
    .values(
      messages.map((message) => ({
        id: message.id,
        organisation_id: message.organisationId,
        webhook_id: message.webhookId,
        member_id: message.memberId,
        notice_id: message.noticeId,
        content: message.content,
        state: 'waiting',
        next_attempt_at: now,
        created_at: now,
      })),
    )
    .execute()
  await wakeSender(tx)
}

async function wakeSender(tx: Tx): Promise<void> {
  await sql`select pg_notify(${MESSAGE_CHANNEL}, '')`.execute(tx)
}

/** Takes what is due, for a while: who takes it and dies leaves it due again. Messages of webhooks that rest are not due. */
export async function leaseMessages(
  tx: Tx,
  {
    now,
    until,
    limit,
    ways,
  }: {
    readonly now: Date
    readonly until: Date
    readonly limit: number
    /** Without a mail server mails wait. */
    readonly ways: 'posts' | 'all'
  },
): Promise<MessageRow[]> {
  const { rows } = await sql<Selectable<Tables['outgoing_message']>>`
    update outgoing_message set leased_until = ${until} where id in (
      select id from outgoing_message where id in (
        select id from (
          select message.id, leased_until, row_number() over (
            partition by coalesce(webhook_id, member_id)
            order by leased_until >= ${now} desc nulls last, message.id) as rank
          from outgoing_message message left join webhook on webhook.id = webhook_id
          where message.state = 'waiting' and next_attempt_at <= ${now}
            and (webhook.state = 'active' or (webhook_id is null and ${ways === 'all'}))
        ) as due
        where rank <= ${AT_ONCE_OF_ONE_RECEIVER} and (leased_until is null or leased_until < ${now})
        limit ${limit})
      for update skip locked)
    returning *`.execute(tx)
  return rows.map(toMessageRow)
}

/** When the next message that waits is due; undefined when none waits. */
export async function findNextDue(tx: Tx): Promise<Date | undefined> {
  const { rows } = await sql<{ due: Date | null }>`
    select min(greatest(next_attempt_at, coalesce(leased_until, next_attempt_at))) as due
    from outgoing_message message left join webhook on webhook.id = webhook_id
    where message.state = 'waiting' and (webhook_id is null or webhook.state = 'active')`.execute(
    tx,
  )
  return rows[0]?.due ?? undefined
}

export async function endMessage(
  tx: Tx,
  id: MessageId,
  end: {
    readonly state: MessageState
    readonly answer: string
    readonly nextAttemptAt?: Date
    readonly now: Date
  },
): Promise<void> {
  await tx
    .updateTable('outgoing_message')
    .set((eb) => ({
      state: end.state,
      attempts: eb('attempts', '+', 1),
      last_answer: end.answer,
      leased_until: null,
      ended_at: end.state === 'waiting' ? null : end.now,
      ...(end.nextAttemptAt && { next_attempt_at: end.nextAttemptAt }),
    }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

export async function giveUpMessagesOf(tx: Tx, webhookId: WebhookId, why: string, now: Date) {
  await tx
    .updateTable('outgoing_message')
    .set({ state: 'given_up', last_answer: why, leased_until: null, ended_at: now })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'waiting')
    .execute()
}

export async function pageMessages(
  tx: Tx,
  webhookId: WebhookId,
  asked: {
    readonly state?: MessageState | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<Page<MessageRow>> {
  let rows = tx
    .selectFrom('outgoing_message')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .orderBy('id', 'desc')
    .limit(asked.limit + 1)
  if (asked.cursor !== undefined) rows = rows.where('id', '<', asked.cursor)
  if (asked.state !== undefined) rows = rows.where('state', '=', asked.state)
  const page = toPage(await rows.execute(), asked.limit, (row) => row.id)
  return { ...page, items: page.items.map(toMessageRow) }
}

/** Due again now, with all its attempts before it; answers how many. */
export async function replayMessages(
  tx: Tx,
  webhookId: WebhookId,
  which: { readonly messageId: MessageId } | { readonly givenUpSince: Date },
  now: Date,
): Promise<number> {
  let rows = tx
    .updateTable('outgoing_message')
    .set({ state: 'waiting', attempts: 0, next_attempt_at: now, ended_at: null })
    .where('webhook_id', '=', webhookId)
    .where('state', '<>', 'waiting')
  rows =
    'messageId' in which
      ? rows.where('id', '=', which.messageId)
      : rows.where('state', '=', 'given_up').where('created_at', '>=', which.givenUpSince)
  const { numUpdatedRows } = await rows.executeTakeFirst()
  await wakeSender(tx)
  return Number(numUpdatedRows)
}

export { wakeSender }
