/**
 * Consolidations: opened by the operator of the train, whose own booking takes the container's slots; what they
 * hold as each party may read it; and what is done to a consignment before its container goes.
 */
import { httpProblem } from '#kernel/http-problem.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { DeclarationNumber } from '#kernel/declaration-number.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { say } from '#platform/outbox.ts'
import { listOrganisations } from '#identity'
import { consolidationView, getDeparture, getSpace, holdTrain, insertConsolidation } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { DepartureId } from '#train/contract.ts'
import { bookOwn, type Asking } from '#booking/book.ts'
import { bookingProblem, wrongState } from '#booking/booking.ts'
import type { BookingId, BookingView } from '#booking/contract.ts'
import { decideConsignment } from '#booking/lcl/lcl.ts'
import { lclProblem, type ConsolidationView, type NewConsolidation } from '#booking/lcl-contract.ts'
import type { ConsignmentStep } from '#booking/load-contract.ts'
import {
  findBoxBookingFor,
  markDeclared,
  markReceived,
  readConsignments,
  readConsignmentsFor,
} from '#booking/lcl/lcl-store.ts'
import { readCargo } from '#booking/line-store.ts'
import { consignmentHandled } from '#booking/state-contract.ts'
import { findBookingFor, lockBookings, type Booking } from '#booking/store.ts'
import { checkOwn } from '#booking/departure/train-steps.ts'
import { consignmentOf } from '#booking/lcl/consignment-views.ts'
import { bookingView } from '#booking/views.ts'
import { cargoFor, sees } from '#booking/visibility.ts'

/** The container takes its slots as one booked by anybody, for the whole mass that may be put into it. */
export async function openConsolidation(
  tx: Tx,
  asking: Asking,
  departureId: DepartureId,
  body: NewConsolidation,
): Promise<ConsolidationId> {
  const { actor, now, ids } = asking
  checkOwn(await getDeparture(tx, departureId, now), actor)
  // Before its consolidation names it: two who name it first and hold it then would wait for each other.
  await holdTrain(tx, departureId)
  const { equipmentType, volumeDm3, grossKg, packages, closesMinutesBefore } = body
  const id = ids('con') as ConsolidationId
  const capacity = { volumeDm3, grossKg, packages }
  await insertConsolidation(
    tx,
    { id, departureId, equipmentType, capacity, closesMinutesBefore },
    now,
  )
  await bookOwn(tx, asking, {
    body: {
      departureId,
      brokerId: body.brokerId,
      consignee: body.consignee,
      incoterm: null,
      lines: [{ equipmentType, count: 1 }],
      cargo: [],
    },
    consolidationId: id,
    cargoKg: grossKg,
  })
  return id
}

/** As one party may read it: what is free is everybody's to know, each consignment that of its own parties. */
export async function readConsolidation(
  tx: Tx,
  { actor, now }: Pick<Asking, 'actor' | 'now'>,
  id: ConsolidationId,
): Promise<ConsolidationView> {
  const space = await getSpace(tx, id)
  const departure = await getDeparture(tx, space.departureId, now)
  const bookings = await readConsignmentsFor(tx, actor.organisationId, id)
  const ids = bookings.map((booking) => booking.id)
  const [rows, cargo] = [await readConsignments(tx, ids), await readCargo(tx, ids)]
  const exporters = await listOrganisations(tx, [...new Set(bookings.map((one) => one.exporterId))])
  const kind = actor.organisationKind
  return {
    ...consolidationView(space, departure, now),
    bookingId: (await findBoxBookingFor(tx, actor.organisationId, id)) ?? null,
    consignments: bookings.map((booking) => {
      const {
        id: exporterId,
        kind: exporterKind,
        names,
      } = exporters.find((one) => one.id === booking.exporterId)!
      const exporter = { id: exporterId, kind: exporterKind, names }
      return {
        ...consignmentOf({ booking, row: rows.get(booking.id)!, space, departure, actor, now }),
        ...{ bookingId: booking.id, number: booking.number, state: booking.state },
        exporter: sees(kind, 'exporter') ? exporter : null,
        cargo: cargoFor(kind, cargo.get(booking.id) ?? []),
      }
    }),
  }
}

interface ConsignmentAsked {
  readonly actor: Actor
  readonly now: Date
  readonly bookingId: BookingId
}

/** The consolidation warehouse has the cargo. */
export async function receiveConsignment(tx: Tx, asked: ConsignmentAsked): Promise<BookingView> {
  const { actor, now, bookingId } = asked
  const booking = await lockFor(tx, asked, 'receive')
  await markReceived(tx, bookingId, { organisationId: actor.organisationId, at: now })
  await sayHandled(tx, booking, { handled: 'received', now })
  return bookingView(tx, actor, booking, now)
}

/** Its own broker has lodged its export declaration. */
export async function declareConsignment(
  tx: Tx,
  asked: ConsignmentAsked & { readonly declarationNumber: DeclarationNumber },
): Promise<BookingView> {
  const { actor, now, bookingId, declarationNumber } = asked
  const booking = await lockFor(tx, asked, 'declare')
  const by = { organisationId: actor.organisationId, at: now, declarationNumber }
  if (!(await markDeclared(tx, bookingId, by)))
    throw lclProblem('booking.declaration_repeated', { declarationNumber })
  await sayHandled(tx, booking, { handled: 'declared', declarationNumber, now })
  return bookingView(tx, actor, booking, now)
}

async function sayHandled(
  tx: Tx,
  { id, departureId, exporterId }: Booking,
  {
    now,
    ...handled
  }: {
    readonly handled: 'received' | 'declared'
    readonly declarationNumber?: DeclarationNumber
    readonly now: Date
  },
): Promise<void> {
  const { volumeDm3, grossKg, packages } = (await readConsignments(tx, [id])).get(id)!
  await say(tx, consignmentHandled, {
    ...{ bookingId: id, departureId, exporterId, volumeDm3, grossKg, packages },
    ...handled,
    at: timestampIn(now.getTime(), 'UTC'),
  })
}

/** Held until the transaction ends; absent for a stranger. */
async function lockFor(
  tx: Tx,
  { actor, bookingId }: ConsignmentAsked,
  step: ConsignmentStep,
): Promise<Booking> {
  const seen = await findBookingFor(tx, actor.organisationId, bookingId)
  if (seen === undefined) throw bookingProblem('booking.absent')
  if (seen.load !== 'LCL') throw lclProblem('booking.not_lcl')
  const [booking] = await lockBookings(tx, [bookingId])
  const row = (await readConsignments(tx, [bookingId])).get(bookingId)
  if (booking === undefined || row === undefined) throw httpProblem('http.busy')
  const refusal = decideConsignment(step, {
    state: booking.state,
    received: row.receivedAt !== null,
    declared: row.declaredAt !== null,
    closed: false,
  })
  if (refusal === 'booking.wrong_state') throw wrongState(booking.state)
  if (refusal) throw lclProblem(refusal)
  return booking
}
