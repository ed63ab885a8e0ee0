/**
 * Whether each entry is one that this ledger may hold: in its one spelling, signed by a key that was entered before it and not
 * revoked before it. Signatures are checked apart, many at a time.
 */
import { z } from 'zod'
import { utf8Decode, type Verifier } from 'tlog'
import { parseAnchorEntry } from '#passport/anchoring/anchor-entry.ts'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import type { SignedBytes } from '#passport/node-signatures.ts'
import { parsePositionsEntry, POSITIONS_TYP } from '#passport/positions/positions-entry.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { parseWaitingEntry, WAITING_TYP } from '#passport/queueing/turn-entry.ts'
import { parseRecoveryEntry, RECOVERY_TYP } from '#passport/recovery/recovery-entry.ts'
import {
  KEY_TYP,
  kidOf,
  parseDigest,
  parseJws,
  parseKeyEntry,
  parseRevocationEntry,
  REVOCATION_TYP,
  STATEMENT_TYP,
} from '#passport/entry.ts'

const Statement = z.strictObject({ public: z.string(), restricted: z.string(), v: z.literal(1) })

export interface KnownKey {
  /** base64url. */
  readonly x: string
  /** Nothing signed with it counts any more. */
  readonly revoked: boolean
}

/** Keys by their kid: what the audit remembers of the entries behind it. */
export type KnownKeys = ReadonlyMap<string, KnownKey>

export interface CheckedEntries {
  readonly keys: KnownKeys
  /** For each entry, what must be a signature. */
  readonly signed: readonly SignedBytes[]
}

/** Throws at the first entry that does not fit; `known` is left as it is. */
export function checkEntries(
  entries: readonly Uint8Array[],
  first: bigint,
  log: Verifier,
  known: KnownKeys,
): CheckedEntries {
  const book: Book = { log, logKid: kidOf(log.publicKey), known, grown: undefined }
  const signed = entries.map((bytes, at) => {
    try {
      return readEntry(utf8Decode(bytes), book)
    } catch (error) {
      throw auditProblem('audit.entry', { index: `${first + BigInt(at)}`, why: firstLine(error) })
    }
  })
  return { keys: book.grown ?? known, signed }
}

interface Book {
  readonly log: Verifier
  readonly logKid: string
  readonly known: KnownKeys
  /** A copy, from the first change on. */
  grown: Map<string, KnownKey> | undefined
}

function readEntry(text: string, book: Book): SignedBytes {
  switch (typOf(text)) {
    case STATEMENT_TYP: {
      const { kid, payload, input, signature } = parseJws(text, STATEMENT_TYP, Statement)
      parseDigest(payload.public)
      parseDigest(payload.restricted)
      const key = (book.grown ?? book.known).get(kid)
      if (key === undefined)
        throw new Error('signed with a key that is not in the ledger before it')
      if (key.revoked) throw new Error('signed with a key that was revoked before it')
      return { publicKey: base64urlDecode(key.x), input, signature }
    }
    case KEY_TYP: {
      const entry = parseKeyEntry(text)
      note(book, entry.key.kid, { x: base64urlEncode(entry.publicKey), revoked: false })
      return byLog(entry, book)
    }
    case REVOCATION_TYP: {
      const entry = parseRevocationEntry(text)
      const key = (book.grown ?? book.known).get(entry.kid)
      if (key === undefined) throw new Error('revokes a key that is not in the ledger before it')
      note(book, entry.kid, { ...key, revoked: true })
      return byLog(entry, book)
    }
    case WAITING_TYP:
      return byLog(parseWaitingEntry(text), book)
    case RECOVERY_TYP:
      return byLog(parseRecoveryEntry(text), book)
    case POSITIONS_TYP:
      return byLog(parsePositionsEntry(text), book)
    default: {
      const entry = parseAnchorEntry(text)
      if (entry.origin !== book.log.name) throw new Error('an anchor of another ledger')
      return byLog(entry, book)
    }
  }
}

function note(book: Book, kid: string, key: KnownKey): void {
  book.grown ??= new Map(book.known)
  if (!key.revoked && book.grown.get(kid)?.revoked) throw new Error('a revoked key comes back')
  book.grown.set(kid, key)
}

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
