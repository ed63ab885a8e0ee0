/**
 * The sums behind the figures, in SQL. It has no tables of its own: it reads those of train, price and booking, because each sum
 * is one question over them, and it never writes. An operator's are of its own lines, a shipper's of its own bookings.
 */
import { sql, type RawBuilder } from 'kysely'
import { addDays, type Day } from '#kernel/day.ts'
import type { Currency } from '#kernel/money.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { ServiceId } from '#train/contract.ts'
import type { BookingSum, ChargeSum, Outcome, Period, Sums, TrainSum } from '#figures/figures.ts'

export interface Reader {
  readonly organisationId: OrganisationId
  readonly isShipper: boolean
}

const WEEK = sql`(date_trunc('week', train.departs_on))::date::text`
const LIVE = sql`booking.state in ('confirmed', 'pending_amendment', 'completed')`

/** Days by the calendar of the first stop; no zone is a whole day from another, so the index of moments finds them. */
function isInPeriod({ from, until }: Period): RawBuilder<unknown> {
  const last = addDays(until, 6)
  return sql`train.departs_on between ${from} and ${last}
    and train.departs_at >= ${moment(addDays(from, -1))} and train.departs_at < ${moment(addDays(last, 2))}`
}

const moment = (day: Day): Date => new Date(`${day}T00:00:00Z`)

const ownTrains = (organisationId: OrganisationId): RawBuilder<unknown> =>
  sql`train.service_id in (select id from service where operator_id = ${organisationId})`

export async function readSums(tx: Tx, reader: Reader, period: Period): Promise<Sums> {
  const trains = reader.isShipper
    ? await sumOwnBoxes(tx, reader, period)
    : await sumTrains(tx, reader, period)
  return {
    trains,
    bookings: await sumBookings(tx, reader, period),
    charges: await sumCharges(tx, reader, period),
  }
}

async function sumTrains(tx: Tx, reader: Reader, period: Period): Promise<TrainSum[]> {
  const runs = sql`filter (where train.state <> 'cancelled')`
  const { rows } = await sql<TrainSum>`
    select train.service_id as "serviceId", ${WEEK} as week,
      count(*) ${runs}::int as trains, count(*) filter (where train.state = 'cancelled')::int as "trainsCancelled",
      coalesce(sum(train.capacity_teu) ${runs}, 0)::int as "capacityTeu",
      coalesce(sum(pools.sold_teu) ${runs}, 0)::int as "soldTeu",
      coalesce(sum(pools.held_teu) ${runs}, 0)::int as "heldTeu",
      coalesce(sum(pools.sold_kg) ${runs}, 0)::float8 as "soldKg"
    from departure as train
    cross join lateral (
      select sum(sold_teu) as sold_teu, sum(held_teu) as held_teu, sum(sold_gross_kg) as sold_kg
      from slot_pool where departure_id = train.id) as pools
    where ${isInPeriod(period)} and ${ownTrains(reader.organisationId)}
    group by 1, 2`.execute(tx)
  return rows
}

/** By its boxes, each on the train that it is on by now. */
async function sumOwnBoxes(tx: Tx, reader: Reader, period: Period): Promise<TrainSum[]> {
  const { rows } = await sql<TrainSum>`
    select train.service_id as "serviceId", ${WEEK} as week,
      count(distinct train.id)::int as trains, 0 as "trainsCancelled", null as "capacityTeu",
      sum(case when container.equipment_type like '2%' then 1 else 2 end)::int as "soldTeu",
      0 as "heldTeu", sum(container.gross_kg)::float8 as "soldKg"
    from departure as train
    join container on container.departure_id = train.id
    join booking on booking.id = container.booking_id
    where ${isInPeriod(period)} and train.state <> 'cancelled' and container.stage <> 'cancelled'
      and booking.organisation_id = ${reader.organisationId}
    group by 1, 2`.execute(tx)
  return rows
}

const mine = ({ organisationId, isShipper }: Reader): RawBuilder<unknown> =>
  isShipper ? sql`booking.organisation_id = ${organisationId}` : ownTrains(organisationId)

/** What is live on a train that does not run waits for another one, and counts when it has it. */
async function sumBookings(tx: Tx, reader: Reader, period: Period): Promise<BookingSum[]> {
  const { rows } = await sql<BookingSum & { outcome: Outcome }>`
    select train.service_id as "serviceId", ${WEEK} as week,
      case when ${LIVE} then 'live'
        when train.state = 'cancelled' then 'with_train'
        when booking.state = 'declined' then 'declined'
        when booking.cancelled_at > train.booking_cutoff_at then 'late' else 'early' end as outcome,
      greatest(0, floor(extract(epoch from train.departs_at - booking.created_at) / 86400))::int as "leadDays",
      count(*)::int as bookings, sum(booking.teu)::int as teu
    from departure as train join booking on booking.departure_id = train.id
    where ${isInPeriod(period)} and ${mine(reader)}
      and ((${LIVE} and train.state <> 'cancelled') or booking.state = 'declined' or ${HAD_SLOTS})
    group by 1, 2, 3, 4`.execute(tx)
  return rows
}

/** Cancelled, and neither a basket, which lacks its particulars, nor a place on the waiting list that never got a slot. */
const HAD_SLOTS = sql`(booking.state = 'cancelled' and booking.broker_id is not null and not exists (
  select from waiting where waiting.booking_id = booking.id and waiting.boxes_placed = 0))`

/** Of what is sold, and of what ended, whose fees stay. What is not decided yet earns nothing yet. */
async function sumCharges(tx: Tx, reader: Reader, period: Period): Promise<ChargeSum[]> {
  const sold = sql`(${LIVE} and train.state <> 'cancelled')`
  const ended = sql`booking.state in ('cancelled', 'declined', 'rejected', 'expired')`
  const { rows } = await sql<Omit<ChargeSum, 'currency'> & { currency: Currency }>`
    select train.service_id as "serviceId", ${WEEK} as week, account.currency,
      sum(account.total_minor)::float8 as "amountMinor",
      coalesce(sum(account.total_minor) filter (where ${ended}), 0)::float8 as "feesMinor",
      count(*)::int as bookings, count(*) filter (where ${sold})::int as live
    from departure as train join booking on booking.departure_id = train.id
    join charge_account as account on account.booking_id = booking.id
    where ${isInPeriod(period)} and ${mine(reader)} and (${sold} or ${ended})
    group by 1, 2, 3`.execute(tx)
  return rows
}

/** Lines that somebody's sums are of. */
export function servicesIn({ trains, bookings, charges }: Sums): ServiceId[] {
  return [...new Set([...trains, ...bookings, ...charges].map(({ serviceId }) => serviceId))]
}
