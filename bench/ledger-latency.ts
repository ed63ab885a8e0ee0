/** How long an entry waits at a steady offer: from its commit to the published head that covers it, and to the cosignatures of all witnesses. */
import { setTimeout as sleep } from 'node:timers/promises'
import { queueEntries } from '#passport/ledger-store.ts'
import { startSequencer } from '#passport/sequencer-loop.ts'
import { fail, perSecond, sealMany, type Party, type Report, type Stage } from './ledger-stage.ts'
import { startWitnesses } from './witnesses.ts'

const OFFERED_A_SECOND = 2_000
const HEAD_P99_MS_ASKED = 250
const RECEIPT_P99_MS_ASKED = 1_000
const SECONDS = 20
/** Entries that are committed together. */
const A_TICK = 20
const TICK_MS = (1000 * A_TICK) / OFFERED_A_SECOND

export async function measureLatency(stage: Stage, party: Party, report: Report): Promise<void> {
  const spare = sealMany(party, OFFERED_A_SECOND * SECONDS)
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
    fail,
  )
  const offered = await offer(stage, spare, [heads, receipts])
  await loop.settle()
  while (receipts.waits.length < spare.length) await sleep(20)
  await loop.stop()
  await witnesses.stop()
  const n = spare.length
  const figure = (name: string, { waits }: Watch, share: number, limit: number) =>
    report({ name, value: quantile(waits, share), unit: 'ms', limit, n })
  report({ name: 'offered', value: offered, unit: '1/s', limit: OFFERED_A_SECOND, n })
  figure('head_p50', heads, 0.5, HEAD_P99_MS_ASKED)
  figure('head_p99', heads, 0.99, HEAD_P99_MS_ASKED)
  figure('receipt_with_3_witnesses_p50', receipts, 0.5, RECEIPT_P99_MS_ASKED)
  figure('receipt_with_3_witnesses_p99', receipts, 0.99, RECEIPT_P99_MS_ASKED)
}

/** Nobody who offers waits for who offered before: a slow commit delays itself alone. Answers the rate that came of it. */
async function offer(
  { database }: Stage,
  entries: readonly Uint8Array[],
  watches: readonly Watch[],
): Promise<number> {
  const began = performance.now()
  const commits: Promise<void>[] = []
  for (let at = 0; at < entries.length; at += A_TICK) {
    const batch = entries.slice(at, at + A_TICK)
    const commit = async () => {
      const first = await database.transact((tx) => queueEntries(tx, batch))
      const now = performance.now()
      for (const watch of watches) batch.forEach((_, rank) => watch.committed(first + rank, now))
    }
    commits.push(commit())
    await sleep(Math.max(0, began + (at / A_TICK + 1) * TICK_MS - performance.now()))
  }
  await Promise.all(commits)
  return perSecond(entries.length, began)
}

/** How long entries wait until something covers their place. */
interface Watch {
  readonly waits: readonly number[]
  committed(place: number, at: number): void
  readonly reached: (size: number) => void
}

function openWatch(): Watch {
  const waiting = new Map<number, number>()
  const waits: number[] = []
  let size = 0
  return {
    waits,
    committed(place, at) {
      // A head may cover an entry before we hear of its commit.
      if (place < size) waits.push(0)
      else waiting.set(place, at)
    },
    reached(reachedSize) {
      const now = performance.now()
      for (; size < reachedSize; size += 1) {
        const at = waiting.get(size)
        if (at !== undefined) waits.push(now - at)
        waiting.delete(size)
      }
    },
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return (
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]! * 10) / 10
  )
}
