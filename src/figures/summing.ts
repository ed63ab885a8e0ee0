/**
 * Keeps the sums of trains up to date, some trains at a time. Nothing waits for it: whoever reads makes what is not kept yet at once,
 * so that it only decides how fast figures are, never what they are.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#platform/database.ts'
import { keepSums, listMoved } from '#figures/store.ts'

const ROUND_MS = 15_000
const AT_ONCE = 50

export interface Summing {
  readonly database: Database
  readonly complain: (error: unknown, who: string) => void
}

/** Runs until it is stopped; a round that fails is told and tried again. */
export function startSumming({ database, complain }: Summing): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const { signal } = stopped
  const rounds = (async () => {
    while (!signal.aborted) {
      await sumMoved(database, signal).catch((error: unknown) => complain(error, 'figures'))
      await sleep(ROUND_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopped.abort()
      await rounds
    },
  }
}

/** Every train that has moved since it was summed; gives how many there were. */
export async function sumMoved(database: Database, signal?: AbortSignal): Promise<number> {
  for (let count = 0; ;) {
    const ids = await database.question((tx) => listMoved(tx, AT_ONCE))
    if (ids.length > 0) await database.transact((tx) => keepSums(tx, ids))
    count += ids.length
    if (ids.length < AT_ONCE || signal?.aborted === true) return count
  }
}
