/**
 * Signatures checked by node:crypto, and never with another answer than tlog's: the Ed25519 that it accepts is held to our strictness,
 * and what it refuses we check ourselves.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { isStrictEd25519, verifyEd25519, type SignatureChecks } from 'tlog'

export interface SignedBytes {
  readonly publicKey: Uint8Array
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

const KEYS_MAX = 10_000
const ML_DSA_44_KEY_BYTES = 1312

/** A check of Ed25519 on Node's own threads, that remembers the keys it has read. */
export function nodeEd25519(): (signed: SignedBytes) => Promise<boolean> {
  const keyOf = rememberKeys('Ed25519')
  const isAccepted = ({ publicKey, input, signature }: SignedBytes) =>
    new Promise<boolean>((resolve, reject) => {
      verify(null, input, keyOf(publicKey), signature, (error, isGood) => {
        if (error) reject(error)
        else resolve(isGood)
      })
    })
  return async (signed) => {
    const { publicKey, input, signature } = signed
    const isQuick = isStrictEd25519(publicKey, signature)
    if (isQuick && (await isAccepted(signed).catch(() => false))) return true
    return verifyEd25519(publicKey, input, signature)
  }
}

/** tlog's checks, for one signature now and then: at once, on this thread. */
export function nodeChecks(): SignatureChecks {
  const ed25519 = rememberKeys('Ed25519')
  const mlDsa44 = rememberKeys('ML-DSA-44')
  return {
    ed25519: (publicKey, message, signature) =>
      (isStrictEd25519(publicKey, signature) &&
        verify(null, message, ed25519(publicKey), signature)) ||
      verifyEd25519(publicKey, message, signature),
    mlDsa44: (publicKey, message, signature) =>
      publicKey.length === ML_DSA_44_KEY_BYTES &&
      verify(null, message, mlDsa44(publicKey), signature),
  }
}

function rememberKeys(algorithm: 'Ed25519' | 'ML-DSA-44'): (publicKey: Uint8Array) => KeyObject {
  const keys = new Map<string, KeyObject>()
  return (publicKey) => {
    const text = Buffer.from(publicKey).toString('base64url')
    const known = keys.get(text)
    if (known !== undefined) return known
    if (keys.size >= KEYS_MAX) keys.clear()
    const key =
      algorithm === 'Ed25519'
        ? { kty: 'OKP', crv: algorithm, x: text }
        : { kty: 'AKP', alg: algorithm, pub: text }
    const read = createPublicKey({ key, format: 'jwk' })
    keys.set(text, read)
    return read
  }
}
