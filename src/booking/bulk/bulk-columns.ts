/** The columns of a sheet of containers: headings, how each cell is read, and what is said of it to whoever fills it in. Pure. */
import { boxOwnerTexts } from '#kernel/box-owner.ts'
import { Email, Phone } from '#kernel/contact.ts'
import { Country } from '#kernel/country.ts'
import {
  DANGEROUS_CLASSES,
  DANGEROUS_PAPERS_MAX,
  dangerousPaperTexts,
  PackingGroup,
  UnNumber,
  type DangerousPaper,
} from '#kernel/dangerous-goods.ts'
import { Day } from '#kernel/day.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { GoodsName, GoodsNameZh } from '#kernel/goods-name.ts'
import { HsCode } from '#kernel/hs-code.ts'
import { Incoterm } from '#kernel/incoterm.ts'
import { line } from '#kernel/line.ts'
import type { Text } from '#kernel/locale.ts'
import { Currency } from '#kernel/money.ts'
import { PACKAGE_KINDS } from '#kernel/package-kind.ts'
import {
  choiceColumn,
  countColumn,
  listColumn,
  valueColumn,
  type Column,
  type RowOf,
} from '#kernel/spreadsheet.ts'
import { TrainNumber } from '#kernel/train-number.ts'
import {
  BOXES_MAX,
  OVERSIZE_CM_MAX,
  OVERSIZE_SIDES,
  TEMPERATURE_C,
} from '#booking/cargo-contract.ts'

const optional = { optional: true } as const
export const YES: Readonly<Record<'yes' | 'no', Text>> = {
  yes: { zh: '是', en: 'Yes', ru: 'Да' },
  no: { zh: '否', en: 'No', ru: 'Нет' },
}

export const bulkTexts = {
  notTemperature: {
    zh: '温度应为 {least} 至 {most} 的整数，现为“{typed}”',
    en: 'A temperature is a whole number from {least} to {most}, not “{typed}”',
    ru: 'Температура — целое число от {least} до {most}, а не «{typed}»',
  },
  notPaper: {
    zh: '单证应如“UN38.3 试验概要: A-17”，现为“{typed}”',
    en: 'A paper is written like “UN 38.3 test summary: A-17”, not “{typed}”',
    ru: 'Документ записывается как «Сводка испытаний UN 38.3: A-17», а не «{typed}»',
  },
} as const satisfies Record<string, Text>

/** Below zero too, which counts are not. */
const temperatureColumn: Column<number> = {
  heading: { zh: '设定温度（°C）', en: 'Set to, °C', ru: 'Температура, °C' },
  optional: true,
  parse(cell) {
    const { least, most } = TEMPERATURE_C
    const value = Number(cell.replace('−', '-').replace(/\s*°?C$/i, ''))
    if (Number.isInteger(value) && value >= least && value <= most) return { value }
    const facts = { least, most, typed: cell.slice(0, 40) }
    return { code: 'booking.not_temperature', text: bulkTexts.notTemperature, facts }
  },
}

/** `SDS: V3`: the paper's name, a colon, its number. */
const paperColumn: Column<DangerousPaper> = {
  heading: {
    zh: '危险货物单证',
    en: 'Papers for dangerous goods',
    ru: 'Документы на опасный груз',
  },
  parse(cell) {
    const [name = '', ...rest] = cell.split(/[:：]/)
    const kind = paperKind.parse(name)
    const number = line(80).safeParse(rest.join(':'))
    if ('value' in kind && number.success)
      return { value: { kind: kind.value, number: number.data } }
    const facts = { typed: cell.slice(0, 40) }
    return { code: 'booking.not_paper', text: bulkTexts.notPaper, facts }
  },
}
const paperKind = choiceColumn({ zh: '', en: '', ru: '' }, dangerousPaperTexts)

const kinds = choiceColumn(
  { zh: '包装种类', en: 'Kind of package', ru: 'Вид упаковки' },
  PACKAGE_KINDS,
)
const hs = valueColumn({ zh: 'HS 编码', en: 'HS code', ru: 'Код ТН ВЭД' }, HsCode)

/** Excel takes a code for a number and drops the nought it begins with. */
const packageColumn = {
  ...kinds,
  parse: (cell: string) => kinds.parse(cell.replace(/^\d$/, '0$&')),
}
const hsColumn: typeof hs = {
  ...hs,
  parse(cell) {
    const read = hs.parse(cell)
    const isOdd = /^\d+$/.test(cell) && cell.length % 2 === 1
    const padded = isOdd && 'code' in read ? hs.parse(`0${cell}`) : read
    return 'value' in padded ? padded : read
  },
}

const sideTexts = {
  frontCm: { zh: '超前（厘米）', en: 'Over the front, cm', ru: 'Спереди, см' },
  rearCm: { zh: '超后（厘米）', en: 'Over the rear, cm', ru: 'Сзади, см' },
  leftCm: { zh: '超左（厘米）', en: 'Over the left, cm', ru: 'Слева, см' },
  rightCm: { zh: '超右（厘米）', en: 'Over the right, cm', ru: 'Справа, см' },
  heightCm: { zh: '超高（厘米）', en: 'Over the height, cm', ru: 'Сверху, см' },
} as const

const sides = Object.fromEntries(
  OVERSIZE_SIDES.map((side) => [
    side,
    countColumn(sideTexts[side], { min: 0, max: OVERSIZE_CM_MAX, ...optional }),
  ]),
) as Record<(typeof OVERSIZE_SIDES)[number], Column<number>>

/** What is of the whole booking: typed once, and left empty or the same in the other rows of its reference. */
export const BOOKING_COLUMNS = {
  trainNumber: valueColumn(
    { zh: '车次', en: 'Train number', ru: 'Номер поезда' },
    TrainNumber,
    optional,
  ),
  departsOn: valueColumn(
    { zh: '发车日期', en: 'Departs on', ru: 'Дата отправления' },
    Day,
    optional,
  ),
  broker: valueColumn(
    { zh: '报关行', en: 'Customs broker', ru: 'Таможенный брокер' },
    line(200),
    optional,
  ),
  incoterm: valueColumn(
    { zh: '贸易术语', en: 'Terms of delivery', ru: 'Условия поставки' },
    Incoterm,
    optional,
  ),
  consignee: valueColumn(
    { zh: '收货人', en: 'Consignee', ru: 'Грузополучатель' },
    line(200),
    optional,
  ),
  country: valueColumn(
    { zh: '收货人国家', en: 'Consignee’s country', ru: 'Страна получателя' },
    Country,
    optional,
  ),
  address: valueColumn(
    { zh: '收货人地址', en: 'Consignee’s address', ru: 'Адрес получателя' },
    line(300),
    optional,
  ),
  phone: valueColumn(
    { zh: '收货人电话', en: 'Consignee’s telephone', ru: 'Телефон получателя' },
    Phone,
    optional,
  ),
  email: valueColumn(
    { zh: '收货人邮箱', en: 'Consignee’s e-mail', ru: 'Эл. почта получателя' },
    Email,
    optional,
  ),
  remarks: valueColumn({ zh: '备注', en: 'Remarks', ru: 'Примечания' }, line(500), optional),
}
export type BookingColumn = keyof typeof BOOKING_COLUMNS

/** Those a booking cannot be without. */
export const NEEDED: readonly BookingColumn[] = [
  'broker',
  'incoterm',
  'consignee',
  'country',
  'address',
]

export const BULK_COLUMNS = {
  reference: valueColumn({ zh: '委托编号', en: 'Reference', ru: 'Номер заказа' }, line(60)),
  ...BOOKING_COLUMNS,
  equipmentType: valueColumn(
    { zh: '箱型', en: 'Equipment type', ru: 'Тип контейнера' },
    EquipmentType,
  ),
  count: countColumn(
    { zh: '箱量', en: 'Boxes', ru: 'Контейнеров' },
    { min: 1, max: BOXES_MAX, ...optional },
  ),
  owner: {
    ...choiceColumn({ zh: '箱主', en: 'Box owner', ru: 'Владелец контейнера' }, boxOwnerTexts),
    ...optional,
  },
  goodsZh: valueColumn(
    { zh: '品名（中文）', en: 'Goods, in Chinese', ru: 'Наименование по-китайски' },
    GoodsNameZh,
  ),
  goodsEn: valueColumn(
    { zh: '品名（英文）', en: 'Goods, in English', ru: 'Наименование по-английски' },
    GoodsName,
  ),
  goodsRu: valueColumn(
    { zh: '品名（俄文）', en: 'Goods, in Russian', ru: 'Наименование по-русски' },
    GoodsName,
  ),
  hsCode: hsColumn,
  packages: countColumn(
    { zh: '件数', en: 'Packages', ru: 'Число мест' },
    { min: 1, max: 1_000_000 },
  ),
  packageKind: packageColumn,
  grossMassKg: countColumn(
    { zh: '毛重（千克）', en: 'Gross mass, kg', ru: 'Масса брутто, кг' },
    { min: 1, max: 1_500_000 },
  ),
  value: valueColumn({ zh: '货值', en: 'Value', ru: 'Стоимость' }, line(20)),
  currency: valueColumn({ zh: '币种', en: 'Currency', ru: 'Валюта' }, Currency),
  temperatureC: temperatureColumn,
  ...sides,
  dangerous: {
    ...choiceColumn({ zh: '危险货物', en: 'Dangerous goods', ru: 'Опасный груз' }, YES),
    ...optional,
  },
  unNumber: valueColumn({ zh: '联合国编号', en: 'UN number', ru: 'Номер ООН' }, UnNumber, optional),
  dangerousClass: {
    ...choiceColumn({ zh: '危险货物类别', en: 'Class', ru: 'Класс опасности' }, DANGEROUS_CLASSES),
    ...optional,
  },
  packingGroup: valueColumn(
    { zh: '包装类别', en: 'Packing group', ru: 'Группа упаковки' },
    PackingGroup,
    optional,
  ),
  papers: listColumn(paperColumn, { max: DANGEROUS_PAPERS_MAX }),
}
export type BulkColumn = keyof typeof BULK_COLUMNS

export type BulkRow = Partial<RowOf<typeof BULK_COLUMNS>> &
  Pick<
    RowOf<typeof BULK_COLUMNS>,
    | 'reference'
    | 'equipmentType'
    | 'goodsZh'
    | 'goodsEn'
    | 'goodsRu'
    | 'hsCode'
    | 'packages'
    | 'packageKind'
    | 'grossMassKg'
    | 'value'
    | 'currency'
  >
