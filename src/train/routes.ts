/** Lines and departures over HTTP. */
import type { OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { listOrganisations } from '#identity'
import {
  trainApi,
  trainProblem,
  type NewService,
  type Service,
  type ServiceId,
  type ServiceParties,
} from '#train/contract.ts'
import { allotmentRoutes } from '#train/account/allotments.ts'
import { consolidationRoutes } from '#train/consolidations.ts'
import { departureFiles } from '#train/departure/departure-files.ts'
import { departureFileApi } from '#train/departure-file-contract.ts'
import { readDepartureFile } from '#train/departure/departure-import.ts'
import { changeDeparture, schedule } from '#train/departure/departure-keeping.ts'
import { getDeparture, getOwnService, getService, lockScheduled } from '#train/departures.ts'
import { hasTrains } from '#train/departure/departure-store.ts'
import { pageDepartures } from '#train/departure/departure-lists.ts'
import { standingRoutes } from '#train/account/standing-allotments.ts'
import { insertService, lockService, pageServices, updateService } from '#train/store.ts'
import { calendarRoutes } from '#train/timetable/calendar.ts'
import { timetableRoutes } from '#train/timetable/timetable-routes.ts'
import { embargoRoutes } from '#train/embargo/embargo-routes.ts'
import { decideStops, isSameWay } from '#train/train.ts'

/** How far ahead trains are laid out from timetables, where nobody has said. */
const DAYS_AHEAD = 90

export function trainRoutes(http: Http, { daysAhead } = { daysAhead: DAYS_AHEAD }): void {
  serviceRoutes(http)
  departureCommands(http)
  embargoRoutes(http)
  allotmentRoutes(http)
  standingRoutes(http)
  consolidationRoutes(http)
  timetableRoutes(http, daysAhead)
  calendarRoutes(http, daysAhead)
  departureFiles(http)
  serve(http, departureFileApi.readFile, ({ tx, body, ...reading }) =>
    readDepartureFile(tx, reading, body),
  )

  serve(http, trainApi.listDepartures, ({ tx, query, now }) => pageDepartures(tx, query, now))

  serve(http, trainApi.getDeparture, ({ tx, params, now }) =>
    getDeparture(tx, params.departureId, now),
  )
}

function serviceRoutes(http: Http): void {
  serve(http, trainApi.createService, async ({ tx, body, actor, now, ids }) => {
    await checkLine(tx, body)
    const id = ids('svc') as ServiceId
    await insertService(tx, { ...body, id, operatorId: actor.organisationId }, now)
    return getService(tx, id)
  })

  serve(http, trainApi.changeService, async ({ tx, params, body, actor }) => {
    await lockService(tx, params.serviceId)
    const service = await getOwnService(tx, params.serviceId, actor)
    if (!isSameWay(service.stops, body.stops) && (await hasTrains(tx, service.id)))
      throw trainProblem('train.stations_in_use')
    await checkLine(tx, body)
    await updateService(tx, { ...service, ...body })
    return getService(tx, params.serviceId)
  })

  serve(http, trainApi.listServices, ({ tx, query }) => pageServices(tx, query))

  serve(http, trainApi.getService, async ({ tx, params, actor }) => {
    const service = await getService(tx, params.serviceId)
    if (!takesPart(service, actor.organisationId)) throw trainProblem('train.service_absent')
    return service
  })
}

function departureCommands(http: Http): void {
  serve(http, trainApi.createDeparture, async ({ tx, body, actor, now, ids }) => {
    const [departure] = await schedule(tx, { actor, now, ids }, body, 1)
    return departure!
  })

  serve(http, trainApi.scheduleWeekly, async ({ tx, body, actor, now, ids }) => {
    const { weeks, ...first } = body
    return { items: await schedule(tx, { actor, now, ids }, first, weeks) }
  })

  serve(http, trainApi.changeDeparture, async ({ tx, params, body, actor, now }) => {
    const departure = await lockScheduled(tx, params.departureId, now)
    if (departure.service.operatorId !== actor.organisationId)
      throw trainProblem('train.not_your_service')
    return changeDeparture(tx, departure, body, now)
  })
}

async function checkLine(tx: Tx, { stops, parties }: NewService): Promise<void> {
  const refusal = decideStops(stops)
  if (refusal) throw trainProblem(refusal.code, { ...refusal.facts })
  await checkParties(tx, parties)
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
