/** Tracking over HTTP: trackers and their bindings, where the containers are, and the stream of it. */
import { getContainerFor, takeStep } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { eventStream } from '#platform/event-stream.ts'
import { serve, serveRaw, type Http } from '#platform/http.ts'
import { commandApi, CommandId, COMMAND_WAITS_HOURS } from '#tracking/command-contract.ts'
import { getCommand, listCommands, listMessages, queueCommand } from '#tracking/command-store.ts'
import {
  POSITIONS_STREAM_PATH,
  trackingApi,
  trackingProblem,
  TrackerId,
  type TrackerWays,
} from '#tracking/contract.ts'
import { listRoutes } from '#tracking/list-routes.ts'
import { catchUp, listLivePositions, readTrack } from '#tracking/position-store.ts'
import { listQuarantined } from '#tracking/quarantine-store.ts'
import { railRoutes } from '#tracking/rail-routes.ts'
import { digestOf, makeSecret } from '#tracking/secret.ts'
import {
  closeBinding,
  getBindingState,
  getTracker,
  insertBinding,
  insertTracker,
  listTrackers,
  lockTracker,
} from '#tracking/store.ts'
import { takeSentFixes } from '#tracking/sent-fixes.ts'
import { createMoves, type Moves } from '#tracking/moves.ts'
import { positionEvents } from '#tracking/stream.ts'
import { findBindRefusal } from '#tracking/tracking.ts'

export interface TrackingRoutes {
  /** What streams of later slices hear of moves by. */
  readonly moves: Moves
  /** Ends the streams that are open, so that the server can stop. */
  close(): void
}

export function trackingRoutes(http: Http, ways: TrackerWays = BY_DEFAULT): TrackingRoutes {
  trackerRoutes(http, ways)
  commandRoutes(http)
  bindingRoutes(http)
  positionRoutes(http)
  listRoutes(http)
  railRoutes(http)
  return streamRoute(http)
}

/** As `platform/config.ts` has it where nothing is set. */
const BY_DEFAULT: TrackerWays = { jt808Port: 8808, mqtt: null }

function trackerRoutes(http: Http, ways: TrackerWays): void {
  serve(http, trackingApi.ways, async () => ways)

  serve(http, trackingApi.register, async ({ tx, body, actor, now, ids }) => {
    const id = TrackerId.parse(ids('dev'))
    const secret = makeSecret()
    const operatorId = actor.organisationId
    const secretDigest = digestOf(secret)
    await insertTracker(tx, { ...body, id, operatorId, secretDigest, registeredAt: now })
    return { tracker: await getTracker(tx, operatorId, id), secret }
  })

  serve(http, trackingApi.list, ({ tx, query, actor }) =>
    listTrackers(tx, actor.organisationId, query),
  )

  serve(http, trackingApi.quarantine, ({ tx, query, actor }) => {
    const operatorId: OrganisationId | null =
      actor.organisationKind === 'platform' ? null : actor.organisationId
    return listQuarantined(tx, operatorId, query)
  })
}

function commandRoutes(http: Http): void {
  serve(http, commandApi.send, async ({ tx, params, body, actor, now, ids }) => {
    const { trackerId } = params
    await lockTracker(tx, actor.organisationId, trackerId)
    const id = CommandId.parse(ids('cmd'))
    const expiresAt = new Date(now.getTime() + COMMAND_WAITS_HOURS * 3_600_000)
    await queueCommand(tx, { id, trackerId, request: body.request, askedAt: now, expiresAt })
    return getCommand(tx, id)
  })

  serve(http, commandApi.list, async ({ tx, params, query, actor }) => {
    await getTracker(tx, actor.organisationId, params.trackerId)
    return listCommands(tx, actor.organisationId, params.trackerId, query)
  })

  serve(http, commandApi.messages, async ({ tx, params, query, actor }) => {
    await getTracker(tx, actor.organisationId, params.trackerId)
    return listMessages(tx, actor.organisationId, params.trackerId, query)
  })
}

function bindingRoutes(http: Http): void {
  serve(http, trackingApi.bind, async ({ tx, params, body, ...given }) => {
    const { trackerId } = params
    const { containerId, place, at } = body
    const { organisationId } = given.actor
    const { terminalId } = await lockTracker(tx, organisationId, trackerId)
    const container = await takeStep(tx, {
      ...given,
      containerId,
      step: 'bind_tracker',
      place,
      at,
      said: { restricted: { terminalId } },
    })
    const boundAt = new Date(container.lastStepAt)
    const state = await getBindingState(tx, trackerId, containerId)
    const refused = findBindRefusal({ ...state, at: boundAt })
    if (refused !== null) throw trackingProblem(refused.refusal, refused.facts)
    await insertBinding(tx, trackerId, containerId, boundAt)
    await catchUp(tx, trackerId, containerId, boundAt)
    return getTracker(tx, organisationId, trackerId)
  })

  serve(http, trackingApi.unbind, async ({ tx, params, actor, now }) => {
    await lockTracker(tx, actor.organisationId, params.trackerId)
    if (!(await closeBinding(tx, params.trackerId, now)))
      throw trackingProblem('tracking.not_bound')
    return getTracker(tx, actor.organisationId, params.trackerId)
  })
}

function positionRoutes(http: Http): void {
  serve(http, trackingApi.positions, async ({ tx, actor, now }) => ({
    items: await listLivePositions(tx, actor.organisationId, now),
  }))

  serve(http, trackingApi.sendPositions, ({ tx, body, actor, now, locale }) =>
    takeSentFixes(tx, http.options.database, {
      fixes: body.fixes,
      operatorId: actor.organisationId,
      now,
      locale,
    }),
  )

  serve(http, trackingApi.track, async ({ tx, params, query, actor }) => {
    await getContainerFor(tx, actor, params.containerId)
    const { from, to } = query
    if (from !== undefined && to !== undefined && Date.parse(from) > Date.parse(to))
      throw trackingProblem('tracking.period_reversed')
    return readTrack(tx, params.containerId, query)
  })
}

function streamRoute(http: Http): TrackingRoutes {
  const { database } = http.options
  const moves = createMoves(database)
  serveRaw(
    http,
    {
      method: 'GET',
      path: POSITIONS_STREAM_PATH,
      summary:
        'Positions of my containers, or of `container` alone, as they come in: a snapshot, then every move',
      access: 'member',
      produces: 'text/event-stream',
    },
    async ({ actor, query, headers, now, signal }) => {
      const containerId = query['container']
      if (containerId !== undefined)
        await database.transact((tx) => getContainerFor(tx, actor!, containerId as ContainerId))
      return eventStream(
        positionEvents(database, moves, {
          organisationId: actor!.organisationId,
          containerId: containerId as ContainerId | undefined,
          lastEventId: headers.get('last-event-id') ?? undefined,
          now,
          signal,
        }),
      )
    },
  )
  return { moves, close: () => moves.close() }
}
