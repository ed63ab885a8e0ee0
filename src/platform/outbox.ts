/**
 * The transactional outbox: an event is written with the change it tells of, and each follower reads every event
 * exactly once, because its place in the stream moves in the same transaction as what it did.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { EventKind } from '#kernel/event.ts'
import { wakeOnCommit, type Database, type Tx } from '#platform/database.ts'

const CHANNEL = 'outbox'
const BATCH_EVENTS = 100
const BATCH_EVENTS_AT_ONCE = 500
/**
 * Followers at work at once. All hear of an event at the same moment, and each takes a connection: a process of PostgreSQL that
 * stays for a while, with a memory of its own. Two processors have enough in these.
 */
const AT_WORK_MAX = 4
const POLL_MS = 5_000
/** How soon to look again for an event that an older transaction, still running, holds back: its end tells nobody. */
const HELD_BACK_MS = 15
const RETRY_MS_MAX = 30_000

/** Says in the business transaction that something happened. */
export async function say<Payload extends z.ZodType>(
  tx: Tx,
  event: EventKind<string, Payload>,
  payload: z.input<Payload>,
): Promise<void> {
  await sayAll(tx, event, [payload])
}

/** The same event of several things, in this order. */
export async function sayAll<Payload extends z.ZodType>(
  tx: Tx,
  event: EventKind<string, Payload>,
  payloads: readonly z.input<Payload>[],
): Promise<void> {
  if (payloads.length === 0) return
  const bodies = JSON.stringify(payloads.map((payload) => event.payload.parse(payload)))
  await sql`insert into outbox (kind, payload)
    select ${event.kind}, payload
    from jsonb_array_elements(${bodies}::jsonb) with ordinality as said (payload, place) order by place`.execute(
    tx,
  )
  wakeOnCommit(tx, CHANNEL)
}

export interface OutboxEvent {
  readonly position: number
  readonly at: Date
  readonly kind: string
  readonly payload: unknown
}

export type Follower = {
  readonly name: string
  readonly follows: readonly EventKind<string, z.ZodType>[]
} & (OneByOne | ManyAtOnce)

interface OneByOne {
  handle(tx: Tx, event: OutboxEvent): Promise<void>
}

/** For work that is cheaper together. */
interface ManyAtOnce {
  /** As many as wait, in order, all in the one transaction. */
  handleAll(tx: Tx, events: readonly OutboxEvent[]): Promise<void>
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
  const turns = openTurns(AT_WORK_MAX)
  const loops = followers.map((follower) => startLoop(database, follower, turns, onError))
  const unlisten = await database.listen(CHANNEL, () => {
    for (const loop of loops) loop.wake()
  })
  const look = async (): Promise<void> => {
    const behind = await listBehind(database)
    for (const loop of loops) if (behind.has(loop.name)) loop.wakeUnlessPlanned()
  }
  let looking: Promise<void> = Promise.resolve()
  const polling = setInterval(() => {
    looking = look().catch((error: unknown) => onError(error, 'outbox'))
  }, POLL_MS)
  return {
    async settle() {
      // A follower may say things for another, so go round until nobody did anything, or has to wait to.
      for (let busy = true; busy;) {
        const worked = await Promise.all(loops.map((loop) => loop.drain()))
        const isHeldBack = loops.some((loop) => loop.isHeldBack())
        if (isHeldBack) await sleep(HELD_BACK_MS)
        busy = isHeldBack || worked.some(Boolean)
      }
    },
    async stop() {
      clearInterval(polling)
      await unlisten()
      await looking
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

/** Who has something to read that it was perhaps never woken for: one question for all of them, which writes nothing. */
async function listBehind(database: Database): Promise<ReadonlySet<string>> {
  const { rows } = await database.transact((tx) =>
    sql<{ name: string }>`select name from follower where exists (
      select from outbox where (outbox.xid, outbox.position) > (follower.xid, follower.position))`.execute(
      tx,
    ),
  )
  return new Set(rows.map(({ name }) => name))
}

type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** Lets so many work at once, the others in the order they came. */
function openTurns(atOnceMax: number): Turns {
  let free = atOnceMax
  const waiting: (() => void)[] = []
  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((begin) => void waiting.push(begin))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

function startLoop(
  database: Database,
  follower: Follower,
  turns: Turns,
  onError: (error: unknown, follower: string) => void,
) {
  let stopped = false
  let retryMs = 250
  let isHeldBack = false
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()

  const drain = (): Promise<boolean> => {
    const next = turn.then(async () => {
      let worked = false
      for (let outcome: Outcome = 'worked'; outcome === 'worked' && !stopped;) {
        outcome = await turns(() => step(database, follower))
        worked ||= outcome === 'worked'
        isHeldBack = outcome === 'held back'
      }
      return worked
    })
    turn = next.catch(() => undefined)
    return next
  }
  const wake = (): void => {
    if (stopped) return
    clearTimeout(timer)
    timer = undefined
    void drain().then(
      () => {
        retryMs = 250
        if (isHeldBack) plan(HELD_BACK_MS)
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
    name: follower.name,
    wake,
    /** One that failed waits longer each time. */
    wakeUnlessPlanned: () => timer === undefined && wake(),
    drain,
    isHeldBack: () => isHeldBack && !stopped,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await turn
    },
  }
}

interface Row extends OutboxEvent {
  readonly xid: string
  /** No transaction that could still say something before it is running. */
  readonly settled: boolean
}

type Outcome = 'worked' | 'nothing new' | 'held back'

async function follow(follower: Follower, tx: Tx, batch: readonly OutboxEvent[]): Promise<void> {
  const kinds = new Set(follower.follows.map((event) => event.kind))
  const events = batch.filter(({ kind }) => kinds.has(kind))
  if ('handle' in follower) for (const event of events) await follower.handle(tx, event)
  else if (events.length > 0) await follower.handleAll(tx, events)
}

/** One batch in one transaction; the row lock keeps two servers from following at once. */
async function step(database: Database, follower: Follower): Promise<Outcome> {
  const limit = 'handle' in follower ? BATCH_EVENTS : BATCH_EVENTS_AT_ONCE
  return database.transact(async (tx) => {
    await sql`insert into follower (name) values (${follower.name}) on conflict do nothing`.execute(
      tx,
    )
    const place = await sql<{ xid: string; position: number }>`
      select xid::text, position from follower where name = ${follower.name} for update skip locked`.execute(
      tx,
    )
    const from = place.rows[0]
    if (from === undefined) return 'nothing new'
    const { rows } = await sql<Row>`
      select xid::text, position, at, kind, payload,
        xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
      from outbox
      where (xid, position) > (${from.xid}::xid8, ${from.position})
      order by outbox.xid, position limit ${limit}`.execute(tx)
    const events = rows.filter(({ settled }) => settled)
    const last = events.at(-1)
    if (last === undefined) return rows.length === 0 ? 'nothing new' : 'held back'
    await follow(follower, tx, events)
    await sql`update follower set xid = ${last.xid}::xid8, position = ${last.position}
      where name = ${follower.name}`.execute(tx)
    return 'worked'
  })
}
