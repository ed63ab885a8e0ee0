/** The journey over HTTP. */
import type { Http } from '#platform/http.ts'
import type { Moves } from '#tracking'
import { carriageRoutes } from '#journey/carriage/carriage-routes.ts'
import { diagramRoutes } from '#journey/diagram/diagram-routes.ts'
import { fleetRoutes } from '#journey/fleet/fleet-routes.ts'
import { handOverRoutes } from '#journey/hand-over/hand-over-routes.ts'
import { placeRoutes } from '#journey/place/place-routes.ts'
import { shareRoutes } from '#journey/share/share-routes.ts'
import { wayRoutes } from '#journey/way-routes.ts'

export function journeyRoutes(http: Http, { moves }: { readonly moves: Moves }): void {
  handOverRoutes(http)
  wayRoutes(http)
  carriageRoutes(http)
  placeRoutes(http)
  diagramRoutes(http)
  const fleet = fleetRoutes(http, moves)
  const shared = shareRoutes(http, { moves, fleet })
  http.app.addHook('preClose', async () => {
    await shared.close()
    await fleet.close()
  })
}
