/**
 * One of our bookings in DCSA's words: its three statuses, what it asks for, and, once confirmed, equipment, transport plan and cut-offs.
 * What ours have no place for is told back as it was asked for, as long as it is still what was asked for. Pure.
 */
import type { Text } from '#kernel/locale.ts'
import { equipmentFacts, type EquipmentType } from '#kernel/equipment-type.ts'
import { currencyMinorDigits } from '#kernel/money.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs } from '#kernel/time.ts'
import { DM3_A_M3 } from '#kernel/volume.ts'
import type { BookingLine, BookingView, CargoLine } from '#booking/contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import type { Departure } from '#train/contract.ts'
import type {
  CreateBooking,
  CustomsReference,
  DcsaBooking,
  DcsaCharge,
  DcsaCommodity,
  DcsaEquipment,
  DcsaLocation,
  DcsaTransport,
  Feedback,
} from '#exchange/dcsa-booking-contract.ts'
import { dayAt } from '#exchange/dcsa-departure.ts'
import { readRequest } from '#exchange/dcsa-request.ts'
import { dcsaFeedbackTexts } from '#exchange/dcsa-words.ts'

/** What of a booking the statuses are read off. */
export interface StatusFacts {
  readonly state: BookingState
  readonly isUpdated: boolean
  /** Its boxes came into being: it was confirmed once. */
  readonly wasConfirmed: boolean
  readonly amendment:
    { readonly outcome: 'confirmed' | 'declined' | 'cancelled' | null } | undefined
  readonly isCancellationDeclined: boolean
}
type Statuses = Pick<
  DcsaBooking,
  'bookingStatus' | 'amendedBookingStatus' | 'bookingCancellationStatus'
>

/**
 * DCSA's PENDING_AMENDMENT is a carrier that asks for an amendment; what is `pending_amendment` here, a shipper's that waits for the
 * carrier, is there a CONFIRMED booking with an AMENDMENT_RECEIVED.
 */
const BOOKING_STATUS: Readonly<Record<BookingState, DcsaBooking['bookingStatus'] | undefined>> = {
  // A basket is no request yet.
  held: undefined,
  waitlisted: 'RECEIVED',
  received: 'RECEIVED',
  pending_update: 'PENDING_UPDATE',
  confirmed: 'CONFIRMED',
  pending_amendment: 'CONFIRMED',
  rejected: 'REJECTED',
  declined: 'DECLINED',
  cancelled: 'CANCELLED',
  completed: 'COMPLETED',
  expired: 'REJECTED',
}
const OUTCOMES = {
  confirmed: 'AMENDMENT_CONFIRMED',
  declined: 'AMENDMENT_DECLINED',
  cancelled: 'AMENDMENT_CANCELLED',
} as const

/** Undefined of a basket. */
export function statusesOf(facts: StatusFacts): Statuses | undefined {
  const { state, isUpdated, wasConfirmed, isCancellationDeclined } = facts
  const status = BOOKING_STATUS[state]
  if (status === undefined) return undefined
  const bookingStatus = state === 'received' && isUpdated ? 'UPDATE_RECEIVED' : status
  const amendedBookingStatus = amendedStatusOf(facts)
  const isCancelled = state === 'cancelled' && wasConfirmed
  return {
    bookingStatus,
    ...(amendedBookingStatus && { amendedBookingStatus }),
    ...(isCancelled && { bookingCancellationStatus: 'CANCELLATION_CONFIRMED' as const }),
    ...(!isCancelled &&
      isCancellationDeclined && { bookingCancellationStatus: 'CANCELLATION_DECLINED' as const }),
  }
}

function amendedStatusOf({ state, amendment }: StatusFacts): Statuses['amendedBookingStatus'] {
  if (amendment === undefined) return undefined
  if (amendment.outcome !== null) return OUTCOMES[amendment.outcome]
  if (state === 'pending_amendment') return 'AMENDMENT_RECEIVED'
  // It ended with its booking.
  return state === 'cancelled' ? 'AMENDMENT_CANCELLED' : 'AMENDMENT_DECLINED'
}

/** The booking as it is, or as an amendment would have it. */
export interface Content {
  readonly departure: Departure
  readonly lines: readonly BookingLine[]
  readonly cargo: BookingView['cargo']
  readonly consignee: BookingView['consignee']
  readonly incoterm: BookingView['incoterm']
  readonly reference: string | null
  /** Of an LCL booking, the type of the container it shares. */
  readonly lclBox: EquipmentType | undefined
}

export interface Telling {
  readonly view: Pick<
    BookingView,
    'id' | 'number' | 'exporter' | 'waiting' | 'state' | 'decidedReason'
  >
  readonly content: Content
  readonly statuses: Statuses
  readonly wasConfirmed: boolean
  /** Of these the first that says the same as the content is told back. */
  readonly requests: readonly CreateBooking[]
  readonly feedbacks: readonly Feedback[]
  /** Empty where nothing is known of them. */
  readonly charges: readonly DcsaCharge[]
  readonly say: (text: Text, facts?: Record<string, string | number>) => string
}

export function tellBooking(telling: Telling): DcsaBooking {
  const { view, content, statuses, wasConfirmed, requests, feedbacks, charges, say } = telling
  const request = requests.find((one) => saysTheSame(one, content))
  const equipments = request?.requestedEquipments ?? equipmentsOf(content)
  const isConfirmed = statuses.bookingStatus === 'CONFIRMED'
  const mixed =
    request === undefined && content.lines.length > 1
      ? [informed(say(dcsaFeedbackTexts.spread), '$.requestedEquipments')]
      : []
  const all = [...feedbacks, ...mixed]
  return {
    ...(request ?? askedAnew(telling)),
    carrierBookingRequestReference: view.id,
    ...(wasConfirmed && { carrierBookingReference: view.number }),
    ...statuses,
    requestedEquipments: isConfirmed ? numbered(equipments) : equipments,
    // What shares a container has none of its own.
    ...(wasConfirmed &&
      content.lclBox === undefined && {
        confirmedEquipments: content.lines.map(({ equipmentType, count }) => ({
          ISOEquipmentCode: equipmentType,
          units: count,
        })),
      }),
    ...(wasConfirmed && {
      transportPlan: transportPlanOf(content.departure),
      shipmentCutOffTimes: [
        { cutOffDateTimeCode: 'DCO', cutOffDateTime: content.departure.documentsCutoffAt },
        // Whole containers are brought to the gate by then; LCL goes to the warehouse before.
        ...(content.lclBox === undefined
          ? [
              {
                cutOffDateTimeCode: 'FCO',
                cutOffDateTime: content.departure.gateInCutoffAt,
              } as const,
            ]
          : []),
      ],
    }),
    ...(charges.length > 0 && { charges: [...charges] }),
    ...(all.length > 0 && { feedbacks: all }),
  }
}

export const informed = (message: string, jsonPath?: string): Feedback => ({
  severity: 'INFO',
  code: 'INFORMATIONAL_MESSAGE',
  message: message.slice(0, 5000),
  ...(jsonPath !== undefined && { jsonPath }),
})

/** Whether the request, read again, is what the booking has: it may have been amended on the screens since. */
function saysTheSame(request: CreateBooking, content: Content): boolean {
  const { booking, lcl } = readRequest(request)
  const [consignee, theirs] = [booking.consignee, content.consignee] as Partial<
    NonNullable<Content['consignee']>
  >[]
  const lines = booking.lines as Partial<BookingLine>[]
  const cargo = booking.cargo as Partial<CargoLine>[]
  return (
    lcl?.equipmentType === content.lclBox &&
    consignee?.name === theirs?.name &&
    consignee?.address === theirs?.address &&
    booking.incoterm === content.incoterm &&
    (booking.reference ?? null) === content.reference &&
    lines.length === content.lines.length &&
    lines.every(({ equipmentType, count }, at) => {
      const line = content.lines[at]!
      return equipmentType === line.equipmentType && count === line.count
    }) &&
    cargo.length === content.cargo.length &&
    cargo.every(({ hsCode, packages, grossMassKg, volumeDm3 }, at) => {
      const line = content.cargo[at]!
      return (
        hsCode === line.hsCode &&
        packages === line.packages &&
        grossMassKg === line.grossMassKg &&
        (lcl === undefined || volumeDm3 === line.volumeDm3)
      )
    })
  )
}

/** A booking that was made otherwise, in the standard's words. */
function askedAnew({ view, content }: Telling): CreateBooking {
  const { departure, incoterm, reference, consignee } = content
  const { origin, destination } = departure.service
  const isLcl = content.lclBox !== undefined
  const [service, movement] = isLcl ? (['CFS', 'LCL'] as const) : (['CY', 'FCL'] as const)
  return {
    receiptTypeAtOrigin: service,
    deliveryTypeAtDestination: service,
    cargoMovementTypeAtOrigin: movement,
    cargoMovementTypeAtDestination: movement,
    freightPaymentTermCode: 'PRE',
    carrierExportVoyageNumber: departure.trainNumber,
    carrierServiceName: cut(departure.service.names.en, 50),
    expectedDepartureDate: departure.departsAt.slice(0, 10),
    isEquipmentSubstitutionAllowed: false,
    ...(incoterm !== null && { incoTerms: incoterm }),
    ...(reference !== null && { references: [{ type: 'CR', value: cut(reference, 35) }] }),
    documentParties: {
      bookingAgent: { partyName: cut(view.exporter?.names.en ?? view.number, 70) },
      ...(consignee?.name !== undefined && {
        consignee: { partyName: cut(consignee.name, 70) },
      }),
    },
    shipmentLocations: [
      { location: locationOf(origin), locationTypeCode: 'POL' },
      { location: locationOf(destination), locationTypeCode: 'POD' },
    ],
    requestedEquipments: [],
  }
}

const cut = (text: string, lengthMax: number): string => text.slice(0, lengthMax).trim()

export function locationOf(code: StationCode): DcsaLocation {
  const { name, unLocode } = getStation(code)
  return { locationName: name.en, ...(unLocode !== undefined && { UNLocationCode: unLocode }) }
}

/** Our cargo is the whole booking's: it stands with the first boxes. */
function equipmentsOf({ lines, cargo, lclBox }: Content): DcsaEquipment[] {
  const commodities = cargo.map((line) => commodityOf(line))
  if (lclBox !== undefined)
    return [{ ISOEquipmentCode: lclBox, units: 1, isShipperOwned: false, commodities }]
  return lines.map(({ equipmentType, count, owner, temperatureC }, at) => ({
    ISOEquipmentCode: equipmentType,
    units: count,
    isShipperOwned: owner === 'shipper',
    ...(equipmentFacts(equipmentType).refrigerated &&
      temperatureC === undefined && { isNonOperatingReefer: true }),
    ...(temperatureC !== undefined && {
      activeReeferSettings: { temperatureSetpoint: temperatureC, temperatureUnit: 'CEL' as const },
    }),
    ...(at === 0 && { commodities }),
  }))
}

function commodityOf(line: BookingView['cargo'][number]): DcsaCommodity {
  const { goodsName, hsCode, packages, packageKind, grossMassKg, volumeDm3, value } = line
  const reference = (type: string, countryCode: string, said: string): CustomsReference => ({
    type,
    countryCode,
    values: said.match(/.{1,35}/gsu) ?? [said],
  })
  const customsReferences = [
    ...(goodsName
      ? [reference('GOODS_NAME', 'CN', goodsName.zh), reference('GOODS_NAME', 'RU', goodsName.ru)]
      : []),
    ...(packageKind ? [reference('WRAP_TYPE', 'CN', packageKind)] : []),
    ...(value ? [reference('CUSTOMS_VALUE', 'CN', writeMoney(value))] : []),
  ]
  return {
    commodityType: goodsName?.en ?? hsCode ?? '-',
    ...(hsCode && { extendedHSCodes: [hsCode] }),
    ...(grossMassKg && { cargoGrossWeight: { value: grossMassKg, unit: 'KGM' } }),
    ...(volumeDm3 && { cargoGrossVolume: { value: volumeDm3 / DM3_A_M3, unit: 'MTQ' } }),
    ...(packages && { outerPackaging: { numberOfPackages: packages } }),
    ...(customsReferences.length > 0 && { customsReferences }),
  }
}

function writeMoney({ amountMinor, currency }: CargoLine['value']): string {
  const digits = currencyMinorDigits(currency)
  return `${currency} ${(amountMinor / 10 ** digits).toFixed(digits)}`
}

/** The reference each commodity has in a confirmed booking. */
function numbered(equipments: readonly DcsaEquipment[]): DcsaEquipment[] {
  let number = 0
  return equipments.map((equipment) => ({
    ...equipment,
    ...(equipment.commodities && {
      commodities: equipment.commodities.map((commodity) => {
        number += 1
        return { ...commodity, commoditySubReference: `COM-${String(number).padStart(3, '0')}` }
      }),
    }),
  }))
}

/** A leg for each train: containers change trains where the gauge does. */
function transportPlanOf({ departsAt, trainNumber, service }: Departure): DcsaTransport[] {
  const { stops } = service
  const from = epochMs(departsAt)
  const changes = stops.flatMap(({ gaugeMm }, at) =>
    at > 0 && at < stops.length - 1 && gaugeMm !== stops[at - 1]!.gaugeMm ? [at] : [],
  )
  const ends = [0, ...changes, stops.length - 1]
  return ends.slice(1).map((end, leg) => {
    const [first, last] = [stops[ends[leg]!]!, stops[end]!]
    const dayOf = ({ station, plannedOffsetMinutes }: typeof first) =>
      dayAt(from + plannedOffsetMinutes * 60_000, station)
    return {
      transportPlanStage: 'MNC',
      transportPlanStageSequenceNumber: leg + 1,
      loadLocation: locationOf(first.station),
      dischargeLocation: locationOf(last.station),
      plannedDepartureDate: dayOf(first),
      plannedArrivalDate: dayOf(last),
      modeOfTransport: 'RAIL',
      // The number of the first train; the railways beyond give theirs.
      ...(leg === 0 && { carrierExportVoyageNumber: trainNumber }),
    }
  })
}
