/**
 * Amending a confirmed booking. Its boxes, of which none was touched yet, are cancelled and those it shall have are booked in their
 * place, so that every statement in the ledger says what is true of its container; slots and charges follow in the same transaction.
 */
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { bookingCutoffText, closedProblem, getDeparture, shortProblem } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { decideOpen, take } from '#train/slots.ts'
import type { Amendment, AmendmentDecision } from '#booking/amendment-contract.ts'
import {
  endAmendment,
  findAmendment,
  keepAmendment,
  type Asked,
} from '#booking/amending/amendment-store.ts'
import { amendmentProblem, decideAmend } from '#booking/amending/amendment.ts'
import { leaveList, shipperOf } from '#booking/slots/basket.ts'
import { countBoxes, wrongLoad, type Asking } from '#booking/book.ts'
import { bookingProblem, boxesOf, isClosed, massOf, slotsOf, teuOf } from '#booking/booking.ts'
import { needsOperator } from '#booking/cargo/cargo-rule.ts'
import { checkHeld, giveBoxesBack, trainsOf } from '#booking/cancel.ts'
import { changeState, nextState } from '#booking/changes.ts'
import { readContainersOfBooking, type ContainerRow } from '#booking/container-store.ts'
import type { BookingId } from '#booking/contract.ts'
import { atDesk, type Desk } from '#booking/slots/desk.ts'
import { checkFacts } from '#booking/facts.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { askedOf, judgeFor, keptOf, refusalOf, waive } from '#booking/cargo/judging.ts'
import { lclProblem } from '#booking/lcl-contract.ts'
import { readLines, replaceCargo, replaceLines } from '#booking/line-store.ts'
import { makeContainers } from '#booking/making.ts'
import { checkReference, particularsOf } from '#booking/particulars.ts'
import { chargeAmendment, requireQuote } from '#booking/pricing.ts'
import { takeSteps } from '#booking/steps.ts'
import { findBookingFor, lockBookings, updateAmended, type Booking } from '#booking/store.ts'

interface Opened {
  readonly desk: Desk
  readonly booking: Booking
  readonly containers: readonly ContainerRow[]
  readonly before: Departure
}

/** The shipper's own: applied at once, or kept for the operator to decide on. */
export async function amendBooking(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  amendment: Amendment,
): Promise<void> {
  const { actor, now } = asking
  const seen = await findBookingFor(tx, actor.organisationId, id)
  if (seen?.exporterId !== actor.organisationId) throw bookingProblem('booking.absent')
  if (seen.load === 'LCL') throw lclProblem('booking.lcl_own_way')
  await open(tx, asking, { seen, to: amendment.departureId }, async (opened) => {
    const { booking } = opened
    nextState(booking.state, 'ask_amendment', actor.organisationKind)
    const findings = await check(opened, amendment, now)
    const { quoteId, lines } = amendment
    await requireQuote(tx, id, {
      ...{ quoteId, lines, isSameTrain: booking.departureId === amendment.departureId },
      before: (await readLines(tx, [id])).get(id) ?? [],
    })
    const change = { kind: actor.organisationKind, now }
    await changeState(tx, [booking], { command: 'ask_amendment', ...change })
    const asked = { amendment, askedAt: now }
    if (needsOperator(amendment.lines, findings)) await keepAmendment(tx, id, asked)
    else await apply(opened, { ...asked, findings }, actor)
  })
}

/** The operator's decision about one on its own train. */
export async function decideAmendment(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  decision: AmendmentDecision,
): Promise<void> {
  const { actor, now } = asking
  const seen = await findBookingFor(tx, actor.organisationId, id)
  if (seen === undefined) throw bookingProblem('booking.absent')
  const asked = await getAmendment(tx, id)
  await open(tx, asking, { seen, to: asked.amendment.departureId }, async (opened) => {
    const { booking, before } = opened
    if (before.service.operatorId !== actor.organisationId)
      throw bookingProblem('booking.not_your_train')
    // Decided by somebody else since we looked.
    await getAmendment(tx, id)
    if (decision.decision === 'accept') {
      nextState(booking.state, 'accept_amendment', actor.organisationKind)
      const { departureId } = asked.amendment
      const findings = await check(opened, asked.amendment, now)
      await waive(tx, { actor, now, reason: decision.reason }, { id, departureId }, findings)
      await apply(opened, { ...asked, findings }, await shipperOf(tx, booking))
    } else {
      const { reason } = decision
      const change = { kind: actor.organisationKind, now, reason }
      await changeState(tx, [booking], { command: 'refuse_amendment', ...change })
      await endAmendment(tx, id, 'declined')
    }
  })
}

export async function withdrawAmendment(tx: Tx, asking: Asking, id: BookingId): Promise<void> {
  const { actor, now } = asking
  const seen = await findBookingFor(tx, actor.organisationId, id)
  if (seen?.exporterId !== actor.organisationId) throw bookingProblem('booking.absent')
  await open(tx, asking, { seen, to: seen.departureId }, async ({ booking }) => {
    const change = { kind: actor.organisationKind, now }
    await changeState(tx, [booking], { command: 'withdraw_amendment', ...change })
    await endAmendment(tx, id, 'cancelled')
  })
}

export async function getAmendment(tx: Tx, id: BookingId): Promise<Asked> {
  const asked = await findAmendment(tx, id)
  if (asked === undefined) throw amendmentProblem('booking.no_amendment')
  return asked
}

/** The desk of every train it touches, then the booking: whoever amends, cancels or is promoted goes one after the other. */
async function open(
  tx: Tx,
  asking: Asking,
  { seen, to }: { readonly seen: Booking; readonly to: DepartureId },
  work: (opened: Opened) => Promise<void>,
): Promise<void> {
  const known = trainsOf(seen, await readContainersOfBooking(tx, seen.id))
  // Named before the desk is opened, so that a train that is not is answered as such.
  await getDeparture(tx, to, asking.now)
  await atDesk(tx, asking, [...new Set([...known, to])], async (desk) => {
    const [booking] = await lockBookings(tx, [seen.id])
    const all = await readContainersOfBooking(tx, seen.id)
    checkHeld(desk, booking!, all)
    const before = await getDeparture(tx, booking!.departureId, asking.now)
    const containers = all.filter(({ stage }) => stage !== 'cancelled')
    await work({ desk, booking: booking!, containers, before })
  })
}

async function check(
  { desk, booking, containers, before }: Opened,
  asked: Amendment,
  now: Date,
): Promise<Finding[]> {
  const { tx, accounts } = desk
  const after = await getDeparture(tx, asked.departureId, now)
  const refusal = decideAmend({
    cutoffPassed: isClosed(before, now.getTime()),
    containers,
    sameOperator: after.service.operatorId === before.service.operatorId,
  })
  if (refusal) throw amendmentProblem(refusal, { bookingCutoffAt: bookingCutoffText(before) })
  const account = accounts.get(after.id)!
  const closed = decideOpen(account, account.nowMs)
  if (closed !== undefined) throw closedProblem(closed, account, after.service.origin)
  const findings = (await judgeFor(tx, after))(askedOf(asked))
  const wrong =
    wrongLoad(asked.lines, massOf(asked.cargo), account) ??
    (await checkFacts(tx, [asked]))(asked) ??
    refusalOf(findings)
  if (wrong) throw wrong
  await checkReference(tx, booking, asked.reference)
  return findings
}

/** Out with the old boxes, in with the new, and the price with them. */
async function apply(
  { desk, booking, containers, before }: Opened,
  { amendment, askedAt, findings }: Asked & { readonly findings: readonly Finding[] },
  actor: Actor,
): Promise<void> {
  const { tx, now, ids, accounts } = desk
  const { id } = booking
  const { lines, cargo, departureId, quoteId } = amendment
  await leaveList(desk, booking)
  await takeSteps(
    tx,
    { actor, now, step: 'cancel', place: before.service.origin },
    containers.map((container) => ({ containerId: container.id })),
  )
  await giveBoxesBack(desk, containers)
  const departure = await getDeparture(tx, departureId, now)
  const boxes = boxesOf(lines, massOf(cargo))
  const account = accounts.get(departureId)!
  const amounts = boxes.map(slotsOf)
  const taken = take(account, amounts, { party: actor, holder: id, to: 'sold', cause: 'booked' })
  if (typeof taken === 'string')
    throw shortProblem(taken, account, { boxes: amounts, party: actor })
  accounts.set(departureId, taken)
  const whole = {
    ...booking,
    departureId,
    ...particularsOf(amendment),
    teu: teuOf(lines),
    boxes: countBoxes(lines),
    cargoKg: massOf(cargo),
    findings: keptOf(findings, now, booking.findings),
  }
  await updateAmended(tx, whole)
  await replaceLines(tx, { id, lines })
  await replaceCargo(tx, { id, cargo })
  await makeContainers(tx, { departure, now, ids }, [{ booking: whole, actor, boxes, cargo }])
  await chargeAmendment(tx, { actor, now: askedAt }, id, { departure, lines, quoteId, before })
  await keepAmendment(tx, id, { amendment, askedAt }, 'confirmed')
  const waiting = { ...whole, state: 'pending_amendment' } as const
  await changeState(tx, [waiting], { command: 'accept_amendment', kind: 'operator', now })
}
