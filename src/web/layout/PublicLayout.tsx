/** The frame around pages for people without an account: sign-in, invitation. */
import { Suspense } from 'react'
import { Outlet } from 'react-router'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { LocaleSwitch } from './LocaleSwitch.tsx'

const texts = defineTexts({
  motto: {
    zh: '中欧班列数字贸易平台',
    en: 'The digital trade platform of China–Europe freight trains',
    ru: 'Цифровая торговая платформа поездов Китай — Европа',
  },
  promise: {
    zh: '订舱、报关、装车、追踪，全程无纸。每一步都由当事方签名，记入任何人都可核验的账本。',
    en: 'Book, declare, load and follow without paper. Every step is signed by the party that took it and kept in a ledger anyone can verify.',
    ru: 'Бронирование, таможня, погрузка и слежение без бумаги. Каждый шаг подписан его участником и внесён в журнал, который может проверить каждый.',
  },
})

export function PublicLayout() {
  const t = useTexts(texts)
  return (
    <div className="public">
      <header className="public-header">
        <div className="brand">
          <img src="/mark.svg" alt="" width={36} height={36} />
          <span>
            <span className="brand-name">landbridge</span>
            <span className="brand-motto">{t('motto')}</span>
          </span>
        </div>
        <LocaleSwitch />
      </header>
      <main className="public-main" id="main">
        <p className="public-promise">{t('promise')}</p>
        <div className="public-card">
          <Suspense>
            <Outlet />
          </Suspense>
        </div>
      </main>
    </div>
  )
}
