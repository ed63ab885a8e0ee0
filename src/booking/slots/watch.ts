/**
 * The clockwork of slots: does what time brings (baskets, offers, allotments, closing lists, closing gates) also when nobody asks for the train,
 * and checks every account that moved against its own history, with its waiting list and the charges of who is on it. Neither is
 * needed to be right: the desk does the first before each decision, and the tables' own constraints refuse the worst of what the
 * second would find.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { findUnbalanced } from '#price'
import {
  listAccountsSince,
  listAllotmentsDue,
  readAccount,
  readSpaces,
  readSpaceTransfers,
  readTransfers,
} from '#train'
import type { DepartureId, SlotAmount } from '#train/contract.ts'
import { NO_SLOTS, sumOf } from '#train/slots.ts'
import { auditSpace, NO_SPACE, type SpaceAccount, type SpaceClaim } from '#train/space.ts'
import { insertAlarms, keepAuditedUntil, readAuditedUntil } from '#booking/slots/alarm-store.ts'
import { auditAccount, type Claim } from '#booking/slots/audit.ts'
import { boxesOf, slotsOf } from '#booking/booking.ts'
import { readContainersOfDeparture } from '#booking/container-store.ts'
import type { BookingId } from '#booking/contract.ts'
import { atDesk } from '#booking/slots/desk.ts'
import { readConsignments, readPendingIn, readRiding } from '#booking/lcl/lcl-store.ts'
import { listGatesDue } from '#booking/departure/no-show-store.ts'
import { closeGate } from '#booking/departure/no-shows.ts'
import { readLines } from '#booking/line-store.ts'
import { readClaimants } from '#booking/slots/claimant-store.ts'
import { listHoldsDue, type Booking } from '#booking/store.ts'
import { findLclOutOfTurn, findOutOfTurn } from '#booking/turn-order.ts'
import {
  listListsDue,
  readOpenPlaces,
  readWholeLclList,
  readWholeList,
} from '#booking/slots/waiting-store.ts'

const SWEEP_MS = 2_000
const AUDIT_MS = 60_000
const AUDITED_AT_ONCE = 50
/** What is told in the log of one round; the rest stands on the operators' boards, too. */
const TOLD_MAX = 20

export interface Watching {
  readonly database: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly complain: (error: unknown, who: string) => void
}

/** Runs until it is stopped; a round that fails is told and tried again. */
export function startWatch(watching: Watching): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const { signal } = stopped
  const every = async (ms: number, who: string, work: () => Promise<unknown>): Promise<void> => {
    while (!signal.aborted) {
      await work().catch((error: unknown) => watching.complain(error, who))
      await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }
  const audit = async (): Promise<void> => {
    const findings = await auditMoved(watching)
    for (const finding of findings.slice(0, TOLD_MAX))
      watching.complain(new Error(finding), 'slots')
    if (findings.length > TOLD_MAX)
      watching.complain(new Error(`${findings.length} findings; all stand on the board`), 'slots')
  }
  const loops = [every(SWEEP_MS, 'slots', () => sweep(watching)), every(AUDIT_MS, 'slots', audit)]
  return {
    async stop() {
      stopped.abort()
      await Promise.all(loops)
    },
  }
}

/** Opens the desk of each train on which something is due; gives how many there were. */
export async function sweep({ database, clock, ids }: Omit<Watching, 'complain'>): Promise<number> {
  const now = clock()
  const due = await database.transact(async (tx) => [
    ...(await listHoldsDue(tx, now)),
    ...(await listAllotmentsDue(tx, now)),
    ...(await listListsDue(tx, now)),
  ])
  const gates = await database.transact((tx) => listGatesDue(tx, now))
  const trains = new Set([...due, ...gates])
  for (const id of trains)
    await database.transact((tx) =>
      atDesk(tx, { now, ids }, [id], async (desk) => {
        if (gates.includes(id)) await closeGate(desk, id)
      }),
    )
  return trains.size
}

/** Checks every account that moved since the last round, be it before the last start. */
export async function auditMoved(watching: Omit<Watching, 'complain'>): Promise<string[]> {
  const { database, clock } = watching
  const begun = clock()
  const findings = await auditAccounts(watching, await database.question(readAuditedUntil))
  // A little before: an account that was being decided on while we looked is looked at again.
  const until = new Date(begun.getTime() - AUDIT_MS)
  await database.transact((tx) => keepAuditedUntil(tx, until))
  return findings
}

/** Checks every account that moved since; writes what is wrong for the operator's screen, and gives what is new of it. */
async function auditAccounts(
  { database, clock, ids }: Omit<Watching, 'complain'>,
  since: Date,
): Promise<string[]> {
  const found: string[] = []
  for (let after = ''; ;) {
    const trains = await database.transact((tx) =>
      listAccountsSince(tx, since, after, AUDITED_AT_ONCE),
    )
    for (const id of trains)
      found.push(
        ...(await database.transact(async (tx) => {
          const findings = await auditTrain(tx, id)
          const alarms = findings.map((finding) => ({ id: ids('alm'), departureId: id, finding }))
          const told = await insertAlarms(tx, alarms, clock())
          return told.map((finding) => `${id}: ${finding}`)
        })),
      )
    if (trains.length < AUDITED_AT_ONCE) return found
    after = trains.at(-1)!
  }
}

/** Slots, turns and money of whoever ever had slots of it. Holds the account while it looks, so that it sees one moment of it. */
export async function auditTrain(tx: Tx, id: DepartureId): Promise<string[]> {
  const { pools, capacity } = await readAccount(tx, id)
  const transfers = await readTransfers(tx, id)
  const holders = new Set(transfers.flatMap(({ holder }) => holder ?? []))
  const spaces = await readSpaces(tx, [id])
  const sharing = spaces.map((space) => space.id)
  const riding = await readRiding(tx, sharing)
  const pending = await readPendingIn(tx, sharing)
  const charged = [...holders, ...riding.map((booking) => booking.id)] as BookingId[]
  const unbalanced = await findUnbalanced(tx, charged)
  return [
    ...(await auditSpaces(tx, spaces, { riding, pending })),
    ...auditAccount({ pools, capacity, transfers, claims: await readClaims(tx, id) }),
    ...findOutOfTurn(await readWholeList(tx, id)),
    ...findLclOutOfTurn(await readWholeLclList(tx, id)).map((found) => `LCL: ${found}`),
    ...unbalanced.map((booking) => `the charges of booking ${booking} do not add up`),
  ]
}

/** The space of its consolidations, against the bookings that go in them. */
async function auditSpaces(
  tx: Tx,
  spaces: readonly SpaceAccount[],
  { riding, pending }: { readonly riding: Booking[]; readonly pending: Booking[] },
): Promise<string[]> {
  const lots = await readConsignments(
    tx,
    [...riding, ...pending].map(({ id }) => id),
  )
  const findings: string[] = []
  for (const space of spaces) {
    const isOwn = ({ consolidationId }: Booking) => consolidationId === space.id
    const [sold, held] = [riding.filter(isOwn), pending.filter(isOwn)]
    const own = [...sold, ...held]
    const claims = new Map<string, SpaceClaim>([
      ...sold.map(({ id }) => [id, { amount: lots.get(id)!, held: NO_SPACE }] as const),
      ...held.map(({ id }) => [id, { amount: NO_SPACE, held: lots.get(id)! }] as const),
    ])
    const found = auditSpace(space, await readSpaceTransfers(tx, space.id), claims)
    const elsewhere = own.filter(({ departureId }) => departureId !== space.departureId)
    found.push(...elsewhere.map(({ id }) => `booking ${id} is not on the train of its container`))
    if (space.state === 'ended' && own.length > 0) found.push('it ended, and bookings go in it')
    findings.push(...found.map((finding) => `consolidation ${space.id}: ${finding}`))
  }
  return findings
}

async function readClaims(tx: Tx, id: DepartureId): Promise<Claim[]> {
  const containers = await readContainersOfDeparture(tx, id)
  const sold = Map.groupBy(
    containers.filter(({ stage }) => stage !== 'cancelled'),
    ({ bookingId }) => bookingId,
  )
  const waiting = await readClaimants(tx, id)
  const lines = await readLines(
    tx,
    waiting.map((booking) => booking.id),
  )
  const offers = new Map(
    (await readOpenPlaces(tx, id, 'FCL')).map((place) => [place.bookingId, place] as const),
  )
  const held = new Map(
    waiting.map((booking): [BookingId, SlotAmount] => {
      const boxes = boxesOf(lines.get(booking.id) ?? [], booking.cargoKg).map(slotsOf)
      const isWhole = ['held', 'received', 'pending_update'].includes(booking.state)
      if (isWhole) return [booking.id, sumOf(boxes)]
      const { boxesPlaced = 0, boxesOffered = 0 } = offers.get(booking.id) ?? {}
      return [booking.id, sumOf(boxes.slice(boxesPlaced, boxesPlaced + boxesOffered))]
    }),
  )
  return [...new Set([...sold.keys(), ...held.keys()])].map((holder) => ({
    holder,
    sold: sumOf((sold.get(holder) ?? []).map(slotsOf)),
    held: held.get(holder) ?? NO_SLOTS,
  }))
}
