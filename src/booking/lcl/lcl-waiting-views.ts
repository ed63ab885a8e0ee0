/** Who waits for LCL space on a train, as one party may read it: everyone's place; whose it is, for its own and for the operator. */
import type { Actor } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Departure } from '#train/contract.ts'
import { readLclWaiting } from '#booking/lcl/lcl-turns.ts'
import type { LclWaitingItem } from '#booking/lcl-waiting-contract.ts'
import { bookingItems } from '#booking/views.ts'

export async function lclWaitingItems(
  tx: Tx,
  actor: Actor,
  { id, service }: Departure,
): Promise<LclWaitingItem[]> {
  const { timeZone } = getStation(service.origin)
  const at = (date: Date) => timestampIn(date.getTime(), timeZone)
  const isOperator = service.operatorId === actor.organisationId
  const waiting = await readLclWaiting(tx, id)
  const named = waiting
    .map(({ booking }) => booking)
    .filter(({ exporterId }) => isOperator || exporterId === actor.organisationId)
  const items = new Map((await bookingItems(tx, actor, named)).map((item) => [item.id, item]))
  return waiting.map(({ row, lot, booking }, index) => ({
    ...{ place: row.place, position: index + 1, joinedAt: at(row.joinedAt) },
    ...{ asked: lot, promotion: row.promotion },
    offeredUntil: row.offeredUntil && at(row.offeredUntil),
    booking: items.get(booking.id) ?? null,
  }))
}
