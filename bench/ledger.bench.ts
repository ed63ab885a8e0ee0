/**
 * The ledger under load, on a database that waits for the disk, with the machine's own ceilings measured in the same run:
 * the same bytes by `COPY`, and the bare signature rate.
 *
 * `LEDGER_ENTRIES_MAX=10000000` lets the growth run go to ten million entries; it stops at one million otherwise.
 */
import { queueEntries } from '#passport/ledger-store.ts'
import type { Bench } from './main.ts'
import { copyRate } from './ledger-copy.ts'
import { measureGrowth } from './ledger-growth.ts'
import { measureLatency } from './ledger-latency.ts'
import {
  appendRate,
  bareRate,
  byWriters,
  makeParty,
  openStage,
  sealMany,
  signBatch,
  untilPublished,
  type Party,
  type Report,
  type Stage,
} from './ledger-stage.ts'

const APPENDS_ASKED = 20_000
const SIGNED_ASKED = 8_000
const COUNT = 100_000
const SIGNED_COUNT = 20_000
/** Taken in turns with the bare rate: the machine is not the same from one ten seconds to the next. */
const SIGNED_ROUNDS = 3

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
  await signBatch(party)
  const rates: number[] = []
  const bareRates: number[] = []
  for (let round = 0; round < SIGNED_ROUNDS; round += 1) {
    bareRates.push(await bareRate(party, SIGNED_COUNT))
    const write = async (): Promise<void> => {
      const batch = await signBatch(party)
      await stage.database.transact((tx) => queueEntries(tx, batch))
    }
    rates.push(await untilPublished(stage, SIGNED_COUNT, () => byWriters(SIGNED_COUNT, write)))
  }
  const [value, bare] = [median(rates), median(bareRates)]
  const n = SIGNED_COUNT * SIGNED_ROUNDS
  report({ name: 'append_signed', value, unit: '1/s', limit: SIGNED_ASKED, n })
  report({ name: 'append_signed_of_bare', value, unit: '1/s', limit: bare, n })
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!
