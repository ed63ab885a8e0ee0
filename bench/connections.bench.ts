/**
 * Idle trackers, all authenticated, on the real gateway with its real directory: what its processes weigh, and the kernel's memory for
 * the sockets' side of the gateway beside it. Then every tracker sends a heartbeat and must be answered.
 *
 * A process may open only so many files; where that is too few for one gateway, several share the port, as they would with
 * `TRACKER_SHARED=on` in production. `CONNECTIONS=10000` measures fewer.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { digestOf } from '#tracking/secret.ts'
import { freePort } from '../e2e/server.ts'
import type { Idlers } from './idle-trackers.ts'
import type { Bench } from './main.ts'

const MEMORY_MB_MAX = 1_500
const SECRET = '0123456789abcdef0123456789abcdef'
/** Database, listening socket, the program's own files. */
const FILES_SPARE = 500
/** Below the gateway's limit for one address. */
const PER_ADDRESS = 1_500

const GATEWAY = fileURLToPath(new URL('../src/gateway/main.ts', import.meta.url))
const CLIENTS = fileURLToPath(new URL('idle-trackers.ts', import.meta.url))

export const bench: Bench = async (report) => {
  const count = Number(process.env['CONNECTIONS'] ?? 50_000)
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  const postgres = await startPostgres(folder)
  const children: ChildProcess[] = []
  try {
    await migrate(postgres.url)
    await addTrackers(postgres.url, count)
    const perProcess = filesMax() - FILES_SPARE
    const shares = Math.ceil(count / perProcess)
    const port = await freePort()
    const gateways = await startGateways(postgres.url, port, shares)
    children.push(...gateways)
    const kernelBefore = kernelMb()
    const emptyMb = Math.round(weightMb(gateways))
    const clients = startClients(port, count, shares)
    children.push(...clients)
    const signedOn = await tally(clients, 'signedOn')
    if (signedOn !== count) throw new Error(`${signedOn} of ${count} signed on`)
    for (const client of clients) client.send('beat')
    const answered = await tally(clients, 'answered')
    // Both ends of each connection are on this machine; half is the gateway's.
    const kernel = Math.round((kernelMb() - kernelBefore) / 2)
    const own = Math.round(weightMb(gateways))
    const n = count
    report({ name: 'connections_answered', value: answered, unit: 'of', limit: count, n })
    report({ name: 'connections_processes', value: shares, unit: 'processes', limit: shares, n })
    report({ name: 'connections_empty', value: emptyMb, unit: 'MB', limit: MEMORY_MB_MAX, n: 0 })
    report({ name: 'connections_own', value: own, unit: 'MB', limit: MEMORY_MB_MAX, n })
    report({ name: 'connections_kernel', value: kernel, unit: 'MB', limit: MEMORY_MB_MAX, n })
    report({ name: 'connections', value: own + kernel, unit: 'MB', limit: MEMORY_MB_MAX, n })
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(children.map(ended))
    await postgres.stop()
    rmSync(folder, { recursive: true })
  }
}

const phoneOf = (index: number): string => String(13_000_000_000 + index)

async function addTrackers(url: string, count: number): Promise<void> {
  const database = openDatabase(url, 1)
  await database.pool.query('set session_replication_role = replica')
  await database.pool.query(
    `insert into tracker (id, operator_id, phone, terminal_id, maker, model, secret_digest, registered_at, edition)
     select 'dev_' || lpad(n::text, 20, '0'), 'org', (13000000000 + n)::text, 'T' || n, 'LBSIM', 'SIM-1', $1, now(), '2013'
     from generate_series(0, $2 - 1) n`,
    [digestOf(SECRET), count],
  )
  await database.close()
}

/** Node lifts its own limit to the hard one. */
function filesMax(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8')
  return Number(/^Max open files\s+\d+\s+(\d+)/m.exec(limits)![1])
}

async function startGateways(url: string, port: number, shares: number): Promise<ChildProcess[]> {
  const env = {
    DATABASE_URL: url,
    TRACKER_HOST: '127.0.0.1',
    TRACKER_PORT: String(port),
    TRACKER_SHARED: shares > 1 ? 'on' : 'off',
  }
  const gateways = Array.from({ length: shares }, () => fork(GATEWAY, { env, stdio: 'inherit' }))
  await Promise.all(gateways.map((gateway) => once(gateway, 'message')))
  return gateways
}

function startClients(port: number, count: number, shares: number): ChildProcess[] {
  const addresses = Array.from(
    { length: Math.ceil(count / PER_ADDRESS) },
    (_, index) => `127.0.1.${index + 1}`,
  )
  const phones = Array.from({ length: count }, (_, index) => phoneOf(index))
  const each = Math.ceil(count / shares)
  return Array.from({ length: shares }, (_, share) => {
    const client = fork(CLIENTS)
    const mine = phones.slice(share * each, (share + 1) * each)
    client.send({ port, secret: SECRET, phones: mine, addresses } satisfies Idlers)
    return client
  })
}

async function tally(clients: readonly ChildProcess[], word: string): Promise<number> {
  const said = clients.map(async (client) => {
    const [message] = (await Promise.race([once(client, 'message'), ended(client)])) as [
      Record<string, number> | undefined,
    ]
    return message?.[word] ?? 0
  })
  return (await Promise.all(said)).reduce((sum, one) => sum + one, 0)
}

async function ended(child: ChildProcess): Promise<[undefined]> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return [undefined]
}

/** Proportional set size: what the processes share is counted once. */
function weightMb(processes: readonly ChildProcess[]): number {
  const kb = processes.map(({ pid }) =>
    Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]),
  )
  return kb.reduce((sum, one) => sum + one, 0) / 1024
}

/** Socket structures are in the slab, their buffers in TCP's own pages. */
function kernelMb(): number {
  const slabKb = Number(/^Slab:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))![1])
  const sockets = readFileSync('/proc/net/sockstat', 'utf8')
  const pages = Number(/^TCP:.* mem (\d+)/m.exec(sockets)![1])
  return slabKb / 1024 + pages / 256
}
