/** The accounts' check in SQL: its alarms, and how far it has come; the only file that touches `slot_alarm` and `slot_audit`. */
import { sql } from 'kysely'
import { timestampIn } from '#kernel/time.ts'
import type { Tx } from '#platform/database.ts'
import type { Alarm } from '#booking/slot-contract.ts'
import type { DepartureId } from '#train/contract.ts'

const SHOWN_MAX = 50

/** Gives the findings that are new: one that stands already is not told again. */
export async function insertAlarms(
  tx: Tx,
  alarms: readonly {
    readonly id: string
    readonly departureId: DepartureId
    readonly finding: string
  }[],
  now: Date,
): Promise<string[]> {
  if (alarms.length === 0) return []
  const made = await tx
    .insertInto('slot_alarm')
    .values(
      alarms.map(({ id, departureId, finding }) => ({
        id,
        departure_id: departureId,
        finding,
        at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('finding')
    .execute()
  return made.map((row) => row.finding)
}

/** From when on an account must have moved to be looked at. */
export async function readAuditedUntil(tx: Tx): Promise<Date> {
  const row = await tx.selectFrom('slot_audit').select('moved_since').executeTakeFirst()
  return row?.moved_since ?? new Date(0)
}

/** Of several servers the one that has looked further is believed. */
export async function keepAuditedUntil(tx: Tx, until: Date): Promise<void> {
  await sql`insert into slot_audit (moved_since) values (${until})
    on conflict (single) do update set moved_since = greatest(slot_audit.moved_since, excluded.moved_since)`.execute(
    tx,
  )
}

export async function listAlarms(tx: Tx, departureId: DepartureId): Promise<Alarm[]> {
  const rows = await tx
    .selectFrom('slot_alarm')
    .selectAll()
    .where('departure_id', '=', departureId)
    .orderBy('at', 'desc')
    .limit(SHOWN_MAX)
    .execute()
  return rows.map((row) => ({
    id: row.id as Alarm['id'],
    departureId,
    at: timestampIn(row.at.getTime(), 'UTC'),
    finding: row.finding,
  }))
}
