/** Every trade value: what it accepts and gives back, what it refuses and under which code, how it prints as JSON Schema. */
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { Email, Phone } from '#kernel/contact.ts'
import { ContainerNumber } from '#kernel/container-number.ts'
import { Country } from '#kernel/country.ts'
import { UnNumber } from '#kernel/dangerous-goods.ts'
import { Clock, Day } from '#kernel/day.ts'
import { CreditCode } from '#kernel/credit-code.ts'
import { CustomsCode } from '#kernel/customs-code.ts'
import { DeclarationNumber } from '#kernel/declaration-number.ts'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { GoodsName, GoodsNameZh } from '#kernel/goods-name.ts'
import { HsCode, HsPrefix } from '#kernel/hs-code.ts'
import { Incoterm } from '#kernel/incoterm.ts'
import { line } from '#kernel/line.ts'
import { say } from '#kernel/locale.ts'
import { MassKg } from '#kernel/mass.ts'
import { AmountMinor, Currency, Money } from '#kernel/money.ts'
import { PackageKind } from '#kernel/package-kind.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import { TrainNumber } from '#kernel/train-number.ts'
import { UnLocode } from '#kernel/un-locode.ts'
import { plainTextTexts } from '#kernel/plain-text.ts'
import { registrationTexts } from '#kernel/registration.ts'
import { valueTexts } from '#kernel/value-texts.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { Where } from '#kernel/where.ts'

const schemas: Record<string, z.ZodType> = {
  AmountMinor,
  Clock,
  ContainerNumber,
  Country,
  CreditCode,
  Currency,
  CustomsCode,
  Day,
  DeclarationNumber,
  Email,
  EquipmentType,
  GoodsName,
  GoodsNameZh,
  HsCode,
  HsPrefix,
  Incoterm,
  Line: line(8),
  MassKg,
  PackageKind,
  Phone,
  SealNumber,
  StationCode,
  Timestamp,
  TrainNumber,
  UnLocode,
  UnNumber,
  WagonNumber,
  Where,
}

/** schema | typed (JSON) | what comes out (JSON), or `! code` and the facts given with it */
const CASES = String.raw`
ContainerNumber | "CSQU3054383"              | "CSQU3054383"
ContainerNumber | " csqu 305438-3 "          | "CSQU3054383"
ContainerNumber | "BEAU5694302"              | "BEAU5694302"
ContainerNumber | "TEXU3605231"              | "TEXU3605231"
ContainerNumber | "APZU4812090"              | "APZU4812090"
ContainerNumber | "TRDU9258963"              | "TRDU9258963"
ContainerNumber | "MSKU8765432"              | ! container_number.check_digit expected=4 whole=MSKU8765434
ContainerNumber | "APZU2106333"              | ! container_number.check_digit expected=0 whole=APZU2106330
ContainerNumber | "CSQU305438"               | ! container_number.check_digit_missing whole=CSQU3054383
ContainerNumber | "CSQX3054383"              | ! container_number.category letter=X
ContainerNumber | "CSQU30543833"             | ! container_number.format
ContainerNumber | "ＣＳＱＵ3054383"          | ! container_number.format
CreditCode      | "91330100799655058B"       | "91330100799655058B"
CreditCode      | "9144030071526726xg"       | "9144030071526726XG"
CreditCode      | "914403001922038216"       | "914403001922038216"
CreditCode      | "9133010079965505"         | ! credit_code.length length=16
CreditCode      | "9133010079965505OB"       | ! credit_code.character character=O
CreditCode      | "91A30100799655058B"       | ! credit_code.area
CreditCode      | "91330100799655068B"       | ! credit_code.organisation_check expected=6
CreditCode      | "91330100799655058C"       | ! credit_code.check expected=B
CustomsCode     | "3701960001"               | "3701960001"
CustomsCode     | "3701w6k00a"               | "3701W6K00A"
CustomsCode     | "37019600"                 | ! customs_code.format
CustomsCode     | "0001960001"               | ! customs_code.area area=0001
CustomsCode     | "3701860001"               | ! customs_code.zone zone=8
CustomsCode     | "3701900001"               | ! customs_code.kind kind=0
DeclarationNumber | "430120260000012345"     | "430120260000012345"
DeclarationNumber | "4301 2026 1 000012345"  | "430120261000012345"
DeclarationNumber | "43012026000001234"      | ! declaration_number.format
DeclarationNumber | "430119990000012345"     | ! declaration_number.year year=1999
DeclarationNumber | "430120262000012345"     | ! declaration_number.direction digit=2
HsCode          | "8471.30"                  | "847130"
HsCode          | "8703231010"               | "8703231010"
HsCode          | "854143001"                | "854143001"
HsCode          | "87032310101"              | ! hs_code.format
HsCode          | "8471"                     | ! hs_code.format
HsCode          | "770100"                   | ! hs_code.unknown_chapter chapter=77
HsCode          | "999999"                   | ! hs_code.unknown_chapter chapter=99
HsCode          | "150900"                   | "150900"
HsCode          | "151900"                   | ! hs_code.unknown_heading heading=1519 chapter=15 first=1501 last=1522
Day             | "2026年5月1日"             | "2026-05-01"
Day             | "1 May"                    | ! day.format typed=1 May
Day             | "2026-02-30"               | ! day.no_such_day typed=2026-02-30
Clock           | "8：30"                    | "08:30"
Clock           | "24:00"                    | ! clock.format typed=24:00
TrainNumber     | " x8083"                   | "X8083"
TrainNumber     | "8"                        | ! train_number.format typed=8
HsPrefix        | "85.07"                    | "8507"
HsPrefix        | "01"                       | "01"
HsPrefix        | "850"                      | "850"
HsPrefix        | "8"                        | ! hs_code.prefix_format
HsPrefix        | "77"                       | ! hs_code.unknown_chapter chapter=77
HsPrefix        | "151900"                   | ! hs_code.unknown_heading heading=1519 chapter=15 first=1501 last=1522
UnNumber        | "un 3480"                  | "UN3480"
UnNumber        | "3171"                     | "UN3171"
UnNumber        | "UN348"                    | ! un_number.format
Where           | "西通道"                   | "west"
Where           | "Россия"                   | "RU"
Where           | "二连浩特"                 | "CN-ERENHOT"
Where           | "Atlantis"                 | ! where.unknown typed=Atlantis
WagonNumber     | "31 51 4675 123-7"         | "315146751237"
WagonNumber     | "31 51 4675 123-4"         | ! wagon_number.check_digit expected=7 whole=315146751237
WagonNumber     | "5271234"                  | "5271234"
WagonNumber     | "94276543"                 | ! wagon_number.check_digit expected=0 whole=94276540
WagonNumber     | "123456"                   | ! wagon_number.format
EquipmentType   | "45g1"                     | "45G1"
EquipmentType   | "99Z9"                     | ! equipment_type.unknown known=*
EquipmentType   | "toString"                 | ! equipment_type.unknown known=*
SealNumber      | "cn 8830145"               | "CN8830145"
SealNumber      | "рЖД1234567"               | "РЖД1234567"
SealNumber      | "abc"                      | ! seal_number.format
SealNumber      | "SEALED"                   | ! seal_number.format
MassKg          | 18500                      | 18500
MassKg          | 0                          | ! mass.not_positive
MassKg          | -5                         | ! mass.not_positive
MassKg          | 1.5                        | ! mass.not_whole
MassKg          | 100001                     | ! mass.absurd massKg=100001 massKgMax=100000
AmountMinor     | 0                          | 0
AmountMinor     | -1                         | ! money.negative
AmountMinor     | 0.5                        | ! money.not_whole
AmountMinor     | 1e300                      | ! money.absurd amountMinorMax=*
Currency        | "cny"                      | "CNY"
Currency        | "XXX"                      | ! currency.unknown known=*
Currency        | "constructor"              | ! currency.unknown known=*
Country         | "kz"                       | "KZ"
Country         | "ZZ"                       | ! country.unknown typed=ZZ
UnLocode        | "CN HRS"                   | "CNHRS"
UnLocode        | "CNHR1"                    | ! un_locode.format
UnLocode        | "ZZHRS"                    | ! un_locode.country country=ZZ
Incoterm        | "dap"                      | "DAP"
Incoterm        | "DAT"                      | ! incoterm.unknown known=*
PackageKind     | "22"                       | "22"
PackageKind     | "2"                        | ! package_kind.unknown known=*
Phone           | "+86 (531) 8888-0000"      | "+8653188880000"
Phone           | "12345"                    | ! phone.format
Phone           | "+86 531 8888 0000 ext 7"  | ! phone.format
Email           | " Wang@Example.CN "        | "wang@example.cn"
Email           | "wang@example"             | ! email.format
Email           | "wang example@a.cn"        | ! email.format
Timestamp       | "2026-05-01T08:30:00+08:00" | "2026-05-01T08:30:00+08:00"
Timestamp       | "2026-05-01t00:30:00.123z" | "2026-05-01T00:30:00.123Z"
Timestamp       | "2026-05-01T08:30:00"      | ! time.no_offset
Timestamp       | "2026-05-01"               | ! time.format
Timestamp       | "2026-02-30T08:30:00Z"     | ! time.no_such_moment typed=2026-02-30T08:30:00Z
Timestamp       | "2026-05-01T24:00:00Z"     | ! time.no_such_moment typed=2026-05-01T24:00:00Z
GoodsName       | " Solar modules "          | "Solar modules"
GoodsName       | "123-4"                    | ! goods_name.no_letter
GoodsName       | ""                         | ! line.empty
GoodsNameZh     | "太阳能组件"               | "太阳能组件"
GoodsNameZh     | "Solar modules"            | ! goods_name.no_han
Line            | " 济南 "                   | "济南"
Line            | "   "                      | ! line.empty
Line            | "123456789"                | ! line.too_long length=9 lengthMax=8
Line            | "a\nb"                     | ! line.control_character
Line            | "a\u202eb"                 | ! line.control_character
StationCode     | "CN-DONGJIA"               | "CN-DONGJIA"
StationCode     | "Dostuk"                   | "KZ-DOSTYK"
StationCode     | "Mala"                     | "PL-MALASZEWICZE"
StationCode     | "Atlantis"                 | ! station.unknown typed=Atlantis
`
  .trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()))

for (const [name = '', typed = '', wanted = ''] of CASES) {
  test(`${name} ${typed}`, () => {
    const result = schemaNamed(name).safeParse(JSON.parse(typed))
    if (!wanted.startsWith('!')) {
      assert.deepEqual(result.data, JSON.parse(wanted))
      assert.deepEqual(
        schemaNamed(name).parse(result.data),
        result.data,
        'the canonical form stays',
      )
      return
    }
    assert.equal(result.error?.issues.length, 1)
    assert.equal(refusalText(result.error.issues[0], wanted), wanted)
  })
}

/** Refusals of several fields together, or of any text at all: reached by identity's tests and by plain-text.test.ts. */
const OF_SEVERAL = { ...registrationTexts, ...plainTextTexts }

test('every refusal is reached by a case above', () => {
  const reached = new Set(CASES.flatMap(([, , wanted = '']) => wanted.split(' ')[1] ?? []))
  assert.deepEqual(
    Object.keys(valueTexts).filter((code) => !reached.has(code) && !(code in OF_SEVERAL)),
    [],
  )
})

test('every refusal has a text in three languages with the same placeholders', () => {
  for (const [code, { zh, en, ru }] of Object.entries(valueTexts)) {
    assert.match(zh, /\p{Script=Han}/u, code)
    assert.match(ru, /\p{Script=Cyrillic}/u, code)
    assert.doesNotMatch(en, /[\p{Script=Han}\p{Script=Cyrillic}]/u, code)
    for (const text of [zh, ru]) {
      for (const placeholder of text.match(/\{\w+\}/g) ?? [])
        assert.ok(en.includes(placeholder), code)
    }
  }
})

test('every value prints as a plain JSON Schema with a description and examples it accepts', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    const printed = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    assert.ok(printed.type === 'string' || printed.type === 'integer', name)
    assert.ok((printed.description ?? '').length > 20, name)
    assert.ok((printed.examples?.length ?? 0) > 0, name)
    for (const example of printed.examples ?? []) {
      assert.deepEqual(schema.parse(example), example, name)
    }
  }
})

test('money is an amount and a currency and nothing else', () => {
  assert.ok(Money.safeParse({ amountMinor: 100, currency: 'EUR' }).success)
  assert.ok(!Money.safeParse({ amountMinor: 100, currency: 'EUR', tax: 1 }).success)
})

function schemaNamed(name: string): z.ZodType {
  const schema = schemas[name]
  if (schema === undefined) throw new Error(`no schema ${name}`)
  return schema
}

/** The refusal in the words of the table; a fact written `*` there is only looked at for being there. */
function refusalText(issue: z.core.$ZodIssue | undefined, wanted: string): string {
  assert.equal(issue?.code, 'custom')
  const { code, ...facts } = issue.params ?? {}
  const texts = valueTexts[String(code)]
  assert.ok(texts)
  assert.equal(issue.message, say(texts, 'en', facts))
  assert.doesNotMatch(issue.message, /\{\w+\}/)
  const words = Object.entries(facts).map(([fact, value]) =>
    wanted.includes(`${fact}=*`) ? `${fact}=*` : `${fact}=${String(value)}`,
  )
  return ['!', String(code), ...words].join(' ')
}
