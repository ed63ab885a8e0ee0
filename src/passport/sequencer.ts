/**
 * The sequencer: signs the head that covers the entries which wait, and publishes it.
 *
 * One round, under the ledger's lock: **publish** (compare the database with the head file; bring the file up to a head that is
 * committed) and **append** (read the entries that wait and hash them again, write tiles, read those back, sign, move the head by
 * compare-and-swap; one transaction). An entry has its place from the transaction that wrote it. Nothing is remembered between rounds: after any failure, and after a kill at any moment,
 * the next round starts from what is on disk. A head becomes visible to the world only through the head file, so one that was
 * signed in a transaction that then failed was never seen.
 */
import {
  appendLeaves,
  decodeTile,
  edgeRoot,
  encodeTile,
  equalBytes,
  formatCheckpoint,
  HASH_BYTES,
  openNote,
  parseCheckpoint,
  parseVkey,
  rightEdge,
  signNote,
  tilesFor,
  tileWidth,
  treeRoot,
  type Appended,
  type Checkpoint,
} from 'tlog'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/database.ts'
import type { HeadFile } from '#passport/head-file.ts'
import { assertStored, ledgerProblem } from '#passport/ledger-problem.ts'
import { HASHER } from '#passport/hasher.ts'
import {
  listWaiting,
  lockLedger,
  moveHead,
  readHead,
  readTiles,
  tileName,
  writeTiles,
  type Head,
  type WaitingEntry,
} from '#passport/ledger-store.ts'
import type { LogKey } from '#passport/log-key.ts'
import type { Cosigned } from '#passport/witnessing/cosigned.ts'
import { withHashes } from '#passport/stored-hashes.ts'

const BATCH_ENTRIES = 4096

export interface Ledger {
  readonly database: Database
  readonly clock: Clock
  readonly key: LogKey
  readonly headFile: HeadFile
  /** Throws where a witness forbids to sign; without witnesses there is nobody to ask. */
  readonly admit?: () => Promise<void>
  /** Checkpoints with the cosignatures of witnesses. */
  readonly cosigned?: Cosigned
}

/** Sequences everything that waits. Throws `ledger.…` when it must not sign. */
export async function sequence(ledger: Ledger): Promise<void> {
  await ledger.admit?.()
  do await ledger.database.transact((tx) => publish(ledger, tx))
  while (await ledger.database.transact((tx) => append(ledger, tx)))
}

/** The published checkpoint, or undefined while nothing was ever published. */
export async function readPublished(
  ledger: Pick<Ledger, 'key' | 'headFile'>,
): Promise<(Checkpoint & { readonly note: string }) | undefined> {
  const note = await ledger.headFile.read()
  if (note === undefined) return undefined
  try {
    const { text } = openNote(note, [parseVkey(ledger.key.vkey)])
    const checkpoint = parseCheckpoint(text)
    if (checkpoint.origin === ledger.key.name) return { ...checkpoint, note }
  } catch {
    // Said below, whatever is wrong with it.
  }
  throw ledgerProblem('ledger.head_file_unreadable', { file: ledger.headFile.path })
}

/** Brings the head file up to the committed head, having made sure that they are one history. */
async function publish(ledger: Ledger, tx: Tx): Promise<void> {
  await lockLedger(tx)
  const head = await readHead(tx)
  if (head === undefined && (await ledger.headFile.read()) === undefined) {
    // A ledger is born by publishing that it is empty: from now on a missing head file is a lost one.
    await ledger.headFile.write(signHead(ledger, appendLeaves(0n, [], [], HASHER)).checkpoint)
    return
  }
  const published = await checkOneHistory(ledger, tx, head)
  if (head !== undefined && published < head.size) await ledger.headFile.write(head.checkpoint)
}

/** Throws unless what was published is the beginning of what the database holds; answers its size. */
async function checkOneHistory(ledger: Ledger, tx: Tx, head: Head | undefined): Promise<number> {
  const { path: file } = ledger.headFile
  const checkpoint = await readPublished(ledger)
  const size = head?.size ?? 0
  if (checkpoint === undefined) throw ledgerProblem('ledger.head_file_missing', { file, size })
  const published = Number(checkpoint.size)
  if (published > size) throw ledgerProblem('ledger.behind', { size, published })
  const root = await withHashes(tx, published, (read) => treeRoot(checkpoint.size, read, HASHER))
  if (!equalBytes(root, checkpoint.root)) throw ledgerProblem('ledger.split', { file, published })
  return published
}

/** Signs a head that covers the entries that wait; false when none does. */
async function append(ledger: Ledger, tx: Tx): Promise<boolean> {
  await lockLedger(tx)
  const head = await readHead(tx)
  const size = head?.size ?? 0
  const waiting = await listWaiting(tx, size, BATCH_ENTRIES)
  if (waiting.length === 0) return false
  await checkOneHistory(ledger, tx, head)
  const edge = await withHashes(tx, size, (read) => rightEdge(BigInt(size), read))
  assertStored(head === undefined || equalBytes(edgeRoot(edge, HASHER), head.root), 'root')
  const leaves = waiting.map((entry, at) => rehash(entry, size + at))
  const appended = appendLeaves(BigInt(size), edge, leaves, HASHER)
  await writeTiles(tx, await grownTiles(tx, size, appended))
  await readBack(tx, size, leaves, appended)
  const next = signHead(ledger, appended)
  // Only under the lock do heads move; a head that moved all the same was moved by somebody without it.
  if (!(await moveHead(tx, head, next))) throw new Error('the ledger’s head moved meanwhile')
  return true
}

/** Of what the database gives back, which must be what was written there, where it was written. */
function rehash({ leafIndex, entry, leafHash }: WaitingEntry, place: number): Uint8Array {
  assertStored(leafIndex === place, `entry ${place}`)
  const hash = HASHER.hashLeaf(entry)
  assertStored(equalBytes(hash, leafHash), `entry ${place}`)
  return hash
}

/** The tiles that are new or wider: what they held, and the new hashes of their level behind it. */
async function grownTiles(tx: Tx, size: number, { size: grown, stored }: Appended) {
  const tiles = tilesFor(BigInt(size), grown)
  const before = await readTiles(tx, tiles)
  const fresh = new Map(stored.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  return tiles.map((tile) => {
    const width = tileWidth(BigInt(size), tile.level, tile.index)
    const held = before.get(tileName(tile))?.subarray(0, width * HASH_BYTES)
    const hashes = width === 0 || held === undefined ? [] : decodeTile(held, width)
    for (let at = width; at < tile.width; at += 1) {
      const hash = fresh.get(`${tile.level * 8}/${tile.index * 256n + BigInt(at)}`)
      assertStored(hash !== undefined, `tile ${tileName(tile)}`)
      hashes.push(hash)
    }
    return { level: tile.level, index: tile.index, hashes: encodeTile(hashes) }
  })
}

/** Before anything is signed: the tiles that the database now gives back must be what the new root covers. */
async function readBack(tx: Tx, size: number, leaves: Uint8Array[], appended: Appended) {
  const { root, stored } = await withHashes(tx, Number(appended.size), (read) => ({
    root: treeRoot(appended.size, read, HASHER),
    stored: leaves.map((_, at) => read(0, BigInt(size + at))),
  }))
  for (const [at, leaf] of leaves.entries())
    assertStored(equalBytes(stored[at]!, leaf), `tile of entry ${size + at}`)
  assertStored(equalBytes(root, appended.root), `root of ${appended.size}`)
}

function signHead({ key, clock }: Ledger, { size, root }: Appended): Head {
  const checkpoint = signNote(formatCheckpoint({ origin: key.name, size, root }), [key])
  openNote(checkpoint, [parseVkey(key.vkey)])
  return { size: Number(size), root, checkpoint, signedAt: clock() }
}
