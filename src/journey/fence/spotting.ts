/**
 * From fixes to what the tracker has seen: arrived at a station, departed from it, passed it, crossed the border. Pure, and a function of
 * the fixes in the order of device time: fixes that come late or twice give the same in the end as if they had come in order.
 *
 * Hysteresis: a station is entered by its area and left by a wider one; a stop is two fixes within and ten minutes; gone is two
 * fixes outside. One stray fix makes neither.
 */
import type { Position, StationCode } from '#kernel/station.ts'
import type { SeenKind } from '#journey/leg-contract.ts'
import { kmOutside, type Fence } from '#journey/fence/geofence.ts'

export interface Fix extends Position {
  /** Device time. */
  readonly ms: number
}

export interface StationFence {
  readonly station: StationCode
  readonly fence: Fence
  /** The station on the other side of the border, where this one is reached by crossing it. */
  readonly acrossFrom?: StationCode | undefined
}

export interface Spotted {
  readonly station: StationCode
  readonly kind: SeenKind
  readonly ms: number
  /** How many fixes it rests on. */
  readonly fixes: number
}

/** A container counts as still there this far outside the area. */
export const LEAVE_MARGIN_KM = 1.5
export const STOP_FIXES_MIN = 2
export const STOP_MINUTES_MIN = 10
export const GONE_FIXES_MIN = 2
const MINUTE_MS = 60_000

/** The station at which something stands, give or take what a train is shunted. */
export function stationAt(
  position: Position,
  fences: readonly StationFence[],
): StationCode | undefined {
  return fences.find(({ fence }) => kmOutside(fence, position) <= LEAVE_MARGIN_KM)?.station
}

interface Inside {
  readonly at: StationFence
  readonly since: number
  count: number
  /** Long enough to be a stop. */
  stopped: boolean
  /** Fixes outside since the last one within. */
  outside: Fix[]
}

/**
 * What was seen, in the order of the way. `fixes` in the order of device time, from a moment when the container was at none of the
 * stations.
 */
export function spot(fixes: readonly Fix[], fences: readonly StationFence[]): Spotted[] {
  const spotted: Spotted[] = []
  const state: { inside?: Inside } = {}
  for (const fix of fixes) step(state, fix, fences, spotted)
  return onceEach(spotted, fences)
}

function step(
  state: { inside?: Inside },
  fix: Fix,
  fences: readonly StationFence[],
  spotted: Spotted[],
): void {
  const { inside } = state
  if (inside === undefined) {
    const at = fences.find(({ fence }) => kmOutside(fence, fix) === 0)
    if (at) state.inside = { at, since: fix.ms, count: 1, stopped: false, outside: [] }
    return
  }
  if (kmOutside(inside.at.fence, fix) <= LEAVE_MARGIN_KM) {
    inside.count += 1
    inside.outside = []
    if (inside.stopped || !isStop(inside, fix)) return
    inside.stopped = true
    spotted.push(seen(inside, 'arrived', inside.since))
    return
  }
  inside.outside.push(fix)
  if (inside.outside.length < GONE_FIXES_MIN) return
  const gone = inside.outside
  const kind = inside.stopped ? 'departed' : 'passed'
  spotted.push(seen(inside, kind, inside.stopped ? gone[0]!.ms : inside.since))
  delete state.inside
  // They were held back until it was certain that the station lies behind; they may be at the next one already.
  for (const each of gone) step(state, each, fences, spotted)
}

function isStop({ since, count }: Inside, { ms }: Fix): boolean {
  return count >= STOP_FIXES_MIN && ms - since >= STOP_MINUTES_MIN * MINUTE_MS
}

const seen = ({ at, count }: Inside, kind: SeenKind, ms: number): Spotted => ({
  station: at.station,
  kind,
  ms,
  fixes: count,
})

/**
 * A journey meets a station once: of several arrivals the first counts, of several departures the last, and what was seen to stop
 * has not passed. A border is crossed when the station beyond it is first seen, after the one before it.
 */
function onceEach(spotted: readonly Spotted[], fences: readonly StationFence[]): Spotted[] {
  const found = new Map<string, Spotted>()
  for (const one of spotted) {
    const key = `${one.kind} ${one.station}`
    if (one.kind === 'departed' || !found.has(key)) found.set(key, one)
  }
  for (const { station } of fences)
    if (found.has(`arrived ${station}`)) found.delete(`passed ${station}`)
  const firstAt = (station: StationCode) =>
    found.get(`arrived ${station}`) ?? found.get(`passed ${station}`)
  const crossings = fences.flatMap(({ station, acrossFrom }): Spotted[] => {
    const beyond = firstAt(station)
    const before = acrossFrom && firstAt(acrossFrom)
    return beyond && before && before.ms < beyond.ms ? [{ ...beyond, kind: 'border_crossed' }] : []
  })
  return [...found.values(), ...crossings].toSorted((one, other) => one.ms - other.ms)
}
