/** The figures of a reader put together: the sums of a period, filtered, and told apart by week, corridor and line. */
import type { Day } from '#kernel/day.ts'
import type { Actor } from '#kernel/organisation.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { corridorOf, listServicesOf, readServices } from '#train'
import { Corridor } from '#train/calendar-contract.ts'
import type { ServiceId, ServiceSummary } from '#train/contract.ts'
import {
  FIGURE_WEEKS_MAX,
  figuresProblem,
  type FigureLine,
  type Figures,
  type FiguresAsked,
} from '#figures/contract.ts'
import {
  decidePeriod,
  figuresOf,
  groupSums,
  mondayOf,
  sumsWhere,
  weeksOf,
  type Period,
  type Sums,
} from '#figures/figures.ts'
import { readSums, servicesIn } from '#figures/store.ts'

/** Where the platform's day begins: a week is over when it is over there. */
const HOME_ZONE = 'Asia/Shanghai'

export interface Asking {
  readonly actor: Actor
  readonly now: Date
}

export interface Read {
  readonly period: Period
  readonly thisWeek: Day
  readonly isShipper: boolean
  readonly lines: readonly FigureLine[]
  readonly sums: Sums
}

/** The sums that were asked for; `lines` are all there are to ask for. */
export async function readFor(tx: Tx, { actor, now }: Asking, asked: FiguresAsked): Promise<Read> {
  const today = timestampIn(now.getTime(), HOME_ZONE).slice(0, 10) as Day
  const period = decidePeriod(asked, today)
  if (typeof period === 'string') throw figuresProblem(period, { most: FIGURE_WEEKS_MAX })
  const { organisationId } = actor
  const isShipper = actor.organisationKind !== 'operator'
  const all = await readSums(tx, { organisationId, isShipper }, period)
  const services = isShipper
    ? [...(await readServices(tx, servicesIn(all))).values()]
    : await listServicesOf(tx, organisationId)
  const lines = services.map(toLine)
  const corridors = new Map(lines.map(({ id, corridor }) => [id, corridor]))
  const sums = sumsWhere(
    all,
    ({ serviceId }) =>
      (asked.service ?? serviceId) === serviceId &&
      (asked.corridor === undefined || corridors.get(serviceId) === asked.corridor),
  )
  return { period, thisWeek: mondayOf(today), isShipper, lines, sums }
}

const toLine = ({ id, names, stops }: ServiceSummary): FigureLine => ({
  id,
  names,
  corridor: corridorOf(stops),
})

const NOTHING: Sums = { trains: [], bookings: [], charges: [] }

export function toFigures({ period, thisWeek, isShipper, lines, sums }: Read): Figures {
  const figures = (of: Sums | undefined) => figuresOf(of ?? NOTHING, isShipper)
  const corridors = new Map<ServiceId, Corridor>(lines.map(({ id, corridor }) => [id, corridor]))
  const corridor = ({ serviceId }: { serviceId: ServiceId }) => corridors.get(serviceId)!
  const byWeek = groupSums(sums, ({ week }) => week)
  const byCorridor = groupSums(sums, corridor)
  const byLine = groupSums(sums, ({ serviceId }) => serviceId)
  const known = Corridor.options.filter((one) => byCorridor.has(one))
  return {
    ...period,
    thisWeek,
    lines: [...lines],
    total: figures(sums),
    byWeek: weeksOf(period).map((week) => ({ week, ...figures(byWeek.get(week)) })),
    byCorridor: known.map((one) => ({ corridor: one, ...figures(byCorridor.get(one)) })),
    byLine: lines
      .filter(({ id }) => byLine.has(id))
      .map(({ id }) => ({ serviceId: id, ...figures(byLine.get(id)) })),
    byCorridorAndWeek: known.flatMap((one) => {
      const weeks = groupSums(byCorridor.get(one)!, ({ week }) => week)
      return weeksOf(period).map((week) => ({
        corridor: one,
        week,
        ...figures(weeks.get(week)),
      }))
    }),
  }
}
