/** The railway's steps, and the operator's binding of a tracker, as forms. */
import { Form, Select } from 'antd'
import { single, stepForm, whenAndWhere } from '#booking/ui/container/step-form.ts'
import { railApi, trackingApi } from '#tracking/contract.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'

const texts = defineTexts({
  tracker: { zh: '定位终端', en: 'Tracker', ru: 'Трекер' },
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
  arrive: stepForm({
    endpoint: railApi.arrive,
    many: true,
    request: (containers, values) => ({
      body: { ...whenAndWhere(values), containerIds: containers.map(({ id }) => id) },
    }),
  }),
}
