/**
 * LCL bookings: space in a consolidation, the booking and its price are taken together or not at all. Like whole containers they
 * are decided at the desk of their train, which every command on it holds first; the space is held after the container.
 */
import type { Tx } from '#platform/database.ts'
import { closedProblem, getDeparture } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { Departure, DepartureId } from '#train/contract.ts'
import { decideOpen } from '#train/slots.ts'
import { addSpace, lessSpace, moveSpace } from '#train/space.ts'
import type { Asking } from '#booking/book.ts'
import { bookingNumber, massOf, wrongState } from '#booking/booking.ts'
import { changeState, nextState, sayChanged } from '#booking/changes.ts'
import type { BookingId, CargoLine } from '#booking/contract.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { keptOf } from '#booking/cargo/judging.ts'
import {
  asConsigned,
  atOpenSpace,
  checkCargo,
  consolidationOf,
  measured,
  takeSpace,
} from '#booking/lcl/at-space.ts'
import { entitle } from '#booking/lcl/entitling.ts'
import { ANY_BOX, decideConsignment, lotOf } from '#booking/lcl/lcl.ts'
import { joinLclList } from '#booking/lcl/lcl-turns.ts'
import { holdLcl } from '#booking/lcl/locking.ts'
import { atDesk, type Desk } from '#booking/slots/desk.ts'
import type { WaitingTerms } from '#booking/state-contract.ts'
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
  insertBookingParties,
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
  return atOpenSpace(tx, asking, id, async (opened) => {
    const { desk, space, departure } = opened
    const cargo = measured(body)
    const findings = await checkCargo(desk, opened, { ...body, cargo })
    const wish = { desk, asking, departure, body, cargo, findings }
    const { ifFull } = body
    const amount = lotOf(cargo)
    const isFull = moveSpace(space, { cause: 'booked', holder: '', amount }) === undefined
    if (ifFull && isFull) return wait(wish, ifFull)
    const bookingId = asking.ids('bkg') as BookingId
    await takeSpace(desk, opened, { cause: 'booked', holder: bookingId, amount })
    const row = await make(wish, { id: bookingId, consolidationId: id, command: 'confirm' })
    await entitle(tx, row, asking.actor, departure)
    return bookingId
  })
}

/** Into whichever consolidation of the train has the space first: when the desk closes, or when some comes free. */
export async function waitForSpace(
  tx: Tx,
  asking: Asking,
  departureId: DepartureId,
  { ifFull, ...body }: NewConsignment & { readonly ifFull: WaitingOf },
): Promise<BookingId> {
  return atDesk(tx, asking, [departureId], async (desk) => {
    const departure = await getDeparture(tx, departureId, asking.now)
    const account = desk.accounts.get(departureId)!
    const closed = decideOpen(account, account.nowMs)
    if (closed !== undefined) throw closedProblem(closed, account, departure.service.origin)
    const cargo = measured(body)
    const open = (await holdLcl(desk)).values().filter(({ state }) => state === 'open')
    const judged = { space: open.next().value ?? { equipmentType: ANY_BOX }, departure }
    const findings = await checkCargo(desk, judged, { ...body, cargo })
    return wait({ desk, asking, departure, body, cargo, findings }, ifFull)
  })
}

type WaitingOf = Pick<WaitingTerms, 'promotion'>

interface Wish {
  readonly desk: Desk
  readonly asking: Asking
  readonly departure: Departure
  readonly body: Omit<NewConsignment, 'ifFull'>
  readonly cargo: readonly CargoLine[]
  readonly findings: readonly Finding[]
}

/** It joins the train's list; until it is served it concerns its shipper and the operator. */
async function wait(wish: Wish, { promotion }: WaitingOf): Promise<BookingId> {
  const { desk, asking, departure, cargo } = wish
  const { organisationId, organisationKind } = asking.actor
  const id = asking.ids('bkg') as BookingId
  const row = await make(wish, { id, consolidationId: null, command: 'wait' })
  await insertBookingParties(desk.tx, [
    { bookingId: id, id: organisationId, kind: organisationKind },
    { bookingId: id, id: departure.service.operatorId, kind: 'operator' },
  ])
  await joinLclList(desk, row, { lot: lotOf(cargo), promotion })
  return id
}

/** The booking with its cargo and its price, written and said. */
async function make(
  { desk: { tx }, asking: { actor, now }, departure, body, cargo, findings }: Wish,
  {
    id,
    consolidationId,
    command,
  }: {
    readonly id: BookingId
    readonly consolidationId: ConsolidationId | null
    readonly command: 'confirm' | 'wait'
  },
): Promise<Booking> {
  const lot = lotOf(cargo)
  const priced = { departure, lot, quoteId: body.quoteId }
  const unpriced = await refuseLclQuote(tx, { actor, now }, priced)
  if (unpriced) throw unpriced
  const row: Booking = {
    ...particularsOf(body),
    ...{ id, number: bookingNumber(id), createdBy: actor.memberId },
    exporterId: actor.organisationId,
    departureId: departure.id,
    ...({ load: 'LCL', consolidationId } as const),
    state: nextState(null, command, actor.organisationKind),
    ...{ teu: 0, boxes: 0, cargoKg: massOf(cargo) },
    ...{ heldUntil: null, decidedReason: null, updatedAt: null },
    findings: keptOf(findings, now),
    createdAt: now,
  }
  const made = await insertBookings(tx, [row])
  if (!made.has(id)) throw await referenceTaken(tx, row)
  await insertCargo(tx, [{ id, cargo }])
  await insertConsignment(tx, id, lot)
  await chargeLcl(tx, { actor, now }, row, priced)
  await sayChanged(tx, [row], { command, now })
  return row
}

/** The shipper's own, as it shall be, within what is free beside what it has. */
export async function amendConsignment(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  body: NewConsignment,
): Promise<void> {
  const { actor, now } = asking
  const consolidationId = await consolidationOf(tx, actor, id)
  await atOpenSpace(tx, asking, consolidationId, async ({ desk, space, departure }) => {
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
    const whole = asConsigned(booking!, { body, cargo, findings, now })
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
