/**
 * A container's steps in the words of EPCIS 2.0.1 with CBV 2.0: one ObjectEvent a step, its business step and disposition from one
 * table. What the vocabulary has no word for is `other`, and our own word stands beside it as an extension. Pure.
 *
 * A container is the EPC `urn:epc:id:bic:…` (GS1 Tag Data Standard, BIC container code); a station and an event have names of our
 * own, since neither UN/LOCODE nor GLN names every station.
 */
import type { StepEvent, StepPublic } from '#booking/contract.ts'
import { isOfCarriage, type TrainEvent } from '#booking/step-contract.ts'
import { getStation } from '#kernel/station.ts'
import { EVENT_ID_PREFIX, STATION_PREFIX, type EpcisEvent } from '#exchange/contract.ts'

export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'
export const LANDBRIDGE_NAMESPACE = 'urn:landbridge:epcis:'
export const CONTEXT = [EPCIS_CONTEXT, { landbridge: LANDBRIDGE_NAMESPACE }] as const

export const CONTAINER_EPC = 'urn:epc:id:bic:'
const BOOKING_PREFIX = 'urn:landbridge:booking:'

interface Words {
  readonly action: 'ADD' | 'OBSERVE' | 'DELETE'
  readonly bizStep: string
  readonly disposition?: string
}

/** CBV 2.0 sections 7.1 and 7.2. */
export const CBV: Readonly<Record<TrainEvent, Words>> = {
  booked: { action: 'OBSERVE', bizStep: 'reserving', disposition: 'reserved' },
  assigned: { action: 'ADD', bizStep: 'commissioning', disposition: 'active' },
  tracker_bound: { action: 'OBSERVE', bizStep: 'installing' },
  received: { action: 'OBSERVE', bizStep: 'receiving', disposition: 'in_progress' },
  stuffed: { action: 'OBSERVE', bizStep: 'packing', disposition: 'container_open' },
  weighed: { action: 'OBSERVE', bizStep: 'sampling', disposition: 'in_progress' },
  sealed: { action: 'OBSERVE', bizStep: 'packing', disposition: 'container_closed' },
  declared: { action: 'OBSERVE', bizStep: 'other', disposition: 'in_progress' },
  inspection: { action: 'OBSERVE', bizStep: 'inspecting', disposition: 'in_progress' },
  held: { action: 'OBSERVE', bizStep: 'holding', disposition: 'unavailable' },
  released: { action: 'OBSERVE', bizStep: 'accepting', disposition: 'available' },
  loaded: { action: 'OBSERVE', bizStep: 'loading', disposition: 'in_progress' },
  unloaded: { action: 'OBSERVE', bizStep: 'unloading', disposition: 'in_progress' },
  rolled_over: { action: 'OBSERVE', bizStep: 'other', disposition: 'in_progress' },
  departed: { action: 'OBSERVE', bizStep: 'departing', disposition: 'in_transit' },
  border_arrived: { action: 'OBSERVE', bizStep: 'arriving', disposition: 'in_transit' },
  transshipped: { action: 'OBSERVE', bizStep: 'loading', disposition: 'in_transit' },
  held_in_transit: { action: 'OBSERVE', bizStep: 'holding', disposition: 'unavailable' },
  hold_lifted: { action: 'OBSERVE', bizStep: 'accepting', disposition: 'in_transit' },
  resealed: { action: 'OBSERVE', bizStep: 'packing', disposition: 'container_closed' },
  arrived: { action: 'OBSERVE', bizStep: 'arriving', disposition: 'in_progress' },
  cancelled: { action: 'DELETE', bizStep: 'void_shipping', disposition: 'inactive' },
}

/** Steps are asked for without those of carriages, which `carriage.ts` tells. */
export function ofTrain(event: StepEvent): TrainEvent {
  if (isOfCarriage(event)) throw new RangeError(`${event} is told as a carriage`)
  return event
}

export interface StepTold {
  /** Names the container in event ids: its id for those who may know it, its passport's code for everyone else. */
  readonly name: string
  readonly sequence: number
  readonly recordedAt: Date
  readonly public: StepPublic
  /** For the parties of the booking only. */
  readonly bookingNumber?: string
}

/** EPCIS wants the moment and the offset apart: `…T08:30:00+08:00` and `+08:00`. */
export function toEpcisEvent(step: StepTold): EpcisEvent {
  const { event, at, place, containerNumber, trainNumber } = step.public
  const { action, bizStep, disposition } = CBV[ofTrain(event)]
  const { unLocode } = getStation(place.code)
  const extensions = {
    event,
    container: step.name,
    train: trainNumber,
    equipmentType: step.public.equipmentType,
    ...pick(step.public, ['wagonNumber', 'oldWagonNumber', 'newWagonNumber']),
    ...(unLocode !== undefined && { unLocode }),
  }
  return {
    type: 'ObjectEvent',
    eventID: `${EVENT_ID_PREFIX}${step.name}.${step.sequence}`,
    eventTime: at,
    eventTimeZoneOffset: offsetOf(at),
    recordTime: step.recordedAt.toISOString(),
    action,
    epcList: containerNumber === undefined ? [] : [`${CONTAINER_EPC}${containerNumber}`],
    bizStep,
    ...(disposition !== undefined && { disposition }),
    readPoint: { id: `${STATION_PREFIX}${place.code}` },
    ...(step.bookingNumber !== undefined && bookingTransaction(step.bookingNumber)),
    ...extended(extensions),
  }
}

export const bookingTransaction = (bookingNumber: string) => ({
  bizTransactionList: [{ bizTransaction: `${BOOKING_PREFIX}${bookingNumber}` }],
})

/** Our own words, in our namespace. */
export const extended = (words: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(words).map(([name, value]) => [`landbridge:${name}`, value]))

export const offsetOf = (at: string): string => (at.endsWith('Z') ? '+00:00' : at.slice(-6))

function pick(said: StepPublic, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (name in said ? [[name, said[name]]] : [])))
}

/** A document to be kept or sent on: EPCISDocument. */
export function toDocument(events: readonly EpcisEvent[], now: Date): object {
  return {
    '@context': CONTEXT,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: now.toISOString(),
    epcisBody: { eventList: events },
  }
}

/** The answer to a question: EPCISQueryDocument. */
export function toQueryDocument(events: readonly EpcisEvent[], now: Date): object {
  return {
    '@context': CONTEXT,
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: now.toISOString(),
    epcisBody: {
      queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: events } },
    },
  }
}
