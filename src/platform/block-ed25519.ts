/**
 * Ed25519 as a thread of signature-threads.ts does it: by libsodium, which takes half as long, or by node:crypto.
 *
 * libsodium signs with a copy of the seed in memory that it keeps apart. What it signs is not taken on its own word: the first signature
 * with a key, and the first of each block, is made by node:crypto, too, and Ed25519 has only one for a key and a message.
 */
import { sign, verify } from 'node:crypto'
import { rememberKeys } from '#platform/public-keys.ts'
import {
  PUBLIC_KEY_BYTES,
  type SigningKey,
  type ToCheck,
  type ToSign,
} from '#platform/signature-block.ts'

export interface BlockEd25519 {
  /** Writes the signature to `out`; throws where another implementation, which is asked when `isCompared`, makes another. */
  sign(task: ToSign, out: Uint8Array, isCompared: boolean): void
  isAccepted(task: ToCheck): boolean
}

/** Each takes some pages of memory. */
const SECRETS_MAX = 500
const SECRET_KEY_BYTES = 64
const SEED_BYTES = 32
/** A key of RFC 8410 without its public half, the seed at its end. */
const PKCS8_BYTES = 48

/** Undefined where libsodium is not installed. */
export async function sodiumEd25519(): Promise<BlockEd25519 | undefined> {
  const sodium = await import('sodium-native').then(
    (loaded) => loaded.default,
    () => undefined,
  )
  if (sodium === undefined) return undefined
  const secrets = new Map<string, Uint8Array>()
  const open = ({ kid, privateKey }: SigningKey): Uint8Array => {
    if (secrets.size >= SECRETS_MAX) {
      for (const secret of secrets.values()) sodium.sodium_free(secret)
      secrets.clear()
    }
    const der = privateKey.export({ format: 'der', type: 'pkcs8' })
    if (der.length !== PKCS8_BYTES) throw new Error(`the key ${kid} has another form`)
    const secret = sodium.sodium_malloc(SECRET_KEY_BYTES)
    const seed = der.subarray(-SEED_BYTES)
    // The public half is computed, not taken from elsewhere: signed under a wrong one, a signature tells the secret.
    sodium.crypto_sign_seed_keypair(new Uint8Array(PUBLIC_KEY_BYTES), secret, seed)
    der.fill(0)
    secrets.set(kid, secret)
    return secret
  }
  return {
    sign({ key, message }, out, isCompared) {
      const known = secrets.get(key.kid)
      sodium.crypto_sign_detached(out, message, known ?? open(key))
      if (known !== undefined && !isCompared) return
      if (!sign(null, message, key.privateKey).equals(out))
        throw new Error(`the key ${key.kid} signs otherwise by libsodium than by node:crypto`)
    },
    isAccepted: ({ signature, message, publicKey }) =>
      sodium.crypto_sign_verify_detached(signature, message, publicKey),
  }
}

export function nodeEd25519(): BlockEd25519 {
  const keyOf = rememberKeys('Ed25519')
  return {
    sign({ key, message }, out) {
      out.set(sign(null, message, key.privateKey))
    },
    isAccepted({ signature, message, publicKey }) {
      try {
        return verify(null, message, keyOf(publicKey), signature)
      } catch {
        // No point of the curve.
        return false
      }
    },
  }
}
