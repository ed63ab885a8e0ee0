/**
 * Whether each entry is one that this ledger may hold: in its one spelling, signed by a key that was entered before it and not
 * revoked before it, with a link that no other statement bears. Signatures are checked apart, many at a time.
 */
import { z } from 'zod'
import { utf8Decode, type Verifier } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { parseAnchorEntry } from '#passport/anchoring/anchor-entry.ts'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import type { LinkBook } from '#passport/auditing/link-book.ts'
import type { SignedBytes } from '#passport/node-signatures.ts'
import { parsePositionsEntry, POSITIONS_TYP } from '#passport/positions/positions-entry.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { parseWaitingEntry, WAITING_TYP } from '#passport/queueing/turn-entry.ts'
import {
  parseRecoveryEntry,
  RECOVERY_TYP,
  type RecoveredRange,
} from '#passport/recovery/recovery-entry.ts'
import {
  KEY_TYP,
  kidOf,
  parseKeyEntry,
  parseRevocationEntry,
  parseStatementEntry,
  REVOCATION_TYP,
  STATEMENT_TYP,
} from '#passport/entry.ts'

export interface KnownKey {
  /** base64url. */
  readonly x: string
  readonly index: number
  /** Nothing signed with it counts any more. */
  readonly revoked: boolean
}

/** What the audit remembers of the entries behind it: keys by their kid, and what came back when a database had been lost. */
export interface Known {
  readonly keys: ReadonlyMap<string, KnownKey>
  readonly recovered: readonly RecoveredRange[]
}

export const NOTHING_KNOWN: Known = { keys: new Map(), recovered: [] }

/** What a receipt says a chain holds. */
export interface AnchoredTree {
  readonly index: string
  readonly size: number
  readonly root: Uint8Array
}

export interface CheckedEntries extends Known {
  /** For each entry, what must be a signature. */
  readonly signed: readonly SignedBytes[]
  readonly anchored: readonly AnchoredTree[]
}

interface Against {
  readonly log: Verifier
  readonly known: Known
  /** Where links are looked for; left out, nowhere. */
  readonly links?: LinkBook | undefined
}

/** Throws at the first entry that does not fit; `known` is left as it is. */
export function checkEntries(
  entries: readonly Uint8Array[],
  first: bigint,
  { log, known, links }: Against,
): CheckedEntries {
  const book: Book = { log, logKid: kidOf(log.publicKey), links, anchored: [], ...known }
  const signed = entries.map((bytes, at) => {
    const index = Number(first) + at
    try {
      return readEntry(utf8Decode(bytes), index, book)
    } catch (error) {
      if (error instanceof Problem) throw error
      throw auditProblem('audit.entry', { index: `${index}`, why: firstLine(error) })
    }
  })
  const { keys, recovered, anchored } = book
  return { keys, recovered, signed, anchored }
}

interface Book {
  readonly log: Verifier
  readonly logKid: string
  readonly links: LinkBook | undefined
  readonly anchored: AnchoredTree[]
  /** Copied at each change, which are few. */
  keys: Known['keys']
  recovered: Known['recovered']
}

function readEntry(text: string, index: number, book: Book): SignedBytes {
  switch (typOf(text)) {
    case STATEMENT_TYP:
      return readStatement(text, index, book)
    case KEY_TYP: {
      const entry = parseKeyEntry(text)
      noteKey(entry.key.kid, { x: base64urlEncode(entry.publicKey), index, revoked: false }, book)
      return byLog(entry, book)
    }
    case REVOCATION_TYP: {
      const entry = parseRevocationEntry(text)
      const key = book.keys.get(entry.kid)
      if (key === undefined) throw new Error('revokes a key that is not in the ledger before it')
      if (key.revoked) throw new Error('revokes a key that was revoked before it')
      book.keys = new Map(book.keys).set(entry.kid, { ...key, revoked: true })
      return byLog(entry, book)
    }
    case WAITING_TYP:
      return byLog(parseWaitingEntry(text), book)
    case RECOVERY_TYP: {
      const entry = parseRecoveryEntry(text)
      if (entry.end > index) throw new Error('recovers what stands behind it')
      book.recovered = [...book.recovered, { first: entry.first, end: entry.end }]
      return byLog(entry, book)
    }
    case POSITIONS_TYP:
      return byLog(parsePositionsEntry(text), book)
    default: {
      const entry = parseAnchorEntry(text)
      if (entry.origin !== book.log.name) throw new Error('an anchor of another ledger')
      if (entry.size > index) throw new Error('an anchor of a tree that would hold it')
      book.anchored.push({ index: `${index}`, size: entry.size, root: entry.root })
      return byLog(entry, book)
    }
  }
}

function readStatement(text: string, index: number, book: Book): SignedBytes {
  const { signerKid, link, input, signature } = parseStatementEntry(text)
  const key = book.keys.get(signerKid)
  if (key === undefined) throw new Error('signed with a key that is not in the ledger before it')
  if (key.revoked) throw new Error('signed with a key that was revoked before it')
  const first = book.links?.note(link, index)
  if (first !== undefined && !isGivenUp(first, book))
    throw auditProblem('audit.fork', { first: `${first}`, index: `${index}` })
  return { publicKey: base64urlDecode(key.x), input, signature }
}

/** A key is entered once, and again only where the database that knew of it was lost. */
function noteKey(kid: string, key: KnownKey, book: Book): void {
  if (kid === book.logKid) throw new Error('the ledger’s own key as a party’s')
  const before = book.keys.get(kid)
  if (before?.revoked) throw new Error('a revoked key comes back')
  if (before && !isGivenUp(before.index, book)) throw new Error('a key is entered again')
  book.keys = new Map(book.keys).set(kid, key)
}

/** Whether what stands there came back without its contents, perhaps, when a database had been lost: it may be said again. */
const isGivenUp = (index: number, { recovered }: Book): boolean =>
  recovered.some(({ first, end }) => first <= index && index < end)

function byLog(
  entry: { signerKid: string; input: Uint8Array; signature: Uint8Array },
  { log, logKid }: Book,
): SignedBytes {
  if (entry.signerKid !== logKid) throw new Error('not signed with the ledger’s key')
  return { publicKey: log.publicKey, input: entry.input, signature: entry.signature }
}

function typOf(text: string): unknown {
  const header = JSON.parse(utf8Decode(base64urlDecode(text.split('.', 1)[0]!))) as unknown
  return (header as { typ?: unknown } | null)?.typ
}

const firstLine = (error: unknown): string =>
  error instanceof z.ZodError ? 'a member is wrong' : (error as Error).message.split('\n', 1)[0]!
