/**
 * The sequencer: signs the head that covers the entries which wait, and publishes it.
 *
 * One round is one transaction under the ledger's lock. It compares the database with the head file and brings the file up to the head
 * that is committed; then it reads the entries that wait and hashes them again, writes tiles, reads those back, signs, and moves the
 * head by compare-and-swap, for the next round to publish. An entry has its place from the transaction that wrote it. Nothing is
 * remembered between rounds: after any failure, and after a kill at any moment, the next round starts from what is on disk. A head
 * becomes visible to the world only through the head file, so one that was signed in a transaction that then failed was never seen.
 */
import {
  appendLeaves,
  edgeRoot,
  encodeTile,
  equalBytes,
  formatCheckpoint,
  HASH_BYTES,
  openNote,
  parseCheckpoint,
  rightEdge,
  signNote,
  TILE_WIDTH,
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
  tileName,
  writeTiles,
  type Head,
  type StoredTile,
  type WaitingEntry,
} from '#passport/ledger-store.ts'
import type { LogKey } from '#passport/log-key.ts'
import type { Cosigned } from '#passport/witnessing/cosigned.ts'
import { readTree, type ReadTree } from '#passport/stored-hashes.ts'

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
  while (await ledger.database.transact((tx) => goRound(ledger, tx)));
}

/** The published checkpoint, or undefined while nothing was ever published. */
export async function readPublished(
  ledger: Pick<Ledger, 'key' | 'headFile'>,
): Promise<(Checkpoint & { readonly note: string }) | undefined> {
  const note = await ledger.headFile.read()
  if (note === undefined) return undefined
  try {
    const { text } = openNote(note, [ledger.key.verifier])
    const checkpoint = parseCheckpoint(text)
    if (checkpoint.origin === ledger.key.name) return { ...checkpoint, note }
  } catch {
    // Said below, whatever is wrong with it.
  }
  throw ledgerProblem('ledger.head_file_unreadable', { file: ledger.headFile.path })
}

/** Publishes the head that is committed and commits the next one; false once nothing waits. */
async function goRound(ledger: Ledger, tx: Tx): Promise<boolean> {
  await lockLedger(tx)
  const head = await readHead(tx)
  if (head === undefined && (await ledger.headFile.read()) === undefined) {
    // A ledger is born by publishing that it is empty: from now on a missing head file is a lost one.
    await ledger.headFile.write(signHead(ledger, appendLeaves(0n, [], [], HASHER)).checkpoint)
  }
  const { published, stored } = await checkOneHistory(ledger, tx, head)
  if (head !== undefined) {
    const note = noteOf(ledger, head)
    if (published < head.size) await ledger.headFile.write(note)
  }
  return append(ledger, tx, head, stored)
}

/** What is about to be shown to the world must be what was signed. */
function noteOf({ key }: Ledger, { size, root, checkpoint }: Head): string {
  const isSigned = (): boolean => {
    try {
      const signed = parseCheckpoint(openNote(checkpoint, [key.verifier]).text)
      return Number(signed.size) === size && equalBytes(signed.root, root)
    } catch {
      return false
    }
  }
  assertStored(isSigned(), `checkpoint of ${size}`)
  return checkpoint
}

interface StoredEdge {
  readonly edge: readonly Uint8Array[]
  /** The tiles that it was read from, whose last hashes it covers. */
  readonly tiles: ReadTree<unknown>['tiles']
}

/** Throws unless what was published is the beginning of what the database holds, and that is what the head has. */
async function checkOneHistory(
  ledger: Ledger,
  tx: Tx,
  head: Head | undefined,
): Promise<{ readonly published: number; readonly stored: StoredEdge }> {
  const { path: file } = ledger.headFile
  const checkpoint = await readPublished(ledger)
  const size = head?.size ?? 0
  if (checkpoint === undefined) throw ledgerProblem('ledger.head_file_missing', { file, size })
  const published = Number(checkpoint.size)
  if (published > size) throw ledgerProblem('ledger.behind', { size, published })
  const { answer, tiles } = await readTree(tx, size, (read) => ({
    root: treeRoot(checkpoint.size, read, HASHER),
    edge: rightEdge(BigInt(size), read),
  }))
  if (!equalBytes(answer.root, checkpoint.root))
    throw ledgerProblem('ledger.split', { file, published })
  assertStored(head === undefined || equalBytes(edgeRoot(answer.edge, HASHER), head.root), 'root')
  return { published, stored: { edge: answer.edge, tiles } }
}

/** Signs a head that covers the entries that wait; false when none does. */
async function append(
  ledger: Ledger,
  tx: Tx,
  head: Head | undefined,
  { edge, tiles }: StoredEdge,
): Promise<boolean> {
  const size = head?.size ?? 0
  const waiting = await listWaiting(tx, size, BATCH_ENTRIES)
  if (waiting.length === 0) return false
  const leaves = waiting.map((entry, at) => rehash(entry, size + at))
  const appended = appendLeaves(BigInt(size), edge, leaves, HASHER)
  const grown = grownTiles(tiles, size, appended)
  await writeTiles(tx, grown)
  await readBack(tx, grown, appended)
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

/** The tiles that are new or wider: what they held, which the edge covers, and the new hashes of their level behind it. */
function grownTiles(
  before: StoredEdge['tiles'],
  size: number,
  { size: grown, stored }: Appended,
): StoredTile[] {
  const fresh = Map.groupBy(stored, ({ level }) => level)
  return tilesFor(BigInt(size), grown).map(({ level, index, width }) => {
    const first = Number(index) * TILE_WIDTH
    const held = tileWidth(BigInt(size), level, index)
    // Those of a level come in order, from the first that the tree did not have.
    const known = Number(BigInt(size) >> BigInt(8 * level))
    const added = fresh.get(8 * level)!.slice(first + held - known, first + width - known)
    const kept = before.get(tileName({ level, index }))?.subarray(0, held * HASH_BYTES)
    assertStored(
      added.length === width - held && (kept?.length ?? 0) === held * HASH_BYTES,
      `tile ${tileName({ level, index })}`,
    )
    const hashes = encodeTile(added.map(({ hash }) => hash))
    return { level, index, hashes: kept ? Buffer.concat([kept, hashes]) : hashes }
  })
}

/** Before anything is signed: the database must give back the tiles that were written, and a tree with the new root. */
async function readBack(tx: Tx, written: readonly StoredTile[], appended: Appended): Promise<void> {
  const { answer: root, tiles } = await readTree(
    tx,
    Number(appended.size),
    (read) => treeRoot(appended.size, read, HASHER),
    written,
  )
  for (const tile of written) {
    const name = tileName(tile)
    assertStored(equalBytes(tiles.get(name)!, tile.hashes), `tile ${name}`)
  }
  assertStored(equalBytes(root, appended.root), `root of ${appended.size}`)
}

function signHead({ key, clock }: Ledger, { size, root }: Appended): Head {
  const checkpoint = signNote(formatCheckpoint({ origin: key.name, size, root }), [key])
  openNote(checkpoint, [key.verifier])
  return { size: Number(size), root, checkpoint, signedAt: clock() }
}
