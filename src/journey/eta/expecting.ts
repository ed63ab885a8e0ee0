/** Makes the estimate of a container anew, keeps it when it says something else, and keeps the runs that later ones are made from. */
import { readContainers, readContainersOfDeparture, readSteps, type ContainerRow } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { findRoute, placeOnRoute } from '#kernel/route.ts'
import { getStation } from '#kernel/station.ts'
import { epochMs } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { say } from '#platform/outbox.ts'
import { getDepartures } from '#train'
import type { Departure } from '#train/contract.ts'
import { estimateArrival, quantile, type Progress } from '#journey/eta/eta.ts'
import {
  findToldEta,
  keepEstimate,
  keepRun,
  lockEta,
  readEtas,
  readRuns,
  type KeptEta,
} from '#journey/eta/eta-store.ts'
import { laneOf, sectionsOf, type Section } from '#journey/section.ts'
import { readSeen } from '#journey/fence/seen-store.ts'
import type { Fix } from '#journey/fence/spotting.ts'
import { etaMoved, type Eta } from '#journey/way-contract.ts'
import { measuredTimes, pointTimes, saidOf } from '#journey/way.ts'

/** A position alone makes a new estimate only when it moves it by this much. */
const KEEP_MS = 3_600_000
const MINUTE_MS = 60_000
/** From here on people are told: measured against what they were told last, so that it cannot creep past them. */
const TELL_HOURS = 6
/** Further from the line than this, a fix says nothing of how far the train has come. */
const OFF_LINE_KM_MAX = 60

export interface Expecting {
  readonly now: Date
  readonly because: Eta['because']
  readonly lastFix?: Fix | undefined
}

export async function expect(tx: Tx, id: ContainerId, expecting: Expecting): Promise<void> {
  await lockEta(tx, id)
  const [container] = await readContainers(tx, [id])
  if (container === undefined || container.stage === 'cancelled') return
  const { now, because } = expecting
  const departure = (await getDepartures(tx, [container.departureId], now)).get(
    container.departureId,
  )!
  const { timeZone } = getStation(departure.service.destination)
  const [last] = await readEtas(tx, id, timeZone)
  const sections = sectionsOf(departure.service.stops)
  const progress = await progressOf(tx, { container, departure, sections, expecting })
  const runs = await readRuns(tx, laneOf(departure.service.stops))
  const estimate = estimateArrival(sections, runs, progress)
  const movedMs = last === undefined ? Infinity : Math.abs(estimate.p50Ms - epochMs(last.p50At))
  if (because === 'position' && movedMs < KEEP_MS) return
  if (last !== undefined && movedMs === 0 && estimate.p90Ms === epochMs(last.p90At)) return
  const told = await findToldEta(tx, id, timeZone)
  const isTold = told === undefined || hoursApart(estimate.p50Ms, told) >= TELL_HOURS
  const number = (last?.number ?? 0) + 1
  const plannedMs = epochMs(departure.departsAt) + (sections.at(-1)?.toMinutes ?? 0) * MINUTE_MS
  await keepEstimate(tx, id, { number, estimate, because, told: isTold, plannedMs, now })
  if (!isTold) return
  const [eta] = await readEtas(tx, id, timeZone)
  await say(tx, etaMoved, { containerId: id, eta: eta!, before: told ?? null })
}

const hoursApart = (ms: number, { p50At }: KeptEta): number =>
  Math.abs(ms - epochMs(p50At)) / 3_600_000

interface OnItsWay {
  readonly container: ContainerRow
  readonly departure: Departure
  readonly sections: readonly Section[]
  readonly expecting: Expecting
}

async function progressOf(
  tx: Tx,
  { container, departure, sections, expecting }: OnItsWay,
): Promise<Progress> {
  const said = saidOf(await readSteps(tx, container.id))
  const seen = await readSeen(tx, container.id)
  const times = measuredTimes(sections, pointTimes(sections, said, seen))
  const departsMs = epochMs(departure.departsAt)
  return {
    times,
    departsMs,
    weekday: weekdayOf(departsMs, departure),
    nowMs: expecting.now.getTime(),
    seen: shareOf(sections, times, expecting.lastFix),
  }
}

/** How much of the stretch it is running on lies behind the last fix. */
function shareOf(
  sections: readonly Section[],
  times: readonly (number | null)[],
  fix: Fix | undefined,
): Progress['seen'] {
  const reached = times.findLastIndex((ms) => ms !== null)
  const section = sections[reached]
  if (fix === undefined || section?.kind !== 'rail' || fix.ms < times[reached]!) return undefined
  const route = findRoute([section.from, section.to])
  const length = route?.at(-1)?.km ?? 0
  if (route === undefined || length === 0) return undefined
  const { km, offKm } = placeOnRoute(route, fix)
  return offKm > OFF_LINE_KM_MAX ? undefined : { share: km / length, atMs: fix.ms }
}

/** By the calendar of the first station: Sunday is 0. */
function weekdayOf(ms: number, { service }: Departure): number {
  const { timeZone } = getStation(service.origin)
  const day = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(ms)
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(day)
}

/** A train that has wholly arrived is a run: the middle of its containers at each point, since they went on by several trains. */
export async function keepFinishedRun(tx: Tx, departure: Departure): Promise<void> {
  if (departure.state !== 'arrived') return
  const sections = sectionsOf(departure.service.stops)
  const rows: number[][] = []
  for (const { id } of await readContainersOfDeparture(tx, departure.id)) {
    const said = saidOf(await readSteps(tx, id))
    const times = measuredTimes(sections, pointTimes(sections, said, await readSeen(tx, id)))
    const whole = times.filter((ms) => ms !== null)
    if (whole.length === sections.length + 1) rows.push(whole)
  }
  const [first] = rows
  if (first === undefined) return
  const times = first.map((_, point) =>
    Math.round(
      quantile(
        rows.map((row) => row[point]!),
        0.5,
      ),
    ),
  )
  const weekday = weekdayOf(times[0]!, departure)
  const lane = laneOf(departure.service.stops)
  await keepRun(tx, departure.id, { lane, weekday, times, containers: rows.length })
}
