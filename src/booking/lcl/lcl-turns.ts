/** The list for LCL space at work, as slots/turns.ts is for slots: places given, offers that lapse, space for whoever's turn it is. */
import type { Tx } from '#platform/database.ts'
import { getDeparture, saveSpace } from '#train'
import type { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'
import type { Party } from '#train/slots.ts'
import { decideSpaceOpen, lessSpace, moveSpace, spaceClosesMs } from '#train/space.ts'
import type { SpaceAccount } from '#train/space.ts'
import { judgeFor, refusalOf } from '#booking/cargo/judging.ts'
import { changeState } from '#booking/changes.ts'
import { entitle } from '#booking/lcl/entitling.ts'
import { freeIn, walkSpaces, type SpaceTurn, type SpaceWaiter } from '#booking/lcl/lcl-waiting.ts'
import { readConsignments, updateConsolidationOf } from '#booking/lcl/lcl-store.ts'
import { holdLcl } from '#booking/lcl/locking.ts'
import { lclHappened } from '#booking/lcl/withdrawing.ts'
import { readCargo } from '#booking/line-store.ts'
import { OFFER_MINUTES } from '#booking/slot-contract.ts'
import type { Promotion } from '#booking/state-contract.ts'
import type { Desk } from '#booking/slots/desk.ts'
import { kindsOf } from '#booking/slots/turns.ts'
import {
  insertWaiting,
  nextPlace,
  readOpenPlaces,
  updateWaiting,
  type NewLclEvent,
  type WaitingRow,
} from '#booking/slots/waiting-store.ts'
import { readBookings, type Booking } from '#booking/store.ts'

const MINUTE_MS = 60_000

/** A place with all that its turn needs. */
export interface LclWaiting {
  readonly row: WaitingRow
  readonly booking: Booking
  readonly party: Party
  readonly lot: SpaceAmount
}

/** Who waits on the train. Whoever changes one of them holds the train's account. */
export async function readLclWaiting(tx: Tx, id: DepartureId): Promise<LclWaiting[]> {
  const rows = await readOpenPlaces(tx, id, 'LCL')
  const ids = rows.map(({ bookingId }) => bookingId)
  const [bookings, lots] = [await readBookings(tx, ids), await readConsignments(tx, ids)]
  const kinds = await kindsOf(tx, [...new Set(rows.map((row) => row.organisationId))])
  return rows.map((row) => {
    const { volumeDm3, grossKg, packages } = lots.get(row.bookingId)!
    return {
      ...{ row, booking: bookings.get(row.bookingId)!, lot: { volumeDm3, grossKg, packages } },
      party: kinds.get(row.organisationId)!,
    }
  })
}

/** It gets the next place of the train's list; whether there is space for it is decided when the desk closes. */
export async function joinLclList(
  desk: Desk,
  booking: Booking,
  { lot, promotion }: { readonly lot: SpaceAmount; readonly promotion: Promotion },
): Promise<void> {
  const { departureId, exporterId } = booking
  const list = { departureId, load: 'LCL' } as const
  const row: WaitingRow = {
    ...list,
    place: await nextPlace(desk.tx, list),
    ...{ bookingId: booking.id, organisationId: exporterId, inParts: false, promotion },
    joinedAt: new Date(desk.accounts.get(departureId)!.nowMs),
    ...{ state: 'waiting', boxesPlaced: 0, boxesOffered: 0, offeredUntil: null },
  }
  await insertWaiting(desk.tx, [row])
  const free = freeIn(await openSpaces(desk, departureId))
  await happenedTo(desk, { row, lot }, { event: 'joined', free })
  desk.lclWaiting.add(departureId)
}

/** Offers that ran out end their place; a closed list ends every place. */
export async function settleLclList(desk: Desk, id: DepartureId, isClosed: boolean): Promise<void> {
  const waiting = await readLclWaiting(desk.tx, id)
  if (waiting.length === 0) return
  await holdLcl(desk)
  const { nowMs } = desk.accounts.get(id)!
  const isOver = ({ offeredUntil }: WaitingRow) =>
    isClosed || (offeredUntil !== null && offeredUntil.getTime() <= nowMs)
  for (const one of waiting.filter(({ row }) => isOver(row)))
    await endLclPlace(desk, one, isClosed ? 'closed' : 'lapsed')
}

/** It waits no more for what it did not get; what was offered to it is given back with its state. */
export async function leaveLclList(desk: Desk, booking: Booking): Promise<void> {
  const all = await readLclWaiting(desk.tx, booking.departureId)
  const one = all.find(({ row }) => row.bookingId === booking.id)
  if (one) await endLclPlace(desk, one, 'left')
}

async function endLclPlace(
  desk: Desk,
  one: LclWaiting,
  how: 'closed' | 'lapsed' | 'left',
): Promise<void> {
  const { tx, now } = desk
  const { row, booking } = one
  await updateWaiting(tx, { ...row, state: how, boxesOffered: 0, offeredUntil: null })
  await happenedTo(desk, one, { event: how })
  if (how !== 'left') await changeState(tx, [booking], { command: 'lapse', kind: null, now })
}

/** One walk along the list, and what follows from it. */
export async function walkLclList(desk: Desk, id: DepartureId): Promise<void> {
  const waiting = (await readLclWaiting(desk.tx, id)).filter(({ row }) => row.state === 'waiting')
  if (waiting.length === 0) return
  const account = desk.accounts.get(id)!
  if (account.embargo !== null || account.state !== 'scheduled') return
  const open = await openSpaces(desk, id)
  if (open.length === 0) return
  const round = walkSpaces(open, await waitersOf(desk, id, waiting))
  for (const space of round.spaces) await saveSpace(desk.tx, space, desk.now)
  for (const turn of round.turns) {
    const one = waiting.find(({ row }) => row.place === turn.place)!
    const { outcome: event, free, into } = turn
    await happenedTo(desk, one, { event, free, into })
    await follow(desk, one, turn)
  }
}

async function follow(desk: Desk, one: LclWaiting, { outcome, into }: SpaceTurn): Promise<void> {
  if (outcome === 'passed' || into === null) return
  const { tx, accounts } = desk
  const { row, booking } = one
  await updateConsolidationOf(tx, booking.id, into)
  if (outcome === 'promoted') return takeIn(desk, one, into)
  const { nowMs } = accounts.get(row.departureId)!
  const space = (await holdLcl(desk)).get(into)!
  const { bookingCutoffAt } = await getDeparture(tx, row.departureId, desk.now)
  // An offer never outlives its consolidation.
  const untilMs = Math.min(nowMs + OFFER_MINUTES * MINUTE_MS, spaceClosesMs(space, bookingCutoffAt))
  const offeredUntil = new Date(untilMs)
  await updateWaiting(tx, { ...row, state: 'offered', boxesOffered: 1, offeredUntil })
}

/** The offer is taken: what was held becomes sold. */
export async function takeSpaceOffer(desk: Desk, one: LclWaiting): Promise<void> {
  const into = one.booking.consolidationId!
  const space = (await holdLcl(desk)).get(into)!
  const taking = { cause: 'confirmed', holder: one.booking.id, amount: one.lot } as const
  await saveSpace(desk.tx, moveSpace(space, { ...taking, held: lessSpace(one.lot) })!, desk.now)
  await happenedTo(desk, one, { event: 'taken', into })
  await takeIn(desk, one, into)
}

/** The booking goes in the consolidation, and is confirmed. */
async function takeIn(desk: Desk, one: LclWaiting, into: ConsolidationId): Promise<void> {
  const { tx, now } = desk
  const { row, party } = one
  const done = { state: 'promoted', boxesPlaced: 1, boxesOffered: 0, offeredUntil: null } as const
  await updateWaiting(tx, { ...row, ...done })
  const booking = { ...one.booking, consolidationId: into }
  await changeState(tx, [booking], { command: 'promote', kind: null, now })
  await entitle(tx, booking, party, await getDeparture(tx, row.departureId, now))
}

/** Those of the train that take bookings now, held, the first opened first. */
async function openSpaces(desk: Desk, id: DepartureId): Promise<SpaceAccount[]> {
  const { bookingCutoffAt } = await getDeparture(desk.tx, id, desk.now)
  const { nowMs } = desk.accounts.get(id)!
  return [...(await holdLcl(desk)).values()].filter(
    (space) =>
      space.departureId === id && decideSpaceOpen(space, bookingCutoffAt, nowMs) === undefined,
  )
}

/** With what the cargo rules, as they are now, say of each in each type of container. */
async function waitersOf(
  { tx, now }: Desk,
  id: DepartureId,
  waiting: readonly LclWaiting[],
): Promise<SpaceWaiter[]> {
  const judge = await judgeFor(tx, await getDeparture(tx, id, now))
  const cargos = await readCargo(
    tx,
    waiting.map(({ booking }) => booking.id),
  )
  return waiting.map(({ row, booking, lot }) => ({
    ...{ place: row.place, bookingId: booking.id, lot, promotion: row.promotion },
    mayGoIn(equipmentType) {
      const lines = [{ equipmentType, count: 1 }]
      const cargo = cargos.get(booking.id) ?? []
      const found = judge({ lines, cargo, cargoKg: booking.cargoKg })
      return refusalOf(found) === undefined && found.every(({ effect }) => effect !== 'ask')
    },
  }))
}

async function happenedTo(
  { tx, accounts }: Desk,
  { row, lot: asked }: Pick<LclWaiting, 'row' | 'lot'>,
  what: Pick<NewLclEvent, 'event'> & Partial<Pick<NewLclEvent, 'free' | 'into'>>,
): Promise<void> {
  const { departureId, place, promotion } = row
  const at = new Date(accounts.get(departureId)!.nowMs)
  const nothing = { free: [], into: null }
  const event: NewLclEvent = { load: 'LCL', place, promotion, asked, ...nothing, ...what }
  await lclHappened(tx, { departureId, at }, [{ row, event }])
}
