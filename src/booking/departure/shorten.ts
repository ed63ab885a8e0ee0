/**
 * A train is made smaller, or ends earlier. What is sold beyond it is named, and goes with another train or is refused in the same
 * transaction, by the account of slots: none of it is ever less than nothing, and nobody falls off a train unseen.
 */
import type { Tx } from '#platform/database.ts'
import {
  getDeparture,
  lockForMove,
  overWagonAfter,
  readHoldings,
  readTransfers,
  reshapeTrain,
  sayDepartureChanged,
  shapeAfter,
  lookAtAccount,
} from '#train'
import type { Departure, DepartureId, SlotAmount } from '#train/contract.ts'
import {
  capacityOf,
  isNothing,
  minus,
  NO_SLOTS,
  OPEN,
  releaseAllotment,
  sumOf,
  totalOf,
  type SlotAccount,
} from '#train/slots.ts'
import { leaveList } from '#booking/slots/basket.ts'
import { trainsOf } from '#booking/cancel.ts'
import { changeState } from '#booking/changes.ts'
import {
  readContainersOfBookings,
  readContainersOfDeparture,
  type ContainerRow,
} from '#booking/container-store.ts'
import type { BookingId, ContainerId } from '#booking/contract.ts'
import { endRequest, takeBack } from '#booking/slots/deciding.ts'
import { atDesk, type Desk } from '#booking/slots/desk.ts'
import { excessOver, latestFirst, proposeLeaving } from '#booking/departure/proposing.ts'
import { moveBoxes, type Moving } from '#booking/departure/roll-over.ts'
import {
  shortenProblem,
  type OnShortened,
  type Shape,
  type Shortening,
} from '#booking/shorten-contract.ts'
import { lockBookings, readBookings, type Booking } from '#booking/store.ts'
import { checkOwn, lockOwnTrain, unload } from '#booking/departure/train-steps.ts'
import { containerViews } from '#booking/container-views.ts'
import { bookingItems } from '#booking/views.ts'

/** Who has slots of the train now, by its account. */
interface OnTrain {
  readonly booking: Booking
  readonly bookingId: BookingId
  readonly bookedMs: number
  readonly amount: SlotAmount
  /** Its boxes on this train that were not cancelled. */
  readonly boxes: readonly ContainerRow[]
}

async function readOnTrain(tx: Tx, id: DepartureId): Promise<OnTrain[]> {
  const transfers = await readTransfers(tx, id)
  const holders = [...new Set(transfers.flatMap(({ holder }) => holder ?? []))] as BookingId[]
  const holdings = await readHoldings(tx, id, holders)
  const bookings = await readBookings(tx, holders)
  const boxes = Map.groupBy(await readContainersOfDeparture(tx, id), (box) => box.bookingId)
  return holders.flatMap((bookingId): OnTrain[] => {
    const booking = bookings.get(bookingId)
    const amount = sumOf(holdings.get(bookingId)!.map((holding) => holding.amount))
    if (booking === undefined || isNothing(amount)) return []
    const own = (boxes.get(bookingId) ?? []).filter(({ stage }) => stage !== 'cancelled')
    return [{ booking, bookingId, bookedMs: booking.createdAt.getTime(), amount, boxes: own }]
  })
}

export interface ShapeAsked extends Shape {
  readonly releaseAllotments?: boolean | undefined
}

/** As it would be: nothing is changed. */
export async function previewShortening(
  tx: Tx,
  { actor, now, departureId }: Pick<Moving, 'actor' | 'now' | 'departureId'>,
  asked: ShapeAsked,
): Promise<Shortening> {
  const departure = await getDeparture(tx, departureId, now)
  checkOwn(departure, actor)
  const account = await lookAtAccount(tx, departureId, now)
  const on = await readOnTrain(tx, departureId)
  const capacity = shapeAfter(departure, asked)
  const allotted = allottedIn(account)
  const taken = minus(capacityOf(account), account.pools.get(OPEN)?.free ?? NO_SLOTS)
  const excess = excessOver(asked.releaseAllotments ? minus(taken, allotted) : taken, capacity)
  const heavy = new Set(await overWagonAfter(tx, account, departure, asked))
  const leaving = new Set(proposeLeaving(on, excess))
  const why = ({ bookingId }: OnTrain): OnShortened['why'] => {
    if (leaving.has(bookingId)) return 'capacity'
    if (heavy.has(bookingId)) return 'wagon'
    return endsEarlier(departure, asked) ? 'end' : null
  }
  const items = await bookingItems(
    tx,
    actor,
    on.map(({ booking }) => booking),
  )
  const shown = new Map(items.map((item) => [item.id, item]))
  const bookings: OnShortened[] = []
  for (const one of latestFirst(on))
    bookings.push({
      booking: shown.get(one.bookingId)!,
      amount: one.amount,
      containers: await containerViews(tx, actor, one.boxes),
      why: why(one),
    })
  return { capacity, excess, allotted, bookings }
}

function allottedIn({ pools }: SlotAccount): SlotAmount {
  return minus(totalOf({ pools }, 'free'), pools.get(OPEN)?.free ?? NO_SLOTS)
}

/** Somebody's goods would be set down before they are there. */
function endsEarlier({ service }: Departure, { endsAt }: Shape): boolean {
  if (endsAt === undefined || endsAt === null) return false
  const at = service.stops.findIndex(({ station }) => station === endsAt)
  return at >= 0 && at < service.stops.length - 1
}

export interface ShortenAsked extends ShapeAsked {
  readonly move: readonly BookingId[]
  readonly moveTo?: DepartureId | undefined
  readonly refuse: readonly BookingId[]
  readonly keep: readonly BookingId[]
}

export interface Shortened {
  readonly departure: Departure
  readonly moved: ContainerId[]
  readonly refused: BookingId[]
}

export async function shortenTrain(
  tx: Tx,
  asking: Moving,
  asked: ShortenAsked,
): Promise<Shortened> {
  const { departureId, now, reason } = asking
  const { move, moveTo, refuse } = asked
  if (move.length > 0 && moveTo === undefined) throw shortenProblem('booking.nowhere_to_move')
  const trains = moveTo && (await lockForMove(tx, departureId, moveTo, now))
  const before = await lockOwnTrain(tx, asking)
  const held = [departureId, ...(trains ? [trains.to.id] : []), ...(await trainsOfAll(tx, refuse))]
  const done = await atDesk(tx, asking, held, async (desk) => {
    const on = new Map((await readOnTrain(tx, departureId)).map((one) => [one.bookingId, one]))
    const moved = trains ? await moveAll(desk, asking, trains, pick(on, move)) : []
    for (const one of pick(on, refuse)) await refuseOne(desk, asking, before, one.booking)
    if (endsEarlier(before, asked)) checkEnd(on, asked)
    const account = desk.accounts.get(departureId)!
    const released = asked.releaseAllotments ? releaseAll(account) : account
    desk.accounts.set(departureId, await reshapeTrain(tx, released, before, asked))
    return { moved, refused: [...refuse] }
  })
  const departure = await getDeparture(tx, departureId, now)
  await sayDepartureChanged(tx, { before, after: departure, change: 'shortened', reason })
  return { departure, ...done }
}

/** A refused booking may have boxes on other trains, too: their accounts are held with it. */
async function trainsOfAll(tx: Tx, ids: readonly BookingId[]): Promise<DepartureId[]> {
  const bookings = await readBookings(tx, ids)
  const boxes = await readContainersOfBookings(tx, ids)
  return [...bookings.values()].flatMap((booking) => trainsOf(booking, boxes.get(booking.id) ?? []))
}

function pick(on: ReadonlyMap<BookingId, OnTrain>, ids: readonly BookingId[]): OnTrain[] {
  return [...new Set(ids)].map((id) => {
    const one = on.get(id)
    if (one === undefined) throw shortenProblem('booking.not_on_this_train', { booking: id })
    return one
  })
}

async function moveAll(
  desk: Desk,
  asking: Moving,
  trains: Parameters<typeof moveBoxes>[2],
  moving: readonly OnTrain[],
): Promise<ContainerId[]> {
  const unsold = moving.find(({ boxes }) => boxes.length === 0)
  if (unsold)
    throw shortenProblem('booking.only_confirmed_moves', { booking: unsold.booking.number })
  const boxes = moving.flatMap((one) => one.boxes)
  if (boxes.length === 0) return []
  const loaded = boxes.filter(({ stage }) => stage === 'loaded')
  if (loaded.length > 0) await unload(desk.tx, asking, loaded)
  const moved = await moveBoxes(desk, asking, trains, boxes)
  return moved.map(({ id }) => id)
}

/** A basket ends, a request is rejected, who waits with an offer loses it, a booking is declined. */
async function refuseOne(
  desk: Desk,
  asking: Moving,
  departure: Departure,
  { id }: Booking,
): Promise<void> {
  const { tx, now } = desk
  const { actor, reason } = asking
  const [booking] = await lockBookings(tx, [id])
  if (await endRequest(desk, booking!, asking)) return
  const kind = actor.organisationKind
  if (booking!.state === 'waitlisted') {
    await leaveList(desk, booking!)
    return changeState(tx, [booking!], { command: 'lapse', kind: null, now })
  }
  await changeState(tx, [booking!], { command: 'decline', kind, now, reason })
  await takeBack(desk, booking!, { actor, departure, reason })
}

/** Nobody is carried less far than was booked without being named. */
function checkEnd(on: ReadonlyMap<BookingId, OnTrain>, { move, refuse, keep }: ShortenAsked): void {
  const named = new Set([...move, ...refuse, ...keep])
  const unnamed = [...on.values()].filter(({ bookingId }) => !named.has(bookingId))
  if (unnamed.length > 0)
    throw shortenProblem('booking.beyond_the_end', {
      bookings: unnamed.map(({ booking }) => booking.number).join(', '),
    })
}

function releaseAll(account: SlotAccount): SlotAccount {
  return account.allotments
    .filter(({ released }) => !released)
    .reduce((after, { id }) => releaseAllotment(after, id), account)
}
