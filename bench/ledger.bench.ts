/**
 * The ledger under load, on a database that waits for the disk, with the machine's own ceilings measured in the same run:
 * the same bytes by `COPY`, and the bare signature rate.
 *
 * `LEDGER_ENTRIES_MAX=10000000` lets the growth run go to ten million entries; it stops at one million otherwise.
 */
import { signedEntry } from '#passport/attesting.ts'
import { queueEntries } from '#passport/ledger-store.ts'
import type { Bench } from './main.ts'
import { copyRate } from './ledger-copy.ts'
import { measureGrowth } from './ledger-growth.ts'
import { measureLatency } from './ledger-latency.ts'
import {
  appendRate,
  BATCH,
  inputsOf,
  makeParty,
  openStage,
  perSecond,
  sealMany,
  untilPublished,
  type Party,
  type Report,
  type Stage,
} from './ledger-stage.ts'

const APPENDS_ASKED = 20_000
const SIGNED_ASKED = 8_000
const COUNT = 100_000
const SIGNED_COUNT = 30_000
const WRITERS = 4

export const bench: Bench = async (report) => {
  const stage = await openStage()
  try {
    const party = makeParty()
    await measureAppend(stage, party, report)
    await measureSigned(stage, party, report)
    await measureLatency(stage, party, report)
  } finally {
    await stage.close()
  }
  await measureGrowth(report)
}

async function measureAppend(stage: Stage, party: Party, report: Report): Promise<void> {
  const n = COUNT
  const entries = sealMany(party, n)
  const copied = await copyRate(stage.database.url, entries)
  const value = await appendRate(stage, entries)
  report({ name: 'append', value, unit: '1/s', limit: APPENDS_ASKED, n })
  report({ name: 'append_of_copy', value, unit: '1/s', limit: copied, n })
}

/** Each entry is signed here, and its signature checked before it is taken, by what does so for statements. */
async function measureSigned(stage: Stage, party: Party, report: Report): Promise<void> {
  const n = SIGNED_COUNT
  await signBatch(party)
  const bare = await bareRate(party, n)
  const value = await untilPublished(stage, n, () =>
    byWriters(n, async () => {
      const batch = await signBatch(party)
      await stage.database.transact((tx) => queueEntries(tx, batch))
    }),
  )
  report({ name: 'append_signed', value, unit: '1/s', limit: SIGNED_ASKED, n })
  report({ name: 'append_signed_of_bare', value, unit: '1/s', limit: bare, n })
}

const signBatch = (party: Party): Promise<Uint8Array[]> =>
  Promise.all(inputsOf(party, BATCH).map((input) => signedEntry(party, input)))

/** Signing and checking as the code above does, and nothing else. */
async function bareRate(party: Party, n: number): Promise<number> {
  const began = performance.now()
  await byWriters(n, () => signBatch(party))
  return perSecond(n, began)
}

/** Steps come from many at once: while the signatures of one batch are made, another is written. */
async function byWriters(n: number, write: () => Promise<unknown>): Promise<void> {
  let left = Math.ceil(n / BATCH)
  const writer = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await write()
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, writer))
}
