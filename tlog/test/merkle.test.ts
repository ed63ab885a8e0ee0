// The Merkle tree against the RFC's own definition, for every size to 300, and against vectors.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  appendLeaves,
  consistencyProof,
  edgeRoot,
  hashEmpty,
  hashFromTiles,
  hashLeaf,
  hashNode,
  hexDecode,
  hexEncode,
  inclusionProof,
  rightEdge,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '../src/index.ts'
import { fastHasher, leaves, readHash, readTile, reference, refused, SIZE } from './grown-log.ts'

function assertSame(actual: readonly Uint8Array[], expected: readonly Uint8Array[], what: string) {
  assert.ok(Buffer.concat(actual).equals(Buffer.concat(expected)), what)
}

// The test tree of the Certificate Transparency project: its entries and the root after each.
const CT_TREE = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  [
    '606162636465666768696a6b6c6d6e6f',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
] as const

describe('published vectors', () => {
  test('the empty tree is SHA-256 of nothing', () => {
    assert.equal(
      hexEncode(hashEmpty()),
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
  })

  test('the CT tree of eight entries has the known root at every size', () => {
    let size = 0n
    let edge: Uint8Array[] = []
    for (const [entry, root] of CT_TREE) {
      const appended = appendLeaves(size, edge, [hashLeaf(hexDecode(entry))])
      ;({ size, edge } = appended)
      assert.equal(hexEncode(appended.root), root)
    }
  })

  test('a node hash is the one the tree of two entries has', () => {
    const [first, second] = CT_TREE
    const root = hashNode(hashLeaf(hexDecode(first[0])), hashLeaf(hexDecode(second[0])))
    assert.equal(hexEncode(root), second[1])
  })
})

describe('every size from 0 to 300 against RFC 6962', () => {
  test('roots, from stored hashes, from tiles and from the right edge', () => {
    for (let size = 0; size <= SIZE; size++) {
      const root = reference.root(0, size)
      const n = BigInt(size)
      assert.deepEqual(treeRoot(n, readHash, fastHasher), Buffer.from(root))
      const fromTiles = treeRoot(n, hashFromTiles(n, readTile, fastHasher), fastHasher)
      assert.equal(hexEncode(fromTiles), hexEncode(root))
      assert.equal(hexEncode(edgeRoot(rightEdge(n, readHash), fastHasher)), hexEncode(root))
    }
  })

  test('every inclusion proof is made alike and verifies', () => {
    for (let size = 1; size <= SIZE; size++) {
      const root = reference.root(0, size)
      for (let index = 0; index < size; index++) {
        const [i, n] = [BigInt(index), BigInt(size)]
        const proof = inclusionProof(i, n, readHash, fastHasher)
        assertSame(proof, reference.inclusion(index, size), `${index}/${size}`)
        verifyInclusion(i, n, leaves[index] as Uint8Array, proof, root, fastHasher)
      }
    }
  })

  test('every consistency proof is made alike and verifies', () => {
    for (let size2 = 0; size2 <= SIZE; size2++) {
      const root2 = reference.root(0, size2)
      for (let size1 = 0; size1 <= size2; size1++) {
        const [m, n] = [BigInt(size1), BigInt(size2)]
        const proof = consistencyProof(m, n, readHash, fastHasher)
        assertSame(proof, reference.consistency(size1, size2), `${size1}→${size2}`)
        verifyConsistency(m, n, reference.root(0, size1), root2, proof, fastHasher)
      }
    }
  })

  test('appending in one go, one by one and in pieces gives the same', () => {
    const whole = appendLeaves(0n, [], leaves, fastHasher)
    for (const step of [1, 7, 64, 299]) {
      let size = 0n
      let edge: Uint8Array[] = []
      const stored = []
      for (let at = 0; at < SIZE; at += step) {
        const appended = appendLeaves(size, edge, leaves.slice(at, at + step), fastHasher)
        ;({ size, edge } = appended)
        stored.push(...appended.stored)
        assert.equal(hexEncode(appended.root), hexEncode(reference.root(0, Number(size))))
      }
      assert.deepEqual(stored, whole.stored)
    }
  })

  test('proofs made from tiles are the same', () => {
    for (const size of [1, 2, 255, 256, 257, 299, 300]) {
      const read = hashFromTiles(BigInt(size), readTile, fastHasher)
      for (let index = 0; index < size; index += 13) {
        const proof = inclusionProof(BigInt(index), BigInt(size), read, fastHasher)
        assertSame(proof, reference.inclusion(index, size), `${index}/${size}`)
      }
    }
  })
})

describe('sizes beyond 2^53', () => {
  // A tree so large exists only as numbers: every stored hash is one constant per level.
  const uniform: Uint8Array[] = [hashLeaf(Uint8Array.of(1))]
  for (let level = 1; level < 63; level++) {
    const below = uniform[level - 1] as Uint8Array
    uniform.push(hashNode(below, below))
  }
  const read = (level: number): Uint8Array => uniform[level] as Uint8Array

  for (const size of [2n ** 53n + 1n, 2n ** 62n, 2n ** 63n - 1n]) {
    test(`proofs at ${size} verify, and not one leaf further`, () => {
      const root = treeRoot(size, read)
      const proof = inclusionProof(size - 1n, size, read)
      verifyInclusion(size - 1n, size, read(0), proof, root)
      verifyConsistency(
        size - 3n,
        size,
        treeRoot(size - 3n, read),
        root,
        consistencyProof(size - 3n, size, read),
      )
      assert.throws(
        () => verifyInclusion(size, size, read(0), proof, root),
        refused('merkle.out_of_range'),
      )
    })
  }

  test('2^63 is refused', () => {
    assert.throws(() => treeRoot(2n ** 63n, read), refused('merkle.out_of_range'))
  })
})
