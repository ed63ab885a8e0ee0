// Booking again: templates by name, each organisation's own; and what of a booking does not fit another train, all of it named.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { newBooking, PAINT } from '#booking/fixtures.ts'
import type { BookingFit, BookingTemplate } from '#booking/template-contract.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const now = clock()
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
bookingRoutes(http)
const parties = await organisationsFixture(database, { now })
const rivals = await organisationsFixture(database, { now, tag: 'b' })
const exporter = http.as(parties.exporter.actor)
const rival = http.as(rivals.exporter.actor)
const trainOf = (days: number, capacityTeu: number, limits = {}) =>
  departureFixture(database, parties, { now, ids, days, capacityTeu, limits })
const train = await trainOf(10, 20, { dangerousPlaces: 4 })

type Refusable<Body> = Body & { code?: string }
type Templates = Refusable<{ items: BookingTemplate[] }>
const book = async (changes: object = {}) => {
  const reply = await exporter.post<BookingView>(
    '/api/bookings',
    newBooking(parties, train.id, { reference: `R-${ids('bkg')}`, ...changes }),
  )
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}
const save = (name: string, bookingId: string, by = exporter) =>
  by.post<Refusable<BookingTemplate>>('/api/booking-templates', { name, bookingId })
const list = async (by = exporter) => (await by.get<Templates>('/api/booking-templates')).body
const fits = async (path: string, departureId: string, by = exporter) =>
  (await by.get<Refusable<BookingFit>>(`/api/${path}/fit?departure=${departureId}`)).body
const codes = ({ misfits }: BookingFit) => misfits.map(({ code, effect }) => `${code} ${effect}`)

test('a booking is kept under a name of its own, used for another train, and deleted', async () => {
  const booking = await book()
  const { status, body: template } = await save('Solar, weekly', booking.id)
  assert.equal(status, 200, JSON.stringify(template))
  assert.deepEqual(template.content.lines, booking.lines)
  assert.deepEqual(template.content.consignee, booking.consignee)
  assert.equal('reference' in template.content, false, 'another each time')
  assert.equal((await save('Solar, weekly', booking.id)).body.code, 'booking.template_named')
  await save('Alpha', booking.id)
  assert.deepEqual(
    (await list()).items.map(({ name }) => name),
    ['Alpha', 'Solar, weekly'],
  )
  const other = await trainOf(12, 20)
  const fit = await fits(`booking-templates/${template.id}`, other.id)
  assert.deepEqual(fit, { content: template.content, misfits: [], price: null })
  const again = await exporter.post<BookingView>('/api/bookings', {
    ...fit.content,
    departureId: other.id,
  })
  assert.deepEqual([again.status, again.body.state], [200, 'confirmed'])
  const path = `/api/booking-templates/${template.id}/delete`
  assert.deepEqual(
    (await exporter.post<Templates>(path)).body.items.map(({ name }) => name),
    ['Alpha'],
  )
  assert.equal((await exporter.post<Templates>(path)).body.code, 'booking.template_absent')
})

test('everything that does not fit is named at once, and nothing is taken', async () => {
  const { cargo } = newBooking(parties, train.id)
  const booking = await book({
    lines: [{ equipmentType: '45G1', count: 2, dangerous: true }],
    cargo: [{ ...cargo[1], dangerous: PAINT }],
  })
  assert.deepEqual(codes(await fits(`bookings/${booking.id}`, train.id)), [])
  const small = await trainOf(14, 2)
  const fit = await fits(`bookings/${booking.id}`, small.id)
  assert.ok(codes(fit).includes('train.over_capacity refuse'), codes(fit).join())
  for (const { text } of fit.misfits) assert.ok(text.zh && text.en && text.ru)
  const heavy = await trainOf(15, 2, { wagonKgMax: 5_000 })
  assert.ok(
    codes(await fits(`bookings/${booking.id}`, heavy.id)).includes('train.over_wagon refuse'),
  )
  const account = await exporter.get<{ freeTeu: number }>(`/api/bookings/${booking.id}`)
  assert.equal(account.status, 200)
})

test('a closed train says so; a basket cannot be kept; templates are each organisation’s own', async () => {
  const booking = await book()
  const { body: template } = await save('Own', booking.id)
  const basket = await exporter.post<BookingView>('/api/bookings/hold', {
    departureId: train.id,
    lines: [{ equipmentType: '22G1', count: 1 }],
    cargoKg: 5_000,
  })
  assert.equal((await save('Basket', basket.body.id)).body.code, 'booking.template_incomplete')
  assert.deepEqual((await list(rival)).items, [])
  assert.equal((await save('Theirs', booking.id, rival)).body.code, 'booking.absent')
  const path = `booking-templates/${template.id}`
  assert.equal((await fits(path, train.id, rival)).code, 'booking.template_absent')
  assert.equal((await fits(`bookings/${booking.id}`, train.id, rival)).code, 'booking.absent')
  clock.advance(60 * 24 * 9)
  assert.ok(codes(await fits(path, train.id)).includes('train.booking_closed refuse'))
})
