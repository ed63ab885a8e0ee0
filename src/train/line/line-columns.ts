/** The columns of a file of lines: headings, and how each cell is read. A row is a stop. Pure. */
import { Gauge } from '#kernel/gauge.ts'
import type { Text } from '#kernel/locale.ts'
import { organisationKindTexts } from '#kernel/organisation.ts'
import { valueColumn, type Column, type RowOf } from '#kernel/spreadsheet.ts'
import { StationCode } from '#kernel/station.ts'
import { PLAN_MINUTES_MAX, ServiceNames, type ServiceParties } from '#train/contract.ts'
import { lineColumn } from '#train/timetable/timetable-columns.ts'

export const lineFileTexts = {
  afterDeparture: {
    zh: '发车后用时应如 5d 12:00（5 天 12 小时），最多 60 天，现为“{typed}”',
    en: 'The time after departure is written like 5d 12:00 (five days, twelve hours), at most 60 days, not “{typed}”',
    ru: 'Время от отправления записывается как 5d 12:00 (5 суток 12 часов), не более 60 суток, а не «{typed}»',
  },
  gauge: {
    zh: '轨距应为 1435 或 1520（毫米），现为“{typed}”',
    en: 'A gauge is 1435 or 1520 (mm), not “{typed}”',
    ru: 'Колея — 1435 или 1520 (мм), а не «{typed}»',
  },
  ambiguous: {
    zh: '本公司有多条线路叫这个名称，请写线路编号',
    en: 'Several of your lines have this name: write the id of the one',
    ru: 'Так называются несколько ваших маршрутов: укажите код нужного',
  },
  party: {
    zh: '“{typed}”不是已登记的{kindZh}；同名的请写编号',
    en: '“{typed}” is no registered organisation of the kind {kindEn}; where two have one name, write its id',
    ru: '«{typed}» — не зарегистрированная организация вида «{kindRu}»; если имя общее у двух, укажите код',
  },
  ofFirstRow: {
    zh: '名称和参与方只写在线路的第一行，请清空此单元格',
    en: 'Names and parties stand in the first row of a line only: empty this cell',
    ru: 'Названия и участники указываются только в первой строке маршрута: очистите ячейку',
  },
  stopCount: {
    zh: '一条线路应有 2 至 {most} 站，现为 {count} 站',
    en: 'A line has 2 to {most} stops, not {count}',
    ru: 'На маршруте от 2 до {most} остановок, а не {count}',
  },
} as const satisfies Record<string, Text>

const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * HOUR_MINUTES

/** `5d 12:00`: no spreadsheet takes it for a date, a duration or a number. */
export function afterDepartureWritten(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const [days, rest] = [Math.floor(minutes / DAY_MINUTES), minutes % DAY_MINUTES]
  return `${days}d ${two(Math.floor(rest / HOUR_MINUTES))}:${two(rest % HOUR_MINUTES)}`
}

const afterDepartureColumn: Column<number> = {
  heading: { zh: '发车后用时', en: 'After departure', ru: 'После отправления' },
  parse(cell) {
    const match =
      /^\+?\s*(\d{1,2})\s*(?:d|天|日|д|сут\.?)\s*(\d{1,2})[:：](\d{2})$/i.exec(cell) ?? []
    const [days, hours, minutes] = match.slice(1).map(Number)
    const isClear = hours !== undefined && hours < 24 && minutes !== undefined && minutes < 60
    const value = isClear ? days! * DAY_MINUTES + hours * HOUR_MINUTES + minutes : Infinity
    return value <= PLAN_MINUTES_MAX
      ? { value }
      : {
          code: 'train.after_departure_unclear',
          text: lineFileTexts.afterDeparture,
          facts: { typed: cell.slice(0, 40) },
        }
  },
}

const gaugeColumn: Column<Gauge> = {
  heading: { zh: '出发轨距（毫米）', en: 'Gauge it leaves on, mm', ru: 'Колея отправления, мм' },
  parse(cell) {
    const gauge = [...Gauge.values].find(
      (one) => String(one) === cell.replaceAll(/[\s,]|mm|毫米|мм/gi, ''),
    )
    return gauge === undefined
      ? {
          code: 'train.gauge_unclear',
          text: lineFileTexts.gauge,
          facts: { typed: cell.slice(0, 40) },
        }
      : { value: gauge }
  },
}

/** Names with a semicolon between them, as a company's own name may have a comma. */
const partiesColumn = (heading: Text): Column<string[]> => ({
  heading,
  optional: true,
  parse: (cell) => ({
    value: cell
      .split(/[;；\n]+/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  }),
})

const optional = { optional: true }

export const lineColumns = {
  line: lineColumn,
  zh: valueColumn(
    { zh: '中文名称', en: 'Name in Chinese', ru: 'Название по-китайски' },
    ServiceNames.shape.zh,
    optional,
  ),
  en: valueColumn(
    { zh: '英文名称', en: 'Name in English', ru: 'Название по-английски' },
    ServiceNames.shape.en,
    optional,
  ),
  ru: valueColumn(
    { zh: '俄文名称', en: 'Name in Russian', ru: 'Название по-русски' },
    ServiceNames.shape.ru,
    optional,
  ),
  station: valueColumn({ zh: '车站', en: 'Station', ru: 'Станция' }, StationCode),
  afterDeparture: afterDepartureColumn,
  gauge: gaugeColumn,
  warehouseIds: partiesColumn({ zh: '仓库 / 场站', en: 'Warehouses', ru: 'Склады / терминалы' }),
  customsIds: partiesColumn({ zh: '海关', en: 'Customs offices', ru: 'Таможенные органы' }),
  railIds: partiesColumn({ zh: '铁路', en: 'Railways', ru: 'Железные дороги' }),
}
export type LineField = keyof typeof lineColumns

export const NAME_FIELDS = ['zh', 'en', 'ru'] as const
/** Who is named in which column. */
export const PARTY_KINDS = {
  warehouseIds: 'warehouse',
  customsIds: 'customs',
  railIds: 'rail',
} as const satisfies Record<keyof ServiceParties, keyof typeof organisationKindTexts>
export const PARTY_FIELDS = Object.keys(PARTY_KINDS) as (keyof ServiceParties)[]

type Read = RowOf<typeof lineColumns>
type OfFirstRow = (typeof NAME_FIELDS)[number] | keyof ServiceParties
/** A stop; what is said of the whole line stands in its first row. */
export type LineRowRead = Omit<Read, OfFirstRow> & Partial<Pick<Read, OfFirstRow>>
