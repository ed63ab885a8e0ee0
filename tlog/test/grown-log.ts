// A log of 300 distinct entries for the tests: its reference, its stored hashes and its tiles.
import { hash as nodeHash } from 'node:crypto'
import { appendLeaves, merkleHasher, VerificationError } from '../src/index.ts'
import type { ReadHash, Tile, VerificationErrorCode } from '../src/index.ts'
import { Reference } from './reference.ts'

export const SIZE = 300

/** node:crypto's SHA-256 as the hash argument, as a server would pass it. */
export const fastHasher = merkleHasher((message) => nodeHash('sha256', message, 'buffer'))

export const entries = Array.from({ length: SIZE }, (_, i) => Uint8Array.of(i >> 8, i & 255, 7))
export const reference = new Reference(entries)
export const leaves = entries.map((entry) => fastHasher.hashLeaf(entry))

const stored = new Map<string, Uint8Array>()
for (const { level, index, hash } of appendLeaves(0n, [], leaves, fastHasher).stored) {
  stored.set(`${level}/${index}`, hash)
}

export const readHash: ReadHash = (level, index) => {
  const hash = stored.get(`${level}/${index}`)
  if (hash === undefined) throw new Error(`asked for hash ${level}/${index}, which is not final`)
  return hash
}

export function readTile({ level, index, width }: Tile): Uint8Array {
  const first = Number(index) * 256
  return Buffer.concat(
    Array.from({ length: width }, (_, i) => readHash(level * 8, BigInt(first + i))),
  )
}

export function flip(bytes: Uint8Array, at: number, mask = 1): Uint8Array {
  const out = Uint8Array.from(bytes)
  out[at] = (out[at] ?? 0) ^ mask
  return out
}

/** For assert.throws: the package's error with this code, or with any. */
export function refused(code?: VerificationErrorCode) {
  return (error: unknown): boolean =>
    error instanceof VerificationError && (code === undefined || error.code === code)
}

/** Whether a verification passes; anything thrown but the package's error is a failure of the test. */
export function passes(verify: () => unknown): boolean {
  try {
    verify()
    return true
  } catch (error) {
    if (error instanceof VerificationError) return false
    throw error
  }
}
