/** The SQL on events that partners captured. */
import { sql, type SqlBool } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { CaptureId, EpcisEvent } from '#exchange/contract.ts'
import type { EpcisQuestion } from '#exchange/epcis-query.ts'

export interface CaptureRow {
  readonly id: CaptureId
  readonly createdAt: Date
  readonly errorBehaviour: 'rollback' | 'proceed'
  readonly succeeded: boolean
  readonly errors: readonly object[]
}

export interface CapturedEvent {
  /** `epe_…`: after every `ctr_…` in the order of ids. */
  readonly id: string
  readonly event: EpcisEvent & { readonly eventID: string; readonly recordTime: string }
  readonly containerIds: readonly ContainerId[]
}

export async function insertCapture(
  tx: Tx,
  organisationId: OrganisationId,
  capture: CaptureRow,
): Promise<void> {
  await tx
    .insertInto('epcis_capture')
    .values({
      id: capture.id,
      organisation_id: organisationId,
      created_at: capture.createdAt,
      error_behaviour: capture.errorBehaviour,
      succeeded: capture.succeeded,
      errors: JSON.stringify(capture.errors),
    })
    .execute()
}

export async function findCapture(
  tx: Tx,
  organisationId: OrganisationId,
  id: string,
): Promise<CaptureRow | undefined> {
  const row = await tx
    .selectFrom('epcis_capture')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return (
    row && {
      id: row.id as CaptureId,
      createdAt: row.created_at,
      errorBehaviour: row.error_behaviour as CaptureRow['errorBehaviour'],
      succeeded: row.succeeded,
      errors: row.errors as object[],
    }
  )
}

/** Of these event ids, those the organisation has captured already, with what was said then. */
export async function findCaptured(
  tx: Tx,
  organisationId: OrganisationId,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  if (eventIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('epcis_event')
    .select(['event_id', 'content'])
    .where('organisation_id', '=', organisationId)
    .where('event_id', 'in', eventIds)
    .execute()
  return new Map(rows.map((row) => [row.event_id, row.content]))
}

export async function insertEvents(
  tx: Tx,
  organisationId: OrganisationId,
  captureId: CaptureId,
  events: readonly CapturedEvent[],
): Promise<void> {
  if (events.length === 0) return
  await tx
    .insertInto('epcis_event')
    .values(
      events.map(({ id, event }) => ({
        id,
        capture_id: captureId,
        organisation_id: organisationId,
        event_id: event.eventID,
        event_time: new Date(event.eventTime),
        record_time: new Date(event.recordTime),
        event_type: event.type,
        action: event.action ?? null,
        biz_step: event.bizStep ?? null,
        disposition: event.disposition ?? null,
        read_point: event.readPoint?.id ?? null,
        biz_location: event.bizLocation?.id ?? null,
        content: JSON.stringify(event),
      })),
    )
    .execute()
  await tx
    .insertInto('epcis_event_container')
    .values(
      events.flatMap(({ id, containerIds }) =>
        containerIds.map((containerId) => ({ event_id: id, container_id: containerId })),
      ),
    )
    .execute()
}

export interface CapturedRow {
  readonly id: string
  readonly at: Date
  readonly event: EpcisEvent
}

/**
 * Captured events about containers that this organisation is a party of, in the order asked for. Of a container that it shares by an
 * LCL booking: its own, as an event says what its party likes, of its own cargo or of anybody's.
 */
export async function listCaptured(
  tx: Tx,
  organisationId: OrganisationId,
  asked: EpcisQuestion,
): Promise<CapturedRow[]> {
  const time = sql.ref(asked.order === 'happened' ? 'event_time' : 'record_time')
  const way = sql.raw(asked.descending ? 'desc' : 'asc')
  const { rows } = await sql<CapturedRow>`
    select id, ${time} as at, content as event from epcis_event event
    where exists (
        select 1 from epcis_event_container about join container_party party using (container_id)
        where about.event_id = event.id and party.organisation_id = ${organisationId}
          and (party.lcl_booking_id is null or event.organisation_id = ${organisationId}))
      and ${sql.join([sql<SqlBool>`true`, ...conditions(asked)], sql` and `)}
    order by ${time} ${way}, id ${way} limit ${asked.limit + 1}`.execute(tx)
  return rows
}

function conditions(asked: EpcisQuestion) {
  const all: ReturnType<typeof sql<SqlBool>>[] = []
  const within = (column: string, { from, before }: EpcisQuestion['happened']) => {
    if (from) all.push(sql`${sql.ref(column)} >= ${from}`)
    if (before) all.push(sql`${sql.ref(column)} < ${before}`)
  }
  within('event_time', asked.happened)
  within('record_time', asked.recorded)
  const oneOf = (column: string, values: readonly string[] | undefined) => {
    if (values) all.push(sql`${sql.ref(column)} = any(${[...values]})`)
  }
  oneOf('event_type', asked.types)
  oneOf('action', asked.actions)
  oneOf('biz_step', asked.bizSteps)
  oneOf('disposition', asked.dispositions)
  oneOf('event_id', asked.eventIds)
  oneOf('read_point', asked.readPoints)
  oneOf('biz_location', asked.bizLocations)
  if (asked.epcs) all.push(sql`content -> 'epcList' ?| ${[...asked.epcs]}`)
  if (asked.after) {
    const time = sql.ref(asked.order === 'happened' ? 'event_time' : 'record_time')
    const beyond = sql.raw(asked.descending ? '<' : '>')
    all.push(sql`(${time}, id) ${beyond} (${asked.after.at}, ${asked.after.id})`)
  }
  return all
}
