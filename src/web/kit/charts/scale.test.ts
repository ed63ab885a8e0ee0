// Axes in round steps, labels that fit, names that do not cover one another.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { labelStep, spread, ticksTo } from '#web/kit/charts/scale.ts'

test('an axis goes in round steps from zero to the highest value or just beyond', () => {
  assert.deepEqual(ticksTo(110), [0, 50, 100, 150])
  assert.deepEqual(ticksTo(1), [0, 0.5, 1])
  assert.deepEqual(ticksTo(0.3), [0, 0.1, 0.2, 0.3])
  assert.deepEqual(ticksTo(0), [0, 1])
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (max) => {
      const ticks = ticksTo(max)
      assert.ok(ticks.at(-1)! >= max * (1 - 1e-9))
      assert.ok(ticks.length <= 7)
    }),
  )
})

test('labels are left out so that each has its room', () => {
  assert.equal(labelStep(16, 640, 46), 2)
  assert.equal(labelStep(5, 640, 46), 1)
  assert.equal(labelStep(53, 300, 46), 9)
})

test('names pushed apart keep their order and stay on the sheet as far as they fit', () => {
  assert.deepEqual(spread([10, 11, 40], 14, 0, 100), [10, 24, 40])
  assert.deepEqual(spread([95, 96, 97], 14, 0, 100), [72, 86, 100])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 30 }), (wanted) => {
      const placed = spread(
        wanted.toSorted((one, other) => one - other),
        14,
        0,
        500,
      )
      for (const [index, at] of placed.entries())
        if (index > 0) assert.ok(at - placed[index - 1]! >= 14 - 1e-9)
    }),
  )
})
