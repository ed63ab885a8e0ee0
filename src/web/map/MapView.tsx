/**
 * The map as a React component: the base map, a way to follow, a trail left behind, milestones on it, boxes that glide from fix to fix,
 * and a crowd of them gathered into marks.
 *
 * It is never the only place where something is told: whoever shows it tells the same in words or a list beside it.
 */
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  setWorkerUrl,
  type GeoJSONSource,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Locale } from '#kernel/locale.ts'
import type { MapTiles } from '#kernel/map-tiles.ts'
import type { Position } from '#kernel/station.ts'
import { useAreas, type MapArea } from './area-layer.ts'
import { baseStyle, boxReach, milestoneReach, SOURCES } from './base-map.ts'
import { useCrowd } from './crowd-layer.ts'
import type { Hole } from './crowd-sheet.ts'
import { datumOf } from './datum.ts'
import type { LiveCrowd } from './drawn.ts'
import { frameOn, keepFramed } from './frame.ts'
import { boxesNow, glide, type Box } from './glide.ts'
import { loadLand } from './land.ts'
import { MapKey } from './MapKey.tsx'
import { mapWords } from './map-words.ts'
import { useMilestones, type MapMilestone } from './milestone-layer.ts'
import { PALETTES } from './palette.ts'
import { usePlate } from './plate.ts'
import type { Trail } from './replay.ts'
import { askForTile } from './tiles.ts'
import { usePlaced } from './use-placed.ts'
import './map.css'

setWorkerUrl(workerUrl)

interface MapViewProps {
  readonly label: string
  readonly locale: Locale
  readonly boxes: readonly Box[]
  readonly selected?: string | undefined
  /** Written on a plate at the selected box. */
  readonly caption?: string | undefined
  /** Boxes are put where they are at once: who plays a way draws every moment of it. */
  readonly still?: boolean
  /** Everything else that moves, gathered into marks. */
  readonly crowd?: LiveCrowd | undefined
  /** The planned line. */
  readonly way?: readonly Position[]
  /** The way that was come. */
  readonly trail?: Trail
  readonly milestones?: readonly MapMilestone[]
  readonly areas?: readonly MapArea[]
  /** Corners of the chosen area, to be dragged. */
  readonly handles?: readonly Position[]
  /** When this changes, or the map's own size, the map is set to show everything on it, or what is named. */
  readonly frame: string
  /** West, south, east, north: shown instead of what is on the map. */
  readonly extent?: readonly number[] | null
  /** How near that may bring the reader. */
  readonly zoomMax?: number
  readonly dark?: boolean
  /** Laid under everything; without them land and water of our own are all there is. */
  readonly tiles?: MapTiles | null
  /** For a map within a page that scrolls: one finger scrolls the page, two move the map. */
  readonly cooperative?: boolean
  readonly onSelect?: (id: string) => void
  /** Boxes of the crowd that no zoom tells apart: their bounds. */
  readonly onGather?: (bounds: readonly number[]) => void
  readonly onMilestone?: (key: string) => void
  /** Pressed where no other area is. */
  readonly onPlace?: (position: Position) => void
  readonly onArea?: (key: string) => void
  readonly onHandle?: (index: number, position: Position) => void
  readonly onFailed?: () => void
}

export function MapView(props: MapViewProps) {
  const { locale, selected, caption, frame, crowd, still, dark = false } = props
  const datum = datumOf(props.tiles?.datum)
  const { way, trail, milestones, boxes, areas, handles, ends } = usePlaced(props, datum)
  const { place, map } = useMap(props)

  useEffect(() => drawLines(map, SOURCES.way, [way]), [map, way])
  useEffect(() => {
    drawLines(map, SOURCES.trail, trail.seen)
    drawLines(map, SOURCES.between, trail.between)
  }, [map, trail])
  useEffect(
    () => (map === undefined ? undefined : glide(map, boxes, { selected, still })),
    [map, boxes, selected, still],
  )
  useCrowd(
    map,
    crowd,
    { datum, palette: PALETTES[dark ? 'dark' : 'light'] },
    {
      onSelect: (id) => props.onSelect?.(id),
      onGather: (bounds) => props.onGather?.(bounds),
      above: (shown) => holesFor(shown, milestones, selected),
    },
  )
  useMilestones(map, milestones, (key) => props.onMilestone?.(key))
  useAreas(
    map,
    { areas, handles },
    {
      onPlace: (position) => props.onPlace?.(datum.fromMap(position)),
      onArea: (key) => props.onArea?.(key),
      onHandle: (index, position) => props.onHandle?.(index, datum.fromMap(position)),
    },
  )

  const show = useEffectEvent((shown: MapLibre) => {
    frameOn(shown, [...way, ...trail.seen.flat(), ...boxes, ...ends], props.zoomMax)
  })
  const at = boxes.find(({ id }) => id === selected)
  const chosen = useEffectEvent(() => at)
  useEffect(
    () => map && keepFramed(map, { show: () => show(map), chosen: () => chosen() }),
    [map, frame],
  )

  usePlate(map, caption, at)
  return (
    <div className={dark ? 'map map-dark' : 'map'}>
      <div className="map-canvas" ref={place} />
      <MapKey
        locale={locale}
        dark={dark}
        delays={crowd !== undefined}
        milestones={milestones.length > 0}
      />
    </div>
  )
}

/** A chosen container and its milestones lie above the crowd. */
function holesFor(
  map: MapLibre,
  milestones: readonly MapMilestone[],
  selected: string | undefined,
): Hole[] {
  const zoom = map.getZoom()
  const points = milestones.map(({ lat, lon, kind }) => ({
    ...{ lat, lon },
    radius: milestoneReach(zoom, kind === 'listed'),
  }))
  const boxes = [...boxesNow(map)].map(([id, { lat, lon }]) => ({
    ...{ lat, lon },
    radius: boxReach(id === selected),
  }))
  return [...points, ...boxes]
}

/** The MapLibre map in its place once its style is ready; made anew when language or light change. */
function useMap(props: MapViewProps) {
  const { label, locale, dark = false, cooperative = false, tiles = null, ...told } = props
  const place = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<MapLibre>()
  const failed = useEffectEvent(() => told.onFailed?.())
  const select = useEffectEvent((id: string) => told.onSelect?.(id))
  useEffect(() => {
    const container = place.current
    if (container === null) return
    const made = makeMap(container, { locale, dark, cooperative, label, tiles })
    if (made === undefined) {
      failed()
      return
    }
    made.once('style.load', () => setMap(made))
    made.on('click', 'boxes-glow', ({ features }) => {
      const id: unknown = features?.[0]?.properties['id']
      if (typeof id === 'string') select(id)
    })
    made.on('mouseenter', 'boxes-glow', () => (made.getCanvas().style.cursor = 'pointer'))
    made.on('mouseleave', 'boxes-glow', () => (made.getCanvas().style.cursor = ''))
    return () => {
      setMap(undefined)
      made.remove()
    }
  }, [locale, dark, cooperative, label, tiles])
  return { place, map }
}

interface Making {
  readonly locale: Locale
  readonly dark: boolean
  readonly cooperative: boolean
  readonly label: string
  readonly tiles: MapTiles | null
}

/** Undefined where the device cannot draw: MapLibre throws without WebGL. */
function makeMap(container: HTMLElement, making: Making): MapLibre | undefined {
  const { tiles } = making
  const words = mapWords(making.locale)
  try {
    const map = new MapLibre({
      container,
      style: baseStyle(making.locale, making.dark, tiles),
      transformRequest: askForTile,
      center: [75, 47],
      zoom: 2.4,
      minZoom: 1,
      // Our own shapes have nothing to show beyond; a source shows nothing beyond its own end.
      maxZoom: tiles?.zoomMax ?? 11,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      // Numbers that fade in would cost a dozen drawings for every move.
      fadeDuration: 0,
      attributionControl: false,
      cooperativeGestures: making.cooperative,
      // Its canvas is the landmark that carries the name.
      locale: { 'Map.Title': making.label, ...words },
    })
    map.touchZoomRotate.disableRotation()
    map.addControl(new AttributionControl({ compact: false }), 'bottom-right')
    map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    map.once('style.load', () => void fillLand(map))
    return map
  } catch {
    return undefined
  }
}

/** Lines and boxes are worth showing even when the coast never comes. */
async function fillLand(map: MapLibre): Promise<void> {
  const land = await loadLand().catch(() => undefined)
  const source = map.getSource<GeoJSONSource>(SOURCES.land)
  if (land !== undefined) await source?.setData(land)
}

function drawLines(
  map: MapLibre | undefined,
  source: string,
  lines: readonly (readonly Position[])[],
): void {
  const coordinates = lines.map((line) => line.map(({ lat, lon }) => [lon, lat]))
  void map?.getSource<GeoJSONSource>(source)?.setData({
    type: 'Feature',
    properties: {},
    geometry: { type: 'MultiLineString', coordinates },
  })
}
