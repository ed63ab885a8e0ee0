/**
 * Captures a partner's events: each is checked, must be about a container the partner takes part in, and is kept as it came.
 *
 * A captured event is what that partner says it saw. It is no step: it moves no container and enters no ledger.
 */
import { isDeepStrictEqual } from 'node:util'
import { findContainersByNumber } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import {
  CaptureDocument,
  CAPTURE_EVENTS_MAX,
  EpcisEvent,
  exchangeProblem,
  type CaptureId,
} from '#exchange/contract.ts'
import { containersOf } from '#exchange/epcis-query.ts'
import {
  findCaptured,
  insertCapture,
  insertEvents,
  type CapturedEvent,
  type CaptureRow,
} from '#exchange/store.ts'

export interface Capturing {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
  readonly errorBehaviour: 'rollback' | 'proceed'
}

/** What is wrong with one event, by its place in the list. */
interface Refused {
  readonly at: number
  readonly problem: Problem
}

/** The events of a document, unchecked; throws when it is none. */
export function eventsOfDocument(body: unknown): unknown[] {
  const parsed = CaptureDocument.safeParse(body)
  if (!parsed.success)
    throw exchangeProblem('exchange.not_a_document', { why: whyOf(parsed.error) })
  const { eventList, queryResults } = parsed.data.epcisBody
  const events = eventList ?? queryResults?.resultsBody.eventList
  if (events === undefined)
    throw exchangeProblem('exchange.not_a_document', { why: '/epcisBody/eventList' })
  if (events.length > CAPTURE_EVENTS_MAX)
    throw exchangeProblem('exchange.too_many_events', {
      max: CAPTURE_EVENTS_MAX,
      count: events.length,
    })
  return events
}

/** The job, and what was refused, in the order of the list. */
export async function capture(
  tx: Tx,
  capturing: Capturing,
  events: readonly unknown[],
): Promise<{ job: CaptureRow; problems: Problem[] }> {
  const { actor, now, ids, errorBehaviour } = capturing
  const { good, refused } = await sift(tx, capturing, events)
  const succeeded = refused.length === 0
  const id = ids('cap') as CaptureId
  const errors = refused.map(({ at, problem }) => ({
    type: 'epcisException:ValidationException',
    title: problem.code,
    status: 400,
    detail: problem.detail(actor.locale),
    instance: `/epcisBody/eventList/${at}`,
  }))
  const job = { id, createdAt: now, errorBehaviour, succeeded, errors }
  await insertCapture(tx, actor.organisationId, job)
  if (succeeded || errorBehaviour === 'proceed')
    await insertEvents(tx, actor.organisationId, id, good)
  return { job, problems: refused.map(({ problem }) => problem) }
}

async function sift(
  tx: Tx,
  { actor, now, ids }: Capturing,
  events: readonly unknown[],
): Promise<{ good: CapturedEvent[]; refused: Refused[] }> {
  const parsed = events.map((event) => EpcisEvent.safeParse(event))
  const sound = parsed.flatMap(({ data }) => data ?? [])
  const numbers = sound.flatMap((event) => containersOf(epcsOf(event)))
  const containers = await findContainersByNumber(tx, actor.organisationId, numbers)
  const before = await findCaptured(
    tx,
    actor.organisationId,
    sound.flatMap(({ eventID }) => eventID ?? []),
  )
  const said = new Map(before)
  const good: CapturedEvent[] = []
  const refused: Refused[] = []
  const refuse = (at: number, why: string) =>
    refused.push({ at, problem: exchangeProblem('exchange.event_refused', { why }) })
  for (const [at, { data, error }] of parsed.entries()) {
    if (data === undefined) {
      refuse(at, whyOf(error))
      continue
    }
    const containerIds = containersIn(data, containers)
    const event = completed(data, ids, now)
    const known = said.get(event.eventID)
    if (containerIds.length === 0) refuse(at, 'no container of yours in its EPCs')
    else if (Date.parse(event.eventTime) > now.getTime() + CLOCK_SKEW_MS)
      refuse(at, 'eventTime lies in the future')
    else if (known === undefined) {
      said.set(event.eventID, event)
      good.push({ id: ids('epe'), event, containerIds })
    } else if (!isSame(known, event)) refuse(at, `another event has the eventID ${event.eventID}`)
  }
  return { good, refused }
}

const CLOCK_SKEW_MS = 600_000

const epcsOf = (event: EpcisEvent): string[] => [
  ...(event.epcList ?? []),
  ...(event.childEPCs ?? []),
  ...(event.inputEPCList ?? []),
  ...(event.outputEPCList ?? []),
  ...(event.parentID === undefined ? [] : [event.parentID]),
]

const containersIn = (
  event: EpcisEvent,
  known: ReadonlyMap<string, ContainerId>,
): ContainerId[] => [
  ...new Set(containersOf(epcsOf(event)).flatMap((number) => known.get(number) ?? [])),
]

/** Without an id it is given one, or nobody could ask for it; when it was recorded is ours to say (7.4.1). */
function completed(event: EpcisEvent, ids: Ids, now: Date): CapturedEvent['event'] {
  const eventID = event.eventID ?? `urn:landbridge:event:${ids('epe')}`
  return { ...event, eventID, recordTime: now.toISOString() }
}

/** Sent again it is no new event, whenever we recorded it. */
function isSame(known: unknown, event: CapturedEvent['event']): boolean {
  const bare = (one: object) => ({ ...one, recordTime: '' })
  return isDeepStrictEqual(bare(known as object), bare(event))
}

function whyOf(error: { readonly issues: readonly IssueLike[] } | undefined): string {
  const [issue] = error?.issues ?? []
  return issue === undefined ? '' : `/${issue.path.join('/')}: ${issue.message}`
}

interface IssueLike {
  readonly path: readonly PropertyKey[]
  readonly message: string
}
