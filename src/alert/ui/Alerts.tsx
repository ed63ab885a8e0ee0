/** Alerts of one's organisation: open ones first, to be filtered by kind, severity and train; each opens with its history. */
import { Button, Segmented, Select, Tag, type TableColumnsType } from 'antd'
import { Link } from 'react-router'
import { alertApi, type Alert } from '#alert/contract.ts'
import { AlertKind, Severity } from '#alert/rule-contract.ts'
import { alertKindTexts, severityTexts } from '#alert/words.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { useAddress, type Address } from '#web/address.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { AlertDrawer } from './AlertDrawer.tsx'
import { AlertPills, AlertTimes, AlertWhat } from './AlertWords.tsx'
import { alertTexts } from './texts.ts'
import './alert.css'

const REFETCH_MS = 15_000
const STATES = ['open', 'closed', 'all'] as const

export function Alerts() {
  const t = useTexts(alertTexts)
  const { search, set } = useAddress({ replace: true })
  const state = STATES.find((one) => one === search.get('state')) ?? 'open'
  const kind = AlertKind.safeParse(search.get('kind')).data
  const severity = Severity.safeParse(search.get('severity')).data
  const departure = search.get('departure') ?? undefined
  const shown = search.get('alert')
  const listing = useListing(alertApi.list, {
    query: {
      state,
      ...(kind && { kind }),
      ...(severity && { severity }),
      ...(departure !== undefined && { departure: departure as never }),
    },
    refetchEveryMs: REFETCH_MS,
  })
  const isFiltered = kind !== undefined || severity !== undefined || departure !== undefined
  const open = (alert: Alert) => set({ alert: alert.id })
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t('note')}
        actions={<LinkButton to={paths.alertRules()} label={t('rules')} />}
      />
      <Filters {...{ state, kind, severity, set }} />
      {departure !== undefined && (
        <TrainFilter
          number={listing.items[0]?.train.number}
          onClear={() => set({ departure: undefined })}
        />
      )}
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns(open, (id) => set({ departure: id }))}
        card={(alert) => <AlertCard alert={alert} onOpen={open} />}
        empty={t(isFiltered || state !== 'open' ? 'noneSuch' : 'none')}
      />
      {shown !== null && <AlertDrawer alertId={shown} onClose={() => set({ alert: undefined })} />}
    </>
  )
}

interface FiltersProps {
  readonly state: (typeof STATES)[number]
  readonly kind: AlertKind | undefined
  readonly severity: Severity | undefined
  readonly set: Address['set']
}

function Filters({ state, kind, severity, set }: FiltersProps) {
  const t = useTexts(alertTexts)
  const { say } = useLocale()
  return (
    <search className="filters">
      <Segmented
        aria-label={t('state')}
        value={state}
        onChange={(next) => set({ state: next === 'open' ? undefined : next })}
        options={STATES.map((value) => ({ value, label: t(value) }))}
      />
      <Select<AlertKind | ''>
        aria-label={t('kind')}
        value={kind ?? ''}
        onChange={(next) => set({ kind: next })}
        options={[
          { value: '', label: t('anyKind') },
          ...AlertKind.options.map((value) => ({ value, label: say(alertKindTexts[value]) })),
        ]}
      />
      <Select<Severity | ''>
        aria-label={t('severity')}
        value={severity ?? ''}
        onChange={(next) => set({ severity: next })}
        options={[
          { value: '', label: t('anySeverity') },
          ...Severity.options.map((value) => ({ value, label: say(severityTexts[value]) })),
        ]}
      />
    </search>
  )
}

function TrainFilter(props: { readonly number: string | undefined; readonly onClear: () => void }) {
  const t = useTexts(alertTexts)
  return (
    <p>
      <Tag closable onClose={props.onClear}>
        {t('ofTrain', { number: props.number ?? '…' })}
      </Tag>
    </p>
  )
}

function useColumns(
  open: (alert: Alert) => void,
  ofTrain: (departureId: string) => void,
): TableColumnsType<Alert> {
  const t = useTexts(alertTexts)
  return [
    {
      title: t('severity'),
      key: 'severity',
      width: 150,
      render: (_, alert) => <AlertPills alert={alert} />,
    },
    { title: t('what'), key: 'what', render: (_, alert) => <AlertWhat alert={alert} /> },
    {
      title: t('container'),
      key: 'container',
      width: 150,
      render: (_, { container }) => (
        <Link className="number" to={paths.container(container.id)}>
          {container.name}
        </Link>
      ),
    },
    {
      title: t('train'),
      key: 'train',
      width: 110,
      render: (_, { train }) => (
        <Button type="link" className="alert-train" onClick={() => ofTrain(train.departureId)}>
          {train.number}
        </Button>
      ),
    },
    {
      title: t('sinceUntil'),
      key: 'since',
      width: 190,
      render: (_, alert) => <AlertTimes alert={alert} />,
    },
    {
      title: t('actions'),
      key: 'actions',
      width: 110,
      render: (_, alert) => <OpenButton alert={alert} onOpen={open} />,
    },
  ]
}

interface RowProps {
  readonly alert: Alert
  readonly onOpen: (alert: Alert) => void
}

function OpenButton({ alert, onOpen }: RowProps) {
  const t = useTexts(alertTexts)
  const { say } = useLocale()
  const about = `${say(alertKindTexts[alert.kind])} ${alert.container.name}`
  return (
    <Button aria-label={`${t('details')}: ${about}`} onClick={() => onOpen(alert)}>
      {t('details')}
    </Button>
  )
}

function AlertCard({ alert, onOpen }: RowProps) {
  return (
    <div className="stack">
      <div className="card-row">
        <Link className="number" to={paths.container(alert.container.id)}>
          {alert.container.name}
        </Link>
        <AlertPills alert={alert} />
      </div>
      <AlertWhat alert={alert} />
      <div className="card-row">
        <span className="soft">
          {alert.train.number} · <AlertTimes alert={alert} />
        </span>
        <OpenButton alert={alert} onOpen={onOpen} />
      </div>
    </div>
  )
}
