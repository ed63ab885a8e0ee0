/** The ledger's tree as its stored tiles have it: roots, edges and proofs. True only where compared with a signed root. */
import { hashFromTiles, HASH_BYTES, merkleHasher, TILE_WIDTH, type ReadHash, type Tile } from 'tlog'
import { assertStored } from '#passport/ledger-problem.ts'
import { HASHER } from '#passport/hasher.ts'
import { readTiles, tileName, type TileName } from '#passport/ledger-store.ts'
import type { Tx } from '#platform/database.ts'

export interface ReadTree<T> {
  readonly answer: T
  /** All that were read, as wide as they have grown, by `tileName`. */
  readonly tiles: ReadonlyMap<string, Uint8Array>
}

/** See `readTree`. */
export async function withHashes<T>(tx: Tx, size: number, work: (read: ReadHash) => T): Promise<T> {
  return (await readTree(tx, size, work)).answer
}

const BLANK_HASHES = new Uint8Array(TILE_WIDTH * HASH_BYTES)
const BLANK_HASHER = merkleHasher(() => BLANK_HASHES.subarray(0, HASH_BYTES))

/**
 * Does `work` on the hashes of a tree of this size. It is done twice, first on blank tiles to learn which it reads, then on
 * those, read in one query: so it must be pure, and ask for the same places whatever the hashes are. `more` tiles are read with them.
 */
export async function readTree<T>(
  tx: Tx,
  size: number,
  work: (read: ReadHash) => T,
  more: readonly TileName[] = [],
): Promise<ReadTree<T>> {
  const wanted = new Map(more.map((tile) => [tileName(tile), tile]))
  const blank = (tile: Tile) => {
    wanted.set(tileName(tile), tile)
    return BLANK_HASHES.subarray(0, tile.width * HASH_BYTES)
  }
  work(hashFromTiles(BigInt(size), blank, BLANK_HASHER))
  const tiles = await readTiles(tx, [...wanted.values()])
  for (const name of wanted.keys()) assertStored(tiles.has(name), `tile ${name}`)
  const stored = (tile: Tile) => {
    const hashes = tiles.get(tileName(tile))!
    const length = tile.width * HASH_BYTES
    assertStored(hashes.length >= length, `tile ${tileName(tile)}`)
    // A tile may have grown since; the narrower one is its beginning.
    return hashes.subarray(0, length)
  }
  return { answer: work(hashFromTiles(BigInt(size), stored, HASHER)), tiles }
}
