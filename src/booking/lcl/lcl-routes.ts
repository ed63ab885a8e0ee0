/** LCL over HTTP. */
import { serve, type Http } from '#platform/http.ts'
import { amendConsignment, consign } from '#booking/lcl/consigning.ts'
import { confirmConsignment, holdSpace } from '#booking/lcl/lcl-basket.ts'
import { openConsolidation, readConsolidation } from '#booking/lcl/consolidating.ts'
import { lclApi } from '#booking/lcl-contract.ts'
import { viewOf } from '#booking/slots/slot-routes.ts'

export function lclRoutes(http: Http): void {
  serve(http, lclApi.openConsolidation, async ({ tx, params, body, ...asking }) => {
    const id = await openConsolidation(tx, asking, params.departureId, body)
    return readConsolidation(tx, asking, id)
  })

  serve(http, lclApi.getConsolidation, ({ tx, params, actor, now }) =>
    readConsolidation(tx, { actor, now }, params.consolidationId),
  )

  serve(http, lclApi.consign, async ({ tx, params, body, ...asking }) =>
    viewOf(tx, asking, await consign(tx, asking, params.consolidationId, body)),
  )

  serve(http, lclApi.holdSpace, async ({ tx, params, body, ...asking }) =>
    viewOf(tx, asking, await holdSpace(tx, asking, params.consolidationId, body)),
  )

  serve(http, lclApi.confirmConsignment, async ({ tx, params, body, ...asking }) => {
    await confirmConsignment(tx, asking, params.bookingId, body)
    return viewOf(tx, asking, params.bookingId)
  })

  serve(http, lclApi.amendConsignment, async ({ tx, params, body, ...asking }) => {
    await amendConsignment(tx, asking, params.bookingId, body)
    return viewOf(tx, asking, params.bookingId)
  })
}
