/** A plate with words that stands at the selected box. */
import { Marker, type Map as MapLibre } from 'maplibre-gl'
import { useEffect } from 'react'
import type { Position } from '#kernel/station.ts'

export function usePlate(
  map: MapLibre | undefined,
  caption: string | undefined,
  at: Position | undefined,
): void {
  const lat = at?.lat
  const lon = at?.lon
  useEffect(() => {
    if (map === undefined || caption === undefined || lat === undefined || lon === undefined) return
    const element = document.createElement('div')
    element.className = 'map-plate'
    element.textContent = caption
    const plate = new Marker({ element, anchor: 'bottom', offset: [0, -16] })
      .setLngLat([lon, lat])
      .addTo(map)
    // MapLibre makes markers focusable buttons; this one does nothing and says what stands beside the map already.
    element.removeAttribute('tabindex')
    element.removeAttribute('role')
    element.removeAttribute('aria-label')
    element.setAttribute('aria-hidden', 'true')
    return () => {
      plate.remove()
    }
  }, [map, caption, lat, lon])
}
