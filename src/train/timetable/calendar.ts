/** The calendar put together: what is laid out, and beyond the horizon what timetables plan. */
import { addDays, daysBetween, daysFrom, type Day } from '#kernel/day.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { getStation } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import {
  calendarApi,
  calendarProblem,
  CALENDAR_DAYS_MAX,
  CALENDAR_TRAINS_MAX,
  type Calendar,
  type CalendarLine,
  type CalendarPlan,
  type CalendarTrain,
  type Corridor,
} from '#train/calendar-contract.ts'
import { corridorOf } from '#train/corridor.ts'
import type { Departure, ServiceId, ServiceSummary } from '#train/contract.ts'
import { readDeparturesBetween } from '#train/departure/departure-lists.ts'
import { embargoesTouching } from '#train/embargo/embargo.ts'
import { currentEmbargoes } from '#train/embargo/embargo-store.ts'
import { dayIn } from '#train/timetable/laying-out.ts'
import { listServiceIds, readServices } from '#train/store.ts'
import { listTimetables, readHolidays, readTimetables } from '#train/timetable/timetable-store.ts'
import { planOfDay } from '#train/timetable/timetable.ts'

const DAYS_SHOWN = 30

interface Asked {
  readonly from: Day
  readonly until: Day
  readonly corridor?: Corridor | undefined
  readonly service?: ServiceId | undefined
  readonly operator?: OrganisationId | undefined
}

export function calendarRoutes(http: Http, daysAhead: number): void {
  serve(http, calendarApi.calendar, ({ tx, query, now }) => {
    const from = query.from ?? dayIn(now, 'Asia/Shanghai')
    const until = query.until ?? addDays(from, DAYS_SHOWN)
    const days = daysBetween(from, until) + 1
    if (days < 1 || days > CALENDAR_DAYS_MAX)
      throw calendarProblem('train.calendar_too_long', { most: CALENDAR_DAYS_MAX })
    return calendarOf(tx, { ...query, from, until }, { now, daysAhead })
  })
}

async function calendarOf(
  tx: Tx,
  asked: Asked,
  { now, daysAhead }: { readonly now: Date; readonly daysAhead: number },
): Promise<Calendar> {
  const lines = await linesOf(tx, asked)
  const services = [...lines.keys()]
  const { from, until } = asked
  const trains = await readDeparturesBetween(
    tx,
    { services, from, until, limit: CALENDAR_TRAINS_MAX + 1 },
    now,
  )
  const embargoes = await currentEmbargoes(tx, now)
  const beyond = addDays(dayIn(now, 'Asia/Shanghai'), daysAhead + 1)
  const laid = new Set(trains.map((train) => keyOf({ ...train, day: dayOf(train) })))
  const plans = await planned(tx, { lines, from: beyond > from ? beyond : from, until })
  return {
    lines: [...lines.values()].map(
      ({ summary: { id, operatorId, names, origin, destination }, corridor }) => ({
        ...{ id, operatorId, names, origin, destination, corridor },
      }),
    ),
    trains: trains
      .slice(0, CALENDAR_TRAINS_MAX)
      .map((train) => toTrain(train, embargoesTouching(train, embargoes).length > 0)),
    planned: plans.filter((plan) => !laid.has(keyOf(plan))),
    more: trains.length > CALENDAR_TRAINS_MAX,
  }
}

interface Line {
  readonly summary: ServiceSummary
  readonly corridor: CalendarLine['corridor']
}

async function linesOf(
  tx: Tx,
  { service, operator, corridor: wanted }: Asked,
): Promise<ReadonlyMap<ServiceId, Line>> {
  const ids = service === undefined ? await listServiceIds(tx, operator) : [service]
  const services = await readServices(tx, ids)
  return new Map(
    [...services]
      .map(([id, summary]) => [id, { summary, corridor: corridorOf(summary.stops) }] as const)
      .filter(
        ([, { corridor, summary }]) =>
          (wanted === undefined || corridor === wanted) &&
          (operator === undefined || summary.operatorId === operator),
      ),
  )
}

function toTrain(train: Departure, embargoed: boolean): CalendarTrain {
  const { id, serviceId, timetableId, trainNumber, state, capacityTeu, bookedTeu } = train
  const { freeTeu, bookable, departsAt, loadingStartsAt, bookingCutoffAt } = train
  const { documentsCutoffAt, gateInCutoffAt, releaseCutoffAt } = train
  return {
    ...{ id, serviceId, timetableId, trainNumber, state, capacityTeu, bookedTeu },
    ...{ freeTeu, bookable, departsAt, loadingStartsAt, bookingCutoffAt },
    ...{ documentsCutoffAt, gateInCutoffAt, releaseCutoffAt, embargoed },
    day: dayOf(train),
  }
}

/** Times are given as the clocks of the first stop show them. */
const dayOf = ({ departsAt }: Pick<Departure, 'departsAt'>) => departsAt.slice(0, 10) as Day

const keyOf = ({
  serviceId,
  trainNumber,
  day,
}: Pick<CalendarPlan, 'serviceId' | 'trainNumber' | 'day'>) => `${serviceId} ${trainNumber} ${day}`

/** What is not laid out yet: days after the horizon, from each line's timetables. */
async function planned(
  tx: Tx,
  {
    lines,
    from,
    until,
  }: {
    readonly lines: ReadonlyMap<ServiceId, Line>
    readonly from: Day
    readonly until: Day
  },
): Promise<CalendarPlan[]> {
  const days = daysFrom(from, until)
  if (days.length === 0) return []
  const ids = await listTimetables(tx, { services: [...lines.keys()] })
  const timetables = await readTimetables(tx, ids)
  const holidays = Map.groupBy(
    await readHolidays(tx, undefined, from),
    ({ operatorId }) => operatorId,
  )
  return timetables.flatMap((timetable) => {
    const { id: timetableId, serviceId, trainNumber, exceptions, operatorId } = timetable
    const { timeZone } = getStation(lines.get(serviceId)!.summary.origin)
    return days.flatMap((day): CalendarPlan[] => {
      const off = holidays.get(operatorId) ?? []
      const { train } = planOfDay(timetable, exceptions, off, { day, timeZone })
      if (train === undefined) return []
      const { departsAt, capacityTeu } = train
      return [{ serviceId, timetableId, trainNumber, day, departsAt, capacityTeu }]
    })
  })
}
