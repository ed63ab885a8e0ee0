/** Whether each entry is one that this ledger may hold: in its one spelling, and signed by a key that was entered before it. */
import { z } from 'zod'
import { utf8Decode, type Verifier } from 'tlog'
import { parseAnchorEntry } from '#passport/anchoring/anchor-entry.ts'
import { auditProblem } from '#passport/auditing/audit-problem.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
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

/** Public keys by their kid, base64url: what the audit remembers of the entries behind it. */
export type KnownKeys = Map<string, string>

/** Throws unless the entry fits; a key that it brings is added to `known`. */
export function checkEntry(
  bytes: Uint8Array,
  index: bigint,
  log: Verifier,
  known: KnownKeys,
): void {
  let isGood: boolean
  try {
    isGood = isSigned(utf8Decode(bytes), log, known)
  } catch (error) {
    throw auditProblem('audit.entry', { index: index.toString(), why: firstLine(error) })
  }
  if (!isGood) throw auditProblem('audit.entry', { index: index.toString(), why: 'signature' })
}

function isSigned(text: string, log: Verifier, known: KnownKeys): boolean {
  const byLog = (entry: { signerKid: string; isSignedBy: (key: Uint8Array) => boolean }) =>
    entry.signerKid === kidOf(log.publicKey) && entry.isSignedBy(log.publicKey)
  switch (typOf(text)) {
    case STATEMENT_TYP: {
      const { kid, payload, isSignedBy } = parseJws(text, STATEMENT_TYP, Statement)
      parseDigest(payload.public)
      parseDigest(payload.restricted)
      const key = known.get(kid)
      if (key === undefined)
        throw new Error('signed with a key that is not in the ledger before it')
      return isSignedBy(base64urlDecode(key))
    }
    case KEY_TYP: {
      const entry = parseKeyEntry(text)
      known.set(entry.key.kid, base64urlEncode(entry.publicKey))
      return byLog(entry)
    }
    case REVOCATION_TYP:
      return byLog(parseRevocationEntry(text))
    default:
      return byLog(parseAnchorEntry(text))
  }
}

function typOf(text: string): unknown {
  const header = JSON.parse(utf8Decode(base64urlDecode(text.split('.', 1)[0]!))) as unknown
  return (header as { typ?: unknown } | null)?.typ
}

const firstLine = (error: unknown): string =>
  error instanceof z.ZodError ? 'a member is wrong' : (error as Error).message.split('\n', 1)[0]!
