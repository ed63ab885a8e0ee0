// Keys that were ended: what they signed before stands, what they sign after is refused, and every byte about it is checked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8Decode, utf8Encode } from 'tlog'
import { Problem } from '#kernel/problem.ts'
import { kidOf, revocationInput, sealEntry } from '#passport/entry.ts'
import { writeEvidence, type Evidence } from '#passport/evidence.ts'
import { SAMPLE_LOG, SAMPLE_STEPS, sampleEvidence } from '#passport/fixtures.ts'
import { verifyEvidence, type Verdict } from '#passport/verify.ts'

const bytesOf = (evidence: Evidence) => utf8Encode(writeEvidence(evidence))

function judge(evidence: Evidence | Uint8Array): string {
  try {
    verifyEvidence(evidence instanceof Uint8Array ? evidence : bytesOf(evidence))
    return 'accepted'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code
  }
}

const codes = ({ checked, unproven }: Verdict) => [...checked, ...unproven].map(({ code }) => code)

const replaced = sampleEvidence(SAMPLE_STEPS, [], [{ by: 'warehouse', reason: 'rotated' }])
const warehouse = replaced.keys.findIndex(({ revoked }) => revoked)

/** The same file with this said of the warehouse's key. */
function withEnd(revoked: { entry: string; index: number }): Evidence {
  const keys = replaced.keys.map((key, at) => (at === warehouse ? { ...key, revoked } : key))
  return { ...replaced, keys }
}

test('what a key signed before it was replaced stands, and the verdict says so', () => {
  const verdict = verifyEvidence(bytesOf(replaced))
  assert.deepEqual(verdict.keys[warehouse]!.revoked, { index: 15, reason: 'rotated' })
  const said = verdict.checked.find(({ code }) => code === 'checked.revoked')
  assert.deepEqual(said?.facts, { index: 15, numbers: '3–5, 7' })
  assert.ok(!codes(verdict).includes('unproven.compromised'))
})

test('of a key that may have been stolen the verdict says what that leaves open', () => {
  const ends = [{ by: 'customs', reason: 'compromised' }] as const
  const verdict = verifyEvidence(bytesOf(sampleEvidence(SAMPLE_STEPS, [], ends)))
  const said = verdict.unproven.find(({ code }) => code === 'unproven.compromised')
  assert.deepEqual(said?.facts, { numbers: '8' })
})

test('a statement at or behind the end of its key is refused', () => {
  const { entry } = replaced.keys[warehouse]!.revoked!
  assert.equal(
    judge(withEnd({ entry, index: replaced.statements[6]!.index })),
    'evidence.revoked_key',
  )
  assert.equal(judge(withEnd({ entry, index: 0 })), 'evidence.revoked_key')
})

test('an end that is another key’s, nobody’s, or not in the ledger is refused', () => {
  const { index } = replaced.keys[warehouse]!.revoked!
  const sealed = (kid: string, signer = SAMPLE_LOG) => {
    const input = revocationInput(kidOf(SAMPLE_LOG.publicKey), { kid, reason: 'rotated' })
    return utf8Decode(sealEntry(input, signer.sign(input)))
  }
  const own = verifyEvidence(bytesOf(replaced)).keys[warehouse]!.kid
  assert.equal(judge(withEnd({ entry: sealed(own), index })), 'accepted')
  assert.equal(judge(withEnd({ entry: sealed(own), index: index - 1 })), 'evidence.inclusion')
  assert.equal(judge(withEnd({ entry: sealed('another'), index })), 'evidence.key_revocation')
  assert.equal(judge(withEnd({ entry: 'a.b.c', index })), 'evidence.key_revocation')
  const stranger = { ...SAMPLE_LOG, sign: () => new Uint8Array(64) }
  assert.equal(judge(withEnd({ entry: sealed(own, stranger), index })), 'evidence.key_revocation')
})

test('no byte about the end of a key can be changed', () => {
  const bytes = bytesOf(replaced)
  const from = new TextDecoder().decode(bytes).indexOf('"revoked"')
  for (let at = from; at < from + 300; at += 1) {
    const changed = Uint8Array.from(bytes)
    changed[at]! ^= 1
    assert.notEqual(judge(changed), 'accepted', `byte ${at}`)
  }
})
