/** The SQL on bookings as they were asked for in DCSA's words. */
import type { Text } from '#kernel/locale.ts'
import type { BookingId } from '#booking/contract.ts'
import type { Tx } from '#platform/database.ts'
import type { CreateBooking } from '#exchange/dcsa-booking-contract.ts'

export interface KeptRequest {
  /** Null: it was made otherwise. */
  readonly request: CreateBooking | null
  /** What its last amendment asked for. */
  readonly amended: CreateBooking | null
  /** JSONPaths of what was not used. */
  readonly unused: readonly string[]
  readonly cancellationDeclined: Text | null
}

/** The request of a new booking, or of one that was made otherwise; what was kept of it before is replaced. */
export async function keepRequest(
  tx: Tx,
  bookingId: BookingId,
  { request, unused }: Pick<KeptRequest, 'request' | 'unused'>,
): Promise<void> {
  const row = {
    request: JSON.stringify(request),
    amended: null,
    feedbacks: JSON.stringify(unused),
    cancellation_declined: null,
  }
  await tx
    .insertInto('dcsa_booking')
    .values({ booking_id: bookingId, ...row })
    .onConflict((conflict) => conflict.column('booking_id').doUpdateSet(row))
    .execute()
}

/** What an amendment asks for stands beside what was asked for first: it may be declined. */
export async function keepAmended(
  tx: Tx,
  bookingId: BookingId,
  { request, unused }: Pick<KeptRequest, 'request' | 'unused'>,
): Promise<void> {
  const amended = JSON.stringify(request)
  const feedbacks = JSON.stringify(unused)
  await tx
    .insertInto('dcsa_booking')
    .values({ booking_id: bookingId, request: amended, amended, feedbacks })
    .onConflict((conflict) =>
      conflict
        .column('booking_id')
        .doUpdateSet({ amended, feedbacks, cancellation_declined: null }),
    )
    .execute()
}

export async function findRequest(tx: Tx, bookingId: BookingId): Promise<KeptRequest | undefined> {
  const row = await tx
    .selectFrom('dcsa_booking')
    .selectAll()
    .where('booking_id', '=', bookingId)
    .executeTakeFirst()
  return (
    row && {
      request: row.request as CreateBooking | null,
      amended: row.amended as CreateBooking | null,
      unused: row.feedbacks as string[],
      cancellationDeclined: row.cancellation_declined as Text | null,
    }
  )
}

export async function keepDeclinedCancellation(
  tx: Tx,
  bookingId: BookingId,
  why: Text,
): Promise<void> {
  const cancellation_declined = JSON.stringify(why)
  await tx
    .insertInto('dcsa_booking')
    .values({ booking_id: bookingId, request: 'null', feedbacks: '[]', cancellation_declined })
    .onConflict((conflict) => conflict.column('booking_id').doUpdateSet({ cancellation_declined }))
    .execute()
}
