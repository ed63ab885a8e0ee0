/** The SQL on who a message goes to: the webhook as it is now, or the mailbox of a member who may still sign in. */
import type { MemberId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { MessageRow } from '#notice/message-store.ts'
import { toWebhookRow, type WebhookRow } from '#notice/webhook-store.ts'

export type Receiver = WebhookRow

/** The webhook of a message; undefined for a mail. */
export async function findReceiver(
  tx: Tx,
  { webhookId }: Pick<MessageRow, 'webhookId'>,
): Promise<Receiver | undefined> {
  if (webhookId === null) return undefined
  const row = await tx
    .selectFrom('webhook')
    .selectAll()
    .where('id', '=', webhookId)
    .executeTakeFirstOrThrow()
  return toWebhookRow(row)
}

export async function findMailbox(tx: Tx, memberId: MemberId): Promise<string | undefined> {
  const row = await tx
    .selectFrom('member')
    .innerJoin('auth_user', 'auth_user.id', 'member.id')
    .select('email')
    .where('member.id', '=', memberId)
    .where('active', '=', true)
    .executeTakeFirst()
  return row?.email
}
