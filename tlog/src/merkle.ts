// The RFC 6962 §2.1 Merkle tree: hashes, roots, inclusion and consistency proofs, and appending.
//
// A *stored hash* is the root of a complete subtree: (level, index) covers the leaves
// [index · 2^level, (index + 1) · 2^level). Level 0 holds leaf hashes. Every proof and root is made
// of stored hashes, combined along the right edge, so whoever keeps those needs nothing else.
import { sha256 } from './sha256.ts'
import { equalBytes, SIZE_MAX } from './bytes.ts'
import { check } from './error.ts'

export const HASH_BYTES = 32
/** Longer entries are hashed as well. */
const LEAF_BYTES_USUAL = 1024

export type HashFunction = (message: Uint8Array) => Uint8Array

/** The three hashes of RFC 6962 over some SHA-256. */
export interface MerkleHasher {
  hashEmpty(): Uint8Array
  hashLeaf(entry: Uint8Array): Uint8Array
  hashNode(left: Uint8Array, right: Uint8Array): Uint8Array
}

/** `hash` must be done with its message when it returns: the next call writes over it. */
export function merkleHasher(hash: HashFunction): MerkleHasher {
  // One message each, for ever: made anew for every node of a tree they would cost more than hashing them.
  const node = new Uint8Array(2 * HASH_BYTES + 1)
  node[0] = 1
  let leaf = new Uint8Array(LEAF_BYTES_USUAL)
  return {
    hashEmpty: () => hash(new Uint8Array(0)),
    hashLeaf: (entry) => {
      const length = entry.length + 1
      if (length > leaf.length) leaf = new Uint8Array(length)
      leaf.set(entry, 1)
      return hash(leaf.subarray(0, length))
    },
    hashNode: (left, right) => {
      node.set(left, 1)
      node.set(right, 1 + HASH_BYTES)
      return hash(node)
    },
  }
}

export const defaultHasher: MerkleHasher = merkleHasher((message) => sha256(message))

export function hashEmpty(): Uint8Array {
  return defaultHasher.hashEmpty()
}

export function hashLeaf(entry: Uint8Array): Uint8Array {
  return defaultHasher.hashLeaf(entry)
}

export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  checkHash(left, 'left child')
  checkHash(right, 'right child')
  return defaultHasher.hashNode(left, right)
}

/** Answers the stored hash at a place; called only for subtrees complete at the size asked about. */
export type ReadHash = (level: number, index: bigint) => Uint8Array

export interface StoredHash {
  readonly level: number
  readonly index: bigint
  readonly hash: Uint8Array
}

export function checkHash(hash: Uint8Array, what: string): void {
  check(hash.length === HASH_BYTES, 'merkle.bad_hash', `${what} is not ${HASH_BYTES} bytes`)
}

export function checkSize(size: bigint): void {
  check(size >= 0n && size <= SIZE_MAX, 'merkle.out_of_range', 'size is not within 0…2^63 - 1')
}

function bitLength(value: bigint): number {
  // Most logs are smaller than 2^32, where this takes one instruction.
  if (value < 0x1_0000_0000n) return 32 - Math.clz32(Number(value))
  return value.toString(2).length
}

/** How many trailing zero bits; `value` is not 0. */
function trailingZeros(value: bigint): number {
  return bitLength(value & -value) - 1
}

function oneBits(value: bigint): number {
  let count = 0
  for (let rest = value; rest > 0n; rest &= rest - 1n) count++
  return count
}

/** The complete subtrees that a tree of this size is made of, largest first. */
function peaks(size: bigint): { level: number; index: bigint }[] {
  const out: { level: number; index: bigint }[] = []
  for (let level = bitLength(size) - 1; level >= 0; level--) {
    const count = size >> BigInt(level)
    if (count & 1n) out.push({ level, index: count - 1n })
  }
  return out
}

function foldRight(hashes: readonly Uint8Array[], hasher: MerkleHasher): Uint8Array {
  let root = hashes.at(-1)
  if (root === undefined) return hasher.hashEmpty()
  for (let i = hashes.length - 2; i >= 0; i--) root = hasher.hashNode(hashes[i] as Uint8Array, root)
  return root
}

/** Checks that `leafHash` stands at `index` in the tree of `size` leaves with this root. */
export function verifyInclusion(
  index: bigint,
  size: bigint,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  hasher: MerkleHasher = defaultHasher,
): void {
  checkSize(size)
  check(index >= 0n && index < size, 'merkle.out_of_range', 'index is not within the tree')
  checkHash(leafHash, 'leaf hash')
  checkHash(root, 'root')
  // Below the split the path has a sibling at every level; above it, only where it is a right child.
  const inner = bitLength(index ^ (size - 1n))
  const expected = inner + oneBits(index >> BigInt(inner))
  check(
    proof.length === expected,
    'merkle.wrong_proof_length',
    `inclusion proof has ${proof.length} hashes instead of ${expected}`,
  )
  let hash = leafHash
  proof.forEach((sibling, level) => {
    checkHash(sibling, `proof hash ${level}`)
    const right = level >= inner || ((index >> BigInt(level)) & 1n) === 1n
    hash = right ? hasher.hashNode(sibling, hash) : hasher.hashNode(hash, sibling)
  })
  check(equalBytes(hash, root), 'merkle.root_mismatch', 'inclusion proof leads to another root')
}

/** Checks that the tree of `size2` leaves is the tree of `size1` leaves with more appended. */
export function verifyConsistency(
  size1: bigint,
  size2: bigint,
  root1: Uint8Array,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
  hasher: MerkleHasher = defaultHasher,
): void {
  checkSize(size1)
  checkSize(size2)
  check(size1 <= size2, 'merkle.out_of_range', 'the older tree is the larger one')
  checkHash(root1, 'older root')
  checkHash(root2, 'newer root')
  proof.forEach((hash, at) => checkHash(hash, `proof hash ${at}`))
  if (size1 === 0n || size1 === size2) {
    check(proof.length === 0, 'merkle.wrong_proof_length', 'consistency proof must be empty')
    const known = size1 === 0n ? hasher.hashEmpty() : root2
    check(equalBytes(root1, known), 'merkle.root_mismatch', 'older root does not match its size')
    const sound = size2 > 0n || equalBytes(root2, known)
    check(sound, 'merkle.root_mismatch', 'newer root does not match its size')
    return
  }
  verifyGrowth(size1, size2, root1, root2, proof, hasher)
}

function verifyGrowth(
  size1: bigint,
  size2: bigint,
  root1: Uint8Array,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
  hasher: MerkleHasher,
): void {
  // The proof starts from the smallest peak of the older tree; when that peak is the whole older
  // tree, its hash is root1 and is not repeated in the proof.
  const start = trailingZeros(size1)
  const whole = size1 === 1n << BigInt(start)
  const node = (size1 - 1n) >> BigInt(start)
  const inner = bitLength((size1 - 1n) ^ (size2 - 1n)) - start
  const path = inner + oneBits(node >> BigInt(inner))
  const expected = path + (whole ? 0 : 1)
  check(
    proof.length === expected,
    'merkle.wrong_proof_length',
    `consistency proof has ${proof.length} hashes instead of ${expected}`,
  )
  let older = whole ? root1 : (proof[0] as Uint8Array)
  let newer = older
  proof.slice(whole ? 0 : 1).forEach((sibling, level) => {
    if (level >= inner || ((node >> BigInt(level)) & 1n) === 1n) {
      older = hasher.hashNode(sibling, older)
      newer = hasher.hashNode(sibling, newer)
    } else {
      newer = hasher.hashNode(newer, sibling)
    }
  })
  check(equalBytes(older, root1), 'merkle.root_mismatch', 'proof leads to another older root')
  check(equalBytes(newer, root2), 'merkle.root_mismatch', 'proof leads to another newer root')
}

function readChecked(readHash: ReadHash, level: number, index: bigint): Uint8Array {
  const hash = readHash(level, index)
  checkHash(hash, `stored hash ${level}/${index}`)
  return hash
}

/** The hash of the subtree [index · 2^level, …) cut off at `size`. */
export function clippedHash(
  level: number,
  index: bigint,
  size: bigint,
  readHash: ReadHash,
  hasher: MerkleHasher,
): Uint8Array {
  const first = index << BigInt(level)
  const count = size - first
  if (count >= 1n << BigInt(level)) return readChecked(readHash, level, index)
  const hashes = peaks(count).map((peak) =>
    readChecked(readHash, peak.level, peak.index + (first >> BigInt(peak.level))),
  )
  return foldRight(hashes, hasher)
}

/** The siblings on the way from stored place (level, index) to the root, lowest first. */
function pathToRoot(
  level: number,
  index: bigint,
  size: bigint,
  readHash: ReadHash,
  hasher: MerkleHasher,
): Uint8Array[] {
  const out: Uint8Array[] = []
  for (let at = level; ; at++) {
    const place = index >> BigInt(at - level)
    const last = (size - 1n) >> BigInt(at)
    if (last === 0n) return out
    const sibling = place ^ 1n
    if (sibling <= last) out.push(clippedHash(at, sibling, size, readHash, hasher))
  }
}

export function inclusionProof(
  index: bigint,
  size: bigint,
  readHash: ReadHash,
  hasher: MerkleHasher = defaultHasher,
): Uint8Array[] {
  checkSize(size)
  check(index >= 0n && index < size, 'merkle.out_of_range', 'index is not within the tree')
  return pathToRoot(0, index, size, readHash, hasher)
}

export function consistencyProof(
  size1: bigint,
  size2: bigint,
  readHash: ReadHash,
  hasher: MerkleHasher = defaultHasher,
): Uint8Array[] {
  checkSize(size1)
  checkSize(size2)
  check(size1 <= size2, 'merkle.out_of_range', 'the older tree is the larger one')
  if (size1 === 0n || size1 === size2) return []
  const level = trailingZeros(size1)
  const index = (size1 - 1n) >> BigInt(level)
  const path = pathToRoot(level, index, size2, readHash, hasher)
  return index === 0n ? path : [readChecked(readHash, level, index), ...path]
}

/** The root of the tree of this size. */
export function treeRoot(
  size: bigint,
  readHash: ReadHash,
  hasher: MerkleHasher = defaultHasher,
): Uint8Array {
  checkSize(size)
  return foldRight(rightEdge(size, readHash), hasher)
}

/** The hashes an appender starts from: the tree's complete subtrees, largest first. */
export function rightEdge(size: bigint, readHash: ReadHash): Uint8Array[] {
  checkSize(size)
  return peaks(size).map(({ level, index }) => readChecked(readHash, level, index))
}

export interface Appended {
  readonly size: bigint
  readonly edge: Uint8Array[]
  readonly root: Uint8Array
  /** Every hash that became final, leaves included, each after the ones below it. */
  readonly stored: StoredHash[]
}

/** Appends leaf hashes to a tree known only by its size and right edge. */
export function appendLeaves(
  size: bigint,
  edge: readonly Uint8Array[],
  leafHashes: readonly Uint8Array[],
  hasher: MerkleHasher = defaultHasher,
): Appended {
  checkSize(size)
  checkSize(size + BigInt(leafHashes.length))
  check(edge.length === oneBits(size), 'merkle.bad_hash', 'right edge does not fit the size')
  edge.forEach((hash) => checkHash(hash, 'right edge'))
  const nextEdge = [...edge]
  const stored: StoredHash[] = []
  let next = size
  for (const leaf of leafHashes) {
    checkHash(leaf, 'leaf hash')
    stored.push({ level: 0, index: next, hash: leaf })
    let hash = leaf
    let index = next
    for (let level = 1; index & 1n; level++) {
      index >>= 1n
      hash = hasher.hashNode(nextEdge.pop() as Uint8Array, hash)
      stored.push({ level, index, hash })
    }
    nextEdge.push(hash)
    next += 1n
  }
  return { size: next, edge: nextEdge, root: foldRight(nextEdge, hasher), stored }
}

/** The root that a right edge stands for. */
export function edgeRoot(
  edge: readonly Uint8Array[],
  hasher: MerkleHasher = defaultHasher,
): Uint8Array {
  edge.forEach((hash) => checkHash(hash, 'right edge'))
  return foldRight(edge, hasher)
}
