/** The three languages of landbridge; Chinese is the default. Every text for people is written in all of them, side by side. */
import { z } from 'zod'
import { LOCALE_DEFAULT, LOCALE_TAGS, say, type Text, type TextFacts } from '#kernel/text.ts'

export const Locale = z.enum(['zh', 'en', 'ru'])
export type Locale = z.infer<typeof Locale>

/** Without the schema, which makes an error of each text that is none. */
export function isLocale(text: string | undefined): text is Locale {
  return (Locale.options as readonly (string | undefined)[]).includes(text)
}

export { LOCALE_DEFAULT, LOCALE_TAGS, say, type Text, type TextFacts }

/** The best of our locales for an `Accept-Language` header. */
export function parseAcceptLanguage(header: string | undefined): Locale {
  if (header === undefined) return LOCALE_DEFAULT
  for (const range of header.slice(0, 200).split(',')) {
    const primary = range.split(';')[0]?.trim().toLowerCase().split('-')[0]
    if (isLocale(primary)) return primary
  }
  return LOCALE_DEFAULT
}
