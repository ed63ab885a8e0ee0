// The price of a replacement: at least a tenth more in both parts, today's price if that is higher, and an end to it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { raisedPrice } from '#passport/anchoring/anchor-price.ts'

const wei = fc.bigInt({ min: 0n, max: 10n ** 15n })

test('a replacement offers a tenth more in every part, and no less than today', () => {
  fc.assert(
    fc.property(wei, wei, wei, wei, (fee, tip, fee2, tip2) => {
      const today = { maxFeePerGas: fee2, maxPriorityFeePerGas: tip2 }
      const next = raisedPrice({ maxFeePerGas: fee, maxPriorityFeePerGas: tip }, today)
      if (next === undefined) return assert.ok(fee >= fee2 * 4n)
      assert.ok('maxFeePerGas' in next)
      assert.ok(next.maxFeePerGas * 10n >= fee * 11n && next.maxFeePerGas >= fee2)
      assert.ok(next.maxPriorityFeePerGas * 10n >= tip * 11n && next.maxPriorityFeePerGas >= tip2)
    }),
  )
})

test('a chain without EIP-1559 has one price; where gas is free nothing is raised', () => {
  assert.deepEqual(raisedPrice({ gasPrice: 100n }, { gasPrice: 100n }), { gasPrice: 126n })
  assert.deepEqual(raisedPrice({ gasPrice: 100n }, { gasPrice: 500n }), { gasPrice: 500n })
  assert.equal(raisedPrice({ gasPrice: 400n }, { gasPrice: 100n }), undefined)
  assert.equal(raisedPrice({ gasPrice: 0n }, { gasPrice: 0n }), undefined)
})

test('a transaction keeps its type, also where the chain learnt or unlearnt EIP-1559 meanwhile', () => {
  const modern = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n }
  assert.deepEqual(raisedPrice({ gasPrice: 40n }, modern), { gasPrice: 100n })
  assert.deepEqual(raisedPrice(modern, { gasPrice: 200n }), {
    maxFeePerGas: 200n,
    maxPriorityFeePerGas: 13n,
  })
})
