/**
 * A sheet of 200 containers decided over HTTP: read, judged, priced and booked on four trains, all of them or none, on a database that
 * waits for the disk. In the same run: what PostgreSQL itself takes to write the same rows again, bare, in one transaction.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bookingRoutes } from '#booking'
import { BULK_COLUMNS, type BulkColumn } from '#booking/bulk/bulk-columns.ts'
import type { BulkRead, BulkResult } from '#booking/bulk-contract.ts'
import { getOrganisation } from '#identity'
import { organisationsFixture } from '#identity/fixtures.ts'
import { systemClock } from '#platform/clock.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { createHttp, type Http } from '#platform/http.ts'
import { randomIds } from '#platform/ids.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { writeWorkbook } from '#platform/spreadsheet.ts'
import { priceRoutes } from '#price'
import { newRateSheet } from '#price/fixtures.ts'
import { draftSheet, publishSheet } from '#price/sheets.ts'
import { trainRoutes } from '#train'
import type { Departure } from '#train/contract.ts'
import { departureFixture } from '#train/fixtures.ts'
import type { Bench } from './main.ts'

const CONTAINERS = 200
const TRAINS = 4
/** As an exporter's week looks: several boxes on one order. */
const BOXES_AN_ORDER = 4
const TIMES = 9
const ASKED_MS = 1_000
const FIRST_DAY = 15

interface Stage {
  readonly database: Database
  readonly send: <Reply>(path: string, body: object) => Promise<Reply>
  openTrains(): Promise<Departure[]>
  readonly broker: string
  close(): Promise<void>
}

export const bench: Bench = async (report) => {
  const stage = await openStage()
  try {
    const decided: number[] = []
    const bare: number[] = []
    for (let turn = 0; turn <= TIMES; turn += 1) {
      const { file, totals } = await prepare(stage, turn)
      const begun = performance.now()
      const result = await stage.send<BulkResult>('/api/bookings/bulk', {
        ...{ file, totals, mode: 'together' },
      })
      const ms = performance.now() - begun
      if (result.booked * BOXES_AN_ORDER !== CONTAINERS)
        throw new Error(`${result.booked} orders were booked: ${JSON.stringify(result.items[0])}`)
      const ceiling = await writeBare(stage.database, turn)
      // The first is for the compiler.
      if (turn > 0) decided.push(ms)
      if (turn > 0) bare.push(ceiling)
    }
    const n = TIMES
    const value = median(decided)
    report({ name: 'bulk decided', value, unit: 'ms', limit: ASKED_MS, n })
    report({ name: 'bulk worst', value: Math.max(...decided), unit: 'ms', limit: ASKED_MS, n })
    report({ name: 'bulk against bare rows', value, unit: 'ms', limit: median(bare), n })
  } finally {
    await stage.close()
  }
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((one, other) => one - other)[values.length >> 1]!)
}

async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-bulk-'))
  const postgres = await startPostgres(folder)
  await migrate(postgres.url)
  const database = openDatabase(postgres.url)
  const now = systemClock()
  const ids = randomIds(systemClock)
  const parties = await organisationsFixture(database, { now })
  const http = await createHttp({
    ...{ database, clock: systemClock, ids },
    authenticate: async () => parties.exporter.actor,
  })
  trainRoutes(http)
  priceRoutes(http)
  bookingRoutes(http)
  const origin = await http.app.listen({ port: 0, host: '127.0.0.1' })
  const { actor } = parties.operator
  await database.transact(async (tx) => {
    const lane = { origin: 'CN-DONGJIA', destination: 'UZ-CHUKURSAY' } as never
    const day = (years: number) => `${now.getFullYear() + years}-01-01`
    const sheet = newRateSheet(lane, { validFrom: day(-1), validUntil: day(2) })
    const { id } = await draftSheet(tx, { actor, now, ids }, sheet)
    await publishSheet(tx, { actor, now }, id)
  })
  let day = FIRST_DAY
  const broker = await database.transact((tx) => getOrganisation(tx, parties.broker.organisationId))
  return {
    database,
    broker: broker.names.en,
    send: (path, body) => send(origin, path, body),
    openTrains: async () => {
      const trains: Departure[] = []
      // A sheet names a train by its number and day.
      while (trains.length < TRAINS) {
        const options = { now, ids, days: (day += 1), capacityTeu: 110 }
        trains.push(await departureFixture(database, parties, options))
      }
      return trains
    },
    close: () => close(http, { database, stop: () => postgres.stop(), folder }),
  }
}

async function close(
  http: Http,
  {
    database,
    stop,
    folder,
  }: { readonly database: Database; readonly stop: () => Promise<void>; readonly folder: string },
): Promise<void> {
  await http.app.close()
  await database.close()
  await stop()
  rmSync(folder, { recursive: true, force: true })
}

async function send<Reply>(origin: string, path: string, body: object): Promise<Reply> {
  const reply = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as Reply
}

/** The sheet of this turn for trains of its own, looked at as a clerk does before booking it. */
async function prepare(stage: Stage, turn: number) {
  const trains = await stage.openTrains()
  const columns = Object.keys(BULK_COLUMNS) as BulkColumn[]
  const rows = Array.from({ length: CONTAINERS }, (_, index) => {
    const order = Math.floor(index / BOXES_AN_ORDER)
    const train = trains[order % TRAINS]!
    const row = rowOf(stage.broker, `B${turn}-${order}`, train)
    return columns.map((column) => row[column] ?? null)
  })
  const head = columns.map((column) => BULK_COLUMNS[column].heading.en)
  const bytes = await writeWorkbook([{ name: 'containers', rows: [head, ...rows] }])
  const file = { name: 'containers.xlsx', base64: Buffer.from(bytes).toString('base64') }
  const { faults, totals } = await stage.send<BulkRead>('/api/bookings/bulk/read', { file })
  if (faults.length > 0) throw new Error(JSON.stringify(faults[0]))
  return { file, totals }
}

function rowOf(
  broker: string,
  reference: string,
  { trainNumber, departsAt }: Departure,
): Partial<Record<BulkColumn, string | number>> {
  return {
    ...{ reference, broker, incoterm: 'FCA', trainNumber, departsOn: departsAt.slice(0, 10) },
    ...{ consignee: 'Muster GmbH', country: 'DE', address: 'Hafenstraße 1' },
    ...{ equipmentType: '45G1', goodsZh: '轴流风机', goodsEn: 'Axial fans' },
    ...{ goodsRu: 'Вентиляторы', hsCode: 841459, packages: 20, packageKind: 'Carton' },
    ...{ grossMassKg: 4_200, value: '6150.50', currency: 'USD' },
  }
}

const MADE = `select id from booking where reference like `
/** What a sheet writes, and whose rows they are. */
const WRITTEN: readonly (readonly [table: string, of: (made: string) => string])[] = [
  ['booking', (made) => `id in (${made})`],
  ['booking_line', (made) => `booking_id in (${made})`],
  ['cargo_line', (made) => `booking_id in (${made})`],
  ['booking_party', (made) => `booking_id in (${made})`],
  ['container', (made) => `booking_id in (${made})`],
  ['container_party', ofContainer],
  ['container_step', ofContainer],
  ['slot_transfer', (made) => `holder in (${made})`],
  ['quote', (made) => `booking_id in (${made})`],
  ['charge_account', (made) => `booking_id in (${made})`],
  ['charge_entry', (made) => `booking_id in (${made})`],
]

function ofContainer(made: string): string {
  return `container_id in (select id from container where booking_id in (${made}))`
}

/** The rows of this turn's sheet into tables of the same shape and with the same keys; ms until they are on the disk. */
async function writeBare({ pool }: Database, turn: number): Promise<number> {
  const client = await pool.connect()
  try {
    const made = `${MADE} 'B${turn}-%'`
    for (const [table, of] of WRITTEN) {
      await client.query(`create table bare_${table}_${turn} (like ${table} including indexes)`)
      await client.query(
        `create temporary table last_${table}_${turn} as select * from ${table} where ${of(made)}`,
      )
    }
    const begun = performance.now()
    await client.query('begin')
    for (const [table] of WRITTEN)
      await client.query(`insert into bare_${table}_${turn} select * from last_${table}_${turn}`)
    await client.query('commit')
    return performance.now() - begun
  } finally {
    client.release()
  }
}
