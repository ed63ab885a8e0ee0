/** A ledger on a real database, anchored on a real node: what tests of anchoring start from. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyEd25519 } from 'tlog'
import { chainAccount, openChain, type Chain, type Hex } from '#platform/chain.ts'
import { ed25519PublicKey } from '#platform/signer.ts'
import type { Anvil } from '#platform/testing/anvil.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { parseAnchorEntry, type AnchorEntry } from '#passport/anchoring/anchor-entry.ts'
import { anchorRound, type Anchoring } from '#passport/anchoring/anchor-round.ts'
import { deployContract } from '#passport/anchoring/deploy.ts'
import { seeded } from '#passport/fixtures.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { queueEntry } from '#passport/ledger-store.ts'
import { logKey } from '#passport/log-key.ts'
import { readPublished, sequence, type Ledger } from '#passport/sequencer.ts'

export const EVERY_MINUTES = 10
export const CONFIRMATIONS = 3

export async function anchoredLedger(label: string) {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'landbridge-anchor-'))
  const clock = testClock()
  const seed = seeded(label, 32)
  const key = logKey(`${label}.example/ledger`, { seed, publicKey: ed25519PublicKey(seed) })
  const headFile = openHeadFile(join(folder, 'checkpoint'))
  const ledger: Ledger = { database, clock, key, headFile }
  const account = chainAccount(seeded(`${label} account`, 32))
  const notices: string[] = []

  return {
    ledger,
    clock,
    folder,
    account,
    notices,
    /** Puts the contract on the node's chain and opens anchoring there. */
    async deploy(node: Anvil): Promise<Anchoring> {
      await node.enrich(account.address)
      const deploying = deployContract(openChain(node.url), account, () => undefined)
      const { address } = await deploying
      return this.anchoringOn(node, address)
    },
    anchoringOn(node: Pick<Anvil, 'url'>, contract: Hex, chain?: Chain): Anchoring {
      return {
        ledger,
        chain: chain ?? openChain(node.url, 5_000),
        account,
        contract,
        clock,
        everyMinutes: EVERY_MINUTES,
        confirmations: CONFIRMATIONS,
        onNotice: (line) => notices.push(line),
      }
    },
    /** Entries arrive, and the checkpoint that covers them is published. */
    async grow(count: number): Promise<number> {
      await ledger.database.transact(async (tx) => {
        for (let at = 0; at < count; at += 1) await queueEntry(tx, randomBytes(40))
      })
      await sequence(ledger)
      return Number((await readPublished(ledger))!.size)
    },
    /** A round when the next checkpoint is due. */
    async roundWhenDue(anchoring: Anchoring): Promise<void> {
      clock.advance(EVERY_MINUTES)
      await anchorRound(anchoring)
    },
    transactions: () => readTransactions(ledger),
    receipts: () => readReceipts(ledger),
    async close(): Promise<void> {
      await database.drop()
      await rm(folder, { recursive: true })
    },
  }
}
export type AnchoredLedger = Awaited<ReturnType<typeof anchoredLedger>>

async function readTransactions({ database }: Ledger) {
  const { rows } = await database.pool.query<{
    nonce: number
    state: string
    hash: Hex | null
    block_hash: Hex | null
    sizes: number[]
    attempts: Hex[]
  }>(`
    select nonce, state, hash, block_hash,
      array(select size::int from anchor where transaction_id = sent.id order by size) as sizes,
      array(select hash from anchor_attempt where transaction_id = sent.id order by signed_at) as attempts
    from anchor_transaction sent order by nonce`)
  return rows
}

/** The receipts that stand in the published ledger. */
async function readReceipts(ledger: Ledger): Promise<AnchorEntry[]> {
  await sequence(ledger)
  const { rows } = await ledger.database.pool.query<{ entry: Uint8Array }>(`
    select entry from ledger_entry join anchor using (leaf_index) order by leaf_index`)
  return rows.map(({ entry }) => {
    const parsed = parseAnchorEntry(Buffer.from(entry).toString())
    assert.ok(verifyEd25519(ledger.key.publicKey, parsed.input, parsed.signature))
    return parsed
  })
}
