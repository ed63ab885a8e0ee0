/** Keeps slots of a train for one organisation, or for a kind of them, until a set time. */
import { App, Button, Form, InputNumber, Radio, Select } from 'antd'
import { listOrganisations } from '#identity/contract.ts'
import { allotmentApi } from '#train/allotment-contract.ts'
import type { Departure } from '#train/contract.ts'
import { ClockInput } from '#web/kit/Fields.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { allotmentTexts } from './allotment-texts.ts'
import { trainTexts } from '../texts.ts'

const PARTIES_MAX = 200

export interface WhomDraft {
  readonly whom: 'organisation' | 'exporter' | 'forwarder'
  readonly organisationId?: string
}

export const whomOf = ({ whom, organisationId }: WhomDraft) =>
  whom === 'organisation' ? { organisationId: organisationId! } : { organisationKind: whom }

interface Draft extends WhomDraft {
  readonly teu: number
  readonly tonnes?: number | null
  readonly plugs?: number | null
  readonly dangerousPlaces?: number | null
  readonly releaseAt: string
}

export function AllotForm({ departure, onClose }: { departure: Departure; onClose: () => void }) {
  const t = useTexts(allotmentTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const { run, running, problem } = useCommand(allotmentApi.allot, () => {
    void message.success(t('allotted'))
    onClose()
  })
  const left = useFaults(form, problem, (name) => name.filter((part) => part !== 'amount'))
  return (
    <Form<Draft>
      form={form}
      name="allotment"
      layout="vertical"
      requiredMark={false}
      initialValues={{ whom: 'organisation', releaseAt: departure.bookingCutoffAt }}
      onFinish={(draft) => void run({ params: { departureId: departure.id }, body: bodyOf(draft) })}
    >
      <WhomField />
      <AmountFields departure={departure} />
      <ProblemAlert problem={left} />
      <div className="row">
        <Button type="primary" htmlType="submit" loading={running}>
          {t('allot')}
        </Button>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </Form>
  )
}

export function WhomField() {
  const t = useTexts(allotmentTexts)
  return (
    <Form.Item name="whom" label={t('for')}>
      <Radio.Group
        options={[
          { value: 'organisation', label: t('oneParty') },
          { value: 'exporter', label: t('exporters') },
          { value: 'forwarder', label: t('forwarders') },
        ]}
      />
    </Form.Item>
  )
}

function AmountFields({ departure }: { departure: Departure }) {
  const t = useTexts(allotmentTexts)
  const train = useTexts(trainTexts)
  const whom: unknown = Form.useWatch('whom')
  const { free, service } = departure
  const rules = [{ required: true, message: train('missing') }]
  return (
    <div className="form-grid">
      {whom !== 'exporter' && whom !== 'forwarder' && <PartyField />}
      <Form.Item
        name="teu"
        label={t('places')}
        extra={t('freeNow', { free: free.teu })}
        rules={rules}
      >
        <InputNumber min={1} max={free.teu} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="tonnes" label={t('tonnesField')} extra={t('share')}>
        <InputNumber min={0} precision={1} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="plugs" label={t('plugs')} extra={t('freeNow', { free: free.plugs })}>
        <InputNumber min={0} max={free.plugs} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name="dangerousPlaces"
        label={t('dangerous')}
        extra={t('freeNow', { free: free.dangerousPlaces })}
      >
        <InputNumber min={0} max={free.dangerousPlaces} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="releaseAt" label={t('releaseAt')} extra={t('releaseHint')} rules={rules}>
        <ClockInput station={service.origin} />
      </Form.Item>
    </div>
  )
}

function bodyOf({ releaseAt, tonnes, teu, ...rest }: Draft) {
  const given = (value: number | null | undefined) => value !== null && value !== undefined
  return {
    for: whomOf(rest),
    amount: {
      teu,
      ...(given(tonnes) && { grossKg: Math.round(tonnes! * 1000) }),
      ...(given(rest.plugs) && { plugs: rest.plugs! }),
      ...(given(rest.dangerousPlaces) && { dangerousPlaces: rest.dangerousPlaces! }),
    },
    releaseAt,
  }
}

/** Exporters and forwarders, who are the ones to book. */
export function PartyField() {
  const t = useTexts(allotmentTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const query = { limit: PARTIES_MAX }
  const exporters = useListing(listOrganisations, { query: { kind: 'exporter', ...query } })
  const forwarders = useListing(listOrganisations, { query: { kind: 'forwarder', ...query } })
  return (
    <Form.Item
      name="organisationId"
      label={t('party')}
      rules={[{ required: true, message: train('missing') }]}
    >
      <Select
        loading={exporters.loading || forwarders.loading}
        showSearch={{ optionFilterProp: 'label' }}
        options={[...exporters.items, ...forwarders.items].map(({ id, names }) => ({
          value: id,
          label: say(names),
        }))}
      />
    </Form.Item>
  )
}
