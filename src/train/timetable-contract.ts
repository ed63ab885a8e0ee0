/**
 * Timetables: what runs on a line by the week while they are valid, the days on which it is otherwise, an operator's holidays, and
 * the trains that are laid out ahead from them.
 */
import { z } from 'zod'
import { Clock, Day } from '#kernel/day.ts'
import { command, query } from '#kernel/endpoint.ts'
import { idSchema } from '#kernel/id.ts'
import { line } from '#kernel/line.ts'
import { OrganisationId } from '#kernel/organisation.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { problems } from '#kernel/problem.ts'
import { cellFaults, SheetToApply } from '#kernel/spreadsheet.ts'
import {
  DepartureId,
  DepartureState,
  NewDeparture,
  ServiceId,
  ServiceNames,
  TimetableId,
} from '#train/contract.ts'

const ExceptionId = idSchema<'ExceptionId'>('exc')
const HolidayId = idSchema<'HolidayId'>('hol')
export type HolidayId = z.infer<typeof HolidayId>

export const EXCEPTIONS_MAX = 200
export const TIMETABLES_OF_A_LINE_MAX = 60
const CUT_OFF_DAYS_MAX = 30

/** A cut-off by the clock of the first stop, so many days before the train leaves it. */
export const CutOff = z.object({
  daysBefore: z.int().min(0).max(CUT_OFF_DAYS_MAX),
  clock: Clock,
})
export type CutOff = z.infer<typeof CutOff>

export const CutOffs = z.object({
  bookingCutoffAt: CutOff,
  documentsCutoffAt: CutOff,
  gateInCutoffAt: CutOff,
  releaseCutoffAt: CutOff,
  loadingStartsAt: CutOff,
})
export type CutOffs = z.infer<typeof CutOffs>

const { capacityTeu, grossKgMax, wagonKgMax, reeferPlugs, dangerousPlaces } = NewDeparture.shape

export const Weekday = z.int().min(1).max(7)

export const OnHolidays = z.enum(['runs', 'stays'])
export type OnHolidays = z.infer<typeof OnHolidays>

export const NewTimetable = z.object({
  serviceId: ServiceId,
  name: line(60).meta({
    description: 'What it is called among the timetables of its line',
    examples: ['冬季图'],
  }),
  trainNumber: NewDeparture.shape.trainNumber,
  validFrom: Day,
  validUntil: Day.nullable().meta({ description: 'The last day; null: until further notice' }),
  weekdays: z
    .array(Weekday)
    .max(7)
    .refine((days) => new Set(days).size === days.length, { message: 'Each weekday once' })
    .transform((days) => days.toSorted((one, other) => one - other))
    .meta({
      description:
        'ISO 8601: 1 is Monday; by the calendar of the first stop. None: named days only',
    }),
  departsClock: Clock.meta({ description: 'By the clock of the first stop' }),
  cutOffs: CutOffs,
  onHolidays: OnHolidays,
  capacityTeu,
  grossKgMax,
  wagonKgMax,
  reeferPlugs,
  dangerousPlaces,
})
export type NewTimetable = z.infer<typeof NewTimetable>

export const ExceptionKind = z.enum(['does_not_run', 'also_runs', 'other_times'])
export type ExceptionKind = z.infer<typeof ExceptionKind>

export const NewException = z.object({
  from: Day,
  until: Day.meta({ description: 'The last day of it; the same for a single one' }),
  kind: ExceptionKind,
  departsClock: Clock.nullable().meta({
    description: 'Another time of departure: cut-offs move with it; null: the usual one',
  }),
  capacityTeu: capacityTeu.nullable().meta({ description: 'Other places; null: as usual' }),
  reason: line(200).nullable(),
})
export type NewException = z.infer<typeof NewException>

export const TimetableException = NewException.extend({ id: ExceptionId })
export type TimetableException = z.infer<typeof TimetableException>

export const Timetable = NewTimetable.extend({
  id: TimetableId,
  operatorId: OrganisationId,
  lineNames: ServiceNames,
  exceptions: z.array(TimetableException).meta({ description: 'The earliest first' }),
  withdrawnAt: z.iso.datetime().nullable(),
})
export type Timetable = z.infer<typeof Timetable>

/** Why a train that was laid out does not follow its timetable any more, or could not be laid out. */
export const LeftWhy = z.enum(['booked', 'by_hand', 'number_taken', 'too_late'])
export type LeftWhy = z.infer<typeof LeftWhy>

export const LaidOut = z.object({
  made: z.int(),
  changed: z.int(),
  cancelled: z.int(),
  left: z
    .array(z.object({ day: Day, departureId: DepartureId.nullable(), why: LeftWhy }))
    .meta({ description: 'Days that differ from the timetable: somebody has to decide' }),
})
export type LaidOut = z.infer<typeof LaidOut>

export const TimetableLaid = z.object({ timetable: Timetable, laid: LaidOut })
export type TimetableLaid = z.infer<typeof TimetableLaid>

/** One day of a timetable, as planned and as it stands. */
export const TimetableDay = z.object({
  day: Day,
  planned: z.boolean(),
  because: z.enum(['pattern', 'holiday', ...ExceptionKind.options]).meta({
    description: 'What decided: the week, a holiday, or an exception',
  }),
  reason: z.string().nullable(),
  departureId: DepartureId.nullable(),
  state: DepartureState.nullable(),
  left: LeftWhy.nullable().meta({ description: 'Why it differs from the plan' }),
})
export type TimetableDay = z.infer<typeof TimetableDay>

export const NewHoliday = z.object({ from: Day, until: Day, name: line(60) })
export type NewHoliday = z.infer<typeof NewHoliday>

export const Holiday = NewHoliday.extend({ id: HolidayId, operatorId: OrganisationId })
export type Holiday = z.infer<typeof Holiday>

/** What a file says of one timetable, against what stands. */
export const TimetableRead = z.object({
  serviceId: ServiceId,
  name: z.string(),
  action: z.enum(['create', 'change', 'same']),
  exceptions: z.int(),
})

export const TimetablesRead = z.object({
  items: z.array(TimetableRead),
  ...cellFaults,
  applied: z.boolean(),
  laid: LaidOut.nullable().meta({ description: 'Of all timetables together, once applied' }),
})
export type TimetablesRead = z.infer<typeof TimetablesRead>

const OPERATOR = ['operator'] as const
const params = z.object({ timetableId: TimetableId })
const laidOfAll = z.object({ laid: LaidOut })

export const timetableApi = {
  create: command({
    path: '/timetables',
    summary: 'Open a timetable on your own line; its trains are laid out at once',
    access: OPERATOR,
    body: NewTimetable,
    reply: TimetableLaid,
  }),
  change: command({
    path: '/timetables/:timetableId/change',
    summary:
      'Change it whole, but for its exceptions. Trains nobody has booked on follow; the others are named',
    access: OPERATOR,
    params,
    body: NewTimetable.omit({ serviceId: true }),
    reply: TimetableLaid,
  }),
  withdraw: command({
    path: '/timetables/:timetableId/withdraw',
    summary: 'It lays out no more; its trains that nobody has booked on are cancelled',
    access: OPERATOR,
    params,
    reply: TimetableLaid,
  }),
  except: command({
    path: '/timetables/:timetableId/exceptions',
    summary: 'Name days on which it is otherwise; a single day counts before a longer period',
    access: OPERATOR,
    params,
    body: NewException,
    reply: TimetableLaid,
  }),
  removeException: command({
    path: '/timetables/:timetableId/exceptions/:exceptionId/remove',
    summary: 'Those days are as usual again',
    access: OPERATOR,
    params: params.extend({ exceptionId: ExceptionId }),
    reply: TimetableLaid,
  }),
  list: query({
    path: '/timetables',
    summary: 'Timetables that are in use, by line',
    access: 'member',
    query: z.object({
      service: ServiceId.optional(),
      operator: OrganisationId.optional(),
      ...pageQuery,
    }),
    reply: pageOf(Timetable),
  }),
  get: query({
    path: '/timetables/:timetableId',
    summary: 'One timetable with its exceptions',
    access: 'member',
    params,
    reply: Timetable,
  }),
  days: query({
    path: '/timetables/:timetableId/days',
    summary: 'The days ahead as planned and as they stand: trains, and where they differ',
    access: 'member',
    params,
    reply: z.object({ items: z.array(TimetableDay) }),
  }),
  readFile: command({
    path: '/timetables/read-file',
    summary:
      'Read timetables of your lines from a spreadsheet: each wrong cell named, or what it would do; applied all or none',
    access: OPERATOR,
    body: SheetToApply,
    reply: TimetablesRead,
  }),
  addHoliday: command({
    path: '/holidays',
    summary: 'Your days off: timetables that do not run on holidays leave them out',
    access: OPERATOR,
    body: NewHoliday,
    reply: laidOfAll.extend({ holiday: Holiday }),
  }),
  removeHoliday: command({
    path: '/holidays/:holidayId/remove',
    summary: 'An ordinary day again',
    access: OPERATOR,
    params: z.object({ holidayId: HolidayId }),
    reply: laidOfAll,
  }),
  listHolidays: query({
    path: '/holidays',
    summary: 'Operators’ holidays that are not over, the next first',
    access: 'member',
    query: z.object({ operator: OrganisationId.optional() }),
    reply: z.object({ items: z.array(Holiday) }),
  }),
}

export const timetableProblem = problems({
  'train.timetable_absent': {
    kind: 'absent',
    zh: '没有这个开行方案',
    en: 'There is no such timetable',
    ru: 'Такого графика нет',
  },
  'train.timetable_withdrawn': {
    kind: 'conflict',
    zh: '该开行方案已停用，不能再修改',
    en: 'This timetable was withdrawn and changes no more',
    ru: 'График отменён и больше не меняется',
  },
  'train.timetable_named': {
    kind: 'conflict',
    zh: '该线路已有名为“{name}”的开行方案',
    en: 'The line has a timetable called “{name}” already',
    ru: 'На маршруте уже есть график «{name}»',
  },
  'train.too_many_timetables': {
    kind: 'conflict',
    zh: '一条线路最多 {most} 个开行方案',
    en: 'A line has at most {most} timetables',
    ru: 'На маршруте может быть не более {most} графиков',
  },
  'train.too_many_timetables_read': {
    kind: 'invalid',
    zh: '一个文件最多 {most} 个开行方案，请分成几个文件',
    en: 'A file has at most {most} timetables: cut it into several',
    ru: 'В файле может быть не более {most} графиков: разделите его',
  },
  'train.period_reversed': {
    kind: 'invalid',
    zh: '结束日期不能早于开始日期',
    en: 'The last day cannot be before the first',
    ru: 'Последний день не может быть раньше первого',
  },
  'train.exception_overlaps': {
    kind: 'conflict',
    zh: '{day} 已有同样长度的例外，请先删除它',
    en: 'For {day} there is an exception of the same length already: remove it first',
    ru: 'На {day} уже есть исключение такой же длительности: сначала удалите его',
  },
  'train.exception_empty': {
    kind: 'invalid',
    zh: '“其他时间”应写明发车时刻或运能',
    en: 'Other times need a time of departure or a capacity',
    ru: 'Для другого времени укажите время отправления или вместимость',
  },
  'train.exception_said_too_much': {
    kind: 'invalid',
    zh: '“停运”不能另设发车时刻或运能',
    en: 'Where it does not run there is no time of departure and no capacity',
    ru: 'Если поезд не идёт, времени отправления и вместимости нет',
  },
  'train.too_many_exceptions': {
    kind: 'conflict',
    zh: '一个开行方案最多 {most} 条例外',
    en: 'A timetable has at most {most} exceptions',
    ru: 'У графика может быть не более {most} исключений',
  },
  'train.exception_absent': {
    kind: 'absent',
    zh: '没有这条例外',
    en: 'There is no such exception',
    ru: 'Такого исключения нет',
  },
  'train.holiday_absent': {
    kind: 'absent',
    zh: '没有这个节假日',
    en: 'There is no such holiday',
    ru: 'Такого праздника нет',
  },
  'train.holiday_overlaps': {
    kind: 'conflict',
    zh: '{day} 已在节假日中',
    en: '{day} is a holiday already',
    ru: '{day} уже отмечен как праздничный',
  },
  'train.too_many_holidays': {
    kind: 'conflict',
    zh: '最多 {most} 个尚未结束的节假日',
    en: 'At most {most} holidays that are not over',
    ru: 'Не более {most} предстоящих праздников',
  },
})
