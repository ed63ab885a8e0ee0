/** Gives all below it the reader's language, and keeps the document in step with it. */
import { useMemo, useState, type ReactNode } from 'react'
import type { Locale } from '#kernel/locale.ts'
import type { Text } from '#kernel/text.ts'
import { firstLocale, ReaderContext, reflectLocale, rememberLocale } from './reader.ts'
import { words } from './words.ts'

const first = firstLocale()

export function Readers({ title = words.title, children }: { title?: Text; children: ReactNode }) {
  const [locale, setLocale] = useState(() => {
    reflectLocale(first, title)
    return first
  })
  const reader = useMemo(
    () => ({
      locale,
      setLocale: (next: Locale) => {
        rememberLocale(next)
        reflectLocale(next, title)
        setLocale(next)
      },
    }),
    [locale, title],
  )
  return <ReaderContext value={reader}>{children}</ReaderContext>
}
