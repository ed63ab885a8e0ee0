/** The keys an organisation signs, and signed, its statements with; an administrator replaces the one in use. */
import { Button, Form, Input, Modal, Radio, Space } from 'antd'
import { useState } from 'react'
import type { OrganisationId } from '#kernel/organisation.ts'
import {
  listOrganisationKeys,
  OwnKey,
  replaceKey,
  type OrganisationPublicKey,
} from '#identity/contract.ts'
import type { KeyRevocation } from '#kernel/public-key.ts'
import { KeyValue } from '#web/kit/KeyValue.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { keyTexts, organisationTexts, wordTexts } from './texts.ts'

interface SigningKeyPanelProps {
  readonly organisationId: OrganisationId
  readonly administrator: boolean
}

export function SigningKeyPanel({ organisationId, administrator }: SigningKeyPanelProps) {
  const t = useTexts(organisationTexts)
  const { data, error } = useAsk(listOrganisationKeys, { params: { organisationId } })
  return (
    <section className="panel" aria-label={t('signingKey')}>
      <div className="panel-head">
        <h2>{t('signingKey')}</h2>
        {administrator && <ReplaceButton organisationId={organisationId} />}
      </div>
      <p className="soft">{t('signingKeyNote')}</p>
      <ProblemAlert problem={error} />
      <div className="stack">
        {data?.items.map((key) => (
          <KeyParticulars key={key.kid} of={key} />
        ))}
      </div>
    </section>
  )
}

function KeyParticulars({ of: key }: { of: OrganisationPublicKey }) {
  const t = useTexts(organisationTexts)
  const words = useTexts(wordTexts)
  const reasons = useTexts(keyTexts)
  const { revoked } = key
  return (
    <KeyValue
      items={[
        { label: t('keyId'), value: <Digits text={key.kid} />, wide: true },
        { label: t('publicKey'), value: <Digits text={key.publicJwk.x} />, wide: true },
        {
          label: words('state'),
          value: <Pill tone={revoked ? 'plain' : 'good'}>{t(revoked ? 'ended' : 'inUse')}</Pill>,
        },
        {
          label: t('keptBy'),
          value: t(key.keptBy === 'platform' ? 'keptByPlatform' : 'keptByOrganisation'),
        },
        { label: words('made'), value: <LocalTime at={key.createdAt} /> },
        {
          label: t('ended'),
          value: revoked && (
            <>
              <LocalTime at={revoked.at} /> · {reasons(revoked.reason)}
            </>
          ),
        },
      ]}
    />
  )
}

/** A long run without spaces breaks anywhere rather than widen a phone's screen. */
function Digits({ text }: { text: string }) {
  return <code style={{ overflowWrap: 'anywhere' }}>{text}</code>
}

function ReplaceButton({ organisationId }: { organisationId: OrganisationId }) {
  const t = useTexts(keyTexts)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('replace')}</Button>
      {open && <ReplaceModal organisationId={organisationId} onClose={() => setOpen(false)} />}
    </>
  )
}

interface Wanted {
  readonly reason: KeyRevocation
  readonly keeper: 'platform' | 'own'
  readonly pasted?: string
}

interface ReplaceModalProps {
  readonly organisationId: OrganisationId
  readonly onClose: () => void
}

function ReplaceModal({ organisationId, onClose }: ReplaceModalProps) {
  const t = useTexts(keyTexts)
  const words = useTexts(wordTexts)
  const [form] = Form.useForm<Wanted>()
  const keeper = Form.useWatch('keeper', form)
  const { run, running, problem } = useCommand(replaceKey, onClose)
  const replace = ({ reason, pasted }: Wanted) => {
    const own = keeper === 'own' ? readOwnKey(pasted) : undefined
    void run({ body: { reason, ...(own && { own }) } })
  }
  return (
    <Modal
      open
      title={t('replace')}
      okText={t('replace')}
      okButtonProps={{ danger: true }}
      cancelText={words('cancel')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="soft">{t('note')}</p>
      <ProblemAlert problem={problem} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ reason: 'rotated', keeper: 'platform' }}
        onFinish={replace}
      >
        <Form.Item name="reason" label={t('reason')}>
          <Radio.Group>
            <Space direction="vertical">
              <Radio value="rotated">{t('rotated')}</Radio>
              <Radio value="compromised">{t('compromised')}</Radio>
            </Space>
          </Radio.Group>
        </Form.Item>
        <Form.Item name="keeper" label={t('keeper')}>
          <Radio.Group>
            <Space direction="vertical">
              <Radio value="platform">{t('platform')}</Radio>
              <Radio value="own">{t('own')}</Radio>
            </Space>
          </Radio.Group>
        </Form.Item>
        {keeper === 'own' && <OwnKeyFields organisationId={organisationId} />}
      </Form>
    </Modal>
  )
}

function OwnKeyFields({ organisationId }: { organisationId: OrganisationId }) {
  const t = useTexts(keyTexts)
  return (
    <>
      <p className="soft">{t('ownHow')}</p>
      <p>
        <code style={{ overflowWrap: 'anywhere' }}>
          npx landbridge keys make signing.key --organisation {organisationId}
        </code>
      </p>
      <Form.Item
        name="pasted"
        label={t('pasted')}
        rules={[
          {
            validator: (_, pasted: unknown) =>
              readOwnKey(pasted) ? Promise.resolve() : Promise.reject(new Error(t('unreadable'))),
          },
        ]}
      >
        <Input.TextArea rows={4} spellCheck={false} autoComplete="off" maxLength={2000} />
      </Form.Item>
    </>
  )
}

function readOwnKey(pasted: unknown): OwnKey | undefined {
  try {
    return OwnKey.parse(JSON.parse(String(pasted)))
  } catch {
    return undefined
  }
}
