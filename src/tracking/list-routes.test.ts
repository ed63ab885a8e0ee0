// An agent's list over HTTP: read, shown with what is wrong, taken once, remembered; and who may see what of it.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { bookedContainer, testContainerNumber } from '#booking/fixtures.ts'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Actor } from '#kernel/organisation.ts'
import { writeWorkbook } from '#platform/spreadsheet.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { createFixStore } from '#tracking/gateway-store.ts'
import type { ListMapping, ListRead, ListTaken } from '#tracking/list-contract.ts'
import type { LivePosition, Track } from '#tracking/contract.ts'
import { trackingRoutes } from '#tracking/routes.ts'

const database = await testDatabase()
after(() => database.drop())
const parties = await organisationsFixture(database)
const { operator, exporter, rail } = parties
const clock = testClock('2026-05-02T00:00:00Z')
const http = await testHttp(database, { clock })
trackingRoutes(http)

/** A box of these parties' own, by its serial. */
const book = async (serial: number, of: typeof parties = parties) =>
  (await bookedContainer(database, { parties: of, serial, boxes: 1, until: 'assign' })).containerId
const [FIRST, SECOND, THIRD, STRANGE] = [1, 2, 3, 4].map(testContainerNumber) as unknown as [
  string,
  string,
  string,
  string,
]
const first = await book(1)
const second = await book(2)
const third = await book(3)
const strangers = await organisationsFixture(database, { tag: 'b' })
await book(4, strangers)

async function ask<Reply>(
  actor: Actor,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Reply> {
  const by = http.as(actor)
  const reply = await (method === 'GET' ? by.get(`/api${path}`) : by.post(`/api${path}`, body))
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
  return reply.body as Reply
}

const OPERATOR = '测试operator（a）'
const HEAD = ['序号', '箱 号', '动态时间', '当前车站', '状态', '备注']
const ROWS = [
  HEAD,
  ['1', FIRST, '2026-05-01 08:30', '阿拉山口站', '已过境', '等待换装'],
  ['2', SECOND.toLowerCase(), '5月1日 09：00', 'ст.Достык-эксп', 'в пути', ''],
  ['3', THIRD, '2026-05-01 10:00', 'Dostik', '在途', ''],
  ['4', STRANGE, '2026-05-01 10:00', '霍尔果斯', '', ''],
  [
    '5',
    `${FIRST.slice(0, 10)}${(Number(FIRST.at(-1)) + 1) % 10}`,
    '2026-05-01 10:00',
    '霍尔果斯',
    '',
    '',
  ],
  ['6', THIRD, '2026-05-09 10:00', '霍尔果斯', '', ''],
  ['合计', '', '', '', '', '6'],
]

const byId = (one: readonly unknown[], other: readonly unknown[]) =>
  String(one[0]) < String(other[0]) ? -1 : 1
const workbook = async (rows: readonly (readonly string[])[], name = '动态.xlsx') => {
  const bytes = await writeWorkbook([{ name: 'list', rows: [['每日动态 2026-05-01'], ...rows] }])
  return { bytes, file: { name, base64: Buffer.from(bytes).toString('base64') } }
}
const read = (actor: Actor, body: object) =>
  ask<ListRead>(actor, 'POST', '/position-lists/read', body)
const take = (actor: Actor, body: object) => ask<ListTaken>(actor, 'POST', '/position-lists', body)

const { bytes, file } = await workbook(ROWS)
let mapping: ListMapping

test('a sheet nobody has seen is read by its headings, and each wrong row is told with its cell and reason', async () => {
  const told = await read(operator.actor, { file })
  mapping = told.mapping
  assert.deepEqual(told.mapping, {
    headingRow: 2,
    columns: { container: 1, time: 2, place: 3, status: 4, remarks: 5 },
    zone: 'station',
    dayFirst: false,
  })
  assert.deepEqual(
    [told.mappingFrom, told.lacking, told.kept, told.known, told.refused],
    ['headings', [], 2, 0, 4],
  )
  assert.equal(told.sha256, createHash('sha256').update(bytes).digest('hex'))
  assert.deepEqual(
    told.rows.map(({ row, at, station, precision, status }) => [
      row,
      at,
      station,
      precision,
      status,
    ]),
    [
      [3, '2026-05-01T00:30:00.000Z', 'CN-ALASHANKOU', 'station', '已过境'],
      [4, '2026-05-01T04:00:00.000Z', 'KZ-DOSTYK', 'station', 'в пути'],
    ],
  )
  assert.deepEqual(
    told.faults.map(({ row, cell, column, code }) => [row, cell, column, code]),
    [
      [5, 'D5', '当前车站', 'list.station_unknown'],
      [6, 'B6', '箱 号', 'list.container_absent'],
      [7, 'B7', '箱 号', 'container_number.check_digit'],
      [8, 'C8', '动态时间', 'list.in_the_future'],
    ],
  )
  assert.deepEqual(
    told.unknownStations.map(({ typed, rows, suggestions }) => [typed, rows, suggestions[0]]),
    [['Dostik', 1, 'KZ-DOSTYK']],
  )
  const { rows } = await database.pool.query('select 1 from listed_position')
  assert.equal(rows.length, 0, 'reading takes nothing')
})

test('the good rows are taken with whose they are, from which file, how exact; the map and the track show them', async () => {
  const taken = await take(operator.actor, {
    file,
    mapping,
    stations: [{ typed: 'Dostik', station: 'KZ-DOSTYK' }],
  })
  assert.deepEqual([taken.kept, taken.known, taken.refused], [3, 0, 3])
  assert.equal(taken.list!.sha256, createHash('sha256').update(bytes).digest('hex'))
  const { items } = await ask<{ items: LivePosition[] }>(exporter.actor, 'GET', '/positions')
  assert.deepEqual(
    items
      .map(({ containerId, precision, trackerId, listedBy, near }) => [
        containerId,
        precision,
        trackerId,
        listedBy?.zh,
        near.station,
      ])
      .toSorted(byId),
    [
      [first, 'station', null, OPERATOR, 'CN-ALASHANKOU'],
      [second, 'station', null, OPERATOR, 'KZ-DOSTYK'],
      [third, 'station', null, OPERATOR, 'KZ-DOSTYK'],
    ].toSorted(byId),
  )
  const track = await ask<Track>(exporter.actor, 'GET', `/containers/${first}/track`)
  assert.deepEqual(
    track.points.map(({ deviceTime, precision }) => [deviceTime, precision]),
    [['2026-05-01T00:30:00.000Z', 'station']],
  )
})

test('the same list twice gives nothing twice, whatever the file is called', async () => {
  for (const name of ['动态.xlsx', 'again.xlsx']) {
    const again = await take(operator.actor, { file: { ...file, name }, mapping })
    assert.deepEqual([again.list, again.kept, again.known, again.refused], [null, 0, 3, 3])
  }
  const { items } = await ask<{ items: object[] }>(operator.actor, 'GET', '/position-lists')
  assert.equal(items.length, 1)
})

test('columns and names are remembered by whose and by the sheet’s headings, and by nobody else', async () => {
  const moved = { ...mapping, zone: 'Europe/Moscow', columns: { ...mapping.columns, remarks: 0 } }
  const early = await workbook([HEAD, ['1', THIRD, '2026-05-01 06:00', '精河', '', '']])
  await take(operator.actor, { file: early.file, mapping: moved })
  const next = await workbook([HEAD, ['1', THIRD, '2026-05-01 20:00', 'DOSTIK', '', '']])
  const told = await read(operator.actor, { file: next.file })
  assert.deepEqual([told.mappingFrom, told.mapping], ['remembered', moved])
  assert.deepEqual([told.kept, told.rows[0]!.at], [1, '2026-05-01T17:00:00.000Z'])
  const others = await read(rail.actor, { file: next.file })
  assert.deepEqual([others.mappingFrom, others.unknownStations.length], ['headings', 1])
  await ask(operator.actor, 'POST', '/station-aliases/forget', { typed: 'dostik' })
  assert.equal((await read(operator.actor, { file: next.file })).unknownStations.length, 1)
  await take(operator.actor, { file, mapping })
})

test('a list does not displace a newer fix of a tracker; the tracker’s next one displaces the list', async () => {
  const { tracker: device } = await ask<{ tracker: { id: string } }>(
    operator.actor,
    'POST',
    '/trackers',
    {
      phone: '13306139101',
      terminalId: 'T-1',
      maker: 'M',
      model: 'X',
    },
  )
  await database.pool.query('insert into tracker_binding values ($1, $2, $3)', [
    device.id,
    second,
    '2026-04-30T00:00Z',
  ])
  const fix = (deviceTime: string, serial: number) => ({
    deviceId: device.id,
    serial,
    deviceTime,
    receivedAt: deviceTime,
    latitude: 45.3,
    longitude: 82.4,
    altitudeM: 0,
    speedKmh: 40,
    headingDeg: 0,
    alarm: 0,
    status: 2,
    items: [],
    frame: new Uint8Array(0),
    valid: true,
  })
  const store = createFixStore(database)
  const now = async () => {
    const { items } = await ask<{ items: LivePosition[] }>(operator.actor, 'GET', '/positions')
    const { precision, deviceTime, trackerId } = items.find(
      ({ containerId }) => containerId === second,
    )!
    return [precision, deviceTime, trackerId]
  }
  await store.commit([fix('2026-05-01T06:00:00Z', 1)])
  const tracked = ['gps', '2026-05-01T06:00:00.000Z', device.id]
  assert.deepEqual(await now(), tracked)
  const late = await workbook([HEAD, ['1', SECOND, '2026-05-01 10:30', 'Достык', '', '']])
  assert.equal((await take(operator.actor, { file: late.file, mapping })).kept, 1)
  assert.deepEqual(await now(), tracked)
  const newer = await workbook([HEAD, ['1', SECOND, '2026-05-01 12:00', 'Актогай', '', '']])
  await take(operator.actor, { file: newer.file, mapping })
  assert.deepEqual(await now(), ['station', '2026-05-01T07:00:00.000Z', null])
  await store.commit([fix('2026-05-01T08:00:00Z', 2)])
  assert.deepEqual(await now(), ['gps', '2026-05-01T08:00:00.000Z', device.id])
})

test('a list that was corrected is believed; both stand in the record', async () => {
  const wrong = await workbook([HEAD, ['1', THIRD, '2026-05-01 22:00', '霍尔果斯', '', '']])
  const right = await workbook([HEAD, ['1', THIRD, '2026-05-01 22:00', '阿拉山口', '', '']])
  await take(operator.actor, { file: wrong.file, mapping })
  clock.advance(1)
  await take(operator.actor, { file: right.file, mapping })
  const track = await ask<Track>(operator.actor, 'GET', `/containers/${third}/track`)
  assert.equal(track.points.at(-1)!.latitude, 45.17)
  const { items } = await ask<{ items: { station: string }[] }>(
    operator.actor,
    'GET',
    `/containers/${third}/listed-positions`,
  )
  assert.deepEqual(
    items
      .slice(0, 2)
      .map(({ station }) => station)
      .toSorted((one, other) => (one < other ? -1 : 1)),
    ['CN-ALASHANKOU', 'CN-KHORGOS'],
  )
})

test('CSV in GB18030 and windows-1251, coordinates, several boxes in a cell, no headings at all', async () => {
  const csv = (text: string, encode: (text: string) => Uint8Array) => ({
    name: 'list.csv',
    base64: Buffer.from(encode(text)).toString('base64'),
  })
  const russian = await read(operator.actor, {
    file: csv(
      `№ контейнера;Дата операции;Станция;Примечание\n${FIRST};01.05.2026 08:30 МСК;Достык;в пути\n`,
      windows1251,
    ),
  })
  assert.deepEqual(russian.faults, [])
  assert.deepEqual(
    [russian.kept, russian.rows[0]!.at, russian.rows[0]!.remarks],
    [1, '2026-05-01T05:30:00.000Z', 'в пути'],
  )
  const exact = await read(operator.actor, {
    file: csv(
      `container;date;lat;lon\n"${FIRST} / ${SECOND}";2026-05-01 05:00 UTC;44,2000N;80.41\n`,
      (text) => Buffer.from(text),
    ),
  })
  assert.deepEqual(
    exact.rows.map(({ containerNumber, latitude, longitude, precision }) => [
      containerNumber,
      latitude,
      longitude,
      precision,
    ]),
    [FIRST, SECOND].map((number) => [number, 44.2, 80.41, 'coordinates']),
  )
  const bare = csv(`${FIRST},2026-05-01 08:30,Достык\n`, (text) => Buffer.from(text))
  assert.deepEqual((await read(operator.actor, { file: bare })).lacking, [
    'container',
    'time',
    'place',
  ])
  const said = {
    headingRow: 0,
    columns: { container: 0, time: 1, place: 2 },
    zone: 'UTC',
    dayFirst: true,
  }
  assert.equal((await read(operator.actor, { file: bare, mapping: said })).kept, 1)
})

test('who is entitled to the container reads what lists said of it, the agent’s own words apart', async () => {
  const listed = (actor: Actor) =>
    ask<{ items: { remarks: string | null; by: { zh: string } }[] }>(
      actor,
      'GET',
      `/containers/${first}/listed-positions`,
    )
  const [seen] = (await listed(exporter.actor)).items
  assert.deepEqual([seen!.remarks, seen!.by.zh], ['等待换装', OPERATOR])
  const refused = await http
    .as(strangers.exporter.actor)
    .get(`/api/containers/${first}/listed-positions`)
  assert.equal(refused.status, 404)
  const [told] = (await listed(rail.actor)).items
  assert.equal(told!.remarks, null)
})

test('a row older than the journey of its box is another journey’s', async () => {
  const old = await workbook([HEAD, ['1', FIRST, '2026-02-19 10:00', '霍尔果斯', '', '']])
  assert.deepEqual(
    (await read(operator.actor, { file: old.file })).faults.map(({ code }) => code),
    ['list.before_journey'],
  )
})

/** Node decodes it and does not write it. */
function windows1251(text: string): Uint8Array {
  const decoder = new TextDecoder('windows-1251')
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]),
  )
  return Uint8Array.from(Array.from(text, (letter) => bytes.get(letter)!))
}
