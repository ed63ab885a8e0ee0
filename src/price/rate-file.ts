/** Rates as a spreadsheet: the same columns going out and coming in, in the language of whoever asks. */
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { say, type Locale, type Text } from '#kernel/locale.ts'
import {
  AMOUNT_MINOR_MAX,
  currencyMinorDigits,
  type AmountMinor,
  type Currency,
} from '#kernel/money.ts'
import {
  amountColumn,
  choiceColumn,
  readTable,
  valueColumn,
  type CellFault,
  type Grid,
  toldFaults,
} from '#kernel/spreadsheet.ts'
import { getStation, StationCode } from '#kernel/station.ts'
import type { Cell, SheetWritten } from '#platform/spreadsheet.ts'
import { RATES_MAX, type Rate, type RateSheet, type RatesRead } from '#price/contract.ts'
import { priceProblem } from '#price/price-problem.ts'
import { basisTexts, chargeTexts, feeTexts, touchesTexts } from '#price/words.ts'

const headings = {
  origin: { zh: '始发站', en: 'Origin', ru: 'Станция отправления' },
  destination: { zh: '到达站', en: 'Destination', ru: 'Станция назначения' },
  equipmentType: { zh: '箱型', en: 'Equipment type', ru: 'Тип контейнера' },
  owner: { zh: '箱主', en: 'Box owner', ru: 'Владелец контейнера' },
  price: { zh: '单价', en: 'Price per box', ru: 'Цена за контейнер' },
} as const satisfies Record<string, Text>

const columnsIn = (currency: Currency) => ({
  origin: valueColumn(headings.origin, StationCode),
  destination: valueColumn(headings.destination, StationCode),
  equipmentType: valueColumn(headings.equipmentType, EquipmentType),
  owner: choiceColumn(headings.owner, boxOwnerTexts),
  price: amountColumn(headings.price, currencyMinorDigits(currency)),
})

/** All rows, or what is wrong with which cell. */
export function readRates(grid: Grid, currency: Currency, locale: Locale): RatesRead {
  const { rows, faults, faultAt } = readTable(grid, columnsIn(currency), locale)
  const found: CellFault[] = [...faults]
  const seen = new Map<string, number>()
  const rates = rows.map(({ number, value }): Rate => {
    const { origin, destination, equipmentType, owner, price } = value
    const key = [origin, destination, equipmentType, owner].join()
    const fault = (code: 'price.rate_repeated' | 'price.too_much') => {
      const text = priceProblem.table[code]
      found.push(faultAt(number, 'price', code, say(text, locale, { position: number })))
    }
    if (seen.has(key)) fault('price.rate_repeated')
    if (price > AMOUNT_MINOR_MAX || seen.size >= RATES_MAX) fault('price.too_much')
    seen.set(key, number)
    return { origin, destination, equipmentType, owner, priceMinor: price as AmountMinor }
  })
  return {
    rates: found.length === 0 ? rates : [],
    ...toldFaults(found),
  }
}

export function rateRows(
  { rates, currency }: Pick<RateSheet, 'rates' | 'currency'>,
  locale: Locale,
): Cell[][] {
  const digits = currencyMinorDigits(currency)
  return [
    Object.values(headings).map((heading) => say(heading, locale)),
    ...rates.map((rate) => [
      say(getStation(rate.origin).name, locale),
      say(getStation(rate.destination).name, locale),
      rate.equipmentType,
      say(boxOwnerTexts[rate.owner], locale),
      majorOf(rate.priceMinor, digits),
    ]),
  ]
}

/** Exact as long as a double holds it, which fifteen digits do. */
export function majorOf(minor: number, digits: number): number {
  return minor / 10 ** digits
}

const termHeadings = {
  kind: { zh: '费目', en: 'Charge', ru: 'Статья' },
  touches: { zh: '适用', en: 'Touches', ru: 'Применяется' },
  basis: { zh: '计费单位', en: 'Per', ru: 'Единица' },
  price: { zh: '金额或比例', en: 'Amount or share', ru: 'Сумма или доля' },
} as const satisfies Record<string, Text>

const sheetNames = {
  rates: { zh: '运价', en: 'Rates', ru: 'Ставки' },
  terms: { zh: '附加费与规则', en: 'Terms', ru: 'Надбавки и правила' },
  fee: {
    zh: '{fee}：截止前 {hours} 小时以上',
    en: '{fee}, {hours} h or more before',
    ru: '{fee}: за {hours} ч и более',
  },
  late: { zh: '{fee}：更晚', en: '{fee}, later', ru: '{fee}: позже' },
} as const satisfies Record<string, Text>

/** The whole sheet to read: rates that can be read back, and its terms beside them. */
export function sheetBook(sheet: RateSheet, locale: Locale): SheetWritten[] {
  const digits = currencyMinorDigits(sheet.currency)
  const share = (basisPoints: number) => `${basisPoints / 100} %`
  const surcharges = sheet.surcharges.map(({ kind, touches, price }): Cell[] => [
    say(chargeTexts[kind], locale),
    say(touchesTexts[touches], locale),
    price.by === 'share' ? null : say(basisTexts[price.basis], locale),
    price.by === 'share' ? share(price.basisPoints) : majorOf(price.priceMinor, digits),
  ])
  const extras = sheet.extras.map(({ kind, basis, priceMinor }): Cell[] => [
    say(chargeTexts[kind], locale),
    null,
    say(basisTexts[basis], locale),
    majorOf(priceMinor, digits),
  ])
  const fees = sheet.fees.map(({ fee, hoursBefore, price }): Cell[] => {
    const word = say(feeTexts[fee], locale)
    return [
      hoursBefore === null
        ? say(sheetNames.late, locale, { fee: word })
        : say(sheetNames.fee, locale, { fee: word, hours: hoursBefore }),
      null,
      price.by === 'share' ? null : say(basisTexts[price.basis], locale),
      price.by === 'share' ? share(price.basisPoints) : majorOf(price.priceMinor, digits),
    ]
  })
  const head = Object.values(termHeadings).map((heading): Cell => say(heading, locale))
  return [
    { name: say(sheetNames.rates, locale), rows: rateRows(sheet, locale) },
    { name: say(sheetNames.terms, locale), rows: [head, ...surcharges, ...extras, ...fees] },
  ]
}
