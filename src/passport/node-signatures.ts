/**
 * Signatures checked by faster libraries, and never with another answer than tlog's: the Ed25519 that they accept is held to our
 * strictness, and what they refuse we check ourselves.
 */
import { verify } from 'node:crypto'
import { isStrictEd25519, verifyEd25519, type SignatureChecks } from 'tlog'
import { rememberKeys } from '#platform/public-keys.ts'
import { signatureThreads, type SignatureThreads } from '#platform/signature-threads.ts'

export interface SignedBytes {
  readonly publicKey: Uint8Array
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

const ML_DSA_44_KEY_BYTES = 1312

/** Ed25519 beside this thread: many at once are checked on all cores. */
export async function isSignedEd25519(
  { publicKey, input, signature }: SignedBytes,
  threads: SignatureThreads = signatureThreads,
): Promise<boolean> {
  const isQuick =
    isStrictEd25519(publicKey, signature) &&
    (await threads.isAccepted({ publicKey, message: input, signature }).catch(() => false))
  return isQuick || verifyEd25519(publicKey, input, signature)
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
