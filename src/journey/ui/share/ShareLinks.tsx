/** Links that were made, all or those to one container, booking or train; where they are made and revoked. */
import { ShareAltOutlined } from '@ant-design/icons'
import { Button, Form, Input, Modal, Popconfirm, Select, Space } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { shareApi, type ShareLink, type ShareTarget } from '#journey/share-contract.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { OnceShown } from '#web/kit/OnceShown.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useMayAct } from '#web/session.ts'
import { shareStateTexts, shareTexts } from './share-texts.ts'

const DAYS = [1, 3, 7, 14, 30, 90] as const
const DAYS_DEFAULT = 14

/** Without a target: all that the organisation has made, which are made elsewhere. */
export function ShareLinks({ target }: { readonly target?: ShareTarget }) {
  const t = useTexts(shareTexts)
  const mayAct = useMayAct()
  const listing = useListing(shareApi.list, { query: queryOf(target) })
  const columns = useColumns(target === undefined, mayAct)
  return (
    <section className="panel" aria-label={t('title')}>
      <div className="panel-head">
        <h2>{t('title')}</h2>
        {target !== undefined && mayAct && <MakeButton target={target} />}
      </div>
      <p className="soft">{t('note')}</p>
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={columns}
        card={(link) => <LinkCard link={link} linked={target === undefined} mayAct={mayAct} />}
      />
    </section>
  )
}

function useColumns(linked: boolean, mayAct: boolean) {
  const t = useTexts(shareTexts)
  return [
    {
      title: t('of'),
      key: 'of',
      render: (_: unknown, link: ShareLink) => <What link={link} linked={linked} />,
    },
    {
      title: t('state'),
      key: 'state',
      render: (_: unknown, { state }: ShareLink) => <State state={state} />,
    },
    {
      title: t('expires'),
      key: 'expires',
      render: (_: unknown, { expiresAt }: ShareLink) => <LocalTime at={expiresAt} />,
    },
    {
      title: t('opened'),
      key: 'opened',
      render: (_: unknown, link: ShareLink) => <Opened link={link} />,
    },
    ...(mayAct
      ? [
          {
            title: t('actions'),
            key: 'actions',
            render: (_: unknown, link: ShareLink) => <RevokeButton link={link} />,
          },
        ]
      : []),
  ]
}

interface LinkCardProps {
  readonly link: ShareLink
  readonly linked: boolean
  readonly mayAct: boolean
}

function LinkCard({ link, linked, mayAct }: LinkCardProps) {
  const t = useTexts(shareTexts)
  return (
    <div className="stack">
      <What link={link} linked={linked} />
      <Space wrap>
        <State state={link.state} />
        <Opened link={link} />
      </Space>
      <span className="soft">
        {t('expires')}: <LocalTime at={link.expiresAt} />
      </span>
      {mayAct && <RevokeButton link={link} />}
    </div>
  )
}

function State({ state }: Pick<ShareLink, 'state'>) {
  const { say } = useLocale()
  return <Pill tone={state === 'open' ? 'good' : 'plain'}>{say(shareStateTexts[state])}</Pill>
}

function queryOf(target: ShareTarget | undefined) {
  switch (target?.kind) {
    case undefined:
      return {}
    case 'container':
      return { container: target.containerId }
    case 'booking':
      return { booking: target.bookingId }
    case 'train':
      return { departure: target.departureId }
  }
}

function What({ link, linked }: { readonly link: ShareLink; readonly linked: boolean }) {
  const t = useTexts(shareTexts)
  const words = t(link.target.kind, { title: link.title })
  return (
    <>
      {linked ? <Link to={placeOf(link.target)}>{words}</Link> : <span>{words}</span>}
      {link.note !== null && <div className="soft">{link.note}</div>}
    </>
  )
}

function placeOf(target: ShareTarget): string {
  switch (target.kind) {
    case 'container':
      return paths.container(target.containerId)
    case 'booking':
      return paths.booking(target.bookingId)
    case 'train':
      return paths.departure(target.departureId)
  }
}

function Opened({ link: { opened, lastOpenedAt } }: { readonly link: ShareLink }) {
  const t = useTexts(shareTexts)
  if (lastOpenedAt === null) return <span className="soft">{t('never')}</span>
  return (
    <span>
      {t('openedCount', { count: opened })}{' '}
      <span className="soft">
        · {t('last')} <LocalTime at={lastOpenedAt} />
      </span>
    </span>
  )
}

function RevokeButton({ link }: { readonly link: ShareLink }) {
  const t = useTexts(shareTexts)
  const { run, running, problem } = useCommand(shareApi.revoke)
  useRefusalMessage(problem)
  if (link.state !== 'open') return null
  return (
    <Popconfirm
      title={t('sure')}
      okText={t('revoke')}
      cancelText={t('cancel')}
      onConfirm={() => void run({ params: { shareLinkId: link.id } })}
    >
      <Button size="small" danger loading={running}>
        {t('revoke')}
      </Button>
    </Popconfirm>
  )
}

function MakeButton({ target }: { readonly target: ShareTarget }) {
  const t = useTexts(shareTexts)
  const [isOpen, setOpen] = useState(false)
  const [address, setAddress] = useState<string>()
  return (
    <>
      <Button icon={<ShareAltOutlined />} onClick={() => setOpen(true)}>
        {t('make')}
      </Button>
      {isOpen && (
        <MakeModal
          target={target}
          onClose={() => setOpen(false)}
          onMade={(token) => {
            setOpen(false)
            setAddress(`${location.origin}${paths.shared(token)}`)
          }}
        />
      )}
      <OnceShown
        title={t('address')}
        note={t('once')}
        secret={address}
        onClose={() => setAddress(undefined)}
      />
    </>
  )
}

interface MakeModalProps {
  readonly target: ShareTarget
  readonly onClose: () => void
  readonly onMade: (token: string) => void
}

function MakeModal({ target, onClose, onMade }: MakeModalProps) {
  const t = useTexts(shareTexts)
  const [form] = Form.useForm<{ days: number; note?: string }>()
  const { run, running, problem } = useCommand(shareApi.make, ({ token }) => onMade(token))
  return (
    <Modal
      open
      title={t('make')}
      okText={t('make')}
      cancelText={t('cancel')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={problem} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ days: DAYS_DEFAULT }}
        onFinish={({ days, note }) =>
          void run({ body: { target, days, ...(note?.trim() && { note: note.trim() }) } })
        }
      >
        <Form.Item name="days" label={t('days')}>
          <Select
            options={DAYS.map((value) => ({ value, label: t('daysCount', { count: value }) }))}
          />
        </Form.Item>
        <Form.Item name="note" label={t('for')}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
