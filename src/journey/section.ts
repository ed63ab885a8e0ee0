/**
 * A line cut where containers change trains: stretches of running, and the border between two of them, each with its plan. The
 * points between sections are what a run is measured by: left the origin, reached the border, left the border, …, arrived. Pure.
 */
import { CROSSINGS } from '#kernel/corridors.ts'
import type { Gauge } from '#kernel/gauge.ts'
import type { StationCode } from '#kernel/station.ts'
import { plannedPassages } from '#train/passage.ts'
import type { ServiceStop } from '#train/contract.ts'

export interface Section {
  readonly kind: 'rail' | 'border'
  readonly from: StationCode
  readonly to: StationCode
  /** Of the track it is run on; of a border, that beyond it. */
  readonly gaugeMm: Gauge
  /** Planned, minutes after the departure. */
  readonly fromMinutes: number
  readonly toMinutes: number
}

/** Running, border, running, …: always one more stretch of running than borders. */
export function sectionsOf(stops: readonly ServiceStop[]): Section[] {
  const [first] = stops
  if (first === undefined) return []
  const sections: Section[] = []
  let from = first.station
  let fromMinutes = 0
  let gaugeMm = first.gaugeMm
  for (const [index, stop] of stops.entries()) {
    if (stop.gaugeMm === gaugeMm) continue
    const near = nearSide(stops, index)
    const { station: beyond, plannedOffsetMinutes } = stop
    sections.push({
      kind: 'rail',
      from,
      to: near.station,
      gaugeMm,
      fromMinutes,
      toMinutes: near.offsetMinutes,
    })
    sections.push({
      kind: 'border',
      from: near.station,
      to: beyond,
      gaugeMm: stop.gaugeMm,
      fromMinutes: near.offsetMinutes,
      toMinutes: plannedOffsetMinutes,
    })
    from = beyond
    fromMinutes = plannedOffsetMinutes
    gaugeMm = stop.gaugeMm
  }
  const last = stops.at(-1)!
  const toMinutes = last.plannedOffsetMinutes
  return [...sections, { kind: 'rail', from, to: last.station, gaugeMm, fromMinutes, toMinutes }]
}

/** The station on this side of the border at whose other side the gauge changes: passed, even where the line does not stop there. */
function nearSide(stops: readonly ServiceStop[], index: number) {
  const beyond = stops[index]!.station
  const isPair = (station: StationCode) =>
    CROSSINGS.some(
      ({ from, to }) => (from === station && to === beyond) || (to === station && from === beyond),
    )
  const passages = plannedPassages(stops)
  const at = passages.findIndex(({ station }) => station === beyond)
  const pair = passages.slice(0, at).findLast(({ station }) => isPair(station))
  const before = stops[index - 1]!
  return pair ?? { station: before.station, offsetMinutes: before.plannedOffsetMinutes }
}

/** Lines are one lane when they begin and end at the same stations and change gauge at the same ones, whatever else they stop at. */
export function laneOf(stops: readonly ServiceStop[]): string {
  return sectionsOf(stops)
    .flatMap(({ from, to }, index) => (index === 0 ? [from, to] : [to]))
    .join('>')
}
