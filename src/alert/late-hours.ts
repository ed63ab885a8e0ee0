/**
 * Openings of doors and seals that are heard of late. A tracker without coverage sends its hours afterwards, and what is older than the
 * newest report moves nothing any more; but a door that was opened in the dark was opened. Tracking says of every container-hour that
 * holds news when it closes it: those behind what was read are read once more, for openings alone.
 */
import { readContainers, readPartiesOf } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { getStation } from '#kernel/station.ts'
import { epochMs, timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import { readHours } from '#tracking'
import type { ContainerHour } from '#tracking/contract.ts'
import { getDepartures } from '#train'
import { LATE_HOURS_MAX } from '#alert/alert.ts'
import { reportOf } from '#alert/gathering.ts'
import { openDesk, type Making } from '#alert/desk.ts'
import { playOpenings } from '#alert/judging.ts'
import { KIND_OF_CONTACT } from '#alert/opening.ts'
import { readRules } from '#alert/rule-store.ts'
import { advance, type Opening, type Report } from '#alert/trace.ts'
import { lockWatched, markDue } from '#alert/watch-store.ts'

const HOUR_MS = 3_600_000

export async function readLateHours(
  tx: Tx,
  making: Making,
  hours: readonly ContainerHour[],
): Promise<void> {
  const { now } = making
  const recent = hours.filter(
    ({ hour }) => Date.parse(hour) + HOUR_MS >= now.getTime() - LATE_HOURS_MAX * HOUR_MS,
  )
  const ids = [...new Set(recent.map(({ containerId }) => containerId))]
  const watched = new Map(
    (await lockWatched(tx, ids)).map(({ containerId, state }) => [containerId, state]),
  )
  const isBehind = ({ containerId, hour }: ContainerHour) => {
    const readMs = watched.get(containerId)?.trace?.readMs
    return readMs !== undefined && Date.parse(hour) + HOUR_MS <= readMs
  }
  const isAhead = (one: ContainerHour) => watched.has(one.containerId) && !isBehind(one)
  await markDue(
    tx,
    recent.filter(isAhead).map(({ containerId }) => containerId),
    now,
  )
  const openings = await readOpenings(tx, recent.filter(isBehind))
  if (openings.size > 0) await tellOpenings(tx, making, openings)
}

async function readOpenings(
  tx: Tx,
  hours: readonly ContainerHour[],
): Promise<ReadonlyMap<ContainerId, Opening[]>> {
  const found = new Map<ContainerId, Opening[]>()
  if (hours.length === 0) return found
  const read = await readHours(tx, hours)
  for (const [index, { containerId }] of hours.entries()) {
    const reports = read[index]!.filter(({ quality }) => quality !== 'clock_ahead').map((fix) =>
      reportOf(fix),
    )
    const openings = openingsIn(reports)
    if (openings.length > 0)
      found.set(containerId, [...(found.get(containerId) ?? []), ...openings])
  }
  return found
}

/** One that is still open at the end of the hour is over by now: the newest reports say how it stands. */
export function openingsIn(reports: readonly Report[]): Opening[] {
  const { trace, openings } = advance(null, reports, () => undefined)
  const unfinished = (['door', 'seal'] as const).flatMap((contact): Opening[] => {
    const { openMs = null, closedMs = null } = trace?.[contact] ?? {}
    return openMs === null ? [] : [{ contact, sinceMs: openMs, untilMs: closedMs ?? trace!.readMs }]
  })
  return [...openings, ...unfinished]
}

async function tellOpenings(
  tx: Tx,
  making: Making,
  openings: ReadonlyMap<ContainerId, Opening[]>,
): Promise<void> {
  const { now } = making
  const ids = [...openings.keys()]
  const desk = await openDesk(tx, making, ids)
  const parties = await readPartiesOf(tx, ids)
  const rules = await readRules(tx, [...new Set([...parties.values()].flat())])
  const containers = await readContainers(tx, ids)
  const departures = await getDepartures(
    tx,
    containers.map(({ departureId }) => departureId),
    now,
  )
  for (const container of containers) {
    const { service, departedAt } = departures.get(container.departureId)!
    if (departedAt === null) continue
    const { timeZone } = getStation(service.destination)
    const one = {
      container,
      // In the yard doors are open for good reasons.
      openings: openings.get(container.id)!.filter(({ sinceMs }) => sinceMs >= epochMs(departedAt)),
      situation: {
        nowMs: now.getTime(),
        isOnWay: true,
        trace: null,
        write: (ms: number) => timestampIn(ms, timeZone),
      },
    }
    for (const organisationId of parties.get(container.id) ?? [])
      for (const kind of Object.values(KIND_OF_CONTACT)) {
        const place = { one, organisationId, kind }
        // An alert that is open now is for the newest reports to close.
        const isOpen = desk.find(place) !== undefined
        if (rules.get(organisationId)![kind].on && !isOpen) playOpenings(desk, place)
      }
  }
  await desk.save(tx)
}
