/** For tests: a booking as a sea carrier's customer asks for it, for a train. */
import { getStation } from '#kernel/station.ts'
import type { Parties } from '#identity/fixtures.ts'
import type { Departure } from '#train/contract.ts'
import { CreateBooking } from '#exchange/dcsa-booking-contract.ts'
import { locationOf } from '#exchange/dcsa-booking.ts'

type Train = Pick<Departure, 'departsAt' | 'trainNumber'> & {
  readonly service: Pick<Departure['service'], 'origin' | 'destination'>
}

/** The train by its id alone. */
export function byRoute(routingReference: string): Record<string, unknown> {
  return {
    routingReference,
    shipmentLocations: [{ location: { locationName: 'as routed' }, locationTypeCode: 'ROU' }],
  }
}

/** What finds this train: its number, its day and its ends. */
export function byTrain({ departsAt, trainNumber, service }: Train): Record<string, unknown> {
  const end = getStation(service.destination).name.zh
  return {
    carrierExportVoyageNumber: trainNumber,
    expectedDepartureDate: departsAt.slice(0, 10),
    shipmentLocations: [
      { location: locationOf(service.origin), locationTypeCode: 'POL' },
      { location: { locationName: end }, locationTypeCode: 'POD' },
    ],
  }
}

/** Two 40 ft boxes of solar modules on the train that `train` finds. */
export function dcsaRequest(
  parties: Pick<Parties, 'broker'>,
  train: Record<string, unknown>,
  changes: Record<string, unknown> = {},
): CreateBooking {
  return CreateBooking.parse({
    receiptTypeAtOrigin: 'CY',
    deliveryTypeAtDestination: 'CY',
    cargoMovementTypeAtOrigin: 'FCL',
    cargoMovementTypeAtDestination: 'FCL',
    serviceContractReference: 'QL-2026-017',
    freightPaymentTermCode: 'PRE',
    isPartialLoadAllowed: false,
    incoTerms: 'FCA',
    isEquipmentSubstitutionAllowed: false,
    declaredValue: 480_000,
    declaredValueCurrency: 'USD',
    references: [{ type: 'CR', value: 'PO-2026-4711' }],
    customsReferences: [
      { type: 'CUSTOMS_BROKER', countryCode: 'CN', values: [parties.broker.organisationId] },
    ],
    documentParties: {
      bookingAgent: { partyName: 'Jinan Forwarding' },
      consignee: {
        partyName: 'Muster Handels GmbH',
        address: {
          street: 'Hafenstraße',
          streetNumber: '1',
          postCode: '47119',
          city: 'Duisburg',
          countryCode: 'DE',
        },
        partyContactDetails: [{ name: 'Frau Muster', phone: '+49 203 000000' }],
      },
    },
    partyContactDetails: [{ name: '张敏', email: 'zhang@example.cn' }],
    requestedEquipments: [
      { ISOEquipmentCode: '45G1', units: 2, isShipperOwned: false, commodities: [SOLAR] },
    ],
    ...train,
    ...changes,
  })
}

export const SOLAR = {
  commodityType: 'Solar modules',
  extendedHSCodes: ['854143'],
  cargoGrossWeight: { value: 16_000, unit: 'KGM' },
  outerPackaging: { packageCode: 'CT', numberOfPackages: 60 },
  customsReferences: [
    { type: 'GOODS_NAME', countryCode: 'CN', values: ['太阳能组件'] },
    { type: 'GOODS_NAME', countryCode: 'RU', values: ['Солнечные модули'] },
  ],
} as const

export const PAINT_IN_DRUMS = {
  ...SOLAR,
  commodityType: 'Paint',
  extendedHSCodes: ['320890'],
  outerPackaging: {
    imoPackagingCode: '1A1',
    numberOfPackages: 40,
    dangerousGoods: [
      {
        UNNumber: '1263',
        properShippingName: 'PAINT',
        imoClass: '3',
        packingGroup: 3,
        isMarinePollutant: false,
        isLimitedQuantity: false,
        isExceptedQuantity: false,
        isSalvagePackings: false,
        isEmptyUncleanedResidue: false,
        isWaste: false,
        isHot: false,
        isCompetentAuthorityApprovalRequired: false,
        isReportableQuantity: false,
        emergencyContactDetails: { contact: '张敏', phone: '+86 531 8888 0000' },
        grossWeight: { value: 12_000, unit: 'KGM' },
      },
    ],
  },
  customsReferences: [
    { type: 'GOODS_NAME', countryCode: 'CN', values: ['油漆'] },
    { type: 'GOODS_NAME', countryCode: 'RU', values: ['Краска'] },
    { type: 'SAFETY_DATA_SHEET', countryCode: 'CN', values: ['SDS-17'] },
    { type: 'PACKAGING_CERTIFICATE', countryCode: 'CN', values: ['370020260001'] },
  ],
} as const
