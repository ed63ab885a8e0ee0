/** The rules of tracking: which fixes may be shown, when a tracker may be bound, how a train's containers are named. */
import { distanceKm, nearestStation, type Position } from '#kernel/station.ts'
import type { TextFacts } from '#kernel/locale.ts'
import type { RawFix } from '#tracking/contract.ts'

/** Only `good` fixes are shown or move a container; the others are kept, because they were acknowledged. */
export type FixQuality = RawFix['quality']

/** A device's clock may be a little fast; one further ahead would hide every true fix until time catches up with it. */
export const CLOCK_AHEAD_MINUTES_MAX = 10

/** `aheadMs`: how far its clock was ahead of ours when we heard it. */
export function fixQuality(
  fix: { readonly valid: boolean; readonly latitude: number; readonly longitude: number },
  aheadMs: number,
): FixQuality {
  if (!fix.valid) return 'no_fix'
  // Receivers without a fix report zeros and sometimes call them valid.
  if (fix.latitude === 0 && fix.longitude === 0) return 'null_island'
  return aheadMs > CLOCK_AHEAD_MINUTES_MAX * 60_000 ? 'clock_ahead' : 'good'
}

/** So long after an hour's end its fixes are put under a digest; what comes later is put under one more. */
export const HOUR_GRACE_MINUTES = 30

/** Faster than any train or truck of the corridors, and slower than receivers that lose their way. */
export const JUMP_KMH_MAX = 250
/** A receiver between high walls is off by this much without being lost. */
const JUMP_KM_FREE = 2
/** So many in a row that agree with each other are believed against the last good one: it may have been the wild one. */
export const SUSPECTS_BELIEVED = 3

/** A fix as the next one is measured by it. */
export interface Seen {
  readonly atMs: number
  readonly serial: number
  readonly latitude: number
  readonly longitude: number
}

/** The newest good fix of a tracker, and those after it that lie too far off. */
export interface Trail {
  readonly last: Seen | null
  readonly suspects: readonly Seen[]
}

export interface Followed {
  readonly isJump: boolean
  /** Were taken for jumps, and are good. */
  readonly believed: readonly Seen[]
  readonly trail: Trail
}

/** The next fix of a tracker, newer than its last good one: come by road or rail, or a jump of its receiver. */
export function followTrail({ last, suspects }: Trail, fix: Seen): Followed {
  if (last === null || isReachable(last, fix))
    return { isJump: false, believed: [], trail: { last: fix, suspects: [] } }
  const before = suspects.at(-1)
  const agreeing = before && isReachable(before, fix) ? suspects : []
  if (agreeing.length + 1 >= SUSPECTS_BELIEVED)
    return { isJump: false, believed: agreeing, trail: { last: fix, suspects: [] } }
  return { isJump: true, believed: [], trail: { last, suspects: [...agreeing, fix] } }
}

/** A late fix, between its neighbours in time: a jump when it can have come from neither side. */
export function isSpike(before: Seen | null, fix: Seen, after: Seen | null): boolean {
  return before !== null && after !== null && !isReachable(before, fix) && !isReachable(fix, after)
}

function isReachable(one: Seen, other: Seen): boolean {
  const km = distanceKm(
    { lat: one.latitude, lon: one.longitude },
    { lat: other.latitude, lon: other.longitude },
  )
  return km <= JUMP_KM_FREE + (JUMP_KMH_MAX * Math.abs(other.atMs - one.atMs)) / 3_600_000
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

/** A command for a train names each container once: twice would be two steps, or a slip of the pen. */
export function findRepeated(
  containerIds: readonly string[],
): Refusal<'tracking.container_twice'> | null {
  const seen = new Set<string>()
  for (const containerId of containerIds) {
    if (seen.has(containerId))
      return { refusal: 'tracking.container_twice', facts: { containerId } }
    seen.add(containerId)
  }
  return null
}

/** The station a position is told by, for people who do not read coordinates. */
export function nearPlace(position: Position) {
  const { station, km } = nearestStation(position)
  return { station: station.code, name: station.name, km: Math.round(km * 10) / 10 }
}

export interface RegisteredTracker {
  readonly id: string
  readonly phone: string
  readonly terminalId: string
  /** A device has registered by air in its name before. */
  readonly hasRegistered: boolean
}

/**
 * What a terminal that registers by air (0x0100) is answered, out of the trackers that have its phone or its terminal id. The protocol's
 * "vehicle" is what a SIM travels with: 0 welcome, 1 that vehicle has another terminal already, 2 no such vehicle, 3 that terminal
 * is in another vehicle already, 4 no such terminal.
 */
export function decideRegistration(
  given: { readonly phone: string; readonly terminalId: string },
  similar: readonly RegisteredTracker[],
): { readonly result: 0 | 1 | 2 | 3 | 4; readonly trackerId?: string } {
  const vehicle = similar.find(({ phone }) => phone === given.phone)
  if (vehicle?.terminalId === given.terminalId) return { result: 0, trackerId: vehicle.id }
  if (vehicle !== undefined) return { result: vehicle.hasRegistered ? 1 : 4 }
  const terminals = similar.filter(({ terminalId }) => terminalId === given.terminalId)
  if (terminals.length === 0) return { result: 4 }
  return { result: terminals.some(({ hasRegistered }) => hasRegistered) ? 3 : 2 }
}
