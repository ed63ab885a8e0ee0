/** The SQL of the transactions that carry anchors, and of every signature of theirs. */
import type { Tx } from '#platform/database.ts'
import type { GasPrice, Hex } from '#platform/chain.ts'
import type { Anchor } from '#passport/anchoring/anchor-store.ts'

/** Which account's transactions on which chain: nonces are counted there. */
export interface Sender {
  readonly chainId: number
  readonly account: Hex
}

/** Where a transaction was seen mined. */
export interface Mined {
  readonly hash: Hex
  readonly block: { readonly number: number; readonly hash: Hex; readonly at: number }
}

export interface OpenTransaction {
  readonly id: number
  readonly nonce: number
  readonly contract: Hex
  readonly call: Hex
  readonly gas: bigint
  readonly mined: Mined | undefined
  /** The newest last. */
  readonly attempts: readonly Attempt[]
  /** The checkpoints it carries, by size. */
  readonly anchors: readonly Anchor[]
}

export interface Attempt {
  readonly hash: Hex
  readonly raw: Hex
  readonly price: GasPrice
  readonly signedAt: Date
}

/** Whether anything this account sent is not settled, on whatever chain. */
export async function hasOpenTransactions(tx: Tx, account: Hex): Promise<boolean> {
  const open = await tx
    .selectFrom('anchor_transaction')
    .select('id')
    .where('account', '=', account)
    .where('state', 'in', ['sent', 'mined'])
    .limit(1)
    .execute()
  return open.length > 0
}

/** Everything sent that is not settled yet, in the order of nonces. */
export async function listOpenTransactions(tx: Tx, sender: Sender): Promise<OpenTransaction[]> {
  const rows = await transactionsOf(tx, sender).where('state', 'in', ['sent', 'mined']).execute()
  return withAttempts(tx, rows)
}

/** What was taken for final, or for refused, among these nonces. */
export async function listSettled(
  tx: Tx,
  sender: Sender,
  first: number,
  end: number,
): Promise<OpenTransaction[]> {
  const rows = await transactionsOf(tx, sender)
    .where('state', 'in', ['final', 'failed'])
    .where('nonce', '>=', first)
    .where('nonce', '<', end)
    .execute()
  return withAttempts(tx, rows)
}

function transactionsOf(tx: Tx, { chainId, account }: Sender) {
  return tx
    .selectFrom('anchor_transaction')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('account', '=', account)
    .orderBy('nonce')
}

type TransactionRow = Awaited<
  ReturnType<ReturnType<typeof transactionsOf>['executeTakeFirstOrThrow']>
>

async function withAttempts(tx: Tx, rows: readonly TransactionRow[]): Promise<OpenTransaction[]> {
  const found: OpenTransaction[] = []
  for (const row of rows)
    found.push({
      id: row.id,
      nonce: row.nonce,
      contract: row.contract as Hex,
      call: row.call as Hex,
      gas: BigInt(row.gas),
      mined: row.state === 'sent' ? undefined : minedOf(row),
      attempts: await listAttempts(tx, row.id),
      anchors: await listCarried(tx, row.id),
    })
  return found
}

export function minedOf(row: {
  readonly hash: string | null
  readonly block_number: number | null
  readonly block_hash: string | null
  readonly block_at: number | null
}): Mined {
  return {
    hash: row.hash as Hex,
    block: { number: row.block_number!, hash: row.block_hash as Hex, at: row.block_at! },
  }
}

async function listAttempts(tx: Tx, transactionId: number): Promise<Attempt[]> {
  const rows = await tx
    .selectFrom('anchor_attempt')
    .selectAll()
    .where('transaction_id', '=', transactionId)
    .orderBy('signed_at')
    .execute()
  return rows.map(({ hash, raw, fee, tip, signed_at }) => ({
    hash: hash as Hex,
    raw: raw as Hex,
    price:
      tip === null
        ? { gasPrice: BigInt(fee) }
        : { maxFeePerGas: BigInt(fee), maxPriorityFeePerGas: BigInt(tip) },
    signedAt: signed_at,
  }))
}

async function listCarried(tx: Tx, transactionId: number): Promise<Anchor[]> {
  return tx
    .selectFrom('anchor')
    .select(['size', 'root'])
    .where('transaction_id', '=', transactionId)
    .orderBy('size')
    .execute()
}

/** The nonce after the last one ever used here; 0 before the first. */
export async function nextNonce(tx: Tx, sender: Sender): Promise<number> {
  const { last } = await tx
    .selectFrom('anchor_transaction')
    .select(({ fn }) => fn.max('nonce').as('last'))
    .where('chain_id', '=', sender.chainId)
    .where('account', '=', sender.account)
    .executeTakeFirstOrThrow()
  return last === null ? 0 : last + 1
}

/** Writes a transaction down with its first signature and what it carries. Throws where its nonce was used meanwhile. */
export async function insertTransaction(
  tx: Tx,
  sender: Sender,
  transaction: {
    readonly nonce: number
    readonly contract: Hex
    readonly call: Hex
    readonly gas: bigint
    readonly sizes: readonly number[]
  },
  attempt: Attempt,
): Promise<void> {
  const { nonce, contract, call, gas, sizes } = transaction
  const { id } = await tx
    .insertInto('anchor_transaction')
    .values({
      chain_id: sender.chainId,
      account: sender.account,
      nonce,
      contract,
      call,
      gas: Number(gas),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { numUpdatedRows } = await tx
    .updateTable('anchor')
    .set({ transaction_id: id })
    .where('contract', '=', contract)
    .where('size', 'in', sizes)
    .where('transaction_id', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== BigInt(sizes.length)) throw new Error('a checkpoint was sent meanwhile')
  await insertAttempt(tx, id, attempt)
}

export async function insertAttempt(
  tx: Tx,
  transactionId: number,
  { hash, raw, price, signedAt }: Attempt,
): Promise<void> {
  const fees =
    'gasPrice' in price
      ? { fee: price.gasPrice.toString(), tip: null }
      : { fee: price.maxFeePerGas.toString(), tip: price.maxPriorityFeePerGas.toString() }
  await tx
    .insertInto('anchor_attempt')
    .values({ hash, transaction_id: transactionId, raw, ...fees, signed_at: signedAt })
    // Signed twice with the same price it is the same transaction.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Seen in a block, or in none any more. */
export async function saveMined(tx: Tx, id: number, mined: Mined | undefined): Promise<void> {
  await tx
    .updateTable('anchor_transaction')
    .set({
      state: mined ? 'mined' : 'sent',
      hash: mined?.hash ?? null,
      block_number: mined?.block.number ?? null,
      block_hash: mined?.block.hash ?? null,
      block_at: mined?.block.at ?? null,
    })
    .where('id', '=', id)
    .where('state', 'in', ['sent', 'mined'])
    .execute()
}

/** Ends the matter of a transaction; false where somebody else did. What a lost or failed one carried waits again. */
export async function settleTransaction(
  tx: Tx,
  id: number,
  state: 'final' | 'failed' | 'lost',
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('anchor_transaction')
    .set({ state })
    .where('id', '=', id)
    .where('state', 'in', ['sent', 'mined'])
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  if (state !== 'final')
    await tx
      .updateTable('anchor')
      .set({ transaction_id: null })
      .where('transaction_id', '=', id)
      .execute()
  return true
}

/** Takes back that a transaction was settled. */
export async function reopenTransaction(tx: Tx, id: number): Promise<void> {
  await tx
    .updateTable('anchor_transaction')
    .set({ state: 'sent', hash: null, block_number: null, block_hash: null, block_at: null })
    .where('id', '=', id)
    .execute()
}
