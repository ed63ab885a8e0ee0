/** Tiles under the map, where the installation asks for them: what is set, and what MapLibre makes of it. */
import type { RequestTransformFunction, StyleSpecification } from 'maplibre-gl'
import type { Locale } from '#kernel/locale.ts'
import { mapTilesApi, type MapTiles } from '#kernel/map-tiles.ts'
import { call } from '#web/api.ts'

let asking: Promise<MapTiles | null> | undefined

/** Asked once; without an answer the map draws its own land, as it does where no tiles are set. */
export function loadTiles(): Promise<MapTiles | null> {
  asking ??= call(mapTilesApi.read).then(
    ({ tiles }) => tiles,
    () => {
      asking = undefined
      return null
    },
  )
  return asking
}

const nameOf = (layer: number): string => `tiles-${layer}`

export function tileSources(tiles: MapTiles | null, locale: Locale): StyleSpecification['sources'] {
  return Object.fromEntries(
    (tiles?.layers ?? []).map((template, layer) => [
      nameOf(layer),
      {
        type: 'raster',
        tiles: [template],
        tileSize: 256,
        minzoom: tiles!.zoomMin,
        maxzoom: tiles!.zoomMax,
        ...(layer === 0 && { attribution: attributionOf(tiles!, locale) }),
      },
    ]),
  )
}

export function tileLayers(tiles: MapTiles | null, dark: boolean): StyleSpecification['layers'] {
  return (tiles?.layers ?? []).map((_, layer) => ({
    id: nameOf(layer),
    type: 'raster',
    source: nameOf(layer),
    paint: {
      'raster-fade-duration': 0,
      // Paler than what is drawn on them; at night as dark as the rest of the map.
      'raster-saturation': -0.35,
      ...(dark ? { 'raster-brightness-max': 0.45 } : { 'raster-brightness-min': 0.08 }),
    },
  }))
}

/** MapLibre puts it into the page as it stands. */
function attributionOf({ attribution }: MapTiles, locale: Locale): string {
  const words = escaped(attribution[locale])
  return attribution.href === null
    ? words
    : `<a href="${escaped(attribution.href)}" target="_blank" rel="noopener">${words}</a>`
}

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * Who serves tiles wants to know which site shows them, and some answer nobody else. It is told our host, and never the page, whose
 * address names a container.
 */
export const askForTile: RequestTransformFunction = (url, kind) =>
  kind === 'Tile' ? { url, referrerPolicy: 'origin' } : { url }
