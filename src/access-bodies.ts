/** For access.test.ts: bodies of commands that both the record and those who are refused send. */
import { testContainerNumber } from '#booking/fixtures.ts'
import { lclApi } from '#booking/lcl-contract.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import type { Parties } from '#identity/fixtures.ts'
import { carriageApi } from '#journey/carriage-contract.ts'
import { shareApi } from '#journey/share-contract.ts'
import { StationCode } from '#kernel/station.ts'
import type { Does } from './access-fixtures.ts'

/** It says nothing against the record's booking, and is found of it. */
export const RESTRICTION = {
  ...{ rule: 'not_carried', effect: 'warn', direction: 'both', hs: ['8541'], source: '117' },
  ...{ where: [], owners: [], equipment: [], un: [], classes: [], papers: [] },
  ...{ axis: null, kgMax: null, cmMax: null, from: '2026-01-01', until: null, why: null },
}

export const EMBARGO = {
  kind: 'loading',
  direction: 'export',
  places: ['CN-ERENHOT'],
  from: '2026-05-01T00:00:00+08:00',
  until: null,
  telegram: '货调电〔2026〕118号',
  reason: null,
}
export const FILE = { name: 'a.csv', base64: 'YQ==' }
export const STANDING = {
  for: { organisationKind: 'forwarder' },
  amount: { teu: 2 },
  releaseDaysBefore: 6,
} as const
export const EXCEPTION = {
  ...{ kind: 'does_not_run', from: '2027-05-01', until: '2027-05-01' },
  ...{ departsClock: null, capacityTeu: null, reason: null },
}

export const FILTER = {
  ...{ screen: 'bookings', name: 'what the exporter looks for' },
  ...{ fields: { state: 'received' }, isDefault: false },
}

export const LANE = {
  origin: StationCode.parse('CN-DONGJIA'),
  destination: StationCode.parse('UZ-CHUKURSAY'),
}
export const BOXES = [{ equipmentType: '45G1', owner: 'operator', count: 1 }]

/** What the warehouse's own system saw of the box. */
export const scanned = (): object => ({
  type: 'ObjectEvent',
  eventID: 'urn:uuid:5d2f0b3e-9a55-4c43-a6de-6a7b9c1f0e21',
  eventTime: '2026-03-01T08:00:00+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'OBSERVE',
  bizStep: 'storing',
  epcList: [`urn:epc:id:bic:${testContainerNumber(7)}`],
})
export const scannedDocument = (eventList: readonly object[]): object => ({
  '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-01T00:00:00Z',
  epcisBody: { eventList },
})

export const LIST_MAPPING = {
  headingRow: 0,
  columns: { container: 0, time: 1, place: 2, remarks: 3 },
  zone: 'UTC',
  dayFirst: true,
}

const LIST_REMARK = 'waits for a crane since 06:40'
const LIST_FILE = 'daily-list-5531.csv'
const TYPED_STATION = 'Zzyzx siding'
/** An agent's list with one row of the record's box. */
export function listOf(containerNumber: string, at: string) {
  const row = `${containerNumber},${at},${TYPED_STATION},${LIST_REMARK}`
  return {
    file: { name: LIST_FILE, base64: Buffer.from(row).toString('base64') },
    mapping: LIST_MAPPING,
    stations: [{ typed: TYPED_STATION, station: 'CN-KHORGOS' }],
  }
}
export const LIST_SECRETS = [LIST_FILE, LIST_REMARK, TYPED_STATION]

export const CONSIGNEE = {
  name: 'Baumaschinen Krefeld GmbH',
  country: 'DE',
  address: 'Rheinhafen 12, 47809 Krefeld',
  email: 'einkauf@krefeld.example',
}

/** How the record's box goes on from its train. */
export const CARRIAGE = {
  ...{ stage: 'on', mode: 'road', carrier: 'Spedition Ruhrtal KG', conveyance: 'DU-RT 5531' },
  ...{ from: { code: 'UZTAS', name: 'Tashkent' }, to: { code: 'DEDUI' } },
  ...{ plannedDepartureAt: '2027-05-01T08:00:00Z', plannedArrivalAt: '2027-05-09T08:00:00Z' },
}

/** A link to its live map, as a customer is given one; and the lorry that takes it on. */
export async function shareAndCarry(does: Does, containerId: string) {
  const [note, target] = ['For the buyer in Krefeld', { kind: 'container', containerId }]
  const { link, token } = await does('exporter', shareApi.make, {}, { target, days: 7, note })
  const carried = await does('exporter', carriageApi.arrange, { containerId }, CARRIAGE)
  return {
    ids: { shareLinkId: link.id, token, carriageId: carried.id },
    secrets: [link.id, token, note, CARRIAGE.carrier, CARRIAGE.conveyance] as string[],
  }
}

const LCL_REFERENCE = 'LCL-0815-Q'

/** The exporter's cargo in a container that others may book into, too. */
export async function consignSome(does: Does, parties: Parties, departureId: string) {
  const opened = newConsolidation(parties)
  const { id } = await does('operator', lclApi.openConsolidation, { departureId }, opened)
  const consolidationId = id as string
  const lot = { volumeDm3: 7_000, grossMassKg: 3_000 }
  const asked = newConsignment(parties, lot, { reference: LCL_REFERENCE })
  const booking = await does('exporter', lclApi.consign, { consolidationId }, asked)
  return {
    ids: { consolidationId },
    secrets: [LCL_REFERENCE, booking.id as string, booking.number as string],
  }
}
