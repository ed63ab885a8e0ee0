/** Notices over HTTP: reading them, choosing mail, and an organisation's webhooks. */
import { noticeTitle, type NoticeKind } from '#kernel/notice.ts'
import type { Actor, MemberId } from '#kernel/organisation.ts'
import type { Timestamp } from '#kernel/time.ts'
import { serve, type Http } from '#platform/http.ts'
import type { Signer } from '#platform/signer.ts'
import { noticeApi, noticeProblem, type MailWishes, type Notice } from '#notice/contract.ts'
import {
  countUnread,
  findReadUntil,
  findWishes,
  hasNotice,
  keepWishes,
  moveReadUntil,
  pageNotices,
  type NoticeRow,
} from '#notice/store.ts'
import { webhookRoutes } from '#notice/webhook-routes.ts'

export interface NoticeSetting {
  /** Every kind that any slice may tell, by name. */
  readonly kinds: ReadonlyMap<string, NoticeKind>
  readonly signer: Signer
  /** WEBHOOK_PRIVATE: receivers may be in our own network. */
  readonly allowPrivate: boolean
  readonly sendsMail: boolean
}

const NO_MAIL = {
  atOnce: 'none',
  digestHour: null,
  timeZone: 'Asia/Shanghai',
} as const satisfies Partial<MailWishes>

export function noticeRoutes(http: Http, setting: NoticeSetting): void {
  const { kinds, sendsMail } = setting

  serve(http, noticeApi.listKinds, async () => ({
    items: [...kinds.values()].map(({ kind, name: names, tone, forPeople }) => ({
      kind,
      names,
      tone,
      forPeople,
    })),
  }))

  serve(http, noticeApi.list, async ({ tx, actor, query, locale }) => {
    const page = await pageNotices(tx, actor.organisationId, query)
    const readUntil = await findReadUntil(tx, actor.memberId)
    const show = (row: NoticeRow): Notice => {
      const kind = kinds.get(row.kind)
      return {
        id: row.id,
        kind: row.kind,
        tone: row.tone,
        title: kind === undefined ? row.kind : noticeTitle(kind, row.facts, locale),
        subject: row.subject,
        happenedAt: row.happenedAt.toISOString() as Timestamp,
        read: row.id <= readUntil,
      }
    }
    return { ...page, items: page.items.map(show) }
  })

  serve(http, noticeApi.countUnread, ({ tx, actor }) =>
    countUnread(tx, actor.organisationId, actor.memberId),
  )

  serve(http, noticeApi.markRead, async ({ tx, actor, body }) => {
    const reader = readerOf(actor)
    if (!(await hasNotice(tx, actor.organisationId, body.until)))
      throw noticeProblem('notice.absent')
    await moveReadUntil(tx, reader, body.until)
    const { unread } = await countUnread(tx, actor.organisationId, reader.memberId)
    return { unread }
  })

  serve(http, noticeApi.getMailWishes, async ({ tx, actor, locale }) => {
    const { memberId } = readerOf(actor)
    const kept = await findWishes(tx, memberId)
    // Who wants no mail has chosen no language for it either.
    const isWished = kept !== undefined && (kept.atOnce !== 'none' || kept.digestHour !== null)
    return { ...(isWished ? kept : { ...NO_MAIL, locale }), sends: sendsMail }
  })

  serve(http, noticeApi.setMailWishes, async ({ tx, actor, body }) => {
    await keepWishes(tx, readerOf(actor), body)
    return body
  })

  webhookRoutes(http, setting)
}

function readerOf(actor: Actor): { memberId: MemberId; organisationId: Actor['organisationId'] } {
  const { memberId, organisationId } = actor
  if (memberId === null) throw noticeProblem('notice.members_only')
  return { memberId, organisationId }
}
