// What a timetable says of a day: weeks, exceptions, holidays, clocks that are changed, and what becomes of a train that stands.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, Clock, Day, daysFrom, weekdayOf } from '#kernel/day.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import { NO_SLOTS } from '#train/slots.ts'
import type { NewException } from '#train/timetable-contract.ts'
import {
  decideDay,
  decideException,
  decidePattern,
  planOfDay,
  type LaidTrain,
  type Pattern,
} from '#train/timetable/timetable.ts'
import { capacityOfTrain } from '#train/train.ts'

const day = (text: string) => Day.parse(text)
const clock = (text: string) => Clock.parse(text)
const before = (daysBefore: number, at: string) => ({ daysBefore, clock: clock(at) })

const PATTERN: Pattern = {
  validFrom: day('2026-10-01'),
  validUntil: day('2026-12-31'),
  weekdays: [2, 5],
  departsClock: clock('09:30'),
  cutOffs: {
    bookingCutoffAt: before(5, '18:00'),
    documentsCutoffAt: before(4, '17:00'),
    gateInCutoffAt: before(2, '20:00'),
    releaseCutoffAt: before(1, '16:00'),
    loadingStartsAt: before(0, '01:00'),
  },
  onHolidays: 'stays',
  capacityTeu: 110,
  grossKgMax: null,
  wagonKgMax: null,
  reeferPlugs: null,
  dangerousPlaces: null,
}
const except = (kind: NewException['kind'], from: string, more: Partial<NewException> = {}) => ({
  kind,
  from: day(from),
  until: day(from),
  departsClock: null,
  capacityTeu: null,
  reason: null,
  ...more,
})
const NATIONAL_DAY = { from: day('2026-10-01'), until: day('2026-10-07'), name: '国庆节' }

test('a row for each rule: the shortest exception, then the holiday, then the week', () => {
  const exceptions = [
    except('does_not_run', '2026-11-01', { until: day('2026-11-20'), reason: '检修' }),
    except('also_runs', '2026-11-11', { departsClock: clock('21:00'), capacityTeu: 60 }),
    except('also_runs', '2026-10-02'),
    except('other_times', '2026-12-01', { until: day('2026-12-10'), capacityTeu: 80 }),
    except('also_runs', '2027-01-05'),
  ]
  const rows = `
    2026-09-29  -             pattern       before it is valid
    2026-10-01  -             pattern       a Thursday
    2026-10-02  09:30 110     also_runs     a holiday, but named
    2026-10-06  -             holiday
    2026-10-09  09:30 110     pattern
    2026-11-10  -             does_not_run  in the period
    2026-11-11  21:00 60      also_runs     in the period, but named alone
    2026-11-13  -             does_not_run
    2026-12-01  09:30 80      other_times
    2026-12-02  -             pattern       a Wednesday has no other times
    2026-12-29  09:30 110     pattern
    2027-01-01  -             pattern       over
    2027-01-05  09:30 110     also_runs     over, but named`
  for (const row of rows.trim().split('\n')) {
    const [, at, what, because] = /^\s*(\S+)\s+(-|\S+ \d+)\s+(\w+)/.exec(row) ?? assert.fail(row)
    const plan = planOfDay(PATTERN, exceptions, [NATIONAL_DAY], {
      day: day(at!),
      timeZone: 'Asia/Shanghai',
    })
    const { train } = plan
    const said = train ? `${train.departsAt.slice(11, 16)} ${train.capacityTeu}` : '-'
    assert.deepEqual([said, plan.because], [what, because], row)
  }
})

test('a holiday is nothing to a timetable that runs on holidays', () => {
  const at = { day: day('2026-10-06'), timeZone: 'Asia/Shanghai' }
  const runs = planOfDay({ ...PATTERN, onHolidays: 'runs' }, [], [NATIONAL_DAY], at)
  assert.equal(runs.because, 'pattern')
  assert.ok(runs.train)
})

test('cut-offs stand on the clock, and move with another time of departure', () => {
  const at = { day: day('2026-11-10'), timeZone: 'Asia/Shanghai' }
  const { train } = planOfDay(PATTERN, [], [], at)
  assert.equal(train?.departsAt, '2026-11-10T09:30:00+08:00')
  assert.equal(train?.bookingCutoffAt, '2026-11-05T18:00:00+08:00')
  assert.equal(train?.loadingStartsAt, '2026-11-10T01:00:00+08:00')
  const late = except('other_times', '2026-11-10', { departsClock: clock('12:00') })
  const moved = planOfDay(PATTERN, [late], [], at).train
  assert.equal(moved?.bookingCutoffAt, '2026-11-05T20:30:00+08:00')
  assert.equal(moved?.releaseCutoffAt, '2026-11-09T18:30:00+08:00')
})

test('a station of Europe keeps its clock over the changes of summer time', () => {
  const timeZone = 'Europe/Berlin'
  const all = { ...PATTERN, weekdays: [1, 2, 3, 4, 5, 6, 7], validFrom: day('2026-03-01') }
  for (const on of daysFrom(day('2026-03-25'), day('2026-04-04')).concat(
    daysFrom(day('2026-10-20'), day('2026-11-02')),
  )) {
    const train = planOfDay(all, [], [], { day: on, timeZone }).train!
    assert.equal(train.departsAt.slice(0, 16), `${on}T09:30`)
    assert.equal(train.bookingCutoffAt.slice(0, 16), `${addDays(on, -5)}T18:00`)
    const summer = train.departsAt.slice(0, 10) < '2026-10-25' && on >= '2026-03-29'
    assert.equal(train.departsAt.slice(19), summer ? '+02:00' : '+01:00')
  }
})

test('in the night when clocks go forward no cut-off comes after the one that follows it', () => {
  const night: Pattern = {
    ...PATTERN,
    validFrom: day('2026-03-01'),
    weekdays: [7],
    departsClock: clock('03:10'),
    cutOffs: {
      bookingCutoffAt: before(0, '02:10'),
      documentsCutoffAt: before(0, '02:20'),
      gateInCutoffAt: before(0, '02:30'),
      releaseCutoffAt: before(0, '02:50'),
      loadingStartsAt: before(0, '02:55'),
    },
  }
  assert.equal(decidePattern(night), undefined)
  const train = planOfDay(night, [], [], {
    day: day('2026-03-29'),
    timeZone: 'Europe/Berlin',
  }).train!
  const order = [
    train.bookingCutoffAt,
    train.documentsCutoffAt,
    train.gateInCutoffAt,
    train.releaseCutoffAt,
    train.departsAt,
  ].map(epochMs)
  assert.deepEqual(
    order,
    order.toSorted((one, other) => one - other),
  )
  assert.ok(epochMs(train.loadingStartsAt) <= epochMs(train.departsAt))
})

test('what cannot be laid out is refused', () => {
  assert.equal(decidePattern(PATTERN), undefined)
  assert.deepEqual(decidePattern({ ...PATTERN, validUntil: day('2026-09-30') }), {
    code: 'train.period_reversed',
  })
  const cutOffs = { ...PATTERN.cutOffs, gateInCutoffAt: before(4, '16:59') }
  assert.deepEqual(decidePattern({ ...PATTERN, cutOffs }), {
    code: 'train.times_out_of_order',
    field: 'gateInCutoffAt',
  })
  const loading = { ...PATTERN.cutOffs, loadingStartsAt: before(0, '09:31') }
  assert.deepEqual(decidePattern({ ...PATTERN, cutOffs: loading }), {
    code: 'train.times_out_of_order',
    field: 'loadingStartsAt',
  })
})

test('exceptions that could not be told apart are refused', () => {
  const standing = [except('does_not_run', '2026-11-01', { until: day('2026-11-07') })]
  const refused = (one: NewException) => decideException(standing, one)
  assert.equal(refused(except('also_runs', '2026-11-03')), undefined, 'shorter')
  assert.deepEqual(refused(except('also_runs', '2026-11-05', { until: day('2026-11-11') })), {
    code: 'train.exception_overlaps',
    day: '2026-11-05',
  })
  assert.equal(
    refused(except('does_not_run', '2026-11-05', { until: day('2026-11-01') }))?.code,
    'train.period_reversed',
  )
  assert.equal(refused(except('other_times', '2026-12-01'))?.code, 'train.exception_empty')
  assert.equal(
    refused(except('does_not_run', '2026-12-01', { capacityTeu: 3 }))?.code,
    'train.exception_said_too_much',
  )
  const many = daysFrom(day('2026-01-01'), day('2026-07-19')).map((on) => except('also_runs', on))
  assert.equal(
    decideException(many, except('also_runs', '2026-12-01'))?.code,
    'train.too_many_exceptions',
  )
})

test('a row for each standing of a train: what its timetable does about it', () => {
  const nowMs = Date.parse('2026-10-20T00:00:00Z')
  const plan = planOfDay(PATTERN, [], [], {
    day: day('2026-11-10'),
    timeZone: 'Asia/Shanghai',
  }).train!
  const earlier = planOfDay(PATTERN, [], [], {
    day: day('2026-10-23'),
    timeZone: 'Asia/Shanghai',
  }).train!
  const standing: LaidTrain = {
    ...plan,
    ...capacityOfTrain(plan),
    trainNumber: 'X8083',
    state: 'scheduled',
    byHand: false,
    held: NO_SLOTS,
    sold: NO_SLOTS,
    allotted: NO_SLOTS,
  }
  const wider = { ...standing, capacityTeu: 120 }
  const one = { ...NO_SLOTS, teu: 1 }
  const left = timestampIn(nowMs - 1, 'UTC')
  const rows: [string, Parameters<typeof decideDay>[0]['train'], LaidTrain | undefined, string][] =
    [
      ['nothing planned, nothing there', undefined, undefined, 'keep'],
      ['planned, none there', plan, undefined, 'make'],
      ['planned, its booking cut-off over', earlier, undefined, 'leave too_late'],
      ['as planned', plan, standing, 'keep'],
      ['other places', plan, wider, 'change'],
      ['other places, sold', plan, { ...wider, sold: one }, 'leave booked'],
      ['other places, held', plan, { ...wider, held: one }, 'leave booked'],
      ['other places, allotted', plan, { ...wider, allotted: one }, 'leave booked'],
      ['other places, set by a person', plan, { ...wider, byHand: true }, 'leave by_hand'],
      ['as planned, sold', plan, { ...standing, sold: one }, 'keep'],
      ['not planned any more', undefined, standing, 'cancel'],
      ['not planned, sold', undefined, { ...standing, sold: one }, 'leave booked'],
      ['another number', plan, { ...standing, trainNumber: 'X1' + '000' }, 'make_anew'],
      ['cancelled by its operator', plan, { ...wider, state: 'cancelled' }, 'keep'],
      ['gone', undefined, { ...standing, state: 'departed' }, 'keep'],
      ['should have gone', undefined, { ...standing, departsAt: left }, 'keep'],
    ]
  for (const [what, train, stands, expected] of rows) {
    const decided = decideDay({ train, trainNumber: 'X8083' }, stands, nowMs)
    const said = decided.act === 'leave' ? `leave ${decided.why}` : decided.act
    assert.equal(said, expected, what)
  }
})

test('days and clocks as people write them', () => {
  assert.equal(Day.parse(' 2026/5/1 '), '2026-05-01')
  assert.equal(Day.parse('2026年5月1日'), '2026-05-01')
  assert.equal(Clock.parse('8：30'), '08:30')
  for (const wrong of ['2026-02-30', '2026-13-01', '1 May', ''])
    assert.throws(() => Day.parse(wrong))
  for (const wrong of ['24:00', '8', '08:60', '8.30']) assert.throws(() => Clock.parse(wrong))
  assert.equal(weekdayOf(day('2026-10-18')), 7)
  assert.equal(weekdayOf(day('2026-10-19')), 1)
})
