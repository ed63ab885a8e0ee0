/**
 * The area in which a container counts as being at a station: a circle, a polygon or a strip along a line, drawn by those who know
 * the yard; without one, a circle by the station's kind. Pure.
 */
import { z } from 'zod'
import { distanceKm, STATIONS, type Position, type Station } from '#kernel/station.ts'

const Point = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
export const FENCE_POINTS_MAX = 200
const AREA_KM_MAX = 60

export const Fence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('circle'),
    centre: Point,
    radiusKm: z.number().min(0.2).max(AREA_KM_MAX),
  }),
  z.object({ kind: z.literal('polygon'), points: z.array(Point).min(3).max(FENCE_POINTS_MAX) }),
  z.object({
    kind: z.literal('corridor'),
    points: z.array(Point).min(2).max(FENCE_POINTS_MAX),
    widthKm: z
      .number()
      .min(0.1)
      .max(AREA_KM_MAX)
      .meta({ description: 'To either side of the line' }),
  }),
])
export type Fence = z.infer<typeof Fence>

const RADIUS_KM: Readonly<Record<Station['role'], number>> = {
  terminal: 5,
  crossing: 4,
  junction: 3,
}
/** The two stations of a border may lie three kilometres apart: their circles must not touch. */
const SHARE_MAX = 0.4

export function defaultFence({ code, lat, lon, role }: Station): Fence {
  const others = STATIONS.filter((station) => station.code !== code)
  const nearestKm = Math.min(...others.map((station) => distanceKm({ lat, lon }, station)))
  const radiusKm = Math.min(RADIUS_KM[role], SHARE_MAX * nearestKm)
  return { kind: 'circle', centre: { lat, lon }, radiusKm }
}

/** How far from its station an area may reach: one that is drawn elsewhere was drawn by mistake. */
export const FENCE_KM_MAX = 100

/** The farthest that an area lies from its station, km; null where that is not too far. */
export function findFenceFar(station: Position, fence: Fence): number | null {
  const points = fence.kind === 'circle' ? [fence.centre] : fence.points
  const reach = fence.kind === 'circle' ? fence.radiusKm : 0
  const farKm = Math.max(...points.map((point) => distanceKm(station, point))) + reach
  return farKm > FENCE_KM_MAX ? Math.round(farKm) : null
}

/**
 * The first two corners from which sides go that meet, counted from 1: what lies within such a ring is anybody's guess.
 * Undefined where the ring is one; of n points n² pairs of sides are looked at.
 */
export function findCrossing(fence: Fence): readonly [number, number] | undefined {
  if (fence.kind !== 'polygon') return undefined
  const { points } = fence
  const last = points.length - 1
  for (let one = 0; one < last; one += 1)
    // Those next to one another meet in their corner.
    for (let other = one + 2; other <= last - (one === 0 ? 1 : 0); other += 1)
      if (
        meets([points[one]!, points[one + 1]!], [points[other]!, points[(other + 1) % (last + 1)]!])
      )
        return [one + 1, other + 1]
  return undefined
}

type Side = readonly [Position, Position]

/** Crossed or touched: each has its ends on two sides of the other's line, or one on it. */
function meets(one: Side, other: Side): boolean {
  const apart = ([from, to]: Side, [a, b]: Side) => sideOf(from, to, a) * sideOf(from, to, b)
  if (apart(one, other) > 0 || apart(other, one) > 0) return false
  // On one line, they meet where their boxes do.
  return (['lat', 'lon'] as const).every((axis) => {
    const [a, b, c, d] = [...one, ...other].map((point) => point[axis])
    return Math.max(a!, b!) >= Math.min(c!, d!) && Math.max(c!, d!) >= Math.min(a!, b!)
  })
}

/** 1, 0 or -1: left of the line, on it, right of it. */
const sideOf = (from: Position, to: Position, point: Position): number =>
  Math.sign(
    (to.lon - from.lon) * (point.lat - from.lat) - (to.lat - from.lat) * (point.lon - from.lon),
  )

/** How far outside the area a position is; 0 within it. */
export function kmOutside(fence: Fence, position: Position): number {
  switch (fence.kind) {
    case 'circle':
      return Math.max(0, distanceKm(fence.centre, position) - fence.radiusKm)
    case 'corridor':
      return Math.max(0, kmFromLine(fence.points, position) - fence.widthKm)
    case 'polygon': {
      const ring = [...fence.points, fence.points[0]!]
      return isWithin(fence.points, position) ? 0 : kmFromLine(ring, position)
    }
  }
}

/** By how many of its sides a ray eastward is crossed. Areas are small: degrees will do as a plane. */
function isWithin(points: readonly Position[], { lat, lon }: Position): boolean {
  let within = false
  for (const [index, one] of points.entries()) {
    const other = points[(index + 1) % points.length]!
    if (one.lat > lat === other.lat > lat) continue
    const crossing = one.lon + ((lat - one.lat) / (other.lat - one.lat)) * (other.lon - one.lon)
    if (lon < crossing) within = !within
  }
  return within
}

function kmFromLine(points: readonly Position[], position: Position): number {
  let nearest = Infinity
  for (const [index, after] of points.entries()) {
    const before = points[index - 1] ?? after
    nearest = Math.min(nearest, distanceKm(nearestOn(before, after, position), position))
  }
  return nearest
}

/** On a plane laid on the stretch. */
function nearestOn(before: Position, after: Position, position: Position): Position {
  const east = Math.cos((before.lat * Math.PI) / 180)
  const [x, y] = [(after.lon - before.lon) * east, after.lat - before.lat]
  const [px, py] = [(position.lon - before.lon) * east, position.lat - before.lat]
  const squared = x * x + y * y
  const share = squared === 0 ? 0 : Math.max(0, Math.min(1, (px * x + py * y) / squared))
  return {
    lat: before.lat + (after.lat - before.lat) * share,
    lon: before.lon + (after.lon - before.lon) * share,
  }
}
