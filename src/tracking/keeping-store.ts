/** Retention and thinning of positions in SQL. Each step is one short transaction that also says how far it came: killed, the next goes on. */
import { sql } from 'kysely'
import type { Tx } from '#platform/database.ts'

/** Trackers of one day in one step. */
const TRACKERS_THINNED = 100
/** Fixes this near a step of the container stay, all of them: they bear out what a party said. */
const STEP_MINUTES_KEPT = 30

/** Since when fixes are kept; null where none were let go. */
export async function keptSince(tx: Tx): Promise<Date | null> {
  const row = await tx.selectFrom('position_keeping').select('kept_since').executeTakeFirst()
  return row?.kept_since ?? null
}

/** Lets go of whole months before this moment, once every hour of theirs has its digest; answers how many. */
export async function dropMonths(tx: Tx, before: Date): Promise<number> {
  // A partition is taken away under a lock that stops every reader: rather later than behind a long query.
  await sql`set local lock_timeout = '2s'`.execute(tx)
  const { rows } = await sql<{ name: string; until: Date }>`
    select name, until from (
      select inhrelid::regclass::text as name,
        to_timestamp(substring(inhrelid::regclass::text from '\\d{4}_\\d{2}$') || ' 00+00', 'YYYY_MM HH24TZH')
          + interval '1 month' as until
      from pg_inherits where inhparent = 'position'::regclass and inhrelid <> 'position_default'::regclass
    ) as month
    where until <= ${before}
      and not exists (select from position_hour_open where hour < until)
    order by until`.execute(tx)
  for (const { name } of rows) await sql`drop table ${sql.table(name)}`.execute(tx)
  const last = rows.at(-1)
  if (last !== undefined)
    await sql`update position_keeping set kept_since = greatest(kept_since, ${last.until})`.execute(
      tx,
    )
  return rows.length
}

interface Thinning {
  /** Days that began before this are thinned. */
  readonly before: Date
  /** One fix stays for each so many minutes. */
  readonly minutes: number
}

/**
 * Thins one day of some trackers; answers whether there may be more to do. Of the good fixes the first of every few minutes stays, and the last
 * of each hour; so do all that are near a step of the container. An hour that has lost fixes is open again: it is given a digest of what is
 * left, which names the one before.
 */
export async function thinOut(tx: Tx, { before, minutes }: Thinning): Promise<boolean> {
  const day = await dayToThin(tx, before)
  if (day === null) return false
  const { rows } = await sql<{ tracker: number }>`
    select distinct tracker from position
    where device_time >= ${day.from} and device_time < ${day.to} and tracker > ${day.tracker}
    order by tracker limit ${TRACKERS_THINNED}::bigint`.execute(tx)
  const trackers = rows.map(({ tracker }) => tracker)
  if (trackers.length > 0) await thinTrackers(tx, day, trackers, minutes)
  const isDone = trackers.length < TRACKERS_THINNED
  await sql`update position_keeping set
    thinned_day = ${isDone ? day.to : day.from}::timestamptz at time zone 'UTC',
    thinned_tracker = ${isDone ? 0 : trackers.at(-1)!}`.execute(tx)
  return true
}

interface Day {
  readonly from: Date
  readonly to: Date
  readonly tracker: number
}

/** The next day that is not thinned; null when all that are old enough are. */
async function dayToThin(tx: Tx, before: Date): Promise<Day | null> {
  const { rows } = await sql<Day>`
    with keeping as (
      select coalesce(thinned_day::timestamp at time zone 'UTC',
        (select date_trunc('day', min(device_time), 'UTC') from position)) as reached, thinned_tracker
      from position_keeping for update
    )
    select date_trunc('day', device_time, 'UTC') as "from", date_trunc('day', device_time, 'UTC') + interval '1 day' as "to",
      case when date_trunc('day', device_time, 'UTC') = reached then thinned_tracker else 0 end as tracker
    from keeping cross join lateral (
      -- Days without fixes are passed over at once.
      select min(device_time) as device_time from position
      where device_time >= reached
        and (tracker > thinned_tracker or device_time >= reached + interval '1 day')
    ) as next
    where date_trunc('day', device_time, 'UTC') + interval '1 day' <= ${before}
      -- What has no digest yet is not thinned.
      and not exists (select from position_hour_open
        where hour >= date_trunc('day', device_time, 'UTC') and hour < date_trunc('day', device_time, 'UTC') + interval '1 day')`.execute(
    tx,
  )
  return rows[0] ?? null
}

async function thinTrackers(
  tx: Tx,
  { from, to }: Day,
  trackers: readonly number[],
  minutes: number,
): Promise<void> {
  await sql`
    with ranked as (
      select tracker, device_time, serial,
        row_number() over (partition by tracker,
          date_bin(make_interval(mins => ${minutes}::int), device_time, ${from}::timestamptz)
          order by device_time, serial) as rank,
        row_number() over (partition by tracker, date_trunc('hour', device_time, 'UTC')
          order by device_time desc, serial desc) as rank_back
      from position
      where tracker = any(${trackers}) and device_time >= ${from} and device_time < ${to} and quality = 'good'
    ), gone as (
      delete from position using ranked
      where position.tracker = ranked.tracker and position.device_time = ranked.device_time
        and position.serial = ranked.serial and position.device_time >= ${from} and position.device_time < ${to}
        and rank > 1 and rank_back > 1
        and not exists (
          select from tracker join tracker_binding on tracker_id = tracker.id
          join container_step step using (container_id)
          where number = ranked.tracker
            and step.at between ranked.device_time - make_interval(mins => ${STEP_MINUTES_KEPT}::int)
              and ranked.device_time + make_interval(mins => ${STEP_MINUTES_KEPT}::int)
        )
      returning position.tracker, position.device_time
    )
    insert into position_hour_open (tracker, hour)
    select distinct tracker, date_trunc('hour', device_time, 'UTC') from gone
    order by 1, 2 on conflict do nothing`.execute(tx)
}
