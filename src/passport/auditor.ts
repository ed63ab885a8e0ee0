/**
 * Derives the whole ledger again from what is stored, slowly and straight from the definitions: for tests after every step, and for
 * torture runs after every kill. Throws an AssertionError at the first thing that does not fit.
 */
import assert from 'node:assert/strict'
import {
  consistencyProof,
  equalBytes,
  HASH_BYTES,
  hashLeaf,
  hashNode,
  openNote,
  parseCheckpoint,
  parseVkey,
  tilesFor,
  treeRoot,
  utf8Decode,
  verifyConsistency,
  type ReadHash,
} from 'tlog'
import type { Database } from '#platform/database.ts'
import type { HeadFile } from '#passport/head-file.ts'

export interface SeenHead {
  readonly size: bigint
  readonly root: Uint8Array
}

export interface Audited {
  /** Entries in the tree, in order. */
  readonly entries: readonly string[]
  /** How many of them the published head covers. */
  readonly published: number
  /** Entries that no signed head covers yet. */
  readonly waiting: readonly string[]
}

/** Every head in `seen` must be a beginning of the published one, which is then added to it. */
export async function auditLedger(
  ledger: {
    readonly database: Pick<Database, 'pool'>
    readonly vkey: string
    readonly headFile: HeadFile
  },
  seen: SeenHead[],
): Promise<Audited> {
  const { pool } = ledger.database
  const { rows } = await pool.query<{ leaf_index: number; entry: Uint8Array }>(
    'select leaf_index, entry from ledger_entry order by leaf_index',
  )
  for (const [at, { leaf_index }] of rows.entries()) assert.equal(leaf_index, at)
  const texts = rows.map(({ entry }) => utf8Decode(entry))
  assert.equal(new Set(texts).size, texts.length, 'an entry stands twice')
  const head = await pool.query<{ size: number }>('select size from ledger_head')
  const entries = texts.slice(0, head.rows[0]?.size ?? 0)
  const read = slowHashes(rows.map(({ entry }) => entry))
  await auditTiles(pool, BigInt(entries.length), read)
  const published = auditHead(ledger.vkey, await ledger.headFile.read(), read, seen)
  assert.ok(published <= entries.length, 'more was published than is stored')
  return { entries, published, waiting: texts.slice(entries.length) }
}

/** Every stored hash straight from its definition. */
function slowHashes(entries: readonly Uint8Array[]): ReadHash {
  const known = new Map<string, Uint8Array>()
  const read: ReadHash = (level, index) => {
    const name = `${level}/${index}`
    const hash =
      known.get(name) ??
      (level === 0
        ? hashLeaf(entries[Number(index)]!)
        : hashNode(read(level - 1, index * 2n), read(level - 1, index * 2n + 1n)))
    known.set(name, hash)
    return hash
  }
  return read
}

async function auditTiles(pool: Database['pool'], size: bigint, read: ReadHash): Promise<void> {
  const { rows } = await pool.query<{ level: number; index: number; hashes: Uint8Array }>(
    'select level, index, hashes from ledger_tile order by level, index',
  )
  assert.deepEqual(
    rows.map(({ level, index, hashes }) => [level, index, hashes.length / HASH_BYTES]),
    tilesFor(0n, size).map(({ level, index, width }) => [level, Number(index), width]),
  )
  for (const { level, index, hashes } of rows)
    for (let at = 0; at * HASH_BYTES < hashes.length; at += 1) {
      const stored = hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)
      const derived = read(level * 8, BigInt(index) * 256n + BigInt(at))
      assert.ok(equalBytes(stored, derived), `tile ${level}/${index}, hash ${at}`)
    }
}

function auditHead(
  vkey: string,
  note: string | undefined,
  read: ReadHash,
  seen: SeenHead[],
): number {
  if (note === undefined) return 0
  const checkpoint = parseCheckpoint(openNote(note, [parseVkey(vkey)]).text)
  assert.ok(equalBytes(checkpoint.root, treeRoot(checkpoint.size, read)), 'another root')
  for (const { size, root } of seen) {
    assert.ok(size <= checkpoint.size, 'the ledger shrank')
    const proof = consistencyProof(size, checkpoint.size, read)
    verifyConsistency(size, checkpoint.size, root, checkpoint.root, proof)
  }
  seen.push({ size: checkpoint.size, root: checkpoint.root })
  return Number(checkpoint.size)
}
