/**
 * The map as a React component: the base map, a way to follow, a trail left behind, and boxes that glide from fix to fix.
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
import type { Position } from '#kernel/station.ts'
import { baseStyle, SOURCES } from './base-map.ts'
import { frameOn } from './frame.ts'
import { glide, type Box } from './glide.ts'
import { loadLand } from './land.ts'
import { MapKey } from './MapKey.tsx'
import { mapWords } from './map-words.ts'
import { usePlate } from './plate.ts'
import './map.css'

setWorkerUrl(workerUrl)

interface MapViewProps {
  readonly label: string
  readonly locale: Locale
  readonly boxes: readonly Box[]
  readonly selected?: string | undefined
  /** Written on a plate at the selected box. */
  readonly caption?: string | undefined
  /** The planned line. */
  readonly way?: readonly Position[]
  /** The way that was come, by fixes. */
  readonly trail?: readonly Position[]
  /** When this changes, the map is set to show everything on it. */
  readonly frame: string
  readonly dark?: boolean
  /** For a map within a page that scrolls: one finger scrolls the page, two move the map. */
  readonly cooperative?: boolean
  readonly onSelect?: (id: string) => void
  readonly onFailed?: () => void
}

const NOTHING: readonly Position[] = []

export function MapView(props: MapViewProps) {
  const { locale, boxes, selected, caption, frame, dark = false } = props
  const { way = NOTHING, trail = NOTHING } = props
  const { place, map } = useMap(props)

  useEffect(() => drawLine(map, SOURCES.way, way), [map, way])
  useEffect(() => drawLine(map, SOURCES.trail, trail), [map, trail])
  useEffect(
    () => (map === undefined ? undefined : glide(map, boxes, selected)),
    [map, boxes, selected],
  )

  const show = useEffectEvent((shown: MapLibre) => frameOn(shown, [...way, ...trail, ...boxes]))
  useEffect(() => {
    if (map !== undefined) show(map)
  }, [map, frame])

  const at = boxes.find(({ id }) => id === selected)
  usePlate(map, caption, at)
  return (
    <div className={dark ? 'map map-dark' : 'map'}>
      <div className="map-canvas" ref={place} />
      <MapKey locale={locale} dark={dark} />
    </div>
  )
}

/** The MapLibre map in its place once its style is ready; made anew when language or light change. */
function useMap({ label, locale, dark = false, cooperative = false, ...told }: MapViewProps) {
  const place = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<MapLibre>()
  const failed = useEffectEvent(() => told.onFailed?.())
  const select = useEffectEvent((id: string) => told.onSelect?.(id))
  useEffect(() => {
    const container = place.current
    if (container === null) return
    const made = makeMap(container, { locale, dark, cooperative, label })
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
  }, [locale, dark, cooperative, label])
  return { place, map }
}

interface Making {
  readonly locale: Locale
  readonly dark: boolean
  readonly cooperative: boolean
  readonly label: string
}

/** Undefined where the device cannot draw: MapLibre throws without WebGL. */
function makeMap(container: HTMLElement, making: Making): MapLibre | undefined {
  const words = mapWords(making.locale)
  try {
    const map = new MapLibre({
      container,
      style: baseStyle(making.locale, making.dark),
      center: [75, 47],
      zoom: 2.4,
      minZoom: 1,
      maxZoom: 11,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
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

function drawLine(map: MapLibre | undefined, source: string, line: readonly Position[]): void {
  void map?.getSource<GeoJSONSource>(source)?.setData({
    type: 'Feature',
    properties: {},
    geometry: { type: 'LineString', coordinates: line.map(({ lat, lon }) => [lon, lat]) },
  })
}
