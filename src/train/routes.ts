/** Lines and departures over HTTP. */
import type { Actor, OrganisationId, OrganisationKind } from '#kernel/organisation.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import type { Ids } from '#platform/ids.ts'
import { listOrganisations } from '#identity'
import {
  trainApi,
  trainProblem,
  type Departure,
  type DepartureChange,
  type DepartureId,
  type NewDeparture,
  type NewService,
  type Service,
  type ServiceId,
  type ServiceParties,
} from '#train/contract.ts'
import { openSlots, resizeTrain } from '#train/account.ts'
import { allotmentRoutes } from '#train/allotments.ts'
import {
  getDeparture,
  getOwnService,
  getService,
  lockScheduled,
  timesProblem,
} from '#train/departures.ts'
import {
  departureDay,
  hasTrains,
  insertDeparture,
  isTrainTaken,
  updateDeparture,
} from '#train/departure-store.ts'
import { pageDepartures } from '#train/departure-lists.ts'
import { insertService, lockService, pageServices, updateService } from '#train/store.ts'
import { calendarRoutes } from '#train/calendar.ts'
import { timetableRoutes } from '#train/timetable-routes.ts'
import { embargoRoutes } from '#train/embargo-routes.ts'
import { sayDepartureChanged } from '#train/reshaping.ts'
import {
  capacityAfter,
  decideStops,
  decideTimes,
  hasMoved,
  isSameWay,
  weeksLater,
} from '#train/train.ts'

/** How far ahead trains are laid out from timetables, where nobody has said. */
const DAYS_AHEAD = 90

export function trainRoutes(http: Http, { daysAhead } = { daysAhead: DAYS_AHEAD }): void {
  serviceRoutes(http)
  departureCommands(http)
  embargoRoutes(http)
  allotmentRoutes(http)
  timetableRoutes(http, daysAhead)
  calendarRoutes(http, daysAhead)
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

async function changeDeparture(
  tx: Tx,
  before: Departure,
  body: DepartureChange,
  now: Date,
): Promise<Departure> {
  checkTimes(body, now)
  const { id, trainNumber, service } = before
  const capacity = capacityAfter(before, body)
  await resizeTrain(tx, id, capacity, now)
  try {
    const how = { origin: service.origin, byHand: true }
    await updateDeparture(tx, id, { ...body, ...capacity }, how)
  } catch (error) {
    if (isTrainTaken(error)) throw numberTaken(trainNumber, body.departsAt, service.origin)
    throw error
  }
  const after = await getDeparture(tx, id, now)
  if (hasMoved(before, after)) await sayDepartureChanged(tx, { before, after, change: 'moved' })
  return after
}

interface Asking {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
}

/** The train as given, and again at the same local time in each of the weeks after it. */
async function schedule(
  tx: Tx,
  { actor, now, ids }: Asking,
  first: NewDeparture,
  weeks: number,
): Promise<Departure[]> {
  const service = await getOwnService(tx, first.serviceId, actor)
  checkTimes(first, now)
  const origin = service.stops[0]!.station
  const { timeZone } = getStation(origin)
  const made: Departure[] = []
  for (let week = 0; week < weeks; week += 1) {
    const departure = { ...first, ...(week > 0 && weeksLater(first, week, timeZone)) }
    const id = ids('dep') as DepartureId
    if (!(await insertDeparture(tx, id, departure, origin, now)))
      throw numberTaken(first.trainNumber, departure.departsAt, origin)
    await openSlots(tx, id, departure, now)
    made.push(await getDeparture(tx, id, now))
  }
  return made
}

function numberTaken(trainNumber: string, departsAt: Timestamp, origin: StationCode): Problem {
  return trainProblem('train.number_taken', { trainNumber, date: departureDay(departsAt, origin) })
}

function checkTimes(times: DepartureChange, now: Date): void {
  const refusal = decideTimes(times, now.getTime())
  if (refusal) throw timesProblem(refusal)
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
