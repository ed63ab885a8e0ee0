// The rules of a booking: slots, weight, cancelling, times, and that every refusal speaks three languages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EQUIPMENT_TYPE_CODES, EquipmentType, payloadKgMax } from '#kernel/equipment-type.ts'
import { Locale } from '#kernel/locale.ts'
import { OrganisationKind } from '#kernel/organisation.ts'
import { Timestamp } from '#kernel/time.ts'
import {
  bookingNumber,
  bookingProblem,
  boxesOf,
  decideCancel,
  decideMoment,
  isClosed,
  missedBy,
  payloadExcess,
  slotsOf,
  stepProblem,
  teuOf,
} from '#booking/booking.ts'
import {
  ContainerStep,
  CustomsStatus,
  NewBooking,
  Stage,
  type ContainerState,
} from '#booking/contract.ts'
import { decideStep } from '#booking/step.ts'
import { DepartureState } from '#train/contract.ts'

const box = (type: string, count = 1) => ({ equipmentType: EquipmentType.parse(type), count })

test('slots as wagon space: a 45 ft box takes a 40 ft place', () => {
  assert.equal(teuOf([box('22G1', 3)]), 3)
  assert.equal(teuOf([box('45G1', 3)]), 6)
  assert.equal(teuOf([box('L5G1'), box('22G1')]), 3)
})

test('one box per container ordered', () => {
  const line = fc.record({
    equipmentType: fc.constantFrom(...EQUIPMENT_TYPE_CODES),
    count: fc.integer({ min: 1, max: 110 }),
  })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const boxes = boxesOf(lines, 1_000)
      assert.equal(
        boxes.length,
        lines.reduce((sum, { count }) => sum + count, 0),
      )
      assert.ok(Number.isInteger(teuOf(lines)) && teuOf(lines) >= boxes.length)
    }),
  )
})

test('the cargo is spread over the boxes by what each carries, to the last kilogram', () => {
  const lines = [box('22G1', 3), box('45G1', 2), { ...box('45R1'), dangerous: true }]
  const boxes = boxesOf(lines, 100_001)
  const tares = 3 * 2250 + 2 * 3900 + 4600
  assert.equal(
    boxes.reduce((kg, { grossKg }) => kg + grossKg, 0),
    100_001 + tares,
  )
  assert.deepEqual(slotsOf(boxes.at(-1)!), {
    teu: 2,
    grossKg: boxes.at(-1)!.grossKg,
    plugs: 1,
    dangerousPlaces: 1,
  })
  assert.equal(slotsOf(boxes[0]!).plugs, 0)
})

test('the cargo fits by weight, to the kilogram', () => {
  const limit = payloadKgMax(EquipmentType.parse('22G1')) * 2
  const lines = [box('22G1', 2)]
  assert.equal(payloadExcess(lines, limit), undefined)
  assert.deepEqual(payloadExcess(lines, limit + 1), {
    grossMassKg: limit + 1,
    payloadKgMax: limit,
  })
})

test('a booking number can be said aloud and searched for', () => {
  assert.equal(bookingNumber('bkg_01kabcdefgh7j2m9qx4t'), 'LBH7J2M9QX4T')
})

test('cancelling: until the cut-off, while nothing was received or declared', () => {
  const TABLE = `
    stages             customs   cutoff  expected
    booked,booked      none      open    yes
    booked,assigned    none      open    yes
    booked,assigned    none      passed  booking.too_late_to_cancel
    booked,received    none      open    booking.too_late_to_cancel
    assigned,arrived   none      open    booking.too_late_to_cancel
    booked,booked      declared  open    booking.too_late_to_cancel
  `
  for (const row of TABLE.trim().split('\n').slice(1)) {
    const [stages, customs, cutoff, expected] = row.trim().split(/\s+/)
    const containers = stages!.split(',').map((stage): ContainerState => ({
      stage: Stage.parse(stage),
      customs: CustomsStatus.parse(customs),
      held: false,
    }))
    const booking = { state: 'confirmed' as const, cutoffPassed: cutoff === 'passed', containers }
    assert.equal(decideCancel(booking) ?? 'yes', expected, row)
    assert.equal(decideCancel({ ...booking, state: 'cancelled' }), 'booking.already_cancelled')
    assert.equal(decideCancel({ ...booking, state: 'completed' }), 'booking.wrong_state')
  }
})

test('a step happens after the last one and not in the future', () => {
  const MINUTE = 60_000
  const at = (atMs: number) => decideMoment({ atMs, nowMs: 100 * MINUTE, lastMs: 50 * MINUTE })
  assert.equal(at(50 * MINUTE), undefined)
  assert.equal(at(50 * MINUTE - 1), 'step.before_last')
  assert.equal(at(105 * MINUTE), undefined)
  assert.equal(at(105 * MINUTE + 1), 'step.in_future')
})

test('every refusal of a step names stages and parties in the reader’s language', () => {
  for (const step of ContainerStep.options)
    for (const stage of Stage.options)
      for (const customs of CustomsStatus.options)
        for (const held of [false, true])
          for (const kind of OrganisationKind.options) {
            const decision = decideStep({ stage, customs, held }, step, kind)
            if ('next' in decision) continue
            const problem = stepProblem(decision.refusal)
            assert.equal(problem.code, decision.refusal.code)
            for (const locale of Locale.options)
              assert.doesNotMatch(problem.detail(locale), /[{}]|_|undefined/, locale)
          }
  const decision = decideStep(
    { stage: 'sealed', customs: 'declared', held: false },
    'load',
    'operator',
  )
  assert.ok('refusal' in decision)
  assert.equal(
    stepProblem(decision.refusal).detail('zh'),
    '不能“装车”：海关状态为已申报，须为：已放行',
  )
})

test('the texts of a problem ask for the same facts in each language', () => {
  const placeholders = (text: string) =>
    [...text.matchAll(/\{(\w+)\}/g)]
      .map((match) => match[1]!)
      .toSorted((a, b) => a.localeCompare(b))
  for (const [code, text] of Object.entries(bookingProblem.table)) {
    assert.deepEqual(placeholders(text.en), placeholders(text.zh), code)
    assert.deepEqual(placeholders(text.ru), placeholders(text.zh), code)
  }
})

test('a booking without goods, boxes or a proper consignee is not read', () => {
  const paths = NewBooking.safeParse({ lines: [], cargo: [], consignee: { country: 'XX' } })
  const wrong = new Set(paths.error!.issues.map((issue) => issue.path.join('.')))
  for (const path of ['departureId', 'brokerId', 'lines', 'cargo', 'consignee.country', 'incoterm'])
    assert.ok(wrong.has(path), path)
})

test('a container waits for another train when its own left without it or does not run', () => {
  const rows = Stage.options.map((stage) =>
    DepartureState.options.map((train) => missedBy(stage, train) ?? '-').join(' '),
  )
  const waits = '- left_behind left_behind train_cancelled'
  const goes = '- - - -'
  // Up to `loaded`; from `departed` on, and cancelled, none of it concerns them.
  assert.deepEqual(rows, [...Array(7).fill(waits), ...Array(5).fill(goes)])
})

test('cancelling closes at the cut-off, but never for a train that does not run', () => {
  const bookingCutoffAt = Timestamp.parse('2026-03-02T08:00:00Z')
  const cutoffMs = Date.parse(bookingCutoffAt)
  const closed = DepartureState.options.map((state) =>
    [0, 1].map((late) => isClosed({ state, bookingCutoffAt }, cutoffMs + late)),
  )
  assert.deepEqual(closed, [
    [false, true],
    [false, true],
    [false, true],
    [false, false],
  ])
})
