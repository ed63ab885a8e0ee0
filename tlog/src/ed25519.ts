// Ed25519 (RFC 8032) note keys, type 0x01: the signature is over the note's text itself.
import { ed25519 } from '@noble/curves/ed25519.js'
import { copyBytes } from './bytes.ts'
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

/** Little-endian, as RFC 8032 writes numbers. */
const FIELD_ORDER = numberOf(2n ** 255n - 19n)
const GROUP_ORDER = numberOf(2n ** 252n + 27742317777372353535851937790883648493n)
/** y of the points with x = 0. */
const ZERO_X_YS = [numberOf(1n), numberOf(2n ** 255n - 20n)]
/** y of the eight points of small order. */
const SMALL_ORDER_YS: readonly Uint8Array[] = [
  ...ZERO_X_YS,
  numberOf(0n),
  numberOf(0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n),
  numberOf(0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n),
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
  return (
    isBelow(signature, ED25519_KEY_BYTES, GROUP_ORDER) &&
    isReducedPoint(publicKey) &&
    isReducedPoint(signature) &&
    !SMALL_ORDER_YS.some((y) => hasY(publicKey, y))
  )
}

/** Of the first 32 bytes: y below the order of the field; the sign of x = 0, which y = ±1 has, is 0. */
function isReducedPoint(bytes: Uint8Array): boolean {
  const signed = bytes[LAST]! >= SIGN
  return isBelow(bytes, 0, FIELD_ORDER, ~SIGN) && !(signed && ZERO_X_YS.some((y) => hasY(bytes, y)))
}

const LAST = ED25519_KEY_BYTES - 1
/** Of x, in the last byte of a point; the other bits are y. */
const SIGN = 0x80

/** From the top byte down, where nearly always the first decides: every signature that is checked comes by here. */
function isBelow(bytes: Uint8Array, from: number, bound: Uint8Array, topMask = 0xff): boolean {
  for (let at = LAST; at >= 0; at--) {
    const byte = at === LAST ? bytes[from + at]! & topMask : bytes[from + at]!
    if (byte !== bound[at]) return byte < bound[at]!
  }
  return false
}

function hasY(point: Uint8Array, y: Uint8Array): boolean {
  for (let at = 0; at < LAST; at++) if (point[at] !== y[at]) return false
  return (point[LAST]! & ~SIGN) === y[LAST]
}

function numberOf(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n))
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
