/** Lines and departures in SQL: the only file that touches `service`, `service_stop`, `service_party` and `departure`. */
import { sql, type Selectable } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn, type Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type {
  Departure,
  DepartureFilter,
  DepartureId,
  DepartureState,
  NewDeparture,
  Service,
  ServiceId,
  ServiceStop,
  ServiceSummary,
  TrackGauge,
} from '#train/contract.ts'
import { decideSlots, freeTeu } from '#train/train.ts'

interface PageAsked {
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function insertService(tx: Tx, service: Service, now: Date): Promise<void> {
  const { id, operatorId, names, stops, parties } = service
  await tx
    .insertInto('service')
    .values({
      id,
      operator_id: operatorId,
      name_zh: names.zh,
      name_en: names.en,
      name_ru: names.ru,
      origin: stops[0]!.station,
      destination: stops.at(-1)!.station,
      created_at: now,
    })
    .execute()
  await tx
    .insertInto('service_stop')
    .values(
      stops.map((stop, position) => ({
        service_id: id,
        position,
        station: stop.station,
        planned_offset_minutes: stop.plannedOffsetMinutes,
        gauge_mm: stop.gaugeMm,
      })),
    )
    .execute()
  const rows = [
    ...parties.warehouseIds.map((organisation) => [organisation, 'warehouse'] as const),
    ...parties.customsIds.map((organisation) => [organisation, 'customs'] as const),
    ...parties.railIds.map((organisation) => [organisation, 'rail'] as const),
  ]
  await tx
    .insertInto('service_party')
    .values(rows.map(([organisation_id, kind]) => ({ service_id: id, organisation_id, kind })))
    // The same organisation named twice in a list is one party.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Lines by id, each with its stops in order. */
export async function readServices(
  tx: Tx,
  ids: readonly ServiceId[],
): Promise<ReadonlyMap<ServiceId, ServiceSummary>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('service').selectAll().where('id', 'in', ids).execute()
  const stops = await tx
    .selectFrom('service_stop')
    .selectAll()
    .where('service_id', 'in', ids)
    .orderBy('service_id')
    .orderBy('position')
    .execute()
  const byService = Map.groupBy(stops, (stop) => stop.service_id)
  return new Map(
    rows.map((row) => [
      row.id as ServiceId,
      toSummary(row, (byService.get(row.id) ?? []).map(toStop)),
    ]),
  )
}

export async function findService(tx: Tx, id: ServiceId): Promise<Service | undefined> {
  const summary = (await readServices(tx, [id])).get(id)
  if (summary === undefined) return undefined
  const rows = await tx
    .selectFrom('service_party')
    .selectAll()
    .where('service_id', '=', id)
    .orderBy('organisation_id')
    .execute()
  const ofKind = (kind: string) =>
    rows.filter((row) => row.kind === kind).map((row) => row.organisation_id as OrganisationId)
  const { operatorId, names, stops } = summary
  return {
    id,
    operatorId,
    names,
    stops,
    parties: {
      warehouseIds: ofKind('warehouse'),
      customsIds: ofKind('customs'),
      railIds: ofKind('rail'),
    },
  }
}

export async function pageServices(tx: Tx, asked: PageAsked): Promise<Page<ServiceSummary>> {
  let rows = tx
    .selectFrom('service')
    .select('id')
    .orderBy('id')
    .limit(asked.limit + 1)
  if (asked.cursor !== undefined) rows = rows.where('id', '>', asked.cursor)
  const page = toPage(await rows.execute(), asked.limit, (row) => row.id)
  const ids = page.items.map((row) => row.id as ServiceId)
  const services = await readServices(tx, ids)
  return { ...page, items: ids.map((id) => services.get(id)!) }
}

/** False when this train already runs on that day. */
export async function insertDeparture(
  tx: Tx,
  id: DepartureId,
  departure: NewDeparture,
  origin: StationCode,
  now: Date,
): Promise<boolean> {
  const { timeZone } = getStation(origin)
  const made = await tx
    .insertInto('departure')
    .values({
      id,
      service_id: departure.serviceId,
      train_number: departure.trainNumber,
      departs_on: timestampIn(epochMs(departure.departsAt), timeZone).slice(0, 10),
      departs_at: new Date(departure.departsAt),
      booking_cutoff_at: new Date(departure.bookingCutoffAt),
      documents_cutoff_at: new Date(departure.documentsCutoffAt),
      gate_in_cutoff_at: new Date(departure.gateInCutoffAt),
      release_cutoff_at: new Date(departure.releaseCutoffAt),
      loading_starts_at: new Date(departure.loadingStartsAt),
      capacity_teu: departure.capacityTeu,
      state: 'scheduled',
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return made.numInsertedOrUpdatedRows === 1n
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

/** False when there is no such departure, or its train has left with the slots. */
export async function giveSlots(tx: Tx, id: DepartureId, teu: number): Promise<boolean> {
  const result = await tx
    .updateTable('departure')
    .set((eb) => ({ booked_teu: eb('booked_teu', '-', teu) }))
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

/** Holds the departure until the transaction ends: whoever loads or departs the train goes one after the other. */
export async function lockDeparture(tx: Tx, id: DepartureId): Promise<void> {
  await tx.selectFrom('departure').select('id').where('id', '=', id).forUpdate().execute()
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
    bookable: decideSlots(account, 1, now.getTime()) === undefined,
    service,
  }
}

function toSummary(row: Selectable<Tables['service']>, stops: ServiceStop[]): ServiceSummary {
  return {
    id: row.id as ServiceId,
    operatorId: row.operator_id as OrganisationId,
    names: { zh: row.name_zh, en: row.name_en, ru: row.name_ru },
    origin: row.origin as StationCode,
    destination: row.destination as StationCode,
    stops,
  }
}

function toStop(row: Selectable<Tables['service_stop']>): ServiceStop {
  return {
    station: row.station as StationCode,
    plannedOffsetMinutes: row.planned_offset_minutes,
    gaugeMm: row.gauge_mm as TrackGauge,
  }
}
