// A container's fixes from its tracker into the ledger, and the file that proves its route: whole, late, thinned, and altered at every level.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { utf8Decode, utf8Encode } from 'tlog'
import type { ContainerId } from '#booking/contract.ts'
import { Problem } from '#kernel/problem.ts'
import { startFollowers, type Followers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { keepPositions } from '#tracking/position-keeping.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import type { ReportedFix } from '#tracking/fix-rows.ts'
import { createFixStore } from '#tracking/fix-store.ts'
import { openPassport, passportRoutes, type Passport } from '#passport'
import { checkEntries, NOTHING_KNOWN } from '#passport/auditing/entry-check.ts'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { readEntries } from '#passport/ledger-store.ts'
import { passportCodeOf } from '#passport/passport.ts'
import type { TrackFile } from '#passport/positions/track-file.ts'
import { verifyTrack } from '#passport/positions/verify-track.ts'
import { insertPassports } from '#passport/store.ts'
import type { DepartureId } from '#train/contract.ts'

const database = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'landbridge-track-'))
const clock = testClock('2026-03-02T12:00:00Z')
const fixture = await trackedFixture(database)
const { exporter, broker, signer } = { ...fixture.parties }
const http = await testHttp(database, { clock })
const store = createFixStore(database)
const KEEP_ALL = { keepMonths: undefined, thinDays: undefined, thinMinutes: 15 }
const START_MS = Date.parse('2026-03-02T00:00:00Z')
const errors: unknown[] = []
const boxes: { containerId: ContainerId; trackerId: string }[] = []

let passport: Passport
let followers: Followers

before(async () => {
  passport = await openPassport({
    database,
    clock,
    dataDir,
    signer,
    publicUrl: 'https://trains.example.cn',
    onError: (error) => errors.push(error),
  })
  followers = await startFollowers(database, passport.followers, (error) => errors.push(error))
  passportRoutes(http, passport)
  for (const seed of [1, 2, 3]) {
    const containerId = await fixture.addContainer([exporter.organisationId])
    const { id: trackerId } = await fixture.addTracker()
    await fixture.bind(trackerId, containerId, '2026-03-01T00:00Z')
    const code = passportCodeOf(new Uint8Array(16).fill(seed * 4))!
    const row = { code, containerId, departureId: 'dep' as DepartureId }
    await database.transact((tx) => insertPassports(tx, [{ ...row, createdAt: clock() }]))
    boxes.push({ containerId, trackerId })
  }
})

after(async () => {
  await followers.stop()
  await passport.close()
  await http.app.close()
  await database.drop()
  await rm(dataDir, { recursive: true })
  assert.deepEqual(errors, [])
})

const fixAt = (deviceId: string, minute: number): ReportedFix => ({
  deviceId,
  serial: minute,
  deviceTime: new Date(START_MS + minute * 60_000).toISOString(),
  receivedAt: clock().toISOString(),
  latitude: 36.75,
  longitude: 100 + minute / 1000,
  altitudeM: 30,
  speedKmh: 60,
  headingDeg: 270,
  alarm: 0,
  status: 3,
  items: minute % 2 === 0 ? [] : [{ id: '0x30', name: 'signalStrength', value: minute }],
  frame: new Uint8Array(0),
  valid: true,
})

const send = (box: number, minutes: readonly number[]) =>
  store.commit(minutes.map((minute) => fixAt(boxes[box]!.trackerId, minute)))

async function settle(config: Parameters<typeof keepPositions>[2] = KEEP_ALL): Promise<void> {
  await keepPositions(database, clock(), config)
  await followers.settle()
  await passport.loop.settle()
}

async function proofOf(box: number, query = '', caller = http.as(exporter.actor)) {
  return caller.get<TrackFile>(`/api/containers/${boxes[box]!.containerId}/track/proof${query}`)
}

const written = (file: unknown): Uint8Array => utf8Encode(canonicalJson(file as Json))
const minutesOf = (file: TrackFile) =>
  verifyTrack(written(file)).hours.map(({ hour, version, fixes }) => [
    hour.slice(11, 16),
    version,
    fixes.map(({ atMs }) => (atMs - START_MS) / 60_000),
  ])

test('the fixes of each hour that ended are proven; the running hour is not yet', async () => {
  for (const box of [0, 1, 2]) await send(box, [0, 1, 59, 60, 719, 719.5])
  assert.equal((await proofOf(0)).body['code'], 'passport.route_not_recorded_yet')
  await settle()
  const { status, body } = await proofOf(0)
  assert.equal(status, 200)
  assert.deepEqual(minutesOf(body), [
    ['00:00', 1, [0, 1, 59]],
    ['01:00', 1, [60]],
  ])
  // Three containers, two hours: one entry.
  assert.equal(body.rounds.length, 1)
  assert.deepEqual(
    minutesOf((await proofOf(1, '?from=2026-03-02T01:00:00Z')).body).map(([hour]) => hour),
    ['01:00'],
  )
})

test('closed again without news, nothing is entered; a late fix is entered beside what it adds to', async () => {
  const first = (await proofOf(0)).body
  await send(0, [0, 1])
  await settle()
  assert.equal((await proofOf(0)).body.rounds.length, 1)
  await send(0, [30])
  // Until it is entered, too, the hour is not shown as recorded.
  assert.deepEqual(minutesOf((await proofOf(0)).body), [['01:00', 1, [60]]])
  await settle()
  const { body } = await proofOf(0)
  assert.deepEqual(minutesOf(body), [
    ['00:00', 2, [0, 1, 30, 59]],
    ['01:00', 1, [60]],
  ])
  assert.ok(body.hours[0]!.part.content['previous'])
  // What was proven before stays proven.
  assert.equal(verifyTrack(written(first)).hours[0]!.version, 1)
})

test('whoever checks the whole ledger knows these entries', async () => {
  const entries = await database.transact((tx) => readEntries(tx, 0, 1_000))
  const { signed } = checkEntries(entries, 0n, {
    log: passport.ledger.key.verifier,
    known: NOTHING_KNOWN,
  })
  assert.ok(signed.length >= 2)
})

test('a file with anything changed is refused, and says which hour', async () => {
  const changes: readonly (readonly [string, (file: TrackFile) => void])[] = [
    [
      'evidence.track_hour',
      ({ hours }) => void (fixesOf(hours[0]!)[1]!['latitudeE7'] = 367_500_001),
    ],
    ['evidence.track_hour', ({ hours }) => void fixesOf(hours[0]!).pop()],
    ['evidence.track_hour', ({ hours }) => void fixesOf(hours[0]!).push(fixesOf(hours[1]!)[0]!)],
    [
      'evidence.track_hour',
      ({ hours }) => void (hours[1]!.part.content['hour'] = '2026-03-02T02:00:00.000Z'),
    ],
    ['evidence.track_hour', ({ hours }) => void (hours[0]!.part.content['version'] = 1)],
    ['evidence.track_hour', ({ hours }) => void (hours[0]!.place += 1)],
    [
      'evidence.track_hour',
      (file) => void (file.code = passportCodeOf(new Uint8Array(16).fill(8))!),
    ],
    ['evidence.track_order', ({ hours }) => void hours.reverse()],
    ['evidence.track_order', ({ hours }) => void hours.pop()],
    [
      'evidence.track_round',
      ({ rounds }) =>
        void (rounds[0]!.entry = rounds[1]!.entry.replace(/.$/, (last) =>
          last === 'A' ? 'Q' : 'A',
        )),
    ],
    ['evidence.inclusion', ({ rounds }) => void (rounds[1]!.index += 1)],
    [
      'evidence.checkpoint_signature',
      (file) => void (file.checkpoint = file.checkpoint.replace(/\n\d+\n/, '\n9\n')),
    ],
  ]
  const { body } = await proofOf(0)
  verifyTrack(written(body))
  for (const [code, change] of changes) {
    const changed = structuredClone(body)
    change(changed)
    assert.throws(
      () => verifyTrack(written(changed)),
      (error) => error instanceof Problem && (assert.equal(error.code, code, String(change)), true),
      String(change),
    )
  }
  assert.throws(() => verifyTrack(utf8Encode(JSON.stringify(body, null, 1))), {
    code: 'evidence.not_canonical',
  })
})

const fixesOf = (hour: TrackFile['hours'][number]) =>
  hour.part.content['fixes'] as Record<string, unknown>[]

test('a fix altered in the database has no proof any more, and this is said', async () => {
  await database.pool.query(
    'update position set latitude_e7 = latitude_e7 + 1 where tracker = 3 and serial = 60',
  )
  const { status, body } = await proofOf(2)
  assert.deepEqual([status, body['code']], [409, 'passport.route_changed'])
  assert.equal((await proofOf(2, '?to=2026-03-02T00:59:00Z')).status, 200)
})

test('parties of the container only, and a period that can be read', async () => {
  assert.equal((await proofOf(0, '', http.as(broker.actor))).status, 404)
  assert.equal((await proofOf(0, '', http.as(null))).status, 401)
  assert.equal((await proofOf(0, '?from=yesterday')).body['code'], 'passport.period_unreadable')
})

test('`landbridge ledger verify` reads the file offline, and refuses an altered one', async () => {
  const { body } = await proofOf(0)
  const file = join(dataDir, 'route.landbridge-track.json')
  const run = () =>
    promisify(execFile)(process.execPath, [
      'src/cli.ts',
      'ledger',
      'verify',
      file,
      '--lang',
      'en',
      '--vkey',
      body.vkey,
    ])
  await writeFile(file, written(body))
  assert.match((await run()).stdout, /^✓ The route holds: its 5 fixes of 2 hours/)
  await writeFile(file, utf8Decode(written(body)).replace('367500000', '367500001'))
  await assert.rejects(run(), { code: 1, stdout: /evidence\.track_hour/ })
})

test('thinned out, an hour is entered once more as it is left; what is near a step stays whole', async () => {
  clock.advance(60 * 24 * 40)
  await send(1, [2, 3, 4, 20, 21, 22])
  await settle()
  await database.transact(async (tx) => {
    await tx
      .insertInto('container_step')
      .values({
        container_id: boxes[1]!.containerId,
        sequence: 1,
        step: 'arrive',
        event: 'arrived',
        at: new Date(START_MS + 719 * 60_000),
        recorded_at: clock(),
        place: 'CN-DONGJIA',
        organisation_id: exporter.organisationId,
        public: '{}',
        restricted: '{}',
      })
      .execute()
  })
  const thin = { ...KEEP_ALL, thinDays: 30 }
  await settle(thin)
  await settle(thin)
  assert.deepEqual(minutesOf((await proofOf(1)).body), [
    ['00:00', 3, [0, 20, 59]],
    ['01:00', 1, [60]],
    ['11:00', 1, [719, 719.5]],
  ])
})

test('months before the setting are let go once their hours are entered, and never before', async () => {
  const months = async () =>
    (
      await database.pool.query<{ name: string }>(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'position'::regclass",
      )
    ).rows.map(({ name }) => name)
  clock.advance(60 * 24 * 60)
  await send(0, [40])
  await database.pool.query('update position_hour_open set hour = hour')
  const keep = { ...KEEP_ALL, keepMonths: 1 }
  await settle(keep)
  await settle(keep)
  assert.ok(!(await months()).includes('position_2026_03'))
  assert.equal((await proofOf(0)).body['code'], 'passport.route_not_recorded_yet')
})
