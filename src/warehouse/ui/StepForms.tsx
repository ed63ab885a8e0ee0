/** The warehouse's steps as forms. */
import { Form, Input, InputNumber } from 'antd'
import { DocumentsField } from '#booking/ui/container/DocumentsInput.tsx'
import { papers, single, stepForm, whenAndWhere } from '#booking/ui/container/step-form.ts'
import { MassKg } from '#kernel/mass.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { warehouseApi } from '#warehouse/contract.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'

const texts = defineTexts({
  gross: {
    zh: '过磅毛重（含箱重）',
    en: 'Weighed gross, box included',
    ru: 'Масса брутто с контейнером',
  },
  kg: { zh: '千克', en: 'kg', ru: 'кг' },
  seal: { zh: '箱门封号', en: 'Seal on the doors', ru: 'Пломба на дверях' },
  missing: { zh: '请填写', en: 'Fill this in', ru: 'Заполните поле' },
})

function WeighFields() {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  return (
    <Form.Item
      name="grossMassKg"
      label={t('gross')}
      rules={[{ required: true, message: t('missing') }, valueRule(MassKg)]}
    >
      <InputNumber suffix={t('kg')} precision={0} min={0} style={{ width: '100%' }} />
    </Form.Item>
  )
}

function ReceiveFields() {
  return <DocumentsField kind="receipt" />
}

function SealFields() {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  return (
    <>
      <Form.Item
        name="sealNumber"
        label={t('seal')}
        rules={[{ required: true, message: t('missing') }, valueRule(SealNumber)]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <DocumentsField kind="seal_record" />
    </>
  )
}

export const warehouseSteps = {
  receive: stepForm({
    endpoint: warehouseApi.receive,
    many: false,
    Fields: ReceiveFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: { ...whenAndWhere(values), ...papers(values) },
    }),
  }),
  stuff: stepForm({
    endpoint: warehouseApi.stuff,
    many: false,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: whenAndWhere(values),
    }),
  }),
  weigh: stepForm({
    endpoint: warehouseApi.weigh,
    many: false,
    Fields: WeighFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: { ...whenAndWhere(values), grossMassKg: Number(values['grossMassKg']) },
    }),
  }),
  seal: stepForm({
    endpoint: warehouseApi.seal,
    many: false,
    Fields: SealFields,
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: {
        ...whenAndWhere(values),
        sealNumber: String(values['sealNumber']),
        ...papers(values),
      },
    }),
  }),
}
