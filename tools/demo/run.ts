/** Where a train of the demo is at an hour of its way, and what the railway has to record there. */
import { findRoute, positionAtKm, type Route } from '#kernel/route.ts'
import { getStation, type Position, type StationCode } from '#kernel/station.ts'
import type { DemoLine } from './lines.ts'
import * as desk from './office.ts'
import type { Moment, Office } from './office.ts'

export interface Call {
  readonly hours: number
  readonly place: string
  readonly timeZone: string
  record(office: Office, containerIds: readonly string[], when: Moment): Promise<void>
}

/** Reaching the border, changing gauge behind it, and the arrival: from the line's own stops. */
export function callsOf(line: DemoLine): Call[] {
  const calls: Call[] = []
  const at = (place: string, hours: number) => ({
    place,
    hours,
    timeZone: getStation(place).timeZone,
  })
  for (const [index, [place, hours, gaugeMm]] of line.stops.entries()) {
    const before = line.stops[index - 1]
    if (before === undefined || before[2] === gaugeMm) continue
    calls.push({ ...at(before[0], before[1]), record: desk.borderArrive })
    calls.push({
      ...at(place, hours),
      record: (office, ids, when) => desk.transship(office, ids, gaugeMm, when),
    })
  }
  const [place, hours] = line.stops.at(-1)!
  calls.push({ ...at(place, hours), record: desk.arrive })
  return calls
}

export interface Timetable {
  readonly hoursTotal: number
  positionAt(hours: number): Position & { readonly speedKmh: number; readonly headingDeg: number }
}

/** The planned way as a function of time: straight between the stops, along the rails. */
export function timetableOf(line: DemoLine): Timetable {
  const stations = line.stops.map(([station]) => station as StationCode)
  const legs = line.stops.slice(1).map(([, hours], index) => ({
    fromHours: line.stops[index]![1],
    toHours: hours,
    route: findRoute([stations[index]!, stations[index + 1]!]) as Route,
  }))
  const placeAt = (hours: number): Position => {
    const leg = legs.find(({ toHours }) => hours <= toHours) ?? legs.at(-1)!
    const share = Math.min(1, Math.max(0, (hours - leg.fromHours) / (leg.toHours - leg.fromHours)))
    return positionAtKm(leg.route, share * leg.route.at(-1)!.km)
  }
  const speedAt = (hours: number): number => {
    const leg = legs.find(({ toHours }) => hours <= toHours) ?? legs.at(-1)!
    return hours >= legs.at(-1)!.toHours ? 0 : leg.route.at(-1)!.km / (leg.toHours - leg.fromHours)
  }
  return {
    hoursTotal: legs.at(-1)!.toHours,
    positionAt(hours) {
      const place = placeAt(hours)
      return {
        ...place,
        speedKmh: speedAt(hours),
        headingDeg: headingOf(place, placeAt(hours + 0.1)),
      }
    },
  }
}

function headingOf(from: Position, to: Position): number {
  const east = (to.lon - from.lon) * Math.cos((from.lat * Math.PI) / 180)
  const degrees = (Math.atan2(east, to.lat - from.lat) * 180) / Math.PI
  return Math.round((degrees + 360) % 360)
}
