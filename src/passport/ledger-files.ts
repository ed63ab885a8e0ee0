/** What the ledger shows at each path of C2SP tlog-tiles, as far as it was published: for its routes, and for whoever copies it. */
import {
  decodeTile,
  encodeEntries,
  encodeTile,
  HASH_BYTES,
  parseTilePath,
  TILE_WIDTH,
  tileWidth,
  utf8Encode,
  type TilePath,
} from 'tlog'
import type { Tx } from '#platform/database.ts'
import type { LedgerSource } from '#passport/auditing/ledger-source.ts'
import { assertStored } from '#passport/ledger-problem.ts'
import { readEntries, readTiles, tileName } from '#passport/ledger-store.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'

/** A tile or bundle as wide as asked; undefined where the published ledger does not reach so far. */
export async function findTile(
  tx: Tx,
  ledger: Pick<Ledger, 'key' | 'headFile'>,
  path: TilePath,
): Promise<Uint8Array | undefined> {
  const published = await readPublished(ledger)
  const level = path.level === 'entries' ? 0 : path.level
  const width = tileWidth(published?.size ?? 0n, level, path.index)
  if (path.width > width) return undefined
  if (path.level === 'entries') {
    const first = Number(path.index) * TILE_WIDTH
    const entries = await readEntries(tx, first, first + path.width)
    assertStored(entries.length === path.width, `entries from ${first} on`)
    return encodeEntries(entries)
  }
  const name = { level, index: path.index }
  const hashes = (await readTiles(tx, [name])).get(tileName(name))
  const bytes = hashes?.subarray(0, path.width * HASH_BYTES)
  assertStored(bytes?.length === path.width * HASH_BYTES, `tile ${tileName(name)}`)
  return encodeTile(decodeTile(bytes, path.width))
}

/** The ledger as it stands here, for the same reader that reads others' servers and folders. */
export function storedLedger(ledger: Ledger): LedgerSource {
  return {
    async read(path) {
      if (path === 'checkpoint') {
        const published = await readPublished(ledger)
        assertStored(published !== undefined, path)
        return utf8Encode(ledger.cosigned?.show(published) ?? published.note)
      }
      const bytes = await ledger.database.transact((tx) =>
        findTile(tx, ledger, parseTilePath(path)),
      )
      assertStored(bytes !== undefined, path)
      return bytes
    },
  }
}
