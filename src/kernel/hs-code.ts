/**
 * A commodity code: six digits of the Harmonized System (WCO, HS 2022), lengthened by a country to at most ten.
 *
 * Only the heading (four digits) is international enough to be checked offline. The national digits are the tariff's affair.
 */
import { z } from 'zod'

import { headingsOfChapter, isChapter, isHeading } from '#kernel/hs-headings.ts'
import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const hsCodeTexts = {
  'hs_code.format': {
    zh: 'HS 编码应为 6 至 10 位数字',
    en: 'An HS code is six to ten digits',
    ru: 'Код ТН ВЭД / HS состоит из 6–10 цифр',
  },
  'hs_code.prefix_format': {
    zh: 'HS 编码的开头应为 2 至 10 位数字，例如 85、8507 或 850760',
    en: 'The beginning of an HS code is two to ten digits, for example 85, 8507 or 850760',
    ru: 'Начало кода ТН ВЭД / HS — 2–10 цифр, например 85, 8507 или 850760',
  },
  'hs_code.unknown_chapter': {
    zh: '《协调制度》2022 年版没有第 {chapter} 章',
    en: 'The Harmonized System 2022 has no chapter {chapter}',
    ru: 'В Гармонизированной системе 2022 года нет группы {chapter}',
  },
  'hs_code.unknown_heading': {
    zh: '《协调制度》2022 年版没有品目 {heading}；第 {chapter} 章的品目为 {first} 至 {last}',
    en: 'The Harmonized System 2022 has no heading {heading}; those of chapter {chapter} run from {first} to {last}',
    ru: 'В Гармонизированной системе 2022 года нет товарной позиции {heading}; позиции группы {chapter} — от {first} до {last}',
  },
} as const satisfies ValueTexts

type Code = keyof typeof hsCodeTexts

export const HsCode = textValue({ normalise: compact, fault, texts: hsCodeTexts })
  .meta({
    description:
      'Commodity code, Harmonized System 2022: 6 digits (HS) to 10 (national tariff). Dots and spaces are accepted and dropped.',
    examples: ['847130', '8703231010'],
  })
  .brand<'HsCode'>()
export type HsCode = z.infer<typeof HsCode>

/** The international part, by which both ends of a route understand each other. */
export function hsSubheading(code: HsCode): string {
  return code.slice(0, 6)
}

/** A chapter, a heading or anything longer: every code that begins with it is meant. */
export const HsPrefix = textValue({
  normalise: compact,
  fault: (digits) =>
    /^\d{2,10}$/.test(digits) ? unknownIn(digits) : { code: 'hs_code.prefix_format' },
  texts: hsCodeTexts,
})
  .meta({
    description: 'Beginning of a commodity code, Harmonized System 2022: 2 digits (chapter) to 10.',
    examples: ['2523', '850760'],
  })
  .brand<'HsPrefix'>()
export type HsPrefix = z.infer<typeof HsPrefix>

function fault(digits: string): Fault<Code> | undefined {
  return /^\d{6,10}$/.test(digits) ? unknownIn(digits) : { code: 'hs_code.format' }
}

function unknownIn(digits: string): Fault<Code> | undefined {
  const chapter = digits.slice(0, 2)
  const headings = headingsOfChapter(chapter)
  if (!isChapter(chapter) || headings === undefined) {
    return { code: 'hs_code.unknown_chapter', facts: { chapter } }
  }
  const heading = digits.slice(0, 4)
  // Three digits may go on to some heading; whether they do matters to nobody.
  return heading.length < 4 || isHeading(heading)
    ? undefined
    : { code: 'hs_code.unknown_heading', facts: { heading, chapter, ...headings } }
}
