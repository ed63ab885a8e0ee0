import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distanceKm, getStation, STATIONS } from '#kernel/station.ts'
import { datumOf, gcj02Of, wgs84Of } from '#web/map/datum.ts'

/** As the tests of eviltransform, which other libraries took over, have them. */
const PUBLISHED = [
  { wgs84: [31.1774276, 121.5272106], gcj02: [31.17530398364597, 121.531541859215] },
  { wgs84: [22.543847, 113.912316], gcj02: [22.540796131694766, 113.9171764808363] },
  { wgs84: [39.911954, 116.377817], gcj02: [39.91334545536069, 116.38404722455657] },
] as const

test('published points are moved to where they are published, and back', () => {
  for (const { wgs84, gcj02 } of PUBLISHED) {
    const moved = gcj02Of({ lat: wgs84[0], lon: wgs84[1] })
    assert.ok(Math.abs(moved.lat - gcj02[0]) < 1e-12, String(moved.lat))
    assert.ok(Math.abs(moved.lon - gcj02[1]) < 1e-12, String(moved.lon))
    const back = wgs84Of({ lat: gcj02[0], lon: gcj02[1] })
    assert.ok(Math.abs(back.lat - wgs84[0]) < 1e-6)
    assert.ok(Math.abs(back.lon - wgs84[1]) < 1e-6)
  }
})

test('there and back is where it was, to a decimetre', () => {
  const point = fc.record({
    lat: fc.double({ min: 18, max: 53, noNaN: true }),
    lon: fc.double({ min: 74, max: 134, noNaN: true }),
  })
  fc.assert(
    fc.property(point, (here) => distanceKm(wgs84Of(gcj02Of(here)), here) < 1e-4),
    { numRuns: 2_000 },
  )
})

test('what is in China is moved by some hundred metres, what is across its border is not', () => {
  const { toMap, fromMap } = datumOf('gcj02')
  for (const station of STATIONS) {
    const km = distanceKm(toMap(station), station)
    if (station.country === 'CN') assert.ok(km > 0.1 && km < 1, `${station.code} ${km}`)
    else assert.equal(km, 0, station.code)
    assert.ok(distanceKm(fromMap(toMap(station)), station) < 1e-3, station.code)
  }
  const { code, lat, lon } = toMap(getStation('CN-KHORGOS'))
  assert.deepEqual([code, lat === 44.2, lon === 80.41], ['CN-KHORGOS', false, false])
})

test('where the tiles need no shift, nothing is touched', () => {
  const point = { lat: 36, lon: 117 }
  for (const name of ['wgs84', undefined] as const) {
    assert.equal(datumOf(name).toMap(point), point)
    assert.equal(datumOf(name).fromMap(point), point)
  }
})
