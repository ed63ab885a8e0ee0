// LCL in DCSA's words: received and delivered at a freight station (CFS), asked for, told, amended, cancelled; and waiting, by terms of ours.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import { newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { dcsaFollower, exchangeRoutes } from '#exchange'
import { BookingNotification, DcsaBooking, DcsaErrors } from '#exchange/dcsa-booking-contract.ts'
import { byTrain, dcsaRequest, SOLAR } from '#exchange/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
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
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
exchangeRoutes(http)
const parties = await organisationsFixture(database, { now: clock(), ids })
const others = await organisationsFixture(database, { now: clock(), ids, tag: 'b' })
const trainOf = (capacityTeu: number, days: number) =>
  departureFixture(database, parties, { now: clock(), ids, capacityTeu, days })
const train = await trainOf(110, 30)
const full = await trainOf(4, 40)
const shipper = http.as(parties.forwarder.actor)
const operator = http.as(parties.operator.actor)

const PATH = '/dcsa/bkg/v2/bookings'
const CFS = {
  receiptTypeAtOrigin: 'CFS',
  deliveryTypeAtDestination: 'CFS',
  cargoMovementTypeAtOrigin: 'LCL',
  cargoMovementTypeAtDestination: 'LCL',
}
const lot = (cubicMetres: number, kg: number, more = {}) => [
  {
    ...{ ISOEquipmentCode: '45G1', units: 1, isShipperOwned: false, ...more },
    commodities: [
      {
        ...SOLAR,
        cargoGrossWeight: { value: kg, unit: 'KGM' },
        cargoGrossVolume: { value: cubicMetres, unit: 'MTQ' },
      },
    ],
  },
]
let serial = 0
const request = (changes: Record<string, unknown> = {}) =>
  dcsaRequest(parties, byTrain(train), {
    references: [{ type: 'CR', value: `LCL-${(serial += 1)}` }],
    ...CFS,
    requestedEquipments: lot(6.5, 2_400),
    ...changes,
  })
const opened = await operator.post<{ id: string }>(
  `/api/departures/${train.id}/consolidations`,
  newConsolidation(parties),
)
assert.equal(opened.status, 200)

async function free(): Promise<number> {
  const { body } = await operator.get<{ free: { volumeDm3: number } }>(
    `/api/consolidations/${opened.body.id}`,
  )
  return body.free.volumeDm3
}

async function ask(body: object): Promise<string> {
  const reply = await shipper.post<{ carrierBookingRequestReference: string }>(PATH, body)
  assert.equal(reply.status, 202, JSON.stringify(reply.body))
  return reply.body.carrierBookingRequestReference
}

/** Valid, and nothing in it that the standard has no property for. */
async function read(reference: string, by: Caller = shipper): Promise<DcsaBooking> {
  const { body } = await by.get(`${PATH}/${reference}`)
  assert.deepEqual(DcsaBooking.parse(body), body)
  return body as DcsaBooking
}

async function refusals(body: object): Promise<string[]> {
  const reply = await shipper.post(PATH, body)
  assert.ok(reply.status >= 400, JSON.stringify(reply.body))
  const { errors } = DcsaErrors.parse(reply.body)
  return errors.map(({ jsonPath = '', errorCodeText }) => `${jsonPath} ${errorCodeText}`)
}

test('LCL is asked for, told back, amended within what is free, and cancelled', async () => {
  const id = await ask(request())
  assert.equal(await free(), 33_500)
  const told = await read(id)
  assert.equal(told.bookingStatus, 'CONFIRMED')
  assert.equal(told.receiptTypeAtOrigin, 'CFS')
  assert.equal(told.cargoMovementTypeAtDestination, 'LCL')
  assert.equal(told.confirmedEquipments, undefined)
  assert.deepEqual(
    told.shipmentCutOffTimes?.map(({ cutOffDateTimeCode }) => cutOffDateTimeCode),
    ['DCO'],
  )
  const number = told.carrierBookingReference!
  const more = request({ references: told.references, requestedEquipments: lot(8, 3_000) })
  assert.equal((await shipper.send('PUT', `${PATH}/${number}`, more)).status, 202)
  assert.equal(await free(), 32_000)
  const amended = await read(number)
  assert.equal(amended.amendedBookingStatus, 'AMENDMENT_CONFIRMED')
  const [commodity] = amended.requestedEquipments[0]!.commodities!
  assert.deepEqual(commodity?.cargoGrossVolume, { value: 8, unit: 'MTQ' })
  const tooMuch = request({ references: told.references, requestedEquipments: lot(50, 3_000) })
  const refused = await shipper.send('PUT', `${PATH}/${number}`, tooMuch)
  assert.equal(DcsaErrors.parse(refused.body).errors[0]?.errorCodeText, 'train.consolidation_full')
  const cancel = { bookingCancellationStatus: 'CANCELLATION_RECEIVED' }
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, cancel)).status, 202)
  assert.equal(await free(), 40_000)
  const ended = await read(number)
  assert.deepEqual(
    [ended.bookingStatus, ended.bookingCancellationStatus],
    ['CANCELLED', 'CANCELLATION_CONFIRMED'],
  )
})

test('what LCL cannot be is refused at its place', async () => {
  const half = { deliveryTypeAtDestination: 'CY', cargoMovementTypeAtOrigin: 'FCL' }
  assert.deepEqual(
    await refusals(request({ ...half, requestedEquipments: lot(1, 100, { units: 2 }) })),
    [
      '$.deliveryTypeAtDestination dcsa.freight_station',
      '$.cargoMovementTypeAtOrigin dcsa.lcl_only',
      '$.requestedEquipments dcsa.one_consolidation',
    ],
  )
  const unmeasured = [{ ...lot(1, 100)[0]!, commodities: [SOLAR] }]
  assert.deepEqual(await refusals(request({ requestedEquipments: unmeasured })), [
    '$.requestedEquipments[0].commodities[0].cargoGrossVolume dcsa.volume_missing',
  ])
  const other = lot(1, 100, { ISOEquipmentCode: '22G1' })
  assert.deepEqual(await refusals(request({ requestedEquipments: other })), [
    '$.requestedEquipments[0].ISOEquipmentCode dcsa.no_consolidation',
  ])
  assert.deepEqual(await refusals(request({ requestedEquipments: lot(41, 100) })), [
    ' train.consolidation_full',
  ])
})

test('LCL stays LCL; strangers and neighbours in the container are told nothing of it', async () => {
  const id = await ask(request())
  const whole = dcsaRequest(parties, byTrain(train))
  const refused = await shipper.send('PUT', `${PATH}/${id}`, whole)
  assert.equal(DcsaErrors.parse(refused.body).errors[0]?.errorCodeText, 'exchange.load_stays')
  const neighbour = http.as(others.forwarder.actor)
  assert.equal((await neighbour.post(PATH, request())).status, 202)
  assert.equal((await neighbour.get(`${PATH}/${id}`)).status, 404)
  const cancel = { bookingStatus: 'CANCELLED' }
  assert.equal((await neighbour.send('PATCH', `${PATH}/${id}`, cancel)).status, 404)
})

test('an LCL booking made on the screens is told in the standard’s words, and notified', async () => {
  const follower = await startFollowers(database, [dcsaFollower(clock)], (error) => {
    throw error
  })
  const { organisationId } = parties.forwarder
  const webhookId = await webhookFixture(database, organisationId, {
    ...{ now: clock(), kinds: ['dcsa.booking_notification'] },
  })
  const id = await ask(request())
  // As it is in the booking, where the request that was kept says it no more.
  await database.transact((tx) =>
    tx.deleteFrom('dcsa_booking').where('booking_id', '=', id).execute(),
  )
  const told = await read(id)
  assert.equal(told.receiptTypeAtOrigin, 'CFS')
  const [box] = told.requestedEquipments
  assert.deepEqual([box?.ISOEquipmentCode, box?.units], ['45G1', 1])
  assert.deepEqual(box?.commodities?.[0]?.cargoGrossVolume, { value: 6.5, unit: 'MTQ' })
  await follower.settle()
  await follower.stop()
  const sent = await database.transact((tx) =>
    tx
      .selectFrom('outgoing_message')
      .select('content')
      .where('webhook_id', '=', webhookId)
      .execute(),
  )
  const notices = sent.map(({ content }) => BookingNotification.parse(JSON.parse(content)).data)
  assert.ok(
    notices.some(
      ({ carrierBookingRequestReference: about, bookingStatus }) =>
        about === id && bookingStatus === 'CONFIRMED',
    ),
  )
})

test('a full train refuses, unless the request says how it waits; then it is RECEIVED, with its place', async () => {
  const boxes = (units: number) => [
    { ISOEquipmentCode: '45G1', units, isShipperOwned: false, commodities: [SOLAR] },
  ]
  const whole = (changes: object) =>
    dcsaRequest(parties, byTrain(full), {
      references: [{ type: 'CR', value: `FULL-${(serial += 1)}` }],
      requestedEquipments: boxes(2),
      ...changes,
    })
  const number = (await read(await ask(whole({})))).carrierBookingReference!
  assert.deepEqual(await refusals(whole({})), [' train.over_capacity'])
  const customs = (value: string) => ({
    customsReferences: [
      ...whole({}).customsReferences!,
      { type: 'WAITING_LIST', countryCode: 'CN', values: [value] },
    ],
  })
  assert.deepEqual(await refusals(whole(customs('SOON'))), [
    '$.customsReferences dcsa.waiting_terms',
  ])
  const waiting = await ask(whole(customs('AUTOMATIC')))
  const told = await read(waiting)
  assert.deepEqual([told.bookingStatus, told.carrierBookingReference], ['RECEIVED', undefined])
  assert.ok(told.feedbacks?.some(({ message }) => message.includes('number 1 (place 1)')))
  const cancel = { bookingCancellationStatus: 'CANCELLATION_RECEIVED' }
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, cancel)).status, 202)
  assert.equal((await read(waiting)).bookingStatus, 'CONFIRMED')
})

test('LCL waits by the same terms: RECEIVED with its place, CONFIRMED once a consolidation has the space', async () => {
  const empty = await trainOf(8, 50)
  const asked = (changes: object) =>
    dcsaRequest(parties, byTrain(empty), {
      references: [{ type: 'CR', value: `SPACE-${(serial += 1)}` }],
      ...CFS,
      requestedEquipments: lot(6.5, 2_400),
      ...changes,
    })
  assert.deepEqual(await refusals(asked({})), [
    '$.requestedEquipments[0].ISOEquipmentCode dcsa.no_consolidation',
  ])
  const { customsReferences } = asked({})
  const waits = { type: 'WAITING_LIST', countryCode: 'CN', values: ['AUTOMATIC'] }
  const id = await ask(asked({ customsReferences: [...customsReferences!, waits] }))
  const told = await read(id)
  assert.deepEqual(
    [told.bookingStatus, told.carrierBookingReference, told.receiptTypeAtOrigin],
    ['RECEIVED', undefined, 'CFS'],
  )
  assert.ok(told.feedbacks?.some(({ message }) => message.includes('number 1 (place 1)')))
  await operator.post(`/api/departures/${empty.id}/consolidations`, newConsolidation(parties))
  assert.equal((await read(id)).bookingStatus, 'CONFIRMED')
})
