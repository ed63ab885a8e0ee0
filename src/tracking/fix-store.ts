/**
 * How a batch of fixes becomes committed rows, once each, and moves the containers they belong to.
 *
 * A fix newer than all we know of its tracker is new, and goes straight into the table by `COPY`; any other may have been sent before and
 * goes through a staging table that leaves out what is kept already. What is known is a hint: the unique index is the
 * truth, and a batch that offends it is written once more the careful way.
 */
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database.ts'
import { encodeFixRows, FIX_COLUMNS, type KeptFix, type ReportedFix } from '#tracking/fix-rows.ts'
import {
  fixQuality,
  followTrail,
  HOUR_GRACE_MINUTES,
  isSpike,
  type FixQuality,
  SUSPECTS_BELIEVED,
  type Seen,
  type Trail,
} from '#tracking/tracking.ts'

export const POSITION_CHANNEL = 'position'
/** Whoever moves a container holds this until commit, so that versions are committed in the order they were drawn. */
const CONTAINER_POSITION_LOCK = 7_301_004
/** Beyond this everything is forgotten and asked for again. */
const REMEMBERED_MAX = 200_000
const HOUR_MS = 3_600_000
/** The same key twice, or two batches that wait for each other's keys. */
const OFFENCES = ['23505', '40P01']

export interface FixStore {
  /** One transaction a call; a fix already kept (same device, device time, serial) changes nothing. */
  commit(fixes: readonly ReportedFix[]): Promise<void>
}

/** What is remembered of a tracker between its fixes, so that the database is not asked for each. */
interface Remembered {
  readonly number: number
  /** Device time of its newest fix whose clock was right. */
  newestMs: number
  trail: Trail
  /** The hour last entered as having fixes that no digest covers. */
  hourMs: number
}

type Memory = Map<string, Remembered>

export function createFixStore(database: Database): FixStore {
  const memory: Memory = new Map()
  return {
    async commit(fixes) {
      if (fixes.length === 0) return
      if (fixes.some(({ deviceId }) => !memory.has(deviceId)))
        await database.transact((tx) => remember(tx, memory, fixes))
      try {
        const batch = judge(memory, fixes)
        await database
          .transact((tx) => write(tx, database, batch))
          .catch((error: { code?: string }) => {
            if (!OFFENCES.includes(error.code ?? '')) throw error
            return database.transact((tx) => write(tx, database, carefully(batch)))
          })
      } catch (error) {
        // What was concluded from fixes that are not kept is not so.
        for (const { deviceId } of fixes) memory.delete(deviceId)
        throw error
      }
    },
  }
}

/** The same within a transaction that has other things to do, and without a memory: for machines that send now and then. */
export async function keepFixes(
  tx: Tx,
  database: Database,
  fixes: readonly ReportedFix[],
): Promise<void> {
  const memory: Memory = new Map()
  await remember(tx, memory, fixes)
  await write(tx, database, carefully(judge(memory, fixes)))
}

const carefully = (batch: Batch): Batch => ({
  ...batch,
  fresh: [],
  doubtful: [...batch.fresh, ...batch.doubtful],
})

export async function lockContainerPositions(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CONTAINER_POSITION_LOCK})`.execute(tx)
}

interface RememberedRow {
  readonly id: string
  readonly number: number
  readonly last: Seen | null
  readonly suspects: Seen[]
  readonly newest: Date | null
}

async function remember(tx: Tx, memory: Memory, fixes: readonly ReportedFix[]): Promise<void> {
  if (memory.size > REMEMBERED_MAX) memory.clear()
  const unknown = new Set<string>()
  for (const { deviceId } of fixes) if (!memory.has(deviceId)) unknown.add(deviceId)
  const { rows } = await sql<RememberedRow>`
      select tracker.id, number, last,
        (select max(device_time) from position where position.tracker = number) as newest,
        array(
          select ${SEEN} from position
          where position.tracker = number and quality = 'jump' and device_time > last_position.device_time
          order by device_time desc limit ${SUSPECTS_BELIEVED - 1}::bigint
        ) as suspects
      from tracker
      left join last_position on last_position.tracker_id = tracker.id
      left join lateral (
        select ${SEEN} as last from position
        where position.tracker = number and device_time = last_position.device_time and quality = 'good' limit 1
      ) as good on true
      where tracker.id = any(${[...unknown]})`.execute(tx)
  for (const { id, number, last, suspects, newest } of rows)
    memory.set(id, {
      number,
      newestMs: newest?.getTime() ?? -Infinity,
      trail: suspects.reduceRight((trail, fix) => followTrail(trail, fix).trail, {
        last,
        suspects: [],
      } as Trail),
      hourMs: 0,
    })
}

/** A row of `position` as the rules see it. */
const SEEN =
  sql.raw(`jsonb_build_object('atMs', extract(epoch from device_time) * 1000, 'serial', serial,
  'latitude', latitude_e7 / 1e7, 'longitude', longitude_e7 / 1e7)`)

/** What a batch comes to, each list in the order of arrival. */
interface Batch {
  readonly fresh: readonly KeptFix[]
  /** Older than the newest good one of their tracker: yet to be judged, between their neighbours. */
  readonly late: readonly KeptFix[]
  /** May be kept already. */
  readonly doubtful: readonly KeptFix[]
  /** Were taken for jumps before. */
  readonly believed: readonly (readonly [tracker: number, fix: Seen])[]
  /** Tracker-hours that now hold a fix no digest covers. */
  readonly hours: readonly (readonly [tracker: number, hourMs: number])[]
  readonly moves: Map<string, Move>
}

/** The good fixes of one tracker in a batch, from the oldest to the newest. */
interface Move {
  readonly deviceId: string
  readonly tracker: number
  firstMs: number
  newest: KeptFix
}

interface Gathered extends Batch {
  readonly fresh: KeptFix[]
  readonly late: KeptFix[]
  readonly doubtful: KeptFix[]
  readonly believed: (readonly [number, Seen])[]
  readonly hours: (readonly [number, number])[]
  readonly moves: Map<string, Move>
}

function judge(memory: Memory, fixes: readonly ReportedFix[]): Batch {
  const gathered: Gathered = {
    fresh: [],
    late: [],
    doubtful: [],
    believed: [],
    hours: [],
    moves: new Map(),
  }
  for (const fix of fixes) {
    const known = memory.get(fix.deviceId)
    if (known === undefined) throw new Error(`no tracker ${fix.deviceId}`)
    const atMs = Date.parse(fix.deviceTime)
    const receivedMs = Date.parse(fix.receivedAt)
    if (Number.isNaN(atMs) || Number.isNaN(receivedMs)) throw new RangeError('a fix without a time')
    const quality = fixQuality(fix, atMs - receivedMs)
    const judged = { fix, tracker: known.number, atMs, receivedMs, quality }
    markHour(judged, known, gathered)
    const isNewest = atMs > known.newestMs
    if (isNewest && quality !== 'clock_ahead') known.newestMs = atMs
    const list = isNewest ? gathered.fresh : gathered.doubtful
    if (quality !== 'good') list.push(judged)
    else if (known.trail.last !== null && atMs <= known.trail.last.atMs) gathered.late.push(judged)
    else list.push(follow(judged, known, gathered))
  }
  return gathered
}

function follow(judged: KeptFix, known: Remembered, gathered: Gathered): KeptFix {
  const { isJump, believed, trail } = followTrail(known.trail, seen(judged))
  known.trail = trail
  for (const fix of believed) gathered.believed.push([judged.tracker, fix])
  return isJump ? { ...judged, quality: 'jump' } : moved(judged, gathered.moves)
}

function moved(judged: KeptFix, moves: Map<string, Move>): KeptFix {
  const { tracker, atMs, fix } = judged
  const move = moves.get(fix.deviceId)
  if (move === undefined) {
    const { deviceId } = fix
    moves.set(deviceId, { deviceId, tracker, firstMs: atMs, newest: judged })
  } else {
    move.firstMs = Math.min(move.firstMs, atMs)
    if (atMs > move.newest.atMs) move.newest = judged
  }
  return judged
}

const seen = ({ atMs, fix }: KeptFix): Seen => ({
  atMs,
  serial: fix.serial,
  latitude: fix.latitude,
  longitude: fix.longitude,
})

/** While an hour may not be closed yet, having entered it once is enough. */
function markHour(
  { tracker, atMs, receivedMs }: KeptFix,
  known: Remembered,
  { hours }: Gathered,
): void {
  const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
  if (hourMs === known.hourMs) return
  hours.push([tracker, hourMs])
  if (hourMs + HOUR_MS + (HOUR_GRACE_MINUTES / 2) * 60_000 > receivedMs) known.hourMs = hourMs
}

interface NeighbourRow {
  readonly before: Seen | null
  readonly after: Seen | null
}

/** Late fixes stand between others that are known: they are judged by both. */
async function judgeLate(tx: Tx, { late, moves }: Batch): Promise<KeptFix[]> {
  // One step along the index for each, whatever is known of a month that has just begun: gathering and sorting would be quadratic.
  await sql`set local enable_bitmapscan = off`.execute(tx)
  await sql`set local enable_sort = off`.execute(tx)
  const { rows } = await sql<NeighbourRow>`
    select before, after
    from unnest(${late.map(({ tracker }) => tracker)}::int[],
        ${late.map(({ atMs }) => new Date(atMs))}::timestamptz[]) with ordinality as fix (tracker, at, place)
    left join lateral (
      select ${SEEN} as before from position
      where position.tracker = fix.tracker and device_time < fix.at and quality = 'good'
      order by device_time desc limit 1
    ) earlier on true
    left join lateral (
      select ${SEEN} as after from position
      where position.tracker = fix.tracker and device_time > fix.at and quality = 'good'
      order by device_time limit 1
    ) later on true
    order by place`.execute(tx)
  await sql`set local enable_bitmapscan = on`.execute(tx)
  await sql`set local enable_sort = on`.execute(tx)
  return late.map((judged, at) => {
    const { before, after } = rows[at]!
    if (isSpike(before, seen(judged), after)) return { ...judged, quality: 'jump' as const }
    return moved(judged, moves)
  })
}

async function write(tx: Tx, database: Database, batch: Batch): Promise<void> {
  if (batch.fresh.length > 0)
    await database.copyIn(
      `copy position (${FIX_COLUMNS}) from stdin (format binary)`,
      encodeFixRows(batch.fresh),
    )
  if (batch.doubtful.length > 0) await writeDoubtful(tx, database, batch.doubtful)
  if (batch.late.length > 0) await writeDoubtful(tx, database, await judgeLate(tx, batch))
  if (batch.believed.length > 0) await believe(tx, batch.believed)
  if (batch.hours.length > 0) await openHours(tx, batch.hours)
  const moves = [...batch.moves.values()]
  if (moves.length === 0) return
  await lockContainerPositions(tx)
  await moveTrackers(tx, moves)
  await moveContainers(tx, moves)
}

async function writeDoubtful(tx: Tx, database: Database, fixes: readonly KeptFix[]): Promise<void> {
  await sql`create temp table if not exists position_doubtful (like position) on commit delete rows`.execute(
    tx,
  )
  await database.copyIn(
    `copy position_doubtful (${FIX_COLUMNS}) from stdin (format binary)`,
    encodeFixRows(fixes),
  )
  const columns = sql.raw(FIX_COLUMNS)
  // In one order, so that two batches with the same fixes wait for each other in one direction only.
  await sql`insert into position (${columns}) select ${columns} from position_doubtful
    order by tracker, device_time, serial on conflict do nothing`.execute(tx)
  await sql`truncate position_doubtful`.execute(tx)
}

async function believe(tx: Tx, believed: Batch['believed']): Promise<void> {
  const good: FixQuality = 'good'
  await sql`
    update position set quality = ${good}
    from unnest(${believed.map(([tracker]) => tracker)}::int[],
      ${believed.map(([, { atMs }]) => new Date(atMs))}::timestamptz[],
      ${believed.map(([, { serial }]) => serial)}::int[]) as fix (tracker, device_time, serial)
    where position.tracker = fix.tracker and position.device_time = fix.device_time
      and position.serial = fix.serial and quality = 'jump'`.execute(tx)
}

async function openHours(tx: Tx, hours: Batch['hours']): Promise<void> {
  await sql`
    insert into position_hour_open (tracker, hour)
    select distinct * from unnest(${hours.map(([tracker]) => tracker)}::int[],
      ${hours.map(([, hourMs]) => new Date(hourMs))}::timestamptz[]) as hour (tracker, hour)
    order by 1, 2 on conflict do nothing`.execute(tx)
}

/** As PostgreSQL writes an array of numbers: the driver would quote and escape each. */
const numbersOf = (moves: readonly Move[], of: (move: Move) => number): string =>
  `{${moves.map(of).join(',')}}`

/** Milliseconds since 1970 as a moment of PostgreSQL's, exactly. */
const moment = (column: string) =>
  sql`timestamptz 'epoch' + ${sql.ref(column)} * interval '1 millisecond'`

async function moveTrackers(tx: Tx, moves: readonly Move[]): Promise<void> {
  await sql`
    insert into last_position as last (tracker_id, device_time, received_at, latitude, longitude)
    select id, ${moment('at_ms')}, ${moment('received_ms')}, lat, lon
    from unnest(${moves.map(({ deviceId }) => deviceId)}::text[],
      ${numbersOf(moves, ({ newest }) => newest.atMs)}::int8[],
      ${numbersOf(moves, ({ newest }) => newest.receivedMs)}::int8[],
      ${numbersOf(moves, ({ newest }) => newest.fix.latitude)}::float8[],
      ${numbersOf(moves, ({ newest }) => newest.fix.longitude)}::float8[]) as given (id, at_ms, received_ms, lat, lon)
    on conflict (tracker_id) do update set device_time = excluded.device_time,
      received_at = excluded.received_at, latitude = excluded.latitude, longitude = excluded.longitude
    where last.device_time < excluded.device_time`.execute(tx)
}

/**
 * Of a container's new fixes only the newest moves it, and only if it is newer than where the container already is. Where a tracker
 * changed containers within the batch, the newest fix of the one it left is looked up.
 */
async function moveContainers(tx: Tx, moves: readonly Move[]): Promise<void> {
  await sql`
    with given as (
      select tracker_id, tracker, ${moment('first_ms')} as first_time, ${moment('at_ms')} as device_time,
        ${moment('received_ms')} as received_at, latitude, longitude, speed_kmh, heading_deg
      from unnest(${moves.map(({ deviceId }) => deviceId)}::text[],
        ${numbersOf(moves, ({ tracker }) => tracker)}::int[],
        ${numbersOf(moves, ({ firstMs }) => firstMs)}::int8[],
        ${numbersOf(moves, ({ newest }) => newest.atMs)}::int8[],
        ${numbersOf(moves, ({ newest }) => newest.receivedMs)}::int8[],
        ${numbersOf(moves, ({ newest }) => newest.fix.latitude)}::float8[],
        ${numbersOf(moves, ({ newest }) => newest.fix.longitude)}::float8[],
        ${numbersOf(moves, ({ newest }) => newest.fix.speedKmh)}::float8[],
        ${numbersOf(moves, ({ newest }) => newest.fix.headingDeg)}::int[]
      ) as given (tracker_id, tracker, first_ms, at_ms, received_ms, latitude, longitude, speed_kmh, heading_deg)
    ), newest as (
      select container_id, tracker_id, device_time, received_at, latitude, longitude, speed_kmh, heading_deg
      from given join tracker_binding using (tracker_id)
      where device_time >= bound_at and (unbound_at is null or device_time < unbound_at)
      union all
      select container_id, tracker_id, left_at.* from given join tracker_binding binding using (tracker_id)
      cross join lateral (
        select device_time, received_at, latitude_e7 / 1e7::float8, longitude_e7 / 1e7::float8,
          speed_tenths_kmh / 10::float8, heading_deg::int
        from position
        where position.tracker = given.tracker and position.quality = 'good'
          and position.device_time >= greatest(bound_at, first_time) and position.device_time < unbound_at
        order by position.device_time desc limit 1
      ) left_at
      where unbound_at > first_time and unbound_at <= given.device_time
    ), moved as (
      insert into container_position as here (container_id, version, tracker_id, device_time, received_at,
        latitude, longitude, speed_kmh, heading_deg)
      select distinct on (container_id) container_id, nextval('container_position_version'), tracker_id, device_time,
        received_at, latitude, longitude, speed_kmh, heading_deg
      from newest order by container_id, device_time desc
      on conflict (container_id) do update set version = excluded.version, tracker_id = excluded.tracker_id,
        list_id = null, precision = 'gps', device_time = excluded.device_time, received_at = excluded.received_at,
        latitude = excluded.latitude, longitude = excluded.longitude,
        speed_kmh = excluded.speed_kmh, heading_deg = excluded.heading_deg
      where here.device_time < excluded.device_time
      returning version
    )
    select pg_notify(${POSITION_CHANNEL}, max(version)::text) from moved having count(*) > 0`.execute(
    tx,
  )
}
