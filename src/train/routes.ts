/** Lines and departures over HTTP. */
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { listOrganisations } from '#identity'
import {
  trainApi,
  trainProblem,
  type DepartureId,
  type Service,
  type ServiceId,
  type ServiceParties,
} from '#train/contract.ts'
import { getDeparture, getService } from '#train/departures.ts'
import { insertDeparture, insertService, pageDepartures, pageServices } from '#train/store.ts'
import { decideStops, decideTimes } from '#train/train.ts'

export function trainRoutes(http: Http): void {
  serve(http, trainApi.createService, async ({ tx, body, actor, now, ids }) => {
    const refusal = decideStops(body.stops)
    if (refusal) throw trainProblem(refusal.code, { ...refusal.facts })
    await checkParties(tx, body.parties)
    const id = ids('svc') as ServiceId
    await insertService(tx, { ...body, id, operatorId: actor.organisationId }, now)
    return getService(tx, id)
  })

  serve(http, trainApi.listServices, ({ tx, query }) => pageServices(tx, query))

  serve(http, trainApi.getService, async ({ tx, params, actor }) => {
    const service = await getService(tx, params.serviceId)
    if (!takesPart(service, actor.organisationId)) throw trainProblem('train.service_absent')
    return service
  })

  serve(http, trainApi.createDeparture, async ({ tx, body, actor, now, ids }) => {
    const service = await getService(tx, body.serviceId)
    if (service.operatorId !== actor.organisationId) throw trainProblem('train.not_your_service')
    const refusal = decideTimes(body, now.getTime())
    if (refusal)
      throw trainProblem(refusal.code, 'field' in refusal ? { field: refusal.field } : {})
    const id = ids('dep') as DepartureId
    const origin = service.stops[0]!.station
    if (!(await insertDeparture(tx, id, body, origin, now)))
      throw trainProblem('train.number_taken', { trainNumber: body.trainNumber })
    return getDeparture(tx, id, now)
  })

  serve(http, trainApi.listDepartures, ({ tx, query, now }) => pageDepartures(tx, query, now))

  serve(http, trainApi.getDeparture, ({ tx, params, now }) =>
    getDeparture(tx, params.departureId, now),
  )
}

/** Every party named must be registered, and as what it is named. */
async function checkParties(tx: Tx, parties: ServiceParties): Promise<void> {
  const named: [OrganisationKind, readonly OrganisationId[]][] = [
    ['warehouse', parties.warehouseIds],
    ['customs', parties.customsIds],
    ['rail', parties.railIds],
  ]
  const registered = new Map(
    (
      await listOrganisations(
        tx,
        named.flatMap(([, ids]) => ids),
      )
    ).map(({ id, kind }) => [id, kind]),
  )
  for (const [kind, ids] of named) {
    const organisation = ids.find((id) => registered.get(id) !== kind)
    if (organisation === undefined) continue
    const { zh, en, ru } = organisationKindTexts[kind]
    const facts = { organisation, neededZh: zh, needed: en, neededRu: ru }
    throw trainProblem('train.party_unsuitable', facts)
  }
}

function takesPart({ operatorId, parties }: Service, id: OrganisationId): boolean {
  const { warehouseIds, customsIds, railIds } = parties
  return [operatorId, ...warehouseIds, ...customsIds, ...railIds].includes(id)
}
