// Receipts of anchors in the evidence file, offline: what holds is said in words, and every byte of it is refused when changed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8Decode, utf8Encode } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { parseAnchorEntry } from '#passport/anchoring/anchor-entry.ts'
import { writeEvidence, type Evidence } from '#passport/evidence.ts'
import {
  SAMPLE_LOG,
  SAMPLE_STEPS,
  SAMPLE_VKEY,
  sampleEvidence,
  seeded,
  type SampleAnchor,
} from '#passport/fixtures.ts'
import { verifyEvidence } from '#passport/verify.ts'

const hex = (label: string, length: number) =>
  `0x${Buffer.from(seeded(label, length)).toString('hex')}`
const receipt = {
  chainId: 20200,
  contract: hex('contract', 20),
  transaction: hex('transaction', 32),
  block: { number: 1234, hash: hex('block', 32), at: 1_773_000_000 },
}
/** 5 keys and 10 statements stand before the receipts: 9 records cover the first 4 statements. */
const ANCHORS: readonly SampleAnchor[] = [
  { size: 9, receipt },
  { size: 15, receipt: { ...receipt, transaction: hex('second', 32) } },
]
const whole = sampleEvidence(SAMPLE_STEPS, ANCHORS)

function judge(evidence: Evidence | Uint8Array): string {
  const bytes = evidence instanceof Uint8Array ? evidence : utf8Encode(writeEvidence(evidence))
  try {
    verifyEvidence(bytes, { vkey: SAMPLE_VKEY })
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code
  }
}

test('receipts are accepted, and the verdict says what they cover and that the chain was not asked', () => {
  const verdict = verifyEvidence(utf8Encode(writeEvidence(whole)))
  assert.deepEqual(
    verdict.anchors.map(({ size, index, covers }) => ({ size, index, covers })),
    [
      { size: 9, index: 15, covers: 4 },
      { size: 15, index: 16, covers: 10 },
    ],
  )
  const said = verdict.checked.filter(({ code }) => code === 'checked.anchor')
  assert.deepEqual(
    said.map(({ facts }) => facts),
    [
      { size: 9, chainId: 20200, block: 1234, count: 4 },
      { size: 15, chainId: 20200, block: 1234, count: 10 },
    ],
  )
  assert.equal(verdict.unproven.at(-1)!.code, 'unproven.chain')
})

test('a file without anchors says nothing of them, and an empty list is no other spelling of it', () => {
  const plain = sampleEvidence()
  const verdict = verifyEvidence(utf8Encode(writeEvidence(plain)))
  assert.deepEqual(verdict.anchors, [])
  assert.ok(!verdict.unproven.some(({ code }) => code === 'unproven.chain'))
  const text = writeEvidence(plain).replace(/^\{/, '{"anchors":[],')
  assert.equal(judge(utf8Encode(text)), 'evidence.shape')
})

const changed = (change: (anchors: NonNullable<Evidence['anchors']>) => void) => {
  const copy = structuredClone(whole)
  change(copy.anchors!)
  return judge(copy)
}
const said = (said: SampleAnchor['said']) =>
  judge(sampleEvidence(SAMPLE_STEPS, [{ size: 9, receipt, said: said! }]))

test('what does not match is named', () => {
  assert.equal(
    changed(([one]) => (one!.index = 14)),
    'evidence.anchor_inclusion',
  )
  assert.equal(
    changed(([one]) => one!.proof.pop()),
    'evidence.anchor_inclusion',
  )
  assert.equal(
    changed(([one]) => one!.consistency.pop()),
    'evidence.anchor_root',
  )
  assert.equal(
    changed(([one]) => one!.consistency.push(one!.consistency[0]!)),
    'evidence.anchor_root',
  )
  assert.equal(
    changed(([one, two]) => (one!.consistency = two!.consistency)),
    'evidence.anchor_root',
  )
  assert.equal(
    changed((anchors) => anchors.reverse()),
    'evidence.anchor_order',
  )
  assert.equal(
    changed((anchors) => anchors.push(anchors[1]!)),
    'evidence.anchor_order',
  )
})

test('a statement is no receipt, and a receipt that was truly signed must still be true', () => {
  // Of one entry the ledger is its leaf, and the way to the root has no hash.
  const { entry } = sampleEvidence(SAMPLE_STEPS.slice(0, 1)).keys[0]!
  assert.equal(
    changed((anchors) => Object.assign(anchors[0]!, { entry })),
    'evidence.anchor_inclusion',
  )
  assert.equal(said({ root: seeded('another', 32) }), 'evidence.anchor_root')
  assert.equal(said({ origin: 'other.example/ledger' }), 'evidence.anchor_entry')
  assert.equal(said({ size: 10 }), 'evidence.anchor_root')
  assert.equal(said({ size: 16 }), 'evidence.anchor_root')
  assert.equal(said({ size: 17 }), 'evidence.anchor_root')
})

test('any one changed byte of the receipts is refused', () => {
  const short = sampleEvidence(SAMPLE_STEPS.slice(0, 1), [{ size: 1, receipt }])
  const bytes = utf8Encode(writeEvidence(short))
  assert.equal(judge(bytes), 'accepted')
  const text = utf8Decode(bytes)
  const end = text.indexOf(',"checkpoint":')
  for (let at = 0; at < end; at += 1) {
    const changed = Uint8Array.from(bytes)
    changed[at] = bytes[at]! ^ 1
    assert.notEqual(judge(changed), 'accepted', `byte ${at}`)
  }
})

test('a receipt has one spelling', () => {
  const parsed = parseAnchorEntry(whole.anchors![0]!.entry)
  assert.equal(parsed.origin, SAMPLE_LOG.name)
  const [head, body, tail] = whole.anchors![0]!.entry.split('.')
  const upper = Buffer.from(body!, 'base64url')
    .toString()
    .replace(receipt.contract, receipt.contract.toUpperCase())
  assert.throws(() =>
    parseAnchorEntry(`${head}.${Buffer.from(upper).toString('base64url')}.${tail}`),
  )
  assert.throws(() => parseAnchorEntry(whole.keys[0]!.entry))
})
