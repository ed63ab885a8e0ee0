/** For commands that work on the database of the settings, whether or not a server runs. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '#platform/config.ts'
import { checkDatabase, openDatabase, type Database } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'

/** Migrated, and closed at the end. An embedded one that already runs for a server is left running. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = readConfig(process.env)
  const isRunning = existsSync(join(dataDir, 'postgres', 'postmaster.pid'))
  const embedded = databaseUrl === undefined ? await startPostgres(dataDir) : undefined
  const url = databaseUrl ?? embedded!.url
  try {
    await checkDatabase(url)
    await migrate(url)
    const database = openDatabase(url)
    return await work(database).finally(() => database.close())
  } finally {
    if (!isRunning) await embedded?.stop()
  }
}
