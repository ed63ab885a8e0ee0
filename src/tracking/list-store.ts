/** Position lists in SQL: what was taken from which file, the mappings and names they taught, and how they move containers. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { MemberId, OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { StationCode } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import { fromE7, toE7 } from '#tracking/fix-rows.ts'
import { lockContainerPositions, POSITION_CHANNEL } from '#tracking/fix-store.ts'
import {
  ListedPosition,
  ListMapping,
  type PositionList,
  type PositionListId,
  type StationAlias,
} from '#tracking/list-contract.ts'
import type { SaidPosition } from '#tracking/list-reading.ts'

export interface PlacedPosition extends SaidPosition {
  readonly containerId: ContainerId
}

/** When each container's history begins: what is older belongs to another journey of the box. */
export async function readBeginnings(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select container_id as id, min(at) as at from container_step
    where container_id = any(${[...new Set(containerIds)]}) group by container_id`.execute(tx)
  return new Map(rows.map(({ id, at }) => [id, at]))
}

export const keyOf = (containerId: string, at: Date, latitude: number, longitude: number): string =>
  [containerId, at.getTime(), toE7(latitude), toE7(longitude)].join(' ')

/** Which of them stood in a list of the organisation's before. */
export async function findKnown(
  tx: Tx,
  organisationId: OrganisationId,
  positions: readonly PlacedPosition[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    container_id: string
    at: Date
    latitude_e7: number
    longitude_e7: number
  }>`
    select container_id, at, latitude_e7, longitude_e7 from listed_position
    where organisation_id = ${organisationId}
      and container_id = any(${[...new Set(positions.map(({ containerId }) => containerId))]})
      and at = any(${positions.map(({ at }) => at)}::timestamptz[])`.execute(tx)
  return new Set(
    rows.map((row) =>
      keyOf(row.container_id, row.at, fromE7(row.latitude_e7), fromE7(row.longitude_e7)),
    ),
  )
}

export interface NewList {
  readonly id: PositionListId
  readonly organisationId: OrganisationId
  readonly memberId: MemberId | null
  readonly fileName: string
  readonly sha256: Uint8Array
  readonly importedAt: Date
  readonly kept: number
  readonly known: number
  readonly refused: number
}

export async function insertList(tx: Tx, list: NewList): Promise<void> {
  await tx
    .insertInto('position_list')
    .values({
      id: list.id,
      organisation_id: list.organisationId,
      file_name: list.fileName,
      sha256: list.sha256,
      imported_at: list.importedAt,
      imported_by: list.memberId,
      kept: list.kept,
      known: list.known,
      refused: list.refused,
    })
    .execute()
}

export async function insertPositions(
  tx: Tx,
  { id, organisationId, importedAt }: NewList,
  positions: readonly PlacedPosition[],
): Promise<void> {
  await sql`
    insert into listed_position (container_id, at, organisation_id, latitude_e7, longitude_e7, list_id, row,
      station, precision, status, remarks, wagon, received_at)
    select container_id, at, ${organisationId}, latitude_e7, longitude_e7, ${id}, row, station, precision, status,
      remarks, wagon, ${importedAt}
    from unnest(${positions.map(({ containerId }) => containerId)}::text[],
      ${positions.map(({ at }) => at)}::timestamptz[],
      ${positions.map(({ latitude }) => toE7(latitude))}::int[],
      ${positions.map(({ longitude }) => toE7(longitude))}::int[],
      ${positions.map(({ row }) => row)}::int[],
      ${positions.map(({ station }) => station)}::text[],
      ${positions.map(({ precision }) => precision)}::text[],
      ${positions.map(({ status }) => status)}::text[],
      ${positions.map(({ remarks }) => remarks)}::text[],
      ${positions.map(({ wagon }) => wagon)}::text[]
    ) as given (container_id, at, latitude_e7, longitude_e7, row, station, precision, status, remarks, wagon)
    on conflict do nothing`.execute(tx)
}

/** Each container of the list goes to the newest of its rows, unless something newer is known; a list at the same moment is a correction. */
export async function moveByList(tx: Tx, listId: PositionListId): Promise<void> {
  await lockContainerPositions(tx)
  await sql`
    with newest as (
      select distinct on (container_id) * from listed_position where list_id = ${listId}
      order by container_id, at desc, row desc
    ), moved as (
      insert into container_position as here (container_id, version, tracker_id, list_id, precision, device_time,
        received_at, latitude, longitude, speed_kmh, heading_deg)
      select container_id, nextval('container_position_version'), null, list_id, precision, at, received_at,
        latitude_e7 / 1e7::float8, longitude_e7 / 1e7::float8, 0, 0
      from newest
      on conflict (container_id) do update set version = excluded.version, tracker_id = null,
        list_id = excluded.list_id, precision = excluded.precision, device_time = excluded.device_time,
        received_at = excluded.received_at, latitude = excluded.latitude, longitude = excluded.longitude,
        speed_kmh = 0, heading_deg = 0
      where here.device_time < excluded.device_time
        or (here.device_time = excluded.device_time and here.list_id is not null)
      returning version
    )
    select pg_notify(${POSITION_CHANNEL}, max(version)::text) from moved having count(*) > 0`.execute(
    tx,
  )
}

export async function listLists(
  tx: Tx,
  organisationId: OrganisationId,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<PositionList>> {
  const rows = await tx
    .selectFrom('position_list')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor!))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = toPage(rows, limit, (row) => row.id)
  return {
    items: page.items.map((row) => ({
      id: row.id as PositionListId,
      fileName: row.file_name,
      sha256: Buffer.from(row.sha256).toString('hex'),
      importedAt: row.imported_at.toISOString(),
      kept: row.kept,
      known: row.known,
      refused: row.refused,
    })),
    next: page.next,
  }
}

/** Of stations by name alone, in the order of time; of two lists at the same moment the later one is the correction. */
export async function readListedStations(
  tx: Tx,
  containerId: ContainerId,
): Promise<{ readonly station: StationCode; readonly ms: number }[]> {
  const { rows } = await sql<{ station: string; at: Date }>`
    select station, at from (
      select distinct on (at, organisation_id) station, at from listed_position where container_id = ${containerId}
      order by at, organisation_id, received_at desc, row desc
    ) as newest
    where station is not null order by at limit ${LISTED_ROWS_MAX}`.execute(tx)
  return rows.map(({ station, at }) => ({ station: station as StationCode, ms: at.getTime() }))
}

/** Of one journey: a row a day for years. */
const LISTED_ROWS_MAX = 2_000
const LISTED_MAX = 200

/** Of a shared container: what the sharer sent itself, and what they did who have to do with the whole of it. */
const ownOrOfTheBox = (
  sharer: OrganisationId,
) => sql<boolean>`(listed.organisation_id = ${sharer} or exists (
  select from container_party party where party.container_id = listed.container_id
    and party.organisation_id = listed.organisation_id and party.lcl_booking_id is null))`

/** `sharer`: who reads, where it goes in the container by an LCL booking alone; it does not learn who else does. */
export async function listListedPositions(
  tx: Tx,
  containerId: ContainerId,
  sharer: OrganisationId | null,
): Promise<ListedPosition[]> {
  const rows = await tx
    .selectFrom('listed_position as listed')
    .innerJoin('position_list as list', 'list.id', 'listed.list_id')
    .innerJoin('organisation', 'organisation.id', 'listed.organisation_id')
    .selectAll('listed')
    .select(['sha256', 'name_zh', 'name_en', 'name_ru'])
    .where('container_id', '=', containerId)
    .$if(sharer !== null, (all) => all.where(ownOrOfTheBox(sharer!)))
    .orderBy('at', 'desc')
    .orderBy('received_at', 'desc')
    .limit(LISTED_MAX)
    .execute()
  return rows.map((row) =>
    ListedPosition.parse({
      at: row.at.toISOString(),
      station: row.station,
      latitude: fromE7(row.latitude_e7),
      longitude: fromE7(row.longitude_e7),
      precision: row.precision,
      status: row.status,
      wagon: row.wagon,
      remarks: row.remarks,
      receivedAt: row.received_at.toISOString(),
      by: { zh: row.name_zh, en: row.name_en, ru: row.name_ru },
      sha256: Buffer.from(row.sha256).toString('hex'),
      row: row.row,
    }),
  )
}

/** The first of these shapes that a mapping is remembered for. */
export async function findMapping(
  tx: Tx,
  organisationId: OrganisationId,
  shapes: readonly Uint8Array[],
): Promise<ListMapping | undefined> {
  const { rows } = await sql<{ mapping: unknown }>`
    select mapping from position_list_mapping
    where organisation_id = ${organisationId} and shape = any(${shapes.map((shape) => Buffer.from(shape))}::bytea[])
    order by array_position(${shapes.map((shape) => Buffer.from(shape))}::bytea[], shape) limit 1`.execute(
    tx,
  )
  const found = ListMapping.safeParse(rows[0]?.mapping)
  return found.success ? found.data : undefined
}

const MAPPINGS_MAX = 200

export async function keepMapping(
  tx: Tx,
  kept: {
    readonly organisationId: OrganisationId
    readonly shape: Uint8Array
    readonly mapping: ListMapping
    readonly now: Date
  },
): Promise<void> {
  const { organisationId, shape, mapping, now } = kept
  await sql`insert into position_list_mapping (organisation_id, shape, mapping, used_at)
    values (${organisationId}, ${shape}, ${JSON.stringify(mapping)}::jsonb, ${now})
    on conflict (organisation_id, shape) do update set mapping = excluded.mapping, used_at = excluded.used_at`.execute(
    tx,
  )
  await sql`delete from position_list_mapping where organisation_id = ${organisationId} and shape in (
    select shape from position_list_mapping where organisation_id = ${organisationId}
    order by used_at desc offset ${MAPPINGS_MAX})`.execute(tx)
}

export async function listAliases(tx: Tx, organisationId: OrganisationId): Promise<StationAlias[]> {
  const rows = await tx
    .selectFrom('station_alias')
    .select(['typed', 'station', 'taught_at'])
    .where('organisation_id', '=', organisationId)
    .orderBy('typed')
    .execute()
  return rows.map((row) => ({
    typed: row.typed,
    station: row.station as StationCode,
    taughtAt: row.taught_at.toISOString(),
  }))
}

export async function keepAlias(
  tx: Tx,
  organisationId: OrganisationId,
  alias: {
    readonly key: string
    readonly typed: string
    readonly station: string
    readonly now: Date
  },
): Promise<void> {
  const { key, typed, station, now } = alias
  await sql`insert into station_alias (organisation_id, key, typed, station, taught_at)
    values (${organisationId}, ${key}, ${typed}, ${station}, ${now})
    on conflict (organisation_id, key) do update
      set typed = excluded.typed, station = excluded.station, taught_at = excluded.taught_at`.execute(
    tx,
  )
}

export async function forgetAlias(
  tx: Tx,
  organisationId: OrganisationId,
  key: string,
): Promise<void> {
  await tx
    .deleteFrom('station_alias')
    .where('organisation_id', '=', organisationId)
    .where('key', '=', key)
    .execute()
}
