/** Timetables, their exceptions and holidays in SQL: the only file that touches `timetable`, `timetable_exception` and `holiday`. */
import type { Selectable } from 'kysely'
import type { Clock, Day } from '#kernel/day.ts'
import type { OrganisationId } from '#kernel/organisation.ts'
import { toPage, type Page } from '#kernel/page.ts'
import type { Tx } from '#platform/database.ts'
import type { Tables } from '#platform/tables.gen.ts'
import type { ServiceId, TimetableId } from '#train/contract.ts'
import { readServices, type PageAsked } from '#train/store.ts'
import {
  CutOffs,
  type ExceptionKind,
  type Holiday,
  type HolidayId,
  type NewHoliday,
  type NewTimetable,
  type OnHolidays,
  type Timetable,
  type TimetableException,
} from '#train/timetable-contract.ts'

/** An operator has at most two hundred to come. */
const HOLIDAYS_READ_MAX = 1_000

/** False when the line has one of that name. */
export async function insertTimetable(
  tx: Tx,
  id: TimetableId,
  timetable: NewTimetable,
  now: Date,
): Promise<boolean> {
  const made = await tx
    .insertInto('timetable')
    .values({ id, service_id: timetable.serviceId, ...toColumns(timetable), created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return made.numInsertedOrUpdatedRows === 1n
}

export async function updateTimetable(
  tx: Tx,
  id: TimetableId,
  timetable: Omit<NewTimetable, 'serviceId'>,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('timetable')
    .set({ ...toColumns(timetable), changed_at: now })
    .where('id', '=', id)
    .execute()
}

/** The refusal PostgreSQL gives when another timetable of the line has the name. */
export function isNameTaken(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '23505' && constraint === 'timetable_name'
}

export async function markWithdrawn(tx: Tx, id: TimetableId, now: Date): Promise<void> {
  await tx.updateTable('timetable').set({ withdrawn_at: now }).where('id', '=', id).execute()
}

export async function insertExceptions(
  tx: Tx,
  timetableId: TimetableId,
  exceptions: readonly TimetableException[],
): Promise<void> {
  if (exceptions.length === 0) return
  await tx
    .insertInto('timetable_exception')
    .values(
      exceptions.map(({ id, from, until, kind, departsClock, capacityTeu, reason }) => ({
        id,
        timetable_id: timetableId,
        from_day: from,
        until_day: until,
        kind,
        departs_clock: departsClock,
        capacity_teu: capacityTeu,
        reason,
      })),
    )
    .execute()
}

/** One of them, or all. */
export async function deleteExceptions(
  tx: Tx,
  timetableId: TimetableId,
  exceptionId?: string,
): Promise<void> {
  let gone = tx.deleteFrom('timetable_exception').where('timetable_id', '=', timetableId)
  if (exceptionId !== undefined) gone = gone.where('id', '=', exceptionId)
  await gone.execute()
}

/** Held until the transaction ends: laying out and changing go one after the other. `skip`: undefined while another holds it. */
export async function lockTimetable(
  tx: Tx,
  id: TimetableId,
  { skip = false }: { readonly skip?: boolean } = {},
): Promise<Timetable | undefined> {
  const locked = tx.selectFrom('timetable').select('id').where('id', '=', id).forUpdate()
  const row = await (skip ? locked.skipLocked() : locked).executeTakeFirst()
  return row && (await readTimetables(tx, [id]))[0]
}

/** By id, in the order of the ids given. */
export async function readTimetables(tx: Tx, ids: readonly TimetableId[]): Promise<Timetable[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('timetable').selectAll().where('id', 'in', ids).execute()
  const exceptions = await tx
    .selectFrom('timetable_exception')
    .selectAll()
    .where('timetable_id', 'in', ids)
    .orderBy('from_day')
    .orderBy('id')
    .execute()
  const services = await readServices(tx, [
    ...new Set(rows.map((row) => row.service_id as ServiceId)),
  ])
  const excepted = Map.groupBy(exceptions, (row) => row.timetable_id)
  const found = new Map(
    rows.map((row) => {
      const { operatorId, names } = services.get(row.service_id as ServiceId)!
      const own = (excepted.get(row.id) ?? []).map(toException)
      return [row.id, { ...toTimetable(row), operatorId, lineNames: names, exceptions: own }]
    }),
  )
  return ids.flatMap((id) => found.get(id) ?? [])
}

export async function pageTimetables(
  tx: Tx,
  {
    cursor,
    limit,
    service,
    operator,
  }: PageAsked & {
    readonly service?: ServiceId | undefined
    readonly operator?: OrganisationId | undefined
  },
): Promise<Page<Timetable>> {
  let rows = tx
    .selectFrom('timetable')
    .select('id')
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .limit(limit + 1)
  if (service !== undefined) rows = rows.where('service_id', '=', service)
  if (operator !== undefined)
    rows = rows.where('service_id', 'in', (eb) =>
      eb.selectFrom('service').select('id').where('operator_id', '=', operator),
    )
  if (cursor !== undefined) rows = rows.where('id', '>', cursor)
  const page = toPage(await rows.execute(), limit, (row) => row.id)
  const ids = page.items.map((row) => row.id as TimetableId)
  return { ...page, items: await readTimetables(tx, ids) }
}

/** Those in use of these lines; without lines, all of them. */
export async function listTimetables(
  tx: Tx,
  asked:
    { readonly services: readonly ServiceId[] } | { readonly operator: OrganisationId } | 'all',
): Promise<TimetableId[]> {
  let rows = tx.selectFrom('timetable').select('id').where('withdrawn_at', 'is', null).orderBy('id')
  if (asked !== 'all' && 'services' in asked) {
    if (asked.services.length === 0) return []
    rows = rows.where('service_id', 'in', asked.services)
  }
  if (asked !== 'all' && 'operator' in asked)
    rows = rows.where('service_id', 'in', (eb) =>
      eb.selectFrom('service').select('id').where('operator_id', '=', asked.operator),
    )
  return (await rows.execute()).map((row) => row.id as TimetableId)
}

export async function insertHoliday(tx: Tx, holiday: Holiday): Promise<void> {
  const { id, operatorId, from, until, name } = holiday
  await tx
    .insertInto('holiday')
    .values({ id, operator_id: operatorId, from_day: from, until_day: until, name })
    .execute()
}

/** False when the operator has no such holiday. */
export async function deleteHoliday(
  tx: Tx,
  operatorId: OrganisationId,
  id: HolidayId,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('holiday')
    .where('id', '=', id)
    .where('operator_id', '=', operatorId)
    .executeTakeFirst()
  return gone.numDeletedRows === 1n
}

/** Those that are not over on that day, of one operator or of all. */
export async function readHolidays(
  tx: Tx,
  operatorId: OrganisationId | undefined,
  since: NewHoliday['from'],
): Promise<Holiday[]> {
  let rows = tx
    .selectFrom('holiday')
    .selectAll()
    .where('until_day', '>=', since)
    .orderBy('from_day')
    .orderBy('id')
    .limit(HOLIDAYS_READ_MAX)
  if (operatorId !== undefined) rows = rows.where('operator_id', '=', operatorId)
  return (await rows.execute()).map((row) => ({
    id: row.id as HolidayId,
    operatorId: row.operator_id as OrganisationId,
    from: row.from_day as Day,
    until: row.until_day as Day,
    name: row.name,
  }))
}

function toColumns(timetable: Omit<NewTimetable, 'serviceId'>) {
  return {
    name: timetable.name,
    train_number: timetable.trainNumber,
    valid_from: timetable.validFrom,
    valid_until: timetable.validUntil,
    weekdays: [...timetable.weekdays],
    departs_clock: timetable.departsClock,
    cut_offs: JSON.stringify(timetable.cutOffs),
    capacity_teu: timetable.capacityTeu,
    gross_kg_max: timetable.grossKgMax ?? null,
    wagon_kg_max: timetable.wagonKgMax ?? null,
    reefer_plugs: timetable.reeferPlugs ?? null,
    dangerous_places: timetable.dangerousPlaces ?? null,
    on_holidays: timetable.onHolidays,
  }
}

function toTimetable(
  row: Selectable<Tables['timetable']>,
): Omit<Timetable, 'operatorId' | 'lineNames' | 'exceptions'> {
  return {
    id: row.id as TimetableId,
    serviceId: row.service_id as ServiceId,
    name: row.name,
    trainNumber: row.train_number,
    validFrom: row.valid_from as Day,
    validUntil: row.valid_until as Day | null,
    weekdays: row.weekdays,
    departsClock: row.departs_clock as Clock,
    cutOffs: CutOffs.parse(row.cut_offs),
    onHolidays: row.on_holidays as OnHolidays,
    capacityTeu: row.capacity_teu,
    grossKgMax: row.gross_kg_max,
    wagonKgMax: row.wagon_kg_max,
    reeferPlugs: row.reefer_plugs,
    dangerousPlaces: row.dangerous_places,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  }
}

function toException(row: Selectable<Tables['timetable_exception']>): TimetableException {
  return {
    id: row.id as TimetableException['id'],
    from: row.from_day as Day,
    until: row.until_day as Day,
    kind: row.kind as ExceptionKind,
    departsClock: row.departs_clock as Clock | null,
    capacityTeu: row.capacity_teu,
    reason: row.reason,
  }
}
