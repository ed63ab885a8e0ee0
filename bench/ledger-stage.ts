/** A ledger on a database of its own that waits for the disk, as the server has it, and the measures that its benches share. */
import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utf8Encode } from 'tlog'
import { openDatabase, type Database } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { ed25519Key, makeEd25519 } from '#platform/signer.ts'
import { kidOf, sealEntry, statementInput } from '#passport/entry.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { queueEntries } from '#passport/ledger-store.ts'
import { logKey } from '#passport/log-key.ts'
import { readPublished, sequence, type Ledger } from '#passport/sequencer.ts'
import { startSequencer } from '#passport/sequencer-loop.ts'
import type { Figure } from './main.ts'

export interface Stage {
  readonly database: Database
  readonly ledger: Ledger
  readonly folder: string
  close(): Promise<void>
}

export type Report = (figure: Figure) => void

/** Entries that are committed together. */
export const BATCH = 500

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

export interface Party {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: Uint8Array
}

export function makeParty(): Party {
  const { seed } = makeEd25519()
  const privateKey = ed25519Key(seed)
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = Uint8Array.from(Buffer.from(x, 'base64url'))
  return { kid: kidOf(publicKey), privateKey, publicKey }
}

export const inputOf = ({ kid }: Party): Uint8Array =>
  statementInput({
    kid,
    link: randomBytes(16),
    publicDigest: randomBytes(32),
    restrictedDigest: randomBytes(32),
  })

export function seal(party: Party): Uint8Array {
  const input = inputOf(party)
  return utf8Encode(sealEntry(input, sign(null, input, party.privateKey)))
}

export function inBatches<T>(all: readonly T[]): T[][] {
  const batches: T[][] = []
  for (let at = 0; at < all.length; at += BATCH) batches.push(all.slice(at, at + BATCH))
  return batches
}

/** From the first write until the signed, published head covers the last entry; writers and sequencer run side by side. */
export async function appendRate(stage: Stage, entries: readonly Uint8Array[]): Promise<number> {
  const batches = inBatches(entries)
  return untilPublished(stage, entries.length, async () => {
    for (const batch of batches) await stage.database.transact((tx) => queueEntries(tx, batch))
  })
}

export async function untilPublished(
  { database, ledger }: Stage,
  count: number,
  write: () => Promise<void>,
): Promise<number> {
  await sequence(ledger)
  const loop = await startSequencer(ledger, fail)
  const before = Number((await readPublished(ledger))!.size)
  const began = performance.now()
  await write()
  await loop.settle()
  const rate = perSecond(count, began)
  await loop.stop()
  const { size } = (await readPublished(ledger))!
  if (Number(size) !== before + count) throw new Error(`${size} of ${before + count} are published`)
  await database.pool.query('checkpoint')
  return rate
}

export const fail = (error: unknown): never => {
  throw error
}

export const perSecond = (count: number, since: number): number =>
  Math.round((count * 1000) / (performance.now() - since))
