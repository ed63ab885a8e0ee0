/** What a file says in its salted parts, against digests: the verifier's step from contents to what was signed. */
import { base64urlDecode } from '#passport/base64url.ts'
import { canonicalJson, type JsonObject } from '#passport/canonical-json.ts'
import { parseDigest } from '#passport/entry.ts'
import { evidenceProblem } from '#passport/evidence-problem.ts'
import {
  digestPart,
  DocumentPart,
  FOLLOWING,
  isDigestOf,
  KeyPart,
  PublicPart,
  readPart,
  type Following,
  type WrittenPart,
} from '#passport/statement.ts'
import { orRefuse } from '#passport/verify-place.ts'

export interface VerifiedDocument {
  /** As the public part has it, base64url. */
  readonly digest: string
  /** Absent where the file keeps the document back. */
  readonly content?: DocumentPart
}

/** The public part with the members that follow put back, and its digest. */
export function digestPublic(
  written: WrittenPart,
  number: number,
  following: Following,
): { readonly digest: Uint8Array; readonly part: PublicPart } {
  // Written again they could only agree or be wrong.
  if (FOLLOWING.some((name) => Object.hasOwn(written.content, name)))
    throw evidenceProblem('evidence.public_shape', { number })
  const { content, salt } = orRefuse('evidence.public', { number }, () => readPart(written))
  const whole = { ...content, ...following } as JsonObject
  const digest = orRefuse('evidence.public', { number }, () => digestPart({ content: whole, salt }))
  const part = PublicPart.safeParse(whole)
  if (!part.success) throw evidenceProblem('evidence.public_shape', { number })
  return { digest, part: part.data }
}

export function digestRestricted(
  written: WrittenPart | string,
  number: number,
): { readonly digest: Uint8Array; readonly content?: JsonObject } {
  return orRefuse('evidence.restricted', { number }, () => {
    if (typeof written === 'string') return { digest: parseDigest(written) }
    const part = readPart(written)
    return { digest: digestPart(part), content: part.content }
  })
}

/** The restricted part of a key's record; undefined where the file keeps it to itself. Names told in clear are the same here. */
export function verifyKeyPart(
  written: WrittenPart | undefined,
  told: { readonly digest: Uint8Array; readonly names: KeyPart['names'] | undefined },
  number: number,
): KeyPart | undefined {
  if (written === undefined) return undefined
  return orRefuse('evidence.key_restricted', { number }, () => {
    const part = readPart(written)
    if (!isDigestOf(told.digest, part)) throw new TypeError('another digest')
    const content = KeyPart.parse(part.content)
    const isSame =
      told.names === undefined || canonicalJson(told.names) === canonicalJson(content.names)
    if (!isSame) throw new TypeError('other names')
    return content
  })
}

/** Each document that the public part has a digest of, shown or kept back. */
export function verifyDocuments(
  written: readonly (WrittenPart | null)[] | undefined,
  digests: readonly string[] | undefined,
  number: number,
): readonly VerifiedDocument[] {
  if (written?.length !== digests?.length)
    throw evidenceProblem('evidence.document', { number, document: 0 })
  return (digests ?? []).map((digest, at) => {
    const part = written?.[at] ?? null
    return orRefuse('evidence.document', { number, document: at + 1 }, () => {
      const bytes = parseDigest(digest)
      if (part === null) return { digest }
      const content = DocumentPart.parse(part.content)
      const salted = { content: part.content, salt: base64urlDecode(part.salt) }
      if (!isDigestOf(bytes, salted)) throw new TypeError('another digest')
      return { digest, content }
    })
  })
}
