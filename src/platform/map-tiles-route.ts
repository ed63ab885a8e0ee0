/** Tells browsers whose tiles lie under the map. */
import { mapTilesApi } from '#kernel/map-tiles.ts'
import { servePublic, type Http } from '#platform/http.ts'
import type { MapTilesConfig } from '#platform/map-tiles-config.ts'

export function mapTilesRoute(http: Http, config: MapTilesConfig | undefined): void {
  servePublic(http, mapTilesApi.read, async () => ({ tiles: config?.tiles ?? null }))
}
