/** What later slices may ask about containers: always as somebody, and only what that party is entitled to. */
import type { Actor } from '#kernel/organisation.ts'
import type { Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { DepartureId } from '#train/contract.ts'
import { bookingProblem } from '#booking/booking.ts'
import type { ContainerId } from '#booking/contract.ts'
import {
  findContainerFor,
  pageContainers,
  type ContainerRow,
  type ContainersAsked,
} from '#booking/container-store.ts'

const TRAINLOAD = 500

/** Absent for a stranger. */
export async function getContainerFor(
  tx: Tx,
  actor: Actor,
  id: ContainerId,
): Promise<ContainerRow> {
  const row = await findContainerFor(tx, actor.organisationId, id)
  if (row === undefined) throw bookingProblem('booking.container_absent')
  return row
}

export function listContainersFor(
  tx: Tx,
  actor: Actor,
  asked: ContainersAsked,
): Promise<Page<ContainerRow>> {
  return pageContainers(tx, actor.organisationId, asked)
}

/** All of a train that this party takes part in, in the order they were booked. */
export async function containersOfDeparture(
  tx: Tx,
  actor: Actor,
  departure: DepartureId,
): Promise<ContainerRow[]> {
  const page = await pageContainers(tx, actor.organisationId, { departure, limit: TRAINLOAD })
  return page.items.toReversed()
}
