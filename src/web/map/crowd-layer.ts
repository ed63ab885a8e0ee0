/** Draws a crowd: tells it what is in sight, puts its marks on a sheet over the map, and opens a mark that is clicked. */
import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl'
import { useEffect, useEffectEvent } from 'react'
import type { Position } from '#kernel/station.ts'
import { laySheet, type Ground, type Hole, type Sheet } from './crowd-sheet.ts'
import { mercatorX, mercatorY } from './crowd.ts'
import type { Datum } from './datum.ts'
import type { DrawnCrowd, LiveCrowd } from './drawn.ts'
import type { Palette } from './palette.ts'

/** While the map is moved, a look costs the worker a pass over all boxes. */
const LOOK_MS = 150
/** A little more than is in sight, so that moving the map does not uncover emptiness. */
const MARGIN = 0.25
/** Opening a mark must bring the reader nearer by at least this; else its boxes are listed. */
const ZOOM_STEP_MIN = 0.4

interface Telling {
  readonly onSelect: (id: string) => void
  /** A mark whose boxes no zoom tells apart: its bounds. */
  readonly onGather: (bounds: readonly number[]) => void
  /** What the map draws above the crowd, as it stands now. */
  readonly above: (map: MapLibre) => readonly Hole[]
}

interface Looks {
  readonly datum: Datum
  readonly palette: Palette
}

export function useCrowd(
  map: MapLibre | undefined,
  crowd: LiveCrowd | undefined,
  { datum, palette }: Looks,
  telling: Telling,
): void {
  const above = useEffectEvent((shown: MapLibre) => telling.above(shown))
  const choose = useEffectEvent((shown: MapLibre, drawn: DrawnCrowd, at: number) => {
    const id = drawn.ids[at]!
    if (id !== '') telling.onSelect(id)
    else open(shown, boundsOf(drawn, at), { datum, onGather: telling.onGather })
  })
  useEffect(() => {
    if (map === undefined || crowd === undefined) return
    const sheet = laySheet(palette)
    // Above the map's own canvas, below its plates and pop-ups.
    map.getCanvas().after(sheet.element)
    let shown: { readonly drawn: DrawnCrowd; readonly places: readonly Position[] } | undefined
    const paint = () => {
      if (shown === undefined) return
      const ground = groundOf(map)
      sheet.paint(shown.drawn, shown.places, ground)
      sheet.cut(above(map), ground)
    }
    const stop = crowd.follow((drawn) => {
      shown = { drawn, places: placesOf(drawn, datum) }
      paint()
    })
    // In the same frame as the map itself: marks do not swim on it while it is moved.
    map.on('render', paint)
    const stopLooking = look(map, crowd, datum)
    const stopPointing = point(map, sheet, (at) => {
      if (shown !== undefined) choose(map, shown.drawn, at)
    })
    return () => {
      stop()
      stopLooking()
      stopPointing()
      map.off('render', paint)
      sheet.element.remove()
    }
  }, [map, crowd, datum, palette])
}

function groundOf(map: MapLibre): Ground {
  const { clientWidth, clientHeight } = map.getCanvas()
  return {
    width: clientWidth,
    height: clientHeight,
    pixelRatio: map.getPixelRatio(),
    project: ({ lat, lon }) => map.project([lon, lat]),
  }
}

function placesOf({ lat, lon }: DrawnCrowd, { toMap }: Datum): Position[] {
  return Array.from(lat, (north, at) => toMap({ lat: north, lon: lon[at]! }))
}

const boundsOf = ({ bounds }: DrawnCrowd, at: number): readonly number[] => [
  ...bounds.subarray(at * 4, at * 4 + 4),
]

/** Marks can be pressed, and the pointer says so. */
function point(map: MapLibre, sheet: Sheet, choose: (at: number) => void): () => void {
  let isOver = false
  const show = (isNow: boolean) => {
    if (isNow === isOver) return
    isOver = isNow
    map.getCanvas().style.cursor = isNow ? 'pointer' : ''
  }
  const move = (event: MapMouseEvent) => show(sheet.markAt(event.point) !== undefined)
  const leave = () => show(false)
  const press = (event: MapMouseEvent) => {
    const at = sheet.markAt(event.point)
    if (at !== undefined) choose(at)
  }
  map.on('mousemove', move)
  map.on('mouseout', leave)
  map.on('click', press)
  return () => {
    map.off('mousemove', move)
    map.off('mouseout', leave)
    map.off('click', press)
  }
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
