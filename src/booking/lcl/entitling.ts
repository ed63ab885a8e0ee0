/** Who is entitled to an LCL booking, and by it to the container that it goes in. */
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { getService } from '#train'
import type { Departure } from '#train/contract.ts'
import type { Party } from '#booking/contract.ts'
import { syncSharers } from '#booking/lcl/lcl-store.ts'
import { partiesOf } from '#booking/making.ts'
import { insertBookingParties, type Booking } from '#booking/store.ts'

/** The shipper, the line's parties and those it names see the booking, and by it the container. */
export async function entitle(
  tx: Tx,
  booking: Booking,
  actor: Pick<Actor, 'organisationId' | 'organisationKind'>,
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
