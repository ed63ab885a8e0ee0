/** Cancelling: whatever a booking has and waits for goes back, at once and together with everything else. */
import type { Tx } from '#platform/database.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import { bookingCutoffText, getDepartures } from '#train'
import type { DepartureId } from '#train/contract.ts'
import { giveBack } from '#train/slots.ts'
import type { Asking } from '#booking/book.ts'
import { bookingProblem, decideCancel, isClosed, slotsOf, wrongState } from '#booking/booking.ts'
import { leaveList } from '#booking/slots/basket.ts'
import { changeState } from '#booking/changes.ts'
import type { BookingId } from '#booking/contract.ts'
import { lclStanding, loadLcl } from '#booking/lcl/consignment-views.ts'
import { leaveLclList } from '#booking/lcl/lcl-turns.ts'
import { holdLcl } from '#booking/lcl/locking.ts'
import { readContainersOfBooking, type ContainerRow } from '#booking/container-store.ts'
import { atDesk, giveSlotsBack, type Desk } from '#booking/slots/desk.ts'
import { holdingsOf } from '#booking/slots/holdings.ts'
import { listLateCancellable } from '#booking/pricing.ts'
import { takeSteps } from '#booking/steps.ts'
import { findBookingFor, lockOwnBooking, type Booking } from '#booking/store.ts'

/** The exporter's own booking, before the cut-off and while nothing was received. */
export async function cancelBooking(tx: Tx, asking: Asking, id: BookingId): Promise<void> {
  const { organisationId } = asking.actor
  const seen = await findBookingFor(tx, organisationId, id)
  if (seen?.exporterId !== organisationId) throw bookingProblem('booking.absent')
  const trains = trainsOf(seen, await readContainersOfBooking(tx, id))
  await atDesk(tx, asking, trains, async (desk) => {
    if (seen.load === 'LCL') await holdLcl(desk)
    const booking = await lockOwnBooking(tx, organisationId, id)
    const all = await readContainersOfBooking(tx, id)
    const containers = all.filter(({ stage }) => stage !== 'cancelled')
    checkHeld(desk, booking!, containers)
    await cancel(desk, asking, booking!, containers)
  })
}

/** Rolled over since we looked, to a train whose account is not held: the caller may simply try again. */
export function checkHeld(
  { accounts }: Desk,
  booking: Booking,
  containers: readonly ContainerRow[],
): void {
  if (!trainsOf(booking, containers).every((train) => accounts.has(train)))
    throw httpProblem('http.busy')
}

export function trainsOf(booking: Booking, containers: readonly ContainerRow[]): DepartureId[] {
  return [...new Set([booking.departureId, ...containers.map((one) => one.departureId)])]
}

async function cancel(
  desk: Desk,
  { actor, now }: Asking,
  booking: Booking,
  containers: readonly ContainerRow[],
): Promise<void> {
  const { tx } = desk
  const trains = await getDepartures(tx, trainsOf(booking, containers), now)
  const departure = trains.get(booking.departureId)!
  const lcl = lclStanding(booking, await loadLcl(tx, [booking]), departure, now)
  const refusal = decideCancel({
    state: booking.state,
    cutoffPassed:
      (lcl?.closed ?? trains.values().some((train) => isClosed(train, now.getTime()))) &&
      !(await listLateCancellable(tx, [booking.id])).has(booking.id),
    containers,
    lcl,
  })
  if (refusal === 'booking.wrong_state') throw wrongState(booking.state)
  if (refusal) throw bookingProblem(refusal, { bookingCutoffAt: bookingCutoffText(departure) })
  await (booking.load === 'LCL' ? leaveLclList(desk, booking) : leaveList(desk, booking))
  if (containers.length > 0) {
    await takeSteps(
      tx,
      { actor, now, step: 'cancel', place: departure.service.origin },
      containers.map(({ id: containerId }) => ({ containerId })),
    )
    await giveBoxesBack(desk, containers)
  } else await giveSlotsBack(desk, booking.departureId, booking.id, 'given_back')
  await changeState(tx, [booking], { command: 'cancel', kind: actor.organisationKind, now })
}

/** Some may have been rolled over: each gives back its slots on the train it is on by now. */
export async function giveBoxesBack(
  desk: Desk,
  containers: readonly ContainerRow[],
): Promise<void> {
  for (const box of containers) {
    const { departureId: id, bookingId: holder } = box
    const holdings = await holdingsOf(desk, id, holder)
    const giving = { holder, amount: slotsOf(box), cause: 'given_back' } as const
    desk.accounts.set(id, giveBack(desk.accounts.get(id)!, holdings, giving))
  }
}
