import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeText } from '#platform/text-encoding.ts'

/** Node decodes these and writes none of them: the other way round, by trying every pair of bytes. */
function encoder(encoding: string): (text: string) => Uint8Array {
  const decoder = new TextDecoder(encoding)
  const bytesOf = new Map<string, number[]>()
  for (let byte = 0; byte < 256; byte++) bytesOf.set(decoder.decode(Uint8Array.of(byte)), [byte])
  if (encoding !== 'windows-1251')
    for (let lead = 0x81; lead < 0xff; lead++)
      for (let trail = 0x40; trail < 0xff; trail++)
        bytesOf.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
  return (text) => Uint8Array.from(Array.from(text).flatMap((character) => bytesOf.get(character)!))
}
const gb18030 = encoder('gb18030')
const windows1251 = encoder('windows-1251')

const CHINESE = [
  '箱号,时间,车站,状态\nTBJU1234567,2026-05-01 08:30,阿拉山口,已过境',
  '站,霍尔果斯',
  '多斯特克站 在途',
  '箱号',
  '乌鲁木齐',
]
const RUSSIAN = [
  '№ контейнера;Дата;Станция;Статус\nTBJU1234567;01.05.2026;Достык-эксп;в пути',
  'ДОСТЫК',
  'Ёлкино «эксп.» – брошен',
  'ст. Алматы-1',
]

test('each is read as what it was written in', () => {
  for (const text of CHINESE) assert.equal(decodeText(gb18030(text)), text)
  for (const text of RUSSIAN) assert.equal(decodeText(windows1251(text)), text)
  for (const text of [...CHINESE, ...RUSSIAN]) {
    assert.equal(decodeText(new TextEncoder().encode(text)), text)
    assert.equal(decodeText(new TextEncoder().encode(`\uFEFF${text}`)), text)
    assert.equal(decodeText(Buffer.from(`\uFEFF${text}`, 'utf16le')), text)
  }
})

test('bytes that spell nothing are no text', () => {
  assert.equal(
    decodeText(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0xff)),
    undefined,
  )
})
