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
import { nodeChecks, nodeEd25519 } from '#passport/node-signatures.ts'

const checks = nodeChecks()
const isSigned = nodeEd25519()
const message = utf8Encode('已装车')
const party = ed25519Signer('party', seeded('party', 32))

/** s + the order of the group: the same point, another spelling, which RFC 8032 refuses. */
function malleable(signature: Uint8Array): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  let s = order
  for (let at = 0; at < 32; at += 1) s += BigInt(signature[32 + at]!) << BigInt(8 * at)
  return signature.map((byte, at) => (at < 32 ? byte : Number((s >> BigInt(8 * (at - 32))) & 255n)))
}

const changed = (bytes: Uint8Array, at: number) =>
  bytes.map((byte, place) => (place === at ? byte ^ 1 : byte))

test('Ed25519: at once and apart, the answer is tlog’s', async () => {
  const good = party.sign(message)
  const smallOrder = Uint8Array.of(1, ...new Uint8Array(31))
  const cases: readonly [publicKey: Uint8Array, signature: Uint8Array, isGood: boolean][] = [
    [party.publicKey, good, true],
    [party.publicKey, changed(good, 3), false],
    [party.publicKey, changed(good, 40), false],
    [party.publicKey, malleable(good), false],
    [party.publicKey, good.subarray(1), false],
    [changed(party.publicKey, 5), good, false],
    [party.publicKey.subarray(1), good, false],
    [smallOrder, Uint8Array.of(1, ...new Uint8Array(63)), false],
    [new Uint8Array(32).fill(255), good, false],
  ]
  for (const [at, [publicKey, signature, isGood]] of cases.entries()) {
    const ask = ({ ed25519 }: SignatureChecks) => ed25519(publicKey, message, signature)
    assert.deepEqual([ask(defaultChecks), ask(checks)], [isGood, isGood], `case ${at}`)
    assert.equal(await isSigned({ publicKey, input: message, signature }), isGood, `case ${at}`)
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
