/** The sheet of a train diagram: from km and moments to places on it, its grid, and where names stand. Pure. */
import { addDays, daysFrom, type Day } from '#kernel/day.ts'
import { timestampAt } from '#kernel/time.ts'
import { getStation } from '#kernel/station.ts'
import { spread } from '#web/kit/charts/scale.ts'
import type { DiagramPoint, DiagramStation } from '#journey/diagram-contract.ts'

export const HEAD_PX = 44
const FOOT_PX = 10
const STATION_PX = 27
const HEIGHT_LEAST_PX = 460
const HEIGHT_MOST_PX = 860
const NAME_PX = 14
const DAY_PX_LEAST = 46
const HOUR_MS = 3_600_000
/** Narrower than this, hours are not ruled. */
const RULED_DAY_PX = 60

export interface Sheet {
  readonly width: number
  readonly height: number
  readonly fromMs: number
  readonly untilMs: number
  readonly x: (ms: number) => number
  readonly y: (km: number) => number
  readonly msAt: (x: number) => number
  readonly kmAt: (y: number) => number
  readonly days: readonly { readonly day: Day; readonly x: number; readonly width: number }[]
  /** Each six hours that are ruled, midnights left out. */
  readonly hours: readonly number[]
}

export interface Shown {
  readonly from: Day
  readonly until: Day
  /** Whose days and hours they are. */
  readonly zone: string
}

export function sheetOf(
  stations: readonly DiagramStation[],
  { from, until, zone }: Shown,
  widthPx: number,
): Sheet {
  const days = daysFrom(from, until)
  const width = Math.max(widthPx, days.length * DAY_PX_LEAST)
  const height = Math.min(
    HEIGHT_MOST_PX,
    Math.max(HEIGHT_LEAST_PX, HEAD_PX + FOOT_PX + stations.length * STATION_PX),
  )
  const midnight = (day: Day) => Date.parse(timestampAt(`${day}T00:00`, zone))
  const [fromMs, untilMs] = [midnight(from), midnight(addDays(until, 1))]
  const kmMax = Math.max(1, stations.at(-1)?.km ?? 1)
  const span = height - HEAD_PX - FOOT_PX
  const x = (ms: number) => ((ms - fromMs) / (untilMs - fromMs)) * width
  const placed = days.map((day) => {
    const [begins, ends] = [x(midnight(day)), x(midnight(addDays(day, 1)))]
    return { day, x: begins, width: ends - begins }
  })
  const isRuled = width / days.length >= RULED_DAY_PX
  return {
    ...{ width, height, fromMs, untilMs, x, days: placed },
    y: (km) => HEAD_PX + (km / kmMax) * span,
    msAt: (at) => fromMs + (at / width) * (untilMs - fromMs),
    kmAt: (at) => ((at - HEAD_PX) / span) * kmMax,
    hours: isRuled
      ? days.flatMap((day) => [6, 12, 18].map((hour) => x(midnight(day) + hour * HOUR_MS)))
      : [],
  }
}

/** Where each station's name stands: at its line, or as near as its neighbours let it. */
export function namePlaces(stations: readonly DiagramStation[], sheet: Sheet): number[] {
  return spread(
    stations.map(({ km }) => sheet.y(km)),
    NAME_PX,
    HEAD_PX,
    sheet.height - FOOT_PX,
  )
}

export interface Mark {
  readonly kind: 'border' | 'gauge'
  readonly km: number
  readonly from: string
  readonly to: string
}

/** Between which stations a country ends, and where the gauge changes. */
export function marksOf(stations: readonly DiagramStation[]): Mark[] {
  return stations.flatMap((station, index): Mark[] => {
    const before = stations[index - 1]
    if (before === undefined) return []
    const countries = [before, station].map((one) => getStation(one.station).country)
    const marks: Mark[] = []
    if (countries[0] !== countries[1])
      marks.push({
        kind: 'border',
        km: (before.km + station.km) / 2,
        from: countries[0]!,
        to: countries[1]!,
      })
    if (before.gaugeMm !== station.gaugeMm)
      marks.push({
        kind: 'gauge',
        km: station.km,
        from: String(before.gaugeMm),
        to: String(station.gaugeMm),
      })
    return marks
  })
}

/** Stretches of one gauge, for the band beside the names. */
export function gaugeBands(
  stations: readonly DiagramStation[],
): { readonly gaugeMm: number; readonly fromKm: number; readonly toKm: number }[] {
  const bands: { gaugeMm: number; fromKm: number; toKm: number }[] = []
  for (const { km, gaugeMm } of stations) {
    const last = bands.at(-1)
    if (last !== undefined) last.toKm = km
    if (last?.gaugeMm !== gaugeMm) bands.push({ gaugeMm, fromKm: km, toKm: km })
  }
  return bands.filter(({ fromKm, toKm }) => toKm > fromKm)
}

export function pathOf(points: readonly DiagramPoint[], { x, y }: Sheet): string {
  return points
    .map(
      ({ km, at }, index) =>
        `${index === 0 ? 'M' : 'L'}${x(Date.parse(at)).toFixed(1)} ${y(km).toFixed(1)}`,
    )
    .join('')
}

export interface NumberPlace {
  readonly x: number
  readonly y: number
  readonly degrees: number
}

/** On the first stretch of the line on the sheet that is long enough to write the train's number along. */
export function numberPlace(
  points: readonly DiagramPoint[],
  { x, y, width }: Sheet,
  needPx: number,
): NumberPlace | undefined {
  for (const [index, after] of points.entries()) {
    const before = points[index - 1]
    if (before === undefined) continue
    const [ax, ay] = [x(Date.parse(before.at)), y(before.km)]
    const [bx, by] = [x(Date.parse(after.at)), y(after.km)]
    const begins = Math.max(0, ax)
    const ends = Math.min(width, bx)
    const slope = (by - ay) / Math.max(1e-6, bx - ax)
    // What is level is a dwell: numbers stand where the train runs.
    if (ends - begins < 4 || slope === 0) continue
    const length = Math.hypot(ends - begins, slope * (ends - begins))
    if (length < needPx) continue
    const at = begins + (ends - begins) * (0.5 - 0.5 * Math.max(0, 1 - (needPx + 20) / length))
    return { x: at, y: ay + slope * (at - ax), degrees: (Math.atan(slope) * 180) / Math.PI }
  }
  return undefined
}

export function nearestStation(
  stations: readonly DiagramStation[],
  km: number,
): DiagramStation | undefined {
  return stations.toSorted((one, other) => Math.abs(one.km - km) - Math.abs(other.km - km))[0]
}
