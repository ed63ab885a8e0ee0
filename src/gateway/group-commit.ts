/**
 * One commit at a time for all sockets together: what arrives while a commit runs goes into the next one, so the
 * cost of making things durable is shared and a busy moment makes batches larger instead of queues longer.
 */
import type { Fix, FixStore } from '#gateway/ports.ts'

interface Offer {
  readonly fixes: readonly Fix[]
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/** After this many failures in a row the store itself is taken to be away, not one fix to be at fault. */
const FAILURES_IN_A_ROW_MAX = 3

export function createGroupCommit(store: FixStore, fixesMax: number): FixStore {
  let waiting: Offer[] = []
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const batch = takeBatch()
      const all = batch.flatMap(({ fixes }) => fixes)
      try {
        await store.commit(all)
        for (const offer of batch) offer.resolve()
      } catch (reason) {
        if (batch.length === 1) batch[0]!.reject(reason)
        else await commitOneByOne(batch)
      }
    }
    isRunning = false
  }

  function takeBatch(): Offer[] {
    let size = 0
    let count = 0
    while (count < waiting.length && (count === 0 || size < fixesMax))
      size += waiting[count++]!.fixes.length
    const batch = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return batch
  }

  /** A fix the store cannot take must cost its own sender an answer, not everybody who shared its batch. */
  async function commitOneByOne(batch: readonly Offer[]): Promise<void> {
    let failures = 0
    let lastReason: unknown
    for (const offer of batch) {
      if (failures >= FAILURES_IN_A_ROW_MAX) {
        offer.reject(lastReason)
        continue
      }
      try {
        await store.commit(offer.fixes)
        failures = 0
        offer.resolve()
      } catch (reason) {
        failures++
        lastReason = reason
        offer.reject(reason)
      }
    }
  }

  return {
    commit(fixes) {
      return new Promise((resolve, reject) => {
        waiting.push({ fixes, resolve, reject })
        if (!isRunning) void run()
      })
    },
  }
}
