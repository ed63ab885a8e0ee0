/**
 * Looking a document up without telling which: the question is the first digits of its SHA-256, the answer a sealed box for every document
 * that begins so, and only who has the whole digest, thus the document, can open its own.
 *
 * A box is nonce ‖ ciphertext ‖ tag. Keys and key stream are HMAC-SHA-256 over the digest and a fresh nonce; the tag is HMAC-SHA-256
 * over nonce and ciphertext. Made of SHA-256 alone, because a browser has no other cryptography on a plain http address.
 */
import { z } from 'zod'
import { concatBytes, equalBytes, sha256, utf8Decode, utf8Encode } from 'tlog'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { PassportCode } from '#passport/passport.ts'

export const BOX_NONCE_BYTES = 16
const TAG_BYTES = 32
const BLOCK_BYTES = 64
/** Boxes are as long as the next multiple, so that a length tells little of a name. */
const PADDED_TO = 256

/** Where a document stands, with what opens its salted digest. */
export const DocumentReference = z.strictObject({
  code: PassportCode,
  /** The statement it goes with, and its number there, from 1. */
  sequence: z.int().min(1),
  number: z.int().min(1),
  kind: z.string(),
  name: z.string(),
  bytes: z.int().min(0),
  /** base64url */
  salt: z.string(),
  /** The last statement in which the same party filed a paper of the same kind. */
  lastOfKind: z.int().min(1),
})
export type DocumentReference = z.infer<typeof DocumentReference>

export function sealReference(
  digest: Uint8Array,
  reference: DocumentReference,
  nonce: Uint8Array,
): string {
  const text = canonicalJson(reference as Json)
  const bytes = utf8Encode(text)
  const padded = new Uint8Array(Math.ceil(bytes.length / PADDED_TO) * PADDED_TO).fill(0x20)
  padded.set(bytes)
  const keys = keysOf(digest, nonce)
  const ciphertext = exclusiveOr(padded, keys.stream)
  return base64urlEncode(concatBytes(nonce, ciphertext, hmac(keys.tag, nonce, ciphertext)))
}

/** What a box holds; undefined where it is about another document. */
export function openReference(digest: Uint8Array, box: string): DocumentReference | undefined {
  const bytes = base64urlDecode(box)
  if (bytes.length < BOX_NONCE_BYTES + TAG_BYTES) return undefined
  const nonce = bytes.subarray(0, BOX_NONCE_BYTES)
  const ciphertext = bytes.subarray(BOX_NONCE_BYTES, bytes.length - TAG_BYTES)
  const keys = keysOf(digest, nonce)
  const tag = hmac(keys.tag, nonce, ciphertext)
  if (!equalBytes(tag, bytes.subarray(bytes.length - TAG_BYTES))) return undefined
  const text = utf8Decode(exclusiveOr(ciphertext, keys.stream))
  return DocumentReference.parse(JSON.parse(text))
}

function keysOf(digest: Uint8Array, nonce: Uint8Array) {
  const key = (purpose: string) =>
    hmac(digest, utf8Encode(`landbridge-document/1 ${purpose}`), nonce)
  return { stream: key('stream'), tag: key('tag') }
}

/** HMAC-SHA-256 of the block's number, block by block. */
function exclusiveOr(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes)
  for (let block = 0; block * 32 < out.length; block += 1) {
    const stream = hmac(key, Uint8Array.of(block >>> 8, block & 255))
    for (let at = 0; at < 32 && block * 32 + at < out.length; at += 1)
      out[block * 32 + at]! ^= stream[at]!
  }
  return out
}

/** RFC 2104, for keys no longer than a block. */
function hmac(key: Uint8Array, ...message: readonly Uint8Array[]): Uint8Array {
  const pad = (byte: number) => {
    const block = new Uint8Array(BLOCK_BYTES)
    block.set(key)
    return block.map((each) => each ^ byte)
  }
  return sha256(concatBytes(pad(0x5c), sha256(concatBytes(pad(0x36), ...message))))
}
