/** What stands in the ledger: a compact JWS of each type. */
import {
  anyObject,
  count,
  decode,
  must,
  names,
  object,
  parseCanonical,
  refuse,
  sha256,
  text,
  utf8,
  type Json,
  type JsonObject,
} from './bytes.ts'
import { ed25519, thumbprint } from './signatures.ts'
import { leafHash } from './tree.ts'

export type Anchored = {
  index: number
  size: number
  chainId: number
  contract: string
  transaction: string
  block: JsonObject
}

/** By which whoever knows the code finds the statement of this number. */
export const linkOf = (code: string, sequence: number): string =>
  sha256(`landbridge link v1\n${code}\n${sequence}\n`).subarray(0, 16).toString('base64url')

const KINDS = [
  'platform',
  'exporter',
  'forwarder',
  'operator',
  'warehouse',
  'broker',
  'customs',
  'rail',
  'consignee',
]
const NAMELESS = ['exporter', 'forwarder', 'consignee']

export type Entry = {
  text: string
  kid: string
  typ: string
  payload: JsonObject
  leaf: Buffer
  signature: Buffer
}

export function readEntry(entry: string): Entry {
  const parts = entry.split('.')
  must(parts.length === 3, 'shape', 'not a compact JWS')
  const [header, payload] = parts
    .slice(0, 2)
    .map((part) => parseCanonical(utf8(decode(part, 'base64url'))))
  const { alg, kid, typ } = object(header, 'alg kid typ')
  must(alg === 'EdDSA', 'shape', 'another algorithm')
  return {
    text: entry,
    kid: text(kid),
    typ: text(typ),
    payload: anyObject(payload),
    leaf: leafHash(entry),
    signature: decode(parts[2], 'base64url', 64),
  }
}

export const signedBy = (entry: Entry, key: Buffer): boolean =>
  entry.kid === thumbprint(key) &&
  ed25519(key, entry.text.slice(0, entry.text.lastIndexOf('.')), entry.signature)

export type KeyEntry = {
  kid: string
  key: Buffer
  keptBy: string
  kind: string
  names?: JsonObject
  restricted: string
}

export function keyPayload(payload: JsonObject): KeyEntry {
  const {
    event,
    jwk,
    keptBy,
    kid,
    kind,
    names: named,
    restricted,
    v,
  } = object(payload, 'event jwk keptBy kid kind names? restricted v')
  const { crv, kty, x } = object(jwk, 'crv kty x')
  const key = decode(x, 'base64url', 32)
  must(event === 'made' && v === 2 && crv === 'Ed25519' && kty === 'OKP', 'shape', 'not a key made')
  must(thumbprint(key) === kid, 'shape', 'kid is not the thumbprint')
  must(keptBy === 'platform' || keptBy === 'organisation', 'shape', 'unknown keeper')
  must(KINDS.includes(text(kind)), 'shape', 'unknown kind of party')
  must(
    NAMELESS.includes(text(kind)) === (named === undefined),
    'shape',
    'names where there should be none, or none',
  )
  decode(restricted, 'base64url', 32)
  return {
    kid: text(kid),
    key,
    keptBy,
    kind: text(kind),
    restricted: text(restricted),
    ...(named === undefined ? {} : { names: names(named) }),
  }
}

export function revocationPayload(payload: JsonObject): { kid: string; reason: string } {
  const { kid, reason, v } = object(payload, 'kid reason v')
  must(v === 1 && (reason === 'rotated' || reason === 'compromised'), 'shape', 'not a revocation')
  decode(kid, 'base64url', 32)
  return { kid: text(kid), reason }
}

export function anchorPayload(
  payload: JsonObject,
): Omit<Anchored, 'index'> & { origin: string; root: Buffer } {
  const { block, chainId, contract, event, origin, root, size, transaction, v } = object(
    payload,
    'block chainId contract event origin root size transaction v',
  )
  const { at, hash, number } = object(block, 'at hash number')
  const hex = (value: Json | undefined, bytes: number): string =>
    new RegExp(`^0x[0-9a-f]{${bytes * 2}}$`).test(text(value))
      ? text(value)
      : refuse('shape', 'not lower-case hex')
  must(event === 'anchored' && v === 1, 'shape', 'not an anchor')
  count(at)
  count(number)
  must(count(chainId) > 0 && count(size) > 0, 'shape', 'no chain or no tree')
  hex(hash, 32)
  return {
    block: anyObject(block),
    chainId: count(chainId),
    contract: hex(contract, 20),
    transaction: hex(transaction, 32),
    origin: text(origin),
    size: count(size),
    root: decode(root, 'base64', 32),
  }
}

const fixed = (payload: JsonObject, members: string, event?: string, v = 1): JsonObject => {
  const read = object(payload, members)
  must(read.v === v && read.event === event, 'shape', 'another version or event')
  return read
}
export function recoveryPayload(payload: JsonObject): { first: number; end: number } {
  const { first, end } = fixed(payload, 'end event first v', 'recovered')
  must(count(first) < count(end), 'shape', 'nothing recovered')
  return { first: count(first), end: count(end) }
}
/** Answers the link. */
export const statementPayload = (payload: JsonObject): string => {
  const {
    link,
    public: open,
    restricted,
  } = fixed(payload, 'link public restricted v', undefined, 2)
  decode(link, 'base64url', 16)
  decode(open, 'base64url', 32)
  decode(restricted, 'base64url', 32)
  return text(link)
}
/** Answers the digest. */
export const waitingPayload = (payload: JsonObject): string => {
  const { content } = fixed(payload, 'content v')
  decode(content, 'base64url', 32)
  return text(content)
}
export const positionsPayload = (payload: JsonObject): { count: number; root: Buffer } => {
  const read = fixed(payload, 'count event root v', 'hours_closed')
  must(count(read.count) > 0, 'shape', 'no hours')
  return { count: count(read.count), root: decode(read.root, 'base64', 32) }
}

export const TYP = {
  statement: 'landbridge-statement+jws',
  key: 'landbridge-key+jws',
  revocation: 'landbridge-key-revocation+jws',
  anchor: 'landbridge-anchor+jws',
  recovery: 'landbridge-recovery+jws',
  waiting: 'landbridge-waiting+jws',
  positions: 'landbridge-positions+jws',
}
