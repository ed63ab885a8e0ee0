/** Fixes that machines send over HTTP: read row by row, kept together, each row refused alone. */
import type { Locale } from '#kernel/locale.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Database, Tx } from '#platform/database.ts'
import { SentFix, trackingProblem, type SentFixes, type TrackerId } from '#tracking/contract.ts'
import type { ReportedFix } from '#tracking/fix-rows.ts'
import { keepFixes } from '#tracking/fix-store.ts'
import { findTrackersByPhone } from '#tracking/store.ts'

export async function takeSentFixes(
  tx: Tx,
  database: Database,
  sent: {
    readonly fixes: readonly unknown[]
    readonly operatorId: OrganisationId
    readonly now: Date
    readonly locale: Locale
  },
): Promise<SentFixes> {
  const read = sent.fixes.map(readRow)
  const phones = read.flatMap((row) => ('phone' in row ? row.phone : []))
  const trackers = await findTrackersByPhone(tx, sent.operatorId, phones)
  const rows = read.map((row) => {
    if (!('phone' in row)) return row
    const trackerId = trackers.get(row.phone)
    return trackerId
      ? reported(row, trackerId, sent.now)
      : trackingProblem('tracking.tracker_absent')
  })
  const fixes = rows.flatMap((row) => ('deviceId' in row ? row : []))
  if (fixes.length > 0) await keepFixes(tx, database, fixes)
  return {
    kept: fixes.length,
    refused: rows.flatMap((row, at) =>
      'deviceId' in row ? [] : { row: at, code: row.code, detail: row.detail(sent.locale) },
    ),
  }
}

function readRow(row: unknown): SentFix | Problem {
  const parsed = SentFix.safeParse(row)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  return trackingProblem('tracking.fix_unreadable', {
    where: path.map(String).join('/'),
    why: message,
  })
}

const reported = (fix: SentFix, trackerId: TrackerId, now: Date): ReportedFix => ({
  deviceId: trackerId,
  serial: fix.serial,
  deviceTime: fix.deviceTime,
  receivedAt: now.toISOString(),
  latitude: fix.latitude,
  longitude: fix.longitude,
  altitudeM: fix.altitudeM,
  speedKmh: fix.speedKmh,
  headingDeg: Math.round(fix.headingDeg) % 360,
  // Bit sets of JT/T 808, which a machine does not speak.
  alarm: 0,
  status: 0,
  items: fix.items,
  frame: new Uint8Array(0),
  valid: fix.valid,
})
