/**
 * Live positions as server-sent events: a snapshot of what a party may see comes first, then every move.
 */
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { createEar, eventOf, STREAM_MS_MAX } from '#platform/event-stream.ts'
import type { Moves } from '#tracking/moves.ts'
import { getVersion, listLivePositions, type Moved } from '#tracking/position-store.ts'

/** Beyond this the listener is told to begin anew. */
const PENDING_MAX = 5_000

export interface Listening {
  readonly organisationId: OrganisationId
  /** This container alone; it was asked for by a party to it. */
  readonly containerId?: ContainerId | undefined
  /** The `Last-Event-ID` of a browser that comes back. */
  readonly lastEventId?: string | undefined
  readonly now: Date
  readonly signal: AbortSignal
}

export async function* positionEvents(
  database: Database,
  moves: Moves,
  listening: Listening,
): AsyncGenerator<string> {
  const { organisationId, containerId } = listening
  const ear = createEar<Moved>(({ position }) => position.containerId, PENDING_MAX)
  const ended = AbortSignal.any([listening.signal, moves.closing])
  const endsAt = performance.now() + STREAM_MS_MAX
  await moves.ready()
  const detach = moves.attach({
    wants: ({ organisationIds, position }) =>
      organisationIds.includes(organisationId) &&
      (containerId === undefined || position.containerId === containerId),
    take: (moved) => ear.take(moved),
  })
  try {
    let seen = yield* begin(database, listening, listening.lastEventId)
    while (!ended.aborted && performance.now() < endsAt) {
      const heard = await ear.hear(ended)
      if (ended.aborted) return
      if (heard === 'too much') {
        seen = yield* begin(database, listening, undefined)
        continue
      }
      if (heard.length === 0) yield ': alive\n\n'
      // What the beginning has already told may have been waiting here as well.
      const news = heard.filter((moved) => moved.version > seen)
      seen = Math.max(seen, ...news.map((moved) => moved.version))
      if (news.length > 0) yield news.map(positionEvent).join('')
    }
  } finally {
    detach()
  }
}

/** All that the party may see, or what it missed; gives the version up to which that is whole. */
async function* begin(
  database: Database,
  { organisationId, containerId, now }: Listening,
  lastEventId: string | undefined,
): AsyncGenerator<string, number> {
  const { version, after, items } = await database.transact(async (tx) => {
    const current = await getVersion(tx)
    const last = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : null
    // A number from the future is of another database, before a restore: begin anew.
    const from = last !== null && last <= current ? last : null
    const asked = { after: from ?? 0, containerId }
    const moved = await listLivePositions(tx, organisationId, now, asked)
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

function positionEvent({ version, position }: Moved): string {
  return `id: ${version}\n${eventOf('position', position)}`
}
