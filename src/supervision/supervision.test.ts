import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CheckName } from '#supervision/contract.ts'
import {
  CHECK_NAMES,
  checkContainer,
  grossOfBooking,
  worstOf,
  type ContainerFacts,
} from '#supervision/supervision.ts'

const READY: ContainerFacts = {
  customs: 'released',
  containerNumber: 'CSQU3054383',
  sealAssigned: 'CN8830145',
  sealRecorded: 'CN8830145',
  weighedKg: 22_000,
  gross: { declaredKg: 22_000, weighedKg: 22_000 },
  declarationNumber: '430120260000012345',
  holds: [],
}

/** What is different from a container that is ready, and what is then said; everything else passes. */
const CASES: readonly (readonly [Partial<ContainerFacts>, string])[] = [
  [{}, ''],
  [{ containerNumber: null }, 'block container_number_assigned'],
  [{ weighedKg: null }, 'block weighed'],
  [{ sealRecorded: null }, 'block sealed'],
  [{ sealAssigned: 'CN8830146' }, 'block sealed'],
  [{ sealAssigned: null }, 'block sealed'],
  [{ declarationNumber: null }, 'block declared'],
  [{ holds: ['X-ray image unclear'] }, 'block no_open_hold'],
  [{ customs: 'none' }, 'block released'],
  [{ customs: 'declared' }, 'block released'],
  [{ customs: 'inspection' }, 'block released'],
  [{ customs: 'held' }, 'block released'],
  [{ gross: null }, 'warn gross_mass_agrees'],
]

test('each rule speaks of its own matter only', () => {
  for (const [difference, expected] of CASES) {
    const { checks } = checkContainer({ ...READY, ...difference })
    const said = checks
      .filter((check) => check.verdict !== 'pass')
      .map((check) => `${check.verdict} ${check.name}`)
    assert.equal(said.join(), expected, JSON.stringify(difference))
  }
})

const GROSS = `
  declared  weighed  verdict  percent
  20000     20000    pass     0
  20000     20200    pass     1
  20000     20201    warn     1
  20000     19800    pass     1
  20000     19799    warn     1
  20000     21000    warn     5
  20000     21001    block    5
  20000     19000    warn     5
  20000     18999    block    5
  20000     24000    block    20
`

test('weighed against declared gross, at and beside both limits', () => {
  for (const row of GROSS.trim().split('\n').slice(1)) {
    const [declared, weighed, verdict, percent] = row.trim().split(/\s+/)
    const gross = { declaredKg: Number(declared), weighedKg: Number(weighed) }
    const { checks } = checkContainer({ ...READY, gross })
    const check = checks.find(({ name }) => name === 'gross_mass_agrees')
    assert.deepEqual(
      check,
      {
        name: 'gross_mass_agrees',
        verdict,
        facts: { ...gross, differencePercent: Number(percent) },
      },
      row,
    )
  }
})

test('the worst check is the container’s verdict', () => {
  assert.equal(checkContainer(READY).verdict, 'pass')
  assert.equal(checkContainer({ ...READY, gross: null }).verdict, 'warn')
  assert.equal(checkContainer({ ...READY, gross: null, customs: 'held' }).verdict, 'block')
  assert.equal(worstOf([]), 'pass')
})

test('a booking is compared as a whole, once all of its boxes are weighed', () => {
  const box = (weighedKg: number | null) => ({ tareKg: 3_900, weighedKg })
  assert.deepEqual(grossOfBooking(40_000, [box(24_000), box(23_000)]), {
    declaredKg: 47_800,
    weighedKg: 47_000,
  })
  assert.equal(grossOfBooking(40_000, [box(24_000), box(null)]), null)
})

test('every check of the contract has its rule, in the order shown', () => {
  assert.deepEqual(CHECK_NAMES, CheckName.options)
})
