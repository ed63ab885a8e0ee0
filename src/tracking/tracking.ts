/** The rules of tracking: which fixes may be shown, when a tracker may be bound, what a transshipment must look like. */
import { getStation, nearestStation, type Position, type StationCode } from '#kernel/station.ts'
import type { TextFacts } from '#kernel/locale.ts'
import { wagonNumbering, type WagonNumber } from '#kernel/wagon-number.ts'

/** Only `good` fixes are shown or move a container; the others are kept, because they were acknowledged. */
export type FixQuality = 'good' | 'no_fix' | 'null_island' | 'clock_ahead'

/** A device's clock may be a little fast; one further ahead would hide every true fix until time catches up with it. */
export const CLOCK_AHEAD_MINUTES_MAX = 10

export interface JudgedFix {
  readonly valid: boolean
  readonly latitude: number
  readonly longitude: number
  readonly deviceTime: string
  readonly receivedAt: string
}

export function fixQuality(fix: JudgedFix): FixQuality {
  if (!fix.valid) return 'no_fix'
  // Receivers without a fix report zeros and sometimes call them valid.
  if (fix.latitude === 0 && fix.longitude === 0) return 'null_island'
  const aheadMs = Date.parse(fix.deviceTime) - Date.parse(fix.receivedAt)
  return aheadMs > CLOCK_AHEAD_MINUTES_MAX * 60_000 ? 'clock_ahead' : 'good'
}

export interface Refusal<Code extends string> {
  readonly refusal: Code
  readonly facts: TextFacts
}

export type BindRefusal =
  'tracking.tracker_bound' | 'tracking.container_bound' | 'tracking.bound_then'

/** What stands against binding a tracker to a container from `at` on. */
export function findBindRefusal(now: {
  readonly at: Date
  readonly trackerIsBound: boolean
  readonly containerIsBound: boolean
  /** When the tracker was last taken off a container. */
  readonly trackerFreeSince: Date | null
}): Refusal<BindRefusal> | null {
  if (now.trackerIsBound) return { refusal: 'tracking.tracker_bound', facts: {} }
  if (now.containerIsBound) return { refusal: 'tracking.container_bound', facts: {} }
  // Two containers must not share a fix.
  return now.trackerFreeSince !== null && now.at < now.trackerFreeSince
    ? { refusal: 'tracking.bound_then', facts: { since: now.trackerFreeSince.toISOString() } }
    : null
}

export type RailRefusal =
  | 'tracking.container_twice'
  | 'tracking.not_a_crossing'
  | 'tracking.same_wagon'
  | 'tracking.wagon_gauge'

/** A command for a train names each container once: twice would be two steps, or a slip of the pen. */
export function findRepeated(containerIds: readonly string[]): Refusal<RailRefusal> | null {
  const seen = new Set<string>()
  for (const containerId of containerIds) {
    if (seen.has(containerId))
      return { refusal: 'tracking.container_twice', facts: { containerId } }
    seen.add(containerId)
  }
  return null
}

export interface Move {
  readonly containerId: string
  readonly oldWagonNumber: WagonNumber
  readonly newWagonNumber: WagonNumber
}

/** Containers change trains only where both gauges meet, and the new wagons must be of the gauge that was said. */
export function findTransshipRefusal(
  place: StationCode,
  gaugeMm: 1435 | 1520,
  moves: readonly Move[],
): Refusal<RailRefusal> | null {
  const station = getStation(place)
  if (station.gaugeMm !== 'both')
    return { refusal: 'tracking.not_a_crossing', facts: { place: station.code } }
  for (const { oldWagonNumber, newWagonNumber } of moves) {
    if (oldWagonNumber === newWagonNumber)
      return { refusal: 'tracking.same_wagon', facts: { wagonNumber: newWagonNumber } }
    // Eight digits are the numbering of the 1520 mm railways; China (7) and UIC (12) run on 1435 mm.
    const numberedGauge = wagonNumbering(newWagonNumber) === '1520' ? 1520 : 1435
    if (numberedGauge !== gaugeMm)
      return { refusal: 'tracking.wagon_gauge', facts: { wagonNumber: newWagonNumber, gaugeMm } }
  }
  return findRepeated(moves.map((move) => move.containerId))
}

/** The station a position is told by, for people who do not read coordinates. */
export function nearPlace(position: Position) {
  const { station, km } = nearestStation(position)
  return { station: station.code, name: station.name, km: Math.round(km * 10) / 10 }
}
