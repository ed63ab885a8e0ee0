/**
 * The evidence file, `.landbridge.json`: everything needed to check one container's history alone and offline.
 *
 * One canonical JSON document with no byte to spare: its members are either fixed, or derived from others, or under a
 * signature, digest or proof. Without restricted parts it is what anyone may have; with them, what a party shows to whom it chooses.
 */
import { z } from 'zod'
import { utf8Decode } from 'tlog'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { WrittenPart } from '#passport/statement.ts'

export const EVIDENCE_FORMAT = 'landbridge-evidence/1'
export const EVIDENCE_BYTES_MAX = 8_388_608

/** An entry with its place in the ledger and the hashes that lead from it to the checkpoint's root, standard base64. */
const inLedger = {
  entry: z.string(),
  index: z.int().min(0),
  proof: z.array(z.string()).max(64),
}

export const EvidenceKey = z.strictObject({ ...inLedger, restricted: WrittenPart.optional() })
export const EvidenceStatement = z.strictObject({
  ...inLedger,
  public: WrittenPart,
  restricted: WrittenPart.optional(),
})

/** The ledger's receipt for a checkpoint that a chain holds, and the hashes from that checkpoint to this file's, standard base64. */
export const EvidenceAnchor = z.strictObject({
  ...inLedger,
  consistency: z.array(z.string()).max(128),
})

export const Evidence = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT),
  code: z.string(),
  /** The log's verification key, C2SP signed-note. */
  vkey: z.string(),
  /** The signed checkpoint, C2SP tlog-checkpoint, whole. */
  checkpoint: z.string(),
  /** The keys that sign the statements, each attested in the ledger, by index. */
  keys: z.array(EvidenceKey).min(1).max(1000),
  /** Every statement of the container from the first on. */
  statements: z.array(EvidenceStatement).min(1).max(1000),
  /** Where checkpoints of the ledger are anchored on a chain; absent where there is none, so never empty. */
  anchors: z.array(EvidenceAnchor).min(1).max(16).optional(),
})
export type Evidence = z.infer<typeof Evidence>
export type EvidenceKey = z.infer<typeof EvidenceKey>
export type EvidenceAnchor = z.infer<typeof EvidenceAnchor>
export type EvidenceStatement = z.infer<typeof EvidenceStatement>

export function writeEvidence(evidence: Evidence): string {
  return canonicalJson(Evidence.parse(evidence) as unknown as Json)
}

/** The bytes as a value, and whether they are its one spelling. Throws what `utf8Decode` and `JSON.parse` throw. */
export function readJson(bytes: Uint8Array) {
  const text = utf8Decode(bytes)
  const value: unknown = JSON.parse(text)
  let isCanonical = false
  try {
    isCanonical = canonicalJson(value as Json) === text
  } catch {
    // Infinite, ill-formed or endlessly nested: a value without a canonical form.
  }
  return { value, text, isCanonical }
}
