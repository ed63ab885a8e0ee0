// Clocks of the corridor's zones: what a clerk types is the moment meant, over the changes of summer time too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameClockLater, Timestamp, timestampAt, timestampIn } from '#kernel/time.ts'

test('a moment is one when a calendar has its day, a clock its time and the world its offset', () => {
  /** The slow and obvious way. */
  const exists = (date: string, [hour, minute, second]: readonly number[], offset: string) => {
    const day = Date.parse(`${date}T00:00:00Z`)
    const isDay = !Number.isNaN(day) && new Date(day).toISOString().slice(0, 10) === date
    const isTime = hour! < 24 && minute! < 60 && second! < 60
    return isDay && isTime && !Number.isNaN(Date.parse(`${date}T00:00:00${offset}`))
  }
  const two = (value: number) => String(value).padStart(2, '0')
  const times = [
    [0, 0, 0],
    [23, 59, 59],
    [24, 0, 0],
    [12, 60, 0],
    [12, 0, 60],
    [99, 99, 99],
  ]
  const offsets = ['Z', '+00:00', '+08:00', '-12:00', '+23:59', '+24:00', '-01:60', '+99:99']
  let [lawful, all] = [0, 0]
  for (const year of ['0000', '1900', '2000', '2023', '2024', '2100'])
    for (let month = 0; month <= 13; month += 1)
      for (let day = 0; day <= 32; day += 1) {
        const date = `${year}-${two(month)}-${two(day)}`
        const [time, offset] = [times[all % times.length]!, offsets[all % offsets.length]!]
        for (const [clock, zone] of [
          [time, 'Z'],
          [times[0]!, offset],
          [time, offset],
        ] as const) {
          const text = `${date}T${clock.map(two).join(':')}${zone}`
          const isOne = Timestamp.safeParse(text).success
          assert.equal(isOne, exists(date, clock, zone), text)
          lawful += isOne ? 1 : 0
        }
        all += 1
      }
  assert.ok(lawful > 1_000 && lawful < all * 3)
})

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

test('about every change of the clocks, a moment is shown with the offset in force then', () => {
  const changes: [zone: string, at: string][] = [
    ['Europe/Berlin', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-10-25T01:00:00Z'],
    ['Europe/Minsk', '2011-03-27T00:00:00Z'],
    ['Europe/Moscow', '2014-10-25T22:00:00Z'],
    ['Asia/Almaty', '2024-02-29T18:00:00Z'],
    ['Asia/Ulaanbaatar', '2016-09-23T15:00:00Z'],
    ['Asia/Shanghai', '1991-09-14T15:00:00Z'],
  ]
  const quarterMs = 15 * 60_000
  for (const [zone, at] of changes) {
    const clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const shown = new Set<string>()
    for (let quarter = -200; quarter <= 200; quarter += 1) {
      const ms = Date.parse(at) + quarter * quarterMs
      const text = timestampIn(ms, zone)
      assert.equal(text.slice(0, 19).replace('T', ' '), clock.format(ms))
      assert.equal(Date.parse(text), ms)
      shown.add(text.slice(19))
    }
    assert.equal(shown.size, 2, `${zone} changes at ${at}`)
  }
})
