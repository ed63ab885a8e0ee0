import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { trackedFixture } from '#tracking/fixtures.ts'
import { createFixStore } from '#tracking/gateway-store.ts'
import { createMoves } from '#tracking/moves.ts'
import { positionEvents } from '#tracking/stream.ts'

const database = await testDatabase()
const moves = createMoves(database)
after(async () => {
  moves.close()
  await database.drop()
})
const fixture = await trackedFixture(database)
const { exporter, forwarder } = fixture.parties
const store = createFixStore(database)

let minute = 0
async function move(deviceId: string): Promise<number> {
  minute += 1
  // As far apart as a train can go in a minute.
  const latitude = 40 + minute / 100
  const at = new Date(Date.parse('2026-03-02T00:00:00Z') + minute * 60_000).toISOString()
  await store.commit([
    {
      deviceId,
      serial: minute,
      deviceTime: at,
      receivedAt: at,
      latitude,
      longitude: 100,
      altitudeM: 0,
      speedKmh: 0,
      headingDeg: 0,
      alarm: 0,
      status: 3,
      items: [],
      frame: new Uint8Array(0),
      valid: true,
    },
  ])
  return latitude
}

async function addMoving(entitled: readonly OrganisationId[]): Promise<string> {
  const tracker = await fixture.addTracker()
  const container = await fixture.addContainer(entitled)
  await fixture.bind(tracker.id, container, '2026-03-01T00:00Z')
  return tracker.id
}

interface Told {
  readonly id: string | undefined
  /** Latitudes, which tell the moves apart. */
  readonly snapshot: readonly number[] | null
  readonly moves: readonly number[]
}

/** One party's ear: each turn of `hear` is one chunk of the stream. */
function listen(organisationId: OrganisationId, lastEventId?: string, containerId?: ContainerId) {
  const ended = new AbortController()
  const now = new Date('2026-03-02T08:00:00Z')
  const signal = ended.signal
  const reader = positionEvents(database, moves, {
    organisationId,
    containerId,
    lastEventId,
    now,
    signal,
  })
  return {
    async hear(): Promise<Told> {
      const { value } = await reader.next()
      return parseChunk(value)
    },
    next: () => reader.next(),
    end: () => ended.abort(),
  }
}

function parseChunk(chunk: string): Told {
  let snapshot: number[] | null = null
  const moves: number[] = []
  for (const [, event, json] of chunk.matchAll(/event: (\w+)\ndata: (.+)\n\n/g)) {
    if (event === 'position') moves.push(JSON.parse(json!).latitude)
    else snapshot = JSON.parse(json!).items.map((item: { latitude: number }) => item.latitude)
  }
  return { id: [...chunk.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1], snapshot, moves }
}

test('a snapshot first, then every move, of one’s own containers', async () => {
  const mine = await addMoving([exporter.organisationId])
  const theirs = await addMoving([forwarder.organisationId])
  const first = await move(mine)
  await move(theirs)
  const ear = listen(exporter.organisationId)
  assert.deepEqual((await ear.hear()).snapshot, [first])
  await move(theirs)
  const second = await move(mine)
  assert.deepEqual((await ear.hear()).moves, [second])
  const third = await move(mine)
  assert.deepEqual((await ear.hear()).moves, [third])
  ear.end()
  assert.equal((await ear.next()).done, true)
})

test('one container alone', async () => {
  const tracker = await fixture.addTracker()
  const container = await fixture.addContainer([exporter.organisationId])
  await fixture.bind(tracker.id, container, '2026-03-01T00:00Z')
  const other = await addMoving([exporter.organisationId])
  await move(other)
  const ear = listen(exporter.organisationId, undefined, container)
  assert.deepEqual((await ear.hear()).snapshot, [])
  await move(other)
  const mine = await move(tracker.id)
  assert.deepEqual((await ear.hear()).moves, [mine])
  ear.end()
})

test('who comes back with the last id is told what it missed, and no snapshot', async () => {
  const tracker = await addMoving([exporter.organisationId])
  await move(tracker)
  const before = listen(exporter.organisationId)
  const { id } = await before.hear()
  before.end()
  await move(tracker)
  const missed = await move(tracker)
  const again = listen(exporter.organisationId, id)
  const told = await again.hear()
  assert.equal(told.snapshot, null)
  assert.deepEqual(told.moves, [missed])
  const next = await move(tracker)
  assert.deepEqual((await again.hear()).moves, [next])
  again.end()
})

test('an id that is none of ours begins with a snapshot', async () => {
  for (const strange of ['999999999', 'abc', '-1']) {
    const ear = listen(exporter.organisationId, strange)
    assert.notEqual((await ear.hear()).snapshot, null, strange)
    ear.end()
  }
})

test('a listener that does not read keeps the newest of each container only', async () => {
  const tracker = await addMoving([exporter.organisationId])
  const other = await addMoving([exporter.organisationId])
  const slow = listen(exporter.organisationId)
  const quick = listen(exporter.organisationId)
  await slow.hear()
  await quick.hear()
  // The first chunk after the snapshot is asked for before anything moved, so that the listener is awake.
  const woken = slow.hear()
  const first = await move(tracker)
  assert.deepEqual((await woken).moves, [first])
  await move(tracker)
  await move(other)
  const newest = await move(tracker)
  const otherNewest = await move(other)
  const heard: number[] = []
  while (!heard.includes(otherNewest)) heard.push(...(await quick.hear()).moves)
  assert.deepEqual((await slow.hear()).moves, [newest, otherNewest])
  slow.end()
  quick.end()
})

test('closing ends every stream', async () => {
  const own = createMoves(database)
  const signal = new AbortController().signal
  const { organisationId } = exporter
  const reader = positionEvents(database, own, { organisationId, now: new Date(), signal })
  await reader.next()
  const waiting = reader.next()
  own.close()
  assert.equal((await waiting).done, true)
})
