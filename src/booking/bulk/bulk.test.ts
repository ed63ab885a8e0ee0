// A sheet of containers: read with every wrong cell named, booked all or each, and never twice.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { bookingRoutes } from '#booking'
import { BULK_COLUMNS, type BulkColumn } from '#booking/bulk/bulk-columns.ts'
import type { BulkRead, BulkResult } from '#booking/bulk-contract.ts'
import type { BookingItem, BookingView } from '#booking/contract.ts'
import { getOrganisation } from '#identity'
import { organisationsFixture } from '#identity/fixtures.ts'
import type { Locale } from '#kernel/locale.ts'
import type { Page } from '#kernel/page.ts'
import { StationCode } from '#kernel/station.ts'
import { randomIds } from '#platform/ids.ts'
import { readSpreadsheet, writeWorkbook } from '#platform/spreadsheet.ts'
import { testClock } from '#platform/testing/clock.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { priceRoutes } from '#price'
import type { Quote } from '#price/contract.ts'
import { newRateSheet } from '#price/fixtures.ts'
import { trainRoutes } from '#train'
import { departureFixture } from '#train/fixtures.ts'

const clock = testClock()
const now = clock()
const ids = randomIds(clock)
const database = await testDatabase()
after(() => database.drop())
const http = await testHttp(database, { clock })
trainRoutes(http)
priceRoutes(http)
bookingRoutes(http)
const parties = await organisationsFixture(database, { now })
const exporter = http.as(parties.exporter.actor)
const operator = http.as(parties.operator.actor)
const trainOf = (days: number, capacityTeu: number) =>
  departureFixture(database, parties, { now, ids, days, capacityTeu })
const first = await trainOf(10, 20)
const broker = await database.transact((tx) => getOrganisation(tx, parties.broker.organisationId))

const ROW: Partial<Record<BulkColumn, string | number>> = {
  ...{ reference: 'PO-1', broker: broker.names.ru, incoterm: 'FCA' },
  ...{ consignee: 'Muster GmbH', country: 'DE', address: 'Hafenstraße 1', equipmentType: '45G1' },
  ...{ goodsZh: '轴流风机', goodsEn: 'Axial fans', goodsRu: 'Вентиляторы', hsCode: 841459 },
  ...{ packages: 20, packageKind: 'Carton', grossMassKg: 4_200, value: '6150.50', currency: 'USD' },
}
type Row = typeof ROW
const COLUMNS = Object.keys(BULK_COLUMNS) as BulkColumn[]

async function fileOf(rows: readonly Row[], locale: Locale = 'en') {
  const head = COLUMNS.map((column) => BULK_COLUMNS[column].heading[locale])
  const cells = rows.map((row) => COLUMNS.map((column) => row[column] ?? null))
  const bytes = await writeWorkbook([{ name: 'a', rows: [head, ...cells] }])
  return { name: 'a.xlsx', base64: Buffer.from(bytes).toString('base64') }
}

type Refused = { code?: string }
const read = async (rows: readonly Row[], departureId: string | undefined = first.id) =>
  (
    await exporter.post<BulkRead & Refused>('/api/bookings/bulk/read', {
      file: await fileOf(rows),
      ...(departureId && { departureId }),
    })
  ).body
async function book(
  rows: readonly Row[],
  mode: 'together' | 'each',
  totals: object[] = [],
  departureId: string = first.id,
) {
  const file = await fileOf(rows)
  const body = { file, mode, totals, departureId }
  return (await exporter.post<BulkResult & Refused>('/api/bookings/bulk', body)).body
}
const free = async (id: string = first.id) =>
  (await exporter.get<{ freeTeu: number }>(`/api/departures/${id}`)).body.freeTeu
const outcomes = ({ items, ...rest }: BulkResult) =>
  (items ?? assert.fail(JSON.stringify(rest))).map(({ reference, outcome, fault }) =>
    [reference, outcome, ...(fault ? [fault.code] : [])].join(' '),
  )
const cells = ({ faults }: Pick<BulkRead, 'faults'>) =>
  faults.map(({ cell, code }) => `${cell} ${code}`)

test('rows of one reference are one booking: boxes of a kind together, goods of a kind together', async () => {
  const again = {
    reference: 'PO-1',
    broker: '',
    consignee: '',
    country: '',
    address: '',
    incoterm: '',
  }
  const { bookings, faults, trains } = await read([
    ROW,
    { ...ROW, ...again },
    { ...ROW, ...again, equipmentType: '22G1', count: 2, hsCode: '070200' },
    { ...ROW, reference: 'PO-2' },
  ])
  assert.deepEqual(faults, [])
  assert.deepEqual(
    bookings.map(({ reference, rows, boxes, grossMassKg, lines }) => ({
      reference,
      rows,
      boxes,
      grossMassKg,
      lines: lines.length,
    })),
    [
      { reference: 'PO-1', rows: [2, 3, 4], boxes: 4, grossMassKg: 12_600, lines: 2 },
      { reference: 'PO-2', rows: [5], boxes: 1, grossMassKg: 4_200, lines: 1 },
    ],
  )
  assert.deepEqual(
    trains.map(({ askedTeu, freeTeu }) => [askedTeu, freeTeu]),
    [[8, 20]],
  )
})

test('what is wrong is said at its cell, in the reader’s language: form, facts, rules, and what does not fit together', async () => {
  const body = await read([
    { ...ROW, hsCode: '771300', packages: 0 },
    { ...ROW, reference: 'A', broker: 'Nobody' },
    { ...ROW, reference: 'B', trainNumber: 'X9999', departsOn: '2026-03-12' },
    { ...ROW, reference: 'C' },
    { ...ROW, reference: 'C', consignee: 'Another' },
    { ...ROW, reference: 'D', owner: 'railway', hsCode: 410120 },
    { ...ROW, reference: 'E', unNumber: 'UN3480' },
    { ...ROW, reference: 'F', grossMassKg: 40_000 },
    { ...ROW, reference: 'G', address: '' },
    { ...ROW, reference: 'H', value: '12,345.678' },
  ])
  const at = (column: BulkColumn, row: number) => {
    const index = COLUMNS.indexOf(column)
    const letters =
      index < 26 ? String.fromCharCode(65 + index) : `A${String.fromCharCode(65 + index - 26)}`
    return `${letters}${row}`
  }
  assert.deepEqual(
    cells(body).toSorted(),
    [
      `${at('hsCode', 2)} hs_code.unknown_chapter`,
      `${at('packages', 2)} sheet.not_a_count`,
      `${at('broker', 3)} booking.bulk_no_broker`,
      `${at('trainNumber', 4)} booking.bulk_no_train`,
      `${at('consignee', 6)} booking.bulk_differs`,
      `${at('hsCode', 7)} booking.rule_railway_box`,
      `${at('dangerousClass', 8)} sheet.cell_empty`,
      `${at('grossMassKg', 9)} booking.payload_exceeded`,
      `${at('address', 10)} sheet.cell_empty`,
      `${at('value', 11)} sheet.not_amount`,
    ].toSorted(),
  )
  const told = body.faults.find(({ code }) => code === 'booking.bulk_differs')
  assert.match(told!.detail, /differs from row 5/)
  assert.equal((await book([{ ...ROW, broker: 'Nobody' }], 'each')).code, 'booking.bulk_faulty')
  assert.equal(await free(), 20, 'nothing was booked')
})

test('all together or none; each for itself; and the same rows again book nothing again', async () => {
  const two = [
    { ...ROW, reference: 'T-1', count: 4 },
    { ...ROW, reference: 'T-2', count: 7 },
  ]
  const none = await book(two, 'together')
  assert.deepEqual(outcomes(none), ['T-1 not_booked', 'T-2 refused train.over_capacity'])
  assert.equal(await free(), 20)
  const some = await book(two, 'each')
  assert.deepEqual(outcomes(some), ['T-1 booked', 'T-2 refused train.over_capacity'])
  assert.equal(await free(), 12)
  const smaller = [two[0]!, { ...two[1]!, count: 3 }]
  const rest = await book(smaller, 'together')
  assert.deepEqual(outcomes(rest), ['T-1 already', 'T-2 booked'])
  assert.equal(rest.items[0]!.booking!.id, some.items[0]!.booking!.id)
  assert.deepEqual(outcomes(await book(smaller, 'together')), ['T-1 already', 'T-2 already'])
  assert.equal(await free(), 6)
  const seen = await read(smaller)
  assert.deepEqual(
    seen.bookings.map(({ already }) => already !== null),
    [true, true],
  )
  // The reference stands on another booking: these are other rows.
  const other = await book([{ ...two[0]!, count: 1 }], 'each')
  assert.deepEqual(outcomes(other), ['T-1 refused booking.reference_taken'])
  const list = await exporter.get<Page<BookingItem>>('/api/bookings')
  assert.equal(list.body.items.filter(({ reference }) => reference?.startsWith('T-')).length, 2)
  const made = (await exporter.get<BookingView>(`/api/bookings/${some.items[0]!.booking!.id}`)).body
  assert.deepEqual([made.containers.length, made.cargo.length, made.state], [4, 1, 'confirmed'])
  await exporter.post(`/api/bookings/${made.id}/cancel`)
  assert.deepEqual(outcomes(await book(smaller, 'each')), ['T-1 booked', 'T-2 already'])
})

test('two windows send the same sheet at once: it is booked once', async () => {
  const { id } = await trainOf(11, 40)
  const rows = [1, 2, 3].map((n) => ({ ...ROW, reference: `W-${n}` }))
  const all = await Promise.all([1, 2, 3].map(() => book(rows, 'together', [], id)))
  assert.equal(await free(id), 40 - 6)
  const booked = all.reduce((sum, one) => sum + (one.booked ?? 0), 0)
  assert.equal(booked, 3)
})

test('prices are those that were shown, one statement a booking; a sheet for several trains is one decision', async () => {
  const lane = {
    origin: StationCode.parse('CN-DONGJIA'),
    destination: StationCode.parse('UZ-CHUKURSAY'),
  }
  const sheet = await operator.post<{ id: string }>('/api/rate-sheets', newRateSheet(lane))
  await operator.post(`/api/rate-sheets/${sheet.body.id}/publish`)
  const [one, other] = [await trainOf(12, 20), await trainOf(13, 4)]
  const on = ({ trainNumber, departsAt }: typeof one) => ({
    trainNumber,
    departsOn: departsAt.slice(0, 10),
  })
  const rows = [
    { ...ROW, reference: 'P-1', ...on(one) },
    { ...ROW, reference: 'P-2', ...on(other), count: 2 },
  ]
  const seen = await read(rows, '')
  assert.deepEqual(seen.faults, [])
  assert.equal(seen.totals.length, 1)
  const sum = seen.bookings.reduce((minor, { price }) => minor + price!.amountMinor, 0)
  assert.equal(seen.totals[0]!.amountMinor, sum)
  const file = await fileOf(rows)
  const send = (totals: object[]) =>
    exporter.post<BulkResult & Refused>('/api/bookings/bulk', { file, mode: 'together', totals })
  assert.equal((await send([])).body.code, 'booking.bulk_price_changed')
  assert.equal(await free(one.id), 20)
  const done = await send(seen.totals)
  assert.deepEqual(outcomes(done.body), ['P-1 booked', 'P-2 booked'])
  const charges = await operator.get<{ totalMinor: number }>(
    `/api/bookings/${done.body.items[0]!.booking!.id}/charges`,
  )
  assert.equal(charges.body.totalMinor, seen.bookings[0]!.price!.amountMinor)
  assert.deepEqual([await free(one.id), await free(other.id)], [18, 0])
  const more = [
    { ...ROW, reference: 'P-3', ...on(one) },
    { ...ROW, reference: 'P-4', ...on(other) },
  ]
  const { totals } = await read(more, '')
  const body = { file: await fileOf(more), mode: 'each', totals }
  const some = (await exporter.post<BulkResult & Refused>('/api/bookings/bulk', body)).body
  assert.deepEqual(outcomes(some), ['P-3 booked', 'P-4 refused train.over_capacity'])
  const { items } = (await exporter.get<Page<Quote>>('/api/quotes?limit=100')).body
  assert.deepEqual(
    items.map(({ state }) => state),
    ['accepted', 'accepted', 'accepted'],
    'none is left of what was refused',
  )
})

test('the template has its headings, hints and lists in each language, and what is filled into it is read', async () => {
  for (const locale of ['zh-CN', 'en', 'ru'] as const) {
    const file = await http.inject({
      method: 'GET',
      url: '/api/bookings/bulk/template.xlsx',
      headers: {
        'accept-language': locale,
        'x-test-actor': Object.values(parties.exporter.actor).join('/'),
      },
    })
    assert.equal(file.statusCode, 200)
    const [head] = await readSpreadsheet(file.rawPayload)
    const language = locale.slice(0, 2) as Locale
    assert.deepEqual(
      head,
      COLUMNS.map((column) => BULK_COLUMNS[column].heading[language]),
    )
  }
})
