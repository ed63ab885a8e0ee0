/** Areas as they are drawn and changed: outlines for the map, corners to take hold of, one shape made of another. Pure. */
import { distanceKm, type Position } from '#kernel/station.ts'
import type { Fence } from '#journey/fence/geofence.ts'
import type { MapArea } from '#web/map/area-layer.ts'

const CIRCLE_CORNERS = 64
const KM_A_DEGREE = 111.195

export type FenceKind = Fence['kind']

/** So far east and north of a place. */
function moved({ lat, lon }: Position, eastKm: number, northKm: number): Position {
  return {
    lat: lat + northKm / KM_A_DEGREE,
    lon: lon + eastKm / (KM_A_DEGREE * Math.cos((lat * Math.PI) / 180)),
  }
}

function around(centre: Position, radiusKm: number, corners: number): Position[] {
  return Array.from({ length: corners }, (_, at) => {
    const angle = (at / corners) * 2 * Math.PI
    return rounded(moved(centre, radiusKm * Math.sin(angle), radiusKm * Math.cos(angle)))
  })
}

/** To a metre. */
export function rounded({ lat, lon }: Position): Position {
  return { lat: Math.round(lat * 1e5) / 1e5, lon: Math.round(lon * 1e5) / 1e5 }
}

export function areaOf(key: string, fence: Fence, chosen: boolean): MapArea {
  switch (fence.kind) {
    case 'circle':
      return { key, chosen, points: around(fence.centre, fence.radiusKm, CIRCLE_CORNERS) }
    case 'polygon':
      return { key, chosen, points: fence.points }
    case 'corridor':
      return { key, chosen, points: fence.points, widthKm: fence.widthKm }
  }
}

/** A circle is held by its middle and by its rim to the east. */
export function handlesOf(fence: Fence): readonly Position[] {
  return fence.kind === 'circle'
    ? [fence.centre, moved(fence.centre, fence.radiusKm, 0)]
    : fence.points
}

const kmOf = (km: number): number => Math.round(km * 100) / 100

export function withHandle(fence: Fence, index: number, to: Position): Fence {
  if (fence.kind !== 'circle')
    return {
      ...fence,
      points: fence.points.map((point, at) => (at === index ? rounded(to) : point)),
    }
  return index === 0
    ? { ...fence, centre: rounded(to) }
    : { ...fence, radiusKm: kmOf(distanceKm(fence.centre, to)) }
}

/** A press on the map: the middle goes there, or a corner comes in where it makes the least detour. */
export function withPlace(fence: Fence, at: Position): Fence {
  if (fence.kind === 'circle') return { ...fence, centre: rounded(at) }
  const { points } = fence
  const isRing = fence.kind === 'polygon'
  const detours = Array.from({ length: points.length + 1 }, (_, index) => {
    const before = points[index - 1] ?? (isRing ? points.at(-1) : undefined)
    const after = points[index] ?? (isRing ? points[0] : undefined)
    if (before === undefined || after === undefined) return distanceKm((before ?? after)!, at)
    return distanceKm(before, at) + distanceKm(at, after) - distanceKm(before, after)
  })
  const index = detours.indexOf(Math.min(...detours))
  return { ...fence, points: points.toSpliced(index, 0, rounded(at)) }
}

/** All of it in sight: west, south, east, north. */
export function extentOf(fence: Fence): readonly number[] {
  const points =
    fence.kind === 'circle'
      ? around(fence.centre, fence.radiusKm * 1.5, 4)
      : fence.points.flatMap((point) =>
          around(point, fence.kind === 'corridor' ? fence.widthKm + 1 : 1, 4),
        )
  const [lats, lons] = [points.map(({ lat }) => lat), points.map(({ lon }) => lon)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Another shape where this one is. */
export function asKind(fence: Fence, kind: FenceKind): Fence {
  if (fence.kind === kind) return fence
  const { centre, radiusKm } = circleAround(fence)
  switch (kind) {
    case 'circle':
      return { kind, centre, radiusKm }
    case 'polygon':
      return fence.kind === 'corridor' && fence.points.length > 2
        ? { kind, points: fence.points }
        : { kind, points: around(centre, radiusKm, 8) }
    case 'corridor':
      return fence.kind === 'polygon'
        ? { kind, points: fence.points, widthKm: 1 }
        : {
            kind,
            points: [moved(centre, -radiusKm, 0), moved(centre, radiusKm, 0)].map(rounded),
            widthKm: kmOf(Math.max(0.5, radiusKm / 3)),
          }
  }
}

function circleAround(fence: Fence): { readonly centre: Position; readonly radiusKm: number } {
  if (fence.kind === 'circle') return fence
  const { points } = fence
  const mean = (of: (point: Position) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const centre = rounded({ lat: mean(({ lat }) => lat), lon: mean(({ lon }) => lon) })
  const radiusKm = Math.max(...points.map((point) => distanceKm(centre, point)))
  return { centre, radiusKm: kmOf(Math.min(60, Math.max(0.2, radiusKm))) }
}
