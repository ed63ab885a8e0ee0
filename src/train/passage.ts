/**
 * When a train is planned to pass each station of its way, those between its stops too: its own stops as planned, the stations
 * it only passes by the kilometres between. Pure.
 */
import { findRoute, stationsAlong } from '#kernel/route.ts'
import type { StationCode } from '#kernel/station.ts'
import type { ServiceStop } from '#train/contract.ts'

export interface Passage {
  readonly station: StationCode
  readonly offsetMinutes: number
  /** False: the train is not planned to stop here. */
  readonly isStop: boolean
}

/** A line's stops do not change while it is held in memory, and finding its way costs a search of the whole network. */
const kept = new WeakMap<readonly ServiceStop[], readonly Passage[]>()

/** In the order of the journey, from the first stop to the last. */
export function plannedPassages(stops: readonly ServiceStop[]): readonly Passage[] {
  const known = kept.get(stops)
  if (known !== undefined) return known
  const found = stops.flatMap((stop, index) => {
    const before = stops[index - 1]
    const passed = before === undefined ? [] : passedBetween(before, stop)
    return [
      ...passed,
      { station: stop.station, offsetMinutes: stop.plannedOffsetMinutes, isStop: true },
    ]
  })
  kept.set(stops, found)
  return found
}

/** Where the corridors do not connect two stops nothing is known to lie between them. */
function passedBetween(from: ServiceStop, to: ServiceStop): Passage[] {
  const route = findRoute([from.station, to.station])
  const km = route?.at(-1)?.km ?? 0
  if (route === undefined || km === 0) return []
  const minutes = to.plannedOffsetMinutes - from.plannedOffsetMinutes
  return stationsAlong(route)
    .slice(1, -1)
    .map(({ station, km: at }) => ({
      station,
      offsetMinutes: Math.round(from.plannedOffsetMinutes + (minutes * at) / km),
      isStop: false,
    }))
}
