/** What later slices may ask of the trains: the functions behind the slice's door. The account of slots is in account.ts. */
import type { Actor } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
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
  lockDepartures,
  moveDeparture,
  readDepartures,
  readTrainsInBrief,
  type TrainInBrief,
} from '#train/departure/departure-store.ts'
import { listRunning } from '#train/departure/departure-lists.ts'
import { findService } from '#train/store.ts'
import { timeTexts, type TimesRefusal } from '#train/train.ts'

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

/** Several at once, by id: for lists, which show little of a train and many of them. */
export async function getTrainsInBrief(
  tx: Tx,
  ids: readonly DepartureId[],
): Promise<ReadonlyMap<DepartureId, TrainInBrief>> {
  const trains = await readTrainsInBrief(tx, [...new Set(ids)])
  return new Map(trains.map((train) => [train.id, train]))
}

/** Trains that still run: scheduled, or on their way. */
export async function listTrainsToCome(tx: Tx, now: Date): Promise<Departure[]> {
  return readDepartures(tx, await listRunning(tx), now)
}

/** The line with its parties. For other slices; people are answered by the routes, which ask who they are. */
export async function getService(tx: Tx, id: ServiceId): Promise<Service> {
  const service = await findService(tx, id)
  if (service === undefined) throw trainProblem('train.service_absent')
  return service
}

/** The line, for its operator alone. */
export async function getOwnService(tx: Tx, id: ServiceId, actor: Actor): Promise<Service> {
  const service = await getService(tx, id)
  if (service.operatorId !== actor.organisationId) throw trainProblem('train.not_your_service')
  return service
}

/** Why times cannot be, in words. */
export function timesProblem(refusal: TimesRefusal): Problem {
  if (!('field' in refusal)) return trainProblem(refusal.code)
  const { zh, en, ru } = timeTexts[refusal.field]
  const facts = { field: refusal.field, fieldZh: zh, fieldEn: en, fieldRu: ru }
  return trainProblem(refusal.code, facts)
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
