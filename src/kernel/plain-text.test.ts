import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findUnkeepable } from '#kernel/plain-text.ts'

test('a NUL and half a surrogate pair are found, wherever they stand', () => {
  const value = { a: 'good 😀', b: ['x', 'y\0'], c: { d: '\ud83d', e: null, f: 1 } }
  assert.deepEqual(findUnkeepable(value), [
    ['b', '1'],
    ['c', 'd'],
  ])
  assert.deepEqual(findUnkeepable('\0'), [[]])
})

test('what people write is kept: newlines, Chinese, Russian, characters beyond the first plane', () => {
  assert.deepEqual(findUnkeepable({ text: '济南\nДостык 𠮷 😀' }), [])
})
