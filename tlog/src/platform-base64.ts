// Base64 and base64url (RFC 4648 §4, §5) by whatever runs this, many times as fast as what is written out in `bytes.ts`. A platform's
// readers are looser than ours: of what they read, only what they would write so again is taken.

/** base64 with its padding, base64url without. */
export type Base64Alphabet = 'base64' | 'base64url'

interface Writing {
  readonly alphabet: Base64Alphabet
  readonly omitPadding: boolean
}

const WRITING: Readonly<Record<Base64Alphabet, Writing>> = {
  base64: { alphabet: 'base64', omitPadding: false },
  base64url: { alphabet: 'base64url', omitPadding: true },
}

/** Of ECMAScript 2026, and so not yet wherever anybody runs this. */
interface NativeBase64 {
  toBase64(writing: Writing): string
}
const { fromBase64 } = Uint8Array as {
  readonly fromBase64?: (text: string, reading: Pick<Writing, 'alphabet'>) => Uint8Array
}

/** Node, which is behind, has had its own for long. */
const { Buffer: Node } = globalThis as {
  readonly Buffer?: {
    from(text: string, encoding: Base64Alphabet): Uint8Array
    from(
      memory: ArrayBufferLike,
      from: number,
      length: number,
    ): { toString(encoding: Base64Alphabet): string }
  }
}

/** Undefined where the platform has none. */
export function base64ByPlatform(bytes: Uint8Array, alphabet: Base64Alphabet): string | undefined {
  const { toBase64 } = bytes as Partial<NativeBase64>
  if (toBase64 !== undefined) return toBase64.call(bytes, WRITING[alphabet])
  return Node?.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(alphabet)
}

/** Undefined where the platform has none, and for any text that is not the one spelling of its bytes. */
export function bytesByPlatform(text: string, alphabet: Base64Alphabet): Uint8Array | undefined {
  try {
    const bytes =
      fromBase64?.(text, WRITING[alphabet]) ?? (Node && new Uint8Array(Node.from(text, alphabet)))
    if (bytes !== undefined && base64ByPlatform(bytes, alphabet) === text) return bytes
  } catch {
    // Whoever reads it themselves says where it is wrong.
  }
  return undefined
}
