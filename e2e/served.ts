/** One database and one or several servers on it, as an installer runs them behind one address; and the ways any of them may end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startPostgres, type Postgres } from '#platform/postgres.ts'
import { freePort, killClusterOf, startServer, type ServerUnderTest } from './server.ts'

export interface Served {
  readonly databaseUrl: string
  readonly servers: readonly ServerUnderTest[]
  /** One server ends as in a power cut, and is started again. */
  killServer(which: number): Promise<void>
  /** It is killed once more, some time into its start. */
  killStarting(which: number, afterMs: number): Promise<void>
  /** The database ends without a word under servers that go on. */
  killDatabase(): Promise<void>
  /** Everything ends at once. */
  killAll(): Promise<void>
  remove(): Promise<void>
}

export async function openServed(servers: number): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-served-'))
  const databasePort = await freePort()
  // Where the servers were told it is, whatever became of it meanwhile.
  const startDatabase = (): Promise<Postgres> =>
    startPostgres(join(folder, 'database'), [`port=${databasePort}`])
  let postgres = await startDatabase()
  const databaseUrl = postgres.url
  // What they share besides: the ledger's key and its head, and the keys of parties.
  const shared = { DATABASE_URL: databaseUrl, DATA_DIR: join(folder, 'data') }
  const port = await freePort()
  const address = { PUBLIC_URL: `http://localhost:${port}` }
  const first = await startServer({ ...shared, ...address, PORT: String(port) })
  const all = [first]
  while (all.length < servers) all.push(await startServer({ ...shared, ...address, DEMO: 'off' }))
  const restart = async (which: number): Promise<void> => all[which]!.restart()
  return {
    databaseUrl,
    servers: all,
    async killServer(which) {
      await all[which]!.kill()
      await restart(which)
    },
    async killStarting(which, afterMs) {
      await all[which]!.kill()
      const starting = restart(which).catch(() => undefined)
      await sleep(afterMs)
      await all[which]!.kill()
      await starting
      await restart(which)
    },
    async killDatabase() {
      killClusterOf(join(folder, 'database'))
      postgres = await startDatabase()
    },
    async killAll() {
      killClusterOf(join(folder, 'database'))
      await Promise.all(all.map((server) => server.kill()))
      postgres = await startDatabase()
      await Promise.all(all.map((server) => server.restart()))
    },
    async remove() {
      await Promise.all(all.map((server) => server.stop()))
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
