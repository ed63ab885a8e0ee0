/** A line along the corridors as the map draws it. */
import { findRoute } from '#kernel/route.ts'
import type { Position, StationCode } from '#kernel/station.ts'

/** Through these stations; empty where the corridors do not connect them. */
export function wayThrough(stations: readonly StationCode[]): readonly Position[] {
  const [start, ...calls] = stations
  return start === undefined ? [] : (findRoute([start, ...calls]) ?? [])
}
