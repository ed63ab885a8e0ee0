/** What happened on a container's way, in one row: what people said, what its tracker saw and lists said, and where it changed trains. Pure. */
import type { StepEvent } from '#booking/step-contract.ts'
import { isStation, type PlaceCode } from '#kernel/place-code.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import type { HandOver } from '#journey/contract.ts'
import type { SeenKind, SeenSource } from '#journey/leg-contract.ts'
import type { SeenMilestone } from '#journey/way-contract.ts'
import type { MapMilestone } from '#web/map/milestone-layer.ts'
import type { TimedPosition } from '#web/map/replay.ts'

export type WayEvent = {
  readonly key: string
  readonly station: StationCode
  readonly ms: number
} & (
  | { readonly kind: 'said' | 'lifted'; readonly event: StepEvent; readonly handOver?: HandOver }
  | { readonly kind: 'seen'; readonly seen: SeenKind; readonly source: SeenSource }
)

interface Said {
  readonly sequence: number
  readonly event: StepEvent
  readonly at: string
  readonly place: PlaceCode
}

/** Oldest first; at stations: legs before and after the train stand in words. */
export function wayEvents(
  history: readonly Said[],
  seen: readonly Pick<SeenMilestone, 'station' | 'kind' | 'source' | 'at'>[],
  handOvers: readonly HandOver[],
): WayEvent[] {
  const lifts = new Map(handOvers.map((handOver) => [handOver.sequence, handOver]))
  const said = history.flatMap(({ sequence, event, at, place }): WayEvent[] => {
    if (!isStation(place)) return []
    const handOver = lifts.get(sequence)
    const kind = event === 'transshipped' ? 'lifted' : 'said'
    const key = `step ${sequence}`
    const ms = Date.parse(at)
    return [{ key, kind, event, station: place, ms, ...(handOver && { handOver }) }]
  })
  const sighted = seen.map(({ station, kind, source, at }): WayEvent => ({
    key: `seen ${kind} ${station} ${source}`,
    kind: 'seen',
    seen: kind,
    source,
    station,
    ms: Date.parse(at),
  }))
  return [...said, ...sighted].toSorted((one, other) => one.ms - other.ms)
}

const WEIGHT = { lifted: 2, said: 1, seen: 0 } as const

/** A point of the map and the moment it stands for. */
export interface WayMark extends MapMilestone {
  readonly ms: number
}

/** One point for each station, with the words of all that happened there; `words` gives an event's line. */
export function milestonesOf(
  events: readonly WayEvent[],
  words: (event: WayEvent) => string,
  { nameOf, untilMs = Infinity }: { nameOf: (station: StationCode) => string; untilMs?: number },
): WayMark[] {
  return [...Map.groupBy(events, ({ station }) => station)].map(([code, there]) => {
    const { lat, lon } = getStation(code)
    const kind = there.reduce(
      (most, one) => (WEIGHT[one.kind] > WEIGHT[most] ? one.kind : most),
      there[0]!.kind,
    )
    return {
      key: code,
      lat,
      lon,
      ms: there[0]!.ms,
      kind,
      ahead: there.every(({ ms }) => ms > untilMs),
      lines: [nameOf(code), ...there.map(words)],
    }
  })
}

/** One point for each time that a list said where it was. */
export function listedMarks(
  listed: readonly TimedPosition[],
  words: (position: TimedPosition) => readonly string[],
): WayMark[] {
  return listed.map((position) => {
    const { lat, lon, ms } = position
    return { key: `listed ${ms} ${lat}`, kind: 'listed', lat, lon, ms, lines: words(position) }
  })
}
