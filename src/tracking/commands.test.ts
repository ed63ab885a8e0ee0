// Commands for trackers: from their operator's request over the queue to the gateway's role and back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asGatewayRole } from '#gateway/role.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trackingRoutes } from '#tracking'
import type { TrackerCommand } from '#tracking/command-contract.ts'
import { createCommandDesk, createMessageStore } from '#tracking/command-desk.ts'
import { TRACKER_SECRET, trackedFixture } from '#tracking/fixtures.ts'
import { createDeviceDirectory } from '#tracking/gateway-store.ts'

const database = await testDatabase()
// The gateway goes by the database's clock, so ours must not be of another day.
const clock = testClock(new Date().toISOString())
const http = await testHttp(database, { clock })
trackingRoutes(http)
const { parties, ...fixture } = await trackedFixture(database)
const strangers = await organisationsFixture(database, { tag: 'b' })
const operator = http.as(parties.operator.actor)
let gateway: Database
before(async () => {
  const { url, isRestricted } = await asGatewayRole(database.url)
  assert.ok(isRestricted)
  gateway = openDatabase(url, 4)
})
after(async () => {
  await gateway.close()
  await database.drop()
})

const LOCATE = { request: { kind: 'locate' } }
const urlOf = (id: string, what: string) => `/api/trackers/${id}/${what}`
async function send(id: string, body: object = LOCATE) {
  clock.advance(1)
  const reply = await operator.post<TrackerCommand & { code: string }>(urlOf(id, 'command'), body)
  return reply
}
async function stateOf(id: string): Promise<readonly (string | null)[]> {
  const { body } = await operator.get<{ items: TrackerCommand[] }>(urlOf(id, 'commands'))
  return body.items.map(({ state, result }) => (result === null ? state : `${state}: ${result}`))
}

test('queued, given out once to who asks for its tracker, answered, and seen by its operator', async () => {
  const [mine, other] = [await fixture.addTracker(), await fixture.addTracker()]
  const desk = createCommandDesk(gateway)
  const woken: (string | null)[] = []
  const stop = await desk.listen((deviceId) => woken.push(deviceId))
  const interval = { kind: 'report_interval', seconds: 30 } as const
  const first = await send(mine.id, { request: interval })
  assert.equal(first.status, 200, JSON.stringify(first.body))
  assert.equal(first.body.state, 'queued')
  const second = await send(mine.id)
  assert.deepEqual(await stateOf(mine.id), ['queued', 'queued'])
  assert.deepEqual(await desk.take([other.id]), [])
  assert.deepEqual(await desk.take([other.id, mine.id]), [
    { id: first.body.id, deviceId: mine.id, request: interval },
    { id: second.body.id, deviceId: mine.id, request: { kind: 'locate' } },
  ])
  assert.deepEqual(await desk.take([mine.id]), [])
  assert.deepEqual(await stateOf(mine.id), ['sent', 'sent'])
  await desk.settle(first.body.id, 'unsupported')
  await desk.settle(second.body.id, 'ok', { latitude: 36.7 })
  assert.deepEqual(await stateOf(mine.id), ['answered: ok', 'answered: unsupported'])
  const { body } = await operator.get<{ items: TrackerCommand[] }>(urlOf(mine.id, 'commands'))
  assert.deepEqual(body.items[0]!.said, { latitude: 36.7 })
  while (woken.filter((deviceId) => deviceId === mine.id).length < 2)
    await new Promise((done) => setTimeout(done, 5))
  await stop()
})

test('one that nobody answers times out, one that is not fetched expires; a late answer still counts', async () => {
  const { id } = await fixture.addTracker()
  const desk = createCommandDesk(gateway)
  const sent = await send(id)
  await desk.take([id])
  await send(id)
  await desk.expire()
  assert.deepEqual(await stateOf(id), ['queued', 'sent'])
  await database.pool.query(
    `update tracker_command set sent_at = sent_at - interval '61 s',
       expires_at = case state when 'queued' then now() else expires_at end where tracker_id = $1`,
    [id],
  )
  assert.deepEqual(await desk.take([id]), [])
  await desk.expire()
  assert.deepEqual(await stateOf(id), ['expired', 'timed_out'])
  await desk.settle(sent.body.id, 'ok')
  assert.deepEqual(await stateOf(id), ['expired', 'answered: ok'])
  await desk.settle(sent.body.id, 'failed')
  assert.deepEqual(await stateOf(id), ['expired', 'answered: ok'])
})

test('so many wait for one tracker and no more', async () => {
  const { id } = await fixture.addTracker()
  for (let count = 0; count < 20; count++) assert.equal((await send(id)).status, 200)
  const refused = await send(id)
  assert.equal(refused.status, 409)
  assert.equal(refused.body.code, 'tracking.commands_waiting')
})

test('what cannot be meant is refused, and nothing is queued', async () => {
  const { id } = await fixture.addTracker()
  for (const request of [
    { kind: 'report_interval', seconds: 0 },
    { kind: 'report_interval', seconds: 1.5 },
    { kind: 'follow', everySeconds: 10 },
    { kind: 'text', text: ' ' },
    { kind: 'text', text: '🚂' },
    { kind: 'text', text: '长'.repeat(401) },
    { kind: 'format_disk' },
  ])
    assert.equal((await send(id, { request })).status, 422, JSON.stringify(request))
  assert.deepEqual(await stateOf(id), [])
  for (const text of ['请立即停车检查铅封。', 'Проверьте пломбу ёмкости', '*GSM,RESET#\nOK'])
    assert.equal((await send(id, { request: { kind: 'text', text } })).status, 200, text)
})

test('nobody else may: other kinds, another operator, strangers', async () => {
  const { id } = await fixture.addTracker()
  for (const [actor, status] of [
    [null, 401],
    [parties.exporter.actor, 403],
    [strangers.operator.actor, 404],
  ] as const) {
    const by = http.as(actor)
    assert.equal((await by.post(urlOf(id, 'command'), LOCATE)).status, status)
    assert.equal((await by.get(urlOf(id, 'commands'))).status, status)
    assert.equal((await by.get(urlOf(id, 'messages'))).status, status)
  }
})

test('what a tracker passed through is kept whole, the newest of it', async () => {
  const { id } = await fixture.addTracker()
  const keep = createMessageStore(gateway)
  for (let count = 0; count < 503; count++)
    await keep({
      deviceId: id,
      receivedAt: '2026-03-02T12:00:00Z',
      messageId: 0x0900,
      hex: `0900${count.toString(16).padStart(4, '0')}`,
    })
  const { body } = await operator.get<{ items: { frameHex: string; messageId: string }[] }>(
    `${urlOf(id, 'messages')}?limit=200`,
  )
  assert.deepEqual(body.items[0], {
    receivedAt: '2026-03-02T12:00:00.000Z',
    messageId: '0x0900',
    frameHex: '090001F6',
  })
  const { rows } = await database.pool.query(
    'select 1 from tracker_message where tracker_id = $1',
    [id],
  )
  assert.equal(rows.length, 500)
})

test('the edition a tracker speaks is shown to its operator', async () => {
  const { id, phone } = await fixture.addTracker()
  const authCode = TRACKER_SECRET
  await createDeviceDirectory(gateway).authenticate({ phone, authCode, edition: '2019' })
  const { body } = await operator.get<{ items: { id: string; edition: string | null }[] }>(
    '/api/trackers',
  )
  assert.equal(body.items.find((tracker) => tracker.id === id)?.edition, '2019')
})
