/** Enters an embargo as its telegram gives it, or changes one; times by the clock of the first place named. */
import { App, Form, Input, Modal, Select } from 'antd'
import type { z } from 'zod'
import { line } from '#kernel/line.ts'
import { STATIONS } from '#kernel/station.ts'
import {
  EMBARGO_PLACES_MAX,
  embargoApi,
  EmbargoDirection,
  EmbargoKind,
  type Embargo,
  type NewEmbargo,
} from '#train/embargo-contract.ts'
import { ClockInput, matchesStation } from '#web/kit/Fields.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { embargoDirectionTexts, embargoKindTexts, embargoTexts } from './embargo-texts.ts'
import { trainTexts } from '../texts.ts'

const texts = defineTexts({
  enter: { zh: '录入停装令', en: 'Enter an embargo', ru: 'Внести запрещение' },
  change: { zh: '修改停装令', en: 'Change the embargo', ru: 'Изменить запрещение' },
  back: { zh: '返回', en: 'Back', ru: 'Назад' },
  saved: { zh: '停装令已保存', en: 'The embargo is saved', ru: 'Запрещение сохранено' },
  untilHint: {
    zh: '留空即“另行通知前”',
    en: 'Leave empty for “until further notice”',
    ru: 'Пусто — до особого распоряжения',
  },
  clock: {
    zh: '时间按第一个口岸的当地时间填写。',
    en: 'Times by the clock of the first place.',
    ru: 'Время — по часам первой станции.',
  },
})

type Draft = z.input<typeof NewEmbargo>

interface EmbargoFormProps {
  /** Absent: a new one. */
  readonly embargo?: Embargo | undefined
  readonly onClose: () => void
}

export function EmbargoForm({ embargo, onClose }: EmbargoFormProps) {
  const t = useTexts(texts)
  const train = useTexts(trainTexts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const done = () => {
    onClose()
    void message.success(t('saved'))
  }
  const enter = useCommand(embargoApi.enter, done)
  const change = useCommand(embargoApi.change, done)
  const left = useFaults(form, enter.problem ?? change.problem)
  const send = (draft: Draft) => {
    const body = { ...draft, until: draft.until ?? null, reason: draft.reason || null }
    void (embargo === undefined
      ? enter.run({ body })
      : change.run({ params: { embargoId: embargo.id }, body }))
  }
  return (
    <Modal
      open
      title={t(embargo === undefined ? 'enter' : 'change')}
      okText={train('save')}
      cancelText={t('back')}
      confirmLoading={enter.running || change.running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={left} />
      <Form<Draft>
        form={form}
        name="embargo"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={embargo ?? { kind: 'loading', direction: 'export' }}
        onFinish={send}
      >
        <EmbargoFields />
      </Form>
    </Modal>
  )
}

function EmbargoFields() {
  const t = useTexts(embargoTexts)
  const own = useTexts(texts)
  const train = useTexts(trainTexts)
  const valueRule = useValueRule()
  const required = { required: true, message: train('missing') }
  const form = Form.useFormInstance<Draft>()
  const [first = 'CN-DONGJIA'] = Form.useWatch('places', form) ?? []
  return (
    <>
      <Form.Item name="places" label={t('places')} rules={[required]}>
        <StationsSelect />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="kind" label={t('kind')} rules={[required]}>
          <WordSelect options={EmbargoKind.options} words={embargoKindTexts} />
        </Form.Item>
        <Form.Item name="direction" label={t('direction')} rules={[required]}>
          <WordSelect options={EmbargoDirection.options} words={embargoDirectionTexts} />
        </Form.Item>
        <Form.Item name="from" label={t('from')} rules={[required]} extra={own('clock')}>
          <ClockInput station={first} />
        </Form.Item>
        <Form.Item name="until" label={t('until')} extra={own('untilHint')}>
          <ClockInput station={first} clearable />
        </Form.Item>
      </div>
      <Form.Item name="telegram" label={t('telegram')} rules={[required, valueRule(line(80))]}>
        <Input autoComplete="off" maxLength={80} />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')}>
        <Input autoComplete="off" maxLength={300} />
      </Form.Item>
    </>
  )
}

interface WordSelectProps<Word extends string> {
  readonly options: readonly Word[]
  readonly words: Readonly<Record<Word, { zh: string; en: string; ru: string }>>
  readonly id?: string
  readonly value?: Word
  readonly onChange?: (word: Word) => void
}

function WordSelect<Word extends string>({ options, words, ...rest }: WordSelectProps<Word>) {
  const { say } = useLocale()
  return (
    <Select<Word>
      {...rest}
      options={options.map((value) => ({ value, label: say(words[value]) }))}
    />
  )
}

/** Crossings first: they are what most telegrams name. */
const OFFERED = STATIONS.toSorted(
  (one, other) => Number(other.role === 'crossing') - Number(one.role === 'crossing'),
)

function StationsSelect(props: {
  readonly id?: string
  readonly value?: string[]
  readonly onChange?: (codes: string[]) => void
}) {
  const { say } = useLocale()
  return (
    <Select
      {...props}
      mode="multiple"
      maxCount={EMBARGO_PLACES_MAX}
      showSearch={{ filterOption: matchesStation }}
      options={OFFERED.map(({ code, name, country }) => ({
        value: code,
        label: `${say(name)} · ${country}`,
      }))}
    />
  )
}
