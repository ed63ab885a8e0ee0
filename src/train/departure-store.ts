/** Departures and their account of slots in SQL: the only file that touches `departure`. */
import { sql, type Selectable } from 'kysely'
import { toPage, type Page } from '#kernel/page.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn, type Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type {
  Departure,
  DepartureChange,
  DepartureFilter,
  DepartureId,
  DepartureState,
  NewDeparture,
  ServiceId,
  ServiceSummary,
} from '#train/contract.ts'
import { readServices, type PageAsked } from '#train/store.ts'
import { decideSlots, freeTeu } from '#train/train.ts'

/** False when this train already runs on that day. */
export async function insertDeparture(
  tx: Tx,
  id: DepartureId,
  departure: NewDeparture,
  origin: StationCode,
  now: Date,
): Promise<boolean> {
  const made = await tx
    .insertInto('departure')
    .values({
      id,
      service_id: departure.serviceId,
      train_number: departure.trainNumber,
      ...toPlan(departure, origin),
      state: 'scheduled',
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return made.numInsertedOrUpdatedRows === 1n
}

/**
 * Times and capacity anew, if the train is still scheduled and nothing booked loses its place: one statement, so that no booking
 * slips in between. False when it changed nothing.
 */
export async function updateDeparture(
  tx: Tx,
  id: DepartureId,
  change: DepartureChange,
  origin: StationCode,
): Promise<boolean> {
  const result = await tx
    .updateTable('departure')
    .set(toPlan(change, origin))
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .where('booked_teu', '<=', change.capacityTeu)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The refusal PostgreSQL gives when this train already runs on that day. */
export function isTrainTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'departure_number_on_day'
}

/** The day of departure on the origin's calendar: one train number runs once on it. */
export function departureDay(departsAt: Timestamp, origin: StationCode): string {
  return timestampIn(epochMs(departsAt), getStation(origin).timeZone).slice(0, 10)
}

function toPlan(change: DepartureChange, origin: StationCode) {
  return {
    departs_on: departureDay(change.departsAt, origin),
    departs_at: new Date(change.departsAt),
    booking_cutoff_at: new Date(change.bookingCutoffAt),
    documents_cutoff_at: new Date(change.documentsCutoffAt),
    gate_in_cutoff_at: new Date(change.gateInCutoffAt),
    release_cutoff_at: new Date(change.releaseCutoffAt),
    loading_starts_at: new Date(change.loadingStartsAt),
    capacity_teu: change.capacityTeu,
  }
}

/** Departures by id, in no order; those that do not exist are left out. */
export async function readDepartures(
  tx: Tx,
  ids: readonly DepartureId[],
  now: Date,
): Promise<Departure[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('departure').selectAll().where('id', 'in', ids).execute()
  return toDepartures(tx, rows, now)
}

export async function pageDepartures(
  tx: Tx,
  { cursor, limit, ...filter }: DepartureFilter & PageAsked,
  now: Date,
): Promise<Page<Departure>> {
  let rows = tx
    .selectFrom('departure')
    .selectAll()
    .where('departs_at', '>=', new Date(filter.from ?? now))
    .orderBy('departs_at')
    .orderBy('id')
    .limit(limit + 1)
  if (filter.to !== undefined) rows = rows.where('departs_at', '<', new Date(filter.to))
  if (filter.service !== undefined) rows = rows.where('service_id', '=', filter.service)
  if (filter.origin !== undefined)
    rows = rows.where('service_id', 'in', (eb) =>
      eb.selectFrom('service').select('id').where('origin', '=', filter.origin!),
    )
  if (filter.destination !== undefined)
    rows = rows.where('service_id', 'in', (eb) =>
      eb
        .selectFrom('service_stop')
        .select('service_id')
        .where('station', '=', filter.destination!)
        .where('position', '>', 0),
    )
  if (filter.bookable === true)
    rows = rows
      .where('state', '=', 'scheduled')
      .where('booking_cutoff_at', '>=', now)
      .whereRef('booked_teu', '<', 'capacity_teu')
  if (cursor !== undefined)
    rows = rows.where(
      sql<boolean>`(departs_at, id) > (select departs_at, id from departure where id = ${cursor})`,
    )
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: await toDepartures(tx, page.items, now) }
}

/**
 * Takes slots if the train is scheduled, open for booking and has them free; one statement, so that two bookings cannot both
 * take the last slot. False when it took none.
 */
export async function takeSlots(tx: Tx, id: DepartureId, teu: number, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('departure')
    .set((eb) => ({ booked_teu: eb('booked_teu', '+', teu) }))
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .where('booking_cutoff_at', '>=', now)
    .where(sql<boolean>`booked_teu + ${teu} <= capacity_teu`)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** The same for an operator's own containers from another train: past the booking cut-off too, as long as it is scheduled. */
export async function takeSlotsLate(tx: Tx, id: DepartureId, teu: number): Promise<boolean> {
  const result = await tx
    .updateTable('departure')
    .set((eb) => ({ booked_teu: eb('booked_teu', '+', teu) }))
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .where(sql<boolean>`booked_teu + ${teu} <= capacity_teu`)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Also of a train that left without the container or does not run: what is on it stays countable. */
export async function giveSlots(tx: Tx, id: DepartureId, teu: number): Promise<void> {
  await tx
    .updateTable('departure')
    .set((eb) => ({ booked_teu: eb('booked_teu', '-', teu) }))
    .where('id', '=', id)
    .execute()
}

/** False when the train was not scheduled any more. */
export async function cancelDeparture(
  tx: Tx,
  id: DepartureId,
  reason: string,
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('departure')
    .set({ state: 'cancelled', cancelled_at: now, cancel_reason: reason })
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** False when the departure was not in that state any more. */
export async function moveDeparture(
  tx: Tx,
  id: DepartureId,
  from: DepartureState,
  to: DepartureState,
  departedAt?: Timestamp,
): Promise<boolean> {
  const result = await tx
    .updateTable('departure')
    .set({ state: to, ...(departedAt !== undefined && { departed_at: new Date(departedAt) }) })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Holds departures until the transaction ends, in one order whoever asks: who loads, departs or moves goes one after the other. */
export async function lockDepartures(tx: Tx, ids: readonly DepartureId[]): Promise<void> {
  await tx
    .selectFrom('departure')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

async function toDepartures(
  tx: Tx,
  rows: readonly Selectable<Tables['departure']>[],
  now: Date,
): Promise<Departure[]> {
  const ids = [...new Set(rows.map((row) => row.service_id as ServiceId))]
  const services = await readServices(tx, ids)
  return rows.map((row) => toDeparture(row, services.get(row.service_id as ServiceId)!, now))
}

/** Times are given as the clocks of the first stop show them. */
function toDeparture(
  row: Selectable<Tables['departure']>,
  service: ServiceSummary,
  now: Date,
): Departure {
  const { timeZone } = getStation(service.origin)
  const at = (date: Date) => timestampIn(date.getTime(), timeZone)
  const account = {
    state: row.state as DepartureState,
    bookingCutoffAt: at(row.booking_cutoff_at),
    capacityTeu: row.capacity_teu,
    bookedTeu: row.booked_teu,
  }
  return {
    id: row.id as DepartureId,
    serviceId: service.id,
    trainNumber: row.train_number,
    ...account,
    freeTeu: freeTeu(account),
    documentsCutoffAt: at(row.documents_cutoff_at),
    gateInCutoffAt: at(row.gate_in_cutoff_at),
    releaseCutoffAt: at(row.release_cutoff_at),
    loadingStartsAt: at(row.loading_starts_at),
    departsAt: at(row.departs_at),
    departedAt: row.departed_at && at(row.departed_at),
    cancelReason: row.cancel_reason,
    bookable: decideSlots(account, 1, now.getTime()) === undefined,
    service,
  }
}

/** Whether trains of the line run or ran. */
export async function hasTrains(tx: Tx, id: ServiceId): Promise<boolean> {
  const train = await tx
    .selectFrom('departure')
    .select('id')
    .where('service_id', '=', id)
    .where('state', '<>', 'cancelled')
    .limit(1)
    .executeTakeFirst()
  return train !== undefined
}
