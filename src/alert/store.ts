/** Alerts and what became of them, in SQL: the only file that touches `alert`, `alert_change` and `alert_mute`. */
import { sql, type Selectable } from 'kysely'
import type { BookingId, ContainerId } from '#booking/contract.ts'
import type { MemberId, OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { DepartureId } from '#train/contract.ts'
import type { AlertFacts } from '#alert/alert.ts'
import { COUNTED_MAX, type AlertChange, type AlertId, type ClosedFor } from '#alert/contract.ts'
import type { AlertKind, Severity } from '#alert/rule-contract.ts'

export interface AlertRow {
  readonly id: AlertId
  readonly organisationId: OrganisationId
  readonly containerId: ContainerId
  readonly departureId: DepartureId
  readonly kind: AlertKind
  readonly severity: Severity
  readonly facts: AlertFacts
  readonly sinceAt: Date
  readonly endedAt: Date | null
  readonly openedAt: Date
  readonly changedAt: Date
  readonly closedAt: Date | null
  readonly closedFor: ClosedFor | null
  readonly acknowledgedAt: Date | null
  readonly mutedUntil: Date | null
}

type Row = Selectable<Tables['alert']>

function toAlertRow(row: Row): AlertRow {
  return {
    id: row.id as AlertId,
    organisationId: row.organisation_id as OrganisationId,
    containerId: row.container_id as ContainerId,
    departureId: row.departure_id as DepartureId,
    kind: row.kind as AlertKind,
    severity: row.severity as Severity,
    facts: row.facts as AlertFacts,
    sinceAt: row.since_at,
    endedAt: row.ended_at,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    closedAt: row.closed_at,
    closedFor: row.closed_for as ClosedFor | null,
    acknowledgedAt: row.acknowledged_at,
    mutedUntil: row.muted_until,
  }
}

const toColumns = (alert: AlertRow) => ({
  id: alert.id,
  organisation_id: alert.organisationId,
  container_id: alert.containerId,
  departure_id: alert.departureId,
  kind: alert.kind,
  severity: alert.severity,
  facts: JSON.stringify(alert.facts),
  since_at: alert.sinceAt,
  ended_at: alert.endedAt,
  opened_at: alert.openedAt,
  changed_at: alert.changedAt,
  closed_at: alert.closedAt,
  closed_for: alert.closedFor,
  acknowledged_at: alert.acknowledgedAt,
  muted_until: alert.mutedUntil,
})

/** As they are now, the new ones too: the caller holds their container's watch. */
export async function saveAlerts(tx: Tx, alerts: readonly AlertRow[]): Promise<void> {
  if (alerts.length === 0) return
  await tx
    .insertInto('alert')
    .values(alerts.map(toColumns))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        departure_id: eb.ref('excluded.departure_id'),
        severity: eb.ref('excluded.severity'),
        facts: eb.ref('excluded.facts'),
        ended_at: eb.ref('excluded.ended_at'),
        changed_at: eb.ref('excluded.changed_at'),
        closed_at: eb.ref('excluded.closed_at'),
        closed_for: eb.ref('excluded.closed_for'),
        acknowledged_at: eb.ref('excluded.acknowledged_at'),
        muted_until: eb.ref('excluded.muted_until'),
      })),
    )
    .execute()
}

export interface NewChange {
  readonly alert: AlertRow
  readonly change: AlertChange['change']
  readonly at: Date
  readonly memberId?: MemberId | null
  readonly reason?: string
  readonly until?: Date
  readonly tellAt?: Date | null
}

/** In this order; each alert's are numbered on from what is there. */
export async function insertChanges(tx: Tx, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ alert, change, at, memberId, reason, until, tellAt }, place) => ({
    place,
    alert_id: alert.id,
    at,
    change,
    severity: alert.severity,
    facts: alert.facts,
    member_id: memberId ?? null,
    reason: reason ?? null,
    until: until ?? null,
    tell_at: tellAt ?? null,
  }))
  await sql`
    insert into alert_change (alert_id, number, at, change, severity, facts, member_id, reason, until, tell_at)
    select alert_id, row_number() over (partition by alert_id order by place)
        + coalesce((select max(number) from alert_change before where before.alert_id = made.alert_id), 0),
      at, change, severity, facts, member_id, reason, until, tell_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (place int, alert_id text, at timestamptz,
      change text, severity text, facts jsonb, member_id text, reason text, until timestamptz, tell_at timestamptz)
    order by place`.execute(tx)
}

/** Open ones of several containers, for every organisation. */
export async function readOpenAlerts(tx: Tx, ids: readonly ContainerId[]): Promise<AlertRow[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('alert')
    .selectAll()
    .where('container_id', 'in', ids)
    .where('closed_at', 'is', null)
    .execute()
  return rows.map(toAlertRow)
}

/** Of these kinds, whose cause ended since a moment or has not: against telling of one thing twice. */
export async function readRecentAlerts(
  tx: Tx,
  ids: readonly ContainerId[],
  kinds: readonly AlertKind[],
  since: Date,
): Promise<AlertRow[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('alert')
    .selectAll()
    .where('container_id', 'in', ids)
    .where('kind', 'in', kinds)
    .where((eb) => eb.or([eb('closed_at', 'is', null), eb('ended_at', '>=', since)]))
    .execute()
  return rows.map(toAlertRow)
}

/** The estimate that each organisation was told of by the last alert that it moved: `container organisation` → RFC 3339. */
export async function readToldEtas(
  tx: Tx,
  ids: readonly ContainerId[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ container_id: string; organisation_id: string; to_at: string }>`
    select distinct on (container_id, organisation_id) container_id, organisation_id, facts ->> 'toAt' as to_at
    from alert where kind = 'eta_moved' and container_id = any(${[...ids]})
    order by container_id, organisation_id, id desc`.execute(tx)
  return new Map(rows.map((row) => [`${row.container_id} ${row.organisation_id}`, row.to_at]))
}

/** Silences that last: `container organisation kind` → until. */
export async function readMutes(
  tx: Tx,
  ids: readonly ContainerId[],
  now: Date,
): Promise<ReadonlyMap<string, Date>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('alert_mute')
    .selectAll()
    .where('container_id', 'in', ids)
    .where('until', '>', now)
    .execute()
  return new Map(
    rows.map((row) => [`${row.container_id} ${row.organisation_id} ${row.kind}`, row.until]),
  )
}

/** `until` null: it speaks again. */
export async function keepMute(tx: Tx, alert: AlertRow, until: Date | null): Promise<void> {
  const { organisationId, containerId, kind } = alert
  if (until === null) {
    await tx
      .deleteFrom('alert_mute')
      .where('container_id', '=', containerId)
      .where('organisation_id', '=', organisationId)
      .where('kind', '=', kind)
      .execute()
    return
  }
  await tx
    .insertInto('alert_mute')
    .values({ organisation_id: organisationId, container_id: containerId, kind, until })
    .onConflict((conflict) =>
      conflict.columns(['container_id', 'organisation_id', 'kind']).doUpdateSet({ until }),
    )
    .execute()
}

/** With the names that stand beside it on a list. */
export interface ListedAlert extends AlertRow {
  readonly bookingId: BookingId
  readonly containerName: string
  readonly trainNumber: string
}

const listed = (tx: Tx, organisationId: OrganisationId) =>
  tx
    .selectFrom('alert')
    .innerJoin('container', 'container.id', 'alert.container_id')
    .innerJoin('departure', 'departure.id', 'alert.departure_id')
    .leftJoin('container_party as party', (join) =>
      join
        .onRef('party.container_id', '=', 'alert.container_id')
        .onRef('party.organisation_id', '=', 'alert.organisation_id'),
    )
    .selectAll('alert')
    .select(['lcl_booking_id', 'booking_id', 'container_number', 'booking_number', 'train_number'])
    .where('alert.organisation_id', '=', organisationId)

type ListedRow = Awaited<ReturnType<ReturnType<typeof listed>['execute']>>[number]

const toListed = (row: ListedRow): ListedAlert => ({
  ...toAlertRow(row),
  bookingId: (row.lcl_booking_id ?? row.booking_id) as BookingId,
  containerName: row.container_number ?? row.booking_number,
  trainNumber: row.train_number,
})

export interface AlertsAsked {
  readonly state: 'open' | 'closed' | 'all'
  readonly kind?: AlertKind | undefined
  readonly severity?: Severity | undefined
  readonly departure?: DepartureId | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function pageAlerts(
  tx: Tx,
  organisationId: OrganisationId,
  { state, kind, severity, departure, cursor, limit }: AlertsAsked,
): Promise<Page<ListedAlert>> {
  let rows = listed(tx, organisationId)
    .orderBy('alert.id', 'desc')
    .limit(limit + 1)
  if (state !== 'all') rows = rows.where('closed_at', state === 'open' ? 'is' : 'is not', null)
  if (kind !== undefined) rows = rows.where('alert.kind', '=', kind)
  if (severity !== undefined) rows = rows.where('severity', '=', severity)
  if (departure !== undefined) rows = rows.where('alert.departure_id', '=', departure)
  if (cursor !== undefined) rows = rows.where('alert.id', '<', cursor)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  return { ...page, items: page.items.map(toListed) }
}

export async function listContainerAlerts(
  tx: Tx,
  organisationId: OrganisationId,
  containerId: ContainerId,
  limit: number,
): Promise<ListedAlert[]> {
  const rows = await listed(tx, organisationId)
    .where('alert.container_id', '=', containerId)
    // Open ones first, however old.
    .orderBy(sql`closed_at is not null`)
    .orderBy('alert.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toListed)
}

/** Scoped: absent for another organisation's. */
export async function findAlert(
  tx: Tx,
  organisationId: OrganisationId,
  id: AlertId,
): Promise<ListedAlert | undefined> {
  const row = await listed(tx, organisationId).where('alert.id', '=', id).executeTakeFirst()
  return row && toListed(row)
}

export async function readChanges(tx: Tx, id: AlertId) {
  return tx
    .selectFrom('alert_change')
    .leftJoin('auth_user', 'auth_user.id', 'alert_change.member_id')
    .selectAll('alert_change')
    .select('auth_user.name')
    .where('alert_id', '=', id)
    .orderBy('number')
    .execute()
}

/** Open ones that wait for somebody: neither seen to nor muted. Counted up to a hundred. */
export async function countAlerts(
  tx: Tx,
  organisationId: OrganisationId,
  now: Date,
): Promise<{ open: number; red: number }> {
  const { rows } = await sql<{ open: number; red: number }>`
    select count(*) as open, count(*) filter (where severity = 'red') as red from (
      select severity from alert
      where organisation_id = ${organisationId} and closed_at is null and acknowledged_at is null
        and coalesce(muted_until <= ${now}, true)
      limit ${COUNTED_MAX}) as waiting`.execute(tx)
  return rows[0]!
}

export interface Untold {
  readonly change: 'opened' | 'upgraded' | 'closed'
  readonly at: Date
  readonly facts: AlertFacts
  readonly alert: AlertRow
  readonly containerName: string
  readonly trainNumber: string
}

type UntoldRow = Row & {
  readonly container_number: string | null
  readonly booking_number: string
  readonly train_number: string
  readonly told_change: Untold['change']
  readonly told_at: Date
  readonly told_facts: AlertFacts
  readonly told_severity: Severity
}

/** What is due to be told, in the order it happened; held, so that one server tells it, and marked as told. */
export async function takeUntold(tx: Tx, now: Date, limit: number): Promise<Untold[]> {
  const { rows } = await sql<UntoldRow>`
    with due as (
      select alert_id, number from alert_change where tell_at <= ${now}
      order by tell_at, alert_id, number limit ${limit} for update skip locked
    ), told as (
      update alert_change set tell_at = null from due
      where alert_change.alert_id = due.alert_id and alert_change.number = due.number
      returning alert_change.*
    )
    select alert.*, container_number, booking_number, train_number, told.change as told_change, told.at as told_at,
      told.facts as told_facts, told.severity as told_severity
    from told join alert on alert.id = told.alert_id
    join container on container.id = alert.container_id join departure on departure.id = alert.departure_id
    order by told.at, alert.id, told.number`.execute(tx)
  return rows.map((row) => ({
    change: row.told_change,
    at: row.told_at,
    facts: row.told_facts,
    alert: { ...toAlertRow(row), severity: row.told_severity },
    containerName: row.container_number ?? row.booking_number,
    trainNumber: row.train_number,
  }))
}

const KEPT_DAYS = 400

/** Closed alerts are kept a little more than a year, as notices are. */
export async function forgetAlerts(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await tx.deleteFrom('alert').where('closed_at', '<', before).execute()
  await tx.deleteFrom('alert_mute').where('until', '<', now).execute()
}
