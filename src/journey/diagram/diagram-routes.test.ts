// The train diagram: everyone sees the plan, and what ran only by containers of their own.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { addDays, type Day } from '#kernel/day.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import type { Diagram } from '#journey/diagram-contract.ts'
import { diagramRoutes } from '#journey/diagram/diagram-routes.ts'

const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock: testClock() })
diagramRoutes(http)
const box = await bookedContainer(database, { until: 'depart', boxes: 2 })
const { parties, departure } = box
const strangers = await organisationsFixture(database, { tag: 'b' })
const leaves = departure.departsAt.slice(0, 10) as Day
const path = `/api/services/${departure.serviceId}/diagram`
const asked = `${path}?from=${addDays(leaves, -2)}&until=${addDays(leaves, 18)}`
const ask = async (who: Parameters<typeof http.as>[0], address = asked) =>
  (await http.as(who).get<Diagram & { code: string }>(address)).body

test('whoever takes part sees the train as planned and as it left', async () => {
  for (const who of [parties.operator, parties.exporter, parties.rail]) {
    const { stations, trains } = await ask(who.actor)
    assert.equal(stations[0]?.km, 0)
    assert.equal(trains.length, 1)
    const [train] = trains
    assert.equal(train?.trainNumber, departure.trainNumber)
    assert.ok(train.planned.length > departure.service.stops.length)
    assert.equal(train.actual.length, 1, who.actor.organisationKind)
    assert.equal(train.calls[0]?.by, 'stated')
    assert.ok(train.calls[0].containers >= 1)
  }
})

test('others see the plan alone', async () => {
  const [train] = (await ask(strangers.exporter.actor)).trains
  assert.ok(train!.planned.length > 0)
  assert.deepEqual([train!.actual, train!.expected, train!.lateMinutes], [[], [], null])
  assert.ok(train!.calls.every(({ arrivedAt, leftAt }) => arrivedAt === null && leftAt === null))
})

test('a train is on the sheet of the days it runs in, whenever it left', async () => {
  const later = `${path}?from=${addDays(leaves, 9)}&until=${addDays(leaves, 20)}`
  assert.equal((await ask(parties.operator.actor, later)).trains.length, 1)
  const before = `${path}?from=${addDays(leaves, -30)}&until=${addDays(leaves, -10)}`
  assert.equal((await ask(parties.operator.actor, before)).trains.length, 0)
})

test('a sheet has its length, and a line must be there', async () => {
  const long = `${path}?from=${leaves}&until=${addDays(leaves, 35)}`
  assert.equal((await ask(parties.operator.actor, long)).code, 'journey.diagram_too_long')
  const absent = '/api/services/svc_00000000000000000000/diagram'
  assert.equal((await ask(parties.operator.actor, absent)).code, 'train.service_absent')
})
