// Ed25519 (RFC 8032) note keys, type 0x01: the signature is over the note's text itself.
import { ed25519 } from '@noble/curves/ed25519.js'
import { copyBytes, hexEncode } from './bytes.ts'
import { check } from './error.ts'
import { KEY_TYPE, namedKey } from './note.ts'
import type { Signer, Verifier } from './note.ts'

const ED25519_KEY_BYTES = 32
export const ED25519_SIGNATURE_BYTES = 64

export type SignFunction = (message: Uint8Array) => Uint8Array
export type VerifyFunction = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean

/** RFC 8032 verification, refusing the encodings that only ZIP 215 lets through. */
export function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const sized =
    publicKey.length === ED25519_KEY_BYTES && signature.length === ED25519_SIGNATURE_BYTES
  return sized && ed25519.verify(signature, message, publicKey, { zip215: false })
}

const FIELD_ORDER = 2n ** 255n - 19n
const GROUP_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
/** y of the eight points of small order. */
const SMALL_ORDER_YS: readonly bigint[] = [
  0n,
  1n,
  FIELD_ORDER - 1n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
]

/**
 * Whether key and signature are spelt as `verifyEd25519` demands: y and s reduced, no sign on x = 0, no key of small order.
 *
 * A library that checks the equation without the cofactor accepts, of these, nothing that `verifyEd25519` refuses; so a fast yes
 * of such a library, together with this, is a yes. Its no is not: ask `verifyEd25519`.
 */
export function isStrictEd25519(publicKey: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES)
    return false
  const s = readLittleEndian(signature.subarray(ED25519_KEY_BYTES))
  const y = readLittleEndian(publicKey) % 2n ** 255n
  return (
    s < GROUP_ORDER &&
    isReducedPoint(publicKey) &&
    isReducedPoint(signature.subarray(0, ED25519_KEY_BYTES)) &&
    !SMALL_ORDER_YS.includes(y)
  )
}

/** y below the order of the field; the sign of x = 0, which y = ±1 has, is 0. */
function isReducedPoint(bytes: Uint8Array): boolean {
  const word = readLittleEndian(bytes)
  const y = word % 2n ** 255n
  const signed = word >= 2n ** 255n
  return y < FIELD_ORDER && !(signed && (y === 1n || y === FIELD_ORDER - 1n))
}

function readLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hexEncode(bytes.toReversed())}`)
}

export function checkEd25519Key(key: Uint8Array, what: string): void {
  check(key.length === ED25519_KEY_BYTES, 'key.malformed', `${what} is not 32 bytes`)
}

/** What a seed stands for: its public key and a function that signs with it. */
export function ed25519FromSeed(seed: Uint8Array): { publicKey: Uint8Array; sign: SignFunction } {
  checkEd25519Key(seed, 'Ed25519 seed')
  const kept = copyBytes(seed)
  return {
    publicKey: ed25519.getPublicKey(kept),
    sign: (message) => ed25519.sign(message, kept),
  }
}

export function ed25519Verifier(
  name: string,
  publicKey: Uint8Array,
  verify: VerifyFunction = verifyEd25519,
): Verifier {
  checkEd25519Key(publicKey, 'Ed25519 public key')
  const key = namedKey(name, KEY_TYPE.ed25519, publicKey)
  return {
    ...key,
    verify: (text, signature) =>
      signature.length === ED25519_SIGNATURE_BYTES && verify(key.publicKey, text, signature),
  }
}

export function ed25519Signer(name: string, seed: Uint8Array): Signer {
  const { publicKey, sign } = ed25519FromSeed(seed)
  return ed25519SignerFrom(name, publicKey, sign)
}

/** A signer whose key is kept elsewhere: another library, another process, a hardware module. */
export function ed25519SignerFrom(name: string, publicKey: Uint8Array, sign: SignFunction): Signer {
  checkEd25519Key(publicKey, 'Ed25519 public key')
  return { ...namedKey(name, KEY_TYPE.ed25519, publicKey), sign }
}
