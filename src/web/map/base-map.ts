/**
 * The base map: land, water, railway lines and stations, drawn from what we ship and from nowhere else, unless the installation asks for
 * somebody's tiles: those lie upon land and water, which show where a tile does not come.
 *
 * No border of any state is drawn: shipped borders would be wrong for someone, and in China a map with borders must come from an
 * approved source. Coasts are Natural Earth's (public domain) by way of world-atlas.
 */
import type { FeatureCollection, LineString, Point } from 'geojson'
import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl'
import { LEGS, type Leg } from '#kernel/corridors.ts'
import type { Locale, Text } from '#kernel/locale.ts'
import type { MapTiles } from '#kernel/map-tiles.ts'
import { getStation, STATIONS } from '#kernel/station.ts'
import { areaLayers, areaSources } from './area-layer.ts'
import { datumOf, type Datum } from './datum.ts'
import { COUNT_FACE, PALETTES, type Palette } from './palette.ts'
import { tileLayers, tileSources } from './tiles.ts'

/** Over water a leg is a ferry, not a railway. */
const FERRIES: ReadonlySet<string> = new Set(['KZ-AKTAU AZ-ALAT'])

type Track = '1435' | '1520' | 'change' | 'ferry'

const ATTRIBUTION: Text = {
  zh: '示意图，不绘国界 · 海岸线 Natural Earth',
  en: 'Sketch map, no borders drawn · coasts by Natural Earth',
  ru: 'Схема без государственных границ · берега Natural Earth',
}

export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Sources by name, so that MapView can fill them. */
export const SOURCES = {
  land: 'land',
  way: 'way',
  trail: 'trail',
  between: 'between',
  milestones: 'milestones',
  boxes: 'boxes',
} as const

export function baseStyle(
  locale: Locale,
  dark: boolean,
  tiles: MapTiles | null,
): StyleSpecification {
  const datum = datumOf(tiles?.datum)
  const palette = PALETTES[dark ? 'dark' : 'light']
  const filled = { type: 'geojson', data: EMPTY } as const
  return {
    version: 8,
    sources: {
      land: {
        type: 'geojson',
        data: EMPTY,
        ...(tiles === null && { attribution: ATTRIBUTION[locale] }),
      },
      ...tileSources(tiles, locale),
      rails: { type: 'geojson', data: rails(datum) },
      stations: { type: 'geojson', data: stations(locale, datum) },
      ...areaSources,
      way: filled,
      trail: filled,
      between: filled,
      milestones: filled,
      boxes: filled,
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': palette.water } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': palette.land } },
      {
        id: 'coast',
        type: 'line',
        source: 'land',
        paint: { 'line-color': palette.coast, 'line-width': 0.8 },
      },
      ...tileLayers(tiles, dark),
      ...railLayers(palette),
      ...areaLayers(palette),
      ...wayLayers(palette),
      ...stationLayers(palette, locale),
      ...milestoneLayers(palette),
      ...boxLayers(palette),
    ],
  }
}

type Layers = StyleSpecification['layers']

function railLayers(palette: Palette): Layers {
  const is = (...tracks: Track[]): ExpressionSpecification => [
    'in',
    ['get', 'track'],
    ['literal', tracks],
  ]
  const width: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 2, 1, 6, 2.4]
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  return [
    {
      id: 'rails',
      type: 'line',
      source: 'rails',
      filter: is('1435', '1520'),
      layout: round,
      paint: {
        'line-color': ['match', ['get', 'track'], '1435', palette.gauge1435, palette.gauge1520],
        'line-width': width,
      },
    },
    {
      id: 'rails-broken',
      type: 'line',
      source: 'rails',
      filter: is('change', 'ferry'),
      paint: {
        'line-color': ['match', ['get', 'track'], 'ferry', palette.ferry, palette.gauge1520],
        'line-width': width,
        'line-dasharray': [1.2, 1.2],
      },
    },
  ]
}

function wayLayers(palette: Palette): Layers {
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const
  return [
    {
      id: 'way',
      type: 'line',
      source: 'way',
      layout: round,
      paint: { 'line-color': palette.way, 'line-width': 5, 'line-opacity': 0.45 },
    },
    {
      id: 'trail',
      type: 'line',
      source: 'trail',
      layout: round,
      paint: { 'line-color': palette.box, 'line-width': 3 },
    },
    {
      id: 'between',
      type: 'line',
      source: 'between',
      layout: round,
      paint: { 'line-color': palette.box, 'line-width': 2, 'line-dasharray': [0.8, 2.2] },
    },
  ]
}

function stationLayers(palette: Palette, locale: Locale): Layers {
  return [
    {
      id: 'stations',
      type: 'circle',
      source: 'stations',
      paint: {
        'circle-color': palette.land,
        'circle-stroke-color': ['case', ['get', 'crossing'], palette.crossing, palette.station],
        'circle-stroke-width': ['case', ['get', 'crossing'], 2, 1.3],
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 2, 1.6, 6, 4],
      },
    },
    {
      id: 'station-names',
      type: 'symbol',
      source: 'stations',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [FACES[locale]],
        'text-size': ['interpolate', ['linear'], ['zoom'], 3, 11, 7, 14],
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.6,
        // Where names compete, crossings and terminals are named before junctions.
        'symbol-sort-key': ['get', 'rank'],
        'text-max-width': 7,
      },
      paint: {
        'text-color': palette.text,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.4,
      },
    },
  ]
}

/** No glyph server: MapLibre draws the names with the reader's own fonts. */
const FACES: Readonly<Record<Locale, string>> = {
  zh: 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif',
  en: COUNT_FACE,
  ru: COUNT_FACE,
}

/** How large milestones are drawn, by zoom. */
const MILESTONE_PX = [
  [2, 3.6],
  [7, 6],
] as const
const MILESTONE_RIM_PX = 1.6
/** A ring that is still seen around the point of a station where something happened, too. */
const LISTED_MORE_PX = 2
const GLOW_PX = { chosen: 17, other: 11 } as const

/** What a milestone covers at a zoom, pixels from its middle. */
export function milestoneReach(zoom: number, isListed: boolean): number {
  const [[first, small], [last, large]] = MILESTONE_PX
  const share = Math.max(0, Math.min(1, (zoom - first) / (last - first)))
  return small + (large - small) * share + MILESTONE_RIM_PX + (isListed ? LISTED_MORE_PX : 0)
}

export const boxReach = (isChosen: boolean): number => GLOW_PX[isChosen ? 'chosen' : 'other']

function milestoneLayers({ milestones, land, box }: Palette): Layers {
  const { said, seen, lifted } = milestones
  const isListed: ExpressionSpecification = ['==', ['get', 'kind'], 'listed']
  const colour: ExpressionSpecification = [
    'match',
    ['get', 'kind'],
    'seen',
    seen,
    'lifted',
    lifted,
    said,
  ]
  const radius = (point: number): ExpressionSpecification => [
    'case',
    isListed,
    point + LISTED_MORE_PX,
    point,
  ]
  return [
    {
      id: 'milestones',
      type: 'circle',
      source: 'milestones',
      paint: {
        'circle-color': ['case', isListed, land, colour],
        'circle-radius': [
          'interpolate',
          ['linear'],
          ['zoom'],
          ...MILESTONE_PX.flatMap(([zoom, px]) => [zoom, radius(px)]),
        ],
        'circle-stroke-color': ['case', isListed, box, '#ffffff'],
        'circle-stroke-width': MILESTONE_RIM_PX,
        'circle-opacity': ['case', ['get', 'ahead'], 0.35, 1],
      },
    },
  ]
}

function boxLayers(palette: Palette): Layers {
  const chosen: ExpressionSpecification = ['get', 'selected']
  return [
    {
      id: 'boxes-glow',
      type: 'circle',
      source: 'boxes',
      paint: {
        'circle-color': palette.box,
        'circle-opacity': 0.22,
        'circle-radius': ['case', chosen, GLOW_PX.chosen, GLOW_PX.other],
      },
    },
    {
      id: 'boxes',
      type: 'circle',
      source: 'boxes',
      layout: { 'circle-sort-key': ['case', chosen, 1, 0] },
      paint: {
        'circle-color': [
          'case',
          ['get', 'guessed'],
          palette.land,
          ['case', ['get', 'stale'], palette.stale, palette.box],
        ],
        'circle-radius': ['case', chosen, 8, 6],
        'circle-stroke-color': ['case', ['get', 'guessed'], palette.box, '#ffffff'],
        'circle-stroke-width': 2,
      },
    },
  ]
}

function rails({ toMap }: Datum): FeatureCollection<LineString, { track: Track }> {
  return {
    type: 'FeatureCollection',
    features: LEGS.map((leg) => ({
      type: 'Feature',
      properties: { track: trackOf(leg) },
      geometry: {
        type: 'LineString',
        coordinates: leg.line.map(toMap).map(({ lat, lon }) => [lon, lat]),
      },
    })),
  }
}

/** Between two stations where both gauges meet, the leg itself carries both. */
function trackOf({ from, to }: Leg): Track {
  if (FERRIES.has(`${from} ${to}`)) return 'ferry'
  const gauges = [getStation(from).gaugeMm, getStation(to).gaugeMm]
  return gauges.find((gauge) => gauge !== 'both') ?? 'change'
}

const RANKS = { crossing: 0, terminal: 1, junction: 2 } as const

function stations(locale: Locale, { toMap }: Datum): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: STATIONS.map(toMap).map(({ code, lat, lon, city, role }) => ({
      type: 'Feature',
      properties: { code, name: city[locale], crossing: role === 'crossing', rank: RANKS[role] },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  }
}
