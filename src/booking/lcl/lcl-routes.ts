/** LCL over HTTP. */
import { serve, type Http } from '#platform/http.ts'
import { getDeparture } from '#train'
import { amendConsignment, consign, waitForSpace } from '#booking/lcl/consigning.ts'
import { confirmConsignment, holdSpace } from '#booking/lcl/lcl-basket.ts'
import { openConsolidation, readConsolidation } from '#booking/lcl/consolidating.ts'
import { lclApi } from '#booking/lcl-contract.ts'
import { lclWaitingApi } from '#booking/lcl-waiting-contract.ts'
import { lclWaitingItems } from '#booking/lcl/lcl-waiting-views.ts'
import { readLclWaitingEvents } from '#booking/slots/waiting-store.ts'
import { viewOf } from '#booking/slots/slot-routes.ts'

const EVENTS_SHOWN = 100

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

  serve(http, lclWaitingApi.waitForSpace, async ({ tx, params, body, ...asking }) =>
    viewOf(tx, asking, await waitForSpace(tx, asking, params.departureId, body)),
  )

  serve(http, lclWaitingApi.lclWaitingList, async ({ tx, params, actor, now }) => ({
    items: await lclWaitingItems(tx, actor, await getDeparture(tx, params.departureId, now)),
    events: await readLclWaitingEvents(tx, params.departureId, EVENTS_SHOWN),
  }))

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
