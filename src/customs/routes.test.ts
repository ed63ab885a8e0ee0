import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { customsRoutes } from '#customs'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'

const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database)
customsRoutes(http)
const { parties, ...booked } = await bookedContainer(database, { until: 'weigh' })
const strangers = await organisationsFixture(database, { tag: 'b' })
const broker = http.as(parties.broker.actor)
const customs = http.as(parties.customs.actor)
const place = 'CN-DONGJIA'
const NUMBER = '430120260000012345'

async function takes(by: Caller, id: string, step: string, body: object = {}) {
  const { status, body: reply } = await by.post(`/api/containers/${id}/${step}`, { place, ...body })
  return [status, reply['customs'] ?? reply['code']]
}
const record = async (by: Caller, id: string = booked.containerId) =>
  (await by.get(`/api/containers/${id}/customs`)).body

test('declared, inspected, held, released; the hold keeps who, why and when', async () => {
  const id = booked.containerId
  assert.deepEqual(await record(broker), { declaration: null, holds: [] })
  assert.deepEqual(await takes(customs, id, 'release'), [409, 'step.wrong_customs_status'])
  assert.deepEqual(await takes(broker, id, 'declare', { declarationNumber: NUMBER }), [
    200,
    'declared',
  ])
  assert.deepEqual(await takes(customs, id, 'inspect'), [200, 'inspection'])
  const reason = 'X 光图像与品名不符'
  assert.deepEqual(await takes(customs, id, 'hold', { reason }), [200, 'held'])
  const at = '2026-03-02T08:00:00.000Z'
  const declaration = {
    declarationNumber: NUMBER,
    declaredBy: parties.broker.organisationId,
    declaredAt: at,
  }
  const open = { reason, heldBy: parties.customs.organisationId, heldAt: at }
  const held = await record(broker)
  const holdId = (held['holds'] as { id: string }[])[0]!.id
  assert.deepEqual(held, {
    declaration,
    holds: [{ id: holdId, ...open, releasedBy: null, releasedAt: null }],
  })
  assert.deepEqual(await takes(customs, id, 'release'), [200, 'released'])
  assert.deepEqual(await takes(customs, id, 'hold', { reason: '布控复查' }), [200, 'held'])
  assert.deepEqual(await takes(customs, id, 'release'), [200, 'released'])
  const { holds } = (await record(http.as(parties.exporter.actor))) as {
    holds: { id: string }[]
  }
  assert.equal(holds.length, 2)
  const first = holds.find(({ id: each }) => each === holdId)
  assert.deepEqual(first, {
    id: holdId,
    ...open,
    releasedBy: parties.customs.organisationId,
    releasedAt: at,
  })
})

test('a declaration number is an export’s, and stands on one booking only', async () => {
  const second = booked.containerIds[1]!
  const other = await bookedContainer(database, { parties, until: 'weigh', serial: 2 })
  const declare = (id: string, declarationNumber: string) =>
    takes(broker, id, 'declare', { declarationNumber })
  assert.deepEqual(await declare(other.containerId, NUMBER), [409, 'customs.number_taken'])
  assert.deepEqual(await declare(other.containerId, '430120261000012345'), [
    422,
    'customs.not_export',
  ])
  assert.deepEqual(await declare(other.containerId, '12345'), [422, 'http.invalid'])
  assert.equal((await other.read()).customs, 'none')
  assert.deepEqual(await record(broker, other.containerId), { declaration: null, holds: [] })
  // The other box of the first booking waits in the yard as well.
  await database.pool.query("update container set stage = 'weighed' where id = $1", [second])
  assert.deepEqual(await declare(second, NUMBER), [200, 'declared'])
})

test('two brokers’ clerks with one number at the same moment: one of them has it', async () => {
  const [one, two] = [
    await bookedContainer(database, { parties, until: 'weigh', serial: 3 }),
    await bookedContainer(database, { parties, until: 'weigh', serial: 4 }),
  ]
  const declarationNumber = '430120260000055555'
  const both = await Promise.all(
    [one, two].map(({ containerId }) =>
      takes(broker, containerId, 'declare', { declarationNumber }),
    ),
  )
  assert.deepEqual(both.map(String).sort(), ['200,declared', '409,customs.number_taken'])
})

test('nobody else may: other kinds, another office, strangers', async () => {
  const id = booked.containerId
  assert.deepEqual(await takes(http.as(null), id, 'release'), [401, 'http.sign_in_needed'])
  assert.deepEqual(await takes(broker, id, 'release'), [403, 'http.not_your_kind'])
  assert.deepEqual(await takes(customs, id, 'declare', { declarationNumber: NUMBER }), [
    403,
    'http.not_your_kind',
  ])
  for (const step of ['inspect', 'release'])
    assert.deepEqual(await takes(http.as(strangers.customs.actor), id, step), [
      404,
      'booking.container_absent',
    ])
  assert.deepEqual(
    (await record(http.as(strangers.customs.actor)))['code'],
    'booking.container_absent',
  )
  for (const kind of ['warehouse', 'rail', 'consignee'] as const)
    assert.equal((await record(http.as(parties[kind].actor)))['code'], 'http.not_your_kind')
})
