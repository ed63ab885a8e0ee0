/** The fleet over HTTP: pages of rows, and the stream of what changes in them. */
import { z } from 'zod'
import { eventStream } from '#platform/event-stream.ts'
import { serve, serveRaw, type Http } from '#platform/http.ts'
import type { Moves } from '#tracking'
import { writeFleetColumns } from '#journey/fleet/fleet-columns.ts'
import {
  FLEET_COLUMNS_PATH,
  FLEET_COLUMNS_ROWS,
  FLEET_STREAM_PATH,
  fleetApi,
} from '#journey/fleet-contract.ts'
import { numbered } from '#journey/fleet/fleet-page.ts'
import { pageFleet } from '#journey/fleet/fleet-store.ts'
import { createFleetStream, type FleetStream } from '#journey/fleet/fleet-stream.ts'

/** What is no cursor asks for the first page. */
const ColumnsAsked = z.object({ cursor: z.string().max(200).optional() }).catch({})

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
      path: FLEET_COLUMNS_PATH,
      summary: 'The fleet by columns, many thousand rows a page',
      access: 'member',
      produces: 'application/json',
    },
    async ({ actor, query, now, database }) => {
      const { cursor } = ColumnsAsked.parse(query)
      const body = await database.transact(async (tx) => {
        const mark = await stream.mark(tx)
        const asked = { cursor, limit: FLEET_COLUMNS_ROWS, mark }
        return writeFleetColumns(tx, actor!.organisationId, now, asked)
      })
      return { type: 'application/json; charset=utf-8', body }
    },
  )

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
