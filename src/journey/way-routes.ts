/** The way over HTTP: legs, sightings and estimates of a container, estimates of several, and the areas of stations. */
import { findContainersFor, getContainerFor } from '#booking'
import { getStation, STATIONS, type StationCode } from '#kernel/station.ts'
import { serve, type Http } from '#platform/http.ts'
import { getDepartures } from '#train'
import { readLastEtas } from '#journey/eta-store.ts'
import { defaultFence } from '#journey/geofence.ts'
import { readWay, zoneOf } from '#journey/reading-way.ts'
import { drawFence, readFences } from '#journey/seen-store.ts'
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
