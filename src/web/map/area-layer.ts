/**
 * Areas on the map: what lies within a line, and what lies along one; and the corners by which one of them is changed with the mouse.
 * Whoever shows them gives the same as numbers to type.
 */
import type { Feature, FeatureCollection } from 'geojson'
import {
  Marker,
  type ExpressionSpecification,
  type GeoJSONSource,
  type Map as MapLibre,
  type MapMouseEvent,
  type StyleSpecification,
} from 'maplibre-gl'
import { useEffect, useEffectEvent } from 'react'
import type { Position } from '#kernel/station.ts'
import type { Palette } from './palette.ts'

export interface MapArea {
  readonly key: string
  readonly chosen: boolean
  /** Around the area, or with `widthKm` to either side of it, along it. */
  readonly points: readonly Position[]
  readonly widthKm?: number | undefined
}

interface Telling {
  readonly onPlace: (position: Position) => void
  readonly onArea: (key: string) => void
  readonly onHandle: (index: number, position: Position) => void
}

interface ShownAreas {
  readonly areas: readonly MapArea[]
  /** Corners that can be dragged. */
  readonly handles: readonly Position[]
}

const SOURCE = 'areas'
/** Metres a pixel at the equator where the world is 512 pixels wide. */
const METRES_A_PIXEL = 78_271.5
const ZOOM_LAST = 22

export const areaSources: StyleSpecification['sources'] = {
  [SOURCE]: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
}

export function areaLayers(palette: Palette): StyleSpecification['layers'] {
  const colour: ExpressionSpecification = ['case', ['get', 'chosen'], palette.box, palette.way]
  const isStrip: ExpressionSpecification = ['==', ['geometry-type'], 'LineString']
  const width: ExpressionSpecification = [
    'interpolate',
    ['exponential', 2],
    ['zoom'],
    0,
    ['get', 'px'],
    ZOOM_LAST,
    ['*', ['get', 'px'], 2 ** ZOOM_LAST],
  ]
  return [
    {
      id: 'areas-within',
      type: 'fill',
      source: SOURCE,
      filter: ['!', isStrip],
      paint: { 'fill-color': colour, 'fill-opacity': 0.2 },
    },
    {
      id: 'areas-edge',
      type: 'line',
      source: SOURCE,
      filter: ['!', isStrip],
      paint: { 'line-color': colour, 'line-width': 2 },
    },
    {
      id: 'areas-along',
      type: 'line',
      source: SOURCE,
      filter: isStrip,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-opacity': 0.25, 'line-width': width },
    },
    {
      id: 'areas-middle',
      type: 'line',
      source: SOURCE,
      filter: isStrip,
      paint: { 'line-color': colour, 'line-width': 2 },
    },
  ]
}

export function useAreas(
  map: MapLibre | undefined,
  { areas, handles }: ShownAreas,
  telling: Telling,
): void {
  useEffect(() => {
    const features = areas.map(featureOf)
    const data: FeatureCollection = { type: 'FeatureCollection', features }
    void map?.getSource<GeoJSONSource>(SOURCE)?.setData(data)
  }, [map, areas])
  const press = useEffectEvent((event: MapMouseEvent) => {
    const layers = ['areas-within', 'areas-along']
    const [touched] = event.target.queryRenderedFeatures(event.point, { layers })
    const { key, chosen } = (touched?.properties ?? {}) as { key?: string; chosen?: boolean }
    if (key !== undefined && chosen !== true) telling.onArea(key)
    else telling.onPlace({ lat: event.lngLat.lat, lon: event.lngLat.lng })
  })
  const drop = useEffectEvent((index: number, position: Position) =>
    telling.onHandle(index, position),
  )
  useEffect(() => {
    if (map === undefined) return
    map.on('click', press)
    return () => {
      map.off('click', press)
    }
  }, [map])
  useEffect(() => {
    if (map === undefined) return
    const markers = handles.map((position, index) =>
      makeHandle(map, position, (to) => drop(index, to)),
    )
    return () => {
      for (const marker of markers) marker.remove()
    }
  }, [map, handles])
}

function featureOf({ key, chosen, points, widthKm }: MapArea): Feature {
  const line = points.map(({ lat, lon }) => [lon, lat])
  if (widthKm === undefined)
    return {
      type: 'Feature',
      properties: { key, chosen },
      geometry: { type: 'Polygon', coordinates: [[...line, line[0]!]] },
    }
  const shrinking = Math.cos(((points[0]?.lat ?? 0) * Math.PI) / 180)
  return {
    type: 'Feature',
    properties: { key, chosen, px: (widthKm * 2_000) / (METRES_A_PIXEL * shrinking) },
    geometry: { type: 'LineString', coordinates: line },
  }
}

function makeHandle(
  map: MapLibre,
  { lat, lon }: Position,
  onDrop: (position: Position) => void,
): Marker {
  const element = document.createElement('div')
  element.className = 'map-handle'
  const marker = new Marker({ element, draggable: true }).setLngLat([lon, lat]).addTo(map)
  // For the mouse alone: the keyboard has the numbers beside the map.
  element.removeAttribute('tabindex')
  element.removeAttribute('role')
  element.removeAttribute('aria-label')
  element.setAttribute('aria-hidden', 'true')
  element.addEventListener('click', (event) => event.stopPropagation())
  marker.on('dragend', () => {
    const to = marker.getLngLat()
    onDrop({ lat: to.lat, lon: to.lng })
  })
  return marker
}
