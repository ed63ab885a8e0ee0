/** EPCIS 2.0.1 over HTTP, as in the standard's REST bindings: what this repository is, capture, query; and a passport as a document. */
import { Buffer } from 'node:buffer'
import { listSteps } from '#booking'
import { TRAIN_EVENTS } from '#booking/step-contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Database } from '#platform/database.ts'
import { serveRaw, type Http, type RawReply } from '#platform/http.ts'
import { listCarriageEvents } from '#journey'
import { getPassport } from '#passport'
import { toEpcisCarriageEvent } from '#exchange/carriage.ts'
import { capture, eventsOfDocument, type Capturing } from '#exchange/capture.ts'
import { CAPTURE_BYTES_MAX, CAPTURE_EVENTS_MAX, exchangeProblem } from '#exchange/contract.ts'
import { parseQuestion, tokenOf } from '#exchange/epcis-query.ts'
import { pageEvents } from '#exchange/events.ts'
import {
  CONTEXT,
  LANDBRIDGE_NAMESPACE,
  toDocument,
  toEpcisEvent,
  toQueryDocument,
} from '#exchange/exchange.ts'
import { findCapture } from '#exchange/store.ts'

const BASE = '/epcis/v2'
const JSON_LD = 'application/ld+json'
const JSON_TYPE = 'application/json; charset=utf-8'
/** A container has some twenty steps. */
const STEPS_MAX = 1_000

const VERSIONS = {
  'gs1-epcis-version': '2.0.0',
  'gs1-epcis-min': '2.0.0',
  'gs1-epcis-max': '2.0.0',
  'gs1-cbv-version': '2.0.0',
  'gs1-cbv-min': '2.0.0',
  'gs1-cbv-max': '2.0.0',
  'gs1-extensions': `landbridge=${LANDBRIDGE_NAMESPACE}`,
  'gs1-epcis-capture-limit': String(CAPTURE_EVENTS_MAX),
  'gs1-epcis-capture-file-size-limit': String(CAPTURE_BYTES_MAX),
}

export function epcisRoutes(http: Http): void {
  discoveryRoutes(http)
  captureRoutes(http)
  captureJobRoute(http)
  queryRoutes(http)
  serveRaw(
    http,
    {
      method: 'GET',
      path: '/api/passports/:code/epcis',
      summary: 'The public part of a passport as an EPCIS 2.0 document',
      access: 'public',
      produces: JSON_LD,
    },
    async ({ params, database, now }) => {
      const events = await database.transact(async (tx) => {
        const { code, containerId } = await getPassport(tx, params['code'] ?? '')
        const asked = { order: 'happened', descending: false, limit: STEPS_MAX } as const
        const of = { containerId }
        const steps = await listSteps(tx, { ...asked, of, events: TRAIN_EVENTS })
        const carried = await listCarriageEvents(tx, { ...asked, of, plans: false })
        // Whose booking it is, who carries it, and our own name for the container, stay between its parties.
        return [
          ...steps.map(({ sequence, recordedAt, public: said }) =>
            toEpcisEvent({ name: code, sequence, recordedAt, public: said }),
          ),
          ...carried.map((event) => toEpcisCarriageEvent({ ...event, name: code })),
        ].toSorted((one, other) => Date.parse(one.eventTime) - Date.parse(other.eventTime))
      })
      return jsonLd(toDocument(events, now))
    },
  )
}

function discoveryRoutes(http: Http): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: BASE,
      summary: 'EPCIS 2.0: the resources of this repository, and in the headers what it supports',
      access: 'public',
      produces: 'application/json',
    },
    async () => ({
      type: JSON_TYPE,
      headers: VERSIONS,
      body: JSON.stringify(['capture', 'events']),
    }),
  )
}

function captureRoutes(http: Http): void {
  const { ids } = http.options
  serveRaw(
    http,
    {
      method: 'POST',
      path: `${BASE}/capture`,
      summary: 'EPCIS 2.0: capture the events of a document about containers you take part in',
      access: 'member',
      produces: 'application/json',
    },
    async ({ body, actor, headers, now, database }) => {
      const capturing = { actor: actor!, now, ids, errorBehaviour: behaviourOf(headers) }
      const events = eventsOfDocument(body)
      const { job } = await database.transact((tx) => capture(tx, capturing, events))
      return {
        status: 202,
        type: JSON_TYPE,
        headers: { ...VERSIONS, location: `${BASE}/capture/${job.id}` },
        body: JSON.stringify({ captureID: job.id }),
      }
    },
  )

  serveRaw(
    http,
    {
      method: 'POST',
      path: `${BASE}/events`,
      summary: 'EPCIS 2.0: capture one event',
      access: 'member',
      produces: 'application/json',
    },
    async ({ body, actor, now, database }) => {
      const capturing = { actor: actor!, now, ids, errorBehaviour: 'rollback' as const }
      const job = await database.transact(async (tx) => {
        const done = await capture(tx, capturing, [body])
        // Thrown inside, so that of a refused event nothing stays.
        for (const problem of done.problems) throw problem
        return done.job
      })
      return {
        status: 201,
        type: JSON_TYPE,
        headers: VERSIONS,
        body: JSON.stringify({ captureID: job.id }),
      }
    },
  )
}

function captureJobRoute(http: Http): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: `${BASE}/capture/:captureId`,
      summary: 'EPCIS 2.0: what became of a capture job of yours',
      access: 'member',
      produces: 'application/json',
    },
    async ({ params, actor, database }) => {
      const job = await database.transact((tx) =>
        findCapture(tx, actor!.organisationId, params['captureId'] ?? ''),
      )
      if (job === undefined) throw exchangeProblem('exchange.capture_absent')
      const at = job.createdAt.toISOString()
      const body = {
        captureID: job.id,
        createdAt: at,
        finishedAt: at,
        running: false,
        success: job.succeeded,
        captureErrorBehaviour: job.errorBehaviour,
        errors: job.errors,
      }
      return { type: JSON_TYPE, headers: VERSIONS, body: JSON.stringify(body) }
    },
  )
}

/** `GS1-Capture-Error-Behaviour`, 8.2.5: by default one bad event refuses all. */
function behaviourOf(headers: Pick<Headers, 'get'>): Capturing['errorBehaviour'] {
  const name = 'GS1-Capture-Error-Behaviour'
  const value = headers.get(name) ?? 'rollback'
  if (value !== 'rollback' && value !== 'proceed')
    throw exchangeProblem('exchange.bad_parameter', { name, value: value.slice(0, 100) })
  return value
}

function queryRoutes(http: Http): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: `${BASE}/events`,
      summary:
        'EPCIS 2.0: events of the containers you take part in, by the parameters of its query language',
      access: 'member',
      produces: JSON_LD,
    },
    async ({ query, actor, database, now }) => {
      const page = await pageOfEvents(database, actor!, query)
      const link = page.next && linkOf(query, tokenOf(page.next))
      return jsonLd(toQueryDocument(page.events, now), link === undefined ? {} : { link })
    },
  )

  serveRaw(
    http,
    {
      method: 'GET',
      path: `${BASE}/events/:eventId`,
      summary: 'EPCIS 2.0: one event by its eventID',
      access: 'member',
      produces: JSON_LD,
    },
    async ({ params, actor, database }) => {
      const query = { EQ_eventID: params['eventId'] ?? '' }
      const { events } = await pageOfEvents(database, actor!, query)
      if (events[0] === undefined) throw exchangeProblem('exchange.event_absent')
      return jsonLd({ '@context': CONTEXT, ...events[0] })
    },
  )
}

function pageOfEvents(database: Database, actor: Actor, query: Readonly<Record<string, string>>) {
  const question = parseQuestion(query)
  return database.transact((tx) => pageEvents(tx, actor, question))
}

/** RFC 8288, as the REST bindings page. */
function linkOf(query: Readonly<Record<string, string>>, nextPageToken: string): string {
  const next = new URLSearchParams({ ...query, nextPageToken })
  return `<${BASE}/events?${next.toString()}>; rel="next"`
}

const jsonLd = (body: object, headers: Readonly<Record<string, string>> = {}): RawReply => ({
  type: JSON_LD,
  headers: { ...VERSIONS, ...headers },
  body: Buffer.from(JSON.stringify(body)),
})
