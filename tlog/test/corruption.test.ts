// Every proof under every corruption: flipped bytes, hashes dropped, added and swapped, another
// index or size, roots exchanged. A wrong size is only noticed where it changes the way the proof
// goes; the checkpoint's signature is what binds a size, and the test says exactly where.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hashEmpty, verifyConsistency, verifyInclusion } from '../src/index.ts'
import { fastHasher, flip, leaves, passes, reference, refused } from './grown-log.ts'

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 21] as const
const LARGEST = 33

/** The proof with a hash dropped, doubled, foreign or exchanged with its neighbour. */
function* rearranged(proof: readonly Uint8Array[]): Generator<[string, Uint8Array[]]> {
  const foreign = hashEmpty()
  for (let at = 0; at <= proof.length; at++) {
    yield [`hash added at ${at}`, proof.toSpliced(at, 0, foreign)]
    if (at === proof.length) return
    const here = proof[at] as Uint8Array
    yield [`hash ${at} dropped`, proof.toSpliced(at, 1)]
    yield [`hash ${at} doubled`, proof.toSpliced(at, 0, here)]
    yield [`hash ${at} one byte short`, proof.with(at, here.slice(1))]
    yield [`hash ${at} one byte long`, proof.with(at, Buffer.concat([here, here.slice(0, 1)]))]
    const next = proof[at + 1]
    if (next !== undefined)
      yield [`hashes ${at} and ${at + 1} swapped`, proof.toSpliced(at, 2, next, here)]
  }
}

function* flipped(proof: readonly Uint8Array[]): Generator<[string, Uint8Array[]]> {
  for (const [at, hash] of proof.entries()) {
    for (let byte = 0; byte < hash.length; byte++) {
      yield [
        `byte ${byte} of hash ${at} flipped`,
        proof.with(at, flip(hash, byte, 1 << (byte % 8))),
      ]
    }
  }
}

describe('inclusion proofs', () => {
  const verify = (
    index: number,
    size: number,
    leaf: Uint8Array,
    proof: Uint8Array[],
    root: Uint8Array,
  ) => passes(() => verifyInclusion(BigInt(index), BigInt(size), leaf, proof, root, fastHasher))

  for (const size of SIZES) {
    test(`size ${size}: every index, every corruption`, () => {
      const root = reference.root(0, size)
      for (let index = 0; index < size; index++) {
        const leaf = leaves[index] as Uint8Array
        const proof = reference.inclusion(index, size)
        assert.ok(verify(index, size, leaf, proof, root))
        for (const [what, wrong] of [...rearranged(proof), ...flipped(proof)]) {
          assert.ok(!verify(index, size, leaf, wrong, root), `${index}/${size}: ${what}`)
        }
        for (let byte = 0; byte < 32; byte++) {
          assert.ok(!verify(index, size, flip(leaf, byte), proof, root), `leaf byte ${byte}`)
          assert.ok(!verify(index, size, leaf, proof, flip(root, byte)), `root byte ${byte}`)
        }
        for (let other = -1; other <= size; other++) {
          if (other !== index) assert.ok(!verify(other, size, leaf, proof, root), `index ${other}`)
        }
        for (let other = 0; other <= LARGEST; other++) {
          const same =
            index < other &&
            reference.inclusionShape(index, other) === reference.inclusionShape(index, size)
          assert.equal(verify(index, other, leaf, proof, root), same, `${index}: size ${other}`)
        }
      }
    })
  }
})

describe('consistency proofs', () => {
  const verify = (
    m: number,
    n: number,
    root1: Uint8Array,
    root2: Uint8Array,
    proof: Uint8Array[],
  ) => passes(() => verifyConsistency(BigInt(m), BigInt(n), root1, root2, proof, fastHasher))

  for (const size2 of SIZES) {
    test(`to size ${size2}: every older size, every corruption`, () => {
      const root2 = reference.root(0, size2)
      for (let size1 = 0; size1 <= size2; size1++) {
        const root1 = reference.root(0, size1)
        const proof = reference.consistency(size1, size2)
        const name = `${size1}→${size2}`
        assert.ok(verify(size1, size2, root1, root2, proof), name)
        for (const [what, wrong] of [...rearranged(proof), ...flipped(proof)]) {
          assert.ok(!verify(size1, size2, root1, root2, wrong), `${name}: ${what}`)
        }
        for (let byte = 0; byte < 32; byte++) {
          assert.ok(!verify(size1, size2, flip(root1, byte), root2, proof), `${name}: root1`)
          const free = size1 === 0
          assert.equal(
            verify(size1, size2, root1, flip(root2, byte), proof),
            free,
            `${name}: root2`,
          )
        }
        if (size1 !== size2) assert.ok(!verify(size1, size2, root2, root1, proof), `${name}: roots`)
        assertOtherSizes(size1, size2, root1, root2, proof)
      }
    })
  }

  function assertOtherSizes(
    m: number,
    n: number,
    root1: Uint8Array,
    root2: Uint8Array,
    proof: Uint8Array[],
  ) {
    const shape = reference.consistencyShape(m, n)
    for (let other = 0; other <= LARGEST; other++) {
      if (other !== n) {
        const alike = m <= other && reference.consistencyShape(m, other) === shape
        const same = m === 0 ? other > 0 : alike
        assert.equal(verify(m, other, root1, root2, proof), same, `${m}→${n} read as →${other}`)
      }
      if (other !== m && m > 0) {
        const alike = other <= n && reference.consistencyShape(other, n) === shape
        assert.equal(verify(other, n, root1, root2, proof), alike, `${m}→${n} read as ${other}→`)
      }
    }
  }

  test('a tree never grows backwards', () => {
    const [a, b] = [reference.root(0, 4), reference.root(0, 3)]
    assert.throws(() => verifyConsistency(4n, 3n, a, b, []), refused('merkle.out_of_range'))
  })
})
