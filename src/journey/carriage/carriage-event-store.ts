/**
 * What was said of carriages as events in one order, for partners' systems: each departure and arrival where it was said otherwise than
 * before, planned or actual. Those of carriages that were withdrawn are told no more.
 */
import { sql, type SqlBool } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { StepsAsked } from '#booking'
import { zoneOfPlace } from '#kernel/ports.ts'
import { timestampIn, type Timestamp } from '#kernel/time.ts'
import type { TransportMode } from '#kernel/transport-mode.ts'
import type { UnLocode } from '#kernel/un-locode.ts'
import type { Tx } from '#platform/database.ts'
import type { CarriagePlace } from '#journey/carriage-contract.ts'

export interface CarriageEvent {
  readonly containerId: ContainerId
  readonly containerNumber: string | null
  readonly equipmentType: string
  readonly bookingNumber: string
  /** Among all that happened to the container, behind its steps. */
  readonly sequence: number
  readonly kind: 'departure' | 'arrival'
  readonly at: Timestamp
  readonly happened: boolean
  readonly recordedAt: Date
  readonly mode: TransportMode
  readonly carrier: string
  readonly conveyance: string | null
  readonly voyage: string | null
  readonly place: CarriagePlace
  readonly carriageId: string
  /** The number of the step, and so of the statement in the ledger, that says it; null for what was said before there were any. */
  readonly statement: number | null
}

/** A question as steps are asked by, so that both stand in one list. */
export type CarriageEventsAsked = Omit<StepsAsked, 'events' | 'places'> & {
  readonly kinds?: readonly CarriageEvent['kind'][] | undefined
  readonly unLocodes?: readonly string[] | undefined
  /** What is planned, too. */
  readonly plans: boolean
}

/** Steps are counted from 1: no container has so many. */
const BEHIND_STEPS = 1_000_000

interface Row {
  readonly container_id: string
  readonly container_number: string | null
  readonly equipment_type: string
  readonly booking_number: string
  readonly sequence: number
  readonly kind: CarriageEvent['kind']
  readonly at: Date
  readonly happened: boolean
  readonly said_at: Date
  readonly mode: string
  readonly carrier: string
  readonly conveyance: string | null
  readonly voyage: string | null
  readonly place: string
  readonly place_name: string | null
  readonly carriage_id: string
  readonly statement: number | null
}

export async function listCarriageEvents(
  tx: Tx,
  asked: CarriageEventsAsked,
): Promise<CarriageEvent[]> {
  const way = sql.raw(asked.descending ? 'desc' : 'asc')
  const time = asked.order === 'happened' ? sql.ref('event.at') : sql.ref('said.said_at')
  const { rows } = await sql<Row>`
    select of_one.container_id, container_number, equipment_type, booking_number, event.sequence, event.kind, event.at,
      event.happened, said.said_at, said.mode, said.carrier, said.conveyance, said.voyage, event.place,
      event.place_name, said.carriage_id,
      (select step.sequence from carriage_step step where step.carriage_id = said.carriage_id
        and step.version = said.version and step.kind = event.kind and step.container_id = of_one.container_id) as statement
    from carriage_said said
    join carriage on carriage.id = said.carriage_id and withdrawn_at is null
    join carriage_container of_one on of_one.carriage_id = said.carriage_id
    join container on container.id = of_one.container_id
    left join carriage_said prior on prior.carriage_id = said.carriage_id and prior.version = said.version - 1
    cross join lateral (values
      (${BEHIND_STEPS} + 2 * said.number, 'departure', coalesce(said.departed_at, said.planned_departure_at),
        said.departed_at is not null, said.from_place, said.from_name,
        coalesce(prior.departed_at, prior.planned_departure_at), prior.departed_at is not null),
      (${BEHIND_STEPS} + 2 * said.number + 1, 'arrival', coalesce(said.arrived_at, said.planned_arrival_at),
        said.arrived_at is not null, said.to_place, said.to_name,
        coalesce(prior.arrived_at, prior.planned_arrival_at), prior.arrived_at is not null)
    ) as event (sequence, kind, at, happened, place, place_name, before_at, before_happened)
    where (event.before_at is null or event.at <> event.before_at or event.happened <> event.before_happened)
      and ${sql.join(conditions(asked), sql` and `)}
    order by ${time} ${way}, of_one.container_id ${way}, event.sequence ${way}
    limit ${asked.limit}`.execute(tx)
  return rows.map(toEvent)
}

function conditions(asked: CarriageEventsAsked) {
  const { of, order, after, descending, happened, recorded } = asked
  const all = [
    'containerId' in of
      ? sql<SqlBool>`of_one.container_id = ${of.containerId}`
      : sql<SqlBool>`exists (select 1 from container_party party
          where party.container_id = of_one.container_id and party.organisation_id = ${of.organisationId})`,
  ]
  const within = (column: 'event.at' | 'said.said_at', span: StepsAsked['happened']) => {
    if (span?.from) all.push(sql`${sql.ref(column)} >= ${span.from}`)
    if (span?.before) all.push(sql`${sql.ref(column)} < ${span.before}`)
  }
  within('event.at', happened)
  within('said.said_at', recorded)
  if (!asked.plans) all.push(sql`event.happened`)
  if (asked.kinds) all.push(sql`event.kind = any(${[...asked.kinds]})`)
  if (asked.unLocodes) all.push(sql`event.place = any(${[...asked.unLocodes]})`)
  if (asked.containerNumbers) all.push(sql`container_number = any(${[...asked.containerNumbers]})`)
  if (asked.containerIds) all.push(sql`of_one.container_id = any(${[...asked.containerIds]})`)
  if (asked.bookingNumber !== undefined) all.push(sql`booking_number = ${asked.bookingNumber}`)
  if (after) {
    const time = sql.ref(order === 'happened' ? 'event.at' : 'said.said_at')
    const beyond = sql.raw(descending ? '<' : '>')
    all.push(sql`(${time}, of_one.container_id, event.sequence) ${beyond}
      (${after.at}, ${after.containerId}, ${after.sequence})`)
  }
  return all
}

function toEvent(row: Row): CarriageEvent {
  const code = row.place as UnLocode
  return {
    containerId: row.container_id as ContainerId,
    containerNumber: row.container_number,
    equipmentType: row.equipment_type,
    bookingNumber: row.booking_number,
    sequence: Number(row.sequence),
    kind: row.kind,
    at: timestampIn(row.at.getTime(), zoneOfPlace(code)),
    happened: row.happened,
    recordedAt: row.said_at,
    mode: row.mode as TransportMode,
    carrier: row.carrier,
    conveyance: row.conveyance,
    voyage: row.voyage,
    place: { code, ...(row.place_name !== null && { name: row.place_name }) },
    carriageId: row.carriage_id,
    statement: row.statement,
  }
}
