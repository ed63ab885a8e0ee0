/** Positions in SQL, as people and streams read them; what a party may see follows `container_party`. */
import { sql } from 'kysely'
import { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import {
  LivePosition,
  Track,
  TRACK_POINTS_MAX,
  type ListedPrecision,
  type TrackerId,
} from '#tracking/contract.ts'
import { lockContainerPositions, POSITION_CHANNEL } from '#tracking/fix-store.ts'
import { fromE7 } from '#tracking/fix-rows.ts'
import { nearPlace } from '#tracking/tracking.ts'

/** More than any map can show apart; the containers that moved last are kept. */
const LIVE_CONTAINERS_MAX = 5_000
/** An arrived container stays on the map this long. */
const ARRIVED_DAYS_SHOWN = 7

interface PositionRow {
  readonly version: number
  readonly container_id: string
  readonly container_number: string | null
  readonly tracker_id: string | null
  readonly precision: string
  readonly name_zh: string | null
  readonly name_en: string | null
  readonly name_ru: string | null
  readonly device_time: Date
  readonly received_at: Date
  readonly latitude: number
  readonly longitude: number
  readonly speed_kmh: number
  readonly heading_deg: number
}

/** Whose list it stood in, where it is one of a list. */
const WHOSE = sql`left join position_list list on list.id = here.list_id
    left join organisation whose on whose.id = list.organisation_id`

function toLivePosition(row: PositionRow): LivePosition {
  return LivePosition.parse({
    containerId: row.container_id,
    containerNumber: row.container_number,
    trackerId: row.tracker_id,
    precision: row.precision,
    listedBy: row.name_zh === null ? null : { zh: row.name_zh, en: row.name_en, ru: row.name_ru },
    deviceTime: row.device_time.toISOString(),
    receivedAt: row.received_at.toISOString(),
    latitude: row.latitude,
    longitude: row.longitude,
    speedKmh: row.speed_kmh,
    headingDeg: row.heading_deg,
    near: nearPlace({ lat: row.latitude, lon: row.longitude }),
  })
}

interface LiveAsked {
  /** Only what has moved since this version. */
  readonly after?: number
  readonly containerId?: ContainerId | undefined
}

/** An arrived container is no longer shown when its last step is older. */
export function shownFrom(now: Date): Date {
  return new Date(now.getTime() - ARRIVED_DAYS_SHOWN * 86_400_000)
}

/** Where each container of a party was last, those that moved last first. */
export async function listLivePositions(
  tx: Tx,
  organisationId: OrganisationId,
  now: Date,
  { after = 0, containerId }: LiveAsked = {},
): Promise<LivePosition[]> {
  const { rows } = await sql<PositionRow>`
    select here.*, container_number, name_zh, name_en, name_ru
    from container_party party
    join container on container.id = party.container_id
    join container_position here on here.container_id = party.container_id
    ${WHOSE}
    where party.organisation_id = ${organisationId} and version > ${after} and container.stage <> 'cancelled'
      and (container.stage <> 'arrived' or last_step_at >= ${shownFrom(now)})
      ${containerId === undefined ? sql`` : sql`and party.container_id = ${containerId}`}
    order by version desc limit ${LIVE_CONTAINERS_MAX}`.execute(tx)
  return rows.map(toLivePosition)
}

export async function getVersion(tx: Tx): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select coalesce(max(version), 0)::bigint as version from container_position`.execute(tx)
  return rows[0]!.version
}

export interface Moved {
  readonly version: number
  readonly organisationIds: readonly OrganisationId[]
  readonly position: LivePosition
}

/** Containers moved since a version, in the order they moved, each with the parties entitled to know. */
export async function listMoved(tx: Tx, after: number, limit: number): Promise<Moved[]> {
  const { rows } = await sql<PositionRow & { organisation_ids: string[] }>`
    select here.*, container_number, name_zh, name_en, name_ru, array(
      select organisation_id from container_party where container_id = here.container_id
    ) as organisation_ids
    from container_position here join container on container.id = here.container_id
    ${WHOSE}
    where version > ${after} order by version limit ${limit}`.execute(tx)
  return rows.map((row) => ({
    version: row.version,
    organisationIds: row.organisation_ids as OrganisationId[],
    position: toLivePosition(row),
  }))
}

/** A binding written after its fixes: the container is at once where its tracker is. */
export async function catchUp(
  tx: Tx,
  trackerId: TrackerId,
  containerId: ContainerId,
  boundAt: Date,
): Promise<void> {
  await lockContainerPositions(tx)
  await sql`
    with moved as (
      insert into container_position as here (container_id, version, tracker_id, device_time,
        received_at, latitude, longitude, speed_kmh, heading_deg)
      select ${containerId}, nextval('container_position_version'), ${trackerId}, device_time,
        received_at, latitude_e7 / 1e7::float8, longitude_e7 / 1e7::float8, speed_tenths_kmh / 10::float8, heading_deg
      from (
        select * from position
        where tracker = (select number from tracker where id = ${trackerId}) and device_time >= ${boundAt}
          and quality = 'good'
        order by device_time desc limit 1
      ) newest
      on conflict (container_id) do update set version = excluded.version, tracker_id = excluded.tracker_id,
        list_id = null, precision = 'gps', device_time = excluded.device_time, received_at = excluded.received_at,
        latitude = excluded.latitude, longitude = excluded.longitude,
        speed_kmh = excluded.speed_kmh, heading_deg = excluded.heading_deg
      where here.device_time < excluded.device_time
      returning version
    )
    select pg_notify(${POSITION_CHANNEL}, version::text) from moved`.execute(tx)
  // Fixes that belonged to nobody when their hour was closed belong to this container now.
  await sql`insert into position_hour_open (tracker, hour)
    select distinct tracker, date_trunc('hour', device_time, 'UTC') from position
    where tracker = (select number from tracker where id = ${trackerId}) and device_time >= ${boundAt}
    on conflict do nothing`.execute(tx)
}

interface Period {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Each a JSON array, of all points from the first to the last: rows by the thousand would be parsed field by field. */
interface TrackColumns {
  readonly times: string
  readonly latitudes: string
  readonly longitudes: string
  readonly speeds: string
  readonly precisions: string
  readonly total: number
}

/** Every n-th fix, the first and the last always, so that what is drawn begins and ends where the container did. */
export async function readTrack(
  tx: Tx,
  containerId: ContainerId,
  { from, to }: Period,
): Promise<Track> {
  const column = (of: string) =>
    sql`coalesce(array_to_json(array_agg(${sql.ref(of)} order by place)), '[]')::text`
  const { rows } = await sql<TrackColumns>`
    with fix as (
      select device_time, serial, latitude_e7, longitude_e7, speed_tenths_kmh, null as precision
      from tracker_binding binding
      join tracker on tracker.id = binding.tracker_id
      join position on position.tracker = tracker.number and quality = 'good'
        and device_time >= greatest(bound_at, ${from ?? '-infinity'}::timestamptz)
        and device_time < least(coalesce(unbound_at, 'infinity'), ${to ?? 'infinity'}::timestamptz)
      where container_id = ${containerId}
      union all
      -- Of one moment the list that came last, which corrected the one before.
      (select distinct on (at, organisation_id) at, -1, latitude_e7, longitude_e7, 0::smallint, precision
      from listed_position
      where container_id = ${containerId} and at >= ${from ?? '-infinity'}::timestamptz
        and at < ${to ?? 'infinity'}::timestamptz
      order by at, organisation_id, received_at desc, list_id desc)
    ), way as (
      select *, row_number() over (order by device_time, serial) as place, count(*) over () as total from fix
    ), shown as (
      select *, round(date_part('epoch', device_time) * 1000)::int8 as at_ms from way
      where total <= ${TRACK_POINTS_MAX}::bigint or place = total
        or (place - 1) % ((total - 1 + ${TRACK_POINTS_MAX - 3}::bigint) / ${TRACK_POINTS_MAX - 2}::bigint) = 0
    )
    select ${column('at_ms')} as times, ${column('latitude_e7')} as latitudes, ${column('longitude_e7')} as longitudes,
      ${column('speed_tenths_kmh')} as speeds, ${column('precision')} as precisions,
      coalesce(max(total), 0)::int as total
    from shown`.execute(tx)
  return trackOf(rows[0]!)
}

function trackOf(columns: TrackColumns): Track {
  const numbers = (text: string) => JSON.parse(text) as number[]
  const [latitudes, longitudes] = [numbers(columns.latitudes), numbers(columns.longitudes)]
  const speeds = numbers(columns.speeds)
  const precisions = JSON.parse(columns.precisions) as (ListedPrecision | null)[]
  const points = numbers(columns.times).map((ms, at) => ({
    deviceTime: new Date(ms).toISOString(),
    latitude: fromE7(latitudes[at]!),
    longitude: fromE7(longitudes[at]!),
    speedKmh: speeds[at]! / 10,
    ...(precisions[at] != null && { precision: precisions[at] }),
  }))
  return { points, pointsRecorded: columns.total }
}

export async function findLastPosition(
  tx: Tx,
  containerId: ContainerId,
): Promise<{ readonly at: Date; readonly lat: number; readonly lon: number } | undefined> {
  const row = await tx
    .selectFrom('container_position')
    .select(['device_time', 'latitude', 'longitude'])
    .where('container_id', '=', containerId)
    .executeTakeFirst()
  return row && { at: row.device_time, lat: row.latitude, lon: row.longitude }
}

const MONTHS_AHEAD = 3

/** Months of the `position` table from last month to a season ahead; called at the start and once a day. */
export async function preparePositionMonths(tx: Tx, now: Date): Promise<void> {
  const first = new Date(now.getTime() - 31 * 86_400_000)
  await sql`select prepare_position_months(${first}, ${MONTHS_AHEAD + 2})`.execute(tx)
}
