/** base64url without padding (RFC 4648 §5, as RFC 7515 uses it): one spelling for every sequence of bytes, all others refused. */
import { base64Decode, base64Encode } from 'tlog'

/** Of ECMAScript 2026, and so not yet wherever anybody runs this. */
interface NativeBase64 {
  toBase64(options: { readonly alphabet: 'base64url'; readonly omitPadding: true }): string
}
const { fromBase64 } = Uint8Array as {
  readonly fromBase64?: (text: string, options: { readonly alphabet: 'base64url' }) => Uint8Array
}

/** Node, which is behind, has had its own for long. */
const { Buffer: Node } = globalThis as {
  readonly Buffer?: {
    from(
      memory: ArrayBufferLike,
      from: number,
      length: number,
    ): { toString(encoding: 'base64url'): string }
  }
}

export function base64urlEncode(bytes: Uint8Array): string {
  const { toBase64 } = bytes as Partial<NativeBase64>
  if (toBase64 !== undefined)
    return toBase64.call(bytes, { alphabet: 'base64url', omitPadding: true })
  return Node === undefined
    ? base64urlEncodeSlowly(bytes)
    : Node.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
}

/** Throws tlog's VerificationError for foreign characters, padding or stray bits. */
export function base64urlDecode(text: string): Uint8Array {
  try {
    const bytes = fromBase64?.(text, { alphabet: 'base64url' })
    // The platform's reader overlooks spaces, padding and stray bits; what it would not write so is refused below.
    if (bytes !== undefined && base64urlEncode(bytes) === text) return bytes
  } catch {
    // Below it is said where.
  }
  return base64urlDecodeSlowly(text)
}

/** Where the platform does not. */
function base64urlEncodeSlowly(bytes: Uint8Array): string {
  return base64Encode(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function base64urlDecodeSlowly(text: string): Uint8Array {
  // What is foreign to base64url is made foreign to base64, too, so that the strict decoder sees it.
  const standard = text.replace(/[+/=]/g, '!').replaceAll('-', '+').replaceAll('_', '/')
  return base64Decode(standard.padEnd(Math.ceil(text.length / 4) * 4, '='))
}
