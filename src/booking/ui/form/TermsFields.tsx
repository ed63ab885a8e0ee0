/** Terms of delivery, the broker who will declare, one's own order number and remarks. */
import { Form, Input, Select } from 'antd'
import { listOrganisations } from '#identity/contract.ts'
import { Incoterm, INCOTERM_CODES, incotermFacts } from '#kernel/incoterm.ts'
import { line } from '#kernel/line.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { formTexts } from './form-texts.ts'

const REFERENCE_CHARS_MAX = 60
const REMARKS_CHARS_MAX = 500

export function TermsFields() {
  const t = useTexts(formTexts)
  const valueRule = useValueRule()
  return (
    <section className="panel" aria-label={t('terms')}>
      <h2>{t('terms')}</h2>
      <div className="form-grid">
        <IncotermField />
        <BrokerField />
        <Form.Item
          name="reference"
          label={t('reference')}
          extra={t('referenceHint')}
          rules={[valueRule(line(REFERENCE_CHARS_MAX))]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="remarks" label={t('remarks')} rules={[valueRule(line(REMARKS_CHARS_MAX))]}>
          <Input />
        </Form.Item>
      </div>
    </section>
  )
}

function IncotermField() {
  const t = useTexts(formTexts)
  const { say } = useLocale()
  const form = Form.useFormInstance()
  const chosen = Incoterm.safeParse(Form.useWatch('incoterm', form))
  return (
    <Form.Item
      name="incoterm"
      label={t('incoterm')}
      rules={[{ required: true, message: t('missing') }]}
      extra={
        chosen.success &&
        incotermFacts(chosen.data).seaOnly && (
          <span className="cut-off-soon">{t('seaOnly', { code: chosen.data })}</span>
        )
      }
    >
      <Select
        options={INCOTERM_CODES.map((code) => ({
          value: code,
          label: `${code} · ${say(incotermFacts(Incoterm.parse(code)).name)}`,
        }))}
      />
    </Form.Item>
  )
}

function BrokerField() {
  const t = useTexts(formTexts)
  const { say } = useLocale()
  const brokers = useListing(listOrganisations, { query: { kind: 'broker', limit: 200 } })
  return (
    <Form.Item
      name="brokerId"
      label={t('broker')}
      rules={[{ required: true, message: t('missing') }]}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={brokers.items.map(({ id, names }) => ({ value: id, label: say(names) }))}
      />
    </Form.Item>
  )
}
