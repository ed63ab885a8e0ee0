/**
 * Reads new positions and keeps what they show: outside the gateway's commit, woken by the database, safe to stop at any moment. A
 * container's fixes are read again from its last departure on, and the whole of them once an hour, so that fixes which come late are
 * found; what is kept is kept once for each station and kind.
 */
import { readContainers } from '#booking'
import type { ContainerId } from '#booking/contract.ts'
import { crossingsAlong, findRoute } from '#kernel/route.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { timestampIn } from '#kernel/time.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/database.ts'
import { say } from '#platform/outbox.ts'
import { listMovedContainers, MOVED_CHANNEL, readFixes, readListedStations } from '#tracking'
import { getDepartures, plannedPassages } from '#train'
import type { Departure } from '#train/contract.ts'
import { expect } from '#journey/eta/expecting.ts'
import { readFences } from '#journey/fence/fence-store.ts'
import { defaultFence } from '#journey/fence/geofence.ts'
import { spotListed } from '#journey/listed.ts'
import {
  keepListed,
  keepSeen,
  keepWholeRead,
  lockReading,
  moveReading,
  readSeen,
  wholeReadAt,
} from '#journey/fence/seen-store.ts'
import { spot, type StationFence } from '#journey/fence/spotting.ts'
import { milestoneSeen } from '#journey/way-contract.ts'

const BATCH_CONTAINERS = 100
/** Moves come by the second; what they show can wait this long. */
const PAUSE_MS = 3_000
const POLL_MS = 60_000
const WHOLE_EVERY_MS = 3_600_000

export interface Watching {
  /** Resolves when everything that had moved before the call has been read. */
  settle(): Promise<void>
  stop(): Promise<void>
}

export async function startWatching(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  complain: (error: unknown, who: string) => void,
): Promise<Watching> {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const drain = (): Promise<void> => {
    const next = turn.then(async () => {
      while (!stopped && (await readMoved(database, clock, complain)));
    })
    turn = next.catch(() => undefined)
    return next
  }
  const plan = (ms: number): void => {
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(() => {
      timer = undefined
      void drain()
        .catch((error: unknown) => complain(error, 'journey.watching'))
        .finally(() => {
          if (timer === undefined) plan(POLL_MS)
        })
    }, ms)
  }
  let isWoken = false
  const unlisten = await database.listen(MOVED_CHANNEL, () => {
    if (isWoken) return
    isWoken = true
    setTimeout(() => {
      isWoken = false
      plan(0)
    }, PAUSE_MS).unref()
  })
  plan(0)
  return {
    settle: drain,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await unlisten()
      await turn
    },
  }
}

/** One batch of containers that have moved; false when none had. Each is a transaction of its own: one that fails holds up no other. */
async function readMoved(
  database: Database,
  clock: Clock,
  complain: (error: unknown, who: string) => void,
): Promise<boolean> {
  const moved = await database.transact(async (tx) => {
    const version = await lockReading(tx)
    return version === undefined ? [] : listMovedContainers(tx, version, BATCH_CONTAINERS)
  })
  for (const { containerId } of moved)
    await database
      .transact((tx) => watch(tx, containerId, clock()))
      .catch((error: unknown) => complain(error, `journey.watching ${containerId}`))
  const last = moved.at(-1)
  if (last === undefined) return false
  await database.transact((tx) => moveReading(tx, last.version))
  return true
}

/** Reads a container's fixes, keeps and says what they show for the first time, and looks at its estimate. */
export async function watch(tx: Tx, containerId: ContainerId, now: Date): Promise<void> {
  const [container] = await readContainers(tx, [containerId])
  if (container === undefined) return
  const departure = (await getDepartures(tx, [container.departureId], now)).get(
    container.departureId,
  )!
  const readAt = await wholeReadAt(tx, containerId)
  const isWhole = readAt === undefined || now.getTime() - readAt.getTime() >= WHOLE_EVERY_MS
  const seen = isWhole
    ? []
    : (await readSeen(tx, containerId)).filter(({ source }) => source === 'tracker')
  const left = seen.findLast(({ kind }) => kind === 'departed')
  const fixes = await readFixes(tx, containerId, left && new Date(left.ms))
  const known = new Set(seen.map(({ station, kind }) => `${kind} ${station}`))
  const origin = departure.service.origin
  for (const one of spot(fixes, await fencesOf(tx, departure))) {
    // At its origin a container arrives by truck, weeks before its train leaves.
    if (one.station === origin && one.kind !== 'departed') continue
    if (known.has(`${one.kind} ${one.station}`) && left && one.ms < left.ms) continue
    if (!(await keepSeen(tx, containerId, one, now))) continue
    const { station, kind, ms } = one
    const at = timestampIn(ms, getStation(station).timeZone)
    await say(tx, milestoneSeen, { containerId, station, kind, at })
  }
  if (isWhole) await keepWholeRead(tx, containerId, now)
  await expect(tx, containerId, { now, because: 'position', lastFix: fixes.at(-1) })
}

/** What agents' lists say of it now; what is said for the first time is told, as what a tracker sees. */
export async function readLists(tx: Tx, containerId: ContainerId, now: Date): Promise<void> {
  const [container] = await readContainers(tx, [containerId])
  if (container === undefined) return
  const departure = (await getDepartures(tx, [container.departureId], now)).get(
    container.departureId,
  )!
  const rows = await readListedStations(tx, containerId)
  const listed = spotListed(rows, await fencesOf(tx, departure))
  for (const { station, kind, ms } of await keepListed(tx, containerId, listed, now)) {
    const at = timestampIn(ms, getStation(station).timeZone)
    await say(tx, milestoneSeen, { containerId, station, kind, at })
  }
  await expect(tx, containerId, { now, because: 'seen' })
}

/** The areas of the stations on its way: drawn by its operator, else by the platform, else by their kind. */
export async function fencesOf(tx: Tx, { service }: Departure): Promise<StationFence[]> {
  const drawn = await readFences(tx, service.operatorId)
  const stations = plannedPassages(service.stops).map(({ station }) => station)
  const across = new Map<StationCode, StationCode>(
    crossingsAlong(findRoute(stations as [StationCode, ...StationCode[]])!).map(({ from, to }) => [
      to,
      from,
    ]),
  )
  return stations.map((station) => ({
    station,
    fence: drawn.get(station)?.fence ?? defaultFence(getStation(station)),
    acrossFrom: across.get(station),
  }))
}
