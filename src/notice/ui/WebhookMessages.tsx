/** What was sent to one webhook, with the other side's answer; each, or all that were given up, can be sent again. */
import { Button, Drawer, Space } from 'antd'
import type { z } from 'zod'
import { noticeApi, type Message, type Webhook } from '#notice/contract.ts'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { messageStateTexts, noticeTexts, webhookTexts } from './texts.ts'

const REFETCH_MS = 5_000
/** The beginning of time: everything that is still kept. */
const EVER = '1970-01-01T00:00:00Z'

interface WebhookMessagesProps {
  readonly webhook: Webhook | undefined
  readonly onClose: () => void
}

export function WebhookMessages({ webhook, onClose }: WebhookMessagesProps) {
  const t = useTexts(webhookTexts)
  return (
    <Drawer open={webhook !== undefined} onClose={onClose} size="large" title={t('messages')}>
      {webhook && <Messages of={webhook} />}
    </Drawer>
  )
}

function Messages({ of: { id, url } }: { of: Webhook }) {
  const t = useTexts(webhookTexts)
  const words = useTexts(noticeTexts)
  const listing = useListing(noticeApi.listMessages, {
    params: { webhookId: id },
    refetchEveryMs: REFETCH_MS,
  })
  const { run, running, problem } = useCommand(noticeApi.replayMessages)
  useRefusalMessage(problem)
  const replay = (body: z.input<(typeof noticeApi.replayMessages)['body']>) =>
    void run({ params: { webhookId: id }, body })
  const again = ({ id: messageId, state }: Message) =>
    state === 'waiting' ? null : (
      <Button size="small" loading={running} onClick={() => replay({ messageId })}>
        {t('replay')}
      </Button>
    )
  return (
    <div className="stack">
      <Space wrap>
        <code>{url}</code>
        <Button loading={running} onClick={() => replay({ givenUpSince: EVER })}>
          {t('replayAll')}
        </Button>
      </Space>
      <DataTable
        label={t('messages')}
        listing={listing}
        rowKey={(one) => one.id}
        empty={t('noMessages')}
        columns={[
          {
            title: words('when'),
            key: 'when',
            render: (_, { createdAt }) => <LocalTime at={createdAt} />,
          },
          { title: words('what'), key: 'what', render: (_, { kind }) => <code>{kind}</code> },
          { title: t('state'), key: 'state', render: (_, one) => <State of={one} /> },
          { title: t('attempts'), key: 'attempts', render: (_, { attempts }) => attempts },
          { title: t('answer'), key: 'answer', render: (_, { lastAnswer }) => lastAnswer },
          { title: t('actions'), key: 'act', render: (_, one) => again(one) },
        ]}
        card={(one) => (
          <div className="stack">
            <code>{one.kind}</code>
            <LocalTime at={one.createdAt} />
            <State of={one} />
            <span className="soft">{one.lastAnswer}</span>
            {again(one)}
          </div>
        )}
      />
    </div>
  )
}

const PILLS: Readonly<Record<Message['state'], PillTone>> = {
  waiting: 'wait',
  sent: 'good',
  given_up: 'bad',
}

function State({ of: { state } }: { of: Message }) {
  const { say } = useLocale()
  return <Pill tone={PILLS[state]}>{say(messageStateTexts[state])}</Pill>
}
