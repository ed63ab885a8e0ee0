/**
 * A place by UN/LOCODE (UNECE Recommendation 16): country, then three letters or digits.
 *
 * The list itself has over 100,000 places and known faults, so only form and country are judged here.
 */
import { z } from 'zod'

import { isCountry } from '#kernel/country.ts'
import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const unLocodeTexts = {
  'un_locode.format': {
    zh: 'UN/LOCODE 应为两位国家代码加三位字母或数字 2–9，例如 CNHRS',
    en: 'A UN/LOCODE is a two-letter country and three letters or digits 2 to 9, for example CNHRS',
    ru: 'UN/LOCODE — двухбуквенный код страны и три буквы или цифры 2–9, например CNHRS',
  },
  'un_locode.country': {
    zh: 'UN/LOCODE 的前两位 {country} 不是走廊沿线国家',
    en: 'The first two letters of this UN/LOCODE, {country}, are no country of the corridors',
    ru: 'Первые две буквы UN/LOCODE, {country}, — не страна коридоров',
  },
} as const satisfies ValueTexts

export const UnLocode = textValue({ normalise: compact, fault, texts: unLocodeTexts })
  .meta({
    description:
      'Place code, UN/LOCODE (UNECE Recommendation 16): ISO 3166-1 country and three characters.',
    examples: ['CNHRS', 'DEDUI'],
  })
  .brand<'UnLocode'>()
export type UnLocode = z.infer<typeof UnLocode>

function fault(code: string): Fault<keyof typeof unLocodeTexts> | undefined {
  if (!/^[A-Z]{2}[A-Z2-9]{3}$/.test(code)) return { code: 'un_locode.format' }
  const country = code.slice(0, 2)
  return isCountry(country) ? undefined : { code: 'un_locode.country', facts: { country } }
}
