// Anchoring on a real node: what is sent arrives once, whatever fails on the way, and only what will stay gets a receipt.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, afterEach, beforeEach, test } from 'node:test'
import { base64Encode } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { openChain, type Chain } from '#platform/chain.ts'
import { findAnvil, freePort, startAnvil, type Anvil } from '#platform/testing/anvil.ts'
import { readAnchors } from '#passport/anchoring/anchor-contract.ts'
import {
  anchoredLedger,
  CONFIRMATIONS,
  type AnchoredLedger,
} from '#passport/anchoring/anchor-fixtures.ts'
import { anchorRound } from '#passport/anchoring/anchor-round.ts'
import { readPublished } from '#passport/sequencer.ts'

const options = { skip: findAnvil() === undefined && 'no anvil on this machine' }
const nodes: Anvil[] = []
let at: AnchoredLedger
let count = 0

beforeEach(async () => {
  at = await anchoredLedger(`anchored${(count += 1)}`)
})
afterEach(() => at.close())
after(async () => {
  for (const node of nodes) await node.stop()
})

async function start(...asked: Parameters<typeof startAnvil>): Promise<Anvil> {
  const node = await startAnvil(...asked)
  nodes.push(node)
  return node
}

const refusal = (code: string) => (error: unknown) =>
  error instanceof Problem && error.code === code
const states = async () => (await at.transactions()).map(({ state, sizes }) => [state, ...sizes])

test(
  'checkpoints are anchored, one transaction for many, and get their receipts when they are final',
  options,
  async () => {
    const node = await start()
    const anchoring = await at.deploy(node)
    assert.equal(await at.grow(3), 3)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [['sent', 3]])
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [['mined', 3]])
    assert.deepEqual(await at.receipts(), [], 'a block may still vanish')
    await node.mine(CONFIRMATIONS - 1)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [['final', 3]])
    const [receipt] = await at.receipts()
    const [sent] = await at.transactions()
    assert.equal(receipt!.size, 3)
    assert.equal(receipt!.chainId, 31337)
    assert.equal(receipt!.transaction, sent!.hash)
    const block = await anchoring.chain.findBlock(receipt!.block.number)
    assert.deepEqual(receipt!.block, {
      number: block!.number,
      hash: block!.hash,
      at: block!.timestamp,
    })
    const contract = readAnchors(anchoring.chain, anchoring.contract, anchoring.ledger.key.name)
    assert.equal(await contract.findRoot(3), base64Encode(receipt!.root))
    assert.equal(await contract.findRoot(2), undefined)

    await at.roundWhenDue(anchoring)
    assert.equal(
      (await at.transactions()).length,
      1,
      'a receipt alone is no reason for another anchor',
    )

    // While one is under way others gather, and go together.
    await node.ask('evm_setAutomine', false)
    for (const more of [1, 2, 3]) {
      await at.grow(more)
      await at.roundWhenDue(anchoring)
    }
    await node.ask('evm_setAutomine', true)
    await node.mine()
    await anchorRound(anchoring)
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [
      ['final', 3],
      ['final', 5],
      ['final', 7, 10],
    ])
    assert.deepEqual(
      (await at.receipts()).map(({ size }) => size),
      [3, 5, 7, 10],
    )
    assert.equal(await contract.lastSize(), 10)
  },
)

test(
  'an absent node delays a receipt and nothing else; a node that comes back is sent all at once',
  options,
  async () => {
    const port = await freePort()
    const file = join(at.folder, 'chain.json')
    const first = await start(['--state', file], { port })
    const anchoring = await at.deploy(first)
    await first.stop()
    for (const size of [2, 4, 6]) {
      assert.equal(await at.grow(2), size, 'checkpoints go on')
      await assert.rejects(at.roundWhenDue(anchoring), refusal('anchor.unreachable'))
    }
    assert.deepEqual(await at.transactions(), [])
    const second = await start(['--state', file], { port })
    await anchorRound(anchoring)
    await second.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [['final', 2, 4, 6]])
    assert.equal((await at.receipts()).length, 3)
  },
)

test('a node that restarts and forgot what waited is sent the same again', options, async () => {
  const port = await freePort()
  const state = ['--state', join(at.folder, 'chain.json')]
  const first = await start(state, { port })
  const anchoring = await at.deploy(first)
  await first.ask('evm_setAutomine', false)
  await at.grow(5)
  await anchorRound(anchoring)
  await first.stop()
  const second = await start([...state, '--no-mining'], { port })
  const [sent] = await at.transactions()
  assert.equal(await anchoring.chain.knows(sent!.attempts[0]!), false, 'the node forgot it')
  await anchorRound(anchoring)
  assert.equal(await anchoring.chain.knows(sent!.attempts[0]!), true)
  await second.mine(CONFIRMATIONS)
  await anchorRound(anchoring)
  const [final] = await at.transactions()
  assert.deepEqual(
    [final!.state, final!.hash, final!.attempts.length],
    ['final', sent!.attempts[0], 1],
  )
})

/** A chain by which the process ends before, or right after, the transaction has left. */
function dyingChain(chain: Chain, when: 'before' | 'after'): Chain {
  return {
    ...chain,
    async send(raw) {
      if (when === 'after') await chain.send(raw)
      throw new Error('killed')
    },
  }
}

for (const when of ['before', 'after'] as const)
  test(`a crash ${when} sending sends nothing twice`, options, async () => {
    const node = await start()
    const anchoring = await at.deploy(node)
    const size = await at.grow(4)
    const dying = { ...anchoring, chain: dyingChain(anchoring.chain, when) }
    await assert.rejects(anchorRound(dying), /killed/)
    const [written] = await at.transactions()
    assert.deepEqual(
      [written!.state, written!.sizes, written!.attempts.length],
      ['sent', [size], 1],
    )
    await anchorRound(anchoring)
    await at.grow(4)
    await at.roundWhenDue(anchoring)
    await at.roundWhenDue(anchoring)
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    const [first, second, ...more] = await at.transactions()
    assert.deepEqual([first!.hash, first!.sizes], [written!.attempts[0], [size]])
    assert.deepEqual([second!.nonce, second!.sizes], [first!.nonce + 1, [8]])
    assert.deepEqual(more, [])
  })

test(
  'a transaction that waits too long is offered more for, under the same nonce',
  options,
  async () => {
    const node = await start()
    const anchoring = await at.deploy(node)
    await node.ask('evm_setAutomine', false)
    await at.grow(1)
    await anchorRound(anchoring)
    at.clock.advance(2)
    await anchorRound(anchoring)
    assert.equal((await at.transactions())[0]!.attempts.length, 1, 'not so soon')
    at.clock.advance(2)
    await anchorRound(anchoring)
    const [raised] = await at.transactions()
    assert.equal(raised!.attempts.length, 2)
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    const [final, ...more] = await at.transactions()
    assert.deepEqual([final!.state, final!.hash], ['final', raised!.attempts[1]])
    assert.deepEqual(more, [])
  },
)

test(
  'where the node drops a transaction as too cheap, more is offered at once',
  options,
  async () => {
    const node = await start()
    const anchoring = await at.deploy(node)
    await node.ask('evm_setAutomine', false)
    await at.grow(1)
    await anchorRound(anchoring)
    await node.ask('anvil_setNextBlockBaseFeePerGas', '0x12a05f2000')
    await node.mine()
    await anchorRound(anchoring)
    const [raised] = await at.transactions()
    assert.equal(raised!.attempts.length, 2)
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    const [final] = await at.transactions()
    assert.deepEqual([final!.state, final!.hash], ['final', raised!.attempts[1]])
  },
)

test(
  'a block that vanishes takes its anchor with it; it is sent again, and only the block that stays gets a receipt',
  options,
  async () => {
    const node = await start()
    const anchoring = await at.deploy(node)
    const snapshot = await node.ask('evm_snapshot')
    await at.grow(6)
    await anchorRound(anchoring)
    await anchorRound(anchoring)
    const [mined] = await at.transactions()
    assert.equal(mined!.state, 'mined')
    await node.ask('evm_revert', snapshot)
    await node.mine()
    await node.ask('evm_setAutomine', false)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [['sent', 6]])
    assert.match(at.notices.join(), /vanished/)
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    const [final, ...more] = await at.transactions()
    assert.deepEqual([final!.state, final!.hash], ['final', mined!.hash])
    assert.notEqual(final!.block_hash, mined!.block_hash)
    assert.deepEqual(more, [])
    const receipts = await at.receipts()
    assert.deepEqual(
      receipts.map(({ block }) => block.hash),
      [final!.block_hash],
    )
  },
)

test('the node’s own reorganisation, too', options, async () => {
  const node = await start()
  const anchoring = await at.deploy(node)
  await at.grow(6)
  await anchorRound(anchoring)
  await anchorRound(anchoring)
  const [mined] = await at.transactions()
  await node.ask('anvil_reorg', 1, [])
  await anchorRound(anchoring)
  await node.mine(CONFIRMATIONS)
  await anchorRound(anchoring)
  const [final] = await at.transactions()
  assert.deepEqual([final!.state, final!.hash], ['final', mined!.hash])
  assert.equal(
    await readAnchors(anchoring.chain, anchoring.contract, anchoring.ledger.key.name).lastSize(),
    6,
  )
})

test(
  'blocks that vanish though they were final leave no gap of nonces: what stood in them is sent first',
  options,
  async () => {
    const node = await start()
    const anchoring = await at.deploy(node)
    const snapshot = await node.ask('evm_snapshot')
    await at.grow(2)
    await anchorRound(anchoring)
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [['final', 2]])
    await node.ask('evm_revert', snapshot)
    await node.mine(CONFIRMATIONS + 3)
    await at.grow(3)
    const published = Number((await readPublished(at.ledger))!.size)
    await at.roundWhenDue(anchoring)
    assert.deepEqual(await states(), [
      ['final', 2],
      ['sent', published],
    ])
    await anchorRound(anchoring)
    assert.match(at.notices.join(), /though it was final/)
    await anchorRound(anchoring)
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [
      ['final', 2],
      ['final', published],
    ])
  },
)

test('a nonce that somebody else used frees what it was meant for', options, async () => {
  const node = await start()
  const anchoring = await at.deploy(node)
  await at.grow(2)
  await assert.rejects(anchorRound({ ...anchoring, chain: dyingChain(anchoring.chain, 'before') }))
  const { chain, account } = anchoring
  const foreign = {
    chainId: 31337,
    nonce: 1,
    to: account.address,
    data: '0x' as const,
    gas: 30_000n,
  }
  await chain.send((await account.sign({ ...foreign, price: await chain.gasPrice() })).raw)
  await node.mine(CONFIRMATIONS)
  await anchorRound(anchoring)
  await anchorRound(anchoring)
  assert.deepEqual(await states(), [['lost'], ['mined', 2]])
})

test('a node of another chain is refused, and so is another contract', options, async () => {
  const anchoring = await at.deploy(await start())
  await at.grow(1)
  await anchorRound(anchoring)
  const other = await start(['--chain-id', '77'])
  const moved = { ...anchoring, chain: openChain(other.url) }
  await assert.rejects(anchorRound(moved), refusal('anchor.wrong_chain'))
  assert.equal(await other.ask('eth_blockNumber'), '0x0', 'nothing was sent')
  const nowhere = at.anchoringOn(other, `0x${'1'.repeat(40)}`)
  await assert.rejects(anchorRound(nowhere), refusal('anchor.wrong_contract'))
})

test(
  'where the chain has no EIP-1559, transactions are of the old type; where gas is free, nothing is paid',
  options,
  async () => {
    const node = await start(['--hardfork', 'berlin', '--gas-price', '0'])
    const anchoring = await at.deploy(node)
    await at.grow(1)
    await anchorRound(anchoring)
    const [sent] = await at.transactions()
    const found = (await node.ask('eth_getTransactionByHash', sent!.attempts[0])) as {
      type: string
      gasPrice: string
    }
    assert.equal(found.type, '0x0')
    await node.mine(CONFIRMATIONS)
    await anchorRound(anchoring)
    assert.deepEqual(await states(), [['final', 1]])
  },
)
