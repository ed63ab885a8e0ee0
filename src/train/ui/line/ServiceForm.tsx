/** Opens a line or changes one: names, stops in order, parties. Kept while it is typed; what is wrong is said at its field. */
import { Alert, App, Button, Form, Input, Select } from 'antd'
import { useNavigate, useParams } from 'react-router'
import type { z } from 'zod'
import { listOrganisations } from '#identity/contract.ts'
import { line } from '#kernel/line.ts'
import { trainApi, type NewService as ServiceBody, type Service } from '#train/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand, useListing } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { serviceTexts } from './service-texts.ts'
import { EMPTY_STOP, StopFields } from './StopFields.tsx'
import { trainTexts } from '../texts.ts'

type ServiceDraft = z.input<typeof ServiceBody>

const NAME_CHARS_MAX = 120
const PARTIES_MAX = 200

const EMPTY = {
  stops: [EMPTY_STOP, { ...EMPTY_STOP, plannedOffsetMinutes: 24 * 60 }],
} as unknown as ServiceDraft

export function NewService() {
  const t = useTexts(serviceTexts)
  const train = useTexts(trainTexts)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const { run, running, problem } = useCommand(trainApi.createService, ({ id }) => {
    void message.success(t('made'))
    void navigate(paths.service(id), { replace: true })
  })
  return (
    <>
      <PageHeader
        title={t('newService')}
        back={{ to: paths.services(), label: train('services') }}
      />
      <ServiceFields
        initial={EMPTY}
        running={running}
        problem={problem}
        onFinish={(body) => void run({ body })}
      />
    </>
  )
}

export function ChangeService() {
  const { serviceId = '' } = useParams()
  const asked = useAsk(trainApi.getService, { params: { serviceId } })
  return <Asked asked={asked}>{(service) => <ChangeOf key={service.id} service={service} />}</Asked>
}

function ChangeOf({ service }: { service: Service }) {
  const t = useTexts(serviceTexts)
  const { say } = useLocale()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const trains = useListing(trainApi.listDepartures, {
    query: { service: service.id, from: '2000-01-01T00:00:00Z', limit: 100 },
  })
  const kept = trains.items.some(({ state }) => state !== 'cancelled')
  const { run, running, problem } = useCommand(trainApi.changeService, () => {
    void message.success(t('changed'))
    void navigate(paths.service(service.id), { replace: true })
  })
  const { names, stops, parties } = service
  return (
    <>
      <PageHeader
        title={t('changeService')}
        back={{ to: paths.service(service.id), label: say(names) }}
      />
      {kept && <Alert className="problem" type="info" showIcon title={t('stationsKept')} />}
      <ServiceFields
        initial={{ names, stops, parties }}
        stationsKept={kept}
        running={running}
        problem={problem}
        onFinish={(body) => void run({ params: { serviceId: service.id }, body })}
      />
    </>
  )
}

interface ServiceFieldsProps {
  readonly initial: ServiceDraft
  readonly stationsKept?: boolean
  readonly running: boolean
  readonly problem: Error | null
  readonly onFinish: (body: ServiceDraft) => void
}

function ServiceFields({
  initial,
  stationsKept = false,
  running,
  problem,
  onFinish,
}: ServiceFieldsProps) {
  const train = useTexts(trainTexts)
  const [form] = Form.useForm<ServiceDraft>()
  const left = useFaults(form, problem)
  return (
    <Form<ServiceDraft>
      form={form}
      name="service"
      layout="vertical"
      requiredMark={false}
      validateTrigger="onBlur"
      scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
      initialValues={initial}
      onFinish={onFinish}
    >
      <NameFields />
      <StopFields stationsKept={stationsKept} />
      <PartyFields />
      <ProblemAlert problem={left} />
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={running}>
          {train('save')}
        </Button>
      </div>
    </Form>
  )
}

function NameFields() {
  const t = useTexts(serviceTexts)
  const train = useTexts(trainTexts)
  const valueRule = useValueRule()
  const fields = [
    ['zh', t('nameZh')],
    ['en', t('nameEn')],
    ['ru', t('nameRu')],
  ] as const
  return (
    <section className="panel" aria-label={t('names')}>
      <h2>{t('names')}</h2>
      <div className="form-grid">
        {fields.map(([locale, label]) => (
          <Form.Item
            key={locale}
            name={['names', locale]}
            label={label}
            rules={[{ required: true, message: train('missing') }, valueRule(line(NAME_CHARS_MAX))]}
          >
            <Input autoComplete="off" maxLength={NAME_CHARS_MAX} />
          </Form.Item>
        ))}
      </div>
    </section>
  )
}

function PartyFields() {
  const t = useTexts(serviceTexts)
  return (
    <section className="panel" aria-label={t('parties')}>
      <h2>{t('parties')}</h2>
      <p className="soft">{t('partiesHint')}</p>
      <div className="form-grid">
        <PartyField kind="warehouse" name="warehouseIds" label={t('warehouses')} />
        <PartyField kind="customs" name="customsIds" label={t('customsOffices')} />
        <PartyField kind="rail" name="railIds" label={t('railways')} />
      </div>
    </section>
  )
}

interface PartyFieldProps {
  readonly kind: 'warehouse' | 'customs' | 'rail'
  readonly name: keyof ServiceDraft['parties']
  readonly label: string
}

function PartyField({ kind, name, label }: PartyFieldProps) {
  const t = useTexts(serviceTexts)
  const { say } = useLocale()
  const { items, loading } = useListing(listOrganisations, {
    query: { kind, limit: PARTIES_MAX },
  })
  return (
    <Form.Item
      name={['parties', name]}
      label={label}
      rules={[{ required: true, message: t('partyMissing') }]}
    >
      <Select
        mode="multiple"
        loading={loading}
        showSearch={{ optionFilterProp: 'label' }}
        options={items.map(({ id, names }) => ({ value: id, label: say(names) }))}
      />
    </Form.Item>
  )
}
