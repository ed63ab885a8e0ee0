/** The rules of LCL: what a consignment takes of its consolidation, what may be done to it when, and when its container may go on. Pure. */
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { Actor, OrganisationKind } from '#kernel/organisation.ts'
import type { CargoLine } from '#booking/cargo-contract.ts'
import type { LclCargoLine } from '#booking/lcl-contract.ts'
import type { ConsignmentStep, Load } from '#booking/load-contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import type { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'

const CUBIC_CM_A_DM3 = 1_000

/** The line's volume, dm³: as measured, else from the sides of its packages, rounded up. Undefined where neither is given. */
export function volumeOf({
  volumeDm3,
  packageCm,
  packages,
}: Pick<LclCargoLine, 'volumeDm3' | 'packageCm' | 'packages'>): number | undefined {
  if (volumeDm3 !== undefined || packageCm === undefined) return volumeDm3
  const { lengthCm, widthCm, heightCm } = packageCm
  return Math.ceil((lengthCm * widthCm * heightCm * packages) / CUBIC_CM_A_DM3)
}

/** What the cargo takes of a consolidation; its lines have volumes. */
export function lotOf(cargo: readonly CargoLine[]): SpaceAmount {
  return cargo.reduce(
    (sum, line) => ({
      volumeDm3: sum.volumeDm3 + (line.volumeDm3 ?? 0),
      grossKg: sum.grossKg + line.grossMassKg,
      packages: sum.packages + line.packages,
    }),
    { volumeDm3: 0, grossKg: 0, packages: 0 },
  )
}

/** The consolidation that the booking's own container is offered as, the booking being its operator's; null of any other booking. */
export function offeredAs({
  load,
  consolidationId,
}: {
  readonly load: Load
  readonly consolidationId: ConsolidationId | null
}): ConsolidationId | null {
  return load === 'FCL' ? consolidationId : null
}

/** What LCL cargo is judged in while it waits for any container: the common one. */
export const ANY_BOX = '45G1' as EquipmentType

/** Of an LCL booking, by what its space and its container follow. */
export const RIDING_STATES: readonly BookingState[] = [
  'confirmed',
  'pending_amendment',
  'completed',
]

export interface Standing {
  readonly state: BookingState
  readonly received: boolean
  readonly declared: boolean
  /** Its consolidation takes no more, or no changes. */
  readonly closed: boolean
}

export type ConsignmentRefusal =
  | 'booking.consignment_received'
  | 'booking.consignment_declared'
  | 'booking.consignment_not_received'
  | 'booking.wrong_state'

/** Whether the step may be taken; `closed` of amending is said by the consolidation itself. */
export function decideConsignment(
  step: ConsignmentStep,
  { state, received, declared }: Standing,
): ConsignmentRefusal | undefined {
  if (state !== 'confirmed') return 'booking.wrong_state'
  switch (step) {
    case 'receive':
      return received ? 'booking.consignment_received' : undefined
    case 'declare':
      if (declared) return 'booking.consignment_declared'
      return received ? undefined : 'booking.consignment_not_received'
    case 'amend':
      return received ? 'booking.consignment_received' : undefined
  }
}

const BY: Readonly<Record<ConsignmentStep, readonly OrganisationKind[]>> = {
  receive: ['warehouse'],
  declare: ['broker'],
  amend: ['exporter', 'forwarder'],
}

/** What the reader may do to it now. */
export function consignmentStepsOpen(
  standing: Standing,
  { organisationKind }: Pick<Actor, 'organisationKind'>,
): ConsignmentStep[] {
  return (Object.keys(BY) as ConsignmentStep[]).filter(
    (step) =>
      BY[step].includes(organisationKind) &&
      decideConsignment(step, standing) === undefined &&
      !(step === 'amend' && standing.closed),
  )
}
