/**
 * A page of the fleet by columns, written by the database itself: for whoever reads a hundred thousand rows at once, a row that becomes
 * objects here, is checked field by field and written as text again costs most of what the reading takes.
 */
import { sql } from 'kysely'
import { Stage } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import { PositionPrecision } from '#tracking/contract.ts'
import type { DepartureId } from '#train/contract.ts'
import { FLEET_COLUMN_NAMES, type FleetColumnName } from '#journey/fleet-contract.ts'
import { fleetPage, readShippers, readTrains, secondsOf } from '#journey/fleet/fleet-store.ts'

interface Written extends Readonly<Record<FleetColumnName, string>> {
  /** As JSON, by the numbers the columns use. */
  readonly departures: DepartureId[] | null
  readonly shippers: OrganisationId[] | null
  readonly rows: number
  readonly last: string | null
}

/** The text of a FleetColumns. */
export async function writeFleetColumns(
  tx: Tx,
  organisationId: OrganisationId,
  now: Date,
  asked: { readonly cursor?: string | undefined; readonly limit: number; readonly mark: string },
): Promise<string> {
  const { cursor, limit, mark } = asked
  const columns = sql.join(
    FLEET_COLUMN_NAMES.map((name) => {
      const column = sql.ref(name)
      return sql`coalesce(json_agg(${column} order by id desc)::text, '[]') as ${column}`
    }),
  )
  const { rows } = await sql<Written>`
    with page as materialized (
      select container.id, container.container_number as number, container.booking_number as booking,
        container.departure_id, booking.organisation_id,
        array_position(${Stage.options}::text[], container.stage) - 1 as stage, container.held::int as held,
        container.place, ${secondsOf('container.last_step_at')} as step, expected.late_minutes as late,
        ${secondsOf('expected.expected_at')} as expected,
        round(here.latitude * 1e5)::int as lat, round(here.longitude * 1e5)::int as lon,
        ${secondsOf('here.device_time')} as at, ${secondsOf('here.received_at')} as heard,
        round(here.speed_kmh)::int as speed,
        array_position(${PositionPrecision.options}::text[], here.precision) - 1 as precision
      ${fleetPage(organisationId, now, { cursor, limit })}
    ), departures as (
      select departure_id, row_number() over (order by departure_id) - 1 as train
      from (select distinct departure_id from page) as one
    ), shippers as (
      select organisation_id, row_number() over (order by organisation_id) - 1 as shipper
      from (select distinct organisation_id from page) as one
    )
    select ${columns}, count(*)::int as rows, min(id) as last,
      (select json_agg(departure_id order by train) from departures) as departures,
      (select json_agg(organisation_id order by shipper) from shippers) as shippers
    from page join departures using (departure_id) join shippers using (organisation_id)`.execute(
    tx,
  )
  const page = rows[0]!
  const head = JSON.stringify({
    trains: await readTrains(tx, page.departures ?? []),
    shippers: await readShippers(tx, page.shippers ?? []),
    next: page.rows === limit ? page.last : null,
    mark,
  })
  const written = FLEET_COLUMN_NAMES.map((name) => `"${name}":${page[name]}`)
  return `${head.slice(0, -1)},"columns":{${written.join(',')}}}`
}
