/**
 * Where a point of ours (WGS 84) lies on a map whose tiles place things otherwise, and back. Only what is drawn is moved: nothing that is
 * kept, sent or said in words ever is.
 *
 * GCJ-02 is no published standard; this is the approximation that open-source libraries agree on (eviltransform and others), good to a
 * few metres.
 */
import type { MapDatum } from '#kernel/map-tiles.ts'
import { nearestStation, type Position } from '#kernel/station.ts'

export interface Datum {
  readonly toMap: <Point extends Position>(point: Point) => Point
  readonly fromMap: (point: Position) => Position
}

/** Krasovsky's ellipsoid, as GCJ-02 takes it. */
const AXIS_M = 6_378_245
const ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
/** A centimetre. */
const NEAR_DEG = 1e-7
const ROUNDS_MAX = 20

const SAME: Datum = { toMap: (point) => point, fromMap: (point) => point }
const MOVED: Datum = {
  toMap: (point) => (isMoved(point) ? { ...point, ...gcj02Of(point) } : point),
  fromMap: (point) => (isMoved(point) ? wgs84Of(point) : point),
}

export function datumOf(name: MapDatum | undefined): Datum {
  return name === 'gcj02' ? MOVED : SAME
}

/**
 * Maps from China move what lies in China. The usual box around it takes in Almaty and Chita too; on a railway, where the nearest
 * station of ours stands says it better: at every crossing there is one on each side.
 */
function isMoved(point: Position): boolean {
  const { lat, lon } = point
  if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return false
  return nearestStation(point).station.country === 'CN'
}

/** In China, WGS 84 to GCJ-02. */
export function gcj02Of({ lat, lon }: Position): Position {
  const { north, east } = offset(lon - 105, lat - 35)
  const radians = (lat / 180) * Math.PI
  const magic = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2
  const root = Math.sqrt(magic)
  const perNorth = ((AXIS_M * (1 - ECCENTRICITY_SQUARED)) / (magic * root)) * Math.PI
  const perEast = (AXIS_M / root) * Math.cos(radians) * Math.PI
  return { lat: lat + (north * 180) / perNorth, lon: lon + (east * 180) / perEast }
}

/** Back, by going so far the other way until it comes out where it began. */
export function wgs84Of(point: Position): Position {
  let { lat, lon } = point
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const there = gcj02Of({ lat, lon })
    const [north, east] = [point.lat - there.lat, point.lon - there.lon]
    lat += north
    lon += east
    if (Math.hypot(north, east) < NEAR_DEG) break
  }
  return { lat, lon }
}

/** Metres north and east. */
function offset(x: number, y: number): { readonly north: number; readonly east: number } {
  const wave = (by: number, length: number) => Math.sin((by / length) * Math.PI)
  const root = Math.sqrt(Math.abs(x))
  const both = 20 * wave(x, 1 / 6) + 20 * wave(x, 0.5)
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    (2 / 3) * (both + 20 * wave(y, 1) + 40 * wave(y, 3) + 160 * wave(y, 12) + 320 * wave(y, 30))
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    (2 / 3) * (both + 20 * wave(x, 1) + 40 * wave(x, 3) + 150 * wave(x, 12) + 300 * wave(x, 30))
  return { north, east }
}
