/**
 * The geometry of a train diagram: the stations of a line by their distance, and each train as a line over them. Dwell is level: at a
 * change of gauge a train stands on this side of the border until it must leave to be on the other when planned. Pure.
 */
import { findRoute, routeKm, stationsAlong } from '#kernel/route.ts'
import { distanceKm, getStation, type StationCode } from '#kernel/station.ts'
import type { ServiceStop } from '#train/contract.ts'
import type { DiagramCall, DiagramPoint, DiagramStation } from '#journey/diagram-contract.ts'
import { sectionsOf } from '#journey/section.ts'

const MINUTE_MS = 60_000
/** Over a border, from yard to yard. */
const BORDER_KMH = 30
/** Rail km per km as the crow flies, where the corridors do not connect two stops. */
const DETOUR = 1.2

const iso = (ms: number): string => new Date(ms).toISOString()

/** The stops of a line and the stations between them, with their distance from the first. */
export function stationsOf(stops: readonly ServiceStop[]): DiagramStation[] {
  const found: DiagramStation[] = []
  let km = 0
  for (const [index, stop] of stops.entries()) {
    const before = stops[index - 1]
    if (before !== undefined) {
      const route = findRoute([before.station, stop.station])
      for (const passed of (route ? stationsAlong(route) : []).slice(1, -1))
        found.push({
          station: passed.station,
          km: km + passed.km,
          gaugeMm: before.gaugeMm,
          isStop: false,
        })
      km +=
        routeKm(before.station, stop.station) ??
        distanceKm(getStation(before.station), getStation(stop.station)) * DETOUR
    }
    found.push({ station: stop.station, km, gaugeMm: stop.gaugeMm, isStop: true })
  }
  return found.map((one) => ({ ...one, km: Math.round(one.km * 10) / 10 }))
}

export type KmOf = ReadonlyMap<StationCode, number>

/** As planned, with the dwell at each change of gauge. */
export function plannedLine(
  stops: readonly ServiceStop[],
  kmOf: KmOf,
  departsMs: number,
): DiagramPoint[] {
  const borders = sectionsOf(stops).filter(({ kind }) => kind === 'border')
  const points: [minutes: number, km: number][] = stops.map((stop) => [
    stop.plannedOffsetMinutes,
    kmOf.get(stop.station) ?? 0,
  ])
  for (const { from, to, fromMinutes, toMinutes } of borders) {
    const [near, beyond] = [kmOf.get(from), kmOf.get(to)]
    if (near === undefined || beyond === undefined) continue
    const runs = (Math.abs(beyond - near) / BORDER_KMH) * 60
    points.push([fromMinutes, near], [Math.max(fromMinutes, toMinutes - runs), near])
  }
  const inOrder = points.toSorted(
    ([minutes, km], [others, otherKm]) => minutes - others || km - otherKm,
  )
  const unlike = inOrder.filter(
    ([minutes, km], index) => minutes !== inOrder[index - 1]?.[0] || km !== inOrder[index - 1]?.[1],
  )
  return unlike.map(([minutes, km]) => ({ km, at: iso(departsMs + minutes * MINUTE_MS) }))
}

/** What is known of a train at one station: the container in the middle of those that passed it. */
export interface Passed {
  readonly station: StationCode
  readonly kind: 'arrived' | 'left' | 'passed'
  readonly by: 'stated' | 'seen'
  readonly ms: number
  readonly containers: number
}

/** At a station, by what was said or seen there; a border is left when the tracker leaves it, the rest is people’s word first. */
function timesAt(passed: readonly Passed[], station: StationCode) {
  const of = (kind: Passed['kind'], first: Passed['by']) => {
    const found = passed.filter((one) => one.station === station && one.kind === kind)
    return found.find(({ by }) => by === first) ?? found[0]
  }
  const arrived = of('arrived', 'stated') ?? of('passed', 'seen')
  const left = of('left', 'seen') ?? of('passed', 'seen')
  // A later sighting of an arrival does not put the leaving before it.
  const isInOrder = arrived === undefined || left === undefined || left.ms >= arrived.ms
  return { arrived, left: isInOrder ? left : undefined }
}

/** As it ran: never back along the line, never back in time. */
export function actualLine(
  stations: readonly DiagramStation[],
  passed: readonly Passed[],
  here: { readonly km: number; readonly ms: number } | null,
): DiagramPoint[] {
  const points: { km: number; ms: number }[] = []
  const add = (km: number, ms: number | undefined) => {
    if (ms !== undefined && ms >= (points.at(-1)?.ms ?? -Infinity)) points.push({ km, ms })
  }
  for (const { station, km } of stations) {
    const { arrived, left } = timesAt(passed, station)
    add(km, arrived?.ms)
    if (left?.ms !== arrived?.ms) add(km, left?.ms)
  }
  const last = points.at(-1)
  if (here !== null && last !== undefined && here.km >= last.km && here.ms > last.ms)
    points.push(here)
  return points.map(({ km, ms }) => ({ km, at: iso(ms) }))
}

/** Each stop as planned and as it was. */
export function callsOf(
  stops: readonly ServiceStop[],
  departsMs: number,
  passed: readonly Passed[],
): DiagramCall[] {
  return stops.map(({ station, plannedOffsetMinutes }) => {
    const { arrived, left } = timesAt(passed, station)
    const known = arrived ?? left
    return {
      station,
      plannedAt: iso(departsMs + plannedOffsetMinutes * MINUTE_MS),
      arrivedAt: arrived === undefined ? null : iso(arrived.ms),
      leftAt: left === undefined ? null : iso(left.ms),
      by: known?.by ?? null,
      containers: Math.max(arrived?.containers ?? 0, left?.containers ?? 0),
    }
  })
}

/** Along a line of points, when it is at a distance; undefined beyond its ends. */
export function timeAtKm(points: readonly DiagramPoint[], km: number): number | undefined {
  for (const [index, after] of points.entries()) {
    const before = points[index - 1]
    if (before === undefined || before.km > km || after.km < km) continue
    const share = after.km === before.km ? 1 : (km - before.km) / (after.km - before.km)
    return Date.parse(before.at) + share * (Date.parse(after.at) - Date.parse(before.at))
  }
  return undefined
}

/** By how much it was behind its plan where it was last known to be; early is negative. Before it left there is nothing to say. */
export function latenessOf(
  planned: readonly DiagramPoint[],
  actual: readonly DiagramPoint[],
): number | null {
  const last = actual.at(-1)
  if (last === undefined) return null
  const first = planned[0]
  const due =
    last.km <= (first?.km ?? 0) ? first && Date.parse(first.at) : timeAtKm(planned, last.km)
  return due === undefined ? null : Math.round((Date.parse(last.at) - due) / MINUTE_MS)
}

/** From where it is on: the points of the estimate that are still ahead. */
export function expectedLine(
  actual: readonly DiagramPoint[],
  ahead: readonly { readonly km: number; readonly ms: number }[],
): DiagramPoint[] {
  const last = actual.at(-1)
  if (last === undefined) return []
  const after = ahead.filter(({ km, ms }) => km > last.km && ms > Date.parse(last.at))
  return after.length === 0 ? [] : [last, ...after.map(({ km, ms }) => ({ km, at: iso(ms) }))]
}
