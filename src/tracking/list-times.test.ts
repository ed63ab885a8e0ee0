// Dates as agents type them, each with the moment it is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOrderOf, readTime } from '#tracking/list-times.ts'

const NOW = Date.parse('2026-05-02T00:00:00Z')

/** Typed by the clock of Almaty (+5), the day first, where the text says nothing else. */
const READ = `
2026-05-01 08:30              2026-05-01T03:30:00Z
2026-05-01 8:30:15            2026-05-01T03:30:15Z
2026/5/1 8:30                 2026-05-01T03:30:00Z
2026.05.01                    2026-04-30T19:00:00Z
2026年5月1日 8时30分            2026-05-01T03:30:00Z
2026年5月1日下午3点              2026-05-01T10:00:00Z
5月1日 08：30                   2026-05-01T03:30:00Z
12月31日 08:30                 2025-12-31T03:30:00Z
０１．０５．２０２６ ０８：３０       2026-05-01T03:30:00Z
01.05.2026 08:30              2026-05-01T03:30:00Z
1.5.26 8:30                   2026-05-01T03:30:00Z
01.05 08:30                   2026-05-01T03:30:00Z
01/05/2026 08:30              2026-05-01T03:30:00Z
04/30/2026 08:30              2026-04-30T03:30:00Z
01-05-2026 08:30              2026-05-01T03:30:00Z
1 мая 2026 08:30              2026-05-01T03:30:00Z
1 мая 2026 г. 8 ч 30 мин      2026-05-01T03:30:00Z
01-May-2026 08:30             2026-05-01T03:30:00Z
May 1, 2026 8:30 AM           2026-05-01T03:30:00Z
1 may 08:30 pm                2026-05-01T15:30:00Z
20260501 0830                 2026-05-01T03:30:00Z
202605010830                  2026-05-01T03:30:00Z
46143.3541666667              2026-05-01T03:30:00Z
46143                         2026-04-30T19:00:00Z
2026-05-01T08:30:00+08:00     2026-05-01T00:30:00Z
2026-05-01T08:30:00.000Z      2026-05-01T08:30:00Z
2026-05-01 08:30 UTC+3        2026-05-01T05:30:00Z
2026-05-01 08:30 (GMT+08:00)  2026-05-01T00:30:00Z
2026-05-01 08:30 UTC          2026-05-01T08:30:00Z
01.05.2026 08:30 МСК          2026-05-01T05:30:00Z
01.05.2026 08:30 (мск)        2026-05-01T05:30:00Z
2026-05-01 08:30 北京时间       2026-05-01T00:30:00Z
01.05.2026 08:30 местное      2026-05-01T03:30:00Z
2026-04-30 24:00              2026-04-30T19:00:00Z
`

const asked = { timeZone: 'Asia/Almaty', dayFirst: true, nowMs: NOW }

test('dates and times of three languages are the moments they mean', () => {
  for (const line of READ.trim().split('\n')) {
    const [, typed = '', expected] = /^(.*?)\s+(\S+)$/.exec(line) ?? []
    const read = readTime(typed, '', asked)
    assert.equal(
      'ms' in read ? new Date(read.ms).toISOString().replace('.000', '') : read.code,
      expected,
      typed,
    )
  }
})

test('a column for the day and one for the clock are one moment', () => {
  assert.deepEqual(readTime('01.05.2026', '8:30', asked), { ms: Date.parse('2026-05-01T03:30Z') })
  assert.deepEqual(readTime('2026-05-01', '08:30 МСК', asked), {
    ms: Date.parse('2026-05-01T05:30Z'),
  })
})

test('what is no moment is told, and nothing is guessed', () => {
  const code = (typed: string) => {
    const read = readTime(typed, '', asked)
    return 'code' in read ? read.code : read
  }
  for (const typed of ['', 'вчера', 'soon', '2026', '8:30', '99999', '5/2026', 'TBJU1234567'])
    assert.equal(code(typed), 'list.time_unreadable', typed)
  for (const typed of [
    '30.02.2026',
    '2026-13-01',
    '2026-05-01 25:00',
    '2026-05-01 08:61',
    '31/31/2026',
  ])
    assert.equal(code(typed), 'list.no_such_moment', typed)
})

test('a list’s own dates tell whether the day stands first', () => {
  assert.equal(dayOrderOf(['05/01/2026', '13/01/2026']), true)
  assert.equal(dayOrderOf(['05/01/2026', '01/13/2026 8:30']), false)
  assert.equal(dayOrderOf(['05/01/2026', '2026-01-13', '']), undefined)
})
