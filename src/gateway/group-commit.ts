/**
 * One commit at a time for all sockets together: what arrives while a commit runs goes into the next one, so the
 * cost of making things durable is shared and a busy moment makes batches larger instead of queues longer.
 */
import type { DeviceId, Fix, FixStore } from '#gateway/ports.ts'

/** Told once: with nothing when the fixes are durable, else with why they are not. */
type Settled = (refusal?: { readonly reason: unknown }) => void

interface Offer {
  readonly fixes: readonly Fix[]
  readonly settled: Settled
}

export interface GroupCommit extends FixStore {
  /** `commit` without a promise: there are tens of thousands a second. */
  offer(fixes: readonly Fix[], settled: Settled): void
}

/** What waits of one device; `taken` of its offers are on their way. */
interface Line {
  readonly deviceId: DeviceId
  readonly offers: Offer[]
  taken: number
}

/** After this many failures in a row the store itself is taken to be away, not one fix to be at fault. */
const FAILURES_IN_A_ROW_MAX = 3

/**
 * Devices take turns: each commit takes one offer of every device that waits, then a second of each, until it is full. One that floods
 * fills what others leave free and never holds them up.
 */
export function createGroupCommit(store: FixStore, fixesMax: number): GroupCommit {
  const waiting: Waiting = { lines: new Map(), turns: [] }
  let isRunning = false

  async function run(): Promise<void> {
    isRunning = true
    for (let begun = begin(); begun !== undefined;) {
      const { batch, committing } = begun
      const refusal = await committing
      if (refusal === undefined) {
        // The next is on its way before these are answered: the database writes while we do.
        const next = begin()
        for (const { settled } of batch) settled()
        begun = next ?? begin()
        continue
      }
      if (batch.length === 1) batch[0]!.settled(refusal)
      else await commitOneByOne(store, batch)
      begun = begin()
    }
    isRunning = false
  }

  function begin() {
    if (waiting.turns.length === 0) return undefined
    const batch = takeBatch(waiting, fixesMax)
    const committing = store.commit(fixesOf(batch)).then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    )
    return { batch, committing }
  }

  const offer = (fixes: readonly Fix[], settled: Settled): void => {
    lineUp(waiting, fixes[0]?.deviceId ?? '', { fixes, settled })
    if (!isRunning) void run()
  }
  return {
    offer,
    commit: (fixes) =>
      new Promise((resolve, reject) => {
        offer(fixes, (refusal) => (refusal === undefined ? resolve() : reject(refusal.reason)))
      }),
  }
}

/** A fix the store cannot take must cost its own sender an answer, not everybody who shared its batch. */
async function commitOneByOne(store: FixStore, batch: readonly Offer[]): Promise<void> {
  let failures = 0
  let lastReason: unknown
  for (const offer of batch) {
    if (failures >= FAILURES_IN_A_ROW_MAX) {
      offer.settled({ reason: lastReason })
      continue
    }
    try {
      await store.commit(offer.fixes)
    } catch (reason) {
      failures++
      lastReason = reason
      offer.settled({ reason })
      continue
    }
    failures = 0
    offer.settled()
  }
}

function fixesOf(batch: readonly Offer[]): Fix[] {
  const all: Fix[] = []
  for (const { fixes } of batch) for (const fix of fixes) all.push(fix)
  return all
}

interface Waiting {
  readonly lines: Map<DeviceId, Line>
  /** Whose turn it is, in the order in which they began to wait. */
  readonly turns: Line[]
}

function lineUp({ lines, turns }: Waiting, deviceId: DeviceId, offer: Offer): void {
  const line = lines.get(deviceId)
  if (line !== undefined) return void line.offers.push(offer)
  const begun = { deviceId, offers: [offer], taken: 0 }
  lines.set(deviceId, begun)
  turns.push(begun)
}

/** In turns: whoever is taken from stands at the back again. */
function takeBatch({ lines, turns }: Waiting, fixesMax: number): Offer[] {
  const batch: Offer[] = []
  let size = 0
  let turn = 0
  for (; size < fixesMax && turn < turns.length; turn++) {
    const line = turns[turn]!
    const offer = line.offers[line.taken++]!
    if (line.taken < line.offers.length) turns.push(line)
    else lines.delete(line.deviceId)
    batch.push(offer)
    size += offer.fixes.length
  }
  turns.splice(0, turn)
  return batch
}
