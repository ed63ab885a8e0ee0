/** RFC 6962: hashes, the proof for all leaves, inclusion and consistency. */
import { array, decode, must, refuse, sha256, type Json } from './bytes.ts'

export const leafHash = (entry: Uint8Array | string): Buffer => sha256(Buffer.of(0), entry)
const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right)

/** The largest power of two smaller than n. */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

export function treeHash(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256('')
  if (leaves.length === 1) return leaves[0]!
  const k = split(leaves.length)
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)))
}

export type Leaf = { index: number; hash: Buffer }

/** The root from some leaves, ascending, and the hashes of the subtrees without any of them. */
export function rootFrom(leaves: Leaf[], size: number, proof: Buffer): Buffer {
  leaves.forEach((leaf, i) =>
    must(
      leaf.index < size && (i === 0 || leaves[i - 1]!.index < leaf.index),
      'inclusion',
      'a place twice or beyond the tree',
    ),
  )
  must(proof.length % 32 === 0, 'inclusion', 'not whole hashes')
  let used = 0
  const walk = (start: number, n: number, inside: Leaf[]): Buffer => {
    if (inside.length === 0)
      return (used += 32) <= proof.length
        ? proof.subarray(used - 32, used)
        : refuse('inclusion', 'the proof is too short')
    if (n === 1) return inside[0]!.hash
    const k = split(n)
    const border = inside.findIndex((leaf) => leaf.index >= start + k)
    const cut = border < 0 ? inside.length : border
    const left = walk(start, k, inside.slice(0, cut))
    return nodeHash(left, walk(start + k, n - k, inside.slice(cut)))
  }
  const root = walk(0, size, leaves)
  must(used === proof.length, 'inclusion', 'the proof is not used up')
  return root
}

export const hashes = (value: Json | undefined): Buffer[] =>
  array(value).map((hash) => decode(hash, 'base64', 32))

/** RFC 6962 §2.1.1: the root an inclusion proof leads to. */
export function inclusionRoot(
  leaf: Buffer,
  index: number,
  size: number,
  path: Buffer[],
): Buffer | null {
  if (index >= size) return null
  if (size === 1) return path.length === 0 ? leaf : null
  const k = split(size),
    sibling = path.at(-1),
    below = path.slice(0, -1)
  if (!sibling) return null
  const inner =
    index < k
      ? inclusionRoot(leaf, index, k, below)
      : inclusionRoot(leaf, index - k, size - k, below)
  return inner && (index < k ? nodeHash(inner, sibling) : nodeHash(sibling, inner))
}

/** RFC 6962 §2.1.2: old and new root a consistency proof leads to; `known` is the old root while the old tree is a whole subtree. */
export function consistencyRoots(
  old: number,
  size: number,
  path: Buffer[],
  known: Buffer | null,
): [Buffer, Buffer] | null {
  if (old === size) {
    const hash = known ?? path[0]
    return hash && path.length === (known ? 0 : 1) ? [hash, hash] : null
  }
  const k = split(size),
    sibling = path.at(-1),
    below = path.slice(0, -1)
  if (!sibling) return null
  const inner =
    old <= k
      ? consistencyRoots(old, k, below, known)
      : consistencyRoots(old - k, size - k, below, null)
  return (
    inner &&
    (old <= k
      ? [inner[0], nodeHash(inner[1], sibling)]
      : [nodeHash(sibling, inner[0]), nodeHash(sibling, inner[1])])
  )
}
