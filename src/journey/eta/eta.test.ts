// The estimate: which runs stand behind it, and what must be true of it whatever the runs are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LINES } from '#train/fixtures.ts'
import { chooseRuns, estimateArrival, type FinishedRun, type Progress } from '#journey/eta/eta.ts'
import { realisticRuns } from '#journey/run-fixtures.ts'
import { laneOf, sectionsOf } from '#journey/section.ts'

const HOUR = 3_600_000
const sections = sectionsOf(LINES.duisburg.stops)
const POINTS = sections.length + 1
const run = (weekday: number, hours: readonly number[]): FinishedRun => {
  let ms = 0
  return { weekday, times: [0, ...hours.map((each) => (ms += each * HOUR))] }
}
const HOURS = [108, 10, 172, 24, 58]
const START = Date.UTC(2026, 5, 1)
const progress = (changes: Partial<Progress> = {}): Progress => ({
  times: [START, ...Array<null>(POINTS - 1).fill(null)],
  departsMs: START,
  weekday: 3,
  nowMs: START,
  ...changes,
})

test('a line is cut at its changes of gauge, border by border', () => {
  assert.deepEqual(
    sections.map(({ kind, from, to }) => `${kind} ${from} ${to}`),
    [
      'rail CN-DONGJIA CN-ALASHANKOU',
      'border CN-ALASHANKOU KZ-DOSTYK',
      'rail KZ-DOSTYK BY-BREST',
      'border BY-BREST PL-MALASZEWICZE',
      'rail PL-MALASZEWICZE DE-DUISBURG',
    ],
  )
  for (const { stops } of Object.values(LINES)) {
    const cut = sectionsOf(stops)
    assert.equal(cut.at(-1)?.toMinutes, stops.at(-1)?.plannedOffsetMinutes)
    for (const [index, { from, fromMinutes }] of cut.entries()) {
      assert.equal(from, cut[index - 1]?.to ?? stops[0]?.station)
      assert.equal(fromMinutes, cut[index - 1]?.toMinutes ?? 0)
    }
  }
})

test('the near side of a border is found where the line does not stop at it; such lines are one lane', () => {
  const without = LINES.duisburg.stops.filter(
    ({ station }) => station !== 'CN-ALASHANKOU' && station !== 'KZ-ASTANA',
  )
  assert.equal(sectionsOf(without)[0]?.to, 'CN-ALASHANKOU')
  assert.equal(laneOf(without), laneOf(LINES.duisburg.stops))
  assert.notEqual(laneOf(LINES.hamburg.stops), laneOf(LINES.duisburg.stops))
})

// Runs on the asked weekday, on other days; what is chosen.
const CHOICES = `
  same  other  basis      confidence   runs
  0     0      timetable  timetable    0
  1     0      timetable  timetable    0
  0     1      timetable  timetable    0
  1     1      lane       provisional  2
  2     0      lane       provisional  2
  4     0      lane       provisional  4
  4     1      lane       confirmed    5
  5     0      weekday    confirmed    5
  5     9      weekday    confirmed    5
  0     40     lane       confirmed    24
  40    40     weekday    confirmed    24
`

test('the same weekday where that is enough, else the lane, else the timetable; it says which', () => {
  for (const row of CHOICES.trim().split('\n').slice(1)) {
    const [same, other, ...chosen] = row.trim().split(/\s+/)
    const runs = [
      ...Array.from({ length: Number(same) }, () => run(3, HOURS)),
      ...Array.from({ length: Number(other) }, () => run(4, HOURS)),
    ]
    const { basis, confidence, runs: behind } = chooseRuns(runs, 3)
    assert.deepEqual([basis, confidence, String(behind.length)], chosen, row)
    const estimate = estimateArrival(sections, runs, progress())
    assert.deepEqual([estimate.basis, estimate.confidence, String(estimate.runs)], chosen, row)
  }
})

test('runs that were all alike leave no doubt, at every point of the way', () => {
  const runs = Array.from({ length: 6 }, () => run(3, HOURS))
  const arrival = START + 372 * HOUR
  let ms = START
  for (let reached = 0; reached < POINTS; reached += 1) {
    const times = [START, ...HOURS.map((_, at) => START + sumTo(at + 1))].map((each, at) =>
      at <= reached ? each : null,
    )
    ms = times[reached]!
    const found = estimateArrival(sections, runs, progress({ times, nowMs: ms }))
    assert.ok(Math.abs(found.p50Ms - arrival) < 1_000, `after ${reached}`)
    assert.equal(found.p50Ms, found.p90Ms)
  }
})

const sumTo = (count: number) => HOURS.slice(0, count).reduce((sum, each) => sum + each, 0) * HOUR

test('a train that is late by its place on the line is expected late', () => {
  const runs = Array.from({ length: 6 }, () => run(3, HOURS))
  const at = START + 81 * HOUR
  // Three quarters of the hours gone, and only half of the way behind it.
  const seen = { share: 0.5, atMs: at }
  const slow = estimateArrival(sections, runs, progress({ nowMs: at, seen }))
  const punctual = estimateArrival(
    sections,
    runs,
    progress({ nowMs: at, seen: { share: 0.75, atMs: at } }),
  )
  assert.ok(slow.p50Ms - punctual.p50Ms > 20 * HOUR)
  assert.ok(Math.abs(punctual.p50Ms - (START + 372 * HOUR)) < HOUR)
})

test('in a queue longer than any known it is not expected at once', () => {
  const runs = Array.from({ length: 6 }, () => run(3, HOURS))
  const times = progress().times.with(1, START + 108 * HOUR)
  const late = progress({ times, nowMs: START + 148 * HOUR })
  assert.ok(estimateArrival(sections, runs, late).p50Ms > late.nowMs + 254 * HOUR)
})

const anyRuns = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 6 }),
    fc.array(fc.integer({ min: 1, max: 400 }), {
      minLength: sections.length,
      maxLength: sections.length,
    }),
  ),
  { maxLength: 12 },
)
const anyProgress = fc.record({
  reached: fc.integer({ min: 0, max: POINTS - 2 }),
  elapsed: fc.integer({ min: 0, max: 500 }),
  share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
})

test('whatever the runs: never before now, p50 before p90, points in order, the last one the arrival', () => {
  fc.assert(
    fc.property(anyRuns, anyProgress, (raw, { reached, elapsed, share }) => {
      const runs = raw.map(([weekday, hours]) => run(weekday, hours))
      const times = Array.from({ length: POINTS }, (_, at) =>
        at <= reached ? START + at * 10 * HOUR : null,
      )
      const nowMs = times[reached]! + elapsed * HOUR
      const seen = share === undefined ? undefined : { share, atMs: nowMs }
      const found = estimateArrival(sections, runs, progress({ times, nowMs, seen }))
      assert.ok(found.p50Ms >= nowMs && found.p90Ms >= found.p50Ms)
      assert.equal(found.points.length, POINTS)
      assert.equal(found.points.at(-1), found.p50Ms)
      for (const [at, ms] of found.points.entries())
        assert.ok(ms >= (found.points[at - 1] ?? 0) - 1, String(at))
    }),
  )
})

test('it moves with the clock, and does not depend on the order of the runs', () => {
  fc.assert(
    fc.property(anyRuns, fc.integer({ min: 0, max: 9_000 }), (raw, shift) => {
      const runs = raw.map(([weekday, hours]) => run(weekday, hours))
      const later = START + shift * HOUR
      const found = estimateArrival(sections, runs, progress())
      const moved = estimateArrival(
        sections,
        runs.toReversed(),
        progress({ times: progress().times.with(0, later), departsMs: later, nowMs: later }),
      )
      assert.equal(moved.p50Ms - found.p50Ms, shift * HOUR)
      assert.equal(moved.p90Ms - found.p90Ms, shift * HOUR)
    }),
  )
})

test('the generator of runs is repeatable and keeps the order of the way', () => {
  const runs = realisticRuns(sections, 40, { seed: 7 })
  assert.deepEqual(runs, realisticRuns(sections, 40, { seed: 7 }))
  for (const { times } of runs)
    for (const [at, ms] of times.entries()) assert.ok(at === 0 || ms > times[at - 1]!)
})
