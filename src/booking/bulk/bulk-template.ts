/** The sheet of containers to fill in: headings in the reader's language, a hint on every cell, lists to choose from, and both to read. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { CURRENCIES } from '#kernel/money.ts'
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import { COUNTRIES } from '#kernel/country.ts'
import { DANGEROUS_CLASSES, dangerousPaperTexts, PackingGroup } from '#kernel/dangerous-goods.ts'
import { EQUIPMENT_TYPE_CODES } from '#kernel/equipment-type.ts'
import { INCOTERM_CODES } from '#kernel/incoterm.ts'
import { PACKAGE_KIND_CODES, PACKAGE_KINDS } from '#kernel/package-kind.ts'
import type { Cell, ColumnGuide, SheetWritten } from '#platform/spreadsheet.ts'
import {
  BOOKING_COLUMNS,
  BULK_COLUMNS,
  NEEDED,
  YES,
  type BookingColumn,
  type BulkColumn,
} from '#booking/bulk/bulk-columns.ts'

const texts = {
  bookings: { zh: '订舱', en: 'Bookings', ru: 'Бронирования' },
  hints: { zh: '填写说明', en: 'Hints', ru: 'Подсказки' },
  words: { zh: '可填写的值', en: 'Words', ru: 'Значения' },
  column: { zh: '列', en: 'Column', ru: 'Столбец' },
  must: { zh: '是否必填', en: 'To be filled', ru: 'Заполнение' },
  example: { zh: '示例', en: 'Example', ru: 'Пример' },
  always: { zh: '每行必填', en: 'In every row', ru: 'В каждой строке' },
  once: {
    zh: '每个委托编号填一次即可',
    en: 'Once for each reference',
    ru: 'Один раз на номер заказа',
  },
  maybe: { zh: '可不填', en: 'May be left empty', ru: 'Необязательно' },
  onceMaybe: {
    zh: '可不填；每个委托编号填一次即可',
    en: 'May be left empty; once for each reference',
    ru: 'Необязательно; один раз на номер заказа',
  },
  prompt: {
    zh: '{must}。示例：{example}',
    en: '{must}. Example: {example}',
    ru: '{must}. Пример: {example}',
  },
} as const satisfies Record<string, Text>

/** One booking of two kinds of boxes, column by column. */
const EXAMPLES: Readonly<Record<BulkColumn, string | Text>> = {
  reference: 'PO-2026-117',
  trainNumber: 'X9031',
  departsOn: '2026-05-01',
  broker: { zh: '平台登记的报关行名称', en: 'As registered here', ru: 'Как зарегистрировано' },
  incoterm: 'FCA',
  consignee: 'Muster Handels GmbH',
  country: 'DE',
  address: 'Hafenstraße 1, 47119 Duisburg',
  phone: '+49 203 000000',
  email: 'einkauf@muster.example',
  remarks: { zh: '请勿倒置', en: 'Keep upright', ru: 'Не кантовать' },
  equipmentType: '45G1',
  count: '1',
  owner: boxOwnerTexts.operator,
  goodsZh: '太阳能组件',
  goodsEn: 'Solar modules',
  goodsRu: 'Солнечные модули',
  hsCode: '854143',
  packages: '60',
  packageKind: PACKAGE_KINDS['93'],
  grossMassKg: '16000',
  value: '240000.00',
  currency: 'USD',
  temperatureC: '-18',
  frontCm: '0',
  rearCm: '0',
  leftCm: '30',
  rightCm: '30',
  heightCm: '20',
  dangerous: YES.yes,
  unNumber: 'UN3480',
  dangerousClass: '9',
  packingGroup: 'II',
  papers: {
    zh: 'UN38.3 试验概要: A-17; 安全数据单（SDS）: V3',
    en: 'UN 38.3 test summary: A-17; Safety data sheet: V3',
    ru: 'Сводка испытаний UN 38.3: A-17; Паспорт безопасности: V3',
  },
}

const COLUMNS = Object.keys(BULK_COLUMNS) as BulkColumn[]

/** `brokers`: what they are called in this language. */
export function bulkTemplate(locale: Locale, brokers: readonly string[]): SheetWritten[] {
  const heading = (column: BulkColumn) => say(BULK_COLUMNS[column].heading, locale)
  const lists = [...listsIn(locale, brokers)]
  const words = say(texts.words, locale)
  const guides = COLUMNS.map((column, index): ColumnGuide => {
    const at = lists.findIndex(([name]) => name === column)
    const example = exampleOf(column, locale)
    return {
      column: index,
      title: heading(column),
      prompt: say(texts.prompt, locale, { must: say(mustOf(column), locale), example }),
      ...(at >= 0 && { list: { sheet: words, column: at, count: lists[at]![1].length } }),
    }
  })
  const hints = COLUMNS.map((column): Cell[] => [
    heading(column),
    say(mustOf(column), locale),
    exampleOf(column, locale),
  ])
  const longest = Math.max(...lists.map(([, values]) => values.length))
  return [
    { name: say(texts.bookings, locale), rows: [COLUMNS.map(heading)], guides },
    {
      name: say(texts.hints, locale),
      rows: [[texts.column, texts.must, texts.example].map((text) => say(text, locale)), ...hints],
    },
    {
      name: words,
      rows: [
        lists.map(([column]) => heading(column)),
        ...Array.from({ length: longest }, (_, row) =>
          lists.map(([, values]): Cell => values[row] ?? null),
        ),
      ],
    },
  ]
}

function exampleOf(column: BulkColumn, locale: Locale): string {
  const example = EXAMPLES[column]
  return typeof example === 'string' ? example : say(example, locale)
}

function mustOf(column: BulkColumn): Text {
  if (Object.hasOwn(BOOKING_COLUMNS, column))
    return NEEDED.includes(column as BookingColumn) ? texts.once : texts.onceMaybe
  return BULK_COLUMNS[column].optional ? texts.maybe : texts.always
}

/** What the cells of a column may hold, where that is a list. */
function listsIn(
  locale: Locale,
  brokers: readonly string[],
): readonly (readonly [BulkColumn, readonly string[]])[] {
  const words = (all: Readonly<Record<string, Text>>) =>
    Object.values(all).map((text) => say(text, locale))
  return [
    ['broker', brokers],
    ['incoterm', INCOTERM_CODES],
    ['country', Object.keys(COUNTRIES)],
    ['equipmentType', EQUIPMENT_TYPE_CODES],
    ['owner', words(boxOwnerTexts)],
    [
      'packageKind',
      PACKAGE_KIND_CODES.map((code) =>
        say(PACKAGE_KINDS[code as keyof typeof PACKAGE_KINDS], locale),
      ),
    ],
    ['currency', Object.keys(CURRENCIES)],
    ['dangerous', words(YES)],
    ['dangerousClass', Object.keys(DANGEROUS_CLASSES)],
    ['packingGroup', PackingGroup.options],
    ['papers', words(dangerousPaperTexts)],
  ]
}
