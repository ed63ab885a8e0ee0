/**
 * 统一社会信用代码, the one number of a Chinese organisation: GB 32100-2015, with the organisation code of GB 11714 inside it.
 *
 * Both carry a check character; the inner one is looked at first because it tells a person which half was mistyped.
 */
import { z } from 'zod'

import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const creditCodeTexts = {
  'credit_code.length': {
    zh: '统一社会信用代码应为 18 位，现为 {length} 位',
    en: 'A unified social credit code has 18 characters; this one has {length}',
    ru: 'Единый код социального кредита состоит из 18 знаков, здесь {length}',
  },
  'credit_code.character': {
    zh: '统一社会信用代码只含数字和大写字母，且不使用 I、O、S、V、Z；“{character}”不可用',
    en: 'A unified social credit code uses digits and letters but never I, O, S, V or Z; “{character}” cannot stand in it',
    ru: 'В едином коде социального кредита есть только цифры и буквы, кроме I, O, S, V и Z; знак «{character}» недопустим',
  },
  'credit_code.area': {
    zh: '统一社会信用代码第 3–8 位为登记机关行政区划码，应为 6 位数字',
    en: 'Characters 3 to 8 of a unified social credit code are the six digits of the registration area',
    ru: 'Знаки 3–8 единого кода социального кредита — шесть цифр кода административного района регистрации',
  },
  'credit_code.organisation_check': {
    zh: '统一社会信用代码第 9–17 位（组织机构代码）的校验码应为 {expected}',
    en: 'Characters 9 to 17 are an organisation code whose check character should be {expected}',
    ru: 'Знаки 9–17 — код организации; его контрольный знак должен быть {expected}',
  },
  'credit_code.check': {
    zh: '统一社会信用代码最后一位校验码应为 {expected}',
    en: 'The last character of this unified social credit code should be {expected}',
    ru: 'Последний (контрольный) знак единого кода социального кредита должен быть {expected}',
  },
} as const satisfies ValueTexts

type Code = keyof typeof creditCodeTexts

/** Thirty-one characters: the digits and the Latin letters without those that look like digits or each other. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

export const CreditCode = textValue({ normalise: compact, fault, texts: creditCodeTexts })
  .meta({
    description:
      'Unified social credit code (统一社会信用代码), GB 32100-2015: 18 characters with two check characters.',
    examples: ['91330100799655058B', '9144030071526726XG'],
  })
  .brand<'CreditCode'>()
export type CreditCode = z.infer<typeof CreditCode>

/** Check character over the first 17: weights are the powers of 3 modulo 31 (GB 32100 annex A). */
export function creditCheckCharacter(unchecked: string): string {
  let sum = 0
  let weight = 1
  for (const character of unchecked) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** Check character over eight (GB 11714): letters count from A = 10 without gaps; 10 is written X and 11 is written 0. */
export function organisationCheckCharacter(unchecked: string): string {
  let sum = 0
  for (const [position, weight] of ORGANISATION_WEIGHTS.entries()) {
    sum += Number.parseInt(unchecked.charAt(position), 36) * weight
  }
  const check = 11 - (sum % 11)
  if (check === 10) return 'X'
  return check === 11 ? '0' : String(check)
}

function fault(code: string): Fault<Code> | undefined {
  const characters = Array.from(code)
  if (characters.length !== 18) {
    return { code: 'credit_code.length', facts: { length: characters.length } }
  }
  const character = characters.find((each) => !ALPHABET.includes(each))
  if (character !== undefined) return { code: 'credit_code.character', facts: { character } }
  if (!/^\d{6}$/.test(code.slice(2, 8))) return { code: 'credit_code.area' }
  const organisation = organisationCheckCharacter(code.slice(8, 16))
  if (code.charAt(16) !== organisation) {
    return { code: 'credit_code.organisation_check', facts: { expected: organisation } }
  }
  const expected = creditCheckCharacter(code.slice(0, 17))
  return code.charAt(17) === expected
    ? undefined
    : { code: 'credit_code.check', facts: { expected } }
}
