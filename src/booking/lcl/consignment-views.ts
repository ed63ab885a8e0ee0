/** Consignments as one party may read them. */
import type { Actor } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { readSpacesById } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { Departure } from '#train/contract.ts'
import { decideSpaceOpen, spaceClosesMs, type SpaceAccount } from '#train/space.ts'
import type { BookingId } from '#booking/contract.ts'
import type { ContainerRow } from '#booking/container-store.ts'
import { consignmentStepsOpen, RIDING_STATES } from '#booking/lcl/lcl.ts'
import { readBoxesOf, readConsignments, type ConsignmentRow } from '#booking/lcl/lcl-store.ts'
import type { Consignment } from '#booking/load-contract.ts'
import type { Booking } from '#booking/store.ts'
import { sees } from '#booking/visibility.ts'

interface LclLoaded {
  readonly rows: ReadonlyMap<BookingId, ConsignmentRow>
  readonly spaces: ReadonlyMap<ConsolidationId, SpaceAccount>
  readonly boxes: ReadonlyMap<ConsolidationId, readonly ContainerRow[]>
}

/** All that is particular to those of the bookings that are LCL; nothing is asked when none is. */
export async function loadLcl(tx: Tx, bookings: readonly Booking[]): Promise<LclLoaded> {
  const lcl = bookings.filter(({ load }) => load === 'LCL')
  const consolidations = [...new Set(lcl.flatMap(({ consolidationId }) => consolidationId ?? []))]
  return {
    rows: await readConsignments(
      tx,
      lcl.map(({ id }) => id),
    ),
    spaces: await readSpacesById(tx, consolidations),
    boxes: await readBoxesOf(tx, consolidations),
  }
}

/** The container that the booking goes in, as its own; none once it goes in it no more. */
export function boxesOfLcl({ id, number, state, consolidationId }: Booking, { boxes }: LclLoaded) {
  if (!RIDING_STATES.includes(state)) return []
  const own = boxes.get(consolidationId!) ?? []
  return own.map((row) => ({ ...row, bookingId: id, bookingNumber: number, isShared: true }))
}

/** What cancelling an LCL booking that has space goes by; undefined of any other: what is held or waits is let go at any time. */
export function lclStanding(
  booking: Booking,
  { rows, spaces }: LclLoaded,
  departure: Departure,
  now: Date,
): { readonly received: boolean; readonly closed: boolean } | undefined {
  const row = rows.get(booking.id)
  if (row === undefined || !RIDING_STATES.includes(booking.state)) return undefined
  const space = spaces.get(booking.consolidationId!)!
  const isOver = now.getTime() > spaceClosesMs(space, departure.bookingCutoffAt)
  return { received: row.receivedAt !== null, closed: isOver && departure.state !== 'cancelled' }
}

export interface ConsignmentRead {
  readonly booking: Booking
  readonly row: ConsignmentRow
  readonly space: SpaceAccount
  readonly departure: Departure
  readonly actor: Actor
  readonly now: Date
}

export function consignmentOf(read: ConsignmentRead): Consignment {
  const { booking, row, space, departure, actor, now } = read
  const { timeZone } = getStation(departure.service.origin)
  const at = (date: Date | null) => date && timestampIn(date.getTime(), timeZone)
  const { volumeDm3, grossKg, packages, declarationNumber } = row
  const standing = {
    state: booking.state,
    received: row.receivedAt !== null,
    declared: row.declaredAt !== null,
    closed: decideSpaceOpen(space, departure.bookingCutoffAt, now.getTime()) !== undefined,
  }
  return {
    consolidationId: space.id,
    equipmentType: space.equipmentType,
    ...{ volumeDm3, grossKg, packages },
    closesAt: timestampIn(spaceClosesMs(space, departure.bookingCutoffAt), timeZone),
    receivedAt: at(row.receivedAt),
    declaredAt: at(row.declaredAt),
    declarationNumber: sees(actor.organisationKind, 'declarationNumber') ? declarationNumber : null,
    stepsOpen: consignmentStepsOpen(standing, actor),
  }
}
