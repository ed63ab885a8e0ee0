/** Lines in SQL: the only file that touches `service`, `service_stop` and `service_party`. */
import type { Selectable } from 'kysely'
import type { Gauge } from '#kernel/gauge.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { StationCode } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { Service, ServiceId, ServiceStop, ServiceSummary } from '#train/contract.ts'

export interface PageAsked {
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function insertService(tx: Tx, service: Service, now: Date): Promise<void> {
  const { id, operatorId, names, stops } = service
  await tx
    .insertInto('service')
    .values({
      id,
      operator_id: operatorId,
      name_zh: names.zh,
      name_en: names.en,
      name_ru: names.ru,
      origin: stops[0]!.station,
      destination: stops.at(-1)!.station,
      created_at: now,
    })
    .execute()
  await insertStops(tx, service)
  await insertParties(tx, service)
}

/** Names, stops and parties anew; the ends and the operator stay. */
export async function updateService(tx: Tx, service: Service): Promise<void> {
  const { id, names, stops } = service
  await tx
    .updateTable('service')
    .set({
      name_zh: names.zh,
      name_en: names.en,
      name_ru: names.ru,
      origin: stops[0]!.station,
      destination: stops.at(-1)!.station,
    })
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('service_stop').where('service_id', '=', id).execute()
  await insertStops(tx, service)
  await tx.deleteFrom('service_party').where('service_id', '=', id).execute()
  await insertParties(tx, service)
}

/** Holds the line until the transaction ends: no train is scheduled on it meanwhile. */
export async function lockService(tx: Tx, id: ServiceId): Promise<void> {
  await tx.selectFrom('service').select('id').where('id', '=', id).forUpdate().execute()
}

async function insertStops(tx: Tx, { id, stops }: Service): Promise<void> {
  await tx
    .insertInto('service_stop')
    .values(
      stops.map((stop, position) => ({
        service_id: id,
        position,
        station: stop.station,
        planned_offset_minutes: stop.plannedOffsetMinutes,
        gauge_mm: stop.gaugeMm,
      })),
    )
    .execute()
}

async function insertParties(tx: Tx, { id, parties }: Service): Promise<void> {
  const rows = [
    ...parties.warehouseIds.map((organisation) => [organisation, 'warehouse'] as const),
    ...parties.customsIds.map((organisation) => [organisation, 'customs'] as const),
    ...parties.railIds.map((organisation) => [organisation, 'rail'] as const),
  ]
  await tx
    .insertInto('service_party')
    .values(rows.map(([organisation_id, kind]) => ({ service_id: id, organisation_id, kind })))
    // The same organisation named twice in a list is one party.
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Lines by id, each with its stops in order. */
export async function readServices(
  tx: Tx,
  ids: readonly ServiceId[],
): Promise<ReadonlyMap<ServiceId, ServiceSummary>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('service').selectAll().where('id', 'in', ids).execute()
  const stops = await tx
    .selectFrom('service_stop')
    .selectAll()
    .where('service_id', 'in', ids)
    .orderBy('service_id')
    .orderBy('position')
    .execute()
  const byService = Map.groupBy(stops, (stop) => stop.service_id)
  return new Map(
    rows.map((row) => [
      row.id as ServiceId,
      toSummary(row, (byService.get(row.id) ?? []).map(toStop)),
    ]),
  )
}

export async function findService(tx: Tx, id: ServiceId): Promise<Service | undefined> {
  return (await readWithParties(tx, [id]))[0]
}

/** Lines with the parties that work on them, in the order asked; one that does not exist is left out. */
export async function readWithParties(tx: Tx, ids: readonly ServiceId[]): Promise<Service[]> {
  const services = await readServices(tx, ids)
  if (services.size === 0) return []
  const rows = await tx
    .selectFrom('service_party')
    .selectAll()
    .where('service_id', 'in', ids)
    .orderBy('organisation_id')
    .execute()
  const byService = Map.groupBy(rows, (row) => row.service_id)
  return ids.flatMap((id) => {
    const summary = services.get(id)
    if (summary === undefined) return []
    const { operatorId, names, stops } = summary
    return [{ id, operatorId, names, stops, parties: toParties(byService.get(id) ?? []) }]
  })
}

function toParties(rows: readonly Selectable<Tables['service_party']>[]): Service['parties'] {
  const ofKind = (kind: string) =>
    rows.filter((row) => row.kind === kind).map((row) => row.organisation_id as OrganisationId)
  return {
    warehouseIds: ofKind('warehouse'),
    customsIds: ofKind('customs'),
    railIds: ofKind('rail'),
  }
}

/** Of one operator, or of all; the corridors know some hundreds of lines. */
const LINES_MAX = 2_000

export async function listServiceIds(
  tx: Tx,
  operatorId: OrganisationId | undefined,
): Promise<ServiceId[]> {
  let rows = tx.selectFrom('service').select('id').orderBy('id').limit(LINES_MAX)
  if (operatorId !== undefined) rows = rows.where('operator_id', '=', operatorId)
  return (await rows.execute()).map((row) => row.id as ServiceId)
}

/** All the lines of an operator. */
export async function listServicesOf(
  tx: Tx,
  operatorId: OrganisationId,
): Promise<ServiceSummary[]> {
  const ids = await listServiceIds(tx, operatorId)
  const services = await readServices(tx, ids)
  return ids.map((id) => services.get(id)!)
}

export async function pageServices(
  tx: Tx,
  asked: PageAsked & { readonly operator?: OrganisationId | undefined },
): Promise<Page<ServiceSummary>> {
  let rows = tx
    .selectFrom('service')
    .select('id')
    .orderBy('id')
    .limit(asked.limit + 1)
  if (asked.cursor !== undefined) rows = rows.where('id', '>', asked.cursor)
  if (asked.operator !== undefined) rows = rows.where('operator_id', '=', asked.operator)
  const page = toPage(await rows.execute(), asked.limit, (row) => row.id)
  const ids = page.items.map((row) => row.id as ServiceId)
  const services = await readServices(tx, ids)
  return { ...page, items: ids.map((id) => services.get(id)!) }
}

function toSummary(row: Selectable<Tables['service']>, stops: ServiceStop[]): ServiceSummary {
  return {
    id: row.id as ServiceId,
    operatorId: row.operator_id as OrganisationId,
    names: { zh: row.name_zh, en: row.name_en, ru: row.name_ru },
    origin: row.origin as StationCode,
    destination: row.destination as StationCode,
    stops,
  }
}

function toStop(row: Selectable<Tables['service_stop']>): ServiceStop {
  return {
    station: row.station as StationCode,
    plannedOffsetMinutes: row.planned_offset_minutes,
    gaugeMm: row.gauge_mm as Gauge,
  }
}
