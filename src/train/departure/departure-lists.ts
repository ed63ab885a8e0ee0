/** Departures by the many: pages of a search, a period, a timetable's, those that run. */
import { sql } from 'kysely'
import { addDays, type Day } from '#kernel/day.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import { offersLcl } from '#train/consolidation-store.ts'
import type {
  Departure,
  DepartureFilter,
  DepartureId,
  DepartureState,
  ServiceId,
  TimetableId,
} from '#train/contract.ts'
import {
  DEPARTURE_COLUMNS,
  lockDepartures,
  readDepartures,
  toDepartures,
} from '#train/departure/departure-store.ts'
import { OPEN } from '#train/slots.ts'
import type { PageAsked } from '#train/store.ts'

/** As many as somebody would look through. */
const NEXT_MAX = 20

export async function pageDepartures(
  tx: Tx,
  {
    cursor,
    limit,
    ...filter
  }: DepartureFilter & PageAsked & { readonly operatorId?: OrganisationId | undefined },
  now: Date,
): Promise<Page<Departure>> {
  let rows = tx
    .selectFrom('departure')
    .select(DEPARTURE_COLUMNS)
    .where('departs_at', '>=', new Date(filter.from ?? now))
    .orderBy('departs_at')
    .orderBy('id')
    .limit(limit + 1)
  if (filter.to !== undefined) rows = rows.where('departs_at', '<', new Date(filter.to))
  if (filter.service !== undefined) rows = rows.where('service_id', '=', filter.service)
  if (filter.operatorId !== undefined)
    rows = rows.where('service_id', 'in', (eb) =>
      eb.selectFrom('service').select('id').where('operator_id', '=', filter.operatorId!),
    )
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
        .where('position', '>', 0)
        .where(isReached),
    )
  if (filter.bookable === true)
    rows = rows
      .where('state', '=', 'scheduled')
      .where('booking_cutoff_at', '>=', now)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('slot_pool')
            .select('pool')
            .whereRef('slot_pool.departure_id', '=', 'departure.id')
            .where('pool', '=', OPEN)
            .where('free_teu', '>', 0),
        ),
      )
  if (filter.lcl === true) rows = rows.where('state', '=', 'scheduled').where(offersLcl(now))
  if (cursor !== undefined)
    rows = rows.where(
      sql<boolean>`(departs_at, id) > (select departs_at, id from departure where id = ${cursor})`,
    )
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: await toDepartures(tx, page.items, now) }
}

/** Whether the train goes as far as the stop: it may end before its line does. */
const isReached = sql<boolean>`(departure.ends_at is null or service_stop.position <= (
  select ending.position from service_stop as ending
  where ending.service_id = departure.service_id and ending.station = departure.ends_at))`

/** Later trains of the same line whose gate is still open, the soonest first. */
export async function listNextOnLine(
  tx: Tx,
  { serviceId, departsAt }: Pick<Departure, 'serviceId' | 'departsAt'>,
  now: Date,
): Promise<Departure[]> {
  const rows = await tx
    .selectFrom('departure')
    .select(DEPARTURE_COLUMNS)
    .where('service_id', '=', serviceId)
    .where('departs_at', '>', new Date(departsAt))
    .where('state', '=', 'scheduled')
    .where('gate_in_cutoff_at', '>', now)
    .orderBy('departs_at')
    .orderBy('id')
    .limit(NEXT_MAX)
    .execute()
  return toDepartures(tx, rows, now)
}

/** Of these lines, by their own days of departure, the soonest first. */
export async function readDeparturesBetween(
  tx: Tx,
  {
    services,
    from,
    until,
    limit,
  }: {
    readonly services: readonly ServiceId[]
    readonly from: Day
    readonly until: Day
    readonly limit: number
  },
  now: Date,
): Promise<Departure[]> {
  if (services.length === 0) return []
  const rows = await tx
    .selectFrom('departure')
    .select(DEPARTURE_COLUMNS)
    .where('service_id', 'in', services)
    // No zone is a whole day from another: the index of moments finds the days.
    .where('departs_at', '>=', new Date(`${addDays(from, -1)}T00:00:00Z`))
    .where('departs_at', '<', new Date(`${addDays(until, 2)}T00:00:00Z`))
    .where('departs_on', '>=', from)
    .where('departs_on', '<=', until)
    .orderBy('departs_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return toDepartures(tx, rows, now)
}

/** The trains of a timetable from a day on, by its days; on hold, nobody else changes them until the transaction ends. */
export async function readLaidOut(
  tx: Tx,
  timetableId: TimetableId,
  { since, now, hold }: { readonly since: Day; readonly now: Date; readonly hold: boolean },
): Promise<Map<Day, Departure>> {
  const days = await tx
    .selectFrom('departure')
    .select(['id', 'timetable_day'])
    .where('timetable_id', '=', timetableId)
    .where('timetable_day', '>=', since)
    .execute()
  const ids = days.map((row) => row.id as DepartureId)
  if (ids.length === 0) return new Map()
  if (hold) await lockDepartures(tx, ids)
  const trains = new Map((await readDepartures(tx, ids, now)).map((train) => [train.id, train]))
  return new Map(
    days.map((row) => [row.timetable_day as Day, trains.get(row.id as DepartureId)!] as const),
  )
}

/** A corridor's operators run some dozens of trains a week. */
const RUNNING_MAX = 2_000

export async function listRunning(tx: Tx): Promise<DepartureId[]> {
  const rows = await tx
    .selectFrom('departure')
    .select('id')
    .where('state', 'in', ['scheduled', 'departed'] satisfies DepartureState[])
    .orderBy('departs_at', 'desc')
    .limit(RUNNING_MAX)
    .execute()
  return rows.map((row) => row.id as DepartureId)
}
