// Price and slots together or not at all: a quote taken with a booking, changed with it, given back with it, and everyone at once.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking, PAINT } from '#booking/fixtures.ts'
import { auditTrain } from '#booking/slots/watch.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { priceRoutes } from '#price'
import { findUnbalanced } from '#price/charge-store.ts'
import type { ChargeStatement, Quote } from '#price/contract.ts'
import { publishSheet } from '#price/fixtures.ts'
import { trainRoutes } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
priceRoutes(http)
bookingRoutes(http)
const now = clock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now })
const strangers = await organisationsFixture(database, { now, tag: 'b' })
const departure = await departureFixture(database, parties, {
  now,
  ids,
  days: 30,
  limits: { dangerousPlaces: 4 },
})
const { origin, destination } = departure.service
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const { serviceId, trainNumber } = departure
const later = (
  await operator.post<Departure>('/api/departures', {
    serviceId,
    trainNumber,
    capacityTeu: 8,
    ...timesBefore(now.getTime() + 40 * 86_400_000),
  })
).body

await publishSheet(operator, { origin, destination })

type Refused = { code: string }
const boxes = (count: number) => [{ equipmentType: '45G1', owner: 'operator', count }]
const quote = async (count = 2, train: DepartureId = departure.id) =>
  (await exporter.post<Quote>('/api/quotes', { departureId: train, boxes: boxes(count) })).body
const asked = (quoteId: string | undefined, count = 2, train: DepartureId = departure.id) =>
  newBooking(parties, train, {
    ...(quoteId && { quoteId }),
    lines: [{ equipmentType: '45G1', count }],
    cargo: newBooking(parties, train).cargo.slice(1),
  })
const book = (quoteId: string | undefined, count = 2) =>
  exporter.post<BookingView & Refused>('/api/bookings', asked(quoteId, count))
const charges = async (id: string) =>
  (await operator.get<ChargeStatement>(`/api/bookings/${id}/charges`)).body
const bookedTeu = async (id = departure.id) =>
  (await exporter.get<Departure>(`/api/departures/${id}`)).body.bookedTeu
const sound = async () => {
  assert.deepEqual(await database.transact(findUnbalanced), [])
  for (const { id } of [departure, later])
    assert.deepEqual(await database.transact((tx) => auditTrain(tx, id)), [])
}

test('a quote is booked with its price, and only for what it was given for', async () => {
  const { id, totalMinor } = await quote()
  const before = await bookedTeu()
  assert.equal((await book(id, 3)).body.code, 'price.quote_differs')
  assert.equal(await bookedTeu(), before, 'no price, no slots')
  const foreign = newBooking({ ...parties, exporter: strangers.exporter }, departure.id, asked(id))
  const stranger = await http.as(strangers.exporter.actor).post<Refused>('/api/bookings', foreign)
  assert.equal(stranger.body.code, 'price.quote_absent')
  const { status, body } = await book(id)
  assert.equal(status, 200)
  assert.equal((await charges(body.id)).totalMinor, totalMinor)
  assert.equal((await book(id)).body.code, 'price.quote_used')
  const unpriced = await book(undefined)
  const isCharged = async (one: string, by = exporter) =>
    (await by.get<BookingView>(`/api/bookings/${one}`)).body.charged
  assert.deepEqual([body.charged, unpriced.body.charged], [true, false])
  assert.deepEqual([await isCharged(body.id), await isCharged(unpriced.body.id)], [true, false])
  assert.deepEqual(
    [await isCharged(body.id, operator), await isCharged(body.id, http.as(parties.broker.actor))],
    [true, false],
  )
  assert.equal(
    (await operator.get<Refused>(`/api/bookings/${unpriced.body.id}/charges`)).body.code,
    'price.charges_absent',
  )
  const old = await quote()
  clock.advance(49 * 60)
  assert.equal((await book(old.id)).body.code, 'price.quote_expired')
  await sound()
})

test('one quote, many clicks: one booking', async () => {
  const { id } = await quote(1)
  const before = await bookedTeu()
  const clicks = await Promise.all(Array.from({ length: 6 }, () => book(id, 1)))
  assert.equal(clicks.filter(({ status }) => status === 200).length, 1)
  assert.equal(await bookedTeu(), before + 2)
  await sound()
})

test('an amendment changes boxes, train and price together, for its fee', async () => {
  const first = await quote()
  const { body: booking } = await book(first.id)
  const taken = await bookedTeu()
  const next = await quote(3, later.id)
  const amend = (quoteId: string | undefined, count: number, train = later.id) =>
    exporter.post<BookingView & Refused>(
      `/api/bookings/${booking.id}/amend`,
      asked(quoteId, count, train),
    )
  const tooMany = await quote(9, later.id)
  assert.equal((await amend(tooMany.id, 9)).body.code, 'train.over_capacity')
  assert.equal((await amend(first.id, 2, departure.id)).body.code, 'price.quote_used')
  assert.equal((await amend(undefined, 3, departure.id)).body.code, 'price.quote_needed')
  assert.equal((await amend(undefined, 2)).body.code, 'price.quote_needed')
  assert.equal(await bookedTeu(), taken, 'refused: nothing moved')
  assert.equal((await charges(booking.id)).entries.length, 1)
  const { status, body } = await amend(next.id, 3)
  assert.equal(status, 200)
  assert.equal(body.state, 'confirmed')
  assert.equal(body.journey.departureId, later.id)
  assert.deepEqual(body.containers.map(({ stage }) => stage).toSorted(), [
    'booked',
    'booked',
    'booked',
    'cancelled',
    'cancelled',
  ])
  assert.equal(await bookedTeu(), taken - 4)
  assert.equal(await bookedTeu(later.id), 6)
  assert.equal((await charges(booking.id)).totalMinor, next.totalMinor + 2_000)
  await sound()
  const cancelled = await exporter.post<BookingView>(`/api/bookings/${booking.id}/cancel`)
  assert.equal(cancelled.status, 200)
  assert.equal(
    (await charges(booking.id)).totalMinor,
    2_000,
    'in good time: the services are given back',
  )
  assert.equal(await bookedTeu(later.id), 0)
  await sound()
})

test('two amendments and a cancellation at once: slots and money are those of one order of them', async () => {
  const { body: booking } = await book((await quote()).id)
  const quotes = [await quote(3), await quote(1)]
  const amend = (index: number, count: number) =>
    exporter.post<BookingView>(`/api/bookings/${booking.id}/amend`, asked(quotes[index]!.id, count))
  const outcomes = await Promise.all([
    amend(0, 3),
    amend(1, 1),
    exporter.post(`/api/bookings/${booking.id}/cancel`),
  ])
  for (const { status } of outcomes) assert.ok([200, 409].includes(status))
  assert.equal(outcomes[2]!.status, 200)
  const { totalMinor, entries } = await charges(booking.id)
  const done = entries.filter(({ reason }) => reason === 'amended').length
  assert.equal(totalMinor, done * 2_000)
  await sound()
})

test('dangerous goods: the operator decides on the amendment, and until then all stays', async () => {
  const { body: booking } = await book((await quote(1)).id, 1)
  const next = await quote(2)
  const dangerous = {
    ...asked(next.id),
    lines: [{ equipmentType: '45G1', count: 2, dangerous: true }],
    cargo: asked(next.id).cargo.map((one) => ({ ...one, dangerous: PAINT })),
  }
  const path = `/api/bookings/${booking.id}/amend`
  const before = await bookedTeu()
  assert.equal((await exporter.post<BookingView>(path, dangerous)).body.state, 'pending_amendment')
  assert.equal(await bookedTeu(), before)
  const pending = await operator.get<{ amendment: { lines: unknown[] } }>(
    `/api/bookings/${booking.id}/amendment`,
  )
  assert.deepEqual(pending.body.amendment.lines, dangerous.lines)
  const decide = (body: object) =>
    operator.post<BookingView & Refused>(`/api/bookings/${booking.id}/amendment/decide`, body)
  const refused = await decide({ decision: 'refuse', reason: '无危险品车位' })
  assert.deepEqual([refused.status, refused.body.state], [200, 'confirmed'])
  assert.equal((await decide({ decision: 'accept' })).body.code, 'booking.no_amendment')
  await exporter.post(path, dangerous)
  const withdrawn = await exporter.post<BookingView>(
    `/api/bookings/${booking.id}/amendment/withdraw`,
  )
  assert.equal(withdrawn.body.state, 'confirmed')
  await exporter.post(path, dangerous)
  clock.advance(49 * 60)
  const accepted = await decide({ decision: 'accept' })
  assert.deepEqual([accepted.status, accepted.body.state], [200, 'confirmed'], accepted.body.code)
  assert.equal(await bookedTeu(), before + 2)
  assert.equal(
    (await charges(booking.id)).totalMinor,
    next.totalMinor + 2_000,
    'the quote counted when it was asked',
  )
  await sound()
})

test('a train that is shortened costs nobody a fee: refused is free, moved keeps its price', async () => {
  const small = (
    await operator.post<Departure>('/api/departures', {
      ...{ serviceId, trainNumber: 'X9032', capacityTeu: 6 },
      ...timesBefore(now.getTime() + 33 * 86_400_000),
    })
  ).body
  const bookOn = async () =>
    (
      await exporter.post<BookingView>(
        '/api/bookings',
        asked((await quote(1, small.id)).id, 1, small.id),
      )
    ).body
  const [refused, moved] = [await bookOn(), await bookOn()]
  const { totalMinor } = await charges(moved.id)
  const shortened = await operator.post(`/api/departures/${small.id}/shorten`, {
    ...{ capacityTeu: 2, reason: '缺少平车', place: origin },
    ...{ refuse: [refused.id], move: [moved.id], moveTo: later.id },
  })
  assert.equal(shortened.status, 200, JSON.stringify(shortened.body))
  assert.deepEqual(
    [(await charges(refused.id)).totalMinor, (await charges(moved.id)).totalMinor],
    [0, totalMinor],
  )
  await sound()
})

test('after the cut-off: cancelling costs its fee, a no-show the whole, a change is refused', async () => {
  const one = (await book((await quote(1)).id, 1)).body
  const two = (await book((await quote(1)).id, 1)).body
  const three = (await book(undefined, 1)).body
  const amended = await quote(1)
  clock.advance(60 * 24 * 21 + 60 * 12)
  const late = await exporter.post<Refused>(`/api/bookings/${one.id}/amend`, asked(amended.id, 1))
  assert.equal(late.body.code, 'booking.too_late_to_amend')
  assert.equal(
    (await exporter.post<Refused>(`/api/bookings/${three.id}/cancel`)).body.code,
    'booking.too_late_to_cancel',
  )
  assert.equal((await exporter.post<BookingView>(`/api/bookings/${one.id}/cancel`)).status, 200)
  assert.equal((await charges(one.id)).totalMinor, 216_250)
  const noShow = { decision: 'decline', reason: '未到场', noShow: true }
  const early = await operator.post<Refused>(`/api/bookings/${two.id}/decide`, noShow)
  assert.equal(early.body.code, 'booking.no_no_show')
  clock.advance(60 * 24 * 3)
  const declined = await operator.post<BookingView>(`/api/bookings/${two.id}/decide`, noShow)
  assert.deepEqual([declined.status, declined.body.state], [200, 'declined'])
  assert.equal((await charges(two.id)).totalMinor, 432_500)
  await sound()
})
