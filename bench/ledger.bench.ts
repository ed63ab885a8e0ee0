/**
 * The ledger under load, on a database that waits for the disk, with the machine's own ceilings measured in the same run:
 * the same bytes by `COPY`, and the bare signature rate.
 *
 * `LEDGER_ENTRIES_MAX=10000000` lets the growth run go to ten million entries; it stops at one million otherwise.
 */
import { utf8Encode } from 'tlog'
import { signEd25519Apart } from '#platform/signer.ts'
import { queueEntries } from '#passport/ledger-store.ts'
import { sealEntry } from '#passport/entry.ts'
import { nodeEd25519 } from '#passport/node-signatures.ts'
import type { Bench } from './main.ts'
import { copyRate } from './ledger-copy.ts'
import { measureGrowth } from './ledger-growth.ts'
import { measureLatency } from './ledger-latency.ts'
import {
  appendRate,
  BATCH,
  inputOf,
  makeParty,
  openStage,
  perSecond,
  seal,
  untilPublished,
  type Party,
  type Report,
  type Stage,
} from './ledger-stage.ts'

const APPENDS_ASKED = 20_000
const SIGNED_ASKED = 8_000
const COUNT = 100_000
const SIGNED_COUNT = 30_000
/** How many signatures are under way at once: more than the cores, so that none waits. */
const SIGNATURES_AT_ONCE = 64

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
  const entries = Array.from({ length: n }, () => seal(party))
  const copied = await copyRate(stage.database.url, entries)
  const value = await appendRate(stage, entries)
  report({ name: 'append', value, unit: '1/s', limit: APPENDS_ASKED, n })
  report({ name: 'append_of_copy', value, unit: '1/s', limit: copied, n })
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

const isSigned = nodeEd25519()

async function signAndVerify(party: Party, input: Uint8Array): Promise<Uint8Array> {
  const { publicKey, privateKey } = party
  const signature = await signEd25519Apart(privateKey, input)
  if (!(await isSigned({ publicKey, input, signature })))
    throw new Error('a signature of our own is refused')
  return signature
}

async function inParallel(count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count
  const worker = async () => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: SIGNATURES_AT_ONCE }, worker))
}
