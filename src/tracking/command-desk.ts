/**
 * Where commands for trackers wait, over PostgreSQL, as the gateway process sees it (its port `CommandDesk`), and what trackers pass
 * through. It works as the role `landbridge_gateway`.
 */
import { sql } from 'kysely'
import type { Database } from '#platform/database.ts'
import type { CommandRequest, CommandResult } from '#tracking/command-contract.ts'

export const COMMAND_CHANNEL = 'tracker_command'
/** A terminal that has not answered by then will not: it is asked again by a person, not by us. */
const ANSWER_SECONDS_MAX = 60
const MESSAGES_PER_TRACKER_MAX = 500

interface QueuedCommand {
  readonly id: string
  readonly deviceId: string
  readonly request: CommandRequest
}

export function createCommandDesk(database: Database) {
  return {
    take: (deviceIds: readonly string[]): Promise<readonly QueuedCommand[]> =>
      database.transact(async (tx) => {
        const { rows } = await sql<QueuedCommand>`
          update tracker_command set state = 'sent', sent_at = now()
          where id in (select id from tracker_command
            where tracker_id = any(${[...deviceIds]}::text[]) and state = 'queued' and expires_at > now()
            order by id limit 100 for update skip locked)
          returning id, tracker_id as "deviceId", request`.execute(tx)
        return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
      }),

    settle: (commandId: string, result: CommandResult, said?: object): Promise<void> =>
      database.transact(async (tx) => {
        // An answer that comes after its time-out is still the answer.
        await sql`update tracker_command
          set state = 'answered', ended_at = now(), result = ${result},
            said = ${said === undefined ? null : JSON.stringify(said)}::jsonb
          where id = ${commandId} and state in ('sent', 'timed_out')`.execute(tx)
      }),

    hear: (
      deviceId: string,
      { command, result, said }: { command: string; result: CommandResult; said?: object },
    ): Promise<boolean> =>
      database.transact(async (tx) => {
        // Heard twice it is one answer.
        const { rows } = await sql`
          with known as (
            select id from tracker_command
            where id = ${command} and tracker_id = ${deviceId} and state in ('sent', 'timed_out', 'answered')
          ), ended as (
            update tracker_command set state = 'answered', ended_at = now(), result = ${result},
              said = ${said === undefined ? null : JSON.stringify(said)}::jsonb
            where id = (select id from known) and state in ('sent', 'timed_out')
          )
          select from known`.execute(tx)
        return rows.length > 0
      }),

    expire: (): Promise<void> =>
      database.transact(async (tx) => {
        await sql`update tracker_command set state = 'timed_out', ended_at = now()
          where state = 'sent' and sent_at < now() - make_interval(secs => ${ANSWER_SECONDS_MAX})`.execute(
          tx,
        )
        await sql`update tracker_command set state = 'expired', ended_at = now()
          where state = 'queued' and expires_at <= now()`.execute(tx)
      }),

    listen: (onQueued: (deviceId: string | null) => void): Promise<() => Promise<void>> =>
      database.listen(COMMAND_CHANNEL, (trackerId) =>
        onQueued(trackerId === '' ? null : trackerId),
      ),
  }
}

interface KeptMessage {
  readonly deviceId: string
  readonly receivedAt: string
  readonly messageId: number
  readonly hex: string
}

/** Keeps a message, and forgets the tracker's oldest beyond the bound. */
export function createMessageStore(database: Database) {
  return ({ deviceId, receivedAt, messageId, hex }: KeptMessage): Promise<void> =>
    database.transact(async (tx) => {
      await sql`insert into tracker_message (tracker_id, received_at, message_id, frame)
        values (${deviceId}, ${receivedAt}, ${messageId}, decode(${hex}, 'hex'))`.execute(tx)
      await sql`delete from tracker_message where tracker_id = ${deviceId} and id <= (
        select id from tracker_message where tracker_id = ${deviceId}
        order by id desc offset ${MESSAGES_PER_TRACKER_MAX} limit 1)`.execute(tx)
    })
}
