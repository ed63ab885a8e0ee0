/** The way over HTTP: legs, sightings and estimates of a container, estimates of several, and the areas of stations. */
import { findContainersFor, getContainerFor } from '#booking'
import { say } from '#kernel/locale.ts'
import { getStation, STATIONS, type StationCode } from '#kernel/station.ts'
import { serve, type Http } from '#platform/http.ts'
import { getDepartures } from '#train'
import { readLastEtas } from '#journey/eta/eta-store.ts'
import { journeyProblem } from '#journey/contract.ts'
import { defaultFence, FENCE_KM_MAX, findCrossing, findFenceFar } from '#journey/fence/geofence.ts'
import { readWay, zoneOf } from '#journey/reading-way.ts'
import { drawFence, readFences, readFenceVersions } from '#journey/fence/fence-store.ts'
import { wayApi, type Geofence } from '#journey/way-contract.ts'

export function wayRoutes(http: Http): void {
  serve(http, wayApi.journey, async ({ tx, params, actor, now }) =>
    readWay(tx, await getContainerFor(tx, actor, params.containerId), now),
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

  serve(http, wayApi.drawGeofence, async ({ tx, params, body, actor, now, locale }) => {
    const { station } = params
    const { fence, over } = body
    const named = { station: say(getStation(station).name, locale) }
    const km = fence === null ? null : findFenceFar(getStation(station), fence)
    if (km !== null) throw journeyProblem('journey.fence_far', { ...named, km, max: FENCE_KM_MAX })
    const crossing = fence === null ? undefined : findCrossing(fence)
    if (crossing !== undefined)
      throw journeyProblem('journey.fence_crosses', { one: crossing[0], other: crossing[1] })
    const isDrawn = await drawFence(tx, actor, station, { fence, over, now })
    if (!isDrawn) throw journeyProblem('journey.fence_changed', named)
    return fenceOf(station, await readFences(tx, actor.organisationId))
  })

  serve(http, wayApi.geofenceVersions, async ({ tx, params: { station }, actor }) => ({
    items: await readFenceVersions(tx, actor.organisationId, station),
  }))
}

function fenceOf(station: StationCode, drawn: Awaited<ReturnType<typeof readFences>>): Geofence {
  const { fence, own = false, version = 0 } = drawn.get(station) ?? {}
  if (fence === undefined)
    return { station, fence: defaultFence(getStation(station)), source: 'default', version }
  return { station, fence, source: own ? 'own' : 'platform', version }
}
