/** Timetables, their exceptions and holidays over HTTP; what changes is laid out in the same transaction. */
import type { Actor } from '#kernel/organisation.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Tx } from '#platform/database.ts'
import { serve, type Http } from '#platform/http.ts'
import type { Ids } from '#platform/ids.ts'
import { trainProblem, type TimetableId } from '#train/contract.ts'
import {
  dayIn,
  layOut,
  layOutAll,
  timetableDays,
  type Laying,
} from '#train/timetable/laying-out.ts'
import {
  timetableApi,
  timetableProblem,
  type Holiday,
  type HolidayId,
  type NewHoliday,
  type Timetable,
  type TimetableLaid,
} from '#train/timetable-contract.ts'
import { readTimetableFile } from '#train/timetable/timetable-import.ts'
import { timetableFiles } from '#train/timetable/timetable-files.ts'
import { changeTimetable, openTimetable, withId } from '#train/timetable/timetable-keeping.ts'
import { decideException, type ExceptionRefusal } from '#train/timetable/timetable.ts'
import {
  deleteExceptions,
  deleteHoliday,
  insertExceptions,
  insertHoliday,
  listTimetables,
  lockTimetable,
  markWithdrawn,
  pageTimetables,
  readHolidays,
  readTimetables,
} from '#train/timetable/timetable-store.ts'

const HOLIDAYS_MAX = 200

interface Asking {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
}

export function timetableRoutes(http: Http, daysAhead: number): void {
  const laying = ({ now, ids }: Pick<Asking, 'now' | 'ids'>): Laying => ({ now, ids, daysAhead })
  timetableCommands(http, laying)
  exceptionCommands(http, laying)
  holidayRoutes(http, laying)
  timetableFiles(http)

  serve(http, timetableApi.list, ({ tx, query }) => pageTimetables(tx, query))

  serve(http, timetableApi.get, ({ tx, params }) => getTimetable(tx, params.timetableId))

  serve(http, timetableApi.days, async ({ tx, params, ...asking }) => ({
    items: await timetableDays(tx, laying(asking), await getTimetable(tx, params.timetableId)),
  }))

  serve(http, timetableApi.readFile, ({ tx, body, locale, ...asking }) =>
    readTimetableFile(tx, { ...asking, locale, laying: laying(asking) }, body),
  )
}

type LayingOf = (asking: Pick<Asking, 'now' | 'ids'>) => Laying

function timetableCommands(http: Http, laying: LayingOf): void {
  serve(http, timetableApi.create, async ({ tx, body, actor, now, ids }) => {
    const id = ids('ttb') as TimetableId
    await openTimetable(tx, { actor, now }, id, body)
    return layAnew(tx, laying({ now, ids }), id)
  })

  serve(http, timetableApi.change, async ({ tx, params, body, actor, now, ids }) => {
    await lockOwn(tx, params.timetableId, actor)
    await changeTimetable(tx, params.timetableId, body, now)
    return layAnew(tx, laying({ now, ids }), params.timetableId)
  })

  serve(http, timetableApi.withdraw, async ({ tx, params, actor, now, ids }) => {
    await lockOwn(tx, params.timetableId, actor)
    await markWithdrawn(tx, params.timetableId, now)
    return layAnew(tx, laying({ now, ids }), params.timetableId)
  })
}

function exceptionCommands(http: Http, laying: LayingOf): void {
  serve(http, timetableApi.except, async ({ tx, params, body, actor, now, ids }) => {
    const timetable = await lockOwn(tx, params.timetableId, actor)
    const refusal = decideException(timetable.exceptions, body)
    if (refusal) throw exceptionProblem(refusal)
    await insertExceptions(tx, timetable.id, [withId(ids, body)])
    return layAnew(tx, laying({ now, ids }), timetable.id)
  })

  serve(http, timetableApi.removeException, async ({ tx, params, actor, now, ids }) => {
    const { exceptions, id } = await lockOwn(tx, params.timetableId, actor)
    if (!exceptions.some((one) => one.id === params.exceptionId))
      throw timetableProblem('train.exception_absent')
    await deleteExceptions(tx, id, params.exceptionId)
    return layAnew(tx, laying({ now, ids }), id)
  })
}

function holidayRoutes(http: Http, laying: LayingOf): void {
  serve(http, timetableApi.addHoliday, async ({ tx, body, actor, now, ids }) => {
    const timetables = await listTimetables(tx, { operator: actor.organisationId })
    const holiday = await keepHoliday(tx, { actor, now, ids }, body)
    return { holiday, laid: await layOutAll(tx, laying({ now, ids }), timetables) }
  })

  serve(http, timetableApi.removeHoliday, async ({ tx, params, actor, now, ids }) => {
    if (!(await deleteHoliday(tx, actor.organisationId, params.holidayId)))
      throw timetableProblem('train.holiday_absent')
    const timetables = await listTimetables(tx, { operator: actor.organisationId })
    return { laid: await layOutAll(tx, laying({ now, ids }), timetables) }
  })

  serve(http, timetableApi.listHolidays, async ({ tx, query, now }) => ({
    // In the zone where a day lasts longest: one that is over nowhere is shown.
    items: await readHolidays(tx, query.operator, dayIn(now, 'Etc/GMT+12')),
  }))
}

async function keepHoliday(
  tx: Tx,
  { actor, now, ids }: Asking,
  holiday: NewHoliday,
): Promise<Holiday> {
  if (holiday.until < holiday.from) throw timetableProblem('train.period_reversed')
  const operatorId = actor.organisationId
  const others = await readHolidays(tx, operatorId, dayIn(now, 'Etc/GMT+12'))
  if (others.length >= HOLIDAYS_MAX)
    throw timetableProblem('train.too_many_holidays', { most: HOLIDAYS_MAX })
  const rival = others.find(({ from, until }) => from <= holiday.until && holiday.from <= until)
  if (rival !== undefined)
    throw timetableProblem('train.holiday_overlaps', {
      day: rival.from > holiday.from ? rival.from : holiday.from,
    })
  const kept = { ...holiday, id: ids('hol') as HolidayId, operatorId }
  await insertHoliday(tx, kept)
  return kept
}

function exceptionProblem({ code, ...facts }: ExceptionRefusal): Problem {
  return timetableProblem(code, facts)
}

/** Held from here on; refused where it is another's, or over. */
async function lockOwn(tx: Tx, id: TimetableId, actor: Actor): Promise<Timetable> {
  const timetable = await lockTimetable(tx, id)
  if (timetable === undefined) throw timetableProblem('train.timetable_absent')
  if (timetable.operatorId !== actor.organisationId) throw trainProblem('train.not_your_service')
  if (timetable.withdrawnAt !== null) throw timetableProblem('train.timetable_withdrawn')
  return timetable
}

async function getTimetable(tx: Tx, id: TimetableId): Promise<Timetable> {
  const [timetable] = await readTimetables(tx, [id])
  if (timetable === undefined) throw timetableProblem('train.timetable_absent')
  return timetable
}

async function layAnew(tx: Tx, laying: Laying, id: TimetableId): Promise<TimetableLaid> {
  const timetable = (await lockTimetable(tx, id))!
  return { timetable, laid: await layOut(tx, laying, timetable) }
}
