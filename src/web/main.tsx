/** Starts the web app: languages, look, data, routes. */
import { QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import ruRU from 'antd/locale/ru_RU'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/ru'
import 'dayjs/locale/zh-cn'
import { StrictMode, useEffect } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router'
import type { Locale } from '#kernel/locale.ts'
import { useLocale } from '#web/i18n.ts'
import { queryClient } from '#web/queries.ts'
import { router } from '#web/routes.tsx'
import { theme } from '#web/theme.ts'
import './app.css'

const ANT_LOCALES = { zh: zhCN, en: enUS, ru: ruRU } as const
const DAYJS_LOCALES: Readonly<Record<Locale, string>> = { zh: 'zh-cn', en: 'en', ru: 'ru' }

function App() {
  const { locale } = useLocale()
  useEffect(() => {
    dayjs.locale(DAYJS_LOCALES[locale])
  }, [locale])
  return (
    <ConfigProvider locale={ANT_LOCALES[locale]} theme={theme} button={{ autoInsertSpace: false }}>
      <AntApp message={{ maxCount: 3 }}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
