// The text form of a public key, as C2SP signed-note and tlog-cosignature define it:
// <name>+<key id in hex>+<base64 of type byte and key>.
import {
  base64Decode,
  base64Encode,
  concatBytes,
  copyBytes,
  hexEncode,
  uint32Bytes,
} from './bytes.ts'
import { ed25519CosignatureVerifier, mlDsa44Verifier, verifyMlDsa44 } from './cosignature.ts'
import { ed25519Verifier, verifyEd25519 } from './ed25519.ts'
import type { VerifyFunction } from './ed25519.ts'
import { check, VerificationError } from './error.ts'
import { KEY_TYPE, keyIdOf } from './note.ts'
import type { NamedKey, Verifier } from './note.ts'

/** The signature checks a verifier calls; replace them where a faster one is at hand. */
export interface SignatureChecks {
  readonly ed25519: VerifyFunction
  readonly mlDsa44: VerifyFunction
}

export const defaultChecks: SignatureChecks = { ed25519: verifyEd25519, mlDsa44: verifyMlDsa44 }

const VKEY_CHARACTERS_MAX = 4096

export function formatVkey({ name, type, publicKey }: Omit<NamedKey, 'keyId'>): string {
  const id = hexEncode(uint32Bytes(keyIdOf(name, type, publicKey)))
  return `${name}+${id}+${base64Encode(concatBytes(Uint8Array.of(type), publicKey))}`
}

function verifierOf(
  name: string,
  type: number,
  publicKey: Uint8Array,
  checks: SignatureChecks,
): Verifier {
  switch (type) {
    case KEY_TYPE.ed25519:
      return ed25519Verifier(name, publicKey, checks.ed25519)
    case KEY_TYPE.ed25519Cosignature:
      return ed25519CosignatureVerifier(name, publicKey, checks.ed25519)
    case KEY_TYPE.mlDsa44Cosignature:
      return mlDsa44Verifier(name, publicKey, checks.mlDsa44)
    default:
      throw new VerificationError('key.unsupported_type', `key type ${type} is not supported`)
  }
}

export function parseVkey(text: string, checks: SignatureChecks = defaultChecks): Verifier {
  check(text.length <= VKEY_CHARACTERS_MAX, 'key.malformed', 'vkey is too long')
  const match = /^([^+]+)\+([0-9a-f]{8})\+([^\s]+)$/u.exec(text)
  check(match !== null, 'key.malformed', 'vkey is not <name>+<key id>+<key>')
  const [, name = '', id = '', encoded = ''] = match
  const bytes = base64Decode(encoded)
  check(bytes.length > 1, 'key.malformed', 'vkey holds no key')
  const verifier = verifierOf(name, bytes[0] ?? 0, copyBytes(bytes, 1), checks)
  const same = hexEncode(uint32Bytes(verifier.keyId)) === id
  check(same, 'key.wrong_id', 'key id does not belong to this name and key')
  check(formatVkey(verifier) === text, 'key.malformed', 'vkey is not in canonical form')
  return verifier
}
