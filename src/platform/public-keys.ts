/** Public keys as node:crypto holds them, read once each: reading one costs half as much as the check it is for. */
import { createPublicKey, type KeyObject } from 'node:crypto'

const KEYS_MAX = 10_000

export type KeyReader = (publicKey: Uint8Array) => KeyObject

/** Throws what node:crypto throws at bytes that are no such key. */
export function rememberKeys(algorithm: 'Ed25519' | 'ML-DSA-44'): KeyReader {
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
