/** API keys for the organisation's own systems: made with a name, a role and a term; the secret is shown once. */
import { Button, Form, Input, InputNumber, Modal, Popconfirm, Select, Space } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import {
  API_KEY_DAYS_MAX,
  ApiKeyRole,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  type ApiKey,
} from '#identity/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { OnceShown } from '#web/kit/OnceShown.tsx'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import { apiKeyStateTexts, apiKeyTexts, roleTexts, wordTexts } from './texts.ts'

export function ApiKeysPanel() {
  const t = useTexts(apiKeyTexts)
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  const listing = useListing(listApiKeys)
  return (
    <section className="panel" aria-label={t('title')}>
      <div className="panel-head">
        <h2>{t('title')}</h2>
        <CreateButton />
      </div>
      <p className="soft">{t('note')}</p>
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          { title: t('keyName'), key: 'name', render: (_, key) => <Name of={key} /> },
          { title: words('role'), key: 'role', render: (_, { role }) => say(roleTexts[role]) },
          { title: words('state'), key: 'state', render: (_, key) => <State of={key} /> },
          {
            title: words('expires'),
            key: 'expires',
            render: (_, { expiresAt }) => <LocalTime at={expiresAt} />,
          },
          { title: t('lastUsed'), key: 'used', render: (_, key) => <LastUsed of={key} /> },
          { title: words('actions'), key: 'act', render: (_, key) => <RevokeButton of={key} /> },
        ]}
        card={(key) => (
          <div className="stack">
            <Name of={key} />
            <Space wrap>
              {say(roleTexts[key.role])}
              <State of={key} />
              <RevokeButton of={key} />
            </Space>
            <span className="soft">
              {t('lastUsed')}: <LastUsed of={key} />
            </span>
          </div>
        )}
      />
    </section>
  )
}

function Name({ of: { name, hint } }: { of: ApiKey }) {
  const t = useTexts(apiKeyTexts)
  return (
    <>
      <strong>{name}</strong> <span className="soft">{t('ends', { hint })}</span>
    </>
  )
}

function State({ of: { state } }: { of: ApiKey }) {
  const { say } = useLocale()
  return <Pill tone={state === 'active' ? 'good' : 'plain'}>{say(apiKeyStateTexts[state])}</Pill>
}

function LastUsed({ of: { lastUsedAt } }: { of: ApiKey }) {
  const t = useTexts(apiKeyTexts)
  return lastUsedAt === null ? <>{t('never')}</> : <LocalTime at={lastUsedAt} />
}

function RevokeButton({ of: key }: { of: ApiKey }) {
  const t = useTexts(apiKeyTexts)
  const words = useTexts(wordTexts)
  const { run, running, problem } = useCommand(revokeApiKey)
  useRefusalMessage(problem)
  if (key.state !== 'active') return null
  return (
    <Popconfirm
      title={t('sure', { name: key.name })}
      okText={t('revoke')}
      cancelText={words('cancel')}
      onConfirm={() => void run({ params: { apiKeyId: key.id } })}
    >
      <Button size="small" danger loading={running}>
        {t('revoke')}
      </Button>
    </Popconfirm>
  )
}

function CreateButton() {
  const t = useTexts(apiKeyTexts)
  const [open, setOpen] = useState(false)
  const [secret, setSecret] = useState<string>()
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('create')}</Button>
      {open && (
        <CreateModal
          onClose={() => setOpen(false)}
          onMade={(made) => {
            setOpen(false)
            setSecret(made)
          }}
        />
      )}
      <OnceShown
        title={t('secretTitle')}
        note={t('secretNote')}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </>
  )
}

interface CreateModalProps {
  readonly onClose: () => void
  readonly onMade: (secret: string) => void
}

function CreateModal({ onClose, onMade }: CreateModalProps) {
  const t = useTexts(apiKeyTexts)
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  const [form] = Form.useForm<z.input<(typeof createApiKey)['body']>>()
  const { run, running, problem } = useCommand(createApiKey, ({ secret }) => onMade(secret))
  const required = { required: true, message: words('missing') }
  return (
    <Modal
      open
      title={t('create')}
      okText={t('create')}
      cancelText={words('cancel')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={problem} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ role: 'clerk', days: 365 }}
        onFinish={(body) => void run({ body })}
      >
        <Form.Item name="name" label={t('keyName')} rules={[required]}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={words('role')}>
          <Select
            options={ApiKeyRole.options.map((role) => ({
              value: role,
              label: say(roleTexts[role]),
            }))}
          />
        </Form.Item>
        <Form.Item name="days" label={t('days')} rules={[required]}>
          <InputNumber min={1} max={API_KEY_DAYS_MAX} precision={0} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
