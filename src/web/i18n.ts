/**
 * The web app's words: each screen keeps its own, all three languages side by side, so that a missing one does not compile.
 *
 * `defineTexts` hands them to i18next; `useTexts` gives the screen its `t`. Counted nouns are written as tuples in the order of
 * the language's plural forms, and `count` picks one by Intl.PluralRules.
 */
import i18next from 'i18next'
import { useCallback, useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import {
  Locale,
  LOCALE_DEFAULT,
  LOCALE_TAGS,
  parseAcceptLanguage,
  say,
  type Text,
  type TextFacts,
} from '#kernel/locale.ts'

/** English has one and other; Russian one (1, 21), few (2–4, fractions) and many (0, 5–20); Chinese does not count. */
export interface CountedText {
  readonly zh: string
  readonly en: readonly [one: string, other: string]
  readonly ru: readonly [one: string, few: string, many: string]
}

export interface Texts<Key extends string> {
  readonly namespace: string
  /** Only for the compiler: the keys a screen may ask for. */
  readonly keys: Readonly<Record<Key, Text | CountedText>>
}

/** Each language by its own name. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = {
  zh: '中文',
  en: 'English',
  ru: 'Русский',
}

export type Translate<Key extends string> = (key: Key, facts?: TextFacts) => string

const LOCALE_KEY = 'locale'
const YEAR_SECONDS = 365 * 24 * 3600

await i18next.use(initReactI18next).init({
  lng: rememberedLocale(),
  fallbackLng: false,
  resources: {},
  interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  keySeparator: false,
  nsSeparator: false,
})
reflectLocale(currentLocale())

let namespaces = 0

export function defineTexts<Key extends string>(
  table: Readonly<Record<Key, Text | CountedText>>,
): Texts<Key> {
  namespaces += 1
  const namespace = `texts-${namespaces}`
  for (const locale of Locale.options) {
    const resources = Object.entries<Text | CountedText>(table).flatMap(([key, text]) =>
      formsOf(text, locale).map(([suffix, form]) => [key + suffix, form]),
    )
    i18next.addResourceBundle(locale, namespace, Object.fromEntries(resources))
  }
  return { namespace, keys: table }
}

export function useTexts<Key extends string>(texts: Texts<Key>): Translate<Key> {
  const { t } = useTranslation(texts.namespace)
  return useCallback((key, facts) => t(key, { ...facts }), [t])
}

export interface LocaleChoice {
  readonly locale: Locale
  /** BCP 47, for Intl and `lang`. */
  readonly tag: string
  readonly setLocale: (locale: Locale) => void
  /** For texts that are data of the kernel or a contract, not of a screen. */
  readonly say: (text: Text, facts?: TextFacts) => string
}

export function useLocale(): LocaleChoice {
  const { i18n } = useTranslation()
  const locale = Locale.catch(LOCALE_DEFAULT).parse(i18n.language)
  return useMemo(
    () => ({
      locale,
      tag: LOCALE_TAGS[locale],
      setLocale,
      say: (text: Text, facts?: TextFacts) => say(text, locale, facts),
    }),
    [locale],
  )
}

/** Outside React: what the API client tells the server. */
export function currentLocale(): Locale {
  return Locale.catch(LOCALE_DEFAULT).parse(i18next.language)
}

function setLocale(locale: Locale) {
  localStorage.setItem(LOCALE_KEY, locale)
  void i18next.changeLanguage(locale).then(() => reflectLocale(locale))
}

/** The cookie lets the server word its refusals and documents alike; `lang` is what screen readers and fonts go by. */
function reflectLocale(locale: Locale) {
  document.documentElement.lang = LOCALE_TAGS[locale]
  document.cookie = `${LOCALE_KEY}=${locale}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`
}

/** Chinese unless the person chose otherwise, here or by a link with `?locale=`; the browser's own language is not asked. */
function rememberedLocale(): Locale {
  const asked = new URLSearchParams(location.search).get(LOCALE_KEY)
  return parseAcceptLanguage(asked ?? localStorage.getItem(LOCALE_KEY) ?? undefined)
}

function formsOf(text: Text | CountedText, locale: Locale): [suffix: string, form: string][] {
  const written = text[locale]
  if (typeof written === 'string') return isCounted(text) ? [['_other', written]] : [['', written]]
  const [one = '', second = '', many = ''] = written
  return locale === 'ru'
    ? [
        ['_one', one],
        ['_few', second],
        ['_many', many],
        ['_other', second],
      ]
    : [
        ['_one', one],
        ['_other', second],
      ]
}

function isCounted(text: Text | CountedText): text is CountedText {
  return typeof text.en !== 'string'
}
