/** Days on which a timetable is otherwise: listed, added, and taken away again. */
import { DeleteOutlined } from '@ant-design/icons'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import { line } from '#kernel/line.ts'
import { CAPACITY_TEU_MAX } from '#train/contract.ts'
import {
  ExceptionKind,
  timetableApi,
  type NewException,
  type Timetable,
  type TimetableException,
} from '#train/timetable-contract.ts'
import { exceptionKindTexts } from '#train/timetable/timetable.ts'
import { DayInput, TimeInput } from '#web/kit/Fields.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { trainTexts } from '../texts.ts'
import { timetableTexts } from './timetable-texts.ts'
import { useLaidMessage } from './use-laid-message.ts'

const REASON_CHARS_MAX = 200

interface ExceptionsPanelProps {
  readonly timetable: Timetable
  readonly mayChange: boolean
}

export function ExceptionsPanel({ timetable, mayChange }: ExceptionsPanelProps) {
  const t = useTexts(timetableTexts)
  const tell = useLaidMessage()
  const { id: timetableId, exceptions } = timetable
  const remove = useCommand(timetableApi.removeException, ({ laid }) => tell(laid))
  return (
    <section className="panel" aria-label={t('exceptions')}>
      <h2>{t('exceptions')}</h2>
      {exceptions.length === 0 && <p className="soft">{t('noExceptions')}</p>}
      <ul className="plain-list">
        {exceptions.map((exception) => (
          <li key={exception.id} className="card-row">
            <What exception={exception} />
            {mayChange && (
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('removeException', { day: exception.from })}
                disabled={remove.running}
                onClick={() =>
                  void remove.run({ params: { timetableId, exceptionId: exception.id } })
                }
              />
            )}
          </li>
        ))}
      </ul>
      <ProblemAlert problem={remove.problem} />
      {mayChange && <NewExceptionForm timetableId={timetableId} />}
    </section>
  )
}

const TONES = { does_not_run: 'bad', also_runs: 'good', other_times: 'wait' } as const

function What({ exception }: { exception: TimetableException }) {
  const { say } = useLocale()
  const { kind, from, until, departsClock, capacityTeu, reason } = exception
  const other = [departsClock, capacityTeu === null ? null : `${capacityTeu} TEU`, reason]
  return (
    <span className="row">
      <Pill tone={TONES[kind]}>{say(exceptionKindTexts[kind])}</Pill>
      <span className="number">{from === until ? from : `${from} – ${until}`}</span>
      <span>{other.filter((one) => one !== null).join(' · ')}</span>
    </span>
  )
}

type Draft = Partial<NewException> & Pick<NewException, 'kind' | 'from'>

function NewExceptionForm({ timetableId }: { timetableId: string }) {
  const t = useTexts(timetableTexts)
  const tell = useLaidMessage()
  const [form] = Form.useForm<Draft>()
  const { run, running, problem } = useCommand(timetableApi.except, ({ laid }) => {
    form.resetFields()
    tell(laid)
  })
  const left = useFaults(form, problem)
  const send = ({ from, until, departsClock, capacityTeu, reason, kind: chosen }: Draft) => {
    const stays = chosen === 'does_not_run'
    const body = {
      kind: chosen,
      from,
      until: until ?? from,
      departsClock: stays ? null : (departsClock ?? null),
      capacityTeu: stays ? null : (capacityTeu ?? null),
      reason: reason || null,
    }
    void run({ params: { timetableId }, body })
  }
  return (
    <Form<Draft>
      form={form}
      name="exception"
      layout="vertical"
      requiredMark={false}
      validateTrigger="onBlur"
      initialValues={{ kind: 'does_not_run' }}
      onFinish={send}
    >
      <h3 className="panel-sub">{t('addException')}</h3>
      <ExceptionFields />
      <ProblemAlert problem={left} />
      <Button htmlType="submit" loading={running}>
        {t('addException')}
      </Button>
    </Form>
  )
}

function ExceptionFields() {
  const t = useTexts(timetableTexts)
  const train = useTexts(trainTexts)
  const { say } = useLocale()
  const valueRule = useValueRule()
  const kind: unknown = Form.useWatch('kind')
  const required = { required: true, message: train('missing') }
  return (
    <div className="form-pair">
      <Form.Item name="kind" label={t('exceptionKind')}>
        <Select
          options={ExceptionKind.options.map((value) => ({
            value,
            label: say(exceptionKindTexts[value]),
          }))}
        />
      </Form.Item>
      <Form.Item name="from" label={t('from')} rules={[required]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="until" label={t('until')}>
        <DayInput clearable />
      </Form.Item>
      {kind !== 'does_not_run' && (
        <>
          <Form.Item name="departsClock" label={t('otherClock')}>
            <TimeInput clearable />
          </Form.Item>
          <Form.Item name="capacityTeu" label={t('otherCapacity')}>
            <InputNumber
              min={1}
              max={CAPACITY_TEU_MAX}
              precision={0}
              placeholder={t('asUsual')}
              style={{ width: '100%' }}
            />
          </Form.Item>
        </>
      )}
      <Form.Item name="reason" label={t('reason')} rules={[valueRule(line(REASON_CHARS_MAX))]}>
        <Input autoComplete="off" maxLength={REASON_CHARS_MAX} />
      </Form.Item>
    </div>
  )
}
