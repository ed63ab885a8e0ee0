/** An operator's days off: each timetable says whether it runs on them. */
import { DeleteOutlined } from '@ant-design/icons'
import { Button, Form, Input } from 'antd'
import { line } from '#kernel/line.ts'
import { timetableApi, type NewHoliday } from '#train/timetable-contract.ts'
import { DayInput } from '#web/kit/Fields.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { useValueRule } from '#web/value-rule.ts'
import { timetableTexts } from './timetable-texts.ts'
import { trainTexts } from '../texts.ts'
import { useLaidMessage } from './use-laid-message.ts'

const NAME_CHARS_MAX = 60

export function HolidaysPanel() {
  const t = useTexts(timetableTexts)
  const { organisation } = useSession()
  const tell = useLaidMessage()
  const { data } = useAsk(timetableApi.listHolidays, { query: { operator: organisation.id } })
  const remove = useCommand(timetableApi.removeHoliday, ({ laid }) => tell(laid))
  return (
    <section className="panel" aria-label={t('holidays')}>
      <h2>{t('holidays')}</h2>
      {data?.items.length === 0 && <p className="soft">{t('noHolidays')}</p>}
      <ul className="plain-list">
        {data?.items.map(({ id, from, until, name }) => (
          <li key={id} className="card-row">
            <span>
              {name}{' '}
              <span className="number soft">{from === until ? from : `${from} – ${until}`}</span>
            </span>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('removeHoliday', { name })}
              disabled={remove.running}
              onClick={() => void remove.run({ params: { holidayId: id } })}
            />
          </li>
        ))}
      </ul>
      <ProblemAlert problem={remove.problem} />
      <NewHolidayForm />
    </section>
  )
}

function NewHolidayForm() {
  const t = useTexts(timetableTexts)
  const train = useTexts(trainTexts)
  const valueRule = useValueRule()
  const tell = useLaidMessage()
  const [form] = Form.useForm<NewHoliday>()
  const { run, running, problem } = useCommand(timetableApi.addHoliday, ({ laid }) => {
    form.resetFields()
    tell(laid)
  })
  const left = useFaults(form, problem)
  const required = { required: true, message: train('missing') }
  return (
    <Form<NewHoliday>
      form={form}
      name="holiday"
      layout="vertical"
      requiredMark={false}
      validateTrigger="onBlur"
      onFinish={(body) => void run({ body: { ...body, until: body.until ?? body.from } })}
    >
      <div className="form-pair">
        <Form.Item
          name="name"
          label={t('holidayName')}
          rules={[required, valueRule(line(NAME_CHARS_MAX))]}
        >
          <Input autoComplete="off" maxLength={NAME_CHARS_MAX} />
        </Form.Item>
        <Form.Item name="from" label={t('from')} rules={[required]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="until" label={t('until')}>
          <DayInput clearable />
        </Form.Item>
      </div>
      <ProblemAlert problem={left} />
      <Button htmlType="submit" loading={running}>
        {t('addHoliday')}
      </Button>
    </Form>
  )
}
