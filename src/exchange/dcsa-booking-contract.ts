/**
 * DCSA Booking 2.0.4 as the standard writes it: the properties of a booking that are understood here, with the standard's own bounds and
 * closed lists, the answer to a question about one, and the notification. Whatever else a request holds is told back as ignored.
 *
 * Transcribed from `bkg/v2/BKG_v2.0.4.yaml` of dcsaorg/DCSA-OpenAPI (Apache-2.0).
 */
import { z } from 'zod'

export const DCSA_BOOKING_VERSION = '2.0.4'
export const NOTIFICATION_TYPE = 'org.dcsa.booking.v2'

const MANY = 60

/** Neither begins nor ends with a space. */
const text = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax)
    .regex(/^\S(?:.*\S)?$/)
const words = (lengthMax: number) => z.string().max(lengthMax)
const some = <Item extends z.ZodType>(item: Item) => z.array(item).max(MANY)
const country = z.string().regex(/^[A-Z]{2}$/)
const unLocode = z.string().regex(/^[A-Z]{2}[A-Z2-9]{3}$/)
const positive = z.number().positive()
const day = z.iso.date()
const moment = z.iso.datetime({ offset: true })
const inKg = z.object({ value: positive, unit: z.enum(['KGM', 'LBR']) })
const inCubic = z.object({ value: positive, unit: z.enum(['MTQ', 'FTQ']) })

export const BOOKING_STATUSES = [
  'RECEIVED',
  'PENDING_UPDATE',
  'UPDATE_RECEIVED',
  'CONFIRMED',
  'PENDING_AMENDMENT',
  'REJECTED',
  'DECLINED',
  'CANCELLED',
  'COMPLETED',
] as const
export const AMENDED_STATUSES = [
  'AMENDMENT_RECEIVED',
  'AMENDMENT_CONFIRMED',
  'AMENDMENT_DECLINED',
  'AMENDMENT_CANCELLED',
] as const
export const CANCELLATION_STATUSES = [
  'CANCELLATION_RECEIVED',
  'CANCELLATION_DECLINED',
  'CANCELLATION_CONFIRMED',
] as const

const Address = z.object({
  street: words(70),
  streetNumber: words(50).optional(),
  floor: text(50).optional(),
  postCode: words(10).optional(),
  POBox: words(20).optional(),
  city: text(35),
  UNLocationCode: unLocode.optional(),
  stateRegion: words(65).optional(),
  countryCode: country,
})
export type DcsaAddress = z.infer<typeof Address>

/** With at least one of telephone and e-mail. */
const Contact = z
  .object({
    name: text(35),
    phone: text(30).optional(),
    email: z
      .string()
      .max(100)
      .regex(/^.+@\S+$/)
      .optional(),
  })
  .refine(({ phone, email }) => phone !== undefined || email !== undefined, {
    message: 'phone or email',
  })

const Party = z.object({
  partyName: text(70),
  address: Address.optional(),
  partyContactDetails: some(Contact).min(1).optional(),
  identifyingCodes: some(
    z.object({
      codeListProvider: words(100),
      partyCode: words(150),
      codeListName: words(100).optional(),
    }),
  ).optional(),
  taxLegalReferences: some(
    z.object({ type: text(50), countryCode: country, value: text(35) }),
  ).optional(),
  reference: text(35).optional(),
  purchaseOrderReferences: some(text(35)).optional(),
})
export type DcsaParty = z.infer<typeof Party>

const Parties = z.object({
  bookingAgent: Party.optional(),
  shipper: Party.optional(),
  consignee: Party.optional(),
  serviceContractOwner: Party.optional(),
  carrierBookingOffice: Party.extend({ UNLocationCode: unLocode }).optional(),
  other: some(z.object({ party: Party, partyFunction: words(3) })).optional(),
})

const Reference = z.object({ type: words(3), value: text(35) })

export const CustomsReference = z.object({
  type: text(50),
  countryCode: country,
  values: some(text(35)).min(1),
})
export type CustomsReference = z.infer<typeof CustomsReference>

const Location = z.object({
  locationName: text(100).optional(),
  facilityName: words(100).optional(),
  address: Address.optional(),
  UNLocationCode: unLocode.optional(),
})
export type DcsaLocation = z.infer<typeof Location>

const ShipmentLocation = z.object({ location: Location, locationTypeCode: words(3) })

const Reefer = z.object({
  temperatureSetpoint: z.number(),
  temperatureUnit: z.enum(['CEL', 'FAH']),
})

const UNDangerousGoods = z.object({
  UNNumber: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  NANumber: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  properShippingName: words(250),
  imoClass: words(4),
  packingGroup: z.int().min(1).max(3).optional(),
  isMarinePollutant: z.boolean(),
  isLimitedQuantity: z.boolean(),
  isExceptedQuantity: z.boolean(),
  isSalvagePackings: z.boolean(),
  isEmptyUncleanedResidue: z.boolean(),
  isWaste: z.boolean(),
  isHot: z.boolean(),
  isCompetentAuthorityApprovalRequired: z.boolean(),
  isReportableQuantity: z.boolean(),
  emergencyContactDetails: z.object({ contact: words(255), phone: text(30) }),
  grossWeight: inKg,
})

const Commodity = z.object({
  commoditySubReference: text(100).optional(),
  commodityType: text(550),
  HSCodes: some(z.string().regex(/^\d{6,10}$/)).optional(),
  extendedHSCodes: some(z.string().regex(/^\d{6,12}$/)).optional(),
  cargoGrossWeight: inKg.optional(),
  cargoGrossVolume: inCubic.optional(),
  cargoNetWeight: inKg.optional(),
  outerPackaging: z
    .object({
      packageCode: z
        .string()
        .regex(/^[A-Z0-9]{2}$/)
        .optional(),
      imoPackagingCode: z
        .string()
        .regex(/^[A-Z0-9]{1,5}$/)
        .optional(),
      numberOfPackages: z.int().min(1).max(99_999_999).optional(),
      description: words(100).optional(),
      dangerousGoods: some(UNDangerousGoods).optional(),
    })
    .optional(),
  references: some(Reference).optional(),
  customsReferences: some(CustomsReference).optional(),
})
export type DcsaCommodity = z.infer<typeof Commodity>

const RequestedEquipment = z.object({
  ISOEquipmentCode: text(4),
  units: z.int().min(1),
  isShipperOwned: z.boolean(),
  isNonOperatingReefer: z.boolean().optional(),
  tareWeight: inKg.optional(),
  cargoGrossWeight: inKg.optional(),
  activeReeferSettings: Reefer.optional(),
  references: some(Reference).optional(),
  customsReferences: some(CustomsReference).optional(),
  commodities: some(Commodity).optional(),
})
export type DcsaEquipment = z.infer<typeof RequestedEquipment>

const PaymentTerm = z.enum(['PRE', 'COL'])
const service = z.enum(['CY', 'SD', 'CFS'])
const movement = words(3)

const asked = {
  receiptTypeAtOrigin: service,
  deliveryTypeAtDestination: service,
  cargoMovementTypeAtOrigin: movement,
  cargoMovementTypeAtDestination: movement,
  serviceContractReference: words(30).optional(),
  contractQuotationReference: text(35).optional(),
  freightPaymentTermCode: PaymentTerm.optional(),
  vessel: z
    .object({
      name: text(50),
      vesselIMONumber: z
        .string()
        .regex(/^\d{7,8}$/)
        .optional(),
    })
    .optional(),
  carrierServiceName: text(50).optional(),
  carrierServiceCode: text(11).optional(),
  carrierExportVoyageNumber: text(50).optional(),
  routingReference: text(5000).optional(),
  declaredValue: z.number().min(0).optional(),
  declaredValueCurrency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  isPartialLoadAllowed: z.boolean().optional(),
  isExportDeclarationRequired: z.boolean().optional(),
  expectedDepartureDate: day.optional(),
  expectedArrivalAtPlaceOfDeliveryStartDate: day.optional(),
  expectedArrivalAtPlaceOfDeliveryEndDate: day.optional(),
  transportDocumentTypeCode: z.enum(['BOL', 'SWB']).optional(),
  bookingChannelReference: text(20).optional(),
  incoTerms: words(3).optional(),
  isEquipmentSubstitutionAllowed: z.boolean(),
  references: some(Reference).optional(),
  customsReferences: some(CustomsReference).optional(),
  partyContactDetails: some(Contact).optional(),
  shipmentLocations: some(ShipmentLocation).min(1),
  requestedEquipments: some(RequestedEquipment).min(1),
}

export const CreateBooking = z.object({
  ...asked,
  documentParties: Parties.required({ bookingAgent: true }),
})
export type CreateBooking = z.infer<typeof CreateBooking>

const references = {
  carrierBookingRequestReference: text(100).optional(),
  carrierBookingReference: text(35).optional(),
}

export const UpdateBooking = CreateBooking.extend(references)
export type UpdateBooking = z.infer<typeof UpdateBooking>

export const CreateBookingResponse = z.object({ carrierBookingRequestReference: text(100) })

const reason = words(5000).optional()
/** One of three, and nothing else can be set. */
export const CancelBooking = z.union([
  z.strictObject({ bookingStatus: z.literal('CANCELLED'), reason }),
  z.strictObject({ amendedBookingStatus: z.literal('AMENDMENT_CANCELLED'), reason }),
  z.strictObject({ bookingCancellationStatus: z.literal('CANCELLATION_RECEIVED'), reason }),
])
export type CancelBooking = z.infer<typeof CancelBooking>

export const Feedback = z.object({
  severity: z.enum(['INFO', 'WARN', 'ERROR']),
  code: z.enum([
    'INFORMATIONAL_MESSAGE',
    'PROPERTY_WILL_BE_IGNORED',
    'PROPERTY_VALUE_MUST_CHANGE',
    'PROPERTY_VALUE_HAS_BEEN_CHANGED',
    'PROPERTY_VALUE_MAY_CHANGE',
    'PROPERTY_HAS_BEEN_DELETED',
  ]),
  message: words(5000),
  jsonPath: words(500).optional(),
  property: words(100).optional(),
})
export type Feedback = z.infer<typeof Feedback>

const statuses = {
  bookingStatus: z.enum(BOOKING_STATUSES),
  amendedBookingStatus: z.enum(AMENDED_STATUSES).optional(),
  bookingCancellationStatus: z.enum(CANCELLATION_STATUSES).optional(),
}

const Transport = z.object({
  transportPlanStage: z.enum(['PRC', 'MNC', 'ONC']),
  transportPlanStageSequenceNumber: z.int(),
  loadLocation: Location,
  dischargeLocation: Location,
  plannedDepartureDate: day,
  plannedArrivalDate: day,
  modeOfTransport: z.literal('RAIL'),
  carrierExportVoyageNumber: text(50).optional(),
})
export type DcsaTransport = z.infer<typeof Transport>

const Charge = z.object({
  chargeName: text(50),
  currencyAmount: z.number().min(0),
  currencyCode: z.string().regex(/^[A-Z]{3}$/),
  paymentTermCode: PaymentTerm,
  calculationBasis: text(50),
  unitPrice: z.number().min(0),
  quantity: z.number().min(0),
})
export type DcsaCharge = z.infer<typeof Charge>

/** What is answered to `GET /v2/bookings/{bookingReference}`. */
export const DcsaBooking = z.object({
  ...asked,
  ...references,
  ...statuses,
  documentParties: Parties,
  confirmedEquipments: some(z.object({ ISOEquipmentCode: text(4), units: z.int().min(1) }))
    .min(1)
    .optional(),
  transportPlan: some(Transport).min(1).optional(),
  shipmentCutOffTimes: some(
    z.object({ cutOffDateTimeCode: z.enum(['DCO', 'FCO']), cutOffDateTime: moment }),
  )
    .min(1)
    .optional(),
  charges: z.array(Charge).optional(),
  feedbacks: z.array(Feedback).optional(),
})
export type DcsaBooking = z.infer<typeof DcsaBooking>

/** What a webhook that asked for `dcsa.booking_notification` is posted: a CloudEvent, the booking whole. */
export const BookingNotification = z.object({
  specversion: z.literal('1.0'),
  id: words(100),
  source: words(4096),
  type: z.literal(NOTIFICATION_TYPE),
  time: moment,
  datacontenttype: z.literal('application/json'),
  subscriptionReference: text(100),
  data: z.object({
    ...statuses,
    ...references,
    feedbacks: z.array(Feedback).optional(),
    booking: DcsaBooking.optional(),
    amendedBooking: DcsaBooking.optional(),
  }),
})
export type BookingNotification = z.infer<typeof BookingNotification>

export const DcsaErrors = z.object({
  httpMethod: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTION', 'PATCH']),
  requestUri: z.string(),
  statusCode: z.int(),
  statusCodeText: words(50),
  statusCodeMessage: words(200).optional(),
  providerCorrelationReference: words(100).optional(),
  errorDateTime: moment,
  errors: z
    .array(
      z.object({
        errorCode: z.int().min(7000).max(9999).optional(),
        property: words(100).optional(),
        value: words(500).optional(),
        jsonPath: words(500).optional(),
        errorCodeText: words(100),
        errorCodeMessage: words(5000),
      }),
    )
    .min(1),
})
export type DcsaErrors = z.infer<typeof DcsaErrors>
