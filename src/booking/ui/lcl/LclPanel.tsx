/** A train's consolidations: what is free in each, the way to book into it; for its operator, another one opened. */
import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { lclApi } from '#booking/lcl-contract.ts'
import { listOrganisations } from '#identity/contract.ts'
import { EQUIPMENT_TYPE_CODES, equipmentFacts } from '#kernel/equipment-type.ts'
import { consolidationApi, type Consolidation } from '#train/consolidation-contract.ts'
import type { Departure } from '#train/contract.ts'
import { useMayRun } from '#train/ui/use-may-run.ts'
import { useFaults } from '#web/faults.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { CountrySelect } from '#web/kit/Fields.tsx'
import { LinkButton } from '#web/kit/LinkButton.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand, useListing } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { LclWaitingList } from './LclWaiting.tsx'
import { lclTexts } from './lcl-texts.ts'
import { Lot, VolumeInput } from './LclWords.tsx'

/** Space is others' to take at any moment. */
const LIVE_MS = 5_000

export function LclPanel({ departure }: { departure: Departure }) {
  const t = useTexts(lclTexts)
  const mayRun = useMayRun(departure.service)
  const [opened, setOpened] = useState(false)
  const { data } = useAsk(consolidationApi.listConsolidations, {
    params: { departureId: departure.id },
    refetchEveryMs: LIVE_MS,
  })
  const items = data?.items ?? []
  const mayOpen = mayRun && departure.bookable
  const mayBook = useMayAct('exporter', 'forwarder')
  const mayWait = mayBook && departure.bookable && items.length > 0
  if (items.length === 0 && !mayOpen) return null
  return (
    <section className="panel" aria-label={t('panel')}>
      <div className="panel-head">
        <h2>{t('panel')}</h2>
        {mayWait && <LinkButton to={paths.waitLcl(departure.id)} label={t('waitFor')} />}
        {mayOpen && !opened && <Button onClick={() => setOpened(true)}>{t('open')}</Button>}
      </div>
      {opened && <OpenForm departure={departure} onClose={() => setOpened(false)} />}
      {items.length === 0 && <p className="soft">{t('none')}</p>}
      <ul className="plain-list">
        {items.map((one) => (
          <li key={one.id} className="card-row">
            <Space consolidation={one} departure={departure} />
          </li>
        ))}
      </ul>
      {(mayRun || mayBook) && <LclWaitingList departure={departure} />}
    </section>
  )
}

function Space({
  consolidation,
  departure,
}: {
  readonly consolidation: Consolidation
  readonly departure: Departure
}) {
  const t = useTexts(lclTexts)
  const mayBook = useMayAct('exporter', 'forwarder')
  const mayRun = useMayRun(departure.service)
  const { id, equipmentType, free, capacity, closesAt, bookable, state } = consolidation
  const closed = state === 'open' ? t('full') : t(state === 'closed' ? 'stuffing' : 'ended')
  return (
    <>
      <span className="stack">
        <strong>
          {t('consolidation')} · {equipmentType}
        </strong>
        <Lot lot={free} words="free" />
        <span className="soft">
          <Lot lot={capacity} words="of" />
        </span>
        <span className="soft">
          {t('closes')} <LocalTime at={closesAt} station={departure.service.origin} />
        </span>
      </span>
      <span className="row">
        {!bookable && <Pill tone={state === 'ended' ? 'bad' : 'wait'}>{closed}</Pill>}
        {mayBook && bookable && <LinkButton primary to={paths.bookLcl(id)} label={t('book')} />}
        {mayRun && <ListLink id={id} />}
      </span>
    </>
  )
}

/** For the operator: to the booking of the container itself, where the stuffing list stands. */
function ListLink({ id }: { id: string }) {
  const t = useTexts(lclTexts)
  const { data } = useAsk(lclApi.getConsolidation, { params: { consolidationId: id } })
  if (!data?.bookingId) return null
  return <Link to={paths.booking(data.bookingId)}>{t('list')}</Link>
}

interface Draft {
  readonly equipmentType: string
  readonly volumeDm3: number
  readonly grossKg: number
  readonly packages: number
  readonly closesHours: number
  readonly brokerId: string
  readonly consignee: { readonly name: string; readonly country: string; readonly address: string }
}

const FIRST = {
  equipmentType: '45G1',
  volumeDm3: 60_000,
  grossKg: 20_000,
  packages: 1_000,
  closesHours: 24,
}

function OpenForm({ departure, onClose }: { departure: Departure; onClose: () => void }) {
  const t = useTexts(lclTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const { run, running, problem } = useCommand(lclApi.openConsolidation, () => {
    void message.success(t('opened'))
    onClose()
  })
  const left = useFaults(form, problem)
  const open = ({ closesHours, ...draft }: Draft) =>
    run({
      params: { departureId: departure.id },
      body: { ...draft, closesMinutesBefore: Math.round(closesHours * 60) } as never,
    })
  return (
    <Form<Draft>
      form={form}
      name="consolidation"
      layout="vertical"
      requiredMark={false}
      initialValues={FIRST}
      onFinish={(draft) => void open(draft)}
    >
      <OpenFields />
      <ProblemAlert problem={left} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={running}>
          {t('open')}
        </Button>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </Form>
  )
}

function OpenFields() {
  const t = useTexts(lclTexts)
  const { say } = useLocale()
  const brokers = useListing(listOrganisations, { query: { kind: 'broker', limit: 200 } })
  const rules = [{ required: true, message: t('missing') }]
  const whole = { min: 1, precision: 0, style: { width: '100%' } }
  return (
    <div className="form-grid">
      <Form.Item name="equipmentType" label={t('equipment')} rules={rules}>
        <Select
          options={EQUIPMENT_TYPE_CODES.map((code) => ({
            value: code,
            label: `${code} · ${say(equipmentFacts(code).name)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="volumeDm3" label={t('capacityVolume')} rules={rules}>
        <VolumeInput />
      </Form.Item>
      <Form.Item name="grossKg" label={t('capacityMass')} rules={rules}>
        <InputNumber {...whole} />
      </Form.Item>
      <Form.Item name="packages" label={t('capacityPackages')} rules={rules}>
        <InputNumber {...whole} />
      </Form.Item>
      <Form.Item name="closesHours" label={t('closesHours')} rules={rules}>
        <InputNumber min={0} max={720} precision={1} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="brokerId" label={t('broker')} rules={rules}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={brokers.items.map(({ id, names }) => ({ value: id, label: say(names) }))}
        />
      </Form.Item>
      <Form.Item name={['consignee', 'name']} label={t('deconsolidator')} rules={rules}>
        <Input />
      </Form.Item>
      <Form.Item name={['consignee', 'country']} label={t('agentCountry')} rules={rules}>
        <CountrySelect />
      </Form.Item>
      <Form.Item name={['consignee', 'address']} label={t('agentAddress')} rules={rules}>
        <Input />
      </Form.Item>
    </div>
  )
}
