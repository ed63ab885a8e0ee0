/**
 * Kills servers, the database under them, and servers that are starting, at random moments while many clerks want the same trains:
 * nothing acknowledged is lost or doubled, every account's whole history adds up, nobody was promoted out of turn, money balances,
 * and the ledger is one history whichever server shows it.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { auditTrain } from '#booking/slots/watch.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { findUnbalanced } from '#price'
import type { DepartureId } from '#train/contract.ts'
import { openAuditor } from './auditor.ts'
import { startRush, type Known, type Rush } from './booking-rush.ts'
import { eventually } from './desk.ts'
import { makeGate, type Gate } from './gate.ts'
import { seededRandom } from './seeded-random.ts'
import { openServed, type Served } from './served.ts'

export interface BookingTortureOptions {
  readonly kills: number
  readonly seed: number
  /** On one database; clerks are spread over them. */
  readonly servers: number
  readonly onLine: (line: string) => void
}

export interface BookingTortureReport {
  readonly seed: number
  readonly servers: number
  /** Kills by what was killed. */
  readonly killed: Readonly<Record<string, number>>
  readonly bookings: number
  /** Acknowledged commands by what they were, and how many were refused. */
  readonly done: Readonly<Record<string, number>>
  /** Requests that had to be sent again. */
  readonly repeats: number
}

interface Ward {
  readonly served: Served
  readonly rush: Rush
  readonly gate: Gate
  readonly killed: Record<string, number>
}

const CLERKS_END_MS_MAX = 15_000
/** A kill while nothing is acknowledged could lose nothing. */
const DONE_BETWEEN_MAX = 60

export async function tortureBooking(
  options: BookingTortureOptions,
): Promise<BookingTortureReport> {
  const { kills, seed, servers, onLine } = options
  const random = seededRandom(seed)
  const served = await openServed(servers)
  const gate = makeGate()
  const origins = served.servers.map(({ url }) => url)
  const password = served.servers[0]!.password()
  const rush = await startRush({ origins, password }, gate, random)
  const ward: Ward = { served, rush, gate, killed: {} }
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await unlessFailed(rush, untilDone(rush, 5 + Math.floor(random() * DONE_BETWEEN_MAX)))
      await sleep(random() * 100)
      await killSomehow(ward, random)
      await unlessFailed(rush, gate.shut())
      await check(ward)
      gate.open()
      if (kill % 10 === 0 || kill === kills) onLine(JSON.stringify({ kill, ...tally(ward) }))
    }
    await unlessFailed(rush, gate.shut())
    await checkLedger(ward)
    return { seed, servers, ...tally(ward) }
  } catch (error) {
    // Before anything that may wait: against servers that cannot start again, clerks retry for ever.
    onLine(`failed: ${String((error as Error).stack)}`)
    throw error
  } finally {
    await Promise.race([rush.stop(), sleep(CLERKS_END_MS_MAX)])
    await served.remove()
  }
}

const unlessFailed = <T>({ failed }: Rush, work: Promise<T>): Promise<T> =>
  Promise.race([work, failed])

const doneBy = ({ done }: Rush): number => [...done.values()].reduce((sum, one) => sum + one, 0)

async function untilDone(rush: Rush, more: number): Promise<void> {
  const enough = doneBy(rush) + more
  while (doneBy(rush) < enough) await sleep(5)
}

async function killSomehow({ served, killed }: Ward, random: () => number): Promise<void> {
  const which = Math.floor(random() * served.servers.length)
  const dice = random()
  const count = (what: string) => void (killed[what] = (killed[what] ?? 0) + 1)
  if (dice < 0.5) {
    count('server')
    await served.killServer(which)
  } else if (dice < 0.65) {
    count('server at its start')
    await served.killStarting(which, random() * 2_000)
  } else if (dice < 0.85) {
    count('database')
    await served.killDatabase()
  } else {
    count('all')
    await served.killAll()
  }
}

/** With every clerk at rest: what was acknowledged is there, and nothing else is. */
async function check({ served, rush }: Ward): Promise<void> {
  const database = openDatabase(served.databaseUrl, 2)
  try {
    await checkBookings(database, rush)
    for (const id of rush.trains) {
      const findings = await database.transact((tx) => auditTrain(tx, id as DepartureId))
      assert.deepEqual(findings, [], id)
    }
    assert.deepEqual(await database.transact((tx) => findUnbalanced(tx)), [], 'money balances')
    const { rows } = await database.pool.query('select departure_id, finding from slot_alarm')
    assert.deepEqual(rows, [], 'the servers’ own check found nothing')
  } finally {
    await database.close()
  }
}

interface Stored {
  readonly id: string
  readonly state: string
  readonly ordered: number
  readonly boxes: Readonly<Record<string, string>>
}

async function checkBookings({ pool }: Database, { trains, known }: Rush): Promise<void> {
  const { rows } = await pool.query<Stored>(
    `select booking.id, booking.state, booking.boxes as ordered,
       coalesce(jsonb_object_agg(container.id, container.departure_id) filter (where container.id is not null), '{}') as boxes
     from booking left join container on container.booking_id = booking.id and container.stage <> 'cancelled'
     where booking.departure_id = any($1) group by booking.id`,
    [trains],
  )
  const stored = new Map(rows.map((row) => [row.id, row]))
  const lost = [...known.keys()].filter((id) => !stored.has(id))
  assert.deepEqual(lost, [], 'acknowledged and lost')
  const unasked = [...stored.keys()].filter((id) => !known.has(id))
  assert.deepEqual(unasked, [], 'there, and never acknowledged: done twice')
  for (const one of known.values()) checkBooking(one, stored.get(one.id)!)
}

const REFUSED = ['declined', 'expired', 'rejected']

function checkBooking(one: Known, { id, state, ordered, boxes }: Stored): void {
  const has = new Map(Object.entries(boxes))
  assert.ok(has.size <= ordered, `${id} has more boxes than were ordered`)
  const isSame =
    state === one.state ||
    (REFUSED.includes(one.state) && REFUSED.includes(state)) ||
    // Its turn came meanwhile; a basket's time ran out.
    (one.state === 'waitlisted' && state === 'confirmed') ||
    (one.state === 'held' && state === 'expired')
  assert.ok(isSame, `${id} is ${state}, and was acknowledged as ${one.state}`)
  for (const [box, train] of one.boxes)
    assert.equal(has.get(box), train, `box ${box} of ${id} is not where it was acknowledged`)
  if (!one.waits) assert.equal(has.size, one.boxes.size, `boxes of ${id}`)
  Object.assign(one, { state, boxes: has, waits: one.waits && has.size < ordered })
}

/** Every step stands in the ledger once, and all servers show the same one. */
async function checkLedger({ served, rush }: Ward): Promise<void> {
  const client = new pg.Client({ connectionString: served.databaseUrl })
  await client.connect()
  try {
    await eventually('every step has its entry', async () => {
      const { rows } = await client.query<{ steps: number; statements: number }>(
        `select count(*)::int as steps, count(statement.leaf_index)::int as statements
         from container_step step join container on container.id = step.container_id
         left join passport_statement statement
           on statement.container_id = step.container_id and statement.sequence = step.sequence
         where container.booking_id = any($1)`,
        [[...rush.known.keys()]],
      )
      return rows[0]!.steps === rows[0]!.statements
    })
  } finally {
    await client.end()
  }
  const seen = []
  for (const { url } of served.servers) seen.push((await openAuditor(url).audit()).length)
  assert.ok(seen.every((size) => size > 0))
}

function tally({ rush, killed }: Ward) {
  return {
    killed: { ...killed },
    bookings: rush.known.size,
    done: Object.fromEntries(rush.done),
    repeats: rush.repeats(),
  }
}
