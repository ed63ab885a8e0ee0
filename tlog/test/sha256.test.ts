// SHA-256 against the platform's own, for every length to three blocks and more, and the standard's own examples.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hexEncode, sha256, utf8Encode } from '../src/index.ts'

const platform = (message: Uint8Array): string => createHash('sha256').update(message).digest('hex')

test('the examples of FIPS 180-4', () => {
  const examples = [
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ] as const
  for (const [message, digest] of examples)
    assert.equal(hexEncode(sha256(utf8Encode(message))), digest)
})

test('every length around the edges of its blocks, each of bytes that have all their bits', () => {
  for (let length = 0; length < 300; length += 1)
    for (const fill of [0x00, 0xff, length & 0xff]) {
      const message = new Uint8Array(length).fill(fill)
      assert.equal(hexEncode(sha256(message)), platform(message), `${length} × ${fill}`)
    }
})

test('any message, also as a part of something larger; the message stays what it was', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(100), (bytes, from) => {
      const message = bytes.subarray(Math.min(from, bytes.length))
      const before = hexEncode(message)
      assert.equal(hexEncode(sha256(message)), platform(message))
      assert.equal(hexEncode(message), before)
    }),
  )
})
