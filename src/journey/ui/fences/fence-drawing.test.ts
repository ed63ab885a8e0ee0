import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distanceKm, getStation, STATIONS } from '#kernel/station.ts'
import { defaultFence, Fence, kmOutside } from '#journey/fence/geofence.ts'
import {
  areaOf,
  asKind,
  extentOf,
  handlesOf,
  withHandle,
  withPlace,
} from '#journey/ui/fences/fence-drawing.ts'

const KHORGOS = getStation('CN-KHORGOS')
const centre = { lat: KHORGOS.lat, lon: KHORGOS.lon }
const circle: Fence = { kind: 'circle', centre, radiusKm: 4 }
const square: Fence = {
  kind: 'polygon',
  points: [
    { lat: 44, lon: 80 },
    { lat: 44, lon: 80.1 },
    { lat: 44.1, lon: 80.1 },
    { lat: 44.1, lon: 80 },
  ],
}
const strip: Fence = {
  kind: 'corridor',
  points: [
    { lat: 44, lon: 80 },
    { lat: 44, lon: 80.2 },
  ],
  widthKm: 1,
}

test('a circle is drawn where it ends', () => {
  for (const point of areaOf('x', circle, true).points)
    assert.ok(Math.abs(distanceKm(centre, point) - 4) < 0.02)
})

test('every shape of every station’s area can be kept, and holds the middle of the one before', () => {
  for (const station of STATIONS)
    for (const kind of ['circle', 'polygon', 'corridor'] as const) {
      const fence = Fence.parse(asKind(defaultFence(station), kind))
      assert.equal(fence.kind, kind)
      assert.equal(kmOutside(fence, station), 0, `${station.code} ${kind}`)
      for (const again of ['circle', 'polygon', 'corridor'] as const)
        Fence.parse(asKind(fence, again))
    }
})

test('what is held is moved: a middle, a rim, a corner', () => {
  const [middle, rim] = handlesOf(circle)
  assert.deepEqual(middle, centre)
  const wider = withHandle(circle, 1, { lat: centre.lat, lon: rim!.lon + 0.02 })
  assert.ok(wider.kind === 'circle' && wider.radiusKm > 5 && wider.radiusKm < 6)
  const there = { lat: 44.3, lon: 80.5 }
  assert.deepEqual(withHandle(circle, 0, there), { ...circle, centre: there })
  const bent = withHandle(square, 2, there)
  assert.deepEqual(bent.kind === 'polygon' && bent.points[2], there)
})

test('a press puts a corner where it makes the least detour', () => {
  const placed = (fence: Fence, lat: number, lon: number) => {
    const after = withPlace(fence, { lat, lon })
    assert.ok(after.kind !== 'circle')
    return after.points.findIndex((point) => point.lat === lat && point.lon === lon)
  }
  assert.equal(placed(square, 43.99, 80.05), 1)
  assert.equal(placed(square, 44.05, 80.11), 2)
  assert.equal(placed(square, 44.05, 79.99), 0)
  assert.equal(placed(strip, 44.01, 80.1), 1)
  assert.equal(placed(strip, 44, 80.3), 2)
  assert.equal(placed(strip, 44, 79.9), 0)
})

test('all of an area is in sight', () => {
  for (const fence of [circle, square, strip]) {
    const [west, south, east, north] = extentOf(fence) as [number, number, number, number]
    for (const { lat, lon } of areaOf('x', fence, false).points)
      assert.ok(lat > south && lat < north && lon > west && lon < east)
  }
})
