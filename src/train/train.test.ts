// Rules of lines and departures: every refusal reached, and the four real lines pass them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRoute } from '#kernel/route.ts'
import { Timestamp } from '#kernel/time.ts'
import { NewService, type ServiceStop } from '#train/contract.ts'
import { LINES } from '#train/fixtures.ts'
import { decideStops, decideTimes, gaugeChanges, timesBefore } from '#train/train.ts'

const NOW = Date.parse('2026-03-02T08:00:00Z')
const stops = LINES.tashkent.stops

test('the four lines can be run, and change gauge where the corridors do', () => {
  const changes = Object.entries(LINES).map(([name, line]) => {
    assert.equal(decideStops(line.stops), undefined, name)
    assert.ok(NewService.shape.names.safeParse(line.names).success, name)
    const [first, ...others] = line.stops.map((stop) => stop.station)
    assert.ok(findRoute([first!, ...others]), `${name} follows the corridors`)
    return `${name} ${gaugeChanges(line.stops).join(' ')}`
  })
  assert.deepEqual(changes, [
    'tashkent KZ-ALTYNKOL',
    'hamburg MN-ZAMYNUUD PL-MALASZEWICZE',
    'moscow RU-ZABAIKALSK',
    'duisburg KZ-DOSTYK PL-MALASZEWICZE',
  ])
})

test('stops out of order, repeated or on a gauge the station has not are refused', () => {
  const [first, second, third] = stops as [ServiceStop, ServiceStop, ServiceStop]
  const cases: [string, ServiceStop[], string][] = [
    ['late start', [{ ...first, plannedOffsetMinutes: 5 }, second], 'train.stops_out_of_order'],
    ['same time', [first, { ...second, plannedOffsetMinutes: 0 }], 'train.stops_out_of_order'],
    ['backwards', [first, third, second], 'train.stops_out_of_order'],
    ['twice', [first, second, { ...first, plannedOffsetMinutes: 9999 }], 'train.stop_repeated'],
    ['broad gauge in Jinan', [{ ...first, gaugeMm: 1520 }, second], 'train.gauge_impossible'],
  ]
  for (const [name, tried, code] of cases) assert.equal(decideStops(tried)?.code, code, name)
})

test('each time must follow the one before it', () => {
  const times = timesBefore(NOW + 10 * 86_400_000)
  assert.equal(decideTimes(times, NOW), undefined)
  const late = Timestamp.parse('2027-01-01T00:00:00Z')
  const moved = (field: keyof typeof times) => decideTimes({ ...times, [field]: late }, NOW)
  assert.deepEqual(moved('bookingCutoffAt'), {
    code: 'train.times_out_of_order',
    field: 'documentsCutoffAt',
  })
  assert.deepEqual(moved('releaseCutoffAt'), {
    code: 'train.times_out_of_order',
    field: 'departsAt',
  })
  assert.deepEqual(moved('loadingStartsAt'), {
    code: 'train.times_out_of_order',
    field: 'loadingStartsAt',
  })
  assert.deepEqual(decideTimes(timesBefore(NOW - 1000), NOW), { code: 'train.departs_in_past' })
})
