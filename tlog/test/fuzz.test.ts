// Nothing a stranger sends may throw anything but VerificationError, or be read in two ways.
// FUZZ_RUNS raises the count beyond what fits into every test run.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  base64Decode,
  base64Encode,
  decodeEntries,
  encodeEntries,
  formatAddCheckpoint,
  formatCheckpoint,
  formatNote,
  formatTlogProof,
  formatVkey,
  hexDecode,
  hexEncode,
  openNote,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseTilePath,
  parseTlogProof,
  parseVkey,
  utf8Decode,
  utf8Encode,
} from '../src/index.ts'
import { utf8DecodeSlowly, utf8EncodeSlowly } from '../src/bytes.ts'
import { HASHES, INDEX, log, POLICY_TEXT, SIGNED, TEXT, WITNESSED } from './fixtures.ts'
import { passes } from './grown-log.ts'

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 800)

const PROOF = formatTlogProof({ index: INDEX, hashes: HASHES, checkpoint: SIGNED })
const REQUEST = formatAddCheckpoint({ oldSize: 5n, hashes: HASHES, checkpoint: SIGNED })
const VKEY = formatVkey(log)

// Each parser, a good input to damage, and how its result is written again.
const PARSERS: [string, string, (text: string) => string | undefined][] = [
  ['parseNote', WITNESSED, (text) => formatNote(parseNote(text))],
  ['parseCheckpoint', TEXT, (text) => formatCheckpoint(parseCheckpoint(text))],
  ['parseVkey', VKEY, (text) => formatVkey(parseVkey(text))],
  ['parseTlogProof', PROOF, (text) => formatTlogProof(parseTlogProof(text))],
  ['parseAddCheckpoint', REQUEST, (text) => formatAddCheckpoint(parseAddCheckpoint(text))],
  ['parsePolicy', POLICY_TEXT, (text) => void parsePolicy(text)],
  ['parseTilePath', 'tile/0/x001/x234/067.p/8', (text) => void parseTilePath(text)],
  ['openNote', SIGNED, (text) => void openNote(text, [parseVkey(VKEY)])],
  ['base64Decode', 'AAEC/w==', (text) => base64Encode(base64Decode(text))],
  ['hexDecode', '00ff10', (text) => hexEncode(hexDecode(text))],
]

/** A good text with a few places replaced, dropped, doubled or filled with something else. */
function damaged(good: string): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.constantFrom('\n', '\n\n', ' ', '=', '+', '0', '— ', '\ud800', '\0', good),
  )
  const place = fc.nat({ max: good.length })
  const edit = fc.tuple(place, fc.nat({ max: 4 }), piece)
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce(
        (text, [at, length, by]) => text.slice(0, at) + by + text.slice(at + length),
        good,
      ),
    )
}

describe('parsers', () => {
  for (const [name, good, rewrite] of PARSERS) {
    test(`${name}: damaged and random text`, () => {
      assert.doesNotThrow(() => rewrite(good))
      const input = fc.oneof(damaged(good), fc.string({ unit: 'binary', maxLength: 200 }))
      fc.assert(
        fc.property(input, (text) => {
          passes(() => {
            const again = rewrite(text)
            if (again !== undefined) assert.equal(again, text)
          })
        }),
        { numRuns },
      )
    })
  }

  test('decodeEntries: random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        passes(() => assert.deepEqual(encodeEntries(decodeEntries(bytes)), bytes))
      }),
      { numRuns },
    )
  })
})

describe('text', () => {
  test('UTF-8 is encoded as Node encodes it, and read back', () => {
    const whole = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed())
    fc.assert(
      fc.property(whole, (text) => {
        assert.deepEqual(Buffer.from(utf8Encode(text)), Buffer.from(text))
        assert.deepEqual(Buffer.from(utf8EncodeSlowly(text)), Buffer.from(text))
        assert.equal(utf8Decode(utf8Encode(text)), text)
      }),
      { numRuns },
    )
  })

  test('bytes are UTF-8 exactly when the platform’s strict decoder says so', () => {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const likely = fc.constantFrom(0x41, 0x80, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xa0, 0xf0, 0xf4, 0x90)
    const bytes = fc.array(fc.oneof(likely, fc.nat({ max: 255 })), { maxLength: 6 })
    fc.assert(
      fc.property(bytes, (list) => {
        const input = Uint8Array.from(list)
        let expected: string | undefined
        try {
          expected = strict.decode(input)
        } catch {
          expected = undefined
        }
        for (const decode of [utf8Decode, utf8DecodeSlowly]) {
          let actual: string | undefined
          passes(() => (actual = decode(input)))
          assert.equal(actual, expected)
        }
      }),
      { numRuns: numRuns * 5 },
    )
  })
})

describe('hostile length', () => {
  const huge: [string, string][] = [
    ['newlines', '\n'.repeat(2_000_000)],
    ['digits', '9'.repeat(2_000_000)],
    ['signature lines', `${TEXT}\n${'— a AAAAAAAA\n'.repeat(50_000)}`],
    ['spaces', `x${' '.repeat(500_000)}x\n\n`],
    ['path groups', `tile/0/${'x000/'.repeat(100_000)}000`],
  ]
  for (const [what, text] of huge) {
    test(`${what} are refused at once`, { timeout: 5000 }, () => {
      for (const [name, , rewrite] of PARSERS) {
        if (/base64|hex/.test(name)) continue
        assert.ok(!passes(() => rewrite(text)) || name === 'parsePolicy', name)
      }
    })
  }
})
