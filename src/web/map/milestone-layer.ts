/** Points where something happened, with their words when one is pointed at or pressed. */
import type { Feature, Point } from 'geojson'
import {
  Popup,
  type GeoJSONSource,
  type Map as MapLibre,
  type MapLayerMouseEvent,
} from 'maplibre-gl'
import { useEffect, useEffectEvent } from 'react'
import type { Position } from '#kernel/station.ts'
import { SOURCES } from './base-map.ts'

export interface MapMilestone extends Position {
  readonly key: string
  /** What people said, what the tracker saw, where it changed trains; where a list said that it was: drawn hollow. */
  readonly kind: 'said' | 'seen' | 'lifted' | 'listed'
  /** After the moment that is shown: drawn faintly. */
  readonly ahead?: boolean
  /** Each on a line of its own, the first as a heading. */
  readonly lines: readonly string[]
}

export function useMilestones(
  map: MapLibre | undefined,
  milestones: readonly MapMilestone[],
  onChoose: (key: string) => void,
): void {
  useEffect(() => {
    if (map !== undefined) draw(map, milestones)
  }, [map, milestones])
  const linesOf = useEffectEvent((key: string) => milestones.find((one) => one.key === key)?.lines)
  const choose = useEffectEvent((key: string) => onChoose(key))
  useEffect(() => {
    if (map === undefined) return
    const popup = new Popup({ closeButton: false, offset: 12, maxWidth: '280px' })
    const show = ({ features, target }: MapLayerMouseEvent) => {
      const key: unknown = features?.[0]?.properties['key']
      const point = features?.[0]?.geometry as Point | undefined
      const lines = typeof key === 'string' ? linesOf(key) : undefined
      if (lines === undefined || point === undefined) return
      target.getCanvas().style.cursor = 'pointer'
      popup
        .setLngLat(point.coordinates as [number, number])
        .setDOMContent(words(lines))
        .addTo(target)
    }
    const hide = ({ target }: { target: MapLibre }) => {
      target.getCanvas().style.cursor = ''
      popup.remove()
    }
    const press = (event: MapLayerMouseEvent) => {
      show(event)
      const key: unknown = event.features?.[0]?.properties['key']
      if (typeof key === 'string') choose(key)
    }
    map.on('mouseenter', 'milestones', show)
    map.on('mouseleave', 'milestones', hide)
    map.on('click', 'milestones', press)
    return () => {
      popup.remove()
      map.off('mouseenter', 'milestones', show)
      map.off('mouseleave', 'milestones', hide)
      map.off('click', 'milestones', press)
    }
  }, [map])
}

function draw(map: MapLibre, milestones: readonly MapMilestone[]): void {
  const features = milestones.map(({ key, kind, ahead, lat, lon }): Feature<Point> => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [lon, lat] },
    properties: { key, kind, ahead: ahead === true },
  }))
  void map
    .getSource<GeoJSONSource>(SOURCES.milestones)
    ?.setData({ type: 'FeatureCollection', features })
}

function words(lines: readonly string[]): HTMLElement {
  const element = document.createElement('div')
  element.className = 'map-popup'
  for (const [at, line] of lines.entries()) {
    const row = document.createElement(at === 0 ? 'strong' : 'div')
    row.textContent = line
    element.append(row)
  }
  return element
}
