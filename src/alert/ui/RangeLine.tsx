/** What temperature a container's cargo bears: shown to everybody, said by whoever ships or runs it. */
import { App, Button, Checkbox, Form, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import type { ContainerView } from '#booking/contract.ts'
import { alertApi, type TemperatureRange } from '#alert/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { actionTexts, rangeTexts } from './texts.ts'

interface RangeProps {
  readonly container: ContainerView
  readonly range: TemperatureRange | null
}

export function RangeLine({ container, range }: RangeProps) {
  const t = useTexts(rangeTexts)
  const mayAct = useMayAct('exporter', 'forwarder', 'operator')
  const [editing, setEditing] = useState(false)
  return (
    <p className="alert-range">
      <span className="soft">{t('title')}:</span>{' '}
      {range === null ? t('none') : <span className="number">{rangeWords(range)}</span>}
      {mayAct && !container.shared && (
        <Button type="link" onClick={() => setEditing(true)}>
          {t('set')}
        </Button>
      )}
      {editing && (
        <RangeForm container={container} range={range} onClose={() => setEditing(false)} />
      )}
    </p>
  )
}

function rangeWords({ minC, maxC }: TemperatureRange): string {
  if (minC === null) return `≤ ${maxC} °C`
  return maxC === null ? `≥ ${minC} °C` : `${minC} – ${maxC} °C`
}

function RangeForm({ container, range, onClose }: RangeProps & { readonly onClose: () => void }) {
  const t = useTexts(rangeTexts)
  const words = useTexts(actionTexts)
  const { message } = App.useApp()
  const { run, running, problem } = useCommand(alertApi.setRange, () => {
    onClose()
    void message.success(words('done'))
  })
  const [form] = Form.useForm<TemperatureRange & { wholeBooking: boolean }>()
  const send = (next: TemperatureRange | null): void => {
    const wholeBooking = form.getFieldValue('wholeBooking') as boolean
    void run({ params: { containerId: container.id }, body: { range: next, wholeBooking } })
  }
  return (
    <Modal
      open
      title={t('title')}
      okText={t('set')}
      cancelText={words('back')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
      footer={(buttons) => (
        <>
          {range !== null && (
            <Button danger loading={running} onClick={() => send(null)}>
              {t('clear')}
            </Button>
          )}
          {buttons}
        </>
      )}
    >
      <ProblemAlert problem={problem} />
      <Form
        form={form}
        name="temperature-range"
        layout="vertical"
        initialValues={{ ...(range ?? { minC: null, maxC: null }), wholeBooking: false }}
        onFinish={({ minC, maxC }) => send({ minC: minC ?? null, maxC: maxC ?? null })}
      >
        <div className="form-pair">
          <Form.Item name="minC" label={t('lowest')}>
            <InputNumber min={-60} max={60} step={0.5} suffix="°C" />
          </Form.Item>
          <Form.Item name="maxC" label={t('highest')}>
            <InputNumber min={-60} max={60} step={0.5} suffix="°C" />
          </Form.Item>
        </div>
        <Form.Item name="wholeBooking" valuePropName="checked">
          <Checkbox>{t('wholeBooking')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  )
}
