// What a hand-over must look like, what it holds a container for, and who may let it go on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ContainerId } from '#booking/contract.ts'
import { SealNumber } from '#kernel/seal-number.ts'
import { StationCode } from '#kernel/station.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { HoldCause } from '#journey/contract.ts'
import { decideLift, findHandOverRefusal, holdCauses, sealAgrees } from '#journey/journey.ts'

const CONTAINER = ContainerId.parse('ctr_00000000000000000001')

const MOVES = `
  place            gauge  old           new           said
  CN-KHORGOS       1520   5271234       94276540      -
  KZ-ALTYNKOL      1520   5271234       94276540      -
  PL-MALASZEWICZE  1435   94276540      315146751237  -
  CN-KHORGOS       1435   94276540      5271234       -
  CN-DONGJIA       1520   5271234       94276540      not_a_crossing
  KZ-ALMATY        1520   5271234       94276540      not_a_crossing
  CN-KHORGOS       1520   94276540      94276540      same_wagon
  CN-KHORGOS       1520   5271234       5271235       wagon_gauge
  CN-KHORGOS       1435   5271234       94276540      wagon_gauge
  PL-MALASZEWICZE  1520   94276540      315146751237  wagon_gauge
`

test('what a hand-over must look like', () => {
  for (const row of MOVES.trim().split('\n').slice(1)) {
    const [place, gauge, old, next, said] = row.trim().split(/\s+/)
    const move = {
      containerId: CONTAINER,
      oldWagonNumber: WagonNumber.parse(old),
      newWagonNumber: WagonNumber.parse(next),
    }
    const gaugeMm = Number(gauge) as 1435 | 1520
    const refused = findHandOverRefusal(StationCode.parse(place), gaugeMm, [move])
    assert.equal(refused?.refusal.replace('journey.', '') ?? '-', said, row)
  }
})

test('a list that names a container twice, or a seal read that was missing, is refused with its name', () => {
  const move = (changes: object = {}) => ({
    containerId: CONTAINER,
    oldWagonNumber: WagonNumber.parse('5271234'),
    newWagonNumber: WagonNumber.parse('94276540'),
    ...changes,
  })
  const place = StationCode.parse('KZ-ALTYNKOL')
  assert.equal(
    findHandOverRefusal(place, 1520, [move(), move()])?.refusal,
    'journey.container_twice',
  )
  const both = move({ sealFound: SealNumber.parse('CN8830145'), sealMissing: true })
  assert.deepEqual(findHandOverRefusal(place, 1520, [both]), {
    refusal: 'journey.seal_both',
    facts: { containerId: CONTAINER },
  })
})

const SEALS = `
  record     found      missing  damage  agrees  causes
  CN8830145  -          -        -       -       -
  CN8830145  CN8830145  -        -       yes     -
  CN8830145  CN8830154  -        -       no      seal_differs
  CN8830145  -          yes      -       no      seal_missing
  CN8830145  CN8830145  -        dented  yes     damage
  CN8830145  CN8830154  -        dented  no      seal_differs,damage
  CN8830145  -          -        dented  -       damage
  -          CN8830145  -        -       no      seal_differs
`

test('the seal found is compared with the one on record; what differs or is broken holds the container', () => {
  for (const row of SEALS.trim().split('\n').slice(1)) {
    const [record, found, missing, damage, agrees, causes] = row.trim().split(/\s+/)
    const onRecord = record === '-' ? null : SealNumber.parse(record)
    const move = {
      ...(found !== '-' && { sealFound: SealNumber.parse(found) }),
      ...(missing === 'yes' && { sealMissing: true }),
      ...(damage !== '-' && { damage: damage! }),
    }
    const words = new Map([
      [undefined, '-'],
      [true, 'yes'],
      [false, 'no'],
    ])
    assert.equal(words.get(sealAgrees(onRecord, move)), agrees, row)
    assert.equal(holdCauses(onRecord, move).join(',') || '-', causes, row)
  }
})

test('a hold for the seal is lifted by customs alone, any other by the operator, too', () => {
  for (const cause of HoldCause.options) {
    assert.equal(decideLift([cause], 'customs'), undefined)
    const refused = cause.startsWith('seal_') ? 'journey.customs_lifts' : undefined
    assert.equal(decideLift([cause], 'operator'), refused, cause)
    assert.equal(decideLift(['damage', cause], 'operator'), refused, cause)
  }
})
