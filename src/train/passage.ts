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

/** There are as many ways as lines; finding one costs a search of the whole network, and every list of trains asks for them. */
const WAYS_KEPT = 500
const kept = new Map<string, readonly Passage[]>()

/** In the order of the journey, from the first stop to the last. */
export function plannedPassages(stops: readonly ServiceStop[]): readonly Passage[] {
  const way = stops.map((stop) => `${stop.station} ${stop.plannedOffsetMinutes}`).join()
  const known = kept.get(way)
  if (known !== undefined) return known
  const found = stops.flatMap((stop, index) => {
    const before = stops[index - 1]
    const passed = before === undefined ? [] : passedBetween(before, stop)
    return [
      ...passed,
      { station: stop.station, offsetMinutes: stop.plannedOffsetMinutes, isStop: true },
    ]
  })
  if (kept.size >= WAYS_KEPT) kept.clear()
  kept.set(way, found)
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
