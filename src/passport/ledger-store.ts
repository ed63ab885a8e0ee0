/** The SQL of the ledger: entries, tiles, the signed head. Sequencing is in sequencer.ts, which alone calls what writes here. */
import { sql } from 'kysely'
import { HASH_BYTES, type Tile } from 'tlog'
import type { Tx } from '#platform/database.ts'
import { HASHER } from '#passport/hasher.ts'
import { assertStored } from '#passport/ledger-problem.ts'

export const WAITING_CHANNEL = 'ledger_waiting'
const LEDGER_LOCK = 7_308_001
const WAITING_BYTES_MAX = 16_777_216
const PLACE_BYTES = 8
const LENGTH_BYTES = 4

export interface Head {
  readonly size: number
  readonly root: Uint8Array
  /** The signed note, as published. */
  readonly checkpoint: string
  readonly signedAt: Date
}

export interface WaitingEntry {
  readonly leafIndex: number
  readonly entry: Uint8Array
  /** As it was when the entry was made. */
  readonly leafHash: Uint8Array
}

/** One leader at a time, across all processes on this database; freed with the transaction. */
export async function lockLedger(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`.execute(tx)
}

/** Nobody else gets a place in the ledger before this transaction ends. */
export async function holdNextPlace(tx: Tx): Promise<void> {
  await tx.selectFrom('ledger_next').select('leaf_index').forUpdate().execute()
}

/** Gives an entry its place in the ledger. See `queueEntries`. */
export const queueEntry = (tx: Tx, entry: Uint8Array): Promise<number> => queueEntries(tx, [entry])

/**
 * Gives entries the next places in the ledger, in this order, and wakes the sequencer when the transaction commits; answers the
 * first place. The next place is held until then: write entries last, in a transaction that is short.
 */
export async function queueEntries(tx: Tx, entries: readonly Uint8Array[]): Promise<number> {
  const { rows } = await sql<{ first: number }>`
    update ledger_next set leaf_index = leaf_index + ${entries.length}
    returning leaf_index - ${entries.length} as first`.execute(tx)
  const { first } = rows[0]!
  const lengths = entries.map((entry) => entry.length)
  // As two long values, cut up by the database: an array of byte strings would travel as text, at a third of the speed.
  await sql`
    insert into ledger_entry (leaf_index, entry, leaf_hash)
    select ${first}::bigint + rank - 1,
      substring(entries from (ends - length + 1)::integer for length),
      substring(hashes from ((rank - 1) * ${HASH_BYTES} + 1)::integer for ${HASH_BYTES})
    from (select ${Buffer.concat(entries)}::bytea as entries,
        ${Buffer.concat(entries.map((entry) => HASHER.hashLeaf(entry)))}::bytea as hashes) as sent,
      (select length, rank, sum(length) over (order by rank) as ends
        from unnest(${lengths}::integer[]) with ordinality as cut (length, rank)) as cuts`.execute(
    tx,
  )
  await sql`select pg_notify(${WAITING_CHANNEL}, '')`.execute(tx)
  return first
}

/**
 * Entries that no signed head covers yet, from the head's size on: so many at most, and no more than are well held in memory.
 *
 * They come as one long value, place, length, hash and entry of each: as rows they would cost several times as much to read.
 */
export async function listWaiting(tx: Tx, size: number, limit: number): Promise<WaitingEntry[]> {
  const { rows } = await sql<{ framed: Buffer | null }>`
    select string_agg(int8send(leaf_index) || int4send(octet_length(entry)) || leaf_hash || entry, ''
      order by leaf_index) as framed
    from (select leaf_index, entry, leaf_hash, sum(octet_length(entry)) over (order by leaf_index) as bytes
      from ledger_entry where leaf_index >= ${size} order by leaf_index limit ${limit}) as next
    where bytes <= ${WAITING_BYTES_MAX} or leaf_index = ${size}`.execute(tx)
  return parseFramed(rows[0]!.framed ?? Buffer.alloc(0))
}

function parseFramed(framed: Buffer): WaitingEntry[] {
  const waiting: WaitingEntry[] = []
  for (let at = 0; at < framed.length;) {
    const hashAt = at + PLACE_BYTES + LENGTH_BYTES
    const entryAt = hashAt + HASH_BYTES
    assertStored(entryAt <= framed.length, 'length of an entry')
    const leafIndex = Number(framed.readBigInt64BE(at))
    const end = entryAt + framed.readUInt32BE(at + PLACE_BYTES)
    assertStored(end <= framed.length, `length of entry ${leafIndex}`)
    waiting.push({
      leafIndex,
      entry: framed.subarray(entryAt, end),
      leafHash: framed.subarray(hashAt, entryAt),
    })
    at = end
  }
  return waiting
}

export async function countWaiting(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select leaf_index - coalesce((select size from ledger_head), 0) as count from ledger_next`.execute(
    tx,
  )
  return rows[0]!.count
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

export type StoredTile = TileName & { readonly hashes: Uint8Array }

/** As one long value, cut up by the database, like the entries. */
export async function writeTiles(tx: Tx, tiles: readonly StoredTile[]): Promise<void> {
  const levels = tiles.map(({ level }) => level)
  const indexes = tiles.map(({ index }) => index.toString())
  const lengths = tiles.map(({ hashes }) => hashes.length)
  await sql`
    insert into ledger_tile (level, index, hashes)
    select level, index, substring(sent from (ends - length + 1)::integer for length)
    from (select ${Buffer.concat(tiles.map(({ hashes }) => hashes))}::bytea as sent) as long,
      (select level, index, length, sum(length) over (order by rank) as ends
        from unnest(${levels}::smallint[], ${indexes}::bigint[], ${lengths}::integer[])
          with ordinality as cut (level, index, length, rank)) as cuts
    on conflict (level, index) do update set hashes = excluded.hashes`.execute(tx)
}

/** Of places [first, end), the first whose stored entry does not hash to what the tree holds there; reads all of it back. */
export async function findDifferent(
  tx: Tx,
  first: number,
  end: number,
  leafAt: (place: number) => Uint8Array,
): Promise<number | undefined> {
  const { rows } = await sql<{ place: number; entry: Uint8Array; leaf_hash: Uint8Array }>`
    select leaf_index as place, entry, leaf_hash from ledger_entry
    where leaf_index >= ${first} and leaf_index < ${end} order by leaf_index`.execute(tx)
  for (let place = first; place < end; place += 1) {
    const row = rows[place - first]
    const leaf = Buffer.from(leafAt(place))
    const isSame =
      row?.place === place && leaf.equals(HASHER.hashLeaf(row.entry)) && leaf.equals(row.leaf_hash)
    if (!isSame || leaf.length !== HASH_BYTES) return place
  }
  return undefined
}
