/** What an entry of our own ledger is, as far as catching up must know. Its tree vouches for it. */
import { utf8Decode } from 'tlog'
import type { KeyRevocation } from '#kernel/public-key.ts'
import {
  KEY_TYP,
  parseKeyEntry,
  parseRevocationEntry,
  REVOCATION_TYP,
  STATEMENT_TYP,
  typAndKidOf,
} from '#passport/entry.ts'

export type PublishedEntry = { readonly place: number; readonly kid: string } & (
  | { readonly kind: 'statement' | 'key' | 'other' }
  | { readonly kind: 'revocation'; readonly reason: KeyRevocation }
)

/** `kid` is the party's key that it is by, or about. */
export function kindOf(entry: Uint8Array, place: number): PublishedEntry {
  const text = utf8Decode(entry)
  const { typ, kid } = typAndKidOf(text)
  switch (typ) {
    case STATEMENT_TYP:
      return { kind: 'statement', kid, place }
    case KEY_TYP:
      return { kind: 'key', kid: parseKeyEntry(text).key.kid, place }
    case REVOCATION_TYP: {
      const ended = parseRevocationEntry(text)
      return { kind: 'revocation', kid: ended.kid, reason: ended.reason, place }
    }
    default:
      return { kind: 'other', kid, place }
  }
}
