/**
 * Ed25519 by the browser itself where it has it, ten times as fast as ours, and never with another answer: what it accepts is held
 * to our strictness, and what it refuses, or cannot do, we check ourselves. See docs/decisions/0006-evidence.md.
 */
import { isStrictEd25519, verifyEd25519 } from 'tlog'
import type { Claim } from '#passport/verify-place.ts'

/** A check that remembers the keys it has imported. */
export function quickEd25519(): (claim: Claim) => Promise<boolean> {
  const keys = new Map<string, Promise<CryptoKey>>()
  // Missing on a plain http address; older browsers have it without Ed25519.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  const isAccepted = async ({ publicKey, message, signature }: Claim): Promise<boolean> => {
    const name = publicKey.join()
    const imported =
      keys.get(name) ??
      subtle!.importKey('raw', Uint8Array.from(publicKey), 'Ed25519', false, ['verify'])
    keys.set(name, imported)
    const key = await imported
    return subtle!.verify('Ed25519', key, Uint8Array.from(signature), Uint8Array.from(message))
  }
  return async (claim) => {
    const { publicKey, message, signature } = claim
    const quick = subtle !== undefined && isStrictEd25519(publicKey, signature)
    if (quick && (await isAccepted(claim).catch(() => false))) return true
    return verifyEd25519(publicKey, message, signature)
  }
}
