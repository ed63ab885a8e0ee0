// What the tracker saw: areas, hysteresis, stray and late fixes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distanceKm, getStation, STATIONS, StationCode, type Position } from '#kernel/station.ts'
import { CROSSINGS } from '#kernel/corridors.ts'
import { defaultFence, findCrossing, kmOutside } from '#journey/fence/geofence.ts'
import { LEAVE_MARGIN_KM, spot, type Fix, type StationFence } from '#journey/fence/spotting.ts'

const KHORGOS = getStation('CN-KHORGOS')
const ALTYNKOL = getStation('KZ-ALTYNKOL')
const fenceOf = (code: string, acrossFrom?: string): StationFence => ({
  station: StationCode.parse(code),
  fence: defaultFence(getStation(code)),
  ...(acrossFrom && { acrossFrom: StationCode.parse(acrossFrom) }),
})
const FENCES = [fenceOf('CN-URUMQI'), fenceOf('CN-KHORGOS'), fenceOf('KZ-ALTYNKOL', 'CN-KHORGOS')]

/** `minute place`: K Khorgos, A Altynkol, U Urumqi, each with km north of it; `-` nowhere. */
function fixesOf(text: string): Fix[] {
  const near = (to: Position, km: number) => ({ lat: to.lat + km / 111.2, lon: to.lon })
  return text
    .trim()
    .split(/\s*,\s*/)
    .map((each) => {
      const [, minute, place, km = '0'] = /^(\d+)([KAU-])([\d.]*)$/.exec(each)!
      const ms = Number(minute) * 60_000
      if (place === '-') return { ms, lat: 47, lon: 60 }
      const station = { K: KHORGOS, A: ALTYNKOL, U: getStation('CN-URUMQI') }[place as 'K']
      return { ms, ...near(station, Number(km || 0)) }
    })
}
const told = (fixes: readonly Fix[]) =>
  spot(fixes, FENCES)
    .map(({ station, kind, ms }) => `${kind} ${station.slice(3)} ${ms / 60_000}`)
    .join(', ')

const TABLE: [what: string, fixes: string, seen: string][] = [
  ['a stop', '0-, 10K, 20K, 30K, 40-, 50-', 'arrived KHORGOS 10, departed KHORGOS 40'],
  ['still there', '0-, 10K, 20K', 'arrived KHORGOS 10'],
  ['not long enough to be a stop', '10K, 15K, 20-, 30-', 'passed KHORGOS 10'],
  ['one fix on the way through', '0-, 10K, 20-, 30-', 'passed KHORGOS 10'],
  ['one fix, and nothing after it', '0-, 10K', ''],
  [
    'a stray fix outside',
    '10K, 20K, 30-, 40K, 50K, 60-, 70-',
    'arrived KHORGOS 10, departed KHORGOS 60',
  ],
  [
    'in the margin it is still there',
    '10K, 20K5, 30K5, 40K5, 50-, 60-',
    'arrived KHORGOS 10, departed KHORGOS 50',
  ],
  ['in the margin alone it was never there', '10K5, 20K5, 30-', ''],
  [
    'over the border',
    '10K, 20K, 60A, 70A, 80A, 90-, 100-',
    'arrived KHORGOS 10, departed KHORGOS 60, arrived ALTYNKOL 60, border_crossed ALTYNKOL 60, departed ALTYNKOL 90',
  ],
  [
    'back again: the first arrival, the last departure',
    '10K, 20K, 30-, 40-, 50K, 60K, 70-, 80-',
    'arrived KHORGOS 10, departed KHORGOS 70',
  ],
  [
    'beyond the border before it: no crossing',
    '10A, 20A, 30-, 40-',
    'arrived ALTYNKOL 10, departed ALTYNKOL 30',
  ],
]

test('arrived, departed, passed, crossed: with hysteresis', () => {
  for (const [what, fixes, seen] of TABLE) assert.equal(told(fixesOf(fixes)), seen, what)
})

const anyFixes = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom('K', 'K5', 'A', 'U', '-')), {
    minLength: 1,
    maxLength: 40,
  })
  .map((steps) => {
    let minute = 0
    return fixesOf(steps.map(([after, place]) => `${(minute += after)}${place}`).join(', '))
  })

test('read in any portions, with portions coming late, the end is the same', () => {
  fc.assert(
    fc.property(anyFixes, fc.array(fc.nat()), (fixes, order) => {
      const arrival = fixes.toSorted(
        (one, other) => (order[one.ms] ?? one.ms) - (order[other.ms] ?? other.ms),
      )
      const known: Fix[] = []
      let last = ''
      for (const fix of arrival) {
        known.push(fix)
        last = told(known.toSorted((one, other) => one.ms - other.ms))
      }
      assert.equal(last, told(fixes))
    }),
  )
})

test('reading on from the last departure finds what reading the whole way finds after it', () => {
  fc.assert(
    fc.property(anyFixes, (fixes) => {
      const whole = spot(fixes, FENCES)
      const left = whole.findLast(({ kind }) => kind === 'departed')
      if (left === undefined) return
      const rest = spot(
        fixes.filter(({ ms }) => ms >= left.ms),
        FENCES,
      )
      const after = whole.filter(
        ({ kind, ms }) => ms >= left.ms && kind !== 'border_crossed' && kind !== 'departed',
      )
      for (const one of after)
        assert.ok(
          rest.some(
            ({ kind, station, ms }) =>
              kind === one.kind && station === one.station && ms === one.ms,
          ),
        )
    }),
  )
})

test('each arrives before it departs, and nothing is seen twice', () => {
  fc.assert(
    fc.property(anyFixes, (fixes) => {
      const seen = spot(fixes, FENCES)
      assert.equal(new Set(seen.map(({ kind, station }) => `${kind} ${station}`)).size, seen.length)
      for (const { station, kind, ms } of seen)
        if (kind === 'departed')
          assert.ok(
            seen.some((one) => one.station === station && one.kind === 'arrived' && one.ms < ms),
          )
    }),
  )
})

test('the usual areas of the two sides of a border do not touch, margins neither', () => {
  for (const { from, to } of CROSSINGS) {
    const [one, other] = [getStation(from), getStation(to)]
    const radius = (each: typeof one) => {
      const fence = defaultFence(each)
      return fence.kind === 'circle' ? fence.radiusKm : 0
    }
    const gap = distanceKm(one, other) - radius(one) - radius(other)
    assert.ok(gap > 0, `${from} ${to}: ${gap}`)
  }
  assert.ok(LEAVE_MARGIN_KM > 0)
  assert.ok(STATIONS.every((station) => kmOutside(defaultFence(station), station) === 0))
})

test('polygons and corridors', () => {
  const yard = {
    kind: 'polygon' as const,
    points: [
      { lat: 44, lon: 80 },
      { lat: 44, lon: 80.2 },
      { lat: 44.1, lon: 80.2 },
      { lat: 44.1, lon: 80 },
    ],
  }
  assert.equal(kmOutside(yard, { lat: 44.05, lon: 80.1 }), 0)
  assert.ok(Math.abs(kmOutside(yard, { lat: 44.2, lon: 80.1 }) - 11.12) < 0.05)
  const line = { kind: 'corridor' as const, points: yard.points.slice(0, 2), widthKm: 2 }
  assert.equal(kmOutside(line, { lat: 44.01, lon: 80.1 }), 0)
  assert.ok(Math.abs(kmOutside(line, { lat: 44.1, lon: 80.1 }) - 9.12) < 0.05)
})

test('a ring whose sides meet is found, by the corners they begin at; one that only turns is not', () => {
  const ring = (...points: [number, number][]) =>
    findCrossing({ kind: 'polygon', points: points.map(([lat, lon]) => ({ lat, lon })) })
  assert.equal(ring([0, 0], [0, 2], [2, 2], [2, 0]), undefined)
  assert.equal(ring([0, 0], [0, 1], [1, 0]), undefined)
  assert.equal(ring([0, 0], [0, 4], [4, 4], [1, 3], [4, 0]), undefined, 'a bay')
  assert.deepEqual(ring([0, 0], [2, 2], [0, 2], [2, 0]), [1, 3], 'a bow')
  assert.deepEqual(ring([0, 0], [0, 4], [4, 4], [0, 2], [4, 0]), [1, 3], 'a corner on a side')
  assert.deepEqual(ring([0, 0], [0, 3], [0, 1], [0, 2], [1, 1]), [1, 3], 'back along itself')
})
