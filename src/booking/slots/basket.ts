/** Between asking and having: baskets that are held and confirmed, requests that the operator decides on, offers that are taken. */
import type { Actor } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { formatLocalTime, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { closedProblem, getDeparture, shortProblem } from '#train'
import type { Departure } from '#train/contract.ts'
import { decideOpen, take } from '#train/slots.ts'
import type { Asking } from '#booking/book.ts'
import { countBoxes, wrongLoad } from '#booking/book.ts'
import { bookingNumber, bookingProblem, boxesOf, massOf, slotsOf, teuOf } from '#booking/booking.ts'
import { changeState, nextState, sayChanged } from '#booking/changes.ts'
import type { BookingId, BookingLine } from '#booking/contract.ts'
import { atDesk, sellHeld, type Desk } from '#booking/slots/desk.ts'
import { needsOperator } from '#booking/cargo/cargo-rule.ts'
import { checkFacts } from '#booking/facts.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { askedOf, judgeFor, keptOf, refusalOf } from '#booking/cargo/judging.ts'
import { lclProblem } from '#booking/lcl-contract.ts'
import { offeredAs } from '#booking/lcl/lcl.ts'
import { readLclWaiting, takeSpaceOffer } from '#booking/lcl/lcl-turns.ts'
import { holdLcl } from '#booking/lcl/locking.ts'
import { readCargo, readLines, insertLines, replaceCargo } from '#booking/line-store.ts'
import { makeContainers } from '#booking/making.ts'
import { HOLD_MINUTES, type NewHold, type Particulars } from '#booking/slot-contract.ts'
import type { BookingCommand } from '#booking/state-contract.ts'
import {
  findBookingFor,
  insertBookingParties,
  insertBookings,
  lockOwnBooking,
  type Booking,
} from '#booking/store.ts'
import { keepParticulars, particularsOf } from '#booking/particulars.ts'
import { chargeBooking } from '#booking/pricing.ts'
import { endPlace, eventOf, happened, placeBoxes, readWaiting } from '#booking/slots/turns.ts'
import { listOrganisations } from '#identity'

const MINUTE_MS = 60_000

/** A basket: slots are held, nothing else is known yet. */
export async function hold(tx: Tx, asking: Asking, asked: NewHold): Promise<BookingId> {
  const { actor, now, ids } = asking
  const { departureId, lines, cargoKg } = asked
  return atDesk(tx, asking, [departureId], async (desk) => {
    const departure = await getDeparture(tx, departureId, now)
    const account = desk.accounts.get(departureId)!
    const closed = decideOpen(account, account.nowMs)
    if (closed !== undefined) throw closedProblem(closed, account, departure.service.origin)
    const findings = (await judgeFor(tx, departure))({ lines, cargoKg, cargo: undefined })
    const wrong = wrongLoad(lines, cargoKg, account) ?? refusalOf(findings)
    if (wrong) throw wrong
    const id = ids('bkg') as BookingId
    const boxes = boxesOf(lines, cargoKg).map(slotsOf)
    const taking = { party: actor, holder: id, to: 'held', cause: 'held' } as const
    const after = take(account, boxes, taking)
    if (typeof after === 'string') throw shortProblem(after, account, { boxes, party: actor })
    desk.accounts.set(departureId, after)
    await insertBasket(desk, { id, actor, asked, departure, findings })
    return id
  })
}

async function insertBasket(
  { tx, now, accounts }: Desk,
  basket: {
    readonly id: BookingId
    readonly actor: Actor
    readonly asked: NewHold
    readonly departure: Departure
    readonly findings: readonly Finding[]
  },
): Promise<void> {
  const { id, actor, asked, departure, findings } = basket
  const { departureId, lines, cargoKg } = asked
  const nowMs = accounts.get(departureId)!.nowMs
  // A basket never outlives the booking of its train.
  const untilMs = Math.min(nowMs + HOLD_MINUTES * MINUTE_MS, Date.parse(departure.bookingCutoffAt))
  const row = {
    id,
    number: bookingNumber(id),
    exporterId: actor.organisationId,
    createdBy: actor.memberId,
    departureId,
    ...({ load: 'FCL', consolidationId: null } as const),
    state: nextState(null, 'hold', actor.organisationKind),
    teu: teuOf(lines),
    boxes: countBoxes(lines),
    cargoKg,
    heldUntil: new Date(untilMs),
    findings: keptOf(findings, now),
    createdAt: now,
    ...{ reference: null, brokerId: null, consignee: null, incoterm: null, remarks: null },
  }
  await insertBookings(tx, [row])
  await insertLines(tx, [{ id, lines }])
  const { operatorId } = departure.service
  await insertBookingParties(tx, [
    { bookingId: id, id: actor.organisationId, kind: actor.organisationKind },
    { bookingId: id, id: operatorId, kind: 'operator' },
  ])
  await sayChanged(tx, [row], { command: 'hold', now })
}

/** The basket becomes a booking, or a request where the operator must look at it. */
export async function confirmBasket(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  particulars: Particulars,
): Promise<void> {
  const { actor, now } = asking
  await withOwn(tx, asking, id, async (desk, booking) => {
    if (booking.state === 'expired' && booking.brokerId === null)
      throw await holdExpired(tx, booking, now)
    const lines = (await readLines(tx, [id])).get(id) ?? []
    // Whatever it becomes; what has become of it already is said before it is looked at.
    nextState(booking.state, 'confirm', actor.organisationKind)
    const departure = await getDeparture(tx, booking.departureId, now)
    const whole = await complete(tx, booking, particulars, { lines, departure, now })
    const asks = needsOperator(lines, whole.findings)
    const command: BookingCommand = asks ? 'request' : 'confirm'
    const { quoteId } = particulars
    if (quoteId !== undefined) {
      await chargeBooking(tx, { actor, now }, whole, { departure, lines, quoteId })
    }
    await changeState(tx, [whole], { command, kind: actor.organisationKind, now })
    if (!asks) await makeReal(desk, whole, actor)
  })
}

/** The particulars asked for: the request goes to the operator again. */
export async function updateRequest(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  particulars: Particulars,
): Promise<void> {
  const { actor, now } = asking
  await withOwn(tx, asking, id, async (_, booking) => {
    nextState(booking.state, 'update', actor.organisationKind)
    const lines = (await readLines(tx, [id])).get(id) ?? []
    const departure = await getDeparture(tx, booking.departureId, now)
    const updated = { ...booking, updatedAt: now }
    const whole = await complete(tx, updated, particulars, { lines, departure, now })
    await changeState(tx, [whole], { command: 'update', kind: actor.organisationKind, now })
  })
}

/** An offer from the waiting list is taken. */
export async function takeOffer(tx: Tx, asking: Asking, id: BookingId): Promise<void> {
  await withAny(tx, asking, id, async (desk, booking) => {
    const { departureId } = booking
    if (booking.load === 'LCL') {
      const one = (await readLclWaiting(tx, departureId)).find(({ row }) => row.bookingId === id)
      if (one?.row.state !== 'offered') throw bookingProblem('booking.nothing_offered')
      return takeSpaceOffer(desk, one)
    }
    const waiting = (await readWaiting(tx, departureId)).find(({ row }) => row.bookingId === id)
    if (waiting?.row.state !== 'offered') throw bookingProblem('booking.nothing_offered')
    await sellHeld(desk, departureId, id)
    const event = eventOf('taken', waiting, desk.accounts.get(departureId)!)
    await happened(desk, departureId, [{ event, row: waiting.row }])
    await placeBoxes(desk, waiting, waiting.row.boxesOffered)
  })
}

/** It waits no more for what it did not get. */
export async function leaveList(desk: Desk, booking: Booking): Promise<void> {
  const all = await readWaiting(desk.tx, booking.departureId)
  const waiting = all.find(({ row }) => row.bookingId === booking.id)
  if (waiting) await endPlace(desk, waiting, 'left')
}

/** One that is typed as slots are: LCL has its own way. */
function withOwn(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  work: (desk: Desk, booking: Booking) => Promise<void>,
): Promise<void> {
  return withAny(tx, asking, id, async (desk, booking) => {
    if (booking.load === 'LCL') throw lclProblem('booking.lcl_own_way')
    await work(desk, booking)
  })
}

async function withAny(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  work: (desk: Desk, booking: Booking) => Promise<void>,
): Promise<void> {
  const { organisationId } = asking.actor
  const seen = await findBookingFor(tx, organisationId, id)
  if (seen?.exporterId !== organisationId) throw bookingProblem('booking.absent')
  await atDesk(tx, asking, [seen.departureId], async (desk) => {
    if (seen.load === 'LCL') await holdLcl(desk)
    const booking = await lockOwnBooking(tx, organisationId, id)
    if (booking === undefined) throw bookingProblem('booking.absent')
    await work(desk, booking)
  })
}

/** The booking with its particulars, written. */
async function complete(
  tx: Tx,
  booking: Booking,
  asked: Particulars,
  {
    lines,
    departure,
    now,
  }: { readonly lines: BookingLine[]; readonly departure: Departure; readonly now: Date },
): Promise<Booking> {
  const grossMassKg = massOf(asked.cargo)
  if (grossMassKg > booking.cargoKg)
    throw bookingProblem('booking.heavier_than_held', { grossMassKg, heldKg: booking.cargoKg })
  const findings = (await judgeFor(tx, departure))(askedOf({ lines, cargo: asked.cargo }))
  const wrong = (await checkFacts(tx, [asked]))(asked) ?? refusalOf(findings)
  if (wrong) throw wrong
  const whole = {
    ...booking,
    findings: keptOf(findings, now, booking.findings),
    ...particularsOf(asked),
  }
  await keepParticulars(tx, whole)
  await replaceCargo(tx, { id: booking.id, cargo: asked.cargo })
  return whole
}

/** What was held is sold, and the boxes come into being. */
export async function makeReal(desk: Desk, booking: Booking, actor: Actor): Promise<void> {
  const { tx, now, ids } = desk
  await sellHeld(desk, booking.departureId, booking.id)
  const departure = await getDeparture(tx, booking.departureId, now)
  const lines = (await readLines(tx, [booking.id])).get(booking.id) ?? []
  const cargo = (await readCargo(tx, [booking.id])).get(booking.id) ?? []
  const boxes = boxesOf(lines, booking.cargoKg)
  await makeContainers(tx, { departure, now, ids }, [{ booking, actor, boxes, cargo }])
}

/** Who books is who asked for it, whoever answers. An operator that consolidates is the forwarder of its own container. */
export async function shipperOf(tx: Tx, booking: Booking): Promise<Actor> {
  const { exporterId, createdBy } = booking
  const [organisation] = await listOrganisations(tx, [exporterId])
  return {
    organisationId: exporterId,
    organisationKind: offeredAs(booking) === null ? organisation!.kind : 'forwarder',
    memberId: createdBy,
    role: 'clerk',
    locale: 'zh',
  }
}

export async function holdExpired(tx: Tx, booking: Booking, now: Date) {
  const { service } = await getDeparture(tx, booking.departureId, now)
  const { timeZone } = getStation(service.origin)
  const until = timestampIn((booking.heldUntil ?? booking.createdAt).getTime(), timeZone)
  return bookingProblem('booking.hold_expired', {
    heldUntil: formatLocalTime(until, timeZone, 'sv-SE'),
  })
}
