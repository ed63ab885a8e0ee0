/** The fleet over HTTP: pages of rows, and the stream of what changes in them. */
import { eventStream } from '#platform/event-stream.ts'
import { serve, serveRaw, type Http } from '#platform/http.ts'
import type { Moves } from '#tracking'
import { FLEET_STREAM_PATH, fleetApi } from '#journey/fleet-contract.ts'
import { numbered } from '#journey/fleet-page.ts'
import { pageFleet } from '#journey/fleet-store.ts'
import { createFleetStream, type FleetStream } from '#journey/fleet-stream.ts'

export function fleetRoutes(http: Http, moves: Moves): FleetStream {
  const { database, clock } = http.options
  const stream = createFleetStream(database, { moves, clock })

  serve(http, fleetApi.fleet, async ({ tx, query, actor, now }) => {
    // Before the first row is read: what changes meanwhile is told twice rather than never.
    const mark = await stream.mark(tx)
    const entries = await pageFleet(tx, actor.organisationId, now, query)
    const page = entries.slice(0, query.limit)
    const next = entries.length > query.limit ? page.at(-1)!.id : null
    return { ...(await numbered(tx, page)), next, mark }
  })

  serveRaw(
    http,
    {
      method: 'GET',
      path: FLEET_STREAM_PATH,
      summary: 'What changes in the fleet since the `mark` of its first page',
      access: 'member',
      produces: 'text/event-stream',
    },
    async ({ actor, query, headers, signal }) =>
      eventStream(
        stream.open({
          organisationId: actor!.organisationId,
          mark: headers.get('last-event-id') ?? query['mark'] ?? '',
          signal,
        }),
      ),
  )
  return stream
}
