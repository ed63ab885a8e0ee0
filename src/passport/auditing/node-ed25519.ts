/**
 * Ed25519 by node:crypto, on its own threads, and never with another answer than tlog's: what it accepts is held to our strictness, and
 * what it refuses we check ourselves.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { isStrictEd25519, verifyEd25519 } from 'tlog'
import { base64urlEncode } from '#passport/base64url.ts'

export interface SignedBytes {
  readonly publicKey: Uint8Array
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

const KEYS_MAX = 10_000

/** A check that remembers the keys it has read. */
export function nodeEd25519(): (signed: SignedBytes) => Promise<boolean> {
  const keys = new Map<string, KeyObject>()
  const keyOf = (publicKey: Uint8Array): KeyObject => {
    const x = base64urlEncode(publicKey)
    const known = keys.get(x)
    if (known !== undefined) return known
    if (keys.size >= KEYS_MAX) keys.clear()
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    keys.set(x, key)
    return key
  }
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
