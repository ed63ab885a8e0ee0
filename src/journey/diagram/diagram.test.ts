// The geometry of train diagrams: stations by distance, level dwell at borders, actual lines that never run back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StationCode } from '#kernel/station.ts'
import { LINES } from '#train/fixtures.ts'
import {
  actualLine,
  callsOf,
  expectedLine,
  latenessOf,
  plannedLine,
  stationsOf,
  type Passed,
} from '#journey/diagram/diagram.ts'

const HOUR = 3_600_000
const DEPARTS = Date.parse('2026-11-20T01:00:00Z')
const { stops } = LINES.tashkent
const stations = stationsOf(stops)
const kmOf = new Map(stations.map(({ station, km }) => [station, km]))
const km = (code: string) => kmOf.get(StationCode.parse(code))!
const hoursAt = (at: string) => (Date.parse(at) - DEPARTS) / HOUR
const passed = (
  code: string,
  kind: Passed['kind'],
  hours: number,
  by: Passed['by'] = 'stated',
): Passed => ({
  station: StationCode.parse(code),
  kind,
  by,
  ms: DEPARTS + hours * HOUR,
  containers: 3,
})

test('stations stand by their distance, those between the stops too, in the order of the way', () => {
  const codes = stations.map(({ station }) => station as string)
  assert.equal(codes[0], 'CN-DONGJIA')
  assert.equal(codes.at(-1), 'UZ-CHUKURSAY')
  assert.ok(codes.includes('CN-JINGHE'))
  assert.deepEqual(
    stations.filter(({ isStop }) => isStop).map(({ station }) => station),
    stops.map(({ station }) => station),
  )
  for (const [index, one] of stations.entries())
    assert.ok(index === 0 || one.km > stations[index - 1]!.km, one.station)
  const whole = stations.at(-1)!.km
  assert.ok(whole > 5_000 && whole < 7_000, String(whole))
})

test('a train stands at the border, level, until it must go to be beyond it when planned', () => {
  const line = plannedLine(stops, kmOf, DEPARTS)
  const atKhorgos = line.filter((point) => point.km === km('CN-KHORGOS'))
  const [arrives, leaves] = atKhorgos.map(({ at }) => hoursAt(at))
  assert.equal(arrives, 120)
  assert.ok(leaves! > 131 && leaves! < 132, String(leaves))
  const beyond = line.find((point) => point.km === km('KZ-ALTYNKOL'))!
  assert.equal(hoursAt(beyond.at), 132)
  for (const [index, point] of line.entries())
    assert.ok(index === 0 || Date.parse(point.at) >= Date.parse(line[index - 1]!.at))
})

test('as it ran: people’s word, the tracker where it knows better, and where it is now', () => {
  const known = [
    passed('CN-DONGJIA', 'left', 2),
    passed('CN-XIAN', 'passed', 30, 'seen'),
    passed('CN-KHORGOS', 'arrived', 126),
    passed('CN-KHORGOS', 'arrived', 127, 'seen'),
    passed('KZ-ALTYNKOL', 'left', 140),
    passed('KZ-ALTYNKOL', 'left', 143, 'seen'),
  ]
  const here = { km: km('KZ-ALTYNKOL') + 200, ms: DEPARTS + 150 * HOUR }
  const line = actualLine(stations, known, here)
  assert.deepEqual(
    line.map(({ at }) => hoursAt(at)),
    [2, 30, 126, 143, 150],
  )
  assert.equal(latenessOf(plannedLine(stops, kmOf, DEPARTS), line.slice(0, 3)), 6 * 60)
  const call = callsOf(stops, DEPARTS, known).find(({ station }) => station === 'CN-KHORGOS')!
  assert.deepEqual(
    [hoursAt(call.plannedAt!), hoursAt(call.arrivedAt!), call.by],
    [120, 126, 'stated'],
  )
})

test('what would run back along the line or in time is left out', () => {
  const known = [
    passed('CN-DONGJIA', 'left', 2),
    passed('CN-XIAN', 'arrived', 40),
    passed('CN-XIAN', 'left', 39, 'seen'),
    passed('CN-LANZHOU', 'arrived', 20, 'seen'),
  ]
  const line = actualLine(stations, known, { km: 10, ms: DEPARTS + 60 * HOUR })
  assert.deepEqual(
    line.map(({ at }) => hoursAt(at)),
    [2, 40],
  )
})

test('nothing known is nothing drawn, and the estimate goes on from what is', () => {
  const planned = plannedLine(stops, kmOf, DEPARTS)
  assert.deepEqual(actualLine(stations, [], { km: 100, ms: DEPARTS }), [])
  assert.equal(latenessOf(planned, []), null)
  assert.deepEqual(expectedLine([], [{ km: 100, ms: DEPARTS }]), [])
  const actual = actualLine(stations, [passed('CN-DONGJIA', 'left', 3)], null)
  assert.equal(latenessOf(planned, actual), 3 * 60)
  const ahead = [0, 120, 400].map((hours, index) => ({
    km: index * 1_000,
    ms: DEPARTS + hours * HOUR,
  }))
  assert.deepEqual(
    expectedLine(actual, ahead).map(({ at }) => hoursAt(at)),
    [3, 120, 400],
  )
})
