/**
 * Follows a ledger from outside and derives everything again: entries against hashes, hashes against tiles of every level, the root
 * against the signed checkpoint, and that against the checkpoint seen before. Memory is bounded by a few bundles and one tile a level.
 */
import { createHash } from 'node:crypto'
import {
  BUNDLE_WIDTH_MAX,
  decodeEntries,
  encodeTile,
  ENTRY_BYTES_MAX,
  entriesPath,
  equalBytes,
  HASH_BYTES,
  hashFromTiles,
  merkleHasher,
  openNote,
  parseCheckpoint,
  parseVkey,
  TILE_WIDTH,
  tilePath,
  treeRoot,
  utf8Decode,
  type Checkpoint,
  type Verifier,
} from 'tlog'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import { checkEntry, type KnownKeys } from '#passport/auditing/entry-check.ts'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'

const HASHER = merkleHasher((message) =>
  Uint8Array.from(createHash('sha256').update(message).digest()),
)
const CHECKPOINT_BYTES_MAX = 200_000
const BUNDLE_BYTES_MAX = BUNDLE_WIDTH_MAX * (ENTRY_BYTES_MAX + 2)
const WIDTH = BigInt(TILE_WIDTH)
const AHEAD = 4

/** Where an audit stands: what it needs to go on, and what the ledger is held to. */
export interface AuditState {
  /** The checkpoint that was last found good. */
  readonly seen: { readonly size: bigint; readonly root: Uint8Array } | undefined
  /** Entries behind us, a multiple of 256. */
  readonly done: bigint
  /** The unfinished tile of each level at `done`. */
  readonly edge: readonly (readonly Uint8Array[])[]
  readonly keys: KnownKeys
}

export const AUDIT_BEGINS: AuditState = { seen: undefined, done: 0n, edge: [], keys: new Map() }

export interface AuditOptions {
  readonly source: LedgerSource
  readonly vkey: string
  readonly from: AuditState
  /** Told after each bundle; may keep the state, which is of whole bundles only. */
  readonly onBundle: (state: AuditState, size: bigint) => Promise<void>
}

/** Throws `audit.…` at the first thing that does not fit. */
export async function auditSource(
  options: AuditOptions,
): Promise<{ readonly checkpoint: Checkpoint; readonly state: AuditState }> {
  const { source, from, onBundle } = options
  const log = parseKey(options.vkey)
  const checkpoint = openCheckpoint(await source.read('checkpoint', CHECKPOINT_BYTES_MAX), log)
  const { size, root } = checkpoint
  const before = from.seen
  if (before !== undefined && before.size > size)
    throw auditProblem('audit.shrank', { before: `${before.size}`, now: `${size}` })
  const walk: Walk = { source, log, size, before, keys: new Map(from.keys) }
  let edge = from.edge.map((hashes) => [...hashes])
  let kept: AuditState = { ...from, keys: walk.keys }
  if (before?.size === from.done) compareSeen(before, rootOf(from.done, edge))
  let grown = edge
  const first = from.done / WIDTH
  const last = (size + WIDTH - 1n) / WIDTH
  for await (const [index, bundle, tile] of readAhead(walk, first, last)) {
    grown = await takeBundle(walk, edge, index, bundle, tile)
    const end = (index + 1n) * WIDTH
    if (end > size) continue
    edge = grown
    kept = { ...kept, done: end, edge }
    await onBundle(kept, size)
  }
  if (!equalBytes(rootOf(size, grown), root)) throw auditProblem('audit.root', { size: `${size}` })
  await comparePartials(walk, grown)
  return { checkpoint, state: { ...kept, seen: { size, root } } }
}

interface Walk {
  readonly source: LedgerSource
  readonly log: Verifier
  readonly size: bigint
  readonly before: AuditState['seen']
  readonly keys: KnownKeys
}

function parseKey(vkey: string): Verifier {
  try {
    return parseVkey(vkey)
  } catch {
    throw auditProblem('audit.vkey')
  }
}

function openCheckpoint(bytes: Uint8Array, log: Verifier): Checkpoint {
  try {
    const checkpoint = parseCheckpoint(openNote(utf8Decode(bytes), [log]).text)
    if (checkpoint.origin !== log.name) throw new Error('another origin')
    return checkpoint
  } catch (error) {
    throw auditProblem('audit.checkpoint', { why: (error as Error).message })
  }
}

/** Bundles with the tile above them, in order, a few fetched ahead. */
async function* readAhead({ source, size }: Walk, first: bigint, last: bigint) {
  type Fetched = readonly [bigint, Uint8Array, Uint8Array]
  const under: Promise<Fetched>[] = []
  const widthAt = (index: bigint) => Number(size - index * WIDTH < WIDTH ? size % WIDTH : WIDTH)
  const fetchAt = async (index: bigint): Promise<Fetched> => {
    const width = widthAt(index)
    const bundle = source.read(entriesPath(index, width), BUNDLE_BYTES_MAX)
    const tile = source.read(tilePath(0, index, width), width * HASH_BYTES)
    return [index, ...(await Promise.all([bundle, tile]))]
  }
  for (let index = first; index < last || under.length > 0;) {
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

/** Checks a bundle's entries and level-0 tile, and every tile that it completes above; answers the edge behind it. */
async function takeBundle(
  walk: Walk,
  edge: readonly (readonly Uint8Array[])[],
  index: bigint,
  bundle: Uint8Array,
  tile: Uint8Array,
): Promise<Uint8Array[][]> {
  const { size, before, log, keys } = walk
  const start = index * WIDTH
  const width = Number(size - start < WIDTH ? size - start : WIDTH)
  const entries = entriesOf(bundle, index, width)
  const leaves = entries.map((entry) => HASHER.hashLeaf(entry))
  if (!equalBytes(encodeTile(leaves), tile))
    throw auditProblem('audit.tile', { path: tilePath(0, index, width) })
  entries.forEach((entry, at) => checkEntry(entry, start + BigInt(at), log, keys))
  const cut = before === undefined ? -1 : Number(before.size - start)
  const above = edge.slice(1).map((hashes) => [...hashes])
  if (before !== undefined && cut > 0 && cut < TILE_WIDTH)
    compareSeen(before, rootOf(before.size, [leaves.slice(0, cut), ...above]))
  if (width < TILE_WIDTH) return [leaves, ...above]
  const grown = [[], ...above]
  await carry(walk, grown, foldTile(leaves), index)
  if (before !== undefined && cut === TILE_WIDTH) compareSeen(before, rootOf(before.size, grown))
  return grown
}

function entriesOf(bundle: Uint8Array, index: bigint, width: number): Uint8Array[] {
  try {
    return decodeEntries(bundle, width)
  } catch {
    throw auditProblem('audit.tile', { path: entriesPath(index, width) })
  }
}

/** Puts a full tile's hash into the level above, and so on upwards. */
async function carry(
  walk: Walk,
  edge: Uint8Array[][],
  full: Uint8Array,
  below: bigint,
): Promise<void> {
  let hash = full
  let place = below
  for (let level = 1; ; level += 1) {
    const tile = (edge[level] ??= [])
    tile.push(hash)
    if (tile.length < TILE_WIDTH) return
    place /= WIDTH
    await compareTile(walk, level, place, tile)
    hash = foldTile(tile)
    edge[level] = []
  }
}

async function compareTile(
  { source }: Walk,
  level: number,
  index: bigint,
  hashes: Uint8Array[],
): Promise<void> {
  const path = tilePath(level, index, hashes.length)
  const stored = await source.read(path, hashes.length * HASH_BYTES)
  if (!equalBytes(stored, encodeTile(hashes))) throw auditProblem('audit.tile', { path })
}

async function comparePartials(walk: Walk, edge: Uint8Array[][]): Promise<void> {
  for (const [level, hashes] of edge.entries()) {
    const index = walk.size / WIDTH ** BigInt(level + 1)
    if (level > 0 && hashes.length > 0) await compareTile(walk, level, index, hashes)
  }
}

function foldTile(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) =>
      HASHER.hashNode(row[2 * at]!, row[2 * at + 1]!),
    )
  return row[0]!
}

/** The root, from the unfinished tile of each level: a tree's complete subtrees lie in those alone. */
function rootOf(size: bigint, edge: readonly (readonly Uint8Array[])[]): Uint8Array {
  const read = hashFromTiles(size, ({ level }) => encodeTile(edge[level] ?? []), HASHER)
  return treeRoot(size, read, HASHER)
}

function compareSeen(before: { size: bigint; root: Uint8Array }, root: Uint8Array): void {
  if (!equalBytes(root, before.root))
    throw auditProblem('audit.split', { before: `${before.size}` })
}
