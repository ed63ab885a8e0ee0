/** Draws a crowd: tells it what is in sight, puts its marks on the map, and opens a mark that is clicked. */
import type { Feature, Point } from 'geojson'
import type { GeoJSONSource, Map as MapLibre, MapLayerMouseEvent } from 'maplibre-gl'
import { useEffect, useEffectEvent } from 'react'
import { SOURCES } from './base-map.ts'
import { mercatorX, mercatorY } from './crowd.ts'
import type { Datum } from './datum.ts'
import type { DrawnCrowd, LiveCrowd } from './drawn.ts'

/** While the map is moved, a look costs the worker a pass over all boxes. */
const LOOK_MS = 150
/** A little more than is in sight, so that moving the map does not uncover emptiness. */
const MARGIN = 0.25
const STALE_MS = 3 * 3_600_000
/** Opening a mark must bring the reader nearer by at least this; else its boxes are listed. */
const ZOOM_STEP_MIN = 0.4

interface Telling {
  readonly onSelect: (id: string) => void
  /** A mark whose boxes no zoom tells apart: its bounds. */
  readonly onGather: (bounds: readonly number[]) => void
}

export function useCrowd(
  map: MapLibre | undefined,
  crowd: LiveCrowd | undefined,
  datum: Datum,
  telling: Telling,
): void {
  const tell = useEffectEvent((event: MapLayerMouseEvent) => {
    const properties = event.features?.[0]?.properties
    if (map === undefined || properties === undefined) return
    const { id, bounds } = properties as { id: string; bounds: string }
    if (id !== '') telling.onSelect(id)
    else open(map, JSON.parse(bounds) as number[], { datum, onGather: telling.onGather })
  })
  useEffect(() => {
    if (map === undefined || crowd === undefined) return
    const stop = crowd.follow((drawn) => draw(map, drawn, datum))
    const stopLooking = look(map, crowd, datum)
    for (const layer of ['crowd-boxes', 'crowd-marks']) {
      map.on('click', layer, tell)
      map.on('mouseenter', layer, pointAt)
      map.on('mouseleave', layer, pointAway)
    }
    return () => {
      stop()
      stopLooking()
      for (const layer of ['crowd-boxes', 'crowd-marks']) {
        map.off('click', layer, tell)
        map.off('mouseenter', layer, pointAt)
        map.off('mouseleave', layer, pointAway)
      }
    }
  }, [map, crowd, datum])
}

const pointAt = ({ target }: { target: MapLibre }) => {
  target.getCanvas().style.cursor = 'pointer'
}
const pointAway = ({ target }: { target: MapLibre }) => {
  target.getCanvas().style.cursor = ''
}

function look(map: MapLibre, crowd: LiveCrowd, { fromMap }: Datum): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const now = () => {
    clearTimeout(timer)
    timer = undefined
    const bounds = map.getBounds()
    const first = fromMap({ lat: bounds.getNorth(), lon: bounds.getWest() })
    const last = fromMap({ lat: bounds.getSouth(), lon: bounds.getEast() })
    const [west, east] = [mercatorX(first.lon), mercatorX(last.lon)]
    const [north, south] = [mercatorY(first.lat), mercatorY(last.lat)]
    const [across, down] = [(east - west) * MARGIN, (south - north) * MARGIN]
    crowd.look({
      west: west - across,
      east: east + across,
      north: north - down,
      south: south + down,
      worldPx: 512 * 2 ** map.getZoom(),
    })
  }
  const soon = () => {
    timer ??= setTimeout(now, LOOK_MS)
  }
  map.on('move', soon)
  map.on('moveend', now)
  map.on('resize', soon)
  now()
  return () => {
    clearTimeout(timer)
    map.off('move', soon)
    map.off('moveend', now)
    map.off('resize', soon)
  }
}

function draw(map: MapLibre, drawn: DrawnCrowd, { toMap }: Datum): void {
  const staleBefore = Date.now() - STALE_MS
  const features = drawn.ids.map((id, at): Feature<Point> => {
    const count = drawn.count[at]!
    const { lat, lon } = toMap({ lat: drawn.lat[at]!, lon: drawn.lon[at]! })
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: {
        id,
        count,
        words: shortCount(count),
        tone: drawn.tone[at]!,
        listed: count === 1 && drawn.listed[at] === 1,
        stale: count === 1 && drawn.heardAt[at]! < staleBefore,
        bounds: [...drawn.bounds.subarray(at * 4, at * 4 + 4)],
      },
    }
  })
  void map.getSource<GeoJSONSource>(SOURCES.crowd)?.setData({ type: 'FeatureCollection', features })
}

/** As it fits into a mark. */
function shortCount(count: number): string {
  if (count < 1_000) return String(count)
  return count < 10_000 ? `${Math.floor(count / 100) / 10}k` : `${Math.floor(count / 1_000)}k`
}

function open(
  map: MapLibre,
  bounds: readonly number[],
  { datum, onGather }: { readonly datum: Datum; readonly onGather: Telling['onGather'] },
): void {
  const [west, south, east, north] = bounds as [number, number, number, number]
  const first = datum.toMap({ lat: south, lon: west })
  const last = datum.toMap({ lat: north, lon: east })
  const camera = map.cameraForBounds([first.lon, first.lat, last.lon, last.lat], {
    padding: 60,
    maxZoom: map.getMaxZoom(),
  })
  if (camera?.zoom === undefined || camera.zoom < map.getZoom() + ZOOM_STEP_MIN) onGather(bounds)
  else map.easeTo({ ...camera, duration: 500 })
}
