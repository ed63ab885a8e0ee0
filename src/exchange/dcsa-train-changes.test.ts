// What becomes of a train is told with each booking on it, in DCSA's words, to whoever named the notification.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import { newBooking } from '#booking/fixtures.ts'
import { BookingNotification } from '#exchange/dcsa-booking-contract.ts'
import { dcsaFollower } from '#exchange'
import { organisationsFixture } from '#identity/fixtures.ts'
import { webhookFixture } from '#notice/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const now = new Date('2026-03-02T08:00:00Z')
const clock = () => now
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
const parties = await organisationsFixture(database, { now, ids })
const shipper = http.as(parties.forwarder.actor)
const other = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)

const kinds = ['dcsa.booking_notification']
await webhookFixture(database, parties.forwarder.organisationId, { now, kinds })
const failed: unknown[] = []
const followers = await startFollowers(database, [dcsaFollower(clock)], (error) => {
  failed.push(error)
})
after(() => followers.stop())

/** Posted since it was last asked. */
const seen = new Set<string>()
async function posted(): Promise<BookingNotification['data'][]> {
  await followers.settle()
  assert.deepEqual(failed, [])
  const rows = await database.transact((tx) =>
    tx.selectFrom('outgoing_message').select(['id', 'content']).execute(),
  )
  const fresh = rows.filter(({ id }) => !seen.has(id))
  for (const { id } of fresh) seen.add(id)
  return fresh.map(({ content }) => BookingNotification.parse(JSON.parse(content)).data)
}

const told = ({ feedbacks }: BookingNotification['data']) =>
  feedbacks?.map(({ severity, code, jsonPath = '', message }) =>
    [severity, code, jsonPath, message].join(' '),
  )

async function book(train: Pick<Departure, 'id'>, by = shipper): Promise<string> {
  const reply = await by.post('/api/bookings', newBooking(parties, train.id))
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return String(reply.body['id'])
}

const hoursOn = (moment: string, hours: number) =>
  new Date(Date.parse(moment) + hours * 3_600_000).toISOString()

test('a train that moves is told with the booking, its plan and cut-offs as they are now', async () => {
  const train = await departureFixture(database, parties, { now, ids, days: 30 })
  const id = await book(train)
  await book(train, other)
  await posted()
  const { capacityTeu } = train
  const times = {
    departsAt: hoursOn(train.departsAt, 48),
    bookingCutoffAt: train.bookingCutoffAt,
    documentsCutoffAt: train.documentsCutoffAt,
    gateInCutoffAt: hoursOn(train.gateInCutoffAt, 48),
    releaseCutoffAt: hoursOn(train.releaseCutoffAt, 48),
    loadingStartsAt: hoursOn(train.loadingStartsAt, 48),
  }
  const path = `/api/departures/${train.id}/change`
  const reply = await operator.post(path, { ...times, capacityTeu })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  const [event, ...more] = await posted()
  assert.deepEqual(more, [], 'who named nothing is not told')
  const { booking } = event!
  assert.equal(booking?.carrierBookingRequestReference, id)
  const lines = told(event!)!
  assert.match(
    lines[0]!,
    /^WARN PROPERTY_VALUE_HAS_BEEN_CHANGED \$\.transportPlan Train \S+ was moved: departs /,
  )
  assert.match(lines[1]!, /^WARN PROPERTY_VALUE_HAS_BEEN_CHANGED \$\.shipmentCutOffTimes /)
  const gateIn = booking.shipmentCutOffTimes?.find((one) => one.cutOffDateTimeCode === 'FCO')
  assert.equal(Date.parse(gateIn!.cutOffDateTime), Date.parse(times.gateInCutoffAt))

  const roomier = await operator.post(path, { ...times, capacityTeu: capacityTeu + 2 })
  assert.equal(roomier.status, 200)
  assert.deepEqual(await posted(), [], 'room for more is nothing to who has booked')
})

test('a booking that rolls over is told once, however many boxes it has', async () => {
  const from = await departureFixture(database, parties, { now, ids, days: 40 })
  const scheduled = await operator.post('/api/departures', {
    ...{ serviceId: from.serviceId, trainNumber: 'X9033', capacityTeu: 110 },
    ...timesBefore(now.getTime() + 47 * 86_400_000),
  })
  const to = scheduled.body as unknown as Departure
  const id = await book(from)
  await posted()
  const reply = await operator.post(`/api/departures/${from.id}/cancel`, {
    moveTo: to.id,
    reason: 'No locomotive',
    place: 'CN-DONGJIA',
  })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  const [event, ...more] = await posted()
  assert.deepEqual(more, [])
  assert.equal(event?.booking?.carrierBookingRequestReference, id)
  const [line] = told(event)!
  assert.match(
    line!,
    /\$\.transportPlan \d of your containers go by train .* instead of .*: No locomotive$/,
  )
  assert.equal(event.booking.transportPlan?.[0]?.plannedDepartureDate, to.departsAt.slice(0, 10))
})

test('a train that does not run is told to who stands on it', async () => {
  const train = await departureFixture(database, parties, { now, ids, days: 50 })
  await book(train)
  await posted()
  const body = { reason: 'Border closed', place: 'CN-DONGJIA' }
  assert.equal((await operator.post(`/api/departures/${train.id}/cancel`, body)).status, 200)
  const [event, ...more] = await posted()
  assert.deepEqual(more, [])
  assert.match(
    told(event!)![0]!,
    /^WARN INFORMATIONAL_MESSAGE {2}Train .* does not run: Border closed$/,
  )
})
