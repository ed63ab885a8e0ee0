/** The keys of an evidence file: each attested by the ledger's own key, and, where it was ended, how far what it signed still counts. */
import { hashLeaf, utf8Encode } from 'tlog'
import type { KeyKeeper, KeyRevocation } from '#kernel/public-key.ts'
import type { OrganisationKind } from '#kernel/organisation.ts'
import {
  kidOf,
  parseKeyEntry,
  parseRevocationEntry,
  type KeyPayload,
  type RevocationEntry,
} from '#passport/entry.ts'
import type { EvidenceKey } from '#passport/evidence.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import type { KeyPart } from '#passport/statement.ts'
import { verifyKeyPart } from '#passport/verify-part.ts'
import type { Refusable } from '#passport/claims.ts'
import { orRefuse, type Head, type Leaf } from '#passport/verify-place.ts'

export interface VerifiedKey {
  readonly keptBy: KeyKeeper
  readonly kid: string
  readonly kind: OrganisationKind
  readonly names?: KeyPayload['names']
  readonly index: number
  readonly publicKey: Uint8Array
  readonly restricted?: KeyPart
  /** From this place of the ledger on, nothing signed with it counts. */
  readonly revoked?: { readonly index: number; readonly reason: KeyRevocation }
}

export interface ReadKey {
  readonly verified: VerifiedKey
  /** Its entry, and the one that ended it. */
  readonly leaves: readonly Leaf[]
  readonly claims: readonly Refusable[]
}

/** A key as its entry has it. That the ledger's key signed it is among the claims, that it stands in the ledger among the leaves. */
export function readKey(written: EvidenceKey, number: number, head: Head): ReadKey {
  const entry = orRefuse('evidence.key_entry', { number }, () => parseKeyEntry(written.entry))
  const { keptBy, kid, kind, names } = entry.key
  // Else what the ledger says of itself could pass for what a party says.
  if (kid === kidOf(head.publicKey)) throw evidenceProblem('evidence.key_entry', { number })
  const told = { digest: entry.restrictedDigest, names }
  const restricted = verifyKeyPart(written.restricted, told, number)
  const { index, revoked } = written
  const ended = revoked && readRevocation(revoked.entry, kid, number, head)
  const claimed = (signed: Pick<RevocationEntry, 'input' | 'signature'>, code: ClaimCode) => ({
    publicKey: head.publicKey,
    message: signed.input,
    signature: signed.signature,
    refusal: () => evidenceProblem(code, { number }),
  })
  return {
    leaves: [written, ...(revoked ? [revoked] : [])].map((one) => ({
      index: one.index,
      leafHash: hashLeaf(utf8Encode(one.entry)),
    })),
    claims: [
      claimed(entry, 'evidence.key_signature'),
      ...(ended ? [claimed(ended, 'evidence.key_revocation')] : []),
    ],
    verified: {
      keptBy,
      kid,
      kind,
      ...(names && { names }),
      index,
      publicKey: entry.publicKey,
      ...(restricted && { restricted }),
      ...(revoked && ended && { revoked: { index: revoked.index, reason: ended.reason } }),
    },
  }
}

type ClaimCode = 'evidence.key_signature' | 'evidence.key_revocation'

function readRevocation(written: string, kid: string, number: number, head: Head): RevocationEntry {
  const facts = { number }
  const entry = orRefuse('evidence.key_revocation', facts, () => parseRevocationEntry(written))
  if (entry.kid !== kid || entry.signerKid !== kidOf(head.publicKey))
    throw evidenceProblem('evidence.key_revocation', facts)
  return entry
}

/** A statement is judged by the keys of its time: attested before it, and not ended before it. */
export function verifyKeyAt(
  key: VerifiedKey | undefined,
  { index, number }: { readonly index: number; readonly number: number },
): VerifiedKey {
  if (key === undefined || key.index >= index)
    throw evidenceProblem('evidence.unknown_key', { number })
  if (key.revoked && key.revoked.index <= index)
    throw evidenceProblem('evidence.revoked_key', { number, index: key.revoked.index })
  return key
}

/** Keys stand by index, once each, and each is needed: a list that can be written in one way only. */
export function verifyKeyList(keys: readonly VerifiedKey[], used: ReadonlySet<VerifiedKey>): void {
  const ordered = keys.every((key, at) => at === 0 || keys[at - 1]!.index < key.index)
  const distinct = new Set(keys.map(({ kid }) => kid)).size === keys.length
  if (!ordered || !distinct || used.size !== keys.length)
    throw evidenceProblem('evidence.key_order')
}
