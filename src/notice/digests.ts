/** The daily digest: once a day for each member who wants one, at the hour they chose by their own clock; nothing on a quiet day. */
import type { Text } from '#kernel/locale.ts'
import type { NoticeKind } from '#kernel/notice.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { MessageId } from '#notice/contract.ts'
import { mailOf } from '#notice/mail-words.ts'
import { queueMessages } from '#notice/message-store.ts'
import { digestDue } from '#notice/notice.ts'
import {
  listNoticesBetween,
  lockReadersOfDigests,
  markDigested,
  type Reader,
} from '#notice/store.ts'

const DAY_MS = 86_400_000
const NOTICES_MAX = 200

/** What stands at the head of a digest as long as it is so, whatever happened that day: a slice's own count. Undefined: nothing waits. */
export interface DigestHead {
  /** Where it is to be seen, under the server's address. */
  readonly path: `/${string}`
  readonly read: (tx: Tx, organisationId: OrganisationId, now: Date) => Promise<Text | undefined>
}

interface Making {
  readonly ids: Ids
  readonly now: Date
  readonly kinds: ReadonlyMap<string, NoticeKind>
  readonly heads?: readonly DigestHead[]
}

/** Marks the day and queues the mail in one transaction: called as often as you like, each day has one. */
export async function queueDigests(tx: Tx, making: Making): Promise<void> {
  const { now } = making
  // East of the date line it is tomorrow already: whoever has had that day's is not looked at.
  const tomorrow = new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10)
  for (const reader of await lockReadersOfDigests(tx, tomorrow)) {
    const day = digestDue(reader.wishes, reader.digestedOn, now)
    if (day === undefined) continue
    await markDigested(tx, reader.memberId, day)
    await queueDigest(tx, making, reader)
  }
}

async function queueDigest(
  tx: Tx,
  { ids, now, kinds, heads = [] }: Making,
  { organisationId, memberId, wishes }: Reader,
): Promise<void> {
  const since = new Date(now.getTime() - DAY_MS)
  const notices = await listNoticesBetween(tx, organisationId, since, now, NOTICES_MAX)
  const waiting: { readonly text: Text; readonly path: string }[] = []
  for (const { path, read } of heads) {
    const text = await read(tx, organisationId, now)
    if (text !== undefined) waiting.push({ text, path })
  }
  if (notices.length === 0 && waiting.length === 0) return
  const mailed = notices.map((notice) => ({ kind: kinds.get(notice.kind), notice }))
  const message = {
    id: ids('msg') as MessageId,
    organisationId,
    memberId,
    webhookId: null,
    noticeId: null,
    content: mailOf(mailed, wishes, waiting),
  }
  await queueMessages(tx, [message], now)
}
