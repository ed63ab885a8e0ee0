/**
 * Departures and arrivals of carriages, the legs before and after the train, in the words of both standards. EPCIS tells what has
 * happened: `departing` and `arriving` (CBV 2.0, 7.1). DCSA Track & Trace 2.2 tells plans, too (`PLN`), for the modes it has codes for; a
 * flight is none of them, and so is no DCSA event. Pure.
 */
import type { CarriageEvent } from '#journey'
import { findPort, stationIn } from '#kernel/ports.ts'
import { TRANSPORT_MODE_CODES, type TransportMode } from '#kernel/transport-mode.ts'
import { EVENT_ID_PREFIX, PLACE_PREFIX, type EpcisEvent } from '#exchange/contract.ts'
import { bookingTransaction, CONTAINER_EPC, extended, offsetOf } from '#exchange/exchange.ts'

export const CARRIAGE_CBV = {
  departure: { action: 'OBSERVE', bizStep: 'departing', disposition: 'in_transit' },
  arrival: { action: 'OBSERVE', bizStep: 'arriving', disposition: 'in_progress' },
} as const satisfies Readonly<Record<CarriageEvent['kind'], object>>

export interface CarriageTold extends Pick<
  CarriageEvent,
  'sequence' | 'kind' | 'at' | 'recordedAt' | 'mode' | 'place' | 'equipmentType' | 'containerNumber'
> {
  /** Its statement's number in the ledger; null for what was said before there were any. */
  readonly statement: number | null
  /** What the container is called: our id for its parties, the passport's code in public. */
  readonly name: string
  /** For the parties of the booking only. */
  readonly trade?: Pick<CarriageEvent, 'bookingNumber' | 'carrier' | 'conveyance' | 'voyage'>
}

export function toEpcisCarriageEvent(told: CarriageTold): EpcisEvent {
  const { name, sequence, kind, at, recordedAt, mode, place, containerNumber, trade } = told
  const { action, bizStep, disposition } = CARRIAGE_CBV[kind]
  return {
    type: 'ObjectEvent',
    eventID: `${EVENT_ID_PREFIX}${name}.${sequence}`,
    eventTime: at,
    eventTimeZoneOffset: offsetOf(at),
    recordTime: recordedAt.toISOString(),
    action,
    epcList: containerNumber === null ? [] : [`${CONTAINER_EPC}${containerNumber}`],
    bizStep,
    disposition,
    readPoint: { id: `${PLACE_PREFIX}${place.code}` },
    ...(trade && bookingTransaction(trade.bookingNumber)),
    ...extended({
      container: name,
      equipmentType: told.equipmentType,
      unLocode: place.code,
      transportMode: TRANSPORT_MODE_CODES[mode],
      ...(told.statement !== null && { statement: told.statement }),
      ...(trade && { carrier: trade.carrier }),
      ...(trade?.conveyance != null && { conveyance: trade.conveyance }),
      ...(trade?.voyage != null && { voyage: trade.voyage }),
    }),
  }
}

/** DCSA T&T 2.2, modeOfTransport. */
export const DCSA_MODES: Readonly<Record<TransportMode, string | undefined>> = {
  sea: 'VESSEL',
  rail: 'RAIL',
  road: 'TRUCK',
  inland_water: 'BARGE',
  air: undefined,
}

export function toDcsaCarriageEvents(
  event: CarriageEvent,
  uuidOf: (name: string) => string,
): object[] {
  const modeOfTransport = DCSA_MODES[event.mode]
  if (modeOfTransport === undefined) return []
  const { containerId, sequence, kind, at, happened, conveyance, voyage, place } = event
  const name = findPort(place.code)?.name.en ?? stationIn(place.code)?.city.en ?? place.name
  return [
    {
      eventID: uuidOf(`${containerId}.${sequence}`),
      eventType: 'TRANSPORT',
      eventClassifierCode: happened ? 'ACT' : 'PLN',
      eventDateTime: at,
      eventCreatedDateTime: event.recordedAt.toISOString(),
      transportEventTypeCode: kind === 'departure' ? 'DEPA' : 'ARRI',
      documentReferences: [
        { documentReferenceType: 'BKG', documentReferenceValue: event.bookingNumber },
      ],
      transportCall: {
        transportCallReference: `${event.carriageId}/${place.code}`,
        modeOfTransport,
        ...(voyage !== null && { carrierVoyageNumber: voyage }),
        ...(event.mode === 'sea' && conveyance !== null && { vessel: { vesselName: conveyance } }),
        location: { ...(name !== undefined && { locationName: name }), UNLocationCode: place.code },
      },
    },
  ]
}
