/** The calendar: trains of a period by their days, how full they are and what closes when; beyond what is laid out, what is planned. */
import { z } from 'zod'
import { Day } from '#kernel/day.ts'
import { query } from '#kernel/endpoint.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { problems } from '#kernel/problem.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import {
  DepartureId,
  DepartureState,
  departureTimes,
  ServiceId,
  ServiceNames,
  TimetableId,
} from '#train/contract.ts'

/** Six weeks, as a month stands on a sheet, and some more. */
export const CALENDAR_DAYS_MAX = 62
export const CALENDAR_TRAINS_MAX = 2_000

export const Corridor = z.enum(['west', 'middle', 'east', 'south', 'other'])
export type Corridor = z.infer<typeof Corridor>

export const CalendarLine = z.object({
  id: ServiceId,
  operatorId: OrganisationId,
  names: ServiceNames,
  corridor: Corridor,
  origin: StationCode,
  destination: StationCode,
})
export type CalendarLine = z.infer<typeof CalendarLine>

export const CalendarTrain = z.object({
  id: DepartureId,
  serviceId: ServiceId,
  timetableId: TimetableId.nullable(),
  trainNumber: z.string(),
  day: Day.meta({ description: 'Of departure, by the calendar of the first stop' }),
  state: DepartureState,
  ...departureTimes,
  capacityTeu: z.int(),
  bookedTeu: z.int().meta({ description: 'Sold and held' }),
  freeTeu: z.int().meta({ description: 'On open sale' }),
  bookable: z.boolean(),
  embargoed: z.boolean().meta({ description: 'A railway’s order touches it as it is planned' }),
})
export type CalendarTrain = z.infer<typeof CalendarTrain>

export const CalendarPlan = z.object({
  serviceId: ServiceId,
  timetableId: TimetableId,
  trainNumber: z.string(),
  day: Day,
  departsAt: Timestamp,
  capacityTeu: z.int(),
})
export type CalendarPlan = z.infer<typeof CalendarPlan>

export const Calendar = z.object({
  lines: z.array(CalendarLine),
  trains: z.array(CalendarTrain).meta({ description: 'The soonest first' }),
  planned: z.array(CalendarPlan).meta({ description: 'By timetables, beyond what is laid out' }),
  more: z.boolean().meta({ description: 'There are more trains than fit: ask for less' }),
})
export type Calendar = z.infer<typeof Calendar>

export const calendarApi = {
  calendar: query({
    path: '/calendar',
    summary: `Trains from one day to another, at most ${CALENDAR_DAYS_MAX} days: how full, what closes when, and what is planned beyond`,
    access: 'member',
    query: z.object({
      from: Day.optional().meta({ description: 'By each train’s own first stop; default today' }),
      until: Day.optional().meta({ description: 'The last day; default 30 days on' }),
      corridor: Corridor.optional(),
      service: ServiceId.optional(),
      operator: OrganisationId.optional(),
    }),
    reply: Calendar,
  }),
}

export const calendarProblem = problems({
  'train.calendar_too_long': {
    kind: 'invalid',
    zh: '日历一次最多 {most} 天，且结束日不早于开始日',
    en: 'A calendar shows at most {most} days, and ends after it begins',
    ru: 'Календарь показывает не более {most} дней, и конец не раньше начала',
  },
})
