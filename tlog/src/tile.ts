// C2SP tlog-tiles: names and arithmetic of tiles, and reading stored hashes out of them.
// Tile (L, N) holds the stored hashes of level 8·L from index 256·N on, up to 256 of them.
import { concatBytes, copyBytes, SIZE_MAX } from './bytes.ts'
import { check } from './error.ts'
import { checkSize, defaultHasher, HASH_BYTES } from './merkle.ts'
import type { MerkleHasher, ReadHash } from './merkle.ts'

export const TILE_WIDTH = 256
const TILE_LEVEL_BITS = 8
const TILE_LEVEL_MAX = 63

export interface Tile {
  readonly level: number
  readonly index: bigint
  /** How many hashes it holds: 256 when full. */
  readonly width: number
}

/** A place under `tile/`: a tile of hashes, or the bundle of entries below a level-0 tile. */
export interface TilePath {
  readonly level: number | 'entries'
  readonly index: bigint
  readonly width: number
}

function checkWidth(width: number): void {
  const fits = Number.isInteger(width) && width >= 1 && width <= TILE_WIDTH
  check(fits, 'tile.out_of_range', 'tile width is not within 1…256')
}

/** N in groups of three digits, all but the last marked x: 1234067 → x001/x234/067. */
function formatIndex(index: bigint): string {
  check(index >= 0n && index <= SIZE_MAX, 'tile.out_of_range', 'tile index is out of range')
  const digits = index.toString()
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const groups = padded.match(/.{3}/g) ?? []
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
}

function formatPath(level: string, index: bigint, width: number): string {
  checkWidth(width)
  const partial = width < TILE_WIDTH ? `.p/${width}` : ''
  return `tile/${level}/${formatIndex(index)}${partial}`
}

export function tilePath(level: number, index: bigint, width: number = TILE_WIDTH): string {
  const fits = Number.isInteger(level) && level >= 0 && level <= TILE_LEVEL_MAX
  check(fits, 'tile.out_of_range', 'tile level is not within 0…63')
  return formatPath(String(level), index, width)
}

export function entriesPath(index: bigint, width: number = TILE_WIDTH): string {
  return formatPath('entries', index, width)
}

const PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,6}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/

/** Reads a path as `tilePath` and `entriesPath` write it, and in no other form. */
export function parseTilePath(path: string): TilePath {
  const match = PATH.exec(path)
  check(match !== null, 'tile.bad_path', 'not a tile path')
  const [, name = '', groups = '', partial] = match
  const level = name === 'entries' ? name : Number(name)
  const index = BigInt(groups.replaceAll(/[x/]/g, ''))
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  const known = level === 'entries' || level <= TILE_LEVEL_MAX
  const fits = known && index <= SIZE_MAX && width >= 1 && width <= TILE_WIDTH
  check(fits, 'tile.bad_path', 'tile path is out of range')
  const canonical = level === 'entries' ? entriesPath(index, width) : tilePath(level, index, width)
  check(canonical === path, 'tile.bad_path', `tile path must be written ${canonical}`)
  return { level, index, width }
}

/** How many hashes of tile level L exist at this size. */
function hashCount(size: bigint, level: number): bigint {
  return size >> BigInt(level * TILE_LEVEL_BITS)
}

/** The width of a tile at this size, or 0 where it does not exist. */
export function tileWidth(size: bigint, level: number, index: bigint): number {
  const left = hashCount(size, level) - index * BigInt(TILE_WIDTH)
  if (left <= 0n) return 0
  return left >= BigInt(TILE_WIDTH) ? TILE_WIDTH : Number(left)
}

/**
 * The tiles to write when a log grows, level by level: those that are new or wider than before.
 * The level-0 ones name the entry bundles too.
 */
export function tilesFor(oldSize: bigint, newSize: bigint): Tile[] {
  checkSize(oldSize)
  checkSize(newSize)
  check(oldSize <= newSize, 'tile.out_of_range', 'a log never shrinks')
  const out: Tile[] = []
  for (let level = 0; hashCount(newSize, level) > 0n; level++) {
    const before = hashCount(oldSize, level)
    const after = hashCount(newSize, level)
    if (before === after) break
    const last = (after - 1n) / BigInt(TILE_WIDTH)
    for (let index = before / BigInt(TILE_WIDTH); index <= last; index++) {
      out.push({ level, index, width: tileWidth(newSize, level, index) })
    }
  }
  return out
}

/** Where a stored hash of any level is found: a tile, and which of its hashes to fold. */
export function tileOf(
  level: number,
  index: bigint,
): { level: number; index: bigint; from: number; count: number } {
  const above = level % TILE_LEVEL_BITS
  const first = index << BigInt(above)
  return {
    level: (level - above) / TILE_LEVEL_BITS,
    index: first / BigInt(TILE_WIDTH),
    from: Number(first % BigInt(TILE_WIDTH)),
    count: 1 << above,
  }
}

/** The bytes of a tile: its hashes, one after another. */
export function encodeTile(hashes: readonly Uint8Array[]): Uint8Array {
  checkWidth(hashes.length)
  for (const hash of hashes) {
    check(hash.length === HASH_BYTES, 'merkle.bad_hash', `a tile holds ${HASH_BYTES}-byte hashes`)
  }
  return concatBytes(...hashes)
}

export function decodeTile(bytes: Uint8Array, width: number): Uint8Array[] {
  checkWidth(width)
  const expected = width * HASH_BYTES
  check(bytes.length === expected, 'tile.wrong_length', `tile is not ${expected} bytes long`)
  const out: Uint8Array[] = []
  for (let at = 0; at < expected; at += HASH_BYTES) out.push(copyBytes(bytes, at, at + HASH_BYTES))
  return out
}

/** Folds a run of 2^k neighbouring hashes into the stored hash above them. */
function foldComplete(hashes: readonly Uint8Array[], hasher: MerkleHasher): Uint8Array {
  let row = hashes
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < row.length; i += 2) {
      above.push(hasher.hashNode(row[i] as Uint8Array, row[i + 1] as Uint8Array))
    }
    row = above
  }
  return row[0] as Uint8Array
}

/**
 * Reads stored hashes of a log of this size out of its tiles. Each tile is asked for once, at the
 * width it has at this size. What comes back is only as true as the tiles: compare a root or verify
 * a proof made from it.
 */
export function hashFromTiles(
  size: bigint,
  readTile: (tile: Tile) => Uint8Array,
  hasher: MerkleHasher = defaultHasher,
): ReadHash {
  checkSize(size)
  const seen = new Map<string, Uint8Array[]>()
  return (level, index) => {
    const place = tileOf(level, index)
    const width = tileWidth(size, place.level, place.index)
    const held = place.from + place.count <= width
    check(held, 'merkle.missing_hash', `no stored hash ${level}/${index} at size ${size}`)
    const name = `${place.level}/${place.index}`
    let hashes = seen.get(name)
    if (hashes === undefined) {
      const tile = { level: place.level, index: place.index, width }
      hashes = decodeTile(readTile(tile), width)
      seen.set(name, hashes)
    }
    return foldComplete(hashes.slice(place.from, place.from + place.count), hasher)
  }
}
