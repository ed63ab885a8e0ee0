/** Booking's own steps: the operator gives a box and a seal, and loads. */
import { Form, Input } from 'antd'
import { bookingApi, type Container } from '#booking/contract.ts'
import { departureApi } from '#booking/departure-contract.ts'
import { ContainerNumber } from '#kernel/container-number.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useValueRule } from '#web/value-rule.ts'
import { ContainerTitle } from './ContainerTitle.tsx'
import { OtherTrainSelect } from '../departure/OtherTrainSelect.tsx'
import { ReasonField } from './ReasonField.tsx'
import {
  single,
  stepForm,
  whenAndWhere,
  type StepFieldsProps,
  type StepValues,
} from './step-form.ts'

const texts = defineTexts({
  number: { zh: '箱号', en: 'Container number', ru: 'Номер контейнера' },
  seal: { zh: '封号', en: 'Seal number', ru: 'Номер пломбы' },
  wagon: { zh: '车号', en: 'Wagon number', ru: 'Номер вагона' },
  wagonOf: { zh: '{container} 的车号', en: 'Wagon of {container}', ru: 'Вагон для {container}' },
  to: { zh: '改配至', en: 'To the departure', ru: 'На отправление' },
  toMissing: { zh: '请选择班次', en: 'Choose a departure', ru: 'Выберите отправление' },
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

function RollOverFields({ containers }: StepFieldsProps) {
  const t = useTexts(texts)
  return (
    <>
      <Form.Item name="to" label={t('to')} rules={[{ required: true, message: t('toMissing') }]}>
        <OtherTrainSelect departureId={single(containers).journey.departureId} />
      </Form.Item>
      <ReasonField />
    </>
  )
}

function whichAndWhy(containers: readonly Container[], values: StepValues) {
  return { containerIds: containers.map(({ id }) => id), reason: String(values['reason']) }
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
    endpoint: departureApi.load,
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
  unload: stepForm({
    endpoint: departureApi.unload,
    many: true,
    Fields: ReasonField,
    request: (containers, values) => ({
      params: { departureId: single(containers).journey.departureId },
      body: { ...whenAndWhere(values), ...whichAndWhy(containers, values) },
    }),
  }),
  roll_over: stepForm({
    endpoint: departureApi.rollOver,
    many: true,
    Fields: RollOverFields,
    request: (containers, values) => ({
      params: { departureId: single(containers).journey.departureId },
      body: {
        ...whenAndWhere(values),
        ...whichAndWhy(containers, values),
        to: String(values['to']),
      },
    }),
  }),
  depart: 'whole',
  cancel: 'whole',
} as const
