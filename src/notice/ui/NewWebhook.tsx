/** Makes a webhook: where to, and which kinds of notice; none chosen means all. */
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { noticeApi } from '#notice/contract.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { webhookTexts } from './texts.ts'

export function NewWebhook({ onMade }: { onMade: (secret: string) => void }) {
  const t = useTexts(webhookTexts)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('create')}
      </Button>
      {open && (
        <NewWebhookModal
          onClose={() => setOpen(false)}
          onMade={(secret) => {
            setOpen(false)
            onMade(secret)
          }}
        />
      )}
    </>
  )
}

interface NewWebhookModalProps {
  readonly onClose: () => void
  readonly onMade: (secret: string) => void
}

function NewWebhookModal({ onClose, onMade }: NewWebhookModalProps) {
  const t = useTexts(webhookTexts)
  const { say } = useLocale()
  const { data } = useAsk(noticeApi.listKinds)
  const [form] = Form.useForm<z.input<(typeof noticeApi.createWebhook)['body']>>()
  const { run, running, problem } = useCommand(noticeApi.createWebhook, ({ secret }) =>
    onMade(secret),
  )
  return (
    <Modal
      open
      title={t('create')}
      okText={t('create')}
      cancelText={t('cancel')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={problem} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kinds: [] }}
        onFinish={(body) => void run({ body })}
      >
        <Form.Item name="url" label={t('url')} rules={[{ required: true, message: t('missing') }]}>
          <Input placeholder="https://" maxLength={500} autoComplete="off" inputMode="url" />
        </Form.Item>
        <Form.Item name="kinds" label={t('kinds')}>
          <Select
            mode="multiple"
            placeholder={t('allKinds')}
            optionFilterProp="label"
            options={(data?.items ?? []).map(({ kind, names }) => ({
              value: kind,
              label: `${say(names)} · ${kind}`,
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
