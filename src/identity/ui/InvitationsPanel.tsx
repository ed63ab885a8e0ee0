/** Invitations: make one and hand its link over, see what became of the others, withdraw an open one. */
import { Button, Form, Input, Modal, Popconfirm, Select, Space } from 'antd'
import { useState } from 'react'
import { Email } from '#kernel/contact.ts'
import {
  createInvitation,
  listInvitations,
  revokeInvitation,
  type Invitation,
} from '#identity/contract.ts'
import { MemberRole } from '#kernel/organisation.ts'
import { useFaults } from '#web/faults.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LocalTime } from '#web/kit/Values.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { invitationLink } from './invitation-link.ts'
import { OnceShown } from '#web/kit/OnceShown.tsx'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import {
  invitationsTexts,
  invitationStateTexts,
  invitationStateTones,
  roleTexts,
  wordTexts,
} from './texts.ts'

export function InvitationsPanel() {
  const t = useTexts(invitationsTexts)
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  const listing = useListing(listInvitations)
  return (
    <section className="panel" aria-label={t('title')}>
      <div className="panel-head">
        <h2>{t('title')}</h2>
        <InviteButton />
      </div>
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          { title: words('email'), dataIndex: 'email' },
          { title: words('role'), key: 'role', render: (_, { role }) => say(roleTexts[role]) },
          { title: words('state'), key: 'state', render: (_, row) => <State of={row} /> },
          {
            title: words('expires'),
            key: 'expires',
            render: (_, { expiresAt }) => <LocalTime at={expiresAt} />,
          },
          {
            title: words('actions'),
            key: 'act',
            render: (_, row) => <RevokeButton invitation={row} />,
          },
        ]}
        card={(row) => (
          <div className="stack">
            <strong>{row.email}</strong>
            <Space wrap>
              {say(roleTexts[row.role])}
              <State of={row} />
              <RevokeButton invitation={row} />
            </Space>
          </div>
        )}
      />
    </section>
  )
}

function State({ of: { state } }: { of: Invitation }) {
  const { say } = useLocale()
  return <Pill tone={invitationStateTones[state]}>{say(invitationStateTexts[state])}</Pill>
}

function RevokeButton({ invitation }: { invitation: Invitation }) {
  const t = useTexts(invitationsTexts)
  const words = useTexts(wordTexts)
  const { run, running, problem } = useCommand(revokeInvitation)
  useRefusalMessage(problem)
  if (invitation.state !== 'open') return null
  return (
    <Popconfirm
      title={t('sure', { email: invitation.email })}
      okText={t('revoke')}
      cancelText={words('cancel')}
      onConfirm={() => void run({ params: { invitationId: invitation.id } })}
    >
      <Button size="small" danger loading={running}>
        {t('revoke')}
      </Button>
    </Popconfirm>
  )
}

function InviteButton() {
  const t = useTexts(invitationsTexts)
  const [open, setOpen] = useState(false)
  const [issued, setIssued] = useState<{ email: string; token: string }>()
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('invite')}
      </Button>
      {open && (
        <InviteModal
          onClose={() => setOpen(false)}
          onIssued={(email, token) => {
            setOpen(false)
            setIssued({ email, token })
          }}
        />
      )}
      <OnceShown
        title={t('linkTitle')}
        note={t('linkNote', { email: issued?.email ?? '' })}
        secret={issued && invitationLink(issued.token)}
        onClose={() => setIssued(undefined)}
      />
    </>
  )
}

interface InviteModalProps {
  readonly onClose: () => void
  readonly onIssued: (email: string, token: string) => void
}

function InviteModal({ onClose, onIssued }: InviteModalProps) {
  const t = useTexts(invitationsTexts)
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  const rule = useValueRule()
  const [form] = Form.useForm<{ email: string; role: MemberRole }>()
  const { run, running, problem } = useCommand(createInvitation, ({ invitation, token }) =>
    onIssued(invitation.email, token),
  )
  const left = useFaults(form, problem)
  return (
    <Modal
      open
      title={t('invite')}
      okText={t('submit')}
      cancelText={words('cancel')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={left} />
      <Form
        validateTrigger="onBlur"
        form={form}
        layout="vertical"
        initialValues={{ role: 'clerk' }}
        onFinish={(body) => void run({ body })}
      >
        <Form.Item
          name="email"
          label={words('email')}
          rules={[{ required: true, message: words('missing') }, rule(Email)]}
          validateTrigger="onBlur"
        >
          <Input type="email" autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={words('role')}>
          <Select
            options={MemberRole.options.map((role) => ({
              value: role,
              label: say(roleTexts[role]),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
