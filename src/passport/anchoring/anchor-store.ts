/** The SQL of anchors: which checkpoints are to be, and are, on the chain, and where the ledger's receipts for them stand. */
import { sql } from 'kysely'
import type { Tx } from '#platform/database.ts'
import type { Hex } from '#platform/chain.ts'
import { minedOf, type Mined } from '#passport/anchoring/transaction-store.ts'

export interface Anchor {
  readonly size: number
  readonly root: Uint8Array
}

/** The chain this contract was seen on; undefined where it never was. */
export async function findPinnedChain(tx: Tx, address: Hex): Promise<number | undefined> {
  const pinned = await tx
    .selectFrom('anchor_contract')
    .select('chain_id')
    .where('address', '=', address)
    .executeTakeFirst()
  return pinned?.chain_id
}

/** Pins the contract to this chain, if it was never seen on another. */
export async function pinChain(tx: Tx, address: Hex, chainId: number): Promise<void> {
  await tx
    .insertInto('anchor_contract')
    .values({ address, chain_id: chainId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The newest checkpoint taken for this contract, whatever became of it. */
export async function findLastTaken(
  tx: Tx,
  contract: Hex,
): Promise<{ readonly size: number; readonly takenAt: Date } | undefined> {
  return tx
    .selectFrom('anchor')
    .select(['size', 'taken_at as takenAt'])
    .where('contract', '=', contract)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Whether the ledger has an entry from `first` up to `end` that is not itself a receipt: receipts alone are not worth an anchor. */
export async function hasNews(tx: Tx, first: number, end: number): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from ledger_entry entry
      where entry.leaf_index >= ${first} and entry.leaf_index < ${end}
        and not exists (select from anchor where anchor.leaf_index = entry.leaf_index)
    ) as found`.execute(tx)
  return rows[0]!.found
}

export async function insertAnchor(
  tx: Tx,
  contract: Hex,
  { size, root }: Anchor,
  takenAt: Date,
): Promise<void> {
  await tx
    .insertInto('anchor')
    .values({ contract, size, root, taken_at: takenAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What waits for a transaction, by size. */
export async function listWaitingAnchors(tx: Tx, contract: Hex, limit: number): Promise<Anchor[]> {
  return tx
    .selectFrom('anchor')
    .select(['size', 'root'])
    .where('contract', '=', contract)
    .where('transaction_id', 'is', null)
    .where('passed_over', '=', false)
    .orderBy('size')
    .limit(limit)
    .execute()
}

export async function passOver(tx: Tx, contract: Hex, sizes: readonly number[]): Promise<void> {
  await tx
    .updateTable('anchor')
    .set({ passed_over: true })
    .where('contract', '=', contract)
    .where('size', 'in', sizes)
    .where('transaction_id', 'is', null)
    .execute()
}

/** A later receipt, after a vanished block, takes the place of an earlier one. */
export async function saveReceipt(
  tx: Tx,
  contract: Hex,
  size: number,
  leafIndex: number,
): Promise<void> {
  await tx
    .updateTable('anchor')
    .set({ leaf_index: leafIndex })
    .where('contract', '=', contract)
    .where('size', '=', size)
    .executeTakeFirstOrThrow()
}

export interface LastAnchor {
  readonly size: number
  readonly chainId: number
  readonly contract: string
  readonly mined: Mined
  readonly isFinal: boolean
}

/** The largest checkpoint seen in a block, and how many are still on their way. */
export async function readProgress(
  tx: Tx,
  contract: Hex,
): Promise<{ readonly last: LastAnchor | undefined; readonly waiting: number }> {
  const row = await tx
    .selectFrom('anchor')
    .innerJoin('anchor_transaction as sent', 'sent.id', 'anchor.transaction_id')
    .selectAll('sent')
    .select('anchor.size')
    .where('anchor.contract', '=', contract)
    .where('sent.state', 'in', ['mined', 'final'])
    .orderBy('anchor.size', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { waiting } = await tx
    .selectFrom('anchor')
    .select(({ fn }) => fn.countAll<number>().as('waiting'))
    .where('contract', '=', contract)
    .where('passed_over', '=', false)
    .where('leaf_index', 'is', null)
    .executeTakeFirstOrThrow()
  const last = row && {
    size: row.size,
    chainId: row.chain_id,
    contract: row.contract,
    mined: minedOf(row),
    isFinal: row.state === 'final',
  }
  return { last, waiting }
}

export interface PlacedReceipt {
  readonly size: number
  readonly entry: Uint8Array
  readonly index: number
}

/**
 * The receipt, among those in the first `published` entries, that says most about the entry at `index`: the earliest that covers
 * it, because that is the oldest proof of all before it; else the latest there is.
 */
export async function findReceipt(
  tx: Tx,
  index: number,
  published: number,
): Promise<PlacedReceipt | undefined> {
  const receipts = tx
    .selectFrom('anchor')
    .innerJoin('ledger_entry as entry', 'entry.leaf_index', 'anchor.leaf_index')
    .select(['anchor.size', 'entry.entry', 'entry.leaf_index as index'])
    .where('entry.leaf_index', '<', published)
    .limit(1)
  const covering = await receipts
    .where('anchor.size', '>', index)
    .orderBy('anchor.size')
    .executeTakeFirst()
  return covering ?? receipts.orderBy('anchor.size', 'desc').executeTakeFirst()
}
