/**
 * A statement: what one party says happened to one container, in a part for everyone and a part for those entitled.
 *
 * The ledger holds neither part, only a salted digest of each: SHA-256(salt ‖ canonical JSON), the salt 16 random bytes. Without
 * the salt a digest tells nothing, not even that two statements say the same; with salt and part anyone can check it.
 */
import { z } from 'zod'
import { concatBytes, equalBytes, sha256, utf8Encode } from 'tlog'
import { STEP_DOCUMENTS_MAX } from '#kernel/document.ts'
import { OrganisationKind } from '#kernel/organisation.ts'
import { isTimestamp } from '#kernel/time.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { canonicalJson, type JsonObject } from '#passport/canonical-json.ts'
import { PassportCode } from '#passport/passport.ts'

export const SALT_BYTES = 16
export const DIGEST_BYTES = 32

const Names = z.strictObject({ zh: z.string(), en: z.string(), ru: z.string() })

/** The restricted part of a key's record: whose it is. */
export const KeyPart = z.strictObject({ names: Names, creditCode: z.string().nullable() })
export type KeyPart = z.infer<typeof KeyPart>

const Moment = z.string().refine(isTimestamp)

/**
 * What every public part says. Steps add their own members (wagon numbers, gauge), all of them under the digest.
 * `previous` chains the statements of a container: the leaf hash of the entry before, null in the first.
 */
export const PublicPart = z.looseObject({
  code: PassportCode,
  sequence: z.int().min(1),
  previous: z.string().nullable(),
  event: z.string(),
  at: Moment,
  recordedAt: Moment,
  place: z.strictObject({ code: z.string(), city: Names }),
  // Names of exporters, forwarders and consignees stand in the restricted part.
  party: z.strictObject({ kind: OrganisationKind, names: Names.optional() }),
  equipmentType: z.string(),
  containerNumber: z.string().optional(),
  trainNumber: z.string(),
  /** A salted digest for each paper that goes with the statement; the papers' particulars are for the entitled. */
  documents: z.array(z.string()).min(1).max(STEP_DOCUMENTS_MAX).optional(),
})
export type PublicPart = z.infer<typeof PublicPart>

/** Members of the public part that follow from the evidence file around it, so that the file does not write them again. */
export const FOLLOWING = ['code', 'party', 'previous', 'sequence'] as const
export type Following = Pick<PublicPart, (typeof FOLLOWING)[number]>

/** A paper that goes with a statement, each under a salted digest of its own: one can be shown without the others. */
export const DocumentPart = z.strictObject({
  bytes: z.int().min(0),
  kind: z.string(),
  name: z.string(),
  /** Of the file, lower-case hex, as `sha256sum` prints it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type DocumentPart = z.infer<typeof DocumentPart>

/** A part of a statement with the salt that opens its digest. */
export interface SaltedPart {
  readonly content: JsonObject
  readonly salt: Uint8Array
}

/** How deep a part stands in an evidence file: one that is nested to the limit by itself could be shown in none. */
const PART_DEPTH = 4

export function digestPart({ content, salt }: SaltedPart): Uint8Array {
  // One length for every salt, so that nobody can move the border between salt and content.
  if (salt.length !== SALT_BYTES) throw new TypeError(`a salt is ${SALT_BYTES} bytes`)
  return sha256(concatBytes(salt, utf8Encode(canonicalJson(content, PART_DEPTH))))
}

export function isDigestOf(digest: Uint8Array, part: SaltedPart): boolean {
  return equalBytes(digest, digestPart(part))
}

/** Any object of a file that was read as JSON: asked value by value whether it is JSON, it would be slow to say yes. */
const JsonContent = z.custom<Record<string, z.core.util.JSONType>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
)

/** A salted part as a file spells it. */
export const WrittenPart = z.strictObject({
  content: JsonContent,
  salt: z.string(),
})
export type WrittenPart = z.infer<typeof WrittenPart>

export function writePart({ content, salt }: SaltedPart): WrittenPart {
  return { content: content as WrittenPart['content'], salt: base64urlEncode(salt) }
}

/** A public part as a file spells it: without what follows from the rest of the file. */
export function writePublic({ content, salt }: SaltedPart): WrittenPart {
  const own = Object.entries(content).filter(
    ([name]) => !(FOLLOWING as readonly string[]).includes(name),
  )
  return writePart({ content: Object.fromEntries(own), salt })
}

export function readPart({ content, salt }: WrittenPart): SaltedPart {
  return { content, salt: base64urlDecode(salt) }
}
