/**
 * Standing allotments at work: a rule opens an allotment on each train of its line, once, when the train is scheduled or when the rule
 * comes; in the account of slots as any allotment, so that nothing is lost or doubled between. A train that has less on open sale
 * gives what it has, the oldest rule first.
 */
import type { Actor } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { epochMs, sameClockLater, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import type { Ids } from '#platform/ids.ts'
import { say } from '#platform/outbox.ts'
import { holdAccounts, saveAccount } from '#train/account/account.ts'
import { insertAllotment, moveRelease } from '#train/account/account-store.ts'
import type { AllotmentId } from '#train/allotment-contract.ts'
import { named, whomOf } from '#train/account/allotments.ts'
import {
  slotsFreed,
  trainProblem,
  type Departure,
  type DepartureId,
  type SlotAmount,
} from '#train/contract.ts'
import { getDeparture, getOwnService, getService } from '#train/departures.ts'
import { move, NO_SLOTS, OPEN, releaseAllotment, type SlotAccount } from '#train/slots.ts'
import {
  standingApi,
  standingProblem,
  STANDING_OF_A_LINE_MAX,
  type StandingAllotment,
  type StandingAllotmentId,
  type StandingOpened,
} from '#train/standing-allotment-contract.ts'
import {
  findStanding,
  insertStanding,
  listOpened,
  listOpenTrains,
  listStanding,
  markStandingEnded,
  shareService,
  type StandingRow,
} from '#train/account/standing-allotment-store.ts'
import { lockService } from '#train/store.ts'

interface Opening {
  readonly now: Date
  readonly ids: Ids
}

export function standingRoutes(http: Http): void {
  serve(http, standingApi.stand, async ({ tx, params, body, actor, now, ids }) => {
    await lockService(tx, params.serviceId)
    const { id: serviceId } = await getOwnService(tx, params.serviceId, actor)
    const whom = await whomOf(tx, body.for)
    if ((await listStanding(tx, serviceId)).length >= STANDING_OF_A_LINE_MAX)
      throw standingProblem('train.too_many_standing', { most: STANDING_OF_A_LINE_MAX })
    const { amount, releaseDaysBefore } = body
    const id = ids('sta') as StandingAllotmentId
    const times = { createdAt: now, endedAt: null }
    const standing = { id, serviceId, ...whom, amount, releaseDaysBefore, ...times }
    await insertStanding(tx, standing)
    const done = await openOnAll(tx, { now, ids }, standing)
    return { ...done, standing: (await views(tx, [standing]))[0]! }
  })

  serve(http, standingApi.list, async ({ tx, params, actor }) => {
    const { id } = await getOwnService(tx, params.serviceId, actor)
    return { items: await views(tx, await listStanding(tx, id)) }
  })

  serve(http, standingApi.end, async ({ tx, params, body, actor, now }) => {
    const standing = await getOwn(tx, params.standingAllotmentId, actor)
    if (!(await markStandingEnded(tx, standing.id, now)))
      throw standingProblem('train.standing_ended')
    const released = body.release ? await releaseAll(tx, standing, now) : 0
    return { released, standing: (await views(tx, [{ ...standing, endedAt: now }]))[0]! }
  })
}

async function getOwn(tx: Tx, id: StandingAllotmentId, actor: Actor): Promise<StandingRow> {
  const standing = await findStanding(tx, id)
  if (standing === undefined) throw standingProblem('train.standing_absent')
  const service = await getService(tx, standing.serviceId)
  if (service.operatorId !== actor.organisationId) throw trainProblem('train.not_your_service')
  return standing
}

/** On a train that was just scheduled, whose slots are all on open sale; the caller holds the line's rules (`shareService`). */
export async function openStanding(
  tx: Tx,
  opening: Opening,
  departureId: DepartureId,
): Promise<void> {
  const train = await getDeparture(tx, departureId, opening.now)
  await shareService(tx, train.serviceId)
  for (const standing of await listStanding(tx, train.serviceId))
    await openOn(tx, opening, standing, train)
}

async function openOnAll(tx: Tx, opening: Opening, standing: StandingRow): Promise<StandingOpened> {
  const done: StandingOpened = { opened: 0, short: [] }
  for (const id of await listOpenTrains(tx, standing.serviceId, opening.now)) {
    const train = await getDeparture(tx, id, opening.now)
    const teu = await openOn(tx, opening, standing, train)
    if (teu === undefined) continue
    if (teu > 0) done.opened += 1
    if (teu < standing.amount.teu) done.short.push({ departureId: id, teu })
  }
  return done
}

/** The places that are kept; undefined where their time has come before they are. */
async function openOn(
  tx: Tx,
  { now, ids }: Opening,
  standing: StandingRow,
  train: Departure,
): Promise<number | undefined> {
  const releaseAtMs = releaseOf(train, standing)
  if (releaseAtMs <= now.getTime()) return undefined
  const account = (await holdAccounts(tx, [train.id], now)).get(train.id)!
  const amount = amountOn(train, account, standing.amount)
  if (amount.teu === 0) return 0
  const id = ids('alt') as AllotmentId
  const { organisationId, organisationKind } = standing
  const row = { id, departureId: train.id, organisationId, organisationKind, amount, releaseAtMs }
  // Once on a train, whoever comes twice.
  if (!(await insertAllotment(tx, { ...row, standingId: standing.id }, now))) return undefined
  const kept = move(account, {
    cause: 'allotted',
    from: { pool: OPEN, state: 'free' },
    to: { pool: id, state: 'free' },
    amount,
  })
  // Never more than what is free was asked for.
  if (typeof kept === 'string') throw new RangeError(`allotted more ${kept} than is free`)
  await saveAccount(tx, kept)
  return amount.teu
}

function amountOn(
  { grossKgMax, capacityTeu }: Departure,
  account: SlotAccount,
  asked: StandingRow['amount'],
): SlotAmount {
  const { free } = account.pools.get(OPEN) ?? { free: NO_SLOTS }
  const teu = Math.min(asked.teu, free.teu)
  const share = Math.floor((grossKgMax * teu) / capacityTeu)
  return {
    teu,
    grossKg: Math.min(asked.grossKg ?? share, free.grossKg),
    plugs: Math.min(asked.plugs ?? teu, free.plugs),
    dangerousPlaces: Math.min(asked.dangerousPlaces ?? 0, free.dangerousPlaces),
  }
}

function releaseOf(
  { departsAt, bookingCutoffAt, service }: Departure,
  { releaseDaysBefore }: Pick<StandingRow, 'releaseDaysBefore'>,
): number {
  const { timeZone } = getStation(service.origin)
  const before = sameClockLater(departsAt, -releaseDaysBefore, timeZone)
  return Math.min(epochMs(before), epochMs(bookingCutoffAt))
}

/** A train that is moved takes the release of what rules keep of it along. */
export async function moveStanding(tx: Tx, train: Departure): Promise<void> {
  for (const opened of await listOpened(tx, { departureId: train.id }))
    await moveRelease(tx, opened.id, releaseOf(train, opened))
}

async function releaseAll(tx: Tx, { id }: StandingRow, now: Date): Promise<number> {
  const opened = await listOpened(tx, { standingId: id })
  let released = 0
  for (const { id: allotmentId, departureId } of opened) {
    const account = (await holdAccounts(tx, [departureId], now)).get(departureId)!
    const isOpen = account.allotments.some((one) => one.id === allotmentId && !one.released)
    if (!isOpen) continue
    await saveAccount(tx, releaseAllotment(account, allotmentId))
    await say(tx, slotsFreed, { departureId })
    released += 1
  }
  return released
}

async function views(tx: Tx, rows: readonly StandingRow[]): Promise<StandingAllotment[]> {
  const at = (date: Date) => timestampIn(date.getTime(), 'UTC')
  return (await named(tx, rows)).map((row) => ({
    ...row,
    createdAt: at(row.createdAt),
    endedAt: row.endedAt && at(row.endedAt),
  }))
}
