// A basket of LCL: space is held for a limited time, confirmed for what the cargo comes to, let go, or free again when its time or its container is over.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import type { ConsolidationView } from '#booking/lcl-contract.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { auditTrain, sweep } from '#booking/slots/watch.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { priceRoutes } from '#price'
import type { ChargeStatement, Quote } from '#price/contract.ts'
import { publishSheet } from '#price/fixtures.ts'
import { trainRoutes } from '#train'
import type { Departure } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
priceRoutes(http)
bookingRoutes(http)
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now: clock() })
const others = await organisationsFixture(database, { now: clock(), tag: 'b' })
const train = await departureFixture(database, parties, {
  ...{ now: clock(), ids, days: 30, line: 'duisburg' },
})
const operator = http.as(parties.operator.actor)
const shipper = http.as(parties.exporter.actor)
const neighbour = http.as(others.exporter.actor)
const { origin, destination } = train.service
await publishSheet(
  operator,
  { origin, destination },
  { lclRates: [{ origin, destination, priceMinor: 9_500, minimumMinor: 20_000 }] },
)

type Refused = { code: string; detail: string }
type Answer = BookingView & Refused

async function opened(): Promise<ConsolidationView> {
  const offered = newConsolidation(parties, { volumeDm3: 10_000, grossKg: 5_000, packages: 100 })
  const path = `/api/departures/${train.id}/consolidations`
  return (await operator.post<ConsolidationView>(path, offered)).body
}
const lot = (volumeDm3: number, grossKg = 1_000, packages = 12) => ({
  ...{ volumeDm3, grossKg, packages },
})
const hold = (id: string, asked: object, by = shipper) =>
  by.post<Answer>(`/api/consolidations/${id}/hold`, asked)
const confirm = (id: string, volumeDm3: number, changes = {}) =>
  shipper.post<Answer>(
    `/api/bookings/${id}/consignment/confirm`,
    newConsignment(parties, { volumeDm3, grossMassKg: 900 }, changes),
  )
const read = async (id: string) => (await shipper.get<BookingView>(`/api/bookings/${id}`)).body
const free = async (id: string) =>
  (await operator.get<ConsolidationView>(`/api/consolidations/${id}`)).body.free.volumeDm3
const sound = async () =>
  assert.deepEqual(await database.transact((tx) => auditTrain(tx, train.id)), [])

test('space is held for a quarter of an hour, and is nobody else’s meanwhile', async () => {
  const { id } = await opened()
  const made = await hold(id, lot(6_000))
  assert.equal(made.status, 200, made.body.detail)
  const { state, heldUntil, cancellable, consignment, containers } = made.body
  assert.deepEqual([state, cancellable, containers], ['held', true, []])
  assert.equal(Date.parse(heldUntil!) - clock().getTime(), 15 * 60_000)
  assert.deepEqual(consignment!.stepsOpen, [])
  assert.equal(await free(id), 4_000)
  const refused = await hold(id, lot(4_001), neighbour)
  assert.equal(refused.body.code, 'train.consolidation_full')
  assert.equal((await neighbour.get(`/api/bookings/${made.body.id}`)).status, 404)
  const foreign = await neighbour.post<Refused>(
    `/api/bookings/${made.body.id}/consignment/confirm`,
    newConsignment(others, { volumeDm3: 1, grossMassKg: 1 }),
  )
  assert.equal(foreign.body.code, 'booking.absent')
  const whole = await shipper.post<Refused>(
    `/api/bookings/${made.body.id}/confirm`,
    newConsignment(parties, { volumeDm3: 1, grossMassKg: 1 }),
  )
  assert.equal(whole.body.code, 'booking.lcl_own_way')
  await sound()
})

test('it is confirmed for what the cargo comes to, at the price of that', async () => {
  const { id } = await opened()
  const basket = (await hold(id, lot(6_000))).body
  assert.equal((await hold(id, lot(3_000), neighbour)).status, 200)
  // A cubic metre is free beside the two.
  assert.equal((await confirm(basket.id, 7_001)).body.code, 'train.consolidation_full')
  assert.equal((await read(basket.id)).state, 'held')
  const asked = { departureId: train.id, volumeDm3: 6_500, grossMassKg: 900 }
  const quote = (await shipper.post<Quote>('/api/quotes/lcl', asked)).body
  const booked = await confirm(basket.id, 6_500, { quoteId: quote.id, reference: 'PO-1' })
  assert.equal(booked.status, 200, booked.body.detail)
  assert.deepEqual(
    [booked.body.state, booked.body.lot!.volumeDm3, booked.body.heldUntil],
    ['confirmed', 6_500, null],
  )
  assert.equal(booked.body.containers.length, 1)
  assert.equal(await free(id), 500)
  const path = `/api/bookings/${basket.id}/charges`
  const charges = (await shipper.get<ChargeStatement>(path)).body
  assert.equal(charges.totalMinor, quote.totalMinor)
  assert.equal((await confirm(basket.id, 6_500)).body.code, 'booking.wrong_state')
  const small = (await hold(id, lot(400))).body
  assert.equal((await confirm(small.id, 100, { reference: 'PO-1' })).status, 409)
  assert.equal((await confirm(small.id, 100, { reference: 'PO-2' })).status, 200)
  assert.equal(await free(id), 400)
  await sound()
})

test('what is let go, or not confirmed in time, is free again', async () => {
  const { id } = await opened()
  const one = (await hold(id, lot(6_000))).body
  assert.equal((await shipper.post(`/api/bookings/${one.id}/cancel`)).status, 200)
  assert.equal(await free(id), 10_000)
  const two = (await hold(id, lot(9_000))).body
  clock.advance(16)
  const late = await confirm(two.id, 9_000)
  assert.equal(late.body.code, 'booking.hold_expired', late.body.detail)
  await sweep({ database, clock, ids })
  assert.equal((await read(two.id)).state, 'expired')
  assert.equal(await free(id), 10_000)
  await sound()
})

test('a basket is over when its container goes with another train, or does not go', async () => {
  const { id, bookingId } = await opened()
  const booked = await shipper.post<BookingView>(
    `/api/consolidations/${id}/bookings`,
    newConsignment(parties, { volumeDm3: 1_000, grossMassKg: 100 }),
  )
  const basket = (await hold(id, lot(2_000))).body
  const later = await operator.post<Departure>('/api/departures', {
    ...{ serviceId: train.serviceId, trainNumber: 'X8124', capacityTeu: 8 },
    ...timesBefore(clock().getTime() + 40 * 86_400_000),
  })
  const moved = await operator.post<Refused>(`/api/departures/${train.id}/roll-over`, {
    ...{ to: later.body.id, reason: 'wagon defect', place: 'CN-DONGJIA' },
    containerIds: [booked.body.containers[0]!.id],
  })
  assert.equal(moved.status, 200, moved.body.detail)
  assert.equal((await read(basket.id)).state, 'expired')
  assert.equal((await read(booked.body.id)).journey.departureId, later.body.id)
  assert.equal(await free(id), 9_000)
  const another = (await hold(id, lot(2_000))).body
  const ended = { decision: 'decline', reason: 'too little was booked' }
  await operator.post(`/api/bookings/${bookingId!}/decide`, ended)
  assert.equal((await read(another.id)).state, 'expired')
  await sound()
  assert.deepEqual(await database.transact((tx) => auditTrain(tx, later.body.id)), [])
})
