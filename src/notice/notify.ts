/** Tells organisations something: the notice, the message to each webhook and the mails at once, with the change they tell of. */
import type { Locale } from '#kernel/locale.ts'
import { noticeTitle, type NoticeFact, type NoticeKind } from '#kernel/notice.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type {
  MessageId,
  NoticeId,
  NoticeSubject,
  WebhookBody,
  WebhookId,
} from '#notice/contract.ts'
import { queueMessages, type NewMessage } from '#notice/message-store.ts'
import { mailOf } from '#notice/mail-words.ts'
import { wishesMailedFor } from '#notice/notice.ts'
import { insertNotices, listReadersMailed, type NoticeRow } from '#notice/store.ts'
import { listWebhooksFor, listWebhooksNaming } from '#notice/webhook-store.ts'

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
  /** As the kind declares them. */
  readonly details?: object
  /** The body of the message to a webhook, where it is another standard's than ours. */
  readonly content?: (post: {
    readonly noticeId: NoticeId
    readonly webhookId: WebhookId
  }) => string
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
    ...(await postsOf(tx, ids, kind, notices, told)),
    ...(kind.forPeople ? await mailsOf(tx, ids, kind, notices) : []),
  ]
  await queueMessages(tx, messages, now)
}

async function postsOf(
  tx: Tx,
  ids: Ids,
  kind: NoticeKind,
  notices: readonly NoticeRow[],
  { content, details }: Pick<Told<string>, 'content' | 'details'>,
): Promise<NewMessage[]> {
  const of = noticeBy(notices)
  const organisations = [...of.keys()]
  const webhooks = kind.body
    ? await listWebhooksNaming(tx, organisations, kind.kind)
    : await listWebhooksFor(tx, organisations, kind.kind)
  return webhooks.map(({ id: webhookId, organisationId }) => {
    const notice = of.get(organisationId)!
    const post = postOf(ids, kind, notice, { webhookId, details })
    return content ? { ...post, content: content({ noticeId: notice.id, webhookId }) } : post
  })
}

/** Standard Webhooks' payload: type, timestamp, data. */
export function postOf(
  ids: Ids,
  kind: NoticeKind,
  notice: NoticeRow,
  { webhookId, details }: { readonly webhookId: WebhookId; readonly details?: object | undefined },
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
      title: { zh: titleIn('zh'), en: titleIn('en'), ru: titleIn('ru') },
      facts: notice.facts,
      ...(details && { details }),
    },
  } satisfies WebhookBody)
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
