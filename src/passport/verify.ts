/**
 * Checks an evidence file, from its bytes up to its story, and says what follows from it and what does not.
 *
 * Order matters: bytes → the ledger's key → the checkpoint it signed → what each statement says, hashed into its entry →
 * signatures on the entries → entries in the checkpoint's tree → whether what they say is one container's lawful history.
 * Nothing is told before all of it holds. Runs alike in a browser and on a server, and never reads a clock.
 */
import {
  base64Decode,
  base64Encode,
  hashLeaf,
  KEY_TYPE,
  parseCheckpoint,
  parsePolicy,
  parseVkey,
  verifyCheckpoint,
  verifySubset,
  type SignatureChecks,
} from 'tlog'
import type { z } from 'zod'
import { verifyAnchors, type VerifiedAnchor } from '#passport/anchoring/verify-anchor.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { sealEntry, statementInput } from '#passport/entry.ts'
import { Evidence, EVIDENCE_BYTES_MAX, EVIDENCE_FORMAT, readJson } from '#passport/evidence.ts'
import type { EvidenceStatement } from '#passport/evidence.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import { PassportCode } from '#passport/passport.ts'
import type { PublicPart } from '#passport/statement.ts'
import { linkOf } from '#passport/link.ts'
import {
  judge,
  judgeWith,
  type IsSigned,
  type Opened,
  type Reading,
  type Refusable,
} from '#passport/claims.ts'
import { openCheckpoint } from '#passport/verify-head.ts'
import { verifyStory } from '#passport/story.ts'
import { describe, type Finding } from '#passport/verdict.ts'
import {
  readKey,
  verifyKeyAt,
  verifyKeyList,
  type ReadKey,
  type VerifiedKey,
} from '#passport/verify-key.ts'
import {
  digestPublic,
  digestRestricted,
  verifyDocuments,
  type VerifiedDocument,
} from '#passport/verify-part.ts'
import { orRefuse, type Head, type Leaf, type VerifiedLedger } from '#passport/verify-place.ts'

export interface VerifiedStatement {
  /** Its place in the container's history, from 1. */
  readonly number: number
  readonly index: number
  readonly leafHash: Uint8Array
  readonly key: VerifiedKey
  readonly public: PublicPart
  /** Only when the file discloses it. */
  readonly restricted?: JsonObject
  readonly documents: readonly VerifiedDocument[]
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
  /** In words: what whoever made the file kept to itself. */
  readonly kept: readonly Finding[]
  /** In words: what this file does not prove. */
  readonly unproven: readonly Finding[]
}

/** What every file has that is proven by the ledger. */
type Headed = Pick<Evidence, 'vkey' | 'checkpoint' | 'witnesses'>

export interface Trust {
  readonly vkey?: string | undefined
  /** Whom the reader believes, C2SP tlog-policy: its logs, and the witnesses that must have cosigned. */
  readonly policy?: string | undefined
}

/** Throws a Problem `evidence.…` at the first thing that does not match. */
export function verifyEvidence(bytes: Uint8Array, trust: Trust = {}): Verdict {
  return judge(readEvidence(bytes, trust))
}

/** The same, with signatures checked by whatever is faster here. */
export async function verifyEvidenceWith(
  isSigned: IsSigned,
  bytes: Uint8Array,
  trust: Trust = {},
): Promise<Verdict> {
  return judgeWith(isSigned, readEvidence(bytes, trust))
}

function readEvidence(bytes: Uint8Array, trust: Trust): Reading<Head, Verdict> {
  const evidence = parseEvidence(bytes)
  const code = readCode(evidence.code)
  return {
    head: (checks) => verifyHead(evidence, trust, checks),
    open: (head) => openEvidence(evidence, code, head),
  }
}

/** All but the signatures, which are the slow part, and what may be concluded once they hold. */
function openEvidence(evidence: Evidence, code: PassportCode, head: Head): Opened<Verdict> {
  const keys: ReadKey[] = []
  const statements: VerifiedStatement[] = []
  function* claims(): Generator<Refusable> {
    for (const written of evidence.keys) {
      const key = readKey(written, keys.length + 1, head)
      keys.push(key)
      yield* key.claims
    }
    for (const written of evidence.statements) {
      const read = readStatement(written, { code, keys, before: statements.at(-1) })
      statements.push(read.verified)
      yield read.claim
    }
  }
  let isStory = false
  const conclude = (checks: SignatureChecks): Verdict => {
    if (!isStory) verifyWhole(evidence, head, keys, statements)
    isStory = true
    const anchors = verifyAnchors(evidence.anchors ?? [], head, statements, checks)
    const { rootHash: _, publicKey: __, ...ledger } = head
    const told = { ledger, keys: keys.map(({ verified }) => verified), statements, anchors }
    return { code, ...told, ...describe(told) }
  }
  return { claims: claims(), conclude }
}

function verifyWhole(
  { proof }: Evidence,
  head: Head,
  readKeys: readonly ReadKey[],
  statements: readonly VerifiedStatement[],
): void {
  verifyTree([...readKeys.flatMap(({ leaves }) => leaves), ...statements], proof, head)
  const keys = readKeys.map(({ verified }) => verified)
  verifyKeyList(keys, new Set(statements.map(({ key }) => key)))
  verifyStory(statements)
}

const parseEvidence = (bytes: Uint8Array): Evidence =>
  parseFile(bytes, { schema: Evidence, format: EVIDENCE_FORMAT, bytesMax: EVIDENCE_BYTES_MAX })

/** The code of a file, in its one spelling. */
export function readCode(written: string): PassportCode {
  const code = PassportCode.safeParse(written)
  if (!code.success || code.data !== written)
    throw evidenceProblem('evidence.code', { code: written.slice(0, 60) })
  return code.data
}

/** A file of ours from its bytes: one canonical JSON object of its format, without a byte to spare. */
export function parseFile<File>(
  bytes: Uint8Array,
  of: { readonly schema: z.ZodType<File>; readonly format: string; readonly bytesMax: number },
): File {
  if (bytes.length > of.bytesMax)
    throw evidenceProblem('evidence.too_large', { bytesMax: of.bytesMax })
  const { value, isCanonical } = orRefuse('evidence.not_json', {}, () => readJson(bytes))
  const format = (value as { format?: unknown } | null)?.format
  if (format !== of.format) throw evidenceProblem('evidence.shape', { where: '/format' })
  // Before the shape, because what is canonical is not nested without end.
  if (!isCanonical) throw evidenceProblem('evidence.not_canonical')
  const parsed = of.schema.safeParse(value)
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? []
    throw evidenceProblem('evidence.shape', { where: `/${path.map(String).join('/')}` })
  }
  // And after it, so that not a byte is left that the schema passed over.
  if (!isSame(parsed.data, value)) throw evidenceProblem('evidence.not_canonical')
  return parsed.data
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) =>
        Object.hasOwn(other, name) &&
        isSame(one[name as keyof typeof one], other[name as keyof typeof other]),
    )
  )
}

/** The ledger's key and the checkpoint it signed, of any file that stands on them. */
export function verifyHead(
  evidence: Headed,
  { vkey: trusted, policy }: Trust,
  checks: SignatureChecks,
): Head {
  const log = orRefuse('evidence.vkey', {}, () => parseVkey(evidence.vkey, checks))
  // A key that cosigns is no ledger's.
  if (log.type !== KEY_TYPE.ed25519) throw evidenceProblem('evidence.vkey')
  if (trusted !== undefined && trusted !== evidence.vkey)
    throw evidenceProblem('evidence.other_ledger', { found: evidence.vkey, expected: trusted })
  const { note, witnesses } = openCheckpoint(evidence, log, checks)
  if (policy !== undefined)
    orRefuse('evidence.policy', {}, () =>
      verifyCheckpoint(evidence.checkpoint, parsePolicy(policy, checks)),
    )
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
    isPinned: trusted !== undefined || policy !== undefined,
    witnesses,
    isWitnessedAsAsked: policy !== undefined,
  }
}

interface ReadStatement {
  readonly verified: VerifiedStatement
  readonly claim: Refusable
}

/** Puts the entry together as its party must have signed it, were everything the file says true. */
function readStatement(
  written: EvidenceStatement,
  context: {
    readonly code: PassportCode
    readonly keys: readonly ReadKey[]
    readonly before: VerifiedStatement | undefined
  },
): ReadStatement {
  const { code, keys, before } = context
  const number = (before?.number ?? 0) + 1
  const key = verifyKeyAt(keys[written.by]?.verified, { index: written.index, number })
  const open = digestPublic(written.public, number, {
    code,
    sequence: number,
    previous: before ? base64urlEncode(before.leafHash) : null,
    party: { kind: key.kind, ...(key.names && { names: key.names }) },
  })
  const closed = digestRestricted(written.restricted, number)
  const { kid, publicKey } = key
  const message = statementInput({
    kid,
    link: linkOf(code, number),
    publicDigest: open.digest,
    restrictedDigest: closed.digest,
  })
  const refusal = () => evidenceProblem('evidence.signature', { number })
  const signature = orRefuse('evidence.signature', { number }, () =>
    base64urlDecode(written.signature),
  )
  const documents = verifyDocuments(written.documents, open.part.documents, number)
  return {
    claim: { publicKey, message, signature, refusal },
    verified: {
      number,
      index: written.index,
      leafHash: hashLeaf(sealEntry(message, signature)),
      key,
      public: open.part,
      ...(closed.content && { restricted: closed.content }),
      documents,
    },
  }
}

export function verifyTree(leaves: readonly Leaf[], proof: string, head: Head): void {
  orRefuse('evidence.inclusion', {}, () => {
    const joined = base64Decode(proof)
    const hashes: Uint8Array[] = []
    for (let at = 0; at < joined.length; at += 32) hashes.push(joined.subarray(at, at + 32))
    const placed = leaves
      .map(({ index, leafHash }) => ({ index: BigInt(index), hash: leafHash }))
      .sort((a, b) => Number(a.index - b.index))
    verifySubset(placed, BigInt(head.size), hashes, head.rootHash)
  })
}
