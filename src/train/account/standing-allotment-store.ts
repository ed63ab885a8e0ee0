/** The SQL on standing allotments, and on which allotment of which train is of one. */
import type { Selectable } from 'kysely'
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { AllotmentId } from '#train/allotment-contract.ts'
import type { DepartureId, ServiceId } from '#train/contract.ts'
import type { StandingAllotment, StandingAllotmentId } from '#train/standing-allotment-contract.ts'

export interface StandingRow {
  readonly id: StandingAllotmentId
  readonly serviceId: ServiceId
  readonly organisationId: OrganisationId | null
  readonly organisationKind: OrganisationKind | null
  readonly amount: StandingAllotment['amount']
  readonly releaseDaysBefore: number
  readonly createdAt: Date
  readonly endedAt: Date | null
}

function toRow(row: Selectable<Tables['standing_allotment']>): StandingRow {
  return {
    id: row.id as StandingAllotmentId,
    serviceId: row.service_id as ServiceId,
    organisationId: row.organisation_id as OrganisationId | null,
    organisationKind: row.organisation_kind as OrganisationKind | null,
    amount: {
      teu: row.teu,
      ...(row.gross_kg !== null && { grossKg: row.gross_kg }),
      ...(row.plugs !== null && { plugs: row.plugs }),
      dangerousPlaces: row.dangerous_places,
    },
    releaseDaysBefore: row.release_days_before,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }
}

export async function insertStanding(tx: Tx, standing: StandingRow): Promise<void> {
  const { amount } = standing
  await tx
    .insertInto('standing_allotment')
    .values({
      id: standing.id,
      service_id: standing.serviceId,
      organisation_id: standing.organisationId,
      organisation_kind: standing.organisationKind,
      teu: amount.teu,
      gross_kg: amount.grossKg ?? null,
      plugs: amount.plugs ?? null,
      dangerous_places: amount.dangerousPlaces ?? 0,
      release_days_before: standing.releaseDaysBefore,
      created_at: standing.createdAt,
      ended_at: standing.endedAt,
    })
    .execute()
}

/** Of a line, those that have not ended, the oldest first: it is served first. */
export async function listStanding(tx: Tx, serviceId: ServiceId): Promise<StandingRow[]> {
  const rows = await tx
    .selectFrom('standing_allotment')
    .selectAll()
    .where('service_id', '=', serviceId)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(toRow)
}

export async function findStanding(
  tx: Tx,
  id: StandingAllotmentId,
): Promise<StandingRow | undefined> {
  const row = await tx
    .selectFrom('standing_allotment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toRow(row)
}

/** False when it had ended. */
export async function markStandingEnded(
  tx: Tx,
  id: StandingAllotmentId,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('standing_allotment')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The line is not given another rule until the transaction ends; trains may be scheduled on it at the same time. */
export async function shareService(tx: Tx, id: ServiceId): Promise<void> {
  await tx.selectFrom('service').select('id').where('id', '=', id).forShare().execute()
}

/** Trains of the line that still take bookings. */
export async function listOpenTrains(
  tx: Tx,
  serviceId: ServiceId,
  now: Date,
): Promise<DepartureId[]> {
  const rows = await tx
    .selectFrom('departure')
    .select('id')
    .where('service_id', '=', serviceId)
    .where('state', '=', 'scheduled')
    .where('booking_cutoff_at', '>', now)
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id as DepartureId)
}

export interface OpenedRow {
  readonly id: AllotmentId
  readonly departureId: DepartureId
  readonly releaseDaysBefore: number
}

/** Allotments made by rules and not released: of one rule, or of one train. */
export async function listOpened(
  tx: Tx,
  of: { readonly standingId: StandingAllotmentId } | { readonly departureId: DepartureId },
): Promise<OpenedRow[]> {
  const rows = await tx
    .selectFrom('allotment')
    .innerJoin('standing_allotment', 'standing_allotment.id', 'allotment.standing_id')
    .innerJoin('departure', 'departure.id', 'allotment.departure_id')
    .select(['allotment.id', 'allotment.departure_id', 'standing_allotment.release_days_before'])
    .where('allotment.released_at', 'is', null)
    .where('departure.state', '=', 'scheduled')
    .where((eb) =>
      'standingId' in of
        ? eb('allotment.standing_id', '=', of.standingId)
        : eb('allotment.departure_id', '=', of.departureId),
    )
    .orderBy('allotment.departure_id')
    .orderBy('allotment.id')
    .execute()
  return rows.map((row) => ({
    id: row.id as AllotmentId,
    departureId: row.departure_id as DepartureId,
    releaseDaysBefore: row.release_days_before,
  }))
}
