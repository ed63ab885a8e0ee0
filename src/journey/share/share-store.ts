/** Links in SQL: the only file that touches `share_link`. */
import { sql, type Selectable } from 'kysely'
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import { shareState, type Lifetime } from '#journey/share/share.ts'
import type { ShareLink, ShareLinkId, ShareTarget } from '#journey/share-contract.ts'

/** `NOTIFY` comes by it with the id of a link that was revoked. */
export const SHARE_CHANNEL = 'share_link'

export interface NewShareLink {
  readonly id: ShareLinkId
  readonly actor: Actor
  readonly digest: Uint8Array
  readonly target: ShareTarget
  readonly note: string | undefined
  readonly now: Date
  readonly expiresAt: Date
}

export async function insertLink(tx: Tx, link: NewShareLink): Promise<void> {
  const { id, actor, digest, target, note, now, expiresAt } = link
  await tx
    .insertInto('share_link')
    .values({
      id,
      organisation_id: actor.organisationId,
      member_id: actor.memberId,
      token_digest: digest,
      container_id: target.kind === 'container' ? target.containerId : null,
      booking_id: target.kind === 'booking' ? target.bookingId : null,
      departure_id: target.kind === 'train' ? target.departureId : null,
      note: note ?? null,
      made_at: now,
      expires_at: expiresAt,
    })
    .execute()
}

interface LinksAsked {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly container?: string | undefined
  readonly booking?: string | undefined
  readonly departure?: string | undefined
}

export async function listLinks(
  tx: Tx,
  organisationId: OrganisationId,
  { cursor, limit, container, booking, departure }: LinksAsked,
  now: Date,
): Promise<Page<ShareLink>> {
  let rows = titled(tx)
    .where('share_link.organisation_id', '=', organisationId)
    .orderBy('share_link.id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) rows = rows.where('share_link.id', '<', cursor)
  if (container !== undefined) rows = rows.where('share_link.container_id', '=', container)
  if (booking !== undefined) rows = rows.where('share_link.booking_id', '=', booking)
  if (departure !== undefined) rows = rows.where('share_link.departure_id', '=', departure)
  const page = toPage(await rows.execute(), limit, ({ id }) => id)
  return { ...page, items: page.items.map((row) => toLink(row, now)) }
}

export async function findOwnLink(
  tx: Tx,
  organisationId: OrganisationId,
  id: ShareLinkId,
  now: Date,
): Promise<ShareLink | undefined> {
  const row = await titled(tx)
    .where('share_link.organisation_id', '=', organisationId)
    .where('share_link.id', '=', id)
    .executeTakeFirst()
  return row && toLink(row, now)
}

/** Said twice, the first time counts. Tells every server, which ends what is open by it. */
export async function revokeLink(tx: Tx, id: ShareLinkId, now: Date): Promise<void> {
  await tx
    .updateTable('share_link')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
  await sql`select pg_notify(${SHARE_CHANNEL}, ${id})`.execute(tx)
}

/** A link as it is opened: whose, of what, until when. */
export interface OpenLink extends Lifetime {
  readonly id: ShareLinkId
  readonly organisationId: OrganisationId
  readonly target: ShareTarget
}

export async function findLinkByDigest(tx: Tx, digest: Uint8Array): Promise<OpenLink | undefined> {
  const row = await tx
    .selectFrom('share_link')
    .selectAll()
    .where('token_digest', '=', digest)
    .executeTakeFirst()
  return (
    row && {
      id: row.id as ShareLinkId,
      organisationId: row.organisation_id as OrganisationId,
      target: targetOf(row),
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
    }
  )
}

export async function countOpening(tx: Tx, id: ShareLinkId, now: Date): Promise<void> {
  await tx
    .updateTable('share_link')
    .set((eb) => ({ opened: eb('opened', '+', 1), last_opened_at: now }))
    .where('id', '=', id)
    .execute()
}

/** With the number people know its target by. */
function titled(tx: Tx) {
  return tx
    .selectFrom('share_link')
    .leftJoin('container', 'container.id', 'share_link.container_id')
    .leftJoin('booking', 'booking.id', 'share_link.booking_id')
    .leftJoin('departure', 'departure.id', 'share_link.departure_id')
    .selectAll('share_link')
    .select((eb) =>
      eb.fn
        .coalesce(
          'container.container_number',
          'container.booking_number',
          'booking.number',
          'departure.train_number',
        )
        .as('title'),
    )
}

type Row = Selectable<Tables['share_link']>

function targetOf({ container_id, booking_id, departure_id }: Row): ShareTarget {
  if (container_id !== null) return { kind: 'container', containerId: container_id } as ShareTarget
  if (booking_id !== null) return { kind: 'booking', bookingId: booking_id } as ShareTarget
  return { kind: 'train', departureId: departure_id } as ShareTarget
}

function toLink(row: Row & { readonly title: string | null }, now: Date): ShareLink {
  return {
    id: row.id as ShareLinkId,
    target: targetOf(row),
    title: row.title ?? '',
    note: row.note,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    state: shareState({ expiresAt: row.expires_at, revokedAt: row.revoked_at }, now),
    opened: row.opened,
    lastOpenedAt: row.last_opened_at?.toISOString() ?? null,
  }
}
