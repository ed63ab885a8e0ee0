/**
 * Container-hours: which of them hold fixes that no digest covers, and what a digest covers. An hour is closed half an hour after it
 * ended; a fix that comes later opens it again.
 */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { Tx } from '#platform/database.ts'
import { say } from '#platform/outbox.ts'
import { hoursClosed, type ContainerHour, type RawFix } from '#tracking/contract.ts'
import { RAW_FIX, toRawFix, type RawFixRow } from '#tracking/raw-fix.ts'
import { HOUR_GRACE_MINUTES } from '#tracking/tracking.ts'

/** Of trackers, in one transaction: their fixes are read and hashed together. */
const HOURS_CLOSED_MAX = 500

/** Closes hours that have ended, the oldest first, and says so; answers how many tracker-hours there were. */
export async function closeHours(tx: Tx, now: Date): Promise<number> {
  const before = new Date(now.getTime() - (60 + HOUR_GRACE_MINUTES) * 60_000)
  const { rows: closed } = await sql<{ tracker: number; hour: Date }>`
    delete from position_hour_open where (tracker, hour) in (
      select tracker, hour from position_hour_open where hour <= ${before}
      order by hour, tracker limit ${HOURS_CLOSED_MAX}::bigint for update skip locked
    ) returning tracker, hour`.execute(tx)
  if (closed.length === 0) return 0
  const { rows } = await sql<{ containerId: ContainerId; hour: Date }>`
    select distinct container_id as "containerId", hour
    from unnest(${closed.map(({ tracker }) => tracker)}::int[], ${closed.map(({ hour }) => hour)}::timestamptz[])
      as closed (number, hour)
    join tracker using (number)
    join tracker_binding on tracker_id = tracker.id and bound_at < hour + interval '1 hour'
      and (unbound_at is null or unbound_at > hour)
    order by hour, container_id`.execute(tx)
  const hours = rows.map(({ containerId, hour }) => ({ containerId, hour: hour.toISOString() }))
  if (hours.length > 0) await say(tx, hoursClosed, { hours })
  return closed.length
}

/** What follows was not ready to take it: it is closed once more, later. */
export async function reopenHours(tx: Tx, hours: readonly ContainerHour[]): Promise<void> {
  await sql`
    insert into position_hour_open (tracker, hour)
    select distinct number, hour
    from unnest(${hours.map(({ containerId }) => containerId)}::text[], ${hours.map(({ hour }) => hour)}::timestamptz[])
      as open (container_id, hour)
    join tracker_binding using (container_id)
    join tracker on tracker.id = tracker_id
    where bound_at < hour + interval '1 hour' and (unbound_at is null or unbound_at > hour)
    order by 1, 2 on conflict do nothing`.execute(tx)
}

interface HourRow extends RawFixRow {
  readonly container_id: string
  readonly hour: Date
}

/** All fixes of each container-hour, those that are not shown too, by device time; in the order asked. */
export async function readHours(tx: Tx, hours: readonly ContainerHour[]): Promise<RawFix[][]> {
  const { rows } = await sql<HourRow>`
    select asked.container_id, hour, ${RAW_FIX}
    from unnest(${hours.map(({ containerId }) => containerId)}::text[], ${hours.map(({ hour }) => hour)}::timestamptz[])
      as asked (container_id, hour)
    join tracker_binding using (container_id)
    join tracker on tracker.id = tracker_id
    join position on position.tracker = number and device_time >= greatest(hour, bound_at)
      and device_time < least(hour + interval '1 hour', coalesce(unbound_at, 'infinity'))
    order by device_time, tracker.id, serial`.execute(tx)
  const byHour = Map.groupBy(rows, (row) => `${row.container_id} ${row.hour.toISOString()}`)
  return hours.map(({ containerId, hour }) =>
    (byHour.get(`${containerId} ${new Date(hour).toISOString()}`) ?? []).map(toRawFix),
  )
}

/** Of the container, which of these hours hold news that no digest covers yet. */
export async function listOpenHours(tx: Tx, containerId: ContainerId): Promise<Date[]> {
  const { rows } = await sql<{ hour: Date }>`
    select distinct hour from position_hour_open
    join tracker on number = tracker
    join tracker_binding on tracker_id = tracker.id
    where container_id = ${containerId} and bound_at < hour + interval '1 hour'
      and (unbound_at is null or unbound_at > hour)`.execute(tx)
  return rows.map(({ hour }) => hour)
}
