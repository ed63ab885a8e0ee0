/**
 * A way along the corridors: the shortest line through the stations named, and where on it a given kilometre lies.
 */
import { CROSSINGS, LEGS, lineKm, type Crossing, type LinePoint } from '#kernel/corridors.ts'
import { distanceKm, getStation, type Position, type StationCode } from '#kernel/station.ts'

export interface RoutePoint extends LinePoint {
  /** Rail km from the start. */
  readonly km: number
}
/** From the first station to the last; never empty. */
export type Route = readonly [RoutePoint, ...RoutePoint[]]

/** The shortest way that calls at these stations in this order; undefined where the corridors do not connect them. */
export function findRoute(stations: readonly [StationCode, ...StationCode[]]): Route | undefined {
  const [start, ...calls] = stations
  const points: RoutePoint[] = []
  let from = start
  let before = stationPoint(start)
  let km = 0
  for (const to of calls) {
    const stretch = shortest(from, to)
    if (stretch === undefined) return undefined
    for (const point of stretch.slice(1)) {
      km += lineKm([before, point])
      points.push({ ...point, km })
      before = point
    }
    from = to
  }
  return [{ ...stationPoint(start), km: 0 }, ...points]
}

/** Rail km between two stations by the shortest way, calling at `via`. */
export function routeKm(
  from: StationCode,
  to: StationCode,
  via: readonly StationCode[] = [],
): number | undefined {
  return findRoute([from, ...via, to])?.at(-1)?.km
}

/** The stations called at or passed, in order, with their km. */
export function stationsAlong(route: Route): { station: StationCode; km: number }[] {
  return route.flatMap(({ station, km }) => (station === undefined ? [] : [{ station, km }]))
}

/** Crossings on the way, turned into the direction of travel. */
export function crossingsAlong(route: Route): Crossing[] {
  const stations = stationsAlong(route)
  return stations.flatMap(({ station: from }, position) => {
    const to = stations[position + 1]?.station
    const crossing = CROSSINGS.find(
      (each) => (each.from === from && each.to === to) || (each.to === from && each.from === to),
    )
    return crossing === undefined || to === undefined ? [] : [{ ...crossing, from, to }]
  })
}

/** Where the kilometre lies, on the straight between two drawn points; clamped to the route's ends. */
export function positionAtKm(route: Route, km: number): Position {
  const next = route.findIndex((point) => point.km >= km)
  const after = next < 0 ? route.at(-1) : route[next]
  const before = next < 0 ? after : route[Math.max(0, next - 1)]
  if (after === undefined || before === undefined) return route[0]
  const length = after.km - before.km
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, (km - before.km) / length))
  return {
    lat: before.lat + (after.lat - before.lat) * share,
    lon: before.lon + (after.lon - before.lon) * share,
  }
}

export interface PlaceOnRoute {
  /** Along the route, from its start. */
  readonly km: number
  /** How far the position is from the line itself. */
  readonly offKm: number
}

/** The nearest place on the route to a position, found on a plane laid on each stretch: exact enough at 100 km. */
export function placeOnRoute(route: Route, position: Position): PlaceOnRoute {
  let nearest: PlaceOnRoute = { km: 0, offKm: distanceKm(route[0], position) }
  for (const [at, after] of route.entries()) {
    const before = route[at - 1]
    if (before === undefined) continue
    const km = before.km + (after.km - before.km) * shareOfStretch(before, after, position)
    const offKm = distanceKm(positionAtKm([before, after], km), position)
    if (offKm < nearest.offKm) nearest = { km, offKm }
  }
  return nearest
}

function shareOfStretch(before: Position, after: Position, position: Position): number {
  const east = Math.cos((before.lat * Math.PI) / 180)
  const [x, y] = [(after.lon - before.lon) * east, after.lat - before.lat]
  const [px, py] = [(position.lon - before.lon) * east, position.lat - before.lat]
  const squared = x * x + y * y
  return squared === 0 ? 0 : Math.max(0, Math.min(1, (px * x + py * y) / squared))
}

interface Way {
  readonly km: number
  readonly line: readonly LinePoint[]
}

/** Dijkstra over the legs, both ways; a hundred stations need no heap. */
function shortest(from: StationCode, to: StationCode): readonly LinePoint[] | undefined {
  const reached = new Set<StationCode>()
  const open = new Map<StationCode, Way>([[from, { km: 0, line: [stationPoint(from)] }]])
  while (open.size > 0) {
    const [station, way] = [...open].reduce((best, each) => (each[1].km < best[1].km ? each : best))
    if (station === to) return way.line
    open.delete(station)
    reached.add(station)
    for (const { next, km, line } of neighbours(station)) {
      const total = way.km + km
      if (reached.has(next) || total >= (open.get(next)?.km ?? Infinity)) continue
      open.set(next, { km: total, line: [...way.line, ...line.slice(1)] })
    }
  }
  return undefined
}

function stationPoint(code: StationCode): LinePoint {
  const { lat, lon } = getStation(code)
  return { lat, lon, station: code }
}

function neighbours(station: StationCode) {
  return LEGS.flatMap(({ from, to, line, km }) => {
    if (from === station) return [{ next: to, km, line }]
    return to === station ? [{ next: from, km, line: line.toReversed() }] : []
  })
}
