/** A ledger on a database of its own that waits for the disk, as the server has it, and the measures that its benches share. */
import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { ed25519Key, makeEd25519 } from '#platform/signer.ts'
import { signatureThreads } from '#platform/signature-threads.ts'
import { signedEntry, type KeptKey } from '#passport/attesting.ts'
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
const WRITERS = 4

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

export interface Party extends KeptKey {
  readonly privateKey: KeyObject
}

export function makeParty(): Party {
  const { seed } = makeEd25519()
  const privateKey = ed25519Key(seed)
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = Buffer.from(x, 'base64url')
  const kid = kidOf(publicKey)
  return {
    kid,
    publicKey,
    privateKey,
    sign: (bytes) => signatureThreads.sign({ kid, privateKey }, bytes),
  }
}

export function inputsOf({ kid }: Party, count: number): Uint8Array[] {
  const each = 16 + 32 + 32
  const random = randomBytes(count * each)
  return Array.from({ length: count }, (_, at) => {
    const own = random.subarray(at * each, (at + 1) * each)
    return statementInput({
      kid,
      link: own.subarray(0, 16),
      publicDigest: own.subarray(16, 48),
      restrictedDigest: own.subarray(48),
    })
  })
}

export const sealMany = (party: Party, count: number): Uint8Array[] =>
  inputsOf(party, count).map((input) => sealEntry(input, sign(null, input, party.privateKey)))

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

export const signBatch = (party: Party): Promise<Uint8Array[]> =>
  Promise.all(inputsOf(party, BATCH).map((input) => signedEntry(party, input)))

/** Signing and checking as the server does, and nothing else. */
export async function bareRate(party: Party, n: number): Promise<number> {
  const began = performance.now()
  await byWriters(n, () => signBatch(party))
  return perSecond(n, began)
}

/** Steps come from many at once: while the signatures of one batch are made, another is written. */
export async function byWriters(n: number, write: () => Promise<unknown>): Promise<void> {
  let left = Math.ceil(n / BATCH)
  const writer = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await write()
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
}

export const fail = (error: unknown): never => {
  throw error
}

export const perSecond = (count: number, since: number): number =>
  Math.round((count * 1000) / (performance.now() - since))
