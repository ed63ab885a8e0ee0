/** The evidence file, checked in the order of the document. */
import {
  anyObject,
  array,
  as,
  canonical,
  count,
  decode,
  must,
  names,
  object,
  parseCanonical,
  refuse,
  salted,
  text,
  type Json,
  type JsonObject,
} from './bytes.ts'
import {
  anchorPayload,
  keyPayload,
  linkOf,
  readEntry,
  revocationPayload,
  signedBy,
  TYP,
  type Anchored,
  type KeyEntry,
} from './entries.ts'
import {
  cosignature,
  ed25519,
  ledgerKey,
  readCheckpoint,
  readVkey,
  type Checkpoint,
  type Cosigned,
  type Vkey,
} from './signatures.ts'
import { checkPublicShape, isCode, replay } from './story.ts'
import { consistencyRoots, hashes, inclusionRoot, leafHash, rootFrom, type Leaf } from './tree.ts'

const BYTES_MAX = 8_388_608

export type Party = {
  kind: string
  keptBy: string
  names?: JsonObject
  kid: string
  restricted?: JsonObject
  revoked?: { index: number; reason: string }
}
export type Said = {
  index: number
  sequence: number
  event: string
  at: string
  recordedAt: string
  party: Party
  public: JsonObject
  restricted: JsonObject | null
  documents: (JsonObject | null)[]
}
export type Evidence = {
  code: string
  vkey: string
  size: number
  root: string
  statements: Said[]
  anchors: Anchored[]
  witnesses: Cosigned[]
}

type KnownKey = KeyEntry & { index: number; party: Party }

function readKey(value: Json, ledger: Vkey, leaves: Leaf[]): KnownKey {
  const written = as('shape', () => object(value, 'entry index restricted? revoked?'))
  const index = count(written.index)
  const entry = as('key_entry', () => readEntry(text(written.entry)))
  must(entry.typ === TYP.key, 'key_entry', 'another type of entry')
  const made = as('key_entry', () => keyPayload(entry.payload))
  must(!made.key.equals(ledger.key), 'key_entry', 'the ledger’s key as a party’s')
  must(signedBy(entry, ledger.key), 'key_signature', `the ledger did not enter ${made.kid}`)
  leaves.push({ index, hash: entry.leaf })
  const party: Party = {
    kind: made.kind,
    keptBy: made.keptBy,
    kid: made.kid,
    ...(made.names ? { names: made.names } : {}),
  }
  if (written.restricted !== undefined) {
    const shown = as('key_restricted', () => salted(written.restricted))
    must(shown.digest === made.restricted, 'key_restricted', 'another digest')
    const { creditCode, names: told } = as('key_restricted', () =>
      object(shown.content, 'creditCode names'),
    )
    as('key_restricted', () => creditCode === null || text(creditCode))
    const named = as('key_restricted', () => names(told))
    const isSame = made.names === undefined || canonical(made.names) === canonical(named)
    must(isSame, 'key_restricted', 'other names than in clear')
    party.restricted = shown.content
  }
  if (written.revoked !== undefined) {
    const { entry: ended, index: place } = as('shape', () => object(written.revoked, 'entry index'))
    const revocation = as('key_revocation', () => readEntry(text(ended)))
    const { kid, reason } = as('key_revocation', () => revocationPayload(revocation.payload))
    must(
      revocation.typ === TYP.revocation && kid === made.kid && signedBy(revocation, ledger.key),
      'key_revocation',
      'not the end of this key',
    )
    party.revoked = { index: count(place), reason }
    leaves.push({ index: count(place), hash: revocation.leaf })
  }
  return { ...made, index, party }
}

/** One for each digest in the public part: shown, or null where it is kept back. */
function readDocuments(
  digests: Json | undefined,
  written: Json | undefined,
): (JsonObject | null)[] {
  must(
    (digests === undefined) === (written === undefined),
    'document',
    'documents here and not there',
  )
  if (digests === undefined) return []
  const shown = as('document', () => array(written))
  must(array(digests).length === shown.length, 'document', 'more or fewer than digests')
  return array(digests).map((digest, i) =>
    as('document', () => {
      decode(digest, 'base64url', 32)
      if (shown[i] === null) return null
      const document = salted(shown[i])
      const { bytes, kind, name, sha256: sum } = object(document.content, 'bytes kind name sha256')
      count(bytes)
      text(kind)
      text(name)
      must(
        document.digest === digest && /^[0-9a-f]{64}$/.test(text(sum)),
        'document',
        'another digest',
      )
      return document.content
    }),
  )
}

type Before = { sequence: number; previous: string | null; code: string; keys: KnownKey[] }

function readStatement(
  value: Json,
  { sequence, previous, code, keys }: Before,
): { said: Said; leaf: Buffer; key: KnownKey } {
  const written = as('shape', () =>
    object(value, 'by documents? index public restricted signature'),
  )
  const index = count(written.index)
  const key = keys[count(written.by)]
  must(key !== undefined && key.index < index, 'unknown_key', `statement ${sequence}`)
  const { party } = key
  must(!party.revoked || party.revoked.index > index, 'revoked_key', `statement ${sequence}`)
  const bare = as('public', () => anyObject(object(written.public, 'content salt').content))
  as('public_shape', () => checkPublicShape(bare))
  const who: JsonObject = { kind: key.kind, ...(key.names ? { names: key.names } : {}) }
  const open = as('public', () => salted(written.public, { code, sequence, previous, party: who }))
  const closed = as('restricted', () =>
    typeof written.restricted === 'string'
      ? { content: null, digest: decode(written.restricted, 'base64url', 32).toString('base64url') }
      : salted(written.restricted),
  )
  const documents = readDocuments(bare.documents, written.documents)
  const part = (json: JsonObject): string => Buffer.from(canonical(json)).toString('base64url')
  const payload = {
    link: linkOf(code, sequence),
    public: open.digest,
    restricted: closed.digest,
    v: 2,
  }
  const signed = `${part({ alg: 'EdDSA', kid: key.kid, typ: TYP.statement })}.${part(payload)}`
  const signature = as('signature', () => decode(written.signature, 'base64url', 64))
  must(
    ed25519(key.key, signed, signature),
    'signature',
    `statement ${sequence} is not what ${key.kind} signed`,
  )
  const said: Said = {
    index,
    sequence,
    event: text(bare.event),
    at: text(bare.at),
    recordedAt: text(bare.recordedAt),
    party,
    public: open.content,
    restricted: closed.content,
    documents,
  }
  return { said, leaf: leafHash(`${signed}.${text(written.signature)}`), key }
}

function readAnchor(value: Json, ledger: Vkey, head: Checkpoint): Anchored {
  const written = as('shape', () => object(value, 'consistency entry index proof'))
  const index = count(written.index)
  const entry = as('anchor_entry', () => readEntry(text(written.entry)))
  const root = inclusionRoot(
    entry.leaf,
    index,
    head.size,
    as('anchor_inclusion', () => listOf(written.proof, 0, 64) && hashes(written.proof)),
  )
  must(root !== null && root.equals(head.root), 'anchor_inclusion', 'not in the tree')
  must(entry.typ === TYP.anchor, 'anchor_entry', 'another type of entry')
  const {
    root: anchoredRoot,
    origin,
    ...anchored
  } = as('anchor_entry', () => anchorPayload(entry.payload))
  must(
    signedBy(entry, ledger.key) && origin === ledger.name,
    'anchor_signature',
    'not a receipt of this ledger',
  )
  must(anchored.size <= index, 'anchor_root', 'a receipt of what came after it')
  const roots = consistencyRoots(
    anchored.size,
    head.size,
    as('anchor_root', () => listOf(written.consistency, 0, 128) && hashes(written.consistency)),
    anchoredRoot,
  )
  must(
    roots !== null && roots[0].equals(anchoredRoot) && roots[1].equals(head.root),
    'anchor_root',
    'not a beginning of this tree',
  )
  return { index, ...anchored }
}

/** A list of so many. */
function listOf(value: Json | undefined, least: number, most: number): Json[] {
  const list = array(value)
  return list.length >= least && list.length <= most ? list : refuse('shape', 'too few or too many')
}

export type Head = {
  code: string
  ledger: Vkey
  vkey: string
  checkpoint: Checkpoint
  witnesses: Cosigned[]
}

/** What the evidence file and the route's have in common: code, key, checkpoint, cosignatures. */
export function readHead(file: JsonObject, trusted: string | undefined): Head {
  const code = text(file.code)
  must(isCode(code), 'code', 'not a code')
  const vkey = text(file.vkey)
  const ledger = ledgerKey(vkey)
  must(trusted === undefined || trusted === vkey, 'other_ledger', `made by ${ledger.name}`)
  const written = file.witnesses === undefined ? [] : listOf(file.witnesses, 1, 64)
  const keys = written.map((witness) => as('witness', () => readVkey(text(witness))))
  const distinct = new Set([ledger, ...keys].map(({ key }) => key.toString('hex')))
  must(distinct.size === keys.length + 1, 'witness', 'a witness twice, or the ledger its own')
  const checkpoint = readCheckpoint(text(file.checkpoint), ledger)
  must(keys.length === checkpoint.signatures.length - 1, 'witness', 'keys and lines differ')
  const witnesses = keys.map((key, i) =>
    cosignature(key, checkpoint.signatures[i + 1]!, checkpoint),
  )
  return { code, ledger, vkey, checkpoint, witnesses }
}

/** These leaves stand in the checkpoint's tree, by one proof for all. */
export function mustStand(
  leaves: Leaf[],
  proof: Json | undefined,
  { size, root }: Checkpoint,
): void {
  const sorted = leaves.toSorted((a, b) => a.index - b.index)
  const found = rootFrom(
    sorted,
    size,
    as('inclusion', () => decode(proof, 'base64')),
  )
  must(found.equals(root), 'inclusion', 'another root')
}

export function verifyEvidence(json: string, options: { vkey?: string } = {}): Evidence {
  must(Buffer.byteLength(json) <= BYTES_MAX, 'too_large', 'more than 8 MiB')
  const members = 'anchors? checkpoint code format keys proof statements vkey witnesses?'
  const file = as('shape', () => object(parseCanonical(json), members))
  must(file.format === 'landbridge-evidence/3', 'shape', 'another format')
  const head = readHead(file, options.vkey)
  const { ledger, checkpoint } = head
  const leaves: Leaf[] = []
  const keys = listOf(file.keys, 1, 1000).map((value) => readKey(value, ledger, leaves))
  const statements: Said[] = []
  const used = new Set<KnownKey>()
  let previous: string | null = null
  for (const value of listOf(file.statements, 1, 1000)) {
    const before = { sequence: statements.length + 1, previous, code: head.code, keys }
    const { said, leaf, key } = readStatement(value, before)
    statements.push(said)
    used.add(key)
    leaves.push({ index: said.index, hash: leaf })
    previous = leaf.toString('base64url')
  }
  mustStand(leaves, file.proof, checkpoint)
  ascending(keys, 'key_order')
  const kids = new Set(keys.map((key) => key.kid))
  must(kids.size === keys.length && used.size === keys.length, 'key_order', 'a key twice or unused')
  replay(statements)
  const receipts = file.anchors === undefined ? [] : listOf(file.anchors, 1, 16)
  const anchors = receipts.map((value) => readAnchor(value, ledger, checkpoint))
  ascending(anchors, 'anchor_order')
  const { size, root } = checkpoint
  const { code, vkey, witnesses } = head
  return { code, vkey, size, root: root.toString('base64'), statements, anchors, witnesses }
}

function ascending(placed: { index: number }[], code: string): void {
  placed.forEach((one, i) =>
    must(i === 0 || placed[i - 1]!.index < one.index, code, 'not ascending'),
  )
}

/** The evidence in a web page. Escapes are read as pairs, so that `\\u003c`, a backslash and five letters, stays what it is. */
export function evidenceOfPage(html: string): string {
  const opening = '<script type="application/json" id="evidence">'
  const start = html.indexOf(opening)
  const end = html.indexOf('</script>', start)
  must(start >= 0 && end >= 0, 'not_json', 'no evidence in this page')
  return html
    .slice(start + opening.length, end)
    .replace(/\\(u003c|[^])/g, (escape, name: string) => (name === 'u003c' ? '<' : escape))
}
