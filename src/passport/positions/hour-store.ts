/** The SQL on digests of container-hours: their salts, versions and places. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { Tx } from '#platform/database.ts'
import type { ContainerHour } from '#tracking/contract.ts'
import type { PassportCode } from '#passport/passport.ts'

export interface KeptHour {
  readonly containerId: ContainerId
  readonly hour: Date
  readonly version: number
  readonly salt: Uint8Array
  readonly digest: Uint8Array
}

export type PlacedHour = KeptHour & { readonly leafIndex: number; readonly place: number }

export async function listCodes(
  tx: Tx,
  containerIds: readonly ContainerId[],
): Promise<Map<ContainerId, PassportCode>> {
  if (containerIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('passport')
    .select(['container_id', 'code'])
    .where('container_id', 'in', [...new Set(containerIds)])
    .execute()
  return new Map(
    rows.map((row) => [row.container_id as ContainerId, row.code as PassportCode] as const),
  )
}

const COLUMNS = sql`container_id as "containerId", hour, version, salt, digest, leaf_index as "leafIndex", place`

/** The last two versions of each hour that has any, the newer first. */
export async function listLastVersions(
  tx: Tx,
  hours: readonly ContainerHour[],
): Promise<PlacedHour[]> {
  const { rows } = await sql<PlacedHour>`
    select last.* from unnest(${hours.map(({ containerId }) => containerId)}::text[],
      ${hours.map(({ hour }) => hour)}::timestamptz[]) as asked (container_id, hour)
    cross join lateral (
      select ${COLUMNS} from passport_track_hour kept
      where kept.container_id = asked.container_id and kept.hour = asked.hour
      order by version desc limit 2
    ) last`.execute(tx)
  return rows
}

/** Every version of a container's hours in a period, by hour and version. */
export async function listHours(
  tx: Tx,
  containerId: ContainerId,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<PlacedHour[]> {
  const { rows } = await sql<PlacedHour>`
    select ${COLUMNS} from passport_track_hour
    where container_id = ${containerId} and hour > ${from ?? '-infinity'}::timestamptz - interval '1 hour'
      and hour < ${to ?? 'infinity'}::timestamptz
    order by hour, version`.execute(tx)
  return rows
}

export async function insertHours(
  tx: Tx,
  leafIndex: number,
  hours: readonly KeptHour[],
): Promise<void> {
  const rows = hours.map(({ containerId, hour, version, salt, digest }, place) => ({
    container_id: containerId,
    hour,
    version,
    leaf_index: leafIndex,
    place,
    salt,
    digest,
  }))
  await tx.insertInto('passport_track_hour').values(rows).execute()
}

/** Rounds by the place of their entry: the entry, and all digests in order. */
export async function listRounds(
  tx: Tx,
  leafIndexes: readonly number[],
): Promise<{ leafIndex: number; entry: Uint8Array; digests: Uint8Array[] }[]> {
  if (leafIndexes.length === 0) return []
  const { rows } = await sql<{ leafIndex: number; entry: Uint8Array; digests: Uint8Array }>`
    select entry.leaf_index as "leafIndex", entry, string_agg(digest, '' order by place) as digests
    from ledger_entry entry join passport_track_hour using (leaf_index)
    where entry.leaf_index = any(${[...new Set(leafIndexes)]}::bigint[])
    group by entry.leaf_index, entry order by entry.leaf_index`.execute(tx)
  return rows.map(({ digests, ...round }) => ({
    ...round,
    digests: Array.from({ length: digests.length / 32 }, (_, at) =>
      Uint8Array.from(digests.subarray(at * 32, at * 32 + 32)),
    ),
  }))
}

/** For catching up: the hours entered from a place on, which no head covers yet, are as if they had never been. */
export async function takeHoursBack(tx: Tx, first: number): Promise<ContainerHour[]> {
  const { rows } = await sql<{ containerId: ContainerId; hour: Date }>`
    delete from passport_track_hour where leaf_index >= ${first}
    returning container_id as "containerId", hour`.execute(tx)
  return rows.map(({ containerId, hour }) => ({ containerId, hour: hour.toISOString() }))
}
