/** The figures week by week as charts, each with what it counts. */
import { useMemo, type ReactNode } from 'react'
import type { Day } from '#kernel/day.ts'
import type { Figures, FigureSet } from '#figures/contract.ts'
import { definitions } from '#figures/definitions.ts'
import { cancelRateOf, fillOf } from '#figures/figures.ts'
import type { Corridor } from '#train/calendar-contract.ts'
import { corridorTexts } from '#train/corridor.ts'
import { Chart, type ChartPoint, type Series, type Tone } from '#web/kit/charts/Chart.tsx'
import { formatMoney } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { weekName } from './figures-query.ts'
import { usePercent, useShortMoney, useWhole } from './number-words.ts'
import { screenTexts } from './screen-texts.ts'

interface ChartsProps {
  readonly figures: Figures
  readonly isShipper: boolean
}

/** What all the charts have in common: the weeks. */
function useWeeks({ byWeek, thisWeek }: Figures) {
  const t = useTexts(screenTexts)
  const { tag } = useLocale()
  return useMemo(() => {
    const points = byWeek.map(({ week }): ChartPoint => {
      const name = weekName(week, tag)
      return { label: week.slice(5), name, group: week.slice(0, 4) }
    })
    const open = byWeek.findIndex(({ week }) => week >= thisWeek)
    return {
      points,
      pointsAre: t('weekIs'),
      openIs: t('open'),
      ...(open >= 0 && { openFrom: open }),
    }
  }, [byWeek, thisWeek, tag, t])
}

export function FigureCharts({ figures, isShipper }: ChartsProps) {
  const currencies = figures.total.revenue.map(({ currency }) => currency)
  return (
    <div className="figure-charts">
      <Panel>{isShipper ? <Booked figures={figures} /> : <Fill figures={figures} />}</Panel>
      {figures.byCorridor.length > 1 && (
        <Panel>
          <ByCorridor figures={figures} isShipper={isShipper} />
        </Panel>
      )}
      {currencies.map((currency) => (
        <Panel key={currency}>
          <Money figures={figures} isShipper={isShipper} currency={currency} />
        </Panel>
      ))}
      <Panel>
        <Lead figures={figures} />
      </Panel>
      <Panel>
        <Cancellations figures={figures} />
      </Panel>
    </div>
  )
}

function Panel({ children }: { children: ReactNode }) {
  return <div className="panel">{children}</div>
}

type OfWeek = FigureSet & { readonly week: Day }

function useOf(figures: Figures) {
  return (label: string, tone: Tone, of: (one: OfWeek) => number | null): Series => ({
    label,
    tone,
    values: figures.byWeek.map(of),
  })
}

function Fill({ figures }: { figures: Figures }) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const of = useOf(figures)
  const free = ({ capacityTeu, soldTeu, heldTeu }: OfWeek) =>
    Math.max(0, (capacityTeu ?? 0) - soldTeu - heldTeu)
  return (
    <Chart
      {...useWeeks(figures)}
      title={`${t('fillChart')}${SEPARATOR}TEU`}
      note={say(definitions.fill)}
      kind="columns"
      series={[
        of(t('sold'), 'deep', ({ soldTeu }) => soldTeu),
        of(t('held'), 'pale', ({ heldTeu }) => heldTeu),
        of(t('free'), 'ground', free),
      ]}
      format={useWhole()}
      captions={figures.byWeek.map((week) => wholePercent(fillOf(week)))}
      captionsAre={t('fill')}
    />
  )
}

const SEPARATOR = ' · '
const wholePercent = (share: number | null) =>
  share === null ? null : `${Math.round(share * 100)}%`

function Booked({ figures }: { figures: Figures }) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const of = useOf(figures)
  return (
    <Chart
      {...useWeeks(figures)}
      title={`${t('bookedChart')}${SEPARATOR}TEU`}
      note={say(definitions.carried)}
      kind="columns"
      series={[of(t('booked'), 'deep', ({ soldTeu }) => soldTeu)]}
      format={useWhole()}
    />
  )
}

const CORRIDOR_TONES: Readonly<Record<Corridor, Tone>> = {
  west: 'amber',
  middle: 'deep',
  east: 'violet',
  south: 'green',
  other: 'grey',
}

function ByCorridor({ figures, isShipper }: ChartsProps) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const percent = usePercent()
  const whole = useWhole()
  const series = figures.byCorridor.map(({ corridor }): Series => {
    const weeks = figures.byCorridorAndWeek.filter((one) => one.corridor === corridor)
    return {
      label: say(corridorTexts[corridor]),
      tone: CORRIDOR_TONES[corridor],
      values: weeks.map((week) => (isShipper ? week.soldTeu : fillOf(week))),
    }
  })
  return (
    <Chart
      {...useWeeks(figures)}
      title={t(isShipper ? 'bookedByCorridor' : 'byCorridorChart')}
      note={say(definitions.week)}
      kind="lines"
      series={series}
      {...(isShipper ? { format: whole } : { format: percent, max: 1 })}
    />
  )
}

function Money({ figures, isShipper, currency }: ChartsProps & { currency: string }) {
  const t = useTexts(screenTexts)
  const { say, tag } = useLocale()
  const of = useOf(figures)
  const inIt = (week: OfWeek) => week.revenue.find((one) => one.currency === currency)
  return (
    <Chart
      {...useWeeks(figures)}
      title={t(isShipper ? 'chargedChart' : 'revenueChart', { currency })}
      note={say(isShipper ? definitions.spend : definitions.revenue)}
      kind="columns"
      series={[
        of(t('services'), 'deep', (week) => {
          const money = inIt(week)
          return money === undefined ? null : money.amountMinor - money.feesMinor
        }),
        of(t('fees'), 'amber', (week) => inIt(week)?.feesMinor ?? null),
      ]}
      format={(minor) => formatMoney(minor, currency, tag)}
      formatAxis={useShortMoney(currency)}
    />
  )
}

function Lead({ figures }: { figures: Figures }) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const of = useOf(figures)
  return (
    <Chart
      {...useWeeks(figures)}
      title={t('leadChart')}
      note={say(definitions.lead)}
      kind="lines"
      series={[
        of(t('median'), 'deep', ({ lead }) => lead.medianDays),
        of(t('latest'), 'amber', ({ lead }) => lead.lateDays),
      ]}
      format={useWhole()}
    />
  )
}

function Cancellations({ figures }: { figures: Figures }) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const of = useOf(figures)
  const percent = usePercent()
  return (
    <Chart
      {...useWeeks(figures)}
      title={t('cancelChart')}
      note={say(definitions.cancelled)}
      kind="columns"
      series={[
        of(t('early'), 'pale', ({ cancelled }) => cancelled.early),
        of(t('late'), 'amber', ({ cancelled }) => cancelled.late),
        of(t('declined'), 'red', ({ cancelled }) => cancelled.declined),
        of(t('withTrain'), 'grey', ({ cancelled }) => cancelled.withTrain),
      ]}
      format={useWhole()}
      captions={figures.byWeek.map((week) => {
        const rate = cancelRateOf(week)
        return rate === null ? null : percent(rate)
      })}
      captionsAre={t('rate')}
    />
  )
}
