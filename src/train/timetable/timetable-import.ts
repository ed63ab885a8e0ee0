/** A file of timetables against those that stand: what it would do, and doing it, all or none. */
import { isDeepStrictEqual } from 'node:util'
import type { Locale } from '#kernel/locale.ts'
import type { Actor } from '#kernel/organisation.ts'
import { toldFaults, type SheetToApply } from '#kernel/spreadsheet.ts'
import { nameKey } from '#kernel/station.ts'
import type { Tx } from '#platform/database.ts'
import type { Ids } from '#platform/ids.ts'
import { readSpreadsheet } from '#platform/spreadsheet.ts'
import type { TimetableId } from '#train/contract.ts'
import { layOutAll, type Laying } from '#train/timetable/laying-out.ts'
import { listServicesOf } from '#train/store.ts'
import {
  NewException,
  NewTimetable,
  timetableProblem,
  type Timetable,
  type TimetablesRead,
} from '#train/timetable-contract.ts'
import {
  readTimetables as readFile,
  type TimetableWritten,
} from '#train/timetable/timetable-file.ts'
import { changeTimetable, openTimetable, withId } from '#train/timetable/timetable-keeping.ts'
import {
  deleteExceptions,
  insertExceptions,
  listTimetables,
  lockTimetable,
  readTimetables,
} from '#train/timetable/timetable-store.ts'

/** A file with more would lay out thousands of trains in one transaction. */
const TIMETABLES_MAX = 60

interface Reading {
  readonly actor: Actor
  readonly now: Date
  readonly ids: Ids
  readonly locale: Locale
  readonly laying: Laying
}

export async function readTimetableFile(
  tx: Tx,
  reading: Reading,
  { file, apply }: SheetToApply,
): Promise<TimetablesRead> {
  const grid = await readSpreadsheet(Buffer.from(file.base64, 'base64'))
  const lines = await listServicesOf(tx, reading.actor.organisationId)
  const { items, faults } = readFile(grid, lines, reading.locale)
  if (items.length > TIMETABLES_MAX)
    throw timetableProblem('train.too_many_timetables_read', { most: TIMETABLES_MAX })
  const standing = await readTimetables(
    tx,
    await listTimetables(tx, { services: [...new Set(items.map(serviceOf))] }),
  )
  const compared = items.map((written) => compare(written, standing))
  const applied = apply && faults.length === 0
  return {
    items: compared.map(({ written, action }) => ({
      serviceId: serviceOf(written),
      name: written.timetable.name,
      exceptions: written.exceptions.length,
      action,
    })),
    ...toldFaults(faults),
    applied,
    laid: applied ? await applyAll(tx, reading, compared) : null,
  }
}

const serviceOf = ({ timetable }: TimetableWritten) => timetable.serviceId

interface Compared {
  readonly written: TimetableWritten
  readonly standing: Timetable | undefined
  readonly action: 'create' | 'change' | 'same'
}

function compare(written: TimetableWritten, all: readonly Timetable[]): Compared {
  const { timetable, exceptions } = written
  const standing = all.find(
    ({ serviceId, name }) =>
      serviceId === timetable.serviceId && nameKey(name) === nameKey(timetable.name),
  )
  if (standing === undefined) return { written, standing, action: 'create' }
  const isSame = isDeepStrictEqual(
    { ...NewTimetable.parse(standing), exceptions: bare(standing.exceptions) },
    { ...timetable, exceptions: bare(exceptions) },
  )
  return { written, standing, action: isSame ? 'same' : 'change' }
}

/** Without ids, and in one order. */
const bare = (exceptions: readonly NewException[]): NewException[] =>
  exceptions
    .map((one) => NewException.parse(one))
    .toSorted((one, other) => (one.from + one.until < other.from + other.until ? -1 : 1))

async function applyAll(tx: Tx, reading: Reading, compared: readonly Compared[]) {
  const { ids, now, laying } = reading
  const touched: TimetableId[] = []
  const changes = compared.filter(({ action }) => action !== 'same')
  // Held in one order whoever asks, the new ones after those that stand.
  const inOrder = changes.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
  for (const { written, standing } of inOrder) {
    const { timetable, exceptions } = written
    const id = standing?.id ?? (ids('ttb') as TimetableId)
    if (standing === undefined) await openTimetable(tx, reading, id, timetable)
    else {
      await lockTimetable(tx, id)
      await changeTimetable(tx, id, timetable, now)
      await deleteExceptions(tx, id)
    }
    await insertExceptions(
      tx,
      id,
      exceptions.map((one) => withId(ids, one)),
    )
    touched.push(id)
  }
  return layOutAll(tx, laying, touched)
}

const orderOf = ({ standing }: Compared): string => standing?.id ?? '~'
