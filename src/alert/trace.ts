/**
 * What a container's tracker has told so far, as the rules need it: a fold over its reports in the order of device time, kept between
 * looks, so that each report is read once. Pure.
 *
 * Nothing here knows a threshold: each organisation has its own. Where a single report could be wrong (a receiver that lost its
 * way, a door's loose contact) the last two spans of five minutes are kept, and a rule asks that all of both agree.
 */
import { distanceKm, type Position } from '#kernel/station.ts'
import type { Sensed } from '#alert/sensing.ts'

export interface Report extends Position {
  readonly tracker: string
  /** Device time. */
  readonly ms: number
  readonly receivedMs: number
  /** Whether the position may be believed; what its sensors say may be, either way. */
  readonly isGood: boolean
  readonly sensed: Sensed
}

/** The least and the most of what was measured in a span of time. */
interface Span {
  readonly ms: number
  readonly least: number
  readonly most: number
}
/** The last two spans that hold anything, the newest last. */
export type Spans = readonly Span[]

/** A contact that is closed when all is well. */
export interface Contact {
  /** When the opening began that is not over yet. */
  readonly openMs: number | null
  /** Closed again since then, and how often that was said. */
  readonly closedMs: number | null
  readonly closedReports: number
}

/** An opening that is over. */
export interface Opening {
  readonly contact: 'door' | 'seal'
  readonly sinceMs: number
  readonly untilMs: number
}

export interface Trace {
  readonly tracker: string
  /** Reports up to this device time have been read. */
  readonly readMs: number
  readonly heardMs: number
  /** Between reports, ms by device time: the newest last. */
  readonly gapsMs: readonly number[]
  readonly last: (Position & { readonly ms: number }) | null
  /** Where it has been since when, give or take `STILL_KM`. */
  readonly still: (Position & { readonly ms: number }) | null
  readonly offKm: Spans
  readonly coldestC: Spans
  readonly hottestC: Spans
  readonly battery: {
    readonly percent: number | null
    readonly low: boolean
    readonly ms: number
  } | null
  readonly door: Contact | null
  readonly seal: Contact | null
  readonly ropeCuts: number | null
}

/** Receivers wander, and trains are shunted within a station. */
export const STILL_KM = 2
const SPAN_MS = 300_000
const GAPS_KEPT = 9
/** Closed for good: said twice, and for this long. */
export const CLOSED_MS = 600_000
export const CLOSED_REPORTS = 2

/** Reports in the order of device time, none of them read before. `offKmOf`: how far a place is from the line; undefined without one. */
export function advance(
  before: Trace | null,
  reports: readonly Report[],
  offKmOf: (place: Position) => number | undefined,
): { readonly trace: Trace | null; readonly openings: readonly Opening[] } {
  let trace = before
  const openings: Opening[] = []
  for (const report of reports) {
    const next = step(trace, report, offKmOf)
    for (const contact of ['door', 'seal'] as const) {
      const was = trace?.[contact]
      if (was?.openMs != null && next[contact]?.openMs === null)
        openings.push({ contact, sinceMs: was.openMs, untilMs: was.closedMs ?? report.ms })
    }
    trace = next
  }
  return { trace, openings }
}

function step(
  before: Trace | null,
  report: Report,
  offKmOf: (place: Position) => number | undefined,
): Trace {
  const { ms, sensed, tracker, lat, lon, isGood } = report
  // Another device has its own interval, and counts its cuts anew.
  const same = before?.tracker === tracker ? before : null
  const gapMs = same === null ? 0 : ms - same.readMs
  const cutNow =
    sensed.ropeCuts !== undefined &&
    same?.ropeCuts !== undefined &&
    same.ropeCuts !== null &&
    sensed.ropeCuts > same.ropeCuts
  const offKm = isGood ? offKmOf(report) : undefined
  return {
    tracker,
    readMs: ms,
    heardMs: Math.max(before?.heardMs ?? 0, report.receivedMs),
    gapsMs: gapMs > 0 ? [...(same?.gapsMs ?? []), gapMs].slice(-GAPS_KEPT) : (same?.gapsMs ?? []),
    last: isGood ? { lat, lon, ms } : (before?.last ?? null),
    still: isGood ? stillAt(before?.still ?? null, report) : (before?.still ?? null),
    offKm: intoSpans(before?.offKm ?? [], ms, offKm),
    coldestC: intoSpans(before?.coldestC ?? [], ms, sensed.coldestC),
    hottestC: intoSpans(before?.hottestC ?? [], ms, sensed.hottestC),
    battery: batteryOf(before?.battery ?? null, ms, sensed),
    door: touch(before?.door ?? null, ms, sensed.doorOpen),
    seal: touch(before?.seal ?? null, ms, cutNow ? true : sensed.sealBroken),
    ropeCuts: sensed.ropeCuts ?? same?.ropeCuts ?? null,
  }
}

function stillAt(before: Trace['still'], { lat, lon, ms }: Report): Trace['still'] {
  return before !== null && distanceKm(before, { lat, lon }) <= STILL_KM ? before : { lat, lon, ms }
}

function intoSpans(spans: Spans, ms: number, value: number | undefined): Spans {
  if (value === undefined) return spans
  const startMs = Math.floor(ms / SPAN_MS) * SPAN_MS
  const last = spans.at(-1)
  if (last?.ms !== startMs) return [...spans.slice(-1), { ms: startMs, least: value, most: value }]
  return [
    ...spans.slice(0, -1),
    { ms: startMs, least: Math.min(last.least, value), most: Math.max(last.most, value) },
  ]
}

function batteryOf(before: Trace['battery'], ms: number, sensed: Sensed): Trace['battery'] {
  const { batteryPercent, batteryLow } = sensed
  if (batteryPercent === undefined && batteryLow === undefined) return before
  return {
    percent: batteryPercent ?? before?.percent ?? null,
    low: batteryLow ?? before?.low ?? false,
    ms,
  }
}

const SHUT: Contact = { openMs: null, closedMs: null, closedReports: 0 }

function touch(before: Contact | null, ms: number, isOpen: boolean | undefined): Contact | null {
  if (isOpen === undefined) return before
  if (isOpen) return { openMs: before?.openMs ?? ms, closedMs: null, closedReports: 0 }
  if (before === null || before.openMs === null) return SHUT
  const closedMs = before.closedMs ?? ms
  const closedReports = before.closedReports + 1
  const isOver = closedReports >= CLOSED_REPORTS && ms - closedMs >= CLOSED_MS
  return isOver ? SHUT : { ...before, closedMs, closedReports }
}

/** The middle of the gaps between its reports; undefined until three are known. */
export function intervalMs({ gapsMs }: Pick<Trace, 'gapsMs'>): number | undefined {
  if (gapsMs.length < 3) return undefined
  return gapsMs.toSorted((one, other) => one - other)[Math.floor(gapsMs.length / 2)]
}
