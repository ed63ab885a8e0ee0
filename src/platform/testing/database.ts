/**
 * A fresh database for each test file, cloned from a template that was migrated once.
 *
 * The cluster is the embedded PostgreSQL in the system's temporary folder; it stays up between files and is
 * stopped by `tools/test.ts`. It does not wait for the disk: the torture runs, which are about that, do.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openDatabase, type Database } from '#platform/database.ts'
import { migrate, readMigrations } from '#platform/migrate.ts'
import { startPostgres, type Postgres } from '#platform/postgres.ts'

const CHECKOUT = createHash('sha256')
  .update(import.meta.url)
  .digest('hex')
  .slice(0, 8)
export const TEST_CLUSTER = join(tmpdir(), `landbridge-test-${userInfo().uid}-${CHECKOUT}`)
const TEMPLATE_LOCK = 7_301_002
const LOCK_STALE_MS = 60_000

export async function testDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const { url } = await testCluster()
  const template = await makeTemplate(url)
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(url, (client) => client.query(`create database ${name} template ${template}`))
  const database = openDatabase(inDatabase(url, name))
  return {
    ...database,
    async drop() {
      await database.close()
      await administer(url, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

/** Test files run as separate processes: a folder is the lock that lets only one of them start the cluster. */
export async function testCluster(): Promise<Postgres> {
  const lock = `${TEST_CLUSTER}.lock`
  while (!tryLock(lock)) await sleep(50)
  try {
    return await startPostgres(TEST_CLUSTER, [
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
      'max_connections=300',
    ])
  } finally {
    rmdirSync(lock)
  }
}

function tryLock(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    try {
      if (Date.now() - statSync(lock).mtimeMs > LOCK_STALE_MS) rmdirSync(lock)
    } catch {
      // Somebody else took it away first.
    }
    return false
  }
}

async function makeTemplate(url: string): Promise<string> {
  const migrations = await readMigrations()
  const digest = createHash('sha256')
    .update(migrations.map((one) => one.digest).join())
    .digest('hex')
  const name = `template_${digest.slice(0, 16)}`
  await administer(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount !== 0) return
    // Made under another name first: a template that exists is a whole one.
    await client.query(`drop database if exists ${name}_draft with (force)`)
    await client.query(`create database ${name}_draft`)
    await migrate(inDatabase(url, `${name}_draft`))
    await client.query(`alter database ${name}_draft rename to ${name}`)
  })
  return name
}

async function administer(
  url: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: inDatabase(url, 'postgres') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function inDatabase(url: string, name: string): string {
  const next = new URL(url)
  next.pathname = `/${name}`
  return next.href
}
