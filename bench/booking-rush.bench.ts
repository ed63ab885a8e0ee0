/**
 * A thousand clients on one departure of 110 TEU, over HTTP, on a database that waits for the disk. In the same run: what the same
 * server does on a route that only parses the same request and replies, and what PostgreSQL itself does on one hot row.
 *
 * A thousand clients that ask again as soon as they are answered measure throughput, and wait by arithmetic (1,000 ÷ attempts a
 * second); how long one waits is therefore measured at a set pace, half of that throughput.
 *
 * Beside the attempts a second, which swing with whatever else runs: what one costs of a processor, in the server, in PostgreSQL and in
 * the clients that share the two cores with both; and what the route that only parses costs the server.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { bookingRoutes } from '#booking'
import { bookingApi } from '#booking/contract.ts'
import { newBooking } from '#booking/fixtures.ts'
import { auditTrain } from '#booking/slots/watch.ts'
import { organisationsFixture, type Parties } from '#identity/fixtures.ts'
import { systemClock } from '#platform/clock.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { createHttp, type Http } from '#platform/http.ts'
import { parseRequest } from '#platform/http-problems.ts'
import { randomIds } from '#platform/ids.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { getDeparture } from '#train'
import { departureFixture } from '#train/fixtures.ts'
import type { Bench } from './main.ts'
import { databaseSeconds } from './processor-time.ts'
import type { RushPlan, RushSeen } from './rush-clients.ts'

const CLIENTS = 1_000
const CAPACITY_TEU = 110
const RUN_MS = 8_000
const SHARE_OF_PARSING_ASKED = 0.4
const TIMES_HOT_ROW_ASKED = 2
const P99_MS_ASKED = 100

interface Stage {
  readonly database: Database
  readonly http: Http
  readonly parties: Parties
  readonly origin: string
  close(): Promise<void>
}

type Report = Parameters<Bench>[0]

export const bench: Bench = async (report) => {
  const stage = await openStage()
  try {
    const train = await openTrain(stage)
    const body = JSON.stringify(oneBox(stage.parties, train))
    const rush = (path: string, more: Partial<RushPlan> = {}) =>
      send({ origin: stage.origin, path, body, clients: CLIENTS, ms: RUN_MS, ...more })
    // Warm: code that was never run is compiled first.
    await rush('/parse-only', { ms: 2_000 })
    const parsed = await weighing(stage, () => rush('/parse-only'))
    const parsing = perSecond(parsed.seen)
    const hotRow = await hotRowPerSecond(stage.database.url)
    const { seen, ...weight } = await weighing(stage, () => rush('/api/bookings'))
    const attempts = perSecond(seen)
    const n = seen.attempts
    const name = 'booking-rush'
    report({ name: `${name} attempts`, value: attempts, unit: '/s', limit: parsing, n })
    report({
      name: `${name} share of parsing asked`,
      value: attempts / parsing,
      unit: '',
      limit: SHARE_OF_PARSING_ASKED,
      n,
    })
    report({
      name: `${name} hot row`,
      value: attempts / hotRow,
      unit: '×',
      limit: TIMES_HOT_ROW_ASKED,
      n,
    })
    report({
      name: `${name} oversold`,
      value: await oversold(stage, train, seen),
      unit: 'TEU',
      limit: 1,
      n,
    })
    for (const [where, value] of Object.entries(weight))
      report({
        name: `${name} processor ${where}`,
        value: Math.round(value),
        unit: 'µs/attempt',
        limit: Math.round(parsed.server),
        n,
      })
    await paceRush(stage, Math.round(attempts / 2), report)
  } finally {
    await stage.close()
  }
}

async function paceRush(stage: Stage, perSecondPaced: number, report: Report): Promise<void> {
  const train = await openTrain(stage)
  const body = JSON.stringify(oneBox(stage.parties, train))
  const { origin } = stage
  const path = '/api/bookings'
  const pace = { clients: CLIENTS, ms: RUN_MS, perSecond: perSecondPaced }
  const paced = await send({ origin, path, body, ...pace })
  const n = paced.attempts
  const name = 'booking-rush'
  report({
    name: `${name} p99 at half pace`,
    value: paced.p99Ms,
    unit: 'ms',
    limit: P99_MS_ASKED,
    n,
  })
  report({
    name: `${name} oversold at half pace`,
    value: await oversold(stage, train, paced),
    unit: 'TEU',
    limit: 1,
    n,
  })
}

/** What a run costs of a processor, in microseconds an attempt. */
async function weighing(stage: Stage, run: () => Promise<RushSeen>) {
  const [server, database] = [process.cpuUsage(), await databaseSeconds(stage.database.url)]
  const seen = await run()
  const { user, system } = process.cpuUsage(server)
  const databaseUs = ((await databaseSeconds(stage.database.url)) - database) * 1_000_000
  return {
    seen,
    server: (user + system) / seen.attempts,
    database: databaseUs / seen.attempts,
    clients: (seen.cpuMs * 1000) / seen.attempts,
  }
}

const perSecond = ({ attempts, ms }: RushSeen): number => Math.round((attempts * 1000) / ms)

async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-rush-'))
  const postgres = await startPostgres(folder)
  await migrate(postgres.url)
  const database = openDatabase(postgres.url)
  const now = systemClock()
  const parties = await organisationsFixture(database, { now })
  const http = await createHttp({
    database,
    clock: systemClock,
    ids: randomIds(systemClock),
    // No account is looked up, on either route: what parsing alone can do is not made slower by it.
    authenticate: async () => parties.exporter.actor,
  })
  bookingRoutes(http)
  http.app.post('/parse-only', async (request, reply) => {
    parseRequest(bookingApi.book, request, 'en')
    return reply.code(409).send({ code: 'train.over_capacity', detail: 'Not enough slots' })
  })
  const origin = await http.app.listen({ port: 0, host: '127.0.0.1' })
  return {
    database,
    http,
    parties,
    origin,
    async close() {
      await http.app.close()
      await database.close()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openTrain({ database, parties }: Stage) {
  const options = { now: systemClock(), ids: randomIds(systemClock), capacityTeu: CAPACITY_TEU }
  return (await departureFixture(database, parties, options)).id
}

function oneBox(parties: Parties, id: Awaited<ReturnType<typeof openTrain>>) {
  const { cargo } = newBooking(parties, id)
  return newBooking(parties, id, {
    lines: [{ equipmentType: '45G1', count: 1 }],
    cargo: cargo.slice(1),
  })
}

const execute = promisify(execFile)

async function send(plan: RushPlan): Promise<RushSeen> {
  const program = join(import.meta.dirname, 'rush-clients.ts')
  const { stdout } = await execute(process.execPath, [program, JSON.stringify(plan)])
  return JSON.parse(stdout) as RushSeen
}

/** One row, twelve connections, one update a transaction, each waited for until it is on the disk. */
async function hotRowPerSecond(url: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 12 })
  await pool.query('create table hot_row (n integer)')
  await pool.query('insert into hot_row values (0)')
  const begun = performance.now()
  const end = begun + RUN_MS / 2
  const loop = async (): Promise<void> => {
    while (performance.now() < end) await pool.query('update hot_row set n = n + 1')
  }
  await Promise.all(Array.from({ length: 12 }, loop))
  const { rows } = await pool.query<{ n: number }>('select n from hot_row')
  await pool.query('drop table hot_row')
  await pool.end()
  return (rows[0]!.n * 1000) / (performance.now() - begun)
}

/** What was sold above the capacity, told sold without being, or is not what the account's history says. */
async function oversold(
  { database }: Stage,
  id: Awaited<ReturnType<typeof openTrain>>,
  seen: RushSeen,
): Promise<number> {
  return database.transact(async (tx) => {
    const { bookedTeu } = await getDeparture(tx, id, systemClock())
    const told = (seen.byStatus['200'] ?? 0) * 2
    const findings = await auditTrain(tx, id)
    return Math.max(0, bookedTeu - CAPACITY_TEU) + Math.abs(told - bookedTeu) + findings.length
  })
}
