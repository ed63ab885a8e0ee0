/** Instead of a screen: while the first one is fetched, when there is none, when one broke. */
import { Button, Spin } from 'antd'
import { Link } from 'react-router'
import { EmptyState } from '#web/kit/EmptyState.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'

const texts = defineTexts({
  lost: { zh: '没有这个页面', en: 'There is no such page', ru: 'Такой страницы нет' },
  broken: {
    zh: '页面出错，数据未受影响',
    en: 'This screen broke; no data was touched',
    ru: 'На странице произошла ошибка; данные не затронуты',
  },
  check: {
    zh: '请检查网址是否完整。',
    en: 'Check that the address is complete.',
    ru: 'Проверьте, полностью ли введён адрес.',
  },
  reload: { zh: '重新加载', en: 'Reload', ru: 'Обновить страницу' },
  home: { zh: '回到首页', en: 'To the start', ru: 'На главную' },
})

export function Lost() {
  const t = useTexts(texts)
  return (
    <>
      <PageHeader title={t('lost')} />
      <EmptyState title={t('check')} action={<Link to={paths.home()}>{t('home')}</Link>} />
    </>
  )
}

export function Opening() {
  return <Spin fullscreen />
}

export function Broken() {
  const t = useTexts(texts)
  return (
    <main className="public-main">
      <PageHeader title={t('broken')} />
      <Button type="primary" onClick={() => location.reload()}>
        {t('reload')}
      </Button>
    </main>
  )
}
