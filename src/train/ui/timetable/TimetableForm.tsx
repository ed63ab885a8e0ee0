/** Opens a timetable on a line, or changes one: when it runs, what closes when before it, what it carries. */
import { App, Button, Checkbox, Form, Input, InputNumber, Select } from 'antd'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { z } from 'zod'
import { line } from '#kernel/line.ts'
import { CAPACITY_TEU_MAX, trainApi, TrainNumber, type Service } from '#train/contract.ts'
import { NO_SLOTS } from '#train/slots.ts'
import {
  OnHolidays,
  timetableApi,
  type NewTimetable as TimetableBody,
  type Timetable,
} from '#train/timetable-contract.ts'
import { onHolidayTexts } from '#train/timetable/timetable.ts'
import { timeTexts } from '#train/train.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { DayInput, TimeInput } from '#web/kit/Fields.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { CUT_OFFS } from './calendar-sheet.ts'
import { LimitFields } from '../departure/LimitFields.tsx'
import { trainTexts } from '../texts.ts'
import { timetableTexts } from './timetable-texts.ts'
import { useLaidMessage } from './use-laid-message.ts'
import { useWeekdayNames } from './Weekdays.tsx'

type Draft = Omit<z.input<typeof TimetableBody>, 'serviceId'>

const NAME_CHARS_MAX = 60
const CUT_OFF_DAYS_MAX = 30

/** As operators commonly set them. */
const USUAL = {
  weekdays: [],
  departsClock: '09:00',
  cutOffs: {
    bookingCutoffAt: { daysBefore: 5, clock: '18:00' },
    documentsCutoffAt: { daysBefore: 4, clock: '18:00' },
    gateInCutoffAt: { daysBefore: 2, clock: '18:00' },
    releaseCutoffAt: { daysBefore: 1, clock: '18:00' },
    loadingStartsAt: { daysBefore: 1, clock: '21:00' },
  },
  onHolidays: 'runs',
  capacityTeu: 110,
  dangerousPlaces: 0,
  wagonKgMax: 61_000,
  validUntil: null,
} as unknown as Draft

export function NewTimetable() {
  const [search] = useSearchParams()
  const serviceId = search.get('service') ?? ''
  const asked = useAsk(trainApi.getService, { params: { serviceId } })
  return <Asked asked={asked}>{(service) => <NewOn key={service.id} service={service} />}</Asked>
}

function NewOn({ service }: { service: Service }) {
  const t = useTexts(timetableTexts)
  const { say } = useLocale()
  const navigate = useNavigate()
  const tell = useLaidMessage()
  const { run, running, problem } = useCommand(timetableApi.create, ({ timetable, laid }) => {
    tell(laid)
    void navigate(paths.timetable(timetable.id), { replace: true })
  })
  return (
    <>
      <PageHeader
        title={t('newTimetable')}
        back={{ to: paths.service(service.id), label: say(service.names) }}
      />
      <TimetableFields
        initial={USUAL}
        running={running}
        problem={problem}
        onFinish={(body) => void run({ body: { ...body, serviceId: service.id } })}
      />
    </>
  )
}

export function ChangeTimetable() {
  const { timetableId = '' } = useParams()
  const asked = useAsk(timetableApi.get, { params: { timetableId } })
  return (
    <Asked asked={asked}>
      {(timetable) => <ChangeOf key={timetable.id} timetable={timetable} />}
    </Asked>
  )
}

function ChangeOf({ timetable }: { timetable: Timetable }) {
  const t = useTexts(timetableTexts)
  const navigate = useNavigate()
  const tell = useLaidMessage()
  const { id, name } = timetable
  const { run, running, problem } = useCommand(timetableApi.change, ({ laid }) => {
    tell(laid)
    void navigate(paths.timetable(id), { replace: true })
  })
  return (
    <>
      <PageHeader title={t('change')} back={{ to: paths.timetable(id), label: name }} />
      <TimetableFields
        initial={timetable as unknown as Draft}
        running={running}
        problem={problem}
        onFinish={(body) => void run({ params: { timetableId: id }, body })}
      />
    </>
  )
}

interface FieldsProps {
  readonly initial: Draft
  readonly running: boolean
  readonly problem: Error | null
  readonly onFinish: (body: Draft) => void
}

function TimetableFields({ initial, running, problem, onFinish }: FieldsProps) {
  const { message } = App.useApp()
  const train = useTexts(trainTexts)
  const [form] = Form.useForm<Draft>()
  const left = useFaults(form, problem)
  return (
    <Form<Draft>
      form={form}
      name="timetable"
      layout="vertical"
      requiredMark={false}
      validateTrigger="onBlur"
      scrollToFirstError={{ behavior: 'smooth', block: 'center' }}
      initialValues={initial}
      onFinish={(draft) => onFinish({ ...draft, validUntil: draft.validUntil ?? null })}
      onFinishFailed={() => void message.error(train('missing'))}
    >
      <WhenFields />
      <CutOffFields />
      <LimitFields taken={NO_SLOTS} />
      <ProblemAlert problem={left} />
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={running}>
          {train('save')}
        </Button>
      </div>
    </Form>
  )
}

function WhenFields() {
  const t = useTexts(timetableTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const valueRule = useValueRule()
  const names = useWeekdayNames()
  const required = { required: true, message: train('missing') }
  return (
    <section className="panel" aria-label={t('pattern')}>
      <h2>{t('pattern')}</h2>
      <div className="form-grid">
        <Form.Item
          name="name"
          label={t('name')}
          extra={t('nameHint')}
          rules={[required, valueRule(line(NAME_CHARS_MAX))]}
        >
          <Input autoComplete="off" maxLength={NAME_CHARS_MAX} />
        </Form.Item>
        <Form.Item
          name="trainNumber"
          label={train('trainNumber')}
          rules={[required, valueRule(TrainNumber)]}
        >
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="departsClock" label={t('departs')} rules={[required]}>
          <TimeInput />
        </Form.Item>
        <Form.Item name="validFrom" label={t('validFrom')} rules={[required]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="validUntil" label={t('validUntil')} extra={t('openEndHint')}>
          <DayInput clearable />
        </Form.Item>
        <Form.Item name="onHolidays" label={t('holidays')}>
          <Select
            options={OnHolidays.options.map((value) => ({
              value,
              label: say(onHolidayTexts[value]),
            }))}
          />
        </Form.Item>
        <Form.Item name="capacityTeu" label={train('capacity')} rules={[required]}>
          <InputNumber min={1} max={CAPACITY_TEU_MAX} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item name="weekdays" label={t('runs')}>
        <Checkbox.Group options={[...names].map(([value, label]) => ({ value, label }))} />
      </Form.Item>
    </section>
  )
}

function CutOffFields() {
  const t = useTexts(timetableTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const rules = [{ required: true, message: train('missing') }]
  return (
    <section className="panel" aria-label={t('cutOffs')}>
      <h2>{t('cutOffs')}</h2>
      <p className="soft">{t('cutOffsHint')}</p>
      <div className="form-grid">
        {CUT_OFFS.map((field) => {
          const what = say(timeTexts[field])
          return (
            <fieldset key={field} className="fieldset">
              <legend>{what}</legend>
              <div className="form-pair">
                <Form.Item name={['cutOffs', field, 'daysBefore']} rules={rules}>
                  <InputNumber
                    min={0}
                    max={CUT_OFF_DAYS_MAX}
                    precision={0}
                    suffix={t('daysUnit')}
                    aria-label={t('daysBefore', { what })}
                    style={{ width: '100%' }}
                  />
                </Form.Item>
                <Form.Item name={['cutOffs', field, 'clock']} rules={rules}>
                  <TimeInput label={t('clockOf', { what })} />
                </Form.Item>
              </div>
            </fieldset>
          )
        })}
      </div>
    </section>
  )
}
