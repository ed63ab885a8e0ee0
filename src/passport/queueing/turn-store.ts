/** Contents and salts of the waiting lists' entries in SQL: the only file that touches `waiting_proof`. */
import { sql } from 'kysely'
import type { Tx } from '#platform/database.ts'
import type { Load } from '#booking/load-contract.ts'
import type { DepartureId } from '#train/contract.ts'

/** A train has a list for slots (FCL), and one for LCL space. */
export interface ListOf {
  readonly departureId: DepartureId
  readonly load: Load
}

export interface TurnRow extends ListOf {
  readonly sequence: number
  /** Canonical JSON, as it was digested. */
  readonly content: string
  readonly salt: Uint8Array
}

export interface EnteredTurn extends TurnRow {
  readonly index: number | null
  readonly entry: Uint8Array | null
  readonly leafHash: Uint8Array | null
}

export async function insertTurn(tx: Tx, row: TurnRow, leafIndex: number): Promise<void> {
  await tx
    .insertInto('waiting_proof')
    .values({
      departure_id: row.departureId,
      load: row.load,
      sequence: row.sequence,
      content: row.content,
      salt: Buffer.from(row.salt),
      leaf_index: leafIndex,
    })
    .onConflict((conflict) =>
      conflict.columns(['departure_id', 'load', 'sequence']).doUpdateSet({
        content: row.content,
        salt: Buffer.from(row.salt),
        leaf_index: leafIndex,
      }),
    )
    .execute()
}

/** A list's entries in order, each with its bytes once it has a place. */
export async function listTurns(tx: Tx, { departureId, load }: ListOf): Promise<EnteredTurn[]> {
  const rows = await tx
    .selectFrom('waiting_proof')
    .leftJoin('ledger_entry', 'ledger_entry.leaf_index', 'waiting_proof.leaf_index')
    .select(['departure_id', 'sequence', 'content', 'salt', 'waiting_proof.leaf_index'])
    .select(['entry', 'leaf_hash'])
    .where('departure_id', '=', departureId)
    .where('load', '=', load)
    .orderBy('sequence')
    .execute()
  return rows.map((row) => ({
    departureId,
    load,
    sequence: row.sequence,
    content: row.content,
    salt: row.salt,
    index: row.leaf_index,
    entry: row.entry,
    leafHash: row.leaf_hash,
  }))
}

/** The leaf hash of the list's last entry; null before its first. */
export async function findLastTurn(
  tx: Tx,
  { departureId, load }: ListOf,
): Promise<Uint8Array | null> {
  const row = await tx
    .selectFrom('waiting_proof')
    .innerJoin('ledger_entry', 'ledger_entry.leaf_index', 'waiting_proof.leaf_index')
    .select('leaf_hash')
    .where('departure_id', '=', departureId)
    .where('load', '=', load)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.leaf_hash ?? null
}

/** Those entered at places that turned out to be taken, in the order they were entered; they have no place any more. */
export async function takeTurnsBack(tx: Tx, first: number): Promise<TurnRow[]> {
  const { rows } = await sql<TurnRow>`
    select departure_id as "departureId", load, sequence, content, salt from waiting_proof
    where leaf_index >= ${first} order by leaf_index`.execute(tx)
  await sql`update waiting_proof set leaf_index = null where leaf_index >= ${first}`.execute(tx)
  return rows
}
