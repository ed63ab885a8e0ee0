/**
 * Follows a ledger from outside and derives everything again: entries against hashes, hashes against tiles of every level, tiles
 * against the signed root, that against the root seen before, and each entry's signature. Memory is bounded by a few bundles.
 */
import { entriesPath, equalBytes, parseVkey, TILE_WIDTH, tilePath, type Verifier } from 'tlog'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import {
  checkEntries,
  NOTHING_KNOWN,
  type AnchoredTree,
  type Known,
} from '#passport/auditing/entry-check.ts'
import type { LinkBook } from '#passport/auditing/link-book.ts'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'
import {
  openTree,
  readHead,
  type Bundle,
  type LedgerTree,
  type OnFile,
  type SignedHead,
} from '#passport/auditing/ledger-tree.ts'
import { isSignedEd25519 } from '#passport/node-signatures.ts'
import { HASHER } from '#passport/hasher.ts'

const WIDTH = BigInt(TILE_WIDTH)

/** Where an audit stands: what it needs to go on, and what the ledger is held to. */
export interface AuditState extends Known {
  /** The largest signed checkpoint that continued the one before. */
  readonly seen: SignedHead | undefined
  /** Entries checked, a multiple of 256, and the root of a tree of just those. */
  readonly done: bigint
  readonly root: Uint8Array
}

export const AUDIT_BEGINS: AuditState = {
  seen: undefined,
  done: 0n,
  root: HASHER.hashEmpty(),
  ...NOTHING_KNOWN,
}

export interface AuditOptions {
  readonly source: LedgerSource
  readonly vkey: string
  readonly from: AuditState
  /** Where the links of the entries behind `from` stand: with it, a number that was given twice is found. */
  readonly links?: LinkBook
  /** Told after each whole bundle. `stateNow` gives what is to be kept to go on from there. */
  readonly onBundle?: (
    at: { readonly done: bigint; readonly size: bigint },
    stateNow: () => Promise<AuditState>,
  ) => Promise<void>
  /** Told of every file but the checkpoint, once it is found good. */
  readonly onFile?: OnFile
  /** Told of two signed heads that cannot both be of one history, or of one that went back. */
  readonly onConflict?: (before: SignedHead, now: SignedHead) => Promise<void>
  /** Left out for a ledger whose entries are not ours to read. */
  readonly entriesAreOpaque?: boolean
}

/** Throws `audit.…` at the first thing that does not fit. */
export async function auditSource(options: AuditOptions): Promise<AuditState> {
  const { source, from, onFile } = options
  const log = parseKey(options.vkey)
  const head = await readHead(source, log)
  const tree = await holdToSeen(options, head)
  const { size } = head
  let { done } = from
  let known: Known = { keys: from.keys, recovered: from.recovered }
  for await (const bundle of tree.bundles(done / WIDTH)) {
    const found = options.entriesAreOpaque
      ? known
      : await checkBundle(bundle, { log, known, tree, links: options.links })
    await tellOfBundle(bundle, onFile)
    if (bundle.entries.length < TILE_WIDTH) break
    done = bundle.first + WIDTH
    known = found
    const at = { done, ...known }
    await options.onBundle?.({ done, size }, async () => ({
      ...at,
      seen: head,
      root: await tree.rootAt(at.done),
    }))
  }
  for (const [path, bytes] of tree.edge) await onFile?.(path, bytes)
  return { seen: head, done, root: await tree.rootAt(done), ...known }
}

/** The tree under the head, having made sure that it continues what was seen and checked before. */
async function holdToSeen(options: AuditOptions, head: SignedHead): Promise<LedgerTree> {
  const { source, from, onFile, onConflict } = options
  const { seen } = from
  if (seen !== undefined && seen.size > head.size) {
    await onConflict?.(seen, head)
    throw auditProblem('audit.shrank', { before: `${seen.size}`, now: `${head.size}` })
  }
  if (seen?.size === head.size && !equalBytes(seen.root, head.root)) {
    await onConflict?.(seen, head)
    throw auditProblem('audit.split', { before: `${seen.size}` })
  }
  const tree = await openTree(source, head, onFile)
  const before = [...(seen ? [seen] : []), { size: from.done, root: from.root }]
  for (const { size, root } of before)
    if (!equalBytes(await tree.rootAt(size), root)) {
      if (seen) await onConflict?.(seen, head)
      throw auditProblem('audit.split', { before: `${size}` })
    }
  return tree
}

export function parseKey(vkey: string): Verifier {
  try {
    return parseVkey(vkey)
  } catch {
    throw auditProblem('audit.vkey')
  }
}

interface Checking {
  readonly log: Verifier
  readonly known: Known
  readonly tree: LedgerTree
  readonly links: LinkBook | undefined
}

async function checkBundle(
  { entries, first }: Bundle,
  { log, known, tree, links }: Checking,
): Promise<Known> {
  const { signed, anchored, ...found } = checkEntries(entries, first, { log, known, links })
  const verdicts = await Promise.all(signed.map((one) => isSignedEd25519(one)))
  const wrong = verdicts.indexOf(false)
  if (wrong >= 0)
    throw auditProblem('audit.entry', { index: `${first + BigInt(wrong)}`, why: 'signature' })
  for (const one of anchored) await checkAnchored(tree, one)
  return found
}

/** What a receipt says that a chain holds is what this ledger was. */
async function checkAnchored(tree: LedgerTree, { index, size, root }: AnchoredTree): Promise<void> {
  if (!equalBytes(await tree.rootAt(BigInt(size)), root))
    throw auditProblem('audit.entry', { index, why: 'an anchor of another tree' })
}

async function tellOfBundle(bundle: Bundle, onFile: OnFile | undefined): Promise<void> {
  const width = bundle.entries.length
  await onFile?.(entriesPath(bundle.index, width), bundle.bytes)
  // The partial one is told of with the edge.
  if (width === TILE_WIDTH) await onFile?.(tilePath(0, bundle.index), bundle.tile)
}
