/** The organisation's webhooks: made with an address and kinds, tested, paused, given a new secret, and what was sent to each. */
import { App, Button, Popconfirm, Space } from 'antd'
import { useState } from 'react'
import { noticeApi, type Webhook } from '#notice/contract.ts'
import { OnceShown } from '#web/kit/OnceShown.tsx'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand, useListing } from '#web/queries.ts'
import { NewWebhook } from './NewWebhook.tsx'
import { webhookStateTexts, webhookTexts } from './texts.ts'
import { WebhookMessages } from './WebhookMessages.tsx'

export function WebhooksPanel() {
  const t = useTexts(webhookTexts)
  const listing = useListing(noticeApi.listWebhooks)
  const [secret, setSecret] = useState<string>()
  const [shown, setShown] = useState<Webhook>()
  const acts = { onSecret: setSecret, onMessages: setShown }
  return (
    <section className="panel" aria-label={t('note')}>
      <div className="panel-head">
        <p className="soft">{t('note')}</p>
        <NewWebhook onMade={setSecret} />
      </div>
      <DataTable
        label={t('url')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          { title: t('url'), key: 'url', render: (_, { url }) => <code>{url}</code> },
          { title: t('kinds'), key: 'kinds', render: (_, one) => <Kinds of={one} /> },
          { title: t('state'), key: 'state', render: (_, one) => <State of={one} /> },
          { title: t('actions'), key: 'act', render: (_, one) => <Acts of={one} {...acts} /> },
        ]}
        card={(one) => (
          <div className="stack">
            <code>{one.url}</code>
            <Kinds of={one} />
            <State of={one} />
            <Acts of={one} {...acts} />
          </div>
        )}
      />
      <WebhookMessages webhook={shown} onClose={() => setShown(undefined)} />
      <OnceShown
        title={t('secretTitle')}
        note={t('secretNote')}
        secret={secret}
        onClose={() => setSecret(undefined)}
      />
    </section>
  )
}

function Kinds({ of: { kinds } }: { of: Webhook }) {
  const t = useTexts(webhookTexts)
  const { say } = useLocale()
  const { data } = useAsk(noticeApi.listKinds)
  if (kinds.length === 0) return <>{t('allKinds')}</>
  const names = new Map(data?.items.map((one) => [one.kind, say(one.names)]))
  return <>{kinds.map((kind) => names.get(kind) ?? kind).join(' · ')}</>
}

const PILLS: Readonly<Record<Webhook['state'], PillTone>> = {
  active: 'good',
  paused: 'wait',
  stopped: 'bad',
}

function State({ of: { state, stoppedFor } }: { of: Webhook }) {
  const { say } = useLocale()
  return (
    <>
      <Pill tone={PILLS[state]}>{say(webhookStateTexts[state])}</Pill>{' '}
      {stoppedFor !== null && <span className="soft">{stoppedFor}</span>}
    </>
  )
}

interface ActsProps {
  readonly of: Webhook
  readonly onSecret: (secret: string) => void
  readonly onMessages: (webhook: Webhook) => void
}

function Acts({ of: webhook, onSecret, onMessages }: ActsProps) {
  const t = useTexts(webhookTexts)
  const { message } = App.useApp()
  const test = useCommand(noticeApi.testWebhook, () => void message.success(t('tested')))
  const change = useCommand(noticeApi.changeWebhook)
  const rotate = useCommand(noticeApi.rotateSecret, ({ secret }) => onSecret(secret))
  const remove = useCommand(noticeApi.deleteWebhook)
  useRefusalMessage(test.problem ?? change.problem ?? rotate.problem ?? remove.problem)
  const params = { webhookId: webhook.id }
  const isActive = webhook.state === 'active'
  const state = isActive ? 'paused' : 'active'
  return (
    <Space wrap size="small">
      <Button size="small" loading={test.running} onClick={() => void test.run({ params })}>
        {t('test')}
      </Button>
      <Button size="small" onClick={() => onMessages(webhook)}>
        {t('messages')}
      </Button>
      <Button
        size="small"
        loading={change.running}
        onClick={() => void change.run({ params, body: { state } })}
      >
        {isActive ? t('pause') : t('goOn')}
      </Button>
      <Popconfirm
        title={t('rotateSure')}
        okText={t('rotate')}
        cancelText={t('cancel')}
        onConfirm={() => void rotate.run({ params })}
      >
        <Button size="small">{t('rotate')}</Button>
      </Popconfirm>
      <Popconfirm
        title={t('removeSure', { url: webhook.url })}
        okText={t('remove')}
        cancelText={t('cancel')}
        onConfirm={() => void remove.run({ params })}
      >
        <Button size="small" danger>
          {t('remove')}
        </Button>
      </Popconfirm>
    </Space>
  )
}
