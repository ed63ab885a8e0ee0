/** What trackers saw, and how far fixes were read, in SQL: the only file that touches their tables. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { StationCode } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import type { Spotted } from '#journey/fence/spotting.ts'
import type { SeenKind, SeenSource } from '#journey/leg-contract.ts'

export interface SeenRow extends Spotted {
  readonly source: SeenSource
  readonly seenAt: Date
}

/** In the order they happened. */
export async function readSeen(tx: Tx, containerId: ContainerId): Promise<SeenRow[]> {
  const rows = await tx
    .selectFrom('seen_milestone')
    .selectAll()
    .where('container_id', '=', containerId)
    .orderBy('at')
    // Left one and at once at the next: in that order.
    .orderBy('kind', 'desc')
    .execute()
  return rows.map((row) => ({
    station: row.station as StationCode,
    kind: row.kind as SeenKind,
    source: row.source as SeenSource,
    ms: row.at.getTime(),
    fixes: row.fixes,
    seenAt: row.seen_at,
  }))
}

/** Keeps what the tracker saw; true where it was not known before. What fixes that came late have moved is corrected. */
export async function keepSeen(
  tx: Tx,
  containerId: ContainerId,
  { station, kind, ms, fixes }: Spotted,
  now: Date,
): Promise<boolean> {
  const at = new Date(ms)
  const made = await tx
    .insertInto('seen_milestone')
    .values({ container_id: containerId, station, kind, at, fixes, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows === 1n) return true
  await tx
    .updateTable('seen_milestone')
    .set({ at, fixes, corrected_at: now })
    .where('container_id', '=', containerId)
    .where('station', '=', station)
    .where('kind', '=', kind)
    .where('source', '=', 'tracker')
    .where('at', '<>', at)
    .execute()
  return false
}

/** What lists say of a container now, in place of what they said: those that were not known before. */
export async function keepListed(
  tx: Tx,
  containerId: ContainerId,
  listed: readonly Spotted[],
  now: Date,
): Promise<Spotted[]> {
  const keyOf = (one: { readonly station: string; readonly kind: string }) =>
    `${one.kind} ${one.station}`
  const said = new Set(listed.map(keyOf))
  const before = (await readSeen(tx, containerId)).filter(({ source }) => source === 'list')
  for (const { station, kind } of before.filter((one) => !said.has(keyOf(one))))
    await tx
      .deleteFrom('seen_milestone')
      .where('container_id', '=', containerId)
      .where('station', '=', station)
      .where('kind', '=', kind)
      .where('source', '=', 'list')
      .execute()
  for (const { station, kind, ms, fixes } of listed) {
    const told = { at: new Date(ms), fixes }
    await tx
      .insertInto('seen_milestone')
      .values({ container_id: containerId, station, kind, source: 'list', seen_at: now, ...told })
      .onConflict((conflict) =>
        conflict.columns(['container_id', 'station', 'kind', 'source']).doUpdateSet(told),
      )
      .execute()
  }
  const known = new Set(before.map(keyOf))
  return listed.filter((one) => !known.has(keyOf(one)))
}

/** The version read up to; undefined while another server reads. */
export async function lockReading(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    select version from milestone_reading for update skip locked`.execute(tx)
  return rows[0]?.version
}

export async function moveReading(tx: Tx, version: number): Promise<void> {
  await tx.updateTable('milestone_reading').set({ version }).execute()
}

export async function wholeReadAt(tx: Tx, containerId: ContainerId): Promise<Date | undefined> {
  const row = await tx
    .selectFrom('container_reading')
    .select('whole_read_at')
    .where('container_id', '=', containerId)
    .executeTakeFirst()
  return row?.whole_read_at
}

export async function keepWholeRead(tx: Tx, containerId: ContainerId, at: Date): Promise<void> {
  await tx
    .insertInto('container_reading')
    .values({ container_id: containerId, whole_read_at: at })
    .onConflict((conflict) => conflict.column('container_id').doUpdateSet({ whole_read_at: at }))
    .execute()
}
