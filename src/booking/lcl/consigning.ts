/**
 * LCL bookings: space in a consolidation, the booking and its price are taken together or not at all. Like whole containers they
 * are decided at the desk of their train, which every command on it holds first; the space is held after the container.
 */
import type { Tx } from '#platform/database.ts'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import { addSpace, lessSpace } from '#train/space.ts'
import type { Asking } from '#booking/book.ts'
import { bookingNumber, bookingProblem, massOf, wrongState } from '#booking/booking.ts'
import { changeState, nextState, sayChanged } from '#booking/changes.ts'
import type { BookingId } from '#booking/contract.ts'
import { keptOf } from '#booking/cargo/judging.ts'
import { atOpenSpace, checkCargo, entitle, measured, takeSpace } from '#booking/lcl/at-space.ts'
import { decideConsignment, lotOf } from '#booking/lcl/lcl.ts'
import { lclProblem, type NewConsignment } from '#booking/lcl-contract.ts'
import { insertConsignment, readConsignments, updateLot } from '#booking/lcl/lcl-store.ts'
import { insertCargo, replaceCargo } from '#booking/line-store.ts'
import {
  chargeLcl,
  chargeLclAmendment,
  refuseLclQuote,
  requireLclQuote,
} from '#booking/lcl/lcl-pricing.ts'
import { checkReference, particularsOf, referenceTaken } from '#booking/particulars.ts'
import {
  findBookingFor,
  insertBookings,
  lockBookings,
  updateAmended,
  type Booking,
} from '#booking/store.ts'

export async function consign(
  tx: Tx,
  asking: Asking,
  id: ConsolidationId,
  body: NewConsignment,
): Promise<BookingId> {
  const { actor, now, ids } = asking
  return atOpenSpace(tx, asking, id, async ({ desk, space, departure }) => {
    const cargo = measured(body)
    const findings = await checkCargo(desk, { space, departure }, { ...body, cargo })
    const bookingId = ids('bkg') as BookingId
    const lot = lotOf(cargo)
    const moving = { cause: 'booked', holder: bookingId, amount: lot } as const
    await takeSpace(desk, { space, departure }, moving)
    const priced = { departure, lot, quoteId: body.quoteId }
    const unpriced = await refuseLclQuote(tx, { actor, now }, priced)
    if (unpriced) throw unpriced
    const row: Booking = {
      ...particularsOf(body),
      id: bookingId,
      number: bookingNumber(bookingId),
      exporterId: actor.organisationId,
      createdBy: actor.memberId,
      departureId: departure.id,
      load: 'LCL',
      consolidationId: id,
      state: nextState(null, 'confirm', actor.organisationKind),
      ...{ teu: 0, boxes: 0, cargoKg: massOf(cargo) },
      ...{ heldUntil: null, decidedReason: null, updatedAt: null },
      findings: keptOf(findings, now),
      createdAt: now,
    }
    const made = await insertBookings(tx, [row])
    if (!made.has(bookingId)) throw await referenceTaken(tx, row)
    await insertCargo(tx, [{ id: bookingId, cargo }])
    await insertConsignment(tx, bookingId, lot)
    await chargeLcl(tx, { actor, now }, row, priced)
    await entitle(tx, row, actor, departure)
    await sayChanged(tx, [row], { command: 'confirm', now })
    return bookingId
  })
}

/** The shipper's own, as it shall be, within what is free beside what it has. */
export async function amendConsignment(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  body: NewConsignment,
): Promise<void> {
  const { actor, now } = asking
  const seen = await findBookingFor(tx, actor.organisationId, id)
  if (seen?.exporterId !== actor.organisationId) throw bookingProblem('booking.absent')
  if (seen.consolidationId === null || seen.load !== 'LCL') throw lclProblem('booking.not_lcl')
  await atOpenSpace(tx, asking, seen.consolidationId, async ({ desk, space, departure }) => {
    const [booking] = await lockBookings(tx, [id])
    const before = await checkStanding(tx, booking!)
    const cargo = measured(body)
    const findings = await checkCargo(desk, { space, departure }, { ...body, cargo })
    await checkReference(tx, booking!, body.reference)
    const lot = lotOf(cargo)
    const amount = addSpace(lot, lessSpace(before))
    await takeSpace(desk, { space, departure }, { cause: 'amended', holder: id, amount })
    const priced = { departure, lot, quoteId: body.quoteId }
    await requireLclQuote(tx, id, { ...priced, before })
    const change = { kind: actor.organisationKind, now }
    await changeState(tx, [booking!], { command: 'ask_amendment', ...change })
    const whole = {
      ...booking!,
      ...particularsOf(body),
      cargoKg: massOf(cargo),
      findings: keptOf(findings, now, booking!.findings),
    }
    await updateAmended(tx, whole)
    await replaceCargo(tx, { id, cargo })
    await updateLot(tx, id, lot)
    await chargeLclAmendment(tx, { actor, now }, id, priced)
    await entitle(tx, whole, actor, departure)
    const waiting = { ...whole, state: 'pending_amendment' } as const
    await changeState(tx, [waiting], { command: 'accept_amendment', kind: 'operator', now })
  })
}

/** What it has now, while it may still be changed. */
async function checkStanding(tx: Tx, { id, state }: Booking) {
  const consignment = (await readConsignments(tx, [id])).get(id)!
  const { receivedAt, declaredAt } = consignment
  const refusal = decideConsignment('amend', {
    ...{ state, closed: false },
    received: receivedAt !== null,
    declared: declaredAt !== null,
  })
  if (refusal === 'booking.wrong_state') throw wrongState(state)
  if (refusal) throw lclProblem(refusal)
  return consignment
}
