/** One booking with all that is known of it, as its shipper may read it: for partners’ systems, which are told in words of their own. */
import type { Text } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { getDeparture } from '#train'
import type { Departure } from '#train/contract.ts'
import { findLastAmendment, type LastAmendment } from '#booking/amendment-store.ts'
import { shipperOf } from '#booking/basket.ts'
import { findingText } from '#booking/cargo-rule-words.ts'
import type { BookingId, BookingView } from '#booking/contract.ts'
import { findIdByNumber } from '#booking/listing-store.ts'
import { findBookingFor, readBookings, type Booking } from '#booking/store.ts'
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
  return booking && wholeOf(tx, await shipperOf(tx, booking), booking, now)
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
  }
}
