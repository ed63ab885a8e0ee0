/** Steps of many containers at once, in the order of time: what partners' systems ask for. */
import { sql, type SqlBool } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { BookingId, ContainerId, StepPublic } from '#booking/contract.ts'

/** By when it happened, or by when it was recorded: a late entry is new only by the second. */
export type StepOrder = 'happened' | 'recorded'

export interface StepsAsked {
  /** Whose: the containers this organisation is a party of, or one container for everyone. */
  readonly of: { readonly organisationId: OrganisationId } | { readonly containerId: ContainerId }
  readonly events?: readonly string[] | undefined
  readonly containerNumbers?: readonly string[] | undefined
  /** Of those of the organisation, these alone. */
  readonly containerIds?: readonly string[] | undefined
  readonly bookingNumber?: string | undefined
  readonly places?: readonly string[] | undefined
  readonly happened?: Span | undefined
  readonly recorded?: Span | undefined
  readonly order: StepOrder
  readonly descending: boolean
  /** The place in the order that the page before ended at. */
  readonly after?: StepPlace | undefined
  readonly limit: number
}

/** From a moment on, before another. */
export interface Span {
  readonly from?: Date | undefined
  readonly before?: Date | undefined
}

export interface StepPlace {
  readonly at: Date
  readonly containerId: string
  readonly sequence: number
}

export interface StepOfContainer {
  readonly containerId: ContainerId
  readonly bookingId: BookingId
  readonly bookingNumber: string
  readonly sequence: number
  readonly at: Date
  readonly recordedAt: Date
  readonly public: StepPublic
}

export async function listSteps(tx: Tx, asked: StepsAsked): Promise<StepOfContainer[]> {
  const time = sql.ref(asked.order === 'happened' ? 'step.at' : 'step.recorded_at')
  const way = sql.raw(asked.descending ? 'desc' : 'asc')
  const { rows } = await sql<StepOfContainer>`
    select step.container_id as "containerId", booking_id as "bookingId",
      booking_number as "bookingNumber", step.sequence, step.at, step.recorded_at as "recordedAt", step.public
    from container_step step join container on container.id = step.container_id
    where ${sql.join(conditions(asked), sql` and `)}
    order by ${time} ${way}, step.container_id ${way}, step.sequence ${way}
    limit ${asked.limit}`.execute(tx)
  return rows
}

function conditions(asked: StepsAsked) {
  const { of, order, after, descending, happened, recorded } = asked
  const all = [
    'containerId' in of
      ? sql<SqlBool>`step.container_id = ${of.containerId}`
      : sql<SqlBool>`exists (select 1 from container_party party
          where party.container_id = step.container_id and party.organisation_id = ${of.organisationId})`,
  ]
  const within = (column: 'step.at' | 'step.recorded_at', span: Span | undefined) => {
    if (span?.from) all.push(sql`${sql.ref(column)} >= ${span.from}`)
    if (span?.before) all.push(sql`${sql.ref(column)} < ${span.before}`)
  }
  within('step.at', happened)
  within('step.recorded_at', recorded)
  if (asked.events) all.push(sql`step.event = any(${[...asked.events]})`)
  if (asked.places) all.push(sql`step.place = any(${[...asked.places]})`)
  if (asked.containerNumbers)
    all.push(sql`step.public ->> 'containerNumber' = any(${[...asked.containerNumbers]})`)
  if (asked.containerIds) all.push(sql`step.container_id = any(${[...asked.containerIds]})`)
  if (asked.bookingNumber !== undefined) all.push(sql`booking_number = ${asked.bookingNumber}`)
  if (after) {
    const time = sql.ref(order === 'happened' ? 'step.at' : 'step.recorded_at')
    const beyond = sql.raw(descending ? '<' : '>')
    all.push(sql`(${time}, step.container_id, step.sequence) ${beyond}
      (${after.at}, ${after.containerId}, ${after.sequence})`)
  }
  return all
}

/** Of boxes by their numbers, the containers this organisation is a party of; on an open journey first, else the latest. */
export async function findContainersByNumber(
  tx: Tx,
  organisationId: OrganisationId,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, ContainerId>> {
  if (numbers.length === 0) return new Map()
  const { rows } = await sql<{ number: string; id: ContainerId }>`
    select distinct on (container_number) container_number as number, id
    from container join container_party party on party.container_id = container.id
    where party.organisation_id = ${organisationId} and container_number = any(${[...numbers]})
      and container.stage <> 'cancelled'
    order by container_number, container.stage = 'arrived', id desc`.execute(tx)
  return new Map(rows.map(({ number, id }) => [number, id]))
}
