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

interface Framing {
  /** Sets the map as it is to be seen. */
  readonly show: () => void
  /** The place that must not be lost. */
  readonly chosen: () => Position | undefined
}

/**
 * Frames the map, and again when it becomes another size, as on a phone that is turned. Whoever has moved it since keeps what they look
 * at in the middle; only what was chosen, and would be lost over the edge, is brought back.
 */
export function keepFramed(map: MapLibre, { show, chosen }: Framing): () => void {
  show()
  let framed = viewOf(map)
  let before = sizeOf(map)
  const fit = () => {
    const [was, now] = [before, sizeOf(map)]
    before = now
    if (viewOf(map) === framed) {
      show()
      framed = viewOf(map)
      return
    }
    const place = chosen()
    if (place === undefined) return
    const { x, y } = map.project([place.lon, place.lat])
    const fromMiddle = [Math.abs(x - now[0] / 2), Math.abs(y - now[1] / 2)] as const
    const isWithin = ([width, height]: Size) =>
      fromMiddle[0] <= width / 2 && fromMiddle[1] <= height / 2
    if (isWithin(was) && !isWithin(now)) map.jumpTo({ center: [place.lon, place.lat] })
  }
  map.on('resize', fit)
  return () => {
    map.off('resize', fit)
  }
}

type Size = readonly [width: number, height: number]

const sizeOf = (map: MapLibre): Size => {
  const { clientWidth, clientHeight } = map.getCanvas()
  return [clientWidth, clientHeight]
}

function viewOf(map: MapLibre): string {
  const { lng, lat } = map.getCenter()
  return [lng, lat, map.getZoom()].map((number) => number.toFixed(6)).join(' ')
}
