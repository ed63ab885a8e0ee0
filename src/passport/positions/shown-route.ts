/** Whether a route that is shown is the one in the ledger: each point against the fixes that a verified file proves. Pure. */
import type { Track } from '#tracking/contract.ts'
import type { VerifiedTrack } from '#passport/positions/verify-track.ts'

export interface ComparedRoute {
  /** Points shown that are fixes of the file, of the same time and place. */
  readonly proven: number
  /** Times of points shown in an hour that the file holds, which are no fix of it. */
  readonly differing: readonly string[]
  /** Times of good fixes of the file that are not shown; empty where the route is shown thinned. */
  readonly missing: readonly string[]
  /** Points of hours that are not in the file: not entered yet, or let go. */
  readonly notEntered: number
  /** Points that stood in a list somebody sent: no tracker reported them, and no hour holds them. */
  readonly listed: number
}

const HOUR_MS = 3_600_000
const DEGREE = 1e7

/** Points are rounded as they were when they were read: to ten-millionths of a degree, which is how a fix has them. */
export function compareRoute(
  { points, pointsRecorded }: Track,
  { hours }: Pick<VerifiedTrack, 'hours'>,
): ComparedRoute {
  const good = hours.flatMap(({ fixes }) => fixes.filter(({ quality }) => quality === 'good'))
  const left = Map.groupBy(good, ({ atMs, latitudeE7, longitudeE7 }) =>
    placeAt(atMs, latitudeE7, longitudeE7),
  )
  const held = new Set(hours.map(({ hour }) => Date.parse(hour)))
  const tracked = points.filter(({ precision }) => precision === undefined)
  const [inside, outside] = partition(tracked, ({ deviceTime }) => {
    const ms = Date.parse(deviceTime)
    return held.has(ms - (ms % HOUR_MS))
  })
  const [proven, differing] = partition(inside, ({ deviceTime, latitude, longitude }) => {
    const place = placeAt(
      Date.parse(deviceTime),
      Math.round(latitude * DEGREE),
      Math.round(longitude * DEGREE),
    )
    return left.get(place)?.pop() !== undefined
  })
  const isWhole = pointsRecorded === points.length
  const missing = isWhole ? [...left.values()].flat() : []
  return {
    proven: proven.length,
    differing: differing.map(({ deviceTime }) => deviceTime),
    missing: missing.map(({ atMs }) => new Date(atMs).toISOString()).sort(),
    notEntered: outside.length,
    listed: points.length - tracked.length,
  }
}

const placeAt = (...numbers: readonly number[]): string => numbers.join()

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] {
  const [first, second]: [T[], T[]] = [[], []]
  for (const one of all) (isFirst(one) ? first : second).push(one)
  return [first, second]
}
