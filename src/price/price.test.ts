// What boxes cost, in rows to read; then laws that hold for every sheet and every booking.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BoxOwner } from '#kernel/box-owner.ts'
import { equipmentFacts, EQUIPMENT_TYPE_CODES, EquipmentType } from '#kernel/equipment-type.ts'
import { StationCode } from '#kernel/station.ts'
import { Timestamp } from '#kernel/time.ts'
import {
  ChargeKind,
  ExtraAsked,
  NewRateSheet,
  QuotedBoxes,
  RateSheetState,
  type FeeFor,
} from '#price/contract.ts'
import { newRateSheet } from '#price/fixtures.ts'
import {
  decideFee,
  decidePrice,
  decideQuote,
  decideSheet,
  mayDo,
  quoteEndsMs,
  reversed,
  shareOf,
  sumOf,
  type SheetCommand,
} from '#price/price.ts'

const lane = {
  origin: StationCode.parse('CN-DONGJIA'),
  destination: StationCode.parse('UZ-CHUKURSAY'),
}
const sheet = newRateSheet(lane)
const boxes = (text: string): QuotedBoxes[] =>
  text.split(' ').map((word) => {
    const [count, equipmentType, owner = 'operator'] = word.split('/')
    return QuotedBoxes.parse({ count: Number(count), equipmentType, owner })
  })
const extras = (text = ''): ExtraAsked[] =>
  text === ''
    ? []
    : text.split(' ').map((word) => {
        const [quantity, kind] = word.split('/')
        return ExtraAsked.parse({ quantity: Number(quantity), kind })
      })

test('what boxes cost', () => {
  const rows: [boxes: string, extras: string, outcome: string][] = [
    // 400000 + 7.25 % = 29000 + documents 3500
    ['1/45G1', '', '400000 29000 3500 = 432500'],
    ['2/45G1', '', '800000 58000 3500 = 861500'],
    ['1/45G1/shipper', '', '360000 26100 3500 = 389600'],
    ['1/22G1 1/45R1', '', '210000 650000 62350 3500 40000 = 965850'],
    ['2/45G1', '2/pick_up 5/storage', '800000 58000 3500 30000 4000 = 895500'],
    ['1/45G1/railway', '', 'price.no_rate'],
    ['1/L5G1', '', 'price.no_rate'],
    ['1/45G1', '2/lashing', 'price.extra_too_many'],
    ['1/45G1', '91/storage', 'price.extra_too_many'],
    ['1/45G1', '1/insurance', 'price.extra_not_offered'],
    ['1/45G1', '1/lashing 1/lashing', 'price.extra_repeated'],
  ]
  for (const [asked, wanted, outcome] of rows) {
    const priced = decidePrice(sheet, { ...lane, boxes: boxes(asked), extras: extras(wanted) })
    const said =
      'code' in priced
        ? priced.code
        : `${priced.lines.map(({ amountMinor }) => amountMinor).join(' ')} = ${priced.totalMinor}`
    assert.equal(said, outcome, `${asked} ${wanted}`)
  }
  const other = { origin: lane.destination, destination: lane.origin }
  const back = decidePrice(sheet, { ...other, boxes: boxes('1/45G1'), extras: [] })
  assert.equal('code' in back && back.code, 'price.no_rate')
  const dear = {
    ...sheet,
    rates: sheet.rates.map((rate) => ({ ...rate, priceMinor: 90_000_000_000_000 as never })),
  }
  const much = decidePrice(dear, { ...lane, boxes: boxes('2/45G1'), extras: [] })
  assert.equal('code' in much && much.code, 'price.too_much')
})

test('a share is rounded half away from zero, exactly, however large', () => {
  const rows: [amount: number, basisPoints: number, share: number][] = [
    [1, 5_000, 1],
    [1, 4_999, 0],
    [3, 5_000, 2],
    [-1, 5_000, -1],
    [-3, 4_999, -1],
    [0, 10_000, 0],
    [100_000_000_000_000, 3_333, 33_330_000_000_000],
    [99_999_999_999_999, 9_999, 99_989_999_999_999],
  ]
  for (const [amount, basisPoints, share] of rows)
    assert.equal(shareOf(amount, basisPoints), share, `${basisPoints} of ${amount}`)
})

const anyType = fc.constantFrom(...EQUIPMENT_TYPE_CODES)
const anyOwner = fc.constantFrom(...BoxOwner.options)
const anyPrice = fc.integer({ min: 0, max: 50_000_000 })
const anyShare = fc.integer({ min: 1, max: 10_000 })
const anyKind = fc.constantFrom(...ChargeKind.options.slice(1, -3))
const anySheet = fc
  .record({
    rates: fc.uniqueArray(
      fc.record({ equipmentType: anyType, owner: anyOwner, priceMinor: anyPrice }),
      {
        minLength: 1,
        maxLength: 20,
        selector: ({ equipmentType, owner }) => `${equipmentType}${owner}`,
      },
    ),
    surcharges: fc.array(
      fc.record({
        kind: anyKind,
        touches: fc.constantFrom('all', 'twenty', 'forty', 'reefer'),
        price: fc.oneof(
          fc.record({ by: fc.constant('share'), basisPoints: anyShare }),
          fc.record({
            by: fc.constant('amount'),
            basis: fc.constantFrom('container', 'teu', 'booking'),
            priceMinor: anyPrice,
          }),
        ),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ rates, surcharges }) =>
    newRateSheet(lane, { rates: rates.map((rate) => ({ ...lane, ...rate })), surcharges }),
  )
const anyBooking = anySheet.chain((made) =>
  fc.record({
    made: fc.constant(made),
    asked: fc.array(
      fc.record({ rate: fc.constantFrom(...made.rates), count: fc.integer({ min: 1, max: 110 }) }),
      { minLength: 1, maxLength: 8 },
    ),
  }),
)
const boxesOf = (asked: { rate: NewRateSheet['rates'][number]; count: number }[]): QuotedBoxes[] =>
  asked.map(({ rate, count }) => ({ equipmentType: rate.equipmentType, owner: rate.owner, count }))

test('every price is whole, adds up, is never below its carriage, and depends on nothing but its arguments', () => {
  fc.assert(
    fc.property(anyBooking, ({ made, asked }) => {
      const wanted = { ...lane, boxes: boxesOf(asked), extras: [] }
      const priced = decidePrice(made, wanted)
      assert.ok('lines' in priced)
      const carriage = priced.lines.filter(({ kind }) => kind === 'carriage')
      assert.equal(sumOf(priced.lines), priced.totalMinor)
      assert.equal(
        sumOf(carriage),
        asked.reduce((sum, { rate, count }) => sum + rate.priceMinor * count, 0),
      )
      assert.ok(priced.totalMinor >= sumOf(carriage))
      for (const { amountMinor, quantity, unitMinor } of priced.lines) {
        assert.ok(Number.isSafeInteger(amountMinor) && amountMinor >= 0)
        if (unitMinor !== null) assert.equal(amountMinor, unitMinor * quantity)
      }
      assert.deepEqual(decidePrice(structuredClone(made), structuredClone(wanted)), priced)
      assert.equal(sumOf([...priced.lines, ...reversed(priced.lines)]), 0)
    }),
  )
})

test('one more box never costs less, and boxes booked apart never differ by more than their roundings', () => {
  fc.assert(
    fc.property(anyBooking, ({ made, asked }) => {
      const price = (boxed: QuotedBoxes[]) => {
        const priced = decidePrice(made, { ...lane, boxes: boxed, extras: [] })
        assert.ok('lines' in priced)
        return priced
      }
      const whole = boxesOf(asked)
      const more = whole.map((box, index) => (index === 0 ? { ...box, count: box.count + 1 } : box))
      assert.ok(price(more).totalMinor >= price(whole).totalMinor)
      // Counted by container and TEU alone, the sum of the parts is the whole, but for half a unit a share and part.
      const perBox = {
        ...made,
        surcharges: made.surcharges.filter(
          ({ price: one }) => one.by === 'share' || one.basis !== 'booking',
        ),
      }
      const parts = whole.map((box) => {
        const priced = decidePrice(perBox, { ...lane, boxes: [box], extras: [] })
        return 'lines' in priced ? priced.totalMinor : Number.NaN
      })
      const together = decidePrice(perBox, { ...lane, boxes: whole, extras: [] })
      assert.ok('lines' in together)
      const apart = parts.reduce((sum, part) => sum + part, 0)
      const shares = perBox.surcharges.filter(({ price: one }) => one.by === 'share').length
      assert.ok(Math.abs(apart - together.totalMinor) <= (shares * (whole.length + 1)) / 2)
    }),
  )
})

test('TEU counts a 45 ft box as two places', () => {
  const byTeu = newRateSheet(lane, {
    rates: [{ ...lane, equipmentType: 'L5G1', owner: 'operator', priceMinor: 0 }],
    surcharges: [
      { kind: 'security', touches: 'all', price: { by: 'amount', basis: 'teu', priceMinor: 100 } },
    ],
  })
  const priced = decidePrice(byTeu, { ...lane, boxes: boxes('3/L5G1'), extras: [] })
  assert.equal('lines' in priced && priced.totalMinor, 600)
  assert.equal(equipmentFacts(EquipmentType.parse('L5G1')).slots, 1)
})

test('what changing one’s mind costs, by the hours left', () => {
  const cutoffAt = Timestamp.parse('2026-05-10T12:00:00+08:00')
  const rows: [fee: FeeFor, at: string, amount: number | undefined][] = [
    ['cancellation', '2026-05-01T12:00:00+08:00', undefined],
    ['cancellation', '2026-05-07T12:00:00+08:00', undefined],
    ['cancellation', '2026-05-07T12:00:01+08:00', 20_000],
    ['cancellation', '2026-05-10T12:00:00+08:00', 20_000],
    ['cancellation', '2026-05-10T12:00:01+08:00', 50_000],
    ['amendment', '2026-05-09T12:00:00+08:00', 2_000],
    ['no_show', '2026-05-12T12:00:00+08:00', 100_000],
  ]
  for (const [fee, at, amount] of rows) {
    const asked = { fee, cutoffAt, nowMs: Date.parse(at), servicesMinor: 100_000, containers: 2 }
    assert.equal(decideFee(sheet.fees, asked)?.amountMinor, amount, `${fee} ${at}`)
    assert.equal(decideFee([], asked), undefined)
  }
  const perBox = newRateSheet(lane, {
    fees: [
      {
        fee: 'amendment',
        hoursBefore: null,
        price: { by: 'amount', basis: 'container', priceMinor: 700 },
      },
    ],
  })
  const asked = { fee: 'amendment', cutoffAt, nowMs: 0, servicesMinor: 1, containers: 3 } as const
  assert.equal(decideFee(perBox.fees, asked)?.amountMinor, 2_100)
})

test('a sheet says no two things at once', () => {
  const [rate] = sheet.rates
  const rows: [changes: Record<string, unknown>, code: string | undefined][] = [
    [{}, undefined],
    [{ validFrom: '2026-05-02', validUntil: '2026-05-01' }, 'price.dates_reversed'],
    [{ rates: [rate, { ...rate, priceMinor: 1 }] }, 'price.rate_repeated'],
    [{ extras: [sheet.extras[0], sheet.extras[0]] }, 'price.term_repeated'],
    [{ extras: [{ kind: 'no_show', basis: 'booking', priceMinor: 1 }] }, 'price.fee_is_no_service'],
    [{ fees: [sheet.fees[0], sheet.fees[0]] }, 'price.fee_repeated'],
  ]
  for (const [changes, code] of rows)
    assert.equal(decideSheet(newRateSheet(lane, changes))?.code, code)
})

test('what may be done to a sheet, state by state', () => {
  const commands: SheetCommand[] = ['change', 'publish', 'succeed', 'withdraw']
  const table = RateSheetState.options.map((state) =>
    `${state}: ${commands.filter((one) => mayDo(one, state)).join(' ')}`.trim(),
  )
  assert.deepEqual(table, [
    'draft: change publish',
    'published: succeed withdraw',
    'superseded:',
    'withdrawn:',
  ])
})

test('a quote is taken once, in time, for what it was given for', () => {
  const quote = {
    accepted: false,
    expiresMs: 1_000,
    departureId: 'a',
    boxes: boxes('2/45G1 1/22G1'),
  }
  const wanted = { nowMs: 999, departureId: 'a', boxes: boxes('1/22G1 1/45G1 1/45G1') }
  const rows: [object, object, string | undefined][] = [
    [{}, {}, undefined],
    [{ accepted: true }, { nowMs: 2_000 }, 'price.quote_used'],
    [{}, { nowMs: 1_000 }, 'price.quote_expired'],
    [{}, { departureId: 'b' }, 'price.quote_differs'],
    [{}, { boxes: boxes('2/45G1') }, 'price.quote_differs'],
    [{}, { boxes: boxes('2/45G1/shipper 1/22G1') }, 'price.quote_differs'],
  ]
  for (const [given, asked, code] of rows)
    assert.equal(decideQuote({ ...quote, ...given }, { ...wanted, ...asked }), code)
  const cutoff = Timestamp.parse('1970-01-01T01:00:00Z')
  assert.equal(quoteEndsMs(48, 0, cutoff), 3_600_000)
  assert.equal(quoteEndsMs(1, -3_600_000, cutoff), 0)
})
