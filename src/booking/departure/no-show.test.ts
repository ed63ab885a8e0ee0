// Boxes that have not come when the gate closes: written once, charged by the sheet, told to both sides, and rolled over with their price.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingNotices, bookingRoutes, noticeFollower } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { bookedContainer, newBooking, testContainerNumber } from '#booking/fixtures.ts'
import type { Board } from '#booking/slot-contract.ts'
import { auditTrain, sweep } from '#booking/slots/watch.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { noticeRoutes } from '#notice'
import type { Notice } from '#notice/contract.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { priceRoutes } from '#price'
import type { ChargeStatement, Quote } from '#price/contract.ts'
import { publishSheet } from '#price/fixtures.ts'
import { trainRoutes } from '#train'
import type { Departure } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'
import { warehouseRoutes } from '#warehouse'

const HOUR = 60
const clock = testClock()
const ids = randomIds(clock)
const database = await testDatabase()
const http = await testHttp(database, { clock })
const parties = await organisationsFixture(database, { now: clock() })
const rivals = await organisationsFixture(database, { now: clock(), tag: 'b' })
const kinds = new Map(bookingNotices.map((one) => [one.kind, one]))
noticeRoutes(http, { kinds, signer: parties.signer, allowPrivate: false, sendsMail: false })
trainRoutes(http)
priceRoutes(http)
bookingRoutes(http)
warehouseRoutes(http)
const followers = await startFollowers(database, [noticeFollower(clock)], (error) => {
  throw error
})
after(async () => {
  await followers.stop()
  await database.drop()
})
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const warehouse = http.as(parties.warehouse.actor)
const PLACE = { place: 'CN-DONGJIA' }

let serial = 0
/** A train whose gate closes in eight days, one of the same line a week behind it, and rates for both. */
async function twoTrains() {
  const first = await departureFixture(database, parties, { now: clock(), ids, days: 10 })
  const { serviceId, service } = first
  const { origin, destination } = service
  await publishSheet(operator, { origin, destination })
  const times = timesBefore(clock().getTime() + 17 * 24 * HOUR * 60_000)
  const body = { serviceId, trainNumber: `X${9_500 + (serial += 1)}`, capacityTeu: 20, ...times }
  const next = (await operator.post<Departure>('/api/departures', body)).body
  return { first, next }
}

async function book(train: Departure, count: number): Promise<BookingView> {
  const boxes = [{ equipmentType: '45G1', owner: 'operator', count }]
  const quote = await exporter.post<Quote>('/api/quotes', { departureId: train.id, boxes })
  const reply = await exporter.post<BookingView>(
    '/api/bookings',
    newBooking(parties, train.id, {
      quoteId: quote.body.id,
      lines: [{ equipmentType: '45G1', count }],
      cargo: newBooking(parties, train.id).cargo.slice(1),
    }),
  )
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}

async function receive(containerId: string): Promise<void> {
  serial += 1
  const assigned = await operator.post(`/api/containers/${containerId}/assign`, {
    ...PLACE,
    containerNumber: testContainerNumber(7_000 + serial),
    sealNumber: `NS${1_000 + serial}`,
  })
  assert.equal(assigned.status, 200, JSON.stringify(assigned.body))
  const received = await warehouse.post(`/api/containers/${containerId}/receive`, PLACE)
  assert.equal(received.status, 200, JSON.stringify(received.body))
}

const look = () => sweep({ database, clock, ids })
const board = async ({ id }: Departure, by: Caller = operator) =>
  (await by.get<Board & { code?: string }>(`/api/departures/${id}/board`)).body
const charges = async ({ id }: BookingView) =>
  (await exporter.get<ChargeStatement>(`/api/bookings/${id}/charges`)).body
const view = async ({ id }: BookingView) =>
  (await exporter.get<BookingView>(`/api/bookings/${id}`)).body
const absent = ({ containers }: BookingView) => containers.filter(({ noShow }) => noShow).length
const told = async (by: Caller, booking: BookingView) => {
  await followers.settle()
  const { items } = (await by.get<{ items: Notice[] }>('/api/notices?limit=100')).body
  return items.filter(
    ({ kind, subject }) => kind === 'booking.no_show' && subject?.id === booking.id,
  ).length
}
async function sound(...trains: Departure[]): Promise<void> {
  for (const { id } of trains)
    assert.deepEqual(await database.transact((tx) => auditTrain(tx, id)), [])
}

test('written once when the gate closes, charged by its part, told to both, rolled over with its price', async () => {
  const { first, next } = await twoTrains()
  const booking = await book(first, 2)
  const { totalMinor: services } = await charges(booking)
  await receive(booking.containers[0]!.id)
  clock.advance(8 * 24 * HOUR - 1)
  await look()
  assert.deepEqual((await board(first)).noShows, [], 'a minute early')
  clock.advance(1)
  await look()
  await look()
  const missing = booking.containers[1]!.id
  const seen = await board(first)
  assert.deepEqual(
    seen.noShows.map((one) => [one.booking.id, one.containerIds]),
    [[booking.id, [missing]]],
  )
  assert.equal(seen.next?.id, next.id)
  assert.equal(absent(await view(booking)), 1)
  const statement = await charges(booking)
  assert.equal(statement.totalMinor, services + services / 2, 'the whole, of one box of two')
  assert.deepEqual(
    statement.entries.map(({ reason }) => reason),
    ['booked', 'no_show'],
  )
  assert.deepEqual([await told(exporter, booking), await told(operator, booking)], [1, 1])
  assert.equal((await board(first, http.as(rivals.operator.actor))).code, 'booking.not_your_train')
  const moved = await operator.post(`/api/departures/${first.id}/roll-over`, {
    ...PLACE,
    containerIds: seen.noShows[0]!.containerIds,
    to: seen.next!.id,
    reason: '未到场',
  })
  assert.equal(moved.status, 200, JSON.stringify(moved.body))
  assert.deepEqual((await board(first)).noShows, [])
  assert.equal(absent(await view(booking)), 0, 'another train, another gate')
  assert.equal((await charges(booking)).totalMinor, statement.totalMinor, 'services go with it')
  await sound(first, next)
})

test('who paid for not coming pays for nothing else: declined or cancelled, the fee stays alone', async () => {
  const { first } = await twoTrains()
  const [one, two] = [await book(first, 1), await book(first, 1)]
  const { totalMinor: services } = await charges(one)
  clock.advance(8 * 24 * HOUR)
  await look()
  const noShow = { decision: 'decline', reason: '未到场', noShow: true }
  assert.equal((await operator.post(`/api/bookings/${one.id}/decide`, noShow)).status, 200)
  assert.equal((await charges(one)).totalMinor, services, 'the whole, once')
  assert.equal((await exporter.post(`/api/bookings/${two.id}/cancel`)).status, 200)
  assert.equal((await charges(two)).totalMinor, services)
  assert.deepEqual((await board(first)).noShows, [])
  await sound(first)
})

test('without a server at the gate’s time, the departure finds who did not come', async () => {
  const { first } = await twoTrains()
  const booking = await book(first, 1)
  const ready = { now: clock(), parties, departure: first, until: 'load' } as const
  const { containerId } = await bookedContainer(database, { ...ready, boxes: 1, serial: 8_000 })
  clock.advance(9 * 24 * HOUR)
  const departed = await operator.post<{ departed: string[]; leftBehind: string[] }>(
    `/api/departures/${first.id}/depart`,
    { ...PLACE, leaveBehind: booking.containers.map(({ id }) => id) },
  )
  assert.deepEqual(departed.body.departed, [containerId], JSON.stringify(departed.body))
  assert.equal(absent(await view(booking)), 1)
  assert.deepEqual(
    (await board(first)).noShows.map((one) => one.booking.id),
    [booking.id],
  )
  await sound(first)
})
