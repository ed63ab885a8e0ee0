/** Puts together what is known of several containers at once, each question asked once for all of them: their situations. */
import { readContainers, readPartiesOf, type ContainerRow } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { fencesOf, readLastEtas, sectionsOf, stationAt, type KeptEta } from '#journey'
import type { OrganisationId } from '#kernel/organisation.ts'
import { findRoute, placeOnRoute, stationsAlong, type Route } from '#kernel/route.ts'
import { getStation, nearestStation, type Position, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { readBindings, readReportsAfter } from '#tracking'
import type { RawFix } from '#tracking/contract.ts'
import { currentEmbargoes, embargoesTouching, getDepartures, plannedPassages } from '#train'
import type { Departure, ServiceStop } from '#train/contract.ts'
import type { Embargo } from '#train/embargo-contract.ts'
import type { Situation, Touch } from '#alert/alert.ts'
import type { TemperatureRange } from '#alert/contract.ts'
import type { AlertRules } from '#alert/rule-contract.ts'
import { readRanges, readRules } from '#alert/rule-store.ts'
import { senseOf } from '#alert/sensing.ts'
import { advance, type Opening, type Report, type Trace } from '#alert/trace.ts'
import type { Watched, WatchState } from '#alert/watch-store.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Of one container at one look; what is left is read at once at the next. */
const REPORTS_MAX = 500
/** A container that is looked at for the first time is judged by its last three days. */
const READ_BACK_MS = 72 * HOUR_MS
const ON_WAY: ReadonlySet<string> = new Set(['departed', 'at_border', 'transshipped'])
/** An embargo it misses by less than this is not over for it yet: estimates move. */
const ALMOST_MS = 12 * HOUR_MS
/** A station that it stands at is not behind it yet. */
const AT_STATION_KM = 3
/** Looks at a container on its way are never so far apart, but when the server was away. */
const AWAY_MS = HOUR_MS

export interface Gathered {
  readonly container: ContainerRow
  readonly situation: Situation
  readonly openings: readonly Opening[]
  readonly state: WatchState
  readonly hasMore: boolean
  readonly parties: readonly OrganisationId[]
}

export interface Gathering {
  readonly containers: readonly Gathered[]
  readonly rules: ReadonlyMap<OrganisationId, AlertRules>
}

/** Containers that are no more are left out. */
export async function gather(tx: Tx, watched: readonly Watched[], now: Date): Promise<Gathering> {
  const ids = watched.map(({ containerId }) => containerId)
  const containers = await readContainers(tx, ids)
  const departures = await getDepartures(
    tx,
    containers.map(({ departureId }) => departureId),
    now,
  )
  const trainOf = (id: ContainerId): Departure =>
    departures.get(containers.find((one) => one.id === id)!.departureId)!
  const known = {
    tx,
    now,
    etas: await readLastEtas(
      tx,
      containers.map(({ id }) => id),
      (id) => getStation(trainOf(id).service.destination).timeZone,
    ),
    bindings: await readBindings(tx, ids),
    ranges: await readRanges(tx, ids),
    embargoes: await currentEmbargoes(tx, new Date(now.getTime() - ALMOST_MS)),
    fences: new Map<string, ReturnType<typeof fencesOf>>(),
  }
  const states = new Map(watched.map(({ containerId, state }) => [containerId, state]))
  const lookedAt = new Map(watched.map((one) => [one.containerId, one.lookedAt]))
  const reports = await readNewReports(tx, containers, states, { departures, now })
  const parties = await readPartiesOf(tx, ids)
  const gathered: Gathered[] = []
  for (const container of containers)
    gathered.push({
      ...(await situate(known, container, {
        departure: departures.get(container.departureId)!,
        before: states.get(container.id) ?? null,
        lookedAt: lookedAt.get(container.id) ?? null,
        reports: reports.get(container.id) ?? [],
      })),
      parties: parties.get(container.id) ?? [],
    })
  return {
    containers: gathered,
    rules: await readRules(tx, [...new Set([...parties.values()].flat())]),
  }
}

function readNewReports(
  tx: Tx,
  containers: readonly ContainerRow[],
  states: ReadonlyMap<ContainerId, WatchState | null>,
  { departures, now }: { readonly departures: ReadonlyMap<string, Departure>; readonly now: Date },
) {
  const asked = containers
    .filter(({ stage }) => ON_WAY.has(stage))
    .map(({ id, departureId }) => {
      const { departedAt } = departures.get(departureId)!
      const leftMs = departedAt === null ? 0 : epochMs(departedAt)
      const fromMs = Math.max(leftMs, now.getTime() - READ_BACK_MS) - 1
      return { containerId: id, after: new Date(states.get(id)?.trace?.readMs ?? fromMs) }
    })
  return readReportsAfter(tx, asked, REPORTS_MAX)
}

interface KnownOfAll {
  readonly tx: Tx
  readonly now: Date
  readonly etas: ReadonlyMap<ContainerId, KeptEta>
  readonly bindings: Awaited<ReturnType<typeof readBindings>>
  readonly ranges: ReadonlyMap<ContainerId, TemperatureRange>
  readonly embargoes: readonly Embargo[]
  readonly fences: Map<string, ReturnType<typeof fencesOf>>
}

interface OfOne {
  readonly departure: Departure
  readonly before: WatchState | null
  readonly lookedAt: Date | null
  readonly reports: readonly RawFix[]
}

async function situate(
  known: KnownOfAll,
  container: ContainerRow,
  { departure, before, lookedAt, reports }: OfOne,
): Promise<Omit<Gathered, 'parties'>> {
  const { now } = known
  const { stops } = departure.service
  const route = routeOf(stops)
  const eta = known.etas.get(container.id)
  // Another train has another plan: what was known of the arrival is known no more.
  const same = before?.departureId === departure.id ? before : null
  const { trace, openings } = advance(
    same?.trace ?? null,
    reports.map(reportOf),
    (place) => route && placeOnRoute(route, place).offKm,
  )
  const isOnWay = ON_WAY.has(container.stage)
  const still = isOnWay ? (trace?.still ?? null) : null
  const { timeZone } = getStation(departure.service.destination)
  const etaMs = eta === undefined ? null : epochMs(eta.p50At)
  const nowMs = now.getTime()
  const boundMs = known.bindings.get(container.id)?.boundAt.getTime() ?? null
  const isCatchingUp = isOnWay && boundMs !== null && nowMs - (trace?.last?.ms ?? 0) > HOUR_MS
  const wasAway = lookedAt === null || nowMs - lookedAt.getTime() > AWAY_MS
  const listeningMs = wasAway ? nowMs : (before?.listeningMs ?? nowMs)
  return {
    container,
    openings,
    hasMore: reports.length >= REPORTS_MAX,
    state: {
      departureId: departure.id,
      // While a tracker's past is still coming in, the estimate catches up with it: that is no news.
      etaToldMs: same?.etaToldMs ?? (isCatchingUp ? null : etaMs),
      listeningMs,
      trace,
    },
    situation: {
      nowMs,
      isOnWay,
      isHeld: container.held,
      departedMs: isOnWay && departure.departedAt !== null ? epochMs(departure.departedAt) : null,
      planMs: planOf(departure),
      eta:
        eta === undefined
          ? null
          : { madeMs: Date.parse(eta.madeAt), pointsMs: eta.points, p50Ms: etaMs! },
      trace,
      listeningMs,
      boundMs,
      at: still === null ? null : ((await standsAt(known, departure, still)) ?? null),
      near: trace?.last == null ? null : nearestStation(trace.last).station.code,
      embargo: embargoOf(known, container, { departure, eta, trace, route }),
      range: known.ranges.get(container.id) ?? null,
      write: (ms) => timestampIn(ms, timeZone),
    },
  }
}

/** The departure, each point of the lane, the arrival. */
function planOf({ departsAt, service }: Departure): number[] {
  const minutes = [0, ...sectionsOf(service.stops).map(({ toMinutes }) => toMinutes)]
  return minutes.map((one) => epochMs(departsAt) + one * MINUTE_MS)
}

export function reportOf(fix: RawFix): Report {
  return {
    tracker: fix.tracker,
    ms: fix.atMs,
    receivedMs: fix.receivedMs,
    lat: fix.latitudeE7 / 1e7,
    lon: fix.longitudeE7 / 1e7,
    isGood: fix.quality === 'good',
    sensed: senseOf(fix),
  }
}

async function standsAt(
  { tx, fences }: KnownOfAll,
  departure: Departure,
  place: Position,
): Promise<StationCode | undefined> {
  const found = fences.get(departure.id) ?? fencesOf(tx, departure)
  fences.set(departure.id, found)
  return stationAt(place, await found)
}

/** Lines are few, and finding a way costs a search of the whole network. */
const routes = new Map<string, Route | undefined>()
const ROUTES_MAX = 1_000

function routeOf(stops: readonly ServiceStop[]): Route | undefined {
  const stations = stops.map(({ station }) => station)
  const key = stations.join()
  if (!routes.has(key)) {
    if (routes.size >= ROUTES_MAX) routes.clear()
    routes.set(key, findRoute(stations as [StationCode, ...StationCode[]]))
  }
  return routes.get(key)
}

interface Ahead {
  readonly departure: Departure
  readonly eta: KeptEta | undefined
  readonly trace: Trace | null
  readonly route: Route | undefined
}

/** Embargoes at the places that still lie ahead of it, by when it is expected there. */
function embargoOf(
  { embargoes, now }: KnownOfAll,
  container: ContainerRow,
  ahead: Ahead,
): Situation['embargo'] {
  const { departure } = ahead
  const places = placesAhead(container, ahead)
  const expected = expectedAt(ahead, now)
  // What the container has behind it cannot stop it.
  const left = embargoes.flatMap((embargo): Embargo[] => {
    const still = embargo.places.filter((place) => places.has(place))
    return still.length === 0 ? [] : [{ ...embargo, places: still }]
  })
  const isCurrent = ({ until }: Embargo) => until === null || epochMs(until) > now.getTime()
  const [touch = null] = embargoesTouching(departure, left.filter(isCurrent), expected)
    .map(({ embargo, place, at }): Touch => {
      const { id, telegram } = embargo
      return { embargoId: id, telegram, place, at, ms: epochMs(at) }
    })
    .toSorted((one, other) => one.ms - other.ms)
  const wider = left.map((embargo) => ({
    ...embargo,
    from: timestampIn(epochMs(embargo.from) - ALMOST_MS, 'UTC'),
    until: embargo.until && timestampIn(epochMs(embargo.until) + ALMOST_MS, 'UTC'),
  }))
  return { touch, almost: embargoesTouching(departure, wider, expected).length > 0 }
}

/** Behind it lies what is behind its tracker on the line; without one, what is behind the station of its last step. */
function placesAhead(container: ContainerRow, { departure, trace, route }: Ahead) {
  const all = plannedPassages(departure.service.stops).map(({ station }) => station)
  if (!ON_WAY.has(container.stage) || route === undefined) return new Set(all)
  const kms = new Map(stationsAlong(route).map(({ station, km }) => [station, km]))
  const byStep = kms.get(container.place) ?? 0
  const byTracker = trace?.last == null ? 0 : placeOnRoute(route, trace.last).km
  const comeKm = Math.max(byStep, byTracker) - AT_STATION_KM
  return new Set(all.filter((station) => (kms.get(station) ?? Infinity) > comeKm))
}

/** Stations between the points of the estimate by their share of the plan; what is ahead is reached now at the earliest. */
function expectedAt({ departure, eta }: Ahead, now: Date): ReadonlyMap<StationCode, number> {
  const { stops } = departure.service
  const sections = sectionsOf(stops)
  const departsMs = epochMs(departure.departedAt ?? departure.departsAt)
  return new Map(
    plannedPassages(stops).map(({ station, offsetMinutes }) => {
      const at = sections.findIndex(({ toMinutes }) => offsetMinutes <= toMinutes)
      const { fromMinutes, toMinutes } = sections[at]!
      const share = (offsetMinutes - fromMinutes) / Math.max(1, toMinutes - fromMinutes)
      const fromMs = eta?.points[at] ?? departsMs + fromMinutes * MINUTE_MS
      const toMs = eta?.points[at + 1] ?? departsMs + toMinutes * MINUTE_MS
      return [station, Math.max(now.getTime(), fromMs + share * (toMs - fromMs))]
    }),
  )
}
