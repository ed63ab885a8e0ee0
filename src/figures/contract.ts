/**
 * What figures says to the outside: how full trains were, what they earned, how long before departure they were booked and what was
 * cancelled; by week, corridor and line. What counts when is said once, in `definitions.ts`, for screens and files alike.
 */
import { z } from 'zod'
import { Day } from '#kernel/day.ts'
import { query } from '#kernel/endpoint.ts'
import { Currency } from '#kernel/money.ts'
import { problems } from '#kernel/problem.ts'
import { Corridor } from '#train/calendar-contract.ts'
import { ServiceId, ServiceNames } from '#train/contract.ts'

/** A year, and the week that it shares with the next. */
export const FIGURE_WEEKS_MAX = 53

const count = z.int().min(0)

/** Charged in one currency; sums of two currencies do not exist. */
export const Revenue = z.object({
  currency: Currency,
  amountMinor: z.int().meta({ description: 'Totals of all charge statements, fees included' }),
  feesMinor: z.int().meta({ description: 'Of that, what stayed with bookings that did not go' }),
  bookings: count.meta({ description: 'That have a statement in this currency' }),
})
export type Revenue = z.infer<typeof Revenue>

export const Lead = z.object({
  bookings: count,
  medianDays: count
    .nullable()
    .meta({ description: 'Half were booked at least so many whole days before departure' }),
  lateDays: count.nullable().meta({
    description: 'One in ten was booked so many whole days before departure, or fewer',
  }),
})
export type Lead = z.infer<typeof Lead>

/** Bookings that had slots and gave them up; each is in one of them. */
export const Cancelled = z.object({
  early: count.meta({ description: 'By the shipper, before the booking cut-off' }),
  late: count.meta({ description: 'By the shipper, after it' }),
  declined: count.meta({ description: 'By the operator after it had been confirmed; no-shows' }),
  withTrain: count.meta({ description: 'Because the train was: in no rate' }),
  teu: count.meta({ description: 'Of the first three' }),
})
export type Cancelled = z.infer<typeof Cancelled>

export const FigureSet = z.object({
  trains: count,
  trainsCancelled: count,
  capacityTeu: count.nullable().meta({ description: 'Null for a shipper, who has only its own' }),
  soldTeu: count,
  heldTeu: count.meta({ description: 'Baskets, offers, requests: not sold' }),
  soldKg: count.meta({ description: 'Boxes and cargo' }),
  bookings: count.meta({ description: 'Confirmed or completed' }),
  unpriced: count.meta({ description: 'Of those, whose price was agreed elsewhere' }),
  lead: Lead,
  cancelled: Cancelled,
  revenue: z.array(Revenue).meta({ description: 'A currency each' }),
})
export type FigureSet = z.infer<typeof FigureSet>

const week = Day.meta({ description: 'The Monday of the week of departure' })

export const FigureLine = z.object({ id: ServiceId, names: ServiceNames, corridor: Corridor })
export type FigureLine = z.infer<typeof FigureLine>

export const Figures = z.object({
  from: week.meta({ description: 'First week' }),
  until: week.meta({ description: 'Last week' }),
  thisWeek: week.meta({ description: 'This week and later ones still change' }),
  lines: z.array(FigureLine).meta({ description: 'To filter by, whether they ran or not' }),
  total: FigureSet,
  byWeek: z.array(FigureSet.extend({ week })).meta({ description: 'Every week of the period' }),
  byCorridor: z.array(FigureSet.extend({ corridor: Corridor })),
  byLine: z.array(FigureSet.extend({ serviceId: ServiceId })),
  byCorridorAndWeek: z.array(FigureSet.extend({ corridor: Corridor, week })),
})
export type Figures = z.infer<typeof Figures>

export const FiguresAsked = z.object({
  from: Day.optional().meta({ description: 'In the first week; default eleven weeks ago' }),
  until: Day.optional().meta({ description: 'In the last week; default four weeks on' }),
  corridor: Corridor.optional(),
  service: ServiceId.optional(),
})
export type FiguresAsked = z.infer<typeof FiguresAsked>

export const FIGURE_READERS = ['operator', 'exporter', 'forwarder'] as const

export const figuresApi = {
  figures: query({
    path: '/figures',
    summary: `Fill rate, revenue, lead time and cancellations of your own trains, or of your own bookings; at most ${FIGURE_WEEKS_MAX} weeks`,
    access: FIGURE_READERS,
    query: FiguresAsked,
    reply: Figures,
  }),
}

export const figuresProblem = problems({
  'figures.period_too_long': {
    kind: 'invalid',
    zh: '一次最多统计 {most} 周，且结束周不早于开始周',
    en: 'Figures are given for at most {most} weeks, and end after they begin',
    ru: 'Показатели даются не более чем за {most} недели, и конец не раньше начала',
  },
})
