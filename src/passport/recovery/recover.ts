/**
 * Catching up: a database that was restored from an older copy takes back from a mirror what was published since, and signing goes on as
 * one history.
 *
 * One transaction under the ledger's lock. What comes back is held to the copy's signed root, and that to our own key, to the head file,
 * to the head in the database and to every witness that answers; then it is read back from the database and hashed again. What was
 * stated here meanwhile, at places that are now taken, is taken back, never having been signed by the ledger, and stated anew behind it.
 */
import {
  equalBytes,
  formatSignatureLines,
  parseNote,
  parseTilePath,
  parseVkey,
  TILE_WIDTH,
  treeRoot,
  type Checkpoint,
} from 'tlog'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { acceptEndedKey, listKeyOwners } from '#identity'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'
import {
  openTree,
  readHead as readCopyHead,
  type LedgerTree,
  type SignedHead,
} from '#passport/auditing/ledger-tree.ts'
import { kidOf, sealEntry } from '#passport/entry.ts'
import { HASHER } from '#passport/hasher.ts'
import { assertStored } from '#passport/ledger-problem.ts'
import {
  findDifferent,
  holdNextPlace,
  lockLedger,
  moveHead,
  queueEntry,
  readEntries,
  readHead,
  writeTiles,
  type Head,
} from '#passport/ledger-store.ts'
import { kindOf, type PublishedEntry } from '#passport/recovery/published-entry.ts'
import { recoveryInput } from '#passport/recovery/recovery-entry.ts'
import { recoveryProblem } from '#passport/recovery/recovery-problem.ts'
import {
  beginCatchingUp,
  putEntriesBack,
  saveRecovery,
  setNextPlace,
  type WithoutContent,
} from '#passport/recovery/recovery-store.ts'
import { stateAgain, takeBack, type TakenBack } from '#passport/recovery/taken-back.ts'
import { askWitnesses } from '#passport/recovery/witnesses.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'
import type { Signing } from '#passport/attesting.ts'
import { withHashes } from '#passport/stored-hashes.ts'
import { markKeyRevoked } from '#passport/store.ts'
import type { WitnessPolicy } from '#passport/witnessing/witness-policy.ts'

const READ_BACK_ENTRIES = 4_096

export interface RecoveryOptions {
  readonly ledger: Ledger
  readonly signing: Signing
  readonly source: LedgerSource
  /** What the source is called, for people. */
  readonly from: string
  /** Who is asked before anything is put back; nobody without it. */
  readonly witnesses?: WitnessPolicy | undefined
  readonly onProgress?: (done: bigint, size: bigint) => void
}

export interface Recovered {
  /** Entries [first, end) came back; none where the database was not behind. */
  readonly first: number
  readonly end: number
  /** Of these, what nobody here can open any more, and whose it was as far as that is known. */
  readonly lost: readonly (WithoutContent & { readonly owner: OrganisationId | undefined })[]
  /** Statements made here meanwhile, made anew behind what came back. */
  readonly statedAgain: number
  /** Organisations whose key the ledger says was ended: one that is kept here took its place. */
  readonly rekeyed: readonly { readonly organisationId: OrganisationId; readonly wasOwn: boolean }[]
  /** Witnesses that did not answer. */
  readonly silent: readonly string[]
}

/** Throws `recovery.…`, `audit.…` or `ledger.…`, and then has changed nothing. */
export async function recoverLedger(options: RecoveryOptions): Promise<Recovered> {
  const { ledger, source } = options
  const { headFile } = ledger
  const log = parseVkey(ledger.key.vkey)
  const copied = await readCopyHead(source, log)
  const full: FullTiles = new Map()
  const tree = await openTree(source, copied, async (path, bytes) => void full.set(path, bytes))
  const published = await readPublished(ledger).catch(() => undefined)
  await holdToHead(options, tree, published, headFile.path)
  const recovered = await ledger.database.transact((tx) => catchUp(options, { tree, full }, tx))
  // A file that was lost or is older is brought up only now that the database is not behind it.
  if (published === undefined || published.size < copied.size) await headFile.write(ownNote(copied))
  return recovered
}

/** The copy must continue a head that we know of. */
async function holdToHead(
  { from }: RecoveryOptions,
  tree: LedgerTree,
  known: Pick<Checkpoint, 'size' | 'root'> | undefined,
  what: string,
): Promise<void> {
  if (known === undefined) return
  const { size } = tree.head
  if (known.size > size)
    throw recoveryProblem('recovery.copy_behind', {
      from,
      size: `${size}`,
      published: `${known.size}`,
    })
  if (!equalBytes(await tree.rootAt(known.size), known.root))
    throw recoveryProblem('recovery.copy_differs', { from, what, size: `${known.size}` })
}

/** Full tiles above the lowest level, by path, as far as they were read. */
type FullTiles = Map<string, Uint8Array>

interface Copy {
  readonly tree: LedgerTree
  readonly full: FullTiles
}

async function catchUp(options: RecoveryOptions, copy: Copy, tx: Tx): Promise<Recovered> {
  const { tree } = copy
  await lockLedger(tx)
  await holdNextPlace(tx)
  await beginCatchingUp(tx)
  const head = await readHead(tx)
  const stored = head && { size: BigInt(head.size), root: head.root }
  await holdToHead(options, tree, stored, 'ledger_head')
  const end = Number(tree.head.size)
  const size = head?.size ?? 0
  if (head !== undefined) await assertRoot(tx, head)
  if (size === end) return { first: end, end, lost: [], statedAgain: 0, rekeyed: [], silent: [] }
  const { first, entries, taken } = await putBack(options, copy, tx, size)
  await readBack(tx, first, tree.head)
  const { key, clock } = options.ledger
  const next = {
    size: end,
    root: tree.head.root,
    checkpoint: ownNote(tree.head),
    signedAt: clock(),
  }
  if (!(await moveHead(tx, head, next))) throw new Error('the ledger’s head moved meanwhile')
  const silent = await askWitnesses(tx, options, tree.head)
  const rekeyed = await endKeys(options, entries, tx)
  const lost = await listLost(tx, entries)
  if (first < end) {
    const input = recoveryInput(kidOf(key.publicKey), { first, end })
    const place = await queueEntry(tx, sealEntry(input, key.sign(input)))
    await saveRecovery(tx, { place, first, end, at: clock() }, lost)
  }
  if (taken) await stateAgain(tx, options.signing, taken)
  return { first, end, lost, statedAgain: taken?.steps.length ?? 0, rekeyed, silent }
}

async function assertRoot(tx: Tx, { size, root }: Head): Promise<void> {
  const stored = await withHashes(tx, size, (read) => treeRoot(BigInt(size), read, HASHER))
  assertStored(equalBytes(stored, root), 'root')
}

interface PutBack {
  /** From here on the database lacked what the copy has, or had something else. */
  readonly first: number
  readonly entries: readonly PublishedEntry[]
  readonly taken: TakenBack | undefined
}

/** Entries and tiles from the database's head on. What waits there and is the same stays as it is. */
async function putBack(
  { onProgress }: RecoveryOptions,
  { tree, full }: Copy,
  tx: Tx,
  size: number,
): Promise<PutBack> {
  const end = Number(tree.head.size)
  const entries: PublishedEntry[] = []
  let first: number | undefined
  let taken: TakenBack | undefined
  for await (const bundle of tree.bundles(BigInt(Math.floor(size / TILE_WIDTH)))) {
    const from = Number(bundle.first)
    const here = first === undefined ? await readEntries(tx, from, from + TILE_WIDTH) : []
    const at = first === undefined ? firstDifference(here, bundle.entries) : 0
    if (at < bundle.entries.length) {
      if (first === undefined) {
        first = from + at
        assertStored(first >= size, `entry ${first}`)
        taken = await takeBack(tx, first)
      }
      const fresh = bundle.entries.slice(at)
      await putEntriesBack(tx, from + at, fresh)
      entries.push(...fresh.map((entry, n) => kindOf(entry, from + at + n)))
    }
    await writeTiles(tx, [{ level: 0, index: bundle.index, hashes: bundle.tile }])
    onProgress?.(bundle.first, tree.head.size)
  }
  await putTilesBack(tx, tree, full)
  if (first !== undefined) await setNextPlace(tx, end)
  return { first: first ?? end, entries, taken }
}

function firstDifference(here: readonly Uint8Array[], copied: readonly Uint8Array[]): number {
  const at = copied.findIndex((entry, n) => here[n] === undefined || !equalBytes(here[n], entry))
  return at < 0 ? copied.length : at
}

/** Tiles above the lowest level: full ones as they were found good on the way, and those along the edge. */
async function putTilesBack(tx: Tx, tree: LedgerTree, full: FullTiles): Promise<void> {
  for (const [path, hashes] of [...full, ...tree.edge]) {
    const { level, index } = parseTilePath(path)
    if (level !== 'entries') await writeTiles(tx, [{ level, index, hashes }])
  }
}

/** What the database now gives back, hashed again: every entry that came back, and the root over its tiles. */
async function readBack(tx: Tx, first: number, { size, root }: SignedHead): Promise<void> {
  const end = Number(size)
  for (let from = first; from < end; from += READ_BACK_ENTRIES) {
    const to = Math.min(end, from + READ_BACK_ENTRIES)
    const leaves = await withHashes(tx, end, (read) =>
      Array.from({ length: to - from }, (_, at) => read(0, BigInt(from + at))),
    )
    const different = await findDifferent(tx, from, to, (place) => leaves[place - from]!)
    assertStored(different === undefined, `entry ${different}`)
  }
  const stored = await withHashes(tx, end, (read) => treeRoot(size, read, HASHER))
  assertStored(equalBytes(stored, root), `root of ${size}`)
}

/** Keys whose end came back end here, too: nothing signed with them would count any more. */
async function endKeys(
  { ledger, signing }: RecoveryOptions,
  entries: readonly PublishedEntry[],
  tx: Tx,
): Promise<Recovered['rekeyed']> {
  const rekeyed: { organisationId: OrganisationId; wasOwn: boolean }[] = []
  const making = { signer: signing.signer, now: ledger.clock() }
  for (const entry of entries) {
    if (entry.kind !== 'revocation') continue
    await markKeyRevoked(tx, entry.kid, entry.place)
    const ended = await acceptEndedKey(tx, making, entry.kid, entry.reason)
    if (ended) rekeyed.push(ended)
  }
  return rekeyed
}

async function listLost(tx: Tx, entries: readonly PublishedEntry[]): Promise<Recovered['lost']> {
  const lost = entries.flatMap(({ kind, kid, place }) =>
    kind === 'statement' || kind === 'key' ? [{ kind, kid, leafIndex: place }] : [],
  )
  const owners = await listKeyOwners(tx, [...new Set(lost.map(({ kid }) => kid))])
  return lost.map((one) => ({ ...one, owner: owners.get(one.kid) }))
}

/** With the ledger's own signature alone: what witnesses added is gathered anew. */
function ownNote({ note, origin }: SignedHead): string {
  const { text, signatures } = parseNote(note)
  return `${text}\n${formatSignatureLines(signatures.filter(({ name }) => name === origin))}`
}
