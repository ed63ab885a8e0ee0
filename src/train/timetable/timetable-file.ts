/**
 * Timetables as a spreadsheet, the same columns going out and coming in: a row for the week, and below it one for each exception. Pure.
 */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { readTable, spreadsheetTexts, type CellFault, type Grid } from '#kernel/spreadsheet.ts'
import { nameKey } from '#kernel/station.ts'
import { trainProblem, type ServiceSummary } from '#train/contract.ts'
import { findNamed, nameWritten } from '#train/line/line-name.ts'
import {
  columns,
  CUT_OFFS,
  NOT_OF_AN_EXCEPTION,
  OF_A_WEEK,
  ROW_KINDS,
  timetableFileTexts,
  type Field,
  type Read,
} from '#train/timetable/timetable-columns.ts'
import {
  timetableProblem,
  type CutOff,
  type NewException,
  type NewTimetable,
  type Timetable,
} from '#train/timetable-contract.ts'
import { decideException, decidePattern, onHolidayTexts } from '#train/timetable/timetable.ts'
import type { Times } from '#train/train.ts'

type Cell = string | number | null

/** One timetable as a file has it. */
export interface TimetableWritten {
  readonly timetable: NewTimetable
  readonly exceptions: readonly NewException[]
}

interface Sheet {
  readonly locale: Locale
  readonly found: CellFault[]
  readonly fault: (row: number, field: Field, code: string, text: Text, facts?: object) => void
}

/** All timetables of the file, or what is wrong with which cell. */
export function readTimetables(
  grid: Grid,
  lines: readonly ServiceSummary[],
  locale: Locale,
): { readonly items: TimetableWritten[]; readonly faults: CellFault[] } {
  const { rows, faults, faultAt } = readTable(grid, columns, locale)
  const found = [...faults]
  const fault: Sheet['fault'] = (row, field, code, text, facts = {}) =>
    void found.push(faultAt(row, field, code, say(text, locale, facts as never)))
  const sheet = { locale, found, fault }
  const placed = rows.flatMap(({ number, value }) => {
    const row = value as Read
    const service = findNamed(lines, row.line)
    if (service === undefined)
      fault(number, 'line', 'train.service_absent', trainProblem.table['train.service_absent'])
    else if (checkCells(sheet, number, row)) return [{ number, row, service }]
    return []
  })
  const groups = Map.groupBy(placed, ({ row, service }) => `${service.id} ${nameKey(row.name)}`)
  const items = groups
    .values()
    .flatMap((group) => timetableOf(sheet, group))
    .toArray()
  return { items: found.length === 0 ? items : [], faults: found }
}

/** What a row of its kind must have, and must not. */
function checkCells({ fault }: Sheet, number: number, row: Read): boolean {
  const isWeek = row.kind === 'week'
  const lacking = isWeek ? OF_A_WEEK.filter((field) => row[field] === undefined) : []
  const unused = isWeek ? [] : NOT_OF_AN_EXCEPTION.filter((field) => row[field] !== undefined)
  for (const field of lacking)
    fault(number, field, 'sheet.cell_empty', spreadsheetTexts['sheet.cell_empty'])
  for (const field of unused) fault(number, field, 'train.cell_unused', timetableFileTexts.unused)
  return lacking.length + unused.length === 0
}

interface Placed {
  readonly number: number
  readonly row: Read
  readonly service: ServiceSummary
}

function timetableOf(sheet: Sheet, group: readonly Placed[]): TimetableWritten[] {
  const { fault } = sheet
  const weeks = group.filter(({ row }) => row.kind === 'week')
  const [week, again] = weeks
  const { name } = group[0]!.row
  if (week === undefined || again !== undefined) {
    const text = again ? timetableFileTexts.patternRepeated : timetableFileTexts.patternMissing
    const code = again ? 'train.pattern_repeated' : 'train.pattern_missing'
    fault((again ?? group[0]!).number, 'kind', code, text, { name })
    return []
  }
  const timetable = patternOf(week)
  const refusal = decidePattern(timetable)
  if (refusal !== undefined) {
    const isOrder = 'field' in refusal
    const field = isOrder ? fieldOf(refusal.field) : 'until'
    const { zh: fieldZh, en: fieldEn, ru: fieldRu } = columns[field].heading
    const text = isOrder ? trainProblem.table[refusal.code] : timetableProblem.table[refusal.code]
    fault(week.number, field, refusal.code, text, { fieldZh, fieldEn, fieldRu })
  }
  const exceptions: NewException[] = []
  for (const { number, row } of group) {
    if (row.kind === 'week') continue
    const exception = exceptionOf(row)
    const wrong = decideException(exceptions, exception)
    if (wrong !== undefined)
      fault(number, 'from', wrong.code, timetableProblem.table[wrong.code], wrong)
    exceptions.push(exception)
  }
  return [{ timetable, exceptions: exceptions.toSorted(byDay) }]
}

/** The departure itself has a column of its own name. */
const fieldOf = (field: keyof Times): Field => (field === 'departsAt' ? 'departsClock' : field)

const byDay = (one: NewException, other: NewException) =>
  one.from < other.from ? -1 : Number(one.from > other.from)

function patternOf({ row, service }: Placed): NewTimetable {
  return {
    serviceId: service.id,
    name: row.name,
    trainNumber: row.trainNumber!,
    validFrom: row.from,
    validUntil: row.until ?? null,
    weekdays: row.weekdays ?? [],
    departsClock: row.departsClock!,
    cutOffs: {
      bookingCutoffAt: row.bookingCutoffAt!,
      documentsCutoffAt: row.documentsCutoffAt!,
      gateInCutoffAt: row.gateInCutoffAt!,
      releaseCutoffAt: row.releaseCutoffAt!,
      loadingStartsAt: row.loadingStartsAt!,
    },
    onHolidays: row.onHolidays ?? 'runs',
    capacityTeu: row.capacityTeu!,
    grossKgMax: row.grossKgMax ?? null,
    wagonKgMax: row.wagonKgMax ?? null,
    reeferPlugs: row.reeferPlugs ?? null,
    dangerousPlaces: row.dangerousPlaces ?? null,
  }
}

function exceptionOf(row: Read): NewException {
  return {
    from: row.from,
    until: row.until ?? row.from,
    kind: row.kind as NewException['kind'],
    departsClock: row.departsClock ?? null,
    capacityTeu: row.capacityTeu ?? null,
    reason: row.reason ?? null,
  }
}

/** Headings, then each timetable with its exceptions below it. */
export function timetableRows(
  timetables: readonly Timetable[],
  lines: readonly Pick<ServiceSummary, 'id' | 'names'>[],
  locale: Locale,
): Cell[][] {
  return [
    Object.values(columns).map(({ heading }) => say(heading, locale)),
    ...timetables.flatMap((timetable) => {
      const { serviceId: id, lineNames: names, name } = timetable
      const head = { line: nameWritten({ id, names }, lines, locale), name }
      return [
        rowOf({ ...head, ...weekCells(timetable, locale) }),
        ...timetable.exceptions.map((one) => rowOf({ ...head, ...exceptionCells(one, locale) })),
      ]
    }),
  ]
}

const rowOf = (cells: Partial<Record<Field, Cell>>): Cell[] =>
  (Object.keys(columns) as Field[]).map((field) => cells[field] ?? null)

function weekCells(timetable: Timetable, locale: Locale): Partial<Record<Field, Cell>> {
  const { weekdays, cutOffs, validFrom, validUntil, trainNumber, departsClock } = timetable
  return {
    kind: say(ROW_KINDS.week, locale),
    trainNumber,
    from: validFrom,
    until: validUntil,
    weekdays: weekdays.length === 0 ? null : weekdays.join(' '),
    departsClock,
    ...Object.fromEntries(CUT_OFFS.map((field) => [field, cutOffWritten(cutOffs[field])])),
    capacityTeu: timetable.capacityTeu,
    grossKgMax: timetable.grossKgMax ?? null,
    wagonKgMax: timetable.wagonKgMax ?? null,
    reeferPlugs: timetable.reeferPlugs ?? null,
    dangerousPlaces: timetable.dangerousPlaces ?? null,
    onHolidays: say(onHolidayTexts[timetable.onHolidays], locale),
  }
}

/** `D-3 18:00`: no spreadsheet takes it for a date or a number. */
const cutOffWritten = ({ daysBefore, clock }: CutOff) => `D-${daysBefore} ${clock}`

function exceptionCells(
  { kind, from, until, departsClock, capacityTeu, reason }: NewException,
  locale: Locale,
): Partial<Record<Field, Cell>> {
  return {
    kind: say(ROW_KINDS[kind], locale),
    from,
    until: until === from ? null : until,
    departsClock,
    capacityTeu,
    reason,
  }
}
