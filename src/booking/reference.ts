/** A shipper's own reference stands on one open booking. */
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { bookingProblem } from '#booking/booking.ts'
import { findNumberByReference, type Booking } from '#booking/store.ts'

/** That it stands on another, named by its number. */
export async function referenceTaken(tx: Tx, { exporterId, reference }: Booking): Promise<Problem> {
  const number = (await findNumberByReference(tx, exporterId, reference ?? '')) ?? ''
  return bookingProblem('booking.reference_taken', { reference: reference ?? '', number })
}
