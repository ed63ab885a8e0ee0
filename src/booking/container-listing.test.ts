// Lists of containers by their state: what is found by index is what a look at every one of them would find, page by page.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { pageContainers } from '#booking/container-listing-store.ts'
import type { ContainerRow } from '#booking/container-store.ts'
import { CustomsStatus, Stage, type ContainerState } from '#booking/contract.ts'
import { bookedContainer } from '#booking/fixtures.ts'
import { statesDueTo } from '#booking/step.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { testDatabase } from '#platform/testing/database.ts'

const database = await testDatabase()
after(() => database.drop())
const now = new Date('2026-03-02T08:00:00Z')
const parties = await organisationsFixture(database, { now, ids: randomIds(() => now) })
const JOURNEYS = ['assign', 'receive', 'stuff', 'declare', 'seal', 'release', 'arrive'] as const
for (const [serial, until] of JOURNEYS.entries())
  await bookedContainer(database, { parties, now, until, serial: serial + 1, boxes: 2 })

type Asked = Omit<Parameters<typeof pageContainers>[2], 'cursor'>

const everyPage = (party: 'operator' | 'exporter', asked: Asked): Promise<ContainerRow[]> =>
  database.question(async (tx) => {
    const { organisationId } = parties[party].actor
    const found: ContainerRow[] = []
    for (let cursor: string | undefined; ;) {
      const page = await pageContainers(tx, organisationId, {
        ...asked,
        ...(cursor !== undefined && { cursor }),
      })
      found.push(...page.items)
      if (page.next === null) return found
      cursor = page.next
    }
  })

const disagreeing = async (): Promise<number | null> => {
  const { rowCount } = await database.pool.query(`select from container_party party
    join container on container.id = party.container_id
    where (party.stage, party.customs, party.held)
      is distinct from (container.stage, container.customs, container.held)`)
  return rowCount
}

test('by stage, by customs status, by both, by what is to be done: the same as out of all', async () => {
  const all = await everyPage('operator', { limit: 200 })
  assert.equal(all.length, 2 * JOURNEYS.length)
  assert.deepEqual(
    all,
    all.toSorted((one, other) => (one.id < other.id ? 1 : -1)),
  )
  const same = async (asked: Omit<Asked, 'limit'>, fits: (row: ContainerRow) => boolean) => {
    for (const limit of [1, 3, 200])
      assert.deepEqual(await everyPage('operator', { ...asked, limit }), all.filter(fits))
  }
  for (const stage of Stage.options) {
    await same({ stage }, (row) => row.stage === stage)
    await same({ stage, customs: 'none' }, (row) => row.stage === stage && row.customs === 'none')
  }
  for (const customs of CustomsStatus.options)
    await same({ customs }, (row) => row.customs === customs)
  for (const kind of ['operator', 'warehouse', 'broker', 'customs', 'rail'] as const) {
    const states = statesDueTo(kind)
    const isDue = (row: ContainerState) =>
      states.some(
        (one) => one.stage === row.stage && one.customs === row.customs && one.held === row.held,
      )
    await same({ states }, isDue)
    await same({ states, stage: 'sealed' }, (row) => row.stage === 'sealed' && isDue(row))
  }
  const { departureId, bookingId, bookingNumber } = all.find((row) => row.stage === 'sealed')!
  await same(
    { departure: departureId, stage: 'sealed' },
    (row) => row.departureId === departureId && row.stage === 'sealed',
  )
  await same({ booking: bookingId }, (row) => row.bookingId === bookingId)
  await same(
    { q: bookingNumber.toLowerCase(), customs: 'none' },
    (row) => row.bookingNumber === bookingNumber && row.customs === 'none',
  )
  assert.deepEqual(await everyPage('exporter', { stage: 'sealed', limit: 200 }), [
    ...all.filter((row) => row.stage === 'sealed'),
  ])
})

test('a right to see a container has its state, which nothing can make another', async () => {
  assert.equal(await disagreeing(), 0)
  await assert.rejects(
    database.pool.query(`update container_party set stage = 'cancelled' where stage = 'arrived'`),
    { code: '23503' },
  )
})

test('rights that stood before they had a state are given their containers’', async () => {
  const migration = await readFile('migrations/0170_container_party_state.sql', 'utf8')
  await database.pool.query(`
    alter table container_party drop column stage, drop column customs, drop column held,
      add foreign key (container_id) references container;
    alter table container drop constraint container_in_state;
    create index container_state on container (stage, customs, id);
    create index container_customs on container (customs, id)`)
  await database.pool.query(migration)
  assert.equal(await disagreeing(), 0)
  assert.equal((await everyPage('operator', { stage: 'arrived', limit: 1 })).length, 1)
})
