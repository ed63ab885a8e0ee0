/**
 * Checks an evidence file, from its bytes up to its story, and says what follows from it and what does not.
 *
 * Order matters: bytes → the ledger's key → the checkpoint it signed → entries in that checkpoint's tree → signatures on the
 * entries → digests of what they say → whether what they say is one container's lawful history. Nothing is believed before the
 * step under it holds. Runs alike in a browser and on a server, and never reads a clock.
 */
import { base64Encode, openNote, parseCheckpoint, parseVkey } from 'tlog'
import type { OrganisationKind } from '#kernel/organisation.ts'
import { canonicalJson, type Json, type JsonObject } from '#passport/canonical-json.ts'
import { parseKeyEntry, parseStatementEntry, type KeyPayload } from '#passport/entry.ts'
import {
  Evidence,
  EVIDENCE_BYTES_MAX,
  EVIDENCE_FORMAT,
  readJson,
  type EvidenceKey,
  type EvidenceStatement,
} from '#passport/evidence.ts'
import { evidenceProblem, type EvidenceProblemCode } from '#passport/evidence-problem.ts'
import { PassportCode } from '#passport/passport.ts'
import { orRefuse, verifyPlace, type Head, type VerifiedLedger } from '#passport/verify-place.ts'
import { isDigestOf, PublicPart, readPart, type WrittenPart } from '#passport/statement.ts'
import { verifyStory } from '#passport/story.ts'
import { describe, type Finding } from '#passport/verdict.ts'
import { verifyAnchors, type VerifiedAnchor } from '#passport/anchoring/verify-anchor.ts'

export interface VerifiedKey {
  readonly kid: string
  readonly kind: OrganisationKind
  readonly names?: KeyPayload['names']
  readonly index: number
  readonly publicKey: Uint8Array
  readonly restricted?: JsonObject
}

export interface VerifiedStatement {
  /** Its place in the container's history, from 1. */
  readonly number: number
  readonly index: number
  readonly leafHash: Uint8Array
  readonly key: VerifiedKey
  readonly public: PublicPart
  /** Only when the file discloses it. */
  readonly restricted?: JsonObject
}

export interface Verdict {
  readonly code: PassportCode
  readonly ledger: VerifiedLedger
  readonly keys: readonly VerifiedKey[]
  readonly statements: readonly VerifiedStatement[]
  /** Where a chain is said to hold a checkpoint that this file's checkpoint continues. The chain was not asked. */
  readonly anchors: readonly VerifiedAnchor[]
  /** In words: what was checked and holds. */
  readonly checked: readonly Finding[]
  /** In words: what this file does not prove. */
  readonly unproven: readonly Finding[]
}

/** Throws a Problem `evidence.…` at the first thing that does not match. */
export function verifyEvidence(
  bytes: Uint8Array,
  trust: { readonly vkey?: string | undefined } = {},
): Verdict {
  const evidence = parseEvidence(bytes)
  const code = PassportCode.safeParse(evidence.code)
  if (!code.success || code.data !== evidence.code)
    throw evidenceProblem('evidence.code', { code: evidence.code.slice(0, 60) })
  const head = verifyHead(evidence, trust.vkey)
  const keys = evidence.keys.map((key, at) => verifyKey(key, at + 1, head))
  const statements = evidence.statements.map((statement, at) =>
    verifyStatement(statement, at + 1, head, keys),
  )
  verifyKeyList(keys, statements)
  verifyStory(code.data, statements)
  const anchors = verifyAnchors(evidence.anchors ?? [], head, statements)
  const { origin, vkey, size, root, isPinned } = head
  const ledger = { origin, vkey, size, root, isPinned }
  const said = describe({ ledger, statements, anchors })
  return { code: code.data, ledger, keys, statements, anchors, ...said }
}

function parseEvidence(bytes: Uint8Array): Evidence {
  if (bytes.length > EVIDENCE_BYTES_MAX)
    throw evidenceProblem('evidence.too_large', { bytesMax: EVIDENCE_BYTES_MAX })
  const { value, isCanonical, text } = orRefuse('evidence.not_json', {}, () => readJson(bytes))
  const format = (value as { format?: unknown } | null)?.format
  if (format !== EVIDENCE_FORMAT) throw evidenceProblem('evidence.shape', { where: '/format' })
  // Before the shape, because what is canonical is not nested without end.
  if (!isCanonical) throw evidenceProblem('evidence.not_canonical')
  const parsed = Evidence.safeParse(value)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? []
    throw evidenceProblem('evidence.shape', { where: `/${path.map(String).join('/')}` })
  }
  // And after it, so that not a byte is left that the schema passed over.
  if (canonicalJson(parsed.data as unknown as Json) !== text)
    throw evidenceProblem('evidence.not_canonical')
  return parsed.data
}

function verifyHead(evidence: Evidence, trusted: string | undefined): Head {
  const log = orRefuse('evidence.vkey', {}, () => parseVkey(evidence.vkey))
  if (trusted !== undefined && trusted !== evidence.vkey)
    throw evidenceProblem('evidence.other_ledger', { found: evidence.vkey, expected: trusted })
  const note = orRefuse('evidence.checkpoint_signature', {}, () =>
    openNote(evidence.checkpoint, [log]),
  )
  // A signature nobody can check would be bytes that nobody vouches for.
  if (note.unknown.length > 0 || note.signatures.length !== 1)
    throw evidenceProblem('evidence.checkpoint_signature')
  const checkpoint = orRefuse('evidence.checkpoint', {}, () => parseCheckpoint(note.text))
  if (checkpoint.origin !== log.name || checkpoint.extensions.length > 0)
    throw evidenceProblem('evidence.checkpoint')
  return {
    origin: checkpoint.origin,
    vkey: evidence.vkey,
    size: Number(checkpoint.size),
    root: base64Encode(checkpoint.root),
    rootHash: checkpoint.root,
    publicKey: log.publicKey,
    isPinned: trusted !== undefined,
  }
}

function verifyKey(written: EvidenceKey, number: number, head: Head): VerifiedKey {
  verifyPlace(written, head, { code: 'evidence.key_inclusion', number })
  const entry = orRefuse('evidence.key_entry', { number }, () => parseKeyEntry(written.entry))
  const { kid, kind, names } = entry.key
  if (!entry.isSignedBy(head.publicKey)) throw evidenceProblem('evidence.key_signature', { number })
  const refusal = { code: 'evidence.key_restricted', number } as const
  const restricted = verifyPart(written.restricted, entry.restrictedDigest, refusal)
  return {
    kid,
    kind,
    ...(names && { names }),
    index: written.index,
    publicKey: entry.publicKey,
    ...(restricted && { restricted }),
  }
}

function verifyStatement(
  written: EvidenceStatement,
  number: number,
  head: Head,
  keys: readonly VerifiedKey[],
): VerifiedStatement {
  const leafHash = verifyPlace(written, head, { code: 'evidence.inclusion', number })
  const entry = orRefuse('evidence.entry', { number }, () => parseStatementEntry(written.entry))
  const key = keys.find(({ kid }) => kid === entry.kid)
  // An old statement is judged by the keys of its time: one attested later proves nothing about it.
  if (key === undefined || key.index >= written.index)
    throw evidenceProblem('evidence.unknown_key', { number })
  if (!entry.isSignedBy(key.publicKey)) throw evidenceProblem('evidence.signature', { number })
  const content = verifyPart(written.public, entry.publicDigest, {
    code: 'evidence.public',
    number,
  })
  const restricted = verifyPart(written.restricted, entry.restrictedDigest, {
    code: 'evidence.restricted',
    number,
  })
  const part = PublicPart.safeParse(content)
  if (!part.success) throw evidenceProblem('evidence.public_shape', { number })
  const { index } = written
  return {
    number,
    index,
    leafHash,
    key,
    public: part.data,
    ...(restricted && { restricted }),
  }
}

/** The content that a digest covers; undefined where the file keeps it to itself. */
function verifyPart(
  written: WrittenPart | undefined,
  digest: Uint8Array,
  refusal: { readonly code: EvidenceProblemCode; readonly number: number },
): JsonObject | undefined {
  if (written === undefined) return undefined
  const facts = { number: refusal.number }
  const part = orRefuse(refusal.code, facts, () => readPart(written))
  const matches = orRefuse(refusal.code, facts, () => isDigestOf(digest, part))
  if (!matches) throw evidenceProblem(refusal.code, facts)
  return part.content
}

/** Keys stand by index, once each, and each is needed: a list that can be written in one way only. */
function verifyKeyList(
  keys: readonly VerifiedKey[],
  statements: readonly VerifiedStatement[],
): void {
  const used = new Set(statements.map(({ key }) => key))
  const ordered = keys.every((key, at) => at === 0 || keys[at - 1]!.index < key.index)
  const distinct = new Set(keys.map(({ kid }) => kid)).size === keys.length
  if (!ordered || !distinct || used.size !== keys.length)
    throw evidenceProblem('evidence.key_order')
}
