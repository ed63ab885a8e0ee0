// The database goes away under load: nothing is acknowledged meanwhile, and everything is taken, once, when it is back.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Tracker } from '#gateway/tracker.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { TRACKER_SECRET, trackedFixture } from '#tracking/fixtures.ts'
import { startGatewayProcess } from '#tracking/gateway-process.ts'

const database = await testDatabase()
const fixture = await trackedFixture(database)
const faults: string[] = []
const gateway = await startGatewayProcess({
  databaseUrl: database.url,
  host: '127.0.0.1',
  port: 0,
  onLine: (line) => void (line.includes('fault') && faults.push(line)),
})
const device = await fixture.addTracker()
const tracker = new Tracker({
  host: '127.0.0.1',
  port: gateway.port,
  edition: '2019',
  ...device,
  authCode: TRACKER_SECRET,
  answerMs: 500,
  retryMsMin: 20,
  retryMsMax: 100,
})
after(async () => {
  tracker.close()
  await gateway.stop()
  await database.drop()
})

const START_MS = Date.parse('2026-03-02T12:00:00+08:00')
const send = (second: number): Promise<void> =>
  tracker.send({
    time: new Date(START_MS + second * 1000).toISOString(),
    latitude: 36.789316,
    longitude: 116.751316,
    altitudeM: 32,
    speedKmh: 60,
    headingDeg: 90,
    alarm: 0,
    status: 3,
    items: [],
  })

/** From another database of the cluster: nobody can shut the door of the one they are in. */
async function letIn(isAllowed: boolean): Promise<void> {
  const { pathname } = new URL(database.url)
  const name = pathname.slice(1)
  const admin = new pg.Client({ connectionString: database.url.replace(pathname, '/postgres') })
  await admin.connect()
  await admin.query(`alter database ${pg.escapeIdentifier(name)} allow_connections ${isAllowed}`)
  if (!isAllowed)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ])
  await admin.end()
}

test('while the database is away nothing is acknowledged; then everything is taken', async () => {
  await Promise.all([0, 1, 2].map(send))
  await letIn(false)
  const acknowledged: number[] = []
  const waiting = Array.from({ length: 40 }, (_, index) => index + 3).map((second) =>
    send(second).then(() => acknowledged.push(second)),
  )
  // Tried again and again, and refused each time.
  while (faults.length < 3) await sleep(20)
  assert.deepEqual(acknowledged, [])
  assert.equal(tracker.pending, 40)
  assert.notEqual(gateway.pid(), undefined, 'the process goes on')
  await letIn(true)
  await Promise.all(waiting)
  const { rows } = await database.pool.query(
    'select device_time from position join tracker on number = position.tracker where id = $1',
    [device.id],
  )
  assert.equal(rows.length, 43)
})
