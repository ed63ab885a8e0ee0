/** The ledger's tree as its stored tiles have it: roots, edges and proofs. True only where compared with a signed root. */
import { hashFromTiles, HASH_BYTES, type ReadHash, type Tile } from 'tlog'
import { assertStored } from '#passport/ledger-problem.ts'
import { HASHER } from '#passport/hasher.ts'
import { readTiles, tileName } from '#passport/ledger-store.ts'
import type { Tx } from '#platform/database.ts'

/**
 * Does `work` on the hashes of a tree of this size. It is done twice, first on blank tiles to learn which it reads, then on
 * those, read in one query: so it must be pure, and ask for the same places whatever the hashes are.
 */
export async function withHashes<T>(tx: Tx, size: number, work: (read: ReadHash) => T): Promise<T> {
  const wanted: Tile[] = []
  const blank = (tile: Tile) => {
    wanted.push(tile)
    return new Uint8Array(tile.width * HASH_BYTES)
  }
  work(hashFromTiles(BigInt(size), blank, HASHER))
  const tiles = await readTiles(tx, wanted)
  const stored = (tile: Tile) => {
    const hashes = tiles.get(tileName(tile))
    const length = tile.width * HASH_BYTES
    assertStored(hashes !== undefined && hashes.length >= length, `tile ${tileName(tile)}`)
    // A tile may have grown since; the narrower one is its beginning.
    return Uint8Array.from(hashes.subarray(0, length))
  }
  return work(hashFromTiles(BigInt(size), stored, HASHER))
}
