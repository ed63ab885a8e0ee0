import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { trackingRoutes } from '#tracking'
import type { SentFixes, Track, Tracker } from '#tracking/contract.ts'
import { createDeviceDirectory, createFixStore } from '#tracking/gateway-store.ts'

const database = await testDatabase()
const clock = testClock()
const http = await testHttp(database, { clock })
trackingRoutes(http)
after(() => database.drop())
const { parties, ...first } = await bookedContainer(database, { until: 'assign' })
const strangers = await organisationsFixture(database, { tag: 'b' })
const operator = http.as(parties.operator.actor)
const rail = http.as(parties.rail.actor)
const place = 'CN-DONGJIA'

let phones = 0
async function register(by: Caller = operator) {
  phones += 1
  clock.advance(1)
  const phone = `0133061391${String(phones).padStart(2, '0')}`
  const reply = await by.post<{ tracker: Tracker; secret: string; code: string }>('/api/trackers', {
    phone,
    terminalId: 'T-808',
    maker: 'LBSIM',
    model: 'SIM-1',
  })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}
async function said(by: Caller, url: string, body: object = {}) {
  const reply = await by.post(url, body)
  return [reply.status, reply.body['code'] ?? 'ok']
}
const fix = (deviceId: string, deviceTime: string) => ({
  deviceId,
  serial: 1,
  deviceTime,
  receivedAt: '2026-03-02T09:00:00Z',
  latitude: 36.75,
  longitude: 117.25,
  altitudeM: 0,
  speedKmh: 0,
  headingDeg: 0,
  alarm: 0,
  status: 3,
  items: [],
  frame: new Uint8Array(0),
  valid: true,
})

test('a tracker is registered once, its secret shown once and good at the gateway', async () => {
  const { tracker, secret } = await register()
  assert.equal(tracker.phone, '13306139101')
  assert.equal(tracker.container, null)
  assert.match(secret, /^[0-9a-f]{32}$/)
  const directory = createDeviceDirectory(database)
  const known = await directory.authenticate({
    phone: tracker.phone,
    authCode: secret,
    edition: '2013',
  })
  assert.equal(known?.deviceId, tracker.id)
  const same = { phone: '13306139101', terminalId: 'X', maker: 'X', model: 'X' }
  assert.deepEqual(await said(operator, '/api/trackers', same), [409, 'tracking.phone_taken'])
  assert.deepEqual(await said(operator, '/api/trackers', { ...same, phone: '12' }), [
    422,
    'http.invalid',
  ])
  const { rows } = await database.pool.query('select * from tracker')
  assert.ok(!JSON.stringify(rows).includes(secret))
})

test('bound, moved, unbound, bound again', async () => {
  const { tracker } = await register()
  const container = await bookedContainer(database, { parties, until: 'assign', serial: 2 })
  const { containerId } = container
  const bind = (id: string, to: string) =>
    said(operator, `/api/trackers/${id}/bind`, { containerId: to, place })
  await createFixStore(database).commit([fix(tracker.id, '2026-03-02T08:30:00Z')])
  assert.deepEqual(await bind(tracker.id, containerId), [200, 'ok'])
  const { body } = await http.as(parties.exporter.actor).get<{ items: object[] }>('/api/positions')
  assert.equal(body.items.length, 1)
  const { tracker: other } = await register()
  assert.deepEqual(await bind(other.id, containerId), [409, 'tracking.container_bound'])
  assert.deepEqual(await bind(tracker.id, first.containerId), [409, 'tracking.tracker_bound'])
  assert.equal((await first.read()).sequence, 2)
  const { body: list } = await operator.get<{ items: Tracker[] }>('/api/trackers')
  const seen = list.items.find((each) => each.id === tracker.id)
  assert.equal(seen?.container?.id, containerId)
  assert.equal(seen.lastFixAt, '2026-03-02T08:30:00.000Z')
  const unbind = () => said(operator, `/api/trackers/${tracker.id}/unbind`)
  assert.deepEqual(await unbind(), [200, 'ok'])
  assert.deepEqual(await unbind(), [409, 'tracking.not_bound'])
  assert.deepEqual(await bind(tracker.id, first.containerId), [200, 'ok'])
})

test('trackers are listed page by page, free ones alone when asked', async () => {
  const all: string[] = []
  let cursor = ''
  for (;;) {
    const { body } = await operator.get<{ items: Tracker[]; next: string | null }>(
      `/api/trackers?limit=1${cursor}`,
    )
    all.push(...body.items.map((each) => each.phone))
    if (body.next === null) break
    cursor = `&cursor=${body.next}`
  }
  assert.deepEqual(all, ['13306139103', '13306139102', '13306139101'])
  const { body: free } = await operator.get<{ items: Tracker[] }>('/api/trackers?free=true')
  assert.deepEqual(
    free.items.map((each) => each.phone),
    ['13306139103', '13306139101'],
  )
})

test('the railway moves a train: all of its containers or none', async () => {
  const train = await bookedContainer(database, { parties, until: 'depart', boxes: 1, serial: 3 })
  const behind = await bookedContainer(database, { parties, until: 'load', boxes: 1, serial: 4 })
  const ids = [train.containerId, behind.containerId]
  const at = { place: 'CN-KHORGOS' }
  const arriveAtBorder = (containerIds: string[]) =>
    said(rail, '/api/containers/border-arrive', { ...at, containerIds })
  assert.deepEqual(await arriveAtBorder(ids), [409, 'step.wrong_stage'])
  assert.equal((await train.read()).stage, 'departed')
  await behind.advance('depart')
  assert.deepEqual(await arriveAtBorder([ids[0]!, ids[0]!]), [422, 'tracking.container_twice'])
  assert.deepEqual(await arriveAtBorder(ids), [200, 'ok'])
  const arrived = { place: 'UZ-CHUKURSAY', containerIds: ids }
  assert.deepEqual(await said(rail, '/api/containers/arrive', arrived), [409, 'step.wrong_stage'])
  assert.equal((await train.read()).stage, 'at_border')
})

test('nobody else may: other kinds, another operator, strangers', async () => {
  const { tracker } = await register()
  const { containerId } = await bookedContainer(database, { parties, until: 'depart', serial: 5 })
  const binding = { containerId, place }
  const arrival = { place, containerIds: [containerId] }
  const asks = async (actor: Actor | null) => {
    const by = http.as(actor)
    return [
      (await by.post(`/api/trackers/${tracker.id}/bind`, binding)).status,
      (await by.post(`/api/trackers/${tracker.id}/unbind`)).status,
      (await by.post('/api/containers/border-arrive', arrival)).status,
      (await by.get(`/api/containers/${containerId}/track`)).status,
      (await by.get('/api/trackers/quarantine')).status,
      (await by.get('/api/positions')).status,
    ]
  }
  assert.deepEqual(await asks(null), [401, 401, 401, 401, 401, 401])
  assert.deepEqual(await asks(parties.exporter.actor), [403, 403, 403, 200, 403, 200])
  assert.deepEqual(await asks(strangers.exporter.actor), [403, 403, 403, 404, 403, 200])
  assert.deepEqual(await asks(strangers.operator.actor), [404, 404, 403, 404, 200, 200])
  assert.deepEqual(await asks(strangers.rail.actor), [403, 403, 404, 404, 403, 200])
  const theirs = http.as(strangers.operator.actor)
  for (const list of ['/api/trackers', '/api/trackers/quarantine', '/api/positions'])
    assert.deepEqual((await theirs.get<{ items: object[] }>(list)).body.items, [])
})

test('a machine sends fixes: each row kept once or refused alone, and the container moves', async () => {
  const { tracker } = await register()
  const { containerId } = await bookedContainer(database, { parties, until: 'assign', serial: 7 })
  await operator.post(`/api/trackers/${tracker.id}/bind`, { containerId, place })
  const row = (minute: number) => ({
    phone: `0${tracker.phone}`,
    deviceTime: new Date(clock().getTime() + minute * 10_000).toISOString(),
    serial: minute,
    latitude: 36.75,
    longitude: 117.25,
    items: [{ id: 'temperature', name: 'temperatureC', value: -18.5 }],
  })
  const send = async (by: Caller, fixes: readonly object[]) =>
    (await by.post<SentFixes>('/api/positions', { fixes })).body
  const foreign = { ...row(40), phone: '13999999999' }
  const sent = [row(31), { ...row(32), latitude: 91 }, foreign, row(33), {}]
  for (const _ of ['first', 'again']) {
    const { kept, refused } = await send(operator, sent)
    assert.equal(kept, 2)
    assert.deepEqual(
      refused.map(({ row: at, code }) => [at, code]),
      [
        [1, 'tracking.fix_unreadable'],
        [2, 'tracking.tracker_absent'],
        [4, 'tracking.fix_unreadable'],
      ],
    )
    assert.match(refused[0]!.detail, /latitude/)
  }
  const { points } = (await operator.get<Track>(`/api/containers/${containerId}/track`)).body
  assert.deepEqual(
    points.map(({ deviceTime }) => (Date.parse(deviceTime) - clock().getTime()) / 10_000),
    [31, 33],
  )
  const theirs = await send(http.as(strangers.operator.actor), [row(34)])
  assert.deepEqual([theirs.kept, theirs.refused[0]?.code], [0, 'tracking.tracker_absent'])
  const tooMany = Array.from({ length: 1_001 }, () => row(31))
  assert.equal((await operator.post('/api/positions', { fixes: tooMany })).status, 422)
})

test('a period that ends before it begins is refused', async () => {
  const url = `/api/containers/${first.containerId}/track`
  const track = (query: string) => operator.get(`${url}?${query}`)
  const reversed = await track('from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z')
  assert.equal(reversed.body['code'], 'tracking.period_reversed')
  assert.equal((await track('from=2026-03-01T00:00:00%2B08:00')).status, 200)
})

test('the stream over HTTP: a stranger is refused, a party hears of its container', async () => {
  const { actor } = parties.exporter
  const open = await testHttp(database, {
    clock,
    authenticate: async (headers) => (headers.get('authorization') === 'exporter' ? actor : null),
  })
  after(() => open.app.close())
  const routes = trackingRoutes(open)
  open.app.addHook('preClose', async () => routes.close())
  const url = `${await open.app.listen({ port: 0, host: '127.0.0.1' })}/api/positions/stream`
  assert.equal((await fetch(url)).status, 401)
  const reply = await fetch(url, { headers: { authorization: 'exporter' } })
  assert.equal(reply.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  assert.equal(reply.headers.get('cache-control'), 'no-store')
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  while (!/event: snapshot\ndata: .+\n\n/.test(heard)) heard += (await reader.read()).value
  const { tracker } = await register()
  const { containerId } = await bookedContainer(database, { parties, until: 'assign', serial: 6 })
  await operator.post(`/api/trackers/${tracker.id}/bind`, { containerId, place })
  await createFixStore(database).commit([fix(tracker.id, '2026-03-02T08:45:00Z')])
  while (!/event: position\ndata: .+\n\n/.test(heard)) heard += (await reader.read()).value
  assert.ok(heard.includes(containerId))
  // Stopping the server ends the stream it would otherwise wait for.
  await open.app.close()
  assert.equal((await reader.read()).done, true)
})
