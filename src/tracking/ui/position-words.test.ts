import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearPlace } from '#tracking/tracking.ts'
import { heardWords, type HeardPosition } from './position-words.ts'

const NOW = new Date('2026-11-28T02:30:00Z')
const ALMATY = { lat: 43.34, lon: 76.95 }

const position = (parts: Partial<HeardPosition> = {}): HeardPosition => ({
  deviceTime: '2026-11-28T02:10:00Z',
  receivedAt: '2026-11-28T02:10:05Z',
  speedKmh: 61.6,
  precision: 'gps',
  near: nearPlace(ALMATY),
  ...parts,
})

test('a position is written with its station’s clock, in each language', () => {
  const { place, how, when, ago } = heardWords(position(), 'zh', NOW)
  assert.deepEqual(
    [place, how, when, ago],
    ['阿拉木图1站', '62 公里/时', '2026-11-28 07:10 +05:00', '20分钟前'],
  )
  const ru = heardWords(position(), 'ru', NOW)
  assert.match(ru.place, /^на станции Алматы-1$/)
  assert.deepEqual([ru.how, ru.ago], ['62 км/ч', '20 минут назад'])
  const away = position({ near: nearPlace({ ...ALMATY, lat: 43.0 }), speedKmh: 1 })
  const en = heardWords(away, 'en', NOW)
  assert.match(en.place, /^\d+ km from Almaty-1$/)
  assert.equal(en.how, 'standing')
})

test('what was heard of late, and what stood in a list, says so', () => {
  const late = position({ receivedAt: '2026-11-28T02:28:00Z' })
  assert.equal(heardWords(late, 'en', NOW).ago, '20 minutes ago · heard of 18 min late')
  const by = { zh: '中亚货代', en: 'Agent', ru: 'Агент' }
  const howOf = (parts: Partial<HeardPosition>) => heardWords(position(parts), 'zh', NOW).how
  assert.equal(howOf({ precision: 'station' }), '据清单，精确到车站')
  assert.equal(howOf({ precision: 'station', listedBy: by }), '据中亚货代的清单，精确到车站')
  assert.equal(howOf({ precision: 'coordinates', listedBy: by }), '据中亚货代的清单')
})
