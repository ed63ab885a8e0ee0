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
  utf8Decode,
  utf8Encode,
  type Signer,
} from 'tlog'
import type { OrganisationKind } from '#kernel/organisation.ts'
import type { KeyKeeper, KeyRevocation } from '#kernel/public-key.ts'
import { anchorInput, type AnchorReceipt } from '#passport/anchoring/anchor-entry.ts'
import { base64urlEncode } from '#passport/base64url.ts'
import type { JsonObject } from '#passport/canonical-json.ts'
import { keyInput, kidOf, partsInput, revocationInput, sealEntry } from '#passport/entry.ts'
import {
  EVIDENCE_FORMAT,
  writeEvidence,
  type Evidence,
  type EvidenceKey,
  type EvidenceStatement,
} from '#passport/evidence.ts'
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

export interface SampleParty {
  readonly kind: OrganisationKind
  readonly keptBy: KeyKeeper
  readonly signer: Signer
  readonly names?: { zh: string; en: string; ru: string }
}

const party = (kind: OrganisationKind, names?: SampleParty['names']): SampleParty => ({
  kind,
  keptBy: kind === 'customs' ? 'organisation' : 'platform',
  signer: ed25519Signer(kind, seeded(kind, 32)),
  ...(names && { names }),
})

export const PARTIES = {
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

/** A key as a file has it, and who signs with it. */
export interface SampleKey extends EvidenceKey {
  readonly party: SampleParty
  readonly kid: string
}

/** A statement as a file has it, by whose key. */
export interface SampleStatement extends Omit<EvidenceStatement, 'by'> {
  readonly key: SampleKey
  readonly leafHash: Uint8Array
}

/** A ledger in memory: entries of every kind are put into it, and files drawn from it, lawful ones or not. */
export function openSampleLedger() {
  const entries: string[] = []
  const add = (entry: string): number => entries.push(entry) - 1
  const seal = (input: Uint8Array): string => utf8Decode(sealEntry(input, SAMPLE_LOG.sign(input)))
  return {
    entries,
    add,
    /** What the ledger's own key signs. */
    addOwn: (input: Uint8Array): number => add(seal(input)),
    enterKey(party: SampleParty): SampleKey {
      const { entry, restricted } = sampleKey(party)
      return { party, kid: kidOf(party.signer.publicKey), entry, restricted, index: add(entry) }
    },
    endKey(key: SampleKey, reason: KeyRevocation): SampleKey {
      const entry = seal(revocationInput(kidOf(SAMPLE_LOG.publicKey), { kid: key.kid, reason }))
      return { ...key, revoked: { entry, index: add(entry) } }
    },
    /** Continues a story; nothing of the table of steps is asked. */
    say(key: SampleKey, step: SampleStep, story: readonly SampleStatement[]): SampleStatement {
      const before = story.at(-1)
      const { entry, ...disclosed } = sampleStatement(key.party, step, {
        sequence: story.length + 1,
        previous: before ? base64urlEncode(before.leafHash) : null,
        isNumbered: [
          ...story.map(({ public: said }) => said.content['event']),
          step.event,
        ].includes('assigned'),
      })
      return { ...disclosed, key, index: add(entry), leafHash: hashLeaf(utf8Encode(entry)) }
    },
    anchor({ size, receipt, said }: SampleAnchor): number {
      const { root } = treeOf(entries.slice(0, size))
      const whole = { origin: SAMPLE_LOG.name, size, root, ...receipt, ...said }
      return add(seal(anchorInput(kidOf(SAMPLE_LOG.publicKey), whole)))
    },
    /** The file of a story under the ledger's newest head. */
    file(drawn: SampleFile): Evidence {
      return drawSample(entries, drawn)
    },
  }
}

export interface SampleFile {
  readonly keys: readonly SampleKey[]
  readonly story: readonly SampleStatement[]
  /** Receipts of anchors by their places, and the sizes they are of. */
  readonly anchors?: readonly { readonly index: number; readonly size: number }[]
}

function treeOf(entries: readonly string[]) {
  const leaves = entries.map((entry) => hashLeaf(utf8Encode(entry)))
  const { stored, root } = appendLeaves(0n, [], leaves)
  const hashes = new Map(stored.map(({ level, index, hash }) => [`${level}/${index}`, hash]))
  const read = (level: number, index: bigint) => hashes.get(`${level}/${index}`)!
  return { root, read, size: BigInt(entries.length) }
}

function drawSample(
  entries: readonly string[],
  { keys, story, anchors = [] }: SampleFile,
): Evidence {
  const { root, read, size } = treeOf(entries)
  const ends = keys.flatMap(({ revoked }) => (revoked ? [revoked] : []))
  const indexes = [...keys, ...ends, ...story].map(({ index }) => index).sort((a, b) => a - b)
  const head = formatCheckpoint({ origin: SAMPLE_LOG.name, size, root })
  return {
    format: EVIDENCE_FORMAT,
    code: SAMPLE_CODE,
    vkey: SAMPLE_VKEY,
    checkpoint: signNote(head, [SAMPLE_LOG]),
    keys: keys.map(({ entry, index, restricted, revoked }) => ({
      entry,
      index,
      ...(restricted && { restricted }),
      ...(revoked && { revoked }),
    })),
    statements: story.map(({ key, index, signature, restricted, documents, ...said }) => ({
      by: keys.findIndex((one) => one.index === key.index),
      index,
      public: said.public,
      restricted,
      signature,
      ...(documents && { documents }),
    })),
    proof: base64Encode(concatBytes(...subsetProof([...new Set(indexes)].map(BigInt), size, read))),
    ...(anchors.length > 0 && {
      anchors: anchors.map(({ index, size: anchored }) => ({
        entry: entries[index]!,
        index,
        proof: inclusionProof(BigInt(index), size, read).map(base64Encode),
        consistency: consistencyProof(BigInt(anchored), size, read).map(base64Encode),
      })),
    }),
  }
}

/** Evidence over these steps, restricted parts disclosed: what the server would give the parties. */
export function sampleEvidence(
  steps: readonly SampleStep[] = SAMPLE_STEPS,
  anchored: readonly SampleAnchor[] = [],
  ended: readonly SampleEnd[] = [],
): Evidence {
  const ledger = openSampleLedger()
  const kinds = [...new Set(steps.map(({ by }) => by))]
  const keys = new Map(kinds.map((kind) => [kind, ledger.enterKey(PARTIES[kind])]))
  const story: SampleStatement[] = []
  for (const step of steps) story.push(ledger.say(keys.get(step.by)!, step, story))
  for (const { by, reason } of ended) keys.set(by, ledger.endKey(keys.get(by)!, reason))
  const anchors = anchored.map((anchor) => ({ size: anchor.size, index: ledger.anchor(anchor) }))
  return ledger.file({ keys: [...keys.values()], story, anchors })
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

const NAMES_OF_NOBODY = { zh: '示例货主', en: 'Example Shipper', ru: 'Пример грузоотправителя' }

function sampleKey({ kind, signer, names, keptBy }: SampleParty) {
  const restricted = { names: names ?? NAMES_OF_NOBODY, creditCode: null }
  const part: SaltedPart = { content: restricted, salt: seeded(`key ${kind}`, 16) }
  const input = keyInput(kidOf(SAMPLE_LOG.publicKey), {
    publicKey: signer.publicKey,
    keptBy,
    kind,
    ...(names && { names }),
    restrictedDigest: digestPart(part),
  })
  return {
    entry: utf8Decode(sealEntry(input, SAMPLE_LOG.sign(input))),
    restricted: writePart(part),
  }
}

function sampleStatement(
  { kind, signer, names }: SampleParty,
  { event, said, unsaid = [], documents = [] }: SampleStep,
  {
    sequence,
    previous,
    isNumbered,
  }: {
    readonly sequence: number
    readonly previous: string | null
    readonly isNumbered: boolean
  },
) {
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
    entry: utf8Decode(sealEntry(input, signature)),
    public: writePublic(open),
    restricted: writePart(closed),
    ...(papers.length > 0 && { documents: papers.map(writePart) }),
    signature: base64urlEncode(signature),
  }
}
