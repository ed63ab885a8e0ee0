/**
 * The transactional outbox: an event is written with the change it tells of, and each follower reads every event
 * exactly once, because its place in the stream moves in the same transaction as what it did.
 */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { EventKind } from '#kernel/event.ts'
import type { Database, Tx } from '#platform/database.ts'

const CHANNEL = 'outbox'
const BATCH_EVENTS = 100
const POLL_MS = 5_000
const RETRY_MS_MAX = 30_000

/** Says in the business transaction that something happened. */
export async function say<Payload extends z.ZodType>(
  tx: Tx,
  event: EventKind<string, Payload>,
  payload: z.input<Payload>,
): Promise<void> {
  const body = JSON.stringify(event.payload.parse(payload))
  await sql`insert into outbox (kind, payload) values (${event.kind}, ${body}::jsonb)`.execute(tx)
  await sql`select pg_notify(${CHANNEL}, '')`.execute(tx)
}

export interface OutboxEvent {
  readonly position: number
  readonly at: Date
  readonly kind: string
  readonly payload: unknown
}

export interface Follower {
  readonly name: string
  readonly follows: readonly EventKind<string, z.ZodType>[]
  handle(tx: Tx, event: OutboxEvent): Promise<void>
}

export interface Followers {
  /** Resolves when everything said before the call has been handled: tests and an orderly stop wait for it. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export async function startFollowers(
  database: Database,
  followers: readonly Follower[],
  onError: (error: unknown, follower: string) => void,
): Promise<Followers> {
  const loops = followers.map((follower) => startLoop(database, follower, onError))
  const unlisten = await database.listen(CHANNEL, () => {
    for (const loop of loops) loop.wake()
  })
  return {
    async settle() {
      // A follower may say things for another, so go round until nobody did anything.
      for (let busy = true; busy;) {
        const worked = await Promise.all(loops.map((loop) => loop.drain()))
        busy = worked.some(Boolean)
      }
    },
    async stop() {
      await unlisten()
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

function startLoop(
  database: Database,
  follower: Follower,
  onError: (error: unknown, follower: string) => void,
) {
  let stopped = false
  let retryMs = 250
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()

  const drain = (): Promise<boolean> => {
    const next = turn.then(async () => {
      let worked = false
      while (!stopped && (await step(database, follower)) > 0) worked = true
      return worked
    })
    turn = next.catch(() => undefined)
    return next
  }
  const wake = (): void => {
    if (stopped) return
    clearTimeout(timer)
    void drain().then(
      () => {
        retryMs = 250
        plan(POLL_MS)
      },
      (error: unknown) => {
        if (stopped) return
        onError(error, follower.name)
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
        plan(retryMs)
      },
    )
  }
  const plan = (ms: number): void => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(wake, ms)
  }
  wake()
  return {
    wake,
    drain,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await turn
    },
  }
}

interface Row extends OutboxEvent {
  readonly xid: string
}

/** One batch in one transaction; the row lock keeps two servers from following at once. */
async function step(database: Database, follower: Follower): Promise<number> {
  return database.transact(async (tx) => {
    await sql`insert into follower (name) values (${follower.name}) on conflict do nothing`.execute(
      tx,
    )
    const place = await sql<{ xid: string; position: number }>`
      select xid::text, position from follower where name = ${follower.name} for update skip locked`.execute(
      tx,
    )
    const from = place.rows[0]
    if (from === undefined) return 0
    const events = await sql<Row>`
      select xid::text, position, at, kind, payload from outbox
      where (xid, position) > (${from.xid}::xid8, ${from.position})
        and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by outbox.xid, position limit ${BATCH_EVENTS}`.execute(tx)
    const last = events.rows.at(-1)
    if (last === undefined) return 0
    const kinds = new Set(follower.follows.map((event) => event.kind))
    for (const event of events.rows) if (kinds.has(event.kind)) await follower.handle(tx, event)
    await sql`update follower set xid = ${last.xid}::xid8, position = ${last.position}
      where name = ${follower.name}`.execute(tx)
    return events.rows.length
  })
}
