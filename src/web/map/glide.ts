/** Boxes move from where they are drawn to where they were last reported, so that the eye can follow; not for readers who asked for less motion. */
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl'
import type { Position } from '#kernel/station.ts'
import { SOURCES } from './base-map.ts'

export interface Box extends Position {
  readonly id: string
  /** Not heard of for long: drawn grey. */
  readonly stale?: boolean
  /** Nobody knows exactly: drawn hollow. */
  readonly guessed?: boolean
}

const GLIDE_MS = 900
/** Redrawing costs a round to the map's worker: more often than this is not seen. */
const FRAME_MS = 40

const drawn = new WeakMap<MapLibre, Map<string, Position>>()

/** Where boxes are drawn at this moment. */
export const boxesNow = (map: MapLibre): ReadonlyMap<string, Position> => drawn.get(map) ?? NOWHERE

const NOWHERE: ReadonlyMap<string, Position> = new Map()

interface Gliding {
  readonly selected: string | undefined
  readonly still?: boolean | undefined
}

/** Returns what stops it. */
export function glide(
  map: MapLibre,
  boxes: readonly Box[],
  { selected, still: atOnce = false }: Gliding,
): () => void {
  const from = drawn.get(map) ?? new Map<string, Position>()
  const moves = boxes.some((box) => isElsewhere(from.get(box.id), box))
  const still = atOnce || !moves || matchMedia('(prefers-reduced-motion: reduce)').matches
  const start = performance.now()
  let frame = 0
  let last = -Infinity
  const step = (now: number) => {
    const share = still ? 1 : Math.min(1, Math.max(0, (now - start) / GLIDE_MS))
    if (share === 1 || now - last >= FRAME_MS) {
      last = now
      draw(map, boxes, { from, share: eased(share), selected })
    }
    if (share < 1) frame = requestAnimationFrame(step)
  }
  step(start)
  return () => cancelAnimationFrame(frame)
}

interface Moment {
  readonly from: ReadonlyMap<string, Position>
  readonly share: number
  readonly selected: string | undefined
}

function draw(map: MapLibre, boxes: readonly Box[], { from, share, selected }: Moment): void {
  const shown = new Map<string, Position>()
  const features = boxes.map((box) => {
    const { lat, lon } = between(from.get(box.id) ?? box, box, share)
    shown.set(box.id, { lat, lon })
    return {
      type: 'Feature' as const,
      properties: {
        id: box.id,
        selected: box.id === selected,
        stale: box.stale === true,
        guessed: box.guessed === true,
      },
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    }
  })
  drawn.set(map, shown)
  void map.getSource<GeoJSONSource>(SOURCES.boxes)?.setData({ type: 'FeatureCollection', features })
}

function between(from: Position, to: Position, share: number): Position {
  return {
    lat: from.lat + (to.lat - from.lat) * share,
    lon: from.lon + (to.lon - from.lon) * share,
  }
}

function isElsewhere(before: Position | undefined, now: Position): boolean {
  return before !== undefined && (before.lat !== now.lat || before.lon !== now.lon)
}

/** Slow at both ends. */
function eased(share: number): number {
  return share * share * (3 - 2 * share)
}
