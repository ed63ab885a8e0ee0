/**
 * A database as a corridor has it after some years: bookings, containers, trains and everyone's right to see them, multiplied from
 * the rows that the demo made through the same commands people use. What lists read is all there; what they do not read (steps,
 * statements, most fixes) is left out.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { containerCheckDigit } from '#kernel/container-number.ts'
import { KG_A_TEU_MAX } from '#train/contract.ts'

export const BOOKINGS = 100_000
const CONTAINERS = 1.5 * BOOKINGS
const BOOKINGS_A_TRAIN = 40
const TRAINS = BOOKINGS / BOOKINGS_A_TRAIN
const CAPACITY_TEU = 160
const TRACKERS = 3_000
const FRAMES = 10_000
const PEOPLE = 300
const EXPORTERS = 100
const BROKERS = 20

export interface Corridor {
  /** Ids and numbers from the middle of the lists. */
  readonly middle: Readonly<
    Record<
      'alert' | 'booking' | 'container' | 'departure' | 'organisation' | 'member' | 'tracker',
      string
    >
  >
  readonly bookingNumber: string
  readonly containerNumber: string
  readonly reference: string
  readonly serviceId: string
  /** A train that is being made ready. */
  readonly nextDeparture: string
}

/** An id whose place among others is its number. */
export const idOf = (prefix: string, n: string): string =>
  `('${prefix}_' || lpad(to_hex(${n}), 10, '0') || substr(md5('${prefix}' || ${n}), 1, 10))`
const partyOf = (key: string): string =>
  `(select organisation_id from member join auth_user using (id) where email like '${key}@%')`

const TRAIN = `(n.booking - 1) / ${BOOKINGS_A_TRAIN} + 1`
/** One booking in five is the demo's first exporter's, one in two hundred the second's, the rest a hundred others'. */
const EXPORTER = `case when n.booking % 5 = 0 then ${partyOf('exporter')}
  when n.booking % 200 = 1 then ${partyOf('exporter2')} else ${idOf('org', `n.booking % ${EXPORTERS} + 1`)} end`
const BROKER = `case when n.booking % 3 = 0 then ${partyOf('broker')}
  else ${idOf('org', `n.booking % ${BROKERS} + ${EXPORTERS + 1}`)} end`
/** Seven trains in eight have arrived; of the rest one in three is on its way, the others are being made ready. */
const PAST = `(${TRAIN}) <= ${TRAINS * 0.875}`
const UNDER_WAY = `(${TRAIN}) % 3 = 0`
const STAGE = `case when n.booking % 100 = 7 then 'cancelled' when ${PAST} then 'arrived'
  when ${UNDER_WAY} then 'departed' when n.n % 4 = 0 then 'sealed' when n.n % 4 = 1 then 'received' else 'booked' end`
const CUSTOMS = `case when ${PAST} or ${UNDER_WAY} then 'released'
  when n.n % 500 = 8 then 'held' when n.n % 4 = 0 then 'declared' else 'none' end`
const PARTIES = {
  exporter: EXPORTER,
  broker: BROKER,
  operator: partyOf('operator'),
  warehouse: partyOf('warehouse'),
  customs: partyOf('customs'),
  rail: partyOf('rail'),
}

/** With its check digit: a reply with a number that is none is refused by its own contract. */
function containerNumberOf(n: number): string {
  const unchecked = `LBXU${String(n).padStart(6, '0')}`
  return `${unchecked}${containerCheckDigit(unchecked)}`
}

type Columns = Readonly<Record<string, string>>

/** Three containers for two bookings: each row knows its own number and its booking's. */
function numbers(count: number): string {
  const booking = count === CONTAINERS ? '(i * 2 + 2) / 3' : 'i'
  return `(select i as n, ${booking} as booking from generate_series(1, ${count}) i) n`
}

export interface Multiplied {
  readonly table: string
  readonly count: number
  readonly columns: Columns
  /** Where the row stands that is multiplied: the table itself unless told otherwise. */
  readonly like?: string
}

/** Rows like the first of a table, with some columns said otherwise: a column that a table gets later comes along. */
export function multiply(
  table: string,
  count: number,
  columns: Columns,
  like?: string,
): Multiplied {
  return { table, count, columns, ...(like !== undefined && { like }) }
}

/** Trains that somebody scheduled by hand: a timetable lays out one a day. */
export function multiplyTrains(count: number, columns: Columns, like?: string): Multiplied {
  const byHand = { timetable_id: 'null', timetable_day: 'null', by_hand: 'true' }
  return multiply('departure', count, { ...byHand, ...columns }, like)
}

export async function insert(
  client: pg.ClientBase,
  { table, count, columns, like = table }: Multiplied,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''`,
    [table],
  )
  const names = rows.map(({ name }) => name)
  const values = names.map((name) => columns[name] ?? `one.${name}`)
  await client.query(`insert into ${table} (${names.join(', ')}) select ${values.join(', ')}
    from ${numbers(count)}, (select * from ${like} limit 1) one`)
}

function organisations(): (Multiplied | string)[] {
  const kind = `case when n.n <= ${EXPORTERS} then 'exporter' else 'broker' end`
  const columns = {
    id: idOf('org', 'n.n'),
    kind,
    credit_code: `'BENCH' || n.n`,
    name_en: `'Party ' || n.n`,
  }
  return [
    multiply(
      'organisation',
      EXPORTERS + BROKERS,
      columns,
      "(select * from organisation where kind = 'exporter') o",
    ),
  ]
}

function trains(): (Multiplied | string)[] {
  const departs = `now() + interval '8 hours' * (n.n - ${TRAINS * 0.9})`
  return [
    multiplyTrains(TRAINS, {
      id: idOf('dep', 'n.n'),
      service_id: `(select id from service order by id offset n.n % 4 limit 1)`,
      train_number: `'X' || 10000 + n.n`,
      state: `case when n.n <= ${TRAINS * 0.875} then 'arrived' when n.n % 3 = 0 then 'departed' else 'scheduled' end`,
      departs_on: `(${departs})::date`,
      departs_at: departs,
      booking_cutoff_at: `${departs} - interval '3 days'`,
      capacity_teu: String(CAPACITY_TEU),
      gross_kg_max: String(CAPACITY_TEU * KG_A_TEU_MAX),
      reefer_plugs: String(CAPACITY_TEU),
    }),
    multiply('slot_pool', TRAINS, { departure_id: idOf('dep', 'n.n') }),
  ]
}

/**
 * The trains' accounts as their bookings left them. Without their history the server's own audit would find fault with every
 * booking, and what the bench measured would be mostly that.
 */
function accounts(): string[] {
  const taken = `select departure_id, booking_id,
      sum(case when equipment_type like '2%' then 1 else 2 end)::int as teu, sum(gross_kg)::int as gross_kg,
      (count(*) filter (where equipment_type like '__R_'))::int as plugs
    from container where stage <> 'cancelled' group by departure_id, booking_id`
  const made = `select id from departure where not exists (select from slot_transfer where departure_id = departure.id)`
  return [
    `create temporary table made_train on commit drop as ${made}`,
    `create temporary table taken on commit drop as ${taken}`,
    'create index on taken (departure_id)',
    'analyze taken',
    `update slot_pool set free_teu = capacity_teu - sold.teu, sold_teu = sold.teu,
        free_gross_kg = gross_kg_max - sold.gross_kg, sold_gross_kg = sold.gross_kg,
        free_plugs = reefer_plugs - sold.plugs, sold_plugs = sold.plugs,
        free_dangerous_places = dangerous_places, sold_dangerous_places = 0,
        held_teu = 0, held_gross_kg = 0, held_plugs = 0, held_dangerous_places = 0
      from made_train join departure using (id), lateral (
        select coalesce(sum(teu), 0) as teu, coalesce(sum(gross_kg), 0) as gross_kg, coalesce(sum(plugs), 0) as plugs
        from taken where departure_id = departure.id) as sold
      where slot_pool.departure_id = made_train.id`,
    `insert into slot_transfer
      select id, 1, slots_at, 'opened', null, null, null, 'open', 'free', capacity_teu, gross_kg_max, reefer_plugs, dangerous_places
      from departure join made_train using (id)
      union all
      select departure_id, 1 + row_number() over (partition by departure_id order by booking_id), slots_at, 'booked',
        booking_id, 'open', 'free', 'open', 'sold', teu, gross_kg, plugs, 0
      from taken join made_train on made_train.id = departure_id join departure using (id)`,
    `update departure set slot_sequence = (select max(sequence) from slot_transfer where departure_id = departure.id)
      from made_train where made_train.id = departure.id`,
  ]
}

function bookings(): (Multiplied | string)[] {
  const booking_id = idOf('bkg', 'n.n')
  const lines = ['booking_line', 'cargo_line'].map((table) =>
    multiply(table, BOOKINGS, { booking_id, position: '0' }),
  )
  const parties = Object.entries(PARTIES).map(([kind, organisation_id]) =>
    multiply('booking_party', BOOKINGS, { organisation_id, booking_id, kind: `'${kind}'` }),
  )
  return [
    multiply('booking', BOOKINGS, {
      id: booking_id,
      number: `'LBX' || lpad(n.n::text, 9, '0')`,
      organisation_id: EXPORTER,
      broker_id: BROKER,
      reference: `'PO-' || n.n`,
      departure_id: idOf('dep', TRAIN),
      state: `case when n.n % 100 = 7 then 'cancelled' else 'confirmed' end`,
      created_at: `now() - interval '5 minutes' * (${BOOKINGS} - n.n)`,
    }),
    ...lines,
    ...parties,
  ]
}

function containers(): (Multiplied | string)[] {
  const container_id = idOf('ctr', 'n.n')
  const state = { stage: STAGE, customs: CUSTOMS, held: 'false' }
  const parties = Object.entries(PARTIES).map(([kind, organisation_id]) =>
    multiply('container_party', CONTAINERS, {
      organisation_id,
      container_id,
      kind: `'${kind}'`,
      ...state,
    }),
  )
  return [
    multiply('container', CONTAINERS, {
      id: container_id,
      booking_id: idOf('bkg', 'n.booking'),
      booking_number: `'LBX' || lpad(n.booking::text, 9, '0')`,
      departure_id: idOf('dep', TRAIN),
      container_number: `(select number from made_number where made_number.n = n.n)`,
      ...state,
    }),
    ...parties,
    multiply('expected_arrival', CONTAINERS, {
      container_id,
      expected_at: `now() + interval '1 hour' * (n.n % 400)`,
      p90_at: `now() + interval '1 hour' * (n.n % 400 + 30)`,
      late_minutes: 'n.n % 9000',
    }),
  ]
}

/** Trackers on the newest containers, each with its last place; and what the gateway could not take. */
function trackers(): (Multiplied | string)[] {
  const tracker_id = idOf('dev', 'n.n')
  const container_id = idOf('ctr', `${CONTAINERS} - n.n`)
  const place = { tracker_id, latitude: '40 + n.n % 20', longitude: '60 + n.n % 50' }
  return [
    multiply('tracker', TRACKERS, { id: tracker_id, phone: `'155' || lpad(n.n::text, 8, '0')` }),
    multiply('tracker_binding', TRACKERS / 2, { tracker_id, container_id }),
    multiply('last_position', TRACKERS, place),
    multiply('container_position', TRACKERS, {
      ...place,
      container_id,
      version: `nextval('container_position_version')`,
    }),
    `insert into quarantined_frame (received_at, reason, phone, remote_address, frame)
      select now(), 'checksum', '155' || lpad((n % ${TRACKERS})::text, 8, '0'), '192.0.2.1', '\\x7e00'
      from generate_series(1, ${FRAMES}) n`,
  ]
}

/** On one container in four, for whoever ships it and for who runs the train; one alert in five is open. */
function alerts(): (Multiplied | string)[] {
  const kind = `case n.n % 3 when 0 then 'battery_low' when 1 then 'late' else 'standing_still' end`
  return [EXPORTER, PARTIES.operator].map((organisation, party) => {
    const closed = `case when n.n % 20 <> 0 then now() - interval '1 minute' * (${CONTAINERS} - n.n) end`
    return `insert into alert (id, organisation_id, container_id, departure_id, kind, severity, facts,
        since_at, opened_at, changed_at, ended_at, closed_at, closed_for)
      select ${idOf('alr', `n.n * 2 + ${party}`)}, ${organisation}, ${idOf('ctr', 'n.n')}, ${idOf('dep', TRAIN)}, ${kind},
        case when n.n % 7 = 0 then 'red' else 'yellow' end, '{"percent": 12, "hours": 80, "at": null, "near": null}',
        at, at, at, ${closed}, ${closed}, case when n.n % 20 <> 0 then 'ended' end
      from ${numbers(CONTAINERS)}, lateral (select now() - interval '2 minutes' * (${CONTAINERS} - n.n) as at) m
      where n.n % 4 = 0`
  })
}

/** Members of the first exporter, as many filters as each may keep of a list, invitations and keys. */
function people(): (Multiplied | string)[] {
  const organisation_id = partyOf('exporter')
  const id = idOf('mbr', 'n.n')
  const dates = `created_at, expires_at) select`
  return [
    multiply('auth_user', PEOPLE, { id, email: `'bench' || n.n || '@example.cn'` }),
    multiply('member', PEOPLE, { id, organisation_id }),
    `insert into saved_filter (id, member_id, screen, name, fields, is_default, created_at)
      select ${idOf('flt', 'row_number() over ()')}, member.id, 'bookings', 'filter ' || n, '{"state": "confirmed"}', n = 1, now()
      from member, generate_series(1, 30) n where organisation_id = ${organisation_id}`,
    `insert into invitation (id, organisation_id, email, role, token_digest, ${dates} ${idOf('inv', 'n')},
      ${organisation_id}, 'x' || n || '@example.cn', 'clerk', sha256(('inv' || n)::bytea), now(), now() + interval '7 days'
      from generate_series(1, ${PEOPLE}) n`,
    `insert into api_key (id, organisation_id, name, role, secret_digest, hint, ${dates} ${idOf('key', 'n')},
      ${organisation_id}, 'machine ' || n, 'clerk', sha256(('key' || n)::bytea), 'abcd', now(), now() + interval '365 days'
      from generate_series(1, ${PEOPLE}) n`,
  ]
}

async function fill(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica')
  await client.query('begin')
  await client.query('create temporary table made_number (n integer primary key, number text)')
  const made = Array.from({ length: CONTAINERS }, (_, i) => containerNumberOf(i + 1))
  await client.query(
    'insert into made_number select n, number from unnest($1::text[]) with ordinality m (number, n)',
    [made],
  )
  const all = [
    organisations,
    trains,
    bookings,
    containers,
    accounts,
    trackers,
    alerts,
    people,
  ].flatMap((of) => of())
  for (const one of all) {
    if (typeof one === 'string') await client.query(one)
    else await insert(client, one)
  }
  await client.query('commit')
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

/** The embedded database, by what its own folder says of it. */
export function databaseUrl(dataDir: string): string {
  const port = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const password = readFileSync(join(dataDir, 'secrets', 'postgres-password'), 'utf8')
  return `postgres://landbridge:${password}@127.0.0.1:${port}/landbridge`
}

/** Fills the database once; the rows are taken as they are, without asking the triggers that keep foreign keys. */
export async function fillCorridor(url: string): Promise<Corridor> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from booking where reference = 'PO-1'`)
    if (rowCount === 0) await fill(client)
    const [half, at] = [BOOKINGS / 2, (n: number) => String(Math.floor(n))]
    const { rows } = await client.query(`select
      ${idOf('bkg', at(half))} as booking, ${idOf('ctr', at(CONTAINERS / 2))} as container,
      ${idOf('alr', at(CONTAINERS))} as alert, ${idOf('org', '60')} as organisation, ${idOf('mbr', '150')} as member, ${idOf('dev', '1500')} as tracker,
      ${idOf('dep', at(TRAINS * 0.95))} as departure, ${idOf('dep', at(TRAINS * 0.875 + 2))} as next,
      (select service_id from departure where id = ${idOf('dep', at(TRAINS * 0.95))}) as service`)
    const { next, service, ...middle } = rows[0] as Record<string, string>
    return {
      middle: middle as Corridor['middle'],
      bookingNumber: `LBX${at(half).padStart(9, '0')}`,
      containerNumber: containerNumberOf(CONTAINERS / 2),
      reference: `PO-${half}`,
      serviceId: service!,
      nextDeparture: next!,
    }
  } finally {
    await client.end()
  }
}
