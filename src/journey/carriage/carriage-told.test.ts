// What is said of legs stands in the history of their containers, where the step table lets it: by whom, in which order, and of none that was said before there were such steps.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ContainerView } from '#booking/contract.ts'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { bookingRoutes } from '#booking'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { createMoves } from '#tracking/moves.ts'
import type { Carriage } from '#journey/carriage-contract.ts'
import { journeyRoutes } from '#journey'

const clock = testClock()
const database = await testDatabase()
const http = await testHttp(database, { clock })
bookingRoutes(http)
journeyRoutes(http, { moves: createMoves(database) })
const parties = await organisationsFixture(database)
const under = await bookedContainer(database, { parties, boxes: 2, until: 'depart' })
const there = await bookedContainer(database, { parties, serial: 2, until: 'arrive' })
after(() => database.drop())

const departedMs = (await under.read()).lastStepAt.getTime()
const days = (count: number) => new Date(departedMs + count * 86_400_000).toISOString()
const LORRY = {
  ...{ stage: 'pre', mode: 'road', carrier: '鲁通物流', conveyance: '鲁A12345' },
  ...{ from: { code: 'CNQDG' }, to: { code: 'CNJNA' } },
  ...{ plannedDepartureAt: days(-9), plannedArrivalAt: days(-8) },
}
const ON = {
  ...{ stage: 'on', mode: 'road', carrier: 'Kowalski', conveyance: 'WA 12345' },
  ...{ from: { code: 'PLWAW', name: 'Warszawa' }, to: { code: 'PLOLS', name: 'Olsztyn' } },
  ...{ plannedDepartureAt: days(60), plannedArrivalAt: days(61) },
}

async function send(actor: Actor, path: string, body: object): Promise<Carriage> {
  const reply = await http.as(actor).post(`/api${path}`, body)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body as Carriage
}
const refusal = async (actor: Actor, path: string, body: object) => {
  const { status, body: said } = await http.as(actor).post(`/api${path}`, body)
  return [status, said['code']]
}
const history = async (actor: Actor, id: string = under.containerId) =>
  (await http.as(actor).get<ContainerView>(`/api/containers/${id}`)).body.history
const legs = async (id?: string) =>
  (await history(parties.exporter.actor, id)).filter(({ event }) => event.includes('carriage'))

const path = `/containers/${under.containerId}/carriages`
let lorry: Carriage

test('each step is in the history, says mode and place to all and who carries to the parties', async () => {
  const before = await under.read()
  lorry = await send(parties.operator.actor, path, { ...LORRY, departedAt: days(-9) })
  const [plan, departed, ...more] = await legs()
  assert.deepEqual(
    [plan?.event, departed?.event, more],
    ['carriage_planned', 'pre_carriage_departed', []],
  )
  assert.deepEqual(
    [plan!.place, departed!.place, departed!.at.slice(0, 19)],
    ['CNQDG', 'CNQDG', new Date(Date.parse(days(-9)) + 8 * 3_600_000).toISOString().slice(0, 19)],
  )
  assert.equal(departed!.public['carriage'], plan!.sequence)
  assert.equal(departed!.public.party?.kind, 'operator')
  assert.doesNotMatch(JSON.stringify(departed!.public), /鲁通|12345/)
  assert.deepEqual(departed!.restricted, { carrier: '鲁通物流', conveyance: '鲁A12345' })
  // It moves the container nowhere.
  const { stage, place, lastStepAt, sequence } = await under.read()
  assert.deepEqual(
    [stage, place, lastStepAt, sequence],
    [before.stage, before.place, before.lastStepAt, before.sequence + 2],
  )
})

test('what happened is put right and not unsaid, and stays before the train', async () => {
  const at = `/carriages/${lorry.id}`
  const operator = parties.operator.actor
  const unsaid = await refusal(operator, at, LORRY)
  assert.deepEqual(unsaid, [409, 'journey.carriage_unsaid'])
  const other = { ...LORRY, stage: 'on', departedAt: days(-9) }
  assert.deepEqual(await refusal(operator, at, other), [409, 'journey.carriage_side_stays'])
  await send(operator, at, { ...LORRY, departedAt: days(-8.9), arrivedAt: days(-8) })
  assert.deepEqual(
    (await legs()).slice(2).map(({ event }) => event),
    ['pre_carriage_departed', 'pre_carriage_arrived'],
  )
})

test('after the train it departs when the container has arrived, and not before', async () => {
  const early = { ...ON, departedAt: days(-1) }
  assert.deepEqual(await refusal(parties.exporter.actor, path, early), [409, 'step.wrong_stage'])
  const planned = await send(parties.exporter.actor, path, { ...ON, wholeBooking: true })
  assert.equal((await legs()).at(-1)?.event, 'carriage_planned')
  await send(parties.exporter.actor, `/carriages/${planned.id}/withdraw`, {})
  assert.equal((await legs()).at(-1)?.event, 'carriage_withdrawn')

  const endMs = (await there.read()).lastStepAt.getTime()
  clock.advance(2 * 24 * 60)
  await send(parties.exporter.actor, `/containers/${there.containerId}/carriages`, {
    ...ON,
    departedAt: new Date(endMs + 7_200_000).toISOString(),
    arrivedAt: new Date(endMs + 86_400_000).toISOString(),
  })
  assert.deepEqual(
    (await legs(there.containerId)).map(({ event, place }) => `${event} ${place}`),
    ['carriage_planned PLWAW', 'on_carriage_departed PLWAW', 'on_carriage_arrived PLOLS'],
  )
})

test('what was said before there were steps stays so until more is said of it, and is then told whole', async () => {
  const old = await send(parties.exporter.actor, path, ON)
  await database.pool.query('delete from carriage_step where carriage_id = $1', [old.id])
  const before = (await legs()).length
  await send(parties.exporter.actor, `/carriages/${old.id}`, { ...ON, voyage: 'CMR 7' })
  await send(parties.exporter.actor, `/carriages/${old.id}`, { ...ON, voyage: 'CMR 8' })
  const told = (await legs()).slice(before)
  assert.deepEqual(
    told.map(({ event, public: open, restricted }) => [event, open['carriage'], restricted]),
    [
      [
        'carriage_planned',
        undefined,
        { carrier: 'Kowalski', conveyance: 'WA 12345', voyage: 'CMR 7' },
      ],
      [
        'carriage_planned',
        told[0]!.sequence,
        { carrier: 'Kowalski', conveyance: 'WA 12345', voyage: 'CMR 8' },
      ],
    ],
  )
})
