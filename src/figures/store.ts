/**
 * The sums behind the figures, in SQL. They are made from the tables of train, price and booking, which this file reads and never
 * writes, and kept in `train_sum` and `train_charge_sum`; where a train has moved since, they are made at once instead of read.
 */
import { sql, type RawBuilder } from 'kysely'
import { addDays, type Day } from '#kernel/day.ts'
import type { Currency } from '#kernel/money.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { DepartureId, ServiceId } from '#train/contract.ts'
import type { BookingSum, ChargeSum, Period, Sums, TrainSum } from '#figures/figures.ts'

export interface Reader {
  readonly organisationId: OrganisationId
  readonly isShipper: boolean
}

/** All shippers of a train together. */
const EVERYBODY = ''

const LIVE = sql`booking.state in ('confirmed', 'pending_amendment', 'completed')`
const SOLD = sql`(${LIVE} and train.state <> 'cancelled')`
const ENDED = sql`booking.state in ('cancelled', 'declined', 'rejected', 'expired')`

/** Cancelled, and neither a basket, which lacks its particulars, nor a place on the waiting list that never got a slot. */
const HAD_SLOTS = sql`(booking.state = 'declined' or (booking.state = 'cancelled' and booking.broker_id is not null
  and not exists (select from waiting where waiting.booking_id = booking.id and waiting.boxes_placed = 0)))`

/** Who did not come for the train is charged for it without its account moving. */
const NO_SHOWS = sql`(select count(*)::int from no_show where no_show.departure_id = train.id)`

/** Trains whose kept sums are good; those that do not run are few, and what waits on them changes without their account. */
const IS_KEPT = sql`coalesce(train.state <> 'cancelled' and summed.slot_sequence = train.slot_sequence
  and summed.no_shows = ${NO_SHOWS}
  and summed.departs_at = train.departs_at and summed.booking_cutoff_at = train.booking_cutoff_at, false)`

interface TrainRow {
  readonly id: DepartureId
  readonly serviceId: ServiceId
  readonly week: Day
  readonly cancelled: boolean
  readonly kept: boolean
  readonly capacityTeu: number
  readonly soldTeu: number
  readonly heldTeu: number
  readonly soldKg: number
}

interface SumRow {
  readonly id: DepartureId
  readonly organisationId: string
  readonly teu: number
  readonly grossKg: number
  readonly bookings: number
  readonly leadDays: string
  readonly early: number
  readonly late: number
  readonly declined: number
  readonly withTrain: number
  readonly cancelledTeu: number
}

interface ChargeRow {
  readonly id: DepartureId
  readonly organisationId: string
  readonly currency: Currency
  readonly amountMinor: number
  readonly feesMinor: number
  readonly bookings: number
  readonly live: number
}

const moment = (day: Day): Date => new Date(`${day}T00:00:00Z`)

/** An operator's own trains, or all that a shipper may have something on, with what their accounts say. */
async function readTrains(tx: Tx, reader: Reader, { from, until }: Period): Promise<TrainRow[]> {
  const last = addDays(until, 6)
  const own = reader.isShipper
    ? sql`true`
    : sql`train.service_id in (select id from service where operator_id = ${reader.organisationId})`
  const { rows } = await sql<TrainRow>`
    select train.id, train.service_id as "serviceId",
      (train.departs_on - (extract(isodow from train.departs_on)::int - 1))::text as week,
      train.state = 'cancelled' as cancelled, ${IS_KEPT} as kept, train.capacity_teu as "capacityTeu",
      ${reader.isShipper ? NO_POOLS : POOLS}
    from departure as train left join train_summed as summed on summed.departure_id = train.id
    where train.departs_on between ${from} and ${last} and ${own}
      -- No zone is a whole day from another: the index of moments finds the days.
      and train.departs_at >= ${moment(addDays(from, -1))} and train.departs_at < ${moment(addDays(last, 2))}`.execute(
    tx,
  )
  return rows
}

const pooled = (column: string): RawBuilder<unknown> =>
  sql`(select sum(${sql.ref(column)}) from slot_pool where departure_id = train.id)`
const POOLS = sql`${pooled('sold_teu')}::int as "soldTeu", ${pooled('held_teu')}::int as "heldTeu",
  ${pooled('sold_gross_kg')}::float8 as "soldKg"`
const NO_POOLS = sql`0 as "soldTeu", 0 as "heldTeu", 0 as "soldKg"`

/** Made anew from the bookings and boxes of these trains; of all shippers, and of each. */
function sumsOf(ids: readonly DepartureId[]): RawBuilder<SumRow> {
  return sql<SumRow>`
    with asked as materialized (
      select id, departs_at, booking_cutoff_at, state from departure where id = any(${[...ids]}::text[])),
    made as (
      select train.id, booking.organisation_id, booking.teu, ${SOLD} as live, train.state = 'cancelled' as with_train,
        booking.state = 'declined' as declined, booking.cancelled_at > train.booking_cutoff_at as late,
        greatest(0, floor(extract(epoch from train.departs_at - booking.created_at)::float8 / 86400))::int as lead_days
      from asked as train join booking on booking.departure_id = train.id where ${SOLD} or ${HAD_SLOTS}),
    sums as (
      select id, coalesce(organisation_id, ${EVERYBODY}) as organisation_id,
        count(*) filter (where live) as bookings, string_agg(lead_days::text, ',') filter (where live) as lead_days,
        count(*) filter (where gone and not declined and not coalesce(late, false)) as early,
        count(*) filter (where gone and not declined and late) as late,
        count(*) filter (where gone and declined) as declined,
        count(*) filter (where not live and with_train) as with_train,
        sum(teu) filter (where gone) as cancelled_teu
      from made, lateral (select not live and not with_train as gone) as told
      group by grouping sets ((id, organisation_id), (id))),
    boxes as (
      select train.id, coalesce(booking.organisation_id, ${EVERYBODY}) as organisation_id,
        sum(case when container.equipment_type like '2%' then 1 else 2 end) as teu, sum(container.gross_kg) as gross_kg
      from asked as train join container on container.departure_id = train.id
      join booking on booking.id = container.booking_id
      where train.state <> 'cancelled' and container.stage <> 'cancelled'
      group by grouping sets ((train.id, booking.organisation_id), (train.id)))
    select id, organisation_id as "organisationId", coalesce(teu, 0)::int as teu, coalesce(gross_kg, 0)::float8 as "grossKg",
      coalesce(bookings, 0)::int as bookings, coalesce(lead_days, '') as "leadDays", coalesce(early, 0)::int as early,
      coalesce(late, 0)::int as late, coalesce(declined, 0)::int as declined,
      coalesce(with_train, 0)::int as "withTrain", coalesce(cancelled_teu, 0)::int as "cancelledTeu"
    from sums full join boxes using (id, organisation_id)`
}

/** Of what is sold, and of what ended, whose fees stay. What is not decided yet earns nothing yet. */
function chargesOf(ids: readonly DepartureId[]): RawBuilder<ChargeRow> {
  return sql<ChargeRow>`
    select train.id, coalesce(booking.organisation_id, ${EVERYBODY}) as "organisationId", account.currency,
      sum(account.total_minor)::float8 as "amountMinor",
      coalesce(sum(account.total_minor) filter (where ${ENDED}), 0)::float8 as "feesMinor",
      count(*)::int as bookings, (count(*) filter (where ${SOLD}))::int as live
    from departure as train join booking on booking.departure_id = train.id
    join charge_account as account on account.booking_id = booking.id
    where train.id = any(${[...ids]}::text[]) and (${SOLD} or ${ENDED})
    group by grouping sets ((train.id, booking.organisation_id, account.currency), (train.id, account.currency))`
}

/** What is kept of the trains that have not moved, and what the others come to now. */
export async function readSums(tx: Tx, reader: Reader, period: Period): Promise<Sums> {
  const trains = await readTrains(tx, reader, period)
  const whose = reader.isShipper ? reader.organisationId : EVERYBODY
  const kept = trains.filter((train) => train.kept).map(({ id }) => id)
  const moved = trains.filter((train) => !train.kept).map(({ id }) => id)
  const sums = await readKept(tx, whose, kept)
  const charges = await readKeptCharges(tx, whose, kept)
  if (moved.length > 0) {
    const isMine = (row: { readonly organisationId: string }) => row.organisationId === whose
    sums.push(...(await sumsOf(moved).execute(tx)).rows.filter(isMine))
    charges.push(...(await chargesOf(moved).execute(tx)).rows.filter(isMine))
  }
  const byId = new Map(trains.map((train) => [train.id, train]))
  const placed = <Row extends { readonly id: DepartureId }>(row: Row) => {
    const { serviceId, week, cancelled } = byId.get(row.id)!
    return { ...row, serviceId, week, cancelled }
  }
  return {
    trains: reader.isShipper ? sums.map(placed).flatMap(ownTrain) : trains.map(toTrainSum),
    bookings: sums.map(placed).map(toBookingSum),
    charges: charges.map(placed) satisfies ChargeSum[],
  }
}

function toTrainSum({ serviceId, week, cancelled, ...train }: TrainRow): TrainSum {
  const { capacityTeu, soldTeu, heldTeu, soldKg } = train
  const runs = { capacityTeu, soldTeu, heldTeu, soldKg, trains: 1, trainsCancelled: 0 }
  const stays = { capacityTeu: 0, soldTeu: 0, heldTeu: 0, soldKg: 0, trains: 0, trainsCancelled: 1 }
  return { serviceId, week, ...(cancelled ? stays : runs) }
}

type Placed<Row> = Row & Pick<TrainRow, 'serviceId' | 'week'>

function ownTrain({ serviceId, week, teu, grossKg }: Placed<SumRow>): TrainSum[] {
  if (teu === 0) return []
  const own = { soldTeu: teu, soldKg: grossKg, heldTeu: 0, capacityTeu: null }
  return [{ serviceId, week, trains: 1, trainsCancelled: 0, ...own }]
}

function toBookingSum({ leadDays, ...row }: Placed<SumRow>): BookingSum {
  const { serviceId, week, bookings, early, late, declined, withTrain, cancelledTeu } = row
  const lead = leadDays === '' ? [] : leadDays.split(',').map(Number)
  const cancelled = { early, late, declined, withTrain, teu: cancelledTeu }
  return { serviceId, week, bookings, leadDays: lead, cancelled }
}

async function readKept(tx: Tx, whose: string, ids: readonly DepartureId[]): Promise<SumRow[]> {
  const { rows } = await sql<SumRow>`
    select departure_id as id, organisation_id as "organisationId", teu, gross_kg as "grossKg", bookings,
      lead_days as "leadDays", early, late, declined, 0 as "withTrain", cancelled_teu as "cancelledTeu"
    from train_sum where organisation_id = ${whose} and departure_id = any(${[...ids]}::text[])`.execute(
    tx,
  )
  return rows
}

async function readKeptCharges(
  tx: Tx,
  whose: string,
  ids: readonly DepartureId[],
): Promise<ChargeRow[]> {
  const { rows } = await sql<ChargeRow>`
    select departure_id as id, organisation_id as "organisationId", currency, amount_minor as "amountMinor",
      fees_minor as "feesMinor", bookings, live
    from train_charge_sum where organisation_id = ${whose} and departure_id = any(${[...ids]}::text[])`.execute(
    tx,
  )
  return rows
}

/** Some trains that run and have moved since they were summed, the longest gone first: they move no more. */
export async function listMoved(tx: Tx, limit: number): Promise<DepartureId[]> {
  const { rows } = await sql<{ id: DepartureId }>`
    select train.id from departure as train left join train_summed as summed on summed.departure_id = train.id
    where train.state <> 'cancelled' and not (${IS_KEPT})
    order by train.departs_at limit ${limit}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Sums trains anew and keeps them. What they were summed by is read first: what moves meanwhile is found moved. */
export async function keepSums(tx: Tx, ids: readonly DepartureId[]): Promise<void> {
  const these = sql`any(${[...ids]}::text[])`
  // Who comes second waits here, and sums what the first has left.
  await sql`insert into train_summed
      (departure_id, slot_sequence, departs_at, booking_cutoff_at, no_shows)
    select id, slot_sequence, departs_at, booking_cutoff_at, ${NO_SHOWS}
    from departure as train where id = ${these} order by id
    on conflict (departure_id) do update set slot_sequence = excluded.slot_sequence, no_shows = excluded.no_shows,
      departs_at = excluded.departs_at, booking_cutoff_at = excluded.booking_cutoff_at`.execute(tx)
  await sql`delete from train_sum where departure_id = ${these}`.execute(tx)
  await sql`delete from train_charge_sum where departure_id = ${these}`.execute(tx)
  await sql`insert into train_sum (departure_id, organisation_id, teu, gross_kg, bookings, lead_days, early, late, declined,
      cancelled_teu)
    select id, "organisationId", teu, "grossKg", bookings, "leadDays", early, late, declined, "cancelledTeu"
    from (${sumsOf(ids)}) as sums`.execute(tx)
  await sql`insert into train_charge_sum (departure_id, organisation_id, currency, amount_minor, fees_minor, bookings, live)
    select id, "organisationId", currency, "amountMinor", "feesMinor", bookings, live
    from (${chargesOf(ids)}) as charges`.execute(tx)
}

/** Lines that somebody has something on. */
export function servicesIn({ trains, bookings, charges }: Sums): ServiceId[] {
  return [...new Set([...trains, ...bookings, ...charges].map(({ serviceId }) => serviceId))]
}
