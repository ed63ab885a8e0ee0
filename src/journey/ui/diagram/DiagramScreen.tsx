/** The train diagram (运行图): a line and some days, on the clock of one place; all of it in the address. */
import { LeftOutlined, PrinterOutlined, RightOutlined } from '@ant-design/icons'
import { Alert, Button, Select, Skeleton } from 'antd'
import dayjs from 'dayjs'
import { addDays, Day } from '#kernel/day.ts'
import { diagramApi } from '#journey/diagram-contract.ts'
import { trainApi } from '#train/contract.ts'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { DayInput } from '#web/kit/Fields.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useAddress } from '#web/address.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk } from '#web/queries.ts'
import { CLOCKS, useClockName, type Clock } from './clocks.ts'
import { DiagramSheet } from './DiagramSheet.tsx'
import { DiagramTable } from './DiagramTable.tsx'
import { diagramTexts } from './diagram-texts.ts'
import './diagram.css'

const LENGTHS = [7, 14, 21, 28, 35] as const
const LINES_MAX = 200

interface Shown {
  readonly service: string | undefined
  readonly from: Day
  readonly days: number
  readonly clock: Clock
}

const today = () => dayjs().format('YYYY-MM-DD') as Day

function useShown(): [Shown, (change: Partial<Shown>) => void] {
  const { search, set } = useAddress()
  const from = Day.safeParse(search.get('from'))
  const days = Number(search.get('days'))
  const shown: Shown = {
    service: search.get('service') ?? undefined,
    from: from.success ? from.data : addDays(today(), -7),
    days: LENGTHS.find((length) => length === days) ?? 21,
    clock: CLOCKS.find((clock) => clock === search.get('clock')) ?? 'beijing',
  }
  return [
    shown,
    ({ days: length, ...change }) =>
      set({ ...change, ...(length !== undefined && { days: String(length) }) }),
  ]
}

export function DiagramScreen() {
  const t = useTexts(diagramTexts)
  const [shown, set] = useShown()
  const lines = useAsk(trainApi.listServices, { query: { limit: String(LINES_MAX) } })
  const service = shown.service ?? lines.data?.items[0]?.id
  const until = addDays(shown.from, shown.days - 1)
  const { data, error, refetch } = useAsk(diagramApi.diagram, {
    params: { serviceId: service ?? '' },
    query: { from: shown.from, until },
    enabled: service !== undefined,
    refetchEveryMs: 60_000,
  })
  const print = (
    <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
      {t('print')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('diagram')} note={t('note')} actions={print} />
      <Controls shown={{ ...shown, service }} set={set} lines={lines.data?.items ?? []} />
      {error !== null && <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {lines.data?.items.length === 0 && <EmptyState title={t('choose')} />}
      {data === undefined && error === null && service !== undefined && (
        <Skeleton active paragraph={{ rows: 10 }} />
      )}
      {data?.more === true && <Alert className="problem" type="info" showIcon title={t('more')} />}
      {data !== undefined && (
        <>
          <DiagramSheet diagram={data} clock={shown.clock} />
          {data.trains.length === 0 && <EmptyState title={t('none')} />}
          {data.trains.length > 0 && <DiagramTable diagram={data} />}
        </>
      )}
    </>
  )
}

interface ControlsProps {
  readonly shown: Shown
  readonly set: (change: Partial<Shown>) => void
  readonly lines: readonly {
    readonly id: string
    readonly names: { zh: string; en: string; ru: string }
  }[]
}

function Controls({ shown, set, lines }: ControlsProps) {
  const t = useTexts(diagramTexts)
  const { say } = useLocale()
  const clockName = useClockName()
  return (
    <search className="filters diagram-controls">
      <Select
        aria-label={t('line')}
        showSearch={{ optionFilterProp: 'label' }}
        {...(shown.service !== undefined && { value: shown.service })}
        options={lines.map(({ id, names }) => ({ value: id, label: say(names) }))}
        onChange={(service: string) => set({ service })}
      />
      <div className="row">
        <Button
          icon={<LeftOutlined />}
          aria-label={t('before')}
          onClick={() => set({ from: addDays(shown.from, -7) })}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={t('next')}
          onClick={() => set({ from: addDays(shown.from, 7) })}
        />
        <Button onClick={() => set({ from: addDays(today(), -7) })}>{t('today')}</Button>
      </div>
      <DayInput
        label={t('first')}
        value={shown.from}
        onChange={(day) => day !== null && set({ from: day as Day })}
      />
      <Select
        aria-label={t('length')}
        value={shown.days}
        options={LENGTHS.map((value) => ({ value, label: t('days', { count: value }) }))}
        onChange={(days: number) => set({ days })}
      />
      <Select<Clock>
        aria-label={t('clock')}
        value={shown.clock}
        options={CLOCKS.map((value) => ({ value, label: clockName(value) }))}
        onChange={(clock) => set({ clock })}
      />
    </search>
  )
}
