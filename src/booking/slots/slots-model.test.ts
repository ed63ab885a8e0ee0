// Random commands by random parties: one after the other against a simple model of a train's places, then many at once against the
// real database, where whatever order they took must add up, and the account's own history must say so.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { hold } from '#booking/slots/basket.ts'
import { book } from '#booking/book.ts'
import { cancelBooking } from '#booking/cancel.ts'
import type { BookingId } from '#booking/contract.ts'
import { newBooking } from '#booking/fixtures.ts'
import { auditTrain, sweep } from '#booking/slots/watch.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { Problem } from '#kernel/problem.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { getDeparture } from '#train'
import type { DepartureId } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'

const CAPACITY = 12
const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now: clock() })
const others = await organisationsFixture(database, { now: clock(), tag: 'b' })
const actors = [parties.exporter.actor, others.exporter.actor]

interface Command {
  readonly does: 'book' | 'wait' | 'hold' | 'cancel' | 'time'
  readonly who: number
  readonly boxes: number
  readonly which: number
}

const command: fc.Arbitrary<Command> = fc.record({
  does: fc.constantFrom('book', 'book', 'wait', 'hold', 'cancel', 'cancel', 'time'),
  who: fc.nat(1),
  boxes: fc.integer({ min: 1, max: 3 }),
  which: fc.nat(20),
})

/** A train's places as a child would keep them: what is taken, and who waits in which order. */
interface Model {
  readonly taken: Map<BookingId, number>
  readonly baskets: Set<BookingId>
  waiting: { id: BookingId; teu: number }[]
}

const free = ({ taken }: Model) => CAPACITY - [...taken.values()].reduce((sum, teu) => sum + teu, 0)

function promote(model: Model): void {
  model.waiting = model.waiting.filter(({ id, teu }) => {
    if (teu > free(model)) return true
    model.taken.set(id, teu)
    return false
  })
}

interface Made {
  readonly id: BookingId
  readonly who: number
}

async function apply(train: DepartureId, made: Made[], one: Command): Promise<BookingId | string> {
  const { does, who, boxes, which } = one
  const asking = { actor: actors[who]!, now: clock(), ids }
  const lines = [{ equipmentType: '45G1', count: boxes }] as never
  const body = newBooking(parties, train, {
    lines,
    cargo: newBooking(parties, train).cargo.slice(1),
    ...(does === 'wait' && { ifFull: { inParts: false, promotion: 'automatic' } }),
  })
  const work = (): Promise<BookingId> => {
    if (does === 'hold')
      return database.transact((tx) =>
        hold(tx, asking, { departureId: train, lines, cargoKg: 4_000 }),
      )
    if (does !== 'cancel') return database.transact((tx) => book(tx, asking, body))
    const { id, who: owner } = made[which % made.length]!
    const by = { ...asking, actor: actors[owner]! }
    return database.transact((tx) => cancelBooking(tx, by, id)).then(() => id)
  }
  return work().catch((error: unknown) => {
    if (error instanceof Problem) return error.code
    throw error
  })
}

const isId = (outcome: string): outcome is BookingId => outcome.startsWith('bkg_')

async function openTrain(): Promise<DepartureId> {
  const options = { now: clock(), ids, capacityTeu: CAPACITY }
  return (await departureFixture(database, parties, options)).id
}

async function check(train: DepartureId, model?: Model): Promise<void> {
  const { departure, findings } = await database.transact(async (tx) => ({
    departure: await getDeparture(tx, train, clock()),
    findings: await auditTrain(tx, train),
  }))
  assert.deepEqual(findings, [])
  assert.ok(departure.bookedTeu <= CAPACITY)
  if (model) assert.equal(departure.freeTeu, free(model))
}

test('one after the other: the account does what the model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 25 }), async (commands) => {
      const train = await openTrain()
      const model: Model = { taken: new Map(), baskets: new Set(), waiting: [] }
      const made: Made[] = []
      for (const one of commands) {
        if (one.does === 'time') {
          clock.advance(16)
          await sweep({ database, clock, ids })
          for (const id of model.baskets) model.taken.delete(id)
          model.baskets.clear()
          promote(model)
        } else if (one.does !== 'cancel' || made.length > 0) {
          const outcome = await apply(train, made, one)
          follow(model, made, one, outcome)
        }
        await check(train, model)
      }
    }),
    { numRuns: 12 },
  )
})

function follow(model: Model, made: Made[], one: Command, outcome: string): void {
  const teu = one.boxes * 2
  if (one.does === 'cancel') {
    const { id } = made[one.which % made.length]!
    const isOpen = model.taken.has(id) || model.waiting.some((waiter) => waiter.id === id)
    assert.equal(isId(outcome), isOpen, outcome)
    model.taken.delete(id)
    model.baskets.delete(id)
    model.waiting = model.waiting.filter((waiter) => waiter.id !== id)
    promote(model)
    return
  }
  const fits = teu <= free(model)
  assert.equal(isId(outcome), fits || one.does === 'wait', outcome)
  if (!isId(outcome)) return
  made.push({ id: outcome, who: one.who })
  if (fits) model.taken.set(outcome, teu)
  else model.waiting.push({ id: outcome, teu })
  if (one.does === 'hold') model.baskets.add(outcome)
}

test('many at once: every history adds up, and nobody who waits could be served', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 8, maxLength: 30 }), async (commands) => {
      const train = await openTrain()
      const made: Made[] = []
      for (let start = 0; start < commands.length; start += 10)
        await Promise.all(
          commands.slice(start, start + 10).map(async (one) => {
            if (one.does === 'time') return void (await sweep({ database, clock, ids }))
            if (one.does === 'cancel' && made.length === 0) return
            const outcome = await apply(train, [...made], one)
            if (one.does !== 'cancel' && isId(outcome)) made.push({ id: outcome, who: one.who })
          }),
        )
      await check(train)
      const before = await database.transact((tx) => getDeparture(tx, train, clock()))
      await sweep({ database, clock, ids })
      const after = await database.transact((tx) => getDeparture(tx, train, clock()))
      assert.equal(after.freeTeu, before.freeTeu, 'nothing was left undone')
    }),
    { numRuns: 10 },
  )
})
