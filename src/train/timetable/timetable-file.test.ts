// Files of timetables: out and back the same, each wrong cell named, all of a file or none of it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { readSpreadsheet, writeCsv, writeWorkbook } from '#platform/spreadsheet.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Departure, Service } from '#train/contract.ts'
import { newService, newTimetable } from '#train/fixtures.ts'
import type { Timetable, TimetablesRead } from '#train/timetable-contract.ts'

const clock = testClock('2026-03-09T00:00:00Z')
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http, { daysAhead: 28 })
const parties = await organisationsFixture(database, { now: clock() })
const rivals = await organisationsFixture(database, { now: clock(), tag: 'b' })
const operator = http.as(parties.operator.actor)

const openLine = async (name: string) => {
  const names = { zh: name, en: name, ru: name }
  const body = { ...newService('tashkent', parties), names }
  return (await operator.post<Service>('/api/services', body)).body
}
const open = async (serviceId: string, changes: object = {}) => {
  const body = { ...newTimetable(serviceId), ...changes }
  return (await operator.post<{ timetable: Timetable }>('/api/timetables', body)).body.timetable
}
const readFile = async (bytes: Uint8Array, apply = true, by = operator) => {
  const file = { name: 'timetables.xlsx', base64: Buffer.from(bytes).toString('base64') }
  return (await by.post<TimetablesRead>('/api/timetables/read-file', { file, apply })).body
}
const download = async (path: string, locale: string) => {
  const name = Object.values(parties.operator.actor).join('/')
  const headers = { 'x-test-actor': name, 'accept-language': locale }
  return (await http.inject({ method: 'GET', url: path, headers })).rawPayload
}

test('a file goes out and comes back the same, in every language and both kinds', async () => {
  const line = await openLine('filed')
  const { id } = await open(line.id, {
    validUntil: '2026-12-31',
    weekdays: [1, 4],
    onHolidays: 'stays',
    ...{ grossKgMax: 2_000_000, wagonKgMax: 60_000, reeferPlugs: 12, dangerousPlaces: 4 },
  })
  for (const exception of [
    { kind: 'does_not_run', from: '2026-05-01', until: '2026-05-05', reason: '=五一; "假"' },
    { kind: 'also_runs', from: '2026-05-02', until: '2026-05-02', departsClock: '23:10' },
    { kind: 'other_times', from: '2026-06-01', until: '2026-06-01', capacityTeu: 50 },
  ]) {
    const body = { departsClock: null, capacityTeu: null, reason: null, ...exception }
    assert.equal((await operator.post(`/api/timetables/${id}/exceptions`, body)).status, 200)
  }
  await open(line.id, { name: 'named days only', weekdays: [], trainNumber: 'X9100' })
  for (const locale of ['zh', 'en', 'ru'])
    for (const kind of ['xlsx', 'csv']) {
      const read = await readFile(await download(`/api/timetables/file.${kind}`, locale))
      assert.deepEqual(read.faults, [], `${locale} ${kind}`)
      const said = read.items.map(
        ({ name, action, exceptions }) => `${name} ${action} ${exceptions}`,
      )
      assert.deepEqual(new Set(said), new Set(['Winter same 3', 'named days only same 0']))
      assert.deepEqual([read.laid?.made, read.laid?.cancelled, read.laid?.changed], [0, 0, 0])
    }
})

const filed = await openLine('from a file')
const [head = []] = await readSpreadsheet(
  await download(`/api/timetables/file.xlsx?service=${filed.id}`, 'en'),
)
const row = (cells: Record<string, string>) => head.map((heading) => cells[heading] ?? '')
const cell = (heading: string, number: number) =>
  `${String.fromCharCode(65 + head.indexOf(heading))}${number}`
const WEEK = {
  Line: 'from a file',
  Timetable: 'Summer',
  Row: 'By the week',
  'Train number': 'x9200',
  From: '2026/4/1',
  Weekdays: 'Mon, Thu',
  Departs: '8:05',
  'Booking cut-off': 'D-5 18:00',
  'Documents cut-off': '4 17:00',
  'Gate-in cut-off': '-2 20:00',
  'Customs cut-off': 'D-1 16:00',
  'Loading begins': 'D-0 01:00',
  'Capacity, TEU': '100',
}

test('each wrong cell is named, and nothing of the file is done', async () => {
  const of = (name: string, kind: string) => ({ Line: 'from a file', Timetable: name, Row: kind })
  const rows = [
    head,
    row({ ...WEEK, Weekdays: 'Mon, Day', 'Booking cut-off': 'soon', 'Capacity, TEU': '9999' }),
    row({ ...WEEK, Timetable: 'B', Line: 'no such line' }),
    row({ ...WEEK, Timetable: 'C', 'Documents cut-off': 'D-6 09:00' }),
    row({ ...of('D', 'Also runs'), From: '2026-05-02' }),
    row({ ...WEEK, Timetable: 'E', Departs: '' }),
    row({ ...WEEK, Timetable: 'F' }),
    row({ ...of('F', 'Does not run'), From: '2026-05-04', Weekdays: '1' }),
    row({ ...of('F', '停运'), From: '2026-02-30' }),
  ]
  const refused = await readFile(new TextEncoder().encode(writeCsv(rows)))
  assert.deepEqual([refused.applied, refused.items, refused.laid], [false, [], null])
  const said = refused.faults.map((fault) => `${fault.cell} ${fault.code}`)
  assert.deepEqual(
    new Set(said),
    new Set([
      `${cell('Weekdays', 2)} train.weekdays_unclear`,
      `${cell('Booking cut-off', 2)} train.cut_off_unclear`,
      `${cell('Capacity, TEU', 2)} sheet.not_a_count`,
      `${cell('Line', 3)} train.service_absent`,
      `${cell('Documents cut-off', 4)} train.times_out_of_order`,
      `${cell('Row', 5)} train.pattern_missing`,
      `${cell('Departs', 6)} sheet.cell_empty`,
      `${cell('Weekdays', 8)} train.cell_unused`,
      `${cell('From', 9)} day.no_such_day`,
    ]),
  )
  const order = refused.faults.find(({ code }) => code === 'train.times_out_of_order')
  assert.match(order!.detail, /Documents cut-off/)
})

test('a file opens and changes timetables, all of them', async () => {
  const exception = {
    ...{ Line: 'from a file', Timetable: 'summer', Row: 'Does not run' },
    ...{ From: '2026-04-06', Until: '2026-04-09' },
  }
  const good = await writeWorkbook([{ name: 'x', rows: [head, row(WEEK), row(exception)] }])
  const seen = await readFile(good, false)
  assert.deepEqual([seen.applied, seen.items[0]?.action, seen.laid], [false, 'create', null])
  assert.deepEqual(await trainsOf(filed.id), [])
  const done = await readFile(good)
  const trains = await trainsOf(filed.id)
  assert.deepEqual([done.applied, done.laid?.made], [true, trains.length])
  assert.deepEqual(
    trains.map(({ trainNumber, departsAt }) => `${trainNumber} ${departsAt.slice(0, 16)}`),
    ['X9200 2026-04-02T08:05'],
    'the week of the exception has none',
  )
  assert.equal((await readFile(good)).items[0]?.action, 'same')
  const fewer = [head, row({ ...WEEK, 'Capacity, TEU': '80' })]
  const changed = await readFile(await writeWorkbook([{ name: 'x', rows: fewer }]))
  assert.equal(changed.items[0]?.action, 'change')
  assert.deepEqual(
    (await trainsOf(filed.id)).map(({ capacityTeu }) => capacityTeu),
    [80, 80],
    'the exception is gone, and the places are fewer',
  )
  const another = await readFile(good, true, http.as(rivals.operator.actor))
  assert.equal(another.faults[0]?.code, 'train.service_absent')
})

async function trainsOf(serviceId: string): Promise<Departure[]> {
  const path = `/api/departures?service=${serviceId}&limit=200`
  const { body } = await operator.get<{ items: Departure[] }>(path)
  return body.items.filter(({ state }) => state === 'scheduled')
}
