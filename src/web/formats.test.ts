/** How values are written, in the three languages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatCountdown,
  formatDistance,
  formatMass,
  formatMoment,
  formatMoney,
} from '#web/formats.ts'

test('a moment is written by the station’s clock, with its offset', () => {
  const at = '2026-11-24T01:30:00Z'
  assert.equal(formatMoment(at, 'Asia/Shanghai'), '2026-11-24 09:30 +08:00')
  assert.equal(formatMoment(at, 'Europe/Warsaw'), '2026-11-24 02:30 +01:00')
  assert.equal(formatMoment(at, 'UTC'), '2026-11-24 01:30 +00:00')
  assert.equal(formatMoment('2026-11-23T16:00:00Z', 'Asia/Shanghai'), '2026-11-24 00:00 +08:00')
})

test('mass and money follow the language, money its currency’s minor digits', () => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
  assert.equal(plain(formatMass(17_800, 'zh-CN')), '17,800千克')
  assert.equal(plain(formatMass(17_800, 'en')), '17,800 kg')
  assert.equal(plain(formatMass(17_800, 'ru')), '17 800 кг')
  assert.equal(plain(formatMoney(125_000_050, 'CNY', 'en')), 'CNY 1,250,000.50')
  assert.equal(plain(formatMoney(125_000_050, 'CNY', 'ru')), '1 250 000,50 CNY')
})

test('a distance in time is told in the largest unit that fits', () => {
  const now = new Date('2026-11-24T00:00:00Z')
  assert.equal(formatDistance('2026-11-24T00:45:00Z', now, 'en'), 'in 45 minutes')
  assert.equal(formatDistance('2026-11-25T01:00:00Z', now, 'ru'), 'через 25 часов')
  assert.equal(formatDistance('2026-11-21T00:00:00Z', now, 'zh-CN'), '3天前')
  assert.equal(formatDistance('2026-11-24T00:00:20Z', now, 'en'), 'this minute')
})

test('a countdown is minutes and seconds, and never less than nothing', () => {
  assert.deepEqual([900_000, 899_999, 61_000, 9_400, 0, -5_000].map(formatCountdown), [
    '15:00',
    '14:59',
    '1:01',
    '0:09',
    '0:00',
    '0:00',
  ])
})
