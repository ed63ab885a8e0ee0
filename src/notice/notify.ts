/** Tells organisations something: the notice, the message to each webhook and the mails at once, with the change they tell of. */
import { LOCALE_TAGS, type Locale } from '#kernel/locale.ts'
import { noticeTitle, type NoticeFact, type NoticeKind } from '#kernel/notice.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { MessageId, NoticeId, NoticeSubject } from '#notice/contract.ts'
import { queueMessages, type NewMessage } from '#notice/message-store.ts'
import { mailOf } from '#notice/mail-words.ts'
import { wishesMailedFor } from '#notice/notice.ts'
import { insertNotices, listReadersMailed, type NoticeRow } from '#notice/store.ts'
import { listWebhooksFor } from '#notice/webhook-store.ts'

export interface Telling {
  readonly ids: Ids
  readonly now: Date
}

export interface Told<Fact extends string> {
  /** Each is told once, however often it stands here. */
  readonly to: readonly OrganisationId[]
  readonly facts: Readonly<Record<Fact, NoticeFact>>
  readonly subject?: NoticeSubject
  readonly happenedAt?: Date
}

/** Call it in the transaction of the change: both are kept or neither. Nothing is sent from here. */
export async function notify<Fact extends string>(
  tx: Tx,
  { ids, now }: Telling,
  kind: NoticeKind<string, Fact>,
  told: Told<Fact>,
): Promise<void> {
  const to = [...new Set(told.to)]
  if (to.length === 0) return
  const notices = to.map((organisationId) => ({
    id: ids('ntc') as NoticeId,
    organisationId,
    kind: kind.kind,
    tone: kind.tone,
    facts: told.facts,
    subject: told.subject ?? null,
    forPeople: kind.forPeople,
    happenedAt: told.happenedAt ?? now,
  }))
  await insertNotices(tx, notices, now)
  const messages = [
    ...(await postsOf(tx, ids, kind, notices)),
    ...(kind.forPeople ? await mailsOf(tx, ids, kind, notices) : []),
  ]
  await queueMessages(tx, messages, now)
}

async function postsOf(
  tx: Tx,
  ids: Ids,
  kind: NoticeKind,
  notices: readonly NoticeRow[],
): Promise<NewMessage[]> {
  const of = noticeBy(notices)
  const webhooks = await listWebhooksFor(tx, [...of.keys()], kind.kind)
  return webhooks.map(({ id, organisationId }) =>
    postOf(ids, kind, of.get(organisationId)!, { webhookId: id }),
  )
}

/** Standard Webhooks' payload: type, timestamp, data. */
export function postOf(
  ids: Ids,
  kind: NoticeKind,
  notice: NoticeRow,
  { webhookId }: { readonly webhookId: NonNullable<NewMessage['webhookId']> },
): NewMessage {
  const titleIn = (locale: Locale) => noticeTitle(kind, notice.facts, locale)
  const content = JSON.stringify({
    type: notice.kind,
    timestamp: notice.happenedAt.toISOString(),
    data: {
      noticeId: notice.id,
      organisationId: notice.organisationId,
      tone: notice.tone,
      subject: notice.subject,
      title: Object.fromEntries(
        (Object.keys(LOCALE_TAGS) as Locale[]).map((locale) => [locale, titleIn(locale)]),
      ),
      facts: notice.facts,
    },
  })
  const { organisationId, id: noticeId } = notice
  const id = ids('msg') as MessageId
  return { id, organisationId, webhookId, memberId: null, noticeId, content }
}

async function mailsOf(
  tx: Tx,
  ids: Ids,
  kind: NoticeKind,
  notices: readonly NoticeRow[],
): Promise<NewMessage[]> {
  const of = noticeBy(notices)
  const readers = await listReadersMailed(tx, [...of.keys()], wishesMailedFor(kind.tone))
  return readers.map(({ memberId, organisationId, wishes: { locale, timeZone } }) => {
    const notice = of.get(organisationId)!
    return {
      id: ids('msg') as MessageId,
      organisationId,
      webhookId: null,
      memberId,
      noticeId: notice.id,
      content: mailOf([{ kind, notice }], { locale, timeZone }),
    }
  })
}

const noticeBy = (notices: readonly NoticeRow[]) =>
  new Map(notices.map((notice) => [notice.organisationId, notice]))
