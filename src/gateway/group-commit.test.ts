// Sharing a commit must not share a fate: who is acknowledged, who is not, and how often the store is asked.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGroupCommit } from '#gateway/group-commit.ts'
import type { Fix, FixStore } from '#gateway/ports.ts'

const fix = (serial: number, deviceId = 'dev_1'): Fix => ({
  deviceId,
  phone: '1',
  serial,
  deviceTime: '2023-05-01T00:00:34+08:00',
  receivedAt: '2023-05-01T00:00:34Z',
  latitude: 0,
  longitude: 0,
  altitudeM: 0,
  speedKmh: 0,
  headingDeg: 0,
  alarm: 0,
  status: 0,
  items: [],
  frame: new Uint8Array(0),
  valid: true,
})

/** A store that refuses some serials and writes down what it was asked. */
function storeRefusing(refused: (serial: number) => boolean) {
  const asked: number[][] = []
  const store: FixStore = {
    async commit(fixes) {
      asked.push(fixes.map(({ serial }) => serial))
      await new Promise(setImmediate)
      if (fixes.some(({ serial }) => refused(serial))) throw new Error('refused')
    },
  }
  return { store, asked }
}

async function offer(store: FixStore, serials: readonly number[]): Promise<readonly number[]> {
  const settled = await Promise.allSettled(serials.map((serial) => store.commit([fix(serial)])))
  return serials.filter((_, index) => settled[index]!.status === 'fulfilled')
}

test('what arrives during a commit goes into the next one, in order', async () => {
  const { store, asked } = storeRefusing(() => false)
  assert.deepEqual(await offer(createGroupCommit(store, 100), [1, 2, 3, 4]), [1, 2, 3, 4])
  assert.deepEqual(asked, [[1], [2, 3, 4]])
})

test('a batch is not larger than the limit, and one offer is never divided', async () => {
  const { store, asked } = storeRefusing(() => false)
  const group = createGroupCommit(store, 2)
  await Promise.all([
    offer(group, [1, 2, 3, 4]),
    group.commit([5, 6, 7].map((serial) => fix(serial))),
  ])
  assert.deepEqual(asked, [[1], [2, 3], [4, 5, 6, 7]])
})

test('a fix the store cannot take costs only its own sender', async () => {
  const { store } = storeRefusing((serial) => serial === 3)
  assert.deepEqual(await offer(createGroupCommit(store, 100), [1, 2, 3, 4, 5]), [1, 2, 4, 5])
})

test('a store that is away is not asked for every fix, and is asked again later', async () => {
  let isAway = true
  const { store, asked } = storeRefusing(() => isAway)
  const group = createGroupCommit(store, 1000)
  assert.deepEqual(
    await offer(
      group,
      Array.from({ length: 500 }, (_, index) => index),
    ),
    [],
  )
  assert.ok(asked.length <= 5, `${asked.length} commits`)
  isAway = false
  assert.deepEqual(await offer(group, [1]), [1])
})

test('a device that floods does not hold up the others: they take turns', async () => {
  const { store, asked } = storeRefusing(() => false)
  const group = createGroupCommit(store, 10)
  const flood = Array.from({ length: 500 }, (_, serial) => group.commit([fix(serial, 'flood')]))
  const others = ['a', 'b', 'c'].map((deviceId) => group.commit([fix(1000, deviceId)]))
  await Promise.all(others)
  const last = asked.findIndex(
    (serials) => serials.filter((serial) => serial === 1000).length === 3,
  )
  assert.ok(last === 1, `the others were in commit ${last}`)
  await Promise.all(flood)
  const order = asked.flat().filter((serial) => serial < 1000)
  assert.deepEqual(
    order,
    order.toSorted((one, other) => one - other),
  )
})
