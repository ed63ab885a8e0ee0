// Files of departures: out and back the same, each wrong cell named, all of a file or none of it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import { readSpreadsheet, writeCsv, writeWorkbook } from '#platform/spreadsheet.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure } from '#train/contract.ts'
import type { DeparturesRead } from '#train/departure-file-contract.ts'
import { departureFixture, takeSlots } from '#train/fixtures.ts'

const clock = testClock('2026-03-09T00:00:00Z')
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
const parties = await organisationsFixture(database, { now: clock(), ids })
const rivals = await organisationsFixture(database, { now: clock(), ids, tag: 'b' })
const operator = http.as(parties.operator.actor)
const limits = { reeferPlugs: 12, dangerousPlaces: 4 }
const train = await departureFixture(database, parties, { now: clock(), ids, limits })
await departureFixture(database, rivals, { now: clock(), ids, line: 'moscow' })

const readFile = async (bytes: Uint8Array, apply = true, by = operator) => {
  const file = { name: 'departures.xlsx', base64: Buffer.from(bytes).toString('base64') }
  const reply = await by.post<DeparturesRead>('/api/departures/read-file', { file, apply })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body
}
const download = async (path: string, locale = 'en') => {
  const name = Object.values(parties.operator.actor).join('/')
  const headers = { 'x-test-actor': name, 'accept-language': locale }
  return (await http.inject({ method: 'GET', url: path, headers })).rawPayload
}
const OWN = '/api/departures/file.xlsx?own=true'
const [head = [], standing = []] = await readSpreadsheet(await download(OWN))
const column = (heading: string) => head.indexOf(heading)
const rowWith = (cells: Record<string, string>, from = standing) =>
  from.map((cell, at) => cells[head[at]!] ?? cell)
const fresh = (cells: Record<string, string> = {}) =>
  rowWith({
    ...{ 'Departure id': '', Departs: '2026-04-20 18:00', 'Booking cut-off': '2026/4/15 18:00' },
    ...{ 'Documents cut-off': '2026-04-16 18:00', 'Gate-in cut-off': '2026-04-18 18:00' },
    ...{ 'Customs cut-off': '2026-04-19T18:00', 'Loading begins': '2026-04-20 06:00' },
    ...cells,
  })
const csv = (...rows: string[][]) => new TextEncoder().encode(writeCsv([head, ...rows]))
const wrongIn = async (...rows: string[][]) => {
  const { faults, applied, items } = await readFile(csv(...rows))
  assert.deepEqual([applied, items], [false, []])
  return faults.map(({ cell, code }) => `${head[cell.charCodeAt(0) - 65]} ${cell.slice(1)} ${code}`)
}

test('a file has cut-offs and free slots, and comes back the same in every language and both kinds', async () => {
  assert.equal(standing[column('Free, TEU')], String(train.free.teu))
  for (const locale of ['zh', 'en', 'ru'])
    for (const kind of ['xlsx', 'csv']) {
      const path = `/api/departures/file.${kind}?own=true`
      const read = await readFile(await download(path, locale))
      assert.deepEqual(read.faults, [], `${locale} ${kind}`)
      assert.deepEqual(
        read.items.map(({ departureId, action }) => [departureId, action]),
        [[train.id, 'same']],
      )
    }
  const all = await readSpreadsheet(await download('/api/departures/file.csv'))
  assert.equal(all.length, 3, 'those of other operators too')
  const lane = await readSpreadsheet(await download('/api/departures/file.csv?origin=CN-JIAOZHOU'))
  assert.equal(lane.length, 2)
})

test('each wrong cell is named, and nothing of the file is done', async () => {
  assert.deepEqual(
    await wrongIn(
      fresh({ Departs: 'soon', 'Capacity, TEU': '9999' }),
      fresh({ Line: 'no such line' }),
      fresh({ 'Train number': '' }),
    ),
    [
      'Departs 2 train.moment_unclear',
      'Capacity, TEU 2 sheet.not_a_count',
      'Train number 4 sheet.cell_empty',
      'Line 3 train.service_absent',
    ],
  )
  assert.deepEqual(
    await wrongIn(
      fresh(),
      fresh({ 'Train number': 'X9999', 'Gate-in cut-off': '2026-04-19 20:00' }),
      fresh({ 'Train number': 'X9998', Departs: '2026-03-01 18:00' }),
      fresh(),
      rowWith({ 'Train number': 'X1111' }),
      fresh({ 'Departure id': 'dep_00000000000000000000' }),
    ),
    [
      'Train number 5 train.row_repeated',
      'Departure id 7 train.departure_absent',
      'Customs cut-off 3 train.times_out_of_order',
      'Customs cut-off 4 train.times_out_of_order',
      'Train number 6 train.number_stays',
    ].map((line) => line.replace('Customs cut-off 4', 'Departs 4')),
  )
})

test('a file makes and moves trains, all of them; what is sold is never cut into', async () => {
  const made = [fresh(), rowWith({ Departs: standing[column('Departs')]!.replace(/\d\d$/, '30') })]
  const book = await writeWorkbook([{ name: 'x', rows: [head, ...made] }])
  const seen = await readFile(book, false)
  assert.deepEqual(
    seen.items.map(({ action, departureId }) => [action, departureId]),
    [
      ['create', null],
      ['change', train.id],
    ],
  )
  const done = await readFile(book)
  assert.equal(done.applied, true)
  const { body } = await operator.get<Departure>(`/api/departures/${train.id}`)
  assert.equal(body.departsAt.slice(14, 16), '30')
  const { departureId } = done.items[0]!
  const another = await operator.get<Departure>(`/api/departures/${departureId}`)
  assert.equal(another.body.departsAt, '2026-04-20T18:00:00+08:00')
  assert.equal(
    (await readFile(book)).items.every(({ action }) => action === 'same'),
    true,
  )

  await takeSlots(database, train.id, 60, clock())
  assert.deepEqual(await wrongIn(rowWith({ 'Capacity, TEU': '59' }, made[1])), [
    'Capacity, TEU 2 train.below_booked',
  ])
  const rival = await readFile(book, true, http.as(rivals.operator.actor))
  assert.equal(rival.faults[0]?.code, 'train.service_absent')
})
