/**
 * The account of slots as other files and slices use it: held from the first look to the commit, decided on in memory with the
 * pure movements of slots.ts, written once.
 */
import { getStation } from '#kernel/station.ts'
import { formatLocalTime } from '#kernel/time.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { say } from '#platform/outbox.ts'
import {
  listAccountsSince,
  listAllotmentsDue,
  lockAccounts,
  markReleased,
  readAccounts,
  readCapacity,
  readHoldings,
  readTransfers,
  saveAccount as writeAccount,
} from '#train/account/account-store.ts'
import {
  slotsFreed,
  trainProblem,
  type DepartureChange,
  type DepartureId,
  type SlotAmount,
} from '#train/contract.ts'
import { readDepartures } from '#train/departure/departure-store.ts'
import { embargoesTouching } from '#train/embargo/embargo.ts'
import { currentEmbargoes } from '#train/embargo/embargo-store.ts'
import {
  capacityOf,
  freeFor,
  holdersOver,
  minus,
  mustMove,
  NO_SLOTS,
  OPEN,
  releaseDue,
  resize,
  sumOf,
  type ClosedRefusal,
  type Party,
  type SlotAccount,
  type SlotUnit,
} from '#train/slots.ts'
import { amountOf, capacityOfTrain, LIMIT_OF, limitTexts, type Capacity } from '#train/train.ts'

export { listAccountsSince, listAllotmentsDue, readHoldings, readTransfers }

/** Holds these trains' accounts until the transaction ends; allotments whose time has come are in open sale by then. */
export function holdAccounts(
  tx: Tx,
  ids: readonly DepartureId[],
  now: Date,
): Promise<Map<DepartureId, SlotAccount>> {
  return accountsOf(tx, ids, { now, isHeld: true })
}

/** The same account, of one train, for who only looks: it may be another a moment later. */
export async function lookAtAccount(tx: Tx, id: DepartureId, now: Date): Promise<SlotAccount> {
  return (await accountsOf(tx, [id], { now, isHeld: false })).get(id)!
}

async function accountsOf(
  tx: Tx,
  ids: readonly DepartureId[],
  { now, isHeld }: { readonly now: Date; readonly isHeld: boolean },
): Promise<Map<DepartureId, SlotAccount>> {
  const accounts = await readAccounts(tx, [...new Set(ids)].toSorted(), { now, isHeld })
  for (const id of ids)
    if (!accounts.some(({ departureId }) => departureId === id))
      throw trainProblem('train.departure_absent')
  const embargoes = await embargoesOn(tx, accounts, now)
  return new Map(
    accounts.map((account) => {
      const embargo = embargoes.get(account.departureId) ?? null
      return [account.departureId, releaseDue({ ...account, embargo })]
    }),
  )
}

/** The first embargo that touches each train as it is planned; there rarely is any at all. */
async function embargoesOn(
  tx: Tx,
  accounts: readonly SlotAccount[],
  now: Date,
): Promise<ReadonlyMap<DepartureId, string>> {
  const embargoes = await currentEmbargoes(tx, now)
  if (embargoes.length === 0) return new Map()
  const trains = await readDepartures(
    tx,
    accounts.map(({ departureId }) => departureId),
    now,
  )
  return new Map(
    trains.flatMap((train) =>
      embargoesTouching(train, embargoes)
        .slice(0, 1)
        .map(({ embargo }) => [train.id, embargo.id] as const),
    ),
  )
}

/** The account as it stands at one moment, and the capacity it must come to; held until the transaction ends. */
export async function readAccount(
  tx: Tx,
  id: DepartureId,
): Promise<Pick<SlotAccount, 'pools'> & { readonly capacity: SlotAmount }> {
  const [account] = await lockAccounts(tx, [id], new Date(0))
  return { pools: account!.pools, capacity: await readCapacity(tx, id) }
}

/** Writes what was decided on an account that `holdAccounts` holds. */
export async function saveAccount(tx: Tx, account: SlotAccount): Promise<void> {
  await writeAccount(tx, account)
  const released = account.allotments.filter((one) => one.released).map(({ id }) => id)
  await markReleased(tx, released, account.nowMs)
}

/** The account of a train that was just scheduled: all of it on open sale. */
export async function openSlots(
  tx: Tx,
  id: DepartureId,
  departure: DepartureChange,
  now: Date,
): Promise<void> {
  const [account] = await lockAccounts(tx, [id], now)
  await writeAccount(
    tx,
    mustMove(account!, {
      cause: 'opened',
      from: null,
      to: { pool: OPEN, state: 'free' },
      amount: amountOf(capacityOfTrain(departure)),
    }),
  )
}

/** Capacity anew on a train its caller holds: never below what is sold, held and allotted. */
export async function resizeTrain(
  tx: Tx,
  id: DepartureId,
  capacity: Capacity,
  now: Date,
): Promise<void> {
  const account = (await holdAccounts(tx, [id], now)).get(id)!
  await saveAccount(tx, await resizeHeld(tx, account, capacity))
  await say(tx, slotsFreed, { departureId: id })
}

/** The account of a train that its caller holds, at another capacity; nothing is written yet. */
export async function resizeHeld(
  tx: Tx,
  account: SlotAccount,
  capacity: Capacity,
): Promise<SlotAccount> {
  const resized = resize(account, amountOf(capacity))
  if (typeof resized === 'string') throw belowBooked(account, resized)
  const { wagonKgMax } = capacity
  if (wagonKgMax >= account.wagonKgMax) return resized
  const count = (await overWagon(tx, resized, wagonKgMax)).length
  if (count > 0) throw trainProblem('train.over_wagon_booked', { count, wagonKgMax })
  return resized
}

/** Whose boxes are too heavy for such wagons, as decided so far. */
export async function overWagon(
  tx: Tx,
  { departureId, transfers }: Pick<SlotAccount, 'departureId' | 'transfers'>,
  wagonKgMax: number,
): Promise<string[]> {
  return holdersOver([...(await readTransfers(tx, departureId)), ...transfers], wagonKgMax)
}

function belowBooked(account: SlotAccount, unit: SlotUnit): Problem {
  const open = account.pools.get(OPEN)?.free ?? NO_SLOTS
  const { zh, en, ru } = limitTexts[unit]
  return trainProblem('train.below_booked', {
    taken: minus(capacityOf(account), open)[unit],
    field: LIMIT_OF[unit],
    ...{ limitZh: zh, limitEn: en, limitRu: ru },
  })
}

/** Why it takes no booking, in words. */
export function closedProblem(code: ClosedRefusal, account: SlotAccount, origin: string): Problem {
  const { timeZone } = getStation(origin as never)
  return trainProblem(code, {
    bookingCutoffAt: formatLocalTime(account.bookingCutoffAt, timeZone, 'sv-SE'),
  })
}

/** Too little of this unit, in words: what was asked, and what this party could have. */
export function shortProblem(
  unit: SlotUnit,
  account: SlotAccount,
  asking: { readonly boxes: readonly SlotAmount[]; readonly party: Party },
): Problem {
  const asked = sumOf(asking.boxes)
  const free = freeFor(account, asking.party)
  switch (unit) {
    case 'teu':
      return trainProblem('train.over_capacity', { askedTeu: asked.teu, freeTeu: free.teu })
    case 'grossKg':
      return trainProblem('train.over_weight', { askedKg: asked.grossKg, freeKg: free.grossKg })
    case 'plugs':
      return trainProblem('train.no_plugs', { asked: asked.plugs, free: free.plugs })
    case 'dangerousPlaces':
      return trainProblem('train.no_dangerous_places', {
        asked: asked.dangerousPlaces,
        free: free.dangerousPlaces,
      })
  }
}
