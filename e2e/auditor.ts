/**
 * An outside auditor of the ledger: reads only what anyone may read, hashes every entry anew, and remembers every head it was
 * ever shown. Nothing is taken from the tiles that was not computed from the entries themselves.
 */
import assert from 'node:assert/strict'
import {
  base64Encode,
  decodeEntries,
  decodeTile,
  entriesPath,
  hashLeaf,
  hashNode,
  openNote,
  parseCheckpoint,
  parseVkey,
  TILE_WIDTH,
  tilePath,
  tilesFor,
  treeRoot,
} from 'tlog'

export interface Auditor {
  /** Reads the whole log; fails at the first thing that does not fit, an earlier head included. Gives its entries. */
  audit(): Promise<readonly Uint8Array[]>
  /** How many different heads have been held against the log. */
  readonly headsSeen: number
}

export function openAuditor(origin: string): Auditor {
  const heads = new Map<bigint, string>()
  let vkey: string | undefined

  const readHead = async () => {
    const shown = (await fetchJson(`${origin}/api/ledger`)) as { vkey: string }
    vkey ??= shown.vkey
    assert.equal(shown.vkey, vkey, 'the ledger’s key never changes')
    const note = new TextDecoder().decode(await fetchBytes(`${origin}/ledger/checkpoint`))
    const { text } = openNote(note, [parseVkey(vkey)])
    return parseCheckpoint(text)
  }

  return {
    get headsSeen() {
      return heads.size
    },
    async audit() {
      const { size, root } = await readHead()
      const entries = await readEntries(origin, size)
      const levels = hashLevels(entries.map(hashLeaf))
      const readHash = (level: number, index: bigint) => levels[level]![Number(index)]!
      assert.equal(base64Encode(treeRoot(size, readHash)), base64Encode(root), 'the root')
      await compareTiles(origin, size, levels)
      heads.set(size, heads.get(size) ?? base64Encode(root))
      for (const [earlier, seen] of heads) {
        assert.ok(earlier <= size, `the log shrank from ${earlier} to ${size}`)
        assert.equal(base64Encode(treeRoot(earlier, readHash)), seen, `head of ${earlier} entries`)
      }
      return entries
    },
  }
}

async function readEntries(origin: string, size: bigint): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = []
  for (const { level, index, width } of tilesFor(0n, size)) {
    if (level !== 0) continue
    const bundle = await fetchBytes(`${origin}/ledger/${entriesPath(index, width)}`)
    entries.push(...decodeEntries(bundle, width))
  }
  assert.equal(BigInt(entries.length), size)
  return entries
}

/** Roots of all complete subtrees, by level. */
function hashLevels(leaves: readonly Uint8Array[]): Uint8Array[][] {
  const levels = [[...leaves]]
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!)
    levels.push(
      Array.from({ length: below.length >> 1 }, (_, at) =>
        hashNode(below[2 * at]!, below[2 * at + 1]!),
      ),
    )
  return levels
}

async function compareTiles(origin: string, size: bigint, levels: Uint8Array[][]): Promise<void> {
  for (const { level, index, width } of tilesFor(0n, size)) {
    const path = tilePath(level, index, width)
    const shown = decodeTile(await fetchBytes(`${origin}/ledger/${path}`), width)
    const first = Number(index) * TILE_WIDTH
    const computed = levels[8 * level]!.slice(first, first + width)
    assert.deepEqual(shown.map(base64Encode), computed.map(base64Encode), path)
  }
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const reply = await fetch(url)
  assert.equal(reply.status, 200, `${url}: ${reply.status}`)
  return new Uint8Array(await reply.arrayBuffer())
}

async function fetchJson(url: string): Promise<unknown> {
  const reply = await fetch(url)
  assert.equal(reply.status, 200, `${url}: ${reply.status}`)
  return reply.json()
}
