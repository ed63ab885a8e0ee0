// What a real node says of a file's receipts: confirmed when it holds the root, refused in words for each way it may not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { base64Decode, utf8Encode } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { chainAccount, openChain, type Hex } from '#platform/chain.ts'
import { findAnvil, freePort, startAnvil, type Anvil } from '#platform/testing/anvil.ts'
import { anchorCall, callGasMin, type AnchoredRoot } from '#passport/anchoring/anchor-contract.ts'
import type { AnchorReceipt } from '#passport/anchoring/anchor-entry.ts'
import { checkChain } from '#passport/anchoring/check-chain.ts'
import { deployContract, untilMined } from '#passport/anchoring/deploy.ts'
import { writeEvidence } from '#passport/evidence.ts'
import { SAMPLE_STEPS, sampleEvidence, seeded } from '#passport/fixtures.ts'
import { verifyEvidence } from '#passport/verify.ts'

const options = { skip: findAnvil() === undefined && 'no anvil on this machine' }
const SIZE = 9
const account = chainAccount(seeded('check-chain account', 32))
const hex = (label: string, length: number) =>
  `0x${Buffer.from(seeded(label, length)).toString('hex')}`

type Receipt = Omit<AnchorReceipt, 'origin' | 'size' | 'root'>

/** What a reader's verifier makes of the sample file with such a receipt. */
function readWith(receipt: Receipt) {
  const evidence = sampleEvidence(SAMPLE_STEPS, [{ size: SIZE, receipt }])
  const { ledger, anchors } = verifyEvidence(utf8Encode(writeEvidence(evidence)))
  return { origin: ledger.origin, anchors }
}

let node: Anvil
let receipt: Receipt
const nodes: Anvil[] = []

async function start(...asked: Parameters<typeof startAnvil>): Promise<Anvil> {
  const started = await startAnvil(...asked)
  nodes.push(started)
  await started.enrich(account.address)
  return started
}

/** Puts the contract on the node's chain, always at the same address, and this root into it. */
async function anchorOn({ url }: Anvil, origin: string, anchored: AnchoredRoot): Promise<Receipt> {
  const chain = openChain(url)
  const { address: contract, chainId } = await deployContract(chain, account, () => undefined)
  const { raw, hash } = await account.sign({
    chainId,
    nonce: await chain.countSent(account.address),
    to: contract,
    data: anchorCall(origin, [anchored]),
    gas: callGasMin(1),
    price: await chain.gasPrice(),
  })
  await chain.send(raw)
  // A node answers before its block is made, so a sent transaction is not yet a mined one.
  const { blockNumber } = await untilMined(chain, hash)
  const block = (await chain.findBlock(blockNumber))!
  return {
    chainId,
    contract,
    transaction: hash,
    block: { number: block.number, hash: block.hash, at: block.timestamp },
  }
}

before(async () => {
  if (options.skip) return
  const blank = { block: { number: 1, hash: hex('block', 32), at: 1 }, chainId: 1 }
  const { origin, anchors } = readWith({
    ...blank,
    contract: hex('contract', 20),
    transaction: hex('transaction', 32),
  })
  node = await start()
  receipt = await anchorOn(node, origin, { size: SIZE, root: base64Decode(anchors[0]!.root) })
})
after(async () => {
  for (const one of nodes) await one.stop()
})

async function ask(said: Receipt, url = node.url): Promise<readonly string[]> {
  const { origin, anchors } = readWith(said)
  try {
    const findings = await checkChain(openChain(url, 5_000), origin, anchors)
    return findings.map(({ code }) => code)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    for (const locale of ['zh', 'en', 'ru'] as const)
      assert.doesNotMatch(error.detail(locale), /[{}]/, 'every fact is filled in')
    return [error.code]
  }
}

test('a node of the chain confirms the receipt', options, async () => {
  assert.deepEqual(await ask(receipt), ['checked.chain'])
})

test('a file without a receipt leaves nothing to ask', options, async () => {
  const error = await checkChain(openChain(node.url), 'a.example/ledger', []).catch(
    (reason: unknown) => reason,
  )
  assert.equal((error as Problem).code, 'chain.no_receipt')
})

test('a receipt that says what the chain does not is refused', options, async () => {
  const { block } = receipt
  assert.deepEqual(await ask({ ...receipt, chainId: 5 }), ['chain.other'])
  assert.deepEqual(await ask({ ...receipt, contract: account.address }), ['chain.contract'])
  const later = { ...receipt, block: { ...block, at: block.at - 86_400 } }
  assert.deepEqual(await ask(later), ['chain.block'])
  const absent = { ...receipt, block: { ...block, number: block.number + 1_000 } }
  assert.deepEqual(await ask(absent), ['chain.block'])
  const [deployment] = (await node
    .ask('eth_getBlockByNumber', '0x1', false)
    .then((reply) => [(reply as { transactions: Hex[] }).transactions[0]!])) as [Hex]
  assert.deepEqual(await ask({ ...receipt, transaction: deployment }), ['chain.transaction'])
})

test('a chain that holds another root, or none, is another history', options, async () => {
  const { origin } = readWith(receipt)
  const other = await start()
  const { contract } = await anchorOn(other, origin, { size: SIZE, root: seeded('other', 32) })
  assert.equal(contract, receipt.contract, 'the same account makes the same address')
  assert.deepEqual(await ask(receipt, other.url), ['chain.other_root'])
  const shorter = await start()
  await anchorOn(shorter, origin, { size: SIZE - 1, root: seeded('other', 32) })
  assert.deepEqual(await ask(receipt, shorter.url), ['chain.no_root'])
})

test('a node that does not answer is told apart from a chain that disagrees', options, async () => {
  const port = await freePort()
  assert.deepEqual(await ask(receipt, `http://127.0.0.1:${port}`), ['chain.unreachable'])
})
