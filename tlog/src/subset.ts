// One proof for several leaves of an RFC 6962 tree. Their paths to the root share most of its upper part, so together they need
// far fewer hashes than an inclusion proof each: only the largest subtrees that hold none of them, from left to right.
// Which those are follows from the indexes and the size, so a proof has one form and not a hash to spare.
import { equalBytes } from './bytes.ts'
import { check } from './error.ts'
import { checkHash, checkSize, clippedHash, defaultHasher } from './merkle.ts'
import type { MerkleHasher, ReadHash } from './merkle.ts'

export interface PlacedLeaf {
  readonly index: bigint
  readonly hash: Uint8Array
}

/** What is asked of the walk over the tree: where no leaf stands, and where one does. */
interface Found<T> {
  empty(first: bigint, level: number): T
  leaf(at: number): T
  join(left: T, right: T): T
}

/** The levels that a tree of this many leaves has above them. */
function heightOf(size: bigint): number {
  return size <= 1n ? 0 : (size - 1n).toString(2).length
}

/**
 * Walks the tree from left to right, into a subtree only where one of the leaves stands. `first` is the subtree's first leaf,
 * `level` the height it would have were it complete.
 */
function walk<T>(indexes: readonly bigint[], size: bigint, found: Found<T>): T {
  const into = (first: bigint, level: number, from: number, to: number): T => {
    if (from === to) return found.empty(first, level)
    if (level === 0) return found.leaf(from)
    const middle = first + (1n << BigInt(level - 1))
    // A subtree cut off before its middle is its left half.
    if (middle >= size) return into(first, level - 1, from, to)
    let split = from
    while (split < to && indexes[split]! < middle) split += 1
    const left = into(first, level - 1, from, split)
    return found.join(left, into(middle, level - 1, split, to))
  }
  return into(0n, heightOf(size), 0, indexes.length)
}

function checkIndexes(indexes: readonly bigint[], size: bigint): void {
  checkSize(size)
  check(indexes.length > 0, 'merkle.out_of_range', 'no leaves')
  const ascend = indexes.every((index, at) => at === 0 || indexes[at - 1]! < index)
  const within = indexes[0]! >= 0n && indexes.at(-1)! < size
  check(ascend && within, 'merkle.out_of_range', 'indexes do not ascend within the tree')
}

/** Proves that leaves stand at these ascending indexes in the tree of `size`. */
export function subsetProof(
  indexes: readonly bigint[],
  size: bigint,
  readHash: ReadHash,
  hasher: MerkleHasher = defaultHasher,
): Uint8Array[] {
  checkIndexes(indexes, size)
  return walk<Uint8Array[]>(indexes, size, {
    empty: (first, level) => [clippedHash(level, first >> BigInt(level), size, readHash, hasher)],
    leaf: () => [],
    join: (left, right) => left.concat(right),
  })
}

/** The root of the tree of `size` in which these leaves, in ascending order, stand among the proof's subtrees. */
export function subsetRoot(
  leaves: readonly PlacedLeaf[],
  size: bigint,
  proof: readonly Uint8Array[],
  hasher: MerkleHasher = defaultHasher,
): Uint8Array {
  const indexes = leaves.map(({ index }) => index)
  checkIndexes(indexes, size)
  for (const { hash } of leaves) checkHash(hash, 'leaf hash')
  proof.forEach((hash, at) => checkHash(hash, `proof hash ${at}`))
  let next = 0
  const root = walk<Uint8Array>(indexes, size, {
    empty() {
      const hash = proof[next++]
      check(hash !== undefined, 'merkle.wrong_proof_length', 'subset proof is too short')
      return hash
    },
    leaf: (at) => leaves[at]!.hash,
    join: (left, right) => hasher.hashNode(left, right),
  })
  check(next === proof.length, 'merkle.wrong_proof_length', 'subset proof is too long')
  return root
}

/** Checks that these leaves, in ascending order, stand in the tree of `size` leaves with this root. */
export function verifySubset(
  leaves: readonly PlacedLeaf[],
  size: bigint,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  hasher: MerkleHasher = defaultHasher,
): void {
  checkHash(root, 'root')
  const found = subsetRoot(leaves, size, proof, hasher)
  check(equalBytes(found, root), 'merkle.root_mismatch', 'subset proof leads to another root')
}
