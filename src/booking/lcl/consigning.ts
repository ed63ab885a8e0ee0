/**
 * LCL bookings: space in a consolidation, the booking and its price are taken together or not at all. Like whole containers they
 * are decided at the desk of their train, which every command on it holds first; the space is held after the container.
 */
import type { Actor } from '#kernel/organisation.ts'
import { httpProblem } from '#kernel/http-problem.ts'
import type { Tx } from '#platform/database.ts'
import {
  closedProblem,
  getDeparture,
  getService,
  getSpace,
  holdSpace,
  saveSpace,
  spaceClosedProblem,
  spaceShortProblem,
} from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { Departure } from '#train/contract.ts'
import { decideOpen } from '#train/slots.ts'
import { addSpace, decideSpaceOpen, freeSpace, lessSpace, moveSpace } from '#train/space.ts'
import type { SpaceAccount, SpaceTransfer } from '#train/space.ts'
import type { Asking } from '#booking/book.ts'
import { bookingNumber, bookingProblem, massOf, wrongState } from '#booking/booking.ts'
import { changeState, nextState, sayChanged } from '#booking/changes.ts'
import type { BookingId, CargoLine, Party } from '#booking/contract.ts'
import { atDesk, type Desk } from '#booking/slots/desk.ts'
import { checkFacts } from '#booking/facts.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { judgeFor, keptOf, refusalOf } from '#booking/cargo/judging.ts'
import { decideConsignment, lotOf, volumeOf } from '#booking/lcl/lcl.ts'
import { lclProblem, type NewConsignment } from '#booking/lcl-contract.ts'
import {
  insertConsignment,
  lockBoxOf,
  readConsignments,
  syncSharers,
  updateLot,
} from '#booking/lcl/lcl-store.ts'
import { insertCargo, replaceCargo } from '#booking/line-store.ts'
import { partiesOf } from '#booking/making.ts'
import {
  chargeLcl,
  chargeLclAmendment,
  refuseLclQuote,
  requireLclQuote,
} from '#booking/lcl/lcl-pricing.ts'
import { checkReference, particularsOf, referenceTaken } from '#booking/particulars.ts'
import {
  findBookingFor,
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
  const { actor, now, ids } = asking
  return atOpenSpace(tx, asking, id, async ({ desk, space, departure }) => {
    const cargo = measured(body)
    const findings = await check(desk, { space, departure }, { ...body, cargo })
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
    const findings = await check(desk, { space, departure }, { ...body, cargo })
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

interface Opened {
  readonly desk: Desk
  readonly space: SpaceAccount
  readonly departure: Departure
}

/** The train's desk, its container, then the space: while its consolidation takes bookings. */
async function atOpenSpace<T>(
  tx: Tx,
  asking: Asking,
  id: ConsolidationId,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { departureId } = await getSpace(tx, id)
  return atDesk(tx, asking, [departureId], async (desk) => {
    await lockBoxOf(tx, id)
    const space = await holdSpace(tx, id)
    // Moved to another train since we looked: the caller may simply try again.
    if (space.departureId !== departureId) throw httpProblem('http.busy')
    const departure = await getDeparture(tx, departureId, asking.now)
    const account = desk.accounts.get(departureId)!
    const closed = decideOpen(account, account.nowMs)
    if (closed !== undefined) throw closedProblem(closed, account, departure.service.origin)
    const refusal = decideSpaceOpen(space, departure.bookingCutoffAt, account.nowMs)
    if (refusal !== undefined) throw spaceClosedProblem(refusal, space, departure)
    return work({ desk, space, departure })
  })
}

/** Every line with its volume, and without what it was computed from. */
function measured({ cargo }: NewConsignment): CargoLine[] {
  return cargo.map(({ packageCm, ...line }, index) => {
    const volumeDm3 = volumeOf({ ...line, packageCm })
    if (volumeDm3 === undefined) throw lclProblem('booking.lcl_volume_missing', { line: index + 1 })
    return { ...line, volumeDm3 }
  })
}

/** The cargo rules of its train, as for a container of its own; what the operator would have to look at is not carried as LCL. */
async function check(
  { tx }: Desk,
  { space, departure }: Pick<Opened, 'space' | 'departure'>,
  asked: Omit<NewConsignment, 'cargo'> & { readonly cargo: CargoLine[] },
): Promise<Finding[]> {
  const { cargo } = asked
  if (cargo.some(({ dangerous }) => dangerous)) throw lclProblem('booking.lcl_dangerous')
  const lines = [{ equipmentType: space.equipmentType, count: 1 }]
  const findings = (await judgeFor(tx, departure))({ lines, cargo, cargoKg: massOf(cargo) })
  const wrong = (await checkFacts(tx, [asked]))(asked) ?? refusalOf(findings)
  if (wrong) throw wrong
  if (findings.some(({ effect }) => effect === 'ask'))
    throw lclProblem('booking.lcl_needs_permission')
  return findings
}

async function takeSpace(
  { tx, now }: Desk,
  { space, departure }: Pick<Opened, 'space' | 'departure'>,
  moving: Omit<SpaceTransfer, 'sequence'>,
): Promise<void> {
  const after = moveSpace(space, moving)
  if (after === undefined) {
    const asked = moving.amount
    throw await spaceShortProblem(tx, { space, free: freeSpace(space), asked, departure, now })
  }
  await saveSpace(tx, after, now)
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

/** The shipper, the line's parties and those it names see the booking, and by it the container. */
async function entitle(
  tx: Tx,
  booking: Booking,
  actor: Actor,
  departure: Departure,
): Promise<void> {
  const service = await getService(tx, departure.serviceId)
  const parties: Pick<Party, 'id' | 'kind'>[] = partiesOf({ actor, booking }, service)
  await insertBookingParties(
    tx,
    parties.map((party) => ({ ...party, bookingId: booking.id })),
  )
  await syncSharers(tx, booking.consolidationId!)
}
