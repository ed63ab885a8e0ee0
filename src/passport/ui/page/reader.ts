/** The reader's language: chosen here or in the app, asked for by the link, or the first of ours the browser prefers; else Chinese. */
import { createContext, use } from 'react'
import type { Locale } from '#kernel/locale.ts'
import { LOCALE_DEFAULT, LOCALE_TAGS, say, type Text, type TextFacts } from '#kernel/text.ts'
import { words, type Word } from './words.ts'

/** The names the app uses too, so that a choice made in one holds in the other. */
const LOCALE_KEY = 'locale'
const YEAR_SECONDS = 365 * 24 * 3600

export const LOCALES = Object.keys(LOCALE_TAGS) as readonly Locale[]

export interface Reader {
  readonly locale: Locale
  readonly setLocale: (locale: Locale) => void
}

export const ReaderContext = createContext<Reader>({ locale: LOCALE_DEFAULT, setLocale: () => {} })

export function useReader() {
  const { locale, setLocale } = use(ReaderContext)
  return {
    locale,
    setLocale,
    say: (text: Text, facts?: TextFacts) => say(text, locale, facts),
    t: (word: Word, facts?: TextFacts) => say(words[word], locale, facts),
  }
}

export function firstLocale(): Locale {
  const asked = new URLSearchParams(location.search).get(LOCALE_KEY)
  const preferred = [asked, remembered(), ...navigator.languages]
  for (const tag of preferred) {
    const primary = tag?.toLowerCase().split('-')[0]
    const locale = LOCALES.find((each) => each === primary)
    if (locale !== undefined) return locale
  }
  return LOCALE_DEFAULT
}

export function rememberLocale(locale: Locale): void {
  document.cookie = `${LOCALE_KEY}=${locale}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`
  try {
    localStorage.setItem(LOCALE_KEY, locale)
  } catch {
    // A browser that keeps nothing still shows the page.
  }
}

export function reflectLocale(locale: Locale, title: Text = words.title): void {
  document.documentElement.lang = LOCALE_TAGS[locale]
  document.title = `${title[locale]} · landbridge`
}

function remembered(): string | null {
  try {
    return localStorage.getItem(LOCALE_KEY)
  } catch {
    return null
  }
}
