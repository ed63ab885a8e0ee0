// Random commands by random parties on the space of consolidations: one after the other against a simple model, then many at once
// against the real database, where the accounts' own histories must tell one order that explains every reply.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { Asking } from '#booking/book.ts'
import { cancelBooking } from '#booking/cancel.ts'
import { amendConsignment, consign, waitForSpace } from '#booking/lcl/consigning.ts'
import {
  openConsolidation,
  readConsolidation,
  receiveConsignment,
} from '#booking/lcl/consolidating.ts'
import type { BookingId } from '#booking/contract.ts'
import { decide } from '#booking/slots/deciding.ts'
import { NewConsignment, NewConsolidation } from '#booking/lcl-contract.ts'
import { confirmConsignment, holdSpace } from '#booking/lcl/lcl-basket.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import {
  BOX_TEU,
  command,
  follow,
  isOfBox,
  OFFERED,
  OPEN,
  subjectOf,
  sum,
  TRAIN_TEU,
  type Command,
  type Model,
  type World,
} from '#booking/lcl/lcl-model.ts'
import { readBoxesOf } from '#booking/lcl/lcl-store.ts'
import { HOLD_MINUTES } from '#booking/slot-contract.ts'
import type { BookingState } from '#booking/state-contract.ts'
import { rollOver } from '#booking/departure/roll-over.ts'
import { auditMoved, auditTrain, sweep } from '#booking/slots/watch.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { getDepartures, getSpace, readSpaceTransfers, trainRoutes } from '#train'
import type { ConsolidationId, SpaceAmount } from '#train/consolidation-contract.ts'
import type { Departure, DepartureId } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { addSpace, fitsSpace, NO_SPACE, SPACE_UNITS, type SpaceClaim } from '#train/space.ts'
import { timesBefore } from '#train/train.ts'

const DAY_MS = 86_400_000

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
const ids = randomIds(clock)
const parties = await organisationsFixture(database, { now: clock() })
const others = await organisationsFixture(database, { now: clock(), tag: 'b' })
const shippers = [parties.exporter.actor, others.exporter.actor]
const operator = parties.operator.actor

async function openWorld(): Promise<World> {
  const options = { now: clock(), ids, capacityTeu: TRAIN_TEU, days: 30, line: 'duisburg' } as const
  const first = await departureFixture(database, parties, options)
  const { status, body } = await http.as(operator).post<Departure>('/api/departures', {
    ...{ serviceId: first.serviceId, trainNumber: 'X8124', capacityTeu: TRAIN_TEU },
    ...timesBefore(clock().getTime() + 40 * DAY_MS),
  })
  assert.equal(status, 200)
  return { trains: [first.id, body.id], consolidations: [], bookings: [] }
}

const bodyOf = ({ volumeDm3, grossKg, packages }: SpaceAmount) => {
  const asked = newConsignment(parties, { volumeDm3, grossMassKg: grossKg })
  return NewConsignment.parse({ ...asked, cargo: [{ ...asked.cargo[0], packages }] })
}

/** The id of what it made or changed, or the code of the refusal. */
async function apply(world: World, one: Command, subject: number): Promise<string> {
  const { does, who, lot } = one
  const by = { actor: shippers[who]!, now: clock(), ids }
  const operates = { ...by, actor: operator }
  const reason = 'As the model wishes'
  const consolidation = world.consolidations[subject]
  const { id } = world.bookings[subject] ?? { id: 'bkg_0' as BookingId }
  const work = {
    open: (tx) => openOn(tx, by, world.trains[one.which % 2]!),
    consign: (tx) => consign(tx, by, consolidation!.id, bodyOf(lot)),
    amend: (tx) => amendConsignment(tx, by, id, bodyOf(lot)),
    wait: (tx) => {
      const ifFull = { promotion: 'automatic' } as const
      return waitForSpace(tx, by, world.trains[one.which % 2]!, { ...bodyOf(lot), ifFull })
    },
    hold: (tx) => holdSpace(tx, by, consolidation!.id, lot),
    confirm: (tx) => confirmConsignment(tx, by, id, bodyOf(lot)),
    cancel: (tx) => cancelBooking(tx, by, id),
    receive: (tx) =>
      receiveConsignment(tx, { ...by, actor: parties.warehouse.actor, bookingId: id }),
    decline: (tx) => decide(tx, operates, id, { decision: 'decline', reason }),
    end: (tx) => decide(tx, operates, consolidation!.bookingId, { decision: 'decline', reason }),
    move: async (tx) => {
      const { departureId } = await getSpace(tx, consolidation!.id)
      const to = world.trains.find((train) => train !== departureId)!
      const [box] = (await readBoxesOf(tx, [consolidation!.id])).get(consolidation!.id) ?? []
      if (box === undefined) return 'nothing.to_move'
      await rollOver(tx, { ...operates, departureId, to, reason, place: 'CN-DONGJIA' as never }, [
        box.id,
      ])
      return 'done'
    },
  } satisfies Record<Exclude<Command['does'], 'time'>, (tx: Tx) => Promise<unknown>>
  if (does === 'time') {
    clock.advance(HOLD_MINUTES + 1)
    await sweep({ database, clock, ids })
    return 'done'
  }
  try {
    const made = await database.transact<unknown>(work[does])
    return typeof made === 'string' ? made : 'done'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

async function openOn(tx: Tx, asking: Asking, train: DepartureId): Promise<ConsolidationId> {
  const offered = NewConsolidation.parse(newConsolidation(parties, OFFERED))
  return openConsolidation(tx, { ...asking, actor: operator }, train, offered)
}

/** Codes of refusals have a point, ids have none. */
const isDone = (outcome: string) => !outcome.includes('.')

/** What was made can be the subject of the commands that follow. */
async function remember(world: World, { does, who }: Command, outcome: string): Promise<void> {
  if (!isDone(outcome)) return
  if (['consign', 'hold', 'wait'].includes(does))
    world.bookings.push({ id: outcome as BookingId, who })
  if (does !== 'open') return
  const id = outcome as ConsolidationId
  const { bookingId } = await database.transact((tx) =>
    readConsolidation(tx, { actor: operator, now: clock() }, id),
  )
  world.consolidations.push({ id, bookingId: bookingId! })
}

/** Sold and free are what is offered, in every unit, and the trains carry what they should. */
async function check({ trains, consolidations }: World, model?: Model): Promise<void> {
  await database.transact(async (tx) => {
    for (const { id } of consolidations) {
      const seen = await readConsolidation(tx, { actor: operator, now: clock() }, id)
      const of = (wanted: BookingState) =>
        seen.consignments
          .filter(({ state }) => state === wanted)
          .reduce((all, one) => addSpace(all, one), NO_SPACE)
      const [sold, held] = [of('confirmed'), of('held')]
      assert.deepEqual(sum([sold, held, seen.free]), OFFERED)
      const box = model?.boxes.get(id)
      if (box)
        assert.deepEqual(
          [sold, held, seen.departureId],
          [sum(box.lots.values()), sum(box.held.values()), box.train],
        )
    }
    for (const [id, { freeTeu }] of await getDepartures(tx, trains, clock())) {
      const boxes = [...(model?.boxes.values() ?? [])]
      const open = boxes.filter((box) => box.isOpen && box.train === id)
      if (model) assert.equal(freeTeu, TRAIN_TEU - open.length * BOX_TEU)
    }
  })
}

/** The check that alarms replays every moment of both trains' accounts, and of the space on them. */
async function audit({ trains }: World): Promise<void> {
  for (const train of trains)
    assert.deepEqual(await database.transact((tx) => auditTrain(tx, train)), [])
}

test('one after the other: the space does what the model does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 30 }), async (commands) => {
      const world = await openWorld()
      const model: Model = { boxes: new Map(), received: new Set(), waiting: [] }
      for (const one of [OPEN, ...commands]) {
        const subject = subjectOf(world, one)
        if (subject === undefined) continue
        const outcome = await apply(world, one, subject)
        const isExpected = follow(model, world, { one, subject, made: outcome })
        assert.equal(isDone(outcome), isExpected, `${one.does}: ${outcome}`)
        await remember(world, one, outcome)
        await check(world, model)
      }
      await audit(world)
    }),
    { numRuns: 6, endOnFailure: true },
  )
})

interface Reply {
  readonly one: Command
  readonly id: BookingId | ConsolidationId
  readonly outcome: string
  /** How far the account's history was before the command was sent, and after its reply. */
  readonly between: readonly [number, number]
}

const sequenceOf = async (id: ConsolidationId | undefined): Promise<number> =>
  id === undefined ? 0 : database.transact(async (tx) => (await getSpace(tx, id)).lastSequence)

test('many at once: one order explains every reply, and nothing is ever oversold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 30 }), async (commands) => {
      const world = await openWorld()
      const replies: Reply[] = []
      const send = async (one: Command): Promise<void> => {
        const subject = subjectOf(world, one)
        if (subject === undefined) return
        const consolidation = world.consolidations[subject]?.id
        const before = await sequenceOf(consolidation)
        const outcome = await apply({ ...world, bookings: [...world.bookings] }, one, subject)
        const between = [before, await sequenceOf(consolidation)] as const
        const id = isOfBox(one.does) ? consolidation! : (world.bookings[subject]?.id as never)
        replies.push({ one, id, outcome, between })
        await remember(world, one, outcome)
      }
      for (const which of [0, 1, 0]) await send({ ...OPEN, which })
      for (let start = 0; start < commands.length; start += 10)
        await Promise.all(commands.slice(start, start + 10).map(send))
      await check(world)
      await audit(world)
      for (const { id } of world.consolidations) await explain(id, replies)
    }),
    { numRuns: 4, endOnFailure: true },
  )
})

/** The account's history is the order: each movement is one that somebody was told of, each refusal for want of space was true at some moment. */
async function explain(id: ConsolidationId, replies: readonly Reply[]): Promise<void> {
  const transfers = await database.transact((tx) => readSpaceTransfers(tx, id))
  const made = new Map(
    replies.flatMap(({ one, outcome }) =>
      (isOfBox(one.does) || one.does === 'wait') && isDone(outcome)
        ? [[outcome, one.lot] as const]
        : [],
    ),
  )
  const has = new Map<string, SpaceClaim>()
  const moments = [NO_SPACE]
  for (const { holder, cause, amount, held } of transfers) {
    const before = has.get(holder) ?? { amount: NO_SPACE, held: NO_SPACE }
    const after = { amount: addSpace(before.amount, amount), held: addSpace(before.held, held) }
    if (cause === 'booked' || cause === 'promoted')
      assert.deepEqual(after, { amount: made.get(holder), held: NO_SPACE })
    if (cause === 'held') assert.deepEqual(after, { amount: NO_SPACE, held: made.get(holder) })
    if (cause === 'given_back' || cause === 'expired') assert.deepEqual(sum(both(after)), NO_SPACE)
    if (cause === 'amended' || cause === 'confirmed')
      assert.ok(isAsked(replies, holder, after.amount))
    has.set(holder, after)
    moments.push(sum([moments.at(-1)!, amount, held]))
    assert.ok(
      SPACE_UNITS.every((unit) => both(after).every((one) => one[unit] >= 0)),
      'less than nothing',
    )
  }
  for (const taken of moments) assert.ok(fitsSpace(OFFERED, taken), 'oversold')
  for (const { one, id: of, outcome, between } of replies)
    if (of === id && outcome === 'train.consolidation_full') {
      const seen = moments.slice(between[0], between[1] + 1)
      assert.ok(
        seen.some((taken) => !fitsSpace(OFFERED, addSpace(taken, one.lot))),
        'refused, and there was room all the time',
      )
    }
}

const both = ({ amount, held }: SpaceClaim) => [amount, held]

const isAsked = (replies: readonly Reply[], holder: string, lot: SpaceAmount) =>
  replies.some(
    ({ one, id, outcome }) =>
      (one.does === 'amend' || one.does === 'confirm') &&
      id === holder &&
      isDone(outcome) &&
      SPACE_UNITS.every((unit) => one.lot[unit] === lot[unit]),
  )

test('the check that alarms looks at a train of which only LCL space moved', async () => {
  const world = await openWorld()
  await remember(world, OPEN, await apply(world, OPEN, 0))
  const round = () => auditMoved({ database, clock, ids })
  clock.advance(10)
  assert.deepEqual(await round(), [])
  clock.advance(10)
  await round()
  clock.advance(10)
  const lot = { volumeDm3: 4_000, grossKg: 900, packages: 9 }
  assert.ok(isDone(await apply(world, { does: 'consign', who: 0, which: 0, lot }, 0)))
  await database.transact((tx) =>
    tx.updateTable('consolidation').set({ volume_dm3_taken: 3_000 }).execute(),
  )
  const found = await round()
  assert.ok(
    found.some((finding) => finding.includes('what is taken of its space')),
    found.join('\n'),
  )
})
