/** The journey over HTTP. */
import type { Http } from '#platform/http.ts'
import { handOverRoutes } from '#journey/hand-over-routes.ts'
import { wayRoutes } from '#journey/way-routes.ts'

export function journeyRoutes(http: Http): void {
  handOverRoutes(http)
  wayRoutes(http)
}
