/** The operator's own train: slots kept for somebody, how much of them is used, until when; kept anew, and released early. */
import { App, Button, Popconfirm, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { allotmentApi, type Allotment } from '#train/allotment-contract.ts'
import type { Departure } from '#train/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { formatTonnes } from '#web/formats.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { AllotForm } from './AllotForm.tsx'
import { allotmentTexts } from './allotment-texts.ts'
import { CutOff } from '../departure/CutOff.tsx'
import { useMayRun } from '../use-may-run.ts'

const LIVE_MS = 15_000

export function AllotmentPanel({ departure }: { departure: Departure }) {
  const mayRun = useMayRun(departure.service)
  return mayRun ? <Allotments departure={departure} /> : null
}

function Allotments({ departure }: { departure: Departure }) {
  const t = useTexts(allotmentTexts)
  const now = useNow()
  const [opened, setOpened] = useState(false)
  const { id, state } = departure
  const asked = useAsk(allotmentApi.listAllotments, {
    params: { departureId: id },
    refetchEveryMs: LIVE_MS,
  })
  const listing = {
    items: asked.data?.items ?? [],
    loading: asked.isPending,
    problem: asked.error,
    hasMore: false,
    loadMore: () => undefined,
    loadingMore: false,
    reload: () => void asked.refetch(),
  }
  const mayAllot = state === 'scheduled' && new Date(departure.bookingCutoffAt) > now
  return (
    <section className="panel" aria-label={t('allotments')}>
      <div className="panel-head">
        <h2>{t('allotments')}</h2>
        {mayAllot && !opened && <Button onClick={() => setOpened(true)}>{t('allot')}</Button>}
      </div>
      <p className="soft">{t('note')}</p>
      {opened && <AllotForm departure={departure} onClose={() => setOpened(false)} />}
      <DataTable
        label={t('allotments')}
        listing={listing}
        rowKey={(allotment) => allotment.id}
        columns={useColumns(departure)}
        card={(allotment) => <AllotmentCard allotment={allotment} departure={departure} />}
        empty={t('none')}
      />
    </section>
  )
}

function useColumns(departure: Departure): TableColumnsType<Allotment> {
  const t = useTexts(allotmentTexts)
  return [
    { title: t('for'), render: (_, allotment) => <Whom allotment={allotment} /> },
    { title: t('use'), render: (_, allotment) => <Use allotment={allotment} /> },
    { title: t('mass'), render: (_, allotment) => <Masses allotment={allotment} /> },
    {
      title: t('releaseAt'),
      render: (_, allotment) => <Release allotment={allotment} departure={departure} />,
    },
    {
      title: t('actions'),
      render: (_, allotment) => <ReleaseButton allotment={allotment} />,
    },
  ]
}

interface OfAllotment {
  readonly allotment: Allotment
  readonly departure: Departure
}

function AllotmentCard({ allotment, departure }: OfAllotment) {
  return (
    <div className="stack">
      <div className="card-row">
        <Whom allotment={allotment} />
        <ReleaseButton allotment={allotment} />
      </div>
      <Use allotment={allotment} />
      <Masses allotment={allotment} />
      <Release allotment={allotment} departure={departure} />
    </div>
  )
}

export function Whom({
  allotment: { organisationNames, organisationKind },
}: {
  allotment: Pick<Allotment, 'organisationNames' | 'organisationKind'>
}) {
  const t = useTexts(allotmentTexts)
  const { say } = useLocale()
  if (organisationNames !== null) return <strong>{say(organisationNames)}</strong>
  if (organisationKind === null) return null
  return <strong>{t('all', { kind: say(organisationKindTexts[organisationKind]) })}</strong>
}

function Use({ allotment: { amount, used, free } }: { allotment: Allotment }) {
  const t = useTexts(allotmentTexts)
  const share = amount.teu === 0 ? 0 : Math.min(1, used.teu / amount.teu)
  return (
    <div className="stack">
      <span className="number">
        {t('usedOf', { used: used.teu, amount: amount.teu, free: free.teu })}
      </span>
      <div className="bar" aria-hidden>
        <span style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
    </div>
  )
}

function Masses({ allotment: { amount, used } }: { allotment: Allotment }) {
  const t = useTexts(allotmentTexts)
  const { tag } = useLocale()
  const tonnes = (kg: number) => formatTonnes(kg, tag)
  return (
    <span className="number">
      {t('tonnes', { used: tonnes(used.grossKg), amount: tonnes(amount.grossKg) })}
    </span>
  )
}

function Release({ allotment: { releaseAt, releasedAt }, departure }: OfAllotment) {
  const t = useTexts(allotmentTexts)
  const { origin } = departure.service
  if (releasedAt === null) return <CutOff at={releaseAt} station={origin} />
  return (
    <span className="row">
      <Pill tone="plain">{t('released')}</Pill>
      <LocalTime at={releasedAt} station={origin} />
    </span>
  )
}

function ReleaseButton({ allotment: { id, departureId, releasedAt } }: { allotment: Allotment }) {
  const t = useTexts(allotmentTexts)
  const { message } = App.useApp()
  const { run, running } = useCommand(allotmentApi.releaseAllotment, () => {
    void message.success(t('releasedDone'))
  })
  if (releasedAt !== null) return null
  return (
    <Popconfirm
      title={t('really')}
      okText={t('release')}
      cancelText={t('keep')}
      onConfirm={() => run({ params: { departureId, allotmentId: id } })}
    >
      <Button size="small" loading={running}>
        {t('release')}
      </Button>
    </Popconfirm>
  )
}
