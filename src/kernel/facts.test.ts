/** What the values are able to tell about themselves: parts, counts, weights, spellings for people. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import {
  containerCheckDigit,
  ContainerNumber,
  containerNumberSpaced,
  equipmentCategory,
  ownerPrefix,
} from '#kernel/container-number.ts'
import { CustomsCode, customsZone, enterpriseKind } from '#kernel/customs-code.ts'
import { DeclarationNumber, declarationNumberParts } from '#kernel/declaration-number.ts'
import {
  EQUIPMENT_TYPE_CODES,
  equipmentFacts,
  EquipmentType,
  payloadKgMax,
} from '#kernel/equipment-type.ts'
import { allHeadings, isChapter, isHeading } from '#kernel/hs-headings.ts'
import { formatMoney, Money } from '#kernel/money.ts'
import { epochMs, formatLocalTime, Timestamp, timestampIn } from '#kernel/time.ts'
import { WagonNumber, wagonNumbering, wagonNumberSpaced } from '#kernel/wagon-number.ts'

test('a container number tells its owner, its category and its painted form', () => {
  const number = ContainerNumber.parse('CSQU3054383')
  assert.equal(ownerPrefix(number), 'CSQU')
  assert.equal(equipmentCategory(number), 'freight_container')
  assert.equal(containerNumberSpaced(number), 'CSQU 305438 3')
})

test('whatever one digit of a container number is changed to, it is refused', () => {
  const serials = fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0'))
  fc.assert(
    fc.property(serials, fc.nat(5), fc.integer({ min: 1, max: 9 }), (serial, at, by) => {
      const unchecked = `TEXU${serial}`
      const check = containerCheckDigit(unchecked)
      // The one weakness of ISO 6346: remainders 10 and 0 share the digit 0.
      fc.pre(check !== 0)
      const digit = (Number(serial.charAt(at)) + by) % 10
      const wrong = `TEXU${serial.slice(0, at)}${digit}${serial.slice(at + 1)}${check}`
      assert.ok(ContainerNumber.safeParse(`${unchecked}${check}`).success)
      assert.ok(!ContainerNumber.safeParse(wrong).success)
    }),
  )
})

test('a wagon number tells its numbering', () => {
  const uic = WagonNumber.parse('315146751237')
  assert.equal(wagonNumbering(uic), 'uic')
  assert.equal(wagonNumberSpaced(uic), '31 51 4675 123-7')
  assert.equal(wagonNumbering(WagonNumber.parse('94276540')), '1520')
  assert.equal(wagonNumbering(WagonNumber.parse('5271234')), 'china')
})

test('a customs code and a declaration number tell their parts', () => {
  const broker = CustomsCode.parse('3701980001')
  assert.equal(customsZone(broker), 'other')
  assert.equal(enterpriseKind(broker), 'declaring_only')
  assert.equal(customsZone(CustomsCode.parse('3701W60001')), undefined)
  assert.deepEqual(declarationNumberParts(DeclarationNumber.parse('430120260000012345')), {
    customsOffice: '4301',
    year: 2026,
    direction: 'export',
    serial: '000012345',
  })
})

test('HS 2022 has 1,228 headings in 96 chapters', () => {
  const headings = allHeadings()
  assert.equal(headings.length, 1228)
  assert.equal(new Set(headings.map((heading) => heading.slice(0, 2))).size, 96)
  assert.ok(headings.every(isHeading))
  // 8524 (flat panel display modules) and 2404 (vaping) came with the 2022 edition; 8548 and 7000 are no headings of it.
  assert.deepEqual(['8524', '2404', '7000', '87'].map(isHeading), [true, true, false, false])
  assert.deepEqual(['01', '77', '97', '98'].map(isChapter), [true, false, true, false])
})

test('every equipment type has a plausible mass and room', () => {
  for (const type of EQUIPMENT_TYPE_CODES) {
    const { teu, slots, name, lengthFt } = equipmentFacts(type)
    assert.ok(payloadKgMax(type) > 20_000 && payloadKgMax(type) < 31_000, type)
    assert.equal(slots, lengthFt === 20 ? 0.5 : 1)
    assert.equal(teu, lengthFt / 20)
    assert.match(name.zh, /箱/)
  }
  assert.equal(equipmentFacts(EquipmentType.parse('45R1')).refrigerated, true)
  assert.equal(payloadKgMax(EquipmentType.parse('22G1')), 28_230)
})

test('money is written for people with its minor digits', () => {
  const money = Money.parse({ amountMinor: 1_250_050, currency: 'CNY' })
  assert.equal(formatMoney(money, 'zh-CN'), '¥12,500.50')
  assert.match(formatMoney(money, 'ru'), /^12\s500,50/u)
})

test('a moment is shown by the clock of the station, and no other', () => {
  const moment = epochMs(Timestamp.parse('2026-05-01T08:30:00+08:00'))
  assert.equal(timestampIn(moment, 'Asia/Shanghai'), '2026-05-01T08:30:00+08:00')
  assert.equal(timestampIn(moment, 'Asia/Almaty'), '2026-05-01T05:30:00+05:00')
  assert.equal(timestampIn(moment, 'Europe/Berlin'), '2026-05-01T02:30:00+02:00')
  assert.equal(timestampIn(moment, 'UTC'), '2026-05-01T00:30:00+00:00')
  assert.equal(
    formatLocalTime(Timestamp.parse('2026-05-01T00:30:00Z'), 'Asia/Shanghai', 'zh-CN'),
    '2026/05/01 GMT+8 08:30',
  )
})
