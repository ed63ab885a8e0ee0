/** A row of `position` as a raw fix: everything that was kept of it, in whole numbers. */
import { sql } from 'kysely'
import type { RawFix } from '#tracking/contract.ts'

/** To be selected of `position` and `tracker`. */
export const RAW_FIX =
  sql.raw(`tracker.id as tracker_id, serial, latitude_e7, longitude_e7, altitude_m, speed_tenths_kmh,
    heading_deg, alarm, status, quality, items,
    (extract(epoch from device_time) * 1000)::bigint as at_ms,
    (extract(epoch from received_at) * 1000)::bigint as received_ms`)

export interface RawFixRow {
  readonly tracker_id: string
  readonly at_ms: number
  readonly received_ms: number
  readonly serial: number
  readonly latitude_e7: number
  readonly longitude_e7: number
  readonly altitude_m: number
  readonly speed_tenths_kmh: number
  readonly heading_deg: number
  readonly alarm: number
  readonly status: number
  readonly quality: string
  readonly items: RawFix['items'] | null
}

export const toRawFix = (row: RawFixRow): RawFix => ({
  alarm: row.alarm,
  altitudeM: row.altitude_m,
  atMs: row.at_ms,
  headingDeg: row.heading_deg,
  items: row.items ?? [],
  latitudeE7: row.latitude_e7,
  longitudeE7: row.longitude_e7,
  quality: row.quality as RawFix['quality'],
  receivedMs: row.received_ms,
  serial: row.serial,
  speedTenthsKmh: row.speed_tenths_kmh,
  status: row.status,
  tracker: row.tracker_id as RawFix['tracker'],
})
