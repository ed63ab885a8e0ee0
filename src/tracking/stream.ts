/**
 * Live positions as server-sent events. One reader a process, woken by `NOTIFY position`, reads what has moved and hands each
 * position to the listeners whose organisation is entitled to it; a snapshot comes first, then every move.
 *
 * A listener holds at most one position a container, the newest: a slow line misses steps in between, never the last, and its
 * memory is bounded by the containers it may see.
 */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { getVersion, listLivePositions, listMoved, type Moved } from '#tracking/position-store.ts'
import { POSITION_CHANNEL } from '#tracking/fix-store.ts'

const HEARTBEAT_MS = 15_000
/** A stream ends after this long, and the browser comes back with its session: one that was signed out does not. */
const STREAM_MS_MAX = 10 * 60_000
const READ_ROWS = 1_000
const RETRY_MS = 1_000
/** Beyond this the listener is told to begin anew. */
const PENDING_MAX = 5_000

export interface Listening {
  readonly organisationId: OrganisationId
  /** The `Last-Event-ID` of a browser that comes back. */
  readonly lastEventId?: string | undefined
  readonly now: Date
  readonly signal: AbortSignal
}

export interface PositionStream {
  open(listening: Listening): AsyncIterable<string>
  /** Ends every stream. */
  close(): void
}

interface Listener {
  readonly organisationId: OrganisationId
  readonly pending: Map<string, Moved>
  wake: () => void
}

interface Hub {
  readonly database: Database
  readonly listeners: Set<Listener>
  readonly closing: AbortController
  /** Everything up to this version has been handed out; null until the first listener came. */
  version: number | null
  ready: Promise<void> | undefined
  reading: Promise<void> | undefined
  mustReadAgain: boolean
}

export function createPositionStream(database: Database): PositionStream {
  const hub: Hub = {
    database,
    listeners: new Set(),
    closing: new AbortController(),
    version: null,
    ready: undefined,
    reading: undefined,
    mustReadAgain: false,
  }
  return {
    open: (listening) => events(hub, listening),
    close: () => hub.closing.abort(),
  }
}

async function* events(hub: Hub, listening: Listening): AsyncGenerator<string> {
  const { organisationId, now } = listening
  const listener: Listener = { organisationId, pending: new Map(), wake: () => undefined }
  const ended = AbortSignal.any([listening.signal, hub.closing.signal])
  const endsAt = performance.now() + STREAM_MS_MAX
  await ready(hub)
  hub.listeners.add(listener)
  try {
    let seen = yield* begin(hub, organisationId, now, listening.lastEventId)
    while (!ended.aborted && performance.now() < endsAt) {
      if (listener.pending.size === 0) await nap(listener, ended)
      if (ended.aborted) return
      if (listener.pending.size > PENDING_MAX) {
        listener.pending.clear()
        seen = yield* begin(hub, organisationId, now, undefined)
      }
      if (listener.pending.size === 0) {
        yield ': alive\n\n'
        continue
      }
      // What the beginning has already told may have been waiting here as well.
      const news = [...listener.pending.values()].filter((moved) => moved.version > seen)
      listener.pending.clear()
      seen = Math.max(seen, ...news.map((moved) => moved.version))
      if (news.length > 0) yield news.map(positionEvent).join('')
    }
  } finally {
    hub.listeners.delete(listener)
  }
}

/** All that the party may see, or what it missed; gives the version up to which that is whole. */
async function* begin(
  hub: Hub,
  organisationId: OrganisationId,
  now: Date,
  lastEventId: string | undefined,
): AsyncGenerator<string, number> {
  const { version, after, items } = await hub.database.transact(async (tx) => {
    const current = await getVersion(tx)
    const last = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : null
    // A number from the future is of another database, before a restore: begin anew.
    const from = last !== null && last <= current ? last : null
    const moved = await listLivePositions(tx, organisationId, now, from ?? 0)
    return { version: current, after: from, items: moved }
  })
  const news =
    after === null
      ? [eventOf('snapshot', { items })]
      : items.map((item) => eventOf('position', item))
  // The id comes last: a browser cut off before it asks for all of this again.
  yield `retry: 3000\n\n${news.join('')}id: ${version}\n\n`
  return version
}

function eventOf(event: 'snapshot' | 'position', content: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(content)}\n\n`
}

function positionEvent({ version, position }: Moved): string {
  return `id: ${version}\n${eventOf('position', position)}`
}

/** Until something moved, the heartbeat is due, or the stream ends. */
function nap(listener: Listener, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      ended.removeEventListener('abort', done)
      listener.wake = () => undefined
      resolve()
    }
    const timer = setTimeout(done, HEARTBEAT_MS)
    ended.addEventListener('abort', done)
    listener.wake = done
    if (ended.aborted) done()
  })
}

/** Connects at the first listener; what was not heard because the line broke is read when it is back. */
function ready(hub: Hub): Promise<void> {
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
    for (const listener of hub.listeners) {
      const mine = moved.filter((each) => each.organisationIds.includes(listener.organisationId))
      for (const each of mine) listener.pending.set(each.position.containerId, each)
      if (mine.length > 0) listener.wake()
    }
  }
}
