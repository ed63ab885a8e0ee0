/** The three languages of landbridge; Chinese is the default. Every text for people is written in all of them, side by side. */
import { z } from 'zod'
import { LOCALE_DEFAULT, LOCALE_TAGS, say, type Text, type TextFacts } from '#kernel/text.ts'

export const Locale = z.enum(['zh', 'en', 'ru'])
export type Locale = z.infer<typeof Locale>

export { LOCALE_DEFAULT, LOCALE_TAGS, say, type Text, type TextFacts }

/** The best of our locales for an `Accept-Language` header. */
export function parseAcceptLanguage(header: string | undefined): Locale {
  for (const range of (header ?? '').slice(0, 200).split(',')) {
    const primary = range.split(';')[0]?.trim().toLowerCase().split('-')[0]
    const locale = Locale.safeParse(primary)
    if (locale.success) return locale.data
  }
  return LOCALE_DEFAULT
}
