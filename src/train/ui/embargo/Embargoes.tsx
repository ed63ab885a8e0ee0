/** The embargoes in force and to come, or all of them: read by everybody, entered and changed by those who answer for them. */
import { App, Button, Checkbox, Popconfirm, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { embargoApi, type Embargo } from '#train/embargo-contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { StationName } from '#web/kit/Values.tsx'
import { useAddress } from '#web/address.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { EmbargoForm } from './EmbargoForm.tsx'
import { EmbargoPeriod } from './EmbargoPeriod.tsx'
import { embargoDirectionTexts, embargoKindTexts, embargoTexts } from './embargo-texts.ts'
import { trainTexts } from '../texts.ts'
import { TouchedTrains, useTouchedTrains } from './TouchedTrains.tsx'

const texts = defineTexts({
  note: {
    zh: '铁路停限装命令。铁路和平台录入的对所有班列有效，班列公司录入的只对本公司班列有效。',
    en: 'Orders of the railways. What a railway or the platform enters counts for every train, what an operator enters for its own.',
    ru: 'Распоряжения железных дорог. Внесённые железной дорогой и платформой действуют для всех поездов, внесённые оператором — для его поездов.',
  },
  enter: { zh: '录入停装令', en: 'Enter an embargo', ru: 'Внести запрещение' },
  current: {
    zh: '仅看生效及待生效',
    en: 'In force and to come only',
    ru: 'Только действующие и будущие',
  },
  empty: { zh: '没有停装令。', en: 'There are no embargoes.', ru: 'Запрещений нет.' },
  enteredBy: { zh: '录入单位', en: 'Entered by', ru: 'Внесено' },
  withdraw: { zh: '撤销', en: 'Withdraw', ru: 'Отозвать' },
  really: {
    zh: '撤销后不能恢复，确定撤销？',
    en: 'This cannot be undone. Withdraw it?',
    ru: 'Это нельзя отменить. Отозвать?',
  },
  no: { zh: '不撤销', en: 'Keep it', ru: 'Оставить' },
  withdrawnDone: { zh: '停装令已撤销', en: 'The embargo is withdrawn', ru: 'Запрещение отозвано' },
  inForce: { zh: '生效中', en: 'In force', ru: 'Действует' },
  toCome: { zh: '待生效', en: 'To come', ru: 'Предстоит' },
  over: { zh: '已结束', en: 'Over', ru: 'Закончилось' },
  withdrawn: { zh: '已撤销', en: 'Withdrawn', ru: 'Отозвано' },
  trains: { zh: '受影响班列', en: 'Trains touched', ru: 'Затронутые поезда' },
  actions: { zh: '操作', en: 'Actions', ru: 'Действия' },
})

export function Embargoes() {
  const t = useTexts(texts)
  const words = useTexts(embargoTexts)
  const { search, set } = useAddress()
  const all = search.get('all') === 'true'
  const mayEnter = useMayAct('operator', 'rail', 'platform')
  const [form, setForm] = useState<{ readonly embargo?: Embargo }>()
  const listing = useListing(embargoApi.list, { query: all ? {} : { current: 'true' } })
  const enter = mayEnter && (
    <Button type="primary" onClick={() => setForm({})}>
      {t('enter')}
    </Button>
  )
  const change = (embargo: Embargo) => setForm({ embargo })
  return (
    <>
      <PageHeader title={words('embargoes')} note={t('note')} actions={enter} />
      <search className="filters">
        <Checkbox
          checked={!all}
          onChange={({ target }) => set({ all: target.checked ? undefined : 'true' })}
        >
          {t('current')}
        </Checkbox>
      </search>
      <DataTable
        label={words('embargoes')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns(change)}
        card={(embargo) => <EmbargoCard embargo={embargo} onChange={change} />}
        empty={t('empty')}
      />
      {form !== undefined && (
        <EmbargoForm embargo={form.embargo} onClose={() => setForm(undefined)} />
      )}
    </>
  )
}

function useColumns(change: (embargo: Embargo) => void): TableColumnsType<Embargo> {
  const t = useTexts(texts)
  const words = useTexts(embargoTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const { touchedBy, more } = useTouchedTrains()
  return [
    { title: words('places'), render: (_, embargo) => <Places embargo={embargo} /> },
    { title: words('kind'), render: (_, embargo) => <What embargo={embargo} /> },
    {
      title: `${words('from')} – ${words('until')}`,
      render: (_, embargo) => <EmbargoPeriod embargo={embargo} />,
    },
    { title: words('telegram'), render: (_, embargo) => <Source embargo={embargo} /> },
    { title: t('enteredBy'), render: (_, { enteredBy }) => say(enteredBy.names) },
    { title: train('state'), render: (_, embargo) => <EmbargoState embargo={embargo} /> },
    {
      title: t('trains'),
      render: (_, embargo) => <TouchedTrains touched={touchedBy(embargo)} more={more} />,
    },
    {
      title: t('actions'),
      render: (_, embargo) => <EmbargoActions embargo={embargo} onChange={change} />,
    },
  ]
}

interface OwnProps {
  readonly embargo: Embargo
  readonly onChange: (embargo: Embargo) => void
}

function EmbargoCard({ embargo, onChange }: OwnProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { touchedBy, more } = useTouchedTrains()
  return (
    <div className="stack">
      <div className="card-row">
        <Places embargo={embargo} />
        <EmbargoState embargo={embargo} />
      </div>
      <What embargo={embargo} />
      <EmbargoPeriod embargo={embargo} />
      <Source embargo={embargo} />
      <TouchedTrains touched={touchedBy(embargo)} more={more} />
      <span className="soft">
        {t('enteredBy')}: {say(embargo.enteredBy.names)}
      </span>
      <EmbargoActions embargo={embargo} onChange={onChange} />
    </div>
  )
}

function Places({ embargo }: { embargo: Embargo }) {
  return (
    <strong>
      {embargo.places.map((code, index) => (
        <span key={code}>
          {index > 0 && ' · '}
          <StationName code={code} />
        </span>
      ))}
    </strong>
  )
}

function What({ embargo: { kind, direction } }: { embargo: Embargo }) {
  const { say } = useLocale()
  return `${say(embargoKindTexts[kind])} · ${say(embargoDirectionTexts[direction])}`
}

function Source({ embargo: { telegram, reason } }: { embargo: Embargo }) {
  return (
    <span>
      {telegram}
      {reason !== null && <span className="soft"> · {reason}</span>}
    </span>
  )
}

function EmbargoState({ embargo: { from, until, withdrawnAt } }: { embargo: Embargo }) {
  const t = useTexts(texts)
  const nowMs = useNow().getTime()
  const [word, tone]: ['withdrawn' | 'toCome' | 'over' | 'inForce', PillTone] =
    withdrawnAt !== null
      ? ['withdrawn', 'plain']
      : Date.parse(from) > nowMs
        ? ['toCome', 'wait']
        : until !== null && Date.parse(until) <= nowMs
          ? ['over', 'plain']
          : ['inForce', 'bad']
  return <Pill tone={tone}>{t(word)}</Pill>
}

function EmbargoActions({ embargo, onChange }: OwnProps) {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const { message } = App.useApp()
  const { organisation } = useSession()
  const mayAct = useMayAct('operator', 'rail', 'platform')
  const { run, running, problem } = useCommand(embargoApi.withdraw, () => {
    void message.success(t('withdrawnDone'))
  })
  const isOwn = embargo.enteredBy.id === organisation.id || organisation.kind === 'platform'
  if (!mayAct || !isOwn || embargo.withdrawnAt !== null) return null
  const told = ` ${embargo.telegram}`
  return (
    <>
      <Button type="link" aria-label={train('change') + told} onClick={() => onChange(embargo)}>
        {train('change')}
      </Button>
      <Popconfirm
        title={t('really')}
        okText={t('withdraw')}
        cancelText={t('no')}
        onConfirm={() => void run({ params: { embargoId: embargo.id } })}
      >
        <Button type="link" danger loading={running} aria-label={t('withdraw') + told}>
          {t('withdraw')}
        </Button>
      </Popconfirm>
      <ProblemAlert problem={problem} />
    </>
  )
}
