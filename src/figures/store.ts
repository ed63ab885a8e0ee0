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
import {
  countDays,
  type BookingSum,
  type ChargeSum,
  type Period,
  type Sums,
  type TrainSum,
} from '#figures/figures.ts'

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

/** The trains of a line in a week together: what is kept of them, and which have moved since they were summed. */
interface CellRow extends Omit<SumRow, 'id' | 'organisationId'> {
  readonly serviceId: ServiceId
  readonly week: Day
  readonly moved: readonly DepartureId[] | null
  /** Of how many trains something is kept for the reader. */
  readonly kept: number
  readonly trains: number
  readonly trainsCancelled: number
  readonly capacityTeu: number | null
  readonly soldTeu: number
  readonly heldTeu: number
  readonly soldKg: number
  readonly charges: readonly Omit<ChargeRow, 'id' | 'organisationId'>[] | null
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

/** An operator's own trains, or all that a shipper may have something on. */
function trainsOf({ organisationId, isShipper }: Reader, { from, until }: Period) {
  const last = addDays(until, 6)
  const own = isShipper
    ? sql`true`
    : sql`train.service_id in (select id from service where operator_id = ${organisationId})`
  return sql`
    select train.id, train.service_id, train.state = 'cancelled' as cancelled, ${IS_KEPT} as kept, train.capacity_teu,
      train.departs_on - (extract(isodow from train.departs_on)::int - 1) as week
    from departure as train left join train_summed as summed on summed.departure_id = train.id
    where train.departs_on between ${from} and ${last} and ${own}
      -- No zone is a whole day from another: the index of moments finds the days.
      and train.departs_at >= ${moment(addDays(from, -1))} and train.departs_at < ${moment(addDays(last, 2))}`
}

/** What an operator's own accounts of slots say, which are never behind. */
const OF_TRAINS = sql`count(*) filter (where not cancelled)::int as trains,
  count(*) filter (where cancelled)::int as "trainsCancelled",
  coalesce(sum(capacity_teu) filter (where not cancelled), 0)::int as "capacityTeu",
  coalesce(sum(pools.sold_teu) filter (where not cancelled), 0)::int as "soldTeu",
  coalesce(sum(pools.held_teu) filter (where not cancelled), 0)::int as "heldTeu",
  coalesce(sum(pools.sold_gross_kg) filter (where not cancelled), 0)::float8 as "soldKg"`
const POOLS = sql`left join lateral (select sum(sold_teu) as sold_teu, sum(held_teu) as held_teu, sum(sold_gross_kg) as sold_gross_kg
  from slot_pool where departure_id = train.id) as pools on true`

/** To a shipper a train is what it has on it. */
const OF_BOXES = sql`count(*) filter (where summed.teu > 0)::int as trains, 0 as "trainsCancelled", null as "capacityTeu",
  coalesce(sum(summed.teu), 0)::int as "soldTeu", 0 as "heldTeu", coalesce(sum(summed.gross_kg), 0)::float8 as "soldKg"`

/**
 * One question, which gives a row for each line and week: a quarter has hundreds of trains, and asking for each by its id took
 * longer than summing them.
 */
async function readCells(tx: Tx, reader: Reader, period: Period): Promise<CellRow[]> {
  const whose = whoseOf(reader)
  const { isShipper } = reader
  const { rows } = await sql<CellRow>`
    with train as materialized (${trainsOf(reader, period)}),
    cells as (
      select train.service_id, train.week, array_agg(train.id) filter (where not train.kept) as moved,
        ${isShipper ? OF_BOXES : OF_TRAINS}, count(summed.departure_id)::int as kept,
        coalesce(sum(summed.bookings), 0)::int as bookings,
        coalesce(string_agg(summed.lead_days, ',') filter (where summed.lead_days <> ''), '') as "leadDays",
        coalesce(sum(summed.early), 0)::int as early, coalesce(sum(summed.late), 0)::int as late,
        coalesce(sum(summed.declined), 0)::int as declined, 0 as "withTrain",
        coalesce(sum(summed.cancelled_teu), 0)::int as "cancelledTeu"
      from train left join train_sum as summed
        on train.kept and summed.organisation_id = ${whose} and summed.departure_id = train.id
      ${isShipper ? sql`` : POOLS}
      group by train.service_id, train.week),
    charged as (
      select train.service_id, train.week, charge.currency, sum(charge.amount_minor) as amount_minor,
        sum(charge.fees_minor) as fees_minor, sum(charge.bookings) as bookings, sum(charge.live) as live
      from train join train_charge_sum as charge on charge.departure_id = train.id
      where train.kept and charge.organisation_id = ${whose}
      group by train.service_id, train.week, charge.currency),
    charges as (
      select service_id, week, json_agg(json_build_object('currency', currency, 'amountMinor', amount_minor,
        'feesMinor', fees_minor, 'bookings', bookings, 'live', live)) as charges
      from charged group by service_id, week)
    select cells.*, cells.service_id as "serviceId", cells.week::text as week, charges.charges
    from cells left join charges using (service_id, week)`.execute(tx)
  return rows
}

const whoseOf = ({ organisationId, isShipper }: Reader): string =>
  isShipper ? organisationId : EVERYBODY

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
  const cells = await readCells(tx, reader, period)
  const places = new Map(cells.flatMap((cell) => (cell.moved ?? []).map((id) => [id, cell])))
  const moved = await readMoved(tx, reader, [...places.keys()])
  const placed = <Row extends { readonly id: DepartureId }>(row: Row): Placed<Row> => {
    const { serviceId, week } = places.get(row.id)!
    return { ...row, serviceId, week }
  }
  const fresh = moved.sums.map(placed)
  const kept = cells.filter((cell) => cell.kept > 0)
  return {
    trains: reader.isShipper
      ? [...kept.filter(({ trains }) => trains > 0).map(toTrainSum), ...fresh.flatMap(ownTrain)]
      : cells.map(toTrainSum),
    bookings: [...kept, ...fresh].map(toBookingSum),
    charges: [...cells.flatMap(toChargeSums), ...moved.charges.map(placed)],
  }
}

async function readMoved(
  tx: Tx,
  reader: Reader,
  ids: readonly DepartureId[],
): Promise<{ readonly sums: SumRow[]; readonly charges: ChargeRow[] }> {
  if (ids.length === 0) return { sums: [], charges: [] }
  const isMine = (row: { readonly organisationId: string }) =>
    row.organisationId === whoseOf(reader)
  return {
    sums: (await sumsOf(ids).execute(tx)).rows.filter(isMine),
    charges: (await chargesOf(ids).execute(tx)).rows.filter(isMine),
  }
}

type Placed<Row> = Row & Pick<CellRow, 'serviceId' | 'week'>

function toTrainSum(cell: CellRow): TrainSum {
  const { serviceId, week, trains, trainsCancelled, capacityTeu, soldTeu, heldTeu, soldKg } = cell
  return { serviceId, week, trains, trainsCancelled, capacityTeu, soldTeu, heldTeu, soldKg }
}

function ownTrain({ serviceId, week, teu, grossKg }: Placed<SumRow>): TrainSum[] {
  if (teu === 0) return []
  const own = { soldTeu: teu, soldKg: grossKg, heldTeu: 0, capacityTeu: null }
  return [{ serviceId, week, trains: 1, trainsCancelled: 0, ...own }]
}

type Booked = Pick<SumRow, 'bookings' | 'leadDays' | keyof Ended>
type Ended = Pick<SumRow, 'early' | 'late' | 'declined' | 'withTrain' | 'cancelledTeu'>

function toBookingSum(row: Placed<Booked>): BookingSum {
  const { serviceId, week, bookings, early, late, declined, withTrain, cancelledTeu } = row
  const cancelled = { early, late, declined, withTrain, teu: cancelledTeu }
  return { serviceId, week, bookings, leadDays: countDays(readDays(row.leadDays)), cancelled }
}

const readDays = (text: string): number[] => (text === '' ? [] : text.split(',').map(Number))

function toChargeSums({ serviceId, week, charges }: CellRow): ChargeSum[] {
  return (charges ?? []).map((charge) => ({ serviceId, week, ...charge }))
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
