/** Booking's own steps: the operator gives a box and a seal, and loads. */
import { Form, Input } from 'antd'
import { bookingApi } from '#booking/contract.ts'
import { ContainerNumber } from '#kernel/container-number.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'
import { ContainerTitle } from './ContainerTitle.tsx'
import { single, stepForm, whenAndWhere, type StepFieldsProps } from './step-form.ts'

const texts = defineTexts({
  number: { zh: '箱号', en: 'Container number', ru: 'Номер контейнера' },
  seal: { zh: '封号', en: 'Seal number', ru: 'Номер пломбы' },
  wagon: { zh: '车号', en: 'Wagon number', ru: 'Номер вагона' },
  wagonOf: { zh: '{container} 的车号', en: 'Wagon of {container}', ru: 'Вагон для {container}' },
  missing: { zh: '请填写', en: 'Fill this in', ru: 'Заполните поле' },
})

function AssignFields() {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  const required = { required: true, message: t('missing') }
  return (
    <div className="form-pair">
      <Form.Item
        name="containerNumber"
        label={t('number')}
        rules={[required, valueRule(ContainerNumber)]}
      >
        <Input placeholder="CSQU 305438 3" autoComplete="off" />
      </Form.Item>
      <Form.Item name="sealNumber" label={t('seal')} rules={[required, valueRule(SealNumber)]}>
        <Input autoComplete="off" />
      </Form.Item>
    </div>
  )
}

function LoadFields({ containers }: StepFieldsProps) {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  return containers.map((container) => (
    <Form.Item
      key={container.id}
      name={['wagons', container.id]}
      label={
        containers.length === 1 ? (
          t('wagon')
        ) : (
          <>
            {t('wagon')} · <ContainerTitle container={container} />
          </>
        )
      }
      rules={[{ required: true, message: t('missing') }, valueRule(WagonNumber)]}
    >
      <Input autoComplete="off" inputMode="numeric" />
    </Form.Item>
  ))
}

export const bookingSteps = {
  assign: stepForm({
    endpoint: bookingApi.assign,
    many: false,
    Fields: AssignFields,
    initial: (containers) => {
      const { containerNumber, sealNumber } = single(containers)
      return {
        containerNumber: containerNumber ?? undefined,
        sealNumber: sealNumber ?? undefined,
      }
    },
    request: (containers, values) => ({
      params: { containerId: single(containers).id },
      body: {
        ...whenAndWhere(values),
        containerNumber: String(values['containerNumber']),
        sealNumber: String(values['sealNumber']),
      },
    }),
  }),
  load: stepForm({
    endpoint: bookingApi.load,
    many: true,
    Fields: LoadFields,
    request: (containers, values) => ({
      params: { departureId: single(containers).journey.departureId },
      body: {
        ...whenAndWhere(values),
        loads: containers.map(({ id }) => ({
          containerId: id,
          wagonNumber: (values['wagons'] as Record<string, string>)[id] ?? '',
        })),
      },
    }),
    fieldOf: (name, containers) =>
      name[0] === 'loads' ? ['wagons', containers[Number(name[1])]?.id ?? ''] : name,
  }),
  depart: 'whole',
  cancel: 'whole',
} as const
