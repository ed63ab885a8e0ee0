/** For later slices: which containers have moved, and the good fixes of one, as the device times order them. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { Tx } from '#platform/database.ts'
import type { RawFix, TrackerId } from '#tracking/contract.ts'
import { POSITION_CHANNEL } from '#tracking/fix-store.ts'
import { RAW_FIX, toRawFix, type RawFixRow } from '#tracking/raw-fix.ts'

/** `NOTIFY` comes by it after every commit that moved a container. */
export const MOVED_CHANNEL = POSITION_CHANNEL

export interface MovedContainer {
  readonly containerId: ContainerId
  /** Grows in commit order: what is newer than it was not there yet. */
  readonly version: number
}

/** Each container once, by its newest move. */
export async function listMovedContainers(
  tx: Tx,
  after: number,
  limit: number,
): Promise<MovedContainer[]> {
  const rows = await tx
    .selectFrom('container_position')
    .select(['container_id', 'version'])
    .where('version', '>', after)
    .orderBy('version')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    containerId: row.container_id as ContainerId,
    version: row.version,
  }))
}

export interface ReadFix {
  /** Device time. */
  readonly ms: number
  readonly lat: number
  readonly lon: number
}

const FIXES_MAX = 60_000

/** Of the trackers it was bound to, from a moment on; the newest are kept where there are too many. */
export async function readFixes(tx: Tx, containerId: ContainerId, from?: Date): Promise<ReadFix[]> {
  const { rows } = await sql<{ device_time: Date; latitude_e7: number; longitude_e7: number }>`
    select device_time, latitude_e7, longitude_e7
    from tracker_binding binding
    join tracker on tracker.id = binding.tracker_id
    join position on position.tracker = tracker.number and quality = 'good'
      and device_time >= greatest(bound_at, ${from ?? '-infinity'}::timestamptz)
      and device_time < coalesce(unbound_at, 'infinity')
    where container_id = ${containerId}
    order by device_time desc, serial desc limit ${FIXES_MAX}`.execute(tx)
  return rows
    .map((row) => ({
      ms: row.device_time.getTime(),
      lat: row.latitude_e7 / 1e7,
      lon: row.longitude_e7 / 1e7,
    }))
    .toReversed()
}

/**
 * Of each container what its trackers have told after a moment by device time, the oldest first, at most so much each; without those
 * of a clock that runs ahead, which have no place in the order.
 */
export async function readReportsAfter(
  tx: Tx,
  asked: readonly { readonly containerId: ContainerId; readonly after: Date }[],
  limitEach: number,
): Promise<ReadonlyMap<ContainerId, RawFix[]>> {
  if (asked.length === 0) return new Map()
  const { rows } = await sql<RawFixRow & { readonly container_id: ContainerId }>`
    select asked.container_id, report.*
    from unnest(${asked.map(({ containerId }) => containerId)}::text[], ${asked.map(({ after }) => after)}::timestamptz[])
      as asked (container_id, after)
    cross join lateral (
      select ${RAW_FIX}
      from tracker_binding binding
      join tracker on tracker.id = binding.tracker_id
      join position on position.tracker = tracker.number and device_time > after and device_time >= bound_at
        and device_time < coalesce(unbound_at, 'infinity') and quality <> 'clock_ahead'
      where binding.container_id = asked.container_id
      order by device_time, serial limit ${limitEach}
    ) as report`.execute(tx)
  const found = Map.groupBy(rows, (row) => row.container_id)
  return new Map([...found].map(([id, reports]) => [id, reports.map(toRawFix)]))
}

/** The tracker that travels with each of the containers now, and since when; those without one are left out. */
export async function readBindings(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<ReadonlyMap<ContainerId, { readonly trackerId: TrackerId; readonly boundAt: Date }>> {
  if (containerIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('tracker_binding')
    .select(['container_id', 'tracker_id', 'bound_at'])
    .where('container_id', 'in', containerIds)
    .where('unbound_at', 'is', null)
    .execute()
  return new Map(
    rows.map((row) => [
      row.container_id as ContainerId,
      { trackerId: row.tracker_id as TrackerId, boundAt: row.bound_at },
    ]),
  )
}
