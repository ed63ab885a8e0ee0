/** Sets the map so that everything of interest is in sight. */
import { LngLatBounds, type Map as MapLibre } from 'maplibre-gl'
import type { Position } from '#kernel/station.ts'

const PADDING_PX = 44
/** A single box is shown with the country around it, not with a street. */
const ZOOM_MAX = 6

export function frameOn(map: MapLibre, positions: readonly Position[], zoomMax = ZOOM_MAX): void {
  const bounds = new LngLatBounds()
  for (const { lat, lon } of positions) bounds.extend([lon, lat])
  if (bounds.isEmpty()) return
  map.fitBounds(bounds, { padding: PADDING_PX, maxZoom: zoomMax, duration: 0 })
}
