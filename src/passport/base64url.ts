/** base64url without padding (RFC 4648 §5, as RFC 7515 uses it): one spelling for every sequence of bytes, all others refused. */
import { base64ByPlatform, base64Decode, base64Encode, bytesByPlatform } from 'tlog'

export function base64urlEncode(bytes: Uint8Array): string {
  return base64ByPlatform(bytes, 'base64url') ?? base64urlEncodeSlowly(bytes)
}

/** Throws tlog's VerificationError for foreign characters, padding or stray bits. */
export function base64urlDecode(text: string): Uint8Array {
  return bytesByPlatform(text, 'base64url') ?? base64urlDecodeSlowly(text)
}

/** Where the platform does not. */
export function base64urlEncodeSlowly(bytes: Uint8Array): string {
  return base64Encode(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Where the platform does not decode, and where it refuses. */
export function base64urlDecodeSlowly(text: string): Uint8Array {
  // What is foreign to base64url is made foreign to base64, too, so that the strict decoder sees it.
  const standard = text.replace(/[+/=]/g, '!').replaceAll('-', '+').replaceAll('_', '/')
  return base64Decode(standard.padEnd(Math.ceil(text.length / 4) * 4, '='))
}
