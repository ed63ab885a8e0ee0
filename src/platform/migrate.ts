/** Brings the database to the newest form: `migrations/*.sql` in order, each once, in its own transaction, forward only. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { ConfigError } from '#platform/config.ts'

const MIGRATIONS = new URL('../../migrations/', import.meta.url)
const MIGRATION_LOCK = 7_301_001

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly digest: string
}

export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, MIGRATIONS), 'utf8')
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Several servers may start at once: the first migrates, the others wait for it. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query(
      'create table if not exists migration (name text primary key, digest text not null, at timestamptz not null default now())',
    )
    const rows = await client.query<{ name: string; digest: string }>(
      'select name, digest from migration',
    )
    const done = new Map(rows.rows.map((row) => [row.name, row.digest]))
    for (const migration of await readMigrations()) await apply(client, migration, done)
  } finally {
    await client.end()
  }
}

async function apply(
  client: pg.Client,
  { name, sql, digest }: Migration,
  done: ReadonlyMap<string, string>,
): Promise<void> {
  const before = done.get(name)
  if (before === digest) return
  if (before !== undefined)
    throw new ConfigError(`Migration ${name} was changed after it was applied to this database`)
  await client.query('begin')
  try {
    await client.query(sql)
    await client.query('insert into migration (name, digest) values ($1, $2)', [name, digest])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new ConfigError(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
