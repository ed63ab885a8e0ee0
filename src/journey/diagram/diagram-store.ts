/** What a party's containers tell of its trains, in SQL: when they passed each station, where they are, which are expected when. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { DepartureId } from '#train/contract.ts'
import type { Passed } from '#journey/diagram/diagram.ts'

type OfTrain<Row> = Row & { readonly departureId: DepartureId }

/** The container in the middle, of those of the train that the party takes part in. */
export async function readPassed(
  tx: Tx,
  organisationId: OrganisationId,
  ids: readonly DepartureId[],
): Promise<OfTrain<Passed>[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<OfTrain<Passed>>`
    with own as materialized (
      select container.id, container.departure_id from container
      join container_party as party on party.container_id = container.id and party.organisation_id = ${organisationId}
      where container.departure_id = any(${[...ids]}::text[]) and container.stage <> 'cancelled'),
    told as (
      select own.departure_id, step.place as station, step.at, 'stated' as by,
        case step.event when 'departed' then 'left' when 'transshipped' then 'left' else 'arrived' end as kind
      from own join container_step as step on step.container_id = own.id
      where step.event in ('departed', 'border_arrived', 'transshipped', 'arrived')
      union all
      select own.departure_id, seen.station, seen.at, 'seen',
        case seen.kind when 'departed' then 'left' else seen.kind end
      from own join seen_milestone as seen on seen.container_id = own.id where seen.kind <> 'border_crossed')
    select departure_id as "departureId", station, kind, by, count(*)::int as containers,
      extract(epoch from percentile_disc(0.5) within group (order by at))::float8 * 1000 as ms
    from told group by 1, 2, 3, 4`.execute(tx)
  return rows
}

/** Where each container on its way was last, and when it is expected. */
export interface UnderWay {
  readonly id: ContainerId
  readonly departureId: DepartureId
  readonly lat: number | null
  readonly lon: number | null
  readonly ms: number | null
  readonly expectedMs: number | null
}

export async function readUnderWay(
  tx: Tx,
  organisationId: OrganisationId,
  ids: readonly DepartureId[],
): Promise<UnderWay[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<UnderWay>`
    select container.id, container.departure_id as "departureId", here.latitude as lat, here.longitude as lon,
      extract(epoch from here.device_time)::float8 * 1000 as ms,
      extract(epoch from expected.expected_at)::float8 * 1000 as "expectedMs"
    from container
    join container_party as party on party.container_id = container.id and party.organisation_id = ${organisationId}
    left join container_position as here on here.container_id = container.id
    left join expected_arrival as expected on expected.container_id = container.id
    where container.departure_id = any(${[...ids]}::text[]) and container.stage not in ('cancelled', 'arrived')`.execute(
    tx,
  )
  return rows
}
