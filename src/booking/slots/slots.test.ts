// Baskets, requests, the waiting list and the operator's board over HTTP; then what time brings, and the check of the account.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { bookingRoutes } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking, PAINT } from '#booking/fixtures.ts'
import type { Board, WaitingList } from '#booking/slot-contract.ts'
import { auditMoved, auditTrain, sweep } from '#booking/slots/watch.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Database } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now: clock() })
const others = await organisationsFixture(database, { now: clock(), tag: 'b' })
const exporter = http.as(parties.exporter.actor)
const rival = http.as(others.exporter.actor)
const operator = http.as(parties.operator.actor)

type Refusable<Body> = Body & { code?: string }

const trainOf = (capacityTeu: number, limits = {}) =>
  departureFixture(database, parties, { now: clock(), ids, capacityTeu, limits })
const boxes = (count: number, more: object = {}) => [{ equipmentType: '45G1', count, ...more }]
const light = () => [{ ...newBooking(parties, `dep_${'0'.repeat(20)}` as DepartureId).cargo[1] }]

const book = (id: DepartureId, count: number, changes: object = {}, by = exporter) =>
  by.post<Refusable<BookingView>>('/api/bookings', {
    ...newBooking(parties, id),
    lines: boxes(count),
    cargo: light(),
    ...changes,
  })
const hold = (departureId: DepartureId, count: number) =>
  exporter.post<Refusable<BookingView>>('/api/bookings/hold', {
    departureId,
    lines: boxes(count),
    cargoKg: 4_200,
  })
const act = (id: string, what: string, body: object = {}, by = exporter) =>
  by.post<Refusable<BookingView>>(`/api/bookings/${id}/${what}`, body)
const particulars = (id: DepartureId) => {
  const { departureId: _, lines: __, ...rest } = newBooking(parties, id)
  return { ...rest, cargo: light() }
}
const train = async (id: DepartureId) =>
  (await exporter.get<Departure>(`/api/departures/${id}`)).body
const waiting = async (id: DepartureId, by = exporter) =>
  (await by.get<WaitingList>(`/api/departures/${id}/waiting`)).body
const read = async (id: string, by = exporter) =>
  (await by.get<BookingView>(`/api/bookings/${id}`)).body
const inParts = { ifFull: { inParts: true, promotion: 'automatic' } }
const together = { ifFull: { inParts: false, promotion: 'automatic' } }
const offered = { ifFull: { inParts: false, promotion: 'offer' } }

/** After every test: what the accounts say is what happened. */
async function sound(id: DepartureId): Promise<void> {
  assert.deepEqual(await database.transact((tx) => auditTrain(tx, id)), [])
}

test('a basket holds slots, becomes a booking, and only then concerns anybody else', async () => {
  const { id } = await trainOf(10)
  const held = await hold(id, 2)
  assert.deepEqual([held.status, held.body.state, held.body.teu], [200, 'held', 4])
  assert.deepEqual([held.body.containers, held.body.consignee], [[], null])
  assert.deepEqual(held.body.commandsOpen, ['request', 'confirm', 'cancel'])
  assert.deepEqual((await train(id)).held.teu, 4)
  const broker = http.as(parties.broker.actor)
  assert.equal((await broker.get(`/api/bookings/${held.body.id}`)).status, 404)
  const confirmed = await act(held.body.id, 'confirm', particulars(id))
  assert.deepEqual([confirmed.status, confirmed.body.state], [200, 'confirmed'])
  assert.equal(confirmed.body.containers.length, 2)
  assert.equal((await broker.get(`/api/bookings/${held.body.id}`)).status, 200)
  const { held: left, sold } = await train(id)
  assert.deepEqual([left.teu, sold.teu], [0, 4])
  assert.equal(
    (await act(held.body.id, 'confirm', particulars(id))).body.code,
    'booking.wrong_state',
  )
  await sound(id)
})

test('a basket that ran out is free again, also when nobody swept, and cannot be confirmed', async () => {
  const { id } = await trainOf(4)
  const held = await hold(id, 2)
  assert.equal((await book(id, 1)).body.code, 'train.over_capacity')
  clock.advance(16)
  assert.equal((await book(id, 2)).body.state, 'confirmed', 'judged when it is decided')
  const late = await act(held.body.id, 'confirm', particulars(id))
  assert.equal(late.body.code, 'booking.hold_expired')
  assert.equal((await read(held.body.id)).state, 'expired')
  await sound(id)
})

test('a clock that is set back frees nothing twice', async () => {
  const { id } = await trainOf(4)
  const held = await hold(id, 2)
  clock.advance(16)
  assert.equal(await sweep({ database, clock, ids }), 1)
  clock.advance(-16)
  assert.equal(
    (await act(held.body.id, 'confirm', particulars(id))).body.code,
    'booking.hold_expired',
  )
  assert.equal((await book(id, 2)).body.state, 'confirmed')
  assert.equal((await book(id, 1)).body.code, 'train.over_capacity')
  await sound(id)
})

test('dropping a basket, and cargo heavier than it was made for', async () => {
  const { id } = await trainOf(4)
  const held = await hold(id, 1)
  const heavy = { ...particulars(id), cargo: newBooking(parties, id).cargo }
  assert.equal((await act(held.body.id, 'confirm', heavy)).body.code, 'booking.heavier_than_held')
  assert.equal((await act(held.body.id, 'cancel')).body.state, 'cancelled')
  assert.equal((await train(id)).freeTeu, 4)
  await sound(id)
})

test('dangerous goods are received, held, and decided on by the operator', async () => {
  const { id } = await trainOf(10, { dangerousPlaces: 3 })
  const paint = { cargo: [{ ...light()[0], dangerous: PAINT }] }
  const dangerous = { lines: boxes(1, { dangerous: true }), ...paint }
  const first = (await book(id, 1, dangerous)).body
  assert.deepEqual([first.state, first.containers], ['received', []])
  const decide = (booking: string, decision: object, by = operator) =>
    act(booking, 'decide', decision, by)
  const why = { reason: '请补充 UN 编号' }
  const asked = await decide(first.id, { decision: 'ask_update', ...why })
  assert.deepEqual([asked.body.state, asked.body.decidedReason], ['pending_update', why.reason])
  assert.equal(
    (await act(first.id, 'update', { ...particulars(id), ...paint })).body.state,
    'received',
  )
  const accepted = await decide(first.id, { decision: 'accept' })
  assert.deepEqual([accepted.body.state, accepted.body.containers.length], ['confirmed', 1])
  const second = (await book(id, 1, dangerous)).body
  assert.equal((await decide(second.id, { decision: 'reject', ...why })).body.state, 'rejected')
  const declined = await decide(first.id, { decision: 'decline', ...why })
  assert.deepEqual(
    [declined.body.state, declined.body.containers[0]!.stage],
    ['declined', 'cancelled'],
  )
  assert.equal((await decide(first.id, { decision: 'accept' })).body.code, 'booking.wrong_state')
  assert.equal((await train(id)).free.dangerousPlaces, 3)
  const four = { lines: [...boxes(4, { dangerous: true })], ...paint }
  assert.equal((await book(id, 4, four)).body.code, 'train.no_dangerous_places')
  await sound(id)
})

test('mass, plugs and the wagon’s own limit are refused by their names', async () => {
  const { id } = await trainOf(10, { grossKgMax: 20_000, reeferPlugs: 0, wagonKgMax: 25_000 })
  const heavy = { lines: boxes(2), cargo: [{ ...light()[0], grossMassKg: 15_000 }] }
  assert.equal((await book(id, 2, heavy)).body.code, 'train.over_weight')
  const reefers = { lines: [{ equipmentType: '45R1', count: 1 }] }
  assert.equal((await book(id, 1, reefers)).body.code, 'train.no_plugs')
  const dense = { cargo: [{ ...light()[0], grossMassKg: 22_000 }] }
  assert.equal((await book(id, 1, dense)).body.code, 'train.over_wagon')
  await sound(id)
})

test('the waiting list: places in order, in parts or together, promoted as slots come back', async () => {
  const { id } = await trainOf(6)
  const first = (await book(id, 3)).body
  const second = (await book(id, 2, together)).body
  const third = (await book(id, 2, inParts, rival)).body
  assert.deepEqual([second.state, third.state], ['waitlisted', 'waitlisted'])
  assert.deepEqual([second.waiting?.position, third.waiting?.position], [1, 2])
  const mine = await waiting(id, rival)
  assert.deepEqual(
    mine.items.map(({ place, booking, asked }) => [place, booking?.id, asked.teu]),
    [
      [1, undefined, 4],
      [2, third.id, 4],
    ],
    'everybody’s place, nobody else’s name',
  )
  const resized = await operator.post(`/api/departures/${id}/change`, {
    ...(await train(id)),
    capacityTeu: 8,
  })
  assert.equal(resized.status, 200)
  assert.equal((await book(id, 1)).body.code, 'train.over_capacity', 'nobody books past the list')
  const partly = await read(third.id, rival)
  assert.deepEqual([partly.state, partly.containers.length], ['confirmed', 1])
  assert.deepEqual([partly.waiting?.position, partly.waiting?.boxesPlaced], [2, 1])
  await act(first.id, 'cancel')
  assert.equal((await read(second.id)).state, 'confirmed')
  const whole = await read(third.id, rival)
  assert.deepEqual([whole.containers.length, whole.waiting], [2, null])
  const { events } = await waiting(id)
  assert.deepEqual(events.map(({ place, event }) => `${place} ${event}`).toReversed(), [
    '1 joined',
    '2 joined',
    '1 passed',
    '2 promoted',
    '1 promoted',
    '2 promoted',
  ])
  await sound(id)
})

test('an offer is taken in time, or lapses and goes to the next; leaving gives it back', async () => {
  const { id } = await trainOf(2)
  const first = (await book(id, 1)).body
  const [second, third, fourth] = [
    (await book(id, 1, offered)).body,
    (await book(id, 1, offered, rival)).body,
    (await book(id, 1, offered)).body,
  ]
  assert.equal((await act(second.id, 'take-offer')).body.code, 'booking.nothing_offered')
  await act(first.id, 'cancel')
  assert.equal((await read(second.id)).waiting?.boxesOffered, 1)
  clock.advance(121)
  await sweep({ database, clock, ids })
  assert.equal((await read(second.id)).state, 'expired')
  assert.equal((await act(third.id, 'cancel', {}, rival)).body.state, 'cancelled')
  const taken = await act(fourth.id, 'take-offer')
  assert.deepEqual([taken.body.state, taken.body.containers.length], ['confirmed', 1])
  const { events } = await waiting(id)
  assert.deepEqual(
    events
      .map(({ place, event }) => `${place} ${event}`)
      .toReversed()
      .slice(3),
    ['1 offered', '1 lapsed', '2 offered', '2 left', '3 offered', '3 taken'],
  )
  await sound(id)
})

test('the list closes with the booking of the train; what was waiting for is over', async () => {
  const { id } = await trainOf(2)
  await book(id, 1)
  const late = (await book(id, 1, together)).body
  clock.advance(6 * 24 * 60)
  await sweep({ database, clock, ids })
  assert.equal((await read(late.id)).state, 'expired')
  assert.equal((await book(id, 1)).body.code, 'train.booking_closed')
  clock.advance(-6 * 24 * 60)
  await sound(id)
})

test('an allotment is kept for its party until it is released, and then serves who waits', async () => {
  const { id } = await trainOf(4)
  const releaseAt = new Date(clock().getTime() + 60 * 60_000).toISOString()
  const path = `/api/departures/${id}/allotments`
  const whom = { for: { organisationId: others.exporter.organisationId }, releaseAt }
  const made = await operator.post<{ id: string }>(path, { ...whom, amount: { teu: 2 } })
  assert.equal(made.status, 200)
  const more = await operator.post(path, { ...whom, amount: { teu: 3 } })
  assert.equal(more.body['code'], 'train.over_capacity')
  assert.equal((await book(id, 2)).body.code, 'train.over_capacity')
  const waits = (await book(id, 2, inParts)).body
  assert.deepEqual([waits.state, waits.containers.length], ['confirmed', 1], 'in parts, at once')
  assert.equal((await book(id, 1, {}, rival)).body.state, 'confirmed')
  clock.advance(61)
  await sweep({ database, clock, ids })
  assert.deepEqual([(await train(id)).allotted.teu, (await train(id)).freeTeu], [0, 0])
  await sound(id)
})

test('the board shows load, bookings, waiting list, and alarms when an account is wrong', async () => {
  const { id } = await trainOf(4)
  const booked = (await book(id, 2)).body
  await book(id, 1, together, rival)
  const board = async () => (await operator.get<Board>(`/api/departures/${id}/board`)).body
  const { departure, bookings, waiting: list } = await board()
  assert.equal(departure.sold.teu, 4)
  assert.deepEqual(
    new Map(bookings.map(({ id: one, state, amount }) => [one, [state, amount.teu]])),
    new Map([
      [booked.id, ['confirmed', 4]],
      [list[0]!.booking!.id, ['waitlisted', 2]],
    ]),
  )
  await database.transact((tx) =>
    sql`update container set departure_id = ${(booked as BookingView).journey.departureId}, gross_kg = 1
      where booking_id = ${booked.id}`.execute(tx),
  )
  const wrong = await database.transact((tx) => auditTrain(tx, id))
  assert.equal(wrong.length, 1)
  assert.match(wrong[0]!, new RegExp(booked.id))
})

test('an account is checked once each time it has moved, whoever asks, and from where the last round ended', async () => {
  const round = () => auditMoved({ database, clock, ids })
  const spoil = (id: string) =>
    database.transact((tx) =>
      sql`update container set gross_kg = 1 where booking_id = ${id}`.execute(tx),
    )
  const { id } = await trainOf(10)
  const first = (await book(id, 1)).body
  await round()
  assert.deepEqual(await round(), [])
  clock.advance(5)
  await round()
  await spoil(first.id)
  assert.deepEqual(await round(), [], 'it has not moved')
  await book(id, 1)
  assert.match((await round()).join(), new RegExp(first.id))
  assert.deepEqual(await round(), [], 'what is told is not told again')
})

test('a repeated key gets the first reply, in a batch too; a refusal leaves no key behind', async () => {
  const { id } = await trainOf(2)
  const key = { 'idempotency-key': 'rush-1' }
  const body = { ...newBooking(parties, id), lines: boxes(1), cargo: light() }
  const post = () => exporter.post<Refusable<BookingView>>('/api/bookings', body, key)
  const twins = await Promise.all([post(), post(), post()])
  assert.equal(new Set(twins.map((one) => one.body.id)).size, 1)
  assert.equal((await post()).body.id, twins[0]!.body.id)
  const other = await exporter.post('/api/bookings', { ...body, remarks: 'x' }, key)
  assert.equal(other.body['code'], 'http.idempotency_key_reused')
  const late = { 'idempotency-key': 'rush-2' }
  const refused = await exporter.post('/api/bookings', { ...body, remarks: 'y' }, late)
  assert.equal(refused.body['code'], 'train.over_capacity')
  await act(twins[0]!.body.id, 'cancel')
  const again = await exporter.post('/api/bookings', { ...body, remarks: 'y' }, late)
  assert.equal(again.status, 200)
  await sound(id)
})

test('a key that another server is just committing is answered as there, and not refused', async () => {
  const { id } = await trainOf(2)
  let reached = () => undefined as void
  let resume = () => undefined as void
  const decided = new Promise<void>((done) => (reached = done))
  const paused = new Promise<void>((done) => (resume = done))
  const slow: Database = {
    ...database,
    transact: (work) =>
      database.transact(async (tx) => {
        const answer = await work(tx)
        reached()
        await paused
        return answer
      }),
  }
  const first = await testHttp(slow, { clock })
  bookingRoutes(first)
  const key = { 'idempotency-key': 'lost reply' }
  const body = { ...newBooking(parties, id), lines: boxes(1), cargo: light() }
  const lost = first.as(parties.exporter.actor).post<BookingView>('/api/bookings', body, key)
  await decided
  const again = exporter.post<Refusable<BookingView>>('/api/bookings', body, key)
  const isWaiting = () =>
    database.question(async (tx) => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(tx)
      return rows.length > 0
    })
  while (!(await isWaiting())) await sleep(5)
  resume()
  assert.deepEqual((await again).body, (await lost).body)
  await sound(id)
})

test('among many at once each is answered for itself: one wrong does not hinder the right', async () => {
  const { id } = await trainOf(20)
  const bad = { brokerId: parties.customs.organisationId }
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      book(id, 1, index % 3 === 0 ? bad : { reference: `R-${Math.floor(index / 2)}` }),
    ),
  )
  const codes = outcomes.map(({ status, body }) => (status === 200 ? 'made' : body.code))
  const made = codes.filter((code) => code === 'made').length
  assert.ok(made <= 10 && made > 0, `${made}`)
  assert.deepEqual(
    new Set(codes),
    new Set([
      'made',
      'booking.broker_unsuitable',
      'booking.reference_taken',
      'train.over_capacity',
    ]),
  )
  assert.equal((await train(id)).sold.teu, made * 2)
  await sound(id)
})
