/**
 * Checks, offline, what an evidence file says about anchors: the receipt is the ledger's, stands in the ledger, and what it says the
 * chain holds is a beginning of the file's own checkpoint. Asking the chain is check-chain.ts's.
 */
import { base64Decode, base64Encode, verifyConsistency, type SignatureChecks } from 'tlog'
import type { AnchorReceipt } from '#passport/anchoring/anchor-entry.ts'
import { parseAnchorEntry } from '#passport/anchoring/anchor-entry.ts'
import { kidOf } from '#passport/entry.ts'
import type { EvidenceAnchor } from '#passport/evidence.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import { orRefuse, verifyPlace, type Head } from '#passport/verify-place.ts'

export interface VerifiedAnchor extends Omit<AnchorReceipt, 'root'> {
  /** Its receipt's place in the ledger. */
  readonly index: number
  /** Standard base64, as checkpoints write it. */
  readonly root: string
  /** How many of the file's statements the anchored checkpoint covers. */
  readonly covers: number
}

export function verifyAnchors(
  written: readonly EvidenceAnchor[],
  head: Head,
  statements: readonly { readonly index: number }[],
  checks: SignatureChecks,
): readonly VerifiedAnchor[] {
  const anchors = written.map((anchor, at) => verifyAnchor(anchor, at + 1, head, checks))
  const ordered = anchors.every(({ index }, at) => at === 0 || anchors[at - 1]!.index < index)
  if (!ordered) throw evidenceProblem('evidence.anchor_order')
  return anchors.map(({ root, ...anchor }) => ({
    ...anchor,
    root: base64Encode(root),
    covers: statements.filter(({ index }) => index < anchor.size).length,
  }))
}

function verifyAnchor(
  written: EvidenceAnchor,
  number: number,
  head: Head,
  { ed25519 }: SignatureChecks,
) {
  verifyPlace(written, head, { code: 'evidence.anchor_inclusion', number })
  const facts = { number }
  const entry = orRefuse('evidence.anchor_entry', facts, () => parseAnchorEntry(written.entry))
  const { signerKid, input, signature, ...receipt } = entry
  if (signerKid !== kidOf(head.publicKey) || !ed25519(head.publicKey, input, signature))
    throw evidenceProblem('evidence.anchor_signature', facts)
  if (receipt.origin !== head.origin) throw evidenceProblem('evidence.anchor_entry', facts)
  const { size, root } = receipt
  orRefuse('evidence.anchor_root', { number, size }, () =>
    verifyConsistency(
      BigInt(size),
      BigInt(head.size),
      root,
      head.rootHash,
      written.consistency.map(base64Decode),
    ),
  )
  return { ...receipt, index: written.index }
}
