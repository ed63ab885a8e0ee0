/** The shapes of the land, fetched as a file of their own when the first map is opened. */
import type { FeatureCollection } from 'geojson'
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
  return shapes.type === 'FeatureCollection'
    ? shapes
    : { type: 'FeatureCollection', features: [shapes] }
}
