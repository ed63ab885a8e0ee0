/**
 * Which column of an agent's sheet is what: found by the words of its headings in three languages, wherever the headings stand. What a
 * sheet looks like (its shape) is what a mapping is remembered by. Pure.
 */
import { nameKey } from '#kernel/station.ts'
import { cellName, type Grid } from '#kernel/spreadsheet.ts'
import {
  HEADING_ROW_MAX,
  type ListColumn,
  type ListField,
  type ListMapping,
} from '#tracking/list-contract.ts'
import { dayOrderOf } from '#tracking/list-times.ts'

/** Without case, spaces, dots, numbers' signs; the first field that fits takes the column. */
const HEADINGS: Readonly<Record<ListField, RegExp>> = {
  container:
    /^(集装箱号?|集装箱编号|箱号|柜号|箱|container(s|no|number|num|id|#)?|cntr(no|number)?|ctn(r|no)?|unit(no)?|контейнер(ы|а|ов)?|(номер|no)контейнера|ктк|нкс)$/,
  time: /^(时间|日期|日期时间|动态时间|动态日期|更新时间|更新日期|定位时间|位置时间|位置日期|操作时间|报告时间|报告日期|到站时间|到达时间|date|time|date(and)?time|timestamp|(position|status|event|report|update|operation|last)(date|time|datetime|update)|updated(at)?|asof|дата|время|дата(и)?время|дата(и)?времяоперации|дата(последней)?операции|времяоперации|датадислокации|дататоперации|отчетнаядата)$/,
  clock: /^(时刻|钟点|clock|hour|time|localtime|время|времяоперации|час)$/,
  place:
    /^(站名|站|车站|车站名称|当前站|当前车站|现在站|所在站|所在车站|位置|当前位置|现在位置|目前位置|最新位置|动态位置|地点|当前地点|到达站|动态|station(name)?|location|(current|last|present|actual)(station|location|position|place)|position|place|whereabouts|станция(операции|дислокации|нахождения)?|(текущая|последняя)станция|текущееместоположение|место(нахождение|положение|операции)?|дислокация|местодислокации)$/,
  coordinates:
    /^(坐标|经纬度|定位|gps|coordinates?|coords|latlon|latlng|lat\/lon|координаты|gpsкоординаты)$/,
  latitude: /^(纬度|北纬|lat|latitude|широта)$/,
  longitude: /^(经度|东经|lon|lng|long|longitude|долгота)$/,
  status:
    /^(状态|运行状态|当前状态|运输状态|箱状态|作业|操作|status|state|condition|event|operation|статус|состояние|операция|статусперевозки)$/,
  wagon:
    /^(车号|车皮号|车皮|平车号|平板车号|车辆号|车厢号|宽轨车号|wagon(s|no|number)?|railcar(no)?|platform(no)?|flatcar(no)?|вагон|(номер|no)?вагона|платформа|(номер|no)платформы)$/,
  remarks:
    /^(备注|说明|情况说明|附注|remarks?|notes?|comments?|примечани[ея]|комментари[йи]|прим)$/,
}

/** A heading is compared without its accents, and so й is и there. */
const PATTERNS = Object.entries(HEADINGS).map(
  ([field, { source }]) => [field as ListField, new RegExp(source.replaceAll('й', 'и'))] as const,
)

const headingKey = (cell: string): string =>
  nameKey(cell.normalize('NFKC').replaceAll('№', 'no'))
    .replaceAll(/\(.*?\)|\[.*?\]/g, '')
    .replaceAll(/[:,;_*"«»“”#]/g, '')

function fieldsOf(row: readonly string[]): Map<ListField, number> {
  const found = new Map<ListField, number>()
  for (const [index, cell] of row.entries()) {
    const key = headingKey(cell)
    if (key === '') continue
    for (const [field, pattern] of PATTERNS)
      if (!found.has(field) && pattern.test(key)) {
        found.set(field, index)
        break
      }
  }
  return found
}

/** The row that looks most like headings; null where none does. */
export function findHeadingRow(grid: Grid): number | null {
  let best = { row: 0, count: 1 }
  for (const [index, row] of grid.slice(0, HEADING_ROW_MAX).entries()) {
    const count = fieldsOf(row).size
    if (count > best.count) best = { row: index + 1, count }
  }
  return best.row === 0 ? null : best.row
}

/** By the headings alone: the first reading of a sheet nobody has seen. */
export function proposeMapping(grid: Grid): ListMapping {
  const headingRow = findHeadingRow(grid) ?? 0
  const headings = headingRow === 0 ? [] : (grid[headingRow - 1] ?? [])
  const columns = Object.fromEntries(fieldsOf(headings)) as ListMapping['columns']
  const times =
    columns.time === undefined ? [] : grid.slice(headingRow).map((row) => row[columns.time!] ?? '')
  const isRussian = headings.some((heading) => /[а-я]/i.test(heading))
  const isChinese = headings.some((heading) => /[\u4e00-\u9fff]/.test(heading))
  return {
    headingRow,
    columns,
    zone: 'station',
    dayFirst: dayOrderOf(times) ?? (isRussian || !isChinese),
  }
}

/** What the sheet's headings are, whatever stands below them: the text a mapping is remembered by. */
export function shapeOf(grid: Grid, headingRow: number): string {
  const row = grid[Math.max(0, headingRow - 1)] ?? []
  const cells = headingRow === 0 ? [`${row.length}`] : row.map(headingKey)
  return `${headingRow === 0 ? 'bare' : 'headed'}\n${cells.join('\n').trimEnd()}`
}

/** Every shape that the sheet may have been remembered by, the likeliest first. */
export function shapesOf(grid: Grid): { readonly headingRow: number; readonly shape: string }[] {
  const likely = findHeadingRow(grid)
  const rows = Array.from({ length: Math.min(HEADING_ROW_MAX, grid.length) + 1 }, (_, row) => row)
  return rows
    .toSorted((one, other) => Number(other === likely) - Number(one === likely) || other - one)
    .map((headingRow) => ({ headingRow, shape: shapeOf(grid, headingRow) }))
}

const SAMPLES = 3

/** The sheet's columns as a person is to recognise them. */
export function columnsOf(grid: Grid, headingRow: number): ListColumn[] {
  const width = Math.max(0, ...grid.map((row) => row.length))
  const body = grid.slice(headingRow)
  return Array.from({ length: width }, (_, index) => ({
    index,
    letter: cellName(index, 0).replace(/\d+$/, ''),
    heading: headingRow === 0 ? '' : (grid[headingRow - 1]?.[index] ?? '').trim().slice(0, 60),
    samples: body
      .flatMap((row) => row[index]?.trim() || [])
      .slice(0, SAMPLES)
      .map((sample) => sample.slice(0, 40)),
  })).filter(({ heading, samples }) => heading !== '' || samples.length > 0)
}

/** What a mapping lacks before a row can be read. */
export function lackingOf({ columns }: ListMapping): ('container' | 'time' | 'place')[] {
  const hasPlace =
    columns.place !== undefined ||
    columns.coordinates !== undefined ||
    (columns.latitude !== undefined && columns.longitude !== undefined)
  return [
    ...(columns.container === undefined ? (['container'] as const) : []),
    ...(columns.time === undefined ? (['time'] as const) : []),
    ...(hasPlace ? [] : (['place'] as const)),
  ]
}
