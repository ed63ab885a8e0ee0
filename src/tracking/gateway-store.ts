/**
 * What the gateway process keeps and asks beside fixes (fix-store.ts), over PostgreSQL: devices and quarantined frames. Its ports are in
 * src/gateway/ports.ts. It runs as the role `landbridge_gateway`, which may touch these tables and no others.
 */
import { sql } from 'kysely'
import type { Database } from '#platform/database.ts'
import { digestOf, isSameDigest, makeSecret } from '#tracking/secret.ts'

export { createFixStore } from '#tracking/fix-store.ts'
export type { ReportedFix } from '#tracking/fix-rows.ts'

const QUARANTINE_FRAMES_MAX = 10_000
const QUARANTINED_HEX_MAX = 8_192

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
