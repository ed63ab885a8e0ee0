/** A train made smaller, or ended before its line does: what later slices do the rest of, who know what is booked on it. */
import type { StationCode } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import { say } from '#platform/outbox.ts'
import { overWagon, resizeHeld } from '#train/account/account.ts'
import {
  departureChanged,
  trainProblem,
  type Departure,
  type DepartureChange,
  type SlotAmount,
} from '#train/contract.ts'
import { reshapeDeparture } from '#train/departure/departure-store.ts'
import { getService } from '#train/departures.ts'
import { type SlotAccount } from '#train/slots.ts'
import { amountOf, capacityAfter, type Capacity, type Times } from '#train/train.ts'

/** What is left out stays as it was; a limit of null is taken away. `endsAt` null: the whole line again. */
export type Shape = {
  readonly [Limit in keyof Omit<DepartureChange, keyof Times>]?: DepartureChange[Limit] | undefined
} & { readonly endsAt?: StationCode | null | undefined }

/** What the train can carry in that shape. */
export function shapeAfter(departure: Departure, shape: Shape): SlotAmount {
  return amountOf(capacityIn(departure, shape))
}

function capacityIn(departure: Departure, shape: Shape): Capacity {
  return capacityAfter(departure, {
    ...shape,
    capacityTeu: shape.capacityTeu ?? departure.capacityTeu,
  })
}

/** Whose boxes are too heavy for its wagons then. */
export async function overWagonAfter(
  tx: Tx,
  account: Pick<SlotAccount, 'departureId' | 'transfers'>,
  departure: Departure,
  shape: Shape,
): Promise<string[]> {
  return overWagon(tx, account, capacityIn(departure, shape).wagonKgMax)
}

/** Of a train whose account the caller holds: gives the account after it, for the caller to write. */
export async function reshapeTrain(
  tx: Tx,
  account: SlotAccount,
  departure: Departure,
  shape: Shape,
): Promise<SlotAccount> {
  const capacity = capacityIn(departure, shape)
  const resized = await resizeHeld(tx, account, capacity)
  await reshapeDeparture(tx, departure.id, capacity, await endOf(tx, departure, shape))
  return resized
}

/** The stop it ends at; null at the end of the line. */
async function endOf(
  tx: Tx,
  { serviceId, lineEndsAt, service }: Departure,
  { endsAt }: Shape,
): Promise<StationCode | null> {
  if (endsAt === undefined) return lineEndsAt === null ? null : service.destination
  if (endsAt === null) return null
  const { stops } = await getService(tx, serviceId)
  const at = stops.findIndex(({ station }) => station === endsAt)
  if (at < 1) throw trainProblem('train.not_a_stop', { station: endsAt })
  return at === stops.length - 1 ? null : endsAt
}

export async function sayDepartureChanged(
  tx: Tx,
  {
    before,
    after,
    change,
    reason = null,
  }: {
    readonly before: Departure
    readonly after: Departure
    readonly change: 'moved' | 'shortened' | 'cancelled'
    readonly reason?: string | null
  },
): Promise<void> {
  await say(tx, departureChanged, {
    departureId: after.id,
    change,
    before: planOf(before),
    after: planOf(after),
    reason,
  })
}

function planOf({ service, ...departure }: Departure) {
  const { departsAt, bookingCutoffAt, documentsCutoffAt, gateInCutoffAt } = departure
  const { releaseCutoffAt, loadingStartsAt, capacityTeu } = departure
  return {
    ...{ departsAt, bookingCutoffAt, documentsCutoffAt, gateInCutoffAt },
    ...{ releaseCutoffAt, loadingStartsAt, capacityTeu, destination: service.destination },
  }
}
