/** A container's whole journey as evidence, made in memory with keys from fixed seeds: for tests of the verifier and of screens. */
import {
  base64Encode,
  appendLeaves,
  concatBytes,
  consistencyProof,
  ed25519Signer,
  formatCheckpoint,
  formatVkey,
  hashLeaf,
  inclusionProof,
  subsetProof,
  subsetRoot,
  hexEncode,
  sha256 as sha256Of,
  signNote,
  utf8Encode,
  type Signer,
} from 'tlog'
import type { OrganisationKind } from '#kernel/organisation.ts'
import type { KeyRevocation } from '#kernel/public-key.ts'
import { anchorInput, type AnchorReceipt } from '#passport/anchoring/anchor-entry.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { keyInput, kidOf, partsInput, revocationInput, sealEntry } from '#passport/entry.ts'
import { EVIDENCE_FORMAT, writeEvidence, type Evidence } from '#passport/evidence.ts'
import { PASSPORT_CODE_BYTES, passportCodeOf } from '#passport/passport.ts'
import {
  digestPart,
  writePart,
  writePublic,
  type DocumentPart,
  type SaltedPart,
} from '#passport/statement.ts'
import { verifyEvidence } from '#passport/verify.ts'

/** Bytes that look random and are the same in every run. */
export function seeded(label: string, length: number): Uint8Array {
  return sha256Of(utf8Encode(label)).slice(0, length)
}

export const SAMPLE_LOG: Signer = ed25519Signer('ledger.example/1', seeded('log', 32))
export const SAMPLE_VKEY = formatVkey(SAMPLE_LOG)
export const SAMPLE_CODE = passportCodeOf(seeded('code', PASSPORT_CODE_BYTES))!

interface SampleParty {
  readonly kind: OrganisationKind
  readonly signer: Signer
  readonly names?: { zh: string; en: string; ru: string }
}

const party = (kind: OrganisationKind, names?: SampleParty['names']): SampleParty => ({
  kind,
  signer: ed25519Signer(kind, seeded(kind, 32)),
  ...(names && { names }),
})

const PARTIES = {
  exporter: party('exporter'),
  operator: party('operator', { zh: '示例班列', en: 'Example Trains', ru: 'Пример поезда' }),
  warehouse: party('warehouse', { zh: '示例仓库', en: 'Example Yard', ru: 'Пример склада' }),
  broker: party('broker', { zh: '示例报关行', en: 'Example Brokers', ru: 'Пример брокера' }),
  customs: party('customs', { zh: '示例海关', en: 'Example Customs', ru: 'Пример таможни' }),
  rail: party('rail', { zh: '示例铁路', en: 'Example Railway', ru: 'Пример дороги' }),
}
export type SampleKind = keyof typeof PARTIES

export interface SampleStep {
  readonly by: SampleKind
  readonly event: string
  /** Members of the public part that this step says otherwise than the sample does. */
  readonly said?: JsonObject
  /** Members that it does not say. */
  readonly unsaid?: readonly string[]
  /** Papers that go with it. */
  readonly documents?: readonly DocumentPart[]
}

function samplePaper(kind: string): DocumentPart {
  const sha256 = hexEncode(sha256Of(utf8Encode(kind)))
  return { kind, name: `${kind}.pdf`, sha256, bytes: 40_000 }
}

/** A journey that keeps every rule. */
export const SAMPLE_STEPS: readonly SampleStep[] = [
  { by: 'exporter', event: 'booked' },
  { by: 'operator', event: 'assigned' },
  { by: 'warehouse', event: 'received' },
  { by: 'warehouse', event: 'stuffed' },
  { by: 'warehouse', event: 'weighed' },
  {
    by: 'broker',
    event: 'declared',
    documents: [samplePaper('declaration'), samplePaper('invoice')],
  },
  { by: 'warehouse', event: 'sealed' },
  { by: 'customs', event: 'released' },
  { by: 'operator', event: 'loaded' },
  { by: 'operator', event: 'departed' },
]

/** Where the sample's checkpoint of this size stands on a chain. */
export interface SampleAnchor {
  readonly size: number
  readonly receipt: Omit<AnchorReceipt, 'origin' | 'size' | 'root'>
  /** What the receipt says otherwise than the sample does. */
  readonly said?: Partial<AnchorReceipt>
}

/** A key that is ended after the last statement. */
export interface SampleEnd {
  readonly by: SampleKind
  readonly reason: KeyRevocation
}

function sampleRevocation({ by, reason }: SampleEnd): string {
  const kid = kidOf(PARTIES[by].signer.publicKey)
  const input = revocationInput(kidOf(SAMPLE_LOG.publicKey), { kid, reason })
  return sealEntry(input, SAMPLE_LOG.sign(input))
}

/** Evidence over these steps, restricted parts disclosed: what the server would give the parties. */
export function sampleEvidence(
  steps: readonly SampleStep[] = SAMPLE_STEPS,
  anchored: readonly SampleAnchor[] = [],
  ended: readonly SampleEnd[] = [],
): Evidence {
  const kinds = [...new Set(steps.map(({ by }) => by))]
  const keys = kinds.map(sampleKey)
  const entries = keys.map(({ entry }) => entry)
  let previous: string | null = null
  const statements = steps.map((step, at) => {
    const isNumbered = steps.slice(0, at + 1).some(({ event }) => event === 'assigned')
    const { entry, ...disclosed } = sampleStatement(step, at + 1, previous, isNumbered)
    previous = base64urlEncode(hashLeaf(utf8Encode(entry)))
    entries.push(entry)
    return disclosed
  })
  const revocations = ended.map(sampleRevocation)
  const endedAt = entries.length
  entries.push(...revocations)
  const receiptsAt = entries.length
  const receipts = anchored.map((anchor) => sampleReceipt(anchor, entries))
  entries.push(...receipts)
  const leaves = entries.map((entry) => hashLeaf(utf8Encode(entry)))
  const { stored, root } = appendLeaves(0n, [], leaves)
  const size = BigInt(entries.length)
  const read = (level: number, index: bigint) =>
    stored.find((hash) => hash.level === level && hash.index === index)!.hash
  const place = (index: number) => ({
    index,
    proof: inclusionProof(BigInt(index), size, read).map(base64Encode),
  })
  const indexes = [...Array(receiptsAt).keys()].map(BigInt)
  const head = formatCheckpoint({ origin: SAMPLE_LOG.name, size, root })
  return {
    format: EVIDENCE_FORMAT,
    code: SAMPLE_CODE,
    vkey: SAMPLE_VKEY,
    checkpoint: signNote(head, [SAMPLE_LOG]),
    keys: keys.map((key, at) => {
      const end = ended.findIndex(({ by }) => by === kinds[at])
      const revoked = { entry: revocations[end]!, index: endedAt + end }
      return { ...key, index: at, ...(end >= 0 && { revoked }) }
    }),
    statements: statements.map((disclosed, at) => ({
      by: kinds.indexOf(steps[at]!.by),
      ...disclosed,
      index: keys.length + at,
    })),
    proof: base64Encode(concatBytes(...subsetProof(indexes, size, read))),
    ...(anchored.length > 0 && {
      anchors: anchored.map((anchor, at) => ({
        entry: receipts[at]!,
        ...place(receiptsAt + at),
        consistency: consistencyProof(BigInt(anchor.size), size, read).map(base64Encode),
      })),
    }),
  }
}

/** The same keys and statements at these ascending places of a larger ledger, about whose other entries nothing is known. */
export function spreadEvidence(
  evidence: Evidence,
  size: number,
  indexes: readonly number[],
): Evidence {
  const hashes = [
    ...evidence.keys.map(({ entry }) => hashLeaf(utf8Encode(entry))),
    ...verifyEvidence(utf8Encode(writeEvidence(evidence))).statements.map(
      ({ leafHash }) => leafHash,
    ),
  ]
  const leaves = hashes.map((hash, at) => ({ index: BigInt(indexes[at]!), hash }))
  const unknown = (level: number, index: bigint) => seeded(`${level}/${index}`, 32)
  const proof = subsetProof(indexes.map(BigInt), BigInt(size), unknown)
  const root = subsetRoot(leaves, BigInt(size), proof)
  const head = formatCheckpoint({ origin: SAMPLE_LOG.name, size: BigInt(size), root })
  const { length } = evidence.keys
  return {
    ...evidence,
    checkpoint: signNote(head, [SAMPLE_LOG]),
    keys: evidence.keys.map((key, at) => ({ ...key, index: indexes[at]! })),
    statements: evidence.statements.map((one, at) => ({ ...one, index: indexes[length + at]! })),
    proof: base64Encode(concatBytes(...proof)),
  }
}

function sampleReceipt({ size, receipt, said }: SampleAnchor, entries: readonly string[]): string {
  const leaves = entries.slice(0, size).map((entry) => hashLeaf(utf8Encode(entry)))
  const { root } = appendLeaves(0n, [], leaves)
  const whole = { origin: SAMPLE_LOG.name, size, root, ...receipt, ...said }
  const input = anchorInput(kidOf(SAMPLE_LOG.publicKey), whole)
  return sealEntry(input, SAMPLE_LOG.sign(input))
}

const NAMES_OF_NOBODY = { zh: '示例货主', en: 'Example Shipper', ru: 'Пример грузоотправителя' }

function sampleKey(kind: SampleKind) {
  const { signer, names } = PARTIES[kind]
  const restricted = { names: names ?? NAMES_OF_NOBODY, creditCode: null }
  const part: SaltedPart = { content: restricted, salt: seeded(`key ${kind}`, 16) }
  const input = keyInput(kidOf(SAMPLE_LOG.publicKey), {
    publicKey: signer.publicKey,
    keptBy: kind === 'customs' ? 'organisation' : 'platform',
    kind,
    ...(names && { names }),
    restrictedDigest: digestPart(part),
  })
  return { entry: sealEntry(input, SAMPLE_LOG.sign(input)), restricted: writePart(part) }
}

function sampleStatement(
  { by, event, said, unsaid = [], documents = [] }: SampleStep,
  sequence: number,
  previous: string | null,
  isNumbered: boolean,
) {
  const { kind, signer, names } = PARTIES[by]
  const papers = documents.map((content, at): SaltedPart => ({
    content,
    salt: seeded(`paper ${sequence}.${at}`, 16),
  }))
  const whole: JsonObject = {
    code: SAMPLE_CODE,
    sequence,
    previous,
    event,
    at: `2026-03-${String(sequence).padStart(2, '0')}T09:00:00+08:00`,
    recordedAt: `2026-03-${String(sequence).padStart(2, '0')}T01:00:05.000Z`,
    place: { code: 'CN-DONGJIA', city: { zh: '济南', en: 'Jinan', ru: 'Цзинань' } },
    party: { kind, ...(names && { names }) },
    equipmentType: '45G1',
    ...(isNumbered && { containerNumber: 'CSQU3054383' }),
    trainNumber: 'X8001',
    ...(papers.length > 0 && {
      documents: papers.map((paper) => base64urlEncode(digestPart(paper))),
    }),
    ...said,
  }
  const kept = Object.entries(whole).filter(([name]) => !unsaid.includes(name))
  const open: SaltedPart = {
    salt: seeded(`public ${sequence}`, 16),
    content: Object.fromEntries(kept),
  }
  const closed: SaltedPart = {
    salt: seeded(`restricted ${sequence}`, 16),
    content: { grossMassKg: 21_000 + sequence },
  }
  const input = partsInput(kidOf(signer.publicKey), open, closed)
  const signature = signer.sign(input)
  return {
    entry: sealEntry(input, signature),
    public: writePublic(open),
    restricted: writePart(closed),
    ...(papers.length > 0 && { documents: papers.map(writePart) }),
    signature: base64urlEncode(signature),
  }
}
