/**
 * Kills the server at random moments while everyone works, starts it again, and looks for everything that was acknowledged:
 * each booking, step and fix is there exactly once, each step stands in the ledger, and the ledger is one history.
 */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { bookingApi } from '#booking/contract.ts'
import { passportApi } from '#passport/contract.ts'
import { KEY_TYP, typAndKidOf } from '#passport/entry.ts'
import { POSITIONS_TYP } from '#passport/positions/positions-entry.ts'
import { trackingApi } from '#tracking/contract.ts'
import { utf8Decode } from 'tlog'
import { openAuditor, type Auditor } from './auditor.ts'
import { eventually } from './desk.ts'
import { makeGate } from './gate.ts'
import { seededRandom } from './seeded-random.ts'
import { startServer, type ServerUnderTest } from './server.ts'
import { startWorkload, type Workload } from './workload.ts'

export interface TortureOptions {
  readonly kills: number
  readonly seed: number
  readonly onLine: (line: string) => void
}

export interface TortureReport {
  readonly seed: number
  readonly kills: number
  /** Of these, kills of the database's processes with the server's. */
  readonly killsOfAll: number
  /** Of these, kills of a server that was still starting. */
  readonly killsAtStart: number
  readonly bookings: number
  readonly steps: number
  readonly fixes: number
  /** Requests that had to be sent again. */
  readonly repeats: number
  readonly ledgerEntries: number
  readonly ledgerHeads: number
}

interface Ward {
  readonly server: ServerUnderTest
  readonly auditor: Auditor
  readonly workload: Workload
  /** How much of each container was looked at: events and fixes. */
  readonly checked: Map<string, { events: number; fixes: number }>
  readonly count: { killsOfAll: number; killsAtStart: number; entries: number }
}

const WORKERS_END_MS_MAX = 15_000

export async function torture({ kills, seed, onLine }: TortureOptions): Promise<TortureReport> {
  const random = seededRandom(seed)
  const gate = makeGate()
  const server = await startServer()
  const workload = await startWorkload(server, gate, random)
  const auditor = openAuditor(server.url)
  const count = { killsOfAll: 0, killsAtStart: 0, entries: 0 }
  const ward: Ward = { server, auditor, workload, checked: new Map(), count }
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      await unlessFailed(workload, sleep(100 + random() * 1_400))
      await killSomehow(ward, random)
      await unlessFailed(workload, gate.shut())
      await checkNews(ward)
      gate.open()
      if (kill % 10 === 0 || kill === kills) onLine(JSON.stringify({ kill, ...tally(ward) }))
    }
    await unlessFailed(workload, workload.stop())
    await checkEverything(ward)
    return { seed, kills, ...tally(ward) }
  } catch (error) {
    // Before anything that may wait: against a server that cannot start again, workers retry for ever.
    onLine(`failed: ${String((error as Error).stack)}`)
    throw error
  } finally {
    await Promise.race([workload.stop(), sleep(WORKERS_END_MS_MAX)])
    await server.remove()
  }
}

const unlessFailed = <T>({ failed }: Workload, work: Promise<T>): Promise<T> =>
  Promise.race([work, failed])

async function killSomehow({ server, count }: Ward, random: () => number): Promise<void> {
  if (random() < 0.2) {
    count.killsOfAll += 1
    await server.killAll()
  } else {
    await server.kill()
  }
  if (random() < 0.1) {
    count.killsAtStart += 1
    const starting = server.restart().catch(() => undefined)
    await sleep(random() * 2_000)
    await server.kill()
    await starting
  }
  await server.restart()
}

/** What was acknowledged since the last look. */
async function checkNews(ward: Ward): Promise<void> {
  const { acknowledged } = ward.workload
  for (const [containerId, events] of acknowledged.events) {
    const fixes = acknowledged.fixes.get(containerId)?.length ?? 0
    const before = ward.checked.get(containerId)
    if (before?.events === events.length && before.fixes === fixes) continue
    await checkContainer(ward, containerId, events)
    ward.checked.set(containerId, { events: events.length, fixes })
  }
  for (const [departureId, ids] of acknowledged.bookings)
    await checkBookings(ward, departureId, ids)
  ward.count.entries = (await ward.auditor.audit()).length
}

async function checkContainer(ward: Ward, containerId: string, events: string[]): Promise<void> {
  const { office, acknowledged } = ward.workload
  const { call } = office.operator.party
  const params = { containerId }
  const { history } = await call(bookingApi.getContainer, { params })
  const steps = [...history].sort((one, other) => one.sequence - other.sequence)
  assert.deepEqual(
    steps.map(({ event }) => event),
    events,
    `steps of ${containerId}`,
  )
  await eventually(`${containerId} in the ledger`, async () => {
    const { statements } = await call(passportApi.getContainerPassport, { params })
    assert.ok(statements.length <= events.length, `statements of ${containerId} more than steps`)
    if (statements.length < events.length || !statements.every((one) => one.published)) return false
    assert.deepEqual(
      statements.map(({ event }) => event),
      events,
      `statements of ${containerId}`,
    )
    return true
  })
  const fixes = acknowledged.fixes.get(containerId)
  if (fixes === undefined) return
  const { points, pointsRecorded } = await call(trackingApi.track, { params })
  assert.equal(pointsRecorded, fixes.length, `fixes of ${containerId}`)
  if (pointsRecorded > points.length) return
  assert.deepEqual(
    points.map(({ latitude }) => latitude).sort((a, b) => a - b),
    [...fixes].sort((a, b) => a - b),
    `fixes of ${containerId}`,
  )
}

async function checkBookings(ward: Ward, departureId: string, ids: string[]): Promise<void> {
  const { call } = ward.workload.office.exporter.party
  const query = { departure: departureId, limit: '200' }
  const { items } = await call(bookingApi.listBookings, { query })
  assert.deepEqual(items.map(({ id }) => id as string).sort(), [...ids].sort(), departureId)
}

/** Everything, from the first booking on; and nothing in the ledger that nobody said. */
async function checkEverything(ward: Ward): Promise<void> {
  ward.checked.clear()
  await checkNews(ward)
  const { call } = ward.workload.office.operator.party
  await eventually('one entry for each statement, beside those of keys and of hours', async () => {
    let statements = 0
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: Record<string, string> = { limit: '200', ...(cursor && { cursor }) }
      const page = await call(bookingApi.listContainers, { query })
      statements += page.items.reduce((sum, { sequence }) => sum + sequence, 0)
      cursor = page.next
    }
    const entries = await ward.auditor.audit()
    const said = entries.filter((entry) => !isAbout(entry)).length
    assert.ok(said <= statements, `${said} > ${statements}`)
    return said === statements
  })
}

/** An entry about a key or about hours of fixes: how many there are is nobody's step. */
function isAbout(entry: Uint8Array): boolean {
  const { typ } = typAndKidOf(utf8Decode(entry))
  return typ === KEY_TYP || typ === POSITIONS_TYP
}

function tally({ workload: { acknowledged }, auditor, count }: Ward) {
  const total = (lists: Iterable<readonly unknown[]>) =>
    [...lists].reduce((sum, list) => sum + list.length, 0)
  return {
    killsOfAll: count.killsOfAll,
    killsAtStart: count.killsAtStart,
    bookings: total(acknowledged.bookings.values()),
    steps: total(acknowledged.events.values()),
    fixes: total(acknowledged.fixes.values()),
    repeats: acknowledged.repeats,
    ledgerEntries: count.entries,
    ledgerHeads: auditor.headsSeen,
  }
}
