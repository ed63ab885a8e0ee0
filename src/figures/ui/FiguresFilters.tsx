/** Which weeks, which corridor, which line: all of it in the address. */
import { DatePicker, Select } from 'antd'
import dayjs from 'dayjs'
import { addDays, daysBetween, type Day } from '#kernel/day.ts'
import type { Figures } from '#figures/contract.ts'
import { figureTexts } from '#figures/words.ts'
import { Corridor } from '#train/calendar-contract.ts'
import { corridorTexts } from '#train/corridor.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import type { Asked } from './figures-query.ts'
import { screenTexts } from './screen-texts.ts'

interface FiltersProps {
  readonly asked: Asked
  readonly set: (change: Asked) => void
  readonly figures: Figures | undefined
}

/** Weeks from this one: the first, and the last. */
const PERIODS = {
  usual: [-11, 4],
  weeks12: [-11, 0],
  weeks26: [-25, 0],
  weeks52: [-51, 0],
  ahead8: [0, 7],
} as const
type Period = keyof typeof PERIODS
const ALL = 'all'

export function FiguresFilters({ asked, set, figures }: FiltersProps) {
  const t = useTexts(screenTexts)
  const { say } = useLocale()
  const lines = (figures?.lines ?? []).filter(
    ({ corridor }) => asked.corridor === undefined || corridor === asked.corridor,
  )
  return (
    <search className="filters">
      <PeriodFilter asked={asked} set={set} figures={figures} />
      <Select
        aria-label={say(figureTexts.corridor)}
        value={asked.corridor ?? ALL}
        options={[
          { value: ALL, label: t('allCorridors') },
          ...Corridor.options.map((value) => ({ value, label: say(corridorTexts[value]) })),
        ]}
        onChange={(chosen: string) =>
          set({ corridor: chosen === ALL ? undefined : (chosen as Corridor), service: undefined })
        }
      />
      <Select
        aria-label={say(figureTexts.line)}
        value={asked.service ?? ALL}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { value: ALL, label: t('allLines') },
          ...lines.map(({ id, names }) => ({ value: id as string, label: say(names) })),
        ]}
        onChange={(chosen: string) => set({ service: chosen === ALL ? undefined : chosen })}
      />
    </search>
  )
}

function PeriodFilter({ asked, set, figures }: FiltersProps) {
  const t = useTexts(screenTexts)
  const from = figures?.from ?? (asked.from as Day | undefined)
  const until = figures?.until ?? (asked.until as Day | undefined)
  const thisWeek = figures?.thisWeek
  const week = (value: Day | undefined, part: 'from' | 'until') => (
    <DatePicker
      picker="week"
      aria-label={t(part)}
      placeholder={t(part)}
      allowClear={false}
      format="YYYY-MM-DD"
      value={value === undefined ? null : dayjs(value)}
      onChange={(day) => {
        if (day !== null) set({ from, until, [part]: day.format('YYYY-MM-DD') })
      }}
    />
  )
  return (
    <>
      <Select<Period | 'own'>
        aria-label={t('period')}
        value={periodOf(from, until, thisWeek)}
        options={[
          ...(Object.keys(PERIODS) as Period[]).map((value) => ({ value, label: t(value) })),
          { value: 'own' as const, label: t('own') },
        ]}
        onChange={(chosen) => {
          if (chosen === 'own' || thisWeek === undefined) return
          const [first, last] = PERIODS[chosen]
          set({ from: addDays(thisWeek, first * 7), until: addDays(thisWeek, last * 7) })
        }}
      />
      {week(from, 'from')}
      {week(until, 'until')}
    </>
  )
}

function periodOf(
  from: Day | undefined,
  until: Day | undefined,
  thisWeek: Day | undefined,
): Period | 'own' {
  if (from === undefined || until === undefined || thisWeek === undefined) return 'own'
  const [first, last] = [from, until].map((day) => daysBetween(thisWeek, day) / 7)
  const found = Object.entries(PERIODS).find(([, weeks]) => weeks[0] === first && weeks[1] === last)
  return (found?.[0] as Period | undefined) ?? 'own'
}
