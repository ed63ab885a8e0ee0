/** Areas that were drawn for stations, in SQL: the only file that touches their table. Each drawing is a version; none is overwritten. */
import { sql } from 'kysely'
import type { Actor, OrganisationId } from '#kernel/organisation.ts'
import type { StationCode } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import { Fence } from '#journey/fence/geofence.ts'
import type { GeofenceVersion } from '#journey/way-contract.ts'

export interface DrawnFence {
  /** Undefined where what was drawn has been taken away, and there is none of the platform's. */
  readonly fence: Fence | undefined
  readonly own: boolean
  /** Of this organisation's last drawing; 0 without one. */
  readonly version: number
}

interface FenceRow {
  readonly station: string
  readonly own: boolean
  readonly version: number
  readonly fence: unknown
}

/** Drawn by this organisation, else by the platform. */
export async function readFences(
  tx: Tx,
  organisationId: OrganisationId,
): Promise<ReadonlyMap<StationCode, DrawnFence>> {
  const { rows } = await sql<FenceRow>`
    select distinct on (station, organisation_id) station, organisation_id = ${organisationId} as own, version, fence
    from geofence join organisation on organisation.id = organisation_id
    where organisation_id = ${organisationId} or organisation.kind = 'platform'
    order by station, organisation_id, version desc`.execute(tx)
  const drawn = new Map<StationCode, DrawnFence>()
  for (const [code, there] of Map.groupBy(rows, ({ station }) => station as StationCode)) {
    const mine = there.find(({ own }) => own)
    const counts = mine?.fence ? mine : there.find(({ own, fence }) => !own && fence !== null)
    drawn.set(code, {
      fence: counts && Fence.parse(counts.fence),
      own: counts?.own ?? false,
      version: mine?.version ?? 0,
    })
  }
  return drawn
}

export async function readFenceVersions(
  tx: Tx,
  organisationId: OrganisationId,
  station: StationCode,
): Promise<GeofenceVersion[]> {
  const rows = await tx
    .selectFrom('geofence')
    .leftJoin('auth_user', 'auth_user.id', 'drawn_by')
    .select(['version', 'fence', 'drawn_at', 'auth_user.name'])
    .where('station', '=', station)
    .where('organisation_id', '=', organisationId)
    .orderBy('version', 'desc')
    .limit(VERSIONS_SHOWN_MAX)
    .execute()
  return rows.map((row) => ({
    version: row.version,
    fence: row.fence === null ? null : Fence.parse(row.fence),
    drawnAt: row.drawn_at.toISOString(),
    drawnBy: row.name,
  }))
}

const VERSIONS_SHOWN_MAX = 100

interface Drawing {
  readonly fence: Fence | null
  readonly over: number | undefined
  readonly now: Date
}

/** False where another version than the one it was drawn over is the newest. */
export async function drawFence(
  tx: Tx,
  { organisationId, memberId }: Actor,
  station: StationCode,
  { fence, over, now }: Drawing,
): Promise<boolean> {
  // Two people of one organisation: the second finds what the first has drawn.
  const lock = `geofence/${organisationId}/${station}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(tx)
  const newest = await tx
    .selectFrom('geofence')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('station', '=', station)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow()
  const version = newest.version ?? 0
  if (over !== undefined && over !== version) return false
  // Nothing to take away.
  if (fence === null && version === 0) return true
  await tx
    .insertInto('geofence')
    .values({
      station,
      organisation_id: organisationId,
      version: version + 1,
      fence: JSON.stringify(fence),
      drawn_at: now,
      drawn_by: memberId,
    })
    .execute()
  return true
}
