/**
 * One commit at a time for all sockets together: what arrives while a commit runs goes into the next one, so the
 * cost of making things durable is shared and a busy moment makes batches larger instead of queues longer.
 */
import type { DeviceId, Fix, FixStore } from '#gateway/ports.ts'

interface Offer {
  readonly fixes: readonly Fix[]
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/** After this many failures in a row the store itself is taken to be away, not one fix to be at fault. */
const FAILURES_IN_A_ROW_MAX = 3

/**
 * Devices take turns: each commit takes one offer of every device that waits, then a second of each, until it is full. One that floods
 * fills what others leave free and never holds them up.
 */
export function createGroupCommit(store: FixStore, fixesMax: number): FixStore {
  /** By device, in the order in which they began to wait. */
  const waiting = new Map<DeviceId, Offer[]>()
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.size > 0) {
      const batch = takeBatch(waiting, fixesMax)
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
        const offer = { fixes, resolve, reject }
        const deviceId = fixes[0]?.deviceId ?? ''
        const offers = waiting.get(deviceId)
        if (offers) offers.push(offer)
        else waiting.set(deviceId, [offer])
        if (!isRunning) void run()
      })
    },
  }
}

/** In turns: whoever is taken from stands at the back again. */
function takeBatch(waiting: Map<DeviceId, Offer[]>, fixesMax: number): Offer[] {
  const batch: Offer[] = []
  let size = 0
  while (size < fixesMax) {
    const next = waiting.entries().next()
    if (next.done === true) break
    const [deviceId, offers] = next.value
    const offer = offers.shift()!
    waiting.delete(deviceId)
    if (offers.length > 0) waiting.set(deviceId, offers)
    batch.push(offer)
    size += offer.fixes.length
  }
  return batch
}
