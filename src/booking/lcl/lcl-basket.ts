/** Baskets of LCL: space in a consolidation that is held while the rest is typed, and made a booking before its time is over. */
import type { Tx } from '#platform/database.ts'
import type { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'
import { lessSpace, spaceClosesMs } from '#train/space.ts'
import type { Asking } from '#booking/book.ts'
import { bookingNumber } from '#booking/booking.ts'
import { judgeFor, keptOf, refusalOf } from '#booking/cargo/judging.ts'
import { changeState, nextState, sayChanged } from '#booking/changes.ts'
import type { BookingId } from '#booking/contract.ts'
import {
  asConsigned,
  atOpenSpace,
  checkCargo,
  consolidationOf,
  measured,
  takeSpace,
  type Opened,
} from '#booking/lcl/at-space.ts'
import { entitle } from '#booking/lcl/entitling.ts'
import { lotOf } from '#booking/lcl/lcl.ts'
import type { NewConsignment } from '#booking/lcl-contract.ts'
import { chargeLcl, refuseLclQuote } from '#booking/lcl/lcl-pricing.ts'
import { insertConsignment, readConsignments, updateLot } from '#booking/lcl/lcl-store.ts'
import { replaceCargo } from '#booking/line-store.ts'
import { keepParticulars } from '#booking/particulars.ts'
import { HOLD_MINUTES } from '#booking/slot-contract.ts'
import { holdExpired } from '#booking/slots/basket.ts'
import { insertBookingParties, insertBookings, lockBookings, type Booking } from '#booking/store.ts'

const MINUTE_MS = 60_000

/** A basket: space is held, nothing else is known yet. */
export async function holdSpace(
  tx: Tx,
  asking: Asking,
  id: ConsolidationId,
  lot: SpaceAmount,
): Promise<BookingId> {
  return atOpenSpace(tx, asking, id, async (opened) => {
    const { desk, departure } = opened
    const lines = [{ equipmentType: opened.space.equipmentType, count: 1 }]
    const asked = { lines, cargoKg: lot.grossKg, cargo: undefined }
    const findings = (await judgeFor(tx, departure))(asked)
    const refusal = refusalOf(findings)
    if (refusal) throw refusal
    const bookingId = asking.ids('bkg') as BookingId
    await takeSpace(desk, opened, { cause: 'held', holder: bookingId, held: lot })
    const row = basketOf(asking, opened, { id: bookingId, lot })
    await insertBookings(tx, [{ ...row, findings: keptOf(findings, asking.now) }])
    await insertConsignment(tx, bookingId, lot)
    const { organisationId, organisationKind } = asking.actor
    await insertBookingParties(tx, [
      { bookingId, id: organisationId, kind: organisationKind },
      { bookingId, id: departure.service.operatorId, kind: 'operator' },
    ])
    await sayChanged(tx, [row], { command: 'hold', now: asking.now })
    return bookingId
  })
}

function basketOf(
  { actor, now }: Asking,
  { desk, space, departure }: Opened,
  { id, lot }: { readonly id: BookingId; readonly lot: SpaceAmount },
): Booking {
  const { nowMs } = desk.accounts.get(departure.id)!
  // A basket never outlives its consolidation.
  const untilMs = Math.min(
    nowMs + HOLD_MINUTES * MINUTE_MS,
    spaceClosesMs(space, departure.bookingCutoffAt),
  )
  return {
    id,
    number: bookingNumber(id),
    exporterId: actor.organisationId,
    createdBy: actor.memberId,
    departureId: departure.id,
    ...({ load: 'LCL', consolidationId: space.id } as const),
    state: nextState(null, 'hold', actor.organisationKind),
    ...{ teu: 0, boxes: 0, cargoKg: lot.grossKg },
    heldUntil: new Date(untilMs),
    ...{ decidedReason: null, updatedAt: null, findings: [], createdAt: now },
    ...{ reference: null, brokerId: null, consignee: null, incoterm: null, remarks: null },
  }
}

/** The basket becomes a booking of what its cargo comes to: what was held beyond that is free again, what is missing must be free. */
export async function confirmConsignment(
  tx: Tx,
  asking: Asking,
  id: BookingId,
  body: NewConsignment,
): Promise<void> {
  const { actor, now } = asking
  const consolidationId = await consolidationOf(tx, actor, id)
  await atOpenSpace(tx, asking, consolidationId, async (opened) => {
    const { desk, departure } = opened
    const [booking] = await lockBookings(tx, [id])
    if (booking!.state === 'expired' && booking!.brokerId === null)
      throw await holdExpired(tx, booking!, now)
    nextState(booking!.state, 'confirm', actor.organisationKind)
    const cargo = measured(body)
    const findings = await checkCargo(desk, opened, { ...body, cargo })
    const lot = lotOf(cargo)
    const held = lessSpace((await readConsignments(tx, [id])).get(id)!)
    await takeSpace(desk, opened, { cause: 'confirmed', holder: id, amount: lot, held })
    const priced = { departure, lot, quoteId: body.quoteId }
    const unpriced = await refuseLclQuote(tx, { actor, now }, priced)
    if (unpriced) throw unpriced
    const whole = asConsigned(booking!, { body, cargo, findings, now })
    await keepParticulars(tx, whole)
    await replaceCargo(tx, { id, cargo })
    await updateLot(tx, id, lot)
    await chargeLcl(tx, { actor, now }, whole, priced)
    await changeState(tx, [whole], { command: 'confirm', kind: actor.organisationKind, now })
    await entitle(tx, whole, actor, departure)
  })
}
