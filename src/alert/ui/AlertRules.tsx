/** The rules by which one's organisation is alerted: each kind on or off, its thresholds, and the way back to the usual ones. */
import { App, Button, Form, InputNumber, Switch } from 'antd'
import { alertApi } from '#alert/contract.ts'
import {
  AlertKind,
  fieldsOf,
  type AlertRules as Rules,
  type RuleField,
} from '#alert/rule-contract.ts'
import { findRuleRefusal } from '#alert/rule.ts'
import { alertKindTexts } from '#alert/words.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { alertTexts, fieldTexts, kindNotes, ownFieldTexts, ruleTexts, unitTexts } from './texts.ts'
import './alert.css'

export function AlertRules() {
  const t = useTexts(ruleTexts)
  const words = useTexts(alertTexts)
  const asked = useAsk(alertApi.getRules)
  return (
    <>
      <PageHeader
        title={words('rules')}
        note={t('note')}
        back={{ to: paths.alerts(), label: words('title') }}
      />
      <Asked asked={asked}>{(found) => <RulesForm {...found} />}</Asked>
    </>
  )
}

function RulesForm({ rules, usual }: { readonly rules: Rules; readonly usual: Rules }) {
  const t = useTexts(ruleTexts)
  const { message } = App.useApp()
  const { role } = useSession()
  const [form] = Form.useForm<Rules>()
  const { run, running, problem } = useCommand(
    alertApi.setRules,
    () => void message.success(t('saved')),
  )
  const isAdministrator = role === 'administrator'
  const save = (typed: Rules): void => {
    const changed = AlertKind.options.filter((kind) => !isSame(typed[kind], rules[kind]))
    const body = changed.map((kind) => [
      kind,
      isSame(typed[kind], usual[kind]) ? null : withUnset(kind, typed[kind]),
    ])
    void run({ body: { rules: Object.fromEntries(body) as Partial<Rules> } })
  }
  return (
    <Form<Rules>
      form={form}
      name="alert-rules"
      layout="vertical"
      requiredMark={false}
      disabled={!isAdministrator}
      initialValues={rules}
      onFinish={save}
    >
      {!isAdministrator && <p className="soft">{t('onlyAdministrators')}</p>}
      <ProblemAlert problem={problem} />
      <div className="alert-rules">
        {AlertKind.options.map((kind) => (
          <KindRule key={kind} kind={kind} usual={usual} />
        ))}
      </div>
      {isAdministrator && (
        <div className="alert-rules-save">
          <OrderRefusal />
          <Button type="primary" htmlType="submit" loading={running}>
            {t('save')}
          </Button>
        </div>
      )}
    </Form>
  )
}

/** A field that was emptied is not in the form's values; the server is told that it is empty. */
function withUnset<Kind extends AlertKind>(kind: Kind, rule: Rules[Kind]): Rules[Kind] {
  const unset = fieldsOf(kind).map(([name]) => [name, null])
  return { ...Object.fromEntries(unset), ...rule } as Rules[Kind]
}

function isSame(one: object, other: object): boolean {
  const written = (rule: object) =>
    JSON.stringify(
      Object.entries(rule)
        .filter(([, value]) => value !== null && value !== undefined)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    )
  return written(one) === written(other)
}

function OrderRefusal() {
  const t = useTexts(ruleTexts)
  const { say } = useLocale()
  const typed = Form.useWatch([], Form.useFormInstance<Rules>()) as Rules | undefined
  const refusal = typed && typed.late && findRuleRefusal(typed)
  if (!refusal) return null
  const { kind, lesser, greater } = refusal
  const nameOf = (name: string) => say(fieldTexts[name]!)
  return (
    <p role="alert" className="alert-rules-refusal">
      {say(alertKindTexts[kind])}:{' '}
      {t('order', { lesser: nameOf(lesser), greater: nameOf(greater) })}
    </p>
  )
}

function KindRule({ kind, usual }: { readonly kind: AlertKind; readonly usual: Rules }) {
  const t = useTexts(ruleTexts)
  const { say } = useLocale()
  const form = Form.useFormInstance<Rules>()
  const typed = Form.useWatch(kind, form) as Rules[AlertKind] | undefined
  const isOn = typed?.on !== false
  const isUsual = typed === undefined || isSame(typed, usual[kind])
  const name = say(alertKindTexts[kind])
  return (
    <section className="panel alert-rule" aria-label={name}>
      <div className="panel-head">
        <h2>{name}</h2>
        <Form.Item name={[kind, 'on']} valuePropName="checked" noStyle>
          <Switch aria-label={`${name}: ${t('on')}`} />
        </Form.Item>
      </div>
      <p className="soft">{say(kindNotes[kind]!)}</p>
      {isOn && (
        <div className="form-pair">
          {fieldsOf(kind).map(([field, facts]) => (
            <Threshold key={field} kind={kind} name={field} field={facts} />
          ))}
        </div>
      )}
      {!isUsual && (
        <Button
          type="link"
          className="alert-rule-usual"
          onClick={() => form.setFieldsValue({ [kind]: usual[kind] } as Partial<Rules>)}
        >
          {t('usual')}
        </Button>
      )}
    </section>
  )
}

interface ThresholdProps {
  readonly kind: AlertKind
  readonly name: string
  readonly field: RuleField
}

function Threshold({ kind, name, field: { unit, usual, min, max } }: ThresholdProps) {
  const t = useTexts(ruleTexts)
  const { say } = useLocale()
  const unitWord = say(unitTexts[unit])
  const value = usual === null ? t('unset') : `${usual} ${unitWord}`
  return (
    <Form.Item
      name={[kind, name]}
      label={say(ownFieldTexts[`${kind}.${name}`] ?? fieldTexts[name]!)}
      extra={t('usualIs', { value })}
      rules={usual === null ? [] : [{ required: true, message: '' }]}
    >
      <InputNumber min={min} max={max} step={unit === 'days' ? 0.5 : 1} suffix={unitWord} />
    </Form.Item>
  )
}
