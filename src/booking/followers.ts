/** What booking hears of trains: slots that became free by themselves, and embargoes that close trains or open them again. */
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { sayAll, type Follower } from '#platform/outbox.ts'
import { embargoesTouching, listTrainsToCome } from '#train'
import { slotsFreed, type Departure, type DepartureId } from '#train/contract.ts'
import { embargoChanged, type EmbargoTouch } from '#train/embargo-contract.ts'
import { atDesk } from '#booking/desk.ts'
import { bookingEmbargoed } from '#booking/state-contract.ts'
import { readBookingsOfDeparture } from '#booking/store.ts'

/** No train carries more bookings than places. */
const BOOKINGS_MAX = 1_000

interface Following {
  readonly clock: Clock
  readonly ids: Ids
}

export function slotFollower({ clock, ids }: Following): Follower {
  const turnsOf = (tx: Tx, departures: readonly DepartureId[]) =>
    atDesk(tx, { now: clock(), ids }, departures, async () => undefined)
  return {
    name: 'booking.slots',
    follows: [slotsFreed, embargoChanged],
    async handle(tx, { kind, payload }) {
      if (kind === slotsFreed.kind)
        return turnsOf(tx, [slotsFreed.payload.parse(payload).departureId])
      const { embargo, change } = embargoChanged.payload.parse(payload)
      // One that was withdrawn touches nothing any more: whom it touched is asked as if it stood.
      const standing = { ...embargo, withdrawnAt: null }
      const now = clock()
      for (const train of await listTrainsToCome(tx, now)) {
        const [touch] = embargoesTouching(train, [standing])
        if (touch === undefined) continue
        await tellShippers(tx, train, { touch, change })
        if (train.state === 'scheduled') await turnsOf(tx, [train.id])
      }
    },
  }
}

async function tellShippers(
  tx: Tx,
  train: Departure,
  {
    touch,
    change,
  }: { readonly touch: EmbargoTouch; readonly change: 'entered' | 'changed' | 'withdrawn' },
): Promise<void> {
  const bookings = await readBookingsOfDeparture(tx, train.id, BOOKINGS_MAX)
  await sayAll(
    tx,
    bookingEmbargoed,
    bookings
      .filter(({ state }) => state !== 'completed')
      .map(({ id, exporterId }) => ({
        bookingId: id,
        departureId: train.id,
        exporterId,
        embargoId: touch.embargo.id,
        change,
        place: touch.place,
        at: touch.at,
      })),
  )
}
