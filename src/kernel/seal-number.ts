/** A seal's number (铅封号). ISO 17712 asks for a unique number and its maker's mark but fixes no form, so only bounds are checked. */
import { z } from 'zod'

import { textValue, type ValueTexts } from '#kernel/value.ts'

export const sealNumberTexts = {
  'seal_number.format': {
    zh: '铅封号应为 4 至 20 位大写字母或数字，并至少含一位数字',
    en: 'A seal number is 4 to 20 letters or digits with at least one digit',
    ru: 'Номер пломбы — от 4 до 20 латинских или русских букв и цифр, хотя бы одна цифра',
  },
} as const satisfies ValueTexts

export const SealNumber = textValue({
  normalise: (typed) => typed.normalize('NFC').replace(/\s/g, '').toUpperCase(),
  // Seals put on by 1520 railways carry Cyrillic marks, and makers print hyphens and slashes.
  fault: (seal) =>
    /^[A-ZА-ЯЁ0-9][A-ZА-ЯЁ0-9/-]{2,18}[A-ZА-ЯЁ0-9]$/u.test(seal) && /\d/.test(seal)
      ? undefined
      : { code: 'seal_number.format' },
  texts: sealNumberTexts,
})
  .meta({
    description:
      'Number of a mechanical seal, ISO 17712 clause 4 (unique number; no prescribed form): 4 to 20 characters.',
    examples: ['CN8830145', 'РЖД1234567'],
  })
  .brand<'SealNumber'>()
export type SealNumber = z.infer<typeof SealNumber>
