/** Allotments over HTTP: slots of a train kept for somebody until they are released to open sale. */
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { say } from '#platform/outbox.ts'
import { getOrganisation, listOrganisations } from '#identity'
import { holdAccounts, lookAtAccount, saveAccount, shortProblem } from '#train/account/account.ts'
import {
  insertAllotment,
  listAllotmentRows,
  type AllotmentRow,
} from '#train/account/account-store.ts'
import {
  allotmentApi,
  type Allotment,
  type AllotmentId,
  type NewAllotment,
} from '#train/allotment-contract.ts'
import {
  slotsFreed,
  trainProblem,
  type Departure,
  type DepartureId,
  type SlotAmount,
} from '#train/contract.ts'
import { getDeparture } from '#train/departures.ts'
import { move, NO_SLOTS, OPEN, plus, releaseAllotment, type SlotAccount } from '#train/slots.ts'

const NO_POOL = { free: NO_SLOTS, held: NO_SLOTS, sold: NO_SLOTS }

export function allotmentRoutes(http: Http): void {
  serve(http, allotmentApi.allot, async ({ tx, params, body, actor, now, ids }) => {
    const departure = await getOwn(tx, params.departureId, actor, now)
    const id = ids('alt') as AllotmentId
    await allot(tx, departure, { ...body, id }, now)
    return findAllotment(tx, departure, id, now)
  })

  serve(http, allotmentApi.listAllotments, async ({ tx, params, actor, now }) => ({
    items: await listAllotments(tx, await getOwn(tx, params.departureId, actor, now), now),
  }))

  serve(http, allotmentApi.releaseAllotment, async ({ tx, params, actor, now }) => {
    const departure = await getOwn(tx, params.departureId, actor, now)
    const { allotmentId } = params
    const account = (await holdAccounts(tx, [departure.id], now)).get(departure.id)!
    const allotment = account.allotments.find(({ id }) => id === allotmentId)
    if (allotment === undefined) throw trainProblem('train.allotment_absent')
    if (allotment.released) throw trainProblem('train.allotment_released')
    await saveAccount(tx, releaseAllotment(account, allotmentId))
    await say(tx, slotsFreed, { departureId: departure.id })
    return findAllotment(tx, departure, allotmentId, now)
  })
}

async function allot(
  tx: Tx,
  departure: Departure,
  asked: NewAllotment & { readonly id: AllotmentId },
  now: Date,
): Promise<void> {
  const releaseAtMs = epochMs(asked.releaseAt)
  if (releaseAtMs <= now.getTime() || releaseAtMs > epochMs(departure.bookingCutoffAt))
    throw trainProblem('train.allotment_late')
  const account = (await holdAccounts(tx, [departure.id], now)).get(departure.id)!
  const whom = await whomOf(tx, asked.for)
  const amount = wholeAmount(asked.amount, departure)
  const allotted = move(account, {
    cause: 'allotted',
    from: { pool: OPEN, state: 'free' },
    to: { pool: asked.id, state: 'free' },
    amount,
  })
  if (typeof allotted === 'string') {
    const party = { organisationId: departure.service.operatorId, organisationKind: 'operator' }
    throw shortProblem(allotted, account, { boxes: [amount], party: party as never })
  }
  const { id } = asked
  await insertAllotment(tx, { id, departureId: departure.id, ...whom, amount, releaseAtMs }, now)
  await saveAccount(tx, allotted)
}

/** Of an organisation that there is, or of everybody of a kind. */
export async function whomOf(tx: Tx, whom: NewAllotment['for']) {
  if (!('organisationId' in whom))
    return { organisationId: null, organisationKind: whom.organisationKind }
  const { organisationId } = whom
  await getOrganisation(tx, organisationId)
  return { organisationId, organisationKind: null }
}

/** With the names of the organisations, where it is one. */
export async function named<Row extends { readonly organisationId: OrganisationId | null }>(
  tx: Tx,
  rows: readonly Row[],
): Promise<(Row & Pick<Allotment, 'organisationNames'>)[]> {
  const ids = new Set(rows.flatMap(({ organisationId }) => organisationId ?? []))
  const organisations = await listOrganisations(tx, [...ids])
  const names = new Map(organisations.map((one) => [one.id, one.names]))
  return rows.map((row) => ({
    ...row,
    organisationNames: row.organisationId && (names.get(row.organisationId) ?? null),
  }))
}

/** Mass that was left out: the places' share of what the train carries. */
function wholeAmount(amount: NewAllotment['amount'], departure: Departure): SlotAmount {
  const share = Math.floor((departure.grossKgMax * amount.teu) / departure.capacityTeu)
  return {
    teu: amount.teu,
    grossKg: amount.grossKg ?? Math.min(share, departure.free.grossKg),
    plugs: amount.plugs ?? Math.min(amount.teu, departure.free.plugs),
    dangerousPlaces: amount.dangerousPlaces ?? 0,
  }
}

async function getOwn(tx: Tx, id: DepartureId, actor: Actor, now: Date): Promise<Departure> {
  const departure = await getDeparture(tx, id, now)
  if (departure.service.operatorId !== actor.organisationId)
    throw trainProblem('train.not_your_service')
  return departure
}

async function findAllotment(
  tx: Tx,
  departure: Departure,
  id: AllotmentId,
  now: Date,
): Promise<Allotment> {
  const all = await listAllotments(tx, departure, now)
  return all.find((one) => one.id === id)!
}

async function listAllotments(tx: Tx, departure: Departure, now: Date): Promise<Allotment[]> {
  const account = await lookAtAccount(tx, departure.id, now)
  const rows = await listAllotmentRows(tx, departure.id)
  return named(
    tx,
    rows.map((row) => toView(row, account, departure)),
  )
}

function toView(
  row: AllotmentRow,
  account: SlotAccount,
  departure: Departure,
): Omit<Allotment, 'organisationNames'> {
  const { timeZone } = getStation(departure.service.origin)
  const at = (ms: number) => timestampIn(ms, timeZone)
  const { free, held, sold } = account.pools.get(row.id) ?? NO_POOL
  return {
    id: row.id as AllotmentId,
    departureId: departure.id,
    organisationId: row.organisationId,
    organisationKind: row.organisationKind,
    amount: row.amount,
    releaseAt: at(row.releaseAtMs),
    releasedAt: row.releasedAtMs === null ? null : at(row.releasedAtMs),
    free,
    used: plus(held, sold),
  }
}
