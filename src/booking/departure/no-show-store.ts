/** Boxes that did not come, in SQL: the only file that touches `no_show`. */
import { anyOf } from '#platform/any-of.ts'
import type { Tx } from '#platform/database.ts'
import type { BookingId, ContainerId } from '#booking/contract.ts'
import type { DepartureId } from '#train/contract.ts'
import { ABSENT_STAGES } from '#booking/step.ts'

const TRAINS_AT_ONCE = 100

export async function insertNoShows(
  tx: Tx,
  departureId: DepartureId,
  containers: readonly ContainerId[],
  at: Date,
): Promise<void> {
  if (containers.length === 0) return
  await tx
    .insertInto('no_show')
    .values(containers.map((id) => ({ container_id: id, departure_id: departureId, at })))
    .execute()
}

/** Of these boxes, those that did not come for the train they are on now. */
export async function readNoShows(
  tx: Tx,
  containers: readonly ContainerId[],
): Promise<ReadonlySet<ContainerId>> {
  if (containers.length === 0) return new Set()
  const rows = await onTheirTrain(tx).where('container.id', '=', anyOf(containers)).execute()
  return new Set(rows.map((row) => row.id as ContainerId))
}

/** Of these bookings, those that have paid, or would have, for boxes that did not come for the train they are on. */
export async function listNoShowBookings(
  tx: Tx,
  bookings: readonly BookingId[],
): Promise<ReadonlySet<BookingId>> {
  if (bookings.length === 0) return new Set()
  const rows = await onTheirTrain(tx).where('container.booking_id', 'in', bookings).execute()
  return new Set(rows.map((row) => row.booking_id as BookingId))
}

const onTheirTrain = (tx: Tx) =>
  tx
    .selectFrom('no_show')
    .innerJoin('container', (join) =>
      join
        .onRef('container.id', '=', 'no_show.container_id')
        .onRef('container.departure_id', '=', 'no_show.departure_id'),
    )
    .select(['container.id', 'container.booking_id'])

/** Trains still to leave whose gate has closed, and that have boxes which did not come and of which that is not written. */
export async function listGatesDue(tx: Tx, now: Date): Promise<DepartureId[]> {
  const rows = await tx
    .selectFrom('departure')
    .select('departure.id')
    .where('departure.state', '=', 'scheduled')
    .where('departure.gate_in_cutoff_at', '<=', now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('container')
          .innerJoin('booking', 'booking.id', 'container.booking_id')
          .select('container.id')
          .whereRef('container.departure_id', '=', 'departure.id')
          .where('container.stage', 'in', ABSENT_STAGES)
          .where('booking.state', 'in', ['confirmed', 'pending_amendment'])
          .where((box) =>
            box.not(
              box.exists(
                box
                  .selectFrom('no_show')
                  .select('no_show.at')
                  .whereRef('no_show.container_id', '=', 'container.id')
                  .whereRef('no_show.departure_id', '=', 'departure.id'),
              ),
            ),
          ),
      ),
    )
    // Those that an embargo keeps waiting are found again and again: they must not stand before the others.
    .orderBy('departure.gate_in_cutoff_at', 'desc')
    .limit(TRAINS_AT_ONCE)
    .execute()
  return rows.map((row) => row.id as DepartureId)
}
