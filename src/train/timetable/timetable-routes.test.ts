// Timetables over HTTP: trains laid out ahead, changed while nobody is on them, and everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure, Service } from '#train/contract.ts'
import { newService, newTimetable, takeSlots } from '#train/fixtures.ts'
import { layOutRound } from '#train/timetable/laying-out.ts'
import type { Holiday, LaidOut, Timetable, TimetableDay } from '#train/timetable-contract.ts'

// 2 March 2026 is a Monday.
const clock = testClock('2026-03-02T00:00:00Z')
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http, { daysAhead: 28 })
const now = clock()
const parties = await organisationsFixture(database, { now })
const rivals = await organisationsFixture(database, { now, tag: 'b' })
const operator = http.as(parties.operator.actor)
const rival = http.as(rivals.operator.actor)

type Refusable<T> = T & { code?: string; facts?: Record<string, unknown>; detail?: string }
type Laid = Refusable<{ timetable: Timetable; laid: LaidOut }>
const openLine = async (name: string, by = operator, of = parties) => {
  const line = newService('tashkent', of)
  const names = { ...line.names, en: name, zh: name, ru: name }
  return (await by.post<Service>('/api/services', { ...line, names })).body
}
const open = (serviceId: string, changes: object = {}, by = operator) =>
  by.post<Laid>('/api/timetables', { ...newTimetable(serviceId), ...changes })
const trainsOf = async (serviceId: string) =>
  (await operator.get<{ items: Departure[] }>(`/api/departures?service=${serviceId}&limit=200`))
    .body.items
const running = async (serviceId: string) =>
  (await trainsOf(serviceId)).filter(({ state }) => state === 'scheduled')
const daysOf = (trains: readonly Departure[]) =>
  trains.map(({ departsAt }) => departsAt.slice(0, 10))

test('a timetable lays its trains out at once, and again changes nothing', async () => {
  const line = await openLine('once')
  const { status, body } = await open(line.id)
  assert.equal(status, 200)
  // Tuesdays and Fridays; on 3 and 6 March the booking cut-off, five days before, is over.
  assert.deepEqual(
    body.laid.left.map(({ day, why }) => [day, why]),
    [
      ['2026-03-03', 'too_late'],
      ['2026-03-06', 'too_late'],
    ],
  )
  assert.equal(body.laid.made, 6)
  const trains = await running(line.id)
  assert.deepEqual(daysOf(trains), [
    '2026-03-10',
    '2026-03-13',
    '2026-03-17',
    '2026-03-20',
    '2026-03-24',
    '2026-03-27',
  ])
  const [first] = trains as [Departure]
  assert.equal(first.departsAt, '2026-03-10T09:30:00+08:00')
  assert.equal(first.gateInCutoffAt, '2026-03-08T20:00:00+08:00')
  assert.deepEqual([first.freeTeu, first.timetableId], [110, body.timetable.id])
  const again = await round()
  assert.deepEqual([again.made, again.changed, again.cancelled], [0, 0, 0])
})

const round = () =>
  layOutRound({
    database,
    clock,
    ids: randomIds(clock),
    daysAhead: 28,
    complain: (error) => assert.fail(String(error)),
  })

test('several servers at once lay each train out once', async () => {
  const line = await openLine('at once')
  await open(line.id, { validFrom: '2026-03-20' })
  const before = await running(line.id)
  clock.advance(7 * 24 * 60)
  const rounds = await Promise.all([round(), round(), round(), round()])
  const made = rounds.reduce((sum, { made: some }) => sum + some, 0)
  assert.ok(made > 0)
  const trains = await running(line.id)
  assert.equal(trains.length, before.length + 2, 'a week further on')
  assert.equal(new Set(daysOf(trains)).size, trains.length)
  assert.equal((await round()).made, 0)
})

test('a changed timetable moves the trains nobody is on, and names the others', async () => {
  const line = await openLine('changed')
  const { timetable } = (await open(line.id)).body
  const [first, second] = (await running(line.id)) as [Departure, Departure]
  await takeSlots(database, first.id, 2, clock())
  const { serviceId: _, ...body } = newTimetable(line.id)
  const change = (changes: object) =>
    operator.post<Laid>(`/api/timetables/${timetable.id}/change`, { ...body, ...changes })
  const later = await change({ departsClock: '11:00', capacityTeu: 90 })
  assert.deepEqual(
    later.body.laid.left
      .filter(({ why }) => why === 'booked')
      .map(({ departureId }) => departureId),
    [first.id],
  )
  const kept = (await operator.get<Departure>(`/api/departures/${first.id}`)).body
  assert.deepEqual([kept.departsAt, kept.capacityTeu], [first.departsAt, 110])
  const moved = (await operator.get<Departure>(`/api/departures/${second.id}`)).body
  assert.deepEqual([moved.departsAt.slice(11, 16), moved.freeTeu], ['11:00', 90])

  const { departsAt, bookingCutoffAt, documentsCutoffAt, gateInCutoffAt } = moved
  const { releaseCutoffAt, loadingStartsAt } = moved
  const byHand = await operator.post<Departure>(`/api/departures/${second.id}/change`, {
    ...{ departsAt, bookingCutoffAt, documentsCutoffAt, gateInCutoffAt },
    ...{ releaseCutoffAt, loadingStartsAt, capacityTeu: 70 },
  })
  assert.equal(byHand.body.byHand, true)
  await change({})
  const stays = (await operator.get<Departure>(`/api/departures/${second.id}`)).body
  assert.equal(stays.capacityTeu, 70, 'what a person set stays')

  const other = await change({ weekdays: [3] })
  assert.equal(other.status, 200)
  const days = (
    await operator.get<{ items: TimetableDay[] }>(`/api/timetables/${timetable.id}/days`)
  ).body.items
  const of = (id: string) => days.find(({ departureId }) => departureId === id)
  assert.deepEqual([of(first.id)?.planned, of(first.id)?.left], [false, 'booked'])
  assert.equal(of(second.id)?.left, 'by_hand')
  const wednesdays = (await running(line.id)).filter(({ byHand: set }) => !set)
  assert.ok(
    wednesdays.every(({ departsAt: at, id }) => id === first.id || new Date(at).getUTCDay() === 3),
  )
})

test('exceptions and holidays: taken out, put in, at other times, and back again', async () => {
  const line = await openLine('excepted')
  const { timetable } = (await open(line.id, { onHolidays: 'stays' })).body
  const [first, second, third] = daysOf(await running(line.id)) as [string, string, string]
  const except = (kind: string, from: string, more: object = {}) =>
    operator.post<Laid>(`/api/timetables/${timetable.id}/exceptions`, {
      ...{ kind, from, until: from, departsClock: null, capacityTeu: null, reason: null },
      ...more,
    })
  const out = await except('does_not_run', first, { reason: '线路检修' })
  assert.equal(out.body.laid.cancelled, 1)
  const cancelled = (await trainsOf(line.id)).find(({ departsAt }) => departsAt.startsWith(first))
  assert.deepEqual([cancelled?.state, cancelled?.cancelReason], ['cancelled', '线路检修'])
  const other = await except('other_times', second, { departsClock: '15:00' })
  assert.equal(other.body.laid.changed, 1)
  const holiday = await operator.post<Refusable<{ holiday: Holiday; laid: LaidOut }>>(
    '/api/holidays',
    { from: third, until: third, name: '清明节' },
  )
  assert.equal(holiday.body.laid.cancelled, 1)
  assert.equal((await except('also_runs', first)).body.code, 'train.exception_overlaps')
  const extra = await except('also_runs', '2026-03-25', { capacityTeu: 40 })
  assert.equal(extra.body.laid.made, 1)
  const now2 = await running(line.id)
  assert.ok(!daysOf(now2).includes(first) && !daysOf(now2).includes(third))
  const on = (day: string) => now2.find(({ departsAt }) => departsAt.startsWith(day))
  assert.equal(on(second)?.departsAt.slice(11, 16), '15:00')
  assert.equal(on('2026-03-25')?.capacityTeu, 40)

  const [exception] = out.body.timetable.exceptions
  const back = await operator.post<Laid>(
    `/api/timetables/${timetable.id}/exceptions/${exception!.id}/remove`,
  )
  assert.equal(back.body.laid.made, 1, 'the day has its train again')
  const lifted = await operator.post<{ laid: LaidOut }>(
    `/api/holidays/${holiday.body.holiday.id}/remove`,
  )
  assert.equal(lifted.body.laid.made, 1)
  assert.deepEqual(
    daysOf(await running(line.id)).filter((day) => [first, third].includes(day)),
    [first, third],
  )
})

test('a train that its operator cancelled is not laid out again', async () => {
  const line = await openLine('cancelled')
  await open(line.id)
  const [first] = (await running(line.id)) as [Departure]
  await database.transact(async (tx) => {
    const { cancelDeparture } = await import('#train/departure/departure-store.ts')
    await cancelDeparture(tx, first.id, 'no wagons', clock())
  })
  assert.equal((await round()).made, 0)
  assert.ok(!daysOf(await running(line.id)).includes(first.departsAt.slice(0, 10)))
})

test('a number that runs already is named, not doubled', async () => {
  const line = await openLine('doubled')
  await open(line.id)
  const second = await open(line.id, { name: 'the same again' })
  assert.equal(second.body.laid.made, 0)
  const taken = second.body.laid.left.filter(({ why }) => why === 'number_taken')
  assert.equal(taken.length, (await running(line.id)).length)
})

test('withdrawn, it takes out what nobody is on', async () => {
  const line = await openLine('withdrawn')
  const { timetable } = (await open(line.id)).body
  const [first] = (await running(line.id)) as [Departure]
  await takeSlots(database, first.id, 2, clock())
  const gone = await operator.post<Laid>(`/api/timetables/${timetable.id}/withdraw`)
  assert.ok(gone.body.timetable.withdrawnAt)
  assert.deepEqual(
    (await running(line.id)).map(({ id }) => id),
    [first.id],
  )
  const again = await operator.post<Laid>(`/api/timetables/${timetable.id}/withdraw`)
  assert.equal(again.body.code, 'train.timetable_withdrawn')
  assert.equal((await open(line.id)).status, 200, 'its name is free again')
})

test('refused: another’s line, a name twice, times out of order, another’s timetable', async () => {
  const line = await openLine('refused')
  assert.equal((await open(line.id, {}, rival)).body.code, 'train.not_your_service')
  const { timetable } = (await open(line.id)).body
  assert.equal((await open(line.id)).body.code, 'train.timetable_named')
  const backwards = await open(line.id, { name: 'b', validUntil: '2020-01-01' })
  assert.equal(backwards.body.code, 'train.period_reversed')
  const { cutOffs } = newTimetable(line.id)
  const late = { ...cutOffs, documentsCutoffAt: { daysBefore: 6, clock: '10:00' } }
  const turned = await open(line.id, { name: 'c', cutOffs: late })
  assert.equal(turned.body.code, 'train.times_out_of_order')
  assert.equal(turned.body.facts?.['field'], 'documentsCutoffAt')
  assert.equal((await open(line.id, { name: 'd', weekdays: [1, 1] })).status, 422)
  for (const path of ['withdraw', 'exceptions/exc_00000000000000000000/remove']) {
    const answer = await rival.post<Laid>(`/api/timetables/${timetable.id}/${path}`)
    assert.equal(answer.body.code, 'train.not_your_service')
  }
  const exporter = http.as(parties.exporter.actor)
  assert.equal((await open(line.id, {}, exporter)).status, 403)
  assert.equal((await exporter.get(`/api/timetables/${timetable.id}`)).status, 200)
})
