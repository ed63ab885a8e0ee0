/**
 * A corridor as wide as the map has to show it: a hundred thousand containers under way along the railway lines, each with a tracker's
 * position and an estimate, multiplied from a container of the demo that is on its way.
 */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { containerCheckDigit } from '#kernel/container-number.ts'
import { LEGS } from '#kernel/corridors.ts'
import type { Position } from '#kernel/station.ts'
import { idOf, insert, multiply, multiplyTrains } from './hundred-thousand.ts'

export const CONTAINERS = 100_000
const TRAINS = 500
const A_TRAIN = CONTAINERS / TRAINS
/** Those that report: every hundredth container. */
export const REPORTING = 1_000
const EVERY = CONTAINERS / REPORTING

export interface Reporter extends Position {
  readonly deviceId: string
  readonly containerId: string
  readonly phone: string
}

export interface WideFleet {
  readonly reporters: readonly Reporter[]
  /** Whom all of it belongs to. */
  readonly password: string
}

const ON_ITS_WAY = '(select * from one_on_its_way) c'
const SECRET = 'a secret of the bench, for devices of its own'

/** Along the lines, at distances that no multiple of anything repeats. */
function placeOf(n: number): Position {
  const legs = LEGS.filter(({ line }) => line.length > 1)
  const { line } = legs[n % legs.length]!
  const share = (n * 0.618_033_988_75) % 1
  const at = share * (line.length - 1)
  const [before, after] = [line[Math.floor(at)]!, line[Math.floor(at) + 1]!]
  const part = at % 1
  return {
    lat: before.lat + (after.lat - before.lat) * part,
    lon: before.lon + (after.lon - before.lon) * part,
  }
}

function numberOf(n: number): string {
  const unchecked = `LBYU${String(n).padStart(6, '0')}`
  return `${unchecked}${containerCheckDigit(unchecked)}`
}

/** The rows are taken as they are, without asking the triggers that keep foreign keys. */
export async function fillWideFleet(url: string): Promise<WideFleet> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query('begin')
    await client.query(`create temporary table one_on_its_way as
      select * from container where stage = 'departed' order by id limit 1`)
    await fillPlaces(client)
    await fillTrains(client)
    await fillContainers(client)
    const reporters = await fillReporters(client)
    await client.query('commit')
    await client.query('vacuum analyze')
    return { reporters, password: SECRET }
  } finally {
    await client.end()
  }
}

async function fillPlaces(client: pg.Client): Promise<void> {
  const places = Array.from({ length: CONTAINERS }, (_, at) => placeOf(at + 1))
  const numbers = places.map((_, at) => numberOf(at + 1))
  await client.query(
    'create temporary table made (n integer primary key, number text, lat float8, lon float8)',
  )
  await client.query(
    `insert into made select n, number, lat, lon
     from unnest($1::text[], $2::float8[], $3::float8[]) with ordinality m (number, lat, lon, n)`,
    [numbers, places.map(({ lat }) => lat), places.map(({ lon }) => lon)],
  )
}

async function fillTrains(client: pg.Client): Promise<void> {
  const like = `(select * from departure where id = (select departure_id from ${ON_ITS_WAY} limit 1)) d`
  const pool = `(select * from slot_pool where departure_id = (select departure_id from ${ON_ITS_WAY} limit 1)) p`
  const id = idOf('dep', 'n.n')
  await insert(client, multiplyTrains(TRAINS, { id, train_number: `'Y' || 10000 + n.n` }, like))
  await insert(client, multiply('slot_pool', TRAINS, { departure_id: id }, pool))
}

async function fillContainers(client: pg.Client): Promise<void> {
  const id = idOf('ctr', 'n.n')
  const made = (column: string) => `(select ${column} from made where made.n = n.n)`
  await insert(
    client,
    multiply(
      'container',
      CONTAINERS,
      {
        id,
        departure_id: idOf('dep', `(n.n - 1) / ${A_TRAIN} + 1`),
        container_number: made('number'),
      },
      ON_ITS_WAY,
    ),
  )
  await client.query(`insert into container_party (organisation_id, container_id, kind, stage, customs, held)
    select organisation_id, ${idOf('ctr', 'n')}, kind, stage, customs, held from generate_series(1, ${CONTAINERS}) n,
      (select organisation_id, kind, stage, customs, held from container_party
       where container_id = (select id from ${ON_ITS_WAY} limit 1)) p`)
  await client.query(`insert into expected_arrival (container_id, expected_at, p90_at, basis, confidence, runs, late_minutes)
    select ${idOf('ctr', 'n')}, now() + interval '5 days' + interval '1 minute' * (n % 7000),
      now() + interval '6 days' + interval '1 minute' * (n % 7000), 'lane', 'confirmed', 7, case when n % 20 = 0 then 8000 when n % 9 = 0 then 5000 when n % 5 = 0 then 900 else 0 end
    from generate_series(1, ${CONTAINERS}) n`)
  await client.query(`insert into container_position (container_id, version, tracker_id, device_time, received_at, latitude,
      longitude, speed_kmh, heading_deg)
    select ${idOf('ctr', 'n')}, nextval('container_position_version'), ${idOf('dev', 'n')}, now() - interval '3 hours',
      now() - interval '3 hours', lat, lon, 55, 280 from made order by n`)
  // What these showed has been looked at: only what moves from here on is.
  await client.query(
    'update milestone_reading set version = (select max(version) from container_position)',
  )
}

/** Trackers of the operator's on every hundredth container. */
async function fillReporters(client: pg.Client): Promise<Reporter[]> {
  const nth = Array.from({ length: REPORTING }, (_, at) => (at + 1) * EVERY)
  await client.query(
    `insert into tracker (id, operator_id, phone, terminal_id, maker, model, secret_digest, registered_at)
     select ${idOf('dev', 'n')}, (select operator_id from tracker limit 1), '156' || lpad(n::text, 8, '0'), 'MAP' || n,
       'LBSIM', 'SIM-1', $2, now() from unnest($1::int[]) n`,
    [nth, createHash('sha256').update(SECRET).digest()],
  )
  await client.query(
    `insert into tracker_binding (tracker_id, container_id, bound_at)
     select ${idOf('dev', 'n')}, ${idOf('ctr', 'n')}, now() - interval '1 day' from unnest($1::int[]) n`,
    [nth],
  )
  const { rows } = await client.query<Reporter>(
    `select ${idOf('dev', 'made.n')} as "deviceId", ${idOf('ctr', 'made.n')} as "containerId",
       '156' || lpad(made.n::text, 8, '0') as phone, lat, lon from made where n = any($1)`,
    [nth],
  )
  return rows
}
