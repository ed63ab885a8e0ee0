// The account of slots against the real PostgreSQL: taken and given back by many at once, never above or below.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql, type RawBuilder } from 'kysely'
import { organisationsFixture } from '#identity/fixtures.ts'
import { Problem } from '#kernel/problem.ts'
import { timestampIn } from '#kernel/time.ts'
import { randomIds } from '#platform/ids.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { getDeparture, markArrived, markDeparted } from '#train'
import { departureFixture, releaseSlots, takeSlots } from '#train/fixtures.ts'

const database = await testDatabase()
after(() => database.drop())
const now = new Date('2026-03-02T08:00:00Z')
const ids = randomIds(() => now)
const parties = await organisationsFixture(database, { now, ids })
const train = (capacityTeu: number) =>
  departureFixture(database, parties, { now, ids, capacityTeu })

const codeOf = (error: unknown) => (error instanceof Problem ? error.code : String(error))

test('200 at once for 110 slots: 110 get one', async () => {
  const { id } = await train(110)
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, () => takeSlots(database, id, 1, now).then(() => 'taken', codeOf)),
  )
  const counts = Object.fromEntries(
    [...Map.groupBy(outcomes, String)].map(([outcome, all]) => [outcome, all.length]),
  )
  assert.deepEqual(counts, { taken: 110, 'train.over_capacity': 90 })
  await Promise.all(Array.from({ length: 30 }, () => releaseSlots(database, id, 1, now)))
  const departure = await database.transact((tx) => getDeparture(tx, id, now))
  assert.deepEqual([departure.bookedTeu, departure.freeTeu], [80, 30])
})

test('the tables refuse what the code above them would get wrong', async () => {
  const { id } = await train(4)
  const spoil = (statement: RawBuilder<unknown>) =>
    database
      .transact((tx) => statement.execute(tx))
      .then(
        () => 'done',
        (error: unknown) => (error as { constraint?: string }).constraint,
      )
  const sold = sql`update slot_pool set sold_teu = sold_teu + 1 where departure_id = ${id}`
  assert.equal(await spoil(sold), 'slots_add_up', 'sold without being free before')
  const both = sql`update slot_pool set sold_teu = 5, free_teu = -1 where departure_id = ${id}`
  assert.equal(await spoil(both), 'slot_pool_free_teu_check', 'sold above the capacity')
  const grown = sql`update departure set capacity_teu = 5 where id = ${id}`
  assert.equal(await spoil(grown), 'slots_add_up', 'a capacity that no pool has')
})

test('the refusal says what is free, and when booking closed', async () => {
  const { id, bookingCutoffAt } = await train(4)
  const refusal = (teu: number, when: Date) =>
    takeSlots(database, id, teu, when).then(
      () => assert.fail('taken'),
      (error: unknown) => error as Problem,
    )
  assert.match((await refusal(6, now)).detail('en'), /6 TEU asked, 4 TEU free/)
  const late = new Date(Date.parse(bookingCutoffAt) + 1)
  const closed = await refusal(1, late)
  assert.equal(closed.code, 'train.booking_closed')
  assert.match(closed.detail('zh'), /2026-03-07 16:00/)
})

test('a train departs once and arrives after that', async () => {
  const { id } = await train(4)
  const at = timestampIn(now.getTime(), 'Asia/Shanghai')
  const state = async () => (await database.transact((tx) => getDeparture(tx, id, now))).state
  await database.transact((tx) => markArrived(tx, id))
  assert.equal(await state(), 'scheduled', 'cannot arrive before it departs')
  await database.transact((tx) => markDeparted(tx, id, at))
  assert.equal(await state(), 'departed')
  const again = database.transact((tx) => markDeparted(tx, id, at))
  assert.equal(await again.then(() => '', codeOf), 'train.not_scheduled')
  const slots = takeSlots(database, id, 1, now)
  assert.equal(await slots.then(() => '', codeOf), 'train.not_scheduled')
  await database.transact((tx) => markArrived(tx, id))
  assert.equal(await state(), 'arrived')
})
