/** DCSA Track & Trace 2: `GET /v2/events` of the containers a party takes part in, with the standard's filters and its way of paging. */
import { createHash } from 'node:crypto'
import { listSteps, type StepsAsked } from '#booking'
import { TRAIN_EVENTS } from '#booking/step-contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { serveRaw, type Http } from '#platform/http.ts'
import { listCarriageEvents } from '#journey'
import { toDcsaCarriageEvents } from '#exchange/carriage.ts'
import { exchangeProblem } from '#exchange/contract.ts'
import { toDcsaEvents } from '#exchange/dcsa.ts'

const PATH = '/dcsa/tnt/v2/events'
const PARAMETERS = new Set([
  'eventType',
  'carrierBookingReference',
  'equipmentReference',
  'eventCreatedDateTime:gte',
  'limit',
  'cursor',
])
const EVENT_TYPES = ['EQUIPMENT', 'TRANSPORT', 'SHIPMENT']
const LIMIT = 100
const LIMIT_MAX = 500

type Query = Readonly<Record<string, string>>

export function dcsaRoutes(http: Http): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: PATH,
      summary: 'DCSA Track & Trace 2: events of the containers you take part in, oldest first',
      access: 'member',
      produces: 'application/json',
    },
    async ({ query, actor, database }) => {
      const asked = questionOf(actor!, query)
      const told = await database.transact((tx) => listTold(tx, asked))
      const types = typesOf(query)
      const events = told
        .flatMap(({ events }) => events)
        .filter((event) => types.includes((event as { readonly eventType: string }).eventType))
      const last = told.at(-1)
      const hasMore = told.length === asked.limit && last !== undefined
      return {
        type: 'application/json; charset=utf-8',
        headers: {
          'api-version': '2.2.0',
          ...(hasMore && { 'next-page': nextPage(query, cursorOf(last)) }),
        },
        body: JSON.stringify(events),
      }
    },
  )
}

interface Told {
  readonly place: NonNullable<StepsAsked['after']>
  readonly events: readonly object[]
}

/** Steps and what was said of carriages, in the order they were recorded. */
async function listTold(tx: Tx, asked: StepsAsked): Promise<Told[]> {
  const place = (one: { recordedAt: Date; containerId: string; sequence: number }) => ({
    at: one.recordedAt,
    containerId: one.containerId,
    sequence: one.sequence,
  })
  const steps = (await listSteps(tx, { ...asked, events: TRAIN_EVENTS })).map((step): Told => ({
    place: place(step),
    events: toDcsaEvents(step, uuidOf),
  }))
  const carried = (await listCarriageEvents(tx, { ...asked, plans: true })).map((event): Told => ({
    place: place(event),
    events: toDcsaCarriageEvents(event, uuidOf),
  }))
  return [...steps, ...carried].toSorted(inOrder).slice(0, asked.limit)
}

function inOrder({ place: one }: Told, { place: other }: Told): number {
  const byTime = one.at.getTime() - other.at.getTime()
  if (byTime !== 0) return byTime
  if (one.containerId !== other.containerId) return one.containerId < other.containerId ? -1 : 1
  return one.sequence - other.sequence
}

function questionOf({ organisationId }: Actor, query: Query): StepsAsked {
  const unknown = Object.keys(query).find((name) => !PARAMETERS.has(name))
  if (unknown !== undefined) throw exchangeProblem('exchange.unknown_parameter', { name: unknown })
  const containerNumber = query['equipmentReference']
  return {
    of: { organisationId },
    bookingNumber: query['carrierBookingReference'],
    containerNumbers: containerNumber === undefined ? undefined : [containerNumber],
    recorded: { from: createdFrom(query) },
    order: 'recorded',
    descending: false,
    after: afterOf(query),
    limit: limitOf(query),
  }
}

const bad = (name: string, value: string) =>
  exchangeProblem('exchange.bad_parameter', { name, value: value.slice(0, 100) })

function typesOf(query: Query): readonly string[] {
  const asked = query['eventType']?.split(',') ?? EVENT_TYPES
  const wrong = asked.find((type) => !EVENT_TYPES.includes(type))
  if (wrong !== undefined) throw bad('eventType', wrong)
  return asked
}

function createdFrom(query: Query): Date | undefined {
  const text = query['eventCreatedDateTime:gte']
  if (text === undefined) return undefined
  const at = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text) || Number.isNaN(at.getTime()))
    throw bad('eventCreatedDateTime:gte', text)
  return at
}

function limitOf(query: Query): number {
  const text = query['limit'] ?? String(LIMIT)
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > LIMIT_MAX) throw bad('limit', text)
  return Number(text)
}

const cursorOf = ({ place: { at, containerId, sequence } }: Told): string =>
  Buffer.from(JSON.stringify([at.getTime(), containerId, sequence])).toString('base64url')

function afterOf(query: Query): StepsAsked['after'] {
  const text = query['cursor']
  if (text === undefined) return undefined
  try {
    const [at, containerId, sequence] = JSON.parse(
      Buffer.from(text, 'base64url').toString(),
    ) as unknown[]
    if (
      Number.isSafeInteger(at) &&
      typeof containerId === 'string' &&
      containerId.length < 100 &&
      Number.isSafeInteger(sequence)
    )
      return { at: new Date(at as number), containerId, sequence: sequence as number }
  } catch {
    // Said below.
  }
  throw bad('cursor', text)
}

function nextPage(query: Query, cursor: string): string {
  return `${PATH}?${new URLSearchParams({ ...query, cursor }).toString()}`
}

/** A UUID of version 8 (RFC 9562, 5.8) made of a name. */
function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-')
}
