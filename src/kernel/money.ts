/** Money: a whole number of the currency's smallest unit, and the currency (ISO 4217). Never a fraction, never a float. */
import { z } from 'zod'

import { issueOf, textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

/** The currencies of the corridors and their minor digits (ISO 4217 table A.1). */
export const CURRENCIES = {
  CNY: 2,
  USD: 2,
  EUR: 2,
  RUB: 2,
  KZT: 2,
  PLN: 2,
  UZS: 2,
  BYN: 2,
  MNT: 2,
  GBP: 2,
} as const

export const AMOUNT_MINOR_MAX = 1_000_000_000_000_00

export const moneyTexts = {
  'currency.unknown': {
    zh: '币种应为以下 ISO 4217 代码之一：{known}',
    en: 'The currency is one of these ISO 4217 codes: {known}',
    ru: 'Валюта — один из кодов ISO 4217: {known}',
  },
  'money.not_whole': {
    zh: '金额应为最小货币单位（如分）的整数',
    en: 'An amount is a whole number of the currency’s smallest unit, such as cents',
    ru: 'Сумма указывается целым числом наименьших единиц валюты, например копеек',
  },
  'money.negative': {
    zh: '金额不能为负数',
    en: 'An amount is not negative',
    ru: 'Сумма не может быть отрицательной',
  },
  'money.absurd': {
    zh: '金额过大，最多为 {amountMinorMax} 个最小货币单位',
    en: 'This amount is too large; at most {amountMinorMax} of the smallest unit',
    ru: 'Сумма слишком велика: не более {amountMinorMax} наименьших единиц валюты',
  },
} as const satisfies ValueTexts

export const Currency = textValue({
  normalise: (typed) => typed.trim().toUpperCase(),
  fault: (code) =>
    Object.hasOwn(CURRENCIES, code)
      ? undefined
      : { code: 'currency.unknown', facts: { known: Object.keys(CURRENCIES).join(', ') } },
  texts: moneyTexts,
})
  .meta({
    description: `Currency, ISO 4217 alphabetic code: ${Object.keys(CURRENCIES).join(', ')}.`,
    examples: ['CNY'],
  })
  .brand<'Currency'>()
export type Currency = z.infer<typeof Currency>

export const AmountMinor = z
  .number()
  .superRefine((amountMinor, context) => {
    const fault = faultOf(amountMinor)
    if (fault !== undefined) context.addIssue(issueOf(fault, moneyTexts))
  })
  .meta({
    description: 'Amount as a whole number of the currency’s smallest unit (ISO 4217 minor unit).',
    examples: [1_250_000],
    type: 'integer',
  })
  .brand<'AmountMinor'>()
export type AmountMinor = z.infer<typeof AmountMinor>

export const Money = z
  .strictObject({ amountMinor: AmountMinor, currency: Currency })
  .meta({ description: 'Money: amount in the smallest unit, and currency (ISO 4217).' })
export type Money = z.infer<typeof Money>

export function currencyMinorDigits(currency: Currency): number {
  return CURRENCIES[currency as keyof typeof CURRENCIES]
}

/** `12 500,00 ₽` in ru, `¥12,500.00` in zh-CN: for people only, never parsed back. */
export function formatMoney(money: Money, locale: string): string {
  const digits = currencyMinorDigits(money.currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(money.amountMinor / 10 ** digits)
}

function faultOf(amountMinor: number): Fault<keyof typeof moneyTexts> | undefined {
  if (amountMinor < 0) return { code: 'money.negative' }
  if (!Number.isInteger(amountMinor)) return { code: 'money.not_whole' }
  return amountMinor > AMOUNT_MINOR_MAX
    ? { code: 'money.absurd', facts: { amountMinorMax: AMOUNT_MINOR_MAX } }
    : undefined
}
