/**
 * What the gateway process keeps and asks beside fixes (fix-store.ts), over PostgreSQL: devices and quarantined frames. Its ports are in
 * src/gateway/ports.ts. It runs as the role `landbridge_gateway`, which may touch these tables and no others.
 */
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database.ts'
import { digestOf, isSameDigest, makeSecret } from '#tracking/secret.ts'
import { decideRegistration, type RegisteredTracker } from '#tracking/tracking.ts'

export { createFixStore } from '#tracking/fix-store.ts'
export type { ReportedFix } from '#tracking/fix-rows.ts'

const QUARANTINE_FRAMES_MAX = 10_000
const QUARANTINED_HEX_MAX = 8_192

type Edition = '2011' | '2013' | '2019'

interface Terminal {
  readonly phone: string
  readonly terminalId: string
  readonly edition: Edition
}

interface Authentication {
  readonly phone: string
  readonly authCode: string
  readonly edition: Edition
}

/**
 * A terminal known by phone and terminal id is given a fresh code at each registration; the one before ends. The secret
 * its operator was shown stays good, so a device that was set up by hand never needs to register.
 */
export function createDeviceDirectory(database: Database) {
  return {
    register: ({ phone, terminalId, edition }: Terminal) =>
      database.transact(async (tx) => {
        const { rows } = await sql<RegisteredTracker>`
          select id, phone, terminal_id as "terminalId", registration_digest is not null as "hasRegistered"
          from tracker where phone = ${phone} or terminal_id = ${terminalId} limit 100`.execute(tx)
        const { result, trackerId } = decideRegistration({ phone, terminalId }, rows)
        if (trackerId === undefined) return { result }
        const authCode = makeSecret()
        await sql`update tracker set registration_digest = ${digestOf(authCode)}, edition = ${edition}
          where id = ${trackerId}`.execute(tx)
        return { result, authCode }
      }),
    authenticate: ({ phone, authCode, edition }: Authentication) =>
      database.transact(async (tx) => {
        const device = await tx
          .selectFrom('tracker')
          .select(['id', 'secret_digest', 'registration_digest', 'maker', 'model', 'edition'])
          .where('phone', '=', phone)
          .executeTakeFirst()
        if (device === undefined) return null
        const given = digestOf(authCode)
        const digests = [device.secret_digest, device.registration_digest]
        if (!digests.some((digest) => isSameDigest(digest, given))) return null
        const spoken = spokenEdition(device.edition, edition)
        if (spoken !== device.edition)
          await sql`update tracker set edition = ${spoken} where id = ${device.id}`.execute(tx)
        return { deviceId: device.id, edition: spoken, maker: device.maker, model: device.model }
      }),
    /** Only by the secret its operator was shown: what a registration by air gave is for JT/T 808. */
    admit: ({ name, secret }: { readonly name: string; readonly secret: string }) =>
      database.transact(async (tx) => {
        const device = await namedDevice(tx, name)
        if (device === undefined || !isSameDigest(device.secret_digest, digestOf(secret)))
          return null
        return speaksMqtt(tx, device)
      }),
    find: (phone: string) =>
      database.transact(async (tx) => {
        const device = await namedDevice(tx, phone)
        return device === undefined ? null : speaksMqtt(tx, device)
      }),
  }
}

async function speaksMqtt(
  tx: Tx,
  {
    id,
    phone,
    edition,
  }: { readonly id: string; readonly phone: string; readonly edition: string | null },
): Promise<{ deviceId: string; phone: string }> {
  if (edition !== 'mqtt')
    await sql`update tracker set edition = 'mqtt' where id = ${id}`.execute(tx)
  return { deviceId: id, phone }
}

/** By phone, or by the tracker's own id. */
const namedDevice = async (
  tx: Tx,
  name: string,
): Promise<
  { id: string; phone: string; secret_digest: Uint8Array; edition: string | null } | undefined
> =>
  tx
    .selectFrom('tracker')
    .select(['id', 'phone', 'secret_digest', 'edition'])
    .where('phone', '=', name.replace(/^0+/, ''))
    .unionAll(
      tx
        .selectFrom('tracker')
        .select(['id', 'phone', 'secret_digest', 'edition'])
        .where('id', '=', name),
    )
    .executeTakeFirst()

/** A header cannot say 2011: what registered as that stays it until it speaks 2019. */
const spokenEdition = (known: string | null, said: Edition): Edition =>
  known === '2011' && said === '2013' ? '2011' : said

interface Frame {
  readonly hex: string
  readonly receivedAt: string
  readonly remoteAddress: string
  readonly phone?: string
  readonly decoded?: object
}

/** Keeps a frame that was not taken, and forgets the oldest beyond the bound. */
export function createQuarantine(database: Database) {
  return (frame: Frame, reason: string): Promise<void> =>
    database.transact(async (tx) => {
      const hex = frame.hex.slice(0, QUARANTINED_HEX_MAX)
      const decoded = frame.decoded === undefined ? null : JSON.stringify(frame.decoded)
      const kept = await sql<{ id: number }>`
        insert into quarantined_frame (received_at, reason, phone, remote_address, frame, decoded)
        values (${frame.receivedAt}, ${reason}, ${frame.phone ?? null}, ${frame.remoteAddress},
          decode(${hex}, 'hex'), ${decoded}::jsonb)
        returning id`.execute(tx)
      await sql`delete from quarantined_frame
        where id <= ${kept.rows[0]!.id - QUARANTINE_FRAMES_MAX}`.execute(tx)
    })
}
