/** The rules of the way between trains: what a hand-over must look like, what it holds a container for, and who may let it go on. */
import { getStation, type StationCode } from '#kernel/station.ts'
import type { Gauge } from '#kernel/gauge.ts'
import type { TextFacts } from '#kernel/locale.ts'
import type { OrganisationKind } from '#kernel/organisation.ts'
import type { SealNumber } from '#kernel/seal-number.ts'
import { wagonNumbering } from '#kernel/wagon-number.ts'
import type { HandOver, HandOverMove, HoldCause, TransitHold } from '#journey/contract.ts'

/** As whoever goes in the container by an LCL booking reads it: papers may be of somebody else's cargo. */
export const handOverOfBox = (handOver: HandOver): HandOver => ({ ...handOver, documents: [] })

/** And so may words. */
export const holdOfBox = (hold: TransitHold): TransitHold => ({
  ...hold,
  reason: null,
  liftReason: null,
})

export type HandOverRefusal =
  | 'journey.not_a_crossing'
  | 'journey.same_wagon'
  | 'journey.wagon_gauge'
  | 'journey.seal_both'
  | 'journey.container_twice'

export interface Refusal<Code extends string> {
  readonly refusal: Code
  readonly facts: TextFacts
}

/** Containers change trains only where both gauges meet, and the new wagons must be of the gauge that was said. */
export function findHandOverRefusal(
  place: StationCode,
  gaugeMm: Gauge,
  moves: readonly HandOverMove[],
): Refusal<HandOverRefusal> | null {
  const station = getStation(place)
  if (station.gaugeMm !== 'both')
    return { refusal: 'journey.not_a_crossing', facts: { place: station.code } }
  const seen = new Set<string>()
  for (const move of moves) {
    const refused = findMoveRefusal(move, gaugeMm, seen)
    if (refused !== null) return refused
    seen.add(move.containerId)
  }
  return null
}

function findMoveRefusal(
  move: HandOverMove,
  gaugeMm: Gauge,
  seen: ReadonlySet<string>,
): Refusal<HandOverRefusal> | null {
  const { containerId, oldWagonNumber, newWagonNumber, sealFound, sealMissing } = move
  if (oldWagonNumber === newWagonNumber)
    return { refusal: 'journey.same_wagon', facts: { wagonNumber: newWagonNumber } }
  // Eight digits are the numbering of the 1520 mm railways; China (7) and UIC (12) run on 1435 mm.
  const numberedGauge = wagonNumbering(newWagonNumber) === '1520' ? 1520 : 1435
  if (numberedGauge !== gaugeMm)
    return { refusal: 'journey.wagon_gauge', facts: { wagonNumber: newWagonNumber, gaugeMm } }
  if (sealFound !== undefined && sealMissing === true)
    return { refusal: 'journey.seal_both', facts: { containerId } }
  return seen.has(containerId)
    ? { refusal: 'journey.container_twice', facts: { containerId } }
    : null
}

/** Whether the seal found is the one on record; undefined where nobody looked. */
export function sealAgrees(
  onRecord: SealNumber | null,
  { sealFound, sealMissing }: Pick<HandOverMove, 'sealFound' | 'sealMissing'>,
): boolean | undefined {
  if (sealMissing === true) return false
  return sealFound === undefined ? undefined : sealFound === onRecord
}

/** What a hand-over stops the container for; none when all is well. */
export function holdCauses(
  onRecord: SealNumber | null,
  move: Pick<HandOverMove, 'sealFound' | 'sealMissing' | 'damage'>,
): HoldCause[] {
  const differs = sealAgrees(onRecord, move) === false
  return [
    ...(differs ? [move.sealMissing === true ? 'seal_missing' : 'seal_differs'] : []),
    ...(move.damage === undefined ? [] : ['damage']),
  ] as HoldCause[]
}

const SEAL_CAUSES: ReadonlySet<HoldCause> = new Set(['seal_differs', 'seal_missing'])

/** The seal is customs' business: who carries the goods may not judge it. */
export function decideLift(
  causes: readonly HoldCause[],
  kind: OrganisationKind,
): 'journey.customs_lifts' | undefined {
  return kind !== 'customs' && causes.some((cause) => SEAL_CAUSES.has(cause))
    ? 'journey.customs_lifts'
    : undefined
}
