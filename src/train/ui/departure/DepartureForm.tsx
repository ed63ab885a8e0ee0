/** Schedules trains on a line, one or a weekly series, or changes one: by the clock of the first stop. */
import { App, Button, Form, Input, InputNumber } from 'antd'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import type { z } from 'zod'
import {
  trainApi,
  TrainNumber,
  WAGON_KG,
  WEEKS_MAX,
  type Departure,
  type DepartureChange,
  type Service,
} from '#train/contract.ts'
import { minus, NO_SLOTS } from '#train/slots.ts'
import { amountOf, limitsOf, timesBefore } from '#train/train.ts'
import { getStation } from '#kernel/station.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { CapacityField } from './CapacityField.tsx'
import { LimitFields } from './LimitFields.tsx'
import { trainTexts } from '../texts.ts'
import { TimeFields } from '../TimeFields.tsx'

const texts = defineTexts({
  title: { zh: '安排班次', en: 'Schedule trains', ru: 'Назначить поезда' },
  changeTitle: {
    zh: '修改 {number} 次',
    en: 'Change train {number}',
    ru: 'Изменить поезд {number}',
  },
  train: { zh: '列车', en: 'Train', ru: 'Поезд' },
  weeks: { zh: '连续周数', en: 'Weeks in a row', ru: 'Недель подряд' },
  weeksHint: {
    zh: '大于 1 时，每周同一当地时间各安排一班，一次建立',
    en: 'More than one: a train each week at the same local time, all made at once',
    ru: 'Больше одной: поезд каждую неделю в то же местное время, все сразу',
  },
  numberHint: {
    zh: '铁路给定的车次，如 X8083',
    en: 'As the railway gives it, such as X8083',
    ru: 'Как присвоила железная дорога, например X8083',
  },
  made: {
    zh: '已安排 {count} 班',
    en: ['{count} train scheduled', '{count} trains scheduled'],
    ru: ['Назначен {count} поезд', 'Назначено {count} поезда', 'Назначено {count} поездов'],
  },
  saved: { zh: '已保存', en: 'Saved', ru: 'Сохранено' },
  clock: {
    zh: '时间均为{station}当地时间。',
    en: 'All times by the clock of {station}.',
    ru: 'Время — по часам станции {station}.',
  },
})

type ChangeDraft = z.input<typeof DepartureChange>
type NewDraft = ChangeDraft & { readonly trainNumber: string; readonly weeks: number }

const USUAL = { capacityTeu: 110, wagonKgMax: WAGON_KG.usual, dangerousPlaces: 0 }
const DAYS_AHEAD = 14
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export function NewDeparture() {
  const [search] = useSearchParams()
  const serviceId = search.get('service') ?? ''
  const asked = useAsk(trainApi.getService, { params: { serviceId } })
  return <Asked asked={asked}>{(service) => <NewOn key={service.id} service={service} />}</Asked>
}

function NewOn({ service }: { service: Service }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [form] = Form.useForm<NewDraft>()
  const done = (made: readonly Departure[]) => {
    const [only] = made
    void message.success(t('made', { count: made.length }))
    const to = made.length === 1 && only ? paths.departure(only.id) : paths.service(service.id)
    void navigate(to, { replace: true })
  }
  const one = useCommand(trainApi.createDeparture, (departure) => done([departure]))
  const series = useCommand(trainApi.scheduleWeekly, ({ items }) => done(items))
  const problem = useFaults(form, one.problem ?? series.problem)
  const origin = service.stops[0]!.station
  return (
    <>
      <PageHeader
        title={t('title')}
        note={<ClockNote station={origin} />}
        back={{ to: paths.service(service.id), label: say(service.names) }}
      />
      <Form<NewDraft>
        {...FORM}
        form={form}
        initialValues={{ weeks: 1, ...USUAL, ...usualTimes(origin) }}
        onFinish={({ weeks, ...draft }) => {
          one.reset()
          series.reset()
          const body = { ...draft, serviceId: service.id }
          if (weeks === 1) void one.run({ body })
          else void series.run({ body: { ...body, weeks } })
        }}
      >
        <section className="panel" aria-label={t('train')}>
          <h2>{t('train')}</h2>
          <div className="form-grid">
            <NumberField />
            <CapacityField takenTeu={0} />
            <Form.Item name="weeks" label={t('weeks')} extra={t('weeksHint')}>
              <InputNumber min={1} max={WEEKS_MAX} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          </div>
        </section>
        <LimitFields taken={NO_SLOTS} />
        <TimeFields origin={origin} />
        <Foot problem={problem} running={one.running || series.running} />
      </Form>
    </>
  )
}

export function ChangeDeparture() {
  const { departureId = '' } = useParams()
  const asked = useAsk(trainApi.getDeparture, { params: { departureId } })
  return (
    <Asked asked={asked}>
      {(departure) => <ChangeOf key={departure.id} departure={departure} />}
    </Asked>
  )
}

function ChangeOf({ departure }: { departure: Departure }) {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const [form] = Form.useForm<ChangeDraft>()
  const { run, running, problem } = useCommand(trainApi.changeDeparture, ({ id }) => {
    void message.success(t('saved'))
    void navigate(paths.departure(id), { replace: true })
  })
  const left = useFaults(form, problem)
  const { id, trainNumber, service } = departure
  const taken = minus(amountOf(departure), departure.free)
  return (
    <>
      <PageHeader
        title={t('changeTitle', { number: trainNumber })}
        note={<ClockNote station={service.origin} />}
        back={{ to: paths.departure(id), label: train('train', { number: trainNumber }) }}
      />
      <Form<ChangeDraft>
        {...FORM}
        form={form}
        initialValues={{ ...departure, ...limitsOf(departure) }}
        onFinish={(body) => void run({ params: { departureId: id }, body })}
      >
        <section className="panel" aria-label={t('train')}>
          <h2>{t('train')}</h2>
          <div className="form-grid">
            <CapacityField takenTeu={taken.teu} />
          </div>
        </section>
        <LimitFields taken={taken} />
        <TimeFields origin={service.origin} />
        <Foot problem={left} running={running} />
      </Form>
    </>
  )
}

const FORM = {
  name: 'departure',
  layout: 'vertical',
  requiredMark: false,
  validateTrigger: 'onBlur',
  scrollToFirstError: { behavior: 'smooth', block: 'center' },
} as const

/** Two weeks ahead at the full hour, with the usual cut-offs before it. */
function usualTimes(origin: string) {
  const ahead = Math.ceil((Date.now() + DAYS_AHEAD * DAY_MS) / HOUR_MS) * HOUR_MS
  return timesBefore(ahead, getStation(origin).timeZone)
}

function ClockNote({ station }: { station: string }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  return t('clock', { station: say(getStation(station).name) })
}

function NumberField() {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const valueRule = useValueRule()
  return (
    <Form.Item
      name="trainNumber"
      label={train('trainNumber')}
      extra={t('numberHint')}
      rules={[{ required: true, message: train('missing') }, valueRule(TrainNumber)]}
    >
      <Input autoComplete="off" />
    </Form.Item>
  )
}

function Foot({ problem, running }: { problem: Error | null; running: boolean }) {
  const t = useTexts(trainTexts)
  return (
    <>
      <ProblemAlert problem={problem} />
      <div className="form-foot">
        <Button type="primary" htmlType="submit" loading={running}>
          {t('save')}
        </Button>
      </div>
    </>
  )
}
