/**
 * The rules of carriages: what may be said of one, and what is expected of those of a container, given when its train arrives. Pure.
 *
 * A leg takes as long as it was planned to; it begins when it was planned to, or as late as the leg before lets it. A missed ship is
 * followed by another that nobody has named yet, so what is expected after a missed connection is the earliest, not the likeliest.
 */
import { findPort, stationIn } from '#kernel/ports.ts'
import { epochMs, type Timestamp } from '#kernel/time.ts'
import type { TransportMode } from '#kernel/transport-mode.ts'
import type {
  Carriage,
  CarriagePlace,
  carriageProblem,
  SaidCarriage,
} from '#journey/carriage-contract.ts'
import { CARRIAGES_MAX } from '#journey/carriage-contract.ts'
import type { Connection } from '#journey/leg-contract.ts'

const HOUR_MS = 3_600_000

/** What a terminal needs at least between one leg and the next, hours: how long before a departure the container must be there. */
export const CONNECTION_HOURS: Readonly<Record<TransportMode, number>> = {
  road: 4,
  rail: 12,
  air: 12,
  sea: 24,
  inland_water: 24,
}

export type CarriageRefusal = Parameters<typeof carriageProblem>[0]

export interface CarriageFacts {
  /** Of its train. */
  readonly departsAt: Timestamp
  readonly nowMs: number
  /** What was said before; undefined for a new one. */
  readonly before?:
    | Pick<
        SaidCarriage,
        'stage' | 'plannedDepartureAt' | 'plannedArrivalAt' | 'departedAt' | 'arrivedAt'
      >
    | undefined
}

interface Refused {
  readonly code: CarriageRefusal
  readonly facts: Readonly<Record<string, string | number>>
}

/** Undefined where it may be said. */
export function findCarriageRefusal(said: SaidCarriage, facts: CarriageFacts): Refused | undefined {
  const { from, to, departedAt, arrivedAt } = said
  const { before } = facts
  if (before !== undefined && before.stage !== said.stage)
    return { code: 'journey.carriage_side_stays', facts: {} }
  // What was signed to have happened may be put right, not unsaid.
  const isUnsaid =
    (before?.departedAt !== undefined && departedAt === undefined) ||
    (before?.arrivedAt !== undefined && arrivedAt === undefined)
  if (isUnsaid) return { code: 'journey.carriage_unsaid', facts: {} }
  if (from.code === to.code)
    return { code: 'journey.carriage_same_place', facts: { place: to.code } }
  const unnamed = [from, to].find((place) => !isKnown(place) && place.name === undefined)
  if (unnamed !== undefined)
    return { code: 'journey.carriage_name_missing', facts: { place: unnamed.code } }
  const isBackwards =
    epochMs(said.plannedDepartureAt) >= epochMs(said.plannedArrivalAt) ||
    (departedAt !== undefined &&
      arrivedAt !== undefined &&
      epochMs(departedAt) >= epochMs(arrivedAt))
  if (isBackwards) return { code: 'journey.carriage_order', facts: {} }
  if (arrivedAt !== undefined && departedAt === undefined)
    return { code: 'journey.carriage_not_departed', facts: {} }
  const ahead = [departedAt, arrivedAt].find((at) => at !== undefined && epochMs(at) > facts.nowMs)
  if (ahead !== undefined) return { code: 'journey.carriage_yet_to_come', facts: { at: ahead } }
  return isOnWrongSide(said, facts)
    ? { code: 'journey.carriage_wrong_side', facts: { departs: facts.departsAt } }
    : undefined
}

/** Only the plan is judged, and only where it is new: a train may have been moved since. */
function isOnWrongSide(said: SaidCarriage, { departsAt, before }: CarriageFacts): boolean {
  const { stage, plannedDepartureAt, plannedArrivalAt } = said
  const isNew =
    before === undefined ||
    epochMs(before.plannedDepartureAt) !== epochMs(plannedDepartureAt) ||
    epochMs(before.plannedArrivalAt) !== epochMs(plannedArrivalAt)
  if (!isNew) return false
  return stage === 'pre'
    ? epochMs(plannedArrivalAt) > epochMs(departsAt)
    : epochMs(plannedDepartureAt) < epochMs(departsAt)
}

export const hasRoom = (carriages: number): boolean => carriages < CARRIAGES_MAX

const isKnown = ({ code }: CarriagePlace): boolean =>
  findPort(code) !== undefined || stationIn(code) !== undefined

/** As it stands in a row of legs: what comes before the train first, each side in the order of its plan. */
export function inOrder<Item extends Pick<Carriage, 'stage' | 'plannedDepartureAt'>>(
  carriages: readonly Item[],
): Item[] {
  const side = ({ stage }: Item) => (stage === 'pre' ? 0 : 1)
  return carriages.toSorted(
    (one, other) =>
      side(one) - side(other) ||
      epochMs(one.plannedDepartureAt) - epochMs(other.plannedDepartureAt),
  )
}

/** When something is there: as likely before as after, and nine times of ten before. */
export interface Spread {
  readonly p50Ms: number
  readonly p90Ms: number
}

export interface RailFacts {
  readonly gateInCutoffMs: number
  /** At the end of the line; undefined without an estimate. */
  readonly arrival: Spread | undefined
  /** Whether it has gone, so that the legs before it are history. */
  readonly hasDeparted: boolean
  readonly nowMs: number
}

export interface Expected {
  readonly departure: Spread | null
  readonly arrival: Spread | null
  readonly connection: Connection | null
}

type Run = Pick<
  Carriage,
  'stage' | 'mode' | 'plannedDepartureAt' | 'plannedArrivalAt' | 'departedAt' | 'arrivedAt'
>

/** Of each in its order, and of the end of them all; `final` is undefined where nothing goes on, or nothing is known. */
export function expectCarriages(
  carriages: readonly Run[],
  rail: RailFacts,
): { readonly each: readonly Expected[]; readonly final: Spread | undefined } {
  const each: Expected[] = []
  let there: Spread | undefined
  for (const [index, run] of carriages.entries()) {
    const isFirstOn = run.stage === 'on' && carriages[index - 1]?.stage !== 'on'
    if (isFirstOn) there = rail.arrival
    const next = expectRun(run, there, rail.nowMs)
    const isLastPre = run.stage === 'pre' && carriages[index + 1]?.stage !== 'pre'
    each.push({
      departure: run.departedAt === undefined ? next.departure : null,
      arrival: run.arrivedAt === undefined ? next.arrival : null,
      connection:
        isLastPre && !rail.hasDeparted ? byCutoff(next.arrival, rail) : withBefore(run, there),
    })
    there = next.arrival
  }
  return { each, final: carriages.at(-1)?.stage === 'on' ? there : undefined }
}

function expectRun(run: Run, there: Spread | undefined, nowMs: number) {
  const plannedMs = epochMs(run.plannedDepartureAt)
  const takesMs = epochMs(run.plannedArrivalAt) - plannedMs
  const needsMs = CONNECTION_HOURS[run.mode] * HOUR_MS
  // What was planned for yesterday and has not gone goes now at the earliest.
  const at = (beforeMs: number | undefined) =>
    Math.max(plannedMs, nowMs, beforeMs === undefined ? 0 : beforeMs + needsMs)
  const departure = settled(run.departedAt) ?? { p50Ms: at(there?.p50Ms), p90Ms: at(there?.p90Ms) }
  const arrival = settled(run.arrivedAt) ?? {
    p50Ms: Math.max(departure.p50Ms + takesMs, nowMs),
    p90Ms: Math.max(departure.p90Ms + takesMs, nowMs),
  }
  return { departure, arrival }
}

const settled = (at: Timestamp | undefined): Spread | undefined =>
  at === undefined ? undefined : { p50Ms: epochMs(at), p90Ms: epochMs(at) }

/** Whether it reaches the departure it is planned for. */
function withBefore(run: Run, there: Spread | undefined): Connection | null {
  if (run.departedAt !== undefined || there === undefined) return null
  const latestMs = epochMs(run.plannedDepartureAt) - CONNECTION_HOURS[run.mode] * HOUR_MS
  return reaches(there, latestMs)
}

const byCutoff = (arrival: Spread, { gateInCutoffMs }: RailFacts): Connection =>
  reaches(arrival, gateInCutoffMs)

function reaches({ p50Ms, p90Ms }: Spread, latestMs: number): Connection {
  if (p90Ms <= latestMs) return 'kept'
  return p50Ms <= latestMs ? 'at_risk' : 'missed'
}
