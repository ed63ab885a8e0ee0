/** What moves under a link, as server-sent events; ended at once when the link is revoked, and when it expires. */
import type { ContainerId } from '#booking/contract.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database.ts'
import { createEar, eventOf, STREAM_MS_MAX } from '#platform/event-stream.ts'
import type { Moved, Moves } from '#tracking'
import { movedFix, type FleetStream } from '#journey/fleet/fleet-stream.ts'
import type { ShareLinkId } from '#journey/share-contract.ts'
import { SHARE_CHANNEL } from '#journey/share/share-store.ts'

const PENDING_MAX = 2_000
/** Of one link, open at once. */
const STREAMS_MAX = 50

type News =
  | { readonly id: ContainerId; readonly moved: Moved }
  | { readonly id: ContainerId; readonly moved?: undefined }

export interface ShareStreams {
  /** Undefined where too many look already. */
  open(looking: Looking): AsyncIterable<string> | undefined
  close(): Promise<void>
}

interface Looking {
  readonly linkId: ShareLinkId
  readonly expiresAt: Date
  readonly containerIds: ReadonlySet<ContainerId>
  readonly signal: AbortSignal
}

interface Streams {
  readonly moves: Moves
  readonly fleet: FleetStream
  readonly clock: Clock
  readonly open: Map<ShareLinkId, Set<AbortController>>
  readonly ready: () => Promise<unknown>
}

export function createShareStreams(
  database: Database,
  given: { readonly moves: Moves; readonly fleet: FleetStream; readonly clock: Clock },
): ShareStreams {
  let listening: Promise<() => Promise<void>> | undefined
  const open: Streams['open'] = new Map()
  const revoked = (id: string) => {
    // Nobody knows what was said while the line was broken: all come back, and those that may are let in.
    const ended = id === '' ? [...open.values()] : [open.get(id as ShareLinkId) ?? []]
    for (const controllers of ended) for (const each of controllers) each.abort()
  }
  const ready = () => {
    listening ??= database.listen(SHARE_CHANNEL, revoked).catch((reason: unknown) => {
      listening = undefined
      throw reason
    })
    return listening
  }
  const streams: Streams = { ...given, open, ready }
  return {
    open(looking) {
      if ((open.get(looking.linkId)?.size ?? 0) >= STREAMS_MAX) return undefined
      return sharedEvents(streams, looking)
    },
    async close() {
      const stop = await listening?.catch(() => undefined)
      await stop?.()
    },
  }
}

async function* sharedEvents(streams: Streams, looking: Looking): AsyncGenerator<string> {
  const { moves, fleet, clock, open } = streams
  const { linkId, expiresAt, containerIds, signal } = looking
  await streams.ready()
  const over = new AbortController()
  open.set(linkId, (open.get(linkId) ?? new Set()).add(over))
  const ended = AbortSignal.any([signal, moves.closing, over.signal])
  const ear = createEar<News>(({ id, moved }) => `${moved ? 'm' : 'c'} ${id}`, PENDING_MAX)
  const endsAt = performance.now() + STREAM_MS_MAX
  await moves.ready()
  const detachMoves = moves.attach({
    wants: ({ position }) => containerIds.has(position.containerId),
    take: (moved) =>
      ear.take(moved.map((each) => ({ id: each.position.containerId, moved: each }))),
  })
  const detach = await fleet.attach({
    wants: ({ id }) => containerIds.has(id),
    take: (changed) => ear.take(changed.map(({ id }) => ({ id }))),
  })
  try {
    // From here on nothing is missed: whoever asked before this asks again.
    yield `retry: 3000\n\n${eventOf('attached', {})}`
    while (!ended.aborted && performance.now() < endsAt) {
      const heard = await ear.hear(ended)
      if (over.signal.aborted || clock() >= expiresAt) return yield eventOf('over', {})
      if (ended.aborted) return
      yield heard === 'too much' ? eventOf('changed', [...containerIds]) : written(heard)
    }
  } finally {
    detachMoves()
    detach()
    open.get(linkId)?.delete(over)
    if (open.get(linkId)?.size === 0) open.delete(linkId)
  }
}

function written(heard: readonly News[]): string {
  if (heard.length === 0) return ': alive\n\n'
  const moved = heard.flatMap(({ id, moved }) => (moved ? [[id, movedFix(moved)]] : []))
  const changed = heard.flatMap(({ id, moved }) => (moved ? [] : [id]))
  return [
    moved.length > 0 ? eventOf('moved', moved) : '',
    changed.length > 0 ? eventOf('changed', changed) : '',
  ].join('')
}
