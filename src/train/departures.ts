/** What later slices may ask of the trains, and the account of slots: the functions behind the slice's door. */
import { getStation } from '#kernel/station.ts'
import { formatLocalTime, type Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import {
  trainProblem,
  type Departure,
  type DepartureId,
  type Service,
  type ServiceId,
} from '#train/contract.ts'
import {
  cancelDeparture,
  giveSlots,
  lockDepartures,
  moveDeparture,
  readDepartures,
  takeSlots,
  takeSlotsLate,
} from '#train/departure-store.ts'
import { findService } from '#train/store.ts'
import { decideSlots } from '#train/train.ts'

export async function getDeparture(tx: Tx, id: DepartureId, now: Date): Promise<Departure> {
  const [departure] = await readDepartures(tx, [id], now)
  if (departure === undefined) throw trainProblem('train.departure_absent')
  return departure
}

/** Several at once, by id. */
export async function getDepartures(
  tx: Tx,
  ids: readonly DepartureId[],
  now: Date,
): Promise<ReadonlyMap<DepartureId, Departure>> {
  const departures = await readDepartures(tx, [...new Set(ids)], now)
  return new Map(departures.map((departure) => [departure.id, departure]))
}

/** The line with its parties. For other slices; people are answered by the routes, which ask who they are. */
export async function getService(tx: Tx, id: ServiceId): Promise<Service> {
  const service = await findService(tx, id)
  if (service === undefined) throw trainProblem('train.service_absent')
  return service
}

/** Takes slots for a booking, or says why not. They are given back if the transaction fails. */
export async function reserveSlots(tx: Tx, id: DepartureId, teu: number, now: Date): Promise<void> {
  if (await takeSlots(tx, id, teu, now)) return
  const departure = await getDeparture(tx, id, now)
  const code = decideSlots(departure, teu, now.getTime()) ?? 'train.over_capacity'
  throw trainProblem(code, {
    askedTeu: teu,
    freeTeu: departure.freeTeu,
    bookingCutoffAt: bookingCutoffText(departure),
  })
}

export function releaseSlots(tx: Tx, id: DepartureId, teu: number): Promise<void> {
  return giveSlots(tx, id, teu)
}

/** Two trains of one line that both stay as they are until the transaction ends; the second still to depart. */
export async function lockForMove(
  tx: Tx,
  fromId: DepartureId,
  toId: DepartureId,
  now: Date,
): Promise<{ readonly from: Departure; readonly to: Departure }> {
  if (fromId === toId) throw trainProblem('train.same_departure')
  await lockDepartures(tx, [fromId, toId])
  const from = await getDeparture(tx, fromId, now)
  const to = await getDeparture(tx, toId, now)
  if (from.serviceId !== to.serviceId) throw trainProblem('train.other_line')
  if (to.state !== 'scheduled') throw trainProblem('train.not_scheduled')
  return { from, to }
}

/** Takes slots on the one train and gives them back on the other; both are held by `lockForMove`. */
export async function moveSlots(
  tx: Tx,
  { from, to }: { readonly from: Departure; readonly to: Departure },
  teu: number,
): Promise<void> {
  if (!(await takeSlotsLate(tx, to.id, teu)))
    throw trainProblem('train.over_capacity', { askedTeu: teu, freeTeu: to.freeTeu })
  await giveSlots(tx, from.id, teu)
}

/** For loading and departing, which must see the same train from first to last. */
export async function lockScheduled(tx: Tx, id: DepartureId, now: Date): Promise<Departure> {
  await lockDepartures(tx, [id])
  const departure = await getDeparture(tx, id, now)
  if (departure.state !== 'scheduled') throw trainProblem('train.not_scheduled')
  return departure
}

export async function markDeparted(tx: Tx, id: DepartureId, at: Timestamp): Promise<void> {
  if (!(await moveDeparture(tx, id, 'scheduled', 'departed', at)))
    throw trainProblem('train.not_scheduled')
}

/** It does not run. What becomes of its containers is booking's business. */
export async function markCancelled(
  tx: Tx,
  id: DepartureId,
  reason: string,
  now: Date,
): Promise<void> {
  if (!(await cancelDeparture(tx, id, reason, now))) throw trainProblem('train.not_scheduled')
}

/** The last of its containers arrived. Said again, it changes nothing. */
export async function markArrived(tx: Tx, id: DepartureId): Promise<void> {
  await moveDeparture(tx, id, 'departed', 'arrived')
}

/** The cut-off for people, by the clock of the first stop. */
export function bookingCutoffText(departure: Departure): string {
  const { timeZone } = getStation(departure.service.origin)
  return formatLocalTime(departure.bookingCutoffAt, timeZone, 'sv-SE')
}
