/**
 * MAP_TILES: whose tiles lie under the map. Off unless set, because whoever serves the tiles learns what part of the map somebody looks
 * at, and so where a container is.
 */
import type { MapDatum, MapTiles } from '#kernel/map-tiles.ts'
import { ConfigError, type Environment } from '#platform/setting.ts'

export interface MapTilesConfig {
  readonly tiles: MapTiles
  /** The one place beside ourselves that a browser may ask. */
  readonly origin: string
}

const OSM: MapTiles = {
  layers: ['https://tile.openstreetmap.org/{z}/{x}/{y}.png'],
  zoomMin: 0,
  zoomMax: 19,
  datum: 'wgs84',
  attribution: {
    zh: '© OpenStreetMap 贡献者',
    en: '© OpenStreetMap contributors',
    ru: '© Участники OpenStreetMap',
    href: 'https://www.openstreetmap.org/copyright',
  },
}

/** Its names are a layer of their own. */
const TIANDITU_LAYERS = ['vec', 'cva']
const ZOOM_MAX = 22
const ATTRIBUTION_CHARACTERS_MAX = 200

/** Undefined where no tiles are asked for. */
export function readMapTiles(env: Environment, publicUrl: string): MapTilesConfig | undefined {
  const wanted = env['MAP_TILES'] || 'off'
  if (wanted === 'off') return undefined
  if (wanted === 'osm' || wanted === 'tianditu') {
    refuse(env, ['MAP_TILES_DATUM', 'MAP_TILES_ZOOM_MAX'], wanted)
    const tiles = wanted === 'osm' ? OSM : tianditu(env)
    return placed({ ...tiles, attribution: attributionOf(tiles, parseAttribution(env)) })
  }
  return placed(ownSource(env, wanted, publicUrl))
}

/** What is known of a source is not said again otherwise. */
function refuse(env: Environment, names: readonly string[], wanted: string): void {
  for (const name of names)
    if (env[name]) throw new ConfigError(`${name} is for tiles of your own, not for "${wanted}"`)
}

/** With what the installer adds, such as the number under which a map was approved. */
function attributionOf({ attribution }: MapTiles, added: string | undefined) {
  if (added === undefined) return attribution
  const { zh, en, ru, href } = attribution
  return { zh: `${zh} ${added}`, en: `${en} ${added}`, ru: `${ru} ${added}`, href }
}

function tianditu(env: Environment): MapTiles {
  const key = env['TIANDITU_KEY'] ?? ''
  if (!/^[0-9A-Za-z]{16,64}$/.test(key))
    throw new ConfigError(
      'MAP_TILES=tianditu needs TIANDITU_KEY, a browser key (浏览器端) of https://console.tianditu.gov.cn',
    )
  const layer = (name: string) =>
    `https://t0.tianditu.gov.cn/${name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${name}` +
    `&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${key}`
  return {
    layers: TIANDITU_LAYERS.map(layer),
    zoomMin: 1,
    zoomMax: 18,
    datum: 'wgs84',
    attribution: {
      zh: '© 天地图',
      en: '© Tianditu (天地图)',
      ru: '© Tianditu (天地图)',
      href: 'https://www.tianditu.gov.cn/',
    },
  }
}

function ownSource(env: Environment, template: string, publicUrl: string): MapTiles {
  const bad = (why: string) =>
    new ConfigError(
      `MAP_TILES must be off, osm, tianditu or an address like https://tiles.example/{z}/{x}/{y}.png: ${why}`,
    )
  const braces = template.match(/\{[^}]*\}/g) ?? []
  if (braces.toSorted().join('') !== '{x}{y}{z}')
    throw bad('{z}, {x} and {y} must each be in it once')
  const filled = [0, 1].map((n) => template.replaceAll(/\{[xyz]\}/g, String(n)))
  if (!filled.every((one) => URL.canParse(one) && /^https?:\/\//.test(one)))
    throw bad('it is no http(s) address')
  const [url, other] = filled.map((one) => new URL(one))
  if (url!.origin !== other!.origin) throw bad('its host must not change from tile to tile')
  // What it says into the page's policy is a host and nothing else.
  if (!/^https?:\/\/(\[[0-9a-f:]+\]|[\w.-]+)(:\d+)?$/.test(url!.origin))
    throw bad('its host is none')
  if (url!.username !== '' || url!.password !== '')
    throw bad('every browser is told it, so there can be no password in it')
  if (publicUrl.startsWith('https:') && url!.protocol !== 'https:')
    throw bad('browsers show no tiles over http on a page over https')
  const attribution = parseAttribution(env)
  if (attribution === undefined)
    throw new ConfigError('MAP_TILES of your own needs MAP_TILES_ATTRIBUTION: whose map it is')
  return {
    layers: [template],
    zoomMin: 0,
    zoomMax: parseZoom(env['MAP_TILES_ZOOM_MAX']),
    datum: parseDatum(env['MAP_TILES_DATUM']),
    attribution: { zh: attribution, en: attribution, ru: attribution, href: null },
  }
}

function parseAttribution(env: Environment): string | undefined {
  const text = env['MAP_TILES_ATTRIBUTION']?.trim()
  if (text === undefined || text === '') return undefined
  if (text.length > ATTRIBUTION_CHARACTERS_MAX || /\p{Cc}/u.test(text))
    throw new ConfigError(
      `MAP_TILES_ATTRIBUTION must be one line of at most ${ATTRIBUTION_CHARACTERS_MAX} characters`,
    )
  return text
}

function parseZoom(text: string | undefined): number {
  if (text === undefined || text === '') return 18
  if (!/^[1-9]\d?$/.test(text) || Number(text) > ZOOM_MAX)
    throw new ConfigError(`MAP_TILES_ZOOM_MAX must be a whole number from 1 to ${ZOOM_MAX}`)
  return Number(text)
}

function parseDatum(text: string | undefined): MapDatum {
  if (text === undefined || text === '' || text === 'wgs84') return 'wgs84'
  if (text === 'gcj02') return text
  throw new ConfigError(`MAP_TILES_DATUM must be wgs84 or gcj02, not "${text}"`)
}

function placed(tiles: MapTiles): MapTilesConfig {
  return { tiles, origin: new URL(tiles.layers[0]!).origin }
}
