// Who is told what: a booking that the operator must decide on, a step of a container, an embargo on the train.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingNotices, bookingRoutes, noticeFollower, slotFollower } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking, PAINT } from '#booking/fixtures.ts'
import { declareConsignment, receiveConsignment } from '#booking/lcl/consolidating.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { sayChanged } from '#booking/changes.ts'
import { BookingCommand } from '#booking/state-contract.ts'
import { BOOKING_RULES } from '#booking/states.ts'
import { readBookings } from '#booking/store.ts'
import { DeclarationNumber } from '#kernel/declaration-number.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { describeWebhooks, noticeRoutes } from '#notice'
import type { Notice } from '#notice/contract.ts'
import { webhookFixture } from '#notice/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const ids = randomIds(clock)
const database = await testDatabase()
const http = await testHttp(database, { clock })
const parties = await organisationsFixture(database, { now: clock() })
const kinds = new Map(bookingNotices.map((one) => [one.kind, one]))
noticeRoutes(http, { kinds, signer: parties.signer, allowPrivate: false, sendsMail: false })
trainRoutes(http)
bookingRoutes(http)
const followers = await startFollowers(
  database,
  [slotFollower({ clock, ids }), noticeFollower(clock)],
  (error) => {
    throw error
  },
)
after(async () => {
  await followers.stop()
  await database.drop()
})
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const limits = { dangerousPlaces: 4 }
const train = await departureFixture(database, parties, { now: clock(), ids, limits })

async function told(by: Caller): Promise<string[]> {
  await followers.settle()
  const { body } = await by.get<{ items: Notice[] }>('/api/notices')
  return body.items.map(({ kind, tone, title }) => `${kind} ${tone} ${title}`)
}

async function post<Body>(by: Caller, url: string, body: object = {}): Promise<Body> {
  const reply = await by.post<Body>(url, body)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}

test('who books is told nothing of it; what waits for the operator is told to the operator, its answer to the shipper', async () => {
  const asked = newBooking(parties, train.id)
  await post(exporter, '/api/bookings', { ...asked, reference: 'PLAIN' })
  assert.deepEqual(await told(exporter), [])
  assert.deepEqual(await told(operator), [])

  const dangerous = asked.cargo.map((one) => ({ ...one, dangerous: PAINT }))
  const { id, number } = await post<BookingView>(exporter, '/api/bookings', {
    ...asked,
    reference: 'CLASS-9',
    cargo: dangerous,
    lines: asked.lines.map((one) => ({ ...one, dangerous: true })),
  })
  const name = `Booking ${number} (${train.trainNumber})`
  const waits = `booking.changed warning ${name}: Received`
  assert.deepEqual(await told(operator), [waits])
  const more = { decision: 'ask_update', reason: 'Which packing group?' }
  await post(operator, `/api/bookings/${id}/decide`, more)
  const asks = `booking.changed warning ${name}: Update asked: Which packing group?`
  assert.deepEqual(await told(exporter), [asks])
  const { departureId: _, lines: _lines, ...particulars } = asked
  clock.advance(1)
  const corrected = { ...particulars, reference: 'CLASS-9', cargo: dangerous }
  await post(exporter, `/api/bookings/${id}/update`, corrected)
  assert.deepEqual(await told(operator), [waits, waits])
  const no = { decision: 'reject', reason: 'No places for class 9' }
  await post(operator, `/api/bookings/${id}/decide`, no)
  const rejected = `booking.changed critical ${name}: Rejected: No places for class 9`
  assert.deepEqual(await told(exporter), [rejected, asks])
})

test('each command about a booking is posted once to the shipper’s and once to the operator’s webhook, as the kind declares it', async () => {
  const posted = new Map(describeWebhooks(bookingNotices).map(({ name, body }) => [name, body]))
  const webhooks = [
    await webhookFixture(database, parties.exporter.organisationId, { now: clock() }),
    await webhookFixture(database, parties.operator.organisationId, { now: clock() }),
  ]
  const { id } = await post<BookingView>(exporter, '/api/bookings', {
    ...newBooking(parties, train.id),
    reference: 'EACH',
  })
  await followers.settle()
  const booking = (await database.transact((tx) => readBookings(tx, [id]))).get(id)!
  for (const command of BookingCommand.options)
    await database.transact((tx) =>
      sayChanged(tx, [{ ...booking, state: BOOKING_RULES[command].to }], { command, now: clock() }),
    )
  await followers.settle()
  const sent = await database.transact((tx) =>
    tx.selectFrom('outgoing_message').select(['webhook_id', 'content']).execute(),
  )
  const said = sent.flatMap(({ webhook_id, content }) => {
    const message = JSON.parse(content) as { type: string; data: { details: { command: string } } }
    assert.deepEqual(posted.get(message.type)!.parse(message), message)
    return message.type === 'booking.changed'
      ? [`${webhook_id} ${message.data.details.command}`]
      : []
  })
  const each = webhooks.flatMap((webhook) =>
    ['confirm', ...BookingCommand.options].map((command) => `${webhook} ${command}`),
  )
  assert.deepEqual(said.toSorted(), each.toSorted())
})

test('what is done to an LCL consignment is told to its own shipper, and to nobody in the same container', async () => {
  const others = await organisationsFixture(database, { now: clock(), tag: 'b' })
  const second = http.as(others.exporter.actor)
  const path = `/api/departures/${train.id}/consolidations`
  const { id } = await post<{ id: string }>(operator, path, newConsolidation(parties))
  const lot = newConsignment(parties, { volumeDm3: 6_500, grossMassKg: 2_400 })
  const into = `/api/consolidations/${id}/bookings`
  const mine = await post<BookingView>(exporter, into, lot)
  await post<BookingView>(second, into, lot)
  const before = [await told(second), await told(operator)]
  const { organisationId } = others.exporter
  const webhookId = await webhookFixture(database, organisationId, { now: clock() })
  clock.advance(1)
  const asked = { now: clock(), bookingId: mine.id }
  await database.transact((tx) =>
    receiveConsignment(tx, { ...asked, actor: parties.warehouse.actor }),
  )
  await followers.settle()
  clock.advance(1)
  const declarationNumber = DeclarationNumber.parse('430120260000054321')
  await database.transact((tx) =>
    declareConsignment(tx, {
      ...asked,
      now: clock(),
      declarationNumber,
      actor: parties.broker.actor,
    }),
  )
  const name = `Booking ${mine.number} (${train.trainNumber})`
  assert.deepEqual((await told(exporter)).slice(0, 2), [
    `consignment.declared info ${name}: its LCL cargo is declared, ${declarationNumber}`,
    `consignment.received info ${name}: its LCL cargo is at the warehouse, 12 packages, 2400 kg`,
  ])
  assert.deepEqual([await told(second), await told(operator)], before)
  const sent = await database.transact((tx) =>
    tx
      .selectFrom('outgoing_message')
      .select('content')
      .where('webhook_id', '=', webhookId)
      .execute(),
  )
  assert.deepEqual(sent, [])
})

test('whoever waited is told of an offer, by notice and webhook; nobody else on the train is', async () => {
  const others = await organisationsFixture(database, { now: clock(), tag: 'c' })
  const second = http.as(others.exporter.actor)
  const full = await departureFixture(database, parties, {
    ...{ now: clock(), ids, capacityTeu: 4 },
    line: 'moscow',
  })
  const asked = newBooking(parties, full.id)
  const first = await post<BookingView>(exporter, '/api/bookings', { ...asked, reference: 'FULL' })
  const { body: left } = await exporter.get<{ freeTeu: number }>(`/api/departures/${full.id}`)
  assert.ok(left.freeTeu < first.teu, 'what is left is not enough for another')
  const ifFull = { inParts: false, promotion: 'offer' }
  const waits = await post<BookingView>(second, '/api/bookings', { ...asked, ifFull })
  assert.equal(waits.state, 'waitlisted')
  const before = [await told(exporter), await told(operator)]
  const webhookId = await webhookFixture(database, others.exporter.organisationId, { now: clock() })
  clock.advance(1)
  await post(exporter, `/api/bookings/${first.id}/cancel`)
  const [newest] = await told(second)
  const name = `Booking ${waits.number} (${full.trainNumber})`
  const words = 'it is your turn, room on the train is kept for you for a limited time: take it'
  assert.equal(newest, `waiting.offered warning ${name}: ${words}`)
  const after = [await told(exporter), await told(operator)]
  const offers = (all: string[][]) => all.flat().filter((one) => one.startsWith('waiting.'))
  assert.deepEqual([offers(after), offers(before)], [[], []])
  const sent = await database.transact((tx) =>
    tx
      .selectFrom('outgoing_message')
      .select('content')
      .where('webhook_id', '=', webhookId)
      .execute(),
  )
  const posted = new Map(
    describeWebhooks(bookingNotices).map(({ name: kind, body }) => [kind, body]),
  )
  const offer = sent
    .map(({ content }) => JSON.parse(content) as { type: string; data: { details: object } })
    .find(({ type }) => type === 'waiting.offered')!
  assert.deepEqual(posted.get('waiting.offered')!.parse(offer), offer)
})
