/** The restrictions that stand: read by everybody, entered, changed and replaced by those who answer for them. */
import { App, Button, Popconfirm, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { cargoRuleTexts, effectTexts } from '#booking/cargo/cargo-rule-words.ts'
import { ListedRuleName } from '#booking/finding-contract.ts'
import { restrictionApi, type Restriction } from '#booking/restriction-contract.ts'
import { directionTexts, restrictionTexts } from '#booking/cargo/restriction-words.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { SearchInput } from '#web/kit/SearchInput.tsx'
import { useAddress } from '#web/address.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useMayAct, useSession } from '#web/session.ts'
import { EFFECT_TONES } from '../form/FindingList.tsx'
import { RestrictionFile } from './RestrictionFile.tsx'
import { RestrictionForm } from './RestrictionForm.tsx'
import { TouchedBookings } from '../departure/TouchedBookings.tsx'
import { useRestrictionWords } from './restriction-said.ts'

const texts = defineTexts({
  title: { zh: '承运限制', en: 'Cargo restrictions', ru: 'Ограничения по грузам' },
  note: {
    zh: '班列不承运或须同意方可承运的货物。铁路和平台录入的对所有班列有效，班列公司录入的只对本公司班列有效；按发车日期适用。',
    en: 'What trains do not carry, or only with the operator’s word. What a railway or the platform enters counts for every train, what an operator enters for its own; by the day of departure.',
    ru: 'Что поезда не везут или везут только с согласия оператора. Внесённое железной дорогой и платформой действует для всех поездов, внесённое оператором — для его поездов; по дню отправления.',
  },
  enter: { zh: '录入限制', en: 'Enter a restriction', ru: 'Внести ограничение' },
  anyRule: { zh: '全部规则', en: 'Any rule', ru: 'Любое правило' },
  search: { zh: 'HS 编码或联合国编号', en: 'HS code or UN number', ru: 'Код ТН ВЭД или номер ООН' },
  what: { zh: '内容', en: 'What', ru: 'Что' },
  period: { zh: '发车日期', en: 'Departures', ru: 'Отправления' },
  from: { zh: '{from} 起', en: 'from {from}', ru: 'с {from}' },
  between: { zh: '{from} 至 {until}', en: '{from} to {until}', ru: 'с {from} по {until}' },
  enteredBy: { zh: '录入单位', en: 'Entered by', ru: 'Внесено' },
  builtIn: { zh: '随系统提供', en: 'Came with landbridge', ru: 'Поставляется с системой' },
  actions: { zh: '操作', en: 'Actions', ru: 'Действия' },
  bookings: { zh: '受影响订舱', en: 'Bookings it touches', ru: 'Затронутые бронирования' },
  change: { zh: '修改', en: 'Change', ru: 'Изменить' },
  withdraw: { zh: '撤销', en: 'Withdraw', ru: 'Отозвать' },
  really: {
    zh: '确定撤销这条限制？',
    en: 'Withdraw this restriction?',
    ru: 'Отозвать это ограничение?',
  },
  no: { zh: '不撤销', en: 'Keep it', ru: 'Оставить' },
  withdrawn: { zh: '限制已撤销', en: 'The restriction is withdrawn', ru: 'Ограничение отозвано' },
  empty: { zh: '没有符合条件的限制。', en: 'No such restrictions.', ru: 'Таких ограничений нет.' },
  download: { zh: '导出 Excel', en: 'Export to Excel', ru: 'Выгрузить в Excel' },
})

export function Restrictions() {
  const t = useTexts(texts)
  const { search } = useAddress()
  const mayEnter = useMayAct('operator', 'rail', 'platform')
  const [form, setForm] = useState<{ readonly restriction?: Restriction }>()
  const [touched, setTouched] = useState<Restriction>()
  const rule = ListedRuleName.optional()
    .catch(undefined)
    .parse(search.get('rule') ?? undefined)
  const listing = useListing(restrictionApi.list, {
    query: { rule, q: search.get('q') ?? undefined },
  })
  const actions = (
    <>
      <a href={paths.restrictionsFile()} download>
        {t('download')}
      </a>
      {mayEnter && (
        <Button type="primary" onClick={() => setForm({})}>
          {t('enter')}
        </Button>
      )}
    </>
  )
  const acting = {
    onChange: (restriction: Restriction) => setForm({ restriction }),
    onTouched: setTouched,
  }
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} actions={actions} />
      {mayEnter && <RestrictionFile />}
      <Filters />
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        columns={useColumns(acting)}
        card={(one) => <RestrictionCard restriction={one} {...acting} />}
        empty={t('empty')}
      />
      {form !== undefined && (
        <RestrictionForm restriction={form.restriction} onClose={() => setForm(undefined)} />
      )}
      {touched !== undefined && (
        <TouchedBookings restriction={touched} onClose={() => setTouched(undefined)} />
      )}
    </>
  )
}

function Filters() {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { search, set } = useAddress()
  return (
    <search className="filters">
      <SearchInput
        label={t('search')}
        value={search.get('q')}
        onSearch={(typed) => set({ q: typed })}
      />
      <Select
        allowClear
        aria-label={t('anyRule')}
        placeholder={t('anyRule')}
        value={search.get('rule')}
        onChange={(rule: string | undefined) => set({ rule })}
        options={ListedRuleName.options.map((value) => ({
          value,
          label: say(cargoRuleTexts[value].name),
        }))}
      />
    </search>
  )
}

interface Acting {
  readonly onChange: (restriction: Restriction) => void
  readonly onTouched: (restriction: Restriction) => void
}

function useColumns(acting: Acting): TableColumnsType<Restriction> {
  const t = useTexts(texts)
  const { say } = useLocale()
  return [
    { title: say(restrictionTexts.rule), render: (_, one) => <RuleCell restriction={one} /> },
    { title: t('what'), width: '30%', render: (_, one) => <WhatCell restriction={one} /> },
    { title: say(restrictionTexts.where), render: (_, one) => <WhereCell restriction={one} /> },
    { title: t('period'), render: (_, one) => <Period restriction={one} /> },
    { title: say(restrictionTexts.source), render: (_, one) => <Source restriction={one} /> },
    { title: t('actions'), render: (_, one) => <Actions restriction={one} {...acting} /> },
  ]
}

interface Shown {
  readonly restriction: Restriction
}

function RuleCell({ restriction: { rule, effect } }: Shown) {
  const { say } = useLocale()
  return (
    <div className="stack">
      <span>{say(cargoRuleTexts[rule].name)}</span>
      <span>
        <Pill tone={EFFECT_TONES[effect]}>{say(effectTexts[effect])}</Pill>
      </span>
    </div>
  )
}

function WhatCell({ restriction }: Shown) {
  const { say } = useLocale()
  const said = useRestrictionWords()
  return (
    <div className="stack restriction-what">
      {said(restriction).map(({ label, value }) => (
        <span key={label}>
          <span className="soft">{label}: </span>
          {value}
        </span>
      ))}
      {restriction.why && <span className="soft">{say(restriction.why)}</span>}
    </div>
  )
}

function WhereCell({ restriction: { where, direction } }: Shown) {
  const { say } = useLocale()
  const { places, every } = useRestrictionWords()
  return (
    <div className="stack">
      <span>{where.length === 0 ? every : places(where)}</span>
      <span className="soft">{say(directionTexts[direction])}</span>
    </div>
  )
}

function Period({ restriction: { from, until } }: Shown) {
  const t = useTexts(texts)
  return until === null ? t('from', { from }) : t('between', { from, until })
}

function Source({ restriction: { source, enteredBy } }: Shown) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <div className="stack restriction-source">
      <span>{source}</span>
      <span className="soft">{enteredBy ? say(enteredBy.names) : t('builtIn')}</span>
    </div>
  )
}

function Actions({ restriction, onChange, onTouched }: Shown & Acting) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const { organisation } = useSession()
  const mayAct = useMayAct('operator', 'rail', 'platform')
  const { run, running, problem } = useCommand(restrictionApi.withdraw, () => {
    void message.success(t('withdrawn'))
  })
  const isOwn = restriction.enteredBy?.id === organisation.id || organisation.kind === 'platform'
  const isParty = ['exporter', 'forwarder', 'operator'].includes(organisation.kind)
  return (
    <div className="stack">
      {isParty && (
        <Button type="link" onClick={() => onTouched(restriction)}>
          {t('bookings')}
        </Button>
      )}
      {mayAct && isOwn && (
        <>
          <Button type="link" onClick={() => onChange(restriction)}>
            {t('change')}
          </Button>
          <Popconfirm
            title={t('really')}
            okText={t('withdraw')}
            cancelText={t('no')}
            onConfirm={() => void run({ params: { restrictionId: restriction.id } })}
          >
            <Button type="link" danger loading={running}>
              {t('withdraw')}
            </Button>
          </Popconfirm>
          <ProblemAlert problem={problem} />
        </>
      )}
    </div>
  )
}

function RestrictionCard({ restriction, ...acting }: Shown & Acting) {
  return (
    <div className="stack">
      <RuleCell restriction={restriction} />
      <WhatCell restriction={restriction} />
      <WhereCell restriction={restriction} />
      <Period restriction={restriction} />
      <Source restriction={restriction} />
      <Actions restriction={restriction} {...acting} />
    </div>
  )
}
