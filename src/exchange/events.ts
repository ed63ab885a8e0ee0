/** A party's events in one order: the steps of its containers and their carriages in the words of EPCIS, and what partners captured about them. */
import { listSteps, type StepOfContainer, type StepsAsked } from '#booking'
import { TRAIN_EVENTS } from '#booking/step-contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { listCarriageEvents, type CarriageEvent } from '#journey'
import { CARRIAGE_CBV, toEpcisCarriageEvent } from '#exchange/carriage.ts'
import { EVENT_ID_PREFIX, type EpcisEvent } from '#exchange/contract.ts'
import {
  containersOf,
  placesOf,
  stationsOf,
  type EpcisQuestion,
  type EventPlace,
} from '#exchange/epcis-query.ts'
import { CBV, toEpcisEvent } from '#exchange/exchange.ts'
import { listCaptured } from '#exchange/store.ts'

/** Behind every `ctr_…`, before every `epe_…`. */
const BEHIND_CONTAINERS = 'cts'

interface Placed extends EventPlace {
  readonly event: EpcisEvent
}

export interface EventPage {
  readonly events: readonly EpcisEvent[]
  readonly next: EventPlace | undefined
}

export async function pageEvents(tx: Tx, actor: Actor, asked: EpcisQuestion): Promise<EventPage> {
  const { organisationId } = actor
  const captured = await listCaptured(tx, organisationId, asked)
  const carried = await carriedOf(tx, actor, asked)
  const all = [...(await stepsOf(tx, actor, asked)), ...carried, ...captured].sort((one, other) => {
    const forward = one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1)
    return asked.descending ? -forward : forward
  })
  const shown = all.slice(0, asked.limit)
  const last = shown.at(-1)
  const hasMore = all.length > asked.limit
  return {
    events: shown.map(({ event }) => event),
    next: hasMore && last !== undefined ? { at: last.at, id: last.id } : undefined,
  }
}

async function stepsOf(tx: Tx, actor: Actor, asked: EpcisQuestion): Promise<Placed[]> {
  const question = questionOfSteps(actor, asked)
  if (question === undefined) return []
  const steps = await listSteps(tx, question)
  const isWanted = ({ sequence, containerId }: StepOfContainer) =>
    asked.eventIds?.includes(`${EVENT_ID_PREFIX}${containerId}.${sequence}`) ?? true
  return steps.filter(isWanted).map((step) => ({
    at: asked.order === 'happened' ? step.at : step.recordedAt,
    id: `${step.containerId}.${step.sequence}`,
    event: toEpcisEvent({ ...step, name: step.containerId }),
  }))
}

async function carriedOf(tx: Tx, actor: Actor, asked: EpcisQuestion): Promise<Placed[]> {
  const question = questionOfSteps(actor, {
    ...asked,
    actions: undefined,
    bizSteps: undefined,
    dispositions: undefined,
    readPoints: undefined,
  })
  const kinds = kindsAsked(asked)
  const unLocodes = asked.readPoints && placesOf(asked.readPoints)
  if (question === undefined || kinds.length === 0 || unLocodes?.length === 0) return []
  const carried = await listCarriageEvents(tx, { ...question, kinds, unLocodes, plans: false })
  const isWanted = ({ sequence, containerId }: CarriageEvent) =>
    asked.eventIds?.includes(`${EVENT_ID_PREFIX}${containerId}.${sequence}`) ?? true
  return carried.filter(isWanted).map((event) => ({
    at: asked.order === 'happened' ? new Date(event.at) : event.recordedAt,
    id: `${event.containerId}.${event.sequence}`,
    event: toEpcisCarriageEvent({ ...event, name: event.containerId, trade: event }),
  }))
}

function kindsAsked({ actions, bizSteps, dispositions }: EpcisQuestion): CarriageEvent['kind'][] {
  return (['departure', 'arrival'] as const).filter((kind) => {
    const { action, bizStep, disposition } = CARRIAGE_CBV[kind]
    return (
      (actions?.includes(action) ?? true) &&
      (bizSteps?.includes(bizStep) ?? true) &&
      (dispositions?.includes(disposition) ?? true)
    )
  })
}

/** Undefined where no step can answer. */
function questionOfSteps(actor: Actor, asked: EpcisQuestion): StepsAsked | undefined {
  if (asked.types?.includes('ObjectEvent') === false || asked.bizLocations !== undefined)
    return undefined
  const events = eventsAsked(asked)
  const containerNumbers = asked.epcs && containersOf(asked.epcs)
  const places = asked.readPoints && stationsOf(asked.readPoints)
  if ([events, containerNumbers, places].some((some) => some?.length === 0)) return undefined
  const only = asked.eventIds && containersOfEventIds(asked.eventIds)
  if (only?.length === 0) return undefined
  return {
    of: { organisationId: actor.organisationId },
    events,
    containerNumbers,
    containerIds: only,
    places,
    happened: asked.happened,
    recorded: asked.recorded,
    order: asked.order,
    descending: asked.descending,
    after: asked.after && placeOfStep(asked.after),
    // Few: a container has some twenty steps, and event ids are asked for one by one.
    limit: only === undefined ? asked.limit + 1 : 1_000,
  }
}

function eventsAsked({ actions, bizSteps, dispositions }: EpcisQuestion): readonly string[] {
  return TRAIN_EVENTS.filter((event) => {
    const words = CBV[event]
    return (
      (actions?.includes(words.action) ?? true) &&
      (bizSteps?.includes(words.bizStep) ?? true) &&
      (dispositions === undefined ||
        (words.disposition !== undefined && dispositions.includes(words.disposition)))
    )
  })
}

function containersOfEventIds(eventIds: readonly string[]): string[] {
  const ours = /^urn:landbridge:event:(ctr_[0-9a-z]{20})\.\d{1,15}$/
  return eventIds.flatMap((id) => ours.exec(id)?.[1] ?? [])
}

function placeOfStep({ at, id }: EventPlace): StepsAsked['after'] {
  const [containerId = '', sequence] = id.split('.')
  return sequence === undefined
    ? { at, containerId: BEHIND_CONTAINERS, sequence: 0 }
    : { at, containerId, sequence: Number(sequence) }
}
