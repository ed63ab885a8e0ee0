/** What every command on a consolidation's space stands on: held while it is open, its cargo judged, its movement. */
import { httpProblem } from '#kernel/http-problem.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import {
  closedProblem,
  getDeparture,
  getSpace,
  saveSpace,
  spaceClosedProblem,
  spaceShortProblem,
} from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { Departure } from '#train/contract.ts'
import { decideOpen } from '#train/slots.ts'
import {
  addSpace,
  decideSpaceOpen,
  freeSpace,
  NO_SPACE,
  moveSpace,
  type SpaceAccount,
  type SpaceMove,
} from '#train/space.ts'
import type { Asking } from '#booking/book.ts'
import { bookingProblem, massOf } from '#booking/booking.ts'
import { judgeFor, keptOf, refusalOf } from '#booking/cargo/judging.ts'
import type { BookingId, CargoLine } from '#booking/contract.ts'
import { checkFacts } from '#booking/facts.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { lclProblem, type NewConsignment } from '#booking/lcl-contract.ts'
import { volumeOf } from '#booking/lcl/lcl.ts'
import { holdLcl } from '#booking/lcl/locking.ts'
import { particularsOf } from '#booking/particulars.ts'
import { atDesk, type Desk } from '#booking/slots/desk.ts'
import { findBookingFor, type Booking } from '#booking/store.ts'

export interface Opened {
  readonly desk: Desk
  readonly space: SpaceAccount
  readonly departure: Departure
}

/** The train's desk, then the space: while its consolidation takes bookings. */
export async function atOpenSpace<T>(
  tx: Tx,
  asking: Asking,
  id: ConsolidationId,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { departureId } = await getSpace(tx, id)
  return atDesk(tx, asking, [departureId], async (desk) => {
    const space = (await holdLcl(desk)).get(id)
    // Moved to another train since we looked: the caller may simply try again.
    if (space === undefined) throw httpProblem('http.busy')
    const departure = await getDeparture(tx, departureId, asking.now)
    const account = desk.accounts.get(departureId)!
    const closed = decideOpen(account, account.nowMs)
    if (closed !== undefined) throw closedProblem(closed, account, departure.service.origin)
    const refusal = decideSpaceOpen(space, departure.bookingCutoffAt, account.nowMs)
    if (refusal !== undefined) throw spaceClosedProblem(refusal, space, departure)
    return work({ desk, space, departure })
  })
}

/** Every line with its volume, and without what it was computed from. */
export function measured({ cargo }: NewConsignment): CargoLine[] {
  return cargo.map(({ packageCm, ...line }, index) => {
    const volumeDm3 = volumeOf({ ...line, packageCm })
    if (volumeDm3 === undefined) throw lclProblem('booking.lcl_volume_missing', { line: index + 1 })
    return { ...line, volumeDm3 }
  })
}

interface Judged extends Pick<Opened, 'departure'> {
  readonly space: Pick<SpaceAccount, 'equipmentType'>
}

/** The cargo rules of its train, as for a container of its own; what the operator would have to look at is not carried as LCL. */
export async function checkCargo(
  { tx }: Desk,
  { space: { equipmentType }, departure }: Judged,
  asked: Omit<NewConsignment, 'cargo'> & { readonly cargo: CargoLine[] },
): Promise<Finding[]> {
  const { cargo } = asked
  if (cargo.some(({ dangerous }) => dangerous)) throw lclProblem('booking.lcl_dangerous')
  const lines = [{ equipmentType, count: 1 }]
  const findings = (await judgeFor(tx, departure))({ lines, cargo, cargoKg: massOf(cargo) })
  const wrong = (await checkFacts(tx, [asked]))(asked) ?? refusalOf(findings)
  if (wrong) throw wrong
  if (findings.some(({ effect }) => effect === 'ask'))
    throw lclProblem('booking.lcl_needs_permission')
  return findings
}

/** The consolidation that one's own LCL booking goes in. */
export async function consolidationOf(
  tx: Tx,
  { organisationId }: Actor,
  id: BookingId,
): Promise<ConsolidationId> {
  const seen = await findBookingFor(tx, organisationId, id)
  if (seen?.exporterId !== organisationId) throw bookingProblem('booking.absent')
  if (seen.consolidationId === null || seen.load !== 'LCL') throw lclProblem('booking.not_lcl')
  return seen.consolidationId
}

/** The booking with what is asked for now, and what the rules say of it. */
export function asConsigned(
  booking: Booking,
  {
    body,
    cargo,
    findings,
    now,
  }: {
    readonly body: NewConsignment
    readonly cargo: readonly CargoLine[]
    readonly findings: readonly Finding[]
    readonly now: Date
  },
) {
  return {
    ...booking,
    ...particularsOf(body),
    cargoKg: massOf(cargo),
    findings: keptOf(findings, now, booking.findings),
  }
}

export async function takeSpace(
  { tx, now }: Desk,
  { space, departure }: Pick<Opened, 'space' | 'departure'>,
  moving: SpaceMove,
): Promise<void> {
  const after = moveSpace(space, moving)
  if (after === undefined) {
    const asked = addSpace(moving.amount ?? NO_SPACE, moving.held ?? NO_SPACE)
    throw await spaceShortProblem(tx, { space, free: freeSpace(space), asked, departure, now })
  }
  await saveSpace(tx, after, now)
}
