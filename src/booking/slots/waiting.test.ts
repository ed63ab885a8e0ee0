// The waiting list's rule as it is published, case by case; then, whatever list and whatever train: nobody is promoted out of turn.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OrganisationId } from '#kernel/organisation.ts'
import { Timestamp } from '#kernel/time.ts'
import type { DepartureId, SlotAmount } from '#train/contract.ts'
import { countThatFit, freeFor, mustMove, NO_SLOTS, OPEN, type SlotAccount } from '#train/slots.ts'
import { walk, type Waiter } from '#booking/slots/waiting.ts'

const PARTY = { organisationId: 'a' as OrganisationId, organisationKind: 'exporter' } as const

function trainWith(free: number): SlotAccount {
  const account: SlotAccount = {
    departureId: 'dep_1' as DepartureId,
    state: 'scheduled',
    bookingCutoffAt: Timestamp.parse('2026-03-02T08:00:00Z'),
    wagonKgMax: 61_000,
    embargo: null,
    pools: new Map(),
    allotments: [],
    nowMs: 0,
    lastSequence: 0,
    transfers: [],
  }
  const to = { pool: OPEN, state: 'free' } as const
  const amount = { ...NO_SLOTS, teu: free }
  return mustMove(account, { cause: 'opened', from: null, to, amount })
}

const box = (teu: number): SlotAmount => ({ ...NO_SLOTS, teu })

const waiter = (place: number, boxes: number[], changes: Partial<Waiter> = {}): Waiter => ({
  place,
  bookingId: `b${place}`,
  party: PARTY,
  boxes: boxes.map(box),
  inParts: false,
  promotion: 'automatic',
  ...changes,
})

const told = (free: number, ...waiters: Waiter[]) =>
  walk(trainWith(free), waiters).turns.map(
    ({ place, outcome, boxes }) => `${place} ${outcome} ${boxes}`,
  )

test('first come, first served, whatever order the list is read in', () => {
  assert.deepEqual(told(2, waiter(2, [2]), waiter(1, [2])), ['1 promoted 1'])
})

test('all boxes together, or in parts, as the shipper chose', () => {
  assert.deepEqual(told(3, waiter(1, [2, 2])), [])
  assert.deepEqual(told(3, waiter(1, [2, 2], { inParts: true })), ['1 promoted 1'])
  assert.deepEqual(told(4, waiter(1, [2, 2])), ['1 promoted 2'])
})

test('who does not fit keeps its place; who comes after may go ahead, and that is written down', () => {
  const { turns } = walk(trainWith(2), [waiter(1, [2, 2]), waiter(2, [1]), waiter(3, [2])])
  assert.deepEqual(
    turns.map(({ place, outcome, asked, free }) => [place, outcome, asked.teu, free.teu]),
    [
      [1, 'passed', 4, 2],
      [2, 'promoted', 1, 2],
    ],
    'nobody behind the last that got slots is named',
  )
})

test('an offer is held, an automatic promotion sold', () => {
  const { account } = walk(trainWith(4), [waiter(1, [2], { promotion: 'offer' }), waiter(2, [1])])
  const { free, held, sold } = account.pools.get(OPEN)!
  assert.deepEqual([free.teu, held.teu, sold.teu], [1, 2, 1])
})

test('whatever list and train: each got what fitted it at its turn, in order, and nobody left could be served', () => {
  const some = fc.record({
    boxes: fc.array(fc.constantFrom(1, 2), { minLength: 1, maxLength: 4 }),
    inParts: fc.boolean(),
    promotion: fc.constantFrom('automatic' as const, 'offer' as const),
  })
  fc.assert(
    fc.property(fc.nat(20), fc.array(some, { maxLength: 12 }), (free, list) => {
      const waiters = list.map(({ boxes, ...terms }, index) => waiter(index + 1, boxes, terms))
      const { account, turns } = walk(trainWith(free), waiters)
      assert.deepEqual(
        turns.map(({ place }) => place),
        turns.map((_, index) => index + 1),
        'from the first on, none left out',
      )
      let left = free
      for (const { place, outcome, boxes, free: seen } of turns) {
        assert.equal(seen.teu, left)
        const got = waiters[place - 1]!.boxes.slice(0, boxes)
        left -= got.reduce((teu, one) => teu + one.teu, 0)
        assert.equal(outcome === 'passed', boxes === 0)
      }
      assert.equal(freeFor(account, PARTY).teu, left)
      for (const { place, boxes, inParts } of waiters) {
        const turn = turns.find((one) => one.place === place)
        const rest = boxes.slice(turn?.boxes ?? 0)
        if (rest.length === 0) continue
        const fit = countThatFit(account, rest, PARTY)
        assert.ok(inParts ? fit === 0 : fit < rest.length, `place ${place} could still be served`)
      }
    }),
  )
})
