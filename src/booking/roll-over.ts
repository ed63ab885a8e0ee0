/** Containers that change trains before they depart: rolled over one by one, or all at once when their train is cancelled. */
import type { Tx } from '#platform/database.ts'
import { getDeparture, lockForMove, markCancelled, moveSlots } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { teuOfBoxes } from '#booking/booking.ts'
import type { Container, ContainerId } from '#booking/contract.ts'
import {
  listBookingsWhollyOn,
  readContainersOfDeparture,
  type ContainerRow,
} from '#booking/container-store.ts'
import { takeSteps } from '#booking/steps.ts'
import { moveBookings } from '#booking/store.ts'
import {
  checkOwn,
  lockOwnTrain,
  pickFromTrain,
  unload,
  type Unloading,
} from '#booking/train-steps.ts'

interface Trains {
  readonly from: Departure
  readonly to: Departure
}

export async function rollOver(
  tx: Tx,
  asking: Unloading & { readonly to: DepartureId },
  containerIds: readonly ContainerId[],
): Promise<Container[]> {
  const trains = await lockForMove(tx, asking.departureId, asking.to, asking.now)
  checkOwn(trains.from, asking.actor)
  const rows = await pickFromTrain(tx, trains.from.id, containerIds)
  return move(tx, asking, trains, rows)
}

/** A box, its slots and its booking go together. A booking of several boxes follows when the last of them has moved. */
async function move(
  tx: Tx,
  asking: Unloading,
  trains: Trains,
  rows: readonly ContainerRow[],
): Promise<Container[]> {
  const { from, to } = trains
  const moved = await takeSteps(
    tx,
    { ...asking, step: 'roll_over' },
    rows.map(({ id }) => ({
      containerId: id,
      change: { departureId: to.id },
      said: {
        public: {
          oldTrainNumber: from.trainNumber,
          oldDepartsOn: dayOf(from),
          departsOn: dayOf(to),
        },
        restricted: { reason: asking.reason },
      },
    })),
  )
  const bookings = [...new Set(rows.map((row) => row.bookingId))]
  await moveBookings(tx, await listBookingsWhollyOn(tx, bookings, to.id), to.id)
  await moveSlots(tx, trains, teuOfBoxes(rows))
  return moved
}

/** By the calendar of the first stop, as the train is spoken of. */
function dayOf({ departsAt }: Departure): string {
  return departsAt.slice(0, 10)
}

export interface Cancelled {
  readonly departure: Departure
  readonly moved: ContainerId[]
  readonly waiting: ContainerId[]
}

/** Without another train given, its containers keep what was done to them and wait until they are rolled over or cancelled. */
export async function cancelTrain(
  tx: Tx,
  asking: Unloading & { readonly moveTo?: DepartureId | undefined },
): Promise<Cancelled> {
  const { departureId, moveTo, reason, now } = asking
  const trains = moveTo && (await lockForMove(tx, departureId, moveTo, now))
  await lockOwnTrain(tx, asking)
  const rows = await readContainersOfDeparture(tx, departureId)
  const open = rows.filter((row) => row.stage !== 'cancelled')
  const loaded = open.filter((row) => row.stage === 'loaded')
  if (loaded.length > 0) await unload(tx, asking, loaded)
  if (trains && open.length > 0) await move(tx, asking, trains, open)
  await markCancelled(tx, departureId, reason, now)
  const departure = await getDeparture(tx, departureId, now)
  const ids = open.map(({ id }) => id)
  return trains ? { departure, moved: ids, waiting: [] } : { departure, moved: [], waiting: ids }
}
