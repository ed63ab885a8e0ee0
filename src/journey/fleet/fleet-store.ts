/**
 * The fleet in SQL. It reads tables of booking, train and tracking beside its own, because a page of it is one query; what a party may
 * see follows `container_party`.
 */
import { sql, type RawBuilder } from 'kysely'
import { listOrganisations } from '#identity'
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { shownFrom } from '#tracking'
import type { PositionPrecision } from '#tracking/contract.ts'
import type { DepartureId } from '#train/contract.ts'
import { minutesOf, type Lateness } from '#kernel/lateness.ts'
import type { FleetFix, FleetRow, FleetShipper, FleetTrain } from '#journey/fleet-contract.ts'

/** `NOTIFY` comes by it with the id of a container whose row of the fleet may read otherwise now. */
export const FLEET_CHANNEL = 'fleet'

export interface FleetAsked {
  readonly train?: string | undefined
  readonly shipper?: string | undefined
  readonly stage?: string | undefined
  readonly late?: Lateness | undefined
  readonly held?: 'true' | 'false' | undefined
  readonly q?: string | undefined
}

/** A row before trains and shippers are numbered. */
export interface FleetEntry {
  readonly id: ContainerId
  readonly departureId: DepartureId
  readonly shipperId: OrganisationId
  readonly organisationIds: readonly OrganisationId[]
  /** False when it has been cancelled, or arrived long ago. */
  readonly isShown: boolean
  readonly toRow: (train: number, shipper: number) => FleetRow
}

interface Columns {
  readonly id: string
  readonly container_number: string | null
  readonly booking_number: string
  readonly departure_id: string
  readonly shipper_id: string
  readonly stage: string
  readonly held: boolean
  readonly place: string
  readonly step_s: number
  readonly late_minutes: number | null
  readonly expected_s: number | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly device_s: number
  readonly received_s: number
  readonly speed_kmh: number
  readonly precision: PositionPrecision
  readonly organisation_ids?: string[]
  readonly is_shown?: boolean
}

/** Since 1970. */
export const secondsOf = (column: string): RawBuilder<unknown> =>
  sql`floor(extract(epoch from ${sql.ref(column)}))::int8`

const FIELDS = sql`container.id, container.container_number, container.booking_number, container.departure_id,
  booking.organisation_id as shipper_id, container.stage, container.held, container.place,
  ${secondsOf('container.last_step_at')} as step_s, expected.late_minutes, ${secondsOf('expected.expected_at')} as expected_s,
  here.latitude, here.longitude, ${secondsOf('here.device_time')} as device_s,
  ${secondsOf('here.received_at')} as received_s, here.speed_kmh, here.precision`

const JOINED = sql`join booking on booking.id = container.booking_id
  left join expected_arrival expected on expected.container_id = container.id
  left join container_position here on here.container_id = container.id`

const shown = (now: Date): RawBuilder<unknown> => sql`(container.stage <> 'cancelled'
  and (container.stage <> 'arrived' or container.last_step_at >= ${shownFrom(now)}))`

/** Where a page is read from: a party's containers that are shown, newest first; what else is wanted of them begins with `and`. */
export const fleetPage = (
  organisationId: OrganisationId,
  now: Date,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  wanted: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> => sql`from container_party party
  join container on container.id = party.container_id ${JOINED}
  where party.organisation_id = ${organisationId} and ${shown(now)} ${wanted}
    ${cursor === undefined ? sql`` : sql`and party.container_id < ${cursor} and container.id < ${cursor}`}
  order by party.container_id desc limit ${limit}`

/** One more row than asked for, where there are more. */
export async function pageFleet(
  tx: Tx,
  organisationId: OrganisationId,
  now: Date,
  asked: FleetAsked & { readonly cursor?: string | undefined; readonly limit: number },
): Promise<FleetEntry[]> {
  const { cursor, limit } = asked
  const page = fleetPage(organisationId, now, { cursor, limit: limit + 1 }, filters(asked))
  const { rows } = await sql<Columns>`select ${FIELDS} ${page}`.execute(tx)
  return rows.map(toEntry)
}

function filters({ train, shipper, stage, late, held, q }: FleetAsked): RawBuilder<unknown> {
  const wanted: RawBuilder<unknown>[] = []
  if (train !== undefined) wanted.push(sql`container.departure_id = ${train}`)
  if (shipper !== undefined) wanted.push(sql`booking.organisation_id = ${shipper}`)
  if (stage !== undefined) wanted.push(sql`container.stage = ${stage}`)
  if (held !== undefined) wanted.push(sql`container.held = ${held === 'true'}`)
  if (late === 'unknown') wanted.push(sql`expected.late_minutes is null`)
  else if (late !== undefined) {
    const { from, below } = minutesOf(late)
    if (Number.isFinite(from)) wanted.push(sql`expected.late_minutes >= ${from}`)
    if (Number.isFinite(below)) wanted.push(sql`expected.late_minutes < ${below}`)
  }
  if (q !== undefined && q !== '') {
    const beginning = `${q
      .toUpperCase()
      .replaceAll(/\s/g, '')
      .replaceAll(/[\\%_]/g, '\\$&')}%`
    wanted.push(
      sql`(container.container_number like ${beginning} or container.booking_number like ${beginning})`,
    )
  }
  return wanted.length === 0 ? sql`` : sql`and ${sql.join(wanted, sql` and `)}`
}

/** Rows of these containers, for everybody entitled to them. */
export async function readFleet(
  tx: Tx,
  ids: readonly ContainerId[],
  now: Date,
): Promise<FleetEntry[]> {
  const { rows } = await sql<Columns>`
    select ${FIELDS}, array(
      select organisation_id from container_party where container_id = container.id
    ) as organisation_ids, ${shown(now)} as is_shown
    from container ${JOINED}
    where container.id = any(${ids}::text[])`.execute(tx)
  return rows.map(toEntry)
}

/** Moves since a version of those a party may see, for who comes back. */
export async function fleetMovedSince(
  tx: Tx,
  organisationId: OrganisationId,
  version: number,
  limit: number,
): Promise<[ContainerId, FleetFix][]> {
  const { rows } = await sql<Columns>`
    select here.container_id as id, latitude, longitude, ${secondsOf('here.device_time')} as device_s,
      ${secondsOf('here.received_at')} as received_s, speed_kmh, precision
    from container_position here
    join container_party party on party.container_id = here.container_id and party.organisation_id = ${organisationId}
    where here.version > ${version} order by here.version limit ${limit}`.execute(tx)
  return rows.map((row) => [row.id as ContainerId, fixOf(row)!])
}

export async function readTrains(tx: Tx, ids: readonly DepartureId[]): Promise<FleetTrain[]> {
  const { rows } = await sql<{
    id: string
    train_number: string
    departs_at: Date
    origin: string
    destination: string
  }>`
    select departure.id, train_number, departs_at, origin, destination
    from departure join service on service.id = departure.service_id
    where departure.id = any(${ids}::text[])`.execute(tx)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((departureId) => {
    const row = byId.get(departureId)!
    return {
      departureId,
      trainNumber: row.train_number,
      departsAt: row.departs_at.toISOString(),
      origin: row.origin as FleetTrain['origin'],
      destination: row.destination as FleetTrain['destination'],
    }
  })
}

export async function readShippers(
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<FleetShipper[]> {
  const byId = new Map((await listOrganisations(tx, ids)).map((one) => [one.id, one.names]))
  return ids.map((id) => ({ id, names: byId.get(id)! }))
}

/** Said in the transaction that changed something. */
export async function tellFleet(tx: Tx, ids: readonly ContainerId[]): Promise<void> {
  await sql`select pg_notify(${FLEET_CHANNEL}, id) from unnest(${ids}::text[]) as id`.execute(tx)
}

/** Degrees to five places: a metre. */
const metre = (degrees: number): number => Math.round(degrees * 1e5) / 1e5

export function fleetFix(fix: {
  readonly latitude: number
  readonly longitude: number
  readonly deviceS: number
  readonly receivedS: number
  readonly speedKmh: number
  readonly precision: PositionPrecision
}): FleetFix {
  const { latitude, longitude, deviceS, receivedS, speedKmh, precision } = fix
  return [metre(latitude), metre(longitude), deviceS, receivedS, Math.round(speedKmh), precision]
}

function fixOf(row: Columns): FleetFix | null {
  const { latitude, longitude } = row
  if (latitude === null || longitude === null) return null
  return fleetFix({
    latitude,
    longitude,
    deviceS: row.device_s,
    receivedS: row.received_s,
    speedKmh: row.speed_kmh,
    precision: row.precision,
  })
}

function toEntry(row: Columns): FleetEntry {
  return {
    id: row.id as ContainerId,
    departureId: row.departure_id as DepartureId,
    shipperId: row.shipper_id as OrganisationId,
    organisationIds: (row.organisation_ids ?? []) as OrganisationId[],
    isShown: row.is_shown ?? true,
    toRow: (train, shipper) => [
      row.id as ContainerId,
      row.container_number,
      row.booking_number,
      train,
      shipper,
      row.stage as FleetRow[5],
      row.held,
      row.place as FleetRow[7],
      row.step_s,
      row.late_minutes,
      row.expected_s,
      fixOf(row),
    ],
  }
}
