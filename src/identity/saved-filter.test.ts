// Saved filters over HTTP: kept by name, one of them the default, and nobody's but the member's own.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createMember, identityRoutes, openIdentity } from '#identity'
import { FIXTURE_PASSWORD, organisationsFixture } from '#identity/fixtures.ts'
import { SAVED_FILTERS_MAX, type SavedFilter } from '#identity/saved-filter-contract.ts'
import type { Actor } from '#kernel/organisation.ts'
import { randomIds } from '#platform/ids.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'

const clock = testClock()
const database = await testDatabase()
const { signer, operator, exporter } = await organisationsFixture(database)
const ids = randomIds(clock)
const identity = openIdentity({ database, clock, ids, signer, secure: false })
const http = await testHttp(database, { clock })
identityRoutes(http, identity)

after(async () => {
  await http.app.close()
  await identity.close()
  await database.drop()
})

const colleague: Actor = {
  ...operator.actor,
  role: 'clerk',
  memberId: await database.transact(async (tx) => {
    const { id } = await createMember(
      tx,
      { ids, now: clock() },
      {
        organisationId: operator.organisationId,
        email: 'clerk@operator.example',
        name: '王芳',
        password: FIXTURE_PASSWORD,
        role: 'clerk',
      },
    )
    return id
  }),
}
const mine = http.as(operator.actor)

const REQUESTS = {
  ...{ screen: 'bookings', name: '待我确认' },
  ...{ fields: { state: 'received' }, isDefault: true },
}

async function list(actor: Actor, screen = 'bookings'): Promise<SavedFilter[]> {
  const path = `/api/saved-filters?screen=${screen}`
  return (await http.as(actor).get<{ items: SavedFilter[] }>(path)).body.items
}

test('a filter is kept by name; one of the same name is replaced', async () => {
  const { body } = await mine.post<SavedFilter>('/api/saved-filters', REQUESTS)
  const fields = { state: 'received', q: 'LB' }
  const again = await mine.post<SavedFilter>('/api/saved-filters', { ...REQUESTS, fields })
  assert.equal(again.body.id, body.id)
  assert.deepEqual(await list(operator.actor), [{ ...REQUESTS, fields, id: body.id }])
  assert.deepEqual(await list(operator.actor, 'containers'), [])
})

test('there is one default of a list at the most, and it can be none', async () => {
  const [first] = await list(operator.actor)
  const other = { ...REQUESTS, name: '候补', fields: { state: 'waitlisted' } }
  const { body: second } = await mine.post<SavedFilter>('/api/saved-filters', other)
  const defaults = async () =>
    (await list(operator.actor)).filter(({ isDefault }) => isDefault).map(({ id }) => id)
  assert.deepEqual(await defaults(), [second.id])
  await mine.post(`/api/saved-filters/${first!.id}/default`, { isDefault: true })
  assert.deepEqual(await defaults(), [first!.id])
  await mine.post(`/api/saved-filters/${first!.id}/default`, { isDefault: false })
  assert.deepEqual(await defaults(), [])
  await mine.post(`/api/saved-filters/${second.id}/remove`)
  assert.deepEqual(
    (await list(operator.actor)).map(({ id }) => id),
    [first!.id],
  )
})

test('it is nobody else’s: a colleague finds none, and cannot touch it', async () => {
  const [kept] = await list(operator.actor)
  for (const actor of [colleague, exporter.actor]) {
    assert.deepEqual(await list(actor), [])
    for (const [command, body] of [
      ['default', { isDefault: true }],
      ['remove', {}],
    ] as const) {
      const reply = await http.as(actor).post(`/api/saved-filters/${kept!.id}/${command}`, body)
      assert.deepEqual([reply.status, reply.body['code']], [404, 'identity.filter_absent'])
    }
  }
  assert.equal((await list(operator.actor)).length, 1)
})

test('who only reads keeps filters, too', async () => {
  const reader: Actor = { ...colleague, role: 'viewer' }
  const kept = await http.as(reader).post<SavedFilter>('/api/saved-filters', REQUESTS)
  assert.equal(kept.status, 200)
  assert.deepEqual(await list(reader), [kept.body])
  const removed = await http.as(reader).post(`/api/saved-filters/${kept.body.id}/remove`)
  assert.deepEqual([removed.status, await list(reader)], [200, []])
})

test('a machine keeps none, and nobody keeps more than fit in a list', async () => {
  const machine: Actor = { ...operator.actor, role: 'clerk', memberId: null }
  const refused = await http.as(machine).post('/api/saved-filters', REQUESTS)
  assert.deepEqual([refused.status, refused.body['code']], [403, 'identity.members_only'])
  const names = Array.from({ length: SAVED_FILTERS_MAX + 1 }, (_, index) => `filter ${index}`)
  const replies: number[] = []
  for (const name of names) {
    const body = { ...REQUESTS, screen: 'departures', isDefault: false, name }
    replies.push((await mine.post('/api/saved-filters', body)).status)
  }
  assert.deepEqual(replies, [...names.slice(1).map(() => 200), 409])
})

test('what is no address of a list is refused with its field', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 13 }, (_, index) => [`f${'a'.repeat(index)}`, 'x']),
  )
  for (const fields of [{ 'a b': 'x' }, { state: '' }, { q: 'x'.repeat(101) }, many]) {
    const { status } = await mine.post('/api/saved-filters', { ...REQUESTS, fields })
    assert.equal(status, 422, JSON.stringify(fields))
  }
})
