/**
 * The way of a container over its line, put together from what people said (its steps), what was written at hand-overs, what its tracker
 * saw and what is expected: the points between the sections, and the legs. Pure.
 */
import type { StepRow } from '#booking'
import { isStation } from '#kernel/place-code.ts'
import type { StationCode } from '#kernel/station.ts'
import type { HandOver } from '#journey/contract.ts'
import type { SeenSource } from '#journey/leg-contract.ts'
import type { Section } from '#journey/section.ts'
import type { Spotted } from '#journey/fence/spotting.ts'
import type { Leg, SeenMilestone } from '#journey/way-contract.ts'

const MINUTE_MS = 60_000
/** A step and a sighting further apart than this are not the same thing. */
const SAME_MS_MAX = 12 * 60 * MINUTE_MS

/** By a tracker, where nothing else is said. */
export type Sighted = Spotted & { readonly source?: SeenSource }

type Said = Pick<StepRow, 'sequence' | 'event'> & {
  readonly place: StationCode
  readonly ms: number
}

/** At stations: what is said of carriages stands with them. */
export function saidOf(steps: readonly StepRow[]): Said[] {
  return steps.flatMap(({ sequence, event, place, public: { at } }) =>
    isStation(place) ? [{ sequence, event, place, ms: Date.parse(at) }] : [],
  )
}

/** When a point between sections was passed. */
export interface PointTimes {
  readonly stated: number | null
  readonly seen: number | null
}

/** When each point was passed, as people said and as the tracker saw: index 0 the departure, the last one the arrival. */
export function pointTimes(
  sections: readonly Section[],
  said: readonly Said[],
  seen: readonly Sighted[],
): PointTimes[] {
  const last = sections.length
  return Array.from({ length: last + 1 }, (_, point): PointTimes => {
    const before = sections[point - 1]
    const after = sections[point]
    if (before === undefined)
      return { stated: saidAt(said, 'departed'), seen: seenAt(seen, 'departed', [after!.from]) }
    if (point === last)
      return { stated: saidAt(said, 'arrived'), seen: seenAt(seen, 'arrived', [before.to]) }
    if (before.kind === 'rail') {
      const both = [after!.from, after!.to]
      return {
        stated: saidAt(said, 'border_arrived', both),
        seen: seenAt(seen, 'arrived', both),
      }
    }
    // The hand-over is what people say of a border's end; the tracker sees the train leave after it.
    return {
      stated: saidAt(said, 'transshipped', [before.from, before.to]),
      seen: seenAt(seen, 'departed', [before.to]),
    }
  })
}

function saidAt(
  said: readonly Said[],
  event: Said['event'],
  places?: readonly StationCode[],
): number | null {
  const found = said.find(
    (one) => one.event === event && (places === undefined || places.includes(one.place)),
  )
  return found?.ms ?? null
}

function seenAt(
  seen: readonly Sighted[],
  kind: Spotted['kind'],
  places: readonly StationCode[],
): number | null {
  const there = seen.filter((one) => one.kind === kind && places.includes(one.station))
  // A list tells it to the day: only where no tracker was.
  return (there.find(({ source }) => source !== 'list') ?? there[0])?.ms ?? null
}

/**
 * What a run is measured by: people's word where there is one, but a border is left when the tracker leaves it. What was not
 * said ends the row: a later point without an earlier one measures nothing.
 */
export function measuredTimes(
  sections: readonly Section[],
  points: readonly PointTimes[],
): (number | null)[] {
  const times: (number | null)[] = []
  for (const [point, { stated, seen }] of points.entries()) {
    const leavesBorder = sections[point - 1]?.kind === 'border' && point < sections.length
    const ms = leavesBorder && stated !== null ? Math.max(stated, seen ?? stated) : (stated ?? seen)
    const before = times.at(-1)
    times.push(ms === null || before === null ? null : Math.max(ms, before ?? ms))
  }
  return times
}

const iso = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString()

export interface LegFacts {
  readonly departsMs: number
  readonly trainNumber: string
  readonly wagonNumber: string | null
  readonly handOvers: readonly HandOver[]
  /** From the estimate, by point; empty without one. */
  readonly expected: readonly number[]
}

/** Each section as planned, stated, seen and expected, with the train and the wagon of that section. */
export function legsOf(
  sections: readonly Section[],
  points: readonly PointTimes[],
  facts: LegFacts,
): Leg[] {
  const { departsMs, handOvers, expected } = facts
  const timeAt = (point: number, plannedMinutes: number) => {
    const { stated, seen } = points[point]!
    const isAhead = stated === null && seen === null
    return {
      planned: iso(departsMs + plannedMinutes * MINUTE_MS),
      stated: iso(stated),
      seen: iso(seen),
      expected: isAhead ? iso(expected[point]) : null,
    }
  }
  let lifts = 0
  return sections.map((section, index): Leg => {
    const { kind, from, to, gaugeMm, fromMinutes, toMinutes } = section
    const handOver =
      kind === 'border'
        ? (handOvers.find(({ place }) => place === from || place === to) ?? null)
        : null
    if (handOver !== null) lifts += 1
    const isRail = kind === 'rail'
    const lifted = handOvers[lifts - 1]
    const next = handOvers[lifts]
    const hasBegun = index === 0 || lifted !== undefined
    return {
      mode: kind,
      from,
      to,
      gaugeMm,
      starts: timeAt(index, fromMinutes),
      ends: timeAt(index + 1, toMinutes),
      trainNumber: isRail
        ? index === 0
          ? facts.trainNumber
          : (lifted?.newTrainNumber ?? null)
        : null,
      // The wagon it stood on at the next lift, or stands on now.
      wagonNumber: isRail && hasBegun ? (next?.oldWagonNumber ?? facts.wagonNumber) : null,
      handOver,
    }
  })
}

const SAME: Readonly<Partial<Record<Said['event'], Spotted['kind']>>> = {
  departed: 'departed',
  border_arrived: 'arrived',
  arrived: 'arrived',
}

/** The step that says what the tracker saw: linked where they are within half a day, both kept as they are. */
export function linkedStep(spotted: Spotted, said: readonly Said[]): SeenMilestone['step'] {
  const same = said
    .filter(({ event, place }) => SAME[event] === spotted.kind && place === spotted.station)
    .map(({ sequence, ms }) => ({ sequence, difference: ms - spotted.ms }))
    .filter(({ difference }) => Math.abs(difference) <= SAME_MS_MAX)
    .toSorted((one, other) => Math.abs(one.difference) - Math.abs(other.difference))[0]
  if (same === undefined) return null
  return {
    sequence: same.sequence,
    differenceMinutes: Math.round(same.difference / MINUTE_MS),
  }
}
