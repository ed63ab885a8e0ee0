/** The published ledger, whole: tiles, entries, signatures, keys in their time, numbers given once. */
import { existsSync, readFileSync } from 'node:fs'
import { as, must, refuse, utf8 } from './bytes.ts'
import {
  anchorPayload,
  keyPayload,
  positionsPayload,
  readEntry,
  recoveryPayload,
  revocationPayload,
  signedBy,
  statementPayload,
  TYP,
  waitingPayload,
  type Entry,
} from './entries.ts'
import { ledgerKey, readCheckpoint, type Vkey } from './signatures.ts'
import { leafHash, treeHash } from './tree.ts'

export type Mirror = {
  size: number
  root: string
  kinds: Record<string, number>
  cosigners: string[]
}

/** C2SP tlog-tiles: 1234067 → x001/x234/067, and the width of a partial tile. */
function tilePath(level: string, n: number, width: number): string {
  const groups = [String(n % 1000).padStart(3, '0')]
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return `tile/${level}/${groups.join('/')}${width < 256 ? `.p/${width}` : ''}`
}

function readTile(dir: string, level: string, n: number, width: number): Buffer {
  const path = `${dir}/${tilePath(level, n, width)}`
  must(existsSync(path), 'mirror.missing', path)
  return readFileSync(path)
}

function readBundle(bundle: Buffer, width: number): string[] {
  const entries: string[] = []
  let at = 0
  while (at < bundle.length) {
    must(
      at + 2 <= bundle.length && at + 2 + bundle.readUInt16BE(at) <= bundle.length,
      'mirror.bundle',
      'cut short',
    )
    const bytes = bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at))
    must(
      bytes.every((byte) => byte > 32 && byte < 127),
      'mirror.entry',
      'not ASCII',
    )
    entries.push(bytes.toString('latin1'))
    at += 2 + bytes.length
  }
  must(entries.length === width, 'mirror.bundle', `${entries.length} entries instead of ${width}`)
  return entries
}

/** What the entries behind have said. */
type Book = {
  ledger: Vkey
  leaves: Buffer[]
  keys: Map<string, { key: Buffer; index: number; ended: boolean }>
  links: Map<string, number>
  recovered: { first: number; end: number }[]
}

const isGivenUp = (book: Book, index: number): boolean =>
  book.recovered.some(({ first, end }) => first <= index && index < end)

function auditStatement(entry: Entry, index: number, book: Book): void {
  const known = book.keys.get(entry.kid)
  must(known !== undefined && !known.ended, 'unknown_key', 'by a key not entered before, or ended')
  must(signedBy(entry, known.key), 'signature', 'not signed by the party')
  const link = statementPayload(entry.payload)
  const before = book.links.get(link)
  must(
    before === undefined || isGivenUp(book, before),
    'fork',
    `the number of entry ${before} again`,
  )
  book.links.set(link, index)
}

function auditKey(entry: Entry, index: number, book: Book): void {
  const { kid, key } = keyPayload(entry.payload)
  must(!key.equals(book.ledger.key), 'key_entry', 'the ledger’s own')
  const before = book.keys.get(kid)
  const again = before !== undefined && (before.ended || !isGivenUp(book, before.index))
  must(!again, 'key_entry', 'entered twice')
  book.keys.set(kid, { key, index, ended: false })
}

function auditEntry(entry: Entry, index: number, book: Book): void {
  if (entry.typ === TYP.statement) return auditStatement(entry, index, book)
  must(signedBy(entry, book.ledger.key), 'signature', 'not signed by the ledger')
  if (entry.typ === TYP.key) auditKey(entry, index, book)
  else if (entry.typ === TYP.revocation) {
    const known = book.keys.get(revocationPayload(entry.payload).kid)
    must(known !== undefined && !known.ended, 'key_revocation', 'of no key')
    known.ended = true
  } else if (entry.typ === TYP.anchor) {
    const { origin, size, root } = anchorPayload(entry.payload)
    const isOurs = origin === book.ledger.name && size <= index
    must(
      isOurs && treeHash(book.leaves.slice(0, size)).equals(root),
      'anchor_root',
      'not of this tree',
    )
  } else if (entry.typ === TYP.recovery) {
    const range = recoveryPayload(entry.payload)
    must(range.end <= index, 'recovery', 'of what came later')
    book.recovered.push(range)
  } else if (entry.typ === TYP.waiting) waitingPayload(entry.payload)
  else if (entry.typ === TYP.positions) positionsPayload(entry.payload)
  else refuse('entry', `unknown type ${entry.typ}`)
}

/** Each entry in its place: by a key made before and not revoked before; the ledger's own by the ledger's key. */
function auditEntries(entries: string[], leaves: Buffer[], ledger: Vkey): Pick<Mirror, 'kinds'> {
  const kinds: Record<string, number> = {}
  const book: Book = { ledger, leaves, keys: new Map(), links: new Map(), recovered: [] }
  entries.forEach((line, index) =>
    as(`mirror.entry ${index}`, () => {
      const entry = readEntry(line)
      kinds[entry.typ] = (kinds[entry.typ] ?? 0) + 1
      auditEntry(entry, index, book)
    }),
  )
  return { kinds }
}

export function verifyMirror(dir: string, vkey: string): Mirror {
  const ledger = ledgerKey(vkey)
  const head = readCheckpoint(utf8(readFileSync(`${dir}/checkpoint`)), ledger)
  const entries: string[] = []
  for (let n = 0; n * 256 < head.size; n++) {
    const width = Math.min(256, head.size - n * 256)
    for (const entry of readBundle(readTile(dir, 'entries', n, width), width)) entries.push(entry)
  }
  const leaves = entries.map(leafHash)
  let hashesOfLevel = leaves
  for (let level = 0; hashesOfLevel.length > 0; level++) {
    const above: Buffer[] = []
    for (let n = 0; n * 256 < hashesOfLevel.length; n++) {
      const tile = hashesOfLevel.slice(n * 256, (n + 1) * 256)
      must(
        readTile(dir, String(level), n, tile.length).equals(Buffer.concat(tile)),
        'mirror.tile',
        tilePath(String(level), n, tile.length),
      )
      if (tile.length === 256) above.push(treeHash(tile))
    }
    hashesOfLevel = above
  }
  must(
    treeHash(leaves).equals(head.root),
    'mirror.root',
    'the entries do not lead to the checkpoint',
  )
  return {
    size: head.size,
    root: head.root.toString('base64'),
    ...auditEntries(entries, leaves, ledger),
    cosigners: head.signatures.slice(1).map(({ name }) => name),
  }
}
