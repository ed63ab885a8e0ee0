// Changing lines and trains over HTTP, a weekly series, and everyone who must be refused.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure, Service } from '#train/contract.ts'
import { departureFixture, takeSlots, newService } from '#train/fixtures.ts'
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
const rival = http.as(rivals.operator.actor)

type Refusable<T> = T & { code?: string; facts?: Record<string, unknown>; detail?: string }
const times = (days: number) => timesBefore(now.getTime() + days * DAY_MS)
const openLine = async () =>
  (await operator.post<Service>('/api/services', newService('tashkent', parties))).body
const changeLine = (id: string, body: object, by = operator) =>
  by.post<Refusable<Service>>(`/api/services/${id}/change`, body)
const weekly = (serviceId: string, days: number, weeks: number, changes: object = {}) =>
  operator.post<Refusable<{ items: Departure[] }>>('/api/departures/weekly', {
    ...{ serviceId, trainNumber: 'X9031', capacityTeu: 110, weeks },
    ...times(days),
    ...changes,
  })

test('a line without trains changes its way; with trains, its names, times and parties only', async () => {
  const line = await openLine()
  const { names, stops, parties: named } = line
  const body = { names: { ...names, en: 'Qilu, shortened' }, stops: stops.slice(0, -1) }
  const short = await changeLine(line.id, { ...body, parties: named })
  assert.equal(short.body.names.en, 'Qilu, shortened')
  assert.equal(short.body.stops.at(-1)!.station, stops.at(-2)!.station)
  const summary = await operator.get<{ items: Service[] }>('/api/services')
  const [listed] = summary.body.items.filter(({ id }) => id === line.id)
  assert.equal((listed as unknown as Departure['service']).destination, 'KZ-SARYAGASH')

  assert.equal((await weekly(line.id, 12, 2)).status, 200)
  const longer = await changeLine(line.id, { names, stops, parties: named })
  assert.deepEqual([longer.status, longer.body.code], [409, 'train.stations_in_use'])
  const slower = body.stops.map((stop, index) => ({
    ...stop,
    plannedOffsetMinutes: stop.plannedOffsetMinutes + index * 60,
  }))
  const railIds = [parties.rail.organisationId, rivals.rail.organisationId]
  const changed = await changeLine(line.id, {
    ...{ names, stops: slower, parties: { ...named, railIds } },
  })
  assert.equal(changed.status, 200)
  assert.deepEqual(changed.body.stops, slower)
  assert.deepEqual(changed.body.parties.railIds, railIds.toSorted())
})

test('a line is changed by its operator alone, and never into what it could not be opened as', async () => {
  const line = await openLine()
  assert.equal((await changeLine(line.id, line, rival)).body.code, 'train.not_your_service')
  const exporter = http.as(parties.exporter.actor)
  assert.equal((await changeLine(line.id, line, exporter)).status, 403)
  const backwards = { ...line, stops: line.stops.toReversed() }
  assert.equal((await changeLine(line.id, backwards)).body.code, 'train.stops_out_of_order')
  const { body } = await operator.get<{ items: Service[] }>(
    `/api/services?operator=${rivals.operator.organisationId}`,
  )
  assert.deepEqual(body.items, [])
  assert.equal((await changeLine('svc_00000000000000000000', line)).status, 404)
})

test('a weekly series: the same local time, all or none', async () => {
  const line = await openLine()
  const made = await weekly(line.id, 20, 4)
  assert.equal(made.body.items.length, 4)
  const [first, ...later] = made.body.items as [Departure, ...Departure[]]
  for (const [index, departure] of later.entries()) {
    const apart = Date.parse(departure.departsAt) - Date.parse(first.departsAt)
    assert.equal(apart, (index + 1) * 7 * DAY_MS)
    assert.equal(departure.bookingCutoffAt.slice(11), first.bookingCutoffAt.slice(11))
  }
  const again = await weekly(line.id, 13, 3)
  assert.deepEqual([again.status, again.body.code], [409, 'train.number_taken'])
  assert.equal(again.body.facts?.['date'], first.departsAt.slice(0, 10))
  const { body } = await operator.get<{ items: Departure[] }>(`/api/departures?service=${line.id}`)
  assert.equal(body.items.length, 4, 'the train of the first week is not left either')
  assert.equal((await weekly(line.id, 60, 27)).status, 422)
})

test('a train’s times and capacity change, but not below what is booked', async () => {
  const train = await departureFixture(database, parties, { now, ids: serialIds(), days: 30 })
  const change = (body: object, by = operator) =>
    by.post<Refusable<Departure>>(`/api/departures/${train.id}/change`, body)
  await takeSlots(database, train.id, 40, now)
  const later = times(33)
  const changed = await change({ ...later, capacityTeu: 40 })
  assert.equal(changed.status, 200)
  assert.deepEqual(
    [changed.body.departsAt, changed.body.gateInCutoffAt, changed.body.freeTeu],
    [later.departsAt, later.gateInCutoffAt, 0],
  )
  const tight = await change({ ...later, capacityTeu: 39 })
  assert.deepEqual([tight.status, tight.body.code], [409, 'train.below_booked'])
  assert.deepEqual([tight.body.facts?.['field'], tight.body.facts?.['taken']], ['capacityTeu', 40])
  const turned = await change({ ...later, capacityTeu: 40, bookingCutoffAt: times(40).departsAt })
  assert.equal(turned.body.code, 'train.times_out_of_order')
  assert.equal(
    (await change({ ...later, capacityTeu: 40 }, rival)).body.code,
    'train.not_your_service',
  )
  const { body } = await operator.get<Departure>(`/api/departures/${train.id}`)
  assert.deepEqual([body.capacityTeu, body.departsAt], [40, later.departsAt])
})

test('a limit left out of a change stays; null takes it away; none goes below what is booked', async () => {
  const line = await openLine()
  const limits = { grossKgMax: 900_000, wagonKgMax: 58_000, reeferPlugs: 12, dangerousPlaces: 4 }
  const made = await weekly(line.id, 50, 2, { trainNumber: 'X9047', ...limits })
  const [first] = made.body.items as [Departure]
  const limitsOf = ({ grossKgMax, wagonKgMax, reeferPlugs, dangerousPlaces }: Departure) => ({
    ...{ grossKgMax, wagonKgMax, reeferPlugs, dangerousPlaces },
  })
  const change = async (body: object) => {
    const changed = await operator.post<Refusable<Departure>>(
      `/api/departures/${first.id}/change`,
      { ...times(50), ...body },
    )
    assert.equal(changed.status, 200)
    return changed.body
  }
  const longer = await change({ capacityTeu: 120 })
  assert.deepEqual(limitsOf(longer), limits)
  assert.deepEqual(longer.free, { teu: 120, grossKg: 900_000, plugs: 12, dangerousPlaces: 4 })
  const fewer = await change({ capacityTeu: 120, reeferPlugs: 6 })
  assert.deepEqual(limitsOf(fewer), { ...limits, reeferPlugs: 6 })
  const lifted = await change({ capacityTeu: 100, grossKgMax: null, reeferPlugs: null })
  assert.deepEqual([lifted.grossKgMax, lifted.reeferPlugs], [3_050_000, 100])
  const longest = await change({ capacityTeu: 110 })
  assert.deepEqual([longest.grossKgMax, longest.reeferPlugs], [3_355_000, 110], 'it has none still')
  assert.deepEqual([longest.wagonKgMax, longest.dangerousPlaces], [58_000, 4])

  await takeSlots(database, first.id, 2, now)
  const light = await operator.post<Refusable<Departure>>(`/api/departures/${first.id}/change`, {
    ...{ ...times(50), capacityTeu: 110, grossKgMax: 1 },
  })
  assert.deepEqual([light.status, light.body.code], [409, 'train.below_booked'])
  assert.deepEqual(
    [light.body.facts?.['field'], light.body.facts?.['taken']],
    ['grossKgMax', 20_000],
  )
})

test('a train does not move onto a day on which its number runs already', async () => {
  const line = await openLine()
  const made = await weekly(line.id, 40, 2)
  const [first, second] = made.body.items as [Departure, Departure]
  const { capacityTeu } = first
  const moved = await operator.post<Refusable<Departure>>(`/api/departures/${first.id}/change`, {
    ...times(47),
    capacityTeu,
  })
  assert.deepEqual([moved.status, moved.body.code], [409, 'train.number_taken'])
  assert.equal(moved.body.facts?.['date'], second.departsAt.slice(0, 10))
})

test('the same request twice under one key makes one series', async () => {
  const line = await openLine()
  const body = {
    ...{ serviceId: line.id, trainNumber: 'X7001', capacityTeu: 50, weeks: 3 },
    ...times(15),
  }
  const key = { 'idempotency-key': 'weekly-series-1' }
  const first = await operator.post<{ items: Departure[] }>('/api/departures/weekly', body, key)
  const second = await operator.post<{ items: Departure[] }>('/api/departures/weekly', body, key)
  assert.deepEqual(
    second.body.items.map(({ id }) => id),
    first.body.items.map(({ id }) => id),
  )
})

function serialIds() {
  let serial = 0
  return (prefix: string) => `${prefix}_${String((serial += 1)).padStart(20, '0')}`
}
