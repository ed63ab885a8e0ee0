/** The SQL on notices and their readers. Webhooks and what is sent have their own `*-store.ts` beside this. */
import { sql, type Selectable } from 'kysely'
import type { Locale } from '#kernel/locale.ts'
import type { NoticeFact, NoticeTone } from '#kernel/notice.ts'
import type { MemberId, OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { MailWishes, NoticeId, NoticeSubject } from '#notice/contract.ts'

const UNREAD_SHOWN_MAX = 100

export interface NoticeRow {
  readonly id: NoticeId
  readonly organisationId: OrganisationId
  readonly kind: string
  readonly tone: NoticeTone
  readonly facts: Readonly<Record<string, NoticeFact>>
  readonly subject: NoticeSubject | null
  readonly forPeople: boolean
  readonly happenedAt: Date
}

function toNoticeRow(row: Selectable<Tables['notice']>): NoticeRow {
  return {
    id: row.id as NoticeId,
    organisationId: row.organisation_id as OrganisationId,
    kind: row.kind,
    tone: row.tone as NoticeTone,
    facts: row.facts as NoticeRow['facts'],
    subject: row.subject_id === null ? null : toSubject(row.subject_kind, row.subject_id),
    forPeople: row.for_people,
    happenedAt: row.happened_at,
  }
}

const toSubject = (kind: string | null, id: string) =>
  ({ kind: kind as NoticeSubject['kind'], id }) satisfies NoticeSubject

export async function insertNotices(tx: Tx, notices: readonly NoticeRow[], now: Date) {
  await tx
    .insertInto('notice')
    .values(
      notices.map((notice) => ({
        id: notice.id,
        organisation_id: notice.organisationId,
        kind: notice.kind,
        tone: notice.tone,
        facts: JSON.stringify(notice.facts),
        subject_kind: notice.subject?.kind ?? null,
        subject_id: notice.subject?.id ?? null,
        for_people: notice.forPeople,
        happened_at: notice.happenedAt,
        created_at: now,
      })),
    )
    .execute()
}

export async function pageNotices(
  tx: Tx,
  organisationId: OrganisationId,
  asked: {
    readonly tone?: NoticeTone | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<Page<NoticeRow>> {
  let rows = tx
    .selectFrom('notice')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('for_people', '=', true)
    .orderBy('id', 'desc')
    .limit(asked.limit + 1)
  if (asked.cursor !== undefined) rows = rows.where('id', '<', asked.cursor)
  if (asked.tone !== undefined) rows = rows.where('tone', '=', asked.tone)
  const page = toPage(await rows.execute(), asked.limit, (row) => row.id)
  return { ...page, items: page.items.map(toNoticeRow) }
}

/** For the digest: what an organisation was told in a span, oldest first. */
export async function listNoticesBetween(
  tx: Tx,
  organisationId: OrganisationId,
  from: Date,
  until: Date,
  limit: number,
): Promise<NoticeRow[]> {
  const rows = await tx
    .selectFrom('notice')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('for_people', '=', true)
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toNoticeRow).reverse()
}

export async function hasNotice(tx: Tx, organisationId: OrganisationId, id: NoticeId) {
  const row = await tx
    .selectFrom('notice')
    .select('id')
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row !== undefined
}

/** Counted up to a hundred: nobody wants to know how many more. */
export async function countUnread(
  tx: Tx,
  organisationId: OrganisationId,
  memberId: MemberId | null,
): Promise<{ unread: number; newest: NoticeId | null }> {
  const { rows } = await sql<{ unread: number; newest: NoticeId | null }>`
    select count(*) as unread, max(id) as newest from (
      select id from notice
      where organisation_id = ${organisationId} and for_people
        and id > coalesce((select read_until from notice_reader where member_id = ${memberId}), '')
      order by id desc limit ${UNREAD_SHOWN_MAX}) as fresh`.execute(tx)
  return rows[0]!
}

export async function findReadUntil(tx: Tx, memberId: MemberId | null): Promise<string> {
  if (memberId === null) return ''
  const row = await tx
    .selectFrom('notice_reader')
    .select('read_until')
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row?.read_until ?? ''
}

/** Never backwards: two windows may say it out of order. */
export async function moveReadUntil(
  tx: Tx,
  reader: { readonly memberId: MemberId; readonly organisationId: OrganisationId },
  until: NoticeId,
): Promise<void> {
  await sql`
    insert into notice_reader as reader (member_id, organisation_id, read_until)
    values (${reader.memberId}, ${reader.organisationId}, ${until})
    on conflict (member_id) do update
    set read_until = greatest(reader.read_until, excluded.read_until)`.execute(tx)
}

const toWishes = (row: {
  readonly mail_at_once: string
  readonly digest_hour: number | null
  readonly time_zone: string
  readonly locale: string
}): MailWishes => ({
  atOnce: row.mail_at_once as MailWishes['atOnce'],
  digestHour: row.digest_hour,
  timeZone: row.time_zone,
  locale: row.locale as Locale,
})

export async function findWishes(tx: Tx, memberId: MemberId): Promise<MailWishes | undefined> {
  const row = await tx
    .selectFrom('notice_reader')
    .select(['mail_at_once', 'digest_hour', 'time_zone', 'locale'])
    .where('member_id', '=', memberId)
    .executeTakeFirst()
  return row && toWishes(row)
}

export async function keepWishes(
  tx: Tx,
  reader: { readonly memberId: MemberId; readonly organisationId: OrganisationId },
  wishes: MailWishes,
): Promise<void> {
  const values = {
    mail_at_once: wishes.atOnce,
    digest_hour: wishes.digestHour,
    time_zone: wishes.timeZone,
    locale: wishes.locale,
  }
  await tx
    .insertInto('notice_reader')
    .values({ member_id: reader.memberId, organisation_id: reader.organisationId, ...values })
    .onConflict((conflict) => conflict.column('member_id').doUpdateSet(values))
    .execute()
}

export interface Reader {
  readonly memberId: MemberId
  readonly organisationId: OrganisationId
  readonly wishes: MailWishes
  readonly digestedOn: string | null
}

/** Those of these organisations who want a mail at once under one of these wishes, and may still sign in. */
export async function listReadersMailed(
  tx: Tx,
  organisationIds: readonly OrganisationId[],
  wishes: readonly MailWishes['atOnce'][],
): Promise<Reader[]> {
  const rows = await readers(tx)
    .where('notice_reader.organisation_id', 'in', organisationIds)
    .where('mail_at_once', 'in', wishes)
    .execute()
  return rows.map(toReader)
}

/** Those who want a digest and have none of today or of the day before it, wherever they are: whose hour has come is for the rules. */
export async function lockReadersOfDigests(tx: Tx, before: string): Promise<Reader[]> {
  const rows = await readers(tx)
    .where('digest_hour', 'is not', null)
    .where((eb) => eb.or([eb('digested_on', 'is', null), eb('digested_on', '<', before)]))
    .forUpdate('notice_reader')
    .skipLocked()
    .execute()
  return rows.map(toReader)
}

export async function markDigested(tx: Tx, memberId: MemberId, day: string): Promise<void> {
  await tx
    .updateTable('notice_reader')
    .set({ digested_on: day })
    .where('member_id', '=', memberId)
    .execute()
}

function readers(tx: Tx) {
  return tx
    .selectFrom('notice_reader')
    .innerJoin('member', 'member.id', 'notice_reader.member_id')
    .where('member.active', '=', true)
    .select([
      'notice_reader.member_id',
      'notice_reader.organisation_id',
      'mail_at_once',
      'digest_hour',
      'time_zone',
      'locale',
      sql<string | null>`digested_on::text`.as('digested_on'),
    ])
}

type ReaderColumns = Awaited<ReturnType<ReturnType<typeof readers>['execute']>>[number]

const toReader = (row: ReaderColumns): Reader => ({
  memberId: row.member_id as MemberId,
  organisationId: row.organisation_id as OrganisationId,
  wishes: toWishes(row),
  digestedOn: row.digested_on,
})

const DAY_MS = 86_400_000
const MESSAGES_KEPT_DAYS = 30
const NOTICES_KEPT_DAYS = 400

/** What was sent is kept a month, what was said a little more than a year. */
export async function forgetNotices(tx: Tx, now: Date): Promise<void> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS)
  await sql`
    delete from outgoing_message
    where created_at < ${before(MESSAGES_KEPT_DAYS)} and state <> 'waiting'`.execute(tx)
  await sql`
    delete from notice where created_at < ${before(NOTICES_KEPT_DAYS)}
      and not exists (select 1 from outgoing_message where notice_id = notice.id)`.execute(tx)
}
