/**
 * A wagon's number (车号): twelve digits in Europe (UIC 438-2), eight on 1520 mm, seven in China.
 *
 * The first two end in the same kind of check digit. China's has none, so seven digits can only be taken as they are.
 */
import { z } from 'zod'

import { compact, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

export const wagonNumberTexts = {
  'wagon_number.format': {
    zh: '车号应为 7 位（中国）、8 位（宽轨 1520）或 12 位（UIC）数字',
    en: 'A wagon number has 7 digits (China), 8 (1520 mm gauge) or 12 (UIC)',
    ru: 'Номер вагона состоит из 7 (Китай), 8 (колея 1520 мм) или 12 цифр (МСЖД)',
  },
  'wagon_number.check_digit': {
    zh: '车号校验位应为 {expected}，请核对车号 {whole}',
    en: 'The check digit of this wagon number should be {expected} ({whole})',
    ru: 'Контрольная цифра номера вагона должна быть {expected} ({whole})',
  },
} as const satisfies ValueTexts

export const WagonNumber = textValue({ normalise: compact, fault, texts: wagonNumberTexts })
  .meta({
    description:
      'Wagon number: 12 digits (UIC 438-2, check digit last), 8 digits (1520 mm, check digit last) or 7 digits (China Railway, no check digit).',
    examples: ['315146751237', '94276540', '5271234'],
  })
  .brand<'WagonNumber'>()
export type WagonNumber = z.infer<typeof WagonNumber>

export type WagonNumbering = 'china' | '1520' | 'uic'

export function wagonNumbering(number: WagonNumber): WagonNumbering {
  if (number.length === 7) return 'china'
  return number.length === 8 ? '1520' : 'uic'
}

/** As it is painted: `31 51 4675 123-7` for UIC; the others stand unbroken. */
export function wagonNumberSpaced(number: WagonNumber): string {
  return number.replace(/^(\d\d)(\d\d)(\d{4})(\d{3})(\d)$/, '$1 $2 $3 $4-$5')
}

/** Digits doubled in turn from the left, the digits of the products summed, and what is missing to the next ten. */
export function wagonCheckDigit(unchecked: string): number {
  let sum = 0
  for (const [position, digit] of Array.from(unchecked).entries()) {
    const product = Number(digit) * (position % 2 === 0 ? 2 : 1)
    sum += product > 9 ? product - 9 : product
  }
  return (10 - (sum % 10)) % 10
}

function fault(number: string): Fault<keyof typeof wagonNumberTexts> | undefined {
  if (!/^(\d{7}|\d{8}|\d{12})$/.test(number)) return { code: 'wagon_number.format' }
  if (number.length === 7) return undefined
  const unchecked = number.slice(0, -1)
  const expected = wagonCheckDigit(unchecked)
  const whole = `${unchecked}${expected}`
  return number === whole
    ? undefined
    : { code: 'wagon_number.check_digit', facts: { expected, whole } }
}
