// The fleet in rows: whose they are, what filters leave of them, and what the stream tells of changes.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { takeStep } from '#booking'
import { bookedContainer, testContainerNumber } from '#booking/fixtures.ts'
import type { ContainerId } from '#booking/contract.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { fleetFollower, journeyFollower, journeyRoutes } from '#journey'
import type { Estimate } from '#journey/eta/eta.ts'
import { keepEstimate } from '#journey/eta/eta-store.ts'
import {
  FleetChange,
  FleetColumns,
  FleetMoves,
  rowsOfColumns,
  type FleetPage,
} from '#journey/fleet-contract.ts'
import { createFleetStream } from '#journey/fleet/fleet-stream.ts'
import { latenessOf } from '#kernel/lateness.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import { createFixStore } from '#tracking/gateway-store.ts'
import { PositionListId } from '#tracking/list-contract.ts'
import { insertList, insertPositions, moveByList } from '#tracking/list-store.ts'
import { createMoves } from '#tracking/moves.ts'

const clock = testClock()
const database = await testDatabase()
const http = await testHttp(database, { clock })
const moves = createMoves(database)
journeyRoutes(http, { moves })
const tracked = await trackedFixture(database)
const box = await bookedContainer(database, { parties: tracked.parties, until: 'depart', boxes: 3 })
const { parties, containerId, departure } = box
const strangers = await organisationsFixture(database, { tag: 'b' })
const fail = (error: unknown) => {
  throw error
}
const followers = await startFollowers(database, [journeyFollower(clock), fleetFollower], fail)
await followers.settle()
const stream = createFleetStream(database, { moves, clock })
after(async () => {
  moves.close()
  await stream.close()
  await followers.stop()
  await http.app.close()
  await database.drop()
})
const tracker = await tracked.addTracker()
await tracked.bind(tracker.id, containerId, '2026-03-01T00:00:00Z')

let minute = 0
async function report(): Promise<number> {
  minute += 1
  const at = new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000).toISOString()
  const latitude = 36 + minute / 1_000
  await createFixStore(database).commit([
    {
      deviceId: tracker.id,
      serial: minute,
      deviceTime: at,
      receivedAt: at,
      latitude,
      longitude: 117,
      altitudeM: 0,
      speedKmh: 61.4,
      headingDeg: 0,
      alarm: 0,
      status: 3,
      items: [],
      frame: new Uint8Array(0),
      valid: true,
    },
  ])
  return latitude
}

/** As an agent's list says it, five minutes after the last fix. */
async function list(serial: number, precision: 'station' | 'coordinates'): Promise<void> {
  minute += 5
  const at = new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000)
  const { code: station, lat, lon } = getStation('KZ-DOSTYK')
  const told = {
    id: PositionListId.parse(`lst_${String(serial).padStart(20, '0')}`),
    organisationId: parties.operator.organisationId,
    memberId: null,
    fileName: '动态.xlsx',
    sha256: Buffer.alloc(32, serial),
    importedAt: new Date(at.getTime() + 3_600_000),
    ...{ kept: 1, known: 0, refused: 0 },
  }
  const number = testContainerNumber(serial)
  const row = {
    ...{ number, row: 2, status: null, remarks: null, wagon: null },
    ...{ latitude: lat, longitude: lon },
  }
  const position = { ...row, containerId, at, station, precision }
  await database.transact(async (tx) => {
    await insertList(tx, told)
    await insertPositions(tx, told, [position])
    await moveByList(tx, told.id)
  })
}

async function estimateLate(id: ContainerId, days: number, number: number): Promise<void> {
  const p50Ms = Date.parse('2026-03-27T00:00:00Z')
  const estimate: Estimate = {
    p50Ms,
    p90Ms: p50Ms + 86_400_000,
    basis: 'lane',
    confidence: 'confirmed',
    runs: 7,
    points: [],
  }
  const plannedMs = p50Ms - days * 86_400_000
  await database.transact((tx) =>
    keepEstimate(tx, id, {
      number,
      estimate,
      because: 'position',
      told: false,
      plannedMs,
      now: clock(),
    }),
  )
}

const page = async (query = '', actor = parties.exporter.actor) => {
  const { status, body } = await http.as(actor).get<FleetPage>(`/api/fleet?${query}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}
const idsOf = ({ items }: FleetPage) => items.map(([id]) => id)
const newestFirst = box.containerIds.toSorted().toReversed()

test('rows of my containers and of nobody else’s, by pages', async () => {
  const latitude = await report()
  const all = await page()
  assert.deepEqual(idsOf(all), newestFirst)
  assert.equal(all.next, null)
  assert.deepEqual(
    all.trains.map((train) => [train.departureId, train.trainNumber, train.origin]),
    [[departure.id, departure.trainNumber, departure.service.origin]],
  )
  assert.deepEqual(
    all.shippers.map(({ id }) => id),
    [parties.exporter.organisationId],
  )
  const row = all.items.find(([id]) => id === containerId)!
  const seconds = Date.parse('2026-03-02T08:01:00Z') / 1000
  assert.equal(row[5], 'departed')
  assert.deepEqual(row[11], [latitude, 117, seconds, seconds, 61, 'gps'])
  assert.equal(all.items.find(([id]) => id !== containerId)![11], null)
  const first = await page('limit=2')
  assert.deepEqual(idsOf(first), newestFirst.slice(0, 2))
  assert.deepEqual(idsOf(await page(`limit=2&cursor=${first.next}`)), newestFirst.slice(2))
  assert.deepEqual(idsOf(await page('', strangers.exporter.actor)), [])
  assert.deepEqual(idsOf(await page('', parties.operator.actor)), newestFirst)
})

test('by columns the fleet says the same as by rows', async () => {
  const columns = async (query = '', actor = parties.exporter.actor) => {
    const { status, body } = await http.as(actor).get<unknown>(`/api/fleet/columns${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return FleetColumns.parse(body)
  }
  const [rows, told] = [await page(), await columns()]
  assert.deepEqual(rowsOfColumns(told), rows.items)
  assert.deepEqual(told.trains, rows.trains)
  assert.deepEqual(told.shippers, rows.shippers)
  assert.equal(told.next, null)
  const rest = await columns(`?cursor=${rows.items[0]![0]}`)
  assert.deepEqual(rest.columns.id, newestFirst.slice(1))
  const none = await columns('', strangers.exporter.actor)
  assert.deepEqual([none.columns.id, none.trains, none.next], [[], [], null])
  assert.deepEqual((await columns('?cursor=a&cursor=b')).columns.id, newestFirst)
  assert.equal((await http.as(null).get('/api/fleet/columns')).status, 401)
})

test('filters by train, shipper, stage, delay, hold and number', async () => {
  const [other] = box.containerIds.filter((id) => id !== containerId)
  await estimateLate(other!, 4, 99)
  const left = async (query: string) => idsOf(await page(query)).toSorted()
  const every = box.containerIds.toSorted()
  assert.deepEqual(await left(`train=${departure.id}`), every)
  assert.deepEqual(await left('train=dep_00000000000000000000'), [])
  assert.deepEqual(await left(`shipper=${parties.exporter.organisationId}`), every)
  assert.deepEqual(await left(`shipper=${parties.operator.organisationId}`), [])
  assert.deepEqual(await left('stage=departed'), [containerId])
  assert.deepEqual(await left('late=yellow'), [other])
  assert.deepEqual(await left('late=red'), [])
  assert.equal((await left('late=on_time')).includes(other!), false)
  const unknown = await left('late=unknown')
  assert.equal((await page()).items.filter((row) => row[9] === null).length, unknown.length)
  assert.deepEqual(await left('held=true'), [])
  const number = (await box.read()).containerNumber!
  assert.deepEqual(await left(`q=${number.toLowerCase().slice(0, 9)}`), [containerId])
  assert.deepEqual(await left('q=%25'), [])
  assert.equal((await http.as(parties.exporter.actor).get('/api/fleet?late=never')).status, 422)
})

test('days behind the timetable have their names', () => {
  const names = [null, -600, 719, 720, 3 * 1440, 5 * 1440].map(latenessOf)
  assert.deepEqual(names, ['unknown', 'on_time', 'on_time', 'late', 'yellow', 'red'])
})

function listen(mark: string, organisationId: OrganisationId = parties.exporter.organisationId) {
  const ended = new AbortController()
  const reader = stream.open({ organisationId, mark, signal: ended.signal })[Symbol.asyncIterator]()
  return {
    async hear() {
      const { value = '' } = await reader.next()
      const text = String(value)
      const of = (event: string) => new RegExp(`event: ${event}\ndata: (.+)\n`).exec(text)?.[1]
      const [moved, changed] = [of('moved'), of('changed')]
      return {
        mark: /^id: (.+)$/m.exec(text)?.[1],
        reset: of('reset') !== undefined,
        moved: moved === undefined ? [] : FleetMoves.parse(JSON.parse(moved)),
        changed: changed === undefined ? undefined : FleetChange.parse(JSON.parse(changed)),
      }
    },
    next: () => reader.next(),
    end: () => ended.abort(),
  }
}
/** All that is heard until a row has changed: moves and rows may come together or one after the other. */
async function hearChange(ear: ReturnType<typeof listen>) {
  const moved: FleetMoves = []
  for (;;) {
    const heard = await ear.hear()
    moved.push(...heard.moved)
    if (heard.changed !== undefined) return { moved, changed: heard.changed }
  }
}
const mark = () => database.transact((tx) => stream.mark(tx))

const stepOn = async (id: ContainerId, step: 'border_arrive'): Promise<void> => {
  const place = getStation('CN-KHORGOS')
  await database.transact((tx) =>
    takeStep(tx, {
      actor: parties.rail.actor,
      step,
      place: place.code,
      now: clock(),
      at: timestampIn(clock().getTime(), place.timeZone),
      containerId: id,
    }),
  )
  await followers.settle()
}

test('the stream tells moves, and rows anew after a step, to parties alone', async () => {
  const ear = listen(await mark())
  const theirs = listen(await mark(), strangers.exporter.organisationId)
  await ear.hear()
  await theirs.hear()
  const silence = theirs.next()
  const latitude = await report()
  const { moved } = await ear.hear()
  assert.deepEqual(
    moved.map(([id, [lat]]) => [id, lat]),
    [[containerId, latitude]],
  )
  clock.advance(60 * 24)
  await stepOn(containerId, 'border_arrive')
  const { changed, mark: later } = await ear.hear()
  assert.deepEqual(
    changed?.items.map(([id, , , , , stage]) => [id, stage]),
    [[containerId, 'at_border']],
  )
  assert.match(later!, /^[0-9a-f]{12}\.\d+\.\d+$/)
  ear.end()
  theirs.end()
  assert.equal((await silence).done, true)
})

test('a place that stood in a list is told as one: on pages, as it comes, and to who comes back', async () => {
  const before = await mark()
  const ear = listen(before)
  await ear.hear()
  const { lat, lon } = getStation('KZ-DOSTYK')
  for (const [serial, precision] of [
    [1, 'station'],
    [2, 'coordinates'],
  ] as const) {
    await list(serial, precision)
    const seconds = Date.parse('2026-03-02T08:00:00Z') / 1000 + minute * 60
    const fix = [lat, lon, seconds, seconds + 3_600, 0, precision]
    assert.deepEqual((await ear.hear()).moved, [[containerId, fix]])
    assert.deepEqual((await page()).items.find(([id]) => id === containerId)?.[11], fix)
  }
  ear.end()
  const again = listen(before)
  assert.deepEqual(
    (await again.hear()).moved.map(([, fix]) => fix[5]),
    ['coordinates'],
  )
  again.end()
  await report()
  assert.equal((await page()).items.find(([id]) => id === containerId)?.[11]?.[5], 'gps')
})

test('who comes back with a mark is told what it missed; with none of ours, to begin anew', async () => {
  const before = await mark()
  const latitude = await report()
  clock.advance(60)
  await estimateLate(containerId, 7, 120)
  const other = listen(await mark())
  await other.hear()
  // Heard by another listener: so it is remembered.
  assert.equal((await hearChange(other)).changed.items[0]?.[9], 7 * 1440)
  other.end()
  const ear = listen(before)
  const { moved, changed } = await hearChange(ear)
  assert.deepEqual(
    moved.map(([, [lat]]) => lat),
    [latitude],
  )
  assert.equal(changed.items[0]?.[9], 7 * 1440)
  ear.end()
  for (const strange of ['', 'abc', `${'0'.repeat(12)}.0.0`, `${before}.1`]) {
    const ear = listen(strange)
    assert.equal((await ear.hear()).reset, true, strange)
    assert.equal((await ear.next()).done, true)
  }
})
