/** Enters a restriction, or changes one: only the fields that its rule reads are asked for. */
import { App, DatePicker, Form, Input, InputNumber, Modal, Select } from 'antd'
import dayjs from 'dayjs'
import type { z } from 'zod'
import { OVERSIZE_CM_MAX } from '#booking/cargo-contract.ts'
import { LISTED_RULES, type RestrictionField } from '#booking/cargo/cargo-rule.ts'
import { axisTexts, cargoRuleTexts, effectTexts } from '#booking/cargo/cargo-rule-words.ts'
import { Effect, ListedRuleName } from '#booking/finding-contract.ts'
import {
  LIMIT_KG_MAX,
  OversizeAxis,
  restrictionApi,
  type NewRestriction,
  type Restriction,
} from '#booking/restriction-contract.ts'
import { directionTexts, restrictionTexts } from '#booking/cargo/restriction-words.ts'
import { BoxOwner, boxOwnerTexts } from '#kernel/box-owner.ts'
import { CorridorName, corridorTexts } from '#kernel/corridor-name.ts'
import { COUNTRIES } from '#kernel/country.ts'
import {
  DANGEROUS_CLASSES,
  DangerousClass,
  DangerousPaperKind,
  dangerousPaperTexts,
} from '#kernel/dangerous-goods.ts'
import { EQUIPMENT_TYPE_CODES } from '#kernel/equipment-type.ts'
import { line } from '#kernel/line.ts'
import type { Text } from '#kernel/locale.ts'
import { STATIONS } from '#kernel/station.ts'
import { EmbargoDirection } from '#train/embargo-contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { formTexts } from '../form/form-texts.ts'

const texts = defineTexts({
  enter: { zh: '录入限制', en: 'Enter a restriction', ru: 'Внести ограничение' },
  change: { zh: '修改限制', en: 'Change the restriction', ru: 'Изменить ограничение' },
  save: { zh: '保存', en: 'Save', ru: 'Сохранить' },
  back: { zh: '返回', en: 'Back', ru: 'Назад' },
  saved: { zh: '限制已保存', en: 'The restriction is saved', ru: 'Ограничение сохранено' },
  codes: {
    zh: '逐个输入后按回车，或用空格、逗号分隔',
    en: 'One by one, or with spaces or commas between',
    ru: 'По одному или через пробел или запятую',
  },
  everywhere: {
    zh: '留空即所有班列',
    en: 'Empty: every train',
    ru: 'Пусто — все поезда',
  },
  any: { zh: '留空即不限', en: 'Empty: any', ru: 'Пусто — любые' },
  untilHint: {
    zh: '留空即“另行通知前”',
    en: 'Empty: until further notice',
    ru: 'Пусто — до особого распоряжения',
  },
  whyHint: {
    zh: '三种语言都填写，或都不填',
    en: 'In all three languages, or in none',
    ru: 'На всех трёх языках или ни на одном',
  },
})

type Draft = z.input<typeof NewRestriction>

interface RestrictionFormProps {
  /** Absent: a new one. */
  readonly restriction?: Restriction | undefined
  readonly onClose: () => void
}

const NONE = {
  where: [],
  owners: [],
  equipment: [],
  hs: [],
  un: [],
  classes: [],
  papers: [],
  axis: null,
  kgMax: null,
  cmMax: null,
  until: null,
  why: null,
}

export function RestrictionForm({ restriction, onClose }: RestrictionFormProps) {
  const t = useTexts(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const done = () => {
    onClose()
    void message.success(t('saved'))
  }
  const enter = useCommand(restrictionApi.enter, done)
  const change = useCommand(restrictionApi.change, done)
  const left = useFaults(form, enter.problem ?? change.problem, (name) =>
    name[0] === 'items' ? name.slice(2) : name,
  )
  const send = (draft: Draft) => {
    const body = bodyOf(draft)
    void (restriction === undefined
      ? enter.run({ body: { items: [body] } })
      : change.run({ params: { restrictionId: restriction.id }, body }))
  }
  return (
    <Modal
      open
      width={640}
      title={t(restriction === undefined ? 'enter' : 'change')}
      okText={t('save')}
      cancelText={t('back')}
      confirmLoading={enter.running || change.running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={left} />
      <Form<Draft>
        form={form}
        name="restriction"
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={restriction ?? { rule: 'not_carried', effect: 'refuse', direction: 'both' }}
        onFinish={send}
      >
        <RestrictionFields />
      </Form>
    </Modal>
  )
}

/** Fields that the rule does not read are left out, whatever stood in them before. */
function bodyOf(draft: Draft): Draft {
  const { why } = draft
  const isSaid = why && [why.zh, why.en, why.ru].some((text) => (text ?? '').trim() !== '')
  const given = Object.fromEntries(
    Object.entries(draft).filter(([, value]) => value !== undefined && value !== ''),
  )
  return { ...NONE, ...(given as Draft), why: isSaid ? why : null }
}

function RestrictionFields() {
  const t = useTexts(texts)
  const words = useTexts(formTexts)
  const { say } = useLocale()
  const form = Form.useFormInstance<Draft>()
  const rule = Form.useWatch('rule', form) ?? 'not_carried'
  const required = { required: true, message: words('missing') }
  const valueRule = useValueRule()
  const reads = new Set<RestrictionField>(LISTED_RULES[rule].needs.flat())
  return (
    <>
      <div className="form-pair">
        <Form.Item name="rule" label={say(restrictionTexts.rule)} rules={[required]}>
          <WordSelect options={ListedRuleName.options} words={(one) => cargoRuleTexts[one].name} />
        </Form.Item>
        <Form.Item name="effect" label={say(restrictionTexts.effect)} rules={[required]}>
          <WordSelect options={Effect.options} words={(one) => effectTexts[one]} />
        </Form.Item>
      </div>
      <RuleFields reads={reads} />
      <ScopeFields />
      <div className="form-pair">
        <Form.Item name="from" label={say(restrictionTexts.from)} rules={[required]}>
          <DayInput />
        </Form.Item>
        <Form.Item name="until" label={say(restrictionTexts.until)} extra={t('untilHint')}>
          <DayInput />
        </Form.Item>
      </div>
      <Form.Item
        name="source"
        label={say(restrictionTexts.source)}
        rules={[required, valueRule(line(300))]}
      >
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <WhyFields />
    </>
  )
}

function RuleFields({ reads }: { reads: ReadonlySet<RestrictionField> }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const label = (field: RestrictionField) => say(restrictionTexts[field])
  return (
    <>
      {(['hs', 'un'] as const).map(
        (field) =>
          reads.has(field) && (
            <Form.Item key={field} name={field} label={label(field)} extra={t('codes')}>
              <Select
                mode="tags"
                open={false}
                suffixIcon={null}
                tokenSeparators={[' ', ',', ';', '，', '；']}
              />
            </Form.Item>
          ),
      )}
      {reads.has('classes') && (
        <Form.Item name="classes" label={label('classes')}>
          <WordsSelect
            options={DangerousClass.options}
            words={(one) => DANGEROUS_CLASSES[one]}
            coded
          />
        </Form.Item>
      )}
      {reads.has('papers') && (
        <Form.Item name="papers" label={label('papers')}>
          <WordsSelect
            options={DangerousPaperKind.options}
            words={(one) => dangerousPaperTexts[one]}
          />
        </Form.Item>
      )}
      <div className="form-pair">
        {reads.has('axis') && (
          <Form.Item name="axis" label={label('axis')}>
            <WordSelect options={OversizeAxis.options} words={(one) => axisTexts[one]} />
          </Form.Item>
        )}
        {reads.has('kgMax') && (
          <Form.Item name="kgMax" label={label('kgMax')}>
            <InputNumber min={1} max={LIMIT_KG_MAX} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        )}
        {reads.has('cmMax') && (
          <Form.Item name="cmMax" label={label('cmMax')}>
            <InputNumber min={0} max={OVERSIZE_CM_MAX} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        )}
      </div>
    </>
  )
}

/** Which trains and which boxes. */
function ScopeFields() {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <>
      <Form.Item name="where" label={say(restrictionTexts.where)} extra={t('everywhere')}>
        <WhereSelect />
      </Form.Item>
      <div className="form-pair">
        <Form.Item name="direction" label={say(restrictionTexts.direction)}>
          <WordSelect options={EmbargoDirection.options} words={(one) => directionTexts[one]} />
        </Form.Item>
        <Form.Item name="owners" label={say(restrictionTexts.owners)} extra={t('any')}>
          <WordsSelect options={BoxOwner.options} words={(one) => boxOwnerTexts[one]} />
        </Form.Item>
      </div>
      <Form.Item name="equipment" label={say(restrictionTexts.equipment)} extra={t('any')}>
        <Select
          mode="multiple"
          options={EQUIPMENT_TYPE_CODES.map((value) => ({ value, label: value }))}
        />
      </Form.Item>
    </>
  )
}

function WhyFields() {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (
    <>
      {(
        [
          ['zh', restrictionTexts.whyZh],
          ['en', restrictionTexts.whyEn],
          ['ru', restrictionTexts.whyRu],
        ] as const
      ).map(([lang, label]) => (
        <Form.Item key={lang} name={['why', lang]} label={say(label)}>
          <Input lang={lang} maxLength={300} autoComplete="off" />
        </Form.Item>
      ))}
      <p className="soft">{t('whyHint')}</p>
    </>
  )
}

interface ChoiceProps<Word extends string> {
  readonly options: readonly Word[]
  readonly words: (word: Word) => Text
  /** The code is what people know it by. */
  readonly coded?: boolean
  readonly id?: string
}

function useOptions<Word extends string>({ options, words, coded = false }: ChoiceProps<Word>) {
  const { say } = useLocale()
  return options.map((value) => ({
    value,
    label: coded ? `${value} · ${say(words(value))}` : say(words(value)),
  }))
}

function WordSelect<Word extends string>({
  options,
  words,
  coded,
  ...rest
}: ChoiceProps<Word> & { value?: Word; onChange?: (word: Word) => void }) {
  return (
    <Select<Word> {...rest} options={useOptions({ options, words, ...(coded && { coded }) })} />
  )
}

function WordsSelect<Word extends string>({
  options,
  words,
  coded,
  ...rest
}: ChoiceProps<Word> & { value?: Word[]; onChange?: (chosen: Word[]) => void }) {
  return (
    <Select<Word[]>
      {...rest}
      mode="multiple"
      showSearch={{ optionFilterProp: 'label' }}
      options={useOptions({ options, words, ...(coded && { coded }) })}
    />
  )
}

/** Corridors first, then countries, then stations. */
function WhereSelect(props: {
  readonly id?: string
  readonly value?: string[]
  readonly onChange?: (codes: string[]) => void
}) {
  const { say } = useLocale()
  const options = [
    ...CorridorName.options.map((value) => ({
      value: value as string,
      label: say(corridorTexts[value]),
    })),
    ...Object.entries<Text>(COUNTRIES).map(([value, text]) => ({ value, label: say(text) })),
    ...STATIONS.map(({ code, name, country }) => ({
      value: code as string,
      label: `${say(name)} · ${country}`,
    })),
  ]
  return (
    <Select
      {...props}
      mode="multiple"
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
    />
  )
}

function DayInput({
  id,
  value,
  onChange,
}: {
  readonly id?: string
  readonly value?: string | null
  readonly onChange?: (day: string | undefined) => void
}) {
  return (
    <DatePicker
      {...(id !== undefined && { id })}
      style={{ width: '100%' }}
      format="YYYY-MM-DD"
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day ? day.format('YYYY-MM-DD') : undefined)}
    />
  )
}
