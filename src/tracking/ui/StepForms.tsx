/** The railway's steps, and the operator's binding of a tracker, as forms. */
import { Form, Input, Select } from 'antd'
import { ContainerTitle } from '#booking/ui/ContainerTitle.tsx'
import { single, stepForm, whenAndWhere, type StepFieldsProps } from '#booking/ui/step-form.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { railApi, trackingApi } from '#tracking/contract.ts'
import type { Gauge } from '#kernel/gauge.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'

const texts = defineTexts({
  tracker: { zh: '定位终端', en: 'Tracker', ru: 'Трекер' },
  gauge: {
    zh: '换装后轨距（毫米）',
    en: 'Gauge of the new wagons, mm',
    ru: 'Колея новых вагонов, мм',
  },
  oldWagon: { zh: '原车号', en: 'Old wagon', ru: 'Старый вагон' },
  newWagon: { zh: '新车号', en: 'New wagon', ru: 'Новый вагон' },
  missing: { zh: '请填写', en: 'Fill this in', ru: 'Заполните поле' },
  noTracker: {
    zh: '没有空闲的定位终端',
    en: 'No free tracker',
    ru: 'Свободных трекеров нет',
  },
})

function TrackerFields() {
  const t = useTexts(texts)
  const trackers = useListing(trackingApi.list, { query: { free: 'true', limit: 200 } })
  return (
    <Form.Item
      name="trackerId"
      label={t('tracker')}
      rules={[{ required: true, message: t('missing') }]}
    >
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        loading={trackers.loading}
        notFoundContent={t('noTracker')}
        options={trackers.items.map(({ id, phone, terminalId, model }) => ({
          value: id,
          label: `${terminalId} · ${phone} · ${model}`,
        }))}
      />
    </Form.Item>
  )
}

function TransshipFields({ containers }: StepFieldsProps) {
  const t = useTexts(texts)
  const valueRule = useValueRule()
  const rules = [{ required: true, message: t('missing') }, valueRule(WagonNumber)]
  return (
    <>
      <Form.Item
        name="gaugeMm"
        label={t('gauge')}
        rules={[{ required: true, message: t('missing') }]}
      >
        <Select
          options={[
            { value: 1520, label: '1520' },
            { value: 1435, label: '1435' },
          ]}
        />
      </Form.Item>
      {containers.map((container) => (
        <fieldset key={container.id} className="fieldset">
          <legend>
            <ContainerTitle container={container} />
          </legend>
          <div className="form-pair">
            <Form.Item
              name={['moves', container.id, 'oldWagonNumber']}
              label={t('oldWagon')}
              rules={rules}
            >
              <Input autoComplete="off" inputMode="numeric" />
            </Form.Item>
            <Form.Item
              name={['moves', container.id, 'newWagonNumber']}
              label={t('newWagon')}
              rules={rules}
            >
              <Input autoComplete="off" inputMode="numeric" />
            </Form.Item>
          </div>
        </fieldset>
      ))}
    </>
  )
}

type Wagons = Readonly<Record<string, { oldWagonNumber: string; newWagonNumber: string }>>

export const trackingSteps = {
  bind_tracker: stepForm({
    endpoint: trackingApi.bind,
    many: false,
    Fields: TrackerFields,
    request: (containers, values) => ({
      params: { trackerId: String(values['trackerId']) },
      body: { ...whenAndWhere(values), containerId: single(containers).id },
    }),
  }),
  border_arrive: stepForm({
    endpoint: railApi.borderArrive,
    many: true,
    request: (containers, values) => ({
      body: { ...whenAndWhere(values), containerIds: containers.map(({ id }) => id) },
    }),
  }),
  transship: stepForm({
    endpoint: railApi.transship,
    many: true,
    Fields: TransshipFields,
    initial: (containers) => ({
      moves: Object.fromEntries(
        containers.map(({ id, wagonNumber }) => [id, { oldWagonNumber: wagonNumber ?? undefined }]),
      ),
    }),
    request: (containers, values) => ({
      body: {
        ...whenAndWhere(values),
        gaugeMm: values['gaugeMm'] as Gauge,
        moves: containers.map(({ id }) => ({
          containerId: id,
          oldWagonNumber: (values['moves'] as Wagons)[id]?.oldWagonNumber ?? '',
          newWagonNumber: (values['moves'] as Wagons)[id]?.newWagonNumber ?? '',
        })),
      },
    }),
    fieldOf: (name, containers) =>
      name[0] === 'moves' ? ['moves', containers[Number(name[1])]?.id ?? '', name[2] ?? ''] : name,
  }),
  arrive: stepForm({
    endpoint: railApi.arrive,
    many: true,
    request: (containers, values) => ({
      body: { ...whenAndWhere(values), containerIds: containers.map(({ id }) => id) },
    }),
  }),
}
