/** Two servers watch over a full train and are killed (kill -9) again and again in the middle of it: each alert is opened once, turns red once, and is told once. */
import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bookedContainer } from '#booking/fixtures.ts'
import { epochMs } from '#kernel/time.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { markDue } from '#alert/watch-store.ts'
import { seededRandom } from './seeded-random.ts'

const WORKER = fileURLToPath(new URL('alert-worker.ts', import.meta.url))
const BOXES = 50
const KILLS_MIN = 12
const PATIENCE_MS = 120_000
const HOUR = 3_600_000
const random = seededRandom(20_261_127)

const database = await testDatabase()
const box = await bookedContainer(database, { boxes: BOXES })
const departsMs = epochMs(box.departure.departsAt)
after(() => database.drop())

async function start(now: Date): Promise<ChildProcess> {
  const worker = fork(WORKER, [database.url, now.toISOString()], { stdio: ['ignore', 2, 2, 'ipc'] })
  await once(worker, 'message')
  return worker
}

async function kill(worker: ChildProcess): Promise<void> {
  worker.kill('SIGKILL')
  if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit')
}

const count = async (text: string): Promise<number> =>
  Number((await database.pool.query<{ count: string }>(text)).rows[0]!.count)
const leftToDo = (now: Date) =>
  count(`select (select count(*) from alert_watch where due_at <= '${now.toISOString()}')
    + (select count(*) from alert_change where tell_at <= '${now.toISOString()}') as count`)

/** Until nothing is left to do at this moment, killing whoever works on it. */
async function workUnderFire(now: Date): Promise<number> {
  let kills = 0
  const endsMs = Date.now() + PATIENCE_MS
  const workers = await Promise.all([start(now), start(now)])
  while ((await leftToDo(now)) > 0 || kills < KILLS_MIN) {
    assert.ok(Date.now() < endsMs, 'it never ends')
    // While much is left the blows come quickly, so that they meet it at work.
    await sleep(kills < KILLS_MIN ? random() * 60 : 1_000)
    const victim = kills % workers.length
    await kill(workers[victim]!)
    kills += 1
    workers[victim] = await start(now)
    if (kills < KILLS_MIN) await database.transact((tx) => markDue(tx, box.containerIds, now))
  }
  await Promise.all(workers.map(kill))
  return kills
}

test('killed in the middle, again and again: each alert once, each change once, each told once', async () => {
  const parties = await count(
    `select count(*) from container_party where container_id = '${box.containerId}'`,
  )
  await database.transact((tx) => markDue(tx, box.containerIds, new Date(departsMs + 73 * HOUR)))
  for (const hours of [73, 121]) {
    const now = new Date(departsMs + hours * HOUR)
    await database.transact((tx) => markDue(tx, box.containerIds, now))
    assert.ok((await workUnderFire(now)) >= KILLS_MIN)
    // What a whole train meets with is told a little later.
    await workUnderFire(new Date(now.getTime() + 3 * 60_000))
  }
  const { rows } = await database.pool.query<{ change: string; count: number; alerts: number }>(
    `select change, count(*)::int as count, count(distinct alert_id)::int as alerts from alert_change group by 1 order by 1`,
  )
  const all = BOXES * parties
  assert.deepEqual(rows, [
    { change: 'opened', count: all, alerts: all },
    { change: 'upgraded', count: all, alerts: all },
  ])
  const told = await database.pool.query<{ organisation_id: string; kind: string; boxes: number }>(
    `select organisation_id, kind, sum((facts ->> 'containers')::int)::int as boxes from notice group by 1, 2`,
  )
  assert.equal(told.rows.length, 2 * parties)
  for (const { boxes, kind } of told.rows) assert.equal(boxes, BOXES, kind)
})
