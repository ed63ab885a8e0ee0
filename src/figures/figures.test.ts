// From sums to figures: periods, rates, medians; two currencies are never one sum.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Day } from '#kernel/day.ts'
import type { Currency } from '#kernel/money.ts'
import type { Cancelled } from '#figures/contract.ts'
import type { ServiceId } from '#train/contract.ts'
import {
  cancelRateOf,
  countDays,
  decidePeriod,
  figuresOf,
  fillOf,
  groupSums,
  mondayOf,
  quantileDays,
  weeksOf,
  type BookingSum,
  type ChargeSum,
  type Sums,
  type TrainSum,
} from '#figures/figures.ts'

const day = (text: string) => text as Day
const LINE = 'svc_1' as ServiceId
const of = { serviceId: LINE, week: day('2026-11-23') }

const train = (change: Partial<TrainSum>): TrainSum => ({
  ...of,
  trains: 1,
  trainsCancelled: 0,
  capacityTeu: 110,
  soldTeu: 0,
  heldTeu: 0,
  soldKg: 0,
  ...change,
})
const NONE: Cancelled = { early: 0, late: 0, declined: 0, withTrain: 0, teu: 0 }
const booked = (leadDays: number[], cancelled: Partial<Cancelled> = {}): BookingSum => ({
  ...of,
  bookings: leadDays.length,
  leadDays: countDays(leadDays),
  cancelled: { ...NONE, ...cancelled },
})
const charged = (currency: string, amountMinor: number, feesMinor = 0): ChargeSum => ({
  ...of,
  currency: currency as Currency,
  amountMinor,
  feesMinor,
  bookings: 1,
  live: feesMinor === 0 ? 1 : 0,
})
const sums = (change: Partial<Sums>): Sums => ({ trains: [], bookings: [], charges: [], ...change })

test('weeks begin on Mondays, and a year of them is the most', () => {
  assert.equal(mondayOf(day('2026-11-29')), '2026-11-23')
  assert.equal(mondayOf(day('2026-11-30')), '2026-11-30')
  const today = day('2026-11-27')
  const usual = decidePeriod({}, today)
  assert.deepEqual(usual, { from: '2026-09-07', until: '2026-12-21' })
  assert.equal(weeksOf(usual as { from: Day; until: Day }).length, 16)
  const year = { from: day('2026-01-01'), until: day('2026-12-31') }
  assert.deepEqual(decidePeriod(year, today), { from: '2025-12-29', until: '2026-12-28' })
  const refused = 'figures.period_too_long'
  assert.equal(decidePeriod({ ...year, from: day('2025-12-24') }, today), refused)
  assert.equal(decidePeriod({ from: day('2026-12-07'), until: day('2026-11-30') }, today), refused)
})

test('one end alone is enough of a period', () => {
  const today = day('2026-11-27')
  for (const from of ['2026-10-01', '2027-03-01'])
    assert.notEqual(typeof decidePeriod({ from: day(from) }, today), 'string')
  for (const until of ['2025-06-01', '2026-12-31'])
    assert.notEqual(typeof decidePeriod({ until: day(until) }, today), 'string')
})

test('fill rate is of all the places of a week together, and of nothing there is none', () => {
  const trains = [train({ soldTeu: 110 }), train({ capacityTeu: 50, soldTeu: 10, heldTeu: 4 })]
  const figures = figuresOf(sums({ trains }), false)
  assert.equal(fillOf(figures), 120 / 160)
  assert.equal(figures.heldTeu, 4)
  assert.equal(fillOf(figuresOf(sums({}), false)), null)
  assert.equal(fillOf(figuresOf(sums({ trains }), true)), null, 'a shipper learns no fill rate')
})

test('half the bookings were made the median before, one in ten as late as the lower line', () => {
  const lead = [3, ...Array.from({ length: 8 }, () => 20), 40]
  assert.equal(quantileDays(countDays(lead), 0.5), 20)
  assert.equal(quantileDays(countDays(lead), 0.1), 3)
  assert.equal(quantileDays(countDays([]), 0.5), null)
  const bookings = [booked(lead.slice(0, 4)), booked(lead.slice(4)), booked([], { early: 50 })]
  const { lead: told } = figuresOf(sums({ bookings }), false)
  assert.deepEqual(told, { bookings: 10, medianDays: 20, lateDays: 3 })
})

test('a quantile is that of the bookings in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 60 }), { minLength: 1 }),
      fc.constantFrom(0.1, 0.5, 0.9),
      (days, share) => {
        const inOrder = days.toSorted((one, other) => one - other)
        const expected = inOrder[Math.max(0, Math.ceil(share * days.length) - 1)]
        assert.equal(quantileDays(countDays(days), share), expected)
      },
    ),
  )
})

test('what ended with its train is in no rate', () => {
  const bookings = [
    booked(Array.from({ length: 16 }, () => 10)),
    booked([], { early: 1, late: 2, teu: 6 }),
    booked([], { declined: 1, withTrain: 7, teu: 2 }),
  ]
  const figures = figuresOf(sums({ bookings }), false)
  assert.deepEqual(figures.cancelled, { early: 1, late: 2, declined: 1, withTrain: 7, teu: 8 })
  assert.equal(cancelRateOf(figures), 4 / 20)
  const stopped = figuresOf(sums({ bookings: [booked([], { withTrain: 1 })] }), false)
  assert.equal(cancelRateOf(stopped), null)
})

test('each currency by itself, the commonest first; what has no statement is counted, not valued', () => {
  const charges = [charged('USD', 700), charged('CNY', 100), charged('CNY', 30, 30)]
  const { revenue, unpriced } = figuresOf(
    sums({ charges, bookings: [booked([1, 1, 1, 1, 1], { early: 1 })] }),
    false,
  )
  assert.deepEqual(revenue, [
    { currency: 'CNY', amountMinor: 130, feesMinor: 30, bookings: 2 },
    { currency: 'USD', amountMinor: 700, feesMinor: 0, bookings: 1 },
  ])
  assert.equal(unpriced, 3)
})

test('told apart and put together again it is the same', () => {
  const weeks = ['2026-11-16', '2026-11-23'].map(day)
  const all = sums({
    trains: weeks.map((week) => train({ week, soldTeu: 5 })),
    bookings: weeks.map((week) => ({ ...booked([9]), week })),
    charges: [charged('CNY', 1)],
  })
  const apart = groupSums(all, ({ week }) => week)
  assert.deepEqual([...apart.keys()], weeks)
  assert.equal(figuresOf(apart.get(weeks[1]!)!, false).revenue.length, 1)
  const total = [...apart.values()].reduce((sum, one) => sum + figuresOf(one, false).soldTeu, 0)
  assert.equal(total, figuresOf(all, false).soldTeu)
})
