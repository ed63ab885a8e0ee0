// People are told when the estimate has moved far from what they were told, however small the steps it came by.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { epochMs } from '#kernel/time.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { expect } from '#journey/eta/expecting.ts'
import { etaMoved } from '#journey/way-contract.ts'

const HOUR = 3_600_000
const database = await testDatabase()
after(() => database.drop())
const { containerId, departure } = await bookedContainer(database, { boxes: 1 })
const departsMs = epochMs(departure.departsAt)

/** The train has not left: each hour that it stands moves the arrival by one. */
const standsFor = (hours: number) =>
  database.transact((tx) =>
    expect(tx, containerId, { now: new Date(departsMs + hours * HOUR), because: 'step' }),
  )
const told = async () => {
  const rows = await database.transact((tx) =>
    tx
      .selectFrom('outbox')
      .select('payload')
      .where('kind', '=', etaMoved.kind)
      .orderBy('position')
      .execute(),
  )
  return rows.map(({ payload }) => {
    const { eta, before } = etaMoved.payload.parse(payload)
    return before === null
      ? 'first'
      : `moved ${(epochMs(eta.p50At) - epochMs(before.p50At)) / HOUR} h`
  })
}

test('an estimate that creeps by two hours a time is told every six', async () => {
  for (const hours of [0, 2, 4]) await standsFor(hours)
  assert.deepEqual(await told(), ['first'])
  await standsFor(6)
  assert.deepEqual(await told(), ['first', 'moved 6 h'])
  for (const hours of [8, 10]) await standsFor(hours)
  assert.equal((await told()).length, 2)
  await standsFor(13)
  assert.deepEqual(await told(), ['first', 'moved 6 h', 'moved 7 h'])
  const kept = await database.transact((tx) =>
    tx.selectFrom('eta').select(['number', 'told']).orderBy('number').execute(),
  )
  assert.deepEqual(
    kept.filter((row) => row.told).map((row) => row.number),
    [1, 4, 7],
  )
})
