/** What a person does about an alert: see to it, mute it for a time, let it speak again; each with a reason. */
import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { alertApi, type Alert } from '#alert/contract.ts'
import { line } from '#kernel/line.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useFaults } from '#web/faults.ts'
import { useTexts } from '#web/i18n.ts'
import { useNow } from '#web/now.ts'
import { useCommand } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { useValueRule } from '#web/value-rule.ts'
import { isMuted } from './AlertWords.tsx'
import { actionTexts } from './texts.ts'

type Action = 'acknowledge' | 'mute' | 'unmute'
const HOURS = [4, 24, 72, 168, 720] as const

export function AlertActions({ alert }: { alert: Alert }) {
  const t = useTexts(actionTexts)
  const now = useNow()
  const { role } = useSession()
  const [action, setAction] = useState<Action>()
  if (alert.closedAt !== null || role === 'viewer') return null
  const offered: Action[] = [
    ...(alert.acknowledgedAt === null ? (['acknowledge'] as const) : []),
    isMuted(alert, now) ? 'unmute' : 'mute',
  ]
  return (
    <>
      <div className="row">
        {offered.map((one) => (
          <Button
            key={one}
            type={one === 'acknowledge' ? 'primary' : 'default'}
            onClick={() => setAction(one)}
          >
            {t(one)}
          </Button>
        ))}
      </div>
      {action !== undefined && (
        <ActionForm alert={alert} action={action} onClose={() => setAction(undefined)} />
      )}
    </>
  )
}

interface ActionFormProps {
  readonly alert: Alert
  readonly action: Action
  readonly onClose: () => void
}

interface Draft {
  readonly reason: string
  readonly hours: number
}

function ActionForm({ alert, action, onClose }: ActionFormProps) {
  const t = useTexts(actionTexts)
  const { message } = App.useApp()
  const valueRule = useValueRule()
  const [form] = Form.useForm<Draft>()
  const done = () => {
    onClose()
    void message.success(t('done'))
  }
  const commands = {
    acknowledge: useCommand(alertApi.acknowledge, done),
    mute: useCommand(alertApi.mute, done),
    unmute: useCommand(alertApi.unmute, done),
  }
  const { running, problem } = commands[action]
  const left = useFaults(form, problem)
  const params = { alertId: alert.id }
  const send = ({ reason, hours }: Draft): void => {
    if (action === 'mute') void commands.mute.run({ params, body: { reason, hours } })
    else void commands[action].run({ params, body: { reason } })
  }
  return (
    <Modal
      open
      title={t(action)}
      okText={t(action)}
      cancelText={t('back')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="soft">{t(`${action}Note`)}</p>
      <ProblemAlert problem={left} />
      <Form<Draft>
        form={form}
        name={`alert-${action}`}
        layout="vertical"
        requiredMark={false}
        validateTrigger="onBlur"
        initialValues={{ hours: 24 }}
        onFinish={send}
      >
        {action === 'mute' && <Duration />}
        <Form.Item
          name="reason"
          label={t('reason')}
          rules={[{ required: true, message: t('missing') }, valueRule(line(300))]}
        >
          <Input autoComplete="off" maxLength={300} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Duration() {
  const t = useTexts(actionTexts)
  const options = HOURS.map((hours) => ({
    value: hours,
    label: hours < 48 ? t('hours', { count: hours }) : t('days', { count: hours / 24 }),
  }))
  return (
    <Form.Item name="hours" label={t('duration')}>
      <Select options={options} />
    </Form.Item>
  )
}
