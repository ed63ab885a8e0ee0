// Where links stand: found again whatever the table's size, kept and taken up, forgotten beyond the end of what was kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SAMPLE_CODE } from '#passport/fixtures.ts'
import { linkOf } from '#passport/link.ts'
import { CHUNK_ENTRIES, openLinkBook } from '#passport/auditing/link-book.ts'

const linkAt = (index: number) => linkOf(SAMPLE_CODE, index)

test('a link that stood somewhere is found there, over many growths of the table', () => {
  const book = openLinkBook()
  for (let index = 0; index < 5_000; index += 1)
    assert.equal(book.note(linkAt(index), index), undefined)
  for (let index = 0; index < 5_000; index += 7)
    assert.equal(book.note(linkAt(index), 10_000 + index), index)
  assert.equal(book.note(linkAt(7), 20_000), 10_007)
  assert.equal(book.note(linkAt(7), 20_000), undefined)
})

test('what was kept is taken up as far as it goes; entries without a link are none', () => {
  const book = openLinkBook()
  const odd = (from: number, to: number) => {
    for (let index = from + 1; index < to; index += 2) book.note(linkAt(index), index)
  }
  odd(0, 300)
  const kept = new Map(
    book.takeChanged().map((chunk) => [chunk.number, Uint8Array.from(chunk.bytes)]),
  )
  odd(300, CHUNK_ENTRIES + 100)
  for (const { number, bytes } of book.takeChanged()) kept.set(number, Uint8Array.from(bytes))
  assert.deepEqual([...kept.keys()], [0, 1])
  assert.deepEqual(book.takeChanged(), [])

  const next = openLinkBook()
  const end = CHUNK_ENTRIES + 50
  for (const [number, bytes] of kept) next.takeUp({ number, bytes }, end)
  assert.equal(next.note(linkAt(3), end + 1), 3)
  assert.equal(next.note(linkAt(CHUNK_ENTRIES + 49), end + 2), CHUNK_ENTRIES + 49)
  assert.equal(next.note(linkAt(CHUNK_ENTRIES + 51), end + 3), undefined)
  assert.equal(next.note(linkAt(4), end + 4), undefined)
})
