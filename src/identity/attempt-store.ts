/** The SQL on sign-in attempts. An attempt is counted before the password is looked at, so that many at once gain nothing. */
import { sql } from 'kysely'
import type { Tx } from '#platform/database.ts'

export interface AttemptWindow {
  readonly attempts: number
  readonly endsAt: Date
}

/** Counts one attempt in the key's window, or opens a new window when the last is over. */
export async function countAttempt(
  tx: Tx,
  key: string,
  minutes: number,
  now: Date,
): Promise<AttemptWindow> {
  const endsAt = new Date(now.getTime() + minutes * 60_000)
  const { rows } = await sql<{ attempts: number; window_ends_at: Date }>`
    insert into sign_in_attempt as kept (key, attempts, window_ends_at) values (${key}, 1, ${endsAt})
    on conflict (key) do update set
      attempts = case when kept.window_ends_at <= ${now} then 1 else kept.attempts + 1 end,
      window_ends_at = case when kept.window_ends_at <= ${now} then ${endsAt} else kept.window_ends_at end
    returning attempts, window_ends_at`.execute(tx)
  const row = rows[0]!
  return { attempts: row.attempts, endsAt: row.window_ends_at }
}

/** A sign-in that succeeded was no guess: it is taken back from a window it was counted in. */
export async function forgiveAttempt(tx: Tx, key: string): Promise<void> {
  await tx
    .updateTable('sign_in_attempt')
    .set((eb) => ({ attempts: eb('attempts', '-', 1) }))
    .where('key', '=', key)
    .where('attempts', '>', 0)
    .execute()
}

export async function deleteAttempts(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.deleteFrom('sign_in_attempt').where('key', 'in', keys).execute()
}

export async function deleteAttemptsEndedBefore(tx: Tx, before: Date): Promise<void> {
  // Whoever holds a row is about to renew it: waiting for that could only end in a deadlock.
  await sql`delete from sign_in_attempt where key in (
    select key from sign_in_attempt where window_ends_at < ${before} for update skip locked)`.execute(
    tx,
  )
}
