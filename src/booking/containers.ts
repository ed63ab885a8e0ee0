/** What later slices may ask about containers: always as somebody, and only what that party is entitled to. */
import type { Actor } from '#kernel/organisation.ts'
import type { Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { DepartureId } from '#train/contract.ts'
import { bookingProblem } from '#booking/booking.ts'
import type { BookingId, ContainerId } from '#booking/contract.ts'
import { pageContainers, type ContainersAsked } from '#booking/container-listing-store.ts'
import { findContainerFor, type ContainerRow } from '#booking/container-store.ts'
import { lclProblem } from '#booking/lcl-contract.ts'

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

/** To decide something for everybody who has to do with it: not open to whoever goes in it by an LCL booking alone. */
export async function getContainerToChange(
  tx: Tx,
  actor: Actor,
  id: ContainerId,
): Promise<ContainerRow> {
  const row = await getContainerFor(tx, actor, id)
  if (row.isShared) throw lclProblem('booking.shares_container')
  return row
}

export function listContainersFor(
  tx: Tx,
  actor: Actor,
  asked: ContainersAsked,
): Promise<Page<ContainerRow>> {
  return pageContainers(tx, actor.organisationId, asked)
}

/** All of a booking that this party takes part in, an LCL booking's being the one it goes in; in the order they were booked. */
export async function containersOfBooking(
  tx: Tx,
  actor: Pick<Actor, 'organisationId'>,
  booking: BookingId,
): Promise<ContainerRow[]> {
  const page = await pageContainers(tx, actor.organisationId, { booking, limit: TRAINLOAD })
  return page.items.toReversed()
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
