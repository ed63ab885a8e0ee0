/** The broker's and the customs' steps as forms. */
import { Form, Input } from 'antd'
import { DocumentsField } from '#booking/ui/container/DocumentsInput.tsx'
import { papers, single, stepForm, whenAndWhere } from '#booking/ui/container/step-form.ts'
import { customsApi } from '#customs/contract.ts'
import { DeclarationNumber } from '#kernel/declaration-number.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'

const texts = defineTexts({
  number: {
    zh: '报关单号（18 位）',
    en: 'Declaration number (18 digits)',
    ru: 'Номер декларации (18 цифр)',
  },
  reason: { zh: '扣留原因', en: 'Why it is held', ru: 'Причина задержания' },
  missing: { zh: '请填写', en: 'Fill this in', ru: 'Заполните поле' },
})

const REASON_CHARS_MAX = 500

function DeclareFields() {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  return (
    <>
      <Form.Item
        name="declarationNumber"
        label={t('number')}
        rules={[{ required: true, message: t('missing') }, valueRule(DeclarationNumber)]}
      >
        <Input autoComplete="off" inputMode="numeric" />
      </Form.Item>
      <DocumentsField kind="declaration" />
    </>
  )
}

function ReleaseFields() {
  return <DocumentsField kind="release_note" />
}

function HoldFields() {
  const t = useTexts(texts)
  return (
    <Form.Item
      name="reason"
      label={t('reason')}
      rules={[{ required: true, message: t('missing') }]}
    >
      <Input.TextArea rows={2} maxLength={REASON_CHARS_MAX} />
    </Form.Item>
  )
}

export const customsSteps = {
  declare: stepForm({
    endpoint: customsApi.declare,
    many: false,
    Fields: DeclareFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: {
        ...whenAndWhere(values),
        declarationNumber: String(values['declarationNumber']),
        ...papers(values),
      },
    }),
  }),
  inspect: stepForm({
    endpoint: customsApi.inspect,
    many: false,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: whenAndWhere(values),
    }),
  }),
  hold: stepForm({
    endpoint: customsApi.hold,
    many: false,
    Fields: HoldFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: { ...whenAndWhere(values), reason: String(values['reason']) },
    }),
  }),
  release: stepForm({
    endpoint: customsApi.release,
    many: false,
    Fields: ReleaseFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: { ...whenAndWhere(values), ...papers(values) },
    }),
  }),
}
