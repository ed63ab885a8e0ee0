import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  gather,
  latOf,
  lonOf,
  mercatorX,
  mercatorY,
  rowsWithin,
  type Crowd,
  type Sight,
} from '#web/map/crowd.ts'

interface Box {
  readonly lat: number
  readonly lon: number
  readonly tone?: number
  readonly wanted?: boolean
}

function crowdOf(boxes: readonly Box[]): Crowd {
  return {
    count: boxes.length,
    x: Float64Array.from(boxes, ({ lon }) => mercatorX(lon)),
    y: Float64Array.from(boxes, ({ lat }) => mercatorY(lat)),
    wanted: Uint8Array.from(boxes, ({ wanted = true }) => Number(wanted)),
    tone: Uint8Array.from(boxes, ({ tone = 0 }) => tone),
  }
}
const worldAt = (zoom: number, part: Partial<Sight> = {}): Sight => ({
  west: 0,
  north: 0,
  east: 1,
  south: 1,
  worldPx: 512 * 2 ** zoom,
  ...part,
})
const sorted = (counts: Uint32Array) => [...counts].toSorted((one, other) => one - other)
const KHORGOS = { lat: 44.2, lon: 80.41 }
const ALTYNKOL = { lat: 44.15, lon: 80.25 }
const DUISBURG = { lat: 51.43, lon: 6.76 }

test('the map’s square and degrees are each other’s way back', () => {
  const degrees = fc.record({
    lat: fc.double({ min: -84, max: 84, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
  })
  fc.assert(
    fc.property(degrees, ({ lat, lon }) => {
      assert.ok(Math.abs(latOf(mercatorY(lat)) - lat) < 1e-9)
      assert.ok(Math.abs(lonOf(mercatorX(lon)) - lon) < 1e-9)
    }),
  )
})

test('what would be drawn on top of each other is one mark; come nearer, it falls apart', () => {
  const crowd = crowdOf([KHORGOS, KHORGOS, ALTYNKOL, DUISBURG])
  const far = gather(crowd, worldAt(3))
  assert.deepEqual(sorted(far.count), [1, 3])
  const near = gather(crowd, worldAt(11))
  assert.deepEqual(sorted(near.count), [1, 1, 2])
  const three = [...far.count].indexOf(3)
  const [west, south, east, north] = [...far.bounds.subarray(three * 4, three * 4 + 4)]
  for (const [seen, known] of [
    [west, ALTYNKOL.lon],
    [south, ALTYNKOL.lat],
    [east, KHORGOS.lon],
    [north, KHORGOS.lat],
  ] as const)
    assert.ok(Math.abs(seen! - known) < 1e-9)
  assert.deepEqual(rowsWithin(crowd, [west!, south!, east!, north!], 10), [0, 1, 2])
  assert.deepEqual(rowsWithin(crowd, [west!, south!, east!, north!], 2), [0, 1])
})

test('nothing is lost and nothing counted twice, wherever the boxes are and however they are gathered', () => {
  const box = fc.record({
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    lon: fc.double({ min: -179, max: 179, noNaN: true }),
    wanted: fc.boolean(),
    tone: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.array(box, { maxLength: 300 }), fc.nat(5), (boxes, zoom) => {
      const { count, tone } = gather(crowdOf(boxes), worldAt(zoom))
      const sum = count.reduce((total, one) => total + one, 0)
      assert.equal(sum, boxes.filter(({ wanted }) => wanted).length)
      assert.ok(tone.every((one) => one <= 3))
    }),
  )
})

test('only what is in sight and wanted is drawn; a box without a place is nowhere', () => {
  const crowd = crowdOf([KHORGOS, DUISBURG, { lat: NaN, lon: NaN }, { ...KHORGOS, wanted: false }])
  const asia = worldAt(4, { west: mercatorX(60) })
  assert.deepEqual([...gather(crowd, asia).count], [1])
  assert.deepEqual([...gather(crowd, asia).row], [0])
  assert.deepEqual([...gather(crowd, worldAt(4, { west: 0.9, east: 0.1 })).count], [])
})

test('a mark is as bad as one in ten of its boxes', () => {
  const tones = (bad: number) => {
    const boxes = Array.from({ length: 100 }, (_, at) => ({ ...KHORGOS, tone: at < bad ? 3 : 0 }))
    return [...gather(crowdOf(boxes), worldAt(5)).tone]
  }
  assert.deepEqual([tones(0), tones(9), tones(10)], [[0], [0], [3]])
})

test('cells stand still while the map is moved', () => {
  const boxes = Array.from({ length: 400 }, (_, at) => ({
    lat: 40 + (at % 20) / 3,
    lon: 70 + Math.floor(at / 20) / 3,
  }))
  const crowd = crowdOf(boxes)
  const wide = gather(crowd, worldAt(4))
  const shifted = gather(crowd, worldAt(4, { west: 0.01, north: 0.013 }))
  assert.deepEqual(sorted(wide.count), sorted(shifted.count))
})
