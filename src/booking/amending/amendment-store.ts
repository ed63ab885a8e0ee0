/** The last amendment of each booking, in SQL: the only file that touches `booking_amendment`. */
import type { Tx } from '#platform/database.ts'
import { Amendment } from '#booking/amendment-contract.ts'
import type { BookingId } from '#booking/contract.ts'

export interface Asked {
  readonly amendment: Amendment
  readonly askedAt: Date
}

export type AmendmentOutcome = 'confirmed' | 'declined' | 'cancelled'

/** Without an outcome it waits for the operator. */
export type LastAmendment = Asked & { readonly outcome: AmendmentOutcome | null }

export async function keepAmendment(
  tx: Tx,
  id: BookingId,
  { amendment, askedAt }: Asked,
  outcome: AmendmentOutcome | null = null,
): Promise<void> {
  const row = {
    departure_id: amendment.departureId,
    body: JSON.stringify(amendment),
    asked_at: askedAt,
    outcome,
  }
  await tx
    .insertInto('booking_amendment')
    .values({ booking_id: id, ...row })
    .onConflict((conflict) => conflict.column('booking_id').doUpdateSet(row))
    .execute()
}

/** One that waits for the operator. */
export async function findAmendment(tx: Tx, id: BookingId): Promise<Asked | undefined> {
  const last = await findLastAmendment(tx, id)
  return last?.outcome === null ? last : undefined
}

export async function findLastAmendment(tx: Tx, id: BookingId): Promise<LastAmendment | undefined> {
  const row = await tx
    .selectFrom('booking_amendment')
    .selectAll()
    .where('booking_id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      amendment: Amendment.parse(row.body),
      askedAt: row.asked_at,
      outcome: row.outcome as AmendmentOutcome | null,
    }
  )
}

export async function endAmendment(
  tx: Tx,
  id: BookingId,
  outcome: AmendmentOutcome,
): Promise<void> {
  await tx.updateTable('booking_amendment').set({ outcome }).where('booking_id', '=', id).execute()
}
