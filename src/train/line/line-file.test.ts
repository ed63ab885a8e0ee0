// Files of lines: out and back the same, each wrong cell named, all of a file or none of it, and only one's own.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { organisationsFixture } from '#identity/fixtures.ts'
import { randomIds } from '#platform/ids.ts'
import type { Grid } from '#kernel/spreadsheet.ts'
import { readSpreadsheet, writeCsv } from '#platform/spreadsheet.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { trainRoutes } from '#train'
import type { Service } from '#train/contract.ts'
import { departureFixture, newService } from '#train/fixtures.ts'
import type { ServicesRead } from '#train/service-file-contract.ts'

const clock = testClock('2026-03-09T00:00:00Z')
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
const parties = await organisationsFixture(database, { now: clock(), ids })
const rivals = await organisationsFixture(database, { now: clock(), ids, tag: 'b' })
const operator = http.as(parties.operator.actor)
// One line has a train, the other has none; a third is somebody else's.
const { serviceId } = await departureFixture(database, parties, { now: clock(), ids })
const moscow = (await operator.post<Service>('/api/services', newService('moscow', parties))).body
const theirs = newService('hamburg', rivals)
await http.as(rivals.operator.actor).post('/api/services', theirs)

type Row = Grid[number]
const readFile = async (rows: Grid, { apply = true, by = operator } = {}) => {
  const base64 = Buffer.from(writeCsv(rows)).toString('base64')
  const body = { file: { name: 'lines.csv', base64 }, apply }
  return (await by.post<ServicesRead>('/api/services/read-file', body)).body
}
const download = async (kind: string, locale: string) => {
  const name = Object.values(parties.operator.actor).join('/')
  const headers = { 'x-test-actor': name, 'accept-language': locale }
  const url = `/api/services/file.${kind}`
  return readSpreadsheet((await http.inject({ method: 'GET', url, headers })).rawPayload)
}
const lineOf = async (id: string) => (await operator.get<Service>(`/api/services/${id}`)).body
const standing = await download('xlsx', 'en')
const [head = []] = standing
const column = (heading: string) => head.indexOf(heading)
const rowsOf = (names: { en: string }) => standing.filter(([line]) => line === names.en)
const changed = (row: Row, cells: Record<string, string>) =>
  row.map((cell, at) => cells[head[at]!] ?? cell)

test('a file goes out and comes back the same, in every language and both kinds', async () => {
  const stops = (await lineOf(serviceId)).stops.length + moscow.stops.length
  assert.equal(standing.length, 1 + stops)
  assert.equal(standing.filter(([line]) => line === theirs.names.en).length, 0)
  for (const locale of ['zh', 'en', 'ru'])
    for (const kind of ['xlsx', 'csv']) {
      const { items, faults, applied } = await readFile(await download(kind, locale))
      assert.deepEqual([faults, applied], [[], true], `${locale} ${kind}`)
      assert.deepEqual(
        items.map(({ action }) => action),
        ['same', 'same'],
      )
    }
})

test('a file opens a line and changes another, first looked at, then done', async () => {
  const [first = [], ...others] = rowsOf(moscow.names)
  const name = { 'Name in Chinese': '济南—莫斯科二线', 'Name in English': 'Moscow two' }
  const opened = [changed(first, { Line: 'new', ...name }), ...others.slice(-1)].map((row) =>
    changed(row, { Line: 'new' }),
  )
  // Times as people write them, and a station by its alias.
  const last = changed(opened[1]!, { 'After departure': '+11天 06:30', Station: 'москва' })
  const rows = [
    head,
    changed(first, { 'Name in English': 'Renamed, and slower' }),
    ...others.map((row, at) =>
      at === others.length - 1 ? changed(row, { 'After departure': '13d 00:00' }) : row,
    ),
    opened[0]!,
    last,
  ]
  const looked = await readFile(rows, { apply: false })
  assert.deepEqual([looked.faults, looked.applied], [[], false])
  assert.deepEqual((await lineOf(moscow.id)).names, moscow.names)
  const { items, applied } = await readFile(rows)
  assert.ok(applied)
  assert.deepEqual(
    items.map(({ action, stops }) => `${action} ${stops}`),
    [`change ${moscow.stops.length}`, 'create 2'],
  )
  const after = await lineOf(moscow.id)
  assert.equal(after.names.en, 'Renamed, and slower')
  assert.equal(after.stops.at(-1)!.plannedOffsetMinutes, 13 * 24 * 60)
  assert.deepEqual(after.parties, moscow.parties)
  const made = await lineOf(items[1]!.serviceId!)
  assert.deepEqual(made.names, { zh: '济南—莫斯科二线', en: 'Moscow two', ru: moscow.names.ru })
  assert.equal(made.stops[1]!.plannedOffsetMinutes, 11 * 1440 + 390)
  assert.deepEqual(made.parties, moscow.parties)
  // What a file leaves out of a standing line stays: names and parties of its first row may be empty.
  const bare = rows.slice(1, 1 + moscow.stops.length).map((row) => {
    const empty = Object.fromEntries(head.slice(1, 4).map((heading) => [heading, '']))
    const none = { Warehouses: '', 'Customs offices': '', Railways: '' }
    return changed(row, { Line: moscow.id, ...empty, ...none })
  })
  assert.deepEqual(
    (await readFile([head, ...bare])).items.map(({ action }) => action),
    ['same'],
  )
})

test('each wrong cell is named, and nothing of the file is done', async () => {
  const before = await download('csv', 'en')
  const wrongIn = async (...rows: Row[]) => {
    const { faults, applied, items } = await readFile([head, ...rows])
    assert.deepEqual([applied, items], [false, []])
    return faults.map(
      ({ cell, code }) => `${head[cell.charCodeAt(0) - 65]} ${cell.slice(1)} ${code}`,
    )
  }
  const tashkent = (await lineOf(serviceId)).names
  const [first = [], second = [], ...rest] = rowsOf(tashkent)
  const fresh = (row: Row, cells = {}) => changed(row, { Line: 'fresh', ...cells })
  const cells = [
    changed(second, { 'After departure': '5 12:00' }),
    changed(second, { 'After departure': '61d 00:00', 'Gauge it leaves on, mm': '1067' }),
    changed(second, { Station: 'Nowhere' }),
  ]
  assert.deepEqual(await wrongIn(first, ...cells), [
    'After departure 3 train.after_departure_unclear',
    'After departure 4 train.after_departure_unclear',
    'Gauge it leaves on, mm 4 train.gauge_unclear',
    'Station 5 station.unknown',
  ])
  // Trains run on it: it keeps its stations.
  assert.deepEqual(await wrongIn(first, ...rest), ['Station 2 train.stations_in_use'])
  assert.deepEqual(await wrongIn(fresh(first)), ['Station 2 train.stop_count'])
  const noNames = { 'Name in Russian': '', Railways: '' }
  assert.deepEqual(await wrongIn(fresh(first, noNames), fresh(second, { Warehouses: 'Any' })), [
    'Warehouses 3 train.cell_unused',
    'Name in Russian 2 sheet.cell_empty',
    'Railways 2 sheet.cell_empty',
  ])
  // A warehouse is no railway, and a stranger is nobody.
  const warehouse = first[column('Warehouses')]!
  const unsuitable = fresh(first, { Railways: `${warehouse}; X`, 'Customs offices': 'Nobody' })
  assert.deepEqual(await wrongIn(unsuitable, fresh(second)), [
    'Customs offices 2 train.party_unsuitable',
    'Railways 2 train.party_unsuitable',
  ])
  const early = fresh(second, { 'After departure': '0d 00:00' })
  assert.deepEqual(await wrongIn(fresh(first), early), [
    'After departure 3 train.stops_out_of_order',
  ])
  const twice = fresh(second, { Station: first[column('Station')]! })
  assert.deepEqual(await wrongIn(fresh(first), twice), ['Station 3 train.stop_repeated'])
  const gauge = fresh(second, { 'Gauge it leaves on, mm': '1520 mm' })
  assert.deepEqual(await wrongIn(fresh(first), gauge), [
    'Gauge it leaves on, mm 3 train.gauge_impossible',
  ])
  assert.deepEqual(await download('csv', 'en'), before)
})

test('a name that two lines have opens no third, and somebody else’s line is not found', async () => {
  const body = { ...newService('duisburg', parties), names: theirs.names }
  const [one, two] = [
    (await operator.post<Service>('/api/services', body)).body,
    (await operator.post<Service>('/api/services', body)).body,
  ]
  const rows = await download('csv', 'en')
  assert.deepEqual(
    new Set(rows.map(([line]) => line).filter((line) => line!.startsWith('svc_'))),
    new Set([one.id, two.id]),
  )
  assert.deepEqual((await readFile(rows)).faults, [])
  const named = rows
    .filter(([line]) => line === one.id)
    .map((row) => [body.names.en, ...row.slice(1)])
  const codes = async (by: typeof operator, line: string) => {
    const asked = named.map((row) => [line, ...row.slice(1)])
    return (await readFile([head, ...asked], { by })).faults.map(({ code }) => code)
  }
  assert.deepEqual(await codes(operator, body.names.en), ['train.line_ambiguous'])
  assert.deepEqual(await codes(http.as(rivals.operator.actor), one.id), ['train.service_absent'])
})
