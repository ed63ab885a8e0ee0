/**
 * Opens PostgreSQL. `transact` is the only door through which tables are changed: one transaction, all or nothing, fsync'd when it
 * returns. `question` is the door for those who only read.
 *
 * A transaction inside a transaction would take a second connection and could wait for the first for ever,
 * so it is refused: pass the `tx` down instead.
 */
import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { ConfigError } from '#platform/config.ts'
import { copyIn } from '#platform/copy-in.ts'
import { openListening } from '#platform/listening.ts'
import type { Tables } from '#platform/tables.gen.ts'

export type Tx = Transaction<Tables>

export interface Database {
  readonly url: string
  /** For libraries that bring their own SQL (sign-in); our own code uses `transact`. */
  readonly pool: pg.Pool
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * For whoever only reads: on connections that PostgreSQL itself keeps from writing, and without a transaction around the
   * statements, each of which sees what is committed by then, as it would in one of ours. Spares two round trips.
   */
  question<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** `COPY … FROM STDIN` with these bytes, as a part of the transaction it is called in. */
  copyIn(statement: string, bytes: Uint8Array): Promise<void>
  /** Hears `NOTIFY channel`; survives a lost connection. Gives back the way to stop. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

// bigint columns hold amounts and sizes far below 2^53; a number is what JSON and the rules work with.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `bigint ${text} is beyond 2^53`)
  return value
})

// A day is a day: as a moment at the server's midnight it would be another one elsewhere.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

const parseMoment = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (
  text: string,
) => unknown
const MOMENT = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d(?::\d\d)?$/

// A long list has thousands of these, and the library takes each apart: infinities and years before the first are left to it.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  MOMENT.test(text) ? momentOf(text) : parseMoment(text),
)

/** By its digits, which stand where the form above has them: a text for `Date` to parse would cost several times as much. */
function momentOf(text: string): Date {
  const digit = (at: number): number => text.charCodeAt(at) - ZERO
  const two = (at: number): number => digit(at) * 10 + digit(at + 1)
  let at = 'YYYY-MM-DD hh:mm:ss'.length
  let ms = 0
  if (text[at] === '.') {
    at += 1
    // Microseconds, without noughts at the end; the rest of a millisecond is dropped.
    for (let unit = 100; digit(at) >= 0 && digit(at) <= 9; unit /= 10, at += 1)
      ms += Math.floor(unit) * digit(at)
  }
  const minutes = two(at + 1) * 60 + (text.length > at + 3 ? two(at + 4) : 0)
  const east = text[at] === '-' ? -minutes : minutes
  const [year, month, day] = [two(0) * 100 + two(2), two(5), two(8)]
  return new Date(Date.UTC(year, month - 1, day, two(11), two(14) - east, two(17), ms))
}

const ZERO = '0'.charCodeAt(0)

const QUESTIONS_MAX = 8

/** Channels that a transaction wakes when it has committed. */
const wakings = new WeakMap<Tx, Set<string>>()

/**
 * Wakes those who `listen` to the channel, with an empty payload, once the transaction has committed. `NOTIFY` in the transaction
 * itself would have all commits that notify wait for each other's turn at the disk. A process that dies between its commit and this
 * wakes nobody: who listens looks now and then of its own accord, too.
 */
export function wakeOnCommit(tx: Tx, channel: string): void {
  const channels = wakings.get(tx)
  assert(channels, 'wakeOnCommit outside transact')
  channels.add(channel)
}

/** A transaction under way, and the connection it was given. */
interface Running {
  client?: pg.PoolClient
}

export function openDatabase(url: string, connectionsMax = 12): Database {
  const pool = openPool({ connectionString: url, max: connectionsMax })
  const readers = openPool({
    connectionString: url,
    max: Math.min(connectionsMax, QUESTIONS_MAX),
    options: '-c default_transaction_read_only=on',
  })
  const running = new AsyncLocalStorage<Running>()
  const connect = async () => {
    const client = await pool.connect()
    const transaction = running.getStore()
    if (transaction) transaction.client = client
    return client
  }
  const kysely = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end() } }),
  })
  const asking = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: readers }) })
  const listening = openListening(url)
  const waker = createWaker(pool)
  return {
    url,
    pool,
    async transact(work) {
      assert(!running.getStore(), 'transact inside transact: pass the tx down instead')
      const channels = new Set<string>()
      const done = await running.run({}, () =>
        kysely.transaction().execute((tx) => {
          wakings.set(tx, channels)
          return work(tx)
        }),
      )
      if (channels.size > 0) waker.wake(channels)
      return done
    },
    question(work) {
      assert(!running.getStore(), 'question inside transact: ask the tx instead')
      // It can do all that a transaction can but end, and nobody ends one.
      return running.run({}, () => asking.connection().execute((reader) => work(reader as Tx)))
    },
    async copyIn(statement, bytes) {
      const client = running.getStore()?.client
      assert(client, 'copyIn outside a transaction')
      await copyIn(client, statement, bytes)
    },
    // Whoever listens first may do so in a transaction; what is heard is not of it.
    listen: (channel, onPayload) => running.exit(() => listening.listen(channel, onPayload)),
    async close() {
      await listening.close()
      await waker.settle()
      await kysely.destroy()
      await asking.destroy()
    },
  }
}

/** One `NOTIFY` at a time: whatever is to be woken meanwhile is woken by the next. */
function createWaker(pool: pg.Pool) {
  const due = new Set<string>()
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    while (due.size > 0) {
      const channels = [...due].map((channel) => pg.escapeLiteral(channel))
      due.clear()
      // Nothing is lost that was not told to be: the disk need not be waited for.
      const notify = channels.map((channel) => `select pg_notify(${channel}, '')`)
      await pool
        .query(['set local synchronous_commit = off', ...notify].join(';'))
        .catch(() => undefined)
    }
    running = undefined
  }
  return {
    wake(channels: ReadonlySet<string>): void {
      for (const channel of channels) due.add(channel)
      running ??= run()
    },
    settle: async () => running,
  }
}

function openPool(options: pg.PoolConfig): pg.Pool {
  // Each connection is a process of PostgreSQL of some 3 MB; after a rush they go again.
  const pool = new pg.Pool({ ...options, idleTimeoutMillis: 10_000 })
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  // So would one that breaks between two statements of a transaction: the next statement says so, to whom it concerns.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Refuses with one clear line when the database cannot be reached or used. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    const { host, database } = client
    const why = (error as Error).message || (error as NodeJS.ErrnoException).code
    throw new ConfigError(
      `The database ${database} at ${host} cannot be reached (${why}): check DATABASE_URL`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}
