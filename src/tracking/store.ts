/** Trackers and their bindings in SQL; gateway-store.ts and position-store.ts hold the rest of tracking's tables. */
import type { ContainerId } from '#booking/contract.ts'
import { sql, type RawBuilder } from 'kysely'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import { Tracker, trackingProblem, type TrackerId } from '#tracking/contract.ts'

interface NewTracker {
  readonly id: TrackerId
  readonly operatorId: OrganisationId
  readonly phone: string
  readonly terminalId: string
  readonly maker: string
  readonly model: string
  readonly secretDigest: Uint8Array
  readonly registeredAt: Date
}

export async function insertTracker(tx: Tx, tracker: NewTracker): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('tracker')
    .values({
      id: tracker.id,
      operator_id: tracker.operatorId,
      phone: tracker.phone,
      terminal_id: tracker.terminalId,
      maker: tracker.maker,
      model: tracker.model,
      secret_digest: tracker.secretDigest,
      registered_at: tracker.registeredAt,
    })
    .onConflict((taken) => taken.column('phone').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows !== 1n)
    throw trackingProblem('tracking.phone_taken', { phone: tracker.phone })
}

/** Absent for another operator's tracker. Two commands on one tracker wait for each other. */
export async function lockTracker(
  tx: Tx,
  operatorId: OrganisationId,
  id: TrackerId,
): Promise<{ readonly terminalId: string }> {
  const row = await tx
    .selectFrom('tracker')
    .select('terminal_id')
    .where('id', '=', id)
    .where('operator_id', '=', operatorId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw trackingProblem('tracking.tracker_absent')
  return { terminalId: row.terminal_id }
}

interface TrackerRow {
  readonly id: string
  readonly phone: string
  readonly terminal_id: string
  readonly maker: string
  readonly model: string
  readonly registered_at: Date
  readonly edition: string | null
  readonly container_id: string | null
  readonly container_number: string | null
  readonly bound_at: Date | null
  readonly device_time: Date | null
  readonly received_at: Date | null
}

const selectTrackers = (where: RawBuilder<unknown>) => sql<TrackerRow>`
  select tracker.id, phone, terminal_id, maker, model, registered_at, edition,
    binding.container_id, container_number, bound_at, device_time, received_at
  from tracker
  left join tracker_binding binding on binding.tracker_id = tracker.id and unbound_at is null
  left join container on container.id = binding.container_id
  left join last_position on last_position.tracker_id = tracker.id
  where ${where}`

function toTracker(row: TrackerRow): Tracker {
  return Tracker.parse({
    id: row.id,
    phone: row.phone,
    terminalId: row.terminal_id,
    maker: row.maker,
    model: row.model,
    registeredAt: row.registered_at.toISOString(),
    edition: row.edition,
    container:
      row.container_id === null
        ? null
        : {
            id: row.container_id,
            number: row.container_number,
            since: row.bound_at!.toISOString(),
          },
    lastFixAt: row.device_time?.toISOString() ?? null,
    lastReceivedAt: row.received_at?.toISOString() ?? null,
  })
}

export async function getTracker(
  tx: Tx,
  operatorId: OrganisationId,
  id: TrackerId,
): Promise<Tracker> {
  const mine = sql`tracker.id = ${id} and operator_id = ${operatorId}`
  const { rows } = await selectTrackers(mine).execute(tx)
  if (rows[0] === undefined) throw trackingProblem('tracking.tracker_absent')
  return toTracker(rows[0])
}

/** Of the operator's own, by the number they name themselves by. */
export async function findTrackersByPhone(
  tx: Tx,
  operatorId: OrganisationId,
  phones: readonly string[],
): Promise<ReadonlyMap<string, TrackerId>> {
  const { rows } = await sql<{ phone: string; id: TrackerId }>`
    select phone, id from tracker
    where operator_id = ${operatorId} and phone = any(${[...new Set(phones)]})`.execute(tx)
  return new Map(rows.map(({ phone, id }) => [phone, id]))
}

interface TrackerFilter {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly free?: 'true' | 'false' | undefined
}

/** Newest first: ids sort by age, so the last id shown is the cursor. */
export async function listTrackers(
  tx: Tx,
  operatorId: OrganisationId,
  { cursor, limit, free }: TrackerFilter,
): Promise<Page<Tracker>> {
  const { rows } = await selectTrackers(sql`operator_id = ${operatorId}
    and (${cursor ?? null}::text is null or tracker.id < ${cursor ?? null})
    and (${free ?? null}::text is null or (container_id is null) = (${free ?? null} = 'true'))
    order by tracker.id desc limit ${limit + 1}`).execute(tx)
  const page = toPage(rows, limit, (row) => row.id)
  return { items: page.items.map(toTracker), next: page.next }
}

export interface BindingState {
  readonly trackerIsBound: boolean
  readonly containerIsBound: boolean
  readonly trackerFreeSince: Date | null
}

export async function getBindingState(
  tx: Tx,
  trackerId: TrackerId,
  containerId: ContainerId,
): Promise<BindingState> {
  const { rows } = await sql<BindingState>`
    select
      exists (select from tracker_binding where tracker_id = ${trackerId} and unbound_at is null) as "trackerIsBound",
      exists (select from tracker_binding where container_id = ${containerId} and unbound_at is null) as "containerIsBound",
      (select max(unbound_at) from tracker_binding where tracker_id = ${trackerId}) as "trackerFreeSince"`.execute(
    tx,
  )
  return rows[0]!
}

export async function insertBinding(
  tx: Tx,
  trackerId: TrackerId,
  containerId: ContainerId,
  boundAt: Date,
): Promise<void> {
  await tx
    .insertInto('tracker_binding')
    .values({ tracker_id: trackerId, container_id: containerId, bound_at: boundAt })
    .execute()
}

/** False when it was bound to nothing. A binding that has lasted no time yet is no binding, and goes. */
export async function closeBinding(tx: Tx, trackerId: TrackerId, now: Date): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('tracker_binding')
    .where('tracker_id', '=', trackerId)
    .where('unbound_at', 'is', null)
    .where('bound_at', '>=', now)
    .executeTakeFirstOrThrow()
  if (numDeletedRows === 1n) return true
  const { numUpdatedRows } = await tx
    .updateTable('tracker_binding')
    .set({ unbound_at: now })
    .where('tracker_id', '=', trackerId)
    .where('unbound_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
