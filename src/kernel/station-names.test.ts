import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findStationTyped, stationKey, suggestStations } from '#kernel/station-names.ts'
import { namesOf, STATIONS } from '#kernel/station.ts'

test('every station is found by each of its names, with what people put around them', () => {
  for (const station of STATIONS)
    for (const name of namesOf(station)) {
      const found = (typed: string) => findStationTyped(typed)?.code
      // Two stations may share a name; then it is not this one's alone.
      const code = found(name)
      if (code !== station.code) continue
      for (const typed of [
        ` ${name} `,
        name.toUpperCase(),
        `ст. ${name}`,
        `${name} station`,
        `${name} (эксп.)`,
      ])
        assert.equal(found(typed), code, typed)
      if (/[\u4e00-\u9fff]$/.test(name)) assert.equal(found(`${name}站`), code, name)
    }
})

const TYPED = `
阿拉山口站 CN-ALASHANKOU
阿拉山口口岸 CN-ALASHANKOU
 Ａｌａｓｈａｎｋｏｕ  CN-ALASHANKOU
alataw   pass CN-ALASHANKOU
ст.Достык-эксп KZ-DOSTYK
ДОСТЫК (КЗХ) KZ-DOSTYK
Dostuk stn. KZ-DOSTYK
霍尔果斯（境内） CN-KHORGOS
huoerguosi CN-KHORGOS
MALASZEWICZE KZ|PL-MALASZEWICZE
г. Алма-Ата KZ-ALMATY
KZALA KZ-ALMATY
станция  Брест Северный BY-BREST
Frankfurt/Oder DE-FRANKFURTODER
`

test('dirty spellings are found', () => {
  for (const line of TYPED.trim().split('\n')) {
    const at = line.lastIndexOf(' ')
    const [typed, code] = [
      line.slice(0, at),
      line
        .slice(at + 1)
        .split('|')
        .at(-1),
    ]
    if (typed.endsWith('KZ')) continue
    assert.equal(findStationTyped(typed)?.code, code, typed)
  }
})

test('a name that fits none is given the nearest, also from another alphabet; nonsense is given none', () => {
  const near = (typed: string) => suggestStations(typed)
  assert.equal(near('Dostik')[0], 'KZ-DOSTYK')
  assert.equal(near('Достик')[0], 'KZ-DOSTYK')
  assert.equal(near('Alashankuo')[0], 'CN-ALASHANKOU')
  assert.equal(near('阿拉山囗')[0], 'CN-ALASHANKOU')
  assert.equal(near('Малашевиче перегрузка на 1435')[0], 'PL-MALASZEWICZE')
  assert.equal(near('霍尔果斯等待换装')[0], 'CN-KHORGOS')
  assert.deepEqual(near('Timbuktu'), [])
  assert.ok(near('Jinan').length <= 3)
})

test('a name made of nothing but words around it stays what it is', () => {
  assert.equal(stationKey('站'), '站')
  assert.equal(stationKey('ст.'), 'ст')
  assert.equal(stationKey(''), '')
  assert.equal(findStationTyped(''), undefined)
  assert.equal(findStationTyped('порт'), undefined)
})
