/**
 * Lists of containers in SQL: pages of what an organisation may see, newest first. Each is cut from an index of what the organisation
 * has a right to before a container is read, so that no plan can read the containers of others on the way: not even one that was made
 * from a misleading sample of them.
 */
import { sql, type RawBuilder } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import {
  CustomsStatus,
  Stage,
  type BookingId,
  type ContainerFilter,
  type ContainerState,
} from '#booking/contract.ts'
import { lclNumber, toContainer, type ContainerRow } from '#booking/container-store.ts'
import { likeBeginning } from '#booking/listing-store.ts'

export interface ContainersAsked extends Omit<ContainerFilter, 'todo'> {
  /** Only containers in one of these states. */
  readonly states?: readonly ContainerState[] | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function pageContainers(
  tx: Tx,
  organisationId: OrganisationId,
  asked: ContainersAsked,
): Promise<Page<ContainerRow>> {
  const states = statesAsked(asked)
  if (states?.length === 0) return { items: [], next: null }
  const rows = await tx
    .selectFrom(idsOf(organisationId, asked, states).as('page'))
    .innerJoin('container_party', (join) =>
      join
        .onRef('container_party.container_id', '=', 'page.container_id')
        .on('container_party.organisation_id', '=', organisationId),
    )
    .innerJoin('container', 'container.id', 'page.container_id')
    .selectAll('container')
    .select(['lcl_booking_id', lclNumber])
    .orderBy('page.container_id', 'desc')
    .execute()
  const page = toPage(rows, asked.limit, (row) => row.id)
  return { ...page, items: page.items.map(toContainer) }
}

/** Every state that fits what was asked; undefined where any does. */
function statesAsked({ states, stage, customs }: ContainersAsked): ContainerState[] | undefined {
  if (states === undefined && stage === undefined && customs === undefined) return
  const all = states ?? ALL_STATES
  return all.filter(
    (state) =>
      (stage === undefined || state.stage === stage) &&
      (customs === undefined || state.customs === customs),
  )
}

const ALL_STATES: readonly ContainerState[] = Stage.options.flatMap((stage) =>
  CustomsStatus.options.flatMap((customs) =>
    [false, true].map((held) => ({ stage, customs, held })),
  ),
)

type Ids = RawBuilder<{ container_id: string }>

/** Ids of the page and one more, newest first. */
function idsOf(
  organisationId: OrganisationId,
  asked: ContainersAsked,
  states: readonly ContainerState[] | undefined,
): Ids {
  const { departure, booking, q } = asked
  const isNamed = departure !== undefined || booking !== undefined || Boolean(q)
  if (isNamed) return idsNamed(organisationId, asked, states)
  return states === undefined
    ? newestOf(organisationId, asked)
    : idsInStates(organisationId, asked, states)
}

const newestOf = (
  organisationId: OrganisationId,
  { cursor, limit }: ContainersAsked,
  wanted: RawBuilder<unknown> = sql``,
): Ids => sql`(select party.container_id from container_party party
  where party.organisation_id = ${organisationId} ${wanted}
    ${cursor === undefined ? sql`` : sql`and party.container_id < ${cursor}`}
  order by party.container_id desc limit ${limit + 1})`

/** The newest of each state, and of those the newest: as many short ranges of one index as there are states. */
function idsInStates(
  organisationId: OrganisationId,
  asked: ContainersAsked,
  states: readonly ContainerState[],
): Ids {
  const ofState = newestOf(
    organisationId,
    asked,
    sql`and party.stage = state.stage and party.customs = state.customs and party.held = state.held`,
  )
  return sql`(select newest.container_id
    from ${table(states)} cross join lateral ${ofState} newest
    order by newest.container_id desc limit ${asked.limit + 1})`
}

const table = (states: readonly ContainerState[]): RawBuilder<unknown> => sql`unnest(
  ${states.map(({ stage }) => stage)}::text[], ${states.map(({ customs }) => customs)}::text[],
  ${states.map(({ held }) => held)}::boolean[]) state (stage, customs, held)`

/** Of a train, of a booking, or by what a person typed: few containers, which other indexes find. */
function idsNamed(
  organisationId: OrganisationId,
  { departure, booking, q, cursor, limit }: ContainersAsked,
  states: readonly ContainerState[] | undefined,
): Ids {
  const wanted = [sql`party.organisation_id = ${organisationId}`]
  // Said of both sides of the join: of one alone, the other would be read from its newest row on.
  if (cursor !== undefined)
    wanted.push(sql`party.container_id < ${cursor} and container.id < ${cursor}`)
  if (departure !== undefined) wanted.push(sql`container.departure_id = ${departure}`)
  if (booking !== undefined)
    wanted.push(sql`container.booking_id = ${boxBookingOf(booking, organisationId)}`)
  if (states !== undefined)
    wanted.push(
      sql`(container.stage, container.customs, container.held) in (select * from ${table(states)})`,
    )
  if (q) {
    const beginning = likeBeginning(q)
    wanted.push(
      sql`(container.container_number like ${beginning} or container.booking_number like ${beginning})`,
    )
  }
  return sql`(select party.container_id from container_party party
    join container on container.id = party.container_id
    where ${sql.join(wanted, sql` and `)}
    order by party.container_id desc limit ${limit + 1})`
}

/** The container of an LCL booking is that of the booking which holds its consolidation; for nobody who has no part in it. */
const boxBookingOf = (id: BookingId, organisationId: OrganisationId) => sql<string>`coalesce((
  select box.id from booking_party party join booking lcl on lcl.id = party.booking_id
  join booking box on box.consolidation_id = lcl.consolidation_id
  where lcl.id = ${id} and lcl.load = 'LCL' and box.load = 'FCL' and party.organisation_id = ${organisationId}), ${id})`
