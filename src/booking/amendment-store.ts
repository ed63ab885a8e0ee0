/** Amendments that wait for the operator, in SQL: the only file that touches `booking_amendment`. */
import type { Tx } from '#platform/database.ts'
import { Amendment } from '#booking/amendment-contract.ts'
import type { BookingId } from '#booking/contract.ts'

export interface Asked {
  readonly amendment: Amendment
  readonly askedAt: Date
}

export async function keepAmendment(
  tx: Tx,
  id: BookingId,
  { amendment, askedAt }: Asked,
): Promise<void> {
  const row = {
    departure_id: amendment.departureId,
    body: JSON.stringify(amendment),
    asked_at: askedAt,
  }
  await tx
    .insertInto('booking_amendment')
    .values({ booking_id: id, ...row })
    .onConflict((conflict) => conflict.column('booking_id').doUpdateSet(row))
    .execute()
}

export async function findAmendment(tx: Tx, id: BookingId): Promise<Asked | undefined> {
  const row = await tx
    .selectFrom('booking_amendment')
    .selectAll()
    .where('booking_id', '=', id)
    .executeTakeFirst()
  return row && { amendment: Amendment.parse(row.body), askedAt: row.asked_at }
}

export async function dropAmendment(tx: Tx, id: BookingId): Promise<void> {
  await tx.deleteFrom('booking_amendment').where('booking_id', '=', id).execute()
}
