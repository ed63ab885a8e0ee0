import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ContainerId } from '#booking/contract.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { TRACK_POINTS_MAX, TrackerId } from '#tracking/contract.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import { createFixStore, type ReportedFix } from '#tracking/gateway-store.ts'
import {
  catchUp,
  getVersion,
  listLivePositions,
  listMoved,
  readTrack,
} from '#tracking/position-store.ts'
import { publicLastPlace } from '#tracking/public-place.ts'

const database = await testDatabase()
after(() => database.drop())
const fixture = await trackedFixture(database)
const { exporter, forwarder, rail } = fixture.parties
const store = createFixStore(database)
const NOW = new Date('2026-03-02T08:00:00Z')

const START_MS = Date.parse('2026-03-02T00:00:00Z')
function fixAt(deviceId: string, minute: number, more: Partial<ReportedFix> = {}): ReportedFix {
  return {
    deviceId,
    serial: minute % 65_536,
    deviceTime: new Date(START_MS + minute * 60_000).toISOString(),
    receivedAt: new Date(START_MS + minute * 60_000 + 2_000).toISOString(),
    latitude: 36.75,
    longitude: 117.25 - minute / 1000,
    altitudeM: 30,
    speedKmh: 60,
    headingDeg: 270,
    alarm: 0,
    status: 3,
    items: [],
    frame: new Uint8Array(0),
    valid: true,
    ...more,
  }
}
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index)
const minutesOf = (points: readonly { deviceTime: string }[]) =>
  points.map((point) => (Date.parse(point.deviceTime) - START_MS) / 60_000)
const track = (container: ContainerId, period = {}) =>
  database.transact((tx) => readTrack(tx, container, period))

test('a party sees where its own containers are, and nobody else’s', async () => {
  const tracker = await fixture.addTracker()
  const container = await fixture.addContainer([exporter.organisationId])
  await fixture.bind(tracker.id, container, '2026-03-01T00:00Z')
  await store.commit([fixAt(tracker.id, 0)])
  const seenBy = (party: typeof exporter, after = 0) =>
    database.transact((tx) => listLivePositions(tx, party.organisationId, NOW, { after }))
  assert.deepEqual(await seenBy(exporter), [
    {
      containerId: container,
      containerNumber: 'CSQU2',
      trackerId: tracker.id,
      precision: 'gps',
      listedBy: null,
      deviceTime: '2026-03-02T00:00:00.000Z',
      receivedAt: '2026-03-02T00:00:02.000Z',
      latitude: 36.75,
      longitude: 117.25,
      speedKmh: 60,
      headingDeg: 270,
      near: {
        station: 'CN-DONGJIA',
        name: { zh: '济南董家镇', en: 'Jinan Dongjia', ru: 'Цзинань-Дунцзя' },
        km: 0,
      },
    },
  ])
  assert.deepEqual(await seenBy(forwarder), [])
  const version = await database.transact(getVersion)
  assert.deepEqual(await seenBy(exporter, version), [])
  const moved = await database.transact((tx) => listMoved(tx, version - 1, 10))
  assert.deepEqual(moved[0]?.organisationIds, [exporter.organisationId])
})

test('the public is told the city and no more', async () => {
  const tracker = await fixture.addTracker()
  const container = await fixture.addContainer([])
  await fixture.bind(tracker.id, container, '2026-03-01T00:00Z')
  const place = () => database.transact((tx) => publicLastPlace(tx, container))
  assert.equal(await place(), undefined)
  await store.commit([fixAt(tracker.id, 5, { latitude: 44.1, longitude: 80.3 })])
  assert.deepEqual(await place(), {
    station: 'KZ-ALTYNKOL',
    city: { zh: '阿腾科里', en: 'Altynkol', ru: 'Алтынколь' },
    country: 'KZ',
    lat: 44.15,
    lon: 80.25,
    at: new Date('2026-03-02T00:05:00Z'),
  })
})

test('a track holds what was sent while bound, in the order of device time, without the unbelievable', async () => {
  const [first, second] = [await fixture.addTracker(), await fixture.addTracker()]
  const container = await fixture.addContainer([])
  const minute = (at: number) => new Date(START_MS + at * 60_000).toISOString()
  await fixture.bind(first.id, container, minute(2), minute(5))
  await fixture.bind(second.id, container, minute(6))
  await store.commit([7, 3, 4, 1, 5].map((at) => fixAt(first.id, at)))
  await store.commit([8, 6, 5].map((at) => fixAt(second.id, at)))
  await store.commit([fixAt(second.id, 9, { latitude: 0, longitude: 0 })])
  assert.deepEqual(minutesOf((await track(container)).points), [3, 4, 6, 8])
  const part = await track(container, { from: minute(4), to: minute(8) })
  assert.deepEqual(minutesOf(part.points), [4, 6])
})

test('a long track is thinned evenly and keeps both its ends', async () => {
  const tracker = await fixture.addTracker()
  const container = await fixture.addContainer([])
  await fixture.bind(tracker.id, container, '2026-03-01T00:00Z')
  for (const [total, shown] of [
    [TRACK_POINTS_MAX, TRACK_POINTS_MAX],
    [TRACK_POINTS_MAX + 1, 1_001],
    [7_001, 1_751],
  ] as const) {
    await store.commit(range(0, total).map((at) => fixAt(tracker.id, at, { serial: 1 })))
    const { points, pointsRecorded } = await track(container)
    assert.equal(pointsRecorded, total)
    assert.equal(points.length, shown)
    const minutes = minutesOf(points)
    assert.deepEqual([minutes[0], minutes.at(-1)], [0, total - 1])
  }
})

test('an empty track is empty', async () => {
  const container = await fixture.addContainer([])
  assert.deepEqual(await track(container), { points: [], pointsRecorded: 0 })
})

test('a binding written late puts the container where its tracker already is', async () => {
  const tracker = await fixture.addTracker()
  const container = await fixture.addContainer([rail.organisationId])
  await store.commit([fixAt(tracker.id, 10), fixAt(tracker.id, 20)])
  const version = await database.transact(getVersion)
  const boundAt = new Date(START_MS + 15 * 60_000)
  await fixture.bind(tracker.id, container, boundAt.toISOString())
  const id = TrackerId.parse(tracker.id)
  await database.transact((tx) => catchUp(tx, id, container, boundAt))
  const moved = await database.transact((tx) => listMoved(tx, version, 10))
  assert.deepEqual(minutesOf(moved.map((each) => each.position)), [20])
})
