/** Links over HTTP: made, listed and revoked by parties; opened by anyone who has the address. */
import { createHash, randomBytes } from 'node:crypto'
import { containersOfBooking, getContainerFor } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { eventStream } from '#platform/event-stream.ts'
import { serve, servePublic, serveRaw, type Http } from '#platform/http.ts'
import { createRateLimit } from '#platform/rate-limit.ts'
import type { Moves } from '#tracking'
import { getDeparture } from '#train'
import type { FleetStream } from '#journey/fleet/fleet-stream.ts'
import { shareProblem, shareState } from '#journey/share/share.ts'
import {
  shareApi,
  SHARED_STREAM_PATH,
  ShareLinkId,
  type ShareTarget,
} from '#journey/share-contract.ts'
import { containersOf, readShared, readSharedWay } from '#journey/share/share-reading.ts'
import {
  countOpening,
  findLinkByDigest,
  findOwnLink,
  insertLink,
  listLinks,
  revokeLink,
  type OpenLink,
} from '#journey/share/share-store.ts'
import { createShareStreams, type ShareStreams } from '#journey/share/share-stream.ts'

const DAY_MS = 86_400_000
const TOKEN_BYTES = 32
/** Of one address: a page asks twice when it opens and once for each change; a room full of people shares an address. */
const ASKS_A_MINUTE = 120

export function shareRoutes(
  http: Http,
  { moves, fleet }: { readonly moves: Moves; readonly fleet: FleetStream },
): ShareStreams {
  const { database, clock } = http.options
  const streams = createShareStreams(database, { moves, fleet, clock })
  makerRoutes(http)
  const admit = admission()
  openRoutes(http, admit)
  streamRoute(http, admit, streams)
  return streams
}

function makerRoutes(http: Http): void {
  serve(http, shareApi.make, async ({ tx, body, actor, now, ids }) => {
    const { target, days, note } = body
    await requireMine(tx, actor, target, now)
    const id = ShareLinkId.parse(ids('shr'))
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const expiresAt = new Date(now.getTime() + days * DAY_MS)
    await insertLink(tx, { id, actor, digest: digestOf(token), target, note, now, expiresAt })
    return { link: (await findOwnLink(tx, actor.organisationId, id, now))!, token }
  })

  serve(http, shareApi.list, ({ tx, query, actor, now }) =>
    listLinks(tx, actor.organisationId, query, now),
  )

  serve(http, shareApi.revoke, async ({ tx, params, actor, now }) => {
    const { shareLinkId } = params
    const link = await findOwnLink(tx, actor.organisationId, shareLinkId, now)
    if (link === undefined) throw shareProblem('journey.share_absent')
    await revokeLink(tx, shareLinkId, now)
    return (await findOwnLink(tx, actor.organisationId, shareLinkId, now))!
  })
}

async function requireMine(tx: Tx, actor: Actor, target: ShareTarget, now: Date): Promise<void> {
  switch (target.kind) {
    case 'container':
      await getContainerFor(tx, actor, target.containerId)
      return
    case 'booking': {
      const boxes = await containersOfBooking(tx, actor, target.bookingId)
      if (boxes.length === 0) throw shareProblem('journey.share_nothing')
      return
    }
    case 'train': {
      const { service } = await getDeparture(tx, target.departureId, now)
      if (service.operatorId !== actor.organisationId)
        throw shareProblem('journey.share_other_train')
    }
  }
}

const digestOf = (token: string): Uint8Array => createHash('sha256').update(token).digest()

/** Whether an address may ask, and what link the token is of: one that is over is answered like one that never was. */
interface Admission {
  (
    tx: Tx,
    asked: { readonly token: string; readonly headers: Pick<Headers, 'get'>; readonly now: Date },
  ): Promise<OpenLink>
}

function admission(): Admission {
  const limit = createRateLimit({ asksMax: ASKS_A_MINUTE, windowSeconds: 60 })
  return async (tx, { token, headers, now }) => {
    const seconds = limit.take(headers.get('x-client-address') ?? '', now)
    if (seconds > 0) throw shareProblem('journey.share_too_often', { seconds })
    const link = await findLinkByDigest(tx, digestOf(token))
    if (link === undefined || shareState(link, now) !== 'open')
      throw shareProblem('journey.share_over')
    return link
  }
}

function openRoutes(http: Http, admit: Admission): void {
  servePublic(http, shareApi.open, async ({ tx, params, query, headers, now }) => {
    const link = await admit(tx, { token: params.token, headers, now })
    if (query.again === 'false') await countOpening(tx, link.id, now)
    return readShared(tx, link, now)
  })

  servePublic(http, shareApi.way, async ({ tx, params, headers, now }) => {
    const link = await admit(tx, { token: params.token, headers, now })
    return readSharedWay(tx, link, params.containerId, now)
  })
}

function streamRoute(http: Http, admit: Admission, streams: ShareStreams): void {
  const { database } = http.options
  serveRaw(
    http,
    {
      method: 'GET',
      path: SHARED_STREAM_PATH,
      summary: 'What moves and changes under a link, until it is over',
      access: 'public',
      produces: 'text/event-stream',
    },
    async ({ params, headers, now, signal }) => {
      const { link, ids } = await database.transact(async (tx) => {
        const admitted = await admit(tx, { token: params['token'] ?? '', headers, now })
        const rows = await containersOf(tx, admitted)
        return { link: admitted, ids: new Set<ContainerId>(rows.map(({ id }) => id)) }
      })
      const { id: linkId, expiresAt } = link
      const events = streams.open({ linkId, expiresAt, containerIds: ids, signal })
      if (events === undefined) throw shareProblem('journey.share_too_often', { seconds: 60 })
      return eventStream(events)
    },
  )
}
