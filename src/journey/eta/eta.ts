/**
 * When a container will arrive, from runs that have finished on the same lane. Running and dwelling at borders are kept apart: most of the
 * spread is at the borders, and a train's own pace says nothing of the next queue. Pure: runs, progress and the moment are arguments.
 */
import type { Section } from '#journey/section.ts'

/** A train that has arrived: when it passed each point between the sections, ms, and on which day of the week it left. */
export interface FinishedRun {
  readonly weekday: number
  readonly times: readonly number[]
}

export interface Progress {
  /** When each point was passed, ms; null from the first that is still ahead. */
  readonly times: readonly (number | null)[]
  /** The departure as planned, for what has not left yet. */
  readonly departsMs: number
  readonly weekday: number
  readonly nowMs: number
  /** On a stretch of running: how much of it lay behind at which moment, by the last fix. */
  readonly seen?: { readonly share: number; readonly atMs: number } | undefined
}

export type Basis = 'weekday' | 'lane' | 'timetable'
export type Confidence = 'confirmed' | 'provisional' | 'timetable'

export interface Estimate {
  readonly p50Ms: number
  readonly p90Ms: number
  readonly basis: Basis
  readonly confidence: Confidence
  /** How many runs stand behind it. */
  readonly runs: number
  /** When each point was or is expected to be passed, ms. */
  readonly points: readonly number[]
}

export const CONFIRMED_RUNS_MIN = 5
const PROVISIONAL_RUNS_MIN = 2
/** Older ones tell of another season. */
export const RUNS_MAX = 24
const MINUTE_MS = 60_000

interface Chosen {
  readonly basis: Basis
  readonly confidence: Confidence
  readonly runs: readonly FinishedRun[]
}

/** Newest first as given. The same weekday where that is enough, else the lane on any day, else nothing but the timetable. */
export function chooseRuns(runs: readonly FinishedRun[], weekday: number): Chosen {
  const sameDay = runs.filter((run) => run.weekday === weekday).slice(0, RUNS_MAX)
  if (sameDay.length >= CONFIRMED_RUNS_MIN)
    return { basis: 'weekday', confidence: 'confirmed', runs: sameDay }
  const newest = runs.slice(0, RUNS_MAX)
  if (newest.length < PROVISIONAL_RUNS_MIN)
    return { basis: 'timetable', confidence: 'timetable', runs: [] }
  const confidence = newest.length >= CONFIRMED_RUNS_MIN ? 'confirmed' : 'provisional'
  return { basis: 'lane', confidence, runs: newest }
}

export function estimateArrival(
  sections: readonly Section[],
  finished: readonly FinishedRun[],
  progress: Progress,
): Estimate {
  const whole = finished.filter(({ times }) => times.length === sections.length + 1)
  const { runs, ...chosen } = chooseRuns(whole, progress.weekday)
  const place = placeOf(progress)
  const arrived = progress.times.at(-1)
  if (arrived !== null && arrived !== undefined) {
    const points = progress.times.map((ms) => ms ?? arrived)
    return { p50Ms: arrived, p90Ms: arrived, ...chosen, runs: runs.length, points }
  }
  const ahead =
    runs.length === 0
      ? byTimetable(sections, place, progress)
      : byRuns(sections, runs, place, progress)
  const points = pointsAhead(sections, runs, progress, place, ahead.p50Ms)
  return { ...ahead, ...chosen, runs: runs.length, points }
}

interface Place {
  /** The section the container is in. */
  readonly section: number
  readonly startedMs: number
  readonly hasLeft: boolean
}

function placeOf({ times, departsMs, nowMs }: Progress): Place {
  const reached = times.findLastIndex((ms) => ms !== null)
  if (reached < 0) return { section: 0, startedMs: Math.max(departsMs, nowMs), hasLeft: false }
  return { section: reached, startedMs: times[reached]!, hasLeft: true }
}

const plannedMs = ({ fromMinutes, toMinutes }: Section): number =>
  (toMinutes - fromMinutes) * MINUTE_MS

/** How long the sections of a run took. */
const durationsOf = ({ times }: FinishedRun): number[] =>
  times.slice(1).map((ms, index) => Math.max(0, ms - times[index]!))

/** What is left of the running that the container is in, had it gone like this run: by its place on the line, else by the hours. */
function leftOfRunning(took: number, place: Place, { seen, nowMs }: Progress): number {
  if (!place.hasLeft) return took
  const elapsed = Math.max(0, nowMs - place.startedMs)
  if (seen === undefined) return Math.max(took - elapsed, 0.05 * took)
  const share = Math.min(1, Math.max(0, seen.share))
  // On its first kilometres a train has no pace of its own yet.
  const own = share > 0.01 ? ((seen.atMs - place.startedMs) * (1 - share)) / share : took
  // The further it has come, the more its own pace says; the run's says the rest.
  const left = (1 - share) * took * (1 - share) + share * own
  return Math.max(0, left - Math.max(0, nowMs - seen.atMs))
}

/** Queues that were shorter than the one it already stands in say nothing any more. */
function leftOfDwell(tooks: readonly number[], elapsed: number): number[] {
  const longer = tooks.filter((took) => took > elapsed).map((took) => took - elapsed)
  if (longer.length >= 2 || (longer.length === 1 && tooks.length === 1)) return longer
  // Longer than all of them, or all but one: such queues go on for a part of what they have lasted.
  return tooks.map((took) => 0.3 * took)
}

function byRuns(
  sections: readonly Section[],
  runs: readonly FinishedRun[],
  place: Place,
  progress: Progress,
): { p50Ms: number; p90Ms: number } {
  const durations = runs.map(durationsOf)
  const current = sections[place.section]!
  const sumOf = (kind: Section['kind']) => (took: readonly number[]) =>
    sections.reduce(
      (sum, section, index) =>
        index > place.section && section.kind === kind ? sum + took[index]! : sum,
      0,
    )
  const running = durations.map(sumOf('rail'))
  const dwelling = durations.map(sumOf('border'))
  const elapsed = Math.max(0, progress.nowMs - place.startedMs)
  const here =
    current.kind === 'rail'
      ? undefined
      : leftOfDwell(
          durations.map((took) => took[place.section]!),
          elapsed,
        )
  const rails =
    current.kind === 'rail'
      ? running.map(
          (ms, run) => ms + leftOfRunning(durations[run]![place.section]!, place, progress),
        )
      : running
  const totals = crossed(rails, here === undefined ? dwelling : crossed(here, dwelling))
  const fromMs = place.hasLeft ? progress.nowMs : place.startedMs
  const p50 = quantile(totals, 0.5)
  const p90 = quantile(totals, 0.9)
  return {
    p50Ms: Math.round(fromMs + p50),
    p90Ms: Math.round(fromMs + p50 + (p90 - p50) * widening(runs.length)),
  }
}

/** Every running with every dwelling: the two are independent. */
const crossed = (ones: readonly number[], others: readonly number[]): number[] =>
  ones.flatMap((one) => others.map((other) => one + other))

/** One-sided 90 % points of Student's t by degrees of freedom, 1 and up. */
const T90 = [
  3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.35, 1.345,
  1.341, 1.337, 1.333, 1.33, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318,
]
const Z90 = 1.2816

/** Few runs show too little of the spread: the interval for the next one is wider than theirs, by Student's t. */
function widening(runs: number): number {
  return ((T90[runs - 2] ?? Z90) * Math.sqrt(1 + 1 / runs)) / Z90
}

/** Without runs: what the plan leaves, and a quarter of the running and as much again of the borders for when it goes badly. */
function byTimetable(
  sections: readonly Section[],
  place: Place,
  progress: Progress,
): { p50Ms: number; p90Ms: number } {
  let left = 0
  let spread = 0
  for (const [index, section] of sections.entries()) {
    if (index < place.section) continue
    const ms = index > place.section ? plannedMs(section) : leftByPlan(section, place, progress)
    left += ms
    spread += section.kind === 'rail' ? ms / 4 : ms
  }
  const fromMs = place.hasLeft ? progress.nowMs : place.startedMs
  return { p50Ms: Math.round(fromMs + left), p90Ms: Math.round(fromMs + left + spread) }
}

function leftByPlan(section: Section, place: Place, progress: Progress): number {
  const planned = plannedMs(section)
  if (section.kind === 'rail') return leftOfRunning(planned, place, progress)
  const elapsed = Math.max(0, progress.nowMs - place.startedMs)
  return elapsed < planned ? planned - elapsed : 0.3 * planned
}

/** Points passed as they were; those ahead by the middle of what each section took, fitted to the arrival. */
function pointsAhead(
  sections: readonly Section[],
  runs: readonly FinishedRun[],
  progress: Progress,
  place: Place,
  arrivalMs: number,
): number[] {
  const took = runs.map(durationsOf)
  const usual = sections.map((section, index) => {
    const planned = plannedMs(section)
    const ms =
      took.length === 0
        ? planned
        : quantile(
            took.map((each) => each[index]!),
            0.5,
          )
    return index === place.section ? leftUsual(section, ms, place, progress) : ms
  })
  const fromMs = place.hasLeft ? progress.nowMs : place.startedMs
  const total = usual.slice(place.section).reduce((sum, ms) => sum + ms, 0)
  const fit = total > 0 ? (arrivalMs - fromMs) / total : 0
  let ms = fromMs
  return [0, ...sections.keys().map((index) => index + 1)].map((point) => {
    if (point <= place.section) return progress.times[point] ?? place.startedMs
    ms += (usual[point - 1] ?? 0) * fit
    return Math.round(ms)
  })
}

function leftUsual(section: Section, ms: number, place: Place, progress: Progress): number {
  if (section.kind === 'rail') return leftOfRunning(ms, place, progress)
  const elapsed = Math.max(0, progress.nowMs - place.startedMs)
  return elapsed < ms ? ms - elapsed : 0.3 * ms
}

/** Between the two nearest values. */
export function quantile(values: readonly number[], level: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * level
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}
