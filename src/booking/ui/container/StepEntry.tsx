/** The form of one step for one container or many: time, place, the step's own fields, and the refusal where it belongs. */
import { App, Button, Form } from 'antd'
import type { Container, ContainerStep } from '#booking/contract.ts'
import { stepTexts } from '#booking/words.ts'
import { MomentInput, StationSelect } from '#web/kit/Fields.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { trainApi, type Departure } from '#train/contract.ts'
import { single, type StepForm, type StepValues } from './step-form.ts'

const texts = defineTexts({
  at: { zh: '发生时间', en: 'When', ru: 'Время' },
  atHint: { zh: '留空即为现在', en: 'Leave empty for now', ru: 'Пусто — сейчас' },
  place: { zh: '地点', en: 'Where', ru: 'Место' },
  placeMissing: { zh: '请选择车站', en: 'Choose a station', ru: 'Укажите станцию' },
  done: { zh: '已记录：{step}', en: 'Recorded: {step}', ru: 'Записано: {step}' },
})

interface StepEntryProps {
  readonly step: ContainerStep
  readonly form: StepForm
  readonly containers: readonly Container[]
  readonly onDone?: () => void
}

export function StepEntry({ step, form, containers, onDone }: StepEntryProps) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { message } = App.useApp()
  const [fields] = Form.useForm<StepValues>()
  const { run, running, problem } = useCommand(form.endpoint, () => {
    void message.success(t('done', { step: say(stepTexts[step]) }))
    onDone?.()
  })
  const left = useFaults(fields, problem, (name) => form.fieldOf?.(name, containers) ?? name)
  const { journey } = single(containers)
  const { data: departure } = useAsk(trainApi.getDeparture, {
    params: { departureId: journey.departureId },
  })
  const { Fields } = form
  if (departure === undefined) return null
  return (
    <Form<StepValues>
      form={fields}
      name={`${step}-${single(containers).id}`}
      layout="vertical"
      requiredMark={false}
      validateTrigger="onBlur"
      disabled={running}
      initialValues={{ place: placeOf(step, containers, departure), ...form.initial?.(containers) }}
      onFinish={(values) => void run(form.request(containers, values))}
    >
      <ProblemAlert problem={left} />
      {Fields && <Fields containers={containers} />}
      <div className="form-pair">
        <Form.Item
          name="place"
          label={t('place')}
          rules={[{ required: true, message: t('placeMissing') }]}
        >
          <StationSelect
            offer={({ code }) => departure.service.stops.some((stop) => stop.station === code)}
          />
        </Form.Item>
        <Form.Item name="at" label={t('at')} extra={t('atHint')}>
          <MomentInput />
        </Form.Item>
      </div>
      <Button type="primary" htmlType="submit" loading={running}>
        {say(stepTexts[step])}
      </Button>
    </Form>
  )
}

const WHERE_IT_STANDS: ReadonlySet<ContainerStep> = new Set([
  'transship',
  'hold_in_transit',
  'lift_hold',
  'reseal',
])

/** Where the step most likely happened: in the yard of origin, where the container stands, at the next change of gauge, or at the end. */
function placeOf(
  step: ContainerStep,
  containers: readonly Container[],
  { service }: Departure,
): string {
  const { place } = single(containers)
  if (WHERE_IT_STANDS.has(step)) return place
  if (step === 'arrive') return service.destination
  if (step !== 'border_arrive') return service.origin
  const passed = service.stops.findIndex((stop) => stop.station === place)
  const next = service.stops.find(
    (stop, index) => index > passed && stop.gaugeMm !== service.stops[index - 1]?.gaugeMm,
  )
  return next?.station ?? service.destination
}
