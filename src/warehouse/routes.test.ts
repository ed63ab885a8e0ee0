import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer, FIXTURE_SEAL } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { warehouseRoutes } from '#warehouse'

const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database)
warehouseRoutes(http)
const booked = await bookedContainer(database, { until: 'assign' })
const { parties, containerId } = booked
const strangers = await organisationsFixture(database, { tag: 'b' })
const warehouse = http.as(parties.warehouse.actor)
const url = (step: string) => `/api/containers/${containerId}/${step}`
const place = 'CN-DONGJIA'

async function takes(step: string, body: object = {}, by = warehouse) {
  const { status, body: reply } = await by.post(url(step), { place, ...body })
  return [status, reply['stage'] ?? reply['code']]
}
const record = async (by = warehouse) => (await by.get(url('warehouse'))).body

test('received, stuffed, weighed and sealed, each with what was recorded', async () => {
  assert.deepEqual(await record(), {
    receivedAt: null,
    stuffedAt: null,
    weighedAt: null,
    grossMassKg: null,
    sealedAt: null,
    sealNumber: null,
  })
  assert.deepEqual(await takes('stuff'), [409, 'step.wrong_stage'])
  assert.deepEqual(await takes('receive'), [200, 'received'])
  assert.deepEqual(await takes('receive'), [409, 'step.wrong_stage'])
  assert.deepEqual(await takes('stuff'), [200, 'stuffed'])
  assert.deepEqual(await takes('weigh', { grossMassKg: 22_100 }), [200, 'weighed'])
  assert.deepEqual(await takes('seal', { sealNumber: ` ${FIXTURE_SEAL.toLowerCase()}` }), [
    200,
    'sealed',
  ])
  const at = '2026-03-02T08:00:00.000Z'
  const whole = {
    receivedAt: at,
    stuffedAt: at,
    weighedAt: at,
    grossMassKg: 22_100,
    sealedAt: at,
    sealNumber: FIXTURE_SEAL,
  }
  assert.deepEqual(await record(), whole)
  assert.deepEqual(await record(http.as(parties.exporter.actor)), whole)
})

test('what cannot be is refused, and nothing is half done', async () => {
  const other = await bookedContainer(database, { parties, until: 'stuff', serial: 2 })
  const path = (step: string) => `/api/containers/${other.containerId}/${step}`
  const refusal = async (step: string, body: object) => {
    const { status, body: reply } = await warehouse.post(path(step), { place, ...body })
    return [status, reply['code']]
  }
  assert.deepEqual(await refusal('weigh', { grossMassKg: 30_481 }), [
    422,
    'warehouse.gross_above_max',
  ])
  assert.deepEqual(await refusal('weigh', { grossMassKg: 900 }), [
    422,
    'warehouse.gross_below_tare',
  ])
  assert.deepEqual(await refusal('weigh', { grossMassKg: -5 }), [422, 'http.invalid'])
  assert.equal((await other.read()).stage, 'stuffed')
  await other.advance('weigh')
  assert.deepEqual(await refusal('seal', { sealNumber: 'CN8830146' }), [
    422,
    'warehouse.seal_differs',
  ])
  assert.equal((await other.read()).stage, 'weighed')
})

test('nobody else may: other kinds, another warehouse, strangers', async () => {
  const rest = await bookedContainer(database, { parties, until: 'assign', serial: 3 })
  const path = `/api/containers/${rest.containerId}/receive`
  const status = async (by: typeof warehouse) => {
    const reply = await by.post(path, { place })
    return [reply.status, reply.body['code']]
  }
  assert.deepEqual(await status(http.as(null)), [401, 'http.sign_in_needed'])
  for (const kind of ['exporter', 'operator', 'broker', 'customs', 'rail', 'platform'] as const)
    assert.deepEqual(await status(http.as(parties[kind].actor)), [403, 'http.not_your_kind'])
  assert.deepEqual(await status(http.as(strangers.warehouse.actor)), [
    404,
    'booking.container_absent',
  ])
  const read = await http
    .as(strangers.warehouse.actor)
    .get(`/api/containers/${rest.containerId}/warehouse`)
  assert.equal(read.status, 404)
  assert.equal((await rest.read()).stage, 'assigned')
})
