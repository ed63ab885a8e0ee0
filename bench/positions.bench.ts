/**
 * Fixes from sockets to committed rows: real TCP and real frames, through the real gateway process, on a database that waits for the
 * disk; trackers in another process, everything on the same cores. The ceiling is one raw `COPY` of the same rows into the same table.
 *
 * `POSITIONS_FIXES=1000000` sends more; 300,000 otherwise.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { organisationsFixture } from '#identity/fixtures.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { preparePositionMonths, startGatewayProcess } from '#tracking'
import { TRACKER_SECRET } from '#tracking/fixtures.ts'
import { encodeFixRows, FIX_COLUMNS, fromE7, type KeptFix } from '#tracking/fix-rows.ts'
import { digestOf } from '#tracking/secret.ts'
import type { FixQuality } from '#tracking/tracking.ts'
import type { Bench } from './main.ts'
import { databaseSeconds, secondsOf } from './processor-time.ts'
import type { Done, Work } from './trackers.ts'

const FIXES = Number(process.env['POSITIONS_FIXES'] ?? 300_000)
const TRACKERS = 500
const IN_FLIGHT = 64
const FIXES_ASKED = 30_000
const SHARE_OF_COPY_ASKED = 0.25
/** What two cores have for each of the fixes asked. */
const CPU_US = 2_000_000 / FIXES_ASKED
const TRACKERS_PROCESS = fileURLToPath(new URL('trackers.ts', import.meta.url))

export const bench: Bench = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  const postgres = await startPostgres(folder)
  await migrate(postgres.url)
  const database = openDatabase(postgres.url)
  try {
    const reportsEach = Math.ceil(FIXES / TRACKERS)
    const n = reportsEach * TRACKERS
    const startMs = Date.now() - reportsEach * 60_000
    for (let month = startMs; month < Date.now() + 31 * 86_400_000; month += 31 * 86_400_000)
      await database.transact((tx) => preparePositionMonths(tx, new Date(month)))
    const phones = await makeTrackers(database)
    const gateway = await startGatewayProcess({
      databaseUrl: postgres.url,
      host: '127.0.0.1',
      port: 0,
      onLine: (line) => process.stderr.write(`${line}\n`),
    })
    const work = { phones, secret: TRACKER_SECRET, reportsEach, inFlight: IN_FLIGHT, startMs }
    const cpu = await cpuSeconds(postgres.url, gateway.pid()!)
    const done = await runTrackers({ ...work, port: gateway.port })
    const spent = await cpuSeconds(postgres.url, gateway.pid()!)
    await gateway.stop()
    for (const who of ['gateway', 'database'] as const)
      report({
        name: `cpu_${who}`,
        value: Math.round(((spent[who] - cpu[who]) * 1e7) / n) / 10,
        unit: 'µs/fix',
        limit: CPU_US,
        n,
      })
    report({
      name: 'cpu_trackers',
      value: Math.round((done.cpuSeconds * 1e7) / n) / 10,
      unit: 'µs/fix',
      limit: CPU_US,
      n,
    })
    const lost = await countLost(database, phones, done)
    const value = Math.round(n / done.seconds)
    const copied = await copyRate(database)
    report({ name: 'fixes', value, unit: '1/s', limit: FIXES_ASKED, n })
    report({ name: 'fixes_of_copy', value, unit: '1/s', limit: copied, n })
    report({
      name: 'fixes_of_copy_asked',
      value,
      unit: '1/s',
      limit: copied * SHARE_OF_COPY_ASKED,
      n,
    })
    report({ name: 'acknowledged_lost', value: lost, unit: 'fixes', limit: 1, n })
    if (lost > 0) throw new Error(`${lost} acknowledged fixes are lost or doubled`)
  } finally {
    await database.close()
    await postgres.stop()
    rmSync(folder, { recursive: true })
  }
}

async function cpuSeconds(
  databaseUrl: string,
  gatewayPid: number,
): Promise<{ readonly gateway: number; readonly database: number }> {
  return { gateway: secondsOf(gatewayPid), database: await databaseSeconds(databaseUrl) }
}

/** Each bound to a container of its own, so that every fix moves one. */
async function makeTrackers(database: Database): Promise<string[]> {
  const { operator } = await organisationsFixture(database)
  const phones = Array.from({ length: TRACKERS }, (_, at) => `133${String(at).padStart(8, '0')}`)
  await database.transact(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`insert into tracker (id, operator_id, phone, terminal_id, maker, model, secret_digest, registered_at)
      select 'dev_' || lpad(phone, 20, '0'), ${operator.organisationId}, phone, phone, 'LBSIM', 'SIM-1',
        ${digestOf(TRACKER_SECRET)}::bytea, now()
      from unnest(${phones}::text[]) as phone`.execute(tx)
    await sql`insert into tracker_binding (tracker_id, container_id, bound_at)
      select id, 'ctr_' || lpad(phone, 20, '0'), '2020-01-01Z' from tracker`.execute(tx)
  })
  await database.pool.query('analyze tracker, tracker_binding')
  return phones
}

async function runTrackers(work: Work): Promise<Done> {
  const trackers = fork(TRACKERS_PROCESS, { serialization: 'advanced' })
  trackers.send(work)
  await once(trackers, 'message')
  trackers.send('go')
  const [done] = (await once(trackers, 'message')) as [Done]
  return done
}

/** Reads every row: an acknowledged fix must be there once. */
async function countLost(
  database: Database,
  phones: readonly string[],
  { acknowledged }: Done,
): Promise<number> {
  const { rows } = await database.pool.query<{ phone: string; serials: number[] }>(
    `select phone, array_agg(serial) as serials
     from position join tracker on number = tracker group by phone`,
  )
  const kept = new Map(rows.map(({ phone, serials }) => [phone, serials]))
  return phones.reduce((lost, phone, at) => {
    const serials = kept.get(phone) ?? []
    const distinct = new Set(serials)
    const missing = acknowledged[at]!.filter((serial) => !distinct.has(serial)).length
    return lost + missing + (serials.length - distinct.size)
  }, 0)
}

/** The same rows once more into the emptied table, as bytes made beforehand and in one transaction. */
async function copyRate(database: Database): Promise<number> {
  const { rows } = await database.pool.query<CopiedRow>(
    `select id, tracker, device_time, serial, received_at, latitude_e7, longitude_e7, altitude_m, speed_tenths_kmh,
       heading_deg, alarm, status, items, quality
     from position join tracker on number = tracker order by received_at`,
  )
  const bytes = encodeFixRows(rows.map(toKept))
  await database.pool.query('truncate position')
  await database.pool.query('checkpoint')
  const began = performance.now()
  await database.transact(() =>
    database.copyIn(`copy position (${FIX_COLUMNS}) from stdin (format binary)`, bytes),
  )
  return Math.round((rows.length * 1000) / (performance.now() - began))
}

interface CopiedRow {
  readonly id: string
  readonly tracker: number
  readonly device_time: Date
  readonly serial: number
  readonly received_at: Date
  readonly latitude_e7: number
  readonly longitude_e7: number
  readonly altitude_m: number
  readonly speed_tenths_kmh: number
  readonly heading_deg: number
  readonly alarm: number
  readonly status: number
  readonly items: readonly object[] | null
  readonly quality: FixQuality
}

const toKept = (row: CopiedRow): KeptFix => ({
  tracker: row.tracker,
  atMs: row.device_time.getTime(),
  receivedMs: row.received_at.getTime(),
  quality: row.quality,
  fix: {
    deviceId: row.id,
    serial: row.serial,
    deviceTime: '',
    receivedAt: '',
    latitude: fromE7(row.latitude_e7),
    longitude: fromE7(row.longitude_e7),
    altitudeM: row.altitude_m,
    speedKmh: row.speed_tenths_kmh / 10,
    headingDeg: row.heading_deg,
    alarm: row.alarm,
    status: row.status,
    items: row.items ?? [],
    frame: new Uint8Array(0),
    valid: true,
  },
})
