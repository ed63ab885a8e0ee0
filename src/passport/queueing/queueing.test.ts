// A waiting list in the ledger: entered in its order, chained, verified alone; every change of it is found.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import { newBooking } from '#booking/fixtures.ts'
import { newConsignment, newConsolidation } from '#booking/lcl/lcl-fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { startFollowers } from '#platform/outbox.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import { departureFixture } from '#train/fixtures.ts'
import { openPassport, passportRoutes } from '#passport'
import { verifyLclTurns, verifyTurns } from '#passport/queueing/verify-turns.ts'
import type { ProvenTurn } from '#passport/queueing/waiting-contract.ts'

const clock = testClock()
const database = await testDatabase()
const parties = await organisationsFixture(database)
const dataDir = mkdtempSync(join(tmpdir(), 'landbridge-waiting-'))
const passport = await openPassport({
  database,
  signer: parties.signer,
  clock,
  dataDir,
  publicUrl: 'https://landbridge.example',
})
const followers = await startFollowers(database, passport.followers, (error) => {
  throw error
})
after(async () => {
  await followers.stop()
  await passport.close()
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})
const http = await testHttp(database, { clock })
trainRoutes(http)
bookingRoutes(http)
passportRoutes(http, passport)
const exporter = http.as(parties.exporter.actor)

const ids = randomIds(clock)
const { id } = await departureFixture(database, parties, { now: clock(), ids, capacityTeu: 4 })
const book = async (count: number, inParts: boolean) => {
  const body = {
    ...newBooking(parties, id),
    lines: [{ equipmentType: '45G1', count }],
    cargo: newBooking(parties, id).cargo.slice(1),
    ifFull: { inParts, promotion: 'automatic' },
  }
  return (await exporter.post<{ id: string }>('/api/bookings', body)).body.id
}

async function proof(): Promise<ProvenTurn[]> {
  await followers.settle()
  const path = `/api/departures/${id}/waiting/proof`
  return (await exporter.get<{ items: ProvenTurn[] }>(path)).body.items
}

const first = await book(1, false)
const second = await book(1, false)
await book(2, false)
await book(1, false)
await book(2, true)
await exporter.post(`/api/bookings/${first}/cancel`)
await exporter.post(`/api/bookings/${second}/cancel`)
const turns = await proof()
const { publicKey } = passport.signing.logKey

test('everything that happened stands in the ledger, and nobody was promoted out of turn', () => {
  const told = turns.map(({ content }) => {
    const { place, event } = JSON.parse(content) as { place: number; event: string }
    return `${place} ${event}`
  })
  assert.deepEqual(told, [
    '1 joined',
    '2 joined',
    '3 joined',
    '1 passed',
    '2 promoted',
    '1 passed',
    '3 promoted',
  ])
  assert.deepEqual(verifyTurns(turns, publicKey), [])
})

test('what is changed, left out, put in or signed by another is found', () => {
  const spoilt = (change: (all: ProvenTurn[]) => ProvenTurn[]) =>
    verifyTurns(change(structuredClone(turns)), publicKey)
  const rewritten = spoilt(([one, ...rest]) => [
    { ...one!, content: one!.content.replace('"place":1', '"place":9') },
    ...rest,
  ])
  assert.match(rewritten[0]!, /not the one in the ledger/)
  assert.match(spoilt((all) => all.toSpliced(3, 1)).join(), /does not follow/)
  assert.match(spoilt((all) => [...all, all[0]!]).join(), /does not follow/)
  assert.match(spoilt((all) => all.map((one) => ({ ...one, entry: null })))[0]!, /no entry/)
  assert.match(verifyTurns(turns, new Uint8Array(32).fill(1))[0]!, /not signed by the ledger/)
})

test('a promotion out of turn is found, however well it is signed and chained', () => {
  const events = turns.map(({ content }) => content)
  const without = (index: number) => turns.filter((_, at) => at !== index)
  assert.match(events[3]!, /passed/)
  const found = verifyTurns(without(3), publicKey).join()
  assert.match(found, /place 2 was served before place 1/)
})

test('the list for LCL space stands there, too, chained by itself, and is checked by its own rule', async () => {
  const train = await departureFixture(database, parties, {
    ...{ now: clock(), ids, days: 30, line: 'duisburg' },
  })
  const wait = async (volumeDm3: number) => {
    const lot = { volumeDm3, grossMassKg: 500 }
    const ifFull = { promotion: 'automatic' } as never
    const path = `/api/departures/${train.id}/consignments`
    const made = await exporter.post(path, newConsignment(parties, lot, { ifFull }))
    assert.equal(made.status, 200)
  }
  await wait(20_000)
  await wait(9_000)
  const offered = newConsolidation(parties, { volumeDm3: 10_000 })
  const operator = http.as(parties.operator.actor)
  await operator.post(`/api/departures/${train.id}/consolidations`, offered)
  await followers.settle()
  const path = `/api/departures/${train.id}/lcl-waiting/proof`
  const { items } = (await exporter.get<{ items: ProvenTurn[] }>(path)).body
  const told = items.map(({ content }) => {
    const { place, event } = JSON.parse(content) as { place: number; event: string }
    return `${place} ${event}`
  })
  assert.deepEqual(told, ['1 joined', '2 joined', '1 passed', '2 promoted'])
  assert.deepEqual(verifyLclTurns(items, publicKey), [])
  assert.match(verifyLclTurns(items.toSpliced(2, 1), publicKey).join(), /before place 1/)
  assert.notDeepEqual(verifyTurns(items, publicKey), [])
})
