import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GAP_MS, momentAt, trailUntil, type TimedPosition } from '#web/map/replay.ts'

const HOUR = 3_600_000
const at = (hours: number, lat: number, more: object = {}): TimedPosition => ({
  ms: hours * HOUR,
  lat,
  lon: 100,
  ...more,
})
const way = [at(0, 40), at(1, 41), at(2, 42), at(2 + GAP_MS / HOUR + 1, 50), at(10, 51)]

test('between two fixes it is on the line between them', () => {
  assert.deepEqual(momentAt(way, 0.5 * HOUR), {
    lat: 40.5,
    lon: 100,
    knownMs: 0,
    guessed: false,
    listed: false,
  })
  assert.equal(momentAt(way, -1), undefined)
  assert.equal(momentAt([], 1), undefined)
  assert.equal(momentAt(way, 2 * HOUR)?.lat, 42)
})

test('in a gap it stays where it was last, and after long that is a guess', () => {
  assert.deepEqual(momentAt(way, 5 * HOUR), {
    lat: 42,
    lon: 100,
    knownMs: 2 * HOUR,
    guessed: false,
    listed: false,
  })
  assert.equal(momentAt(way, 2 * HOUR + GAP_MS + 1)?.guessed, true)
  assert.equal(momentAt(way, 11 * HOUR)?.guessed, false)
  assert.equal(momentAt(way, 30 * HOUR)?.guessed, true)
})

test('the way falls apart where nobody saw it', () => {
  const { seen, between, listed } = trailUntil(way)
  assert.deepEqual(
    seen.map((stretch) => stretch.map(({ lat }) => lat)),
    [
      [40, 41, 42],
      [50, 51],
    ],
  )
  assert.deepEqual(
    between.map((stretch) => stretch.map(({ lat }) => lat)),
    [[42, 50]],
  )
  assert.deepEqual(listed, [])
})

test('up to a moment it ends where the container was then', () => {
  const { seen } = trailUntil(way, 1.25 * HOUR)
  assert.deepEqual(
    seen.map((stretch) => stretch.map(({ lat }) => lat)),
    [
      [40, 41],
      [41, 41.25],
    ],
  )
  assert.deepEqual(trailUntil(way, -1).seen, [])
})

test('what a list says is a place, not a measured way', () => {
  const listed = [at(0, 40), at(1, 41), at(2, 43, { listed: true }), at(3, 44)]
  const trail = trailUntil(listed)
  assert.deepEqual(
    trail.seen.map((stretch) => stretch.map(({ lat }) => lat)),
    [[40, 41]],
  )
  assert.equal(trail.between.length, 2)
  assert.deepEqual(
    trail.listed.map(({ lat }) => lat),
    [43],
  )
  const told = [1.5, 2.5, 3.5].map((hours) => momentAt(listed, hours * HOUR))
  assert.deepEqual(
    told.map((moment) => [moment?.lat, moment?.guessed, moment?.listed]),
    [
      [41, false, false],
      [43, true, true],
      [44, false, false],
    ],
  )
})
