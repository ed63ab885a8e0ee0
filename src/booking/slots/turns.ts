/** The waiting list at work: offers lapse, the list closes, and whoever's turn it is gets its slots; each is written and said. */
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { sayAll } from '#platform/outbox.ts'
import { listOrganisations } from '#identity'
import { getDeparture } from '#train'
import type { DepartureId, SlotAmount } from '#train/contract.ts'
import { giveBack, NO_SLOTS, OPEN, sumOf, type Party, type SlotAccount } from '#train/slots.ts'
import { boxesOf, slotsOf, type Box } from '#booking/booking.ts'
import { changeState } from '#booking/changes.ts'
import type { Desk } from '#booking/slots/desk.ts'
import { holdingsOf } from '#booking/slots/holdings.ts'
import { readCargo, readLines } from '#booking/line-store.ts'
import { makeContainers } from '#booking/making.ts'
import { OFFER_MINUTES, waitingHappened } from '#booking/slot-contract.ts'
import { readBookings, type Booking } from '#booking/store.ts'
import { walk, type Turn } from '#booking/slots/waiting.ts'
import {
  insertWaitingEvents,
  readOpenPlaces,
  updateWaiting,
  type NewEvent,
  type WaitingRow,
} from '#booking/slots/waiting-store.ts'

/** A place with all that its turn needs. */
interface Waiting {
  readonly row: WaitingRow
  readonly booking: Booking
  readonly party: Party
  readonly boxes: readonly Box[]
}

/** Offers that ran out end their place; a closed list ends every place. */
export async function settleList(desk: Desk, id: DepartureId, isClosed: boolean): Promise<void> {
  const nowMs = desk.accounts.get(id)!.nowMs
  const open = await readWaiting(desk.tx, id)
  const lapsed = open.filter(
    ({ row }) => isClosed || (row.offeredUntil !== null && row.offeredUntil.getTime() <= nowMs),
  )
  for (const waiting of lapsed) await endPlace(desk, waiting, isClosed ? 'closed' : 'lapsed')
}

/** The place ends without what it still wanted; what it got before stays. */
export async function endPlace(
  desk: Desk,
  { row, booking, boxes }: Waiting,
  how: 'closed' | 'lapsed' | 'left',
): Promise<void> {
  const { tx, now, accounts } = desk
  const id = row.departureId
  if (row.boxesOffered > 0) {
    const amount = sumOf(offeredOf(row, boxes).map(slotsOf))
    const held = (await holdingsOf(desk, id, booking.id)).filter(({ state }) => state === 'held')
    const cause = how === 'left' ? 'given_back' : 'expired'
    accounts.set(id, giveBack(accounts.get(id)!, held, { holder: booking.id, amount, cause }))
  }
  const event = eventOf(how, { row, boxes }, accounts.get(id)!)
  await updateWaiting(tx, { ...row, state: how, boxesOffered: 0, offeredUntil: null })
  await happened(desk, id, [{ event, row }])
  if (how !== 'left' && booking.state === 'waitlisted')
    await changeState(tx, [booking], { command: 'lapse', kind: null, now })
}

/** One walk along the list, and what follows from it. */
export async function walkList(desk: Desk, id: DepartureId): Promise<void> {
  const account = desk.accounts.get(id)!
  const isOpen = account.embargo === null && account.state === 'scheduled'
  if (!isOpen || ![...account.pools.values()].some(({ free }) => free.teu > 0)) return
  const waiting = (await readWaiting(desk.tx, id)).filter(({ row }) => row.state === 'waiting')
  if (waiting.length === 0) return
  const round = walk(
    account,
    waiting.map(({ row, party, boxes, booking }) => ({
      place: row.place,
      bookingId: booking.id,
      party,
      boxes: boxes.slice(row.boxesPlaced).map(slotsOf),
      inParts: row.inParts,
      promotion: row.promotion,
    })),
  )
  desk.accounts.set(id, round.account)
  const byPlace = new Map(waiting.map((one) => [one.row.place, one]))
  const turns = round.turns.map((turn) => ({ turn, waiting: byPlace.get(turn.place)! }))
  await happened(
    desk,
    id,
    turns.map(({ turn, waiting: { row } }) => ({ row, event: eventOfTurn(turn, row) })),
  )
  for (const { turn, waiting: one } of turns) await follow(desk, turn, one)
}

async function follow(desk: Desk, turn: Turn, waiting: Waiting): Promise<void> {
  const { row } = waiting
  switch (turn.outcome) {
    case 'passed':
      return
    case 'offered': {
      const offeredUntil = new Date(desk.now.getTime() + OFFER_MINUTES * 60_000)
      return updateWaiting(desk.tx, {
        ...row,
        state: 'offered',
        boxesOffered: turn.boxes,
        offeredUntil,
      })
    }
    case 'promoted':
      return placeBoxes(desk, waiting, turn.boxes)
  }
}

/** Slots for the next boxes of a place are sold: the boxes come into being, and the booking is confirmed. */
export async function placeBoxes(desk: Desk, waiting: Waiting, count: number): Promise<void> {
  const { tx, now, ids } = desk
  const { row, booking, boxes, party } = waiting
  const departure = await getDeparture(tx, row.departureId, now)
  const cargo = (await readCargo(tx, [booking.id])).get(booking.id) ?? []
  const actor: Actor = {
    ...party,
    memberId: booking.createdBy,
    role: 'clerk',
    locale: 'zh',
  }
  const placed = row.boxesPlaced + count
  const some = boxes.slice(row.boxesPlaced, placed)
  await makeContainers(tx, { departure, now, ids }, [{ booking, actor, boxes: some, cargo }])
  await updateWaiting(tx, {
    ...row,
    state: placed === boxes.length ? 'promoted' : 'waiting',
    boxesPlaced: placed,
    boxesOffered: 0,
    offeredUntil: null,
  })
  await changeState(tx, [booking], { command: 'promote', kind: null, now })
}

/** Who waits on the train, each with its booking and boxes. Whoever changes one of them holds the train's account. */
export async function readWaiting(tx: Tx, id: DepartureId): Promise<Waiting[]> {
  const rows = await readOpenPlaces(tx, id, 'FCL')
  const bookings = await readBookings(
    tx,
    rows.map((row) => row.bookingId),
  )
  const lines = await readLines(tx, [...bookings.keys()])
  const kinds = await kindsOf(tx, [...new Set(rows.map((row) => row.organisationId))])
  return rows.map((row) => {
    const booking = bookings.get(row.bookingId)!
    return {
      row,
      booking,
      party: kinds.get(row.organisationId)!,
      boxes: boxesOf(lines.get(booking.id) ?? [], booking.cargoKg),
    }
  })
}

export async function kindsOf(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<ReadonlyMap<OrganisationId, Party>> {
  if (ids.length === 0) return new Map()
  const found = await listOrganisations(tx, ids)
  return new Map(found.map(({ id, kind }) => [id, { organisationId: id, organisationKind: kind }]))
}

function offeredOf(row: WaitingRow, boxes: readonly Box[]): readonly Box[] {
  return boxes.slice(row.boxesPlaced, row.boxesPlaced + row.boxesOffered)
}

function eventOfTurn({ outcome, boxes, asked, free }: Turn, row: WaitingRow): NewEvent {
  const { place, inParts, promotion } = row
  return { place, inParts, promotion, event: outcome, boxes, asked, free }
}

/** What a place wants and could have, as an event tells it. */
export function eventOf(
  event: NewEvent['event'],
  { row, boxes }: Pick<Waiting, 'row' | 'boxes'>,
  account: SlotAccount,
): NewEvent {
  const wanted: SlotAmount[] = boxes.slice(row.boxesPlaced).map(slotsOf)
  return {
    place: row.place,
    inParts: row.inParts,
    promotion: row.promotion,
    event,
    boxes: wanted.length,
    asked: sumOf(wanted),
    free: account.pools.get(OPEN)?.free ?? NO_SLOTS,
  }
}

/** Writes what happened on the list, and says it to whoever follows. */
export async function happened(
  { tx, accounts }: Desk,
  id: DepartureId,
  events: readonly { readonly event: NewEvent; readonly row: WaitingRow }[],
): Promise<void> {
  const at = new Date(accounts.get(id)!.nowMs)
  const written = await insertWaitingEvents(
    tx,
    { departureId: id, load: 'FCL' },
    events.map(({ event }) => event),
    at,
  )
  await sayAll(
    tx,
    waitingHappened,
    written.map((event, index) => ({
      ...event,
      departureId: id,
      bookingId: events[index]!.row.bookingId,
    })),
  )
}
