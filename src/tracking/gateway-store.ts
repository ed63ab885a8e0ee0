/**
 * What the gateway process keeps and asks, over PostgreSQL: fixes, devices and quarantined frames (its ports, in
 * src/gateway/ports.ts). It runs as the role `landbridge_gateway`, which may touch these tables and no others.
 */
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database.ts'
import { fixQuality } from '#tracking/tracking.ts'
import { digestOf, isSameDigest, makeSecret } from '#tracking/secret.ts'

export const POSITION_CHANNEL = 'position'
/** Whoever moves a container holds this until commit, so that versions are committed in the order they were drawn. */
const CONTAINER_POSITION_LOCK = 7_301_004
const QUARANTINE_FRAMES_MAX = 10_000
const QUARANTINED_HEX_MAX = 8_192

export interface ReportedFix {
  readonly deviceId: string
  readonly serial: number
  readonly deviceTime: string
  readonly receivedAt: string
  readonly latitude: number
  readonly longitude: number
  readonly altitudeM: number
  readonly speedKmh: number
  readonly headingDeg: number
  readonly alarm: number
  readonly status: number
  readonly items: readonly object[]
  readonly frameHex: string
  readonly valid: boolean
}

/** One transaction a call; a fix already kept (same device, device time, serial) changes nothing. */
export function createFixStore(database: Database): {
  commit(fixes: readonly ReportedFix[]): Promise<void>
} {
  return {
    async commit(fixes) {
      if (fixes.length === 0) return
      await database.transact(async (tx) => {
        await lockContainerPositions(tx)
        await keepFixes(fixes).execute(tx)
      })
    },
  }
}

export async function lockContainerPositions(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CONTAINER_POSITION_LOCK})`.execute(tx)
}

/**
 * Arrays of columns in one statement: a single round trip whatever the batch, and no staging table to empty after each.
 * Of a container's new fixes only the newest moves it, and only if it is newer than where the container already is.
 */
function keepFixes(fixes: readonly ReportedFix[]) {
  const column = <T>(of: (fix: ReportedFix) => T): T[] => fixes.map(of)
  return sql`
    with given as (
      select * from unnest(
        ${column((fix) => fix.deviceId)}::text[], ${column((fix) => fix.deviceTime)}::timestamptz[],
        ${column((fix) => fix.serial)}::int[], ${column((fix) => fix.receivedAt)}::timestamptz[],
        ${column((fix) => fix.latitude)}::float8[], ${column((fix) => fix.longitude)}::float8[],
        ${column((fix) => fix.altitudeM)}::int[], ${column((fix) => fix.speedKmh)}::float8[],
        ${column((fix) => fix.headingDeg)}::int[], ${column((fix) => fix.alarm)}::bigint[],
        ${column((fix) => fix.status)}::bigint[], ${column((fix) => JSON.stringify(fix.items))}::jsonb[],
        ${column((fix) => fix.frameHex)}::text[], ${column(fixQuality)}::text[]
      ) as fix (tracker_id, device_time, serial, received_at, latitude, longitude, altitude_m, speed_kmh,
        heading_deg, alarm, status, items, frame_hex, quality)
    ), kept as (
      insert into position (tracker_id, device_time, serial, received_at, latitude, longitude, altitude_m,
        speed_kmh, heading_deg, alarm, status, items, frame, quality)
      select tracker_id, device_time, serial, received_at, latitude, longitude, altitude_m, speed_kmh,
        heading_deg, alarm, status, items, decode(frame_hex, 'hex'), quality
      from given on conflict do nothing
      returning tracker_id, device_time, received_at, latitude, longitude, speed_kmh, heading_deg, quality
    ), seen as (
      insert into last_position as last (tracker_id, device_time, received_at, latitude, longitude)
      select distinct on (tracker_id) tracker_id, device_time, received_at, latitude, longitude
      from kept where quality = 'good' order by tracker_id, device_time desc
      on conflict (tracker_id) do update set device_time = excluded.device_time,
        received_at = excluded.received_at, latitude = excluded.latitude, longitude = excluded.longitude
      where last.device_time < excluded.device_time
    ), newest as (
      select distinct on (container_id) container_id, kept.*
      from kept join tracker_binding binding using (tracker_id)
      where quality = 'good' and device_time >= bound_at
        and (unbound_at is null or device_time < unbound_at)
      order by container_id, device_time desc
    ), moved as (
      insert into container_position as here (container_id, version, tracker_id, device_time, received_at,
        latitude, longitude, speed_kmh, heading_deg)
      select container_id, nextval('container_position_version'), tracker_id, device_time, received_at,
        latitude, longitude, speed_kmh, heading_deg
      from newest
      on conflict (container_id) do update set version = excluded.version, tracker_id = excluded.tracker_id,
        device_time = excluded.device_time, received_at = excluded.received_at,
        latitude = excluded.latitude, longitude = excluded.longitude,
        speed_kmh = excluded.speed_kmh, heading_deg = excluded.heading_deg
      where here.device_time < excluded.device_time
      returning version
    )
    select pg_notify(${POSITION_CHANNEL}, max(version)::text) from moved having count(*) > 0`
}

interface Terminal {
  readonly phone: string
  readonly terminalId: string
}

/**
 * A terminal known by phone and terminal id is given a fresh code at each registration; the one before ends. The secret
 * its operator was shown stays good, so a device that was set up by hand never needs to register.
 */
export function createDeviceDirectory(database: Database) {
  return {
    register: ({ phone, terminalId }: Terminal) =>
      database.transact(async (tx) => {
        const authCode = makeSecret()
        const { rows } = await sql`
          update tracker set registration_digest = ${digestOf(authCode)}
          where phone = ${phone} and terminal_id = ${terminalId} returning 1`.execute(tx)
        return rows.length === 1 ? { result: 0 as const, authCode } : { result: 4 as const }
      }),
    authenticate: (phone: string, authCode: string) =>
      database.transact(async (tx) => {
        const device = await tx
          .selectFrom('tracker')
          .select(['id', 'secret_digest', 'registration_digest'])
          .where('phone', '=', phone)
          .executeTakeFirst()
        if (device === undefined) return null
        const given = digestOf(authCode)
        const digests = [device.secret_digest, device.registration_digest]
        return digests.some((digest) => isSameDigest(digest, given)) ? device.id : null
      }),
  }
}

interface Frame {
  readonly hex: string
  readonly receivedAt: string
  readonly remoteAddress: string
  readonly phone?: string
}

/** Keeps a frame that was not taken, and forgets the oldest beyond the bound. */
export function createQuarantine(database: Database) {
  return (frame: Frame, reason: string): Promise<void> =>
    database.transact(async (tx) => {
      const hex = frame.hex.slice(0, QUARANTINED_HEX_MAX)
      const kept = await sql<{ id: number }>`
        insert into quarantined_frame (received_at, reason, phone, remote_address, frame)
        values (${frame.receivedAt}, ${reason}, ${frame.phone ?? null}, ${frame.remoteAddress}, decode(${hex}, 'hex'))
        returning id`.execute(tx)
      await sql`delete from quarantined_frame
        where id <= ${kept.rows[0]!.id - QUARANTINE_FRAMES_MAX}`.execute(tx)
    })
}
