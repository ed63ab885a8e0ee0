// Who goes and who stays; containers that change trains, with their slots, their booking and their history; trains that do not run.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView, Container, ContainerId, ContainerView } from '#booking/contract.ts'
import type { DepartureSheet } from '#booking/departure-contract.ts'
import { bookedContainer, newBooking, testContainerNumber } from '#booking/fixtures.ts'
import { organisationsFixture, type Parties } from '#identity/fixtures.ts'
import type { DepartureId } from '#train/contract.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { getDeparture, trainRoutes } from '#train'
import type { Departure, Service } from '#train/contract.ts'
import { departureFixture, newService } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const DAY_MS = 86_400_000
const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
const now = clock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now })
const rivals = await organisationsFixture(database, { now, tag: 'b' })
const callers = (of: Parties) => ({
  exporter: http.as(of.exporter.actor),
  operator: http.as(of.operator.actor),
  warehouse: http.as(of.warehouse.actor),
})
const { exporter, operator, warehouse } = callers(parties)
const PLACE = { place: 'CN-DONGJIA' }
const REASON = { reason: '海关未放行' }

interface Answer {
  readonly code?: string
  readonly items: Container[]
  readonly facts?: Record<string, unknown>
}

const line = (await operator.post<Service>('/api/services', newService('tashkent', parties))).body

async function train(days: number, capacityTeu = 20): Promise<Departure> {
  const { body } = await operator.post<Departure>('/api/departures', {
    ...{ serviceId: line.id, trainNumber: 'X9031', capacityTeu },
    ...timesBefore(now.getTime() + days * DAY_MS),
  })
  return body
}
const at = (departure: { id: DepartureId }) =>
  database.transact((tx) => getDeparture(tx, departure.id, now))
const booked = async (departure: { id: DepartureId }) => (await at(departure)).bookedTeu
const command = (
  departure: { id: string },
  name: 'depart' | 'load' | 'unload' | 'roll-over' | 'cancel',
  body: object = {},
  by: Caller = operator,
) => by.post<Answer>(`/api/departures/${departure.id}/${name}`, { ...PLACE, ...body })
const move = (from: Departure, to: { id: string }, containerIds: readonly string[], by?: Caller) =>
  command(from, 'roll-over', { to: to.id, containerIds, ...REASON }, by)
const viewOf = async (by: Caller, id: string) =>
  (await by.get<ContainerView>(`/api/containers/${id}`)).body

test('the sheet says who goes and who stays, and nobody is left behind unsaid', async () => {
  const departure = await train(10)
  const box = await bookedContainer(database, {
    ...{ now, parties, departure, until: 'load', serial: 100 },
  })
  const [going, staying] = box.containerIds as readonly [ContainerId, ContainerId]
  const sheet = await operator.get<DepartureSheet>(`/api/departures/${departure.id}/sheet`)
  const idsOf = (list: readonly Container[]) => list.map(({ id }) => id)
  assert.deepEqual([idsOf(sheet.body.going), idsOf(sheet.body.staying)].flat(), [going, staying])
  const refused = await command(departure, 'depart')
  assert.deepEqual([refused.status, refused.body.code], [409, 'booking.leaves_behind'])
  assert.equal(refused.body.facts?.['containers'], sheet.body.staying[0]!.bookingNumber)
  assert.equal((await box.read()).stage, 'loaded', 'nothing half done')
  assert.equal((await command(departure, 'depart', { leaveBehind: [staying] })).status, 200)
  assert.equal((await viewOf(exporter, staying)).journey.state, 'departed')

  const rival = http.as(rivals.operator.actor)
  const strange = await rival.get(`/api/departures/${departure.id}/sheet`)
  assert.equal(strange.body['code'], 'booking.not_your_train')
  assert.equal((await exporter.get(`/api/departures/${departure.id}/sheet`)).status, 403)
})

test('what was left behind goes with a later train: slots, history and booking follow', async () => {
  const departure = await train(11)
  const next = await train(18)
  const box = await bookedContainer(database, {
    ...{ now, parties, departure, until: 'load', serial: 110 },
  })
  const [gone, left] = box.containerIds as readonly [ContainerId, ContainerId]
  await command(departure, 'depart', { leaveBehind: [left] })
  const moved = await move(departure, next, [left])
  assert.equal(moved.status, 200)
  assert.equal(moved.body.items[0]!.journey.departureId, next.id)
  assert.deepEqual([await booked(departure), await booked(next)], [2, 2])

  const seen = await viewOf(exporter, left)
  const last = seen.history.at(-1)!
  assert.equal(last.event, 'rolled_over')
  assert.equal(last.restricted['reason'], REASON.reason)
  assert.deepEqual(
    [last.public['trainNumber'], last.public['oldTrainNumber'], last.public['oldDepartsOn']],
    ['X9031', 'X9031', departure.departsAt.slice(0, 10)],
  )
  assert.equal(last.public['departsOn'], next.departsAt.slice(0, 10))
  const yard = (await viewOf(warehouse, left)).history.at(-1)!
  assert.equal('reason' in yard.restricted, false, 'why is the shipper’s business')
  assert.equal(yard.public['departsOn'], next.departsAt.slice(0, 10))
  const { body } = await exporter.get<BookingView>(`/api/bookings/${box.bookingId}`)
  assert.equal(body.journey.departureId, departure.id, 'part of it went')
  assert.deepEqual(
    new Set(body.containers.map(({ id, journey }) => `${id} ${journey.departureId}`)),
    new Set([`${gone} ${departure.id}`, `${left} ${next.id}`]),
  )
})

test('a booking moves when all of it has, and cancelled gives its slots back where they are', async () => {
  const departure = await train(12)
  const next = await train(19)
  const box = await bookedContainer(database, { now, parties, departure, serial: 120 })
  const [one, two] = box.containerIds as readonly [ContainerId, ContainerId]
  await move(departure, next, [one])
  await move(departure, next, [two])
  const { body } = await exporter.get<BookingView>(`/api/bookings/${box.bookingId}`)
  assert.equal(body.journey.departureId, next.id)
  assert.deepEqual([await booked(departure), await booked(next)], [0, 4])
  const other = await bookedContainer(database, { now, parties, departure: next, serial: 122 })
  await move(next, departure, [other.containerIds[1]!])
  assert.deepEqual([await booked(departure), await booked(next)], [2, 6])
  assert.equal((await exporter.post(`/api/bookings/${other.bookingId}/cancel`)).status, 200)
  assert.deepEqual([await booked(departure), await booked(next)], [0, 4])
})

test('rolling over is refused, and leaves everything as it was', async () => {
  const departure = await train(13)
  const full = await train(20, 1)
  const next = await train(27)
  const otherLine = await departureFixture(database, parties, { now, ids, line: 'moscow' })
  const box = await bookedContainer(database, {
    ...{ now, parties, departure, until: 'load', serial: 130 },
  })
  const [loaded, free] = box.containerIds as readonly [ContainerId, ContainerId]
  const stray = await bookedContainer(database, { now, parties, departure: next, serial: 132 })
  const TABLE: [code: string, answer: Promise<{ body: Answer }>][] = [
    ['train.over_capacity', move(departure, full, [free])],
    ['train.other_line', move(departure, otherLine, [free])],
    ['train.same_departure', move(departure, departure, [free])],
    ['train.departure_absent', move(departure, { id: 'dep_00000000000000000000' }, [free])],
    ['step.wrong_stage', move(departure, next, [free, loaded])],
    ['booking.not_on_train', move(departure, next, [free, stray.containerId])],
    ['booking.not_your_train', move(departure, next, [free], http.as(rivals.operator.actor))],
    ['http.not_your_kind', move(departure, next, [free], exporter)],
  ]
  for (const [code, answer] of TABLE) assert.equal((await answer).body.code, code)
  assert.deepEqual([await booked(departure), await booked(full), await booked(next)], [4, 0, 4])
  assert.equal((await viewOf(exporter, free)).sequence, 1)
})

test('of many who would roll over onto the last place, one does', async () => {
  const departure = await train(14)
  const tight = await train(21, 2)
  const boxes = await Promise.all(
    [140, 142, 144].map((serial) => bookedContainer(database, { now, parties, departure, serial })),
  )
  const answers = await Promise.all(
    boxes.map(({ containerId }) => move(departure, tight, [containerId])),
  )
  const outcomes = answers.map(({ body }) => body.code ?? 'moved').toSorted()
  assert.deepEqual(outcomes, ['moved', 'train.over_capacity', 'train.over_capacity'])
  assert.deepEqual([await booked(departure), await booked(tight)], [10, 2])
})

test('a container held by customs comes off the wagon, and the train may go', async () => {
  const departure = await train(15)
  const next = await train(22)
  const box = await bookedContainer(database, {
    ...{ now, parties, departure, until: 'load', serial: 150, boxes: 1 },
  })
  const going = await bookedContainer(database, {
    ...{ now, parties, departure, until: 'load', serial: 151, boxes: 1 },
  })
  const off = await command(departure, 'unload', { containerIds: [box.containerId], ...REASON })
  const [unloaded] = off.body.items
  assert.deepEqual([unloaded!.stage, unloaded!.wagonNumber], ['sealed', null])
  const { history } = await viewOf(exporter, box.containerId)
  assert.deepEqual(
    [history.at(-1)!.event, history.at(-1)!.public['oldWagonNumber']],
    ['unloaded', '5271234'],
  )
  assert.equal((await move(departure, next, [box.containerId])).status, 200)
  assert.equal((await command(departure, 'depart')).status, 200)
  const loads = [{ containerId: box.containerId, wagonNumber: '5271235' }]
  assert.equal((await command(next, 'load', { loads })).status, 200)
  assert.equal((await going.read()).stage, 'departed')
})

test('a cancelled train: its containers move to another, loaded ones taken off first', async () => {
  const departure = await train(16)
  const next = await train(23)
  const box = await bookedContainer(database, {
    ...{ now, parties, departure, until: 'load', serial: 160 },
  })
  const rival = http.as(rivals.operator.actor)
  const stolen = await command(departure, 'cancel', REASON, rival)
  assert.equal(stolen.body.code, 'booking.not_your_train')
  const done = await command(departure, 'cancel', { ...REASON, moveTo: next.id })
  assert.equal(done.status, 200)
  const events = (await viewOf(exporter, box.containerId)).history.map(({ event }) => event)
  assert.deepEqual(events.slice(-3), ['loaded', 'unloaded', 'rolled_over'])
  const cancelled = await at(departure)
  assert.deepEqual([cancelled.state, cancelled.cancelReason], ['cancelled', REASON.reason])
  assert.deepEqual([await booked(departure), await booked(next)], [0, 4])
  assert.equal((await command(departure, 'cancel', REASON)).body.code, 'train.not_scheduled')
  const { body } = await exporter.get<BookingView>(`/api/bookings/${box.bookingId}`)
  assert.equal(body.journey.departureId, next.id)
  const again = await train(16)
  assert.equal(again.state, 'scheduled', 'its number is free again on that day')
})

test('a cancelled train without another: its containers wait, and unstarted bookings may go', async () => {
  const departure = await train(17)
  const waiting = await bookedContainer(database, {
    ...{ now, parties, departure, until: 'receive', serial: 170 },
  })
  const { body: free } = await exporter.post<BookingView>(
    '/api/bookings',
    newBooking(parties, departure.id),
  )
  await command(departure, 'cancel', REASON)
  const seen = await viewOf(exporter, waiting.containerId)
  assert.deepEqual([seen.stage, seen.journey.state], ['received', 'cancelled'])
  const load = { loads: [{ containerId: waiting.containerId, wagonNumber: '5271234' }] }
  assert.equal((await command(departure, 'load', load)).body.code, 'train.not_scheduled')
  const minutes = 17 * 24 * 60
  clock.advance(minutes)
  const late = await exporter.get<BookingView>(`/api/bookings/${free.id}`)
  assert.equal(late.body.cancellable, true, 'no cut-off holds of a train that does not run')
  assert.equal((await exporter.post(`/api/bookings/${free.id}/cancel`)).status, 200)
  clock.advance(-minutes)
  const kept = await exporter.post(`/api/bookings/${waiting.bookingId}/cancel`)
  assert.equal(kept.body['code'], 'booking.too_late_to_cancel')
  assert.equal((await move(departure, await train(24), waiting.containerIds)).status, 200)
  assert.equal((await waiting.read()).containerNumber, testContainerNumber(170))
})
