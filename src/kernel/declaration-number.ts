/** 报关单号, the number China Customs gives a declaration (EntryId): office (4), year (4), direction (1), serial (9). */
import { z } from 'zod'

import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const declarationNumberTexts = {
  'declaration_number.format': {
    zh: '报关单号应为 18 位数字',
    en: 'A declaration number has 18 digits',
    ru: 'Номер таможенной декларации Китая состоит из 18 цифр',
  },
  'declaration_number.year': {
    zh: '报关单号第 5–8 位为年份，{year} 不合理',
    en: 'Digits 5 to 8 of a declaration number are its year; {year} cannot be',
    ru: 'Цифры 5–8 номера декларации — год; {year} невозможен',
  },
  'declaration_number.direction': {
    zh: '报关单号第 9 位应为 0（出口）或 1（进口），而不是 {digit}',
    en: 'The ninth digit of a declaration number is 0 (export) or 1 (import), not {digit}',
    ru: 'Девятая цифра номера декларации — 0 (экспорт) или 1 (импорт), а не {digit}',
  },
} as const satisfies ValueTexts

export const DeclarationNumber = textValue({
  normalise: compact,
  fault,
  texts: declarationNumberTexts,
})
  .meta({
    description:
      'Customs declaration number (报关单号, EntryId) of China Customs: office (4), year (4), 0 export or 1 import, serial (9).',
    examples: ['430120260000012345'],
  })
  .brand<'DeclarationNumber'>()
export type DeclarationNumber = z.infer<typeof DeclarationNumber>

export interface DeclarationNumberParts {
  readonly customsOffice: string
  readonly year: number
  readonly direction: 'export' | 'import'
  readonly serial: string
}

export function declarationNumberParts(number: DeclarationNumber): DeclarationNumberParts {
  return {
    customsOffice: number.slice(0, 4),
    year: Number(number.slice(4, 8)),
    direction: number.charAt(8) === '0' ? 'export' : 'import',
    serial: number.slice(9),
  }
}

function fault(number: string): Fault<keyof typeof declarationNumberTexts> | undefined {
  if (!/^\d{18}$/.test(number)) return { code: 'declaration_number.format' }
  const year = number.slice(4, 8)
  if (year < '2000' || year > '2099') return { code: 'declaration_number.year', facts: { year } }
  const digit = number.charAt(8)
  return digit === '0' || digit === '1'
    ? undefined
    : { code: 'declaration_number.direction', facts: { digit } }
}
