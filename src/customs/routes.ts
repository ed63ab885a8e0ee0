/** Customs and the broker over HTTP: take the step, record what goes with it; one transaction each. */
import { declareConsignment, getContainerFor, papersOf, takeStep } from '#booking'
import { CustomsHoldId, customsApi, customsProblem } from '#customs/contract.ts'
import { findDeclareRefusal } from '#customs/customs.ts'
import {
  insertDeclaration,
  insertHold,
  liftHolds,
  listDeclarations,
  listHolds,
  standsOnAnotherBooking,
} from '#customs/store.ts'
import { serve, type Http } from '#platform/http.ts'

export function customsRoutes(http: Http): void {
  declareRoute(http)
  consignmentRoute(http)

  serve(http, customsApi.inspect, ({ tx, params, body, ...given }) =>
    takeStep(tx, { ...given, ...params, ...body, step: 'inspect' }),
  )

  serve(http, customsApi.hold, async ({ tx, params, body, ...given }) => {
    const { containerId } = params
    const { reason } = body
    const said = { restricted: { reason } }
    const container = await takeStep(tx, { ...given, ...body, containerId, step: 'hold', said })
    await insertHold(tx, {
      id: CustomsHoldId.parse(given.ids('hld')),
      containerId,
      reason,
      heldBy: given.actor.organisationId,
      heldAt: new Date(container.lastStepAt),
    })
    return container
  })

  serve(http, customsApi.release, async ({ tx, params, body, ...given }) => {
    const { containerId } = params
    const said = { restricted: papersOf(body) }
    const container = await takeStep(tx, { ...given, ...body, containerId, step: 'release', said })
    await liftHolds(tx, containerId, given.actor.organisationId, new Date(container.lastStepAt))
    return container
  })

  serve(http, customsApi.record, async ({ tx, params, actor }) => {
    const { isShared } = await getContainerFor(tx, actor, params.containerId)
    // A consolidation's own declaration, and why it is held, are of everybody's cargo.
    if (isShared) return { declaration: null, holds: [] }
    const declarations = await listDeclarations(tx, [params.containerId])
    return {
      declaration: declarations.get(params.containerId) ?? null,
      holds: await listHolds(tx, [params.containerId]),
    }
  })
}

function declareRoute(http: Http): void {
  serve(http, customsApi.declare, async ({ tx, params, body, ...given }) => {
    const { containerId } = params
    const { declarationNumber } = body
    const said = { restricted: { declarationNumber, ...papersOf(body) } }
    const container = await takeStep(tx, { ...given, ...body, containerId, step: 'declare', said })
    const { bookingId } = container
    const elsewhere = await standsOnAnotherBooking(tx, declarationNumber, bookingId)
    const refused = findDeclareRefusal(declarationNumber, elsewhere)
    if (refused !== null) throw customsProblem(refused.refusal, refused.facts)
    await insertDeclaration(tx, {
      containerId,
      bookingId,
      declarationNumber,
      declaredBy: given.actor.organisationId,
      declaredAt: new Date(container.lastStepAt),
    })
    return container
  })
}

function consignmentRoute(http: Http): void {
  serve(http, customsApi.declareConsignment, async ({ tx, params, body, actor, now }) => {
    const { declarationNumber } = body
    const { bookingId } = params
    // Before it is written: who writes the same number waits here, and finds it taken.
    const elsewhere = await standsOnAnotherBooking(tx, declarationNumber, bookingId)
    const view = await declareConsignment(tx, { actor, now, bookingId, declarationNumber })
    const refused = findDeclareRefusal(declarationNumber, elsewhere)
    if (refused !== null) throw customsProblem(refused.refusal, refused.facts)
    return view
  })
}
