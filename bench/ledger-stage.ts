/** A ledger on a database of its own that waits for the disk, as the server has it, and the measures that its benches share. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { makeEd25519 } from '#platform/signer.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { logKey } from '#passport/log-key.ts'
import type { Ledger } from '#passport/sequencer.ts'
import type { Figure } from './main.ts'

export interface Stage {
  readonly database: Database
  readonly ledger: Ledger
  readonly folder: string
  close(): Promise<void>
}

export type Report = (figure: Figure) => void

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-bench-'))
  const postgres = await startPostgres(folder)
  await migrate(postgres.url)
  const database = openDatabase(postgres.url)
  const key = logKey('bench.example/ledger', makeEd25519())
  const headFile = openHeadFile(join(folder, 'ledger', 'checkpoint'))
  return {
    database,
    folder,
    ledger: { database, clock: () => new Date(), key, headFile },
    async close() {
      await database.close()
      await postgres.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

export const perSecond = (count: number, since: number): number =>
  Math.round((count * 1000) / (performance.now() - since))
