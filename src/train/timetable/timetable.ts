/**
 * What a timetable says of a day: whether a train runs, why, and with which times and places. Pure.
 *
 * The shortest exception that covers the day decides, then holidays, then the week. Times are those of the first stop's clock: a
 * train at 08:30 leaves at 08:30, whatever summer time does.
 */
import { addDays, daysBetween, weekdayOf, type Clock, type Day } from '#kernel/day.ts'
import type { Text } from '#kernel/locale.ts'
import { epochMs, timestampAt, type Timestamp } from '#kernel/time.ts'
import type { Departure, DepartureChange } from '#train/contract.ts'
import { isNothing, plus } from '#train/slots.ts'
import {
  EXCEPTIONS_MAX,
  type CutOffs,
  type ExceptionKind,
  type Holiday,
  type LeftWhy,
  type NewException,
  type NewTimetable,
  type OnHolidays,
  type TimetableDay,
} from '#train/timetable-contract.ts'
import { capacityOfTrain, decideTimes, type Times, type TimesRefusal } from '#train/train.ts'

export type Pattern = Omit<NewTimetable, 'serviceId' | 'name' | 'trainNumber'>
/** Of a day that is one. */
type Period = Pick<NewException, 'from' | 'until'>

export interface DayPlan {
  readonly day: Day
  readonly because: TimetableDay['because']
  readonly reason: string | null
  /** Undefined: none runs. */
  readonly train: DepartureChange | undefined
}

export function planOfDay(
  pattern: Pattern,
  exceptions: readonly NewException[],
  holidays: readonly Pick<Holiday, 'from' | 'until' | 'name'>[],
  { day, timeZone }: { readonly day: Day; readonly timeZone: string },
): DayPlan {
  const exception = exceptionOn(exceptions, day)
  const holiday = holidays.find((one) => covers(one, day))
  const isValid =
    pattern.validFrom <= day && (pattern.validUntil === null || day <= pattern.validUntil)
  const stays = holiday !== undefined && pattern.onHolidays === 'stays'
  const runsAsUsual = isValid && pattern.weekdays.includes(weekdayOf(day))
  const train = () => trainOf(pattern, exception, day, timeZone)
  if (exception?.kind === 'also_runs')
    return { day, because: exception.kind, reason: exception.reason, train: train() }
  if (exception?.kind === 'does_not_run')
    return { day, because: exception.kind, reason: exception.reason, train: undefined }
  if (stays && runsAsUsual)
    return { day, because: 'holiday', reason: holiday.name, train: undefined }
  if (!runsAsUsual) return { day, because: 'pattern', reason: null, train: undefined }
  return exception === undefined
    ? { day, because: 'pattern', reason: null, train: train() }
    : { day, because: exception.kind, reason: exception.reason, train: train() }
}

function exceptionOn<One extends Period>(exceptions: readonly One[], day: Day): One | undefined {
  return exceptions
    .filter((one) => covers(one, day))
    .toSorted((one, other) => lengthOf(one) - lengthOf(other))[0]
}

const covers = ({ from, until }: Period, day: Day) => from <= day && day <= until
const lengthOf = ({ from, until }: Period) => daysBetween(from, until)

function trainOf(
  pattern: Pattern,
  exception: NewException | undefined,
  day: Day,
  timeZone: string,
): DepartureChange {
  const { departsClock, cutOffs, capacityTeu } = pattern
  const { grossKgMax, wagonKgMax, reeferPlugs, dangerousPlaces } = pattern
  const clock = exception?.departsClock ?? departsClock
  return {
    ...timesOn(day, { departsClock: clock, cutOffs, usualClock: departsClock }, timeZone),
    capacityTeu: exception?.capacityTeu ?? capacityTeu,
    grossKgMax,
    wagonKgMax,
    reeferPlugs,
    dangerousPlaces,
  }
}

interface Clocks {
  readonly departsClock: Clock
  readonly cutOffs: CutOffs
  /** The time of departure that the cut-offs were set for; they move with another. */
  readonly usualClock: Clock
}

const MINUTE_MS = 60_000

/** In the order in which they must come; loading by itself, before the departure. */
const IN_ORDER = [
  'bookingCutoffAt',
  'documentsCutoffAt',
  'gateInCutoffAt',
  'releaseCutoffAt',
] as const

/** The moments of a day's train. Where the clocks are changed between two of them, none comes after the one that follows it. */
function timesOn(day: Day, { departsClock, cutOffs, usualClock }: Clocks, timeZone: string): Times {
  const shift = (minutesOf(departsClock) - minutesOf(usualClock)) * MINUTE_MS
  const at = (field: keyof CutOffs): Timestamp => {
    const { daysBefore, clock } = cutOffs[field]
    const shown = Date.parse(`${addDays(day, -daysBefore)}T${clock}:00Z`) + shift
    return timestampAt(new Date(shown).toISOString(), timeZone)
  }
  const departsAt = timestampAt(`${day}T${departsClock}`, timeZone)
  const earlier = (one: Timestamp, other: Timestamp) =>
    epochMs(one) <= epochMs(other) ? one : other
  const times = { departsAt, loadingStartsAt: earlier(at('loadingStartsAt'), departsAt) }
  let next = departsAt
  const before: Partial<Record<(typeof IN_ORDER)[number], Timestamp>> = {}
  for (const field of IN_ORDER.toReversed()) {
    next = earlier(at(field), next)
    before[field] = next
  }
  return { ...times, ...(before as Required<typeof before>) }
}

function minutesOf(clock: Clock): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}

export type PatternRefusal =
  | { readonly code: 'train.period_reversed' }
  | Extract<TimesRefusal, { readonly field: keyof Times }>

/** What cannot be laid out on any day; undefined when it can. */
export function decidePattern(pattern: Pattern): PatternRefusal | undefined {
  const { validFrom, validUntil, departsClock, cutOffs } = pattern
  if (validUntil !== null && validUntil < validFrom) return { code: 'train.period_reversed' }
  const at = (daysBefore: number, clock: Clock) =>
    timestampAt(`${addDays(validFrom, -daysBefore)}T${clock}`, 'UTC')
  const of = (field: keyof CutOffs) => at(cutOffs[field].daysBefore, cutOffs[field].clock)
  const times = {
    bookingCutoffAt: of('bookingCutoffAt'),
    documentsCutoffAt: of('documentsCutoffAt'),
    gateInCutoffAt: of('gateInCutoffAt'),
    releaseCutoffAt: of('releaseCutoffAt'),
    loadingStartsAt: of('loadingStartsAt'),
    departsAt: at(0, departsClock),
  }
  const refusal = decideTimes(times, Number.NEGATIVE_INFINITY)
  return refusal !== undefined && 'field' in refusal ? refusal : undefined
}

export type ExceptionRefusal =
  | { readonly code: 'train.period_reversed' | 'train.exception_empty' }
  | { readonly code: 'train.exception_said_too_much' }
  | { readonly code: 'train.too_many_exceptions'; readonly most: number }
  | { readonly code: 'train.exception_overlaps'; readonly day: Day }

/** Why it cannot stand beside the others; undefined when it can. */
export function decideException(
  others: readonly Period[],
  exception: NewException,
): ExceptionRefusal | undefined {
  const { from, until, kind, departsClock, capacityTeu } = exception
  if (until < from) return { code: 'train.period_reversed' }
  const saysNothing = departsClock === null && capacityTeu === null
  if (kind === 'other_times' && saysNothing) return { code: 'train.exception_empty' }
  if (kind === 'does_not_run' && !saysNothing) return { code: 'train.exception_said_too_much' }
  if (others.length >= EXCEPTIONS_MAX)
    return { code: 'train.too_many_exceptions', most: EXCEPTIONS_MAX }
  const rival = others.find(
    (one) => lengthOf(one) === lengthOf(exception) && one.from <= until && from <= one.until,
  )
  if (rival === undefined) return undefined
  return { code: 'train.exception_overlaps', day: rival.from > from ? rival.from : from }
}

export const exceptionKindTexts: Readonly<Record<ExceptionKind, Text>> = {
  does_not_run: { zh: '停运', en: 'Does not run', ru: 'Не идёт' },
  also_runs: { zh: '加开', en: 'Also runs', ru: 'Дополнительно' },
  other_times: { zh: '其他时间', en: 'Other times', ru: 'Другое время' },
}

export const onHolidayTexts: Readonly<Record<OnHolidays, Text>> = {
  runs: { zh: '节假日照开', en: 'Runs on holidays', ru: 'Идёт в праздники' },
  stays: { zh: '节假日停运', en: 'Stays on holidays', ru: 'Не идёт в праздники' },
}

/** A train that was laid out, as it stands. */
export type LaidTrain = Pick<
  Departure,
  | keyof Times
  | 'trainNumber'
  | 'capacityTeu'
  | 'grossKgMax'
  | 'wagonKgMax'
  | 'reeferPlugs'
  | 'dangerousPlaces'
  | 'state'
  | 'byHand'
  | 'held'
  | 'sold'
  | 'allotted'
>

export type DayDecision =
  | { readonly act: 'make' | 'change' | 'make_anew'; readonly train: DepartureChange }
  | { readonly act: 'cancel' | 'keep' }
  | { readonly act: 'leave'; readonly why: LeftWhy }

/**
 * What is to be done so that a day is as planned. A train that somebody has slots on, or that a person has changed, is left as it is
 * and named: a timetable never moves anybody's cargo.
 */
export function decideDay(
  planned: Pick<DayPlan, 'train'> & { readonly trainNumber: string },
  train: LaidTrain | undefined,
  nowMs: number,
): DayDecision {
  const { train: plan, trainNumber } = planned
  if (train === undefined) {
    if (plan === undefined) return { act: 'keep' }
    return epochMs(plan.bookingCutoffAt) <= nowMs
      ? { act: 'leave', why: 'too_late' }
      : { act: 'make', train: plan }
  }
  if (train.state !== 'scheduled' || epochMs(train.departsAt) <= nowMs) return { act: 'keep' }
  const isSame = plan !== undefined && isAsPlanned(plan, train)
  const hasNumber = train.trainNumber === trainNumber
  if (isSame && hasNumber) return { act: 'keep' }
  if (train.byHand) return { act: 'leave', why: 'by_hand' }
  const taken = plus(plus(train.held, train.sold), train.allotted)
  if (!isNothing(taken)) return { act: 'leave', why: 'booked' }
  if (plan === undefined) return { act: 'cancel' }
  if (decideTimes(plan, nowMs) !== undefined) return { act: 'leave', why: 'too_late' }
  return { act: hasNumber ? 'change' : 'make_anew', train: plan }
}

function isAsPlanned(plan: DepartureChange, train: LaidTrain): boolean {
  const fields = ['departsAt', 'loadingStartsAt', ...IN_ORDER] as const
  const capacity = capacityOfTrain(plan)
  return (
    fields.every((field) => epochMs(plan[field]) === epochMs(train[field])) &&
    (Object.keys(capacity) as (keyof typeof capacity)[]).every(
      (limit) => capacity[limit] === train[limit],
    )
  )
}
