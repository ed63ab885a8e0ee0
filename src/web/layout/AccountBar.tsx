/** Whose account this is, and the way out. */
import { DownOutlined, LogoutOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { leave, type Session } from '#web/session.ts'

const texts = defineTexts({
  signOut: { zh: '退出登录', en: 'Sign out', ru: 'Выйти' },
  account: { zh: '账户：{name}', en: 'Account: {name}', ru: 'Учётная запись: {name}' },
})

export function AccountBar({ session }: { session: Session }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { organisation, member } = session
  const name = member?.name ?? say(organisation.names)
  return (
    <div className="account-bar">
      <span className="account-organisation">{say(organisation.names)}</span>
      <Pill tone="info">{say(organisationKindTexts[organisation.kind])}</Pill>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'sign-out',
              icon: <LogoutOutlined />,
              label: t('signOut'),
              onClick: () => void leave(),
            },
          ],
        }}
      >
        <Button type="text" aria-label={t('account', { name })}>
          {name} <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
    </div>
  )
}
