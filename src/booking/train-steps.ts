/** What the operator does with a whole train: loads its containers, and departs it with what is loaded. */
import type { ContainerNumber } from '#kernel/container-number.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { StationCode } from '#kernel/station.ts'
import { timestampIn, type Timestamp } from '#kernel/time.ts'
import { getStation } from '#kernel/station.ts'
import type { WagonNumber } from '#kernel/wagon-number.ts'
import type { Tx } from '#platform/database.ts'
import { lockScheduled, markDeparted } from '#train'
import type { Departure, DepartureId } from '#train/contract.ts'
import { bookingProblem } from '#booking/booking.ts'
import type { Container, ContainerId } from '#booking/contract.ts'
import { readContainersOfDeparture, type ContainerRow } from '#booking/container-store.ts'
import { takeSteps } from '#booking/steps.ts'

interface Asking {
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
  asking: Asking,
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

export interface Departing {
  readonly departed: ContainerId[]
  readonly leftBehind: ContainerId[]
}

/** Customs may have taken a release back after loading: then the train stays, and the refusal names the boxes. */
export async function departTrain(tx: Tx, asking: Asking): Promise<Departing> {
  const { departureId, place, now } = asking
  await lockOwnTrain(tx, asking)
  const rows = await readContainersOfDeparture(tx, departureId)
  const loaded = rows.filter((row) => row.stage === 'loaded')
  if (loaded.length === 0) throw bookingProblem('booking.nothing_loaded')
  const unreleased = loaded.filter((row) => row.customs !== 'released')
  if (unreleased.length > 0)
    throw bookingProblem('booking.unreleased', { containers: unreleased.map(boxName).join(', ') })
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
  const behind = rows.filter((row) => row.stage !== 'loaded' && row.stage !== 'cancelled')
  return { departed: departed.map(({ id }) => id), leftBehind: behind.map(({ id }) => id) }
}

async function lockOwnTrain(tx: Tx, { actor, departureId, now }: Asking): Promise<Departure> {
  const departure = await lockScheduled(tx, departureId, now)
  if (departure.service.operatorId !== actor.organisationId)
    throw bookingProblem('booking.not_your_train')
  return departure
}

/** Now, unless a clerk's clock ran ahead of ours when the last box was loaded. */
function latestOf(rows: readonly ContainerRow[], now: Date): number {
  return Math.max(now.getTime(), ...rows.map((row) => row.lastStepAt.getTime()))
}

function boxName(container: {
  readonly id: ContainerId
  readonly containerNumber: ContainerNumber | null
}): string {
  return container.containerNumber ?? container.id
}
