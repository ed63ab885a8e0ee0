// What node:crypto says of signatures, against tlog's own checks: the same answer for good, spoilt, malleable and foreign ones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  defaultChecks,
  ed25519Signer,
  formatCheckpoint,
  formatVkey,
  mlDsa44Cosigner,
  parseVkey,
  utf8Encode,
  type SignatureChecks,
} from 'tlog'
import { seeded } from '#passport/fixtures.ts'
import { openSignatureThreads } from '#platform/signature-threads.ts'
import { nodeChecks, isSignedEd25519 } from '#passport/node-signatures.ts'
import { edgeSignatures } from '../../tlog/test/edge-signatures.ts'

const checks = nodeChecks()
const message = utf8Encode('已装车')
const party = ed25519Signer('party', seeded('party', 32))

const changed = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, place) => (place === at ? byte ^ 1 : byte))

test('Ed25519: at once, apart and in a burst, with either library, the answer is tlog’s', async (t) => {
  const good = party.sign(message)
  const plain: (readonly [publicKey: Uint8Array, signature: Uint8Array, isGood: boolean])[] = [
    [party.publicKey, good, true],
    [party.publicKey, changed(good, 3), false],
    [party.publicKey, changed(good, 40), false],
    [party.publicKey, good.subarray(1), false],
    [changed(party.publicKey, 5), good, false],
    [party.publicKey.subarray(1), good, false],
    [new Uint8Array(32).fill(255), good, false],
  ]
  const cases = [
    ...plain.map(([publicKey, signature, isGood], at) => ({
      ...{ what: `case ${at}`, publicKey, message, signature, isGood },
    })),
    ...edgeSignatures().map((edge) => ({
      ...edge,
      isGood: defaultChecks.ed25519(edge.publicKey, edge.message, edge.signature),
    })),
  ]
  // RFC 8032 with the cofactor, no keys of small order, no second spellings: 8 keys that differ in their part of small order, 16 commitments.
  assert.equal(cases.filter(({ isGood }) => isGood).length, 1 + 8 * 16)
  const ask = ({ ed25519 }: SignatureChecks) =>
    cases.map((one) => ed25519(one.publicKey, one.message, one.signature))
  const expected = cases.map(({ isGood }) => isGood)
  assert.deepEqual(ask(checks), expected)
  const ways = [{ burst: Infinity }, { burst: 1 }, { burst: 1, isPlain: true }]
  for (const way of ways) {
    const threads = openSignatureThreads(way)
    t.after(() => threads.close())
    const answers = await Promise.all(
      cases.map(({ publicKey, message: input, signature }) =>
        isSignedEd25519({ publicKey, input, signature }, threads),
      ),
    )
    const wrong = cases.filter(({ isGood }, at) => answers[at] !== isGood)
    assert.deepEqual(
      wrong.map(({ what }) => what),
      [],
      JSON.stringify(way),
    )
  }
})

test('ML-DSA-44: the answer is tlog’s', () => {
  const witness = mlDsa44Cosigner('rail.example/witness', seeded('witness', 32))
  const root = seeded('root', 32)
  const text = utf8Encode(formatCheckpoint({ origin: 'ledger.example', size: 7n, root }))
  const good = witness.at(1_795_514_400n).sign(text)
  for (const made of [checks, defaultChecks]) {
    const verifier = parseVkey(formatVkey(witness), made)
    assert.equal(verifier.verify(text, good), true)
    assert.equal(verifier.verify(text, changed(good, 7)), false)
    assert.equal(verifier.verify(text, changed(good, 2_000)), false)
    assert.equal(made.mlDsa44(witness.publicKey, text, good.subarray(8)), false)
    assert.equal(made.mlDsa44(witness.publicKey, text, good), false)
    assert.equal(made.mlDsa44(witness.publicKey.subarray(1), text, good.subarray(8)), false)
  }
})
