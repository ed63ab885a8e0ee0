/** Scheduling and changing trains, by hand or from a file. */
import type { Actor } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { openSlots, resizeTrain } from '#train/account/account.ts'
import {
  trainProblem,
  type Departure,
  type DepartureChange,
  type DepartureId,
  type NewDeparture,
} from '#train/contract.ts'
import { getDeparture, getOwnService, timesProblem } from '#train/departures.ts'
import {
  departureDay,
  insertDeparture,
  isTrainTaken,
  updateDeparture,
} from '#train/departure/departure-store.ts'
import { sayDepartureChanged } from '#train/account/reshaping.ts'
import { moveStanding, openStanding } from '#train/account/standing-allotments.ts'
import { shareService } from '#train/account/standing-allotment-store.ts'
import { capacityAfter, decideTimes, hasMoved, weeksLater } from '#train/train.ts'

/** Of a train that the caller holds. */
export async function changeDeparture(
  tx: Tx,
  before: Departure,
  body: DepartureChange,
  now: Date,
): Promise<Departure> {
  checkTimes(body, now)
  const { id, trainNumber, service } = before
  const capacity = capacityAfter(before, body)
  await resizeTrain(tx, id, capacity, now)
  try {
    const how = { origin: service.origin, byHand: true }
    await updateDeparture(tx, id, { ...body, ...capacity }, how)
  } catch (error) {
    if (isTrainTaken(error)) throw numberTaken(trainNumber, body.departsAt, service.origin)
    throw error
  }
  const after = await getDeparture(tx, id, now)
  await moveStanding(tx, after)
  if (hasMoved(before, after)) await sayDepartureChanged(tx, { before, after, change: 'moved' })
  return after
}

export interface Asking {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
}

/** The train as given, and again at the same local time in each of the weeks after it. */
export async function schedule(
  tx: Tx,
  { actor, now, ids }: Asking,
  first: NewDeparture,
  weeks: number,
): Promise<Departure[]> {
  await shareService(tx, first.serviceId)
  const service = await getOwnService(tx, first.serviceId, actor)
  checkTimes(first, now)
  const origin = service.stops[0]!.station
  const { timeZone } = getStation(origin)
  const made: Departure[] = []
  for (let week = 0; week < weeks; week += 1) {
    const departure = { ...first, ...(week > 0 && weeksLater(first, week, timeZone)) }
    const id = ids('dep') as DepartureId
    if (!(await insertDeparture(tx, id, departure, origin, now)))
      throw numberTaken(first.trainNumber, departure.departsAt, origin)
    await openSlots(tx, id, departure, now)
    await openStanding(tx, { now, ids }, id)
    made.push(await getDeparture(tx, id, now))
  }
  return made
}

function numberTaken(trainNumber: string, departsAt: Timestamp, origin: StationCode): Problem {
  return trainProblem('train.number_taken', { trainNumber, date: departureDay(departsAt, origin) })
}

function checkTimes(times: DepartureChange, now: Date): void {
  const refusal = decideTimes(times, now.getTime())
  if (refusal) throw timesProblem(refusal)
}
