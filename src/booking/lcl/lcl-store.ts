/** Consignments in SQL: the only file that touches `consignment`; with who stands behind a consolidation's container. */
import { sql, type Selectable } from 'kysely'
import type { DeclarationNumber } from '#kernel/declaration-number.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { BookingId, ContainerId } from '#booking/contract.ts'
import { toContainer, type ContainerRow } from '#booking/container-store.ts'
import { RIDING_STATES } from '#booking/lcl/lcl.ts'
import { selectBookingsFor, toBooking, type Booking } from '#booking/store.ts'
import type { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'

export interface ConsignmentRow extends SpaceAmount {
  readonly bookingId: BookingId
  readonly receivedAt: Date | null
  readonly declarationNumber: DeclarationNumber | null
  readonly declaredAt: Date | null
}

export async function insertConsignment(tx: Tx, id: BookingId, lot: SpaceAmount): Promise<void> {
  await tx
    .insertInto('consignment')
    .values({ booking_id: id, ...lotColumns(lot) })
    .execute()
}

export async function updateLot(tx: Tx, id: BookingId, lot: SpaceAmount): Promise<void> {
  await tx.updateTable('consignment').set(lotColumns(lot)).where('booking_id', '=', id).execute()
}

const lotColumns = ({ volumeDm3, grossKg, packages }: SpaceAmount) => ({
  volume_dm3: volumeDm3,
  gross_kg: grossKg,
  packages,
})

export async function readConsignments(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, ConsignmentRow>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('consignment')
    .selectAll()
    .where('booking_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.booking_id as BookingId, toConsignment(row)]))
}

export async function markReceived(
  tx: Tx,
  id: BookingId,
  by: { readonly organisationId: OrganisationId; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('consignment')
    .set({ received_at: by.at, received_by: by.organisationId })
    .where('booking_id', '=', id)
    .execute()
}

/** False when the number stands on another consignment. */
export async function markDeclared(
  tx: Tx,
  id: BookingId,
  by: {
    readonly organisationId: OrganisationId
    readonly at: Date
    readonly declarationNumber: DeclarationNumber
  },
): Promise<boolean> {
  const taken = await tx
    .selectFrom('consignment')
    .select('booking_id')
    .where('declaration_number', '=', by.declarationNumber)
    .executeTakeFirst()
  if (taken !== undefined) return false
  await tx
    .updateTable('consignment')
    .set({
      declaration_number: by.declarationNumber,
      declared_at: by.at,
      declared_by: by.organisationId,
    })
    .where('booking_id', '=', id)
    .execute()
  return true
}

/** LCL bookings that go in these consolidations, in one order: locked until the transaction ends. */
export async function lockRiding(
  tx: Tx,
  consolidations: readonly ConsolidationId[],
): Promise<Booking[]> {
  if (consolidations.length === 0) return []
  const rows = await riding(tx, consolidations).forUpdate().execute()
  return rows.map(toBooking)
}

export async function readRiding(
  tx: Tx,
  consolidations: readonly ConsolidationId[],
): Promise<Booking[]> {
  if (consolidations.length === 0) return []
  return (await riding(tx, consolidations).execute()).map(toBooking)
}

/** Those waiting with an offer of space in these: locked until the transaction ends. */
export async function lockOfferedIn(
  tx: Tx,
  consolidations: readonly ConsolidationId[],
): Promise<Booking[]> {
  if (consolidations.length === 0) return []
  const rows = await pendingIn(tx, consolidations, 'waitlisted').forUpdate().execute()
  return rows.map(toBooking)
}

/** Baskets, and who waits with an offer. */
export async function readPendingIn(
  tx: Tx,
  consolidations: readonly ConsolidationId[],
): Promise<Booking[]> {
  if (consolidations.length === 0) return []
  const rows = await pendingIn(tx, consolidations, 'held', 'waitlisted').execute()
  return rows.map(toBooking)
}

/** Where an LCL booking that waits got its space; null: nowhere any more. */
export async function updateConsolidationOf(
  tx: Tx,
  id: BookingId,
  consolidationId: ConsolidationId | null,
): Promise<void> {
  await tx
    .updateTable('booking')
    .set({ consolidation_id: consolidationId })
    .where('id', '=', id)
    .execute()
}

/** Baskets that hold space in these, in one order: locked until the transaction ends. */
export async function lockBasketsIn(
  tx: Tx,
  consolidations: readonly ConsolidationId[],
): Promise<Booking[]> {
  if (consolidations.length === 0) return []
  const rows = await pendingIn(tx, consolidations, 'held').forUpdate().execute()
  return rows.map(toBooking)
}

const pendingIn = (
  tx: Tx,
  consolidations: readonly ConsolidationId[],
  ...states: ('held' | 'waitlisted')[]
) =>
  tx
    .selectFrom('booking')
    .selectAll()
    .where('consolidation_id', 'in', consolidations)
    .where('load', '=', sql.lit('LCL'))
    .where('state', 'in', states)
    .orderBy('id')

const riding = (tx: Tx, consolidations: readonly ConsolidationId[]) =>
  tx
    .selectFrom('booking')
    .selectAll()
    .where('consolidation_id', 'in', consolidations)
    .where('load', '=', sql.lit('LCL'))
    .where('state', 'in', [...RIDING_STATES])
    .orderBy('id')

/** Those of the consolidation that an organisation takes part in, whatever became of them. */
export async function readConsignmentsFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: ConsolidationId,
): Promise<Booking[]> {
  const rows = await selectBookingsFor(tx, organisationId)
    .where('booking.consolidation_id', '=', id)
    .where('booking.load', '=', sql.lit('LCL'))
    .orderBy('booking.id')
    .execute()
  return rows.map(toBooking)
}

/** The bookings of the containers of these consolidations, and each one's containers that were not cancelled. */
export async function readBoxesOf(
  tx: Tx,
  consolidations: readonly ConsolidationId[],
): Promise<ReadonlyMap<ConsolidationId, ContainerRow[]>> {
  if (consolidations.length === 0) return new Map()
  const rows = await boxes(tx).where('booking.consolidation_id', 'in', consolidations).execute()
  const found = Map.groupBy(rows, (row) => row.consolidation_id as ConsolidationId)
  return new Map([...found].map(([id, of]) => [id, of.map((row) => toContainer(row))]))
}

/** The containers of these consolidations, held until the transaction ends, in one order whoever asks. */
export async function lockBoxes(tx: Tx, consolidations: readonly ConsolidationId[]): Promise<void> {
  if (consolidations.length === 0) return
  await boxes(tx)
    .where('booking.consolidation_id', 'in', consolidations)
    .orderBy('container.id')
    .forUpdate('container')
    .execute()
}

const boxes = (tx: Tx) =>
  tx
    .selectFrom('container')
    .innerJoin('booking', 'booking.id', 'container.booking_id')
    .selectAll('container')
    .select('booking.consolidation_id')
    .where('booking.load', '=', sql.lit('FCL'))
    .where('container.stage', '<>', 'cancelled')

/** The booking of the container itself, for those who take part in it. */
export async function findBoxBookingFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: ConsolidationId,
): Promise<BookingId | undefined> {
  const row = await selectBookingsFor(tx, organisationId)
    .where('booking.consolidation_id', '=', id)
    .where('booking.load', '=', sql.lit('FCL'))
    .executeTakeFirst()
  return row?.id as BookingId | undefined
}

/** Of these containers, those that are consolidations. */
export async function readConsolidationsOf(
  tx: Tx,
  ids: readonly ContainerId[],
): Promise<ConsolidationId[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('container')
    .innerJoin('booking', 'booking.id', 'container.booking_id')
    .select('booking.consolidation_id')
    .where('container.id', 'in', ids)
    .where('booking.consolidation_id', 'is not', null)
    .execute()
  return rows.map((row) => row.consolidation_id as ConsolidationId)
}

/**
 * Who sees the container by an LCL booking: the parties of every one that goes in it, each by the first of its own. Whoever is
 * entitled to the container itself stays so.
 */
export async function syncSharers(tx: Tx, id: ConsolidationId): Promise<void> {
  // Before its sharers are touched: a step, which has the container first, carries its state over to them.
  await sql`select from container join booking on booking.id = container.booking_id
    where booking.consolidation_id = ${id} and booking.load = 'FCL'
    order by container.id for key share of container`.execute(tx)
  await sql`delete from container_party using container, booking
    where container_party.container_id = container.id and container.booking_id = booking.id
      and booking.consolidation_id = ${id} and booking.load = 'FCL' and lcl_booking_id is not null`.execute(
    tx,
  )
  const states = sql.join(RIDING_STATES.map((state) => sql.lit(state)))
  await sql`insert into container_party
      (organisation_id, container_id, kind, stage, customs, held, lcl_booking_id)
    select distinct on (party.organisation_id, container.id)
      party.organisation_id, container.id, party.kind, stage, customs, held, lcl.id
    from booking lcl
    join booking_party party on party.booking_id = lcl.id
    join booking box on box.consolidation_id = lcl.consolidation_id and box.load = 'FCL'
    join container on container.booking_id = box.id and container.stage <> 'cancelled'
    where lcl.consolidation_id = ${id} and lcl.load = 'LCL' and lcl.state in (${states})
    order by party.organisation_id, container.id, lcl.id
    on conflict do nothing`.execute(tx)
}

function toConsignment(row: Selectable<Tables['consignment']>): ConsignmentRow {
  return {
    bookingId: row.booking_id as BookingId,
    volumeDm3: row.volume_dm3,
    grossKg: row.gross_kg,
    packages: row.packages,
    receivedAt: row.received_at,
    declarationNumber: row.declaration_number as DeclarationNumber | null,
    declaredAt: row.declared_at,
  }
}
