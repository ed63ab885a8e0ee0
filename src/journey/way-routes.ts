/** The way over HTTP: legs, sightings and estimates of a container, estimates of several, and the areas of stations. */
import { findContainersFor, getContainerFor, readSteps } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import { getStation, STATIONS, type StationCode } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import { currentEmbargoes, embargoesTouching, getDeparture, getDepartures } from '#train'
import type { Departure } from '#train/contract.ts'
import { readEtas, readLastEtas } from '#journey/eta-store.ts'
import { listHandOvers } from '#journey/hand-over-store.ts'
import { defaultFence } from '#journey/geofence.ts'
import { sectionsOf, type Section } from '#journey/section.ts'
import { drawFence, readFences, readSeen } from '#journey/seen-store.ts'
import { Eta, wayApi, type Geofence, type Journey } from '#journey/way-contract.ts'
import { legsOf, linkedStep, pointTimes, saidOf } from '#journey/way.ts'

export function wayRoutes(http: Http): void {
  serve(http, wayApi.journey, ({ tx, params, actor, now }) =>
    readJourney(tx, { actor, now }, params.containerId),
  )

  serve(http, wayApi.etas, async ({ tx, query, actor, now }) => {
    const rows = await findContainersFor(tx, actor.organisationId, query.containers)
    const departures = await getDepartures(
      tx,
      rows.map(({ departureId }) => departureId),
      now,
    )
    const zones = new Map(
      rows.map(({ id, departureId }) => [id, zoneOf(departures.get(departureId)!)]),
    )
    const etas = await readLastEtas(tx, [...zones.keys()], (id) => zones.get(id)!)
    return { items: [...etas].map(([containerId, eta]) => ({ containerId, eta })) }
  })

  fenceRoutes(http)
}

function fenceRoutes(http: Http): void {
  serve(http, wayApi.geofences, async ({ tx, actor }) => {
    const drawn = await readFences(tx, actor.organisationId)
    return { items: STATIONS.map(({ code }) => fenceOf(code, drawn)) }
  })

  serve(http, wayApi.drawGeofence, async ({ tx, params: { station }, body, actor, now }) => {
    await drawFence(tx, actor.organisationId, station, { fence: body.fence, now })
    return fenceOf(station, await readFences(tx, actor.organisationId))
  })
}

function fenceOf(station: StationCode, drawn: Awaited<ReturnType<typeof readFences>>): Geofence {
  const known = drawn.get(station)
  if (known === undefined)
    return { station, fence: defaultFence(getStation(station)), source: 'default' }
  return { station, fence: known.fence, source: known.own ? 'own' : 'platform' }
}

const zoneOf = ({ service }: Departure): string => getStation(service.destination).timeZone

async function readJourney(
  tx: Tx,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
  id: ContainerId,
): Promise<Journey> {
  const container = await getContainerFor(tx, actor, id)
  const departure = await getDeparture(tx, container.departureId, now)
  const sections = sectionsOf(departure.service.stops)
  const said = saidOf(await readSteps(tx, id))
  const seen = await readSeen(tx, id)
  const points = pointTimes(sections, said, seen)
  const etas = await readEtas(tx, id, zoneOf(departure))
  const [eta, ...history] = etas.map((kept) => Eta.parse(kept))
  const expected = etas[0]?.points ?? []
  return {
    legs: legsOf(sections, points, {
      departsMs: epochMs(departure.departsAt),
      trainNumber: departure.trainNumber,
      wagonNumber: container.wagonNumber,
      handOvers: (await listHandOvers(tx, [id])).get(id) ?? [],
      expected,
    }),
    seen: seen.map((one) => ({
      station: one.station,
      kind: one.kind,
      at: timestampIn(one.ms, getStation(one.station).timeZone),
      fixes: one.fixes,
      seenAt: one.seenAt.toISOString(),
      step: linkedStep(one, said),
    })),
    eta: eta ?? null,
    history,
    embargoes: embargoesTouching(
      departure,
      await currentEmbargoes(tx, now),
      expectedAt(sections, expected),
    ),
  }
}

/** By the estimate, at the stations between the sections. */
function expectedAt(
  sections: readonly Section[],
  expected: readonly number[],
): ReadonlyMap<StationCode, number> {
  return new Map(
    sections.flatMap(({ to }, index): [StationCode, number][] => {
      const ms = expected[index + 1]
      return ms === undefined ? [] : [[to, ms]]
    }),
  )
}
