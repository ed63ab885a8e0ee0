/** The train diagram over HTTP: timetables and departures from train, what happened from steps, sightings, places and estimates. */
import type { z } from 'zod'
import { addDays, daysBetween, type Day } from '#kernel/day.ts'
import type { Actor } from '#kernel/organisation.ts'
import { findRoute, placeOnRoute, type Route } from '#kernel/route.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import { serve, type Http } from '#platform/http.ts'
import type { Tx } from '#platform/database.ts'
import { readDeparturesBetween, readServices } from '#train'
import { trainProblem, type Departure, type ServiceId } from '#train/contract.ts'
import {
  DIAGRAM_DAYS_MAX,
  DIAGRAM_TRAINS_MAX,
  diagramApi,
  diagramProblem,
  type Diagram,
  type DiagramTrain,
} from '#journey/diagram-contract.ts'
import {
  actualLine,
  callsOf,
  expectedLine,
  latenessOf,
  plannedLine,
  stationsOf,
  type KmOf,
  type Passed,
} from '#journey/diagram/diagram.ts'
import { readPassed, readUnderWay, type UnderWay } from '#journey/diagram/diagram-store.ts'
import { readLastEtas, type KeptEta } from '#journey/eta/eta-store.ts'
import { sectionsOf } from '#journey/section.ts'

const DAYS_BACK = 7
const DAYS_AHEAD = 14
const DAY_MINUTES = 24 * 60
/** How much longer than planned a train may take and still be on the sheet. */
const LATE_DAYS_MAX = 14
/** Off the line further than this it is somewhere else: on a lorry, or its tracker is. */
const OFF_KM_MAX = 150

export function diagramRoutes(http: Http): void {
  serve(http, diagramApi.diagram, async ({ tx, params, query, actor, now }) => {
    const today = timestampIn(now.getTime(), 'Asia/Shanghai').slice(0, 10) as Day
    const shown = daysShown(query, today)
    const days = daysBetween(shown.from, shown.until) + 1
    if (days < 1 || days > DIAGRAM_DAYS_MAX)
      throw diagramProblem('journey.diagram_too_long', { most: DIAGRAM_DAYS_MAX })
    return diagramOf(tx, { actor, now }, { serviceId: params.serviceId, ...shown })
  })
}

interface Shown {
  readonly from: Day
  readonly until: Day
}

/** Around today; where one end is given, as many days from there. */
function daysShown(
  { from, until }: z.output<(typeof diagramApi)['diagram']['query']>,
  today: Day,
): Shown {
  if (from !== undefined) return { from, until: until ?? addDays(from, DAYS_BACK + DAYS_AHEAD) }
  if (until !== undefined) return { from: addDays(until, -DAYS_BACK - DAYS_AHEAD), until }
  return { from: addDays(today, -DAYS_BACK), until: addDays(today, DAYS_AHEAD) }
}

async function diagramOf(
  tx: Tx,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
  { serviceId, from, until }: Shown & { readonly serviceId: ServiceId },
): Promise<Diagram> {
  const service = (await readServices(tx, [serviceId])).get(serviceId)
  if (service === undefined) throw trainProblem('train.service_absent')
  const { id, names, stops } = service
  const runDays = Math.ceil(stops.at(-1)!.plannedOffsetMinutes / DAY_MINUTES)
  const departures = await readDeparturesBetween(
    tx,
    {
      services: [serviceId],
      from: addDays(from, -runDays - LATE_DAYS_MAX),
      until,
      limit: 2 * DIAGRAM_TRAINS_MAX,
    },
    now,
  )
  const stations = stationsOf(stops)
  const ids = departures.map((departure) => departure.id)
  const passed = Map.groupBy(
    await readPassed(tx, actor.organisationId, ids),
    ({ departureId }) => departureId,
  )
  const running = departures.filter(({ state }) => state === 'departed').map((one) => one.id)
  const underWay = Map.groupBy(
    await readUnderWay(tx, actor.organisationId, running),
    ({ departureId }) => departureId,
  )
  const etas = await readMiddleEtas(tx, departures, underWay)
  const kmOf = new Map(stations.map(({ station, km }) => [station, km]))
  const route = findRoute(stationsTuple(stops.map(({ station }) => station)))
  const all = departures.map((departure) =>
    trainOf(departure, {
      stations,
      kmOf,
      passed: passed.get(departure.id) ?? [],
      here: route ? placeNow(route, underWay.get(departure.id) ?? []) : null,
      eta: etas.get(departure.id),
    }),
  )
  const shown = all.filter((train) => isOnSheet(train, from, until))
  return {
    line: { id, names },
    ...{ from, until, stations },
    trains: shown.slice(0, DIAGRAM_TRAINS_MAX),
    more: shown.length > DIAGRAM_TRAINS_MAX,
  }
}

const stationsTuple = ([first, ...rest]: readonly StationCode[]) => [first!, ...rest] as const

interface Known {
  readonly stations: ReturnType<typeof stationsOf>
  readonly kmOf: KmOf
  readonly passed: readonly Passed[]
  readonly here: { readonly km: number; readonly ms: number } | null
  readonly eta: KeptEta | undefined
}

function trainOf(departure: Departure, { stations, kmOf, passed, here, eta }: Known): DiagramTrain {
  const { id, trainNumber, state, departsAt, service } = departure
  const departsMs = epochMs(departsAt)
  const planned = plannedLine(service.stops, kmOf, departsMs)
  const actual = actualLine(stations, passed, here)
  const ahead = sectionsOf(service.stops).flatMap(({ to }, index) => {
    const [km, ms] = [kmOf.get(to), eta?.points[index + 1]]
    return km === undefined || ms === undefined ? [] : [{ km, ms }]
  })
  return {
    departureId: id,
    trainNumber,
    state,
    departsAt: new Date(departsMs).toISOString(),
    planned,
    actual,
    expected: state === 'departed' ? expectedLine(actual, ahead) : [],
    calls: callsOf(service.stops, departsMs, passed),
    lateMinutes: latenessOf(planned, actual),
  }
}

/** Of each train the estimate of the container in the middle. */
async function readMiddleEtas(
  tx: Tx,
  departures: readonly Departure[],
  underWay: ReadonlyMap<string, readonly UnderWay[]>,
): Promise<ReadonlyMap<string, KeptEta>> {
  const middle = departures.flatMap((departure) => {
    const expected = (underWay.get(departure.id) ?? [])
      .filter(({ expectedMs }) => expectedMs !== null)
      .toSorted((one, other) => one.expectedMs! - other.expectedMs!)
    const container = expected[Math.floor(expected.length / 2)]
    return container === undefined ? [] : [{ departure, container }]
  })
  const zones = new Map(
    middle.map(({ departure, container }) => [
      container.id,
      getStation(departure.service.destination).timeZone,
    ]),
  )
  const etas = await readLastEtas(tx, [...zones.keys()], (id) => zones.get(id)!)
  return new Map(
    middle.flatMap(({ departure, container }) => {
      const eta = etas.get(container.id)
      return eta === undefined ? [] : [[departure.id, eta]]
    }),
  )
}

/** Where the middle one of its containers is along the line. */
function placeNow(
  route: Route,
  underWay: readonly UnderWay[],
): { readonly km: number; readonly ms: number } | null {
  const places = underWay
    .flatMap(({ lat, lon, ms }) => {
      if (lat === null || lon === null || ms === null) return []
      const { km, offKm } = placeOnRoute(route, { lat, lon })
      return offKm > OFF_KM_MAX ? [] : [{ km, ms }]
    })
    .toSorted((one, other) => one.km - other.km)
  return places[Math.floor(places.length / 2)] ?? null
}

/** Some of it lies in the days shown, by whatever clock. */
function isOnSheet({ planned, actual, expected }: DiagramTrain, from: Day, until: Day): boolean {
  const times = [...planned, ...actual, ...expected].map(({ at }) => at)
  const first = times.reduce((least, at) => (at < least ? at : least), '9')
  const last = times.reduce((most, at) => (at > most ? at : most), '')
  return first < `${addDays(until, 2)}T` && last > `${addDays(from, -1)}T`
}
