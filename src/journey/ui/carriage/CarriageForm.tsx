/** Arranges a leg before or after the train, or says what is known of it now; times by the clocks of its two places. */
import { App, Checkbox, Form, Input, Modal, Radio, Select } from 'antd'
import { stepProblem } from '#booking/booking.ts'
import type { ContainerView } from '#booking/contract.ts'
import { decideStep } from '#booking/step.ts'
import { getStation } from '#kernel/station.ts'
import { line } from '#kernel/line.ts'
import { zoneOfPlace } from '#kernel/ports.ts'
import { TransportMode } from '#kernel/transport-mode.ts'
import { transportModeTexts } from '#kernel/transport-mode-texts.ts'
import { UnLocode } from '#kernel/un-locode.ts'
import { carriageApi, type Carriage } from '#journey/carriage-contract.ts'
import { ZonedInput } from '#web/kit/Fields.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useActor } from '#web/session.ts'
import { useValueRule } from '#web/value-rule.ts'
import { carriageTexts } from './carriage-texts.ts'
import { bodyOf, draftOf, type CarriageDraft } from './draft.ts'
import { PlaceFields } from './PlaceFields.tsx'

interface CarriageFormProps {
  readonly container: ContainerView
  /** Absent: a new one. */
  readonly carriage?: Carriage | undefined
  readonly onClose: () => void
}

export function CarriageForm({ container, carriage, onClose }: CarriageFormProps) {
  const t = useTexts(carriageTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<CarriageDraft>()
  const done = () => {
    onClose()
    void message.success(t('saved'))
  }
  const arrange = useCommand(carriageApi.arrange, done)
  const say = useCommand(carriageApi.say, done)
  const left = useFaults(form, arrange.problem ?? say.problem)
  const send = (draft: CarriageDraft) => {
    const body = bodyOf(draft)
    void (carriage === undefined
      ? arrange.run({
          params: { containerId: container.id },
          body: { ...body, wholeBooking: draft.wholeBooking ?? false },
        })
      : say.run({ params: { carriageId: carriage.id }, body }))
  }
  return (
    <Modal
      open
      title={t(carriage === undefined ? 'addTitle' : 'changeTitle')}
      okText={t('save')}
      cancelText={t('back')}
      confirmLoading={arrange.running || say.running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={left} />
      <Form<CarriageDraft>
        form={form}
        name="carriage"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={carriage === undefined ? beginningOf(container) : draftOf(carriage)}
        onFinish={send}
      >
        <RunFields container={container} isNew={carriage === undefined} />
        <TimeFields container={container} />
        {carriage === undefined && (
          <Form.Item name="wholeBooking" valuePropName="checked" noStyle>
            <Checkbox>{t('wholeBooking')}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}

/** A leg on from where the train ends is what is arranged most. */
function beginningOf({ journey }: ContainerView): object {
  const { unLocode } = getStation(journey.destination)
  return { stage: 'on', mode: 'road', ...(unLocode !== undefined && { from: { code: unLocode } }) }
}

function RunFields({ container, isNew }: { container: ContainerView; isNew: boolean }) {
  const t = useTexts(carriageTexts)
  const { say } = useLocale()
  const valueRule = useValueRule()
  const form = Form.useFormInstance<CarriageDraft>()
  const required = { required: true, message: t('missing') }
  /** The side decides at which end the train stands. */
  const turn = (stage: 'pre' | 'on') => {
    const { origin, destination } = container.journey
    const code = getStation(stage === 'pre' ? origin : destination).unLocode ?? ''
    form.setFieldsValue(
      stage === 'pre' ? { from: { code: '' }, to: { code } } : { from: { code }, to: { code: '' } },
    )
  }
  return (
    <>
      <Form.Item name="stage" label={t('stage')}>
        <Radio.Group
          disabled={!isNew}
          optionType="button"
          options={[
            { value: 'pre', label: t('before') },
            { value: 'on', label: t('after') },
          ]}
          onChange={({ target }) => turn(target.value as 'pre' | 'on')}
        />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="mode" label={t('mode')} rules={[required]}>
          <Select
            options={TransportMode.options.map((value) => ({
              value,
              label: say(transportModeTexts[value]),
            }))}
          />
        </Form.Item>
        <Form.Item name="carrier" label={t('carrier')} rules={[required, valueRule(line(80))]}>
          <Input autoComplete="off" maxLength={80} />
        </Form.Item>
        <Form.Item name="conveyance" label={t('conveyance')}>
          <Input autoComplete="off" maxLength={60} />
        </Form.Item>
        <Form.Item name="voyage" label={t('voyage')}>
          <Input autoComplete="off" maxLength={30} />
        </Form.Item>
        <div>
          <PlaceFields side="from" />
        </div>
        <div>
          <PlaceFields side="to" />
        </div>
      </div>
    </>
  )
}

const TIMES = [
  { name: 'plannedDepartureAt', label: 'plannedDeparture', at: 'from' },
  { name: 'plannedArrivalAt', label: 'plannedArrival', at: 'to' },
  { name: 'departedAt', label: 'departed', at: 'from' },
  { name: 'arrivedAt', label: 'arrived', at: 'to' },
] as const

/** What may not have happened yet is not asked for, with the reason that the server would give. */
function useWhyNotYet(container: ContainerView): string | undefined {
  const { locale } = useLocale()
  const { organisationKind } = useActor()
  const stage = Form.useWatch('stage', Form.useFormInstance<CarriageDraft>()) ?? 'on'
  const step = stage === 'on' ? 'depart_on_carriage' : 'depart_pre_carriage'
  const decision = decideStep(container, step, organisationKind)
  return 'refusal' in decision ? stepProblem(decision.refusal).detail(locale) : undefined
}

function TimeFields({ container }: { container: ContainerView }) {
  const t = useTexts(carriageTexts)
  const form = Form.useFormInstance<CarriageDraft>()
  const whyNotYet = useWhyNotYet(container)
  const places = {
    from: Form.useWatch(['from', 'code'], form),
    to: Form.useWatch(['to', 'code'], form),
  }
  return (
    <div className="form-pair">
      {TIMES.map(({ name, label, at }) => {
        const isPlan = name.startsWith('planned')
        return (
          <Form.Item
            key={name}
            name={name}
            label={t(label)}
            rules={isPlan ? [{ required: true, message: t('missing') }] : []}
            extra={isPlan ? t('clock') : whyNotYet}
          >
            <ZonedInput
              timeZone={zoneAt(places[at])}
              clearable={!isPlan}
              disabled={!isPlan && whyNotYet !== undefined}
            />
          </Form.Item>
        )
      })}
    </div>
  )
}

/** Until the place is known, the reader's own clock. */
function zoneAt(typed: string | undefined): string {
  const code = UnLocode.safeParse(typed ?? '')
  return code.success
    ? zoneOfPlace(code.data)
    : new Intl.DateTimeFormat().resolvedOptions().timeZone
}
