/** The columns of a file of timetables: headings, and how each cell is read. Pure. */
import { Clock, Day } from '#kernel/day.ts'
import { line } from '#kernel/line.ts'
import type { Text } from '#kernel/locale.ts'
import {
  choiceColumn,
  countColumn,
  valueColumn,
  type Column,
  type RowOf,
} from '#kernel/spreadsheet.ts'
import { CAPACITY_TEU_MAX, KG_A_TEU_MAX, TrainNumber, WAGON_KG } from '#train/contract.ts'
import type { CutOff, CutOffs } from '#train/timetable-contract.ts'
import { exceptionKindTexts, onHolidayTexts } from '#train/timetable/timetable.ts'
import { limitTexts, timeTexts, wagonLimitText } from '#train/train.ts'

export const timetableFileTexts = {
  weekdays: {
    zh: '开行日应如 1 3 5 或 周一 周三（1 为周一），现为“{typed}”',
    en: 'Weekdays are written like 1 3 5 or Mon Wed (1 is Monday), not “{typed}”',
    ru: 'Дни недели записываются как 1 3 5 или Пн Ср (1 — понедельник), а не «{typed}»',
  },
  cutOff: {
    zh: '截止时间应如 D-3 18:00（发车前 3 天 18:00），现为“{typed}”',
    en: 'A cut-off is written like D-3 18:00 (18:00 three days before), not “{typed}”',
    ru: 'Срок записывается как D-3 18:00 (18:00 за трое суток), а не «{typed}»',
  },
  unused: {
    zh: '此类行不使用该单元格，请清空',
    en: 'Such a row has no use for this cell: empty it',
    ru: 'В такой строке эта ячейка не нужна: очистите её',
  },
  patternMissing: {
    zh: '“{name}”缺少“图定”行',
    en: '“{name}” has no row for its week',
    ru: 'У «{name}» нет строки «по графику»',
  },
  patternRepeated: {
    zh: '“{name}”有两个“图定”行',
    en: '“{name}” has two rows for its week',
    ru: 'У «{name}» две строки «по графику»',
  },
} as const satisfies Record<string, Text>

export const ROW_KINDS = {
  week: { zh: '图定', en: 'By the week', ru: 'По графику' },
  ...exceptionKindTexts,
} as const

export const lineColumn = valueColumn({ zh: '线路', en: 'Line', ru: 'Маршрут' }, line(400))
export const trainNumberHeading: Text = { zh: '车次', en: 'Train number', ru: 'Номер поезда' }

const WEEKDAY_WORDS: readonly (readonly string[])[] = [
  ['1', '周一', '星期一', '一', 'mon', 'monday', 'пн', 'понедельник'],
  ['2', '周二', '星期二', '二', 'tue', 'tuesday', 'вт', 'вторник'],
  ['3', '周三', '星期三', '三', 'wed', 'wednesday', 'ср', 'среда'],
  ['4', '周四', '星期四', '四', 'thu', 'thursday', 'чт', 'четверг'],
  ['5', '周五', '星期五', '五', 'fri', 'friday', 'пт', 'пятница'],
  ['6', '周六', '星期六', '六', 'sat', 'saturday', 'сб', 'суббота'],
  ['7', '周日', '星期日', '星期天', '日', 'sun', 'sunday', 'вс', 'воскресенье'],
]

const weekdaysColumn: Column<number[]> = {
  heading: { zh: '开行日', en: 'Weekdays', ru: 'Дни недели' },
  optional: true,
  parse(cell) {
    const isDigits = /^[1-7]+$/.test(cell)
    const words = isDigits ? Array.from(cell) : cell.toLowerCase().split(/[\s,;、，]+/)
    const days = words
      .filter((word) => word !== '')
      .map((word) => WEEKDAY_WORDS.findIndex((names) => names.includes(word.replace('.', ''))) + 1)
    if (days.includes(0) || new Set(days).size !== days.length)
      return {
        code: 'train.weekdays_unclear',
        text: timetableFileTexts.weekdays,
        facts: { typed: cell.slice(0, 40) },
      }
    return { value: days.toSorted((one, other) => one - other) }
  },
}

const cutOffColumn = (heading: Text): Column<CutOff> => ({
  heading,
  optional: true,
  parse(cell) {
    const match = /^(?:[dд]?\s*[-–−]?\s*)?(\d{1,2})\s+(\d{1,2}[:：]\d{2})$/i.exec(cell)
    const clock = Clock.safeParse(match?.[2])
    const daysBefore = Number(match?.[1])
    if (match === null || !clock.success || daysBefore > 30)
      return {
        code: 'train.cut_off_unclear',
        text: timetableFileTexts.cutOff,
        facts: { typed: cell.slice(0, 40) },
      }
    return { value: { daysBefore, clock: clock.data } }
  },
})

const LIMIT = { min: 0, max: CAPACITY_TEU_MAX, optional: true }
const optional = { optional: true }

/** What a train may carry; an empty cell is no limit of its own. */
export const capacityColumns = {
  capacityTeu: countColumn(limitTexts.teu, { min: 1, max: CAPACITY_TEU_MAX, optional: true }),
  grossKgMax: countColumn(limitTexts.grossKg, {
    min: 1,
    max: CAPACITY_TEU_MAX * KG_A_TEU_MAX,
    optional: true,
  }),
  wagonKgMax: countColumn(wagonLimitText, {
    min: WAGON_KG.least,
    max: WAGON_KG.most,
    optional: true,
  }),
  reeferPlugs: countColumn(limitTexts.plugs, LIMIT),
  dangerousPlaces: countColumn(limitTexts.dangerousPlaces, LIMIT),
}

export const columns = {
  line: lineColumn,
  name: valueColumn({ zh: '开行方案', en: 'Timetable', ru: 'График' }, line(60)),
  kind: choiceColumn({ zh: '行类型', en: 'Row', ru: 'Строка' }, ROW_KINDS),
  trainNumber: valueColumn(trainNumberHeading, TrainNumber, optional),
  from: valueColumn({ zh: '起始日', en: 'From', ru: 'С' }, Day),
  until: valueColumn({ zh: '截止日', en: 'Until', ru: 'По' }, Day, optional),
  weekdays: weekdaysColumn,
  departsClock: valueColumn(timeTexts.departsAt, Clock, optional),
  bookingCutoffAt: cutOffColumn(timeTexts.bookingCutoffAt),
  documentsCutoffAt: cutOffColumn(timeTexts.documentsCutoffAt),
  gateInCutoffAt: cutOffColumn(timeTexts.gateInCutoffAt),
  releaseCutoffAt: cutOffColumn(timeTexts.releaseCutoffAt),
  loadingStartsAt: cutOffColumn(timeTexts.loadingStartsAt),
  ...capacityColumns,
  onHolidays: {
    ...choiceColumn({ zh: '节假日', en: 'Holidays', ru: 'Праздники' }, onHolidayTexts),
    optional: true,
  },
  reason: valueColumn({ zh: '说明', en: 'Reason', ru: 'Причина' }, line(200), optional),
}
export type Field = keyof typeof columns

/** Cells that may be empty are absent then, whatever the type of their column. */
export type Read = Partial<RowOf<typeof columns>> &
  Pick<RowOf<typeof columns>, 'line' | 'name' | 'kind' | 'from'>

export const CUT_OFFS = [
  'bookingCutoffAt',
  'documentsCutoffAt',
  'gateInCutoffAt',
  'releaseCutoffAt',
  'loadingStartsAt',
] as const satisfies readonly (keyof CutOffs)[]
export const OF_A_WEEK: readonly Field[] = [
  'trainNumber',
  'departsClock',
  ...CUT_OFFS,
  'capacityTeu',
]
export const NOT_OF_AN_EXCEPTION: readonly Field[] = [
  'trainNumber',
  'weekdays',
  ...CUT_OFFS,
  'grossKgMax',
  'wagonKgMax',
  'reeferPlugs',
  'dangerousPlaces',
  'onHolidays',
]
