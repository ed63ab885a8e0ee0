// A booking with a price says its charges in DCSA's words; together they are its statement's total, whatever became of it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import { DcsaBooking } from '#exchange/dcsa-booking-contract.ts'
import { exchangeRoutes } from '#exchange'
import { byTrain, dcsaRequest } from '#exchange/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { priceRoutes } from '#price'
import type { ChargeStatement, Quote } from '#price/contract.ts'
import { publishSheet } from '#price/fixtures.ts'
import { departureFixture } from '#train/fixtures.ts'

const now = new Date('2026-03-02T08:00:00Z')
const clock = () => now
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
priceRoutes(http)
bookingRoutes(http)
exchangeRoutes(http)
const parties = await organisationsFixture(database, { now, ids })
const train = await departureFixture(database, parties, { now, ids, days: 30 })
const shipper = http.as(parties.forwarder.actor)
const operator = http.as(parties.operator.actor)
const { origin, destination } = train.service
await publishSheet(operator, { origin, destination })

const PATH = '/dcsa/bkg/v2/bookings'

async function ask(changes: object): Promise<string> {
  const body = dcsaRequest(parties, byTrain(train), { ...changes })
  const reply = await shipper.post(PATH, body)
  assert.equal(reply.status, 202, JSON.stringify(reply.body))
  return String(reply.body['carrierBookingRequestReference'])
}

async function read(reference: string): Promise<DcsaBooking> {
  const { body } = await shipper.get(`${PATH}/${reference}`, { 'accept-language': 'en' })
  assert.deepEqual(DcsaBooking.parse(body), body)
  return body as DcsaBooking
}

const totalMinor = async (id: string) =>
  (await shipper.get<ChargeStatement>(`/api/bookings/${id}/charges`)).body.totalMinor
const sumMinor = ({ charges = [] }: DcsaBooking) =>
  charges.reduce((sum, { currencyAmount }) => sum + Math.round(currencyAmount * 100), 0)

test('a booking by a quote says its lines, and what cancelling it cost', async () => {
  const boxes = [{ equipmentType: '45G1', owner: 'operator', count: 2 }]
  const extras = [{ kind: 'storage', quantity: 6 }]
  const asked = { departureId: train.id, boxes, extras }
  const quote = await shipper.post<Quote>('/api/quotes', asked)
  assert.equal(quote.status, 200, JSON.stringify(quote.body))
  const id = await ask({
    serviceContractReference: undefined,
    contractQuotationReference: quote.body.id,
  })
  const told = await read(id)
  const usd = { currencyCode: 'USD', paymentTermCode: 'PRE' }
  assert.deepEqual(told.charges?.slice(0, 2), [
    {
      ...{ chargeName: 'Carriage by rail 45G1', currencyAmount: 8_000, ...usd },
      ...{ calculationBasis: 'Per container', unitPrice: 4_000, quantity: 2 },
    },
    {
      ...{ chargeName: 'Fuel surcharge', currencyAmount: 580, ...usd },
      ...{ calculationBasis: 'Share of 7.25 %', unitPrice: 580, quantity: 1 },
    },
  ])
  assert.equal(sumMinor(told), quote.body.totalMinor)

  const cancellation = { bookingCancellationStatus: 'CANCELLATION_RECEIVED' }
  const { carrierBookingReference: number } = told
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, cancellation)).status, 202)
  const cancelled = await read(id)
  assert.equal(sumMinor(cancelled), await totalMinor(id))
  assert.ok(!cancelled.charges?.some(({ chargeName }) => chargeName.startsWith('Carriage')))
})

test('a booking at a price agreed elsewhere says none', async () => {
  assert.equal((await read(await ask({}))).charges, undefined)
})
