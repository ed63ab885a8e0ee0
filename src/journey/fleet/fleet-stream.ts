/**
 * What changes in the fleet as server-sent events. Moves come from tracking; that a stage, a train or an estimate has changed is heard by
 * `NOTIFY fleet`, gathered for a moment and read once for everybody. What was heard lately is remembered, so that a browser that comes
 * back is told what it missed; one that was away longer, or talked to another server, reads the fleet again.
 */
import { randomBytes } from 'node:crypto'
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/database.ts'
import { createEar, eventOf, STREAM_MS_MAX } from '#platform/event-stream.ts'
import { getVersion, type Moved, type Moves } from '#tracking'
import type { FleetChange, FleetFix } from '#journey/fleet-contract.ts'
import { numbered } from '#journey/fleet/fleet-page.ts'
import {
  FLEET_CHANNEL,
  fleetFix,
  fleetMovedSince,
  readFleet,
  type FleetEntry,
} from '#journey/fleet/fleet-store.ts'

/** A train's boxes are loaded together: one reading for all of them. */
const GATHER_MS = 300
const READ_IDS_MAX = 2_000
/** So many changes are remembered; who missed more begins anew. */
const REMEMBERED_MAX = 20_000
const PENDING_MAX = 20_000

/** Up to where somebody has been told: of which server, how many changes, and the version of the positions. */
interface Mark {
  readonly epoch: string
  readonly changes: number
  readonly version: number
}

type News = { readonly id: ContainerId; readonly moved: Moved } | FleetNews

interface Changed {
  readonly id: ContainerId
  readonly changes: number
}

/** Somebody who is told that rows of the fleet have changed. */
export interface FleetListener {
  wants(entry: FleetEntry): boolean
  take(changed: readonly FleetNews[]): void
}

export interface FleetNews {
  readonly id: ContainerId
  readonly changes: number
  readonly entry: FleetEntry
}

export interface FleetStream {
  /** For the first page, before a row of it is read: everything later is told from here on. */
  mark(tx: Tx): Promise<string>
  open(listening: FleetListening): AsyncIterable<string>
  /** Resolves when every later change is told. */
  attach(listener: FleetListener): Promise<() => void>
  close(): Promise<void>
}

export interface FleetListening {
  readonly organisationId: OrganisationId
  /** From the first page, or the `Last-Event-ID` of a browser that comes back. */
  readonly mark: string
  readonly signal: AbortSignal
}

interface Hub {
  readonly database: Database
  readonly moves: Moves
  readonly clock: Clock
  readonly epoch: string
  readonly listeners: Set<FleetListener>
  readonly heard: Set<ContainerId>
  /** The newest last. */
  remembered: Changed[]
  changes: number
  /** What was said while the line was broken is unknown: who was told less begins anew. */
  knownFrom: number
  listening: Promise<() => Promise<void>> | undefined
  reading: Promise<void> | undefined
}

export function createFleetStream(
  database: Database,
  { moves, clock }: { readonly moves: Moves; readonly clock: Clock },
): FleetStream {
  const hub: Hub = {
    database,
    moves,
    clock,
    epoch: randomBytes(6).toString('hex'),
    listeners: new Set(),
    heard: new Set(),
    remembered: [],
    changes: 0,
    knownFrom: 0,
    listening: undefined,
    reading: undefined,
  }
  return {
    async mark(tx) {
      await ready(hub)
      return writeMark({ ...hub, version: await getVersion(tx) })
    },
    open: (listening) => fleetEvents(hub, listening),
    attach: (listener) => attach(hub, listener),
    async close() {
      const stop = await hub.listening?.catch(() => undefined)
      await stop?.()
      await hub.reading
    },
  }
}

const writeMark = ({ epoch, changes, version }: Mark): string => `${epoch}.${changes}.${version}`

function parseMark(text: string): Mark | undefined {
  const [, epoch, changes, version] = /^([0-9a-f]{12})\.(\d{1,15})\.(\d{1,15})$/.exec(text) ?? []
  if (epoch === undefined) return undefined
  return { epoch, changes: Number(changes), version: Number(version) }
}

function ready(hub: Hub): Promise<unknown> {
  let isFirst = true
  hub.listening ??= hub.database
    .listen(FLEET_CHANNEL, (id) => {
      if (id !== '') return hear(hub, id as ContainerId)
      if (!isFirst) hub.knownFrom = hub.changes += 1
      isFirst = false
    })
    .catch((reason: unknown) => {
      hub.listening = undefined
      throw reason
    })
  return hub.listening
}

function hear(hub: Hub, id: ContainerId): void {
  hub.heard.add(id)
  hub.reading ??= new Promise<void>((done) => {
    setTimeout(done, GATHER_MS)
  })
    .then(() => handOut(hub))
    .catch(() => {
      // The database is away: nobody knows what has changed meanwhile.
      hub.knownFrom = hub.changes += 1
    })
    .finally(() => {
      hub.reading = undefined
      const [next] = hub.heard
      if (next !== undefined && !hub.moves.closing.aborted) hear(hub, next)
    })
}

async function handOut(hub: Hub): Promise<void> {
  const ids = [...hub.heard].slice(0, READ_IDS_MAX)
  for (const id of ids) hub.heard.delete(id)
  const changed = ids.map((id): Changed => ({ id, changes: (hub.changes += 1) }))
  hub.remembered = [...hub.remembered, ...changed].slice(-REMEMBERED_MAX)
  if (hub.listeners.size === 0 || hub.moves.closing.aborted) return
  const entries = await hub.database.transact((tx) => readFleet(tx, ids, hub.clock()))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const news = changed.flatMap(({ id, changes }) => {
    const entry = byId.get(id)
    return entry === undefined ? [] : [{ id, changes, entry }]
  })
  for (const listener of hub.listeners)
    listener.take(news.filter(({ entry }) => listener.wants(entry)))
}

async function attach(hub: Hub, listener: FleetListener): Promise<() => void> {
  await ready(hub)
  hub.listeners.add(listener)
  return () => hub.listeners.delete(listener)
}

async function* fleetEvents(hub: Hub, listening: FleetListening): AsyncGenerator<string> {
  const { organisationId } = listening
  const ear = createEar<News>((news) => `${'moved' in news ? 'm' : 'c'} ${news.id}`, PENDING_MAX)
  const ended = AbortSignal.any([listening.signal, hub.moves.closing])
  const endsAt = performance.now() + STREAM_MS_MAX
  await hub.moves.ready()
  const detachMoves = hub.moves.attach({
    wants: ({ organisationIds }) => organisationIds.includes(organisationId),
    take: (moved) =>
      ear.take(moved.map((each) => ({ id: each.position.containerId, moved: each }))),
  })
  const detach = await attach(hub, {
    wants: ({ organisationIds }) => organisationIds.includes(organisationId),
    take: (changed) => ear.take(changed),
  })
  try {
    const begun = yield* begin(hub, listening)
    if (begun === undefined) return
    let mark = begun
    while (!ended.aborted && performance.now() < endsAt) {
      const heard = await ear.hear(ended)
      if (ended.aborted) return
      if (heard === 'too much' || hub.knownFrom > mark.changes) return yield eventOf('reset', {})
      if (heard.length === 0) yield ': alive\n\n'
      else mark = yield* tell(hub, mark, heard)
    }
  } finally {
    detachMoves()
    detach()
  }
}

/** What was missed since the mark; undefined where that cannot be told any more. */
async function* begin(
  hub: Hub,
  { organisationId, mark: text }: FleetListening,
): AsyncGenerator<string, Mark | undefined> {
  const since = parseMark(text)
  const oldest = hub.remembered[0]?.changes ?? hub.changes + 1
  const isKnown =
    since?.epoch === hub.epoch && since.changes >= hub.knownFrom && since.changes >= oldest - 1
  if (since === undefined || !isKnown) {
    yield `retry: 3000\n\n${eventOf('reset', {})}`
    return undefined
  }
  const missed = hub.remembered.filter(({ changes }) => changes > since.changes).map(({ id }) => id)
  const { version, moved, change } = await hub.database.transact(async (tx) => {
    const entries = await readFleet(tx, [...new Set(missed)], hub.clock())
    const mine = entries.filter((entry) => entry.organisationIds.includes(organisationId))
    return {
      version: await getVersion(tx),
      moved: await fleetMovedSince(tx, organisationId, since.version, PENDING_MAX + 1),
      change: await changeOf(tx, mine),
    }
  })
  if (moved.length > PENDING_MAX) {
    yield `retry: 3000\n\n${eventOf('reset', {})}`
    return undefined
  }
  const mark = { epoch: hub.epoch, changes: hub.changes, version }
  yield `retry: 3000\n\n${written(moved, change)}id: ${writeMark(mark)}\n\n`
  return mark
}

const NO_CHANGE: FleetChange = { trains: [], shippers: [], items: [], gone: [] }

async function* tell(hub: Hub, mark: Mark, heard: readonly News[]): AsyncGenerator<string, Mark> {
  let { changes, version } = mark
  const moved: [ContainerId, FleetFix][] = []
  const entries: FleetEntry[] = []
  for (const news of heard) {
    if ('moved' in news) {
      version = Math.max(version, news.moved.version)
      moved.push([news.id, movedFix(news.moved)])
    } else {
      changes = Math.max(changes, news.changes)
      entries.push(news.entry)
    }
  }
  const change =
    entries.length === 0 ? NO_CHANGE : await hub.database.transact((tx) => changeOf(tx, entries))
  const next = { ...mark, changes, version }
  yield `${written(moved, change)}id: ${writeMark(next)}\n\n`
  return next
}

async function changeOf(tx: Tx, entries: readonly FleetEntry[]): Promise<FleetChange> {
  const [shown, gone] = [true, false].map((is) => entries.filter(({ isShown }) => isShown === is))
  return { ...(await numbered(tx, shown!)), gone: gone!.map(({ id }) => id) }
}

function written(moved: readonly [ContainerId, FleetFix][], change: FleetChange): string {
  const isChanged = change.items.length > 0 || change.gone.length > 0
  return `${moved.length > 0 ? eventOf('moved', moved) : ''}${isChanged ? eventOf('changed', change) : ''}`
}

export function movedFix({ position }: Moved): FleetFix {
  const { latitude, longitude, deviceTime, receivedAt, speedKmh, precision } = position
  return fleetFix({
    latitude,
    longitude,
    deviceS: Math.floor(Date.parse(deviceTime) / 1000),
    receivedS: Math.floor(Date.parse(receivedAt) / 1000),
    speedKmh,
    precision,
  })
}
