/** The operator's trackers: which there are, what each travels with, when it was last heard; and the frames nobody could take. */
import { Segmented, Space, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { trackingApi, type Tracker } from '#tracking/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ContainerNumber, LocalTime } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useListing } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { BindButton, UnbindButton } from './BindButtons.tsx'
import { CommandButton } from './CommandDrawer.tsx'
import { ConnectDevice } from './ConnectDevice.tsx'
import { QuarantinePanel } from './QuarantinePanel.tsx'
import { RegisterTracker } from './RegisterTracker.tsx'
import { trackerTexts } from './tracker-texts.ts'
import './tracking.css'

export function Trackers() {
  const t = useTexts(trackerTexts)
  const mayAct = useMayAct('operator')
  const [show, setShow] = useState<'all' | 'free'>('all')
  const listing = useListing(trackingApi.list, {
    query: show === 'free' ? { free: 'true' } : {},
    refetchEveryMs: 15_000,
  })
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} actions={mayAct && <RegisterTracker />} />
      <div className="filters">
        <Segmented
          aria-label={t('show')}
          value={show}
          onChange={setShow}
          options={[
            { value: 'all', label: t('all') },
            { value: 'free', label: t('onlyFree') },
          ]}
        />
      </div>
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns(mayAct)}
        card={(tracker) => <TrackerCard tracker={tracker} mayAct={mayAct} />}
        empty={t('none')}
      />
      <section className="panel below" aria-labelledby="connect-head">
        <h2 id="connect-head">{t('connect')}</h2>
        <ConnectDevice />
      </section>
      <QuarantinePanel />
    </>
  )
}

function useColumns(mayAct: boolean): TableColumnsType<Tracker> {
  const t = useTexts(trackerTexts)
  return [
    {
      title: t('phone'),
      key: 'phone',
      render: (_, { phone }) => <strong className="number">{phone}</strong>,
    },
    { title: t('terminal'), dataIndex: 'terminalId' },
    {
      title: t('model'),
      key: 'model',
      render: (_, { maker, model, edition }) => (
        <span>
          {maker} {model} {edition !== null && <span className="soft">· {spoken(edition)}</span>}
        </span>
      ),
    },
    { title: t('container'), key: 'container', render: (_, tracker) => <Bound of={tracker} /> },
    { title: t('lastFix'), key: 'fix', render: (_, tracker) => <LastFix of={tracker} /> },
    ...(mayAct
      ? [
          {
            title: t('actions'),
            key: 'actions',
            render: (_: unknown, tracker: Tracker) => <Action of={tracker} />,
          },
        ]
      : []),
  ]
}

const spoken = (edition: string): string => (edition === 'mqtt' ? 'MQTT' : `JT/T 808-${edition}`)

function TrackerCard({ tracker, mayAct }: { tracker: Tracker; mayAct: boolean }) {
  return (
    <div className="stack">
      <div className="card-row">
        <strong className="number">{tracker.phone}</strong>
        <Bound of={tracker} />
      </div>
      <span className="soft">
        {tracker.maker} {tracker.model} · {tracker.terminalId}
      </span>
      <div className="card-row">
        <LastFix of={tracker} />
        {mayAct && <Action of={tracker} />}
      </div>
    </div>
  )
}

function Bound({ of: { container } }: { of: Tracker }) {
  const t = useTexts(trackerTexts)
  if (container === null) return <Pill>{t('free')}</Pill>
  return (
    <Link to={paths.container(container.id)}>
      {container.number === null ? container.id : <ContainerNumber number={container.number} />}
    </Link>
  )
}

function LastFix({ of: { lastFixAt } }: { of: Tracker }) {
  const t = useTexts(trackerTexts)
  return lastFixAt === null ? (
    <span className="soft">{t('never')}</span>
  ) : (
    <LocalTime at={lastFixAt} />
  )
}

function Action({ of: tracker }: { of: Tracker }) {
  return (
    <Space size="small">
      {tracker.container === null ? (
        <BindButton tracker={tracker} />
      ) : (
        <UnbindButton tracker={tracker} />
      )}
      <CommandButton tracker={tracker} />
    </Space>
  )
}
