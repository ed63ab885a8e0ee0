// The waiting list for LCL space: by the published rule, automatic or offered, whatever frees the space; passed over only where it did not fit, and beside the list for slots.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking } from '#booking/fixtures.ts'
import type { ConsolidationView } from '#booking/lcl-contract.ts'
import type { LclWaitingEvent, LclWaitingItem } from '#booking/lcl-waiting-contract.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { auditTrain, sweep } from '#booking/slots/watch.ts'
import { findLclOutOfTurn } from '#booking/turn-order.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now: clock() })
const others = await organisationsFixture(database, { now: clock(), tag: 'b' })
const operator = http.as(parties.operator.actor)
const shippers = [http.as(parties.exporter.actor), http.as(others.exporter.actor)] as const
const trainOf = (capacityTeu: number) =>
  departureFixture(database, parties, {
    ...{ now: clock(), ids, days: 30, line: 'duisburg', capacityTeu },
  })

type Answer = BookingView & { code: string; detail: string }

async function opened(train: Departure): Promise<ConsolidationView> {
  const offered = newConsolidation(parties, { volumeDm3: 10_000, grossKg: 5_000, packages: 100 })
  const path = `/api/departures/${train.id}/consolidations`
  const made = await operator.post<ConsolidationView>(path, offered)
  assert.equal(made.status, 200)
  return made.body
}
const lot = (volumeDm3: number) => ({ volumeDm3, grossMassKg: 500 })
const consign = async (who: 0 | 1, id: string, volumeDm3: number, changes = {}) =>
  shippers[who].post<Answer>(
    `/api/consolidations/${id}/bookings`,
    newConsignment(who === 0 ? parties : others, lot(volumeDm3), changes),
  )
const wait = async (
  who: 0 | 1,
  train: Departure,
  volumeDm3: number,
  promotion = 'automatic',
): Promise<Answer> => {
  const made = await shippers[who].post<Answer>(
    `/api/departures/${train.id}/consignments`,
    newConsignment(who === 0 ? parties : others, lot(volumeDm3), {
      ifFull: { promotion } as never,
    }),
  )
  assert.equal(made.status, 200, made.body.detail)
  return made.body
}
const read = async (who: 0 | 1, id: string) =>
  (await shippers[who].get<BookingView>(`/api/bookings/${id}`)).body
const stateOf = async (who: 0 | 1, id: string) => (await read(who, id)).state
const list = async (train: Departure, by = shippers[0]) =>
  (
    await by.get<{ items: LclWaitingItem[]; events: LclWaitingEvent[] }>(
      `/api/departures/${train.id}/lcl-waiting`,
    )
  ).body
const told = async (train: Departure) =>
  (await list(train)).events.toReversed().map(({ place, event }) => `${place} ${event}`)
const sound = async (train: Departure) => {
  assert.deepEqual(await database.transact((tx) => auditTrain(tx, train.id)), [])
  assert.deepEqual(findLclOutOfTurn((await list(train)).events.toReversed()), [])
}

test('who waits is served in the order of joining, and passed over only where it does not fit', async () => {
  const train = await trainOf(8)
  const { id } = await opened(train)
  const first = (await consign(0, id, 9_000)).body
  assert.equal((await consign(1, id, 2_000)).body.code, 'train.consolidation_full')
  const big = (await consign(1, id, 10_000, { ifFull: { promotion: 'automatic' } })).body
  assert.deepEqual([big.state, big.waiting!.place, big.consignment], ['waitlisted', 1, null])
  const middle = await wait(0, train, 6_000)
  const small = await wait(1, train, 5_000)
  assert.deepEqual([middle.waiting!.position, small.waiting!.position], [2, 3])
  const seen = await list(train)
  assert.deepEqual(
    seen.items.map(({ booking }) => booking?.id ?? null),
    [null, middle.id, null],
  )
  assert.equal((await list(train, operator)).items.filter(({ booking }) => booking).length, 3)
  assert.equal((await shippers[0].post(`/api/bookings/${first.id}/cancel`)).status, 200)
  assert.equal(await stateOf(1, big.id), 'confirmed')
  // Amended down, there is room for the next, and no more for the one after it.
  const less = newConsignment(others, lot(3_500))
  await shippers[1].post(`/api/bookings/${big.id}/consignment`, less)
  const served = await read(0, middle.id)
  assert.deepEqual([served.state, served.consolidationId], ['confirmed', id])
  assert.equal(served.containers.length, 1)
  assert.equal(await stateOf(1, small.id), 'waitlisted')
  const { id: another } = await opened(train)
  assert.equal((await read(1, small.id)).consolidationId, another)
  assert.deepEqual(await told(train), [
    ...['1 joined', '2 joined', '3 joined'],
    ...['1 promoted', '2 promoted', '3 promoted'],
  ])
  await sound(train)
})

test('nobody books past the list, and who does not fit keeps its place', async () => {
  const train = await trainOf(8)
  const { id } = await opened(train)
  const first = (await consign(0, id, 6_000)).body
  await consign(0, id, 2_000)
  const big = await wait(1, train, 9_000)
  const small = await wait(0, train, 5_000)
  await shippers[0].post(`/api/bookings/${first.id}/cancel`)
  assert.deepEqual(
    [await stateOf(1, big.id), await stateOf(0, small.id)],
    ['waitlisted', 'confirmed'],
  )
  assert.deepEqual(await told(train), ['1 joined', '2 joined', '1 passed', '2 promoted'])
  const passed = (await list(train)).events.find(({ event }) => event === 'passed')!
  assert.deepEqual([passed.asked.volumeDm3, passed.free[0]!.volumeDm3], [9_000, 8_000])
  // A held basket that expires frees its space for who waits.
  await sound(train)
})

test('an offer holds the space for a time: taken, lapsed, or withdrawn with its container', async () => {
  const train = await trainOf(8)
  const one = await wait(0, train, 4_000, 'offer')
  const two = await wait(1, train, 5_000, 'offer')
  const { id, bookingId, free } = await opened(train)
  const now = (await shippers[0].get<ConsolidationView>(`/api/consolidations/${id}`)).body
  assert.deepEqual([free.volumeDm3, now.free.volumeDm3], [1_000, 1_000])
  const offered = await read(0, one.id)
  assert.deepEqual([offered.state, offered.waiting!.boxesOffered], ['waitlisted', 1])
  const untilMs = Date.parse(offered.waiting!.offeredUntil!)
  assert.equal(untilMs - clock().getTime(), 120 * 60_000)
  const taken = await shippers[0].post<Answer>(`/api/bookings/${one.id}/take-offer`)
  assert.deepEqual([taken.body.state, taken.body.containers.length], ['confirmed', 1])
  assert.equal(
    (await shippers[0].post<Answer>(`/api/bookings/${one.id}/take-offer`)).body.code,
    'booking.nothing_offered',
  )
  const ended = { decision: 'decline', reason: 'too little was booked' }
  await operator.post(`/api/bookings/${bookingId!}/decide`, ended)
  const again = await read(1, two.id)
  assert.deepEqual(
    [again.state, again.waiting!.place, again.waiting!.offeredUntil],
    ['waitlisted', 2, null],
  )
  await sound(train)
  await opened(train)
  assert.notEqual((await read(1, two.id)).waiting!.offeredUntil, null)
  const left = await wait(0, train, 9_000)
  clock.advance(121)
  await sweep({ database, clock, ids })
  assert.equal(await stateOf(1, two.id), 'expired')
  assert.equal(await stateOf(0, left.id), 'confirmed')
  assert.deepEqual(await told(train), [
    ...['1 joined', '2 joined', '1 offered', '2 offered', '1 taken', '2 withdrawn', '2 offered'],
    ...['3 joined', '2 lapsed', '3 promoted'],
  ])
  await sound(train)
})

test('a basket that expires, a container that comes to the train: who waits is served; who leaves is not', async () => {
  const train = await trainOf(8)
  const { id } = await opened(train)
  await shippers[0].post(`/api/consolidations/${id}/hold`, {
    ...{ volumeDm3: 9_000, grossKg: 100, packages: 1 },
  })
  const one = await wait(1, train, 6_000)
  const gone = await wait(0, train, 4_000)
  assert.equal((await shippers[0].post(`/api/bookings/${gone.id}/cancel`)).status, 200)
  clock.advance(16)
  await sweep({ database, clock, ids })
  assert.equal(await stateOf(1, one.id), 'confirmed')
  const elsewhere = (
    await operator.post<Departure>('/api/departures', {
      ...{ serviceId: train.serviceId, trainNumber: 'X8124', capacityTeu: 8 },
      ...timesBefore(clock().getTime() + 40 * 86_400_000),
    })
  ).body
  const there = await wait(0, elsewhere, 3_000)
  const [box] = (await read(1, one.id)).containers
  await operator.post(`/api/departures/${train.id}/roll-over`, {
    ...{ to: elsewhere.id, containerIds: [box!.id], reason: 'wagon defect', place: 'CN-DONGJIA' },
  })
  assert.equal((await read(0, there.id)).consolidationId, id)
  await sound(train)
  await sound(elsewhere)
})

test('the lists for slots and for space keep nobody from the other; both close with the train', async () => {
  const train = await trainOf(2)
  const { id, bookingId } = await opened(train)
  await consign(0, id, 9_000)
  const body = {
    ...newBooking(parties, train.id),
    lines: [{ equipmentType: '45G1', count: 1 }],
    cargo: newBooking(parties, train.id).cargo.slice(1),
    ifFull: { inParts: false, promotion: 'automatic' },
  }
  const whole = (await shippers[0].post<BookingView>('/api/bookings', body)).body
  const part = await wait(1, train, 5_000)
  assert.deepEqual([whole.waiting!.place, part.waiting!.place], [1, 1])
  const ended = { decision: 'decline', reason: 'too little was booked' }
  await operator.post(`/api/bookings/${bookingId!}/decide`, ended)
  assert.deepEqual(
    [await stateOf(0, whole.id), await stateOf(1, part.id)],
    ['confirmed', 'waitlisted'],
  )
  await sound(train)
  const cancelled = { reason: 'no locomotive', place: 'CN-DONGJIA' }
  await operator.post(`/api/departures/${train.id}/cancel`, cancelled)
  assert.equal(await stateOf(1, part.id), 'expired')
})
