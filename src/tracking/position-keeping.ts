/** What time brings to positions: hours to close, months to make ahead, old fixes to thin out or let go. Killed at any moment it goes on later. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#platform/clock.ts'
import type { PositionConfig } from '#platform/config.ts'
import type { Database } from '#platform/database.ts'
import { closeHours } from '#tracking/hour-store.ts'
import { dropMonths, thinOut } from '#tracking/keeping-store.ts'
import { preparePositionMonths } from '#tracking/position-store.ts'

const ROUND_MS = 60_000
const DAY_MS = 86_400_000

export interface PositionKeeping {
  stop(): Promise<void>
}

/** A round now, and one a minute. */
export function startPositionKeeping(
  database: Database,
  options: {
    readonly clock: Clock
    readonly config: PositionConfig
    readonly onError: (error: unknown) => void
  },
): PositionKeeping {
  const stopping = new AbortController()
  const { signal } = stopping
  const running = (async () => {
    while (!signal.aborted) {
      await keepPositions(database, options.clock(), options.config, signal).catch(options.onError)
      await sleep(ROUND_MS, undefined, { signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** One round: everything that is due, in steps that each stand alone. */
export async function keepPositions(
  database: Database,
  now: Date,
  { keepMonths, thinDays, thinMinutes }: PositionConfig,
  signal?: AbortSignal,
): Promise<void> {
  const isOver = () => signal?.aborted === true
  await database.transact((tx) => preparePositionMonths(tx, now))
  while (!isOver() && (await database.transact((tx) => closeHours(tx, now))) > 0);
  if (keepMonths !== undefined && !isOver()) {
    const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keepMonths, 1))
    await database.transact((tx) => dropMonths(tx, before))
  }
  if (thinDays === undefined) return
  const before = new Date(now.getTime() - thinDays * DAY_MS)
  const thinning = { before, minutes: thinMinutes }
  while (!isOver() && (await database.transact((tx) => thinOut(tx, thinning))));
}
