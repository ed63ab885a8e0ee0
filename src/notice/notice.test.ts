import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noticeKind, noticeTitle } from '#kernel/notice.ts'
import {
  digestDue,
  nextAttempt,
  RETRY_AFTER_MS,
  tonesMailed,
  wishesMailedFor,
} from '#notice/notice.ts'

test('a mail goes out from the importance that was chosen on', () => {
  const table = `
    wish      tones mailed
    none      -
    critical  critical
    warning   warning critical
    all       info good warning critical`
  for (const row of table.trim().split('\n').slice(1)) {
    const [wish, ...tones] = row.trim().split(/\s+/)
    const expected = tones.filter((tone) => tone !== '-')
    assert.deepEqual(tonesMailed(wish as 'none'), expected, wish)
  }
  assert.deepEqual(wishesMailedFor('critical'), ['critical', 'warning', 'all'])
  assert.deepEqual(wishesMailedFor('info'), ['all'])
})

test('ten attempts, each later than the one before, then none', () => {
  const now = new Date('2026-05-01T00:00:00Z')
  const waits = Array.from({ length: 10 }, (_, failed) => nextAttempt(failed + 1, now, 0))
  assert.deepEqual(
    waits.map((at) => at && at.getTime() - now.getTime()),
    [...RETRY_AFTER_MS, undefined],
  )
  assert.ok(nextAttempt(1, now, 0.99)! > nextAttempt(1, now, 0)!, 'chance spreads them')
})

test('a digest is due once a day, from its hour on, by the reader’s own clock', () => {
  // now (UTC) | zone | hour | last | due
  const table = `
    2026-05-01T00:30:00Z | Asia/Shanghai | 8    | -          | 2026-05-01
    2026-05-01T00:30:00Z | Asia/Shanghai | 9    | -          | -
    2026-05-01T00:30:00Z | Asia/Shanghai | 8    | 2026-05-01 | -
    2026-05-01T00:30:00Z | Asia/Shanghai | 8    | 2026-04-30 | 2026-05-01
    2026-05-01T16:30:00Z | Asia/Shanghai | 0    | 2026-05-01 | 2026-05-02
    2026-05-01T00:30:00Z | Europe/Berlin | 8    | -          | -
    2026-05-01T06:00:00Z | Europe/Berlin | 8    | -          | 2026-05-01
    2026-05-01T00:30:00Z | Asia/Shanghai | none | -          | -`
  for (const row of table.trim().split('\n')) {
    const [now, timeZone, hour, last, due] = row.split('|').map((cell) => cell.trim())
    const digestHour = hour === 'none' ? null : Number(hour)
    const found = digestDue(
      { digestHour, timeZone: timeZone! },
      last === '-' ? null : last!,
      new Date(now!),
    )
    assert.equal(found ?? '-', due, row)
  }
})

test('a notice is read in the reader’s language, its facts too', () => {
  const held = noticeKind({
    kind: 'container.held',
    name: { zh: '扣留', en: 'Held', ru: 'Задержан' },
    title: {
      zh: '{container} 在{place}',
      en: '{container} in {place}',
      ru: '{container}: {place}',
    },
    tone: 'critical',
  })
  assert.deepEqual(held.facts, ['container', 'place'])
  const facts = { container: 'CSQU3054383', place: { zh: '济南', en: 'Jinan', ru: 'Цзинань' } }
  assert.equal(noticeTitle(held, facts), 'CSQU3054383 在济南')
  assert.equal(noticeTitle(held, facts, 'ru'), 'CSQU3054383: Цзинань')
})
