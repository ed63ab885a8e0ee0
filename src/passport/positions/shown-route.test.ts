// A route shown against a verified one: what is the same, what is not, what cannot be told.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RawFix, Track, TrackerId } from '#tracking/contract.ts'
import { compareRoute } from '#passport/positions/shown-route.ts'

const START_MS = Date.parse('2026-03-02T08:00:00Z')
const at = (minute: number) => new Date(START_MS + minute * 60_000).toISOString()

const fix = (minute: number, latitudeE7: number, quality: RawFix['quality'] = 'good'): RawFix => ({
  alarm: 0,
  altitudeM: 0,
  atMs: START_MS + minute * 60_000,
  headingDeg: 0,
  items: [],
  latitudeE7,
  longitudeE7: 1_037_000_000,
  quality,
  receivedMs: START_MS,
  serial: minute,
  speedTenthsKmh: 0,
  status: 0,
  tracker: 'dev_00000000000000000000' as TrackerId,
})

const hour = (hourAt: string, fixes: RawFix[]) => ({
  ...{ hour: hourAt, fixes, previous: null, version: 1, index: 7 },
})
const point = (minute: number, latitude: number) => {
  return { deviceTime: at(minute), latitude, longitude: 103.7, speedKmh: 0 }
}
const track = (points: Track['points'], pointsRecorded = points.length) => ({
  ...{ points, pointsRecorded },
})

const hours = [
  hour(at(0), [fix(1, 361_234_567), fix(2, 361_234_568), fix(3, 0, 'null_island')]),
  hour(at(60), [fix(61, 362_000_000)]),
]

test('the same route is proven point by point, and what has no hour in the file is told apart', () => {
  const listed = { ...point(5, 36), precision: 'station' as const }
  const shown = [point(1, 36.1234567), point(2, 36.1234568), point(61, 36.2), point(121, 36.3)]
  assert.deepEqual(compareRoute(track([...shown, listed]), { hours }), {
    proven: 3,
    differing: [],
    missing: [],
    notEntered: 1,
    listed: 1,
  })
})

test('a point moved, added, left out or shown twice is found', () => {
  const whole = [point(1, 36.1234567), point(2, 36.1234568), point(61, 36.2)]
  const judge = (points: Track['points'], recorded = points.length) => {
    const { differing, missing } = compareRoute(track(points, recorded), { hours })
    return [differing, missing]
  }
  assert.deepEqual(judge(whole), [[], []])
  assert.deepEqual(judge([point(1, 36.1234566), ...whole.slice(1)]), [[at(1)], [at(1)]])
  assert.deepEqual(judge([...whole, point(30, 36)]), [[at(30)], []])
  assert.deepEqual(judge(whole.slice(1)), [[], [at(1)]])
  assert.deepEqual(judge([whole[0]!, ...whole]), [[at(1)], []])
  // A fix that was not good is shown to nobody.
  assert.deepEqual(judge([...whole, { ...point(3, 0) }]), [[at(3)], []])
  // Of a route shown thinned, what is not shown says nothing.
  assert.deepEqual(judge(whole.slice(1), 3), [[], []])
})
