/** What the operator does with a whole train: loads and unloads its containers, and departs it with what is loaded. */
import type { ContainerNumber } from '#kernel/container-number.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { StationCode } from '#kernel/station.ts'
import { timestampIn, type Timestamp } from '#kernel/time.ts'
import { getStation } from '#kernel/station.ts'
import type { WagonNumber } from '#kernel/wagon-number.ts'
import type { Tx } from '#platform/database.ts'
import { lockScheduled, markDeparted } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { bookingProblem, missedBy } from '#booking/booking.ts'
import type { Container, ContainerId } from '#booking/contract.ts'
import { readContainersOfDeparture, type ContainerRow } from '#booking/container-store.ts'
import { markNoShows } from '#booking/departure/no-shows.ts'
import { takeSteps } from '#booking/steps.ts'

export interface TrainAsking {
  readonly actor: Actor
  readonly departureId: DepartureId
  readonly at?: Timestamp | undefined
  readonly place: StationCode
  readonly now: Date
}

export interface Load {
  readonly containerId: ContainerId
  readonly wagonNumber: WagonNumber
}

export async function loadTrain(
  tx: Tx,
  asking: TrainAsking,
  loads: readonly Load[],
): Promise<Container[]> {
  const seen = new Set<ContainerId>()
  for (const { containerId } of loads) {
    if (seen.has(containerId)) throw bookingProblem('booking.container_repeated', { containerId })
    seen.add(containerId)
  }
  const { departureId } = asking
  await lockOwnTrain(tx, asking)
  const loaded = await takeSteps(
    tx,
    { ...asking, step: 'load' },
    loads.map(({ containerId, wagonNumber }) => ({
      containerId,
      said: { public: { wagonNumber } },
    })),
  )
  const stray = loaded.find((container) => container.journey.departureId !== departureId)
  if (stray) throw bookingProblem('booking.not_on_train', { containerNumber: boxName(stray) })
  return loaded
}

export interface Unloading extends TrainAsking {
  readonly reason: string
}

export async function unloadTrain(
  tx: Tx,
  asking: Unloading,
  containerIds: readonly ContainerId[],
): Promise<Container[]> {
  await lockOwnTrain(tx, asking)
  return unload(tx, asking, await pickFromTrain(tx, asking.departureId, containerIds))
}

/** The wagon they stood on is said with it, and theirs no more. */
export function unload(
  tx: Tx,
  asking: Unloading,
  rows: readonly ContainerRow[],
): Promise<Container[]> {
  return takeSteps(
    tx,
    { ...asking, step: 'unload' },
    rows.map(({ id, wagonNumber }) => ({
      containerId: id,
      change: { wagonNumber: null },
      said: {
        public: wagonNumber === null ? {} : { oldWagonNumber: wagonNumber },
        restricted: { reason: asking.reason },
      },
    })),
  )
}

/** The containers named, each once, in the order they were booked; all must be on this train. */
export async function pickFromTrain(
  tx: Tx,
  departureId: DepartureId,
  containerIds: readonly ContainerId[],
): Promise<ContainerRow[]> {
  const rows = await readContainersOfDeparture(tx, departureId)
  const onTrain = new Set(rows.map(({ id }) => id))
  const stray = containerIds.find((id) => !onTrain.has(id))
  if (stray !== undefined) throw bookingProblem('booking.not_on_train', { containerNumber: stray })
  return rows.filter(({ id }) => containerIds.includes(id))
}

interface Sheet {
  readonly going: ContainerRow[]
  readonly staying: ContainerRow[]
}

/** Who goes and who stays, as things stand. */
export async function departureSheet(tx: Tx, departureId: DepartureId): Promise<Sheet> {
  const rows = await readContainersOfDeparture(tx, departureId)
  const going = rows.filter((row) => row.stage === 'loaded')
  const staying = rows.filter(({ stage }) => stage !== 'loaded' && missedBy(stage, 'departed'))
  return { going, staying }
}

export interface Departing {
  readonly departed: ContainerId[]
  readonly leftBehind: ContainerId[]
}

/**
 * Customs may have taken a release back after loading: then the train stays, and the refusal names the boxes. So it does while a
 * container would be left behind that whoever departs it has not named: nobody is forgotten in the yard unseen.
 */
export async function departTrain(
  tx: Tx,
  asking: TrainAsking,
  leaveBehind: readonly ContainerId[],
): Promise<Departing> {
  const { departureId, place, now } = asking
  const departure = await lockOwnTrain(tx, asking)
  const { going: loaded, staying } = await departureSheet(tx, departureId)
  if (loaded.length === 0) throw bookingProblem('booking.nothing_loaded')
  const unreleased = loaded.filter((row) => row.customs !== 'released')
  if (unreleased.length > 0)
    throw bookingProblem('booking.unreleased', { containers: unreleased.map(boxName).join(', ') })
  const unsaid = staying.filter(({ id }) => !leaveBehind.includes(id))
  if (unsaid.length > 0)
    throw bookingProblem('booking.leaves_behind', {
      count: unsaid.length,
      containers: unsaid.map(boxName).join(', '),
    })
  const at = asking.at ?? timestampIn(latestOf(loaded, now), getStation(place).timeZone)
  const departed = await takeSteps(
    tx,
    { ...asking, at, step: 'depart' },
    loaded.map(({ id, wagonNumber }) => ({
      containerId: id,
      said: { public: { wagonNumber } },
    })),
  )
  await markDeparted(tx, departureId, at)
  await markNoShows(tx, departure, now)
  return { departed: departed.map(({ id }) => id), leftBehind: staying.map(({ id }) => id) }
}

export async function lockOwnTrain(tx: Tx, asking: TrainAsking): Promise<Departure> {
  const departure = await lockScheduled(tx, asking.departureId, asking.now)
  checkOwn(departure, asking.actor)
  return departure
}

export function checkOwn(departure: Departure, actor: Actor): void {
  if (departure.service.operatorId !== actor.organisationId)
    throw bookingProblem('booking.not_your_train')
}

/** Now, unless a clerk's clock ran ahead of ours when the last box was loaded. */
function latestOf(rows: readonly ContainerRow[], now: Date): number {
  return Math.max(now.getTime(), ...rows.map((row) => row.lastStepAt.getTime()))
}

function boxName(container: {
  readonly bookingNumber: string
  readonly containerNumber: ContainerNumber | null
}): string {
  return container.containerNumber ?? container.bookingNumber
}
