/**
 * What train says to the outside: services (a line with its stops and the parties that work on it) and their departures,
 * with cut-offs and the account of slots. Stops and times are plans; what happened is said by the containers' steps.
 */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { Gauge } from '#kernel/gauge.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { eventKind } from '#kernel/event.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import { TrainNumber } from '#kernel/train-number.ts'

export { TrainNumber } from '#kernel/train-number.ts'
export { trainProblem } from '#train/problem-contract.ts'

export const ServiceId = idSchema<'ServiceId'>('svc')
export type ServiceId = z.infer<typeof ServiceId>
export const DepartureId = idSchema<'DepartureId'>('dep')
export type DepartureId = z.infer<typeof DepartureId>

export const TimetableId = idSchema<'TimetableId'>('ttb')
export type TimetableId = z.infer<typeof TimetableId>

/** The longest train of the corridors carries 55 × 40 ft in China and twice that in coupled 1520 mm trains. */
export const CAPACITY_TEU_MAX = 240
/** ISO 668: no 20 ft box weighs more than 30,480 kg. */
export const KG_A_TEU_MAX = 30_500
/** On a 40 ft place: what a common wagon carries, and between what a limit may be. */
export const WAGON_KG = { usual: 61_000, least: 1_000, most: 200_000 } as const
/** Sixty days. */
export const PLAN_MINUTES_MAX = 60 * 24 * 60
export const STOPS_MAX = 40
export const PARTIES_OF_A_KIND_MAX = 12

export const ServiceStop = z.object({
  station: StationCode,
  plannedOffsetMinutes: z
    .int()
    .min(0)
    .max(PLAN_MINUTES_MAX)
    .meta({ description: 'Planned arrival, minutes after the departure from the first stop' }),
  gaugeMm: Gauge.meta({
    description:
      'Gauge of the track it leaves on (at the last stop: arrives on). Differs from the stop before where containers change trains',
  }),
})
export type ServiceStop = z.infer<typeof ServiceStop>

export const ServiceNames = z.object({ zh: line(120), en: line(120), ru: line(120) })

const parties = z.array(OrganisationId).min(1).max(PARTIES_OF_A_KIND_MAX)

/** Who works on this line. Several customs offices or railways may take part: each sees every container of the line. */
export const ServiceParties = z.object({
  warehouseIds: parties.meta({ description: 'Warehouses that receive, stuff and seal' }),
  customsIds: parties.meta({ description: 'Customs offices that release' }),
  railIds: parties.meta({ description: 'Railways that carry and transship' }),
})
export type ServiceParties = z.infer<typeof ServiceParties>

export const NewService = z.object({
  names: ServiceNames,
  stops: z.array(ServiceStop).min(2).max(STOPS_MAX),
  parties: ServiceParties,
})
export type NewService = z.infer<typeof NewService>

export const Service = NewService.extend({ id: ServiceId, operatorId: OrganisationId })
export type Service = z.infer<typeof Service>

/** The line as a departure's reader needs it; parties are shown to the line's own parties only. */
export const ServiceSummary = z.object({
  id: ServiceId,
  operatorId: OrganisationId,
  names: ServiceNames,
  origin: StationCode,
  destination: StationCode,
  stops: z.array(ServiceStop),
})
export type ServiceSummary = z.infer<typeof ServiceSummary>

export const DepartureState = z.enum(['scheduled', 'departed', 'arrived', 'cancelled'])
export type DepartureState = z.infer<typeof DepartureState>

export const departureTimes = {
  bookingCutoffAt: Timestamp.meta({ description: 'After this no booking is taken (订舱截止)' }),
  documentsCutoffAt: Timestamp.meta({ description: 'After this no papers are taken (截单)' }),
  gateInCutoffAt: Timestamp.meta({ description: 'After this no box enters the station (截箱)' }),
  releaseCutoffAt: Timestamp.meta({ description: 'Customs must have released by then (截关)' }),
  loadingStartsAt: Timestamp.meta({ description: 'Loading begins (开始装车)' }),
  departsAt: Timestamp.meta({ description: 'Planned departure from the first stop' }),
}

/** Slots, in the four units that a train runs out of. */
export const SlotAmount = z.object({
  teu: z.int().min(0).meta({ description: 'Twenty-foot places: a 40 or 45 ft box takes two' }),
  grossKg: z.int().min(0).meta({ description: 'Boxes and cargo, kg' }),
  plugs: z.int().min(0).meta({ description: 'Current for refrigerated boxes' }),
  dangerousPlaces: z.int().min(0).meta({ description: 'Boxes of dangerous goods' }),
})
export type SlotAmount = z.infer<typeof SlotAmount>

const capacity = {
  capacityTeu: z.int().min(1).max(CAPACITY_TEU_MAX),
  grossKgMax: z
    .int()
    .min(1)
    .max(CAPACITY_TEU_MAX * KG_A_TEU_MAX)
    .meta({
      description: 'Gross mass of the whole train, kg; null: no limit but that of its places',
    }),
  wagonKgMax: z.int().min(WAGON_KG.least).max(WAGON_KG.most).meta({
    description: 'Gross mass on one wagon of a 40 ft place, kg; null: 61,000',
  }),
  reeferPlugs: z.int().min(0).max(CAPACITY_TEU_MAX).meta({
    description: 'Refrigerated boxes that get current; null: as many as it has places',
  }),
  dangerousPlaces: z.int().min(0).max(CAPACITY_TEU_MAX).meta({
    description: 'Boxes of dangerous goods it may carry; null: none',
  }),
}

export const NewDeparture = z.object({
  serviceId: ServiceId,
  trainNumber: TrainNumber,
  capacityTeu: capacity.capacityTeu,
  grossKgMax: capacity.grossKgMax.nullish(),
  wagonKgMax: capacity.wagonKgMax.nullish(),
  reeferPlugs: capacity.reeferPlugs.nullish(),
  dangerousPlaces: capacity.dangerousPlaces.nullish(),
  ...departureTimes,
})
export type NewDeparture = z.infer<typeof NewDeparture>

/** What may still change while a train is scheduled; its number stands in what has been said of it. A limit left out stays. */
export const DepartureChange = NewDeparture.omit({ serviceId: true, trainNumber: true })
export type DepartureChange = z.infer<typeof DepartureChange>

export const WEEKS_MAX = 26

export const Departure = NewDeparture.extend({
  ...capacity,
  id: DepartureId,
  bookedTeu: z.int().min(0).meta({ description: 'Sold and held' }),
  freeTeu: z.int().min(0).meta({ description: 'On open sale' }),
  free: SlotAmount.meta({ description: 'On open sale, in every unit' }),
  held: SlotAmount.meta({ description: 'In baskets, offers and requests that wait for an answer' }),
  sold: SlotAmount,
  allotted: SlotAmount.meta({ description: 'Free, but reserved by an allotment' }),
  state: DepartureState,
  departedAt: Timestamp.nullable(),
  lineEndsAt: StationCode.nullable().meta({
    description: 'Where its line ends, when this train ends earlier: its stops here are cut',
  }),
  cancelReason: z.string().nullable().meta({ description: 'Why it does not run, when cancelled' }),
  bookable: z.boolean().meta({ description: 'Scheduled, before the booking cut-off, not full' }),
  lcl: z.object({ volumeDm3: z.int(), grossKg: z.int() }).nullable().meta({
    description:
      'LCL (拼箱): the most that is free in one consolidation that still takes bookings; null: none does',
  }),
  timetableId: TimetableId.nullable().meta({ description: 'The timetable it was laid out from' }),
  byHand: z.boolean().meta({
    description: 'Changed by a person since it was laid out: its timetable leaves it alone',
  }),
  service: ServiceSummary,
})
export type Departure = z.infer<typeof Departure>

export const DepartureFilter = z.object({
  origin: StationCode.optional().meta({ description: 'First stop' }),
  destination: StationCode.optional().meta({ description: 'Any stop after the first' }),
  from: Timestamp.optional().meta({ description: 'Departs at or after; default now' }),
  to: Timestamp.optional().meta({ description: 'Departs before' }),
  service: ServiceId.optional(),
  bookable: z.stringbool().optional().meta({ description: 'Only those that still take bookings' }),
  lcl: z
    .stringbool()
    .optional()
    .meta({ description: 'Only those with a consolidation that still takes LCL' }),
})
export type DepartureFilter = z.infer<typeof DepartureFilter>

/** Slots of a train have become free otherwise than by a booking: who waits for them is asked. */
export const slotsFreed = eventKind('departure.slots_freed', z.object({ departureId: DepartureId }))

const plan = z.object({ ...departureTimes, capacityTeu: z.int(), destination: StationCode })

/** A person changed a train that may be booked: who has cargo on it is told. */
export const departureChanged = eventKind(
  'departure.changed',
  z.object({
    departureId: DepartureId,
    change: z.enum(['moved', 'shortened', 'cancelled']),
    before: plan,
    after: plan,
    reason: z.string().nullable(),
  }),
)

export const trainApi = {
  createService: command({
    path: '/services',
    summary: 'Open a line: its stops and the parties that work on it',
    access: ['operator'],
    body: NewService,
    reply: Service,
  }),
  listServices: query({
    path: '/services',
    summary: 'Lines that run',
    access: 'member',
    query: z.object({
      operator: OrganisationId.optional().meta({ description: 'Lines of this operator only' }),
      ...pageQuery,
    }),
    reply: pageOf(ServiceSummary),
  }),
  getService: query({
    path: '/services/:serviceId',
    summary: 'A line with its parties, for those parties',
    access: 'member',
    params: z.object({ serviceId: ServiceId }),
    reply: Service,
  }),
  changeService: command({
    path: '/services/:serviceId/change',
    summary:
      'Change your own line. Its stations stay once trains were scheduled; its parties count for bookings made from then on',
    access: ['operator'],
    params: z.object({ serviceId: ServiceId }),
    body: NewService,
    reply: Service,
  }),
  createDeparture: command({
    path: '/departures',
    summary: 'Schedule a train on your own line',
    access: ['operator'],
    body: NewDeparture,
    reply: Departure,
  }),
  scheduleWeekly: command({
    path: '/departures/weekly',
    summary:
      'Schedule the same train every week at the same local time, the first as given: all of them or none',
    access: ['operator'],
    body: NewDeparture.extend({ weeks: z.int().min(2).max(WEEKS_MAX) }),
    reply: z.object({ items: z.array(Departure) }),
  }),
  changeDeparture: command({
    path: '/departures/:departureId/change',
    summary: 'Change your own train before it departs; a limit left out stays, null lifts it',
    access: ['operator'],
    params: z.object({ departureId: DepartureId }),
    body: DepartureChange,
    reply: Departure,
  }),
  listDepartures: query({
    path: '/departures',
    summary: 'Departures with cut-offs and free slots, soonest first',
    access: 'member',
    query: DepartureFilter.extend(pageQuery),
    reply: pageOf(Departure),
  }),
  getDeparture: query({
    path: '/departures/:departureId',
    summary: 'One departure',
    access: 'member',
    params: z.object({ departureId: DepartureId }),
    reply: Departure,
  }),
}
