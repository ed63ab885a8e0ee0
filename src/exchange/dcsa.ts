/**
 * A container's steps as DCSA Track & Trace 2.2 events (the shape of `GET /v2/events`): equipment, transport and shipment events with
 * the standard's codes. A transshipment is two, off one train and onto another; a step the standard has no code for is none. Pure.
 */
import type { StepPublic } from '#booking/contract.ts'
import type { TrainEvent } from '#booking/step-contract.ts'
import { ofTrain } from '#exchange/exchange.ts'
import { getStation } from '#kernel/station.ts'

type DcsaCode =
  | {
      readonly type: 'EQUIPMENT'
      readonly code: 'LOAD' | 'DISC' | 'GTIN' | 'STUF' | 'RSEA' | 'INSP'
    }
  | { readonly type: 'TRANSPORT'; readonly code: 'ARRI' | 'DEPA' }
  | { readonly type: 'SHIPMENT'; readonly code: 'RECE' | 'CONF' | 'HOLD' | 'RELS' | 'VOID' }

/** DCSA T&T 2.2: equipmentEventTypeCode, transportEventTypeCode, shipmentEventTypeCode. */
export const DCSA: Readonly<Record<TrainEvent, readonly DcsaCode[]>> = {
  booked: [{ type: 'SHIPMENT', code: 'RECE' }],
  assigned: [{ type: 'SHIPMENT', code: 'CONF' }],
  tracker_bound: [],
  received: [{ type: 'EQUIPMENT', code: 'GTIN' }],
  stuffed: [{ type: 'EQUIPMENT', code: 'STUF' }],
  weighed: [],
  sealed: [{ type: 'EQUIPMENT', code: 'RSEA' }],
  declared: [],
  inspection: [{ type: 'EQUIPMENT', code: 'INSP' }],
  held: [{ type: 'SHIPMENT', code: 'HOLD' }],
  released: [{ type: 'SHIPMENT', code: 'RELS' }],
  loaded: [{ type: 'EQUIPMENT', code: 'LOAD' }],
  unloaded: [{ type: 'EQUIPMENT', code: 'DISC' }],
  rolled_over: [],
  departed: [{ type: 'TRANSPORT', code: 'DEPA' }],
  border_arrived: [{ type: 'TRANSPORT', code: 'ARRI' }],
  transshipped: [
    { type: 'EQUIPMENT', code: 'DISC' },
    { type: 'EQUIPMENT', code: 'LOAD' },
  ],
  held_in_transit: [{ type: 'SHIPMENT', code: 'HOLD' }],
  hold_lifted: [{ type: 'SHIPMENT', code: 'RELS' }],
  resealed: [{ type: 'EQUIPMENT', code: 'RSEA' }],
  arrived: [{ type: 'TRANSPORT', code: 'ARRI' }],
  cancelled: [{ type: 'SHIPMENT', code: 'VOID' }],
}

export interface DcsaStep {
  readonly containerId: string
  readonly sequence: number
  readonly recordedAt: Date
  readonly bookingNumber: string
  readonly public: StepPublic
}

/** `uuidOf` makes the id the standard wants of the step's name, so that an event is the same whenever it is asked for. */
export function toDcsaEvents(step: DcsaStep, uuidOf: (name: string) => string): object[] {
  return DCSA[ofTrain(step.public.event)].map((code, at) => ({
    eventID: uuidOf(`${step.containerId}.${step.sequence}.${at}`),
    eventType: code.type,
    eventClassifierCode: 'ACT',
    eventDateTime: step.public.at,
    eventCreatedDateTime: step.recordedAt.toISOString(),
    ...particulars(code, step),
  }))
}

function particulars(code: DcsaCode, { public: said, bookingNumber }: DcsaStep): object {
  const documentReferences = [
    { documentReferenceType: 'BKG', documentReferenceValue: bookingNumber },
  ]
  if (code.type === 'SHIPMENT')
    return {
      shipmentEventTypeCode: code.code,
      documentTypeCode: 'BKG',
      documentID: bookingNumber,
      references: equipmentOf(said),
    }
  const transportCall = transportCallOf(said)
  if (code.type === 'TRANSPORT')
    return { transportEventTypeCode: code.code, documentReferences, transportCall }
  return {
    equipmentEventTypeCode: code.code,
    ...(said.containerNumber !== undefined && { equipmentReference: said.containerNumber }),
    ISOEquipmentCode: said.equipmentType,
    emptyIndicatorCode: 'LADEN',
    documentReferences,
    transportCall,
    eventLocation: locationOf(said),
  }
}

const equipmentOf = ({ containerNumber }: StepPublic): object[] =>
  containerNumber === undefined ? [] : [{ referenceType: 'EQ', referenceValue: containerNumber }]

function transportCallOf(said: StepPublic): object {
  return {
    transportCallReference: `${said.trainNumber}/${said.place.code}`,
    modeOfTransport: 'RAIL',
    carrierVoyageNumber: said.trainNumber,
    location: locationOf(said),
  }
}

function locationOf({ place }: StepPublic): object {
  const { unLocode, lat, lon, name } = getStation(place.code)
  return {
    locationName: name.en,
    latitude: lat.toFixed(4),
    longitude: lon.toFixed(4),
    ...(unLocode !== undefined && { UNLocationCode: unLocode }),
  }
}
