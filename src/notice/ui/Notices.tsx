/** Everything the organisation was told; what a member wants by mail; for administrators, webhooks. Opening the list reads it. */
import { Select, Tabs } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { NOTICE_TONES, type NoticeTone } from '#kernel/notice.ts'
import { noticeApi, type Notice, type NoticeSubject } from '#notice/contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Pill, type PillTone } from '#web/kit/Pill.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useAddress } from '#web/address.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { MailPanel } from './MailPanel.tsx'
import { noticeTexts, toneTexts } from './texts.ts'
import { WebhooksPanel } from './WebhooksPanel.tsx'

const REFETCH_MS = 30_000

export function Notices() {
  const t = useTexts(noticeTexts)
  const { role } = useSession()
  const { search, set } = useAddress({ replace: true })
  const tabs = [
    { key: 'list', label: t('list'), children: <NoticeList /> },
    { key: 'mail', label: t('mail'), children: <MailPanel /> },
    ...(role === 'administrator'
      ? [{ key: 'webhooks', label: t('webhooks'), children: <WebhooksPanel /> }]
      : []),
  ]
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs
        items={tabs}
        activeKey={search.get('tab') ?? 'list'}
        onChange={(tab) => set({ tab: tab === 'list' ? undefined : tab })}
      />
    </>
  )
}

function NoticeList() {
  const t = useTexts(noticeTexts)
  const [tone, setTone] = useState<NoticeTone>()
  const listing = useListing(noticeApi.list, {
    query: tone === undefined ? {} : { tone },
    refetchEveryMs: REFETCH_MS,
  })
  useReading(tone === undefined ? listing.items[0] : undefined)
  return (
    <div className="stack">
      <ToneFilter tone={tone} onChange={setTone} />
      <DataTable
        label={t('list')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          { title: t('tone'), key: 'tone', width: 130, render: (_, one) => <Tone of={one} /> },
          { title: t('what'), key: 'what', render: (_, one) => <What of={one} /> },
          {
            title: t('when'),
            key: 'when',
            width: 190,
            render: (_, { happenedAt }) => <LocalTime at={happenedAt} />,
          },
        ]}
        card={(one) => (
          <div className="stack">
            <div>
              <Tone of={one} /> <LocalTime at={one.happenedAt} />
            </div>
            <What of={one} />
          </div>
        )}
      />
    </div>
  )
}

function ToneFilter(props: {
  readonly tone: NoticeTone | undefined
  readonly onChange: (tone: NoticeTone | undefined) => void
}) {
  const t = useTexts(noticeTexts)
  const { say } = useLocale()
  return (
    <search className="filters">
      <Select<NoticeTone | 'any'>
        aria-label={t('tone')}
        value={props.tone ?? 'any'}
        onChange={(chosen) => props.onChange(chosen === 'any' ? undefined : chosen)}
        options={[
          { value: 'any', label: t('anyTone') },
          ...NOTICE_TONES.map((tone) => ({ value: tone, label: say(toneTexts[tone]) })),
        ]}
      />
    </search>
  )
}

/** Once for each newest notice that stands on the screen unread. */
function useReading(newest: Notice | undefined): void {
  const { run } = useCommand(noticeApi.markRead)
  const until = newest?.read === false ? newest.id : undefined
  useEffect(() => {
    if (until !== undefined) void run({ body: { until } })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `run` is new at each drawing; the notice decides
  }, [until])
}

const PILLS: Readonly<Record<NoticeTone, PillTone>> = {
  info: 'info',
  good: 'good',
  warning: 'wait',
  critical: 'bad',
}

function Tone({ of: { tone } }: { of: Notice }) {
  const { say } = useLocale()
  return <Pill tone={PILLS[tone]}>{say(toneTexts[tone])}</Pill>
}

function What({ of: { title, subject, read } }: { of: Notice }) {
  const t = useTexts(noticeTexts)
  const words = read ? title : <strong>{title}</strong>
  const to = subject === null ? undefined : pathOf(subject)
  return (
    <>
      {to === undefined ? words : <Link to={to}>{words}</Link>}
      {!read && <span className="visually-hidden"> ({t('fresh')})</span>}
    </>
  )
}

function pathOf({ kind, id }: NoticeSubject): string {
  if (kind === 'webhook') return paths.notices('webhooks')
  return paths[kind](id)
}
