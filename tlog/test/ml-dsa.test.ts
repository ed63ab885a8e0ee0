// ML-DSA-44 against vectors that others made: NIST's own for validating implementations (ACVP), and Wycheproof's of what goes wrong in them.
// Of each kind of fault one or two of the published cases are kept, of each kind of edge one; each file names its source.
import assert from 'node:assert/strict'
import { createPublicKey, verify as nodeVerify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { base64Decode, mlDsa44Cosigner, mlDsa44Verifier, verifyMlDsa44 } from '../src/index.ts'

/** Bytes stand as base64. */
interface NistVectors {
  /** Of all cases in `verify`, whose messages go into the algorithm as they are (FIPS 204 algorithm 8, as for `sign`). */
  readonly key: string
  readonly verify: readonly (Vector & { readonly signature: string })[]
  readonly sign: readonly { secret: string; message: string; signature: string }[]
  readonly keygen: readonly { case: number; seed: string; key: string; secret?: string }[]
  /** Signatures that take many attempts: of a hash of key and message, `mu`. */
  readonly rejections: readonly { what: string; seed: string; mu: string; signature: string }[]
}

interface WycheproofVectors {
  /** With the seed where one is published. */
  readonly keys: readonly { readonly key: string; readonly seed?: string }[]
  readonly cases: readonly WycheproofCase[]
}

interface Vector {
  readonly case: number
  readonly what: string
  readonly message: string
  readonly valid: boolean
}

type WycheproofCase = Vector & {
  readonly by: number
  /** Absent where nobody spoke of one, which comes to the same as an empty one. */
  readonly context?: string
  /** Whether it is what the seed of the key signs without dice. */
  readonly signs?: true
} & (
    | { readonly signature: string }
    /** The signature of another case but for some bytes: place, byte, place, byte … */
    | { readonly like: number; readonly but: readonly number[] }
  )

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8'))
const nist = read('ml-dsa-44-nist.json') as NistVectors
const wycheproof = read('ml-dsa-44-wycheproof.json') as WycheproofVectors

const plain = { extraEntropy: false } as const
const same = (actual: Uint8Array, expected: string, what: string) =>
  assert.ok(Buffer.from(actual).equals(base64Decode(expected)), what)

function signatureOf(one: WycheproofCase): Uint8Array {
  if ('signature' in one) return base64Decode(one.signature)
  const signature = signatureOf(wycheproof.cases.find((other) => other.case === one.like)!)
  for (let at = 0; at < one.but.length; at += 2) signature[one.but[at]!] = one.but[at + 1]!
  return signature
}

/** A context or key that is none is refused by throwing. */
function isTaken(verify: () => boolean): boolean {
  try {
    return verify()
  } catch {
    return false
  }
}

test('NIST: keys from seeds', () => {
  for (const { case: number, seed, key, secret } of nist.keygen) {
    const made = ml_dsa44.keygen(base64Decode(seed))
    same(made.publicKey, key, `case ${number}`)
    same(mlDsa44Cosigner('a', base64Decode(seed)).publicKey, key, `case ${number}`)
    if (secret !== undefined) same(made.secretKey, secret, `case ${number}`)
  }
})

test('NIST: signatures, and those that take many attempts', () => {
  for (const { secret, message, signature } of nist.sign)
    same(ml_dsa44.internal.sign(base64Decode(message), base64Decode(secret), plain), signature, '')
  for (const { what, seed, mu, signature } of nist.rejections) {
    const { secretKey } = ml_dsa44.keygen(base64Decode(seed))
    const options = { ...plain, externalMu: true }
    same(ml_dsa44.internal.sign(base64Decode(mu), secretKey, options), signature, what)
  }
})

test('NIST: what verifies, and what was modified or is too large', () => {
  const key = base64Decode(nist.key)
  for (const { case: number, what, message, signature, valid } of nist.verify)
    assert.equal(
      isTaken(() => ml_dsa44.internal.verify(base64Decode(signature), base64Decode(message), key)),
      valid,
      `case ${number}: ${what}`,
    )
  assert.ok(new Set(nist.verify.map(({ what }) => what)).size >= 5)
})

test('Wycheproof: what verifies and what does not', () => {
  for (const one of wycheproof.cases) {
    const what = `case ${one.case}: ${one.what}`
    const [message, signature] = [base64Decode(one.message), signatureOf(one)]
    const key = base64Decode(wycheproof.keys[one.by]!.key)
    const context = base64Decode(one.context ?? '')
    assert.equal(
      isTaken(() => ml_dsa44.verify(signature, message, key, { context })),
      one.valid,
      what,
    )
    if (context.length > 0) continue
    // Cosignatures have no context; and so it is checked here and on the server.
    assert.equal(verifyMlDsa44(key, message, signature), one.valid, what)
    assert.equal(isSignedByNode(key, message, signature), one.valid, `node:crypto, ${what}`)
  }
})

test('Wycheproof: what a seed signs', () => {
  const signing = wycheproof.cases.filter(({ signs }) => signs)
  for (const one of signing) {
    const { secretKey, publicKey } = ml_dsa44.keygen(base64Decode(wycheproof.keys[one.by]!.seed!))
    same(publicKey, wycheproof.keys[one.by]!.key, one.what)
    const context = base64Decode(one.context ?? '')
    const signature = ml_dsa44.sign(base64Decode(one.message), secretKey, { ...plain, context })
    assert.ok(Buffer.from(signature).equals(signatureOf(one)), one.what)
  }
  assert.ok(signing.length > 20)
})

test('a key of another length is no cosigner’s', () => {
  const odd = wycheproof.keys.map(({ key }) => base64Decode(key)).filter(isOdd)
  assert.ok(odd.length >= 3)
  for (const key of odd) assert.throws(() => mlDsa44Verifier('a', key), { code: 'key.malformed' })
})

const isOdd = (key: Uint8Array): boolean => key.length !== 1312

function isSignedByNode(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const pub = Buffer.from(key).toString('base64url')
  return isTaken(() => {
    const jwk = { kty: 'AKP', alg: 'ML-DSA-44', pub }
    return nodeVerify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)
  })
}
