// The simulated tracker against the real gateway: it signs on, survives refusals and broken lines, and loses nothing.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import {
  memoryDesk,
  memoryDirectory,
  memoryMessages,
  memoryQuarantine,
  memoryStore,
} from '#gateway/memory-ports.ts'
import { STATUS, type Location } from '#gateway/protocols/jt808/location.ts'
import { startGateway } from '#gateway/server.ts'
import { Tracker, type TrackerOptions } from '#gateway/tracker.ts'

const DEVICES = Array.from({ length: 50 }, (_, index) => ({
  deviceId: `dev_${index}`,
  phone: `${13300000000 + index}`,
  terminalId: `LB${index}`,
  authCode: `secret-${index}`,
}))

const reportAt = (second: number): Location => ({
  time: new Date(Date.UTC(2023, 4, 1) + second * 1000).toISOString(),
  latitude: 43.2 + second / 1e5,
  longitude: 80.4,
  altitudeM: 700,
  speedKmh: 80,
  headingDeg: 270,
  alarm: 0,
  status: STATUS.valid,
  items: [],
})

async function setUp(t: TestContext, port = 0) {
  const store = memoryStore()
  const quarantine = memoryQuarantine()
  const faults: unknown[] = []
  const start = (at: number) =>
    startGateway({
      host: '127.0.0.1',
      port: at,
      directory: memoryDirectory(DEVICES),
      store,
      quarantine: quarantine.sink,
      messages: memoryMessages().keep,
      desk: memoryDesk(),
      fault: (reason) => faults.push(reason),
    })
  const gateway = await start(port)
  t.after(() => gateway.close())
  const track = (index: number, options: Partial<TrackerOptions> = {}) => {
    const { phone, terminalId } = DEVICES[index]!
    const tracker = new Tracker({
      host: '127.0.0.1',
      port: gateway.port,
      edition: '2019',
      phone,
      terminalId,
      retryMsMin: 10,
      answerMs: 100,
      ...options,
    })
    t.after(() => tracker.close())
    return tracker
  }
  return { gateway, store, quarantine, faults, start, track }
}

for (const edition of ['2011', '2013', '2019'] as const) {
  test(`a tracker of ${edition} signs on by itself and its reports are kept`, async (t) => {
    const { store, track } = await setUp(t)
    const tracker = track(0, { edition })
    await Promise.all([tracker.send(reportAt(1)), tracker.send(reportAt(2))])
    assert.deepEqual(
      store.fixes().map(({ deviceTime }) => deviceTime),
      ['2023-05-01T08:00:01+08:00', '2023-05-01T08:00:02+08:00'],
    )
    assert.equal(tracker.authCode, 'secret-0')
    assert.equal(tracker.pending, 0)
  })
}

test('a code that is no longer right is asked for again', async (t) => {
  const { track, quarantine } = await setUp(t)
  const tracker = track(0, { authCode: 'of last year' })
  await tracker.send(reportAt(1))
  assert.equal(tracker.authCode, 'secret-0')
  assert.deepEqual(
    quarantine.kept.map(({ reason }) => reason),
    ['authentication_failed'],
  )
})

test('while the store fails nothing is acknowledged; afterwards everything is taken, once', async (t) => {
  const { store, track } = await setUp(t)
  const tracker = track(0)
  await tracker.send(reportAt(0))
  store.failWith(new Error('database away'))
  const sent = Array.from({ length: 40 }, (_, second) => tracker.send(reportAt(second + 1)))
  await wait(250)
  assert.equal(tracker.pending, 40)
  store.failWith(null)
  await Promise.all(sent)
  assert.equal(store.fixes().length, 41)
})

test('a tracker that goes on reporting still sends again what was not answered', async (t) => {
  const { store, track } = await setUp(t)
  const tracker = track(0)
  await tracker.send(reportAt(0))
  store.failWith(new Error('database away'))
  let isTaken = false
  const first = tracker.send(reportAt(1)).then(() => (isTaken = true))
  for (let second = 2; !isTaken; second++) {
    if (second === 20) store.failWith(null)
    void tracker.send(reportAt(second))
    await wait(20)
  }
  await first
})

test('a report whose answer was lost is sent again, though the answers to later ones keep coming', async (t) => {
  const { store, faults, track } = await setUp(t)
  const tracker = track(0)
  await tracker.send(reportAt(0))
  store.failWith(new Error('database away'))
  let isTaken = false
  const lost = tracker.send(reportAt(1)).then(() => (isTaken = true))
  while (faults.length === 0) await wait(5)
  store.failWith(null)
  for (let second = 2; !isTaken; second++) {
    await tracker.send(reportAt(second))
    await wait(10)
  }
  await lost
})

test('a gateway that goes away and comes back gets what it missed', async (t) => {
  const { gateway, store, track, start } = await setUp(t)
  const tracker = track(0)
  await tracker.send(reportAt(0))
  await gateway.close()
  const sent = [tracker.send(reportAt(1)), tracker.send(reportAt(2))]
  await wait(50)
  assert.equal(tracker.state, 'offline')
  const again = await start(gateway.port)
  t.after(() => again.close())
  await Promise.all(sent)
  assert.equal(store.fixes().length, 3)
})

test('many trackers share commits, and every report is kept once', async (t) => {
  const { store, track } = await setUp(t)
  const trackers = DEVICES.map((_, index) => track(index, { answerMs: 5000 }))
  await Promise.all(
    trackers.flatMap((tracker) =>
      Array.from({ length: 100 }, (_, second) => tracker.send(reportAt(second))),
    ),
  )
  assert.equal(store.fixes().length, 5000)
  assert.ok(store.commits().length < 5000)
})

test('a closed tracker rejects what was not acknowledged', async (t) => {
  const { store, track } = await setUp(t)
  store.failWith(new Error('database away'))
  const tracker = track(0)
  const sent = tracker.send(reportAt(0))
  tracker.close()
  await assert.rejects(sent, /closed/)
  await assert.rejects(tracker.send(reportAt(1)), /closed/)
})
