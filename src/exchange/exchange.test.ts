import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EquipmentType } from '#kernel/equipment-type.ts'
import type { ContainerNumber } from '#kernel/container-number.ts'
import { getStation, StationCode } from '#kernel/station.ts'
import type { Timestamp } from '#kernel/time.ts'
import type { StepEvent, StepPublic } from '#booking/contract.ts'
import { TRAIN_EVENTS } from '#booking/step-contract.ts'
import type { CarriageEvent } from '#journey'
import { UnLocode } from '#kernel/un-locode.ts'
import { CARRIAGE_CBV, toDcsaCarriageEvents, toEpcisCarriageEvent } from '#exchange/carriage.ts'
import { DCSA, toDcsaEvents } from '#exchange/dcsa.ts'
import { CBV, toEpcisEvent } from '#exchange/exchange.ts'
import { parseQuestion, tokenOf } from '#exchange/epcis-query.ts'
import { EpcisEvent } from '#exchange/contract.ts'

/** CBV 2.0 sections 7.1.2 and 7.2.2: every word there is. */
const BIZ_STEPS =
  `accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting
  decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading
  other packing picking receiving removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting shipping
  staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping`.split(
    /\s+/,
  )
const DISPOSITIONS =
  `active available completeness_inferred completeness_verified conformant container_closed container_open damaged
  destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance mismatch_quantity
  needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned
  sellable_accessible sellable_not_accessible stolen unavailable unknown`.split(/\s+/)

const place = StationCode.parse('KZ-ALTYNKOL')
const said = (event: StepEvent): StepPublic => ({
  event,
  at: '2026-05-01T08:30:00+05:00' as Timestamp,
  place: { code: place, city: getStation(place).city },
  trainNumber: 'X8083',
  containerNumber: 'CSQU3054383' as ContainerNumber,
  equipmentType: '45G1' as EquipmentType,
})
const told = (event: StepEvent) => ({
  name: 'ctr_00000000000000000001',
  sequence: 7,
  recordedAt: new Date('2026-05-01T03:31:00Z'),
  public: said(event),
})

test('every step has words of the vocabulary, and an event that its own parser takes', () => {
  for (const event of TRAIN_EVENTS) {
    assert.ok(BIZ_STEPS.includes(CBV[event].bizStep), event)
    const { disposition } = CBV[event]
    if (disposition !== undefined) assert.ok(DISPOSITIONS.includes(disposition), event)
    assert.equal(EpcisEvent.safeParse(toEpcisEvent(told(event))).success, true, event)
  }
})

test('a step as an EPCIS event', () => {
  const step = { ...told('transshipped'), bookingNumber: 'LB0000000001' }
  step.public = { ...step.public, oldWagonNumber: '5271234', newWagonNumber: '94276540' }
  assert.deepEqual(toEpcisEvent(step), {
    type: 'ObjectEvent',
    eventID: 'urn:landbridge:event:ctr_00000000000000000001.7',
    eventTime: '2026-05-01T08:30:00+05:00',
    eventTimeZoneOffset: '+05:00',
    recordTime: '2026-05-01T03:31:00.000Z',
    action: 'OBSERVE',
    epcList: ['urn:epc:id:bic:CSQU3054383'],
    bizStep: 'loading',
    disposition: 'in_transit',
    readPoint: { id: 'urn:landbridge:station:KZ-ALTYNKOL' },
    bizTransactionList: [{ bizTransaction: 'urn:landbridge:booking:LB0000000001' }],
    'landbridge:event': 'transshipped',
    'landbridge:container': 'ctr_00000000000000000001',
    'landbridge:train': 'X8083',
    'landbridge:equipmentType': '45G1',
    'landbridge:oldWagonNumber': '5271234',
    'landbridge:newWagonNumber': '94276540',
    ...(getStation(place).unLocode && { 'landbridge:unLocode': getStation(place).unLocode }),
  })
})

test('a transshipment is two DCSA events, off and on; a weighing none', () => {
  const step = (event: StepEvent) => ({
    ...told(event),
    containerId: 'ctr_00000000000000000001',
    bookingNumber: 'LB0000000001',
  })
  const ids = (name: string) => name
  const events = toDcsaEvents(step('transshipped'), ids) as Record<string, unknown>[]
  assert.deepEqual(
    events.map((one) => [one['eventType'], one['equipmentEventTypeCode'], one['eventID']]),
    [
      ['EQUIPMENT', 'DISC', 'ctr_00000000000000000001.7.0'],
      ['EQUIPMENT', 'LOAD', 'ctr_00000000000000000001.7.1'],
    ],
  )
  assert.deepEqual(toDcsaEvents(step('weighed'), ids), [])
  const [departed] = toDcsaEvents(step('departed'), ids) as Record<string, unknown>[]
  assert.equal(departed?.['transportEventTypeCode'], 'DEPA')
  assert.deepEqual(Object.keys(DCSA).sort(), [...TRAIN_EVENTS].sort())
})

test('questions are understood whole or refused', () => {
  const question = parseQuestion({
    GE_eventTime: '2026-05-01T00:00:00+08:00',
    EQ_bizStep: 'https://ref.gs1.org/cbv/BizStep-loading,departing',
    MATCH_epc: 'urn:epc:id:bic:CSQU3054383',
    orderDirection: 'ASC',
    perPage: '2',
    nextPageToken: tokenOf({ at: new Date(7), id: 'ctr_x.1' }),
  })
  assert.deepEqual(question.bizSteps, ['loading', 'departing'])
  assert.equal(question.happened.from?.toISOString(), '2026-04-30T16:00:00.000Z')
  assert.deepEqual(question.after, { at: new Date(7), id: 'ctr_x.1' })
  assert.equal(question.descending, false)
  const refused = {
    EQ_transformationID: 'x',
    perPage: '0',
    eventType: 'Nothing',
    GE_eventTime: 'yesterday',
    EQ_bizStep: ',',
    nextPageToken: 'x',
    orderBy: 'size',
  }
  for (const [name, value] of Object.entries(refused))
    assert.throws(() => parseQuestion({ [name]: value }), /parameter/, name)
})

const ship: CarriageEvent = {
  containerId: 'ctr_00000000000000000001' as CarriageEvent['containerId'],
  containerNumber: 'CSQU3054383',
  equipmentType: '45G1',
  bookingNumber: 'LB0000000001',
  sequence: 1_000_002,
  kind: 'departure',
  at: '2026-05-26T02:00:00+02:00' as Timestamp,
  happened: false,
  recordedAt: new Date('2026-05-01T03:31:00Z'),
  mode: 'sea',
  carrier: 'Baltic Line',
  conveyance: 'MV Aurora',
  voyage: '26W',
  place: { code: UnLocode.parse('PLGDN') },
  carriageId: 'crg_00000000000000000001',
  statement: 12,
}

test('a ship’s plan and departure as DCSA transport events; a flight is none', () => {
  const [planned] = toDcsaCarriageEvents(ship, (name) => name)
  assert.deepEqual(planned, {
    eventID: 'ctr_00000000000000000001.1000002',
    eventType: 'TRANSPORT',
    eventClassifierCode: 'PLN',
    eventDateTime: '2026-05-26T02:00:00+02:00',
    eventCreatedDateTime: '2026-05-01T03:31:00.000Z',
    transportEventTypeCode: 'DEPA',
    documentReferences: [{ documentReferenceType: 'BKG', documentReferenceValue: 'LB0000000001' }],
    transportCall: {
      transportCallReference: 'crg_00000000000000000001/PLGDN',
      modeOfTransport: 'VESSEL',
      carrierVoyageNumber: '26W',
      vessel: { vesselName: 'MV Aurora' },
      location: { locationName: 'Gdańsk port', UNLocationCode: 'PLGDN' },
    },
  })
  assert.deepEqual(toDcsaCarriageEvents({ ...ship, mode: 'air' }, String), [])
})

test('an arrival by lorry as an EPCIS event, in public without who carried it', () => {
  const arrived = { ...ship, kind: 'arrival', mode: 'road', happened: true } as const
  const told = toEpcisCarriageEvent({ ...arrived, name: 'CODE' })
  assert.equal(EpcisEvent.safeParse(told).success, true)
  assert.doesNotMatch(JSON.stringify(told), /Baltic|Aurora|26W|LB0000000001|ctr_/)
  assert.deepEqual(
    [told.bizStep, told.disposition, told.readPoint?.id, told['landbridge:transportMode']],
    ['arriving', 'in_progress', 'urn:landbridge:place:PLGDN', '3'],
  )
  const full = toEpcisCarriageEvent({ ...arrived, name: 'CODE', trade: arrived })
  assert.equal(full['landbridge:carrier'], 'Baltic Line')
  for (const { bizStep, disposition } of Object.values(CARRIAGE_CBV))
    assert.ok(BIZ_STEPS.includes(bizStep) && DISPOSITIONS.includes(disposition))
})
