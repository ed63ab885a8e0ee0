// Tiles and bundles: the specification's arithmetic, paths, round trips, and what is refused.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  decodeEntries,
  decodeTile,
  encodeEntries,
  encodeTile,
  entriesPath,
  hashFromTiles,
  parseTilePath,
  tilePath,
  tilesFor,
  tileWidth,
} from '../src/index.ts'
import { leaves, readTile, refused } from './grown-log.ts'

const path = ({ level, index, width }: { level: number; index: bigint; width: number }) =>
  tilePath(level, index, width)

describe('arithmetic', () => {
  test('70,000 leaves make the tiles that the specification counts', () => {
    const tiles = tilesFor(0n, 70_000n)
    const full = (at: number) => tiles.filter((t) => t.level === at && t.width === 256).length
    assert.deepEqual([full(0), full(1), full(2)], [273, 1, 0])
    const partial = tiles.filter(({ width }) => width < 256).map(path)
    assert.deepEqual(partial, ['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1'])
  })

  test('growth writes exactly the tiles whose width changed', () => {
    assert.deepEqual(tilesFor(255n, 257n).map(path), [
      'tile/0/000',
      'tile/0/001.p/1',
      'tile/1/000.p/1',
    ])
    assert.deepEqual(tilesFor(256n, 257n).map(path), ['tile/0/001.p/1'])
    assert.deepEqual(tilesFor(5n, 5n), [])
    assert.throws(() => tilesFor(6n, 5n), refused('tile.out_of_range'))
  })

  test('tiles written step by step are those written at once, at their last width', () => {
    const size = fc.integer({ min: 0, max: 70_000 })
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 6 }), (sizes) => {
        const steps = [0, ...sizes].sort((a, b) => a - b).map(BigInt)
        const written = new Map<string, number>()
        for (const [at, to] of steps.slice(1).entries()) {
          for (const { level, index, width } of tilesFor(steps[at] ?? 0n, to)) {
            assert.ok((written.get(`${level}/${index}`) ?? 0) < width)
            written.set(`${level}/${index}`, width)
          }
        }
        const last = steps.at(-1) ?? 0n
        const whole = tilesFor(0n, last)
        assert.equal(written.size, whole.length)
        for (const { level, index, width } of whole) {
          assert.equal(written.get(`${level}/${index}`), width)
          assert.equal(tileWidth(last, level, index), width)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('paths', () => {
  test('the index is written in groups of three', () => {
    assert.equal(tilePath(0, 1_234_067n), 'tile/0/x001/x234/067')
    assert.equal(tilePath(63, 0n, 1), 'tile/63/000.p/1')
    assert.equal(entriesPath(273n, 112), 'tile/entries/273.p/112')
  })

  test('every path is read back as it was written', () => {
    const index = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
    const width = fc.integer({ min: 1, max: 256 })
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const))
    fc.assert(
      fc.property(level, index, width, (l, n, w) => {
        const text = l === 'entries' ? entriesPath(n, w) : tilePath(l, n, w)
        assert.deepEqual(parseTilePath(text), { level: l, index: n, width: w })
      }),
    )
  })

  const MALFORMED: Record<string, string> = {
    'leading slash': '/tile/0/000',
    'level of 64': 'tile/64/000',
    'padded level': 'tile/00/000',
    'two digits': 'tile/0/00',
    'needless group': 'tile/0/x000/001',
    'missing x': 'tile/0/001/234',
    'x on the last group': 'tile/0/x001/x234',
    'width of zero': 'tile/0/000.p/0',
    'padded width': 'tile/0/000.p/01',
    'full width as partial': 'tile/0/000.p/256',
    query: 'tile/0/000?x=1',
    'parent folder': 'tile/0/../000',
    'trailing newline': 'tile/0/000\n',
    'index over 2^63': `tile/0/${'x999/'.repeat(6)}999`,
  }
  for (const [what, text] of Object.entries(MALFORMED)) {
    test(`malformed: ${what}`, () => {
      assert.throws(() => parseTilePath(text), refused('tile.bad_path'))
    })
  }
})

describe('tile contents', () => {
  test('a tile is its hashes', () => {
    const bytes = encodeTile(leaves.slice(0, 5))
    assert.equal(bytes.length, 160)
    assert.deepEqual(
      decodeTile(bytes, 5).map((hash) => Buffer.from(hash)),
      leaves.slice(0, 5),
    )
    assert.throws(() => decodeTile(bytes, 4), refused('tile.wrong_length'))
    assert.throws(() => decodeTile(bytes, 6), refused('tile.wrong_length'))
    assert.throws(() => encodeTile([]), refused('tile.out_of_range'))
  })

  test('each tile is read once, and hashes that are not final are refused', () => {
    const asked: string[] = []
    const read = hashFromTiles(300n, (tile) => {
      asked.push(path(tile))
      return readTile(tile)
    })
    for (const index of [0n, 100n, 255n, 299n]) read(0, index)
    read(8, 0n)
    assert.deepEqual(asked, ['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1'])
    assert.throws(() => read(0, 300n), refused('merkle.missing_hash'))
    assert.throws(() => read(8, 1n), refused('merkle.missing_hash'))
  })
})

describe('bundles', () => {
  test('entries survive, the empty and the longest included', () => {
    const longest = new Uint8Array(65_535).fill(3)
    const bundle = [new Uint8Array(0), longest, Uint8Array.of(1)]
    assert.deepEqual(decodeEntries(encodeEntries(bundle), 3), bundle)
    const one = fc.uint8Array({ maxLength: 300 })
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 256 }), (some) => {
        assert.deepEqual(decodeEntries(encodeEntries(some)), some)
      }),
      { numRuns: 50 },
    )
  })

  test('what does not fit or does not end well is refused', () => {
    const one = encodeEntries([Uint8Array.of(1, 2, 3)])
    assert.throws(() => encodeEntries([new Uint8Array(65_536)]), refused('entries.too_long'))
    assert.throws(() => encodeEntries(leaves), refused('entries.malformed'))
    for (const wrong of [
      one.slice(0, 4),
      one.slice(0, 1),
      new Uint8Array(0),
      new Uint8Array(514),
    ]) {
      assert.throws(() => decodeEntries(wrong), refused('entries.malformed'))
    }
    assert.throws(() => decodeEntries(one, 2), refused('entries.malformed'))
  })
})
