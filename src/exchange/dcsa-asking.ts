/** A request in DCSA's words made one of ours: read, its train and its broker found, parsed; or refused with all that is wrong, each in its place. */
import type { z } from 'zod'
import { epochMs, timestampIn, type Timestamp } from '#kernel/time.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { Problem, type ProblemFault } from '#kernel/problem.ts'
import { say, type Text, type TextFacts } from '#kernel/locale.ts'
import { valueTexts } from '#kernel/value-texts.ts'
import { addDays, Day } from '#kernel/day.ts'
import type { Tx } from '#platform/database.ts'
import { lotOf } from '#booking'
import { NewBooking, type CargoLine } from '#booking/contract.ts'
import { NewConsignment } from '#booking/lcl-contract.ts'
import { listOrganisations, listOrganisationsOfKind } from '#identity'
import { consolidationView, getDepartures, pageDepartures, readSpaces } from '#train'
import type { ConsolidationId } from '#train/consolidation-contract.ts'
import type { Departure, DepartureId } from '#train/contract.ts'
import { fitsSpace } from '#train/space.ts'
import { exchangeProblem } from '#exchange/contract.ts'
import type { CreateBooking } from '#exchange/dcsa-booking-contract.ts'
import { isWanted, listNearest, readWanted, type Wanted } from '#exchange/dcsa-departure.ts'
import { readRequest, type ReadRequest, type RequestFault } from '#exchange/dcsa-request.ts'
import { dcsaFaultTexts } from '#exchange/dcsa-words.ts'

const TRAINS_LOOKED_AT = 200

export async function asNewBooking(tx: Tx, request: CreateBooking, now: Date): Promise<NewBooking> {
  const { read, departureId, brokerId, faults } = await lookUp(tx, request, now)
  if (faults.length > 0) throw refused(faults.map((fault) => faultOf(fault)))
  return parsed(read, NewBooking, { ...read.booking, departureId, brokerId })
}

export interface AskedConsignment {
  /** Null: whichever has the space first, as the request says how it waits. */
  readonly consolidationId: ConsolidationId | null
  readonly departureId: DepartureId
  readonly body: NewConsignment
}

/**
 * An LCL booking: into a consolidation of its train, of the type asked for, the first that was opened and has room. `into`: that
 * which an amended booking is in already.
 */
export async function asConsignment(
  tx: Tx,
  request: CreateBooking,
  now: Date,
  into?: ConsolidationId,
): Promise<AskedConsignment> {
  const { read, departureId, brokerId, faults } = await lookUp(tx, request, now)
  const { lines: _lines, ifFull, ...booking } = read.booking
  const promotion = (ifFull as { promotion?: unknown } | undefined)?.promotion
  const trains = departureId && (await getDepartures(tx, [departureId], now))
  const departure = departureId && trains ? trains.get(departureId) : undefined
  const waits = promotion !== undefined && into === undefined
  const asked = { read, departure, faults, now, into, waits }
  const consolidationId = await findConsolidation(tx, asked)
  if (faults.length > 0) throw refused(faults.map((fault) => faultOf(fault)))
  const terms = waits ? { ifFull: { promotion } } : {}
  const body = parsed(read, NewConsignment, { ...booking, brokerId, ...terms })
  return { consolidationId: consolidationId ?? null, departureId: departureId!, body }
}

async function findConsolidation(
  tx: Tx,
  {
    read: { lcl, booking },
    departure,
    faults,
    now,
    into,
    waits,
  }: {
    readonly read: ReadRequest
    readonly departure: Departure | undefined
    readonly faults: RequestFault[]
    readonly now: Date
    readonly into: ConsolidationId | undefined
    readonly waits: boolean
  },
): Promise<ConsolidationId | undefined> {
  if (departure === undefined || lcl === undefined) return undefined
  const all = (await readSpaces(tx, [departure.id])).map((space) =>
    consolidationView(space, departure, now),
  )
  const { equipmentType: type } = lcl
  const fits = all.filter(({ equipmentType }) => equipmentType === type)
  if (into !== undefined) {
    if (fits.some(({ id }) => id === into)) return into
    throw exchangeProblem('exchange.load_stays')
  }
  const open = fits.filter(({ bookable }) => bookable)
  const lot = lotOf(booking.cargo as CargoLine[])
  if (waits && !open.some(({ free }) => fitsSpace(free, lot))) return undefined
  // Where none has room, the first refuses in its own words, and names the next train that has.
  const found = open.find(({ free }) => fitsSpace(free, lot)) ?? open[0] ?? fits[0]
  if (found !== undefined) return found.id
  const offered = [...new Set(all.map(({ equipmentType }) => equipmentType))].join(', ') || '–'
  const pointer = '/requestedEquipments/0/ISOEquipmentCode'
  faults.push({ pointer, code: 'dcsa.no_consolidation', facts: { type, offered } })
  return undefined
}

/** Read, with its train and its broker found, and all that is wrong so far. */
async function lookUp(tx: Tx, request: CreateBooking, now: Date) {
  const read = readRequest(request)
  const faults = [...read.faults]
  const wanted = readWanted(request, faults)
  const departureId = await findDeparture(tx, wanted, faults, now)
  const brokerId = await findBroker(tx, read.broker, faults)
  return { read, departureId, brokerId, faults }
}

/** As ours, or refused where the request says it otherwise. */
function parsed<Body extends z.ZodType>(
  read: ReadRequest,
  schema: Body,
  body: object,
): z.output<Body> {
  const booking = schema.safeParse(body)
  if (booking.success) return booking.data
  throw refused(
    booking.error.issues.map((issue) => {
      const params = 'params' in issue ? (issue.params as TextFacts) : undefined
      const code = String(params?.['code'] ?? `value.${issue.code}`)
      const text = valueTexts[code] ?? { zh: issue.message, en: issue.message, ru: issue.message }
      return { pointer: sourceOf(read, issue.path), code, text: filled(text, params) }
    }),
  )
}

/** Where in the request it was read: the longest beginning of its path that is known. */
function sourceOf({ sources }: ReadRequest, path: readonly PropertyKey[]): string {
  for (let length = path.length; length > 0; length -= 1) {
    const source = sources.get(`/${path.slice(0, length).map(String).join('/')}`)
    if (source !== undefined) return source
  }
  return ''
}

function faultOf({ pointer, code, facts }: RequestFault): ProblemFault {
  return { pointer, code, text: filled(dcsaFaultTexts[code], facts) }
}

function filled(text: Text, facts: TextFacts = {}): Text {
  const into = (locale: keyof Text) => say(text, locale, facts)
  return { zh: into('zh'), en: into('en'), ru: into('ru') }
}

export function refused(faults: readonly ProblemFault[]): Problem {
  const code = 'exchange.booking_refused'
  return new Problem(code, exchangeProblem.table[code], {}, faults)
}

export function refusedAt(fault: RequestFault): Problem {
  return refused([faultOf(fault)])
}

async function findDeparture(
  tx: Tx,
  wanted: Wanted,
  faults: RequestFault[],
  now: Date,
): Promise<DepartureId | undefined> {
  if (wanted.id !== undefined) {
    const known = await getDepartures(tx, [wanted.id], now)
    if (known.has(wanted.id)) return wanted.id
    const facts = { nearest: '–' }
    faults.push({ pointer: '/routingReference', code: 'dcsa.no_departure', facts })
    return undefined
  }
  if (wanted.origins.length === 0 || wanted.destinations.length === 0) return undefined
  const found = (await trainsFor(tx, wanted, now)).filter((train) => isWanted(train, wanted))
  const running = found.filter(({ state }) => state === 'scheduled')
  const [one, ...more] = running.length > 0 ? running : found
  if (one !== undefined && more.length === 0) return one.id
  const pointer = wanted.departsOn === undefined ? '/shipmentLocations' : '/expectedDepartureDate'
  const several = { pointer, code: 'dcsa.several_departures' } as const
  if (one !== undefined) faults.push({ ...several, facts: { nearest: listNearest(found) } })
  else faults.push({ pointer, code: 'dcsa.no_departure', facts: await nearestTo(tx, wanted, now) })
  return undefined
}

async function nearestTo(tx: Tx, wanted: Wanted, now: Date): Promise<{ nearest: string }> {
  const lane = {
    ...wanted,
    ...{ trainNumbers: [], line: undefined, departsOn: undefined },
    ...{ arrivesFrom: undefined, arrivesUntil: undefined },
  }
  const trains = (await trainsFor(tx, lane, now)).filter((train) => isWanted(train, lane))
  return { nearest: listNearest(trains) }
}

/** From all stations it may mean; by the day of departure, or from now on. */
async function trainsFor(tx: Tx, wanted: Wanted, now: Date): Promise<Departure[]> {
  const day = Day.safeParse(wanted.departsOn).data
  const from: Timestamp = timestampIn(now.getTime(), 'UTC')
  const window = day && {
    from: `${addDays(day, -1)}T00:00:00Z` as Timestamp,
    to: `${addDays(day, 2)}T00:00:00Z` as Timestamp,
  }
  const trains: Departure[] = []
  for (const origin of wanted.origins) {
    const asked = { from, ...window, origin, limit: TRAINS_LOOKED_AT }
    trains.push(...(await pageDepartures(tx, asked, now)).items)
  }
  return trains.toSorted((a, b) => epochMs(a.departsAt) - epochMs(b.departsAt))
}

/** By its id, or by its unified social credit code. */
async function findBroker(
  tx: Tx,
  broker: ReadRequest['broker'],
  faults: RequestFault[],
): Promise<OrganisationId | undefined> {
  if (broker === undefined) return undefined
  const { name, pointer } = broker
  const brokers = await listOrganisationsOfKind(tx, 'broker')
  const byId = brokers.find(({ id }) => id === name)
  if (byId !== undefined) return byId.id
  const whole = await listOrganisations(
    tx,
    brokers.map(({ id }) => id),
  )
  const byCode = whole.find(({ creditCode }) => creditCode === name.toUpperCase())
  if (byCode === undefined) faults.push({ pointer, code: 'dcsa.broker_unknown' })
  return byCode?.id
}
