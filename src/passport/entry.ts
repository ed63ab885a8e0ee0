/**
 * The bytes that stand in the ledger: a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037, `EdDSA`), its header and payload
 * canonical JSON, so that a statement has one spelling only.
 *
 * Kinds are told apart by `typ`. A *statement* carries two salted digests and its link, by which whoever knows the container's code
 * finds it. A *key* entry says whose key a party signs with, a *revocation* that it does so no more; the log's own key signs both, so
 * whoever trusts the log's key needs no second root. Further kinds stand beside what they are about: anchoring/anchor-entry.ts and so on.
 */
import { z } from 'zod'
import { concatBytes, sha256, utf8Decode, utf8Encode, VerificationError } from 'tlog'
import { OrganisationKind } from '#kernel/organisation.ts'
import { KeyKeeper, KeyRevocation } from '#kernel/public-key.ts'
import { base64urlDecode, base64urlEncode } from '#passport/base64url.ts'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { LINK_BYTES, linkOf } from '#passport/link.ts'
import { DIGEST_BYTES, digestPart, type SaltedPart } from '#passport/statement.ts'

export const STATEMENT_TYP = 'landbridge-statement+jws'
export const KEY_TYP = 'landbridge-key+jws'
export const REVOCATION_TYP = 'landbridge-key-revocation+jws'

/** Their names are a trade secret: who buys from whom, and through whom. */
export const UNNAMED_KINDS: readonly OrganisationKind[] = ['exporter', 'forwarder', 'consignee']

export const Ed25519Jwk = z.strictObject({
  crv: z.literal('Ed25519'),
  kty: z.literal('OKP'),
  x: z.string(),
})
export type Ed25519Jwk = z.infer<typeof Ed25519Jwk>

const KeyPayload = z.strictObject({
  event: z.literal('made'),
  jwk: Ed25519Jwk,
  /** Who has the private half. */
  keptBy: KeyKeeper,
  kid: z.string(),
  kind: OrganisationKind,
  names: z.strictObject({ zh: z.string(), en: z.string(), ru: z.string() }).optional(),
  restricted: z.string(),
  v: z.literal(2),
})
export type KeyPayload = z.infer<typeof KeyPayload>

const StatementPayload = z.strictObject({
  link: z.string(),
  public: z.string(),
  restricted: z.string(),
  v: z.literal(2),
})

const RevocationPayload = z.strictObject({
  kid: z.string(),
  reason: KeyRevocation,
  v: z.literal(1),
})

const Header = z.strictObject({
  alg: z.literal('EdDSA'),
  kid: z.string().min(1),
  typ: z.string(),
})

export interface KeyEntry {
  /** The key that vouches: the log's. */
  readonly signerKid: string
  readonly key: KeyPayload
  readonly publicKey: Uint8Array
  readonly restrictedDigest: Uint8Array
  /** What was signed, and the signature. */
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

export interface RevocationEntry {
  /** The key that vouches: the log's. */
  readonly signerKid: string
  readonly kid: string
  readonly reason: KeyRevocation
  /** What was signed, and the signature. */
  readonly input: Uint8Array
  readonly signature: Uint8Array
}

/** The thumbprint of RFC 7638: the name of a key that follows from the key. */
export function kidOf(publicKey: Uint8Array): string {
  const jwk = { crv: 'Ed25519', kty: 'OKP', x: base64urlEncode(publicKey) }
  return base64urlEncode(sha256(utf8Encode(canonicalJson(jwk))))
}

/** What the party signs: RFC 7515 §5.1. */
export function statementInput(statement: {
  readonly kid: string
  readonly link: Uint8Array
  readonly publicDigest: Uint8Array
  readonly restrictedDigest: Uint8Array
}): Uint8Array {
  return signingInput(STATEMENT_TYP, statement.kid, {
    link: base64urlEncode(statement.link),
    public: base64urlEncode(statement.publicDigest),
    restricted: base64urlEncode(statement.restrictedDigest),
    v: 2,
  })
}

/** The same, of the parts themselves. */
export function partsInput(kid: string, open: SaltedPart, restricted: SaltedPart): Uint8Array {
  const { code, sequence } = Numbered.parse(open.content)
  return statementInput({
    kid,
    link: linkOf(code, sequence),
    publicDigest: digestPart(open),
    restrictedDigest: digestPart(restricted),
  })
}

const Numbered = z.object({ code: z.string(), sequence: z.int() })

/** What the log's key signs to vouch for a party's. */
export function keyInput(
  signerKid: string,
  key: {
    readonly publicKey: Uint8Array
    readonly keptBy: KeyKeeper
    readonly kind: OrganisationKind
    readonly names?: { zh: string; en: string; ru: string }
    readonly restrictedDigest: Uint8Array
  },
): Uint8Array {
  return signingInput(KEY_TYP, signerKid, {
    event: 'made',
    jwk: { crv: 'Ed25519', kty: 'OKP', x: base64urlEncode(key.publicKey) },
    keptBy: key.keptBy,
    kid: kidOf(key.publicKey),
    kind: key.kind,
    ...(key.names && { names: key.names }),
    restricted: base64urlEncode(key.restrictedDigest),
    v: 2,
  })
}

/** What the log's key signs to say that nothing signed with a party's key counts from here on. */
export function revocationInput(
  signerKid: string,
  { kid, reason }: { readonly kid: string; readonly reason: KeyRevocation },
): Uint8Array {
  return signingInput(REVOCATION_TYP, signerKid, { kid, reason, v: 1 })
}

/** What is signed, header and payload in their one spelling: RFC 7515 §5.1. */
export function signingInput(typ: string, kid: string, payload: Json): Uint8Array {
  return utf8Encode(`${headerOf(typ, kid)}.${encodeJson(payload)}`)
}

const encodeJson = (value: Json): string => base64urlEncode(utf8Encode(canonicalJson(value)))

const HEADERS_MAX = 1000
const headers = new Map<string, string>()

/** A key signs many entries under the same header, which is therefore spelt out once. */
function headerOf(typ: string, kid: string): string {
  const name = `${typ} ${kid}`
  const known = headers.get(name)
  if (known !== undefined) return known
  if (headers.size >= HEADERS_MAX) headers.clear()
  const header = encodeJson({ alg: 'EdDSA', kid, typ })
  headers.set(name, header)
  return header
}

/** The entry, as it stands in the ledger. */
export function sealEntry(input: Uint8Array, signature: Uint8Array): Uint8Array {
  return concatBytes(input, utf8Encode(`.${base64urlEncode(signature)}`))
}

/** Throws unless the text is a statement's entry in its one spelling; the signature is yet to be checked. */
export function parseStatementEntry(entry: string) {
  const { kid, payload, ...signed } = parseJws(entry, STATEMENT_TYP, StatementPayload)
  const link = base64urlDecode(payload.link)
  refuseUnless(link.length === LINK_BYTES, `a link is ${LINK_BYTES} bytes`)
  parseDigest(payload.public)
  parseDigest(payload.restricted)
  return { signerKid: kid, link, ...signed }
}

/** Throws unless the text is a key entry in its one spelling; the signature is yet to be checked. */
export function parseKeyEntry(entry: string): KeyEntry {
  const { kid: signerKid, payload, ...signed } = parseJws(entry, KEY_TYP, KeyPayload)
  const publicKey = base64urlDecode(payload.jwk.x)
  refuseUnless(payload.kid === kidOf(publicKey), 'the key id does not belong to the key')
  const isUnnamed = UNNAMED_KINDS.includes(payload.kind)
  refuseUnless(isUnnamed === (payload.names === undefined), 'a name that is told, or is not')
  return {
    signerKid,
    key: payload,
    publicKey,
    restrictedDigest: parseDigest(payload.restricted),
    ...signed,
  }
}

export function parseRevocationEntry(entry: string): RevocationEntry {
  const { kid: signerKid, payload, ...signed } = parseJws(entry, REVOCATION_TYP, RevocationPayload)
  const { kid, reason } = payload
  return { signerKid, kid, reason, ...signed }
}

/** Throws unless the text is an entry of this `typ` in its one spelling; the signature is yet to be checked. */
export function parseJws<Payload extends z.ZodType>(entry: string, typ: string, schema: Payload) {
  const [head = '', body = '', tail = '', ...rest] = entry.split('.')
  refuseUnless(rest.length === 0 && tail !== '', 'not three parts')
  const header = Header.parse(decodeJson(head))
  refuseUnless(header.typ === typ, 'another kind of entry')
  const payload = schema.parse(decodeJson(body))
  const signature = base64urlDecode(tail)
  const input = utf8Encode(`${head}.${body}`)
  return { kid: header.kid, payload, input, signature }
}

/** What an entry's header says, before anything of it is believed. */
export function typAndKidOf(entry: string): { readonly typ: string; readonly kid: string } {
  return Header.parse(JSON.parse(utf8Decode(base64urlDecode(entry.split('.', 1)[0]!))))
}

function decodeJson(part: string): unknown {
  const text = utf8Decode(base64urlDecode(part))
  const value = JSON.parse(text) as Json
  refuseUnless(canonicalJson(value) === text, 'not canonical JSON')
  return value
}

export function parseDigest(text: string): Uint8Array {
  const digest = base64urlDecode(text)
  refuseUnless(digest.length === DIGEST_BYTES, `a digest is ${DIGEST_BYTES} bytes`)
  return digest
}

function refuseUnless(condition: boolean, why: string): asserts condition {
  if (!condition) throw new VerificationError('proof.malformed', why)
}
