/** For later slices: which containers have moved, and the good fixes of one, as the device times order them. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { Tx } from '#platform/database.ts'
import { POSITION_CHANNEL } from '#tracking/fix-store.ts'

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
