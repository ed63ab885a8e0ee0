/**
 * What an agent's list says of the way: a container at a station is there as surely as if its tracker had crossed the area, but a list
 * tells it by the day, so its time is when it was there at the latest. A list tells no departure. Pure.
 */
import type { StationCode } from '#kernel/station.ts'
import type { Spotted, StationFence } from '#journey/fence/spotting.ts'

export interface ListedAt {
  readonly station: StationCode
  readonly ms: number
}

/**
 * Arrivals, each at the first row that names its station, and borders crossed: the station beyond after the one before. `rows` in the
 * order of time; `way`: the stations of the line, its origin first, where a container is before it travels.
 */
export function spotListed(rows: readonly ListedAt[], way: readonly StationFence[]): Spotted[] {
  const [origin, ...onTheWay] = way
  const named = Map.groupBy(rows, ({ station }) => station)
  const firstAt = (station: StationCode | undefined) => station && named.get(station)?.[0]?.ms
  return onTheWay.flatMap(({ station, acrossFrom }): Spotted[] => {
    const there = named.get(station)
    const [first] = there ?? []
    if (there === undefined || first === undefined || station === origin?.station) return []
    const fixes = there.length
    const arrived: Spotted = { station, kind: 'arrived', ms: first.ms, fixes }
    const beforeMs = firstAt(acrossFrom)
    return beforeMs !== undefined && beforeMs < first.ms
      ? [arrived, { ...arrived, kind: 'border_crossed' }]
      : [arrived]
  })
}
