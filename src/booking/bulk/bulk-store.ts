/** Which bookings came from a sheet, in SQL: the only file that touches `bulk_booking`. */
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { BookingId } from '#booking/contract.ts'
import { WITHOUT_REFERENCE } from '#booking/store.ts'

export interface BookedBefore {
  readonly id: BookingId
  readonly number: string
}

/** Bookings of these rows that still stand, by the digest in hex: one that ended may be booked again. */
export async function findBookedBefore(
  tx: Tx,
  organisationId: OrganisationId,
  digests: readonly Uint8Array[],
): Promise<ReadonlyMap<string, BookedBefore>> {
  if (digests.length === 0) return new Map()
  const rows = await tx
    .selectFrom('bulk_booking')
    .innerJoin('booking', 'booking.id', 'bulk_booking.booking_id')
    .select(['booking.id', 'booking.number', 'bulk_booking.digest'])
    .where('bulk_booking.organisation_id', '=', organisationId)
    .where('bulk_booking.digest', 'in', digests)
    .where('booking.state', 'not in', WITHOUT_REFERENCE)
    .execute()
  return new Map(
    rows.map(({ id, number, digest }) => [
      Buffer.from(digest).toString('hex'),
      { id: id as BookingId, number },
    ]),
  )
}

export async function insertBulkBookings(
  tx: Tx,
  organisationId: OrganisationId,
  booked: readonly { readonly id: BookingId; readonly digest: Uint8Array }[],
): Promise<void> {
  if (booked.length === 0) return
  await tx
    .insertInto('bulk_booking')
    .values(
      booked.map(({ id, digest }) => ({
        booking_id: id,
        organisation_id: organisationId,
        digest: Buffer.from(digest),
      })),
    )
    .execute()
}
