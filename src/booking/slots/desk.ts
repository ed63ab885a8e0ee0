/**
 * THE DESK: the one place where slots are decided on. It holds the accounts of the trains it is opened for until the transaction
 * ends, first does what time has brought (baskets and offers that ran out, allotments released, lists that close, turns of those
 * who wait), then what is asked, then gives what became free to those who wait. The accounts are written last, once.
 *
 * Whoever locks a booking or a container besides locks it after the desk was opened: one order, no deadlock. Who touches LCL does so
 * in the order of lcl/locking.ts; a basket, which nobody locks without the desk, may be locked before that.
 */
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { holdAccounts, saveAccount } from '#train'
import type { DepartureId } from '#train/contract.ts'
import { decideOpen, giveBack, sell, type SlotAccount } from '#train/slots.ts'
import { changeState } from '#booking/changes.ts'
import type { BookingId } from '#booking/contract.ts'
import { settleLclList, walkLclList } from '#booking/lcl/lcl-turns.ts'
import { holdLcl } from '#booking/lcl/locking.ts'
import { holdingsOf } from '#booking/slots/holdings.ts'
import { lockHoldsDue } from '#booking/store.ts'
import { settleList, walkList } from '#booking/slots/turns.ts'
import { readOpenPlaces } from '#booking/slots/waiting-store.ts'

export interface Desk {
  readonly tx: Tx
  readonly now: Date
  readonly ids: Ids
  /** As decided so far; each decision puts the account after it in the place of the one before. */
  readonly accounts: Map<DepartureId, SlotAccount>
  /** Trains on which somebody waits for LCL space: their lists are walked when the desk closes. */
  readonly lclWaiting: Set<DepartureId>
}

export interface DeskOpening {
  readonly now: Date
  readonly ids: Ids
}

export async function atDesk<T>(
  tx: Tx,
  { now, ids }: DeskOpening,
  departures: readonly DepartureId[],
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const accounts = await holdAccounts(tx, departures, now)
  const desk: Desk = { tx, now, ids, accounts, lclWaiting: new Set() }
  const settled = new Map<DepartureId, number>()
  for (const id of accounts.keys()) {
    await settle(desk, id)
    settled.set(id, accounts.get(id)!.lastSequence)
  }
  const result = await work(desk)
  for (const [id, account] of accounts) {
    const since = account.transfers.filter(({ sequence }) => sequence > settled.get(id)!)
    if (since.some(({ to }) => to?.state === 'free')) await walkList(desk, id)
    await saveAccount(tx, accounts.get(id)!)
  }
  for (const id of desk.lclWaiting) await walkLclList(desk, id)
  return result
}

/** What time has brought, in this order: it may free slots for those who wait. */
async function settle(desk: Desk, id: DepartureId): Promise<void> {
  const { tx, accounts, now } = desk
  const account = accounts.get(id)!
  const due = await lockHoldsDue(tx, [id], new Date(account.nowMs))
  if (due.some(({ load }) => load === 'LCL')) await holdLcl(desk)
  for (const { id: holder, load } of due)
    if (load === 'FCL') await giveSlotsBack(desk, id, holder, 'expired')
  await changeState(tx, due, { command: 'expire', kind: null, now })
  const open = await readOpenPlaces(tx, id)
  if (open.length === 0) return
  const closed = decideOpen({ ...account, embargo: null }, account.nowMs)
  if (open.some(({ load }) => load === 'FCL')) {
    await settleList(desk, id, closed !== undefined)
    await walkList(desk, id)
  }
  if (open.every(({ load }) => load === 'FCL')) return
  desk.lclWaiting.add(id)
  await settleLclList(desk, id, closed !== undefined)
  await walkLclList(desk, id)
}

/** All a booking has on the train goes back, or an amount of it. */
export async function giveSlotsBack(
  desk: Desk,
  id: DepartureId,
  holder: BookingId,
  cause: 'expired' | 'given_back',
): Promise<void> {
  const holdings = await holdingsOf(desk, id, holder)
  desk.accounts.set(id, giveBack(desk.accounts.get(id)!, holdings, { holder, cause }))
}

/** What a booking holds becomes sold. */
export async function sellHeld(desk: Desk, id: DepartureId, holder: BookingId): Promise<void> {
  const holdings = await holdingsOf(desk, id, holder)
  desk.accounts.set(id, sell(desk.accounts.get(id)!, holdings, { holder, cause: 'confirmed' }))
}
