// DCSA Booking 2 over HTTP: every answer is held against the published schema, and has nothing in it that the schema has not.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { z } from 'zod'
import { organisationsFixture } from '#identity/fixtures.ts'
import { newBooking } from '#booking/fixtures.ts'
import { bookingRoutes, readOfShipper } from '#booking'
import type { BookingId } from '#booking/contract.ts'
import {
  BookingNotification,
  CreateBookingResponse,
  DcsaBooking,
  DcsaErrors,
  Feedback,
} from '#exchange/dcsa-booking-contract.ts'
import { dcsaFollower, exchangeRoutes } from '#exchange'
import { byRoute, byTrain, dcsaRequest, PAINT_IN_DRUMS, SOLAR } from '#exchange/fixtures.ts'
import { webhookFixture } from '#notice/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Answer, type Caller } from '#platform/testing/http.ts'
import { departureFixture } from '#train/fixtures.ts'

const now = new Date('2026-03-02T08:00:00Z')
const clock = () => now
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
bookingRoutes(http)
exchangeRoutes(http)
const parties = await organisationsFixture(database, { now, ids })
const strangers = await organisationsFixture(database, { now, ids, tag: 'b' })
const limits = { dangerousPlaces: 4 }
const train = await departureFixture(database, parties, { now, ids, limits })
const later = await departureFixture(database, parties, { now, ids, days: 17 })
const shipper = http.as(parties.forwarder.actor)
const operator = http.as(parties.operator.actor)
const stranger = http.as(strangers.forwarder.actor)

const PATH = '/dcsa/bkg/v2/bookings'
let serial = 0
const request = (changes: Record<string, unknown> = {}) =>
  dcsaRequest(parties, byTrain(train), {
    references: [{ type: 'CR', value: `PO-${(serial += 1)}` }],
    ...changes,
  })
const boxes = (units: number, commodity: object = SOLAR) => [
  { ISOEquipmentCode: '45G1', units, isShipperOwned: false, commodities: [commodity] },
]

/** Valid, and nothing in it that the standard has no property for. */
function valid<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  assert.deepEqual(schema.parse(body), body)
  return body as z.output<Schema>
}

async function ask(body: object, by: Caller = shipper): Promise<string> {
  const reply = await by.post(PATH, body)
  assert.equal(reply.status, 202, JSON.stringify(reply.body))
  assert.equal(reply.headers['api-version'], '2.0.4')
  return valid(CreateBookingResponse, reply.body).carrierBookingRequestReference
}

async function read(reference: string, query = ''): Promise<DcsaBooking> {
  const reply = await shipper.get(`${PATH}/${reference}${query}`)
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return valid(DcsaBooking, reply.body)
}

function refused(reply: Answer, status: number): DcsaErrors['errors'] {
  assert.equal(reply.status, status, JSON.stringify(reply.body))
  const body = valid(DcsaErrors, reply.body)
  assert.equal(body.statusCode, status)
  return body.errors
}
const codesOf = (errors: DcsaErrors['errors']) =>
  errors.map(({ jsonPath = '', errorCodeText }) => `${jsonPath} ${errorCodeText}`)

test('a booking is asked for, confirmed, and told with equipment, plan and cut-offs', async () => {
  const id = await ask(request())
  const told = await read(id)
  assert.equal(told.bookingStatus, 'CONFIRMED')
  assert.equal((await read(told.carrierBookingReference!)).carrierBookingRequestReference, id)
  assert.deepEqual(told.confirmedEquipments, [{ ISOEquipmentCode: '45G1', units: 2 }])
  assert.deepEqual(
    told.transportPlan?.map(({ loadLocation, dischargeLocation }) => [
      loadLocation.locationName,
      dischargeLocation.locationName,
    ]),
    [
      ['Jinan Dongjia', 'Altynkol'],
      ['Altynkol', 'Chukursay'],
    ],
  )
  assert.deepEqual(
    told.shipmentCutOffTimes?.map(({ cutOffDateTime }) => cutOffDateTime),
    [train.documentsCutoffAt, train.gateInCutoffAt],
  )
  const [commodity] = told.requestedEquipments[0]!.commodities!
  assert.equal(commodity?.commoditySubReference, 'COM-001')
  assert.equal(told.documentParties.bookingAgent?.partyName, 'Jinan Forwarding')
  const ours = await http.as(parties.forwarder.actor).get(`/api/bookings/${id}`)
  const [line] = ours.body['cargo'] as { value: object; packageKind: string }[]
  assert.deepEqual(line?.value, { amountMinor: 48_000_000, currency: 'USD' })
  assert.equal(line.packageKind, '22')
})

test('the same request with the same key is one booking', async () => {
  const body = request()
  const key = { 'idempotency-key': 'dcsa-1' }
  const [one, two] = [await shipper.post(PATH, body, key), await shipper.post(PATH, body, key)]
  assert.deepEqual(one.body, two.body)
  const id = String(one.body['carrierBookingRequestReference'])
  const { carrierBookingReference: number } = await read(id)
  const cancel = { bookingCancellationStatus: 'CANCELLATION_RECEIVED' }
  const done = { 'idempotency-key': 'dcsa-2' }
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, cancel, done)).status, 202)
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, cancel, done)).status, 202)
  const ended = await read(number!)
  assert.deepEqual(
    [ended.bookingStatus, ended.bookingCancellationStatus],
    ['CANCELLED', 'CANCELLATION_CONFIRMED'],
  )
})

test('strangers are told nothing, in the standard’s error object', async () => {
  const id = await ask(request())
  for (const reply of [
    await stranger.get(`${PATH}/${id}`),
    await operator.get(`${PATH}/${id}`),
    await http.as(null).get(`${PATH}/${id}`),
    await stranger.send('PUT', `${PATH}/${id}`, request()),
    await stranger.send('PATCH', `${PATH}/${id}`, { bookingStatus: 'CANCELLED' }),
  ])
    assert.equal(valid(DcsaErrors, reply.body).errors.length, 1)
  assert.deepEqual(codesOf(refused(await stranger.get(`${PATH}/${id}`), 404)), [
    ' exchange.booking_absent',
  ])
  assert.equal(refused(await http.as(null).get(`${PATH}/${id}`), 401)[0]?.errorCode, 7401)
})

test('what is wrong is told all at once, each at its JSONPath', async () => {
  const missing = await shipper.post(PATH, { ...request(), receiptTypeAtOrigin: undefined })
  assert.deepEqual(refused(missing, 400)[0], {
    errorCode: 7001,
    property: 'receiptTypeAtOrigin',
    jsonPath: '$.receiptTypeAtOrigin',
    errorCodeText: 'value.invalid_value',
    errorCodeMessage: refused(missing, 400)[0]!.errorCodeMessage,
  })
  const ship = request({
    receiptTypeAtOrigin: 'SD',
    cargoMovementTypeAtDestination: 'LCL',
    freightPaymentTermCode: 'COL',
    transportDocumentTypeCode: 'BOL',
    contractQuotationReference: 'HHL1401',
    vessel: { name: train.trainNumber, vesselIMONumber: '9298686' },
    customsReferences: [],
    requestedEquipments: boxes(1, { commodityType: 'Shoes', HSCodes: ['640299', '640391'] }),
  })
  assert.deepEqual(codesOf(refused(await shipper.post(PATH, ship), 400)), [
    '$.receiptTypeAtOrigin dcsa.yard_only',
    '$.cargoMovementTypeAtDestination dcsa.fcl_only',
    '$.freightPaymentTermCode dcsa.prepaid_only',
    '$.transportDocumentTypeCode dcsa.no_bill_of_lading',
    '$.serviceContractReference dcsa.contract_or_quote',
    '$.contractQuotationReference dcsa.quote_unknown',
    '$.vessel.vesselIMONumber dcsa.no_vessel',
    '$.requestedEquipments[0].commodities[0].HSCodes dcsa.one_hs_code',
    '$.requestedEquipments[0].commodities[0].outerPackaging.numberOfPackages dcsa.packages_missing',
    '$.requestedEquipments[0].commodities[0].customsReferences dcsa.name_missing',
    '$.requestedEquipments[0].commodities[0].customsReferences dcsa.name_missing',
    '$.requestedEquipments[0].commodities[0].outerPackaging dcsa.package_kind',
    '$.requestedEquipments[0].commodities[0].cargoGrossWeight dcsa.mass_missing',
    '$.customsReferences dcsa.broker_missing',
  ])
  const odd = request({
    incoTerms: 'XYZ',
    requestedEquipments: [{ ...boxes(1)[0], ISOEquipmentCode: '99Z9' }],
  })
  assert.deepEqual(codesOf(refused(await shipper.post(PATH, odd), 400)), [
    '$.incoTerms incoterm.unknown',
    '$.requestedEquipments[0].ISOEquipmentCode equipment_type.unknown',
  ])
  const tooHeavy = request({
    requestedEquipments: boxes(1, { ...SOLAR, cargoGrossWeight: { value: 90_000, unit: 'KGM' } }),
  })
  const [heavy] = refused(await shipper.post(PATH, tooHeavy), 400)
  assert.equal(heavy?.errorCodeText, 'booking.payload_exceeded')
  const version = await shipper.get(`${PATH}/${await ask(request())}`, { 'api-version': '2.0.4' })
  assert.equal(refused(version, 400)[0]?.errorCodeText, 'exchange.dcsa_version')
})

test('the train is found by the standard’s own fields, or by its id, and never guessed', async () => {
  const none = { carrierExportVoyageNumber: undefined, expectedDepartureDate: undefined }
  const open = { ...request(), ...none }
  const [several] = refused(await shipper.post(PATH, open), 400)
  assert.equal(several?.errorCodeText, 'dcsa.several_departures')
  assert.ok(
    several.errorCodeMessage.includes(train.id) && several.errorCodeMessage.includes(later.id),
  )
  const on = { ...open, expectedDepartureDate: later.departsAt.slice(0, 10) }
  assert.equal(
    (await read(await ask(on))).transportPlan?.[0]?.plannedDepartureDate,
    later.departsAt.slice(0, 10),
  )
  const never = { ...open, expectedDepartureDate: '2026-07-01' }
  const [nothing] = refused(await shipper.post(PATH, never), 400)
  assert.equal(nothing?.errorCode, 7010)
  assert.ok(nothing.errorCodeMessage.includes(train.id))
  const route = { ...request(none), ...byRoute(later.id) }
  assert.equal((await read(await ask(route))).bookingStatus, 'CONFIRMED')
  const both = { ...route, expectedDepartureDate: '2026-03-12' }
  assert.deepEqual(codesOf(refused(await shipper.post(PATH, both), 400)), [
    '$.expectedDepartureDate dcsa.route_or_rest',
  ])
})

test('what is not used is told back, at its JSONPath', async () => {
  const [equipment] = boxes(1)
  const id = await ask({
    ...request(),
    carrierCode: 'MMCU',
    requestedEquipments: [{ ...equipment, equipmentReferences: ['APZU4812090'] }],
  })
  const { feedbacks = [] } = await read(id)
  const paths = feedbacks.map((one) => valid(Feedback, one)).map(({ jsonPath = '' }) => jsonPath)
  assert.deepEqual(paths.toSorted(), [
    '$.carrierCode',
    '$.requestedEquipments[0].equipmentReferences',
  ])
})

test('dangerous goods: received, sent back, updated, confirmed; an amendment waits and is declined', async () => {
  const paint = (units: number) => request({ requestedEquipments: boxes(units, PAINT_IN_DRUMS) })
  const asked = paint(1)
  const id = await ask(asked)
  assert.equal((await read(id)).bookingStatus, 'RECEIVED')
  assert.equal((await read(id)).carrierBookingReference, undefined)
  assert.equal(
    (await shipper.send('PUT', `${PATH}/${id}`, { ...asked, incoTerms: 'DAP' })).status,
    202,
  )
  assert.deepEqual(
    [(await read(id)).bookingStatus, (await read(id)).incoTerms],
    ['UPDATE_RECEIVED', 'DAP'],
  )
  const other = { ...asked, requestedEquipments: boxes(2, PAINT_IN_DRUMS) }
  const [held] = refused(await shipper.send('PUT', `${PATH}/${id}`, other), 409)
  assert.equal(held?.errorCodeText, 'exchange.request_holds_slots')
  const decide = (body: object) => operator.post(`/api/bookings/${id}/decide`, body)
  assert.equal((await decide({ decision: 'ask_update', reason: 'Which drums?' })).status, 200)
  const pending = await read(id)
  assert.equal(pending.bookingStatus, 'PENDING_UPDATE')
  assert.deepEqual(pending.feedbacks?.[0], {
    severity: 'ERROR',
    code: 'PROPERTY_VALUE_MUST_CHANGE',
    message: 'Which drums?',
  })
  assert.equal((await shipper.send('PUT', `${PATH}/${id}`, asked)).status, 202)
  assert.equal((await decide({ decision: 'accept' })).status, 200)
  const { carrierBookingReference: number } = await read(id)
  assert.equal((await shipper.get(`${PATH}/${number}?amendedContent=true`)).status, 404)

  const amended = { ...asked, requestedEquipments: boxes(2, PAINT_IN_DRUMS) }
  assert.equal((await shipper.send('PUT', `${PATH}/${number}`, amended)).status, 202)
  const waits = await read(number!)
  assert.deepEqual(
    [waits.bookingStatus, waits.amendedBookingStatus, waits.requestedEquipments[0]?.units],
    ['CONFIRMED', 'AMENDMENT_RECEIVED', 1],
  )
  assert.equal((await read(number!, '?amendedContent=true')).requestedEquipments[0]?.units, 2)
  const again = await shipper.send('PUT', `${PATH}/${number}`, amended)
  assert.equal(refused(again, 409)[0]?.errorCodeText, 'exchange.amendment_waits')
  const withdraw = { amendedBookingStatus: 'AMENDMENT_CANCELLED' }
  assert.equal((await shipper.send('PATCH', `${PATH}/${id}`, withdraw)).status, 409)
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, withdraw)).status, 202)
  assert.equal((await read(number!)).amendedBookingStatus, 'AMENDMENT_CANCELLED')
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, withdraw)).status, 404)

  assert.equal((await shipper.send('PUT', `${PATH}/${number}`, amended)).status, 202)
  const refuse = { decision: 'refuse', reason: 'No place for a second' }
  assert.equal((await operator.post(`/api/bookings/${id}/amendment/decide`, refuse)).status, 200)
  const declined = await read(number!)
  assert.deepEqual(
    [declined.bookingStatus, declined.amendedBookingStatus, declined.feedbacks?.[0]?.message],
    ['CONFIRMED', 'AMENDMENT_DECLINED', 'No place for a second'],
  )
})

test('an amendment to another train is done at once', async () => {
  const id = await ask(request())
  const { carrierBookingReference: number } = await read(id)
  const body = dcsaRequest(parties, byTrain(later), { requestedEquipments: boxes(1) })
  const wrong = { ...body, carrierBookingReference: 'LB0000000000' }
  const [differs] = refused(await shipper.send('PUT', `${PATH}/${number}`, wrong), 400)
  assert.equal(differs?.errorCodeText, 'dcsa.references_differ')
  assert.equal((await shipper.send('PUT', `${PATH}/${number}`, body)).status, 202)
  const told = await read(number!)
  assert.deepEqual(
    [told.amendedBookingStatus, told.requestedEquipments[0]?.units, told.expectedDepartureDate],
    ['AMENDMENT_CONFIRMED', 1, later.departsAt.slice(0, 10)],
  )
  assert.equal((await shipper.get(`${PATH}/${number}?amendedContent=true`)).status, 404)
})

test('cancelling stands where the standard has it; a late one is declined and told why', async () => {
  const id = await ask(request())
  const { carrierBookingReference: number } = await read(id)
  const early = await shipper.send('PATCH', `${PATH}/${id}`, { bookingStatus: 'CANCELLED' })
  assert.equal(refused(early, 409)[0]?.errorCodeText, 'exchange.confirmed_already')
  const asked = { bookingCancellationStatus: 'CANCELLATION_RECEIVED', reason: 'strike' }
  assert.equal((await shipper.send('PATCH', `${PATH}/${id}`, asked)).status, 409)
  const odd = await shipper.send('PATCH', `${PATH}/${number}`, { bookingStatus: 'CONFIRMED' })
  assert.equal(refused(odd, 400).length > 0, true)
  const whole = await database.transact((tx) => readOfShipper(tx, id as BookingId, now))
  const [box] = whole!.view.containers
  const assign = {
    ...{ containerNumber: 'CSQU3054383', sealNumber: 'CN1111111', place: 'CN-DONGJIA' },
  }
  assert.equal((await operator.post(`/api/containers/${box!.id}/assign`, assign)).status, 200)
  const late = await testHttp(database, { clock: () => new Date(train.gateInCutoffAt) })
  exchangeRoutes(late)
  const tardy = late.as(parties.forwarder.actor)
  assert.equal((await tardy.send('PATCH', `${PATH}/${number}`, asked)).status, 202)
  const told = await read(number!)
  assert.deepEqual(
    [told.bookingStatus, told.bookingCancellationStatus],
    ['CONFIRMED', 'CANCELLATION_DECLINED'],
  )
  assert.ok(told.feedbacks?.some(({ code }) => code === 'INFORMATIONAL_MESSAGE'))
})

test('a booking made on the screens is told too, as far as the standard has words', async () => {
  const reply = await shipper.post('/api/bookings', newBooking(parties, train.id))
  const told = await read(String(reply.body['number']))
  assert.equal(told.documentParties.consignee?.partyName, 'Muster Handels GmbH')
  assert.equal(told.requestedEquipments[0]?.commodities?.length, 2)
  assert.equal(told.requestedEquipments[0].commodities[1]?.extendedHSCodes?.[0], '8414599030')
})

test('each change is posted to who named it, as a CloudEvent', async () => {
  const webhookOf = (kinds: readonly string[]) =>
    webhookFixture(database, parties.forwarder.organisationId, { now, kinds })
  const failed: unknown[] = []
  const followers = await startFollowers(database, [dcsaFollower(clock)], (error) => {
    failed.push(error)
  })
  after(() => followers.stop())
  await followers.settle()
  const webhook = await webhookOf(['dcsa.booking_notification'])
  await webhookOf([])
  const id = await ask(request())
  await followers.settle()
  const { carrierBookingReference: number } = await read(id)
  const body = request({ requestedEquipments: boxes(1) })
  assert.equal((await shipper.send('PUT', `${PATH}/${number}`, body)).status, 202)
  const asked = { bookingCancellationStatus: 'CANCELLATION_RECEIVED' }
  assert.equal((await shipper.send('PATCH', `${PATH}/${number}`, asked)).status, 202)
  await followers.settle()
  assert.deepEqual(failed, [])
  const sent = await database.transact((tx) =>
    tx
      .selectFrom('outgoing_message')
      .select(['webhook_id', 'content', 'notice_id'])
      .orderBy('id')
      .execute(),
  )
  assert.deepEqual(new Set(sent.map(({ webhook_id }) => webhook_id)), new Set([webhook]))
  const events = sent.map(({ content, notice_id }) => {
    const event = valid(BookingNotification, JSON.parse(content))
    assert.deepEqual([event.id, event.subscriptionReference], [notice_id, webhook])
    assert.equal(event.data.booking?.carrierBookingRequestReference, id)
    return event.data
  })
  assert.deepEqual(
    events
      .map(({ bookingStatus, amendedBookingStatus, bookingCancellationStatus }) =>
        [bookingStatus, amendedBookingStatus, bookingCancellationStatus].join(' ').trim(),
      )
      .toSorted(),
    [
      'CANCELLED AMENDMENT_CONFIRMED CANCELLATION_CONFIRMED',
      'CONFIRMED',
      'CONFIRMED AMENDMENT_CONFIRMED',
      'CONFIRMED AMENDMENT_RECEIVED',
    ],
  )
})
