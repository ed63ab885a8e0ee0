/** From the sums that the database gives to the figures that people read: periods, rates, medians; each currency by itself. Pure. */
import { addDays, daysBetween, weekdayOf, type Day } from '#kernel/day.ts'
import type { Currency } from '#kernel/money.ts'
import type { ServiceId } from '#train/contract.ts'
import {
  FIGURE_WEEKS_MAX,
  type Cancelled,
  type FigureSet,
  type FiguresAsked,
  type Revenue,
} from '#figures/contract.ts'

const WEEKS_BACK = 11
const WEEKS_AHEAD = 4

interface OfWeek {
  readonly serviceId: ServiceId
  /** Its Monday. */
  readonly week: Day
}

export interface TrainSum extends OfWeek {
  readonly trains: number
  readonly trainsCancelled: number
  /** Null for a shipper: the rest of the train is not its business. */
  readonly capacityTeu: number | null
  readonly soldTeu: number
  readonly heldTeu: number
  readonly soldKg: number
}

/** How many bookings there are of each number of whole days. */
export type DayCounts = ReadonlyMap<number, number>

/** The bookings of a train, or of several. */
export interface BookingSum extends OfWeek {
  /** Confirmed or completed. */
  readonly bookings: number
  /** From being made to the planned departure. */
  readonly leadDays: DayCounts
  readonly cancelled: Cancelled
}

export interface ChargeSum extends OfWeek, Revenue {
  /** Those among `bookings` that are confirmed or completed. */
  readonly live: number
}

export interface Sums {
  readonly trains: readonly TrainSum[]
  readonly bookings: readonly BookingSum[]
  readonly charges: readonly ChargeSum[]
}

export interface Period {
  readonly from: Day
  readonly until: Day
}

export const mondayOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day))

/** The Mondays of the first and the last week, or what is refused. */
export function decidePeriod(
  { from, until }: Pick<FiguresAsked, 'from' | 'until'>,
  today: Day,
): Period | 'figures.period_too_long' {
  const last = mondayOf(
    until ?? addDays(from !== undefined && from > today ? from : today, WEEKS_AHEAD * 7),
  )
  const first = mondayOf(from ?? addDays(last < today ? last : today, -WEEKS_BACK * 7))
  const weeks = daysBetween(first, last) / 7 + 1
  return weeks >= 1 && weeks <= FIGURE_WEEKS_MAX
    ? { from: first, until: last }
    : 'figures.period_too_long'
}

export function weeksOf({ from, until }: Period): Day[] {
  return Array.from({ length: daysBetween(from, until) / 7 + 1 }, (_, week) =>
    addDays(from, week * 7),
  )
}

export function sumsWhere(sums: Sums, holds: (one: OfWeek) => boolean): Sums {
  const { trains, bookings, charges } = sums
  return {
    trains: trains.filter(holds),
    bookings: bookings.filter(holds),
    charges: charges.filter(holds),
  }
}

/** The sums apart by a key, in the order in which keys first come. */
export function groupSums<Key>(sums: Sums, keyOf: (one: OfWeek) => Key): ReadonlyMap<Key, Sums> {
  const trains = Map.groupBy(sums.trains, keyOf)
  const bookings = Map.groupBy(sums.bookings, keyOf)
  const charges = Map.groupBy(sums.charges, keyOf)
  const keys = new Set([...trains.keys(), ...bookings.keys(), ...charges.keys()])
  return new Map(
    [...keys].map((key) => [
      key,
      {
        trains: trains.get(key) ?? [],
        bookings: bookings.get(key) ?? [],
        charges: charges.get(key) ?? [],
      },
    ]),
  )
}

const total = <One>(items: readonly One[], of: (one: One) => number): number =>
  items.reduce((sum, one) => sum + of(one), 0)

export function figuresOf({ trains, bookings, charges }: Sums, isShipper: boolean): FigureSet {
  const made = total(bookings, (one) => one.bookings)
  const leadDays = addCounts(bookings.map((one) => one.leadDays))
  return {
    trains: total(trains, (one) => one.trains),
    trainsCancelled: total(trains, (one) => one.trainsCancelled),
    capacityTeu: isShipper ? null : total(trains, (one) => one.capacityTeu ?? 0),
    soldTeu: total(trains, (one) => one.soldTeu),
    heldTeu: total(trains, (one) => one.heldTeu),
    soldKg: total(trains, (one) => one.soldKg),
    bookings: made,
    unpriced: Math.max(0, made - total(charges, (one) => one.live)),
    lead: {
      bookings: made,
      medianDays: quantileDays(leadDays, 0.5),
      lateDays: quantileDays(leadDays, 0.1),
    },
    cancelled: cancelledOf(bookings),
    revenue: revenueOf(charges),
  }
}

function cancelledOf(bookings: readonly BookingSum[]): Cancelled {
  const sum = (of: keyof Cancelled) => total(bookings, ({ cancelled }) => cancelled[of])
  return {
    early: sum('early'),
    late: sum('late'),
    declined: sum('declined'),
    withTrain: sum('withTrain'),
    teu: sum('teu'),
  }
}

function revenueOf(charges: readonly ChargeSum[]): Revenue[] {
  const byCurrency = Map.groupBy(charges, ({ currency }) => currency)
  return [...byCurrency]
    .map(([currency, ofIt]): Revenue => ({
      currency,
      amountMinor: total(ofIt, (one) => one.amountMinor),
      feesMinor: total(ofIt, (one) => one.feesMinor),
      bookings: total(ofIt, (one) => one.bookings),
    }))
    .toSorted((one, other) => other.bookings - one.bookings || byName(one, other))
}

const byName = (one: { currency: Currency }, other: { currency: Currency }) =>
  one.currency < other.currency ? -1 : 1

export function countDays(days: readonly number[]): DayCounts {
  const counts = new Map<number, number>()
  for (const each of days) counts.set(each, (counts.get(each) ?? 0) + 1)
  return counts
}

function addCounts(some: readonly DayCounts[]): DayCounts {
  const sum = new Map<number, number>()
  for (const counts of some)
    for (const [days, count] of counts) sum.set(days, (sum.get(days) ?? 0) + count)
  return sum
}

/** The fewest whole days that so great a share of the bookings does not exceed; null of none. */
export function quantileDays(counts: DayCounts, share: number): number | null {
  const wanted = share * counts.values().reduce((sum, count) => sum + count, 0)
  let passed = 0
  for (const days of [...counts.keys()].toSorted((one, other) => one - other)) {
    passed += counts.get(days)!
    if (passed >= wanted) return days
  }
  return null
}

/** Of the capacity, what is sold, 0 to 1; null where there is none. */
export function fillOf({
  capacityTeu,
  soldTeu,
}: Pick<FigureSet, 'capacityTeu' | 'soldTeu'>): number | null {
  return capacityTeu === null || capacityTeu === 0 ? null : soldTeu / capacityTeu
}

export function cancelledCount({ early, late, declined }: Cancelled): number {
  return early + late + declined
}

/** Of the bookings that had slots, those that gave them up, 0 to 1; null where there were none. */
export function cancelRateOf({
  bookings,
  cancelled,
}: Pick<FigureSet, 'bookings' | 'cancelled'>): number | null {
  const gone = cancelledCount(cancelled)
  return bookings + gone === 0 ? null : gone / (bookings + gone)
}
