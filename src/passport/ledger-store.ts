/** The SQL of the ledger: entries, tiles, the signed head. Sequencing is in sequencer.ts, which alone calls what writes here. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { merkleHasher, type Tile } from 'tlog'
import type { Tx } from '#platform/database.ts'

export const WAITING_CHANNEL = 'ledger_waiting'
const LEDGER_LOCK = 7_308_001

/** The hashes of RFC 6962 by node:crypto: the same as tlog's own, some ten times faster. */
export const HASHER = merkleHasher((message) => createHash('sha256').update(message).digest())

export interface Head {
  readonly size: number
  readonly root: Uint8Array
  /** The signed note, as published. */
  readonly checkpoint: string
  readonly signedAt: Date
}

export interface WaitingEntry {
  readonly position: number
  readonly entry: Uint8Array
  readonly leafHash: Uint8Array
}

/** One leader at a time, across all processes on this database; freed with the transaction. */
export async function lockLedger(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`.execute(tx)
}

/** Puts an entry in the queue, and wakes the sequencer when the transaction commits. */
export async function queueEntry(tx: Tx, entry: Uint8Array): Promise<number> {
  const { position } = await tx
    .insertInto('ledger_entry')
    .values({ entry, leaf_hash: HASHER.hashLeaf(entry) })
    .returning('position')
    .executeTakeFirstOrThrow()
  await sql`select pg_notify(${WAITING_CHANNEL}, '')`.execute(tx)
  return position
}

export async function listWaiting(tx: Tx, limit: number): Promise<WaitingEntry[]> {
  const rows = await tx
    .selectFrom('ledger_entry')
    .select(['position', 'entry', 'leaf_hash as leafHash'])
    .where('leaf_index', 'is', null)
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows
}

export async function countWaiting(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from ledger_entry where leaf_index is null`.execute(tx)
  return rows[0]!.count
}

/** Gives waiting entries their places, from `first` on, in this order. */
export async function placeEntries(
  tx: Tx,
  positions: readonly number[],
  first: number,
): Promise<void> {
  await sql`
    update ledger_entry set leaf_index = ${first} + placed.rank - 1
    from unnest(${positions}::bigint[]) with ordinality as placed (position, rank)
    where ledger_entry.position = placed.position`.execute(tx)
}

/** The entries of places [first, end), in order; fewer where some are missing. */
export async function readEntries(tx: Tx, first: number, end: number): Promise<Uint8Array[]> {
  const rows = await tx
    .selectFrom('ledger_entry')
    .select('entry')
    .where('leaf_index', '>=', first)
    .where('leaf_index', '<', end)
    .orderBy('leaf_index')
    .execute()
  return rows.map(({ entry }) => entry)
}

export async function readHead(tx: Tx): Promise<Head | undefined> {
  return tx
    .selectFrom('ledger_head')
    .select(['size', 'root', 'checkpoint', 'signed_at as signedAt'])
    .executeTakeFirst()
}

/** Compare-and-swap: false when the head is no longer the one this was built on. */
export async function moveHead(tx: Tx, from: Head | undefined, to: Head): Promise<boolean> {
  const values = {
    size: to.size,
    root: to.root,
    checkpoint: to.checkpoint,
    signed_at: to.signedAt,
  }
  const moved =
    from === undefined
      ? await tx
          .insertInto('ledger_head')
          .values(values)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
      : await tx
          .updateTable('ledger_head')
          .set(values)
          .where('size', '=', from.size)
          .where('root', '=', from.root)
          .executeTakeFirst()
  const count = 'numUpdatedRows' in moved ? moved.numUpdatedRows : moved.numInsertedOrUpdatedRows
  return count === 1n
}

export type TileName = Pick<Tile, 'level' | 'index'>

export const tileName = ({ level, index }: TileName): string => `${level}/${index}`

/** The tiles that exist of those named, as wide as they have grown, by `tileName`. */
export async function readTiles(
  tx: Tx,
  names: readonly TileName[],
): Promise<Map<string, Uint8Array>> {
  if (names.length === 0) return new Map()
  const { rows } = await sql<{ level: number; index: number; hashes: Uint8Array }>`
    select level, index, hashes from ledger_tile
    join unnest(${names.map(({ level }) => level)}::smallint[], ${names.map(({ index }) => index.toString())}::bigint[])
      as named (level, index) using (level, index)`.execute(tx)
  return new Map(
    rows.map(({ level, index, hashes }) => [tileName({ level, index: BigInt(index) }), hashes]),
  )
}

export async function writeTiles(
  tx: Tx,
  tiles: readonly (TileName & { readonly hashes: Uint8Array })[],
): Promise<void> {
  const levels = tiles.map(({ level }) => level)
  const indexes = tiles.map(({ index }) => index.toString())
  const hashes = tiles.map((tile) => Buffer.from(tile.hashes))
  await sql`
    insert into ledger_tile (level, index, hashes)
    select * from unnest(${levels}::smallint[], ${indexes}::bigint[], ${hashes}::bytea[])
    on conflict (level, index) do update set hashes = excluded.hashes`.execute(tx)
}
