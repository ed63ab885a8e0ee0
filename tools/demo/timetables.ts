/** Timetables of the demo's lines, the trains they lay out, and what is kept of each: by the operator's own commands. */
import { getStation } from '#kernel/station.ts'
import { addDays, weekdayOf, type Day } from '#kernel/day.ts'
import { timestampIn } from '#kernel/time.ts'
import { trainApi } from '#train/contract.ts'
import { standingApi } from '#train/standing-allotment-contract.ts'
import { timetableApi } from '#train/timetable-contract.ts'
import type { Party } from './client.ts'
import { DEMO_LINES, type DemoLine } from './lines.ts'

const DAY_MS = 86_400_000
/** A month and a half: enough for a calendar, and soon made. */
const VALID_DAYS = 45
/** The first of them leaves in four days, each line a day after the one before. */
const FIRST_DAY = 4
const DEPARTS = '10:00'
const CUT_OFFS = {
  bookingCutoffAt: { daysBefore: 3, clock: DEPARTS },
  documentsCutoffAt: { daysBefore: 3, clock: '22:00' },
  gateInCutoffAt: { daysBefore: 2, clock: '22:00' },
  releaseCutoffAt: { daysBefore: 1, clock: DEPARTS },
  loadingStartsAt: { daysBefore: 1, clock: '22:00' },
} as const

interface Making {
  readonly operator: Party
  readonly presentMs: number
  readonly services: ReadonlyMap<DemoLine['key'], string>
  /** Who is kept places of each train to Moscow. */
  readonly keptFor: string
}

/** The next train of each line. */
export async function openTimetables(
  making: Making,
): Promise<ReadonlyMap<DemoLine['key'], string>> {
  const { operator, services, keptFor } = making
  await operator.call(standingApi.stand, {
    params: { serviceId: services.get('moscow')! },
    body: {
      for: { organisationId: keptFor as never },
      amount: { teu: 20 },
      releaseDaysBefore: 5,
    },
  })
  const next = new Map<DemoLine['key'], string>()
  for (const [offset, line] of DEMO_LINES.entries())
    next.set(line.key, await openTimetable(making, line, FIRST_DAY + offset))
  return next
}

async function openTimetable(
  { operator, presentMs, services }: Making,
  { key, stops, trainNumber, capacityTeu }: DemoLine,
  inDays: number,
): Promise<string> {
  const serviceId = services.get(key)!
  const { timeZone } = getStation(stops[0]![0])
  const today = timestampIn(presentMs, timeZone).slice(0, 10) as Day
  const first = addDays(today, inDays)
  const { timetable } = await operator.call(timetableApi.create, {
    body: {
      serviceId: serviceId as never,
      name: '每周一班',
      trainNumber,
      validFrom: first,
      validUntil: addDays(today, VALID_DAYS),
      weekdays: [weekdayOf(first)],
      departsClock: DEPARTS,
      cutOffs: CUT_OFFS,
      onHolidays: 'runs',
      capacityTeu,
    } as never,
  })
  if (key === 'tashkent')
    await operator.call(timetableApi.except, {
      params: { timetableId: timetable.id },
      body: {
        ...{ kind: 'also_runs', departsClock: null, capacityTeu: 60, reason: '旺季加开' },
        ...{ from: addDays(first, 10), until: addDays(first, 10) },
      },
    })
  const { items } = await operator.call(trainApi.listDepartures, {
    query: { service: serviceId, from: timestampIn(presentMs + DAY_MS, 'UTC'), limit: '1' },
  })
  return items[0]!.id
}
