import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EquipmentType } from '#kernel/equipment-type.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { findSealRefusal, findWeighRefusal } from '#warehouse/warehouse.ts'

const WEIGHED = `
  type  kg     said
  22G1  1912   gross_below_tare
  22G1  1913   -
  22G1  2250   -
  22G1  30480  -
  22G1  30481  gross_above_max
  45G1  3314   gross_below_tare
  45G1  3315   -
  45G1  30480  -
  45G1  30481  gross_above_max
  L5G1  30481  -
  L5G1  34000  -
  L5G1  34001  gross_above_max
`

test('what the weighbridge may say of each type of box', () => {
  for (const row of WEIGHED.trim().split('\n').slice(1)) {
    const [type, kg, said] = row.trim().split(/\s+/) as [string, string, string]
    const refusal = findWeighRefusal(EquipmentType.parse(type), Number(kg))?.refusal
    assert.equal(refusal?.replace('warehouse.', '') ?? '-', said, row)
  }
})

test('the refusal of a mass names the limit', () => {
  assert.deepEqual(findWeighRefusal(EquipmentType.parse('45G1'), 31_000)?.facts, {
    grossMassKg: 31_000,
    grossMassKgMax: 30_480,
  })
})

test('only the assigned seal may be on the doors', () => {
  const seal = (typed: string) => SealNumber.parse(typed)
  assert.equal(findSealRefusal(seal('CN8830145'), seal('cn 8830145')), null)
  assert.equal(findSealRefusal(null, seal('CN8830145'))?.refusal, 'warehouse.seal_not_assigned')
  assert.deepEqual(findSealRefusal(seal('CN8830145'), seal('CN8830154')), {
    refusal: 'warehouse.seal_differs',
    facts: { sealNumber: 'CN8830154' },
  })
})
