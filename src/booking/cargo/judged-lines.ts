/** What the cargo of bookings is judged in, of LCL ones too. */
import type { Tx } from '#platform/database.ts'
import { readSpacesById } from '#train'
import type { BookingId, BookingLine } from '#booking/contract.ts'
import { ANY_BOX } from '#booking/lcl/lcl.ts'
import { readLines } from '#booking/line-store.ts'
import type { Booking } from '#booking/store.ts'

/** What each booking's cargo is judged in: its boxes, or the container that an LCL booking goes in. */
export async function readJudgedLines(
  tx: Tx,
  bookings: readonly Booking[],
): Promise<ReadonlyMap<BookingId, BookingLine[]>> {
  const lines = new Map(
    await readLines(
      tx,
      bookings.map(({ id }) => id),
    ),
  )
  const lcl = bookings.filter(({ load }) => load === 'LCL')
  const spaces = await readSpacesById(
    tx,
    lcl.flatMap(({ consolidationId }) => consolidationId ?? []),
  )
  for (const { id, consolidationId } of lcl) {
    const space = consolidationId === null ? undefined : spaces.get(consolidationId)
    const equipmentType = space?.equipmentType ?? ANY_BOX
    lines.set(id, [{ equipmentType, count: 1 }])
  }
  return lines
}
