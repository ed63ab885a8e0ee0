/** Writes a rate sheet while it is a draft: by hand, or from a file of rates with every wrong cell named. */
import { App, Button, Form, Input, InputNumber, Select } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { listOrganisations } from '#identity/contract.ts'
import { CURRENCIES } from '#kernel/money.ts'
import { priceApi, type RateSheet } from '#price/contract.ts'
import { useFaults } from '#web/faults.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand, useListing } from '#web/queries.ts'
import { LclRateFields } from './LclRateFields.tsx'
import { RateFields } from './RateFields.tsx'
import { toBody, toDraft, type SheetDraft } from './sheet-draft.ts'
import { ExtraFields, FeeFields, SurchargeFields } from './TermFields.tsx'
import { priceTexts } from './texts.ts'

const CUSTOMERS_MAX = 200

const EMPTY: Partial<SheetDraft> = {
  currency: 'CNY',
  quoteHours: 48,
  rates: [],
  lclRates: [],
  surcharges: [],
  extras: [],
  fees: [],
}

export function NewRateSheet() {
  const t = useTexts(priceTexts)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { run, running, problem } = useCommand(priceApi.createRateSheet, ({ id }) => {
    void message.success(t('saved'))
    void navigate(paths.rateSheet(id), { replace: true })
  })
  return (
    <>
      <PageHeader title={t('newSheet')} back={{ to: paths.rateSheets(), label: t('sheets') }} />
      <SheetFields
        initial={EMPTY}
        running={running}
        problem={problem}
        onFinish={(draft) => void run({ body: toBody(draft) })}
      />
    </>
  )
}

export function ChangeRateSheet() {
  const { rateSheetId = '' } = useParams()
  const asked = useAsk(priceApi.getRateSheet, { params: { rateSheetId } })
  return <Asked asked={asked}>{(sheet) => <ChangeOf key={sheet.id} sheet={sheet} />}</Asked>
}

function ChangeOf({ sheet }: { sheet: RateSheet }) {
  const t = useTexts(priceTexts)
  const navigate = useNavigate()
  const { message } = App.useApp()
  const { run, running, problem } = useCommand(priceApi.changeRateSheet, ({ id }) => {
    void message.success(t('saved'))
    void navigate(paths.rateSheet(id), { replace: true })
  })
  return (
    <>
      <PageHeader
        title={`${sheet.title} · ${t('version', { version: sheet.version })}`}
        back={{ to: paths.rateSheet(sheet.id), label: sheet.title }}
      />
      <SheetFields
        initial={toDraft(sheet)}
        running={running}
        problem={problem}
        onFinish={(draft) => void run({ params: { rateSheetId: sheet.id }, body: toBody(draft) })}
      />
    </>
  )
}

interface SheetFieldsProps {
  readonly initial: Partial<SheetDraft>
  readonly running: boolean
  readonly problem: Error | null
  readonly onFinish: (draft: SheetDraft) => void
}

function SheetFields({ initial, running, problem, onFinish }: SheetFieldsProps) {
  const t = useTexts(priceTexts)
  const [form] = Form.useForm<SheetDraft>()
  const left = useFaults(form, problem)
  const currency = Form.useWatch('currency', form) ?? initial.currency ?? 'CNY'
  return (
    <Form<SheetDraft>
      form={form}
      name="rate-sheet"
      layout="vertical"
      requiredMark={false}
      validateTrigger="onBlur"
      scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
      initialValues={initial}
      onFinish={() => onFinish(form.getFieldsValue(true) as SheetDraft)}
    >
      <HeadFields />
      <RateFields currency={currency} />
      <LclRateFields currency={currency} />
      <SurchargeFields currency={currency} />
      <ExtraFields currency={currency} />
      <FeeFields currency={currency} />
      <ProblemAlert problem={left} />
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={running}>
          {t('save')}
        </Button>
      </div>
    </Form>
  )
}

function HeadFields() {
  const t = useTexts(priceTexts)
  const { say } = useLocale()
  const exporters = useListing(listOrganisations, {
    query: { kind: 'exporter', limit: CUSTOMERS_MAX },
  })
  const forwarders = useListing(listOrganisations, {
    query: { kind: 'forwarder', limit: CUSTOMERS_MAX },
  })
  const rules = [{ required: true, message: t('missing') }]
  return (
    <section className="panel" aria-label={t('title')}>
      <div className="form-grid">
        <Form.Item name="title" label={t('title')} rules={rules}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="currency" label={t('currency')} rules={rules}>
          <Select options={Object.keys(CURRENCIES).map((code) => ({ value: code, label: code }))} />
        </Form.Item>
        <Form.Item name="customerId" label={t('customer')}>
          <Select
            allowClear
            placeholder={t('everyone')}
            showSearch={{ optionFilterProp: 'label' }}
            options={[...exporters.items, ...forwarders.items].map(({ id, names }) => ({
              value: id,
              label: say(names),
            }))}
          />
        </Form.Item>
        <Form.Item name="validFrom" label={t('validFrom')} rules={rules}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="validUntil" label={t('validUntil')} rules={rules}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="quoteHours" label={t('quoteHours')} rules={rules}>
          <InputNumber min={1} max={720} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </section>
  )
}
