/** What the operator of a train decides: requests are accepted, rejected or sent back, a booking it cannot carry is declined. */
import type { Actor } from '#kernel/organisation.ts'
import { epochMs } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { getDeparture } from '#train'
import type { Departure } from '#train/contract.ts'
import { leaveList, makeReal, shipperOf } from '#booking/slots/basket.ts'
import type { Asking } from '#booking/book.ts'
import { bookingProblem } from '#booking/booking.ts'
import { checkHeld, giveBoxesBack, trainsOf } from '#booking/cancel.ts'
import { changeState } from '#booking/changes.ts'
import { readContainersOfBooking } from '#booking/container-store.ts'
import type { BookingId } from '#booking/contract.ts'
import { atDesk, giveSlotsBack, type Desk } from '#booking/slots/desk.ts'
import { holdLcl } from '#booking/lcl/locking.ts'
import { waive } from '#booking/cargo/judging.ts'
import type { Decision } from '#booking/slot-contract.ts'
import { isAbsent } from '#booking/step.ts'
import { takeSteps } from '#booking/steps.ts'
import { findBookingFor, lockBookings, type Booking } from '#booking/store.ts'

/** What the operator of the train decides about a request, or about a booking it cannot carry. */
export async function decide(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  decision: Decision,
): Promise<void> {
  const { actor, now } = asking
  const seen = await findBookingFor(tx, actor.organisationId, id)
  if (seen === undefined) throw bookingProblem('booking.absent')
  const trains = trainsOf(seen, await readContainersOfBooking(tx, id))
  await atDesk(tx, asking, trains, async (desk) => {
    // LCL, or a container that is offered for it.
    if (seen.load === 'LCL' || seen.consolidationId !== null) await holdLcl(desk)
    const [booking] = await lockBookings(tx, [id])
    checkHeld(desk, booking!, await readContainersOfBooking(tx, id))
    const departure = await getDeparture(tx, booking!.departureId, now)
    if (departure.service.operatorId !== actor.organisationId)
      throw bookingProblem('booking.not_your_train')
    const command = decision.decision
    const reason = 'reason' in decision ? decision.reason : undefined
    const kind = actor.organisationKind
    const isNoShow = command === 'decline' && decision.noShow === true
    if (isNoShow) await checkNoShow(tx, id, departure, now)
    await changeState(tx, [booking!], { command, kind, now, reason, isNoShow })
    if (command === 'accept') {
      await waive(tx, { actor, now, reason }, booking!, booking!.findings)
      await makeReal(desk, booking!, await shipperOf(tx, booking!))
    }
    if (command === 'reject') await giveSlotsBack(desk, booking!.departureId, id, 'given_back')
    if (command === 'decline') await takeBack(desk, booking!, { actor, departure, reason })
  })
}

/** A basket or a request that its train will not serve: true when it was one, and is over. */
export async function endRequest(
  desk: Desk,
  booking: Booking,
  { actor, reason }: { readonly actor: Actor; readonly reason: string },
): Promise<boolean> {
  const { tx, now } = desk
  const isBasket = booking.state === 'held'
  if (!isBasket && !['received', 'pending_update'].includes(booking.state)) return false
  await giveSlotsBack(desk, booking.departureId, booking.id, 'given_back')
  if (isBasket) await changeState(tx, [booking], { command: 'expire', kind: null, now })
  else
    await changeState(tx, [booking], {
      ...{ command: 'reject', kind: actor.organisationKind, now, reason },
    })
  return true
}

/** Nothing came in time: none of the boxes was received when the gate closed. */
async function checkNoShow(
  tx: Tx,
  id: BookingId,
  { gateInCutoffAt }: Departure,
  now: Date,
): Promise<void> {
  const boxes = await readContainersOfBooking(tx, id)
  const untouched = boxes.every((box) => isAbsent(box) || box.stage === 'cancelled')
  if (now.getTime() < epochMs(gateInCutoffAt) || !untouched)
    throw bookingProblem('booking.no_no_show', { gateInCutoffAt })
}

/** A declined booking's boxes do not go: those not received yet are cancelled; one that was received keeps the booking. */
export async function takeBack(
  desk: Desk,
  booking: Booking,
  by: {
    readonly actor: Actor
    readonly departure: Departure
    readonly reason: string | undefined
  },
): Promise<void> {
  const { tx, now } = desk
  const open = (await readContainersOfBooking(tx, booking.id)).filter(
    ({ stage }) => stage !== 'cancelled',
  )
  checkHeld(desk, booking, open)
  await leaveList(desk, booking)
  const shipper = await shipperOf(tx, booking)
  await takeSteps(
    tx,
    { actor: shipper, now, step: 'cancel', place: by.departure.service.origin },
    open.map(({ id }) => ({
      containerId: id,
      said: { restricted: by.reason === undefined ? {} : { reason: by.reason } },
    })),
  )
  await giveBoxesBack(desk, open)
}
