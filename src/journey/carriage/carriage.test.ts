// What may be said of a carriage, and what is expected of those around a train that is late.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaidCarriage } from '#journey/carriage-contract.ts'
import {
  expectCarriages,
  findCarriageRefusal,
  inOrder,
  type RailFacts,
} from '#journey/carriage/carriage.ts'
import { PORTS, zoneOfPlace } from '#kernel/ports.ts'
import { Timestamp, timestampIn } from '#kernel/time.ts'
import { UnLocode } from '#kernel/un-locode.ts'

const DEPARTS = Timestamp.parse('2026-05-10T12:00:00Z')
const NOW_MS = Date.parse('2026-05-12T00:00:00Z')
const day = (of: string) => Timestamp.parse(`2026-05-${of}T00:00:00Z`)

const said = (changes: object = {}) =>
  SaidCarriage.parse({
    stage: 'on',
    mode: 'sea',
    carrier: 'Baltic Line',
    conveyance: 'MV Aurora',
    from: { code: 'PLGDN' },
    to: { code: 'SEGOT' },
    plannedDepartureAt: day('26'),
    plannedArrivalAt: day('29'),
    ...changes,
  })

const SAYINGS: readonly (readonly [object, string])[] = [
  [{}, '-'],
  [{ to: { code: 'PLGDN' } }, 'carriage_same_place'],
  [{ to: { code: 'SEUME' } }, 'carriage_name_missing'],
  [{ to: { code: 'SEUME', name: 'Umeå' } }, '-'],
  [{ plannedArrivalAt: day('26') }, 'carriage_order'],
  [{ arrivedAt: day('11') }, 'carriage_not_departed'],
  [{ departedAt: day('11'), arrivedAt: day('11') }, 'carriage_order'],
  [{ departedAt: day('13') }, 'carriage_yet_to_come'],
  [{ departedAt: day('11') }, '-'],
  [{ plannedDepartureAt: day('09') }, 'carriage_wrong_side'],
  [{ stage: 'pre' }, 'carriage_wrong_side'],
  [{ stage: 'pre', plannedDepartureAt: day('08'), plannedArrivalAt: day('09') }, '-'],
]

test('what may be said of a carriage', () => {
  for (const [changes, expected] of SAYINGS) {
    const refused = findCarriageRefusal(said(changes), { departsAt: DEPARTS, nowMs: NOW_MS })
    assert.equal(refused?.code.replace('journey.', '') ?? '-', expected, JSON.stringify(changes))
  }
})

test('a train that was moved since makes no wrong side of a plan that stays', () => {
  const before = said({ stage: 'pre', plannedDepartureAt: day('08'), plannedArrivalAt: day('09') })
  const earlier = { departsAt: day('07'), nowMs: NOW_MS, before }
  const known = { ...before, departedAt: day('08') }
  assert.equal(findCarriageRefusal(known, earlier), undefined)
  const moved = { ...known, plannedArrivalAt: day('10') }
  assert.equal(findCarriageRefusal(moved, earlier)?.code, 'journey.carriage_wrong_side')
})

const at = (of: string) => Date.parse(day(of))
const RAIL: RailFacts = {
  gateInCutoffMs: at('09'),
  arrival: { p50Ms: at('22'), p90Ms: at('24') },
  hasDeparted: true,
  nowMs: NOW_MS,
}
const days = (ms: number | undefined) =>
  ms === undefined ? '-' : new Date(ms).toISOString().slice(8, 13)

/** Planned to leave on the 26th and to take three days; a ship asks for the box a day before. */
const TRAINS = `
  p50  p90  departs   arrives   connection
  22   24   26T00,26T00  29T00,29T00  kept
  22   26   26T00,27T00  29T00,30T00  at_risk
  26   27   27T00,28T00  30T00,31T00  missed
`

test('a ship that the train reaches sails as planned; one it misses, at the earliest when the box is there', () => {
  for (const row of TRAINS.trim().split('\n').slice(1)) {
    const [p50, p90, departs, arrives, connection] = row.trim().split(/\s+/)
    const arrival = { p50Ms: at(p50!), p90Ms: at(p90!) }
    const { each, final } = expectCarriages([said()], { ...RAIL, arrival })
    const spread = (of: { p50Ms: number; p90Ms: number } | null | undefined) =>
      [days(of?.p50Ms), days(of?.p90Ms)].join()
    assert.deepEqual(
      [spread(each[0]?.departure), spread(each[0]?.arrival), each[0]?.connection, spread(final)],
      [departs, arrives, connection, arrives],
      row,
    )
  }
})

test('what has happened is no longer expected; a leg that sailed late arrives late', () => {
  const sailed = said({
    departedAt: day('11'),
    plannedDepartureAt: day('10'),
    plannedArrivalAt: day('14'),
  })
  const { each, final } = expectCarriages([sailed], RAIL)
  assert.deepEqual([each[0]!.departure, each[0]!.connection], [null, null])
  assert.equal(days(final?.p50Ms), '15T00')
  const landed = expectCarriages([{ ...sailed, arrivedAt: day('12') }], RAIL)
  assert.deepEqual([landed.each[0]!.arrival, days(landed.final?.p50Ms)], [null, '12T00'])
})

test('a leg before the train is held against the gate-in cut-off, until the train has gone', () => {
  const lorry = said({
    stage: 'pre',
    mode: 'road',
    plannedDepartureAt: day('08'),
    plannedArrivalAt: Timestamp.parse('2026-05-08T20:00:00Z'),
  })
  const early = { ...RAIL, hasDeparted: false, nowMs: at('07') }
  const connection = (rail: RailFacts) => expectCarriages([lorry], rail).each[0]!.connection
  assert.equal(connection(early), 'kept')
  // It was to leave on the 8th, and has not on the 9th.
  assert.equal(connection({ ...early, nowMs: at('09') }), 'missed')
  assert.equal(connection(RAIL), null)
  assert.equal(expectCarriages([lorry], early).final, undefined)
})

test('legs stand in the order they are travelled', () => {
  const of = (stage: string, from: string) =>
    said({ stage, plannedDepartureAt: day(from), plannedArrivalAt: day('30') })
  const ordered = inOrder([of('on', '27'), of('on', '26'), of('pre', '05'), of('pre', '04')])
  assert.deepEqual(
    ordered.map(({ stage, plannedDepartureAt }) => `${stage} ${plannedDepartureAt.slice(8, 10)}`),
    ['pre 04', 'pre 05', 'on 26', 'on 27'],
  )
})

test('ports have codes that parse, each once, and every place has a clock', () => {
  assert.equal(new Set(PORTS.map(({ code }) => code)).size, PORTS.length)
  for (const { code } of PORTS) {
    assert.equal(UnLocode.parse(code), code)
    assert.match(timestampIn(NOW_MS, zoneOfPlace(code)), /^2026-05-1/)
  }
  assert.equal(zoneOfPlace(UnLocode.parse('SEUME')), 'Europe/Stockholm')
  assert.equal(zoneOfPlace(UnLocode.parse('CNJNA')), 'Asia/Shanghai')
})
