/**
 * One container's whole journey out of many millions of fixes, and the last position of every container of a large corridor. Fixes are
 * made up in the table itself, in the order a corridor sends them: of all trackers by turns, each at its own second, across the end of a
 * month. They are written with large buffers and without waiting for the disk; then the database is started again as it always runs, and asked.
 *
 * `JOURNEY_FIXES=50000000` fills as many as the issue names; two million otherwise. `JOURNEY_DATA_DIR=folder` keeps the database, and the
 * next run asks what stands there.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { preparePositionMonths } from '#tracking'
import { readTrack } from '#tracking/position-store.ts'
import type { Bench } from './main.ts'
import { databaseSeconds } from './processor-time.ts'

const FIXES = Number(process.env['JOURNEY_FIXES'] ?? 2_000_000)
/** Twenty days, a fix every ten minutes. */
const FIXES_EACH = 2_880
const STEP_MS = 600_000
const CONTAINERS = 100_000
const JOURNEYS_READ = 200
const JOURNEY_MS_ASKED = 20
const LAST_MS_ASKED = 300
const FILL_ROWS = 1_000_000
const START_MS = Date.parse('2026-03-15T00:00:00Z')
const TRACKERS = Math.ceil(FIXES / FIXES_EACH)

/** As never in production: what is made up may be lost. */
const FILL_SETTINGS = [
  'shared_buffers=2GB',
  'max_wal_size=16GB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'fsync=off',
  'full_page_writes=off',
]

export const bench: Bench = async (report) => {
  const kept = process.env['JOURNEY_DATA_DIR']
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  try {
    if (!existsSync(join(folder, 'postgres'))) {
      const seconds = await inDatabase(folder, FILL_SETTINGS, fill)
      const value = Math.round((TRACKERS * FIXES_EACH) / seconds)
      report({
        name: 'journey_fill',
        value,
        unit: 'fixes/s',
        limit: Infinity,
        n: TRACKERS * FIXES_EACH,
      })
    }
    await inDatabase(folder, [], (database, url) => ask(database, url, report))
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true })
  }
}

async function inDatabase<Answer>(
  folder: string,
  settings: readonly string[],
  work: (database: Database, url: string) => Promise<Answer>,
): Promise<Answer> {
  const postgres = await startPostgres(folder, settings)
  await migrate(postgres.url)
  const database = openDatabase(postgres.url)
  try {
    return await work(database, postgres.url)
  } finally {
    await database.close()
    await postgres.stop()
  }
}

async function ask(database: Database, url: string, report: Parameters<Bench>[0]): Promise<void> {
  const trackers = await countTrackers(database)
  const n = trackers * FIXES_EACH
  for (const [name, bytes] of await sizesOf(database))
    report({ name, value: Math.round(bytes / 1e6), unit: 'MB', limit: Infinity, n })
  const before = [process.cpuUsage().user / 1e6, await databaseSeconds(url)] as const
  const waits = await readJourneys(database, trackers)
  const node = process.cpuUsage().user / 1e6 - before[0]
  const postgres = (await databaseSeconds(url)) - before[1]
  const sorted = waits.toSorted((one, other) => one - other)
  const ms = { unit: 'ms', limit: JOURNEY_MS_ASKED, n }
  report({ name: 'journey_p50', value: round(sorted[Math.floor(sorted.length / 2)]!), ...ms })
  report({ name: 'journey_p95', value: round(sorted[Math.floor(sorted.length * 0.95)]!), ...ms })
  report({ name: 'journey_cpu_node', value: round((node * 1_000) / waits.length), ...ms })
  report({ name: 'journey_cpu_database', value: round((postgres * 1_000) / waits.length), ...ms })
  const value = round(await readLast(database))
  report({ name: 'last_positions', value, unit: 'ms', limit: LAST_MS_ASKED, n: CONTAINERS })
}

const round = (ms: number): number => Math.round(ms * 10) / 10
const containerOf = (tracker: number) => `ctr_${String(tracker).padStart(20, '0')}` as ContainerId

/** In how many seconds the fixes were written. */
async function fill(database: Database): Promise<number> {
  const trackers = TRACKERS
  const { operator } = await organisationsFixture(database)
  await database.transact((tx) => preparePositionMonths(tx, new Date(START_MS + 31 * 86_400_000)))
  await database.transact(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`insert into tracker (id, operator_id, phone, terminal_id, maker, model, secret_digest, registered_at)
      select 'dev_' || lpad(at::text, 20, '0'), ${operator.organisationId}, '133' || lpad(at::text, 8, '0'), at::text, 'LBSIM',
        'SIM-1', '', now() from generate_series(1, ${trackers}::int) as at order by at`.execute(tx)
    await sql`insert into tracker_binding (tracker_id, container_id, bound_at)
      select id, 'ctr_' || lpad(number::text, 20, '0'), ${new Date(START_MS)} from tracker`.execute(
      tx,
    )
    await sql`insert into container_position (container_id, version, tracker_id, device_time, received_at, latitude,
        longitude, speed_kmh, heading_deg)
      select 'ctr_' || lpad(at::text, 20, '0'), at, 'dev_' || lpad(at::text, 20, '0'), now(), now(), 40, 60 + at / 1e4, 60, 270
      from generate_series(1, ${CONTAINERS}::int) as at`.execute(tx)
  })
  const began = performance.now()
  const turns = Math.max(1, Math.floor(FILL_ROWS / trackers))
  for (let turn = 0; turn < FIXES_EACH; turn += turns)
    await database.transact((tx) =>
      fillTurns(tx, trackers, [turn, Math.min(FIXES_EACH, turn + turns)]),
    )
  const seconds = (performance.now() - began) / 1_000
  await database.pool.query('vacuum analyze position, tracker, tracker_binding, container_position')
  return seconds
}

async function countTrackers(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    'select count(*)::int as n from tracker',
  )
  return rows[0]!.n
}

/** Of all months together: the rows, and the index a journey is read from. */
async function sizesOf(database: Database): Promise<readonly (readonly [string, number])[]> {
  const { rows } = await database.pool.query<{ rows: number; index: number }>(
    `select sum(pg_table_size(inhrelid))::float8 as rows, sum(pg_indexes_size(inhrelid))::float8 as index
     from pg_inherits where inhparent = 'position'::regclass`,
  )
  return [
    ['journey_rows_size', rows[0]!.rows],
    ['journey_index_size', rows[0]!.index],
  ]
}

type Tx = Parameters<Parameters<Database['transact']>[0]>[0]

const fillTurns = (tx: Tx, trackers: number, [from, to]: readonly [number, number]) =>
  sql`
  insert into position (tracker, device_time, serial, received_at, latitude_e7, longitude_e7, altitude_m, speed_tenths_kmh,
    heading_deg, alarm, status, quality)
  select tracker, at, turn, at + interval '2 seconds', 400000000 + turn * 1000 + tracker, 1170000000 - turn * 200000 + tracker,
    30, 600, 270, 0, 3, 'good'
  from generate_series(${from}::int, ${to - 1}::int) as turn
  cross join generate_series(1, ${trackers}::int) as tracker
  cross join lateral (
    -- 7919 is prime: seconds all over the turn.
    select to_timestamp(${START_MS / 1000}::float8 + turn * ${STEP_MS / 1000}::float8 + tracker * 7919 % ${STEP_MS / 1000}::int) as at
  ) as time`.execute(tx)

/** Containers all over, each read once: none is warm because it was read before. */
async function readJourneys(database: Database, trackers: number): Promise<number[]> {
  const waits: number[] = []
  for (let at = 0; at < JOURNEYS_READ; at += 1) {
    const tracker = 1 + Math.floor((at * trackers) / JOURNEYS_READ)
    const began = performance.now()
    const { pointsRecorded } = await database.transact((tx) =>
      readTrack(tx, containerOf(tracker), {}),
    )
    waits.push(performance.now() - began)
    if (pointsRecorded !== FIXES_EACH) throw new Error(`${pointsRecorded} fixes of ${FIXES_EACH}`)
  }
  return waits
}

/** As the map asks for them, by columns: number, time and place of each. */
async function readLast(database: Database): Promise<number> {
  const column = (of: string) =>
    `array_to_json(array_agg(${of} order by container_id))::text as "${of}"`
  const began = performance.now()
  const { rows } = await database.pool.query<Record<string, string>>({
    text: `select ${['container_id', 'seconds', 'latitude', 'longitude'].map(column).join(', ')}
      from (select *, floor(date_part('epoch', device_time))::int8 as seconds from container_position) as here`,
  })
  for (const text of Object.values(rows[0]!)) {
    const { length } = JSON.parse(text) as unknown[]
    if (length !== CONTAINERS) throw new Error(`${length} of ${CONTAINERS}`)
  }
  return performance.now() - began
}
