// One journey with everything that can go wrong, told by a tracker that speaks JT/T 808 to a real gateway while two servers watch at once:
// each alert is opened once, gets worse once, and closes by itself.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Location } from '#gateway/protocols/jt808/location.ts'
import { startGateway, type Gateway } from '#gateway/server.ts'
import { Tracker } from '#gateway/tracker.ts'
import type { Position } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { closeHours } from '#tracking'
import { createCommandDesk, createMessageStore } from '#tracking/command-desk.ts'
import { createDeviceDirectory, createFixStore, createQuarantine } from '#tracking/gateway-store.ts'
import { TRACKER_SECRET } from '#tracking/fixtures.ts'
import { trainRoutes } from '#train'
import type { Embargo } from '#train/embargo-contract.ts'
import { arrive, onItsWay } from '#alert/journey-fixtures.ts'
import { AlertKind } from '#alert/rule-contract.ts'

const DOOR = 1 << 13
const database = await testDatabase()
const journey = await onItsWay(database)
const { clock, at, look, story, complaints, box } = journey
const http = await testHttp(database, { clock })
trainRoutes(http)
let gateway: Gateway
let tracker: Tracker
before(async () => {
  gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    directory: createDeviceDirectory(database),
    store: createFixStore(database),
    quarantine: createQuarantine(database),
    messages: createMessageStore(database),
    desk: createCommandDesk(database),
    now: clock,
    fault: (reason) => complaints.push(reason),
  })
  const { phone, terminalId } = journey.tracker
  const device = { phone, terminalId, authCode: TRACKER_SECRET, edition: '2019' } as const
  tracker = new Tracker({ ...device, host: '127.0.0.1', port: gateway.port })
})
after(async () => {
  tracker.close()
  await gateway.close()
  await journey.close()
  await database.drop()
})

const locationAt = (place: Position, changes: Partial<Location> = {}): Location => ({
  time: timestampIn(clock().getTime(), 'Asia/Shanghai'),
  latitude: Math.round(place.lat * 1e6) / 1e6,
  longitude: Math.round(place.lon * 1e6) / 1e6,
  altitudeM: 600,
  speedKmh: 60,
  headingDeg: 270,
  alarm: 0,
  status: 0b11,
  items: [],
  ...changes,
})

/** Minutes go by; the tracker reports, and everybody looks. */
async function goOn(minutes: number, place: Position, changes?: Partial<Location>): Promise<void> {
  clock.advance(minutes)
  await tracker.send(locationAt(place, changes))
  await look()
}
/** Nobody reports; everybody looks. */
async function wait(minutes: number): Promise<void> {
  for (let left = minutes; left > 0; left -= 30) {
    clock.advance(Math.min(30, left))
    await look()
  }
}
const standAt = async (place: Position, hours: number) => {
  for (let half = 0; half < 2 * hours; half += 1) await goOn(30, place)
}

/** Between stations: 40 km before Zhengzhou and beyond. */
const KM = { moving: [60, 90, 120, 150, 180, 210], still: 240 }

test('a train that runs is no alert', async () => {
  for (const km of KM.moving) await goOn(30, at(km))
  for (const kind of AlertKind.options) assert.deepEqual(await story(kind), [], kind)
})

test('it stands on the line: yellow, red, and over when it moves', async () => {
  await standAt(at(KM.still), 12)
  assert.deepEqual(await story('standing_still'), [])
  await standAt(at(KM.still), 1)
  assert.deepEqual(await story('standing_still'), ['opened yellow'])
  await standAt(at(KM.still), 12)
  assert.deepEqual(await story('standing_still'), ['opened yellow', 'upgraded red'])
  await goOn(30, at(280))
  const whole = ['opened yellow', 'upgraded red', 'closed red']
  assert.deepEqual(await story('standing_still'), whole)
  await goOn(30, at(300))
  assert.deepEqual(await story('standing_still'), whole, 'and it stays so')
})

test('it leaves the line: one stray report is none, two in a row are', async () => {
  const off = ({ lat, lon }: Position) => ({ lat: lat - 1.5, lon })
  await goOn(60, off(at(320)))
  assert.deepEqual(await story('off_corridor'), [], 'once')
  await goOn(30, off(at(330)))
  assert.deepEqual(await story('off_corridor'), ['opened red'])
  await goOn(60, at(340))
  assert.deepEqual(await story('off_corridor'), ['opened red'], 'back, once')
  await goOn(30, at(350))
  assert.deepEqual(await story('off_corridor'), ['opened red', 'closed red'])
})

test('its door is opened: at once, and over when it has been shut for a while', async () => {
  await goOn(10, at(360), { status: 0b11 | DOOR })
  assert.deepEqual(await story('door_opened'), ['opened red'])
  await goOn(5, at(362))
  assert.deepEqual(await story('door_opened'), ['opened red'], 'said once')
  await goOn(15, at(365))
  assert.deepEqual(await story('door_opened'), ['opened red', 'closed red'])
})

test('its battery runs down, and is changed', async () => {
  const charged = (percent: number) => ({
    items: [{ id: '0xFE', hex: percent.toString(16).padStart(2, '0') }],
  })
  for (const percent of [21, 19, 23, 9, 24, 26, 90]) await goOn(5, at(370), charged(percent))
  assert.deepEqual(await story('battery_low'), ['opened yellow', 'upgraded red', 'closed red'])
})

test('nothing is heard of it: lost, worse, and found', async () => {
  await wait(5 * 60)
  assert.deepEqual(await story('device_lost'), [])
  await wait(90)
  assert.deepEqual(await story('device_lost'), ['opened yellow'])
  await wait(6 * 60)
  assert.deepEqual(await story('device_lost'), ['opened yellow', 'upgraded red'])
  await goOn(60, at(600))
  assert.deepEqual(await story('device_lost'), ['opened yellow', 'upgraded red', 'closed red'])
})

test('a server that was away has heard nobody: that is no tracker’s silence', async () => {
  clock.advance(40 * 60)
  await look()
  await wait(5 * 60)
  assert.equal((await story('device_lost')).length, 3)
  await goOn(30, at(605))
})

test('what comes late opens nothing that is over: but a door that was opened in the dark was opened', async () => {
  const before = await story('standing_still')
  const then = clock()
  // Out of order, from the silence: far off the line, standing, and with its door open for a while.
  for (const [minutes, status] of [
    [-6 * 60, 0b11],
    [-5 * 60, 0b11 | DOOR],
    [-5 * 60 + 10, 0b11],
    [-5 * 60 + 30, 0b11],
  ] as const)
    await tracker.send(
      locationAt(at(603), {
        status,
        time: timestampIn(then.getTime() + minutes * 60_000, 'Asia/Shanghai'),
      }),
    )
  await goOn(10, at(610))
  assert.deepEqual(await story('standing_still'), before)
  assert.equal((await story('door_opened')).length, 2, 'its hour is not closed yet')
  clock.advance(120)
  for (let again = 0; again < 2; again += 1) {
    await database.transact((tx) => closeHours(tx, clock()))
    await look()
  }
  const both = ['opened red', 'closed red', 'opened red', 'closed red']
  assert.deepEqual(await story('door_opened'), both)
})

test('an embargo ahead: as long as it lasts', async () => {
  const rail = http.as(box.parties.rail.actor)
  const { body } = await rail.post<Embargo>('/api/embargoes', {
    kind: 'passage',
    direction: 'export',
    places: ['KZ-SARYAGASH'],
    from: clock().toISOString(),
    until: null,
    telegram: '货调电〔2026〕77号',
    reason: null,
  })
  await look()
  assert.deepEqual(await story('embargo_ahead'), ['opened yellow'])
  await rail.post(`/api/embargoes/${body.id}/withdraw`)
  await look()
  assert.deepEqual(await story('embargo_ahead'), ['opened yellow', 'closed yellow'])
})

test('every party has its own, and was told of each change once', async () => {
  await wait(10)
  const mine = await Promise.all(AlertKind.options.map((kind) => story(kind)))
  const { platform: _, ...entitled } = box.parties
  const { rows } = await database.pool.query<{ id: string }>(
    'select organisation_id as id from container_party where container_id = $1 order by 1',
    [box.containerId],
  )
  assert.ok(rows.length >= 7)
  for (const { id } of rows) {
    const theirs = await Promise.all(AlertKind.options.map((kind) => story(kind, id as never)))
    assert.deepEqual(theirs, mine)
  }
  const told = await database.pool.query<{ kind: string; count: string }>(
    `select kind, count(*) from notice where organisation_id = $1 and kind like 'alert.%' group by 1 order by 1`,
    [entitled.exporter.organisationId],
  )
  const count = (change: string) => mine.flat().filter((one) => one.startsWith(change)).length
  assert.deepEqual(
    told.rows.map((row) => [row.kind, Number(row.count)]),
    [
      ['alert.closed', count('closed')],
      ['alert.opened', count('opened')],
      ['alert.upgraded', count('upgraded')],
    ],
  )
  assert.deepEqual(complaints, [])
})

test('what is open when it arrives is closed by that, and nobody looks at it any more', async () => {
  await goOn(10, at(620), { status: 0b11 | DOOR })
  assert.equal((await story('door_opened')).at(-1), 'opened red')
  await arrive(database, journey)
  await look()
  assert.equal((await story('door_opened')).at(-1), 'closed red')
  const { rows } = await database.pool.query(
    'select closed_for from alert where closed_at is null or closed_for <> $1 group by 1',
    ['ended'],
  )
  assert.deepEqual(rows, [{ closed_for: 'arrived' }])
  const watched = await database.pool.query('select 1 from alert_watch')
  assert.equal(watched.rowCount, 0)
  assert.deepEqual(complaints, [])
})
