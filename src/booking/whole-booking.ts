/** One booking with all that is known of it, as its shipper may read it: for partners’ systems, which are told in words of their own. */
import type { Text } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { readCharged, type Charged } from '#price'
import { getDeparture } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { findLastAmendment, type LastAmendment } from '#booking/amending/amendment-store.ts'
import { shipperOf } from '#booking/slots/basket.ts'
import { findingText } from '#booking/cargo/cargo-rule-words.ts'
import { readContainersOfDeparture } from '#booking/container-store.ts'
import type { BookingId, BookingView } from '#booking/contract.ts'
import { readRiding } from '#booking/lcl/lcl-store.ts'
import { findIdByNumber } from '#booking/listing-store.ts'
import {
  findBookingFor,
  readBookings,
  readBookingsOfDeparture,
  type Booking,
} from '#booking/store.ts'
import { bookingView } from '#booking/views.ts'

export interface WholeBooking {
  readonly view: BookingView
  readonly departure: Departure
  /** Corrected by its shipper since it was asked for. */
  readonly isUpdated: boolean
  readonly amendment: LastAmendment | undefined
  /** The train the amendment asks for. */
  readonly amendedDeparture: Departure | undefined
  readonly findings: readonly Text[]
  /** Undefined of one at a price agreed elsewhere. */
  readonly charged: Charged | undefined
}

/** By its id or its number; undefined when the organisation has made no such booking. */
export async function findOwnBooking(
  tx: Tx,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
  name: string,
): Promise<WholeBooking | undefined> {
  const { organisationId } = actor
  const id = name.startsWith('bkg_')
    ? (name as BookingId)
    : await findIdByNumber(tx, organisationId, name)
  const booking = id && (await findBookingFor(tx, organisationId, id))
  if (booking?.exporterId !== organisationId) return undefined
  return wholeOf(tx, actor, booking, now)
}

/** For telling its shipper of it. */
export async function readOfShipper(
  tx: Tx,
  id: BookingId,
  now: Date,
): Promise<WholeBooking | undefined> {
  const booking = (await readBookings(tx, [id])).get(id)
  if (booking === undefined) return undefined
  return wholeOf(tx, await shipperOf(tx, booking), booking, now)
}

const BOOKINGS_MAX = 1_000

/** Open bookings that have anything on a train, or ask for it, and whose they are: for telling them of the train. */
export async function listShippersOn(
  tx: Tx,
  departureId: DepartureId,
): Promise<Pick<Booking, 'id' | 'exporterId'>[]> {
  const booked = await readBookingsOfDeparture(tx, departureId, BOOKINGS_MAX)
  const boxes = await readContainersOfDeparture(tx, departureId)
  const left = boxes.filter(({ stage }) => stage !== 'cancelled')
  const known = new Set(booked.map(({ id }) => id))
  const others = [...new Set(left.map(({ bookingId }) => bookingId))].filter((id) => !known.has(id))
  const all = [...booked, ...(await readBookings(tx, others)).values()]
  return all.filter(({ state }) => state !== 'completed')
}

/** LCL bookings whose cargo goes in the container of this booking: what is done to its train is done to theirs. */
export async function listRidingWith(tx: Tx, id: BookingId): Promise<BookingId[]> {
  const box = (await readBookings(tx, [id])).get(id)
  if (box?.load !== 'FCL' || box.consolidationId === null) return []
  return (await readRiding(tx, [box.consolidationId])).map((riding) => riding.id)
}

async function wholeOf(tx: Tx, actor: Actor, booking: Booking, now: Date): Promise<WholeBooking> {
  const amendment = await findLastAmendment(tx, booking.id)
  return {
    view: await bookingView(tx, actor, booking, now),
    departure: await getDeparture(tx, booking.departureId, now),
    isUpdated: booking.updatedAt !== null,
    amendment,
    amendedDeparture: amendment && (await getDeparture(tx, amendment.amendment.departureId, now)),
    findings: booking.findings.map((finding) => findingText(finding)),
    charged: await readCharged(tx, booking.id),
  }
}
