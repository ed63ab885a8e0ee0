/** A map with one container's way on it: planned line, travelled way, milestones, and the container now or at the moment replayed. */
import { useMemo } from 'react'
import { isStale } from '#tracking/ui/position-words.ts'
import { LazyMap } from '#web/map/LazyMap.tsx'
import type { LiveCrowd } from '#web/map/drawn.ts'
import type { Box } from '#web/map/glide.ts'
import { momentAt, trailUntil } from '#web/map/replay.ts'
import { useNow } from '#web/now.ts'
import type { DrawnWay } from './use-container-way.ts'
import type { Replay } from './use-replay.ts'
import { useWayWords } from './use-way-words.ts'
import { listedMarks, milestonesOf } from './way-events.ts'

interface WayMapProps {
  readonly label: string
  /** Whose way it is; undefined while none is chosen. */
  readonly containerId: string | undefined
  readonly caption?: string | undefined
  readonly known: DrawnWay
  readonly replay: Replay | undefined
  readonly crowd?: LiveCrowd
  readonly frame: string
  readonly extent?: readonly number[] | null
  readonly cooperative?: boolean
  readonly onSelect?: (id: string) => void
  readonly onGather?: (bounds: readonly number[]) => void
}

export function WayMap({ containerId, known, replay, caption, frame, ...map }: WayMapProps) {
  const { way, points, events } = known
  const words = useWayWords()
  const atMs = replay?.atMs
  const trail = useMemo(() => trailUntil(points, atMs), [points, atMs])
  const { line, nameOf, listed } = words
  const marks = useMemo(
    () => [
      // Below what happened at the same place.
      ...listedMarks(trail.listed, listed),
      ...milestonesOf(events, line, { nameOf, ...(atMs !== undefined && { untilMs: atMs }) }),
    ],
    [events, trail.listed, line, nameOf, listed, atMs],
  )
  const boxes = useBoxes(containerId, points, atMs)
  return (
    <LazyMap
      {...map}
      boxes={boxes}
      selected={containerId}
      caption={caption}
      still={atMs !== undefined}
      way={way}
      trail={trail}
      milestones={marks}
      // Framed anew when something else is looked at, not when it moves.
      frame={[frame, containerId, way.length, points.length > 0].join(' ')}
      onMilestone={(key) => {
        const mark = marks.find((one) => one.key === key)
        if (mark !== undefined) replay?.seek(mark.ms)
      }}
    />
  )
}

/** One and the same: what is new is drawn, and MapLibre draws everything with it. */
const NO_BOXES: readonly Box[] = []

function useBoxes(id: string | undefined, points: DrawnWay['points'], atMs: number | undefined) {
  const now = useNow()
  return useMemo(() => {
    if (id === undefined) return NO_BOXES
    const moment = atMs === undefined ? points.at(-1) : momentAt(points, atMs)
    if (moment === undefined) return NO_BOXES
    const { lat, lon } = moment
    const deviceTime = new Date(points.at(-1)!.ms).toISOString()
    const stale = atMs === undefined && isStale({ deviceTime }, now)
    const guessed = 'guessed' in moment ? moment.guessed : moment.listed === true
    return [{ id, lat, lon, stale, guessed }]
  }, [id, points, atMs, now])
}
