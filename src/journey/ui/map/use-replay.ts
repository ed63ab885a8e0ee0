/** A container's way shown at another time than now: the moment, and whether it runs. */
import { useEffect, useMemo, useState } from 'react'
import type { TimedPosition } from '#web/map/replay.ts'
import type { WayEvent } from './way-events.ts'

const HOUR_MS = 3_600_000
/** Hours of the journey in a second of the replay. */
export const REPLAY_SPEEDS = [2, 8, 24] as const
export type ReplaySpeed = (typeof REPLAY_SPEEDS)[number]
/** Redrawing more often is not seen. */
const FRAME_MS = 50

export interface Replay {
  readonly fromMs: number
  readonly toMs: number
  /** Undefined: now, live. */
  readonly atMs: number | undefined
  readonly playing: boolean
  readonly speed: ReplaySpeed
  readonly seek: (ms: number) => void
  readonly play: () => void
  readonly pause: () => void
  readonly setSpeed: (speed: ReplaySpeed) => void
  /** Back to now. */
  readonly leave: () => void
}

/** Undefined where there is nothing to be played. */
export function useReplay(
  containerId: string | undefined,
  points: readonly TimedPosition[],
  events: readonly WayEvent[],
): Replay | undefined {
  const [shown, setShown] = useState<{ readonly of: string | undefined; readonly ms: number }>()
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<ReplaySpeed>(8)
  const atMs = shown?.of === containerId ? shown?.ms : undefined
  const [fromMs, toMs] = useMemo(() => rangeOf(points, events), [points, events])
  const isRunning = playing && atMs !== undefined && atMs < toMs
  useEffect(() => {
    if (!isRunning) return
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      const passed = ((now - last) / 1000) * speed * HOUR_MS
      last = now
      setShown((before) => before && { ...before, ms: Math.min(toMs, before.ms + passed) })
    }, FRAME_MS)
    return () => clearInterval(timer)
  }, [isRunning, speed, toMs])
  if (!(toMs > fromMs)) return undefined
  const seek = (ms: number) =>
    setShown({ of: containerId, ms: Math.max(fromMs, Math.min(toMs, ms)) })
  return {
    fromMs,
    toMs,
    atMs,
    playing: isRunning,
    speed,
    seek,
    play() {
      // From the end, and from now, it begins anew.
      if (atMs === undefined || atMs >= toMs) seek(fromMs)
      setPlaying(true)
    },
    pause: () => setPlaying(false),
    setSpeed,
    leave() {
      setPlaying(false)
      setShown(undefined)
    },
  }
}

/** From the first fix or step of its journey to the last: weeks in the yard before the first fix are not waited through. */
function rangeOf(
  points: readonly TimedPosition[],
  events: readonly WayEvent[],
): readonly [number, number] {
  const departed = events.find((one) => one.kind !== 'seen' && one.event === 'departed')
  const starts = [points[0]?.ms, departed?.ms].filter((ms) => ms !== undefined)
  const ends = [points.at(-1)?.ms, events.at(-1)?.ms].filter((ms) => ms !== undefined)
  return starts.length === 0 ? [0, 0] : [Math.min(...starts), Math.max(...ends)]
}
