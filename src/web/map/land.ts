/** The shapes of the land, fetched as a file of their own when the first map is opened. */
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { Topology } from 'topojson-specification'
import landUrl from 'world-atlas/land-50m.json?url'

let loading: Promise<FeatureCollection> | undefined

export function loadLand(): Promise<FeatureCollection> {
  loading ??= fetchLand().catch((error: unknown) => {
    // The next map may have better luck.
    loading = undefined
    throw error
  })
  return loading
}

async function fetchLand(): Promise<FeatureCollection> {
  const response = await fetch(landUrl)
  if (!response.ok) throw new Error(`land shapes: ${response.status}`)
  const topology = (await response.json()) as Topology
  const { land } = topology.objects
  if (land === undefined) throw new Error('land shapes: not a land topology')
  const shapes = feature(topology, land)
  const features = shapes.type === 'FeatureCollection' ? shapes.features : [shapes]
  return { type: 'FeatureCollection', features: features.map(unwrapFeature) }
}

function unwrapFeature(shape: Feature): Feature {
  return { ...shape, geometry: unwrapGeometry(shape.geometry) }
}

/** Chukotka lies across the 180th meridian: drawn as its shape is written, its edge would run once around the world. */
function unwrapGeometry(geometry: Geometry): Geometry {
  if (geometry.type === 'GeometryCollection')
    return { ...geometry, geometries: geometry.geometries.map(unwrapGeometry) }
  if (geometry.type === 'Polygon')
    return { ...geometry, coordinates: geometry.coordinates.map(unwrapRing) }
  if (geometry.type === 'MultiPolygon')
    return { ...geometry, coordinates: geometry.coordinates.map((rings) => rings.map(unwrapRing)) }
  return geometry
}

function unwrapRing(ring: readonly Position[]): Position[] {
  let turns = 0
  const unwrapped = ring.map(([lon = 0, lat = 0], index) => {
    const before = ring[index - 1]?.[0]
    if (before !== undefined && Math.abs(lon - before) > 180) turns += lon < before ? 1 : -1
    return { lon: lon + 360 * turns, lat }
  })
  // Where the ring began on the far side, all of it came out one world away from its lakes.
  const lons = unwrapped.map(({ lon }) => lon)
  const worlds = Math.round((Math.min(...lons) + Math.max(...lons)) / 720)
  return unwrapped.map(({ lon, lat }) => [lon - 360 * worlds, lat])
}
