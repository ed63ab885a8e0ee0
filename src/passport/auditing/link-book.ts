/**
 * Where each link of a ledger stands, so that a number that was given twice is found. A table in memory: 16 bytes a place, at least a
 * quarter of the places free. Of a link 96 bits are kept; that two of a thousand million were alike by chance would be one ledger in 10¹¹.
 */
import assert from 'node:assert/strict'

/** Entries whose links are kept in one file. */
export const CHUNK_ENTRIES = 16_384
const LINK_BYTES_KEPT = 12
export const CHUNK_BYTES_MAX = CHUNK_ENTRIES * LINK_BYTES_KEPT
const INDEX_MAX = 2 ** 32 - 2

export interface LinkChunk {
  /** Entries from `number` × 16,384 on. */
  readonly number: number
  /** Twelve bytes an entry, zeros where it is no statement. */
  readonly bytes: Uint8Array
}

export interface LinkBook {
  /** Notes that a link stands here, and answers where it stood before. */
  note(link: Uint8Array, index: number): number | undefined
  /** Takes up what was kept of an earlier run, as far as the entry `end`. */
  takeUp(chunk: LinkChunk, end: number): void
  /** What is to be kept since this was last asked. */
  takeChanged(): readonly LinkChunk[]
}

export function openLinkBook(): LinkBook {
  let table = openTable(1_024)
  const chunks = new Map<number, Uint8Array>()
  const changed = new Set<number>()
  const chunkAt = (number: number): Uint8Array => {
    const chunk = chunks.get(number) ?? new Uint8Array(CHUNK_BYTES_MAX)
    chunks.set(number, chunk)
    return chunk
  }
  const enter = (link: DataView, index: number): number | undefined => {
    if (table.isCrowded()) table = table.grown()
    return table.put([link.getUint32(0), link.getUint32(4), link.getUint32(8)], index)
  }
  return {
    note(link, index) {
      assert(index <= INDEX_MAX, 'places of links are 32 bits')
      const number = Math.floor(index / CHUNK_ENTRIES)
      const place = (index % CHUNK_ENTRIES) * LINK_BYTES_KEPT
      chunkAt(number).set(link.subarray(0, LINK_BYTES_KEPT), place)
      changed.add(number)
      const before = enter(viewOf(link), index)
      return before === index ? undefined : before
    },
    takeUp({ number, bytes }, end) {
      const first = number * CHUNK_ENTRIES
      for (let index = first; index < Math.min(end, first + CHUNK_ENTRIES); index += 1) {
        const place = (index - first) * LINK_BYTES_KEPT
        const link = bytes.subarray(place, place + LINK_BYTES_KEPT)
        if (link.some((byte) => byte !== 0)) enter(viewOf(link), index)
      }
      // It may grow on; one that is full never changes again.
      if (end < first + CHUNK_ENTRIES) chunks.set(number, Uint8Array.from(bytes))
    },
    takeChanged() {
      const taken = [...changed].map((number) => ({ number, bytes: chunkAt(number) }))
      const newest = Math.max(...changed)
      for (const number of changed) if (number < newest) chunks.delete(number)
      changed.clear()
      return taken
    },
  }
}

const viewOf = (link: Uint8Array) => new DataView(link.buffer, link.byteOffset, LINK_BYTES_KEPT)

type Words = readonly [number, number, number]

interface Table {
  isCrowded(): boolean
  grown(): Table
  /** The index that stood beside these words before. */
  put(words: Words, index: number): number | undefined
}

/** Open addressing. What is mixed in is chance, so that nobody can choose links that all come to lie together. */
function openTable(slots: number): Table {
  const table = new Uint32Array(slots * 4)
  const dice = crypto.getRandomValues(new Uint32Array(6))
  let count = 0
  const find = (words: Words): number => {
    let mixed = words.reduce(
      (sum, word, at) => sum ^ Math.imul(word ^ dice[at]!, dice[at + 3]! | 1),
      0,
    )
    mixed ^= mixed >>> 15
    for (let slot = mixed & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * 4
      const isFree = table[at + 3] === 0
      if (isFree || words.every((word, n) => table[at + n] === word)) return at
    }
  }
  const put = (words: Words, index: number): number | undefined => {
    const at = find(words)
    const before = table[at + 3]!
    if (before === 0) count += 1
    table.set([...words, index + 1], at)
    return before === 0 ? undefined : before - 1
  }
  return {
    put,
    isCrowded: () => count >= slots * 0.75,
    grown() {
      const larger = openTable(slots * 2)
      for (let at = 0; at < table.length; at += 4)
        if (table[at + 3] !== 0)
          larger.put([table[at]!, table[at + 1]!, table[at + 2]!], table[at + 3]! - 1)
      return larger
    },
  }
}
