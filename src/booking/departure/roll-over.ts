/** Containers that change trains before they depart: rolled over one by one, or all at once when their train is cancelled. */
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { listOrganisations } from '#identity'
import { getDeparture, lockForMove, markCancelled, sayDepartureChanged, shortProblem } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { giveBack, sumOf, take } from '#train/slots.ts'
import { bookingProblem, slotsOf } from '#booking/booking.ts'
import type { BookingId, Container, ContainerId } from '#booking/contract.ts'
import { readContainersOfDeparture, type ContainerRow } from '#booking/container-store.ts'
import { listBookingsWhollyOn } from '#booking/departure/journey-end-store.ts'
import { endRequest } from '#booking/slots/deciding.ts'
import { atDesk, type Desk } from '#booking/slots/desk.ts'
import { holdingsOf } from '#booking/slots/holdings.ts'
import { takeSteps } from '#booking/steps.ts'
import { settleLclList } from '#booking/lcl/lcl-turns.ts'
import { judgeRiding, moveRiding } from '#booking/lcl/riding.ts'
import { judgeMove, keepMoved } from '#booking/cargo/rejudging.ts'
import {
  lockBookings,
  moveBookings,
  readBookingsOfDeparture,
  type Booking,
} from '#booking/store.ts'
import {
  checkOwn,
  lockOwnTrain,
  pickFromTrain,
  unload,
  type Unloading,
} from '#booking/departure/train-steps.ts'
import { settleList } from '#booking/slots/turns.ts'

/** No train takes more: each holds a place at least. */
const REQUESTS_MAX = 1_000

export interface Moving extends Unloading {
  readonly ids: Ids
}

export interface Trains {
  readonly from: Departure
  readonly to: Departure
}

export async function rollOver(
  tx: Tx,
  asking: Moving & { readonly to: DepartureId },
  containerIds: readonly ContainerId[],
): Promise<Container[]> {
  const trains = await lockForMove(tx, asking.departureId, asking.to, asking.now)
  checkOwn(trains.from, asking.actor)
  return atDesk(tx, asking, [trains.from.id, trains.to.id], async (desk) => {
    const rows = await pickFromTrain(tx, trains.from.id, containerIds)
    // Cancelled since it was picked: it has no slots to take along.
    const gone = rows.find(({ stage }) => stage === 'cancelled')
    if (gone) throw bookingProblem('booking.not_on_train', { containerNumber: gone.id })
    return moveBoxes(desk, asking, trains, rows)
  })
}

/** A box, its slots and its booking go together. A booking of several boxes follows when the last of them has moved. */
export async function moveBoxes(
  desk: Desk,
  asking: Moving,
  trains: Trains,
  rows: readonly ContainerRow[],
): Promise<Container[]> {
  const { tx } = desk
  const { from, to } = trains
  const byBooking = Map.groupBy(rows, (row) => row.bookingId)
  const bookings = await lockBookings(tx, [...byBooking.keys()])
  const found = await judgeMove(tx, asking, to, bookings, byBooking)
  const riding = await judgeRiding(tx, asking, to, bookings)
  await moveSlots(desk, trains, bookings, byBooking)
  const moved = await takeSteps(
    tx,
    { ...asking, step: 'roll_over' },
    rows.map(({ id }) => ({
      containerId: id,
      change: { departureId: to.id },
      said: {
        public: {
          oldTrainNumber: from.trainNumber,
          oldDepartsOn: dayOf(from),
          departsOn: dayOf(to),
        },
        restricted: { reason: asking.reason },
      },
    })),
  )
  const whole = await listBookingsWhollyOn(tx, [...byBooking.keys()], to.id)
  await moveBookings(tx, whole, to.id)
  await moveRiding(tx, asking.now, to, bookings, riding)
  for (const booking of bookings) {
    const isWhole = whole.includes(booking.id)
    await keepMoved(tx, asking.now, booking, found.get(booking.id)!, isWhole)
  }
  return moved
}

/** Slots on the one train and not on the other: also past the booking cut-off, as the operator moves what is booked already. */
async function moveSlots(
  desk: Desk,
  { from, to }: Trains,
  bookings: readonly Booking[],
  byBooking: ReadonlyMap<BookingId, readonly ContainerRow[]>,
): Promise<void> {
  const { tx, accounts } = desk
  const exporters = await listOrganisations(
    tx,
    bookings.map(({ exporterId }) => exporterId),
  )
  for (const { id: holder, exporterId } of bookings) {
    const boxes = byBooking.get(holder)!.map(slotsOf)
    const { kind } = exporters.find(({ id }) => id === exporterId)!
    const party = { organisationId: exporterId, organisationKind: kind }
    const account = accounts.get(to.id)!
    const taken = take(account, boxes, { party, holder, to: 'sold', cause: 'moved' })
    if (typeof taken === 'string') throw shortProblem(taken, account, { boxes, party })
    accounts.set(to.id, taken)
    const holdings = await holdingsOf(desk, from.id, holder)
    const giving = { holder, amount: sumOf(boxes), cause: 'moved' } as const
    accounts.set(from.id, giveBack(accounts.get(from.id)!, holdings, giving))
  }
}

/** By the calendar of the first stop, as the train is spoken of. */
function dayOf({ departsAt }: Departure): string {
  return departsAt.slice(0, 10)
}

export interface Cancelled {
  readonly departure: Departure
  readonly moved: ContainerId[]
  readonly waiting: ContainerId[]
}

/** Without another train given, its containers keep what was done to them and wait until they are rolled over or cancelled. */
export async function cancelTrain(
  tx: Tx,
  asking: Moving & { readonly moveTo?: DepartureId | undefined },
): Promise<Cancelled> {
  const { departureId, moveTo, reason, now } = asking
  const trains = moveTo && (await lockForMove(tx, departureId, moveTo, now))
  const before = await lockOwnTrain(tx, asking)
  const held = trains ? [departureId, trains.to.id] : [departureId]
  const open = await atDesk(tx, asking, held, async (desk) => {
    const rows = await readContainersOfDeparture(tx, departureId)
    const left = rows.filter((row) => row.stage !== 'cancelled')
    const loaded = left.filter((row) => row.stage === 'loaded')
    if (loaded.length > 0) await unload(tx, asking, loaded)
    await endRequests(desk, asking)
    await settleList(desk, departureId, true)
    await settleLclList(desk, departureId, true)
    if (trains && left.length > 0) await moveBoxes(desk, asking, trains, left)
    return left
  })
  await markCancelled(tx, departureId, reason, now)
  const departure = await getDeparture(tx, departureId, now)
  await sayDepartureChanged(tx, { before, after: departure, change: 'cancelled', reason })
  const ids = open.map(({ id }) => id)
  return trains ? { departure, moved: ids, waiting: [] } : { departure, moved: [], waiting: ids }
}

/** Baskets and requests on a train that does not run: nothing becomes of them. */
async function endRequests(desk: Desk, { departureId, actor, reason }: Moving): Promise<void> {
  const bookings = await readBookingsOfDeparture(desk.tx, departureId, REQUESTS_MAX)
  for (const booking of bookings) await endRequest(desk, booking, { actor, reason })
}
