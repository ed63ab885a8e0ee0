/** Opening and changing a timetable, by hand or from a file. */
import type { Actor } from '#kernel/organisation.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import type { TimetableId } from '#train/contract.ts'
import { getOwnService, timesProblem } from '#train/departures.ts'
import { lockService } from '#train/store.ts'
import {
  timetableProblem,
  TIMETABLES_OF_A_LINE_MAX,
  type NewException,
  type NewTimetable,
  type TimetableException,
} from '#train/timetable-contract.ts'
import {
  insertTimetable,
  isNameTaken,
  listTimetables,
  updateTimetable,
} from '#train/timetable/timetable-store.ts'
import { decidePattern, type Pattern } from '#train/timetable/timetable.ts'

interface Keeping {
  readonly actor: Actor
  readonly now: Date
}

/** On one's own line, under a name that no other of its timetables has. */
export async function openTimetable(
  tx: Tx,
  { actor, now }: Keeping,
  id: TimetableId,
  timetable: NewTimetable,
): Promise<void> {
  await lockService(tx, timetable.serviceId)
  await getOwnService(tx, timetable.serviceId, actor)
  checkPattern(timetable)
  const others = await listTimetables(tx, { services: [timetable.serviceId] })
  if (others.length >= TIMETABLES_OF_A_LINE_MAX)
    throw timetableProblem('train.too_many_timetables', { most: TIMETABLES_OF_A_LINE_MAX })
  if (!(await insertTimetable(tx, id, timetable, now))) throw named(timetable.name)
}

/** Of one that the caller holds. */
export async function changeTimetable(
  tx: Tx,
  id: TimetableId,
  timetable: Omit<NewTimetable, 'serviceId'>,
  now: Date,
): Promise<void> {
  checkPattern(timetable)
  try {
    await updateTimetable(tx, id, timetable, now)
  } catch (error) {
    if (isNameTaken(error)) throw named(timetable.name)
    throw error
  }
}

const named = (name: string) => timetableProblem('train.timetable_named', { name })

export const withId = (ids: Ids, exception: NewException): TimetableException => ({
  ...exception,
  id: ids('exc') as TimetableException['id'],
})

function checkPattern(pattern: Pattern): void {
  const refusal = decidePattern(pattern)
  if (refusal === undefined) return
  throw 'field' in refusal ? timesProblem(refusal) : timetableProblem(refusal.code)
}
