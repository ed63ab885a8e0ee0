/** To whom it goes: typed in, or taken from a consignee who has an account. */
import { Form, Input, Select } from 'antd'
import { listOrganisations } from '#identity/contract.ts'
import { Email, Phone } from '#kernel/contact.ts'
import { line } from '#kernel/line.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { CountrySelect } from '#web/kit/Fields.tsx'
import { useListing } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { formTexts } from './form-texts.ts'

const NAME_CHARS_MAX = 200
const ADDRESS_CHARS_MAX = 300

export function ConsigneeFields() {
  const t = useTexts(formTexts)
  const valueRule = useValueRule()
  const required = { required: true, message: t('missing') }
  return (
    <section className="panel" aria-label={t('consignee')}>
      <h2>{t('consignee')}</h2>
      <div className="form-grid">
        <AccountField />
        <Form.Item
          name={['consignee', 'name']}
          label={t('name')}
          rules={[required, valueRule(line(NAME_CHARS_MAX))]}
        >
          <Input />
        </Form.Item>
        <Form.Item name={['consignee', 'country']} label={t('country')} rules={[required]}>
          <CountrySelect />
        </Form.Item>
        <Form.Item
          name={['consignee', 'address']}
          label={t('address')}
          rules={[required, valueRule(line(ADDRESS_CHARS_MAX))]}
        >
          <Input />
        </Form.Item>
        <Form.Item name={['consignee', 'phone']} label={t('phone')} rules={[valueRule(Phone)]}>
          <Input type="tel" />
        </Form.Item>
        <Form.Item name={['consignee', 'email']} label={t('email')} rules={[valueRule(Email)]}>
          <Input type="email" />
        </Form.Item>
      </div>
    </section>
  )
}

function AccountField() {
  const t = useTexts(formTexts)
  const { say } = useLocale()
  const form = Form.useFormInstance()
  const consignees = useListing(listOrganisations, { query: { kind: 'consignee', limit: 200 } })
  const fill = (organisationId: string | undefined) => {
    const chosen = consignees.items.find(({ id }) => id === organisationId)
    if (chosen === undefined) return
    form.setFieldValue(['consignee', 'name'], chosen.names.en)
    form.setFieldValue(['consignee', 'country'], chosen.country)
  }
  return (
    <Form.Item name={['consignee', 'organisationId']} label={t('account')} extra={t('accountHint')}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        onChange={fill}
        options={consignees.items.map(({ id, names }) => ({ value: id, label: say(names) }))}
      />
    </Form.Item>
  )
}
