import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { eventKind } from '#kernel/event.ts'
import { say, startFollowers, type Follower } from '#platform/outbox.ts'
import { testDatabase } from '#platform/testing/database.ts'

const database = await testDatabase()
after(() => database.drop())

const happened = eventKind('test.happened', z.object({ number: z.int() }))
const ignored = eventKind('test.ignored', z.object({}))

function recorder(name: string, failAt?: number) {
  const seen: number[] = []
  let failures = failAt === undefined ? 0 : 1
  const follower: Follower = {
    name,
    follows: [happened],
    async handle(tx, { payload }) {
      const { number } = happened.payload.parse(payload)
      if (number === failAt && failures > 0) {
        failures -= 1
        throw new Error('not now')
      }
      await sql`select 1`.execute(tx)
      seen.push(number)
    },
  }
  return { follower, seen }
}

const tell = (number: number) => database.transact((tx) => say(tx, happened, { number }))

test('a follower hears each event once, in order, and goes on after a stop', async () => {
  const one = recorder('one')
  await tell(1)
  await database.transact((tx) => say(tx, ignored, {}))
  await tell(2)
  const first = await startFollowers(database, [one.follower], fail)
  await first.settle()
  await first.stop()
  await tell(3)
  const again = await startFollowers(database, [one.follower], fail)
  await again.settle()
  await again.stop()
  assert.deepEqual(one.seen, [1, 2, 3])
})

test('an event of a transaction that ends late is not passed over', async () => {
  const two = recorder('two')
  const running = await startFollowers(database, [two.follower], fail)
  await running.settle()
  const slow = Promise.withResolvers<void>()
  const said = Promise.withResolvers<void>()
  const late = database.transact(async (tx) => {
    await say(tx, happened, { number: 10 })
    said.resolve()
    await slow.promise
  })
  await said.promise
  await tell(11)
  const settled = running.settle()
  await setTimeout(60)
  assert.ok(!two.seen.includes(11))
  slow.resolve()
  await late
  await settled
  await running.stop()
  assert.deepEqual(two.seen.slice(-2), [10, 11])
})

test('an event held back by an older transaction that says nothing is heard once that has ended', async () => {
  const held = recorder('held')
  const running = await startFollowers(database, [held.follower], fail)
  await running.settle()
  const silent = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const older = database.transact(async (tx) => {
    await sql`select pg_current_xact_id()`.execute(tx)
    begun.resolve()
    await silent.promise
  })
  await begun.promise
  await tell(15)
  const settled = running.settle()
  await setTimeout(60)
  assert.ok(!held.seen.includes(15))
  silent.resolve()
  await older
  await settled
  assert.ok(held.seen.includes(15))
  await running.stop()
})

test('a failing event is told and tried again, and none is lost or doubled', async () => {
  const three = recorder('three', 21)
  const errors: unknown[] = []
  await tell(20)
  await tell(21)
  await tell(22)
  const running = await startFollowers(database, [three.follower], (error) => errors.push(error))
  while (errors.length === 0) await setTimeout(10)
  await running.settle()
  await running.stop()
  assert.equal(errors.length, 1)
  assert.deepEqual(three.seen.slice(-3), [20, 21, 22])
})

function fail(error: unknown): void {
  throw error
}
