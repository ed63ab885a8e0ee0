// Two shippers share one container, and nobody learns of the other through any door: files, events, evidence, links, alerts, notices.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { alertFollowers, alertRoutes } from '#alert'
import { lateAlert } from '#alert/fixtures.ts'
import type { Alert } from '#alert/contract.ts'
import { bookingRoutes, noticeFollower } from '#booking'
import type { BookingView } from '#booking/contract.ts'
import { FIXTURE_SEAL, testContainerNumber } from '#booking/fixtures.ts'
import type { ConsolidationView } from '#booking/lcl-contract.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { customsRoutes } from '#customs'
import { exchangeRoutes } from '#exchange'
import { organisationsFixture } from '#identity/fixtures.ts'
import { journeyRoutes } from '#journey'
import type { Shared } from '#journey/share-contract.ts'
import { noticeRoutes } from '#notice'
import { webhookFixture } from '#notice/fixtures.ts'
import { openPassport, passportRoutes } from '#passport'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { trackingRoutes } from '#tracking'
import { trainRoutes } from '#train'
import { departureFixture } from '#train/fixtures.ts'
import { warehouseRoutes } from '#warehouse'

const clock = testClock()
const now = clock()
const ids = randomIds(clock)
const database = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'landbridge-shared-'))
const http = await testHttp(database, { clock })
const parties = await organisationsFixture(database, { now })
const { signer } = parties
const others = await organisationsFixture(database, { now, tag: 'b', signer })
const publicUrl = 'https://trains.example.cn'
const passport = await openPassport({ database, clock, dataDir, signer, publicUrl })
noticeRoutes(http, { kinds: new Map(), signer, allowPrivate: false, sendsMail: false })
trainRoutes(http)
bookingRoutes(http)
warehouseRoutes(http)
customsRoutes(http)
const tracking = trackingRoutes(http)
journeyRoutes(http, tracking)
alertRoutes(http)
passportRoutes(http, passport)
exchangeRoutes(http)
const followers = await startFollowers(
  database,
  [...passport.followers, noticeFollower(clock), ...alertFollowers(clock)],
  (error) => {
    throw error
  },
)
after(async () => {
  await followers.stop()
  tracking.close()
  await passport.close()
  await rm(dataDir, { recursive: true })
  await database.drop()
})

const [first, second] = [http.as(parties.exporter.actor), http.as(others.forwarder.actor)]
const operator = http.as(parties.operator.actor)
const warehouse = http.as(parties.warehouse.actor)
const nobody = http.as(null)
const departure = await departureFixture(database, parties, { now, ids, days: 30 })
await webhookFixture(database, parties.exporter.organisationId, { now })

const THEIR_GOODS = { zh: '陶瓷砖', en: 'Glazed tiles', ru: 'Керамическая плитка' }
const THEIR_PAPER = 'packing-list-tiles.pdf'
const { body: opened } = await operator.post<ConsolidationView>(
  `/api/departures/${departure.id}/consolidations`,
  newConsolidation(parties),
)
const consign = async (by: Caller, body: object, id: string = opened.id) => {
  const path = `/api/consolidations/${id}/bookings`
  const made = await by.post<BookingView & { detail: string }>(path, body)
  assert.equal(made.status, 200, made.body.detail)
  return made.body
}
const mine = await consign(
  first,
  newConsignment(parties, { volumeDm3: 5_000, grossMassKg: 2_000 }, { reference: 'PO-A' }),
)
const asked = newConsignment(others, { volumeDm3: 4_000, grossMassKg: 913 }, { reference: 'PO-B' })
const theirs = await consign(second, {
  ...asked,
  consignee: { name: 'Fliesen Kleve KG', country: 'DE', address: 'Kai 3, 47533 Kleve' },
  cargo: [{ ...asked.cargo[0], goodsName: THEIR_GOODS }],
})
const containerId = mine.containers[0]!.id
const containerNumber = testContainerNumber(78)
const ofBox = `/api/containers/${containerId}`
const step = async (by: Caller, name: string, more: object = {}) => {
  const { status, body } = await by.post(`${ofBox}/${name}`, { place: 'CN-DONGJIA', ...more })
  assert.equal(status, 200, JSON.stringify(body))
}
const paper = { kind: 'packing_list', name: THEIR_PAPER, bytes: 7, sha256: '5'.repeat(64) }
await step(operator, 'assign', { containerNumber, sealNumber: FIXTURE_SEAL })
await step(warehouse, 'receive')
for (const { id } of [mine, theirs]) await warehouse.post(`/api/bookings/${id}/receive`)
await step(warehouse, 'stuff', { note: 'tiles at the door', documents: [paper] })
await step(warehouse, 'weigh', { grossMassKg: 7_913 })
await step(warehouse, 'seal', { sealNumber: FIXTURE_SEAL })

/** A consignee's forwarder tells what its own scanner saw of the box, in its own words. */
const scanned = (by: Caller, eventID: string, order: string) =>
  by.post('/epcis/v2/events', {
    '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    ...{ type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'storing', eventID },
    ...{ eventTime: '2026-03-01T16:00:00+08:00', eventTimeZoneOffset: '+08:00' },
    epcList: [`urn:epc:id:bic:${containerNumber}`],
    'example:order': order,
  })
const THEIR_EVENT = 'urn:uuid:0b6bb4b2-4c7c-4e57-9d0f-1f3c3a5b7a11'
const MY_EVENT = 'urn:uuid:0b6bb4b2-4c7c-4e57-9d0f-1f3c3a5b7a12'
assert.equal((await scanned(second, THEIR_EVENT, 'PO-B')).status, 201)
assert.equal((await scanned(first, MY_EVENT, 'PO-A')).status, 201)
await followers.settle()
await passport.loop.settle()

const SECRETS = [
  ...[theirs.id, theirs.number, 'PO-B', others.forwarder.organisationId, 'Test forwarder b'],
  ...Object.values(THEIR_GOODS),
  ...['Fliesen Kleve', THEIR_PAPER, 'tiles at the door', '7913', THEIR_EVENT],
]
function unseen(where: string, body: unknown): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  assert.deepEqual(
    SECRETS.filter((secret) => text.includes(secret)),
    [],
    where,
  )
}

test('no file, event, evidence, notice or page tells one shipper of another', async () => {
  const { body: own } = await first.get<{ code: string }>(`${ofBox}/passport`)
  const asMember = [
    ...[ofBox, `${ofBox}/journey`, `${ofBox}/hand-overs`, `${ofBox}/carriages`],
    ...[`${ofBox}/alerts`, `${ofBox}/passport`, `${ofBox}/warehouse`, `${ofBox}/customs`],
    ...[`${ofBox}/listed-positions`, `/api/consolidations/${opened.id}`],
    ...[`/api/departures/${departure.id}/consolidations`, `/api/bookings/${mine.id}`],
    ...['/api/bookings', '/api/containers', `/api/containers?booking=${mine.id}`, '/api/fleet'],
    ...['/api/bookings/file.csv', '/api/containers/file.csv', '/api/notices'],
    ...[`/api/passports/${own.code}`, `/api/passports/${own.code}/evidence`],
    ...['/epcis/v2/events', '/dcsa/tnt/v2/events'],
  ]
  const unheard: string[] = []
  for (const path of asMember) {
    const { status, body } = await first.get<unknown>(path as string)
    if (status !== 200) unheard.push(`${status} ${path}`)
    unseen(path, body)
  }
  assert.deepEqual(unheard, [])
  unseen('anybody', (await nobody.get<unknown>(`/api/passports/${own.code}/evidence`)).body)
  const told = await database.transact((tx) =>
    tx.selectFrom('outgoing_message').select('content').execute(),
  )
  assert.notEqual(told.length, 0)
  unseen('webhook', told)
})

test('what a partner captured of a shared container is for itself and for whoever has to do with the whole', async () => {
  const seenBy = async (by: Caller) => {
    const text = JSON.stringify((await by.get('/epcis/v2/events')).body)
    return [MY_EVENT, THEIR_EVENT].map((event) => text.includes(event))
  }
  assert.deepEqual(await seenBy(first), [true, false])
  assert.deepEqual(await seenBy(second), [false, true])
  assert.deepEqual(await seenBy(operator), [true, true])
})

test('whose booking goes in the same container cannot be found out by asking for it', async () => {
  const found = await first.get<{ items: unknown[] }>(`/api/containers?booking=${theirs.id}`)
  assert.deepEqual(found.body.items, [])
  const link = { target: { kind: 'booking', bookingId: theirs.id }, days: 7 }
  assert.equal((await first.post('/api/share-links', link)).body['code'], 'journey.share_nothing')
})

test('nothing that holds for the whole container is decided by who shares it', async () => {
  const range = { range: { minC: 2, maxC: 8 }, wholeBooking: true }
  const ranged = await first.post(`${ofBox}/temperature-range`, range)
  assert.equal(ranged.body['code'], 'booking.shares_container')
  const leg = {
    ...{ stage: 'pre', mode: 'road', carrier: 'Lu Haulage' },
    from: { code: 'CNQDG' },
    to: { code: 'CNJNA' },
    plannedDepartureAt: departure.bookingCutoffAt,
    plannedArrivalAt: departure.gateInCutoffAt,
  }
  const carried = await first.post(`${ofBox}/carriages`, leg)
  assert.equal(carried.body['code'], 'booking.shares_container', JSON.stringify(carried.body))
  assert.equal((await operator.post(`${ofBox}/temperature-range`, range)).status, 200)
})

test('an alert stands by the booking of who is told of it', async () => {
  const alertId = await lateAlert(database, parties.exporter.organisationId, clock(), containerId)
  const { body } = await first.get<{ alert: Alert }>(`/api/alerts/${alertId}`)
  assert.equal(body.alert.container.bookingId, mine.id)
  unseen('alert', body)
})

test('a link shows the container of an LCL booking while it goes in it, and no longer', async () => {
  const path = `/api/departures/${departure.id}/consolidations`
  const other = await operator.post<ConsolidationView>(path, newConsolidation(parties))
  const lot = { volumeDm3: 1_000, grossMassKg: 300 }
  const { id, containers } = await consign(first, newConsignment(parties, lot), other.body.id)
  const tokens: string[] = []
  for (const target of [
    { kind: 'booking', bookingId: id },
    { kind: 'container', containerId: containers[0]!.id },
  ])
    tokens.push(
      (await first.post<{ token: string }>('/api/share-links', { target, days: 7 })).body.token,
    )
  const shown = async () => {
    const looks = tokens.map((token) => nobody.get<Shared>(`/api/shared/${token}`))
    return (await Promise.all(looks)).map(({ body }) => body.containers.length)
  }
  assert.deepEqual(await shown(), [1, 1])
  assert.equal((await first.post(`/api/bookings/${id}/cancel`)).status, 200)
  assert.deepEqual(await shown(), [0, 0])
})
