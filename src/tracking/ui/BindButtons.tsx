/** Puts a tracker on a container, and takes it off again. */
import { Button, Form, Modal, Popconfirm, Select } from 'antd'
import { useState } from 'react'
import { bookingApi, type Container } from '#booking/contract.ts'
import { decideStep } from '#booking/step.ts'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import { trackingApi, type Tracker } from '#tracking/contract.ts'
import { MomentInput, StationSelect } from '#web/kit/Fields.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { useFaults } from '#web/faults.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { trackerTexts } from './tracker-texts.ts'

export function UnbindButton({ tracker }: { tracker: Tracker }) {
  const t = useTexts(trackerTexts)
  const { run, running, problem } = useCommand(trackingApi.unbind)
  useRefusalMessage(problem)
  return (
    <Popconfirm
      title={t('unbindSure', { phone: tracker.phone })}
      okText={t('unbind')}
      cancelText={t('cancel')}
      onConfirm={() => void run({ params: { trackerId: tracker.id } })}
    >
      <Button size="small" loading={running}>
        {t('unbind')}
      </Button>
    </Popconfirm>
  )
}

export function BindButton({ tracker }: { tracker: Tracker }) {
  const t = useTexts(trackerTexts)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>
        {t('bind')}
      </Button>
      {open && <BindModal tracker={tracker} onClose={() => setOpen(false)} />}
    </>
  )
}

interface BindValues {
  readonly containerId: string
  readonly place: string
  readonly at?: string
}

function BindModal({ tracker, onClose }: { tracker: Tracker; onClose: () => void }) {
  const t = useTexts(trackerTexts)
  const [form] = Form.useForm<BindValues>()
  const [q, setQ] = useState('')
  const containers = useListing(bookingApi.listContainers, {
    query: { limit: 100, q: q === '' ? undefined : q },
  })
  const { run, running, problem } = useCommand(trackingApi.bind, onClose)
  const left = useFaults(form, problem)
  const bindable = containers.items.filter(mayCarryTracker)
  const required = [{ required: true, message: t('missing') }]
  return (
    <Modal
      open
      title={t('bindTitle', { phone: tracker.phone })}
      okText={t('bind')}
      cancelText={t('cancel')}
      confirmLoading={running}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <ProblemAlert problem={left} />
      <Form<BindValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => void run({ params: { trackerId: tracker.id }, body })}
      >
        <Form.Item name="containerId" label={t('container')} rules={required}>
          <Select
            showSearch={{ filterOption: false, onSearch: setQ }}
            loading={containers.loading}
            options={bindable.map(({ id, containerNumber, bookingNumber, journey }) => ({
              value: id,
              label: `${containerNumber ?? bookingNumber} · ${journey.trainNumber}`,
            }))}
            onChange={(id: string) => {
              const place = bindable.find((container) => container.id === id)?.place
              if (place !== undefined) form.setFieldValue('place', place)
            }}
          />
        </Form.Item>
        <Form.Item name="place" label={t('place')} rules={required}>
          <StationSelect />
        </Form.Item>
        <Form.Item name="at" label={t('at')}>
          <MomentInput />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** The server's own rule, so that nothing is offered that it would refuse. */
function mayCarryTracker(container: Container): boolean {
  return 'next' in decideStep(container, 'bind_tracker', 'operator')
}
