// What is said of a leg comes to steps that any verifier takes for lawful; the last of them tell the leg as it is, and no trade secret stands in their public parts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decideStep } from '#booking/step.ts'
import type { SaidAside } from '#booking'
import { SaidCarriage } from '#journey/carriage-contract.ts'
import { findCarriageRefusal } from '#journey/carriage/carriage.ts'
import { findTellings, toStep, withdrawalOf } from '#journey/carriage/carriage-steps.ts'
import { Timestamp } from '#kernel/time.ts'

const DEPARTS = Timestamp.parse('2026-05-10T12:00:00Z')
const NOW = new Date('2026-06-20T00:00:00Z')
const hour = (at: number) => new Date(Date.parse(DEPARTS) + at * 3_600_000).toISOString()

const said = (changes: object = {}): SaidCarriage =>
  SaidCarriage.parse({
    stage: 'on',
    mode: 'road',
    carrier: 'Kowalski Transport',
    conveyance: 'WA 12345',
    from: { code: 'PLGDN' },
    to: { code: 'PLOLS', name: 'Olsztyn' },
    plannedDepartureAt: hour(300),
    plannedArrivalAt: hour(310),
    ...changes,
  })

const kinds = (before: SaidCarriage | undefined, after: SaidCarriage) =>
  findTellings(before, after).map(({ kind }) => kind)

test('what is new is told, what was told so is not told again', () => {
  const TABLE: [before: object | undefined, after: object, told: string][] = [
    [undefined, {}, 'plan'],
    [undefined, { departedAt: hour(301), arrivedAt: hour(309) }, 'plan departure arrival'],
    [{}, {}, ''],
    [{}, { departedAt: hour(301) }, 'departure'],
    [{ departedAt: hour(301) }, { departedAt: hour(302) }, 'departure'],
    [{ departedAt: hour(301) }, { departedAt: hour(301), arrivedAt: hour(309) }, 'arrival'],
    [{}, { plannedArrivalAt: hour(320) }, 'plan'],
    [{}, { to: { code: 'PLWAW', name: 'Warszawa' } }, 'plan'],
    // By another lorry: all that was said of the first is said of it.
    [{ departedAt: hour(301) }, { departedAt: hour(301), conveyance: 'WA 9' }, 'plan departure'],
  ]
  for (const [before, after, told] of TABLE)
    assert.equal(
      kinds(before && said(before), said(after)).join(' '),
      told,
      JSON.stringify([before, after]),
    )
})

test('a step tells mode, places and times to everyone, and who carries to the entitled', () => {
  const after = said({ departedAt: hour(301) })
  const [plan, departure] = findTellings(undefined, after).map((telling, at) =>
    toStep(telling, after, { planned: at === 0 ? undefined : 21, now: NOW }),
  ) as [SaidAside, SaidAside]
  assert.equal(plan.step, 'plan_carriage')
  assert.deepEqual(plan.said?.public, {
    carriageStage: 'on',
    transportMode: 'road',
    transportModeCode: '3',
    from: { code: 'PLGDN', city: { zh: '格但斯克港', en: 'Gdańsk port', ru: 'Порт Гданьск' } },
    to: { code: 'PLOLS', city: { zh: 'Olsztyn', en: 'Olsztyn', ru: 'Olsztyn' } },
    plannedDepartureAt: '2026-05-23T02:00:00+02:00',
    plannedArrivalAt: '2026-05-23T12:00:00+02:00',
  })
  assert.equal(departure.step, 'depart_on_carriage')
  assert.equal(departure.at, '2026-05-23T03:00:00+02:00')
  assert.deepEqual(departure.said, {
    public: {
      carriageStage: 'on',
      transportMode: 'road',
      transportModeCode: '3',
      carriage: 21,
    },
    restricted: { carrier: 'Kowalski Transport', conveyance: 'WA 12345' },
  })
  assert.equal(
    toStep(withdrawalOf(after), after, { planned: 21, now: NOW }).step,
    'withdraw_carriage',
  )
})

const Saying = fc.record({
  mode: fc.constantFrom('sea', 'road', 'air'),
  conveyance: fc.constantFrom('MV Aurora', 'WA 12345'),
  plannedArrivalAt: fc.integer({ min: 305, max: 320 }).map(hour),
  departedAt: fc.option(fc.integer({ min: 300, max: 330 }).map(hour), { nil: undefined }),
  arrivedAt: fc.option(fc.integer({ min: 300, max: 340 }).map(hour), { nil: undefined }),
})

test('whatever may be said in turn, the steps are lawful and end in what was said last', () => {
  fc.assert(
    fc.property(fc.array(Saying, { minLength: 1, maxLength: 6 }), (sayings) => {
      let before: SaidCarriage | undefined
      let hasDeparted = false
      const last = new Map<string, string>()
      for (const changes of sayings) {
        const now = said(changes)
        const facts = { departsAt: DEPARTS, nowMs: NOW.getTime(), before }
        if (findCarriageRefusal(now, facts) !== undefined) continue
        for (const telling of findTellings(before, now)) {
          const step = toStep(telling, now, { planned: before && 1, now: NOW })
          const arrived = { stage: 'arrived', customs: 'released', held: false } as const
          assert.ok('next' in decideStep(arrived, step.step, 'exporter'))
          if (telling.kind === 'arrival') assert.ok(hasDeparted)
          hasDeparted ||= telling.kind === 'departure'
          assert.doesNotMatch(JSON.stringify(step.said?.public), /Kowalski|Aurora|12345/)
          last.set(telling.kind, step.at)
        }
        before = now
      }
      for (const [kind, at] of [
        ['departure', before?.departedAt],
        ['arrival', before?.arrivedAt],
      ] as const) {
        const told = last.get(kind)
        assert.equal(told && Date.parse(told), at && Date.parse(at), kind)
      }
    }),
  )
})
