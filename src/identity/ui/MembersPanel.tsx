/** The people of an organisation; its administrators change what they may do, never leaving it without an administrator. */
import { Button, Popconfirm, Select, Space } from 'antd'
import {
  changeRole,
  deactivateMember,
  listMembers,
  reactivateMember,
  type Member,
} from '#identity/contract.ts'
import { MemberRole } from '#kernel/organisation.ts'
import { DataTable } from '#web/kit/DataTable.tsx'
import { Pill } from '#web/kit/Pill.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand, useListing } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { useRefusalMessage } from '#web/kit/refusal-message.ts'
import { memberTexts, roleTexts, wordTexts } from './texts.ts'

export function MembersPanel({ administrator }: { administrator: boolean }) {
  const t = useTexts(memberTexts)
  const words = useTexts(wordTexts)
  const listing = useListing(listMembers)
  const role = (member: Member) => <Role member={member} administrator={administrator} />
  const act = (member: Member) => (administrator ? <StandingButton member={member} /> : null)
  return (
    <section className="panel" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <DataTable
        label={t('title')}
        listing={listing}
        rowKey={({ id }) => id}
        empty={t('none')}
        columns={[
          { title: words('name'), key: 'name', render: (_, member) => <Name member={member} /> },
          { title: words('email'), dataIndex: 'email' },
          { title: words('role'), key: 'role', render: (_, member) => role(member) },
          { title: words('state'), key: 'state', render: (_, member) => <Standing of={member} /> },
          ...(administrator
            ? [{ title: words('actions'), key: 'act', render: (_: unknown, of: Member) => act(of) }]
            : []),
        ]}
        card={(member) => (
          <div className="stack">
            <Space wrap>
              <Name member={member} />
              <Standing of={member} />
            </Space>
            <span className="soft">{member.email}</span>
            <Space wrap>
              {role(member)}
              {act(member)}
            </Space>
          </div>
        )}
      />
    </section>
  )
}

function Name({ member }: { member: Member }) {
  const t = useTexts(memberTexts)
  const session = useSession()
  return (
    <strong>
      {member.name}
      {session.member?.id === member.id && <span className="soft">{t('you')}</span>}
    </strong>
  )
}

function Standing({ of: member }: { of: Member }) {
  const t = useTexts(memberTexts)
  return (
    <Pill tone={member.active ? 'good' : 'plain'}>{t(member.active ? 'active' : 'inactive')}</Pill>
  )
}

function Role({ member, administrator }: { member: Member; administrator: boolean }) {
  const t = useTexts(memberTexts)
  const { say } = useLocale()
  const { run, running, problem } = useCommand(changeRole)
  useRefusalMessage(problem)
  if (!administrator) return <>{say(roleTexts[member.role])}</>
  return (
    <Select<MemberRole>
      aria-label={t('roleOf', { name: member.name })}
      value={member.role}
      loading={running}
      popupMatchSelectWidth={false}
      options={MemberRole.options.map((role) => ({ value: role, label: say(roleTexts[role]) }))}
      onChange={(role) => void run({ params: { memberId: member.id }, body: { role } })}
    />
  )
}

function StandingButton({ member }: { member: Member }) {
  const t = useTexts(memberTexts)
  const words = useTexts(wordTexts)
  const out = useCommand(deactivateMember)
  const back = useCommand(reactivateMember)
  useRefusalMessage(out.problem ?? back.problem)
  const params = { memberId: member.id }
  if (!member.active) {
    return (
      <Button size="small" loading={back.running} onClick={() => void back.run({ params })}>
        {t('reactivate')}
      </Button>
    )
  }
  return (
    <Popconfirm
      title={t('sure', { name: member.name })}
      okText={t('deactivate')}
      cancelText={words('cancel')}
      onConfirm={() => void out.run({ params })}
    >
      <Button size="small" danger loading={out.running}>
        {t('deactivate')}
      </Button>
    </Popconfirm>
  )
}
