/** Departures in SQL: this file and departure-lists.ts alone touch `departure`. Their account of slots is in account-store.ts. */
import type { Selectable } from 'kysely'
import type { Day } from '#kernel/day.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn, type Timestamp } from '#kernel/time.ts'
import { anyOf } from '#platform/any-of.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type {
  Departure,
  DepartureChange,
  DepartureId,
  DepartureState,
  NewDeparture,
  ServiceId,
  ServiceSummary,
  TimetableId,
} from '#train/contract.ts'
import { readServices } from '#train/store.ts'
import { readPools } from '#train/account/account-store.ts'
import { embargoesTouching } from '#train/embargo/embargo.ts'
import { currentEmbargoes } from '#train/embargo/embargo-store.ts'
import { readSpaces } from '#train/consolidation-store.ts'
import { decideOpen, minus, NO_SLOTS, OPEN, totalOf, type SlotAccount } from '#train/slots.ts'
import { mostFreeSpace, type SpaceAccount } from '#train/space.ts'
import { capacityOfTrain, stopsUntil, type Capacity } from '#train/train.ts'

/** What is read of a train to say what it is: whoever reads hundreds pays for each column. */
export const DEPARTURE_COLUMNS = [
  'id',
  'service_id',
  'train_number',
  'state',
  'departs_at',
  'booking_cutoff_at',
  'documents_cutoff_at',
  'gate_in_cutoff_at',
  'release_cutoff_at',
  'loading_starts_at',
  'departed_at',
  'ends_at',
  'capacity_teu',
  'gross_kg_max',
  'wagon_kg_max',
  'reefer_plugs',
  'dangerous_places',
  'cancel_reason',
  'timetable_id',
  'by_hand',
] as const
type DepartureRow = Pick<Selectable<Tables['departure']>, (typeof DEPARTURE_COLUMNS)[number]>

/** Which timetable a train is laid out from, and for which of its days. */
export interface LaidFrom {
  readonly timetableId: TimetableId
  readonly day: Day
}

/** False when this train already runs on that day. */
export async function insertDeparture(
  tx: Tx,
  id: DepartureId,
  departure: NewDeparture & { readonly laidFrom?: LaidFrom },
  origin: StationCode,
  now: Date,
): Promise<boolean> {
  const made = await tx
    .insertInto('departure')
    .values({
      id,
      service_id: departure.serviceId,
      train_number: departure.trainNumber,
      timetable_id: departure.laidFrom?.timetableId ?? null,
      timetable_day: departure.laidFrom?.day ?? null,
      ...toPlan(departure, origin),
      state: 'scheduled',
      created_at: now,
      slots_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return made.numInsertedOrUpdatedRows === 1n
}

/** Times and capacity anew; the account of slots, which the caller holds, has agreed. `byHand`: a person, not its timetable. */
export async function updateDeparture(
  tx: Tx,
  id: DepartureId,
  change: DepartureChange,
  { origin, byHand }: { readonly origin: StationCode; readonly byHand: boolean },
): Promise<void> {
  await tx
    .updateTable('departure')
    .set({ ...toPlan(change, origin), ...(byHand && { by_hand: true }) })
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .execute()
}

/** Capacity and last stop anew, on a train whose account the caller holds and has resized. */
export async function reshapeDeparture(
  tx: Tx,
  id: DepartureId,
  capacity: Capacity,
  endsAt: StationCode | null,
): Promise<void> {
  await tx
    .updateTable('departure')
    .set({ ...capacityColumns(capacity), ends_at: endsAt, by_hand: true })
    .where('id', '=', id)
    .execute()
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
  const capacity = capacityOfTrain(change)
  return {
    departs_on: departureDay(change.departsAt, origin),
    departs_at: new Date(change.departsAt),
    booking_cutoff_at: new Date(change.bookingCutoffAt),
    documents_cutoff_at: new Date(change.documentsCutoffAt),
    gate_in_cutoff_at: new Date(change.gateInCutoffAt),
    release_cutoff_at: new Date(change.releaseCutoffAt),
    loading_starts_at: new Date(change.loadingStartsAt),
    ...capacityColumns(capacity),
  }
}

function capacityColumns(capacity: Capacity) {
  return {
    capacity_teu: capacity.capacityTeu,
    gross_kg_max: capacity.grossKgMax,
    wagon_kg_max: capacity.wagonKgMax,
    reefer_plugs: capacity.reeferPlugs,
    dangerous_places: capacity.dangerousPlaces,
  }
}

/** Departures by id, in no order; those that do not exist are left out. */
export async function readDepartures(
  tx: Tx,
  ids: readonly DepartureId[],
  now: Date,
): Promise<Departure[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('departure')
    .select(DEPARTURE_COLUMNS)
    .where('id', 'in', ids)
    .execute()
  return toDepartures(tx, rows, now)
}

/** What a booking's or a container's reader needs of its train: one question instead of the five that a whole departure takes. */
export type TrainInBrief = Pick<Departure, 'id' | 'trainNumber' | 'departsAt' | 'state'> & {
  readonly service: Pick<ServiceSummary, 'origin' | 'destination'>
}

export async function readTrainsInBrief(
  tx: Tx,
  ids: readonly DepartureId[],
): Promise<TrainInBrief[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('departure')
    .innerJoin('service', 'service.id', 'departure.service_id')
    .select(['departure.id', 'train_number', 'departs_at', 'state', 'origin'])
    // As far as this train goes, where it is shortened.
    .select((eb) => eb.fn.coalesce('ends_at', 'destination').as('ends'))
    .where('departure.id', '=', anyOf(ids))
    .execute()
  return rows.map((row) => ({
    id: row.id as DepartureId,
    trainNumber: row.train_number,
    departsAt: timestampIn(row.departs_at.getTime(), getStation(row.origin).timeZone),
    state: row.state as DepartureState,
    service: {
      origin: row.origin as StationCode,
      destination: row.ends as StationCode,
    },
  }))
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

/** Its timetable has taken it out: on that day it may lay out another. */
export async function cutLoose(tx: Tx, id: DepartureId): Promise<void> {
  await tx
    .updateTable('departure')
    .set({ timetable_id: null, timetable_day: null })
    .where('id', '=', id)
    .execute()
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

/** Trains of these numbers on these days of the first stop's calendar, whatever became of them but cancelled. */
export async function findByNumber(
  tx: Tx,
  asked: readonly { readonly trainNumber: string; readonly day: string }[],
): Promise<{ id: DepartureId; trainNumber: string; day: string }[]> {
  if (asked.length === 0) return []
  const rows = await tx
    .selectFrom('departure')
    .select(['id', 'train_number', 'departs_on'])
    .where('state', '<>', 'cancelled')
    .where((eb) =>
      eb.or(
        asked.map(({ trainNumber, day }) =>
          eb.and([eb('train_number', '=', trainNumber), eb('departs_on', '=', day)]),
        ),
      ),
    )
    .execute()
  return rows.map((row) => ({
    id: row.id as DepartureId,
    trainNumber: row.train_number,
    day: row.departs_on,
  }))
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

export async function toDepartures(
  tx: Tx,
  rows: readonly DepartureRow[],
  now: Date,
): Promise<Departure[]> {
  const ids = [...new Set(rows.map((row) => row.service_id as ServiceId))]
  const services = await readServices(tx, ids)
  const pools = await readPools(
    tx,
    rows.map((row) => row.id as DepartureId),
  )
  const spaces = Map.groupBy(
    await readSpaces(
      tx,
      rows.map((row) => row.id as DepartureId),
    ),
    ({ departureId }) => departureId,
  )
  const embargoes = await currentEmbargoes(tx, now)
  return rows.map((row) => {
    const departure = toDeparture(row, serviceOf(row, services), {
      now,
      pools: pools.get(row.id as DepartureId) ?? new Map(),
      spaces: spaces.get(row.id as DepartureId) ?? [],
      lineEndsAt:
        row.ends_at === null ? null : services.get(row.service_id as ServiceId)!.destination,
    })
    const isClosed = embargoesTouching(departure, embargoes).length > 0
    return isClosed ? { ...departure, bookable: false, lcl: null } : departure
  })
}

/** The line, as far as this train goes. */
function serviceOf(
  { service_id, ends_at }: Pick<DepartureRow, 'service_id' | 'ends_at'>,
  services: ReadonlyMap<ServiceId, ServiceSummary>,
): ServiceSummary {
  const service = services.get(service_id as ServiceId)!
  if (ends_at === null) return service
  const destination = ends_at as StationCode
  return { ...service, destination, stops: stopsUntil(service.stops, destination) }
}

/** Times are given as the clocks of the first stop show them. */
function toDeparture(
  row: DepartureRow,
  service: ServiceSummary,
  {
    now,
    pools,
    spaces,
    lineEndsAt,
  }: {
    readonly now: Date
    readonly pools: SlotAccount['pools']
    readonly spaces: readonly SpaceAccount[]
    readonly lineEndsAt: StationCode | null
  },
): Departure {
  const { timeZone } = getStation(service.origin)
  const at = (date: Date) => timestampIn(date.getTime(), timeZone)
  const state = row.state as DepartureState
  const bookingCutoffAt = at(row.booking_cutoff_at)
  const free = pools.get(OPEN)?.free ?? NO_SLOTS
  const closed = decideOpen({ state, bookingCutoffAt, embargo: null }, now.getTime())
  return {
    id: row.id as DepartureId,
    serviceId: service.id,
    trainNumber: row.train_number,
    state,
    bookingCutoffAt,
    ...slotsOf(row, pools),
    documentsCutoffAt: at(row.documents_cutoff_at),
    gateInCutoffAt: at(row.gate_in_cutoff_at),
    releaseCutoffAt: at(row.release_cutoff_at),
    loadingStartsAt: at(row.loading_starts_at),
    departsAt: at(row.departs_at),
    departedAt: row.departed_at && at(row.departed_at),
    lineEndsAt,
    cancelReason: row.cancel_reason,
    bookable: closed === undefined && free.teu > 0,
    lcl: closed === undefined ? mostFreeSpace(spaces, bookingCutoffAt, now.getTime()) : null,
    timetableId: row.timetable_id as TimetableId | null,
    byHand: row.by_hand,
    service,
  }
}

function slotsOf(row: DepartureRow, pools: SlotAccount['pools']) {
  const [free, held, sold] = [
    pools.get(OPEN)?.free ?? NO_SLOTS,
    totalOf({ pools }, 'held'),
    totalOf({ pools }, 'sold'),
  ]
  return {
    capacityTeu: row.capacity_teu,
    grossKgMax: row.gross_kg_max,
    wagonKgMax: row.wagon_kg_max,
    reeferPlugs: row.reefer_plugs,
    dangerousPlaces: row.dangerous_places,
    bookedTeu: held.teu + sold.teu,
    freeTeu: free.teu,
    free,
    held,
    sold,
    allotted: minus(totalOf({ pools }, 'free'), free),
  }
}

/** Of these lines, those of which trains run or ran. */
export async function servicesWithTrains(
  tx: Tx,
  ids: readonly ServiceId[],
): Promise<ReadonlySet<ServiceId>> {
  if (ids.length === 0) return new Set()
  const trains = await tx
    .selectFrom('departure')
    .select('service_id')
    .distinct()
    .where('service_id', 'in', ids)
    .where('state', '<>', 'cancelled')
    .execute()
  return new Set(trains.map((train) => train.service_id as ServiceId))
}
