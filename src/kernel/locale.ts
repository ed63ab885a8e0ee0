/** The three languages of landbridge; Chinese is the default. Every text for people is written in all of them, side by side. */
import { z } from 'zod'

export const Locale = z.enum(['zh', 'en', 'ru'])
export type Locale = z.infer<typeof Locale>

export const LOCALE_DEFAULT: Locale = 'zh'

/** BCP 47 tags for `Intl`, `lang=` and the HTTP headers. */
export const LOCALE_TAGS: Readonly<Record<Locale, string>> = { zh: 'zh-CN', en: 'en', ru: 'ru' }

/** One sentence in all three languages; `{name}` is filled from the facts at hand. A missing language does not compile. */
export type Text = Readonly<Record<Locale, string>>
export type TextFacts = Readonly<Record<string, string | number>>

export function say(text: Text, locale: Locale, facts: TextFacts = {}): string {
  return text[locale].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole))
}

/** The best of our locales for an `Accept-Language` header. */
export function parseAcceptLanguage(header: string | undefined): Locale {
  for (const range of (header ?? '').slice(0, 200).split(',')) {
    const primary = range.split(';')[0]?.trim().toLowerCase().split('-')[0]
    const locale = Locale.safeParse(primary)
    if (locale.success) return locale.data
  }
  return LOCALE_DEFAULT
}
