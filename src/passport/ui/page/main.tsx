/** Starts the public page of a container. The question to the server goes out first, before anything is drawn. */
import { StrictMode, useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Locale } from '#kernel/locale.ts'
import { askPassport, codeInAddress, type Asked } from './ask-passport.ts'
import { PassportPage } from './PassportPage.tsx'
import { firstLocale, ReaderContext, reflectLocale, rememberLocale } from './reader.ts'
import './page.css'

const code = codeInAddress()
const first = askPassport(code)
const locale = firstLocale()
reflectLocale(locale)

function Page({ asked }: { asked: Promise<Asked> }) {
  const [chosen, setChosen] = useState(locale)
  const reader = useMemo(
    () => ({
      locale: chosen,
      setLocale: (next: Locale) => {
        rememberLocale(next)
        reflectLocale(next)
        setChosen(next)
      },
    }),
    [chosen],
  )
  return (
    <ReaderContext value={reader}>
      <PassportPage code={code} first={asked} />
    </ReaderContext>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('passport.html has no #root')
createRoot(root).render(
  <StrictMode>
    <Page asked={first} />
  </StrictMode>,
)
