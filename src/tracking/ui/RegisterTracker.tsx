/** Makes a tracker known. Its code is shown once, to be written into the device. */
import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { OnceShown } from '#web/kit/OnceShown.tsx'
import { trackingApi } from '#tracking/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { useFaults } from '#web/faults.ts'
import { useCommand } from '#web/queries.ts'
import { ConnectDevice } from './ConnectDevice.tsx'
import { trackerTexts } from './tracker-texts.ts'

export function RegisterTracker() {
  const t = useTexts(trackerTexts)
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<{ readonly phone: string; readonly secret: string }>()
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('register')}
      </Button>
      {open && (
        <RegisterModal
          onClose={() => setOpen(false)}
          onMade={(tracker) => {
            setOpen(false)
            setMade(tracker)
          }}
        />
      )}
      <OnceShown
        title={t('secretTitle')}
        note={t('secretNote')}
        secret={made?.secret}
        onClose={() => setMade(undefined)}
      >
        {made && <ConnectDevice phone={made.phone} />}
      </OnceShown>
    </>
  )
}

interface RegisterModalProps {
  readonly onClose: () => void
  readonly onMade: (made: { readonly phone: string; readonly secret: string }) => void
}

interface RegisterValues {
  readonly phone: string
  readonly terminalId: string
  readonly maker: string
  readonly model: string
}

function RegisterModal({ onClose, onMade }: RegisterModalProps) {
  const t = useTexts(trackerTexts)
  const [form] = Form.useForm<RegisterValues>()
  const { run, running, problem } = useCommand(trackingApi.register, ({ tracker, secret }) =>
    onMade({ phone: tracker.phone, secret }),
  )
  const left = useFaults(form, problem)
  const required = [{ required: true, message: t('missing') }]
  return (
    <Modal
      open
      title={t('register')}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={running}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <ProblemAlert problem={left} />
      <Form<RegisterValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => void run({ body })}
      >
        <Form.Item name="phone" label={t('phone')} extra={t('phoneNote')} rules={required}>
          <Input autoComplete="off" inputMode="numeric" maxLength={20} />
        </Form.Item>
        <Form.Item name="terminalId" label={t('terminal')} rules={required}>
          <Input autoComplete="off" maxLength={30} />
        </Form.Item>
        <Form.Item name="maker" label={t('maker')} rules={required}>
          <Input autoComplete="off" maxLength={11} />
        </Form.Item>
        <Form.Item name="model" label={t('model')} rules={required}>
          <Input autoComplete="off" maxLength={30} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
