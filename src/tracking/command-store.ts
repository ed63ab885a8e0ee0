/** Commands for trackers and what trackers passed through, as their operator's API sees them. */
import { sql } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import { COMMAND_CHANNEL } from '#tracking/command-desk.ts'
import {
  TrackerCommand,
  TrackerMessage,
  type CommandId,
  type CommandRequest,
} from '#tracking/command-contract.ts'
import { trackingProblem, type TrackerId } from '#tracking/contract.ts'

/** A tracker that does not come is not told a hundred things when it does. */
const QUEUED_MAX = 20

interface NewCommand {
  readonly id: CommandId
  readonly trackerId: TrackerId
  readonly request: CommandRequest
  readonly askedAt: Date
  readonly expiresAt: Date
}

/** The tracker is locked by the caller, so the count holds. */
export async function queueCommand(tx: Tx, command: NewCommand): Promise<void> {
  const { id, trackerId, request, askedAt, expiresAt } = command
  const { rows } = await sql<{ queued: number }>`select count(*)::int as queued from tracker_command
    where tracker_id = ${trackerId} and state = 'queued'`.execute(tx)
  if (rows[0]!.queued >= QUEUED_MAX)
    throw trackingProblem('tracking.commands_waiting', { count: QUEUED_MAX })
  await sql`insert into tracker_command (id, tracker_id, request, state, asked_at, expires_at)
    values (${id}, ${trackerId}, ${JSON.stringify(request)}::jsonb, 'queued', ${askedAt}, ${expiresAt})`.execute(
    tx,
  )
  await sql`select pg_notify(${COMMAND_CHANNEL}, ${trackerId})`.execute(tx)
}

interface CommandRow {
  readonly id: string
  readonly request: CommandRequest
  readonly state: string
  readonly asked_at: Date
  readonly expires_at: Date
  readonly sent_at: Date | null
  readonly ended_at: Date | null
  readonly result: string | null
  readonly said: unknown
}

interface Paging {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Newest first. */
export async function listCommands(
  tx: Tx,
  operatorId: OrganisationId,
  trackerId: TrackerId,
  { cursor, limit }: Paging,
): Promise<Page<TrackerCommand>> {
  const { rows } = await sql<CommandRow>`
    select command.* from tracker_command command join tracker on tracker.id = command.tracker_id
    where tracker_id = ${trackerId} and operator_id = ${operatorId}
      and (${cursor ?? null}::text is null or command.id < ${cursor ?? null})
    order by command.id desc limit ${limit + 1}`.execute(tx)
  const page = toPage(rows, limit, (row) => row.id)
  return { items: page.items.map(toCommand), next: page.next }
}

export async function getCommand(tx: Tx, id: CommandId): Promise<TrackerCommand> {
  const { rows } = await sql<CommandRow>`select * from tracker_command where id = ${id}`.execute(tx)
  return toCommand(rows[0]!)
}

function toCommand(row: CommandRow): TrackerCommand {
  return TrackerCommand.parse({
    id: row.id,
    request: row.request,
    state: row.state,
    askedAt: row.asked_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    result: row.result,
    said: row.said,
  })
}

/** Newest first. */
export async function listMessages(
  tx: Tx,
  operatorId: OrganisationId,
  trackerId: TrackerId,
  { cursor, limit }: Paging,
): Promise<Page<TrackerMessage>> {
  const before = cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : null
  const { rows } = await sql<{ id: number; received_at: Date; message_id: number; hex: string }>`
    select message.id, received_at, message_id, upper(encode(frame, 'hex')) as hex
    from tracker_message message join tracker on tracker.id = message.tracker_id
    where tracker_id = ${trackerId} and operator_id = ${operatorId}
      and (${before}::bigint is null or message.id < ${before})
    order by message.id desc limit ${limit + 1}`.execute(tx)
  const page = toPage(rows, limit, (row) => String(row.id))
  return {
    items: page.items.map((row) =>
      TrackerMessage.parse({
        receivedAt: row.received_at.toISOString(),
        messageId: `0x${row.message_id.toString(16).toUpperCase().padStart(4, '0')}`,
        frameHex: row.hex,
      }),
    ),
    next: page.next,
  }
}
