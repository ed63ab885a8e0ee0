/** Position lists that agents mail as Excel or CSV: read with a mapping of their columns, shown before they are taken, and what they taught. */
import { z } from 'zod'
import { ContainerId } from '#booking/contract.ts'
import { command, query } from '#kernel/endpoint.ts'
import { eventKind } from '#kernel/event.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'
import { CellFault, SHEET_COLUMNS_MAX, SheetFile } from '#kernel/spreadsheet.ts'
import { StationCode } from '#kernel/station.ts'
import { ListedPrecision } from '#tracking/contract.ts'

export const PositionListId = idSchema<'PositionListId'>('lst')
export type PositionListId = z.infer<typeof PositionListId>

export const ListField = z.enum([
  'container',
  'time',
  'clock',
  'place',
  'coordinates',
  'latitude',
  'longitude',
  'status',
  'wagon',
  'remarks',
])
export type ListField = z.infer<typeof ListField>

/** Whose clock a list is written by. `station`: that of the place each row is about. */
export const ListZone = z.enum([
  'station',
  'Asia/Shanghai',
  'Europe/Moscow',
  'Asia/Almaty',
  'Asia/Tashkent',
  'Asia/Ulaanbaatar',
  'Europe/Minsk',
  'Europe/Warsaw',
  'Europe/Berlin',
  'UTC',
])
export type ListZone = z.infer<typeof ListZone>

export const HEADING_ROW_MAX = 30

export const ListMapping = z.object({
  headingRow: z
    .int()
    .min(0)
    .max(HEADING_ROW_MAX)
    .meta({ description: 'The row of the headings, from 1; 0 where there are none' }),
  columns: z
    .partialRecord(
      ListField,
      z
        .int()
        .min(0)
        .max(SHEET_COLUMNS_MAX - 1),
    )
    .meta({ description: 'Which column is what, from 0' }),
  zone: ListZone.meta({ description: 'For times that name no zone themselves' }),
  dayFirst: z.boolean().meta({ description: '05/01/2026 is the 5th of January' }),
})
export type ListMapping = z.infer<typeof ListMapping>

export const ALIASES_MAX = 200
const typedStation = line(80)

/** What a name in the list means. */
export const TaughtStation = z.object({ typed: typedStation, station: StationCode })
export type TaughtStation = z.infer<typeof TaughtStation>

const asked = {
  file: SheetFile,
  stations: z
    .array(TaughtStation)
    .max(ALIASES_MAX)
    .default([])
    .meta({ description: 'Names of this list that fit no station, and which are meant' }),
}

/** A row that could not be taken, and why. */
export const RowFault = CellFault.extend({
  row: z.int().meta({ description: 'As Excel counts them' }),
})
export type RowFault = z.infer<typeof RowFault>

export const ListRow = z.object({
  row: z.int(),
  containerId: ContainerId,
  containerNumber: z.string(),
  at: z.iso.datetime(),
  station: StationCode.nullable(),
  latitude: z.number(),
  longitude: z.number(),
  precision: ListedPrecision,
  status: z.string().nullable(),
  wagon: z.string().nullable(),
  remarks: z.string().nullable(),
  known: z.boolean().meta({ description: 'Stood in a list of yours before' }),
})
export type ListRow = z.infer<typeof ListRow>

export const ListColumn = z.object({
  index: z.int(),
  letter: z.string(),
  heading: z.string(),
  samples: z.array(z.string()),
})
export type ListColumn = z.infer<typeof ListColumn>

/** What a list's rows come to. */
const outcome = {
  kept: z.int().meta({ description: 'New positions' }),
  known: z.int().meta({ description: 'Stood in a list of yours before' }),
  refused: z.int().meta({ description: 'Rows that could not be taken' }),
  faults: z
    .array(RowFault)
    .meta({ description: 'Each row that could not be taken, the first 200' }),
}

export const ROWS_SHOWN_MAX = 100

export const ListRead = z.object({
  sha256: z.string(),
  mapping: ListMapping,
  mappingFrom: z.enum(['given', 'remembered', 'headings']),
  /** Where nothing can be read yet: what the mapping still lacks. */
  lacking: z.array(z.enum(['container', 'time', 'place'])),
  columns: z.array(ListColumn),
  rows: z
    .array(ListRow)
    .meta({ description: `The first ${ROWS_SHOWN_MAX} positions that the list gives` }),
  unknownStations: z
    .array(
      z.object({
        typed: z.string(),
        rows: z.int(),
        suggestions: z.array(StationCode).meta({ description: 'The nearest names, nearest first' }),
      }),
    )
    .meta({ description: 'Names that fit no station' }),
  ...outcome,
})
export type ListRead = z.infer<typeof ListRead>

export const PositionList = z.object({
  id: PositionListId,
  fileName: z.string(),
  sha256: z.string(),
  importedAt: z.iso.datetime(),
  kept: z.int(),
  known: z.int(),
  refused: z.int(),
})
export type PositionList = z.infer<typeof PositionList>

export const ListTaken = z.object({
  list: PositionList.nullable().meta({ description: 'Null where the list gave nothing new' }),
  ...outcome,
})
export type ListTaken = z.infer<typeof ListTaken>

export const StationAlias = TaughtStation.extend({ taughtAt: z.iso.datetime() })
export type StationAlias = z.infer<typeof StationAlias>

/** A position of a container that stood in a list, as a party entitled to the container may read it. */
export const ListedPosition = z.object({
  at: z.iso.datetime(),
  station: StationCode.nullable(),
  latitude: z.number(),
  longitude: z.number(),
  precision: ListedPrecision,
  status: z.string().nullable(),
  wagon: z.string().nullable(),
  remarks: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  by: z.object({ zh: z.string(), en: z.string(), ru: z.string() }),
  sha256: z.string().meta({ description: 'Of the file it stood in' }),
  row: z.int(),
})
export type ListedPosition = z.infer<typeof ListedPosition>

export const listTaken = eventKind(
  'tracking.list_taken',
  z.object({ listId: PositionListId, containerIds: z.array(ContainerId) }),
)

const SENDERS = ['operator', 'forwarder', 'rail'] as const

export const listApi = {
  read: command({
    path: '/position-lists/read',
    summary:
      'Reads a list of positions without taking it: columns, rows, and what is wrong with which',
    access: SENDERS,
    repeatable: true,
    body: z.object({ ...asked, mapping: ListMapping.optional() }),
    reply: ListRead,
  }),
  take: command({
    path: '/position-lists',
    summary:
      'Takes the good rows of a list, all of them or none; the mapping and the names taught are remembered',
    access: SENDERS,
    body: z.object({ ...asked, mapping: ListMapping }),
    reply: ListTaken,
  }),
  list: query({
    path: '/position-lists',
    summary: 'Lists taken, newest first',
    access: SENDERS,
    query: z.object({ ...pageQuery }),
    reply: pageOf(PositionList),
  }),
  aliases: query({
    path: '/station-aliases',
    summary: 'How my lists write stations, as taught',
    access: SENDERS,
    reply: z.object({ items: z.array(StationAlias) }),
  }),
  forgetAlias: command({
    path: '/station-aliases/forget',
    summary: 'Forgets what a name was taught to mean',
    access: SENDERS,
    body: z.object({ typed: typedStation }),
    reply: z.object({ items: z.array(StationAlias) }),
  }),
  ofContainer: query({
    path: '/containers/:containerId/listed-positions',
    summary: 'Positions of a container that stood in lists, newest first',
    access: 'member',
    params: z.object({ containerId: ContainerId }),
    reply: z.object({ items: z.array(ListedPosition) }),
  }),
}

export const listProblem = problems({
  'tracking.list_mapping_lacks': {
    kind: 'invalid',
    zh: '还没有指定哪一列是箱号、时间和位置',
    en: 'Which columns hold container, time and place has not been said yet',
    ru: 'Не указано, в каких столбцах контейнер, время и место',
  },
  'tracking.aliases_too_many': {
    kind: 'conflict',
    zh: '站名别名最多 {most} 个，请先删除不用的',
    en: 'At most {most} names can be taught: forget those you no longer need',
    ru: 'Можно запомнить не более {most} названий: удалите ненужные',
  },
})

/** Why a row could not be taken; a problem of one cell, not of the request. */
export const listTexts = {
  'list.time_unreadable': {
    zh: '看不懂时间“{typed}”，例如可写 2026-05-01 08:30',
    en: '“{typed}” cannot be read as a time; write it like 2026-05-01 08:30',
    ru: '«{typed}» не читается как время; запишите как 2026-05-01 08:30',
  },
  'list.no_such_moment': {
    zh: '不存在“{typed}”这一时刻',
    en: 'There is no such moment as “{typed}”',
    ru: 'Момента «{typed}» не существует',
  },
  'list.in_the_future': {
    zh: '时间 {at} 晚于现在，请核对日期和时区',
    en: '{at} is yet to come: check the date and the time zone',
    ru: '{at} ещё не наступило: проверьте дату и часовой пояс',
  },
  'list.long_ago': {
    zh: '时间 {at} 早于一年前，请核对日期',
    en: '{at} is more than a year ago: check the date',
    ru: '{at} — больше года назад: проверьте дату',
  },
  'list.station_unknown': {
    zh: '找不到车站“{typed}”，请在上方选定它指的是哪个车站',
    en: 'No station is called “{typed}”: choose above which one is meant',
    ru: 'Нет станции «{typed}»: выберите выше, какая имеется в виду',
  },
  'list.place_missing': {
    zh: '没有车站，也没有经纬度',
    en: 'Neither a station nor coordinates are given',
    ru: 'Нет ни станции, ни координат',
  },
  'list.coordinates_unreadable': {
    zh: '看不懂经纬度“{typed}”，应为十进制度数，例如 44.2000, 80.4100',
    en: '“{typed}” cannot be read as coordinates; write degrees like 44.2000, 80.4100',
    ru: '«{typed}» не читается как координаты; запишите градусы как 44.2000, 80.4100',
  },
  'list.before_journey': {
    zh: '{number} 的本次运输于 {since}（UTC）开始，此行时间更早',
    en: 'This journey of {number} began at {since} UTC, after the time of this row',
    ru: 'Эта перевозка {number} началась {since} UTC, позже времени этой строки',
  },
  'list.container_absent': {
    zh: '箱号 {number} 不在贵单位的集装箱之中',
    en: '{number} is none of your containers',
    ru: '{number} нет среди ваших контейнеров',
  },
} as const
