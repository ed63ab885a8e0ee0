import assert from 'node:assert/strict'
import { test } from 'node:test'
import { looksAlike } from '#web/map/crowd-alike.ts'
import type { DrawnCrowd } from '#web/map/drawn.ts'

const MINUTE_MS = 60_000
const crowd: DrawnCrowd = {
  lon: Float64Array.of(80.41, 6.76),
  lat: Float64Array.of(44.2, 51.43),
  count: Uint32Array.of(1, 12),
  tone: Uint8Array.of(0, 2),
  bounds: Float64Array.of(80.41, 44.2, 80.41, 44.2, 6.7, 51.4, 6.8, 51.5),
  ids: ['ctr_1', ''],
  heardAt: Float64Array.of(0, 0),
  listed: Uint8Array.of(0, 0),
}
const far = 512 * 2 ** 3
const near = 512 * 2 ** 11
const alike = (changed: Partial<DrawnCrowd>, worldPx = far) =>
  looksAlike({ drawn: crowd, worldPx }, { drawn: { ...crowd, ...changed }, worldPx })

test('what moved by less than a point of the screen is not drawn anew, and near by it is', () => {
  const moved = { lon: Float64Array.of(80.411, 6.76) }
  assert.equal(alike({}), true)
  assert.equal(alike(moved), true)
  assert.equal(alike(moved, near), false)
})

test('another number, colour, box, way of knowing, reach, or hearing of a silent box is seen', () => {
  assert.equal(alike({ count: Uint32Array.of(1, 13) }), false)
  assert.equal(alike({ tone: Uint8Array.of(1, 2) }), false)
  assert.equal(alike({ ids: ['ctr_2', ''] }), false)
  assert.equal(alike({ listed: Uint8Array.of(1, 0) }), false)
  assert.equal(alike({ heardAt: Float64Array.of(5 * MINUTE_MS, 0) }), false)
  assert.equal(alike({ heardAt: Float64Array.of(0, 5 * MINUTE_MS) }), true)
  const bounds = Float64Array.of(80.41, 44.2, 80.41, 44.2, 5.7, 51.4, 6.8, 51.5)
  assert.equal(alike({ bounds }), false)
})

test('a mark of many is drawn anew when its number reads otherwise', () => {
  const many = (count: number) => ({ ...crowd, count: Uint32Array.of(1, count) })
  const alikeFrom = (one: number, other: number) =>
    looksAlike({ drawn: many(one), worldPx: far }, { drawn: many(other), worldPx: far })
  assert.equal(alikeFrom(1_240, 1_201), true)
  assert.equal(alikeFrom(1_240, 1_300), false)
  assert.equal(alikeFrom(999, 1_000), false)
  assert.equal(alikeFrom(12_100, 12_999), true)
  assert.equal(alikeFrom(240, 241), false)
  assert.equal(alikeFrom(1, 2), false)
})

test('another width of the world is another drawing', () => {
  assert.equal(looksAlike({ drawn: crowd, worldPx: far }, { drawn: crowd, worldPx: near }), false)
})
