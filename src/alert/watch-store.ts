/** Who is to be looked at and when, in SQL: the only file that touches `alert_watch` and `alert_reading`. */
import { sql } from 'kysely'
import type { ContainerId } from '#booking/contract.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { DepartureId } from '#train/contract.ts'
import type { Trace } from '#alert/trace.ts'

/** A container that moves all the time is looked at this often. */
const LOOK_EVERY_MS = 60_000

export interface Watched {
  readonly containerId: ContainerId
  /** Of the last look; null before the first. */
  readonly lookedAt: Date | null
  readonly state: WatchState | null
}

/** What is remembered between two looks. */
export interface WatchState {
  readonly departureId: DepartureId
  /** The first estimate: what the parties know until an alert tells them better. */
  readonly etaToldMs: number | null
  /** Since when we have been there without a break to hear of it: what nobody heard meanwhile is no silence of its tracker. */
  readonly listeningMs: number
  readonly trace: Trace | null
}

/** The most overdue first; each is held until the transaction ends, so that one server looks at it. */
export async function claimDue(tx: Tx, now: Date, limit: number): Promise<Watched[]> {
  const rows = await tx
    .selectFrom('alert_watch')
    .select(['container_id', 'judged_at', 'trace'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map(toWatched)
}

/** Held like those, for who has something to say of just these. */
export async function lockWatched(tx: Tx, ids: readonly ContainerId[]): Promise<Watched[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('alert_watch')
    .select(['container_id', 'judged_at', 'trace'])
    .where('container_id', 'in', ids)
    .orderBy('container_id')
    .forUpdate()
    .execute()
  return rows.map(toWatched)
}

interface Row {
  readonly container_id: string
  readonly judged_at: Date | null
  readonly trace: unknown
}

const toWatched = (row: Row): Watched => ({
  containerId: row.container_id as ContainerId,
  lookedAt: row.judged_at,
  state: row.trace as WatchState | null,
})

export interface Looked extends Pick<Watched, 'containerId' | 'state'> {
  readonly dueAt: Date
  readonly isOnWay: boolean
}

export async function keepLooked(tx: Tx, looked: readonly Looked[], now: Date): Promise<void> {
  if (looked.length === 0) return
  await sql`
    update alert_watch set due_at = looked.due_at, judged_at = ${now}, on_way = looked.on_way, trace = looked.trace
    from unnest(${looked.map(({ containerId }) => containerId)}::text[],
      ${looked.map(({ dueAt }) => dueAt)}::timestamptz[],
      ${looked.map(({ isOnWay }) => isOnWay)}::boolean[],
      ${looked.map(({ state }) => JSON.stringify(state))}::jsonb[]) as looked (container_id, due_at, on_way, trace)
    where alert_watch.container_id = looked.container_id`.execute(tx)
}

/** Their journey is over. */
export async function forgetWatched(tx: Tx, ids: readonly ContainerId[]): Promise<void> {
  if (ids.length === 0) return
  await tx.deleteFrom('alert_watch').where('container_id', 'in', ids).execute()
}

/** Looked at and failed: not at once again, or it would keep the others waiting. */
export async function postpone(tx: Tx, id: ContainerId, until: Date): Promise<void> {
  await tx
    .updateTable('alert_watch')
    .set({ due_at: until })
    .where('container_id', '=', id)
    .execute()
}

/** Something became of them that may matter: they are due now. Those not known yet are from now on. */
export async function markDue(tx: Tx, ids: readonly ContainerId[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into alert_watch (container_id, due_at)
    select distinct id, ${now}::timestamptz from unnest(${[...ids]}::text[]) as id order by 1
    on conflict (container_id) do update set due_at = least(alert_watch.due_at, excluded.due_at)`.execute(
    tx,
  )
}

/** In one order, so that two who mark the same wait for each other in one direction. */
async function markWhere(tx: Tx, now: Date, which: ReturnType<typeof sql>): Promise<void> {
  await sql`
    with due as (
      select container_id from alert_watch where due_at > ${now} and ${which} order by container_id for update
    )
    update alert_watch set due_at = ${now} from due where alert_watch.container_id = due.container_id`.execute(
    tx,
  )
}

export function markTrain(tx: Tx, id: DepartureId, now: Date): Promise<void> {
  return markWhere(
    tx,
    now,
    sql`container_id in (select id from container where departure_id = ${id})`,
  )
}

export function markOrganisation(tx: Tx, id: OrganisationId, now: Date): Promise<void> {
  return markWhere(
    tx,
    now,
    sql`container_id in (select container_id from container_party where organisation_id = ${id})`,
  )
}

/** They moved: due, but not sooner than a while after the last look; what stands in a yard is not looked at for it. */
export async function markMoved(tx: Tx, ids: readonly ContainerId[], now: Date): Promise<void> {
  const every = new Date(now.getTime() - LOOK_EVERY_MS)
  await sql`
    with moved as (
      select container_id, case when judged_at > ${every} then judged_at + ${LOOK_EVERY_MS}::float8 * interval '1 millisecond'
        else ${now} end as due_at
      from alert_watch where container_id = any(${[...ids]}) and on_way order by container_id for update
    )
    update alert_watch set due_at = moved.due_at from moved
    where alert_watch.container_id = moved.container_id and alert_watch.due_at > moved.due_at`.execute(
    tx,
  )
}

/** The version read up to; undefined while another server reads. */
export async function lockReading(tx: Tx): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`
    select version from alert_reading for update skip locked`.execute(tx)
  return rows[0]?.version
}

export async function moveReading(tx: Tx, version: number): Promise<void> {
  await tx.updateTable('alert_reading').set({ version }).execute()
}
