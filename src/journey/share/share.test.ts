// Links: who may make them, what they show and what not, how they end.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { fleetFollower, journeyFollower, journeyRoutes } from '#journey'
import { createFleetStream } from '#journey/fleet/fleet-stream.ts'
import type { ShareLink, Shared, SharedWay } from '#journey/share-contract.ts'
import { createShareStreams } from '#journey/share/share-stream.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import { createFixStore } from '#tracking/gateway-store.ts'
import { createMoves } from '#tracking/moves.ts'

const clock = testClock()
const database = await testDatabase()
const http = await testHttp(database, { clock })
const moves = createMoves(database)
journeyRoutes(http, { moves })
const fleet = createFleetStream(database, { moves, clock })
const streams = createShareStreams(database, { moves, fleet, clock })
const tracked = await trackedFixture(database)
const box = await bookedContainer(database, { parties: tracked.parties, until: 'depart', boxes: 2 })
const { parties, containerId, bookingId, departure } = box
const [otherId] = box.containerIds.filter((id) => id !== containerId)
const strangers = await organisationsFixture(database, { tag: 'b' })
const followers = await startFollowers(
  database,
  [journeyFollower(clock), fleetFollower],
  (error) => {
    throw error
  },
)
await followers.settle()
await followers.stop()
after(async () => {
  moves.close()
  await streams.close()
  await fleet.close()
  await http.app.close()
  await database.drop()
})
const tracker = await tracked.addTracker()
await tracked.bind(tracker.id, containerId, '2026-03-01T00:00:00Z')
let minute = 0
async function report(): Promise<void> {
  minute += 1
  const at = new Date(Date.parse('2026-03-02T08:00:00Z') + minute * 60_000).toISOString()
  const place = { latitude: 36 + minute / 1_000, longitude: 117, altitudeM: 0, headingDeg: 0 }
  const fix = {
    serial: minute,
    deviceTime: at,
    receivedAt: at,
    frame: new Uint8Array(0),
    valid: true,
  }
  await createFixStore(database).commit([
    { deviceId: tracker.id, ...fix, ...place, speedKmh: 60, alarm: 0, status: 3, items: [] },
  ])
}
await report()

const exporter = http.as(parties.exporter.actor)
const nobody = http.as(null)
const container = { kind: 'container', containerId } as const
type Made = { link: ShareLink; token: string; code: string }
async function make(target: object = container, by = exporter, more: object = {}) {
  clock.advance(1)
  return by.post<Made>('/api/share-links', { target, days: 7, ...more })
}
const open = (token: string, query = '') => nobody.get<Shared>(`/api/shared/${token}${query}`)
const links = async (by = exporter, query = '') =>
  (await by.get<{ items: ShareLink[] }>(`/api/share-links?${query}`)).body.items

test('a link shows place, way, milestones and estimate of its container to anybody, and nothing of the trade', async () => {
  const { body: made } = await make(container, exporter, { note: '客户 Müller' })
  assert.match(made.token, /^[\w-]{43}$/)
  const { status, body } = await open(made.token)
  assert.equal(status, 200)
  assert.deepEqual(
    body.containers.map((one) => [one.containerId, one.stage, one.fix?.[0]]),
    [[containerId, 'departed', 36.001]],
  )
  assert.equal(body.expiresAt, made.link.expiresAt)
  const way = await nobody.get<SharedWay>(`/api/shared/${made.token}/containers/${containerId}`)
  assert.equal(way.status, 200)
  assert.ok(way.body.steps.some(({ event }) => event === 'departed'))
  assert.equal(way.body.legs.length, 3)
  assert.equal(way.body.track.points.length, 1)
  assert.ok(way.body.eta)
  const { rows } = await database.pool.query(
    'select booking_number, seal_number, wagon_number from container where id = $1',
    [containerId],
  )
  const told = JSON.stringify([body, way.body])
  for (const secret of Object.values(rows[0] as Record<string, string>)) {
    assert.ok(secret)
    assert.ok(!told.includes(secret), secret)
  }
  assert.doesNotMatch(told, /cargo|goods|sealNumber|wagon|consignee|value|booking/i)
})

test('legs before and after the train are shown with places and times, not by whom and on what', async () => {
  const later = (days: number) => new Date(clock().getTime() + days * 86_400_000).toISOString()
  const ship = {
    ...{ stage: 'on', mode: 'sea', carrier: 'Baltic Line', conveyance: 'MV Aurora', voyage: '26W' },
    ...{ from: { code: 'PLGDN' }, to: { code: 'SEGOT' } },
    ...{ plannedDepartureAt: later(60), plannedArrivalAt: later(63) },
  }
  const arranged = await exporter.post(`/api/containers/${containerId}/carriages`, ship)
  assert.equal(arranged.status, 200)
  const { body: made } = await make()
  const way = await nobody.get<SharedWay>(`/api/shared/${made.token}/containers/${containerId}`)
  const [shown] = way.body.carriages
  assert.deepEqual(
    [shown?.mode, shown?.from.code, shown?.to.code, shown?.expectedArrivalAt?.slice(0, 10)],
    ['sea', 'PLGDN', 'SEGOT', later(63).slice(0, 10)],
  )
  assert.equal(way.body.finalEta?.place.code, 'SEGOT')
  assert.doesNotMatch(JSON.stringify(way.body), /Baltic|Aurora|26W|arranged/i)
})

test('the token is kept as a digest and told once', async () => {
  const { body: made } = await make()
  const { rows } = await database.pool.query('select * from share_link')
  assert.ok(!JSON.stringify(rows).includes(made.token))
  assert.ok(!JSON.stringify(await links()).includes(made.token))
  const headers = { 'idempotency-key': 'the-same-key-again-1' }
  const body = { target: container, days: 1 }
  const first = await exporter.post<Made>('/api/share-links', body, headers)
  const again = await exporter.post('/api/share-links', body, headers)
  assert.equal(first.status, 200)
  assert.ok(!JSON.stringify(again.body).includes(first.body.token))
})

test('who makes a link must be entitled to what it shows', async () => {
  const said = async (...asked: Parameters<typeof make>) => {
    const { status, body } = await make(...asked)
    return [status, body.code ?? 'ok']
  }
  const booking = { kind: 'booking', bookingId }
  const train = { kind: 'train', departureId: departure.id }
  const operator = http.as(parties.operator.actor)
  const stranger = http.as(strangers.exporter.actor)
  const viewer = http.as({ ...parties.exporter.actor, role: 'viewer' })
  assert.deepEqual(await said(container, stranger), [404, 'booking.container_absent'])
  assert.deepEqual(await said(booking, stranger), [404, 'journey.share_nothing'])
  assert.deepEqual(await said(train, exporter), [403, 'journey.share_other_train'])
  const rival = http.as(strangers.operator.actor)
  assert.deepEqual(await said(train, rival), [403, 'journey.share_other_train'])
  assert.deepEqual(await said(container, viewer), [403, 'http.readers_only_read'])
  assert.deepEqual(await said(container, http.as(parties.customs.actor)), [
    403,
    'http.not_your_kind',
  ])
  assert.deepEqual(await said(booking), [200, 'ok'])
  assert.deepEqual(await said(train, operator), [200, 'ok'])
  assert.deepEqual(await said(container, exporter, { days: 91 }), [422, 'http.invalid'])
})

test('a booking’s link shows all its boxes, a train’s all of the train', async () => {
  const booking = await make({ kind: 'booking', bookingId })
  const train = await make(
    { kind: 'train', departureId: departure.id },
    http.as(parties.operator.actor),
  )
  for (const { body } of [booking, train]) {
    const { containers } = (await open(body.token)).body
    assert.deepEqual(
      containers.map((one) => one.containerId).toSorted(),
      box.containerIds.toSorted(),
    )
  }
  const { body: one } = await make()
  const other = await nobody.get(`/api/shared/${one.token}/containers/${otherId}`)
  assert.equal(other.status, 404)
})

test('its maker sees how often it was opened and when; looking again on an open page does not count', async () => {
  const { body: made } = await make(container, exporter, { note: 'counted' })
  await open(made.token)
  clock.advance(5)
  await open(made.token)
  await open(made.token, '?again=true')
  const link = (await links()).find(({ id }) => id === made.link.id)!
  assert.equal(link.opened, 2)
  assert.equal(link.lastOpenedAt, clock().toISOString())
  assert.equal(link.note, 'counted')
  assert.deepEqual(await links(http.as(strangers.exporter.actor)), [])
  assert.deepEqual(await links(http.as(parties.consignee.actor)), [])
  const ofContainer = await links(exporter, `container=${containerId}`)
  assert.ok(ofContainer.every(({ target }) => target.kind === 'container'))
  assert.ok(ofContainer.length < (await links()).length)
})

test('over is over: expired, revoked and never made are answered alike', async () => {
  const { body: short } = await make(container, exporter, { days: 1 })
  const { body: revoked } = await make()
  const url = `/api/share-links/${revoked.link.id}/revoke`
  assert.equal(
    (await http.as(strangers.exporter.actor).post(url)).body['code'],
    'journey.share_absent',
  )
  assert.equal((await open(revoked.token)).status, 200)
  const reply = await exporter.post<ShareLink>(url)
  assert.equal(reply.body.state, 'revoked')
  clock.advance(24 * 60 - 5)
  assert.equal((await open(short.token)).status, 200)
  clock.advance(10)
  for (const token of [short.token, revoked.token, 'x'.repeat(43), 'y']) {
    const answer = await open(token)
    assert.equal(answer.status, 404)
    assert.equal((answer.body as unknown as Made).code, 'journey.share_over')
    const way = await nobody.get(`/api/shared/${token}/containers/${containerId}`)
    assert.equal(way.body['code'], 'journey.share_over')
    assert.equal((await nobody.get(`/api/shared/${token}/stream`)).status, 404)
  }
  const states = new Map((await links()).map(({ id, state }) => [id, state]))
  assert.equal(states.get(short.link.id), 'expired')
  assert.equal(states.get(revoked.link.id), 'revoked')
})

async function look(made: Made) {
  const ended = new AbortController()
  const events = streams.open({
    linkId: made.link.id,
    expiresAt: new Date(made.link.expiresAt),
    containerIds: new Set([containerId]),
    signal: ended.signal,
  })
  const reader = events![Symbol.asyncIterator]()
  await reader.next()
  return { next: async () => String((await reader.next()).value), end: () => ended.abort() }
}

test('an open page hears moves, and ends at once when the link is revoked', async () => {
  const { body: made } = await make()
  const { body: kept } = await make()
  const [eye, other] = [await look(made), await look(kept)]
  const heard = [eye.next(), other.next()]
  await report()
  for (const told of await Promise.all(heard)) assert.match(told, /^event: moved\ndata: \[\["ctr_/)
  const last = eye.next()
  const still = other.next()
  await exporter.post(`/api/share-links/${made.link.id}/revoke`)
  assert.match(await last, /^event: over/)
  await report()
  assert.match(await still, /^event: moved/)
  other.end()
})

test('an open page ends when its time is over, before another move is told', async () => {
  const { body: made } = await make(container, exporter, { days: 1 })
  const eye = await look(made)
  const next = eye.next()
  clock.advance(24 * 60 + 1)
  await report()
  assert.match(await next, /^event: over/)
})

test('nobody looks through more windows of one link than there are', async () => {
  const { body: made } = await make()
  const eyes = []
  for (let at = 0; at < 50; at += 1) eyes.push(await look(made))
  const looking = { linkId: made.link.id, expiresAt: new Date(made.link.expiresAt) }
  const signal = new AbortController().signal
  assert.equal(streams.open({ ...looking, containerIds: new Set(), signal }), undefined)
  for (const eye of eyes) eye.end()
})

test('an address that asks too often waits', async () => {
  const { body: made } = await make()
  clock.advance(2)
  let last = 200
  for (let asked = 0; asked < 130 && last === 200; asked += 1)
    last = (await open(made.token, '?again=true')).status
  assert.equal(last, 429)
  clock.advance(1)
  assert.equal((await open(made.token)).status, 200)
})
