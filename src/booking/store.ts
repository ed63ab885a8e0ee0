/** Bookings in SQL: the only file that touches `booking` and `booking_party`; their lines are in line-store.ts. */
import { sql, type Selectable } from 'kysely'
import type { Country } from '#kernel/country.ts'
import type { Email, Phone } from '#kernel/contact.ts'
import type { Incoterm } from '#kernel/incoterm.ts'
import type { MemberId, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { insertRows } from '#platform/insert-rows.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'
import type { BookingId, Consignee } from '#booking/contract.ts'
import type { Load } from '#booking/load-contract.ts'
import type { KeptFinding } from '#booking/finding-contract.ts'
import type { BookingState } from '#booking/state-contract.ts'

export interface Booking {
  readonly id: BookingId
  readonly number: string
  readonly exporterId: OrganisationId
  readonly createdBy: MemberId | null
  readonly reference: string | null
  readonly departureId: DepartureId
  readonly load: Load
  /** That an LCL booking goes in; of a whole container: that it is offered as. */
  readonly consolidationId: ConsolidationId | null
  /** Of a basket: not named yet, like consignee and terms. */
  readonly brokerId: OrganisationId | null
  readonly consignee: Consignee | null
  readonly incoterm: Incoterm | null
  readonly remarks: string | null
  readonly state: BookingState
  readonly teu: number
  readonly boxes: number
  readonly cargoKg: number
  readonly heldUntil: Date | null
  readonly decidedReason: string | null
  /** When its shipper last answered a request for other particulars, or corrected it unasked. */
  readonly updatedAt: Date | null
  /** What the cargo rules say of it. */
  readonly findings: readonly KeptFinding[]
  readonly createdAt: Date
}

/** What a list shows of it. */
export type ListedBooking = Pick<
  Booking,
  | 'id'
  | 'number'
  | 'exporterId'
  | 'reference'
  | 'departureId'
  | 'load'
  | 'consolidationId'
  | 'state'
  | 'teu'
  | 'boxes'
  | 'heldUntil'
  | 'createdAt'
>

export interface PartyOf {
  readonly id: OrganisationId
  readonly kind: OrganisationKind
}

export type NewRow = Omit<Booking, 'decidedReason' | 'updatedAt'>

/** Gives the ids of those made: an exporter's own reference stands on one open booking only. */
export async function insertBookings(
  tx: Tx,
  bookings: readonly NewRow[],
): Promise<ReadonlySet<BookingId>> {
  if (bookings.length === 0) return new Set()
  const rows = bookings.map((booking) => ({
    id: booking.id,
    number: booking.number,
    organisation_id: booking.exporterId,
    departure_id: booking.departureId,
    load: booking.load,
    consolidation_id: booking.consolidationId,
    state: booking.state,
    teu: booking.teu,
    boxes: booking.boxes,
    cargo_kg: booking.cargoKg,
    held_until: booking.heldUntil,
    created_at: booking.createdAt,
    created_by: booking.createdBy,
    findings: booking.findings,
    ...particularColumns(booking),
  }))
  const made = await insertRows(tx, 'booking', rows)
    .onConflict((conflict) =>
      conflict
        .columns(['organisation_id', 'reference'])
        .where('state', 'not in', WITHOUT_REFERENCE)
        .where('reference', 'is not', null)
        .doNothing(),
    )
    .returning('id')
    .execute()
  return new Set(made.map((row) => row.id as BookingId))
}

/** States that free the exporter's reference for another booking. */
export const WITHOUT_REFERENCE = ['rejected', 'declined', 'cancelled', 'expired'].map((state) =>
  sql.lit(state),
)

export type ParticularsOf = Pick<
  Booking,
  'reference' | 'brokerId' | 'consignee' | 'incoterm' | 'remarks'
>

function particularColumns({ reference, brokerId, consignee, incoterm, remarks }: ParticularsOf) {
  return {
    reference,
    broker_id: brokerId,
    consignee_name: consignee?.name ?? null,
    consignee_country: consignee?.country ?? null,
    consignee_address: consignee?.address ?? null,
    consignee_phone: consignee?.phone ?? null,
    consignee_email: consignee?.email ?? null,
    consignee_organisation_id: consignee?.organisationId ?? null,
    incoterm,
    remarks,
  }
}

/** The refusal PostgreSQL gives when the exporter's reference stands on another open booking. */
export function isReferenceTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'booking_reference'
}

export async function updateParticulars(
  tx: Tx,
  id: BookingId,
  particulars: ParticularsOf & Pick<Booking, 'cargoKg' | 'findings' | 'updatedAt'>,
): Promise<void> {
  await tx
    .updateTable('booking')
    .set({
      ...particularColumns(particulars),
      cargo_kg: particulars.cargoKg,
      findings: JSON.stringify(particulars.findings),
      updated_at: particulars.updatedAt,
    })
    .where('id', '=', id)
    .execute()
}

/** All of it that an amendment may change. */
export async function updateAmended(tx: Tx, booking: Booking): Promise<void> {
  await tx
    .updateTable('booking')
    .set({
      ...particularColumns(booking),
      departure_id: booking.departureId,
      teu: booking.teu,
      boxes: booking.boxes,
      cargo_kg: booking.cargoKg,
      findings: JSON.stringify(booking.findings),
    })
    .where('id', '=', booking.id)
    .execute()
}

/** Everyone entitled, of several bookings at once; who is entitled already stays so. */
export async function insertBookingParties(
  tx: Tx,
  parties: readonly (PartyOf & { readonly bookingId: BookingId })[],
): Promise<void> {
  if (parties.length === 0) return
  const rows = parties.map(({ id, kind, bookingId }) => ({
    organisation_id: id,
    booking_id: bookingId,
    kind,
  }))
  await insertRows(tx, 'booking_party', rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The number of the open booking that carries this reference. */
export async function findNumberByReference(
  tx: Tx,
  exporterId: OrganisationId,
  reference: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('booking')
    .select('number')
    .where('organisation_id', '=', exporterId)
    .where('reference', '=', reference)
    .where('state', 'not in', WITHOUT_REFERENCE)
    .executeTakeFirst()
  return row?.number
}

/** The bookings that an organisation takes part in, and no others. */
export const selectBookingsFor = (tx: Tx, organisationId: OrganisationId) =>
  tx
    .selectFrom('booking')
    .innerJoin('booking_party', 'booking_party.booking_id', 'booking.id')
    .selectAll('booking')
    .where('booking_party.organisation_id', '=', organisationId)

/** Scoped: a booking is not there for an organisation that takes no part in it. */
export async function findBookingFor(
  tx: Tx,
  organisationId: OrganisationId,
  id: BookingId,
): Promise<Booking | undefined> {
  const row = await selectBookingsFor(tx, organisationId)
    .where('booking.id', '=', id)
    .executeTakeFirst()
  return row && toBooking(row)
}

/** Locks the exporter's own booking until the transaction ends. */
export async function lockOwnBooking(
  tx: Tx,
  exporterId: OrganisationId,
  id: BookingId,
): Promise<Booking | undefined> {
  const row = await tx
    .selectFrom('booking')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', exporterId)
    .forUpdate()
    .executeTakeFirst()
  return row && toBooking(row)
}

/** Unscoped: bookings the caller has just made. */
export async function readBookings(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, Booking>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('booking').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id as BookingId, toBooking(row)]))
}

/** Unscoped, and locked until the transaction ends: for an operator's decision and for the waiting list. */
export async function lockBookings(tx: Tx, ids: readonly BookingId[]): Promise<Booking[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('booking')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(toBooking)
}

/** Baskets of these trains whose time is up. */
export async function lockHoldsDue(
  tx: Tx,
  departures: readonly DepartureId[],
  until: Date,
): Promise<Booking[]> {
  const rows = await tx
    .selectFrom('booking')
    .selectAll()
    .where('departure_id', 'in', departures)
    .where('state', '=', 'held')
    .where('held_until', '<=', until)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(toBooking)
}

/** Trains with a basket whose time is up. */
export async function listHoldsDue(tx: Tx, now: Date): Promise<DepartureId[]> {
  const rows = await tx
    .selectFrom('booking')
    .select('departure_id')
    .distinct()
    .where('state', '=', 'held')
    .where('held_until', '<=', now)
    .limit(100)
    .execute()
  return rows.map((row) => row.departure_id as DepartureId)
}

/** The one way a booking's state changes; `decidedReason` is the operator's. */
export async function markState(
  tx: Tx,
  ids: readonly BookingId[],
  state: BookingState,
  { now, reason }: { readonly now: Date; readonly reason?: string | undefined },
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('booking')
    .set({
      state,
      held_until: null,
      ...(state === 'cancelled' && { cancelled_at: now }),
      ...(reason !== undefined && { decided_reason: reason }),
    })
    .where('id', 'in', ids)
    .execute()
}

/** They go with their containers. */
export async function moveBookings(
  tx: Tx,
  ids: readonly BookingId[],
  to: DepartureId,
): Promise<void> {
  if (ids.length === 0) return
  await tx.updateTable('booking').set({ departure_id: to }).where('id', 'in', ids).execute()
}

export async function readBookingParties(
  tx: Tx,
  ids: readonly BookingId[],
): Promise<ReadonlyMap<BookingId, PartyOf[]>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('booking_party')
    .selectAll()
    .where('booking_id', 'in', ids)
    .orderBy('organisation_id')
    .execute()
  const byBooking = Map.groupBy(rows, (row) => row.booking_id as BookingId)
  return new Map(
    [...byBooking].map(([id, parties]) => [
      id,
      parties.map((row) => ({
        id: row.organisation_id as OrganisationId,
        kind: row.kind as OrganisationKind,
      })),
    ]),
  )
}

/** Bookings that have, or wait for, slots of the train, oldest first: for its operator's board. */
export async function readBookingsOfDeparture(
  tx: Tx,
  departureId: DepartureId,
  limit: number,
): Promise<Booking[]> {
  const rows = await tx
    .selectFrom('booking')
    .selectAll()
    .where('departure_id', '=', departureId)
    .where('state', 'not in', WITHOUT_REFERENCE)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toBooking)
}

export function toBooking(row: Selectable<Tables['booking']>): Booking {
  return {
    id: row.id as BookingId,
    number: row.number,
    exporterId: row.organisation_id as OrganisationId,
    reference: row.reference,
    createdBy: row.created_by as MemberId | null,
    departureId: row.departure_id as DepartureId,
    load: row.load as Load,
    consolidationId: row.consolidation_id as ConsolidationId | null,
    brokerId: row.broker_id as OrganisationId | null,
    consignee: toConsignee(row),
    incoterm: row.incoterm as Incoterm | null,
    remarks: row.remarks,
    state: row.state as BookingState,
    teu: row.teu,
    boxes: row.boxes,
    cargoKg: row.cargo_kg,
    heldUntil: row.held_until,
    decidedReason: row.decided_reason,
    updatedAt: row.updated_at,
    findings: row.findings as KeptFinding[],
    createdAt: row.created_at,
  }
}

function toConsignee(row: Selectable<Tables['booking']>): Consignee | null {
  const { consignee_name: name, consignee_country: country, consignee_address: address } = row
  if (name === null || country === null || address === null) return null
  return {
    name,
    country: country as Country,
    address,
    ...(row.consignee_phone !== null && { phone: row.consignee_phone as Phone }),
    ...(row.consignee_email !== null && { email: row.consignee_email as Email }),
    ...(row.consignee_organisation_id !== null && {
      organisationId: row.consignee_organisation_id as OrganisationId,
    }),
  }
}
