/** The SQL of catching up: taking back what no head covers, putting back what was published, and the record of both. */
import { sql } from 'kysely'
import type { Tx } from '#platform/database.ts'
import { stepTaken } from '#booking/contract.ts'
import { HASHER } from '#passport/hasher.ts'
import type { SaidStep } from '#passport/stating.ts'

/** Everything below is refused outside a transaction that says that it catches up. */
export async function beginCatchingUp(tx: Tx): Promise<void> {
  await sql`select set_config('landbridge.catching_up', 'on', true)`.execute(tx)
}

/** Containers of which something that is yet to be signed by the ledger, or by a party, rests on what stands from a place on. */
const containersFrom = (first: number) => sql`
  select container_id from passport_statement where leaf_index >= ${first}
  union select container_id from passport_unsigned
    where kid in (select kid from passport_key where leaf_index >= ${first} or revoked_leaf_index >= ${first})`

/** Steps whose statements stand from this place on, in their order; then what waits for a party's signature in the same containers. */
export async function listStepsFrom(tx: Tx, first: number): Promise<SaidStep[]> {
  const { rows } = await sql<{ payload: unknown; at: Date }>`
    select outbox.payload, outbox.at from passport_statement as statement
    join outbox on kind = ${stepTaken.kind}
      and payload ->> 'containerId' = statement.container_id
      and (payload ->> 'sequence')::integer = statement.sequence
    where statement.leaf_index >= ${first}
    order by statement.leaf_index`.execute(tx)
  const unsigned = await sql<{ payload: unknown; at: Date }>`
    select step as payload, said_at as at from passport_unsigned
    where container_id in (${containersFrom(first)})
    order by container_id, sequence`.execute(tx)
  return [...rows, ...unsigned.rows].map(({ payload, at }) => ({
    step: stepTaken.payload.parse(payload),
    saidAt: at,
  }))
}

/** The same steps, as if they had not become statements yet; answers how many statements that were. */
export async function takeStatementsBack(tx: Tx, first: number): Promise<number> {
  await sql`delete from passport_unsigned where container_id in (${containersFrom(first)})`.execute(
    tx,
  )
  await sql`
    delete from passport_document using passport_statement as statement
    where statement.container_id = passport_document.container_id
      and statement.sequence = passport_document.sequence
      and statement.leaf_index >= ${first}`.execute(tx)
  const { numAffectedRows } =
    await sql`delete from passport_statement where leaf_index >= ${first}`.execute(tx)
  return Number(numAffectedRows)
}

/** Keys entered or ended from this place on; of those entered before, which were ended. */
export async function takeKeysBack(
  tx: Tx,
  first: number,
): Promise<{ readonly kid: string; readonly entry: Uint8Array }[]> {
  const { rows } = await sql<{ kid: string; entry: Uint8Array }>`
    select kid, entry from passport_key
    join ledger_entry on ledger_entry.leaf_index = revoked_leaf_index
    where revoked_leaf_index >= ${first} and passport_key.leaf_index < ${first}
    order by revoked_leaf_index`.execute(tx)
  await sql`update passport_key set revoked_leaf_index = null where revoked_leaf_index >= ${first}`.execute(
    tx,
  )
  await sql`delete from passport_key where leaf_index >= ${first}`.execute(tx)
  return rows
}

export interface Receipt {
  readonly contract: string
  readonly size: number
  readonly entry: Uint8Array
}

export async function takeReceiptsBack(tx: Tx, first: number): Promise<Receipt[]> {
  const { rows } = await sql<Receipt>`
    select contract, size, entry from anchor join ledger_entry using (leaf_index)
    where leaf_index >= ${first} order by leaf_index`.execute(tx)
  await sql`update anchor set leaf_index = null where leaf_index >= ${first}`.execute(tx)
  return rows
}

export async function placeReceipt(
  tx: Tx,
  { contract, size }: Receipt,
  place: number,
): Promise<void> {
  await sql`update anchor set leaf_index = ${place} where contract = ${contract} and size = ${size}`.execute(
    tx,
  )
}

export async function takeEntriesBack(tx: Tx, first: number): Promise<void> {
  // Records of an earlier catching up that no head covers yet go with their entry, and are written again behind this one.
  await sql`delete from ledger_without_content where recovery_index >= ${first}`.execute(tx)
  await sql`delete from ledger_recovery where leaf_index >= ${first}`.execute(tx)
  await sql`delete from ledger_entry where leaf_index >= ${first}`.execute(tx)
  await setNextPlace(tx, first)
}

export async function setNextPlace(tx: Tx, place: number): Promise<void> {
  await sql`update ledger_next set leaf_index = ${place}`.execute(tx)
}

export async function putEntriesBack(
  tx: Tx,
  first: number,
  entries: readonly Uint8Array[],
): Promise<void> {
  const places = entries.map((_, at) => first + at)
  const hashes = entries.map((entry) => Buffer.from(HASHER.hashLeaf(entry)))
  const bytes = entries.map((entry) => Buffer.from(entry))
  await sql`
    insert into ledger_entry (leaf_index, entry, leaf_hash)
    select * from unnest(${places}::bigint[], ${bytes}::bytea[], ${hashes}::bytea[])`.execute(tx)
}

export interface WithoutContent {
  readonly leafIndex: number
  readonly kind: 'statement' | 'key'
  readonly kid: string
}

export async function saveRecovery(
  tx: Tx,
  recovery: { place: number; first: number; end: number; at: Date },
  lost: readonly WithoutContent[],
): Promise<void> {
  const { place, first, end, at } = recovery
  await sql`
    insert into ledger_recovery (leaf_index, first_index, end_index, at)
    values (${place}, ${first}, ${end}, ${at})`.execute(tx)
  await sql`
    insert into ledger_without_content (leaf_index, recovery_index, kind, kid)
    select leaf_index, ${place}, kind, kid
    from unnest(${lost.map(({ leafIndex }) => leafIndex)}::bigint[], ${lost.map(({ kind }) => kind)}::text[],
      ${lost.map(({ kid }) => kid)}::text[]) as lost (leaf_index, kind, kid)
    on conflict (leaf_index) do nothing`.execute(tx)
}

export interface LastRecovery {
  readonly first: number
  readonly end: number
  readonly at: Date
  /** Statements of all times whose contents are lost. */
  readonly statementsWithoutContent: number
}

export async function findLastRecovery(tx: Tx): Promise<LastRecovery | undefined> {
  const { rows } = await sql<LastRecovery>`
    select first_index as first, end_index as end, at,
      (select count(*) from ledger_without_content where kind = 'statement') as "statementsWithoutContent"
    from ledger_recovery order by leaf_index desc limit 1`.execute(tx)
  return rows[0]
}
