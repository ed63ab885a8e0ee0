/**
 * Departures by lane and date over HTTP, signed in, with a million bookings on 25,000 trains. In the same run: what the database
 * alone takes for the same page as rows, and the smallest signed-in question of the same server. Beside the waits, which are others' too
 * on a machine that others use: what an answer costs of a processor, in this process (who asks sits in it) and in PostgreSQL.
 *
 * The rows are multiplied from one booking that was made as people make it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { bookingRoutes } from '#booking'
import { book } from '#booking/book.ts'
import { newBooking } from '#booking/fixtures.ts'
import { identityRoutes, openIdentity } from '#identity'
import { FIXTURE_PASSWORD, organisationsFixture, type Parties } from '#identity/fixtures.ts'
import { systemClock } from '#platform/clock.ts'
import { openDatabase, type Database } from '#platform/database.ts'
import { createHttp } from '#platform/http.ts'
import { randomIds } from '#platform/ids.ts'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#platform/postgres.ts'
import { trainRoutes } from '#train'
import { departureFixture, LINES } from '#train/fixtures.ts'
import { sendOver } from '../tools/demo/client.ts'
import { idOf, insert, multiply, multiplyTrains, type Multiplied } from './hundred-thousand.ts'
import type { Bench } from './main.ts'
import { databaseSeconds } from './processor-time.ts'

const BOOKINGS = Number(process.env['SEARCH_BOOKINGS'] ?? 1_000_000)
const BOOKINGS_A_TRAIN = 40
const TRAINS = BOOKINGS / BOOKINGS_A_TRAIN
/** One train in five is still to come; they leave every half hour. */
const TO_COME = TRAINS / 5
const QUESTIONS = 300
const WARM = 150
const P95_MS_ASKED = 20
const HOUR_MS = 3_600_000

type Line = keyof typeof LINES

export const bench: Bench = async (report) => {
  const folder = mkdtempSync(join(tmpdir(), 'landbridge-search-'))
  const postgres = await startPostgres(folder, ['max_wal_size=4GB'])
  await migrate(postgres.url)
  const database = openDatabase(postgres.url)
  try {
    const parties = await fill(database)
    const seen = await ask(database, parties)
    const of = { unit: 'ms', n: QUESTIONS }
    report({
      name: 'booking-search (processor)',
      value: seen.searchProcessor,
      limit: P95_MS_ASKED,
      ...of,
    })
    report({ name: 'booking-search p95', value: seen.search, limit: P95_MS_ASKED, ...of })
    report({ name: 'booking-search p95 of its rows', value: seen.search, limit: seen.rows, ...of })
    report({
      name: 'booking-search p95 of the floor',
      value: seen.search,
      limit: seen.floor,
      ...of,
    })
  } finally {
    await database.close()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(database: Database): Promise<Parties> {
  const now = systemClock()
  const parties = await organisationsFixture(database, { now })
  const ids = randomIds(systemClock)
  for (const line of Object.keys(LINES) as Line[]) {
    const { id } = await departureFixture(database, parties, { now, ids, line })
    await database.transact((tx) =>
      book(tx, { actor: parties.exporter.actor, now, ids }, newBooking(parties, id)),
    )
  }
  const client = await database.pool.connect()
  try {
    await client.query('set session_replication_role = replica')
    for (const one of [...trains(), ...bookings()]) await insert(client, one)
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    client.release(true)
  }
  return parties
}

function trains(): Multiplied[] {
  const id = idOf('dep', 'n.n')
  const departs = `now() + interval '30 minutes' * (n.n - ${TRAINS - TO_COME})`
  const before = (hours: number) => `${departs} - interval '${hours} hours'`
  return [
    multiplyTrains(TRAINS, {
      id,
      service_id: '(select id from service order by id offset n.n % 4 limit 1)',
      train_number: `'X' || 10000 + n.n`,
      state: `case when n.n <= ${TRAINS - TO_COME} then 'arrived' else 'scheduled' end`,
      departs_on: `(${departs})::date`,
      departs_at: departs,
      booking_cutoff_at: before(120),
      documents_cutoff_at: before(96),
      gate_in_cutoff_at: before(48),
      release_cutoff_at: before(24),
      loading_starts_at: before(12),
    }),
    // One in five is full.
    multiply('slot_pool', TRAINS, {
      departure_id: id,
      free_teu: 'n.n % 5 * 20',
      sold_teu: '110 - n.n % 5 * 20',
    }),
  ]
}

function bookings(): Multiplied[] {
  const booking_id = idOf('bkg', 'n.n')
  const lines = ['booking_line', 'cargo_line'].map((table) =>
    multiply(table, BOOKINGS, { booking_id, position: '0' }),
  )
  const parties = ['exporter', 'operator'].map((kind) =>
    multiply('booking_party', BOOKINGS, {
      booking_id,
      kind: `'${kind}'`,
      organisation_id: `(select id from organisation where kind = '${kind}')`,
    }),
  )
  return [
    multiply('booking', BOOKINGS, {
      id: booking_id,
      number: `'LBX' || lpad(n.n::text, 9, '0')`,
      reference: `'PO-' || n.n`,
      departure_id: idOf('dep', `(n.n - 1) / ${BOOKINGS_A_TRAIN} + 1`),
      created_at: `now() - interval '1 minute' * (${BOOKINGS} - n.n)`,
    }),
    ...lines,
    ...parties,
  ]
}

interface Lane {
  readonly origin: string
  readonly destination: string
}

/** From each line's first stop to its last and to some on the way, in weeks and fortnights ahead; every other only what can be booked. */
function questions(): (Lane & { readonly from: string; readonly to: string; bookable: string })[] {
  const lanes = Object.values(LINES).flatMap(({ stops }) =>
    stops
      .slice(-3)
      .map(({ station }): Lane => ({ origin: stops[0]!.station, destination: station })),
  )
  const nowMs = systemClock().getTime()
  const at = (hours: number) => new Date(nowMs + hours * HOUR_MS).toISOString()
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const begins = ((index * 37) % (TO_COME / 2)) + 1
    const days = index % 3 === 0 ? 14 : 7
    return {
      ...lanes[index % lanes.length]!,
      from: at(begins),
      to: at(begins + days * 24),
      bookable: String(index % 2 === 0),
    }
  })
}

async function ask(
  database: Database,
  parties: Parties,
): Promise<Record<'search' | 'searchProcessor' | 'rows' | 'floor', number>> {
  const ids = randomIds(systemClock)
  const { signer, exporter } = parties
  const identity = openIdentity({ database, clock: systemClock, ids, signer, secure: false })
  const { authenticate } = identity
  const http = await createHttp({ database, clock: systemClock, ids, authenticate })
  identityRoutes(http, identity)
  trainRoutes(http)
  bookingRoutes(http)
  const send = sendOver(await http.app.listen({ port: 0, host: '127.0.0.1' }))
  try {
    const signIn = { email: exporter.email, password: FIXTURE_PASSWORD }
    const path = '/api/session/sign-in'
    const { cookies } = await send({ method: 'POST', path, headers: {}, body: signIn })
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ')
    const read = async (address: string): Promise<number> => {
      const headers = { cookie, 'accept-encoding': 'br' }
      const { status, text } = await send({
        method: 'GET',
        path: address,
        headers,
        body: undefined,
      })
      if (status !== 200) throw new Error(`${address}: ${status} ${text}`)
      return (JSON.parse(text) as { items?: unknown[] }).items?.length ?? 0
    }
    const asked = questions()
    let found = 0
    const spent = await secondsSoFar(database)
    const search = await p95(asked, async (question) => {
      found += await read(`/api/departures?${new URLSearchParams({ ...question }).toString()}`)
    })
    const seconds = (await secondsSoFar(database)) - spent
    const searchProcessor = Math.round((seconds * 10_000) / (WARM + asked.length)) / 10
    if (found < asked.length) throw new Error(`${found} departures found by ${asked.length}`)
    const rows = await p95(asked, (question) => rowsAlone(database.pool, question))
    return { search, searchProcessor, rows, floor: await p95(asked, () => read('/api/session')) }
  } finally {
    await http.app.close()
    await identity.close()
  }
}

async function secondsSoFar({ url }: Database): Promise<number> {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000 + (await databaseSeconds(url))
}

async function rowsAlone(pool: pg.Pool, asked: ReturnType<typeof questions>[number]) {
  await pool.query(
    `select departure.* from departure where departs_at >= $1 and departs_at < $2
       and service_id in (select id from service where origin = $3)
       and service_id in (select service_id from service_stop where station = $4 and position > 0)
     order by departs_at, id limit 51`,
    [asked.from, asked.to, asked.origin, asked.destination],
  )
}

async function p95<Asked>(
  asked: readonly Asked[],
  work: (one: Asked) => Promise<unknown>,
): Promise<number> {
  for (const one of asked.slice(0, WARM)) await work(one)
  const times: number[] = []
  for (const one of asked) {
    const began = performance.now()
    await work(one)
    times.push(performance.now() - began)
  }
  const value = times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1]!
  return Math.round(value * 10) / 10
}
