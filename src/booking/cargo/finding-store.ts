/** What was found of bookings by the cargo rules, and what was carried all the same: `booking.findings` and `cargo_waiver` in SQL. */
import { sql } from 'kysely'
import type { Actor, MemberId, OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { DepartureId } from '#train/contract.ts'
import type { BookingId } from '#booking/contract.ts'
import type { Finding, KeptFinding, RestrictionId } from '#booking/finding-contract.ts'
import { toBooking, WITHOUT_REFERENCE, type Booking } from '#booking/store.ts'

export async function updateFindings(
  tx: Tx,
  id: BookingId,
  findings: readonly KeptFinding[],
): Promise<void> {
  await tx
    .updateTable('booking')
    .set({ findings: JSON.stringify(findings) })
    .where('id', '=', id)
    .execute()
}

/** Open bookings of an organisation that a restriction touches, newest first. */
export async function pageTouched(
  tx: Tx,
  organisationId: OrganisationId,
  restrictionId: RestrictionId,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<Booking>> {
  let rows = tx
    .selectFrom('booking')
    .innerJoin('booking_party', 'booking_party.booking_id', 'booking.id')
    .selectAll('booking')
    .where('booking_party.organisation_id', '=', organisationId)
    .where('booking_party.kind', 'in', ['exporter', 'forwarder', 'operator'])
    .where('state', 'not in', [...WITHOUT_REFERENCE, sql.lit('completed')])
    .where(names([restrictionId]))
    .orderBy('booking.id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) rows = rows.where('booking.id', '<', cursor as BookingId)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: page.items.map(toBooking) }
}

/** Unscoped: bookings of whatever state that name one of these. */
export async function listNaming(
  tx: Tx,
  restrictionIds: readonly RestrictionId[],
): Promise<BookingId[]> {
  if (restrictionIds.length === 0) return []
  const rows = await tx
    .selectFrom('booking')
    .select('id')
    .where('state', 'not in', [...WITHOUT_REFERENCE, sql.lit('completed')])
    .where(names(restrictionIds))
    .execute()
  return rows.map((row) => row.id as BookingId)
}

/** By the index of findings, which holds those that have any. */
function names(ids: readonly RestrictionId[]) {
  const each = ids.map((id) => sql`findings @> ${JSON.stringify([{ restriction: { id } }])}::jsonb`)
  return sql<boolean>`(findings <> '[]' and (${sql.join(each, sql` or `)}))`
}

export interface Waiver {
  readonly departureId: DepartureId
  readonly finding: Finding
  readonly reason: string
  readonly organisationId: OrganisationId
  readonly memberId: MemberId | null
  readonly at: Date
}

export async function insertWaivers(
  tx: Tx,
  { id, departureId }: { readonly id: BookingId; readonly departureId: DepartureId },
  findings: readonly Finding[],
  { actor, now, reason }: { readonly actor: Actor; readonly now: Date; readonly reason: string },
): Promise<void> {
  const { last } = await tx
    .selectFrom('cargo_waiver')
    .select((eb) => eb.fn.coalesce(eb.fn.max('sequence'), sql.lit(0)).as('last'))
    .where('booking_id', '=', id)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('cargo_waiver')
    .values(
      findings.map((finding, index) => ({
        booking_id: id,
        sequence: last + index + 1,
        departure_id: departureId,
        finding: JSON.stringify(finding),
        reason,
        organisation_id: actor.organisationId,
        member_id: actor.memberId,
        at: now,
      })),
    )
    .execute()
}

export async function readWaivers(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, Waiver[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('cargo_waiver')
    .selectAll()
    .where('booking_id', 'in', ids)
    .orderBy('booking_id')
    .orderBy('sequence')
    .execute()
  const byBooking = Map.groupBy(rows, (row) => row.booking_id as BookingId)
  return new Map(
    [...byBooking].map(([id, waivers]) => [
      id,
      waivers.map((row) => ({
        departureId: row.departure_id as DepartureId,
        finding: row.finding as Finding,
        reason: row.reason,
        organisationId: row.organisation_id as OrganisationId,
        memberId: row.member_id as MemberId | null,
        at: row.at,
      })),
    ]),
  )
}
