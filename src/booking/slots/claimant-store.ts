/** Who may have slots of a train held, in SQL: for the check of its account. */
import type { Tx } from '#platform/database.ts'
import type { DepartureId } from '#train/contract.ts'
import { toBooking, type Booking } from '#booking/store.ts'

/** Bookings that may have slots of the train held for them. */
export async function readClaimants(tx: Tx, departureId: DepartureId): Promise<Booking[]> {
  const rows = await tx
    .selectFrom('booking')
    .selectAll()
    .where('departure_id', '=', departureId)
    // LCL holds space, not slots.
    .where('load', '=', 'FCL')
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['held', 'received', 'pending_update']),
        eb(
          'id',
          'in',
          eb
            .selectFrom('waiting')
            .select('booking_id')
            .where('waiting.departure_id', '=', departureId)
            .where('waiting.state', '=', 'offered'),
        ),
      ]),
    )
    .execute()
  return rows.map(toBooking)
}
