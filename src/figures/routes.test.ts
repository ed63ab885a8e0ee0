// The figures of real bookings, taken, priced, cancelled and declined as people do it; and everyone who must not learn them.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking } from '#booking/fixtures.ts'
import { sweep } from '#booking/slots/watch.ts'
import { figuresRoutes } from '#figures'
import type { Figures } from '#figures/contract.ts'
import { sumMoved } from '#figures/summing.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { priceRoutes } from '#price'
import type { Quote } from '#price/contract.ts'
import { publishSheet } from '#price/fixtures.ts'
import { trainRoutes } from '#train'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
priceRoutes(http)
bookingRoutes(http)
figuresRoutes(http)
const now = clock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now })
const strangers = await organisationsFixture(database, { now, tag: 'b' })
const departure = await departureFixture(database, parties, { now, ids, days: 30 })
const other = await departureFixture(database, parties, { now, ids, days: 33, line: 'moscow' })
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const { origin, destination } = departure.service
await publishSheet(operator, { origin, destination })

/** Three of them: kept with its price, cancelled with its fee, and at a price agreed elsewhere. */
const lines = [{ equipmentType: '45G1', count: 2 }]
const cargo = newBooking(parties, departure.id).cargo.slice(1)
const book = async (quoteId?: string, train = departure.id) =>
  (
    await exporter.post<BookingView>(
      '/api/bookings',
      newBooking(parties, train, { ...(quoteId && { quoteId }), lines, cargo }),
    )
  ).body
const quote = async () => {
  const boxes = [{ equipmentType: '45G1', owner: 'operator', count: 2 }]
  return (await exporter.post<Quote>('/api/quotes', { departureId: departure.id, boxes })).body
}
const DAYS = { from: departure.departsAt.slice(0, 10), until: other.departsAt.slice(0, 10) }
const PERIOD = new URLSearchParams(DAYS).toString()
/** Read twice: made at once from what has moved, then from what is kept. They are the same, to the last unit. */
const figuresFor = async (who: typeof exporter, more = '') => {
  const ask = async () => (await who.get<Figures>(`/api/figures?${PERIOD}${more}`)).body
  const made = await ask()
  await sumMoved(database)
  assert.deepEqual(await ask(), made)
  return made
}

const first = await quote()
const kept = await book(first.id)
const second = await quote()
const cancelled = await book(second.id)
await book()
await book(undefined, other.id)
await exporter.post(`/api/bookings/${cancelled.id}/cancel`)

test('an operator reads what its trains sold, earned and lost', async () => {
  const { total, byLine, byCorridor, byWeek } = await figuresFor(operator)
  assert.equal(kept.state, 'confirmed')
  assert.deepEqual(
    [total.trains, total.capacityTeu, total.soldTeu, total.bookings, total.unpriced],
    [2, 220, 12, 3, 2],
  )
  assert.deepEqual(
    total.revenue.map(({ currency, amountMinor }) => [currency, amountMinor]),
    [['USD', first.totalMinor]],
    'cancelled in time: nothing is left of its price',
  )
  assert.equal(total.cancelled.early, 1)
  assert.equal(total.cancelled.teu, 4)
  assert.equal(total.lead.medianDays, 30)
  const soldBy = new Map(byLine.map(({ serviceId, soldTeu }) => [serviceId, soldTeu]))
  assert.deepEqual([soldBy.get(departure.serviceId), soldBy.get(other.serviceId)], [8, 4])
  assert.deepEqual(
    byCorridor.map(({ corridor, trains }) => [corridor, trains]),
    [
      ['west', 1],
      ['east', 1],
    ],
  )
  assert.equal(
    byWeek.reduce((sum, { soldTeu }) => sum + soldTeu, 0),
    total.soldTeu,
  )
})

test('by corridor and by line it is part of the same', async () => {
  const east = await figuresFor(operator, '&corridor=east')
  assert.equal(east.total.soldTeu, 4)
  assert.equal(east.lines.length, 2, 'every line stays to be chosen')
  const line = await figuresFor(operator, `&service=${departure.serviceId}`)
  assert.equal(line.total.soldTeu, 8)
})

test('a shipper reads of its own bookings only, and nothing of how full the train is', async () => {
  const { total, lines: own } = await figuresFor(exporter)
  assert.equal(total.capacityTeu, null)
  assert.deepEqual([total.soldTeu, total.bookings, total.trains], [12, 3, 2])
  assert.equal(total.revenue[0]?.amountMinor, first.totalMinor)
  assert.equal(own.length, 2)
  const foreign = await figuresFor(http.as(strangers.exporter.actor))
  assert.deepEqual([foreign.total.soldTeu, foreign.lines, foreign.total.revenue], [0, [], []])
  const rival = await figuresFor(http.as(strangers.operator.actor))
  assert.deepEqual([rival.total.trains, rival.total.soldTeu, rival.lines], [0, 0, []])
})

test('a booking declined and a train that does not run are told apart', async () => {
  const late = await book()
  await operator.post(`/api/bookings/${late.id}/decide`, { decision: 'decline', reason: 'Full' })
  const stopped = await operator.post(`/api/departures/${other.id}/cancel`, {
    reason: 'No locomotive',
    at: clock().toISOString(),
    place: other.service.origin,
  })
  assert.equal(stopped.status, 200)
  const { total } = await figuresFor(operator)
  assert.equal(total.cancelled.declined, 1)
  assert.deepEqual([total.trains, total.trainsCancelled, total.soldTeu], [1, 1, 8])
  assert.equal(total.bookings, 2, 'what stood on it waits for another train')
})

test('a basket that is given back and a place on the list are no cancellations', async () => {
  const before = (await figuresFor(operator)).total.cancelled
  const held = await exporter.post<BookingView>('/api/bookings/hold', {
    departureId: departure.id,
    lines,
    cargoKg: 4_200,
  })
  assert.equal((await figuresFor(operator)).total.heldTeu, 4)
  await exporter.post(`/api/bookings/${held.body.id}/cancel`)
  assert.deepEqual((await figuresFor(operator)).total.cancelled, before)
})

test('as files, with money in a column a currency, and what it counts', async () => {
  const csv = await operator.get<string>(`/api/figures.csv?${PERIOD}`)
  assert.equal(csv.status, 200)
  const text = String(csv.body)
  assert.match(text, /Revenue USD/)
  assert.match(text, new RegExp(`${first.totalMinor / 100}`))
  assert.equal((await operator.get(`/api/figures.xlsx?${PERIOD}`)).status, 200)
  assert.equal((await operator.get('/api/figures.csv?from=yesterday')).status, 422)
})

test('too long a period, and whom it does not concern', async () => {
  const refused = await operator.get<{ code: string }>(
    '/api/figures?from=2020-01-01&until=2026-01-01',
  )
  assert.equal(refused.body.code, 'figures.period_too_long')
  for (const who of [parties.customs, parties.rail, parties.warehouse, parties.broker])
    assert.equal((await http.as(who.actor).get('/api/figures')).status, 403)
})

test('a fee for boxes that did not come is in the figures at once, although nothing moved', async () => {
  const before = await figuresFor(operator)
  clock.advance(29 * 24 * 60)
  await sweep({ database, clock, ids })
  const after = await figuresFor(operator)
  // The whole of its price, by the sheet.
  assert.equal(
    after.total.revenue[0]!.amountMinor,
    before.total.revenue[0]!.amountMinor + first.totalMinor,
  )
})
