/** The columns of a file of departures: headings, and how each cell is read. Times are those of the first station's clock. Pure. */
import { Clock, Day } from '#kernel/day.ts'
import type { Text } from '#kernel/locale.ts'
import { valueColumn, type Column, type RowOf } from '#kernel/spreadsheet.ts'
import { DepartureId, TrainNumber } from '#train/contract.ts'
import {
  capacityColumns,
  lineColumn,
  trainNumberHeading,
} from '#train/timetable/timetable-columns.ts'
import { timeTexts, type Times } from '#train/train.ts'

export const departureFileTexts = {
  moment: {
    zh: '时间应如 2026-05-01 18:00（始发站当地时间），现为“{typed}”',
    en: 'A time is written like 2026-05-01 18:00, by the clock of the first station, not “{typed}”',
    ru: 'Время записывается как 2026-05-01 18:00 по часам начальной станции, а не «{typed}»',
  },
  repeated: {
    zh: '该班次在第 {row} 行已出现',
    en: 'This train stands in row {row} already',
    ru: 'Этот поезд уже указан в строке {row}',
  },
  numberStays: {
    zh: '已安排班次的车次不能更改，应为 {trainNumber}',
    en: 'The number of a scheduled train stays: {trainNumber}',
    ru: 'Номер назначенного поезда не меняется: {trainNumber}',
  },
} as const satisfies Record<string, Text>

/** `2026-05-01T18:00`, by a clock whose station is in another cell; Excel gives midnight as the day alone. */
const momentColumn = (heading: Text): Column<string> => ({
  heading,
  parse(cell) {
    const match =
      /^(\d{4}\D\d{1,2}\D\d{1,2})(?:[T\s]+(\d{1,2}[:：]\d{2})(?::00(?:\.0+)?)?)?$/i.exec(cell)
    const [day, clock] = [Day.safeParse(match?.[1]), Clock.safeParse(match?.[2] ?? '00:00')]
    return day.success && clock.success
      ? { value: `${day.data}T${clock.data}` }
      : {
          code: 'train.moment_unclear',
          text: departureFileTexts.moment,
          facts: { typed: cell.slice(0, 40) },
        }
  },
})

const optional = { optional: true }

export const departureColumns = {
  line: lineColumn,
  trainNumber: valueColumn(trainNumberHeading, TrainNumber),
  departsAt: momentColumn(timeTexts.departsAt),
  bookingCutoffAt: momentColumn(timeTexts.bookingCutoffAt),
  documentsCutoffAt: momentColumn(timeTexts.documentsCutoffAt),
  gateInCutoffAt: momentColumn(timeTexts.gateInCutoffAt),
  releaseCutoffAt: momentColumn(timeTexts.releaseCutoffAt),
  loadingStartsAt: momentColumn(timeTexts.loadingStartsAt),
  ...capacityColumns,
  capacityTeu: { ...capacityColumns.capacityTeu, optional: false },
  id: valueColumn(
    { zh: '班次编号', en: 'Departure id', ru: 'Код отправления' },
    DepartureId,
    optional,
  ),
}
export type DepartureField = keyof typeof departureColumns

type Read = RowOf<typeof departureColumns>
type MayBeEmpty = 'grossKgMax' | 'wagonKgMax' | 'reeferPlugs' | 'dangerousPlaces' | 'id'
export type DepartureRead = Omit<Read, MayBeEmpty> & Partial<Pick<Read, MayBeEmpty>>

/** Written besides, and not read: what becomes of a train is not said by a file. */
export const ONLY_WRITTEN = {
  booked: { zh: '已订（TEU）', en: 'Booked, TEU', ru: 'Забронировано, ДФЭ' },
  free: { zh: '余位（TEU）', en: 'Free, TEU', ru: 'Свободно, ДФЭ' },
  freeKg: { zh: '余重（千克）', en: 'Free, kg', ru: 'Свободно, кг' },
  state: { zh: '状态', en: 'State', ru: 'Состояние' },
} as const satisfies Record<string, Text>

export const TIME_FIELDS = Object.keys(timeTexts) as (keyof Times)[]

export const departureStateTexts = {
  scheduled: { zh: '待发', en: 'Scheduled', ru: 'По расписанию' },
  departed: { zh: '已发车', en: 'Departed', ru: 'Отправлен' },
  arrived: { zh: '已到达', en: 'Arrived', ru: 'Прибыл' },
  cancelled: { zh: '已取消', en: 'Cancelled', ru: 'Отменён' },
} as const satisfies Record<string, Text>
