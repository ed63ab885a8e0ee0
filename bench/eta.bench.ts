/**
 * How far off the arrival is, by replaying runs: each is left out in turn and estimated from the others at each point of its way.
 *
 * `error` is the mean distance of p50 from the arrival, against that of the timetable in the same replay (`limit`); `coverage` the share of
 * arrivals before p90, against the 0.9 that it promises. The runs are made, not recorded: see src/journey/run-fixtures.ts.
 */
import { estimateArrival, type FinishedRun } from '#journey/eta/eta.ts'
import { realisticRuns } from '#journey/run-fixtures.ts'
import { sectionsOf, type Section } from '#journey/section.ts'
import { LINES } from '#train/fixtures.ts'
import type { Bench } from './main.ts'

const HOUR_MS = 3_600_000
const SEEDS = 12
const RUNS = { few: 4, usual: 12, many: 60 } as const
/** A plan that is right on average, and one that is hopeful about borders, as most are. */
const PLANS = { 'right plan': 1, 'hopeful plan': 2 } as const

interface Tally {
  n: number
  errorMs: number
  timetableMs: number
  covered: number
}
const empty = (): Tally => ({ n: 0, errorMs: 0, timetableMs: 0, covered: 0 })

/** Estimates one run from the others, at each point before its arrival. */
function replay(
  sections: readonly Section[],
  runs: readonly FinishedRun[],
  at: number,
  tallies: readonly Tally[],
): void {
  const run = runs[at]!
  const others = runs.toSpliced(at, 1).toReversed()
  const arrival = run.times.at(-1)!
  for (const [point, nowMs] of run.times.slice(0, -1).entries()) {
    const times = run.times.map((ms, index) => (index <= point ? ms : null))
    const progress = { times, departsMs: run.times[0]!, weekday: run.weekday, nowMs }
    const found = estimateArrival(sections, others, progress)
    const planned = estimateArrival(sections, [], progress)
    for (const tally of [tallies[0]!, tallies[point + 1]!]) {
      tally.n += 1
      tally.errorMs += Math.abs(found.p50Ms - arrival)
      tally.timetableMs += Math.abs(planned.p50Ms - arrival)
      tally.covered += Number(arrival <= found.p90Ms)
    }
  }
}

const POINTS = [
  'all',
  'departed',
  'at border 1',
  'beyond border 1',
  'at border 2',
  'beyond border 2',
]

export const bench: Bench = async (report) => {
  const sections = sectionsOf(LINES.duisburg.stops)
  for (const [plan, dwellFactor] of Object.entries(PLANS))
    for (const [size, count] of Object.entries(RUNS)) {
      const tallies = POINTS.map(empty)
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const runs = realisticRuns(sections, count, { seed, dwellFactor })
        for (const at of runs.keys()) replay(sections, runs, at, tallies)
      }
      for (const [at, tally] of tallies.entries())
        tell(report, `eta ${plan}, ${size} (${count - 1} runs), ${POINTS[at]}`, tally)
    }
}

function tell(report: Parameters<Bench>[0], name: string, tally: Tally): void {
  const { n, errorMs, timetableMs, covered } = tally
  const hours = (ms: number) => Math.round((ms / n / HOUR_MS) * 10) / 10
  report({ name: `${name}: error`, value: hours(errorMs), unit: 'h', limit: hours(timetableMs), n })
  const share = Math.round((covered / n) * 1_000) / 1_000
  report({ name: `${name}: coverage of p90`, value: share, unit: 'share', limit: 0.9, n })
}
