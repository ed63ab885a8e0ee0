/** Departures as a spreadsheet, the same columns going out and coming in: a row a train. Pure. */
import { say, type Locale, type Text, type TextFacts } from '#kernel/locale.ts'
import { readTable, type CellFault, type Grid } from '#kernel/spreadsheet.ts'
import { getStation } from '#kernel/station.ts'
import { epochMs, timestampAt, timestampIn, type Timestamp } from '#kernel/time.ts'
import {
  trainProblem,
  type Departure,
  type NewDeparture,
  type ServiceSummary,
  type SlotAmount,
} from '#train/contract.ts'
import {
  departureColumns as columns,
  departureFileTexts,
  departureStateTexts,
  ONLY_WRITTEN,
  TIME_FIELDS,
  type DepartureField,
  type DepartureRead,
} from '#train/departure/departure-columns.ts'
import { findNamed, nameWritten } from '#train/line/line-name.ts'
import {
  amountOf,
  capacityOfTrain,
  decideTimes,
  hasMoved,
  LIMIT_OF,
  limitsOf,
  limitTexts,
  type Times,
} from '#train/train.ts'

type Cell = string | number | null

/** A train as a file has it, its row, and the line it is of. */
export interface DepartureWritten {
  readonly number: number
  readonly service: ServiceSummary
  readonly train: NewDeparture
  readonly id: Departure['id'] | undefined
}

export interface DeparturesOfFile {
  readonly items: readonly DepartureWritten[]
  readonly faults: CellFault[]
  /** Adds what is found wrong later, against what stands. */
  readonly fault: (
    row: number,
    field: DepartureField,
    code: string,
    text: Text,
    facts?: TextFacts,
  ) => void
}

export function readDepartures(
  grid: Grid,
  lines: readonly ServiceSummary[],
  locale: Locale,
): DeparturesOfFile {
  const { rows, faults: wrong, faultAt } = readTable(grid, columns, locale)
  const faults = [...wrong]
  const fault: DeparturesOfFile['fault'] = (row, field, code, text, facts = {}) =>
    void faults.push(faultAt(row, field, code, say(text, locale, facts)))
  const items = rows.flatMap(({ number, value }) => {
    const row = value as DepartureRead
    const service = findNamed(lines, row.line)
    if (service !== undefined)
      return [{ number, service, train: trainOf(row, service), id: row.id }]
    fault(number, 'line', 'train.service_absent', trainProblem.table['train.service_absent'])
    return []
  })
  return { items, faults, fault }
}

function trainOf(row: DepartureRead, service: ServiceSummary): NewDeparture {
  const { timeZone } = getStation(service.origin)
  const at = (clock: string) => timestampAt(clock, timeZone)
  return {
    serviceId: service.id,
    trainNumber: row.trainNumber,
    ...(Object.fromEntries(TIME_FIELDS.map((field) => [field, at(row[field])])) as Times),
    capacityTeu: row.capacityTeu,
    grossKgMax: row.grossKgMax ?? null,
    wagonKgMax: row.wagonKgMax ?? null,
    reeferPlugs: row.reeferPlugs ?? null,
    dangerousPlaces: row.dangerousPlaces ?? null,
  }
}

/** Whether a file leaves the train as it is. */
export function isSameTrain(train: NewDeparture, standing: Departure): boolean {
  const capacity = capacityOfTrain(train)
  return (
    train.trainNumber === standing.trainNumber &&
    !hasMoved(standing, train) &&
    (Object.keys(capacity) as (keyof typeof capacity)[]).every(
      (limit) => capacity[limit] === standing[limit],
    )
  )
}

/** What is wrong with a train that a file makes or changes; `standing` is undefined of one that it makes. */
export function checkTrain(
  { number, train }: DepartureWritten,
  standing: Departure | undefined,
  nowMs: number,
  fault: DeparturesOfFile['fault'],
): void {
  const refusal = decideTimes(train, nowMs)
  if (refusal !== undefined) {
    const field = 'field' in refusal ? refusal.field : 'departsAt'
    const { zh: fieldZh, en: fieldEn, ru: fieldRu } = columns[field].heading
    const facts = { fieldZh, fieldEn, fieldRu }
    fault(number, field, refusal.code, trainProblem.table[refusal.code], facts)
  }
  if (standing === undefined) return
  if (standing.state !== 'scheduled')
    fault(number, 'id', 'train.not_scheduled', trainProblem.table['train.not_scheduled'])
  if (standing.trainNumber !== train.trainNumber) {
    const { trainNumber } = standing
    const text = departureFileTexts.numberStays
    fault(number, 'trainNumber', 'train.number_stays', text, { trainNumber })
  }
  const [had, has] = [amountOf(standing), amountOf(capacityOfTrain(train))]
  for (const unit of Object.keys(LIMIT_OF) as (keyof SlotAmount)[]) {
    const taken = had[unit] - standing.free[unit]
    if (has[unit] >= taken) continue
    const { zh, en, ru } = limitTexts[unit]
    const facts = { taken, limitZh: zh, limitEn: en, limitRu: ru }
    fault(
      number,
      LIMIT_OF[unit],
      'train.below_booked',
      trainProblem.table['train.below_booked'],
      facts,
    )
  }
}

/** Headings, then a row for each train, the soonest first; the last columns are for people. */
export function departureRows(
  trains: readonly Departure[],
  lines: readonly Pick<ServiceSummary, 'id' | 'names'>[],
  locale: Locale,
): Cell[][] {
  const fields = Object.keys(columns) as DepartureField[]
  const only = Object.keys(ONLY_WRITTEN) as (keyof typeof ONLY_WRITTEN)[]
  return [
    [
      ...fields.map((field) => say(columns[field].heading, locale)),
      ...only.map((name) => say(ONLY_WRITTEN[name], locale)),
    ],
    ...trains.map((train) => {
      const cells = { ...cellsOf(train), line: nameWritten(train.service, lines, locale) }
      const more: Record<keyof typeof ONLY_WRITTEN, Cell> = {
        booked: train.bookedTeu,
        free: train.free.teu,
        freeKg: train.free.grossKg,
        state: say(departureStateTexts[train.state], locale),
      }
      return [...fields.map((field) => cells[field] ?? null), ...only.map((name) => more[name])]
    }),
  ]
}

function cellsOf(train: Departure): Partial<Record<DepartureField, Cell | undefined>> {
  const { timeZone } = getStation(train.service.origin)
  const clock = (at: Timestamp) => timestampIn(epochMs(at), timeZone).slice(0, 16).replace('T', ' ')
  return {
    trainNumber: train.trainNumber,
    ...Object.fromEntries(TIME_FIELDS.map((field) => [field, clock(train[field])])),
    capacityTeu: train.capacityTeu,
    ...limitsOf(train),
    id: train.id,
  }
}
