/** Texts for people, in all three languages at once: apart from locale.ts, so that a page that only shows them loads no schemas. */
import type { Locale } from '#kernel/locale.ts'

/** BCP 47 tags for `Intl`, `lang=` and the HTTP headers. */
export const LOCALE_TAGS: Readonly<Record<Locale, string>> = { zh: 'zh-CN', en: 'en', ru: 'ru' }

export const LOCALE_DEFAULT: Locale = 'zh'

/** One sentence in all three languages; `{name}` is filled from the facts at hand. A missing language does not compile. */
export type Text = Readonly<Record<Locale, string>>
export type TextFacts = Readonly<Record<string, string | number>>

export function say(text: Text, locale: Locale, facts: TextFacts = {}): string {
  return text[locale].replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole))
}
