/** What every part of the verifier stands on: the head whose signature holds, places in its tree, refusals by our own codes. */
import { base64Decode, hashLeaf, utf8Encode, VerificationError, verifyInclusion } from 'tlog'
import type { TextFacts } from '#kernel/locale.ts'
import type { EvidenceAnchor } from '#passport/evidence.ts'
import { evidenceProblem, type EvidenceProblemCode } from '#passport/evidence-problem.ts'

/** A witness that cosigned the checkpoint. */
export interface VerifiedWitness {
  readonly name: string
  readonly vkey: string
  /** Seconds since 1970, by the witness's clock. */
  readonly atSeconds: number
}

export interface VerifiedLedger {
  readonly origin: string
  readonly vkey: string
  readonly size: number
  /** Standard base64, as the checkpoint writes it. */
  readonly root: string
  /** Whether the key was known beforehand, rather than taken from the file itself. */
  readonly isPinned: boolean
  /** Who cosigned the checkpoint; empty where nobody did. */
  readonly witnesses: readonly VerifiedWitness[]
  /** Whether they are the witnesses, and as many, as the reader asked for. */
  readonly isWitnessedAsAsked: boolean
}

/** A checkpoint whose signature holds. */
export interface Head extends VerifiedLedger {
  readonly rootHash: Uint8Array
  readonly publicKey: Uint8Array
}

/** An entry's hash and the place it is said to have. */
export interface Leaf {
  readonly index: number
  readonly leafHash: Uint8Array
}

/** The leaf hash of an entry that stands in the ledger where it says. */
export function verifyPlace(
  { entry, index, proof }: Pick<EvidenceAnchor, 'entry' | 'index' | 'proof'>,
  head: Head,
  refusal: { readonly code: EvidenceProblemCode; readonly number: number },
): Uint8Array {
  return orRefuse(refusal.code, { number: refusal.number, index }, () => {
    const leafHash = hashLeaf(utf8Encode(entry))
    const hashes = proof.map(base64Decode)
    verifyInclusion(BigInt(index), BigInt(head.size), leafHash, hashes, head.rootHash)
    return leafHash
  })
}

/** What cannot be read is refused under our own code; anything unforeseen stays the bug that it is. */
export function orRefuse<T>(code: EvidenceProblemCode, facts: TextFacts, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const expected =
      error instanceof VerificationError ||
      error instanceof SyntaxError ||
      error instanceof TypeError ||
      (error instanceof Error && error.name === 'ZodError')
    if (!expected) throw error
    throw evidenceProblem(code, facts)
  }
}
