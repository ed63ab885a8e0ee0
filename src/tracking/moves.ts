/**
 * The moves of containers as they are committed. One reader a process, woken by `NOTIFY position`, reads what has moved and hands
 * each move to whoever attached themselves and may know of it.
 */
import type { Database } from '#platform/database.ts'
import { POSITION_CHANNEL } from '#tracking/fix-store.ts'
import { getVersion, listMoved, type Moved } from '#tracking/position-store.ts'

const READ_ROWS = 1_000
const RETRY_MS = 1_000

export interface Mover {
  /** Whether this listener is entitled to it, and wants it. */
  wants(moved: Moved): boolean
  take(moved: readonly Moved[]): void
}

export interface Moves {
  /** Resolves when every later move will be handed out; gives the version up to which all have been. */
  ready(): Promise<number>
  /** Gives back the way to detach. */
  attach(mover: Mover): () => void
  /** Aborted when the server stops: every stream ends. */
  readonly closing: AbortSignal
  close(): void
}

interface Hub {
  readonly database: Database
  readonly movers: Set<Mover>
  readonly closing: AbortController
  /** Everything up to this version has been handed out; null until the first listener came. */
  version: number | null
  ready: Promise<void> | undefined
  reading: Promise<void> | undefined
  mustReadAgain: boolean
}

export function createMoves(database: Database): Moves {
  const hub: Hub = {
    database,
    movers: new Set(),
    closing: new AbortController(),
    version: null,
    ready: undefined,
    reading: undefined,
    mustReadAgain: false,
  }
  return {
    async ready() {
      await connect(hub)
      return hub.version ?? 0
    },
    attach(mover) {
      hub.movers.add(mover)
      return () => hub.movers.delete(mover)
    },
    closing: hub.closing.signal,
    close: () => hub.closing.abort(),
  }
}

/** Connects at the first listener; what was not heard because the line broke is read when it is back. */
function connect(hub: Hub): Promise<void> {
  hub.ready ??= (async () => {
    hub.version = await hub.database.transact(getVersion)
    await hub.database.listen(POSITION_CHANNEL, () => read(hub))
  })().catch((reason: unknown) => {
    hub.ready = undefined
    throw reason
  })
  return hub.ready
}

function read(hub: Hub): void {
  hub.mustReadAgain = true
  hub.reading ??= handOut(hub)
    .catch(() => {
      // The database is away for a moment; what moved is still there when it is back.
      if (!hub.closing.signal.aborted) setTimeout(() => read(hub), RETRY_MS).unref()
    })
    .finally(() => {
      hub.reading = undefined
    })
}

async function handOut(hub: Hub): Promise<void> {
  while (hub.mustReadAgain && !hub.closing.signal.aborted) {
    hub.mustReadAgain = false
    const after = hub.version ?? 0
    const moved = await hub.database.transact((tx) => listMoved(tx, after, READ_ROWS))
    if (moved.length === READ_ROWS) hub.mustReadAgain = true
    hub.version = moved.at(-1)?.version ?? after
    for (const mover of hub.movers) mover.take(moved.filter((each) => mover.wants(each)))
  }
}
