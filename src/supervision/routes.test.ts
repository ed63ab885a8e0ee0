import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookedContainer } from '#booking/fixtures.ts'
import { customsRoutes } from '#customs'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp, type Caller } from '#platform/testing/http.ts'
import { supervisionRoutes } from '#supervision'
import type { DepartureClearance } from '#supervision/contract.ts'
import { warehouseRoutes } from '#warehouse'

const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database)
warehouseRoutes(http)
customsRoutes(http)
supervisionRoutes(http)
const { parties, departure, containerId } = await bookedContainer(database, {
  until: 'assign',
  boxes: 1,
})
const strangers = await organisationsFixture(database, { tag: 'b' })
const operator = http.as(parties.operator.actor)
const url = `/api/departures/${departure.id}/clearance`

async function does(by: Caller, step: string, body: object = {}): Promise<void> {
  const reply = await by.post(`/api/containers/${containerId}/${step}`, {
    place: 'CN-DONGJIA',
    ...body,
  })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
}

async function against(by: Caller = operator): Promise<string[]> {
  const { body } = await by.get<DepartureClearance>(url)
  assert.deepEqual(
    body.containers.map((container) => container.containerId),
    [containerId],
  )
  return body.containers[0]!.checks.filter((check) => check.verdict !== 'pass').map(
    (check) => `${check.verdict} ${check.name}`,
  )
}

test('what stands against a container falls away step by step', async () => {
  const [warehouse, customs] = [http.as(parties.warehouse.actor), http.as(parties.customs.actor)]
  const all = [
    'block weighed',
    'warn gross_mass_agrees',
    'block sealed',
    'block declared',
    'block released',
  ]
  assert.deepEqual(await against(), all)
  await does(warehouse, 'receive')
  await does(warehouse, 'stuff')
  // Declared: 4,200 kg of fans in a box of 3,900 kg.
  await does(warehouse, 'weigh', { grossMassKg: 8_300 })
  assert.deepEqual(await against(), [
    'warn gross_mass_agrees',
    'block sealed',
    'block declared',
    'block released',
  ])
  await does(warehouse, 'seal', { sealNumber: 'CN8830145' })
  await does(http.as(parties.broker.actor), 'declare', { declarationNumber: '430120260000012345' })
  await does(customs, 'hold', { reason: 'documents' })
  assert.deepEqual(await against(), [
    'warn gross_mass_agrees',
    'block no_open_hold',
    'block released',
  ])
  await does(customs, 'release')
  assert.deepEqual(await against(customs), ['warn gross_mass_agrees'])
  const { body } = await operator.get<DepartureClearance>(url)
  assert.equal(body.verdict, 'warn')
  const gross = body.containers[0]!.checks.find((check) => check.name === 'gross_mass_agrees')
  assert.deepEqual(gross?.facts, { declaredKg: 8_100, weighedKg: 8_300, differencePercent: 2.5 })
})

test('only the operator of the train and its customs are told', async () => {
  const answer = async (by: Caller) => {
    const { status, body } = await by.get(url)
    return [status, body['code']]
  }
  assert.deepEqual(await answer(http.as(null)), [401, 'http.sign_in_needed'])
  for (const kind of ['exporter', 'warehouse', 'broker', 'rail', 'consignee'] as const)
    assert.deepEqual(await answer(http.as(parties[kind].actor)), [403, 'http.not_your_kind'])
  for (const kind of ['operator', 'customs'] as const)
    assert.deepEqual(await answer(http.as(strangers[kind].actor)), [
      404,
      'supervision.nothing_to_clear',
    ])
})
