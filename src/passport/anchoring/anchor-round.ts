/**
 * One round of anchoring: take the newest published checkpoint when it is time, look after what was sent, send what waits.
 *
 * Like the sequencer it remembers nothing between rounds: after a crash at any moment the next round starts from what is written
 * down. A transaction is written down, signed, before it is sent, and its nonce belongs to its call for ever; so whatever is lost
 * on the way, the same call is sent again, never another one under the same nonce. The contract itself refuses a size twice.
 *
 * A block may vanish. Until a transaction is so many blocks deep, it is looked for again in every round, and sent again when no
 * block holds it any more. Only then is the ledger's receipt for it made.
 */
import assert from 'node:assert/strict'
import { base64Encode, treeRoot } from 'tlog'
import type { Clock } from '#platform/clock.ts'
import {
  ChainError,
  type Chain,
  type ChainAccount,
  type ChainReceipt,
  type Hex,
} from '#platform/chain.ts'
import {
  anchorCall,
  callGasMin,
  DEPLOYED_CODE,
  isAnchoredBy,
  readAnchors,
  type ContractReader,
} from '#passport/anchoring/anchor-contract.ts'
import { anchorInput } from '#passport/anchoring/anchor-entry.ts'
import { raisedPrice } from '#passport/anchoring/anchor-price.ts'
import { anchorProblem } from '#passport/anchoring/anchor-problem.ts'
import {
  findLastTaken,
  findPinnedChain,
  hasNews,
  insertAnchor,
  listWaitingAnchors,
  passOver,
  pinChain,
  saveReceipt,
  type Anchor,
} from '#passport/anchoring/anchor-store.ts'
import {
  hasOpenTransactions,
  insertAttempt,
  insertTransaction,
  listOpenTransactions,
  listSettled,
  nextNonce,
  reopenTransaction,
  saveMined,
  settleTransaction,
  type Attempt,
  type Mined,
  type OpenTransaction,
  type Sender,
} from '#passport/anchoring/transaction-store.ts'
import { kidOf, sealEntry } from '#passport/entry.ts'
import { HASHER } from '#passport/hasher.ts'
import { queueEntry } from '#passport/ledger-store.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'
import { withHashes } from '#passport/stored-hashes.ts'

/** One transaction carries at most so many checkpoints: about four million gas. */
const CHECKPOINTS_MAX = 64
/** How long a transaction may wait for a block before a higher price is offered. */
const PATIENCE_MS = 180_000
const MINUTE_MS = 60_000

export interface Anchoring {
  readonly ledger: Ledger
  readonly chain: Chain
  readonly account: ChainAccount
  readonly contract: Hex
  readonly clock: Clock
  readonly everyMinutes: number
  readonly confirmations: number
  /** Hears what went otherwise than hoped and was put right: a vanished block, a lost transaction. */
  readonly onNotice: (line: string) => void
}

/** What is known of the chain in this round. */
interface Seen extends Sender {
  readonly head: number
}

/** Answers the height of the chain, or undefined where nothing had to be asked. Throws `anchor.…`. */
export async function anchorRound(
  anchoring: Anchoring,
  { asksAnyway = false } = {},
): Promise<number | undefined> {
  const { ledger, chain, account, contract } = anchoring
  await takeCheckpoint(anchoring)
  if (!asksAnyway && !(await hasWork(anchoring))) return undefined
  try {
    const chainId = await checkChain(anchoring)
    const seen = { chainId, account: account.address, head: await chain.blockNumber() }
    const open = await ledger.database.transact((tx) => listOpenTransactions(tx, seen))
    let isWaiting = false
    for (const transaction of open)
      if ((await follow(anchoring, seen, transaction)) === 'waits') isWaiting = true
    // One at a time: so a later one never depends on an earlier one that may not come.
    if (!isWaiting) await sendWaiting(anchoring, seen)
    return seen.head
  } catch (error) {
    if (!(error instanceof ChainError)) throw error
    const facts = { detail: error.message, account: account.address, contract }
    throw anchorProblem(
      error.kind === 'refused' ? 'anchor.refused_by_node' : 'anchor.unreachable',
      facts,
    )
  }
}

/** The newest published checkpoint, if it is time and it holds more than receipts. */
async function takeCheckpoint(anchoring: Anchoring): Promise<void> {
  const { ledger, contract, clock, everyMinutes } = anchoring
  const published = await readPublished(ledger)
  if (published === undefined || published.size === 0n) return
  const now = clock()
  const size = Number(published.size)
  await ledger.database.transact(async (tx) => {
    const last = await findLastTaken(tx, contract)
    if (last !== undefined) {
      const isEarly = now.getTime() < last.takenAt.getTime() + everyMinutes * MINUTE_MS
      if (isEarly || size <= last.size || !(await hasNews(tx, last.size, size))) return
    }
    await insertAnchor(tx, contract, { size, root: published.root }, now)
  })
}

/** Whether anything waits to be sent or to be settled: else no node is asked. */
async function hasWork({ ledger, contract, account }: Anchoring): Promise<boolean> {
  return ledger.database.transact(
    async (tx) =>
      (await listWaitingAnchors(tx, contract, 1)).length > 0 ||
      hasOpenTransactions(tx, account.address),
  )
}

/** The chain's id, having made sure that it is the contract's chain and the contract is ours. */
async function checkChain({ ledger, chain, contract }: Anchoring): Promise<number> {
  const found = await chain.chainId()
  // Signed for the chain 0, a transaction would be good on every chain.
  if (found === 0) throw new ChainError('refused', 'the chain has no id: eth_chainId is 0')
  const expected = await ledger.database.transact((tx) => findPinnedChain(tx, contract))
  if (expected !== undefined && expected !== found)
    throw anchorProblem('anchor.wrong_chain', { found, expected, contract })
  if ((await chain.getCode(contract)) !== DEPLOYED_CODE)
    throw anchorProblem('anchor.wrong_contract', { contract, chainId: found })
  // Only now: a node that was mistyped at first pins nothing.
  if (expected === undefined) await ledger.database.transact((tx) => pinChain(tx, contract, found))
  return found
}

/** Looks after one transaction; `waits` while no block holds it. */
async function follow(
  anchoring: Anchoring,
  seen: Seen,
  transaction: OpenTransaction,
): Promise<'waits' | 'mined' | 'settled'> {
  const { ledger, chain, confirmations, onNotice } = anchoring
  const { id, nonce } = transaction
  // Counted before the receipts are asked for: what is mined in between has a receipt.
  const isSpent = await isNonceSpent(anchoring, seen, nonce)
  const found = await findMined(chain, transaction.attempts)
  if (found === undefined) {
    if (transaction.mined !== undefined) {
      onNotice(`block ${transaction.mined.block.number} vanished; transaction ${nonce} waits again`)
      await ledger.database.transact((tx) => saveMined(tx, id, undefined))
    }
    if (!isSpent) return sendAgain(anchoring, seen, transaction)
    onNotice(`nonce ${nonce} was used by something else; what it carried waits again`)
    await ledger.database.transact((tx) => settleTransaction(tx, id, 'lost'))
    return 'settled'
  }
  const { mined, receipt } = found
  if (transaction.mined?.block.hash !== mined.block.hash || transaction.mined.hash !== mined.hash)
    await ledger.database.transact((tx) => saveMined(tx, id, mined))
  if (seen.head - mined.block.number + 1 < confirmations) return 'mined'
  await settle(anchoring, seen, transaction, mined, receipt)
  return 'settled'
}

/** Whether a transaction with this nonce is so deep in the chain that it will not vanish. */
async function isNonceSpent(
  { chain, confirmations }: Anchoring,
  { account, head }: Seen,
  nonce: number,
): Promise<boolean> {
  const deep = head - confirmations + 1
  return deep >= 0 && (await chain.countSent(account, deep)) > nonce
}

async function findMined(
  chain: Chain,
  attempts: readonly Attempt[],
): Promise<{ readonly mined: Mined; readonly receipt: ChainReceipt } | undefined> {
  for (const { hash } of attempts.toReversed()) {
    const receipt = await chain.findReceipt(hash)
    const block = receipt && (await chain.findBlock(receipt.blockNumber))
    // A node may still hold the receipt of a block that it has left.
    if (receipt === undefined || block?.hash !== receipt.blockHash) continue
    const { number, hash: blockHash, timestamp: at } = block
    return { mined: { hash, block: { number, hash: blockHash, at } }, receipt }
  }
  return undefined
}

/** Deep enough: the receipts go into the ledger, in the transaction that calls the matter settled. */
async function settle(
  { ledger, onNotice }: Anchoring,
  { chainId }: Seen,
  { id, nonce, contract, anchors }: OpenTransaction,
  { hash: transaction, block }: Mined,
  receipt: ChainReceipt,
): Promise<void> {
  const { name: origin } = ledger.key
  const isWritten = anchors.every((anchor) => isAnchoredBy(receipt, contract, origin, anchor))
  if (receipt.status !== 1 || !isWritten) {
    onNotice(`the contract refused transaction ${nonce}; what it carried waits again`)
    await ledger.database.transact((tx) => settleTransaction(tx, id, 'failed'))
    return
  }
  await ledger.database.transact(async (tx) => {
    if (!(await settleTransaction(tx, id, 'final'))) return
    for (const { size, root } of anchors) {
      const said = { chainId, contract, transaction, block, origin, size, root }
      const input = anchorInput(kidOf(ledger.key.publicKey), said)
      const entry = sealEntry(input, ledger.key.sign(input))
      await saveReceipt(tx, contract, size, await queueEntry(tx, entry))
    }
  })
}

/** Sends what is written down once more; for a higher price after a while, or where the node wants more. */
async function sendAgain(
  anchoring: Anchoring,
  seen: Seen,
  { id, nonce, contract, call, gas, attempts }: OpenTransaction,
): Promise<'waits'> {
  const { ledger, chain, account, clock } = anchoring
  const last = attempts.at(-1)
  assert(last !== undefined, 'a transaction is written down with its first signature')
  await closeGap(anchoring, seen, nonce)
  const now = clock()
  const isPatient = now.getTime() < last.signedAt.getTime() + PATIENCE_MS
  const refusal = (await isKnown(chain, attempts)) ? undefined : await trySend(chain, last.raw)
  if (isPatient && refusal === undefined) return 'waits'
  const price = raisedPrice(last.price, await chain.gasPrice())
  if (price === undefined) {
    if (refusal !== undefined) throw refusal
    return 'waits'
  }
  const { chainId } = seen
  const signed = await account.sign({ chainId, nonce, to: contract, data: call, gas, price })
  const attempt = { ...signed, price, signedAt: now }
  await ledger.database.transact((tx) => insertAttempt(tx, id, attempt))
  await submit(chain, [...attempts, attempt])
  return 'waits'
}

/** Sends the newest signature. That the node refuses it is no matter where it already has it, or an older one. */
async function submit(chain: Chain, attempts: readonly Attempt[]): Promise<void> {
  const refusal = await trySend(chain, attempts.at(-1)!.raw)
  if (refusal !== undefined && !(await isKnown(chain, attempts))) throw refusal
}

async function isKnown(chain: Chain, attempts: readonly Attempt[]): Promise<boolean> {
  for (const { hash } of attempts) if (await chain.knows(hash)) return true
  return false
}

/** Answers with the node's refusal, if that is its answer. */
async function trySend(chain: Chain, raw: Hex): Promise<ChainError | undefined> {
  try {
    await chain.send(raw)
    return undefined
  } catch (error) {
    if (error instanceof ChainError && error.kind === 'refused') return error
    throw error
  }
}

/**
 * A transaction is not mined before those with smaller nonces. Where the account has sent fewer than that, blocks vanished that
 * were taken for final: what stood in them is sent again first.
 */
async function closeGap(
  { ledger, chain, account, onNotice }: Anchoring,
  seen: Seen,
  nonce: number,
): Promise<void> {
  const sent = await chain.countSent(account.address)
  if (sent >= nonce) return
  const before = await ledger.database.transact((tx) => listSettled(tx, seen, sent, nonce))
  for (const { id, mined, attempts, nonce: earlier } of before) {
    const isNodeBehind = mined !== undefined && seen.head < mined.block.number
    if (isNodeBehind || (await findMined(chain, attempts)) !== undefined) continue
    onNotice(`transaction ${earlier} vanished though it was final; it is sent again`)
    await ledger.database.transact((tx) => reopenTransaction(tx, id))
    await submit(chain, attempts)
  }
}

async function gasOf(
  chain: Chain,
  call: { readonly from: Hex; readonly to: Hex; readonly data: Hex },
  count: number,
): Promise<bigint> {
  // Asked first, because some nodes estimate without trying: what the contract refuses costs nothing then.
  await chain.call(call)
  const estimate = ((await chain.estimateGas(call)) * 5n) / 4n
  const floor = callGasMin(count)
  return estimate > floor ? estimate : floor
}

/** Puts all that waits into one transaction, writes it down, and only then sends it. */
async function sendWaiting(anchoring: Anchoring, seen: Seen): Promise<void> {
  const { ledger, chain, account, contract, clock } = anchoring
  const waiting = await ledger.database.transact((tx) =>
    listWaitingAnchors(tx, contract, CHECKPOINTS_MAX),
  )
  if (waiting.length === 0) return
  const anchors = await notYetOnChain(anchoring, waiting)
  if (anchors.length === 0) return
  const call = anchorCall(ledger.key.name, anchors)
  const from = account.address
  const gas = await gasOf(chain, { from, to: contract, data: call }, anchors.length)
  const price = await chain.gasPrice()
  const sent = await chain.countSent(from)
  const nonce = Math.max(sent, await ledger.database.transact((tx) => nextNonce(tx, seen)))
  const { chainId } = seen
  const signed = await account.sign({ chainId, nonce, to: contract, data: call, gas, price })
  const attempt = { ...signed, price, signedAt: clock() }
  const sizes = anchors.map(({ size }) => size)
  await ledger.database.transact((tx) =>
    insertTransaction(tx, seen, { nonce, contract, call, gas, sizes }, attempt),
  )
  await submit(chain, [attempt])
}

/** Of what waits, what the contract would take; having made sure that the chain tells the ledger's own history. */
async function notYetOnChain(anchoring: Anchoring, waiting: readonly Anchor[]): Promise<Anchor[]> {
  const { ledger, chain, account, contract } = anchoring
  const reader = readAnchors(chain, contract, ledger.key.name)
  const last = await reader.lastSize()
  if (last === 0) return [...waiting]
  const published = Number((await readPublished(ledger))?.size ?? 0)
  if (last > published) throw anchorProblem('anchor.ledger_behind', { anchored: last, published })
  if (!(await reader.isOwner(account.address)))
    throw anchorProblem('anchor.not_owner', { contract, account: account.address })
  await checkHistory(ledger, reader, last)
  const passed = waiting.filter(({ size }) => size <= last)
  if (passed.length > 0)
    await ledger.database.transact((tx) =>
      passOver(
        tx,
        contract,
        passed.map(({ size }) => size),
      ),
    )
  return waiting.filter(({ size }) => size > last)
}

/** The root the chain holds at its last size must be the one the ledger's own tree has there. */
async function checkHistory(ledger: Ledger, reader: ContractReader, size: number): Promise<void> {
  const anchored = await reader.findRoot(size)
  const root = await ledger.database.transact((tx) =>
    withHashes(tx, size, (read) => treeRoot(BigInt(size), read, HASHER)),
  )
  if (anchored !== base64Encode(root)) throw anchorProblem('anchor.other_history', { size })
}
