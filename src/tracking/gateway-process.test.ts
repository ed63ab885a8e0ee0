// The whole way: a simulated tracker speaks JT/T 808 over TCP to the real process; what it is told is kept must be there.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Location } from '#gateway/protocols/jt808/location.ts'
import { Tracker } from '#gateway/tracker.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { TRACKER_SECRET, trackedFixture } from '#tracking/fixtures.ts'
import { GATEWAY_RIGHTS, startGatewayProcess } from '#tracking/gateway-process.ts'
import { createMoves } from '#tracking/moves.ts'
import { positionEvents } from '#tracking/stream.ts'

const database = await testDatabase()
const fixture = await trackedFixture(database)
const lines: string[] = []
const gateway = await startGatewayProcess({
  databaseUrl: database.url,
  host: '127.0.0.1',
  port: 0,
  onLine: (line) => lines.push(line),
})
const trackers: Tracker[] = []
after(async () => {
  for (const tracker of trackers) tracker.close()
  await gateway.stop()
  await database.drop()
})

const NOON_MS = Date.parse('2026-03-02T12:00:00+08:00')
const location = (second: number): Location => ({
  time: new Date(NOON_MS + second * 1000).toISOString(),
  latitude: 36.789316,
  longitude: 116.751316 + second / 10_000,
  altitudeM: 32,
  speedKmh: 60,
  headingDeg: 90,
  alarm: 0,
  status: 3,
  items: [],
})

function simulate(device: { phone: string; terminalId: string }, authCode?: string): Tracker {
  const { phone, terminalId } = device
  const tracker = new Tracker({
    host: '127.0.0.1',
    port: gateway.port,
    edition: '2019',
    phone,
    terminalId,
    answerMs: 1_000,
    retryMsMin: 20,
    retryMsMax: 100,
    ...(authCode !== undefined && { authCode }),
  })
  trackers.push(tracker)
  return tracker
}

async function secondsKept(deviceId: string): Promise<number[]> {
  const { rows } = await database.pool.query<{ device_time: Date }>(
    'select device_time from position join tracker on number = tracker where id = $1 order by device_time',
    [deviceId],
  )
  return rows.map((row) => (row.device_time.getTime() - NOON_MS) / 1000)
}

test('it says where it listens, once, and nothing of the database’s password', () => {
  assert.deepEqual(lines, [`gateway: listening on 127.0.0.1:${gateway.port}`])
})

test('a tracker’s fix moves its container on the screen of those entitled, and of nobody else', async () => {
  const { exporter, broker } = fixture.parties
  const container = await fixture.addContainer([exporter.organisationId])
  const device = await fixture.addTracker()
  await fixture.bind(device.id, container, '2026-03-01T00:00Z')
  const moves = createMoves(database)
  const ended = new AbortController()
  const listen = (organisationId: typeof exporter.organisationId) =>
    positionEvents(database, moves, { organisationId, now: new Date(), signal: ended.signal })
  const mine = listen(exporter.organisationId)
  const theirs = listen(broker.organisationId)
  assert.match((await mine.next()).value, /event: snapshot\ndata: {"items":\[]}/)
  await theirs.next()
  const nothing = theirs.next()
  await simulate(device).send(location(0))
  const { value } = await mine.next()
  const position = JSON.parse(/event: position\ndata: (.+)/.exec(value)![1]!)
  assert.equal(position.containerId, container)
  assert.equal(position.latitude, 36.789316)
  assert.equal(position.near.name.en, 'Jinan Dongjia')
  ended.abort()
  assert.deepEqual(await nothing, { done: true, value: undefined })
})

test('nothing acknowledged is lost, and nothing kept twice, when it is killed again and again', async () => {
  const devices = [await fixture.addTracker(), await fixture.addTracker()]
  const acknowledged = devices.map(() => [] as number[])
  let isOver = false
  const sending = devices.flatMap((device, index) => {
    // One registers by air, one was set up by hand with its secret.
    const tracker = simulate(device, index === 0 ? undefined : TRACKER_SECRET)
    const all: Promise<void>[] = []
    for (let second = 0; second < 300; second += 1)
      all.push(tracker.send(location(second)).then(() => void acknowledged[index]!.push(second)))
    return all
  })
  const killing = (async () => {
    let killed = 0
    while (killed < 3 && !isOver) {
      await sleep(60)
      const pid = gateway.pid()
      if (pid === undefined) continue
      process.kill(pid, 'SIGKILL')
      killed += 1
      const had = acknowledged.map((seconds) => [...seconds])
      for (const [index, device] of devices.entries()) {
        const kept = new Set(await secondsKept(device.id))
        assert.deepEqual(
          had[index]!.filter((second) => !kept.has(second)),
          [],
        )
      }
    }
    return killed
  })()
  await Promise.all(sending)
  isOver = true
  assert.ok((await killing) > 0)
  const every = Array.from({ length: 300 }, (_, second) => second)
  for (const device of devices) assert.deepEqual(await secondsKept(device.id), every)
})

test('a taken port is refused at the start, not tried for ever', async () => {
  await assert.rejects(
    startGatewayProcess({
      databaseUrl: database.url,
      host: '127.0.0.1',
      port: gateway.port,
      onLine: () => undefined,
    }),
    /could not start/,
  )
})

test('the process may read the program and nothing else, write nothing, start nothing', () => {
  const asked = `const { permission } = process
    const root = ${JSON.stringify(fileURLToPath(new URL('../../', import.meta.url)))}
    console.log(JSON.stringify([
      permission.has('fs.read', root + 'src/gateway/main.ts'),
      permission.has('fs.read', root + 'data/secrets/envelope.key'),
      permission.has('fs.read', '/etc/passwd'),
      permission.has('fs.write', root + 'src/gateway/main.ts'),
      permission.has('child'),
      permission.has('worker'),
    ]))`
  const { stdout } = spawnSync(process.execPath, [...GATEWAY_RIGHTS, '-e', asked])
  assert.deepEqual(JSON.parse(String(stdout)), [true, false, false, false, false, false])
})
