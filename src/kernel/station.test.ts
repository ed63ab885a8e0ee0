/** The station table, the lines between the stations, and routes along them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { COUNTRIES } from '#kernel/country.ts'
import { CORRIDOR_LINES, CROSSINGS, LEGS } from '#kernel/corridors.ts'
import {
  crossingsAlong,
  findRoute,
  placeOnRoute,
  positionAtKm,
  routeKm,
  stationsAlong,
  type Route,
} from '#kernel/route.ts'
import {
  distanceKm,
  findStation,
  STATION_GAUGES,
  getStation,
  nameKey,
  namesOf,
  nearestStation,
  STATION_ROLES,
  StationCode,
  STATIONS,
} from '#kernel/station.ts'
import { STATION_ROWS } from '#kernel/stations.ts'
import { UnLocode } from '#kernel/un-locode.ts'

/** Rough outlines, west, south, east, north: enough to catch swapped or mistyped coordinates. */
const OUTLINES: Record<string, readonly [number, number, number, number]> = {
  CN: [73, 18, 135, 54],
  KZ: [46, 40, 88, 56],
  UZ: [55, 37, 74, 46],
  MN: [87, 41, 120, 53],
  RU: [19, 41, 180, 78],
  BY: [23, 51, 33, 57],
  UA: [22, 44, 41, 53],
  AZ: [44, 38, 51, 42],
  GE: [39.9, 41, 47, 44],
  PL: [14, 49, 24.2, 55],
  DE: [5.8, 47, 15.1, 55.1],
  NL: [3.3, 50.7, 7.3, 53.6],
  BE: [2.5, 49.4, 6.5, 51.6],
  CZ: [12, 48.5, 18.9, 51.1],
  AT: [9.5, 46.3, 17.2, 49.1],
  HU: [16, 45.7, 22.9, 48.6],
  SK: [16.8, 47.7, 22.6, 49.7],
  LT: [20.9, 53.8, 26.9, 56.5],
}

test('every row has its thirteen cells and makes a plausible station', () => {
  for (const row of STATION_ROWS.trim().split('\n')) assert.equal(row.split('|').length, 13, row)
  for (const station of STATIONS) {
    const { code, lat, lon } = station
    assert.match(code, /^[A-Z]{2}-[A-Z]{2,16}$/)
    assert.ok(STATION_GAUGES.includes(station.gaugeMm), code)
    assert.ok(STATION_ROLES.includes(station.role), code)
    assert.ok(station.country in COUNTRIES, code)
    const [west, south, east, north] = OUTLINES[station.country] ?? [0, 0, 0, 0]
    assert.ok(lon >= west && lon <= east && lat >= south && lat <= north, `${code} ${lat},${lon}`)
    assert.doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone: station.timeZone }), code)
    for (const text of [station.name, station.city]) {
      assert.match(text.zh, /\p{Script=Han}/u, code)
      assert.match(text.ru, /\p{Script=Cyrillic}/u, code)
      assert.match(text.en, /\p{Script=Latin}/u, code)
    }
    if (station.unLocode === undefined) continue
    assert.equal(UnLocode.parse(station.unLocode), station.unLocode)
    assert.equal(station.unLocode.slice(0, 2), station.country)
  }
})

test('codes are unique and no name or alias means two stations', () => {
  assert.equal(new Set(STATIONS.map(({ code }) => code)).size, STATIONS.length)
  const owner = new Map<string, string>()
  for (const station of STATIONS) {
    for (const name of namesOf(station)) {
      assert.equal(owner.get(nameKey(name)) ?? station.code, station.code, name)
      owner.set(nameKey(name), station.code)
      assert.equal(findStation(name), station)
    }
  }
})

test('names people write are understood', () => {
  for (const [typed, code] of [
    ['Dostuk', 'KZ-DOSTYK'],
    ['ДОСТЫК', 'KZ-DOSTYK'],
    ['mala', 'PL-MALASZEWICZE'],
    ['MALASZEWICZE', 'PL-MALASZEWICZE'],
    ['Małaszewicze', 'PL-MALASZEWICZE'],
    ['Kashgar', 'CN-KASHI'],
    ['济南', 'CN-DONGJIA'],
    [' zamyn uud ', 'MN-ZAMYNUUD'],
    ['nowhere', undefined],
  ]) {
    assert.equal(findStation(typed ?? '')?.code, code, typed)
  }
  assert.throws(() => getStation('XX-NOWHERE'), RangeError)
})

test('distance is the great circle, and the nearest station is found', () => {
  assert.equal(Math.round(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })), 20015)
  assert.equal(distanceKm({ lat: 50, lon: 10 }, { lat: 50, lon: 10 }), 0)
  const near = nearestStation({ lat: 36.7, lon: 117.2 })
  assert.equal(near.station.code, 'CN-DONGJIA')
  assert.ok(near.km > 5 && near.km < 8)
})

test('every station lies on a line, neighbours are plausibly far apart, one network joins them all', () => {
  const drawn = new Set(CORRIDOR_LINES.flat().map(({ station }) => station))
  assert.deepEqual(
    STATIONS.filter(({ code }) => !drawn.has(code)),
    [],
  )
  for (const { from, to, km } of LEGS) assert.ok(km > 2 && km < 1500, `${from} ${to} ${km}`)
  for (const { code } of STATIONS) assert.ok(routeKm(parse('CN-DONGJIA'), code) !== undefined, code)
  const pairs = new Set(LEGS.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]))
  for (const { from, to } of CROSSINGS) assert.ok(pairs.has(`${from} ${to}`), `${from} ${to}`)
})

test('every leg from one country to another is a known crossing, and gauge changes only there', () => {
  const known = new Map(CROSSINGS.map((each) => [`${each.from} ${each.to}`, each]))
  /** Borders inside the European Union or drawn far from any border station. */
  const open =
    /^(DE|NL|BE|CZ|AT|HU|PL)-.* (DE|NL|BE|CZ|AT|HU|PL)-|LT-|AZ-ALAT GE-POTI|HU-ZAHONY UA-CHOP/
  for (const { from, to } of LEGS) {
    const crossing = known.get(`${from} ${to}`) ?? known.get(`${to} ${from}`)
    const pair = `${from} ${to}`
    if (from.slice(0, 2) !== to.slice(0, 2)) assert.ok(crossing ?? open.test(pair), pair)
    const gauges = [getStation(from).gaugeMm, getStation(to).gaugeMm].sort().join()
    assert.notEqual(gauges, '1435,1520', pair)
    if (crossing?.changesGauge === true) assert.equal(gauges, 'both,both', pair)
  }
})

test('the four services cross where they should and their lengths agree with what is published', () => {
  const crossed = (first: string, ...others: string[]) =>
    crossingsAlong(route(first, ...others))
      .filter(({ changesGauge }) => changesGauge)
      .map(({ transshipment }) => transshipment)
  assert.deepEqual(crossed('CN-DONGJIA', 'UZ-CHUKURSAY'), ['KZ-ALTYNKOL'])
  assert.deepEqual(crossed('CN-DONGJIA', 'CN-ERENHOT', 'DE-HAMBURG'), [
    'MN-ZAMYNUUD',
    'PL-MALASZEWICZE',
  ])
  assert.deepEqual(crossed('CN-JIAOZHOU', 'CN-MANZHOULI', 'RU-VORSINO'), ['RU-ZABAIKALSK'])
  assert.deepEqual(crossed('CN-DONGJIA', 'CN-ALASHANKOU', 'PL-MALASZEWICZE', 'DE-DUISBURG'), [
    'KZ-DOSTYK',
    'PL-MALASZEWICZE',
  ])
  for (const [from, to, published] of [
    ['CN-HARBIN', 'CN-MANZHOULI', 935],
    ['CN-URUMQI', 'CN-ALASHANKOU', 460],
    ['CN-CHENGDU', 'CN-KHORGOS', 3500],
    ['CN-CHONGQING', 'DE-DUISBURG', 11_179],
    ['KZ-ALTYNKOL', 'RU-KALININGRAD', 5430],
  ] as const) {
    const share = (routeKm(parse(from), parse(to)) ?? 0) / published
    assert.ok(share > 0.88 && share < 1.12, `${from} ${to} ${share}`)
  }
})

test('a place on a route is found again from its position', () => {
  const there = route('CN-DONGJIA', 'CN-ERENHOT', 'DE-HAMBURG')
  const length = there.at(-1)?.km ?? 0
  for (let km = 0; km <= length; km += 97) {
    const { km: found, offKm } = placeOnRoute(there, positionAtKm(there, km))
    assert.ok(Math.abs(found - km) < 3 && offKm < 1, `${km} ${found} ${offKm}`)
  }
  assert.deepEqual(positionAtKm(there, -5), positionAtKm(there, 0))
  assert.deepEqual(positionAtKm(there, length + 5), positionAtKm(there, length))
  const back = stationsAlong(route('DE-HAMBURG', 'CN-ERENHOT', 'CN-DONGJIA'))
  assert.deepEqual(
    back.map(({ station }) => station).reverse(),
    stationsAlong(there).map(({ station }) => station),
  )
})

function parse(code: string): StationCode {
  return StationCode.parse(code)
}

function route(first: string, ...others: string[]): Route {
  const found = findRoute([parse(first), ...others.map(parse)])
  assert.ok(found)
  return found
}
