/** How far the containers of bookings and trains are as a whole, in SQL. */
import { sql } from 'kysely'
import type { Tx } from '#platform/database.ts'
import type { DepartureId } from '#train/contract.ts'
import type { BookingId, Stage } from '#booking/contract.ts'

/** Bookings of these, every container of which has arrived or was cancelled. */
export async function listBookingsOver(tx: Tx, ids: readonly BookingId[]): Promise<BookingId[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('container')
    .select('booking_id')
    .where('booking_id', 'in', ids)
    .groupBy('booking_id')
    .having(sql<boolean>`bool_and(stage in ('arrived', 'cancelled'))`)
    .execute()
  return rows.map((row) => row.booking_id as BookingId)
}

/** Those of the bookings whose every container still to go is on this train. */
export async function listBookingsWhollyOn(
  tx: Tx,
  ids: readonly BookingId[],
  departureId: DepartureId,
): Promise<BookingId[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('container')
    .select('booking_id')
    .where('booking_id', 'in', ids)
    .groupBy('booking_id')
    .having(sql<boolean>`bool_and(departure_id = ${departureId} or stage = 'cancelled')`)
    .execute()
  return rows.map((row) => row.booking_id as BookingId)
}

/** Whether anything of the train is still under way. */
export async function isUnderWay(tx: Tx, id: DepartureId): Promise<boolean> {
  const row = await tx
    .selectFrom('container')
    .select('id')
    .where('departure_id', '=', id)
    .where('stage', 'in', ['loaded', 'departed', 'at_border', 'transshipped'] satisfies Stage[])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
