/**
 * The rules of alerts: what a situation comes to under one organisation's rules, and what follows for an alert that is open or not.
 * Pure: the moment is an argument.
 *
 * Each kind is opened by its threshold and closed by a gentler one; in between (`near`) nothing changes, so that it does not flap.
 * Where too little is known (`unknown`) nothing changes either: silence is no proof of anything but of silence.
 */
import type { StationCode } from '#kernel/station.ts'
import { AlertKind, type AlertRules, type Severity } from '#alert/rule-contract.ts'
import { intervalMs, type Contact, type Spans, type Trace } from '#alert/trace.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** What a tracker told longer ago is not judged: it may have been in the dark since. */
export const FRESH_HOURS = 24
/** An opening that is heard of later than this is history, not an alert. */
export const LATE_HOURS_MAX = 48
/** Late is over half a day before it began to be. */
const LATE_GENTLER_HOURS = 12
const OFF_GENTLER = 0.8
const COLD_GENTLER_C = 0.5
const BATTERY_GENTLER = 5
/** An estimate that has stood for so long is the known one. */
export const ETA_SETTLED_HOURS = 24

/** Values by name, as the words of the alert are made of them: numbers are round, moments RFC 3339. */
export type AlertFacts = Readonly<Record<string, string | number | null>>

export type Verdict = 'off' | 'unknown' | 'clear' | 'near' | Severity

export interface Judged {
  readonly verdict: Verdict
  readonly facts: AlertFacts
  /** When the cause began; null: now. */
  readonly sinceMs: number | null
}

/** An embargo that meets the container ahead of it. */
export interface Touch {
  readonly embargoId: string
  readonly telegram: string
  readonly place: StationCode
  readonly at: string
  readonly ms: number
}

export interface Situation {
  readonly nowMs: number
  /** On a train that has left, and not arrived. */
  readonly isOnWay: boolean
  readonly isHeld: boolean
  readonly departedMs: number | null
  /** Planned: the departure, each point of the lane, the arrival. */
  readonly planMs: readonly number[]
  readonly eta: {
    readonly madeMs: number
    /** Passed or expected, point by point; the last is the arrival, as likely before as after. */
    readonly pointsMs: readonly number[]
    readonly p50Ms: number
  } | null
  readonly trace: Trace | null
  /** Since when somebody has been there to hear of it. */
  readonly listeningMs: number
  /** Since when a tracker has been on it; null without one. */
  readonly boundMs: number | null
  /** The station of its way that it stands at, where dwelling is expected; and how it is called where it stands. */
  readonly at: StationCode | null
  readonly near: StationCode | null
  /** Ahead of it; `almost` by half a day. */
  readonly embargo: { readonly touch: Touch | null; readonly almost: boolean }
  /** What its cargo bears, where somebody said so. */
  readonly range: { readonly minC: number | null; readonly maxC: number | null } | null
  /** Moments as the clocks of its destination show them. */
  readonly write: (ms: number) => string
}

/** An open alert, as far as rules ask. */
export interface Open {
  readonly severity: Severity
  readonly facts: AlertFacts
  readonly changedMs: number
}

/** What one organisation was told of the estimate last, ms. */
export interface Known {
  readonly open: Open | undefined
  readonly etaToldMs: number | null
}

type Judge<Kind extends AlertKind> = (
  situation: Situation,
  rule: AlertRules[Kind],
  known: Known,
) => Judged

const nothing = (verdict: 'clear' | 'unknown'): Judged => ({ verdict, facts: {}, sinceMs: null })

/** Both ends of what was measured: all of it beyond a threshold, or all of it well within. */
function grade(
  { least, most }: { readonly least: number; readonly most: number },
  { yellow, red, clear }: { readonly yellow: number; readonly red: number; readonly clear: number },
): Verdict {
  if (least >= red) return 'red'
  if (least >= yellow) return 'yellow'
  return most < clear ? 'clear' : 'near'
}

const exactly = (value: number) => ({ least: value, most: value })

function isFresh({ nowMs }: Situation, ms: number | undefined): boolean {
  return ms !== undefined && nowMs - ms <= FRESH_HOURS * HOUR_MS
}

/** By the estimate, by the last point it has passed, and by what is overdue with no word of it. */
export function hoursLate({ nowMs, planMs, eta, departedMs }: Situation): number {
  const passed = eta?.pointsMs.findLastIndex((ms) => ms <= eta.madeMs) ?? -1
  const [departsMs, arrivesMs] = [planMs[0]!, planMs.at(-1)!]
  const lates = [
    nowMs - arrivesMs,
    ...(departedMs === null ? [nowMs - departsMs] : []),
    ...(eta === null ? [] : [eta.p50Ms - arrivesMs]),
    ...(eta === null || passed < 0 ? [] : [eta.pointsMs[passed]! - planMs[passed]!]),
  ]
  return Math.max(...lates) / HOUR_MS
}

const late: Judge<'late'> = (situation, { yellowDays, redDays }) => {
  const hours = hoursLate(situation)
  const clear = Math.max(0, yellowDays * 24 - LATE_GENTLER_HOURS)
  return {
    verdict: grade(exactly(hours), { yellow: yellowDays * 24, red: redDays * 24, clear }),
    facts: { hours: Math.floor(hours) },
    sinceMs: null,
  }
}

const etaMoved: Judge<'eta_moved'> = (situation, { yellowHours, redHours }, known) => {
  const { eta, nowMs, write } = situation
  if (eta === null || known.etaToldMs === null) return nothing('unknown')
  const { open } = known
  const fromMs = open === undefined ? known.etaToldMs : Date.parse(String(open.facts['fromAt']))
  const hours = (eta.p50Ms - fromMs) / HOUR_MS
  const facts = { fromAt: write(fromMs), toAt: write(eta.p50Ms), hours: Math.round(hours) }
  const clear = yellowHours / 2
  const verdict = grade(exactly(Math.abs(hours)), { yellow: yellowHours, red: redHours, clear })
  const isSettled = open !== undefined && nowMs - open.changedMs >= ETA_SETTLED_HOURS * HOUR_MS
  const getsWorse = open?.severity === 'yellow' && verdict === 'red'
  return { verdict: isSettled && !getsWorse ? 'clear' : verdict, facts, sinceMs: null }
}

const embargoAhead: Judge<'embargo_ahead'> = ({ nowMs, embargo }, { redDays }) => {
  const { touch, almost } = embargo
  if (touch === null) return { ...nothing('clear'), verdict: almost ? 'near' : 'clear' }
  const { embargoId, telegram, place, at, ms } = touch
  return {
    verdict: ms - nowMs <= redDays * DAY_MS ? 'red' : 'yellow',
    facts: { embargoId, telegram, place, at },
    sinceMs: null,
  }
}

const standingStill: Judge<'standing_still'> = (situation, rule) => {
  const { trace, isOnWay, isHeld, departedMs, at, near } = situation
  if (!isOnWay) return nothing('clear')
  if (trace?.still == null || !isFresh(situation, trace.last?.ms)) return nothing('unknown')
  const sinceMs = Math.max(trace.still.ms, departedMs ?? 0)
  const hours = (trace.last!.ms - sinceMs) / HOUR_MS
  const isExpected = at !== null || isHeld
  const yellow = isExpected ? rule.stationYellowHours : rule.yellowHours
  const red = isExpected ? rule.stationRedHours : rule.redHours
  return {
    // Whoever moves is no longer where it stood: nothing gentler is needed.
    verdict: grade(exactly(hours), { yellow, red, clear: yellow }),
    facts: { hours: Math.floor(hours), at, near },
    sinceMs,
  }
}

const offCorridor: Judge<'off_corridor'> = (situation, { yellowKm, redKm }) => {
  const { trace, isOnWay, near } = situation
  if (!isOnWay) return nothing('clear')
  const span = wholeOf(trace?.offKm)
  if (span === null || !isFresh(situation, trace?.last?.ms)) return nothing('unknown')
  return {
    verdict: grade(span, { yellow: yellowKm, red: redKm, clear: yellowKm * OFF_GENTLER }),
    facts: { km: Math.round(trace!.offKm.at(-1)!.most), near },
    sinceMs: trace!.offKm[0]!.ms,
  }
}

/** Both spans as one; null while there is but one. */
function wholeOf(spans: Spans | undefined): { least: number; most: number } | null {
  const [one, other] = spans ?? []
  if (one === undefined || other === undefined) return null
  return { least: Math.min(one.least, other.least), most: Math.max(one.most, other.most) }
}

/** A single word opens it: a door is not open by mistake for long, and long is too late. */
function contactJudge(contactOf: (trace: Trace) => Contact | null) {
  return ({ trace, isOnWay, write }: Situation): Judged => {
    if (!isOnWay) return nothing('clear')
    const contact = trace === null ? null : contactOf(trace)
    if (contact === null) return nothing('unknown')
    if (contact.openMs === null) return nothing('clear')
    return { verdict: 'red', facts: { at: write(contact.openMs) }, sinceMs: contact.openMs }
  }
}

const temperature: Judge<'temperature'> = (situation, rule) => {
  const { trace, isOnWay, range } = situation
  const { minC, maxC } = range ?? rule
  if (!isOnWay || (minC === null && maxC === null)) return nothing('clear')
  const [coldest, hottest] = [wholeOf(trace?.coldestC), wholeOf(trace?.hottestC)]
  const isRecent = isFresh(situation, trace?.hottestC.at(-1)?.ms)
  if (coldest === null || hottest === null || !isRecent) return nothing('unknown')
  const below = (celsius: number) => (minC === null ? -Infinity : minC - celsius)
  const above = (celsius: number) => (maxC === null ? -Infinity : celsius - maxC)
  const excess = {
    least: Math.max(below(coldest.most), above(hottest.least)),
    most: Math.max(below(coldest.least), above(hottest.most)),
  }
  const isCold = below(coldest.most) > above(hottest.least)
  const celsius = isCold ? trace!.coldestC.at(-1)!.least : trace!.hottestC.at(-1)!.most
  return {
    verdict: grade(excess, { yellow: Number.MIN_VALUE, red: rule.redC, clear: -COLD_GENTLER_C }),
    facts: { celsius: Math.round(celsius * 10) / 10, minC, maxC },
    sinceMs: trace!.hottestC[0]!.ms,
  }
}

const batteryLow: Judge<'battery_low'> = (situation, { yellowPercent, redPercent }) => {
  const battery = situation.trace?.battery ?? null
  if (!situation.isOnWay) return nothing('clear')
  if (battery === null || !isFresh(situation, battery.ms)) return nothing('unknown')
  const { percent, low, ms } = battery
  const facts = { percent }
  if (percent === null) return { verdict: low ? 'yellow' : 'clear', facts, sinceMs: ms }
  const lack = exactly(100 - percent)
  const clear = 100 - yellowPercent - BATTERY_GENTLER
  const verdict = grade(lack, { yellow: 100 - yellowPercent, red: 100 - redPercent, clear })
  return { verdict: low && verdict !== 'red' ? 'yellow' : verdict, facts, sinceMs: ms }
}

/** So long a silence of this tracker means that it is lost, ms: by its own interval, and no shorter than gaps of coverage last. */
function silenceMs(trace: Trace | null, rule: AlertRules['device_lost']): number {
  const own = trace === null ? undefined : intervalMs(trace)
  return Math.max(rule.leastHours * HOUR_MS, rule.intervals * (own ?? 0))
}

const heardMsOf = ({ trace, boundMs, departedMs, listeningMs }: Situation): number =>
  Math.max(trace?.heardMs ?? 0, boundMs ?? 0, departedMs ?? 0, listeningMs)

const deviceLost: Judge<'device_lost'> = (situation, rule) => {
  const { isOnWay, boundMs, nowMs, trace, write } = situation
  if (!isOnWay || boundMs === null) return nothing('clear')
  const heardMs = heardMsOf(situation)
  const limit = silenceMs(trace, rule)
  const silent = nowMs - heardMs
  return {
    verdict: grade(exactly(silent), { yellow: limit, red: 2 * limit, clear: limit }),
    facts: { hours: Math.floor(silent / HOUR_MS), heardAt: write(heardMs) },
    sinceMs: heardMs,
  }
}

const JUDGES: { readonly [Kind in AlertKind]: Judge<Kind> } = {
  late,
  eta_moved: etaMoved,
  embargo_ahead: embargoAhead,
  standing_still: standingStill,
  off_corridor: offCorridor,
  door_opened: contactJudge(({ door }) => door),
  seal_broken: contactJudge(({ seal }) => seal),
  temperature,
  battery_low: batteryLow,
  device_lost: deviceLost,
}

export function judge<Kind extends AlertKind>(
  kind: Kind,
  situation: Situation,
  rule: AlertRules[Kind],
  known: Known,
): Judged {
  if (!rule.on) return { verdict: 'off', facts: {}, sinceMs: null }
  return JUDGES[kind](situation, rule, known)
}

export type Decision = 'open' | 'upgrade' | 'close' | 'close_silently' | null

/** What follows for the one open alert of its kind, or for none. */
export function decide(open: Severity | null, verdict: Verdict): Decision {
  switch (verdict) {
    case 'off':
      return open === null ? null : 'close_silently'
    case 'clear':
      return open === null ? null : 'close'
    case 'unknown':
    case 'near':
      return null
    case 'yellow':
      return open === null ? 'open' : null
    case 'red':
      if (open === null) return 'open'
      return open === 'yellow' ? 'upgrade' : null
  }
}

/** Kinds whose facts change while they are open, and are shown as they are now. The others say what was told. */
export const LIVE_FACTS: ReadonlySet<AlertKind> = new Set([
  'late',
  'embargo_ahead',
  'standing_still',
  'off_corridor',
  'temperature',
  'battery_low',
  'device_lost',
])

/** A train's containers meet with these together: they are told in one word. */
export const OF_THE_TRAIN: ReadonlySet<AlertKind> = new Set([
  'late',
  'eta_moved',
  'embargo_ahead',
  'standing_still',
  'off_corridor',
])

/** Reports without a position, which move nothing, are read at least this often. */
const LOOK_ON_WAY_MS = 15 * MINUTE_MS
const LOOK_ASHORE_MS = 6 * HOUR_MS

/** When something may change though no word comes, under any of these rules: the moment of the next look. */
export function nextLookMs(
  situation: Situation,
  rules: readonly AlertRules[],
  open: readonly { readonly kind: AlertKind; readonly changedMs: number }[],
): number {
  const { nowMs, planMs, departedMs, isOnWay, boundMs, trace, embargo } = situation
  const heartbeat = nowMs + (isOnWay && boundMs !== null ? LOOK_ON_WAY_MS : LOOK_ASHORE_MS)
  const fromMs = departedMs === null ? planMs[0]! : planMs.at(-1)!
  const heardMs = heardMsOf(situation)
  const moments = rules.flatMap((rule) => {
    const silence = silenceMs(trace, rule.device_lost)
    return [
      fromMs + rule.late.yellowDays * DAY_MS,
      fromMs + rule.late.redDays * DAY_MS,
      ...(isOnWay && boundMs !== null ? [heardMs + silence, heardMs + 2 * silence] : []),
      ...(embargo.touch === null ? [] : [embargo.touch.ms - rule.embargo_ahead.redDays * DAY_MS]),
    ]
  })
  const settled = open
    .filter(({ kind }) => kind === 'eta_moved')
    .map(({ changedMs }) => changedMs + ETA_SETTLED_HOURS * HOUR_MS)
  return [...moments, ...settled].reduce(
    (least, ms) => (ms > nowMs && ms < least ? ms : least),
    heartbeat,
  )
}
