/** What a link shows, read without asking who looks: the token has answered that. */
import {
  containersOfBooking,
  findContainersFor,
  readContainersOfDeparture,
  type ContainerRow,
} from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { getOrganisation } from '#identity'
import { isStation } from '#kernel/place-code.ts'
import type { Tx } from '#platform/database.ts'
import { readTrack } from '#tracking'
import { readFleet, readTrains } from '#journey/fleet/fleet-store.ts'
import { readWay } from '#journey/reading-way.ts'
import { shareProblem } from '#journey/share/share.ts'
import type { Shared, SharedContainer, SharedWay } from '#journey/share-contract.ts'
import type { OpenLink } from '#journey/share/share-store.ts'

/**
 * Those of the target now: a booking’s may have changed trains since the link was made, and a train’s too. Who made the link shows
 * what it may see itself: not a shared container that its LCL booking goes in no more.
 */
export async function containersOf(tx: Tx, link: Whose): Promise<ContainerRow[]> {
  const rows = await rowsOf(tx, link)
  const { target } = link
  // One alone is shown whatever became of it.
  return target.kind === 'container' ? rows : rows.filter(({ stage }) => stage !== 'cancelled')
}

type Whose = Pick<OpenLink, 'organisationId' | 'target'>

async function rowsOf(tx: Tx, link: Whose): Promise<ContainerRow[]> {
  const { organisationId, target } = link
  switch (target.kind) {
    case 'container':
      return findContainersFor(tx, organisationId, [target.containerId])
    case 'booking':
      return containersOfBooking(tx, link, target.bookingId)
    case 'train':
      return readContainersOfDeparture(tx, target.departureId)
  }
}

export async function readShared(tx: Tx, link: OpenLink, now: Date): Promise<Shared> {
  const ids = (await containersOf(tx, link)).map(({ id }) => id)
  const { names } = await getOrganisation(tx, link.organisationId)
  return {
    sharedBy: names,
    expiresAt: link.expiresAt.toISOString(),
    containers: await glance(tx, ids, now),
  }
}

async function glance(tx: Tx, ids: readonly ContainerId[], now: Date): Promise<SharedContainer[]> {
  const entries = await readFleet(tx, ids, now)
  const trains = await readTrains(tx, [...new Set(entries.map(({ departureId }) => departureId))])
  const byId = new Map(trains.map((train) => [train.departureId, train]))
  return entries
    .map(({ departureId, toRow }): SharedContainer => {
      const [id, number, , , , stage, held, place, stepAt, late, , fix] = toRow(0, 0)
      const { trainNumber, origin, destination } = byId.get(departureId)!
      return {
        containerId: id,
        containerNumber: number,
        ...{ trainNumber, origin, destination, stage, held, place },
        lastStepAt: new Date(stepAt * 1000).toISOString(),
        lateMinutes: late,
        fix,
      }
    })
    .toSorted((one, other) =>
      (one.containerNumber ?? '').localeCompare(other.containerNumber ?? ''),
    )
}

export async function readSharedWay(
  tx: Tx,
  link: OpenLink,
  id: ContainerId,
  now: Date,
): Promise<SharedWay> {
  const container = (await containersOf(tx, link)).find((row) => row.id === id)
  if (container === undefined) throw shareProblem('journey.share_over')
  const { departure, steps, legs, carriages, seen, eta, finalEta } = await readWay(
    tx,
    container,
    now,
  )
  return {
    stops: departure.service.stops.map(({ station }) => station),
    legs,
    carriages,
    steps: steps.flatMap(({ sequence, event, place, public: { at } }) =>
      isStation(place) ? [{ sequence, event, at, place }] : [],
    ),
    seen,
    eta,
    finalEta,
    track: await readTrack(tx, id, {}),
  }
}
