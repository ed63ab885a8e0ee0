// Lines and departures over HTTP: opening, scheduling, searching, and everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure, Service } from '#train/contract.ts'
import { newService } from '#train/fixtures.ts'
import { timesBefore } from '#train/train.ts'

const DAY_MS = 86_400_000
const clock = testClock()
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
const now = clock()
const parties = await organisationsFixture(database, { now })
const rivals = await organisationsFixture(database, { now, tag: 'b' })
const operator = http.as(parties.operator.actor)
const exporter = http.as(parties.exporter.actor)

interface Page {
  readonly items: Departure[]
  readonly next: string | null
}
const openLine = (line: 'tashkent' | 'duisburg') =>
  operator.post<Service>('/api/services', newService(line, parties))
const tashkent = (await openLine('tashkent')).body
const duisburg = (await openLine('duisburg')).body

const schedule = (serviceId: string, days: number, changes: object = {}) =>
  operator.post<Departure & { code?: string; facts?: { field: string } }>('/api/departures', {
    serviceId,
    trainNumber: 'X9031',
    capacityTeu: 110,
    ...timesBefore(now.getTime() + days * DAY_MS),
    ...changes,
  })
const list = async (query: string) => (await exporter.get<Page>(`/api/departures?${query}`)).body
const daysOf = (page: Page) =>
  page.items.map((item) => Math.round((Date.parse(item.departsAt) - now.getTime()) / DAY_MS))

test('an operator opens a line; its parties read it whole, others its stops', async () => {
  assert.equal(tashkent.operatorId, parties.operator.organisationId)
  assert.equal(tashkent.stops[0]!.station, 'CN-DONGJIA')
  const warehouse = http.as(parties.warehouse.actor)
  assert.equal((await warehouse.get(`/api/services/${tashkent.id}`)).status, 200)
  for (const stranger of [parties.exporter, rivals.operator, rivals.warehouse]) {
    const answer = await http.as(stranger.actor).get(`/api/services/${tashkent.id}`)
    assert.equal(answer.body['code'], 'train.service_absent')
  }
  const { body } = await exporter.get<{ items: object[] }>('/api/services')
  assert.equal(body.items.length, 2)
  assert.ok(body.items.every((item) => !('parties' in item)))
})

test('a line is refused with unknown stations, stops out of order, or parties of another kind', async () => {
  const line = newService('tashkent', parties)
  const post = (changes: object) => operator.post('/api/services', { ...line, ...changes })
  const [first, second] = line.stops
  assert.equal((await post({ stops: [first] })).body['code'], 'http.invalid')
  const nowhere = await post({ stops: [first, { ...second, station: 'Atlantis' }] })
  assert.match(JSON.stringify(nowhere.body), /station\.unknown/)
  const turned = await post({ stops: [first, { ...second, plannedOffsetMinutes: 0 }] })
  assert.equal(turned.body['code'], 'train.stops_out_of_order')
  const railIds = [parties.warehouse.organisationId]
  const unsuitable = await post({ parties: { ...line.parties, railIds } })
  assert.equal(unsuitable.body['code'], 'train.party_unsuitable')
  assert.equal((await exporter.post('/api/services', line)).status, 403)
})

test('departures: scheduled, soonest first, searched, paged', async () => {
  const made = await schedule(tashkent.id, 12)
  assert.equal(made.status, 200)
  assert.match(made.body.departsAt, /\+08:00$/, 'by the clock of the first stop')
  assert.deepEqual([made.body.freeTeu, made.body.bookable], [110, true])
  for (const days of [9, 20, 3]) assert.equal((await schedule(tashkent.id, days)).status, 200)
  assert.equal((await schedule(duisburg.id, 10, { trainNumber: 'X8155' })).status, 200)

  assert.deepEqual(daysOf(await list('')), [3, 9, 10, 12, 20])
  assert.deepEqual(daysOf(await list('destination=UZ-CHUKURSAY')), [3, 9, 12, 20])
  assert.deepEqual(daysOf(await list('destination=Małaszewicze')), [10], 'by name, on the way')
  assert.deepEqual(daysOf(await list('destination=CN-DONGJIA')), [], 'the first stop is none')
  assert.deepEqual(daysOf(await list('origin=CN-DONGJIA&bookable=true')), [9, 10, 12, 20])
  assert.deepEqual(daysOf(await list(`service=${duisburg.id}`)), [10])
  const from = new Date(now.getTime() + 9.5 * DAY_MS).toISOString()
  const to = new Date(now.getTime() + 15 * DAY_MS).toISOString()
  assert.deepEqual(daysOf(await list(`from=${from}&to=${to}`)), [10, 12])

  const first = await list('limit=2')
  const second = await list(`limit=2&cursor=${first.next}`)
  const third = await list(`limit=2&cursor=${second.next}`)
  assert.deepEqual([first, second, third].flatMap(daysOf), [3, 9, 10, 12, 20])
  assert.equal(third.next, null)
})

test('a departure is refused out of order, in the past, twice, or on another’s line', async () => {
  const late = new Date(now.getTime() + 40 * DAY_MS).toISOString()
  const turned = await schedule(tashkent.id, 30, { gateInCutoffAt: late })
  assert.equal(turned.body.code, 'train.times_out_of_order')
  assert.equal(turned.body.facts?.field, 'releaseCutoffAt')
  assert.equal((await schedule(tashkent.id, -1)).body.code, 'train.departs_in_past')
  assert.equal((await schedule(tashkent.id, 12)).body.code, 'train.number_taken')
  const body = { ...(await schedule(tashkent.id, 31)).body, trainNumber: 'X1' }
  const rival = http.as(rivals.operator.actor)
  const stolen = await rival.post('/api/departures', { ...body, trainNumber: 'X7777' })
  assert.equal(stolen.body['code'], 'train.not_your_service')
  assert.equal((await rival.get('/api/departures/dep_00000000000000000000')).status, 404)
  assert.equal((await http.as(null).get('/api/departures')).status, 401)
})
