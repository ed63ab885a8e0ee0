// A train made smaller, or ended earlier: who goes by the rule, what is refused, and that the account is never less than nothing.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingNotices, bookingRoutes, noticeFollower, slotFollower } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking, PAINT } from '#booking/fixtures.ts'
import { excessOver, proposeLeaving } from '#booking/departure/proposing.ts'
import type { Shortening } from '#booking/shorten-contract.ts'
import { auditTrain } from '#booking/slots/watch.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { noticeRoutes } from '#notice'
import type { Notice } from '#notice/contract.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { NO_SLOTS } from '#train/slots.ts'
import { timesBefore } from '#train/train.ts'

const clock = testClock()
const ids = randomIds(clock)
const database = await testDatabase()
const http = await testHttp(database, { clock })
const parties = await organisationsFixture(database, { now: clock() })
const rivals = await organisationsFixture(database, { now: clock(), tag: 'b' })
const kinds = new Map(bookingNotices.map((one) => [one.kind, one]))
noticeRoutes(http, { kinds, signer: parties.signer, allowPrivate: false, sendsMail: false })
trainRoutes(http)
bookingRoutes(http)
const followers = await startFollowers(
  database,
  [slotFollower({ clock, ids }), noticeFollower(clock)],
  (error) => {
    throw error
  },
)
after(async () => {
  await followers.stop()
  await database.drop()
})
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const warehouse = http.as(parties.warehouse.actor)

type Refusable<Body> = Body & { code?: string; facts?: Record<string, unknown> }
const PLACE = { place: 'CN-DONGJIA' }

const trainOf = (capacityTeu: number, limits = {}) =>
  departureFixture(database, parties, { now: clock(), ids, capacityTeu, limits })
/** Another train of the line, a week later. */
const nextOf = async ({ serviceId, capacityTeu }: Departure) => {
  const times = timesBefore(clock().getTime() + 17 * 86_400_000)
  const body = { serviceId, trainNumber: 'X9031', capacityTeu, ...times }
  return (await operator.post<Departure>('/api/departures', body)).body
}
/** One after the other, so that each was booked later than the one before. */
const book = async (id: DepartureId, count: number, changes: object = {}, kg = 4_200) => {
  clock.advance(1)
  const { cargo } = newBooking(parties, id)
  const reply = await exporter.post<BookingView>('/api/bookings', {
    ...newBooking(parties, id),
    lines: [{ equipmentType: '45G1', count }],
    cargo: [{ ...cargo[1], grossMassKg: kg }],
    ...changes,
  })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}
const preview = async (id: DepartureId, query: string) =>
  (await operator.get<Shortening>(`/api/departures/${id}/shortening?${query}`)).body
const shorten = (id: DepartureId, body: object, by: Caller = operator) =>
  by.post<Refusable<{ departure: Departure; moved: string[]; refused: string[] }>>(
    `/api/departures/${id}/shorten`,
    { ...PLACE, reason: '缺少平车', ...body },
  )
const train = async (id: DepartureId) =>
  (await operator.get<Departure>(`/api/departures/${id}`)).body
const state = async (id: string) =>
  (await exporter.get<BookingView>(`/api/bookings/${id}`)).body.state
const leaving = ({ bookings }: Shortening) =>
  bookings.flatMap(({ why, booking }) => (why === null ? [] : [`${booking.number} ${why}`]))

/** After every test: what the accounts say is what happened. */
async function sound(id: DepartureId): Promise<void> {
  assert.deepEqual(await database.transact((tx) => auditTrain(tx, id)), [])
}

test('who booked last goes first, and one that frees nothing of what is too much stays', () => {
  const of = (teu: number, plugs = 0) => ({ ...NO_SLOTS, teu, plugs, grossKg: teu * 10 })
  const claims = [
    { bookingId: 'a', bookedMs: 1, amount: of(4) },
    { bookingId: 'b', bookedMs: 2, amount: of(2, 1) },
    { bookingId: 'c', bookedMs: 3, amount: of(2) },
    { bookingId: 'd', bookedMs: 3, amount: of(2) },
  ]
  const propose = (excess: Partial<typeof NO_SLOTS>) =>
    proposeLeaving(claims, { ...NO_SLOTS, ...excess }).join('')
  assert.equal(propose({}), '')
  assert.equal(propose({ teu: 1 }), 'd')
  assert.equal(propose({ teu: 3 }), 'dc')
  assert.equal(propose({ plugs: 1 }), 'b')
  assert.equal(propose({ teu: 1, plugs: 1 }), 'db')
  assert.equal(propose({ teu: 99 }), 'dcba')
  assert.deepEqual(excessOver(of(10, 2), of(4, 5)), { ...NO_SLOTS, teu: 6, grossKg: 60 })
})

test('what is sold beyond is named, and moved or refused with the cut; else nothing is done', async () => {
  const first = await trainOf(12, { dangerousPlaces: 2 })
  const later = await nextOf(first)
  const { id } = first
  const a = await book(id, 2)
  const b = await book(id, 1)
  const c = await book(id, 1)
  const paint = [{ ...newBooking(parties, id).cargo[1], dangerous: PAINT }]
  const lines = [{ equipmentType: '45G1', count: 1, dangerous: true }]
  const request = await book(id, 1, { lines, cargo: paint })
  clock.advance(1)
  const basket = await exporter.post<BookingView>('/api/bookings/hold', {
    departureId: id,
    lines: [{ equipmentType: '22G1', count: 1 }],
    cargoKg: 9_000,
  })
  const seen = await preview(id, 'capacityTeu=6')
  assert.deepEqual([seen.excess.teu, seen.capacity.teu], [5, 6])
  assert.deepEqual(leaving(seen), [
    `${basket.body.number} capacity`,
    `${request.number} capacity`,
    `${c.number} capacity`,
  ])
  const unnamed = await shorten(id, { capacityTeu: 6, refuse: [basket.body.id, request.id] })
  assert.deepEqual([unnamed.status, unnamed.body.code], [409, 'train.below_booked'])
  assert.deepEqual(
    [await state(basket.body.id), await state(request.id), (await train(id)).capacityTeu],
    ['held', 'received', 12],
    'all or nothing',
  )
  const body = { capacityTeu: 6, refuse: [basket.body.id, request.id], move: [c.id] }
  assert.equal((await shorten(id, body)).body.code, 'booking.nowhere_to_move')
  const early = { ...body, refuse: [basket.body.id], move: [request.id, c.id], moveTo: later.id }
  assert.equal((await shorten(id, early)).body.code, 'booking.only_confirmed_moves')
  const done = await shorten(id, { ...body, moveTo: later.id })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  assert.deepEqual(
    done.body.moved,
    c.containers.map((box) => box.id),
  )
  assert.deepEqual(
    [await state(basket.body.id), await state(request.id), await state(c.id), await state(a.id)],
    ['expired', 'rejected', 'confirmed', 'confirmed'],
  )
  const now = await train(id)
  assert.deepEqual([now.capacityTeu, now.sold.teu, now.held.teu, now.freeTeu], [6, 6, 0, 0])
  assert.equal((await train(later.id)).sold.teu, 2)
  const refused = await shorten(id, { capacityTeu: 4, refuse: [b.id] })
  assert.equal(refused.status, 200)
  assert.equal(await state(b.id), 'declined')
  const stranger = await shorten(id, { capacityTeu: 4, refuse: [c.id] })
  assert.equal(stranger.body.code, 'booking.not_on_this_train', 'it goes with another by now')
  await sound(id)
  await sound(later.id)
})

test('whoever waits gets nothing of what is cut away', async () => {
  const { id } = await trainOf(4)
  const a = await book(id, 1)
  const b = await book(id, 1)
  const waits = await book(id, 1, { ifFull: { inParts: false, promotion: 'automatic' } })
  assert.equal(waits.state, 'waitlisted')
  await shorten(id, { capacityTeu: 2, refuse: [b.id] })
  assert.deepEqual([await state(waits.id), await state(a.id)], ['waitlisted', 'confirmed'])
  assert.equal((await train(id)).freeTeu, 0)
  await sound(id)
})

test('what allotments keep is released first when asked, and counts as taken when not', async () => {
  const { id } = await trainOf(10)
  await book(id, 2)
  const allotted = await operator.post(`/api/departures/${id}/allotments`, {
    for: { organisationKind: 'forwarder' },
    amount: { teu: 6 },
    releaseAt: timesBefore(clock().getTime() + 9 * 86_400_000).bookingCutoffAt,
  })
  assert.equal(allotted.status, 200)
  assert.equal((await preview(id, 'capacityTeu=4')).excess.teu, 6)
  assert.equal((await preview(id, 'capacityTeu=4&releaseAllotments=true')).excess.teu, 0)
  assert.equal((await shorten(id, { capacityTeu: 4 })).body.code, 'train.below_booked')
  const done = await shorten(id, { capacityTeu: 4, releaseAllotments: true })
  assert.deepEqual([done.status, done.body.departure.freeTeu], [200, 0])
  await sound(id)
})

test('lighter wagons: bookings too heavy for them are named, by a change and by a cut', async () => {
  const { id, ...plan } = await trainOf(20)
  const heavy = await book(id, 1, {}, 24_000)
  await book(id, 2)
  const seen = await preview(id, 'wagonKgMax=25000')
  assert.deepEqual(leaving(seen), [`${heavy.number} wagon`])
  const { departsAt, bookingCutoffAt, documentsCutoffAt, gateInCutoffAt } = plan
  const times = { departsAt, bookingCutoffAt, documentsCutoffAt, gateInCutoffAt }
  const { releaseCutoffAt, loadingStartsAt, capacityTeu } = plan
  const change = { ...times, releaseCutoffAt, loadingStartsAt, capacityTeu, wagonKgMax: 25_000 }
  const changed = await operator.post<{ code?: string }>(`/api/departures/${id}/change`, change)
  assert.equal(changed.body.code, 'train.over_wagon_booked')
  assert.equal((await shorten(id, { wagonKgMax: 25_000 })).body.code, 'train.over_wagon_booked')
  const done = await shorten(id, { wagonKgMax: 25_000, refuse: [heavy.id] })
  assert.equal(done.body.departure.wagonKgMax, 25_000)
  await sound(id)
})

test('a train that ends earlier: everybody is named, its stops are cut, and those concerned are told', async () => {
  const first = await trainOf(20)
  const { id } = first
  const later = await nextOf(first)
  const a = await book(id, 1)
  const b = await book(id, 1)
  const endsAt = 'KZ-ALMATY'
  assert.deepEqual(leaving(await preview(id, `endsAt=${endsAt}`)), [
    `${b.number} end`,
    `${a.number} end`,
  ])
  const unnamed = await shorten(id, { endsAt, keep: [a.id] })
  assert.deepEqual(
    [unnamed.body.code, unnamed.body.facts?.['bookings']],
    ['booking.beyond_the_end', b.number],
  )
  assert.equal((await shorten(id, { endsAt: 'DE-HAMBURG' })).body.code, 'train.not_a_stop')
  const done = await shorten(id, { endsAt, keep: [a.id], move: [b.id], moveTo: later.id })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  const { service, lineEndsAt } = done.body.departure
  assert.deepEqual(
    [service.destination, service.stops.at(-1)?.station, lineEndsAt],
    [endsAt, endsAt, 'UZ-CHUKURSAY'],
  )
  const to = async (destination: string) =>
    (
      await exporter.get<{ items: Departure[] }>(
        `/api/departures?service=${service.id}&destination=${destination}`,
      )
    ).body.items.map((one) => one.id)
  assert.deepEqual(await to('UZ-CHUKURSAY'), [later.id])
  assert.deepEqual(new Set(await to('KZ-ALMATY')), new Set([id, later.id]))
  await followers.settle()
  for (const by of [exporter, warehouse]) {
    const { items } = (await by.get<{ items: Notice[] }>('/api/notices')).body
    const told = items.filter(({ kind }) => kind === 'departure.ends_earlier')
    assert.match(told[0]?.title ?? '', /X9031.*Almaty.*缺少平车/)
  }
  const whole = await shorten(id, { endsAt: null })
  assert.deepEqual(
    [whole.body.departure.service.destination, whole.body.departure.lineEndsAt],
    ['UZ-CHUKURSAY', null],
  )
  await sound(id)
})

test('a train that is moved or cancelled is told to those with cargo on it', async () => {
  const { id, capacityTeu } = await trainOf(20)
  await book(id, 1)
  const times = timesBefore(clock().getTime() + 12 * 86_400_000)
  await operator.post(`/api/departures/${id}/change`, { ...times, capacityTeu })
  await followers.settle()
  clock.advance(1)
  await operator.post(`/api/departures/${id}/cancel`, { ...PLACE, reason: '口岸停装' })
  await followers.settle()
  for (const by of [exporter, warehouse]) {
    const { items } = (await by.get<{ items: Notice[] }>('/api/notices')).body
    const about = items.filter(({ subject }) => subject?.id === id).map(({ kind }) => kind)
    assert.deepEqual(about, ['departure.cancelled', 'departure.moved'])
  }
  await sound(id)
})

test('refused: another’s train, and who is no operator', async () => {
  const { id } = await trainOf(20)
  const rival = http.as(rivals.operator.actor)
  assert.equal((await shorten(id, { capacityTeu: 4 }, rival)).body.code, 'booking.not_your_train')
  assert.equal((await shorten(id, { capacityTeu: 4 }, exporter)).status, 403)
  const peeked = await rival.get<{ code?: string }>(`/api/departures/${id}/shortening`)
  assert.equal(peeked.body.code, 'booking.not_your_train')
})
