// The whole way: fixes become sightings once, late ones too; steps and sightings make estimates; runs stand behind the next.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { bookedContainer } from '#booking/fixtures.ts'
import { takeStep } from '#booking'
import { organisationsFixture } from '#identity/fixtures.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { journeyFollower, journeyRoutes, startWatching } from '#journey'
import type { Journey } from '#journey/way-contract.ts'
import { keepRun } from '#journey/eta/eta-store.ts'
import { laneOf, sectionsOf } from '#journey/section.ts'
import { realisticRuns } from '#journey/run-fixtures.ts'
import { createFixStore, type ReportedFix } from '#tracking/gateway-store.ts'
import { createMoves } from '#tracking/moves.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import type { DepartureId } from '#train/contract.ts'

const HOUR = 3_600_000
const clock = testClock()
const database = await testDatabase()
const http = await testHttp(database, { clock })
const moves = createMoves(database)
journeyRoutes(http, { moves })
const complaints: unknown[] = []
const complain = (error: unknown) => void complaints.push(error)
const tracked = await trackedFixture(database)
const box = await bookedContainer(database, { parties: tracked.parties, until: 'depart', boxes: 1 })
const { parties, containerId } = box
const strangers = await organisationsFixture(database, { tag: 'b' })
const tracker = await tracked.addTracker()
await tracked.bind(tracker.id, containerId, '2026-03-01T00:00:00Z')
const departedMs = (await box.read()).lastStepAt.getTime()
const followers = await startFollowers(database, [journeyFollower(clock)], complain)
const watching = await startWatching({ database, clock }, complain)
after(async () => {
  await watching.stop()
  await followers.stop()
  await database.drop()
})
const store = createFixStore(database)
let serial = 0

/** Reports of the tracker at a station, hours after the departure. */
async function report(...at: [station: string, hours: number][]): Promise<void> {
  await store.commit(
    at.map(([code, hours]): ReportedFix => {
      const { lat, lon } = getStation(code)
      const iso = new Date(departedMs + hours * HOUR).toISOString()
      return {
        deviceId: tracker.id,
        serial: (serial += 1),
        deviceTime: iso,
        receivedAt: iso,
        latitude: lat,
        longitude: lon,
        altitudeM: 500,
        speedKmh: 60,
        headingDeg: 270,
        alarm: 0,
        status: 3,
        items: [],
        frame: new Uint8Array(0),
        valid: true,
      }
    }),
  )
  await watching.settle()
  await followers.settle()
}
const journey = async () =>
  (await http.as(parties.exporter.actor).get<Journey>(`/api/containers/${containerId}/journey`))
    .body
const seen = async () =>
  (await journey()).seen.map(
    ({ kind, station, at }) => `${kind} ${station} ${(Date.parse(at) - departedMs) / HOUR}`,
  )
const told = async (kind: string) =>
  (
    await database.transact((tx) =>
      tx.selectFrom('outbox').select('payload').where('kind', '=', kind).execute(),
    )
  ).length

test('fixes become sightings, once, however late and however often they are read', async () => {
  clock.advance(80 * 60)
  await report(['CN-XIAN', 26], ['CN-XIAN', 27], ['CN-LANZHOU', 44], ['CN-LANZHOU', 45])
  assert.deepEqual(await seen(), [
    'arrived CN-XIAN 26',
    'departed CN-XIAN 44',
    'arrived CN-LANZHOU 44',
  ])
  // What comes late is found with the next whole reading.
  await report(['CN-ZHENGZHOU', 14], ['CN-ZHENGZHOU', 15])
  clock.advance(2 * 60)
  await report(['CN-LANZHOU', 46])
  assert.deepEqual((await seen()).slice(0, 3), [
    'arrived CN-ZHENGZHOU 14',
    'departed CN-ZHENGZHOU 26',
    'arrived CN-XIAN 26',
  ])
  const before = await told('journey.milestone_seen')
  await database.transact((tx) => tx.updateTable('milestone_reading').set({ version: 0 }).execute())
  await watching.settle()
  assert.equal(await told('journey.milestone_seen'), before, 'read again, said once')
  assert.equal(before, (await seen()).length)
  assert.deepEqual(complaints, [])
})

test('a person’s word and the tracker’s stand side by side, linked with their difference', async () => {
  clock.advance(60 * 60)
  const at = (hours: number) => timestampIn(departedMs + hours * HOUR, 'Asia/Shanghai')
  await report(['CN-KHORGOS', 121], ['CN-KHORGOS', 122])
  await database.transact((tx) =>
    takeStep(tx, {
      actor: parties.rail.actor,
      step: 'border_arrive',
      place: 'CN-KHORGOS' as StationCode,
      now: clock(),
      at: at(122.5),
      containerId,
    }),
  )
  await followers.settle()
  const { seen: sightings, legs } = await journey()
  const arrival = sightings.find(
    ({ kind, station }) => kind === 'arrived' && station === 'CN-KHORGOS',
  )
  assert.equal(arrival?.step?.differenceMinutes, 90)
  assert.deepEqual(
    legs.map(({ mode, from, to }) => `${mode} ${from} ${to}`),
    [
      'rail CN-DONGJIA CN-KHORGOS',
      'border CN-KHORGOS KZ-ALTYNKOL',
      'rail KZ-ALTYNKOL UZ-CHUKURSAY',
    ],
  )
  assert.equal(legs[0]?.ends.stated, new Date(departedMs + 122.5 * HOUR).toISOString())
  assert.equal(legs[0]?.ends.seen, new Date(departedMs + 121 * HOUR).toISOString())
  assert.equal(legs[0]?.trainNumber, box.departure.trainNumber)
})

test('the estimate says what stands behind it, and its earlier ones are kept', async () => {
  const first = await journey()
  assert.deepEqual([first.eta?.basis, first.eta?.runs], ['timetable', 0])
  const { stops } = box.departure.service
  const runs = realisticRuns(sectionsOf(stops), 9)
  await database.transact(async (tx) => {
    // Runs of trains that were never here: only their times matter.
    await sql`set local session_replication_role = replica`.execute(tx)
    for (const [index, run] of runs.entries())
      await keepRun(tx, `dep_${String(index).padStart(20, '0')}` as DepartureId, {
        ...run,
        lane: laneOf(stops),
        containers: 1,
      })
  })
  clock.advance(60)
  await report(['CN-KHORGOS', 141])
  clock.advance(60)
  await report(['KZ-ALTYNKOL', 142], ['KZ-ALTYNKOL', 143], ['KZ-ALMATY', 165], ['KZ-ALMATY', 166])
  const { eta, history, seen: sightings } = await journey()
  assert.deepEqual([eta?.basis, eta?.confidence, eta?.runs], ['lane', 'confirmed', 9])
  assert.ok(history.length >= 2)
  assert.ok(
    sightings.some(({ kind, station }) => kind === 'border_crossed' && station === 'KZ-ALTYNKOL'),
  )
  assert.ok((await told('journey.eta_moved')) >= 1)
  const listed = await http
    .as(parties.exporter.actor)
    .get<{ items: { containerId: string }[] }>(`/api/etas?containers=${containerId}`)
  assert.deepEqual(
    listed.body.items.map((item) => item.containerId),
    [containerId],
  )
})

test('areas are an operator’s own, else the platform’s; nobody else may', async () => {
  const operator = http.as(parties.operator.actor)
  const url = '/api/geofences/CN-KHORGOS'
  const fence = { kind: 'circle', centre: { lat: 44.2, lon: 80.41 }, radiusKm: 2 }
  const drawn = await http.as(parties.platform.actor).post(url, { fence })
  assert.equal(drawn.body['source'], 'own')
  const source = async (by = operator) => {
    const { body } = await by.get<{ items: { station: string; source: string }[] }>(
      '/api/geofences',
    )
    return body.items.find(({ station }) => station === 'CN-KHORGOS')?.source
  }
  assert.equal(await source(), 'platform')
  await operator.post(url, { fence: { ...fence, radiusKm: 3 } })
  assert.equal(await source(), 'own')
  assert.equal(await source(http.as(strangers.operator.actor)), 'platform')
  assert.equal((await operator.post(url, { fence: null })).body['source'], 'platform')
  assert.equal((await operator.post(url, { fence: { ...fence, radiusKm: 900 } })).status, 422)
  assert.equal((await http.as(parties.rail.actor).post(url, { fence })).status, 403)
  const theirs = await http
    .as(strangers.exporter.actor)
    .get(`/api/containers/${containerId}/journey`)
  assert.equal(theirs.status, 404)
  const etas = await http.as(strangers.exporter.actor).get(`/api/etas?containers=${containerId}`)
  assert.deepEqual(etas.body['items'], [])
})

test('every area that was drawn stays on record; over one that has been drawn anew none is drawn; none is far from its station', async () => {
  const operator = http.as(parties.operator.actor)
  const url = '/api/geofences/KZ-ALTYNKOL'
  const { lat, lon } = getStation('KZ-ALTYNKOL')
  const circle = { kind: 'circle', centre: { lat, lon }, radiusKm: 2 }
  const corners = [0.01, 0.02, 0.03].map((by) => ({ lat: lat + by, lon: lon + by * by }))
  const draw = (fence: object | null, over?: number) =>
    operator.post<{ version: number; source: string; code?: string }>(url, {
      fence,
      ...(over !== undefined && { over }),
    })
  assert.deepEqual((await draw(circle, 0)).body.version, 1)
  clock.advance(1)
  assert.equal((await draw({ kind: 'polygon', points: corners }, 1)).body.version, 2)
  const late = await draw(circle, 1)
  assert.deepEqual([late.status, late.body.code], [409, 'journey.fence_changed'])
  assert.equal((await draw(null, 2)).body.source, 'default')
  assert.equal((await draw({ kind: 'corridor', points: corners, widthKm: 1 })).body.version, 4)
  const far = await draw({ ...circle, centre: { lat: lat + 2, lon } })
  assert.deepEqual([far.status, far.body.code], [422, 'journey.fence_far'])
  const bow = [
    corners[0]!,
    { lat, lon: lon + 0.1 },
    corners[2]!,
    { lat: lat + 0.03, lon: lon - 0.1 },
  ]
  const crossed = await draw({ kind: 'polygon', points: bow.with(1, bow[2]!).with(2, bow[1]!) })
  assert.deepEqual([crossed.status, crossed.body.code], [422, 'journey.fence_crosses'])
  const versions = async (by = operator) =>
    (
      await by.get<{ items: { version: number; fence: { kind: string } | null }[] }>(
        `${url}/versions`,
      )
    ).body.items.map(({ version, fence }) => [version, fence?.kind ?? null])
  assert.deepEqual(await versions(), [
    [4, 'corridor'],
    [3, null],
    [2, 'polygon'],
    [1, 'circle'],
  ])
  assert.deepEqual(await versions(http.as(strangers.operator.actor)), [])
  assert.deepEqual(await versions(http.as(parties.platform.actor)), [])
  assert.equal((await http.as(parties.exporter.actor).get(`${url}/versions`)).status, 403)
})
