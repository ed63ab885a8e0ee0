/**
 * Kills the gateway, and now and then the database under it, at random moments while simulated trackers report over TCP: every
 * acknowledged fix is there, once, and in the end every fix that was ever sent is.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Tracker } from '#gateway/tracker.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres, type Postgres } from '#platform/postgres.ts'
import { startGatewayProcess, type GatewayProcess } from '#tracking/gateway-process.ts'
import { digestOf } from '#tracking/secret.ts'
import { seededRandom } from './seeded-random.ts'
import { freePort, killClusterOf } from './server.ts'

export interface TrackingTortureOptions {
  readonly kills: number
  readonly seed: number
  readonly onLine: (line: string) => void
}

export interface TrackingTortureReport {
  readonly seed: number
  readonly kills: number
  /** Of these, kills of the database's processes. */
  readonly killsOfDatabase: number
  readonly fixes: number
}

const TRACKERS = 12
/** What a tracker keeps unacknowledged before it makes more. */
const PENDING_MAX = 60
const SECRET = '0123456789abcdef0123456789abcdef'
const START_MS = Date.parse('2026-03-02T12:00:00+08:00')
const DATABASE_KILL_SHARE = 0.15
const PAUSE_MS_MAX = 200
/** A kill while nothing is acknowledged could lose nothing. */
const FIXES_BETWEEN_MAX = 300

interface Reporter {
  readonly id: string
  readonly tracker: Tracker
  /** Seconds after the start, each one fix. */
  readonly acknowledged: Set<number>
  sent: number
}

interface Ward {
  readonly folder: string
  readonly port: number
  postgres: Postgres
  gateway: GatewayProcess
  reporters: readonly Reporter[]
  isOver: boolean
}

export async function tortureTracking(
  options: TrackingTortureOptions,
): Promise<TrackingTortureReport> {
  const { kills, seed, onLine } = options
  const random = seededRandom(seed)
  const ward = await open()
  let killsOfDatabase = 0
  try {
    const reporting = ward.reporters.map((reporter) => reportOn(ward, reporter))
    for (let count = 1; count <= kills; count++) {
      await untilAcknowledged(ward, 1 + Math.floor(random() * FIXES_BETWEEN_MAX))
      await sleep(random() * PAUSE_MS_MAX)
      const isDatabase = random() < DATABASE_KILL_SHARE
      if (isDatabase) {
        killsOfDatabase++
        await killDatabase(ward)
      } else await killGateway(ward)
      await check(ward)
      if (count % 10 === 0) onLine(`${count} kills, ${acknowledgedBy(ward)} fixes acknowledged`)
    }
    ward.isOver = true
    await Promise.all(reporting)
    await check(ward)
    return { seed, kills, killsOfDatabase, fixes: acknowledgedBy(ward) }
  } finally {
    await close(ward)
  }
}

async function open(): Promise<Ward> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-torture-'))
  const postgres = await startPostgres(folder)
  await migrate(postgres.url)
  const ids = Array.from({ length: TRACKERS }, (_, index) => String(index + 1).padStart(20, '0'))
  await ask(
    postgres,
    // No operator stands behind them.
    `with off as materialized (select set_config('session_replication_role', 'replica', true))
     insert into tracker (id, operator_id, phone, terminal_id, maker, model, secret_digest, registered_at)
     select 'dev_' || id, 'org', (13000000000 + id::bigint)::text, 'T', 'LBSIM', 'SIM-1', $2, now()
     from off, unnest($1::text[]) id`,
    [ids, digestOf(SECRET)],
  )
  const port = await freePort()
  const gateway = await startGateway(postgres, port)
  const ward: Ward = { folder, port, postgres, gateway, reporters: [], isOver: false }
  ward.reporters = ids.map((id, index) => ({
    id: `dev_${id}`,
    acknowledged: new Set(),
    sent: 0,
    tracker: new Tracker({
      host: '127.0.0.1',
      port,
      // Half of them of each edition.
      edition: index % 2 === 0 ? '2013' : '2019',
      phone: String(13_000_000_000 + Number(id)),
      terminalId: 'T',
      authCode: SECRET,
      answerMs: 2_000,
      retryMsMin: 20,
      retryMsMax: 300,
    }),
  }))
  return ward
}

/** What it says of faults and ends is what we are here for, and not told. */
function startGateway({ url }: Postgres, port: number): Promise<GatewayProcess> {
  const onLine = (): void => undefined
  return startGatewayProcess({ databaseUrl: url, host: '127.0.0.1', port, onLine })
}

/** Sends as fast as it is acknowledged, one fix a second of device time, until the torture is over and nothing is left to send. */
async function reportOn(ward: Ward, reporter: Reporter): Promise<void> {
  const { tracker, acknowledged } = reporter
  while (!ward.isOver) {
    if (tracker.pending >= PENDING_MAX) {
      await sleep(5)
      continue
    }
    const second = reporter.sent++
    tracker
      .send({
        time: new Date(START_MS + second * 1000).toISOString(),
        latitude: 36.7 + second / 1e5,
        longitude: 117,
        altitudeM: 30,
        speedKmh: 60,
        headingDeg: 90,
        alarm: 0,
        status: 3,
        items: [],
      })
      .then(
        () => acknowledged.add(second),
        () => undefined,
      )
  }
  while (tracker.pending > 0) await sleep(20)
  if (tracker.state === 'closed') return
  assert.equal(acknowledged.size, reporter.sent, `${reporter.id} was acknowledged everything`)
}

async function untilAcknowledged(ward: Ward, more: number): Promise<void> {
  const enough = acknowledgedBy(ward) + more
  while (acknowledgedBy(ward) < enough) await sleep(5)
}

/** Started again by us: what keeps it running waits longer after each end, which is right and would make this long. */
async function killGateway(ward: Ward): Promise<void> {
  const pid = ward.gateway.pid()
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  await ward.gateway.stop()
  ward.gateway = await startGateway(ward.postgres, ward.port)
}

/** As a power cut does to the database and the gateway; the database's port may be another afterwards. */
async function killDatabase(ward: Ward): Promise<void> {
  killClusterOf(ward.folder)
  const pid = ward.gateway.pid()
  if (pid !== undefined) process.kill(pid, 'SIGKILL')
  await ward.gateway.stop()
  ward.postgres = await startPostgres(ward.folder)
  ward.gateway = await startGateway(ward.postgres, ward.port)
}

/** What was acknowledged before we asked must be in what we are told. */
async function check(ward: Ward): Promise<void> {
  const acknowledged = ward.reporters.map((reporter) => [...reporter.acknowledged])
  const rows = await ask<{ tracker_id: string; seconds: number[] }>(
    ward.postgres,
    `select id as tracker_id, array_agg(((extract(epoch from device_time) * 1000 - $1) / 1000)::int) as seconds
     from position join tracker on number = position.tracker group by id`,
    [START_MS],
  )
  const kept = new Map(rows.map((row) => [row.tracker_id, row.seconds]))
  for (const [index, { id }] of ward.reporters.entries()) {
    const seconds = kept.get(id) ?? []
    const once = new Set(seconds)
    assert.equal(seconds.length, once.size, `${id}: a fix is there twice`)
    const lost = acknowledged[index]!.filter((second) => !once.has(second))
    assert.deepEqual(lost, [], `${id}: acknowledged and lost`)
  }
}

const acknowledgedBy = ({ reporters }: Ward): number =>
  reporters.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)

async function ask<Row extends object>(
  { url }: Postgres,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

async function close(ward: Ward): Promise<void> {
  // Whoever still reports must not go on with a closed tracker.
  ward.isOver = true
  for (const { tracker } of ward.reporters) tracker.close()
  await ward.gateway.stop()
  await ward.postgres.stop()
  rmSync(ward.folder, { recursive: true, force: true })
}
