// The clockwork on real PostgreSQL: one open alert of a kind however many look, nothing lost or repeated by whoever is killed, one word for a
// train, rules of one organisation and not of another, and an estimate measured against what was told.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { expect } from '#journey/eta/expecting.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { epochMs } from '#kernel/time.ts'
import { openDatabase } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import { look } from '#alert/judging.ts'
import { keepRule } from '#alert/rule-store.ts'
import { tick } from '#alert/watching.ts'
import { claimDue, markDue } from '#alert/watch-store.ts'

const HOUR = 3_600_000
const clock = testClock()
const database = await testDatabase()
const other = openDatabase(database.url, 4)
const ids = randomIds(clock)
const complaints: [unknown, string][] = []
const complain = (error: unknown, who: string) => void complaints.push([error, who])
const watching = { database, clock, ids, complain }
const tracked = await trackedFixture(database)
const box = await bookedContainer(database, { parties: tracked.parties, boxes: 3, now: clock() })
const { parties, containerIds, departure } = box
const departsMs = epochMs(departure.departsAt)
after(async () => {
  await other.close()
  await database.drop()
})

const due = () => database.transact((tx) => markDue(tx, containerIds, clock()))
const sleepUntil = (ms: number) => clock.advance((ms - clock().getTime()) / 60_000)
const rowsOf = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
  (await database.pool.query(text, values)).rows as Row[]
const changesOf = (
  kind: string,
  organisationId: OrganisationId = parties.exporter.organisationId,
) =>
  rowsOf<{ change: string; count: number }>(
    `select change, count(*)::int as count from alert_change join alert on alert.id = alert_id
     where kind = $1 and organisation_id = $2 group by 1 order by 1`,
    [kind, organisationId],
  )

test('whoever holds a container looks at it alone; a look that is cut off leaves no trace, and is made again', async () => {
  sleepUntil(departsMs + 73 * HOUR)
  await due()
  const cut = new Error('killed')
  const held = Promise.withResolvers<void>()
  const first = database.transact(async (tx) => {
    const claimed = await claimDue(tx, clock(), 50)
    assert.equal(claimed.length, 3)
    await look(tx, { ids, now: clock() }, claimed)
    held.resolve()
    await other.transact(async (second) =>
      assert.deepEqual(await claimDue(second, clock(), 50), [], 'held by another'),
    )
    throw cut
  })
  await held.promise
  await assert.rejects(first, cut)
  assert.deepEqual(await changesOf('late'), [])
  assert.deepEqual(await rowsOf('select 1 from notice'), [])
  await Promise.all([tick(watching), tick({ ...watching, database: other })])
  assert.deepEqual(await changesOf('late'), [{ change: 'opened', count: 3 }])
  await due()
  await Promise.all([tick(watching), tick({ ...watching, database: other })])
  assert.deepEqual(await changesOf('late'), [{ change: 'opened', count: 3 }])
})

test('a second open alert of its kind is refused by the table itself', async () => {
  await assert.rejects(
    database.pool.query(
      `insert into alert select 'alr_x', organisation_id, container_id, departure_id, kind, severity, facts, since_at, ended_at,
         opened_at, changed_at, closed_at, closed_for, acknowledged_at, muted_until from alert limit 1`,
    ),
    /alert_open/,
  )
})

test('what a whole train meets with is told in one word', async () => {
  clock.advance(3)
  await tick(watching)
  const told = await rowsOf<{ kind: string; facts: Record<string, never>; subject_id: string }>(
    `select kind, facts, subject_id from notice where organisation_id = $1`,
    [parties.exporter.organisationId],
  )
  assert.equal(told.length, 1)
  const [{ kind, facts, subject_id }] = told as [(typeof told)[number]]
  assert.deepEqual(
    [kind, facts['alertKind'], facts['severity']],
    ['alert.opened', 'late', 'yellow'],
  )
  assert.equal(facts['containers'], 3)
  assert.equal(subject_id, departure.id)
})

test('under rules of its own an organisation is warned of its own', async () => {
  const { actor, organisationId } = parties.exporter
  const rule = { on: true, yellowDays: 1, redDays: 2 }
  await database.transact((tx) => keepRule(tx, actor, { kind: 'late', rule, now: clock() }))
  await due()
  await tick(watching)
  assert.deepEqual(await changesOf('late', organisationId), [
    { change: 'opened', count: 3 },
    { change: 'upgraded', count: 3 },
  ])
  assert.deepEqual(await changesOf('late', parties.operator.organisationId), [
    { change: 'opened', count: 3 },
  ])
})

test('an estimate is measured against what was told last, and is the known one after a day', async () => {
  const [id] = containerIds
  const estimate = async () => {
    await database.transact((tx) => expect(tx, id!, { now: clock(), because: 'step' }))
    await due()
    await tick(watching)
    return (await changesOf('eta_moved')).map(({ change, count }) => `${count} ${change}`).join()
  }
  // The train stands: each hour moves the arrival by one.
  assert.equal(await estimate(), '', 'the first is the one that is known')
  clock.advance(11 * 60)
  assert.equal(await estimate(), '')
  clock.advance(2 * 60)
  assert.equal(await estimate(), '1 opened')
  clock.advance(2 * 60)
  assert.equal(await estimate(), '1 opened', 'crept on')
  // Nobody makes a new one for a day.
  clock.advance(25 * 60)
  await due()
  await tick(watching)
  assert.equal((await changesOf('eta_moved')).length, 2)
  clock.advance(-25 * 60)
  clock.advance(6 * 60)
  assert.equal(
    await estimate(),
    '1 closed,1 opened',
    'not far enough from what it was when it closed',
  )
  clock.advance(7 * 60)
  assert.equal(await estimate(), '1 closed,2 opened')
})

test('a container that cannot be looked at keeps none of the others from it', async () => {
  complaints.length = 0
  const broken = await tracked.addContainer([parties.exporter.organisationId])
  await database.transact((tx) => markDue(tx, [broken], clock()))
  sleepUntil(departsMs + 121 * HOUR)
  await due()
  await tick(watching)
  assert.deepEqual(await changesOf('late', parties.operator.organisationId), [
    { change: 'opened', count: 3 },
    { change: 'upgraded', count: 3 },
  ])
  assert.ok(complaints.some(([, who]) => who.includes(broken)))
  const [{ due_at }] = (await rowsOf<{ due_at: Date }>(
    'select due_at from alert_watch where container_id = $1',
    [broken],
  )) as [{ due_at: Date }]
  assert.ok(due_at > clock(), 'put off')
})
