// The account's movements: refusals in their order, allotments, and that nothing done in any order breaks what must hold.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OrganisationId } from '#kernel/organisation.ts'
import { Timestamp } from '#kernel/time.ts'
import type { DepartureId, DepartureState, SlotAmount } from '#train/contract.ts'
import {
  capacityOf,
  countThatFit,
  decideOpen,
  exceedsWagon,
  giveBack,
  holdingsOf,
  isNothing,
  move,
  mustMove,
  NO_SLOTS,
  OPEN,
  poolsFor,
  releaseAllotment,
  releaseDue,
  resize,
  sell,
  SLOT_UNITS,
  take,
  totalOf,
  undo,
  type Allotment,
  type SlotAccount,
} from '#train/slots.ts'

const NOW = Date.parse('2026-03-02T08:00:00Z')
const CUTOFF = Timestamp.parse('2026-03-02T08:00:00Z')
const amount = (teu: number, grossKg = 0, plugs = 0, dangerousPlaces = 0): SlotAmount => ({
  teu,
  grossKg,
  plugs,
  dangerousPlaces,
})
const party = (name: string, organisationKind: 'exporter' | 'forwarder' = 'exporter') => ({
  organisationId: name as OrganisationId,
  organisationKind,
})
const A = party('a')
const B = party('b', 'forwarder')

function open(capacity: SlotAmount, allotments: (Allotment & { of: SlotAmount })[] = []) {
  const account: SlotAccount = {
    departureId: 'dep_1' as DepartureId,
    state: 'scheduled',
    bookingCutoffAt: CUTOFF,
    wagonKgMax: 61_000,
    embargo: null,
    pools: new Map(),
    allotments,
    nowMs: NOW,
    lastSequence: 0,
    transfers: [],
  }
  const free = { pool: OPEN, state: 'free' } as const
  const opened = mustMove(account, { cause: 'opened', from: null, to: free, amount: capacity })
  return allotments.reduce(
    (after, { id, of }) =>
      mustMove(after, {
        cause: 'allotted',
        from: free,
        to: { pool: id, state: 'free' },
        amount: of,
      }),
    opened,
  )
}

const allotment = (id: string, of: SlotAmount, whose: Partial<Allotment>) => ({
  id,
  of,
  organisationId: null,
  organisationKind: null,
  releaseAtMs: NOW + 1000,
  released: false,
  ...whose,
})

test('a train is open while it is scheduled, free of embargoes and before its cut-off', () => {
  const TABLE = `
    state      embargo late expected
    scheduled  no      0    open
    scheduled  no      1    train.booking_closed
    scheduled  yes     1    train.embargoed
    departed   yes     1    train.not_scheduled
    arrived    no      0    train.not_scheduled
    cancelled  no      0    train.not_scheduled
  `
  for (const row of TABLE.trim().split('\n').slice(1)) {
    const [state, embargo, late, expected] = row.trim().split(/\s+/)
    const account = {
      state: state as DepartureState,
      bookingCutoffAt: CUTOFF,
      embargo: embargo === 'yes' ? 'emb_1' : null,
    }
    assert.equal(decideOpen(account, NOW + Number(late)) ?? 'open', expected, row)
  }
})

test('every unit can be what a train runs out of', () => {
  const account = open(amount(4, 60_000, 1, 1))
  const ask = (...boxes: SlotAmount[]) => {
    const taking = { party: A, holder: 'x', to: 'sold', cause: 'booked' } as const
    const taken = take(account, boxes, taking)
    return typeof taken === 'string' ? taken : 'taken'
  }
  assert.equal(ask(amount(2, 30_000, 1, 1), amount(2, 30_000)), 'taken')
  assert.equal(ask(amount(2), amount(2), amount(1)), 'teu')
  assert.equal(ask(amount(2, 30_000), amount(2, 30_001)), 'grossKg')
  assert.equal(ask(amount(1, 1, 1), amount(1, 1, 1)), 'plugs')
  assert.equal(ask(amount(1, 1, 0, 1), amount(1, 1, 0, 1)), 'dangerousPlaces')
  assert.equal(countThatFit(account, [amount(2), amount(2), amount(2)], A), 2)
})

test('a wagon carries one 40 ft box or two of 20 ft, up to its own limit', () => {
  assert.equal(exceedsWagon([amount(2, 61_000)], 61_000), false)
  assert.equal(exceedsWagon([amount(2, 61_001)], 61_000), true)
  assert.equal(exceedsWagon([amount(1, 30_500), amount(1, 30_500)], 61_000), false)
  assert.equal(exceedsWagon([amount(1, 30_480)], 50_000), true)
})

test('an allotment is its organisation’s, then its kind’s; nobody else can take from it', () => {
  const account = open(amount(10), [
    allotment('of-a', amount(4), { organisationId: A.organisationId }),
    allotment('of-forwarders', amount(2), { organisationKind: 'forwarder' }),
  ])
  assert.deepEqual(poolsFor(account, A), ['of-a', OPEN])
  assert.deepEqual(poolsFor(account, B), ['of-forwarders', OPEN])
  assert.deepEqual(poolsFor(account, party('c')), [OPEN])
  const eight = Array.from({ length: 8 }, () => amount(1))
  const taking = { holder: 'x', to: 'held', cause: 'held' } as const
  assert.notEqual(typeof take(account, eight, { ...taking, party: A }), 'string')
  assert.equal(take(account, eight, { ...taking, party: B }), 'teu')
  assert.equal(take(account, eight.slice(0, 5), { ...taking, party: party('c') }), 'teu')
})

test('an allotment is released to open sale at its time, and what comes back later goes there too', () => {
  const account = open(amount(6), [
    allotment('of-a', amount(4), { organisationId: A.organisationId }),
  ])
  const taking = { party: A, holder: 'x', to: 'sold', cause: 'booked' } as const
  const taken = take(account, [amount(2)], taking)
  assert.ok(typeof taken !== 'string')
  assert.equal(releaseDue(taken), taken, 'not yet')
  const late = releaseDue({ ...taken, nowMs: NOW + 1000 })
  assert.equal(late.pools.get(OPEN)!.free.teu, 4)
  assert.equal(late.pools.get('of-a')!.sold.teu, 2, 'what was taken stays whose it was')
  const back = giveBack(late, holdingsOf(late.transfers, 'x'), { holder: 'x', cause: 'given_back' })
  assert.equal(back.pools.get(OPEN)!.free.teu, 6)
  assert.equal(releaseAllotment(back, 'of-a').transfers.length, back.transfers.length)
})

test('capacity grows, and shrinks to what is taken and allotted', () => {
  const account = open(amount(6, 100), [
    allotment('k', amount(2), { organisationKind: 'exporter' }),
  ])
  const grown = resize(account, amount(8, 200, 3))
  assert.ok(typeof grown !== 'string')
  assert.deepEqual(capacityOf(grown), amount(8, 200, 3))
  const shrunk = resize(grown, amount(2, 50))
  assert.ok(typeof shrunk !== 'string')
  assert.deepEqual(capacityOf(shrunk), amount(2, 50))
  assert.equal(resize(shrunk, amount(1, 50)), 'teu')
})

test('whatever is done in whatever order: nothing below nothing, nothing lost, everything in the history', () => {
  const unit = fc.integer({ min: 0, max: 3 })
  const box = fc.record({
    teu: fc.constantFrom(1, 2),
    grossKg: unit,
    plugs: unit,
    dangerousPlaces: unit,
  })
  const command = fc.record({
    does: fc.constantFrom('hold', 'sell', 'confirm', 'back', 'release', 'resize', 'undo'),
    who: fc.constantFrom(A, B, party('c')),
    holder: fc.constantFrom('x', 'y', 'z'),
    boxes: fc.array(box, { minLength: 1, maxLength: 4 }),
  })
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      let account = open(amount(20, 20, 20, 20), [
        allotment('of-a', amount(4, 4, 4, 4), { organisationId: A.organisationId }),
        allotment('of-f', amount(3, 3, 3, 3), { organisationKind: 'forwarder' }),
      ])
      for (const { does, who, holder, boxes } of commands) {
        const before = account
        account = apply(account, { does, who, holder, boxes })
        for (const pool of account.pools.values())
          for (const state of ['free', 'held', 'sold'] as const)
            for (const unitName of SLOT_UNITS) assert.ok(pool[state][unitName] >= 0)
        if (does !== 'resize') assert.deepEqual(capacityOf(account), capacityOf(before), does)
      }
      const replayed = account.transfers.reduce(
        (after, { cause, holder, from, to, amount: moved }) =>
          mustMove(after, { cause, holder, from, to, amount: moved }),
        { ...account, pools: new Map(), transfers: [], lastSequence: 0 } as SlotAccount,
      )
      for (const state of ['free', 'held', 'sold'] as const)
        assert.deepEqual(totalOf(replayed, state), totalOf(account, state), state)
      assert.deepEqual(
        account.transfers.map(({ sequence }) => sequence),
        account.transfers.map((_, index) => index + 1),
      )
    }),
  )
})

interface Command {
  readonly does: string
  readonly who: ReturnType<typeof party>
  readonly holder: string
  readonly boxes: readonly SlotAmount[]
}

function apply(account: SlotAccount, { does, who, holder, boxes }: Command): SlotAccount {
  const holdings = holdingsOf(account.transfers, holder)
  const either = (outcome: SlotAccount | string) =>
    typeof outcome === 'string' ? account : outcome
  switch (does) {
    case 'hold':
      return either(take(account, boxes, { party: who, holder, to: 'held', cause: 'held' }))
    case 'sell':
      return either(take(account, boxes, { party: who, holder, to: 'sold', cause: 'booked' }))
    case 'confirm':
      return sell(account, holdings, { holder, cause: 'confirmed' })
    case 'back':
      return giveBack(account, holdings, { holder, cause: 'given_back' })
    case 'release':
      return releaseAllotment(account, boxes.length > 2 ? 'of-a' : 'of-f')
    case 'resize':
      return either(
        resize(account, {
          ...NO_SLOTS,
          teu: 10 + boxes.length * 4,
          grossKg: 20,
          plugs: 20,
          dangerousPlaces: 20,
        }),
      )
    default: {
      const last = account.transfers.at(-1)!
      const isLast = last.holder !== null && last.to !== null && !isNothing(last.amount)
      return isLast ? undo(account, [last]) : account
    }
  }
}

test('a movement says what there is too little of, and changes nothing', () => {
  const account = open(amount(1))
  const from = { pool: OPEN, state: 'free' } as const
  const to = { pool: OPEN, state: 'sold' } as const
  assert.equal(move(account, { cause: 'booked', from, to, amount: amount(2) }), 'teu')
  assert.throws(() => mustMove(account, { cause: 'booked', from: to, to: from, amount: amount(1) }))
})
