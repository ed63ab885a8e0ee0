/** Every standard we speak with partners' systems. */
import type { Http } from '#platform/http.ts'
import { dcsaBookingRoutes } from '#exchange/dcsa-booking-routes.ts'
import { dcsaRoutes } from '#exchange/dcsa-routes.ts'
import { epcisRoutes } from '#exchange/epcis-routes.ts'

export function exchangeRoutes(http: Http): void {
  epcisRoutes(http)
  dcsaRoutes(http)
  dcsaBookingRoutes(http)
}
