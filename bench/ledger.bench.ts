/**
 * The ledger under load, on a database that waits for the disk, with the machine's own ceilings measured in the same run:
 * the same bytes by `COPY`, and the bare signature rate.
 *
 * `LEDGER_ENTRIES_MAX=10000000` lets the growth run go to ten million entries; it stops at one million otherwise.
 */
import { sign, verify, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { utf8Encode } from 'tlog'
import { copyIn } from '#platform/copy-in.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { ed25519Key, makeEd25519 } from '#platform/signer.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { HASHER } from '#passport/hasher.ts'
import { queueEntries } from '#passport/ledger-store.ts'
import { logKey } from '#passport/log-key.ts'
import { kidOf, sealEntry, statementInput } from '#passport/entry.ts'
import { readPublished, sequence, type Ledger } from '#passport/sequencer.ts'
import { startSequencer } from '#passport/sequencer-loop.ts'
import { createPublicKey, randomBytes } from 'node:crypto'
import type { Bench, Figure } from './main.ts'
import { startWitnesses } from './witnesses.ts'

const APPENDS_ASKED = 20_000
const SIGNED_ASKED = 8_000
const OFFERED_A_SECOND = 2_000
const HEAD_P99_MS_ASKED = 250
const RECEIPT_P99_MS_ASKED = 1_000
const BATCH = 500
const COUNT = 100_000
const SIGNED_COUNT = 30_000
const LATENCY_S = 20
/** How many signatures are under way at once: more than the cores, so that none waits. */
const SIGNATURES_AT_ONCE = 64

interface Stage {
  readonly database: Database
  readonly ledger: Ledger
  readonly folder: string
  close(): Promise<void>
}

interface Party {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

type Report = (figure: Figure) => void

export const bench: Bench = async (report) => {
  const stage = await openStage()
  try {
    const party = makeParty()
    const entries = Array.from({ length: COUNT }, () => seal(party))
    const copied = await copyRate(stage.database.url, entries)
    const appended = await appendRate(stage, entries)
    const n = COUNT
    report({ name: 'append', value: appended, unit: '1/s', limit: APPENDS_ASKED, n })
    report({ name: 'append_of_copy', value: appended, unit: '1/s', limit: copied, n })
    await measureSigned(stage, party, report)
    await measureLatency(stage, party, report)
    await measureGrowth(stage, report)
  } finally {
    await stage.close()
  }
}

async function openStage(): Promise<Stage> {
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

function makeParty(): Party {
  const { seed, publicKey } = makeEd25519()
  const privateKey = ed25519Key(seed)
  return { kid: kidOf(publicKey), privateKey, publicKey: createPublicKey(privateKey) }
}

const inputOf = ({ kid }: Party): Uint8Array =>
  statementInput({ kid, publicDigest: randomBytes(32), restrictedDigest: randomBytes(32) })

function seal(party: Party): Uint8Array {
  const input = inputOf(party)
  return utf8Encode(sealEntry(input, sign(null, input, party.privateKey)))
}

/** The ceiling of the disk and the database: the same bytes, in the same batches, each committed. */
async function copyRate(url: string, entries: readonly Uint8Array[]): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('create table plain (leaf_index bigint primary key, entry bytea, hash bytea)')
  const began = performance.now()
  for (let at = 0; at < entries.length; at += BATCH) {
    const rows = entries.slice(at, at + BATCH).map((entry, rank) => {
      const hash = Buffer.from(HASHER.hashLeaf(entry)).toString('hex')
      return `${at + rank}\t\\\\x${Buffer.from(entry).toString('hex')}\t\\\\x${hash}\n`
    })
    await copyIn(client, 'copy plain from stdin', Buffer.from(rows.join('')))
  }
  const rate = perSecond(entries.length, began)
  await client.query('drop table plain')
  await client.end()
  return rate
}

/** From the first write until the signed, published head covers the last entry; writers and sequencer run side by side. */
async function appendRate(stage: Stage, entries: readonly Uint8Array[]): Promise<number> {
  const batches = inBatches(entries)
  return untilPublished(stage, entries.length, async () => {
    for (const batch of batches) await stage.database.transact((tx) => queueEntries(tx, batch))
  })
}

async function untilPublished(
  { database, ledger }: Stage,
  count: number,
  write: () => Promise<void>,
): Promise<number> {
  await sequence(ledger)
  const loop = await startSequencer(ledger, (error) => {
    throw error
  })
  const before = Number((await readPublished(ledger))!.size)
  const began = performance.now()
  await write()
  await loop.settle()
  const rate = perSecond(count, began)
  await loop.stop()
  const { size } = (await readPublished({ ...ledger }))!
  if (Number(size) !== before + count) throw new Error(`${size} of ${before + count} are published`)
  await database.pool.query('checkpoint')
  return rate
}

/** Each entry is signed here, and its signature checked before it is taken, as entries from elsewhere are. */
async function measureSigned(stage: Stage, party: Party, report: Report): Promise<void> {
  const n = SIGNED_COUNT
  const began = performance.now()
  await inParallel(n, () => signAndVerify(party, inputOf(party)))
  const bare = perSecond(n, began)
  const value = await untilPublished(stage, n, async () => {
    let writing: Promise<unknown> = Promise.resolve()
    for (let at = 0; at < n; at += BATCH) {
      const batch: Uint8Array[] = []
      await inParallel(BATCH, async () => {
        const input = inputOf(party)
        batch.push(utf8Encode(sealEntry(input, await signAndVerify(party, input))))
      })
      await writing
      writing = stage.database.transact((tx) => queueEntries(tx, batch))
    }
    await writing
  })
  report({ name: 'append_signed', value, unit: '1/s', limit: SIGNED_ASKED, n })
  report({ name: 'append_signed_of_bare', value, unit: '1/s', limit: bare, n })
}

/** In the threads of libuv, so that both cores sign. */
async function signAndVerify(party: Party, input: Uint8Array): Promise<Uint8Array> {
  const signature = await new Promise<Buffer>((resolve, reject) => {
    sign(null, input, party.privateKey, (error, made) => (error ? reject(error) : resolve(made)))
  })
  const isGood = await new Promise<boolean>((resolve, reject) => {
    const done = (error: Error | null, good: boolean) => (error ? reject(error) : resolve(good))
    verify(null, input, party.publicKey, signature, done)
  })
  if (!isGood) throw new Error('a signature of our own is refused')
  return signature
}

async function inParallel(count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count
  const worker = async () => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: SIGNATURES_AT_ONCE }, worker))
}

/** At a steady offer: from an entry's commit to the published head that covers it, and to the cosignatures of all witnesses on such a head. */
async function measureLatency(stage: Stage, party: Party, report: Report): Promise<void> {
  const perTick = 20
  const tickMs = (1000 * perTick) / OFFERED_A_SECOND
  const spare = Array.from({ length: OFFERED_A_SECOND * LATENCY_S }, () => seal(party))
  const heads = openWatch()
  const receipts = openWatch()
  const witnesses = await startWitnesses(stage, receipts.reached)
  const { headFile } = stage.ledger
  const write = async (checkpoint: string) => {
    await headFile.write(checkpoint)
    heads.reached(Number(checkpoint.split('\n')[1]))
    witnesses.wake()
  }
  const loop = await startSequencer(
    { ...stage.ledger, headFile: { ...headFile, write }, admit: witnesses.admit },
    (error) => {
      throw error
    },
  )
  const began = performance.now()
  for (let at = 0; at < spare.length; at += perTick) {
    const batch = spare.slice(at, at + perTick)
    const first = await stage.database.transact((tx) => queueEntries(tx, batch))
    const now = performance.now()
    for (const watch of [heads, receipts])
      batch.forEach((_, rank) => watch.committed(first + rank, now))
    await sleep(Math.max(0, began + (at / perTick + 1) * tickMs - performance.now()))
  }
  const offered = perSecond(spare.length, began)
  await loop.settle()
  while (receipts.waits.length < spare.length) await sleep(20)
  await loop.stop()
  await witnesses.stop()
  const n = heads.waits.length
  const figure = (name: string, { waits }: Watch, share: number, limit: number) =>
    report({ name, value: quantile(waits, share), unit: 'ms', limit, n: waits.length })
  report({ name: 'offered', value: offered, unit: '1/s', limit: OFFERED_A_SECOND, n })
  figure('head_p50', heads, 0.5, HEAD_P99_MS_ASKED)
  figure('head_p99', heads, 0.99, HEAD_P99_MS_ASKED)
  figure('receipt_with_3_witnesses_p50', receipts, 0.5, RECEIPT_P99_MS_ASKED)
  figure('receipt_with_3_witnesses_p99', receipts, 0.99, RECEIPT_P99_MS_ASKED)
}

/** How long entries wait until something covers their place. */
interface Watch {
  readonly waits: readonly number[]
  committed(place: number, at: number): void
  readonly reached: (size: number) => void
}

function openWatch(): Watch {
  const waiting: { readonly place: number; readonly at: number }[] = []
  const waits: number[] = []
  let size = 0
  const settle = () => {
    const now = performance.now()
    while (waiting.length > 0 && waiting[0]!.place < size) waits.push(now - waiting.shift()!.at)
  }
  return {
    waits,
    committed(place, at) {
      waiting.push({ place, at })
      // A head may cover an entry before we hear of its commit.
      settle()
    },
    reached(reachedSize) {
      size = Math.max(size, reachedSize)
      settle()
    },
  }
}

/** The same append at growing sizes: it should not slow down. The first is the measure of the others. */
async function measureGrowth(stage: Stage, report: Report): Promise<void> {
  const sizeMax = Number(process.env['LEDGER_ENTRIES_MAX'] ?? 1_000_000)
  const party = makeParty()
  // Signing ten million would take an hour and measure the signatures: the bytes differ, the signatures are not looked at.
  const template = seal(party)
  const fresh = () =>
    Buffer.concat([template.subarray(0, -24), utf8Encode(randomBytes(12).toString('hex'))])
  let first: number | undefined
  let size = Number((await readPublished(stage.ledger))!.size)
  for (let step = 250_000; size < sizeMax; step = Math.min(step * 2, 1_000_000)) {
    const count = Math.min(step, sizeMax - size)
    let rate = 0
    for (let done = 0; done < count; done += COUNT) {
      const part = Array.from({ length: Math.min(COUNT, count - done) }, fresh)
      rate = await appendRate(stage, part)
    }
    first ??= rate
    size += count
    report({ name: `append_at_${size}`, value: rate, unit: '1/s', limit: first, n: COUNT })
  }
}

function inBatches(entries: readonly Uint8Array[]): Uint8Array[][] {
  const batches: Uint8Array[][] = []
  for (let at = 0; at < entries.length; at += BATCH) batches.push(entries.slice(at, at + BATCH))
  return batches
}

const perSecond = (count: number, since: number): number =>
  Math.round((count * 1000) / (performance.now() - since))

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return (
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]! * 10) / 10
  )
}
