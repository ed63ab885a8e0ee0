// The code of a container: what people make of it on paper is read, and what they mistype is caught.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hexEncode } from 'tlog'
import {
  base64urlDecode,
  base64urlDecodeSlowly,
  base64urlEncode,
  base64urlEncodeSlowly,
} from '#passport/base64url.ts'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import {
  PASSPORT_CODE_BYTES,
  PassportCode,
  passportCodeOf,
  passportCodeSpaced,
} from '#passport/passport.ts'
import { seeded } from '#passport/fixtures.ts'

const CODES = Array.from({ length: 40 }, (_, at) => seeded(`${at}`, PASSPORT_CODE_BYTES))
  .map(passportCodeOf)
  .filter((code) => code !== undefined)

test('a code reads back from the ways people write it', () => {
  for (const code of CODES) {
    const paper = passportCodeSpaced(code)
    const sloppy = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')
    for (const typed of [code, paper, ` ${sloppy} `, paper.replaceAll('-', ' ')])
      assert.equal(PassportCode.parse(typed), code)
  }
  assert.equal(passportCodeSpaced(CODES[0]!).length, 35)
})

test('the largest and the smallest number have a code or none, never a wrong one', () => {
  assert.equal(passportCodeOf(new Uint8Array(16)), '0'.repeat(27))
  const largest = passportCodeOf(new Uint8Array(16).fill(255))
  if (largest !== undefined) assert.match(largest, /^7Z{25}.$/)
})

test('every single wrong character and every exchange of neighbours is caught', () => {
  for (const code of CODES) {
    for (let at = 0; at < code.length; at += 1) {
      const other = code[at] === '7' ? '3' : '7'
      const wrong = code.slice(0, at) + other + code.slice(at + 1)
      assert.equal(PassportCode.safeParse(wrong).success, false, wrong)
      const exchanged = code.slice(0, at) + (code[at + 1] ?? '') + code[at]! + code.slice(at + 2)
      if (exchanged !== code) assert.equal(PassportCode.safeParse(exchanged).success, false)
    }
  }
})

test('a refusal says what is wrong', () => {
  const refusal = (typed: string) => {
    const [issue] = PassportCode.safeParse(typed).error!.issues as { params?: { code: string } }[]
    return issue!.params!.code
  }
  assert.equal(refusal('ABC'), 'passport.code_length')
  assert.equal(refusal('U'.repeat(27)), 'passport.code_character')
  assert.equal(refusal('箱'.repeat(27)), 'passport.code_character')
  assert.equal(refusal('1'.repeat(27)), 'passport.code_check')
})

test('canonical JSON orders names by UTF-16 code unit and writes numbers and escapes as RFC 8785 does', () => {
  // From the names of RFC 8785 §3.2.3: order by code unit, not by code point.
  const unordered = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  assert.deepEqual(Object.values(JSON.parse(canonicalJson(unordered)) as object), [
    'One',
    'Carriage Return',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
  assert.equal(canonicalJson([1e21, -0, 0.000001, 1e-7]), '[1e+21,0,0.000001,1e-7]')
  assert.equal(
    canonicalJson({ b: '\u000f\n"', a: [null, true] }),
    '{"a":[null,true],"b":"\\u000f\\n\\""}',
  )
  assert.throws(() => canonicalJson([Number.NaN]), TypeError)
  assert.throws(() => canonicalJson('\ud800'), TypeError)
})

test('canonical JSON of what stands in order already is that of what does not', () => {
  const backwards = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(backwards)
    const members = Object.entries(value).map(
      ([name, member]) => [name, backwards(member)] as const,
    )
    return Object.fromEntries(members.sort(([one], [other]) => (one < other ? 1 : -1)))
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(backwards(value as Json))
      assert.equal(canonicalJson(value as Json), text)
      assert.equal(canonicalJson(JSON.parse(text) as Json), text)
    }),
  )
  const deep = (depth: number): Json => (depth === 0 ? 'ground' : [deep(depth - 1)])
  assert.equal(canonicalJson(deep(32)), JSON.stringify(deep(32)))
  for (const bad of [deep(33), { a: '\udc00' }, { '\ud800': 1 }, [Number.POSITIVE_INFINITY]])
    assert.throws(() => canonicalJson(bad), TypeError)
})

test('base64url by the platform is what is written out: the same texts, the same bytes, the same refusals', () => {
  const read = (decode: (text: string) => Uint8Array, text: string): string => {
    try {
      return hexEncode(decode(text))
    } catch (error) {
      return (error as { readonly code: string }).code
    }
  }
  const near = fc.string({ unit: fc.constantFrom(...'ABab09+/=-_ \n'.split('')), maxLength: 12 })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.oneof(near, fc.string()), (bytes, text) => {
      const written = base64urlEncode(bytes)
      assert.equal(written, base64urlEncodeSlowly(bytes))
      assert.deepEqual(base64urlDecode(written), new Uint8Array(bytes))
      assert.equal(read(base64urlDecode, text), read(base64urlDecodeSlowly, text), text)
    }),
    { numRuns: 2000 },
  )
})
