/**
 * Ed25519 by the browser itself where it has it, ten times as fast as ours, and never with another answer: what it accepts is held
 * to our strictness, and what it refuses, or cannot do, we check ourselves. See docs/decisions/0024-signatures.md.
 */
import { equalBytes, isStrictEd25519, verifyEd25519 } from 'tlog'
import type { Claim, IsSigned } from '#passport/claims.ts'

/** A check that remembers the keys it has imported. */
export function quickEd25519(): IsSigned {
  const keys: { readonly bytes: Uint8Array; readonly key: Promise<CryptoKey> }[] = []
  // Missing on a plain http address; older browsers have it without Ed25519.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  const keyOf = (bytes: Uint8Array): Promise<CryptoKey> => {
    const known = keys.find((one) => equalBytes(one.bytes, bytes))
    if (known !== undefined) return known.key
    const key = subtle!.importKey('raw', own(bytes), 'Ed25519', false, ['verify'])
    keys.push({ bytes, key })
    return key
  }
  const isAccepted = async ({ publicKey, message, signature }: Claim): Promise<boolean> =>
    subtle!.verify('Ed25519', await keyOf(publicKey), own(signature), own(message))
  const isSigned = async (claim: Claim) => {
    const { publicKey, message, signature } = claim
    const quick = subtle !== undefined && isStrictEd25519(publicKey, signature)
    if (quick && (await isAccepted(claim).catch(() => false))) return true
    return verifyEd25519(publicKey, message, signature)
  }
  return Object.assign(isSigned, { breathe })
}

/** Until the browser has come round to what waits, keys just imported among it: without them it cannot begin to check. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** Memory that nobody shares, which the browser's cryptography insists on; what is here never is. */
const own = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>
