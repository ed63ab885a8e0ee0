/** Every standard we speak with partners' systems. */
import type { Http } from '#platform/http.ts'
import { dcsaRoutes } from '#exchange/dcsa-routes.ts'
import { epcisRoutes } from '#exchange/epcis-routes.ts'

export function exchangeRoutes(http: Http): void {
  epcisRoutes(http)
  dcsaRoutes(http)
}
