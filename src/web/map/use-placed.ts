/** All that is drawn, at the places where the map's tiles have them. */
import { useMemo } from 'react'
import type { Position } from '#kernel/station.ts'
import type { MapArea } from './area-layer.ts'
import type { Datum } from './datum.ts'
import type { Box } from './glide.ts'
import type { MapMilestone } from './milestone-layer.ts'
import type { Trail } from './replay.ts'

interface Shown {
  readonly boxes: readonly Box[]
  readonly way?: readonly Position[]
  readonly trail?: Trail
  readonly milestones?: readonly MapMilestone[]
  readonly areas?: readonly MapArea[]
  readonly handles?: readonly Position[]
  /** West, south, east, north. */
  readonly extent?: readonly number[] | null
}

const NOTHING: readonly Position[] = []
const NO_TRAIL: Trail = { seen: [], between: [], listed: [] }
const NO_MILESTONES: readonly MapMilestone[] = []
const NO_AREAS: readonly MapArea[] = []

export function usePlaced(shown: Shown, datum: Datum) {
  const { toMap } = datum
  const { boxes, way = NOTHING, trail = NO_TRAIL, milestones = NO_MILESTONES, extent } = shown
  const { areas = NO_AREAS, handles = NOTHING } = shown
  return {
    boxes: useMemo(() => boxes.map(toMap), [boxes, toMap]),
    way: useMemo(() => way.map(toMap), [way, toMap]),
    trail: useMemo(
      (): Pick<Trail, 'seen' | 'between'> => ({
        seen: trail.seen.map((stretch) => stretch.map(toMap)),
        between: trail.between.map((stretch) => stretch.map(toMap)),
      }),
      [trail, toMap],
    ),
    milestones: useMemo(() => milestones.map(toMap), [milestones, toMap]),
    areas: useMemo(
      () => areas.map((area) => ({ ...area, points: area.points.map(toMap) })),
      [areas, toMap],
    ),
    handles: useMemo(() => handles.map(toMap), [handles, toMap]),
    /** Two corners of what shall be seen. */
    ends: extent ? [cornerOf(extent, 0), cornerOf(extent, 2)].map(toMap) : [],
  }
}

const cornerOf = (extent: readonly number[], at: number): Position => ({
  lon: extent[at]!,
  lat: extent[at + 1]!,
})
