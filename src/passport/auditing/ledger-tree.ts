/**
 * The tree under one signed checkpoint, read from anybody: every tile is held to the hash above it before it is used, and those along
 * the right edge to the signed root. So nothing is believed, and nothing wrong is kept even for a moment.
 */
import {
  BUNDLE_WIDTH_MAX,
  decodeEntries,
  decodeTile,
  encodeTile,
  ENTRY_BYTES_MAX,
  entriesPath,
  equalBytes,
  HASH_BYTES,
  hashFromTiles,
  openNote,
  parseCheckpoint,
  TILE_WIDTH,
  tilePath,
  tileWidth,
  treeRoot,
  utf8Decode,
  type Checkpoint,
  type Tile,
  type Verifier,
} from 'tlog'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'
import { HASHER } from '#passport/hasher.ts'

const CHECKPOINT_BYTES_MAX = 200_000
const BUNDLE_BYTES_MAX = BUNDLE_WIDTH_MAX * (ENTRY_BYTES_MAX + 2)
const WIDTH = BigInt(TILE_WIDTH)
const AHEAD = 4
const TILES_KEPT = 64

export interface SignedHead extends Checkpoint {
  readonly note: string
}

/** A file of the layout, found good. */
export type OnFile = (path: string, bytes: Uint8Array) => Promise<void>

export interface LedgerTree {
  readonly head: SignedHead
  /** The root that the ledger had at a smaller size. */
  rootAt(size: bigint): Promise<Uint8Array>
  /** Bundles of entries with what they hash to, in order; a few are fetched ahead. */
  bundles(first: bigint): AsyncIterable<Bundle>
  /** The partial tiles, each found good. */
  readonly edge: ReadonlyMap<string, Uint8Array>
}

export interface Bundle {
  readonly index: bigint
  readonly first: bigint
  readonly entries: readonly Uint8Array[]
  readonly bytes: Uint8Array
  readonly tile: Uint8Array
}

export async function readHead(source: LedgerSource, log: Verifier): Promise<SignedHead> {
  return openHead(await source.read('checkpoint', CHECKPOINT_BYTES_MAX), log)
}

export function openHead(bytes: Uint8Array, log: Verifier): SignedHead {
  try {
    const note = utf8Decode(bytes)
    const checkpoint = parseCheckpoint(openNote(note, [log]).text)
    if (checkpoint.origin !== log.name) throw new Error('another origin')
    return { ...checkpoint, note }
  } catch (error) {
    throw auditProblem('audit.checkpoint', { why: (error as Error).message })
  }
}

/** `onTile` hears of full tiles above the lowest level. */
export async function openTree(
  source: LedgerSource,
  head: SignedHead,
  onTile?: OnFile,
): Promise<LedgerTree> {
  const { size, root } = head
  const edge = await readEdge(source, size)
  const read = hashFromTiles(size, ({ level }) => edge.get(edgePath(size, level))!, HASHER)
  if (!equalBytes(treeRoot(size, read, HASHER), root))
    throw auditProblem('audit.root', { size: `${size}` })
  const full = fullTiles(source, size, edge, onTile)
  return {
    head,
    edge,
    async rootAt(earlier) {
      if (earlier === size) return root
      const wanted: Tile[] = []
      const blank = (tile: Tile) => {
        wanted.push(tile)
        return new Uint8Array(tile.width * HASH_BYTES)
      }
      treeRoot(earlier, hashFromTiles(size, blank, HASHER), HASHER)
      const tiles = new Map<string, Uint8Array>()
      for (const { level, index } of wanted)
        tiles.set(`${level}/${index}`, await full(level, index))
      const stored = ({ level, index }: Tile) => tiles.get(`${level}/${index}`)!
      return treeRoot(earlier, hashFromTiles(size, stored, HASHER), HASHER)
    },
    bundles: (first) => readBundles(source, size, full, first),
  }
}

function edgePath(size: bigint, level: number): string {
  const index = size / WIDTH ** BigInt(level + 1)
  return tilePath(level, index, tileWidth(size, level, index))
}

async function readEdge(source: LedgerSource, size: bigint): Promise<Map<string, Uint8Array>> {
  const edge = new Map<string, Uint8Array>()
  for (let level = 0; size >> BigInt(8 * level) > 0n; level += 1) {
    const index = size / WIDTH ** BigInt(level + 1)
    const width = tileWidth(size, level, index)
    if (width === 0) continue
    const path = tilePath(level, index, width)
    edge.set(path, await readTile(source, path, width))
  }
  return edge
}

async function readTile(source: LedgerSource, path: string, width: number): Promise<Uint8Array> {
  const bytes = await source.read(path, width * HASH_BYTES)
  if (bytes.length !== width * HASH_BYTES) throw auditProblem('audit.tile', { path })
  return bytes
}

type ReadTile = (level: number, index: bigint) => Promise<Uint8Array>

/** Tiles held to the one above; the last few above the lowest level are kept. */
function fullTiles(
  source: LedgerSource,
  size: bigint,
  edge: ReadonlyMap<string, Uint8Array>,
  onTile: OnFile | undefined,
): ReadTile {
  const kept = new Map<string, Promise<Uint8Array>>()
  const fetchTile = async (level: number, index: bigint, path: string): Promise<Uint8Array> => {
    const above = await read(level + 1, index / WIDTH)
    const at = Number(index % WIDTH) * HASH_BYTES
    const bytes = await readTile(source, path, TILE_WIDTH)
    if (!equalBytes(foldTile(bytes), above.subarray(at, at + HASH_BYTES)))
      throw auditProblem('audit.tile', { path })
    if (level > 0) await onTile?.(path, bytes)
    return bytes
  }
  const read: ReadTile = (level, index) => {
    const path = tilePath(level, index, tileWidth(size, level, index))
    const partial = edge.get(path)
    if (partial !== undefined) return Promise.resolve(partial)
    const known = kept.get(path)
    if (known !== undefined) return known
    const tile = fetchTile(level, index, path)
    if (level > 0) {
      if (kept.size >= TILES_KEPT) kept.delete(kept.keys().next().value!)
      kept.set(path, tile)
    }
    return tile
  }
  return read
}

async function* readBundles(
  source: LedgerSource,
  size: bigint,
  tileAt: ReadTile,
  firstIndex: bigint,
): AsyncGenerator<Bundle> {
  const last = (size + WIDTH - 1n) / WIDTH
  const under: Promise<Bundle>[] = []
  const fetchAt = async (index: bigint): Promise<Bundle> => {
    const width = tileWidth(size, 0, index)
    const path = entriesPath(index, width)
    const [bytes, tile] = await Promise.all([source.read(path, BUNDLE_BYTES_MAX), tileAt(0, index)])
    return { index, first: index * WIDTH, bytes, tile, entries: entriesOf(bytes, path, tile) }
  }
  for (let index = firstIndex; index < last || under.length > 0;) {
    while (index < last && under.length < AHEAD) {
      const fetched = fetchAt(index)
      // It may fail while an earlier one is waited for; the failure is heard when its turn comes.
      fetched.catch(() => undefined)
      under.push(fetched)
      index += 1n
    }
    yield await under.shift()!
  }
}

function entriesOf(bundle: Uint8Array, path: string, tile: Uint8Array): Uint8Array[] {
  try {
    const entries = decodeEntries(bundle, tile.length / HASH_BYTES)
    const leaves = encodeTile(entries.map((entry) => HASHER.hashLeaf(entry)))
    if (equalBytes(leaves, tile)) return entries
  } catch {
    // Said below.
  }
  throw auditProblem('audit.tile', { path })
}

function foldTile(tile: Uint8Array): Uint8Array {
  let row = decodeTile(tile, tile.length / HASH_BYTES)
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      HASHER.hashNode(row[2 * at]!, row[2 * at + 1]!),
    )
  return row[0]!
}
