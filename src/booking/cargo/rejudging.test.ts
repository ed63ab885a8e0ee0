// A train that is moved to another day is judged by the rules of that day, over the real database.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes, restrictionFollower } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import { departureFixture } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const DAY_MS = 86_400_000
const clock = testClock()
const now = clock()
const ids = randomIds(clock)
const database = await testDatabase()
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
const followers = await startFollowers(database, [restrictionFollower(clock)], (error) => {
  throw error
})
after(async () => {
  await followers.stop()
  await database.drop()
})
const parties = await organisationsFixture(database, { now })
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)

test('a train moved into a rule has its bookings judged by it, and out of it they are free again', async () => {
  const train = await departureFixture(database, parties, { now, ids, days: 10 })
  const moveTo = async (days: number) => {
    const times = timesBefore(now.getTime() + days * DAY_MS)
    const { status, body } = await operator.post(`/api/departures/${train.id}/change`, {
      capacityTeu: train.capacityTeu,
      ...times,
    })
    assert.equal(status, 200, JSON.stringify(body))
    await followers.settle()
    return times.departsAt.slice(0, 10)
  }
  const dayAfter = timesBefore(now.getTime() + 12 * DAY_MS).departsAt.slice(0, 10)
  const rule = { rule: 'not_carried', effect: 'refuse', hs: ['8414'], from: dayAfter }
  const entered = await operator.post('/api/restrictions', {
    items: [{ ...EVERYTHING, ...rule }],
    replace: false,
  })
  assert.equal(entered.status, 200, JSON.stringify(entered.body))
  const booked = await exporter.post<BookingView>('/api/bookings', newBooking(parties, train.id))
  assert.deepEqual([booked.body.state, booked.body.findings], ['confirmed', []])
  const found = async () => {
    const { body } = await exporter.get<BookingView>(`/api/bookings/${booked.body.id}`)
    return body.findings.map((finding) => `${finding.rule} ${finding.effect}`)
  }
  await moveTo(20)
  assert.deepEqual(await found(), ['not_carried refuse'])
  await moveTo(9)
  assert.deepEqual(await found(), [])
})

/** A rule for every train, place, box and cargo. */
const EVERYTHING = {
  ...{ direction: 'both', where: [], owners: [], equipment: [], un: [], classes: [], papers: [] },
  ...{ axis: null, kgMax: null, cmMax: null, until: null, why: null, source: 'No. 117' },
}
