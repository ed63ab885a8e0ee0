// Clocks of the corridor's zones: what a clerk types is the moment meant, over the changes of summer time too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameClockLater, Timestamp, timestampAt } from '#kernel/time.ts'

test('a date and time on a zone’s clock is one moment', () => {
  const cases: [clock: string, zone: string, at: string][] = [
    ['2026-05-01T08:30', 'Asia/Shanghai', '2026-05-01T08:30:00+08:00'],
    ['2026-05-01T08:30', 'Asia/Almaty', '2026-05-01T08:30:00+05:00'],
    ['2026-07-01T00:00', 'Europe/Berlin', '2026-07-01T00:00:00+02:00'],
    ['2026-12-01T00:00', 'Europe/Berlin', '2026-12-01T00:00:00+01:00'],
    ['2026-12-01T00:00', 'UTC', '2026-12-01T00:00:00+00:00'],
    // 29 March 2026: the clocks of Berlin go from 02:00 to 03:00; 25 October: 03:00 is 02:00 again.
    ['2026-03-29T01:59', 'Europe/Berlin', '2026-03-29T01:59:00+01:00'],
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T03:30:00+02:00'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T03:00:00+02:00'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25T03:00', 'Europe/Berlin', '2026-10-25T03:00:00+01:00'],
  ]
  for (const [clock, zone, at] of cases) assert.equal(timestampAt(clock, zone), at)
})

test('weeks later the clock shows the same, whatever summer time did', () => {
  const train = Timestamp.parse('2026-03-24T22:15:00+01:00')
  assert.equal(sameClockLater(train, 7, 'Europe/Berlin'), '2026-03-31T22:15:00+02:00')
  assert.equal(sameClockLater(train, 7, 'Asia/Shanghai'), '2026-04-01T05:15:00+08:00')
  assert.equal(sameClockLater(train, 0, 'Europe/Berlin'), train)
})
