// Carriages over HTTP: arranged for one container or a booking, said more of by their own party alone, and one journey with the train.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { createMoves } from '#tracking/moves.ts'
import type { Carriage } from '#journey/carriage-contract.ts'
import { journeyFollower, journeyRoutes } from '#journey'
import type { Journey } from '#journey/way-contract.ts'

const clock = testClock()
const database = await testDatabase()
const http = await testHttp(database, { clock })
journeyRoutes(http, { moves: createMoves(database) })
const parties = await organisationsFixture(database)
const strangers = await organisationsFixture(database, { tag: 'b' })
const box = await bookedContainer(database, { parties, boxes: 2, until: 'depart' })
const { containerId } = box
const followers = await startFollowers(database, [journeyFollower(clock)], () => undefined)
after(async () => {
  await followers.stop()
  await database.drop()
})
await followers.settle()
const departedMs = (await box.read()).lastStepAt.getTime()
const days = (count: number) => new Date(departedMs + count * 86_400_000).toISOString()

const SHIP = {
  ...{ stage: 'on', mode: 'sea', carrier: 'Baltic Line', conveyance: 'MV Aurora', voyage: '26W' },
  ...{ from: { code: 'PLGDN' }, to: { code: 'SEGOT' } },
  ...{ plannedDepartureAt: days(60), plannedArrivalAt: days(63) },
}

async function send<Reply>(actor: Actor, path: string, body: object): Promise<Reply> {
  const reply = await http.as(actor).post(`/api${path}`, body)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body as Reply
}
async function refusal(actor: Actor, path: string, body: object): Promise<unknown[]> {
  const { status, body: said } = await http.as(actor).post(`/api${path}`, body)
  return [status, said['code']]
}
const journey = async () =>
  (await http.as(parties.exporter.actor).get<Journey>(`/api/containers/${containerId}/journey`))
    .body
const path = `/containers/${containerId}/carriages`
let ship: Carriage

test('a ship after the train makes one journey of both, to its own end', async () => {
  ship = await send<Carriage>(parties.exporter.actor, path, { ...SHIP, wholeBooking: true })
  assert.deepEqual([ship.containers, ship.version, ship.modeCode], [2, 1, '1'])
  const { legs, carriages, eta, finalEta } = await journey()
  assert.equal(legs.at(-1)!.mode, 'rail')
  assert.deepEqual(
    carriages.map(({ id, connection, plannedDepartureAt }) => [
      id,
      connection,
      plannedDepartureAt.slice(-6),
    ]),
    [[ship.id, 'kept', '+02:00']],
  )
  assert.ok(eta !== null && Date.parse(eta.p90At) < Date.parse(days(60)))
  assert.equal(finalEta?.place.code, 'SEGOT')
  assert.equal(Date.parse(finalEta!.p50At), Date.parse(days(63)))
})

test('who arranged it says more of it, each version kept; nobody else may', async () => {
  const gone = { ...SHIP, plannedDepartureAt: days(61), plannedArrivalAt: days(64) }
  const at = `/carriages/${ship.id}`
  assert.deepEqual(await refusal(parties.operator.actor, at, gone), [
    403,
    'journey.carriage_not_yours',
  ])
  assert.deepEqual(await refusal(strangers.exporter.actor, at, gone), [
    404,
    'journey.carriage_absent',
  ])
  assert.deepEqual(await refusal(parties.exporter.actor, at, { ...gone, departedAt: days(61) }), [
    422,
    'journey.carriage_yet_to_come',
  ])
  ship = await send<Carriage>(parties.exporter.actor, at, gone)
  assert.deepEqual([ship.version, Date.parse(ship.plannedArrivalAt)], [2, Date.parse(days(64))])
  const { rows } = await database.pool.query(
    'select version, planned_arrival_at from carriage_said order by version',
  )
  assert.deepEqual(rows, [
    { version: 1, planned_arrival_at: new Date(days(63)) },
    { version: 2, planned_arrival_at: new Date(days(64)) },
  ])
})

test('the operator brings it by road before the train; legs stand in the order they are travelled', async () => {
  const lorry = await send<Carriage>(parties.operator.actor, path, {
    ...{ stage: 'pre', mode: 'road', carrier: '鲁通物流', conveyance: '鲁A12345' },
    ...{ from: { code: 'CNQDG' }, to: { code: 'CNJNA' } },
    ...{ plannedDepartureAt: days(-9), plannedArrivalAt: days(-8) },
    ...{ departedAt: days(-9), arrivedAt: days(-8) },
  })
  assert.equal(lorry.containers, 1)
  const { carriages } = await journey()
  assert.deepEqual(
    carriages.map(({ stage, mode, expectedArrivalAt }) => [
      stage,
      mode,
      expectedArrivalAt !== null,
    ]),
    [
      ['pre', 'road', false],
      ['on', 'sea', true],
    ],
  )
})

test('what does not take place is withdrawn and stays on record; so many legs are a slip of the hand', async () => {
  await send(parties.exporter.actor, `/carriages/${ship.id}/withdraw`, {})
  assert.deepEqual(await refusal(parties.exporter.actor, `/carriages/${ship.id}`, SHIP), [
    404,
    'journey.carriage_absent',
  ])
  assert.equal((await journey()).finalEta, null)
  for (let more = 0; more < 11; more += 1) await send(parties.exporter.actor, path, SHIP)
  assert.deepEqual(await refusal(parties.exporter.actor, path, SHIP), [
    409,
    'journey.carriages_too_many',
  ])
  const { rows } = await database.pool.query('select count(*)::int as kept from carriage')
  assert.deepEqual(rows, [{ kept: 13 }])
})
