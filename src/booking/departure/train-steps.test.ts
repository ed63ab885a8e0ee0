// Loading and departing a whole train: all or none, and never with a container that customs has not released.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes, takeStep } from '#booking'
import type { Container } from '#booking/contract.ts'
import { bookedContainer, testContainerNumber } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { StationCode } from '#kernel/station.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { getDeparture } from '#train'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
bookingRoutes(http)
const now = clock()
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now })
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const JINAN = 'CN-DONGJIA'

/** A train of its own with two containers ready to be loaded, and the operator's commands on it. */
async function readyTrain(serial: number) {
  const { id } = await departureFixture(database, parties, { now, ids, line: 'duisburg' })
  const departure = await database.transact((tx) => getDeparture(tx, id, now))
  const ready = { now, parties, departure, until: 'release' } as const
  const first = await bookedContainer(database, { ...ready, serial })
  const second = await bookedContainer(database, { ...ready, serial: serial + 1 })
  const load = (...containerIds: string[]) =>
    operator.post<{ items: Container[]; code?: string }>(`/api/departures/${id}/load`, {
      loads: containerIds.map((containerId) => ({ containerId, wagonNumber: '5271234' })),
      place: JINAN,
    })
  const { containerIds } = first
  const leaveBehind = [containerIds[1], second.containerIds[1]]
  const depart = () =>
    operator.post<{
      departed: string[]
      leftBehind: string[]
      code?: string
      facts?: { containers: string }
    }>(`/api/departures/${id}/depart`, { place: JINAN, leaveBehind })
  return { first, second, load, depart }
}

test('loading: all of the list or none', async () => {
  const { first, second, load, depart } = await readyTrain(30)
  assert.equal((await depart()).body.code, 'booking.nothing_loaded')
  const twice = await load(first.containerId, first.containerId)
  assert.equal(twice.body.code, 'booking.container_repeated')
  const early = await load(first.containerId, first.containerIds[1]!)
  assert.equal(early.body.code, 'step.wrong_stage')
  assert.equal((await first.read()).stage, 'sealed')
  const loaded = await load(second.containerId, first.containerId)
  assert.deepEqual(
    loaded.body.items.map(({ id, wagonNumber }) => [id, wagonNumber]),
    [
      [second.containerId, '5271234'],
      [first.containerId, '5271234'],
    ],
  )
})

test('a train departs with what is released, and not with what customs took back', async () => {
  const { first: held, second: going, load, depart } = await readyTrain(40)
  await load(held.containerId, going.containerId)
  const { actor } = parties.customs
  const { containerId } = held
  const place = StationCode.parse(JINAN)
  const customsTake = (step: 'hold' | 'release') =>
    database.transact((tx) => takeStep(tx, { actor, step, containerId, place, now }))
  await customsTake('hold')
  const refused = await depart()
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.facts?.containers],
    [409, 'booking.unreleased', testContainerNumber(40)],
  )
  assert.equal((await going.read()).stage, 'loaded', 'all or none')
  await customsTake('release')
  const left = await depart()
  assert.deepEqual(new Set(left.body.departed), new Set([containerId, going.containerId]))
  assert.equal(left.body.leftBehind.length, 2)
  assert.equal((await depart()).body.code, 'train.not_scheduled')
  const late = await exporter.post(`/api/bookings/${held.bookingId}/cancel`)
  assert.equal(late.body['code'], 'booking.too_late_to_cancel')
})

test('the train has arrived when its last container has', async () => {
  const own = await departureFixture(database, parties, { now, ids, line: 'moscow' })
  const first = await bookedContainer(database, {
    now,
    parties,
    departure: own,
    until: 'load',
    serial: 50,
  })
  const second = await bookedContainer(database, {
    now,
    parties,
    departure: own,
    until: 'depart',
    serial: 51,
  })
  const state = async () => (await database.transact((tx) => getDeparture(tx, own.id, now))).state
  assert.equal(await state(), 'departed')
  await second.advance('arrive')
  assert.equal(await state(), 'departed')
  const rail = { actor: parties.rail.actor, place: StationCode.parse('RU-ZABAIKALSK'), now }
  for (const step of ['border_arrive', 'transship', 'arrive'] as const)
    await database.transact((tx) => takeStep(tx, { ...rail, step, containerId: first.containerId }))
  assert.equal(await state(), 'arrived')
})

test('a container of another train is not loaded on this one', async () => {
  const other = await departureFixture(database, parties, { now, ids, line: 'hamburg' })
  const stray = await bookedContainer(database, { now, parties, until: 'release', serial: 60 })
  const answer = await operator.post(`/api/departures/${other.id}/load`, {
    loads: [{ containerId: stray.containerId, wagonNumber: '5271234' }],
    place: JINAN,
  })
  assert.equal(answer.body['code'], 'booking.not_on_train')
  assert.equal((await stray.read()).stage, 'sealed')
})
