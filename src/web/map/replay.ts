/** The way a container has come, in time: where it was at any moment, and what of its way was seen and what only lies between. Pure. */
import type { Position } from '#kernel/station.ts'

export interface TimedPosition extends Position {
  readonly ms: number
  /** From somebody's list, by the name of a place: not measured. */
  readonly listed?: boolean
}

/** Between fixes further apart than this nobody knows how it went: such a stretch is drawn as one that was not seen. */
export const GAP_MS = 6 * 3_600_000

export interface Moment extends Position {
  /** When it was last known, ms. */
  readonly knownMs: number
  /** Nothing was heard for long, or it is not from a tracker: the place is a guess. */
  readonly guessed: boolean
  /** It was last known from a list. */
  readonly listed: boolean
}

/** Where it was: between two fixes on the straight line, in a gap where it was last. Undefined before the first. */
export function momentAt(points: readonly TimedPosition[], ms: number): Moment | undefined {
  const at = indexAt(points, ms)
  const before = points[at]
  if (before === undefined) return undefined
  const after = points[at + 1]
  const { lat, lon } = before
  const listed = before.listed === true
  if (after === undefined || isGap(before, after))
    return {
      ...{ lat, lon, knownMs: before.ms },
      guessed: listed || ms - before.ms > GAP_MS,
      listed,
    }
  const share = (ms - before.ms) / Math.max(1, after.ms - before.ms)
  return {
    lat: lat + (after.lat - lat) * share,
    lon: lon + (after.lon - lon) * share,
    knownMs: before.ms,
    guessed: false,
    listed: false,
  }
}

/** The last point at or before the moment; -1 before the first. */
function indexAt(points: readonly TimedPosition[], ms: number): number {
  let [low, high] = [-1, points.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (points[middle]!.ms <= ms) low = middle
    else high = middle - 1
  }
  return low
}

function isGap(before: TimedPosition, after: TimedPosition): boolean {
  return after.ms - before.ms > GAP_MS || before.listed === true || after.listed === true
}

export interface Trail {
  /** Stretches that were seen. */
  readonly seen: readonly (readonly Position[])[]
  /** Stretches between two of them, from one known place to the next. */
  readonly between: readonly (readonly Position[])[]
  /** What stood in lists. */
  readonly listed: readonly TimedPosition[]
}

/** The way up to a moment; the whole of it without one. */
export function trailUntil(points: readonly TimedPosition[], ms = Infinity): Trail {
  const seen: Position[][] = []
  const between: Position[][] = []
  const come = points.filter((point) => point.ms <= ms)
  let run: Position[] = []
  for (const [at, point] of come.entries()) {
    const before = come[at - 1]
    if (before !== undefined && isGap(before, point)) {
      between.push([before, point])
      if (run.length > 1) seen.push(run)
      run = []
    }
    run.push(point)
  }
  if (run.length > 1) seen.push(run)
  const last = come.at(-1)
  const now = last && momentAt(points, ms)
  if (now && Number.isFinite(ms) && !now.guessed && now.lat !== last.lat) seen.push([last, now])
  return { seen, between, listed: come.filter(({ listed }) => listed) }
}
