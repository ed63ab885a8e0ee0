/**
 * Which train a booking in DCSA's words means: by `routingReference`, or by first and last station, train number, line, day of
 * departure and days of arrival. The standard's `carrierServiceCode` and `carrierExportVoyageNumber` are both the train number here,
 * which comes again each week. Pure.
 */
import { getStation, STATIONS, StationCode } from '#kernel/station.ts'
import { epochMs, formatLocalTime, timestampIn } from '#kernel/time.ts'
import { DepartureId, type Departure } from '#train/contract.ts'
import type { CreateBooking, DcsaLocation } from '#exchange/dcsa-booking-contract.ts'
import type { RequestFault } from '#exchange/dcsa-request.ts'

export interface Wanted {
  readonly id: DepartureId | undefined
  readonly origins: readonly StationCode[]
  readonly destinations: readonly StationCode[]
  /** All that it names must be the train's. */
  readonly trainNumbers: readonly string[]
  readonly line: string | undefined
  readonly departsOn: string | undefined
  readonly arrivesFrom: string | undefined
  readonly arrivesUntil: string | undefined
}

const INSTEAD_OF_ROUTE = [
  'vessel',
  'carrierServiceName',
  'carrierServiceCode',
  'carrierExportVoyageNumber',
  'expectedDepartureDate',
  'expectedArrivalAtPlaceOfDeliveryStartDate',
  'expectedArrivalAtPlaceOfDeliveryEndDate',
] as const
const ENDS = ['PRE', 'POL', 'POD', 'PDE']

export function readWanted(request: CreateBooking, faults: RequestFault[]): Wanted {
  const { routingReference } = request
  const whole = {
    trainNumbers: [
      request.carrierServiceCode,
      request.carrierExportVoyageNumber,
      request.vessel?.name,
    ].filter((one) => one !== undefined),
    line: request.carrierServiceName,
    departsOn: request.expectedDepartureDate,
    arrivesFrom: request.expectedArrivalAtPlaceOfDeliveryStartDate,
    arrivesUntil: request.expectedArrivalAtPlaceOfDeliveryEndDate,
  }
  if (routingReference === undefined)
    return { id: undefined, ...whole, ...readEnds(request, faults) }
  const id = DepartureId.safeParse(routingReference)
  if (!id.success) faults.push({ pointer: '/routingReference', code: 'dcsa.route_unknown' })
  for (const field of INSTEAD_OF_ROUTE)
    if (request[field] !== undefined)
      faults.push({ pointer: `/${field}`, code: 'dcsa.route_or_rest' })
  for (const [at, { locationTypeCode }] of request.shipmentLocations.entries())
    if (ENDS.includes(locationTypeCode))
      faults.push({ pointer: `/shipmentLocations/${at}`, code: 'dcsa.route_or_rest' })
  return { id: id.data, ...whole, origins: [], destinations: [] }
}

function readEnds(
  { shipmentLocations }: CreateBooking,
  faults: RequestFault[],
): Pick<Wanted, 'origins' | 'destinations'> {
  const stationsAt = (types: readonly string[]): StationCode[] => {
    const at = shipmentLocations.findIndex((one) => types.includes(one.locationTypeCode))
    if (at < 0) {
      faults.push({ pointer: '/shipmentLocations', code: 'dcsa.port_missing' })
      return []
    }
    const stations = stationsOf(shipmentLocations[at]!.location)
    if (stations.length === 0)
      faults.push({ pointer: `/shipmentLocations/${at}/location`, code: 'dcsa.place_unknown' })
    return stations
  }
  return { origins: stationsAt(['POL']), destinations: stationsAt(['POD']) }
}

/** Both when both are given: a name narrows what its UN/LOCODE leaves open. */
function stationsOf({ UNLocationCode, locationName }: DcsaLocation): StationCode[] {
  const byCode = STATIONS.filter(({ unLocode }) => unLocode === UNLocationCode).map(
    ({ code }) => code,
  )
  const named = StationCode.safeParse(locationName ?? '').data
  if (UNLocationCode === undefined) return named === undefined ? [] : [named]
  return named !== undefined && byCode.includes(named) ? [named] : byCode
}

export function isWanted(train: Departure, wanted: Wanted): boolean {
  const { service, trainNumber, departsAt } = train
  const arrivesOn = arrivalDay(train)
  return (
    wanted.origins.includes(service.origin) &&
    wanted.destinations.includes(service.destination) &&
    wanted.trainNumbers.every((number) => number.toUpperCase() === trainNumber) &&
    (wanted.line === undefined || Object.values(service.names).includes(wanted.line)) &&
    (wanted.departsOn === undefined || departsAt.slice(0, 10) === wanted.departsOn) &&
    (wanted.arrivesFrom === undefined || arrivesOn >= wanted.arrivesFrom) &&
    (wanted.arrivesUntil === undefined || arrivesOn <= wanted.arrivesUntil)
  )
}

export function arrivalDay({ departsAt, service }: Departure): string {
  const { station, plannedOffsetMinutes } = service.stops.at(-1)!
  return dayAt(epochMs(departsAt) + plannedOffsetMinutes * 60_000, station)
}

export const dayAt = (ms: number, station: StationCode): string =>
  timestampIn(ms, getStation(station).timeZone).slice(0, 10)

/** `X9031 2026-03-10 18:00 dep_…`, the first few. */
export function listNearest(trains: readonly Departure[]): string {
  const named = trains.slice(0, 3).map(({ id, trainNumber, departsAt, service }) => {
    const { timeZone } = getStation(service.origin)
    return `${trainNumber} ${formatLocalTime(departsAt, timeZone, 'sv-SE')} ${id}`
  })
  return named.length === 0 ? '–' : named.join('; ')
}
