/**
 * The evidence file, `.landbridge.json`: everything needed to check one container's history alone and offline.
 *
 * One canonical JSON document with no byte to spare: its members are either fixed, or derived from others, or under a
 * signature, digest or proof. Without restricted parts it is what anyone may have; with them, what a party shows to whom it chooses.
 */
import { z } from 'zod'
import { utf8Decode } from 'tlog'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { STEP_DOCUMENTS_MAX } from '#kernel/document.ts'
import { WrittenPart } from '#passport/statement.ts'

export const EVIDENCE_FORMAT = 'landbridge-evidence/3'
export const EVIDENCE_BYTES_MAX = 8_388_608

export const EvidenceKey = z.strictObject({
  entry: z.string(),
  index: z.int().min(0),
  restricted: WrittenPart.optional(),
  /** The entry that ended the key; absent while it is in use. */
  revoked: z.strictObject({ entry: z.string(), index: z.int().min(0) }).optional(),
})

/** The entry is not written out: it follows from the key, the two digests and the signature. */
export const EvidenceStatement = z.strictObject({
  /** Which of the file's keys signed it, from 0. */
  by: z.int().min(0),
  index: z.int().min(0),
  /** Without the members that follow from the rest of the file: see `FOLLOWING`. */
  public: WrittenPart,
  /** The digest alone where the part is kept back. */
  restricted: z.union([WrittenPart, z.string()]),
  /** One for each digest in the public part's `documents`; null where the document is kept back. */
  documents: z.array(WrittenPart.nullable()).min(1).max(STEP_DOCUMENTS_MAX).optional(),
  signature: z.string(),
})

/** The ledger's receipt for a checkpoint that a chain holds, and the hashes from that checkpoint to this file's, standard base64. */
export const EvidenceAnchor = z.strictObject({
  entry: z.string(),
  index: z.int().min(0),
  proof: z.array(z.string()).max(64),
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
  /** The hashes that lead from all keys and statements to the checkpoint's root (tlog's `subsetProof`), joined, standard base64. */
  proof: z.string(),
  /** Where checkpoints of the ledger are anchored on a chain; absent where there is none, so never empty. */
  anchors: z.array(EvidenceAnchor).min(1).max(16).optional(),
  /** The keys of the witnesses whose cosignatures stand under the checkpoint, one a line and in their order; absent where there is none. */
  witnesses: z.array(z.string()).min(1).max(64).optional(),
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
  return { value, isCanonical }
}
