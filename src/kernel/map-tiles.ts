/** The tiles that may lie under the map's own lines, and where a browser asks for what is set. */
import { z } from 'zod'
import { query } from '#kernel/endpoint.ts'

/**
 * How a source places what it draws. `wgs84`: as satellites do (CGCS2000 of 天地图 differs by centimetres); `gcj02`: moved by some
 * hundred metres, as maps published in mainland China are.
 */
export const MapDatum = z.enum(['wgs84', 'gcj02'])
export type MapDatum = z.infer<typeof MapDatum>

export const MapTiles = z.object({
  layers: z.array(z.string()).min(1).meta({
    description: 'Addresses of 256-pixel tiles in Web Mercator with {z}, {x} and {y}, lowest first',
  }),
  zoomMin: z.int(),
  zoomMax: z.int().meta({ description: 'The source has no tiles beyond' }),
  datum: MapDatum,
  attribution: z.object({
    zh: z.string(),
    en: z.string(),
    ru: z.string(),
    href: z.string().nullable(),
  }),
})
export type MapTiles = z.infer<typeof MapTiles>

export const mapTilesApi = {
  read: query({
    path: '/map-tiles',
    summary: 'The tiles that this installation lays under its maps; null where it draws its own',
    access: 'public',
    reply: z.object({ tiles: MapTiles.nullable() }),
  }),
}
