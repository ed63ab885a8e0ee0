// One proof for many leaves: every subset of small trees, random ones of larger; nothing else is accepted.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import {
  hexDecode,
  inclusionProof,
  isStrictEd25519,
  subsetProof,
  treeRoot,
  verifyEd25519,
  verifySubset,
} from '../src/index.ts'
import type { VerificationErrorCode } from '../src/index.ts'
import { fastHasher, leaves, readHash, refused, SIZE } from './grown-log.ts'

const throws = (code: VerificationErrorCode, work: () => void) => assert.throws(work, refused(code))

const placed = (indexes: readonly number[]) =>
  indexes.map((index) => ({ index: BigInt(index), hash: leaves[index]! }))

function prove(indexes: readonly number[], size: number) {
  return subsetProof(indexes.map(BigInt), BigInt(size), readHash, fastHasher)
}

test('every subset of every tree up to nine leaves is proven', () => {
  for (let size = 1; size <= 9; size += 1) {
    const root = treeRoot(BigInt(size), readHash)
    for (let bits = 1; bits < 1 << size; bits += 1) {
      const indexes = [...Array(size).keys()].filter((at) => (bits >> at) & 1)
      verifySubset(placed(indexes), BigInt(size), prove(indexes, size), root)
    }
  }
})

test('one leaf needs as many hashes as its inclusion proof, two neighbours one fewer', () => {
  for (let size = 2; size <= SIZE; size += 7) {
    for (let index = 0; index < size; index += 5)
      assert.equal(
        prove([index], size).length,
        inclusionProof(BigInt(index), BigInt(size), readHash).length,
      )
    assert.equal(prove([0, 1], size).length, inclusionProof(0n, BigInt(size), readHash).length - 1)
  }
})

test('another leaf, place, size, order, or a hash too many or too few is refused', () => {
  const indexes = [3, 4, 17, 64, 99]
  const size = 131
  const root = treeRoot(BigInt(size), readHash)
  const proof = prove(indexes, size)
  const verify = (given: readonly number[], hashes: readonly Uint8Array[], of = size) =>
    verifySubset(placed(given), BigInt(of), hashes, root)
  verify(indexes, proof)
  throws('merkle.root_mismatch', () =>
    verifySubset(
      placed(indexes).map((leaf, at) => (at === 2 ? { ...leaf, hash: leaves[18]! } : leaf)),
      BigInt(size),
      proof,
      root,
    ),
  )
  throws('merkle.wrong_proof_length', () => verify(indexes, proof.slice(1)))
  throws('merkle.wrong_proof_length', () => verify(indexes, [...proof, proof[0]!]))
  throws('merkle.root_mismatch', () => verify(indexes, proof.toReversed()))
  throws('merkle.out_of_range', () => verify([4, 3, 17, 64, 99], proof))
  throws('merkle.out_of_range', () => verify([3, 3, 17, 64, 99], proof))
  throws('merkle.out_of_range', () => verify([3, 4, 17, 64, 131], proof))
  throws('merkle.out_of_range', () => verify([], proof))
  throws('merkle.bad_hash', () => verify(indexes, proof.with(0, new Uint8Array(31))))
  for (let at = 0; at < proof.length; at += 1)
    throws('merkle.root_mismatch', () => verify(indexes, proof.with(at, new Uint8Array(32))))
})

test('a strictly spelt signature is told from what only lenient libraries take', () => {
  const seed = new Uint8Array(32).fill(7)
  const key = ed25519.getPublicKey(seed)
  const message = new Uint8Array([1, 2, 3])
  const signature = ed25519.sign(message, seed)
  assert.ok(isStrictEd25519(key, signature) && verifyEd25519(key, message, signature))
  for (const hex of ED25519_TORSION_SUBGROUP)
    assert.equal(isStrictEd25519(hexDecode(hex), signature), false, `key ${hex}`)
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const word = BigInt(`0x${Buffer.from(signature.slice(32).toReversed()).toString('hex')}`) + order
  const long = Uint8Array.from(Buffer.from(word.toString(16).padStart(64, '0'), 'hex').toReversed())
  assert.equal(isStrictEd25519(key, Uint8Array.of(...signature.slice(0, 32), ...long)), false)
  for (const point of [
    // y = p + 1, y = 1 with a sign, y = p − 1 with a sign.
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0100000000000000000000000000000000000000000000000000000000000080',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  ]) {
    const odd = Uint8Array.of(...hexDecode(point), ...signature.slice(32))
    assert.equal(isStrictEd25519(key, odd), false, point)
    assert.equal(isStrictEd25519(hexDecode(point), signature), false, point)
  }
  assert.equal(isStrictEd25519(key.slice(1), signature), false)
})
