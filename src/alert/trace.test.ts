// What reports come to: sensors by the names they go by, places, gaps, and contacts that open and close.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeLocation, encodeLocation, type Location } from '#gateway/protocols/jt808/location.ts'
import { DIALECTS, type DialectName } from '#gateway/protocols/jt808/vendor-items.ts'
import { openingsIn } from '#alert/late-hours.ts'
import { senseOf, type Sensed } from '#alert/sensing.ts'
import { advance, intervalMs, type Report, type Trace } from '#alert/trace.ts'

const MINUTE = 60_000
const START = Date.parse('2026-03-10T00:00:00Z')
const PLAIN: Location = {
  time: '2026-03-10T08:00:00+08:00',
  latitude: 45,
  longitude: 80,
  altitudeM: 0,
  speedKmh: 0,
  headingDeg: 0,
  alarm: 0,
  status: 0b11,
  items: [],
}

/** As it comes off the wire: through the frame's bytes and the maker's dialect. */
function sensed(changes: Partial<Location>, dialect: DialectName = 'common'): Sensed {
  const bytes = encodeLocation({ ...PLAIN, ...changes })
  const read = decodeLocation(bytes, 0, bytes.length, DIALECTS[dialect])
  assert.ok(!('error' in read))
  return senseOf(read as never)
}
const said = (told: Partial<Sensed>) =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
const QUIET = { doorOpen: false, batteryLow: false }

test('what a frame says of door, seal, temperature and battery', () => {
  const cases: readonly [string, Partial<Location>, DialectName, object][] = [
    ['nothing', {}, 'common', QUIET],
    ['door 1 by the state', { status: 0b11 | (1 << 13) }, 'common', { ...QUIET, doorOpen: true }],
    ['door 5 by the state', { status: 0b11 | (1 << 17) }, 'common', { ...QUIET, doorOpen: true }],
    ['bits beside the doors', { status: 0b11 | (1 << 12) | (1 << 18) }, 'common', QUIET],
    ['unlawful opening', { alarm: 2 ** 31 }, 'common', { ...QUIET, doorOpen: true }],
    ['supply low', { alarm: 1 << 7 }, 'common', { ...QUIET, batteryLow: true }],
    ['battery', hex('0xFE', '0c'), 'common', { ...QUIET, batteryPercent: 12 }],
    ['lock in', hex('0xDA', '000301'), 'jointech', { ...QUIET, sealBroken: false, ropeCuts: 3 }],
    ['lock out', hex('0xDA', '000300'), 'jointech', { ...QUIET, sealBroken: true, ropeCuts: 3 }],
    ['taken off', hex('0xFA', '00000002'), 'gps51', { ...QUIET, sealBroken: true }],
    [
      'battery low',
      hex('0xFA', '00000100'),
      'gps51',
      { ...QUIET, sealBroken: false, batteryLow: true },
    ],
    [
      'a child lock that is open',
      hex('0xD5', `01${'00026043232795980277'}53${'0020'}`),
      'huabao',
      { ...QUIET, sealBroken: true, batteryPercent: 83 },
    ],
    [
      'two sensors, one of them not connected',
      hex('0x51', '805004f600c8'),
      'common',
      { ...QUIET, coldestC: -8, hottestC: 20 },
    ],
  ]
  for (const [why, changes, dialect, expected] of cases)
    assert.deepEqual(said(sensed(changes, dialect)), expected, why)
})

function hex(id: string, value: string): Partial<Location> {
  return { items: [{ id, hex: value }] }
}

test('what a machine sends by name; what it leaves out is not said', () => {
  const http = (items: readonly object[]) =>
    said(senseOf({ alarm: 0, status: 0, items: items as never }))
  assert.deepEqual(http([]), {})
  assert.deepEqual(http([{ id: 'a', name: 'isDoorOpen', value: 1 }]), { doorOpen: true })
  assert.deepEqual(http([{ id: 'a', name: 'isDoorOpen', value: 0 }]), { doorOpen: false })
  assert.deepEqual(http([{ id: 'a', name: 'isSealBroken', value: 1 }]), { sealBroken: true })
  assert.deepEqual(http([{ id: 'a', name: 'isLocked', value: 0 }]), { sealBroken: true })
  assert.deepEqual(http([{ id: 'a', name: 'isLocked', value: 1 }]), { sealBroken: false })
  const measured = { id: 't', name: 'temperatureC', value: 7.5 }
  assert.deepEqual(http([measured]), { coldestC: 7.5, hottestC: 7.5 })
  assert.deepEqual(http([{ ...measured, value: 999 }]), {})
})

const NOTHING: Sensed = {
  doorOpen: undefined,
  sealBroken: undefined,
  ropeCuts: undefined,
  coldestC: undefined,
  hottestC: undefined,
  batteryPercent: undefined,
  batteryLow: undefined,
}
const report = (minute: number, changes: Partial<Report> = {}): Report => ({
  tracker: 'dev',
  ms: START + minute * MINUTE,
  receivedMs: START + minute * MINUTE,
  lat: 45,
  lon: 80,
  isGood: true,
  sensed: NOTHING,
  ...changes,
})
const door = (minute: number, doorOpen: boolean) =>
  report(minute, { sensed: { ...NOTHING, doorOpen } })
const far = () => 0
const minutes = (ms: number | null | undefined) => (ms == null ? null : (ms - START) / MINUTE)

/** All at once, and one by one: a fold must not see how its reports came. */
function both(reports: readonly Report[]) {
  const whole = advance(null, reports, far)
  let trace: Trace | null = null
  const openings = []
  for (const one of reports) {
    const next = advance(trace, [one], far)
    trace = next.trace
    openings.push(...next.openings)
  }
  assert.deepEqual({ trace, openings }, whole)
  return whole
}

test('a door is open from its first word, and closed when that was said twice and for ten minutes', () => {
  const openMs = (reports: readonly Report[]) => minutes(both(reports).trace?.door?.openMs)
  assert.equal(openMs([door(0, false)]), null)
  const open = [door(0, false), door(5, true), door(6, true)]
  assert.equal(openMs(open), 5)
  assert.equal(openMs([...open, door(7, false)]), 5, 'once is not enough')
  assert.equal(openMs([...open, door(7, false), door(16, false)]), 5, 'nine minutes are not enough')
  assert.equal(
    openMs([...open, door(7, false), door(8, true), door(18, false)]),
    5,
    'a loose contact',
  )
  const closed = both([...open, door(7, false), door(17, false)])
  assert.equal(closed.trace?.door?.openMs, null)
  assert.deepEqual(
    closed.openings.map(({ contact, sinceMs, untilMs }) => [
      contact,
      minutes(sinceMs),
      minutes(untilMs),
    ]),
    [['door', 5, 7]],
  )
})

test('an hour by itself: what was opened in it, over or not', () => {
  const spans = (reports: readonly Report[]) =>
    openingsIn(reports).map(({ sinceMs, untilMs }) => [minutes(sinceMs), minutes(untilMs)])
  assert.deepEqual(spans([door(0, false), door(59, false)]), [])
  assert.deepEqual(spans([door(3, true), door(5, false), door(20, false), door(50, true)]), [
    [3, 5],
    [50, 50],
  ])
  assert.deepEqual(spans([door(50, true), door(55, false)]), [[50, 55]])
})

test('a rope that was cut is a broken seal, though the lock says it is in; another device counts anew', () => {
  const lock = (minute: number, ropeCuts: number, tracker = 'dev') =>
    report(minute, { tracker, sensed: { ...NOTHING, ropeCuts, sealBroken: false } })
  assert.equal(both([lock(0, 3), lock(10, 3)]).trace?.seal?.openMs, null)
  assert.equal(minutes(both([lock(0, 3), lock(10, 4)]).trace?.seal?.openMs), 10)
  assert.equal(both([lock(0, 3), lock(10, 9, 'dev2')]).trace?.seal?.openMs, null)
})

test('it stands where it has been since, give or take a shunting; a bad position moves nothing', () => {
  const at = (minute: number, lat: number, isGood = true) => report(minute, { lat, isGood })
  const still = (reports: readonly Report[]) => minutes(both(reports).trace?.still?.ms)
  assert.equal(still([at(0, 45), at(30, 45.01), at(60, 45)]), 0)
  assert.equal(still([at(0, 45), at(30, 45.5), at(60, 45.5)]), 30)
  assert.equal(still([at(0, 45), at(30, 46, false), at(60, 45)]), 0)
  assert.equal(minutes(both([at(0, 45), at(30, 46, false)]).trace?.readMs), 30, 'but it was heard')
  assert.equal(minutes(both([at(0, 45), at(30, 46, false)]).trace?.last?.ms), 0)
})

test('its own interval is the middle of its gaps, whatever gaps of coverage lie between', () => {
  const heard = (...at: number[]) => both(at.map((minute) => report(minute))).trace!
  assert.equal(intervalMs(heard(0, 10, 20)), undefined)
  assert.equal(intervalMs(heard(0, 10, 20, 30)), 10 * MINUTE)
  assert.equal(intervalMs(heard(0, 10, 20, 500, 510, 520)), 10 * MINUTE)
})

test('spans of five minutes: the last two that hold anything, with all that was measured in them', () => {
  const warm = (minute: number, celsius: number) =>
    report(minute, { sensed: { ...NOTHING, coldestC: celsius, hottestC: celsius } })
  const { trace } = both([warm(0, 9), warm(5, 1), warm(6, 3), warm(30, 2)])
  assert.deepEqual(
    trace?.hottestC.map(({ ms, least, most }) => [minutes(ms), least, most]),
    [
      [5, 1, 3],
      [30, 2, 2],
    ],
  )
})
