// Lists as files: what a filter finds or what was picked, each party its own, and never more than a sheet holds.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
bookingRoutes(http)
const now = clock()
const parties = await organisationsFixture(database, { now })
const strangers = await organisationsFixture(database, { now, tag: 'b' })
const departure = await departureFixture(database, parties, { now, ids: randomIds(clock) })

const book = async (): Promise<BookingView> =>
  (
    await http
      .as(parties.exporter.actor)
      .post<BookingView>('/api/bookings', newBooking(parties, departure.id))
  ).body
const first = await book()
const second = await book()

interface Refused {
  readonly errors?: readonly { readonly pointer: string }[]
}

/** The rows of a CSV without its headings. */
async function rowsOf(actor: Actor, path: string): Promise<string[]> {
  const { status, body } = await http.as(actor).get<string>(path)
  assert.equal(status, 200, path)
  return body.trim().split(/\r?\n/).slice(1)
}

test('the bookings that a filter finds, and those that were picked', async () => {
  const { actor } = parties.exporter
  const all = await rowsOf(actor, '/api/bookings/file.csv')
  // Both were booked in the same millisecond of the test's clock.
  const numbers = new Set(all.map((row) => row.split(',')[0]))
  assert.deepEqual(numbers, new Set([first.number, second.number]))
  assert.deepEqual(await rowsOf(actor, '/api/bookings/file.csv?state=cancelled'), [])
  const [picked] = await rowsOf(actor, `/api/bookings/file.csv?ids=${first.id}`)
  assert.ok(picked!.startsWith(first.number), picked)
  assert.match(picked!, new RegExp(`,${first.journey.trainNumber},`))
})

test('the containers of a booking, each a row', async () => {
  const { actor } = parties.operator
  const path = `/api/containers/file.csv?booking=${first.id}`
  assert.equal((await rowsOf(actor, path)).length, first.containers.length)
  const [{ id } = { id: '' }] = first.containers
  const [row] = await rowsOf(actor, `/api/containers/file.csv?ids=${id}`)
  assert.match(row!, new RegExp(first.number))
})

test('what is another party’s is not in it, whoever names it; what cannot be read is refused', async () => {
  const { actor } = strangers.exporter
  const [{ id } = { id: '' }] = first.containers
  assert.deepEqual(await rowsOf(actor, '/api/bookings/file.csv'), [])
  assert.deepEqual(await rowsOf(actor, `/api/bookings/file.csv?ids=${first.id}`), [])
  assert.deepEqual(await rowsOf(actor, `/api/containers/file.csv?ids=${id}`), [])
  for (const query of ['ids=bkg_1', 'state=lost']) {
    const { status, body } = await http.as(actor).get<Refused>(`/api/bookings/file.csv?${query}`)
    assert.deepEqual(
      [status, body.errors?.map(({ pointer }) => pointer.split('/')[1])],
      [422, [query.split('=')[0]]],
    )
  }
})
