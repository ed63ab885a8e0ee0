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
