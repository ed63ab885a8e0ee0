// Hand-overs over HTTP: the journey with a wrong seal, and everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer, FIXTURE_SEAL } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { wagonCheckDigit } from '#kernel/wagon-number.ts'
import type { Actor } from '#kernel/organisation.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { journeyRoutes } from '#journey'
import type { HandOver, TransitHold } from '#journey/contract.ts'
import { trackingRoutes } from '#tracking'

const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database)
const tracking = trackingRoutes(http)
http.app.addHook('preClose', async () => tracking.close())
journeyRoutes(http, tracking)
const first = await bookedContainer(database, { until: 'border_arrive', boxes: 1 })
const { parties } = first
const strangers = await organisationsFixture(database, { tag: 'b' })
const rail = http.as(parties.rail.actor)
const customs = http.as(parties.customs.actor)
const operator = http.as(parties.operator.actor)
const place = 'KZ-ALTYNKOL'
const PHOTO = { kind: 'photo', name: 'doors.jpg', sha256: 'a'.repeat(64), bytes: 1_234 }

const move = (containerId: string, changes: object = {}) => ({
  containerId,
  oldWagonNumber: '5271234',
  newWagonNumber: '94276540',
  ...changes,
})
const transship = (moves: object[], by = rail, changes: object = {}) =>
  by.post('/api/containers/transship', { place, gaugeMm: 1520, moves, ...changes })
async function said(reply: Promise<{ status: number; body: Record<string, unknown> }>) {
  const { status, body } = await reply
  return [status, body['code'] ?? 'ok']
}
async function kept(containerId: string) {
  const url = `/api/containers/${containerId}/hand-overs`
  return (await rail.get<{ handOvers: HandOver[]; holds: TransitHold[] }>(url)).body
}
const post = (by: typeof rail, containerId: string, command: string, body: object) =>
  said(by.post(`/api/containers/${containerId}/${command}`, { place, ...body }))

test('a container goes on with a train of its own, its seal compared, nothing held', async () => {
  const { status, body } = await transship([
    move(first.containerId, {
      newTrainNumber: '1421',
      sealFound: ` ${FIXTURE_SEAL.toLowerCase()}`,
      documents: [PHOTO],
    }),
  ])
  assert.deepEqual([status, body['held']], [200, []])
  const [handOver] = (await kept(first.containerId)).handOvers
  assert.deepEqual(
    [handOver?.oldTrainNumber, handOver?.newTrainNumber, handOver?.sealAgrees, handOver?.place],
    [first.departure.trainNumber, '1421', true, place],
  )
  assert.deepEqual(handOver?.documents, [PHOTO])
  assert.equal((await first.read()).wagonNumber, '94276540')
})

test('a wrong seal holds the container until customs lifts it; then it goes on with the seal put on', async () => {
  const box = await bookedContainer(database, {
    parties,
    until: 'border_arrive',
    boxes: 1,
    serial: 3,
  })
  const good = await bookedContainer(database, {
    parties,
    until: 'border_arrive',
    boxes: 1,
    serial: 4,
  })
  const id = box.containerId
  const { body } = await transship([
    move(id, { sealFound: 'XX12345', damage: '右门变形', newTrainNumber: '1421' }),
    move(good.containerId, {
      newWagonNumber: `5200000${wagonCheckDigit('5200000')}`,
      newTrainNumber: '1423',
    }),
  ])
  assert.deepEqual(body['held'], [id])
  assert.deepEqual([(await box.read()).held, (await box.read()).stage], [true, 'transshipped'])
  assert.equal((await good.read()).held, false)
  const { holds } = await kept(id)
  assert.deepEqual(holds[0]?.causes, ['seal_differs', 'damage'])

  const arrive = { place: 'UZ-CHUKURSAY', containerIds: [id] }
  assert.deepEqual(await said(rail.post('/api/containers/arrive', arrive)), [
    409,
    'step.held_in_transit',
  ])
  const reason = { reason: '已核对，重新施封' }
  assert.deepEqual(await post(operator, id, 'lift-hold', reason), [403, 'journey.customs_lifts'])
  assert.deepEqual(await post(customs, id, 'reseal', { sealNumber: FIXTURE_SEAL, ...reason }), [
    422,
    'journey.same_seal',
  ])
  assert.deepEqual(await post(customs, id, 'reseal', { sealNumber: 'KZ 77001', ...reason }), [
    200,
    'ok',
  ])
  assert.equal((await box.read()).sealNumber, 'KZ77001')
  assert.deepEqual(await post(customs, id, 'lift-hold', { reason: '' }), [422, 'http.invalid'])
  assert.deepEqual(await post(customs, id, 'lift-hold', reason), [200, 'ok'])
  assert.deepEqual(await post(customs, id, 'lift-hold', reason), [409, 'step.not_held'])
  const [lifted] = (await kept(id)).holds
  assert.deepEqual(
    [lifted?.liftedBy, lifted?.liftReason],
    [parties.customs.organisationId, reason.reason],
  )
  assert.deepEqual(await said(rail.post('/api/containers/arrive', arrive)), [200, 'ok'])
})

test('what held it, and that it was let go, is said to whoever follows', async () => {
  const told = await database.transact((tx) =>
    tx
      .selectFrom('outbox')
      .select(['kind', 'payload'])
      .where('kind', 'like', 'journey.%')
      .orderBy('position')
      .execute(),
  )
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['journey.hold_raised', 'journey.hold_lifted'],
  )
})

test('damage alone is lifted by the operator; a railway or customs may hold by themselves', async () => {
  const box = await bookedContainer(database, { parties, until: 'depart', boxes: 1, serial: 5 })
  const id = box.containerId
  const hold = { causes: ['papers'], reason: '缺少原产地证' }
  assert.deepEqual(await post(operator, id, 'hold-in-transit', hold), [403, 'http.not_your_kind'])
  assert.deepEqual(await post(customs, id, 'hold-in-transit', { ...hold, causes: [] }), [
    422,
    'http.invalid',
  ])
  assert.deepEqual(await post(customs, id, 'hold-in-transit', hold), [200, 'ok'])
  assert.deepEqual(await post(rail, id, 'hold-in-transit', hold), [409, 'step.held_in_transit'])
  assert.deepEqual(await post(operator, id, 'lift-hold', { reason: '已补单' }), [200, 'ok'])
})

test('nothing half done, and nobody else may', async () => {
  const box = await bookedContainer(database, {
    parties,
    until: 'border_arrive',
    boxes: 1,
    serial: 6,
  })
  const id = box.containerId
  const early = await bookedContainer(database, { parties, until: 'depart', boxes: 1, serial: 7 })
  assert.deepEqual(await said(transship([move(id), move(early.containerId)])), [
    409,
    'step.wrong_stage',
  ])
  assert.equal((await box.read()).stage, 'at_border')
  assert.deepEqual(await said(transship([move(id)], rail, { place: 'CN-DONGJIA' })), [
    422,
    'journey.not_a_crossing',
  ])
  assert.deepEqual(await said(transship([move(id)], rail, { gaugeMm: 1435 })), [
    422,
    'journey.wagon_gauge',
  ])
  const asks = async (actor: Actor | null) => {
    const by = http.as(actor)
    const url = `/api/containers/${id}`
    const hold = { place, causes: ['other'], reason: 'x' }
    return [
      (await transship([move(id)], by)).status,
      (await by.post(`${url}/hold-in-transit`, hold)).status,
      (await by.post(`${url}/lift-hold`, { place, reason: 'x' })).status,
      (await by.post(`${url}/reseal`, { place, sealNumber: 'AB12345', reason: 'x' })).status,
      (await by.get(`${url}/hand-overs`)).status,
    ]
  }
  assert.deepEqual(await asks(null), [401, 401, 401, 401, 401])
  assert.deepEqual(await asks(parties.exporter.actor), [403, 403, 403, 403, 200])
  assert.deepEqual(await asks(strangers.exporter.actor), [403, 403, 403, 403, 404])
  assert.deepEqual(await asks(strangers.rail.actor), [404, 404, 403, 404, 404])
  assert.deepEqual(await asks(strangers.customs.actor), [403, 404, 404, 404, 404])
  assert.equal((await box.read()).stage, 'at_border')
})
