/** Charges for the accountant: one row a line, as a spreadsheet that adds up to the totals on the screen. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { currencyMinorDigits } from '#kernel/money.ts'
import type { Cell } from '#platform/spreadsheet.ts'
import type { Account, Entry } from '#price/charge-store.ts'
import { majorOf } from '#price/rate-file.ts'
import { basisTexts, chargeTexts, entryTexts } from '#price/words.ts'

const headings = {
  booking: { zh: '订舱号', en: 'Booking', ru: 'Бронирование' },
  at: { zh: '时间', en: 'At', ru: 'Время' },
  reason: { zh: '事由', en: 'Reason', ru: 'Основание' },
  charge: { zh: '费目', en: 'Charge', ru: 'Статья' },
  box: { zh: '箱型', en: 'Equipment type', ru: 'Тип контейнера' },
  quantity: { zh: '数量', en: 'Quantity', ru: 'Количество' },
  basis: { zh: '计费单位', en: 'Per', ru: 'Единица' },
  unit: { zh: '单价', en: 'Unit price', ru: 'Цена за единицу' },
  share: { zh: '比例（%）', en: 'Share, %', ru: 'Доля, %' },
  amount: { zh: '金额', en: 'Amount', ru: 'Сумма' },
  currency: { zh: '币种', en: 'Currency', ru: 'Валюта' },
  operator: { zh: '班列公司', en: 'Operator', ru: 'Оператор' },
  customer: { zh: '客户', en: 'Customer', ru: 'Клиент' },
} as const satisfies Record<string, Text>

/** `names`: what the organisations are called. */
export function chargeRows(
  charged: readonly { readonly account: Account; readonly entry: Entry }[],
  names: ReadonlyMap<string, Text>,
  locale: Locale,
): Cell[][] {
  const named = (id: string): Cell => {
    const name = names.get(id)
    return name ? say(name, locale) : id
  }
  const rows = charged.flatMap(({ account, entry }) => {
    const digits = currencyMinorDigits(account.currency)
    return entry.lines.map((line): Cell[] => [
      account.bookingNumber,
      entry.at.toISOString(),
      say(entryTexts[entry.reason], locale),
      say(chargeTexts[line.kind], locale),
      line.equipmentType,
      line.basis === 'wm' ? line.quantity / 1_000 : line.quantity,
      line.basisPoints === null ? say(basisTexts[line.basis], locale) : null,
      line.unitMinor === null ? null : majorOf(line.unitMinor, digits),
      line.basisPoints === null ? null : line.basisPoints / 100,
      majorOf(line.amountMinor, digits),
      account.currency,
      named(account.operatorId),
      named(account.customerId),
    ])
  })
  return [Object.values(headings).map((heading) => say(heading, locale)), ...rows]
}
