/**
 * Ed25519 by node:crypto, and never with another answer than tlog's: what it accepts is held to our strictness, and what it refuses we
 * check ourselves.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { defaultChecks, isStrictEd25519, verifyEd25519, type SignatureChecks } from 'tlog'
import { base64urlEncode } from '#passport/base64url.ts'

export interface SignedBytes {
  readonly publicKey: Uint8Array
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

const KEYS_MAX = 10_000

/** A check on Node's own threads, that remembers the keys it has read. */
export function nodeEd25519(): (signed: SignedBytes) => Promise<boolean> {
  const keyOf = rememberKeys()
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
  const keyOf = rememberKeys()
  return {
    ...defaultChecks,
    ed25519: (publicKey, message, signature) =>
      (isStrictEd25519(publicKey, signature) &&
        verify(null, message, keyOf(publicKey), signature)) ||
      verifyEd25519(publicKey, message, signature),
  }
}

function rememberKeys(): (publicKey: Uint8Array) => KeyObject {
  const keys = new Map<string, KeyObject>()
  return (publicKey) => {
    const x = base64urlEncode(publicKey)
    const known = keys.get(x)
    if (known !== undefined) return known
    if (keys.size >= KEYS_MAX) keys.clear()
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    keys.set(x, key)
    return key
  }
}
