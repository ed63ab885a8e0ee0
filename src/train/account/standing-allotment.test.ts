// Standing allotments: each train of the line has its own, once, whoever comes first; nothing of a train is lost or doubled between.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { readAccount, trainRoutes } from '#train'
import type { Allotment } from '#train/allotment-contract.ts'
import type { Departure, DepartureId, Service } from '#train/contract.ts'
import { newService, newTimetable, takeSlots } from '#train/fixtures.ts'
import { layOutRound } from '#train/timetable/laying-out.ts'
import { capacityOf } from '#train/slots.ts'
import type { StandingAllotment, StandingOpened } from '#train/standing-allotment-contract.ts'
import { timesBefore } from '#train/train.ts'

const clock = testClock('2026-03-09T00:00:00Z')
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
const DAYS = 28
trainRoutes(http, { daysAhead: DAYS })
const parties = await organisationsFixture(database, { now: clock(), ids })
const rivals = await organisationsFixture(database, { now: clock(), ids, tag: 'b' })
const operator = http.as(parties.operator.actor)
const forwarder = parties.forwarder.organisationId
const complain = (error: unknown) => assert.fail(error as Error)
const layOut = (daysAhead = DAYS) => layOutRound({ database, clock, ids, daysAhead, complain })

async function post<Body>(url: string, body: object, by = operator): Promise<Body> {
  const reply = await by.post<Body>(url, body)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}
const openLine = () => post<Service>('/api/services', newService('tashkent', parties))
const openTimetable = (serviceId: string) =>
  post<object>('/api/timetables', { ...newTimetable(serviceId), trainNumber: 'X9300' })
type Stood = StandingOpened & { standing: StandingAllotment }
const stand = (serviceId: string, teu: number, releaseDaysBefore = 6) =>
  post<Stood>(`/api/services/${serviceId}/standing-allotments`, {
    ...{ for: { organisationId: forwarder }, amount: { teu }, releaseDaysBefore },
  })
async function trainsOf(serviceId: string): Promise<Departure[]> {
  const path = `/api/departures?service=${serviceId}&limit=200`
  return (await operator.get<{ items: Departure[] }>(path)).body.items
}
async function allotmentsOf(id: DepartureId): Promise<Allotment[]> {
  const { body } = await operator.get<{ items: Allotment[] }>(`/api/departures/${id}/allotments`)
  // What is sold, held, free and kept comes to what the train has, in every unit.
  const { pools, capacity } = await database.transact((tx) => readAccount(tx, id))
  assert.deepEqual(capacityOf({ pools }), capacity)
  return body.items
}
const keptOf = async (id: DepartureId) =>
  (await allotmentsOf(id))
    .toSorted((one, other) => other.amount.teu - one.amount.teu)
    .map(({ amount, releasedAt }) => [amount.teu, releasedAt === null])

test('each train that is laid out ahead has its own, however often; a train by hand too', async () => {
  const { id } = await openLine()
  assert.deepEqual(await stand(id, 20).then(({ opened, short }) => [opened, short]), [0, []])
  await openTimetable(id)
  const trains = await trainsOf(id)
  assert.ok(trains.length > 4)
  await layOut()
  for (const train of trains) {
    assert.deepEqual(await keptOf(train.id), [[20, true]])
    assert.equal(train.free.teu, 90)
  }
  const further = await layOut(DAYS + 7)
  assert.equal(further.made, 2)
  assert.deepEqual(await keptOf((await trainsOf(id)).at(-1)!.id), [[20, true]])
  const times = timesBefore(Date.parse('2026-05-04T08:00:00Z'))
  const body = { serviceId: id, trainNumber: 'X9399', capacityTeu: 12, ...times }
  const small = await post<Departure>('/api/departures', body)
  assert.deepEqual(await keptOf(small.id), [[12, true]], 'what there is')
})

test('a rule keeps of the trains that are there, what they have; it goes to open sale at its time', async () => {
  const { id } = await openLine()
  await post('/api/timetables', { ...newTimetable(id), trainNumber: 'X9301', capacityTeu: 30 })
  const [first, second] = await trainsOf(id)
  await takeSlots(database, second!.id, 25, clock())
  const stood = await stand(id, 20, 9)
  // The first leaves in eight days: its time of release has come before it is kept.
  const count = (await trainsOf(id)).length
  assert.equal(stood.opened, count - 1)
  assert.deepEqual(stood.short, [{ departureId: second!.id, teu: 5 }])
  assert.deepEqual(await keptOf(first!.id), [])
  const [kept] = await allotmentsOf(second!.id)
  assert.equal(Date.parse(kept!.releaseAt) <= Date.parse(second!.bookingCutoffAt), true)
  const moved = timesBefore(Date.parse(second!.departsAt) + 86_400_000)
  await post(`/api/departures/${second!.id}/change`, { capacityTeu: 30, ...moved })
  const [after] = await allotmentsOf(second!.id)
  assert.equal(Date.parse(after!.releaseAt) - Date.parse(kept!.releaseAt), 86_400_000)
})

test('who gives a line a rule and who lays its trains out at that moment keep once of each', async () => {
  for (let round = 0; round < 4; round += 1) {
    const { id } = await openLine()
    await post('/api/timetables', { ...newTimetable(id), trainNumber: `X94${round}0` })
    const done = await Promise.all([
      stand(id, 20),
      layOut(DAYS + 21),
      post('/api/departures/weekly', {
        ...{ serviceId: id, trainNumber: `X94${round}5`, capacityTeu: 110, weeks: 4 },
        ...timesBefore(Date.parse('2026-05-06T08:00:00Z')),
      }),
    ])
    assert.ok(done[0].opened > 0)
    for (const train of await trainsOf(id)) {
      const late = Date.parse(train.departsAt) - clock().getTime() <= 6 * 86_400_000
      assert.deepEqual(await keptOf(train.id), late ? [] : [[20, true]], train.departsAt)
    }
  }
})

test('ended, it keeps nothing more; what it kept stays, or goes back', async () => {
  const { id } = await openLine()
  const { standing } = await stand(id, 20)
  const another = await stand(id, 10)
  await post('/api/timetables', { ...newTimetable(id), trainNumber: 'X9500' })
  const train = (await trainsOf(id)).at(-1)!
  assert.deepEqual(await keptOf(train.id), [
    [20, true],
    [10, true],
  ])
  const end = (of: StandingAllotment, release: boolean) =>
    post<{ released: number }>(`/api/standing-allotments/${of.id}/end`, { release })
  assert.equal((await end(standing, false)).released, 0)
  const { released } = await end(another.standing, true)
  assert.ok(released > 0)
  assert.deepEqual(await keptOf(train.id), [
    [20, true],
    [10, false],
  ])
  const made = (await layOut(DAYS + 14)).made
  assert.ok(made > 0)
  assert.deepEqual(await keptOf((await trainsOf(id)).at(-1)!.id), [])
  const twice = await operator.post(`/api/standing-allotments/${standing.id}/end`, {
    release: true,
  })
  assert.equal(twice.body['code'], 'train.standing_ended')
  const path = `/api/services/${id}/standing-allotments`
  assert.deepEqual((await operator.get(path)).body['items'], [])
  const rival = http.as(rivals.operator.actor)
  assert.equal((await rival.get(path)).body['code'], 'train.not_your_service')
})
