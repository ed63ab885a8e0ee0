/** The frame around the screens of a signed-in member: menu, organisation, language, sign-out. On a phone the menu is a drawer. */
import { MenuOutlined } from '@ant-design/icons'
import { Button, Drawer, Spin } from 'antd'
import { Suspense, useEffect, useRef, useState } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { NoticeBell } from '#notice/ui/NoticeBell.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useSessionState } from '#web/session.ts'
import { AccountBar } from './AccountBar.tsx'
import { Keys } from './Keys.tsx'
import { LocaleSwitch } from './LocaleSwitch.tsx'
import { SideMenu } from './SideMenu.tsx'

const texts = defineTexts({
  skip: { zh: '跳到主要内容', en: 'Skip to the content', ru: 'Перейти к содержанию' },
  openMenu: { zh: '打开菜单', en: 'Open the menu', ru: 'Открыть меню' },
  menu: { zh: '菜单', en: 'Menu', ru: 'Меню' },
  loading: { zh: '正在加载', en: 'Loading', ru: 'Загрузка' },
})

export function AppLayout() {
  const t = useTexts(texts)
  const { session, loading, problem } = useSessionState()
  const { pathname, search } = useLocation()
  if (loading) return <Spin fullscreen description={t('loading')} />
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => location.reload()} />
  if (session === undefined) {
    return <Navigate replace to={paths.signIn(pathname === '/' ? undefined : pathname + search)} />
  }
  return (
    <div className="frame">
      <a className="skip-link" href="#main">
        {t('skip')}
      </a>
      <aside className="frame-side">
        <SideMenu kind={session.organisation.kind} />
      </aside>
      <div className="frame-body">
        <header className="frame-header">
          <PhoneMenu />
          <Keys />
          <NoticeBell />
          <AccountBar session={session} />
          <LocaleSwitch />
        </header>
        <Main />
      </div>
    </div>
  )
}

/** A new screen begins at its top, for eyes and for screen readers alike. */
function Main() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname])
  return (
    <main id="main" ref={main} tabIndex={-1}>
      <Suspense fallback={<Spin className="screen-spin" />}>
        <Outlet />
      </Suspense>
    </main>
  )
}

function PhoneMenu() {
  const t = useTexts(texts)
  const [open, setOpen] = useState(false)
  const { session } = useSessionState()
  return (
    <>
      <Button
        className="phone-menu"
        type="text"
        icon={<MenuOutlined />}
        aria-label={t('openMenu')}
        onClick={() => setOpen(true)}
      />
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="left"
        size={264}
        title={t('menu')}
        rootClassName="phone-drawer"
      >
        {session && <SideMenu kind={session.organisation.kind} onChoose={() => setOpen(false)} />}
      </Drawer>
    </>
  )
}
