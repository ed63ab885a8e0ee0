/** Lines as a spreadsheet, the same columns going out and coming in: a row for each stop, what is said of the whole line in the first. Pure. */
import { isDeepStrictEqual } from 'node:util'
import { say, type Locale, type Text, type TextFacts } from '#kernel/locale.ts'
import {
  organisationKindTexts,
  type OrganisationId,
  type OrganisationKind,
} from '#kernel/organisation.ts'
import { readTable, spreadsheetTexts, type CellFault, type Grid } from '#kernel/spreadsheet.ts'
import { getStation, nameKey } from '#kernel/station.ts'
import {
  PARTIES_OF_A_KIND_MAX,
  ServiceId,
  STOPS_MAX,
  trainProblem,
  type NewService,
  type Service,
  type ServiceParties,
} from '#train/contract.ts'
import {
  afterDepartureWritten,
  lineColumns,
  lineFileTexts,
  NAME_FIELDS,
  PARTY_FIELDS,
  PARTY_KINDS,
  type LineField,
  type LineRowRead,
} from '#train/line/line-columns.ts'
import { allNamed, findNamed, nameWritten } from '#train/line/line-name.ts'
import { decideStops, isSameWay } from '#train/train.ts'

/** One line as a file has it. */
export interface LineWritten {
  readonly line: NewService
  readonly standing: Service | undefined
  readonly action: 'create' | 'change' | 'same'
}

/** Whom a line may name. */
export interface PartyNamed {
  readonly id: OrganisationId
  readonly kind: OrganisationKind
  readonly names: Text
}

/** What a file is read against. */
export interface Known {
  /** The operator's own. */
  readonly lines: readonly Service[]
  readonly parties: readonly PartyNamed[]
  /** Lines with trains: their stations and gauges stay. */
  readonly running: ReadonlySet<ServiceId>
}

interface Row extends LineRowRead {
  readonly number: number
}

interface Sheet extends Known {
  readonly fault: (
    row: Pick<Row, 'number'>,
    field: LineField,
    code: string,
    text: Text,
    facts?: TextFacts,
  ) => undefined
}

/** All lines of the file, or what is wrong with which cell. */
export function readLines(
  grid: Grid,
  known: Known,
  locale: Locale,
): { readonly items: readonly LineWritten[]; readonly faults: readonly CellFault[] } {
  const { rows, faults: wrong, faultAt } = readTable(grid, lineColumns, locale)
  const faults = [...wrong]
  const fault: Sheet['fault'] = ({ number }, field, code, text, facts = {}) =>
    void faults.push(faultAt(number, field, code, say(text, locale, facts)))
  const sheet = { ...known, fault }
  const named = rows.map(({ number, value }): Row => ({ ...value, number }))
  const groups = Map.groupBy(named, ({ line }) => findNamed(known.lines, line)?.id ?? nameKey(line))
  // A row with a wrong cell is missing from its line, of which nothing more can be said.
  const isWhole = faults.length === 0
  const items = isWhole ? [...groups.values()].flatMap((group) => lineOf(sheet, group) ?? []) : []
  return { items: faults.length === 0 ? items : [], faults }
}

function lineOf(sheet: Sheet, rows: readonly Row[]): LineWritten | undefined {
  const first = rows[0]!
  const standing = findNamed(sheet.lines, first.line)
  if (standing === undefined && isTaken(sheet, first)) return undefined
  for (const row of rows.slice(1)) checkLaterRow(sheet, row)
  const names = namesOf(sheet, first, standing?.names)
  const parties = partiesOf(sheet, first, standing?.parties)
  const stops = stopsOf(sheet, rows, standing)
  if (names === undefined || parties === undefined || stops === undefined) return undefined
  const line = { names, stops, parties }
  if (standing === undefined) return { line, standing, action: 'create' }
  const isSame = isDeepStrictEqual(comparable(line), comparable(standing))
  return { line, standing, action: isSame ? 'same' : 'change' }
}

/** What is an id, or names several lines, opens no new one. */
function isTaken({ lines, fault }: Sheet, first: Row): boolean {
  const { line: typed } = first
  const isId = ServiceId.safeParse(typed).success
  if (isId) fault(first, 'line', 'train.service_absent', trainProblem.table['train.service_absent'])
  const isShared = allNamed(lines, typed).length > 1
  if (isShared) fault(first, 'line', 'train.line_ambiguous', lineFileTexts.ambiguous)
  return isId || isShared
}

function checkLaterRow({ fault }: Sheet, row: Row): void {
  for (const field of [...NAME_FIELDS, ...PARTY_FIELDS])
    if (row[field] !== undefined) fault(row, field, 'train.cell_unused', lineFileTexts.ofFirstRow)
}

/** What a standing line's file leaves out stays as it is. */
function namesOf(
  { fault }: Sheet,
  row: Row,
  standing: NewService['names'] | undefined,
): NewService['names'] | undefined {
  const [zh, en, ru] = NAME_FIELDS.map((field) => {
    const name = row[field] ?? standing?.[field]
    return name ?? fault(row, field, 'sheet.cell_empty', spreadsheetTexts['sheet.cell_empty'])
  })
  return zh !== undefined && en !== undefined && ru !== undefined ? { zh, en, ru } : undefined
}

function partiesOf(
  sheet: Sheet,
  row: Row,
  standing: ServiceParties | undefined,
): ServiceParties | undefined {
  const [warehouseIds, customsIds, railIds] = PARTY_FIELDS.map((field) =>
    row[field] === undefined && standing !== undefined
      ? standing[field]
      : partiesIn(sheet, row, field),
  )
  return warehouseIds && customsIds && railIds && { warehouseIds, customsIds, railIds }
}

function partiesIn(
  { parties, fault }: Sheet,
  row: Row,
  field: keyof ServiceParties,
): OrganisationId[] | undefined {
  const typed = row[field] ?? []
  if (typed.length === 0)
    return fault(row, field, 'sheet.cell_empty', spreadsheetTexts['sheet.cell_empty'])
  if (typed.length > PARTIES_OF_A_KIND_MAX) {
    const facts = { max: PARTIES_OF_A_KIND_MAX, count: typed.length }
    return fault(row, field, 'sheet.too_many', spreadsheetTexts['sheet.too_many'], facts)
  }
  const kind = PARTY_KINDS[field]
  const ofKind = parties.filter((party) => party.kind === kind)
  const found = typed.map((name) => findNamed(ofKind, name))
  const unknown = typed.find((_, index) => found[index] === undefined)
  if (unknown !== undefined) {
    const { zh: kindZh, en: kindEn, ru: kindRu } = organisationKindTexts[kind]
    const facts = { typed: unknown.slice(0, 80), kindZh, kindEn, kindRu }
    return fault(row, field, 'train.party_unsuitable', lineFileTexts.party, facts)
  }
  return [...new Set(found.map((party) => party!.id))]
}

function stopsOf(
  { fault, running }: Sheet,
  rows: readonly Row[],
  standing: Service | undefined,
): NewService['stops'] | undefined {
  const first = rows[0]!
  if (rows.length < 2 || rows.length > STOPS_MAX) {
    const facts = { most: STOPS_MAX, count: rows.length }
    return fault(first, 'station', 'train.stop_count', lineFileTexts.stopCount, facts)
  }
  const stops = rows.map(({ station, afterDeparture, gauge }) => ({
    station,
    plannedOffsetMinutes: afterDeparture,
    gaugeMm: gauge,
  }))
  const refusal = decideStops(stops)
  if (refusal !== undefined) {
    const { code, facts } = refusal
    const row = rows.findLast(({ station }) => station === facts.station)!
    return fault(row, FIELD_OF[code], code, trainProblem.table[code], { ...facts })
  }
  if (standing !== undefined && running.has(standing.id) && !isSameWay(stops, standing.stops)) {
    const code = 'train.stations_in_use'
    return fault(first, 'station', code, trainProblem.table[code])
  }
  return stops
}

const FIELD_OF = {
  'train.stops_out_of_order': 'afterDeparture',
  'train.stop_repeated': 'station',
  'train.gauge_impossible': 'gauge',
} as const satisfies Record<NonNullable<ReturnType<typeof decideStops>>['code'], LineField>

/** The order in which parties are named says nothing. */
function comparable({ names, stops, parties }: NewService): object {
  const { warehouseIds, customsIds, railIds } = parties
  return { names, stops, parties: [warehouseIds, customsIds, railIds].map((ids) => ids.toSorted()) }
}

type Cell = string | number | null

/** Headings, then each line, a row for each of its stops. */
export function lineRows(
  lines: readonly Service[],
  parties: readonly PartyNamed[],
  locale: Locale,
): Cell[][] {
  const written = (field: keyof ServiceParties, ids: readonly OrganisationId[]): string =>
    ids.map((id) => partyWritten(id, PARTY_KINDS[field], parties, locale)).join('; ')
  return [
    Object.values(lineColumns).map(({ heading }) => say(heading, locale)),
    ...lines.flatMap((service) => {
      const line = nameWritten(service, lines, locale)
      const { names, parties: named } = service
      const parts = PARTY_FIELDS.map((field) => [field, written(field, named[field])])
      return service.stops.map((stop, index) =>
        rowOf({
          line,
          ...(index === 0 ? { ...names, ...Object.fromEntries(parts) } : {}),
          station: say(getStation(stop.station).name, locale),
          afterDeparture: afterDepartureWritten(stop.plannedOffsetMinutes),
          gauge: stop.gaugeMm,
        }),
      )
    }),
  ]
}

/** By its id where a semicolon would cut its name in two. */
function partyWritten(
  id: OrganisationId,
  kind: OrganisationKind,
  parties: readonly PartyNamed[],
  locale: Locale,
): string {
  const ofKind = parties.filter((party) => party.kind === kind)
  const party = ofKind.find((one) => one.id === id)
  const name = party === undefined ? id : nameWritten(party, ofKind, locale)
  return /[;；\n]/.test(name) ? id : name
}

const rowOf = (cells: Partial<Record<LineField, Cell>>): Cell[] =>
  (Object.keys(lineColumns) as LineField[]).map((field) => cells[field] ?? null)
