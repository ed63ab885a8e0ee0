/** What a shipper says of a booking beside its boxes and its cargo; its own reference stands on one open booking. */
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { bookingProblem } from '#booking/booking.ts'
import type { NewBooking } from '#booking/contract.ts'
import {
  findNumberByReference,
  isReferenceTaken,
  updateParticulars,
  type Booking,
  type ParticularsOf,
} from '#booking/store.ts'

/** A consolidation's own container has no terms of delivery. */
type Said = Pick<NewBooking, 'reference' | 'brokerId' | 'consignee' | 'remarks'> &
  Pick<Booking, 'incoterm'>

export function particularsOf(said: Said): ParticularsOf {
  const { reference = null, brokerId, consignee, incoterm, remarks = null } = said
  return { reference, brokerId, consignee, incoterm, remarks }
}

/** Throws where the reference that the booking is to carry stands on another open one of its shipper. */
export async function checkReference(
  tx: Tx,
  { exporterId, number: own }: Pick<Booking, 'exporterId' | 'number'>,
  reference: string | undefined,
): Promise<void> {
  const number = reference && (await findNumberByReference(tx, exporterId, reference))
  if (number && number !== own)
    throw bookingProblem('booking.reference_taken', { reference: reference ?? '', number })
}

/** Writes what was asked for of a booking that is there; throws where its reference stands on another open one. */
export async function keepParticulars(tx: Tx, whole: Booking): Promise<void> {
  await checkReference(tx, whole, whole.reference ?? undefined)
  try {
    await updateParticulars(tx, whole.id, whole)
  } catch (error) {
    if (!isReferenceTaken(error)) throw error
    const reference = whole.reference ?? ''
    throw bookingProblem('booking.reference_taken', { reference, number: '' })
  }
}

/** That its reference stands on another, named by its number. */
export async function referenceTaken(tx: Tx, { exporterId, reference }: Booking): Promise<Problem> {
  const number = (await findNumberByReference(tx, exporterId, reference ?? '')) ?? ''
  return bookingProblem('booking.reference_taken', { reference: reference ?? '', number })
}
