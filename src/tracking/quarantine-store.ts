/** Frames that were not taken, in SQL, as people read them. */
import { sql } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { QuarantinedFrame } from '#tracking/contract.ts'

/** An operator reads the frames sent in its trackers' names, the platform all of them. */
export async function listQuarantined(
  tx: Tx,
  operatorId: OrganisationId | null,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<QuarantinedFrame>> {
  const before = cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : null
  const { rows } = await sql<{
    readonly id: number
    readonly received_at: Date
    readonly reason: string
    readonly phone: string | null
    readonly remote_address: string
    readonly frame_hex: string
    readonly decoded: Record<string, unknown> | null
  }>`
    select id, received_at, reason, phone, remote_address, upper(encode(frame, 'hex')) as frame_hex, decoded
    from quarantined_frame
    where (${operatorId}::text is null or phone in (select phone from tracker where operator_id = ${operatorId}))
      and (${before}::bigint is null or id < ${before})
    order by id desc limit ${limit + 1}`.execute(tx)
  const page = toPage(rows, limit, (row) => String(row.id))
  return {
    items: page.items.map((row) => ({
      receivedAt: row.received_at.toISOString(),
      reason: row.reason,
      phone: row.phone,
      remoteAddress: row.remote_address,
      frameHex: row.frame_hex,
      decoded: row.decoded,
    })),
    next: page.next,
  }
}
