import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asGatewayRole } from '#gateway/role.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { testDatabase } from '#platform/testing/database.ts'
import {
  createDeviceDirectory,
  createFixStore,
  createQuarantine,
  type ReportedFix,
} from '#tracking/gateway-store.ts'
import { digestOf } from '#tracking/secret.ts'

const owner = await testDatabase()
let gateway: Database
before(async () => {
  const { url, isRestricted } = await asGatewayRole(owner.url)
  assert.ok(isRestricted)
  gateway = openDatabase(url, 4)
})
after(async () => {
  await gateway.close()
  await owner.drop()
})

const SECRET = '0123456789abcdef0123456789abcdef'

/** A tracker known to an operator, bound to a container over the period given. */
async function addTracker(
  id: string,
  bindings: readonly (readonly [container: string, from: string, to: string | null])[] = [],
): Promise<void> {
  await owner.transact(async (tx) => {
    await sql`insert into organisation (id, kind, name_zh, name_en, name_ru, country, registration_number, created_at)
      values ('org_operator', 'operator', '班列', 'Trains', 'Поезда', 'DE', 'HRB 1', now())
      on conflict do nothing`.execute(tx)
    await sql`insert into tracker (id, operator_id, phone, terminal_id, maker, model, secret_digest, registered_at)
      values (${id}, 'org_operator', ${phoneOf(id)}, 'T-1', 'M', 'X', ${digestOf(SECRET)}, now())`.execute(
      tx,
    )
    await sql`set local session_replication_role = replica`.execute(tx)
    for (const [container, from, to] of bindings)
      await sql`insert into tracker_binding (tracker_id, container_id, bound_at, unbound_at)
        values (${id}, ${container}, ${from}, ${to})`.execute(tx)
  })
}
const phoneOf = (id: string): string => `1${id.replace(/\D/g, '').padStart(11, '0')}`

const fixAt = (deviceId: string, time: string, more: Partial<ReportedFix> = {}): ReportedFix => ({
  deviceId,
  serial: 1,
  deviceTime: `2026-03-02T${time}:00+08:00`,
  receivedAt: '2026-03-02T12:00:00.000Z',
  latitude: 36.789316,
  longitude: 116.751316,
  altitudeM: 32,
  speedKmh: 61.5,
  headingDeg: 270,
  alarm: 4_294_967_295,
  status: 3,
  items: [
    { id: '0x30', name: 'signalStrength', value: 21 },
    { id: '0xE0', hex: '"{,\\' },
  ],
  frame: Buffer.from('0200', 'hex'),
  valid: true,
  ...more,
})

async function whereIs(container: string) {
  const { rows } = await owner.pool.query<{ latitude: number; device_time: Date; version: number }>(
    'select latitude, device_time, version from container_position where container_id = $1',
    [container],
  )
  return rows[0]
}
async function countFixes(tracker: string): Promise<number> {
  const { rows } = await owner.pool.query(
    'select 1 from position join tracker on number = tracker where id = $1',
    [tracker],
  )
  return rows.length
}

test('a fix is kept whole', async () => {
  await addTracker('dev_1')
  const fix = fixAt('dev_1', '10:00')
  await createFixStore(gateway).commit([fix])
  const { rows } = await owner.pool.query(
    "select position.* from position join tracker on number = tracker where id = 'dev_1'",
  )
  assert.deepEqual(rows, [
    {
      device_time: new Date(fix.deviceTime),
      received_at: new Date(fix.receivedAt),
      alarm: 4_294_967_295,
      status: 3,
      tracker: 1,
      serial: 1,
      latitude_e7: 367_893_160,
      longitude_e7: 1_167_513_160,
      quality: 'good',
      altitude_m: 32,
      speed_tenths_kmh: 615,
      heading_deg: 270,
      items: fix.items,
      frame: Buffer.from('0200', 'hex'),
    },
  ])
})

test('the same fix twice, in one commit or in two, is kept once', async () => {
  await addTracker('dev_2')
  const store = createFixStore(gateway)
  const fix = fixAt('dev_2', '10:00')
  await store.commit([fix, fix, fixAt('dev_2', '10:00', { serial: 2 })])
  await store.commit([fix, fixAt('dev_2', '10:01')])
  assert.equal(await countFixes('dev_2'), 3)
})

test('a late fix does not move the container back', async () => {
  await addTracker('dev_3', [['ctr_3', '2026-03-01T00:00Z', null]])
  const store = createFixStore(gateway)
  await store.commit([
    fixAt('dev_3', '10:00', { latitude: 1 }),
    fixAt('dev_3', '11:00', { latitude: 2 }),
  ])
  const before = await whereIs('ctr_3')
  await store.commit([fixAt('dev_3', '10:30', { latitude: 1.5 })])
  assert.deepEqual(await whereIs('ctr_3'), before)
  assert.equal(before?.latitude, 2)
  assert.equal(await countFixes('dev_3'), 3)
  await store.commit([fixAt('dev_3', '11:30', { latitude: 3 })])
  assert.equal((await whereIs('ctr_3'))?.latitude, 3)
  assert.ok((await whereIs('ctr_3'))!.version > before.version)
})

test('a fix that cannot be believed is kept, marked, and moves nothing', async () => {
  await addTracker('dev_4', [['ctr_4', '2026-03-01T00:00Z', null]])
  await createFixStore(gateway).commit([
    fixAt('dev_4', '10:00', { latitude: 0, longitude: 0 }),
    fixAt('dev_4', '10:01', { valid: false }),
    fixAt('dev_4', '20:11'),
  ])
  const { rows } = await owner.pool.query<{ quality: string }>(
    "select quality from position join tracker on number = tracker where id = 'dev_4' order by device_time",
  )
  assert.deepEqual(
    rows.map((row) => row.quality),
    ['null_island', 'no_fix', 'clock_ahead'],
  )
  assert.equal(await whereIs('ctr_4'), undefined)
})

test('a fix belongs to the container bound at its device time', async () => {
  await addTracker('dev_5', [
    ['ctr_51', '2026-03-02T00:00Z', '2026-03-02T02:00Z'],
    ['ctr_52', '2026-03-02T03:00Z', null],
  ])
  const store = createFixStore(gateway)
  await store.commit([
    fixAt('dev_5', '07:59', { latitude: 1 }),
    fixAt('dev_5', '09:00', { latitude: 2 }),
    fixAt('dev_5', '10:00', { latitude: 3 }),
    fixAt('dev_5', '11:00', { latitude: 4 }),
  ])
  assert.equal((await whereIs('ctr_51'))?.latitude, 2)
  assert.equal((await whereIs('ctr_52'))?.latitude, 4)
})

test('a moved container is told of once the commit stands, by the version to read up to', async () => {
  await addTracker('dev_6', [['ctr_6', '2026-03-01T00:00Z', null]])
  const heard: string[] = []
  const stop = await owner.listen('position', (payload) => heard.push(payload))
  const store = createFixStore(gateway)
  await store.commit([fixAt('dev_6', '10:00')])
  await store.commit([fixAt('dev_6', '09:00')])
  await store.commit([fixAt('dev_6', '11:00')])
  const { version } = (await whereIs('ctr_6'))!
  while (heard.at(-1) !== String(version)) await new Promise((done) => setTimeout(done, 5))
  await stop()
  // The empty payload is the listener's own: it has just connected.
  assert.equal(heard.length, 3)
})

test('fixes go into the partition of their month, made before or after them', async () => {
  await addTracker('dev_7')
  await createFixStore(gateway).commit([fixAt('dev_7', '10:00')])
  await owner.pool.query("select prepare_position_months('2026-02-15Z', 3)")
  await owner.pool.query("select prepare_position_months('2026-02-15Z', 4)")
  await createFixStore(gateway).commit([fixAt('dev_7', '10:01')])
  const { rows } = await owner.pool.query<{ at: string }>(
    "select position.tableoid::regclass::text as at from position join tracker on number = tracker where id = 'dev_7'",
  )
  assert.deepEqual(
    rows.map((row) => row.at),
    ['position_2026_03', 'position_2026_03'],
  )
  assert.equal((await owner.pool.query('select 1 from position_default')).rowCount, 0)
})

test('a commit is all or nothing', async () => {
  await addTracker('dev_8')
  const store = createFixStore(gateway)
  const bad = fixAt('dev_8', '10:01', { deviceTime: '2026-02-31T25:00:00Z' })
  await assert.rejects(store.commit([fixAt('dev_8', '10:00'), bad]))
  assert.equal(await countFixes('dev_8'), 0)
})

test('a terminal registers by phone and terminal id; the newest code and the secret are good', async () => {
  await addTracker('dev_9')
  const directory = createDeviceDirectory(gateway)
  const phone = phoneOf('dev_9')
  const edition = '2013'
  const registered = { phone, terminalId: 'T-1', edition } as const
  assert.deepEqual(await directory.register({ ...registered, terminalId: 'T-2' }), { result: 4 })
  const first = await directory.register(registered)
  const second = await directory.register(registered)
  assert.ok(first.result === 0 && second.result === 0)
  const authenticate = async (authCode: string, as = phone) =>
    (await directory.authenticate({ phone: as, authCode, edition }))?.deviceId ?? null
  assert.equal(await authenticate(second.authCode!), 'dev_9')
  assert.equal(await authenticate(first.authCode!), null)
  assert.equal(await authenticate(SECRET), 'dev_9')
  assert.equal(await authenticate(''), null)
  assert.equal(await authenticate(second.authCode!, phoneOf('dev_8')), null)
})

test('a tracker’s edition is remembered: 2011 by its registration, 2019 by its header', async () => {
  await addTracker('dev_10')
  const directory = createDeviceDirectory(gateway)
  const phone = phoneOf('dev_10')
  const speak = async (edition: '2011' | '2013' | '2019') => {
    const known = await directory.authenticate({ phone, authCode: SECRET, edition })
    const { rows } = await owner.pool.query("select edition from tracker where id = 'dev_10'")
    assert.equal((rows[0] as { edition: string }).edition, known?.edition)
    return known?.edition
  }
  assert.equal(await speak('2013'), '2013')
  await directory.register({ phone, terminalId: 'T-1', edition: '2011' })
  assert.equal(await speak('2013'), '2011')
  assert.equal(await speak('2019'), '2019')
  assert.equal(await speak('2013'), '2013')
})

test('the quarantine keeps the newest frames and forgets the oldest', async () => {
  const quarantine = createQuarantine(gateway)
  const frame = { receivedAt: '2026-03-02T12:00:00Z', remoteAddress: '192.0.2.1', hex: '7e' }
  const decoded = { messageId: '0x0200', items: [] }
  await quarantine({ ...frame, phone: '13306139197', decoded }, 'checksum_wrong')
  const first = await owner.pool.query('select decoded from quarantined_frame')
  assert.deepEqual(first.rows, [{ decoded }])
  await owner.pool.query('alter sequence quarantined_frame_id_seq restart with 10001')
  await quarantine({ ...frame, hex: '7e'.repeat(100_000) }, 'frame_too_long')
  const { rows } = await owner.pool.query<{ reason: string; bytes: number }>(
    'select reason, octet_length(frame) as bytes from quarantined_frame',
  )
  assert.deepEqual(rows, [{ reason: 'frame_too_long', bytes: 4096 }])
})

test('the gateway’s role reaches nothing but its own tables', async () => {
  for (const forbidden of [
    'select 1 from organisation',
    'select 1 from outbox',
    'select operator_id from tracker',
    'delete from position',
    'update position set latitude_e7 = 0',
    'update tracker set secret_digest = secret_digest',
    "update tracker_command set request = '{}'",
    'delete from tracker_command',
    'update tracker_binding set container_id = container_id',
    'reset role; select 1 from organisation',
  ])
    await assert.rejects(gateway.pool.query(forbidden), { code: '42501' }, forbidden)
})
