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

test('a train departs with what is released, and not with what customs took back', async () => {
  const own = await departureFixture(database, parties, { now, ids, line: 'duisburg' })
  const held = await bookedContainer(database, {
    now,
    parties,
    departure: own,
    until: 'release',
    serial: 40,
  })
  const going = await bookedContainer(database, {
    now,
    parties,
    departure: own,
    until: 'release',
    serial: 41,
  })
  const train = `/api/departures/${own.id}`
  const nothing = await operator.post(`${train}/depart`, { place: JINAN })
  assert.equal(nothing.body['code'], 'booking.nothing_loaded')
  const load = (containerIds: string[]) =>
    operator.post<{ items: Container[]; code?: string }>(`${train}/load`, {
      loads: containerIds.map((containerId) => ({ containerId, wagonNumber: '5271234' })),
      place: JINAN,
    })
  const twice = await load([held.containerId, held.containerId])
  assert.equal(twice.body.code, 'booking.container_repeated')
  const early = await load([held.containerId, held.containerIds[1]!])
  assert.equal(early.body.code, 'step.wrong_stage')
  assert.equal((await held.read()).stage, 'sealed', 'all or none')
  const loaded = await load([held.containerId, going.containerId])
  assert.deepEqual(
    loaded.body.items.map(({ wagonNumber }) => wagonNumber),
    ['5271234', '5271234'],
  )
  const customsTake = (step: 'hold' | 'release') =>
    database.transact((tx) =>
      takeStep(tx, {
        actor: parties.customs.actor,
        step,
        containerId: held.containerId,
        place: StationCode.parse(JINAN),
        now,
      }),
    )
  await customsTake('hold')
  const refused = await operator.post<{ code: string; facts: { containers: string } }>(
    `${train}/depart`,
    { place: JINAN },
  )
  assert.equal(refused.body.code, 'booking.unreleased')
  assert.equal(refused.body.facts.containers, testContainerNumber(40))
  assert.equal((await going.read()).stage, 'loaded', 'all or none')
  await customsTake('release')
  const left = await operator.post<{ departed: string[]; leftBehind: string[] }>(
    `${train}/depart`,
    {
      place: JINAN,
    },
  )
  assert.deepEqual(left.body.departed.toSorted(), [held.containerId, going.containerId].toSorted())
  assert.equal(left.body.leftBehind.length, 2)
  const again = await operator.post(`${train}/depart`, { place: JINAN })
  assert.equal(again.body['code'], 'train.not_scheduled')
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
