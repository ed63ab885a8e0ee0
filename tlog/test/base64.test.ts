// Base64 by the platform against what is written out here: the same bytes, the same texts refused. In Chromium: e2e/signatures.test.ts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { base64Decode, base64Encode, hexEncode } from '../src/index.ts'
import { base64DecodeSlowly, base64EncodeSlowly } from '../src/bytes.ts'

/** The bytes, or the code of the refusal. */
function read(decode: (text: string) => Uint8Array, text: string): string {
  try {
    return hexEncode(decode(text))
  } catch (error) {
    return (error as { readonly code: string }).code
  }
}

test('bytes to text and back, also from the middle of something larger', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (all, from) => {
      const bytes = all.subarray(Math.min(from, all.length))
      const text = base64EncodeSlowly(bytes)
      assert.equal(base64Encode(bytes), text)
      assert.deepEqual(base64Decode(text), new Uint8Array(bytes))
      assert.deepEqual(base64DecodeSlowly(text), new Uint8Array(bytes))
    }),
  )
})

test('any text, near to base64 and far from it', () => {
  const near = fc.string({ unit: fc.constantFrom(...'ABab09+/=-_ \n'.split('')), maxLength: 12 })
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), (text) => {
      assert.equal(read(base64Decode, text), read(base64DecodeSlowly, text), text)
    }),
    { numRuns: 2000 },
  )
})
