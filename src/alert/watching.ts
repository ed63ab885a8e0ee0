/**
 * The clockwork of alerts. Every few seconds: which containers moved is read off tracking's versions and makes them due; those that are
 * due, whoever made them so, are claimed a batch at a time and looked at; what is to be told is told. Any number of servers may do so
 * at once, and each may be killed at any moment.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { listMovedContainers } from '#tracking'
import { look } from '#alert/judging.ts'
import { tellDue } from '#alert/telling.ts'
import {
  claimDue,
  lockReading,
  lockWatched,
  markMoved,
  moveReading,
  postpone,
  type Watched,
} from '#alert/watch-store.ts'

const TICK_MS = 3_000
const MOVED_BATCH = 1_000
const DUE_BATCH = 50
/** Of each in one tick: whoever waits for the others waits no longer than this takes. */
const BATCHES_MAX = 40
const FAILED_MS = 300_000

export interface AlertWatching {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly complain: (error: unknown, who: string) => void
}

/** Runs until it is stopped; a tick that fails is told and tried again. */
export function startAlerts(watching: AlertWatching): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const { signal } = stopped
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await tick(watching).catch((error: unknown) => watching.complain(error, 'alerts'))
      await sleep(TICK_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    async stop() {
      stopped.abort()
      await running
    },
  }
}

/** Everything that is due now, or as much as one tick may. */
export async function tick(watching: AlertWatching): Promise<void> {
  const work = [readMoved, lookAtDue, tellOnce]
  for (const step of work)
    for (let batch = 0; batch < BATCHES_MAX; batch += 1) if (!(await step(watching))) break
}

async function readMoved({ database, clock }: AlertWatching): Promise<boolean> {
  return database.transact(async (tx) => {
    const version = await lockReading(tx)
    if (version === undefined) return false
    const moved = await listMovedContainers(tx, version, MOVED_BATCH)
    const last = moved.at(-1)
    if (last === undefined) return false
    await markMoved(
      tx,
      moved.map(({ containerId }) => containerId),
      clock(),
    )
    await moveReading(tx, last.version)
    return true
  })
}

async function lookAtDue(watching: AlertWatching): Promise<boolean> {
  const { database, clock, ids } = watching
  let claimed: readonly Watched[] = []
  try {
    await database.transact(async (tx) => {
      const now = clock()
      claimed = await claimDue(tx, now, DUE_BATCH)
      if (claimed.length > 0) await look(tx, { ids, now }, claimed)
    })
  } catch (error) {
    if (claimed.length === 0) throw error
    watching.complain(error, 'alerts')
    for (const one of claimed) await lookAtOne(watching, one)
  }
  return claimed.length > 0
}

/** One that cannot be looked at keeps none of the others from it. */
async function lookAtOne(watching: AlertWatching, { containerId }: Watched): Promise<void> {
  const { database, clock, ids } = watching
  const now = clock()
  await database
    .transact(async (tx) => look(tx, { ids, now }, await lockWatched(tx, [containerId])))
    .catch(async (error: unknown) => {
      watching.complain(error, `alerts ${containerId}`)
      const until = new Date(now.getTime() + FAILED_MS)
      await database.transact((tx) => postpone(tx, containerId, until))
    })
}

async function tellOnce({ database, clock, ids }: AlertWatching): Promise<boolean> {
  const told = await database.transact((tx) => tellDue(tx, { ids, now: clock() }))
  return told > 0
}
