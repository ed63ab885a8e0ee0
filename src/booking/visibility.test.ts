// Who sees which field, as the text table people argued over; a new field or kind fails until it is decided.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrganisationKind } from '#kernel/organisation.ts'
import { cargoFor, RESTRICTED_FIELDS, restrictedFor, sees } from '#booking/visibility.ts'

const TABLE = `
  field             platform exporter forwarder operator warehouse broker customs rail consignee
  exporter          -        yes      yes       yes      yes       yes    yes     yes  yes
  broker            -        yes      yes       yes      yes       yes    yes     yes  yes
  goodsName         -        yes      yes       yes      yes       yes    yes     yes  yes
  packages          -        yes      yes       yes      yes       yes    yes     yes  yes
  packageKind       -        yes      yes       yes      yes       yes    yes     yes  yes
  grossMassKg       -        yes      yes       yes      yes       yes    yes     yes  yes
  volumeDm3         -        yes      yes       yes      yes       yes    yes     yes  yes
  hsCode            -        yes      yes       yes      -         yes    yes     yes  yes
  dangerous         -        yes      yes       yes      yes       yes    yes     yes  yes
  findings          -        yes      yes       yes      -         -      -       -    -
  value             -        yes      yes       yes      -         yes    yes     -    -
  incoterm          -        yes      yes       yes      -         yes    yes     -    yes
  consignee         -        yes      yes       yes      -         yes    yes     yes  yes
  remarks           -        yes      yes       yes      yes       yes    -       -    -
  reference         -        yes      yes       yes      -         yes    -       -    -
  sealNumber        -        yes      yes       yes      yes       yes    yes     yes  yes
  oldSealNumber     -        yes      yes       yes      yes       yes    yes     yes  yes
  sealFound         -        yes      yes       yes      yes       yes    yes     yes  yes
  damage            -        yes      yes       yes      yes       yes    yes     yes  yes
  holdCauses        -        yes      yes       yes      yes       yes    yes     yes  yes
  tareKg            -        yes      yes       yes      yes       yes    yes     yes  yes
  stuffedPackages   -        yes      yes       yes      yes       yes    yes     yes  yes
  declarationNumber -        yes      yes       yes      -         yes    yes     -    -
  documents         -        yes      yes       yes      -         yes    yes     -    -
  reason            -        yes      yes       yes      -         yes    yes     -    -
  carrier           -        yes      yes       yes      yes       yes    yes     yes  yes
  conveyance        -        yes      yes       yes      yes       yes    yes     yes  yes
  voyage            -        yes      yes       yes      yes       yes    yes     yes  yes
  terminalId        -        yes      yes       yes      -         -      -       -    -
  note              -        yes      yes       yes      yes       yes    yes     -    -
`

test('every field × kind', () => {
  const [header, ...rows] = TABLE.trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
  assert.deepEqual(header!.slice(1), OrganisationKind.options)
  assert.deepEqual(
    rows.map(([field]) => field),
    RESTRICTED_FIELDS,
  )
  for (const [field, ...cells] of rows)
    for (const [at, kind] of OrganisationKind.options.entries())
      assert.equal(sees(kind, field!), cells[at] === 'yes', `${field} by ${kind}`)
})

test('what nobody decided is seen by its speaker only', () => {
  const said = { sealNumber: 'CN1', bribe: 100, toString: 'x' }
  assert.deepEqual(restrictedFor('customs', said, { own: false, isShared: false }), {
    sealNumber: 'CN1',
  })
  assert.deepEqual(restrictedFor('customs', said, { own: true, isShared: false }), said)
})

test('cargo is cut line by line', () => {
  const line = { goodsName: { zh: '风机' }, hsCode: '841459', value: { amountMinor: 1 } }
  assert.deepEqual(cargoFor('warehouse', [line]), [{ goodsName: { zh: '风机' } }])
  assert.deepEqual(
    restrictedFor('rail', { cargo: [line], incoterm: 'FCA' }, { own: false, isShared: false }),
    {
      cargo: [{ goodsName: { zh: '风机' }, hsCode: '841459' }],
    },
  )
})

test('who shares a container by an LCL booking sees what is true of the box alone', () => {
  const said = { sealNumber: 'CN1', tareKg: 3900, note: 'A’s crates', cargo: [], reason: 'B' }
  const shared = { own: false, isShared: true }
  assert.deepEqual(restrictedFor('exporter', said, shared), { sealNumber: 'CN1' })
  assert.deepEqual(restrictedFor('broker', said, { ...shared, own: true }), said)
})
