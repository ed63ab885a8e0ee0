/**
 * An agent's sheet, read by its mapping: a position for each container that a row names, and for each row that gives none the cell and
 * the reason. Pure: whose containers they are, and what names were taught, is handed in.
 */
import { ContainerNumber, containerNumberTexts } from '#kernel/container-number.ts'
import { say, type Locale, type Text, type TextFacts } from '#kernel/locale.ts'
import { tidyLine } from '#kernel/line.ts'
import { cellName, spreadsheetTexts, type Grid } from '#kernel/spreadsheet.ts'
import { findStationTyped, stationKey } from '#kernel/station-names.ts'
import { getStation, nearestStation, type StationCode } from '#kernel/station.ts'
import type { ListedPrecision } from '#tracking/contract.ts'
import {
  listTexts,
  type ListField,
  type ListMapping,
  type RowFault,
} from '#tracking/list-contract.ts'
import { readTime } from '#tracking/list-times.ts'

export interface Reading {
  readonly mapping: ListMapping
  /** By `stationKey`: what names were taught. */
  readonly taught: ReadonlyMap<string, StationCode>
  readonly now: Date
  readonly locale: Locale
}

/** What a row says, of one container. */
export interface SaidPosition {
  readonly row: number
  readonly number: ContainerNumber
  readonly at: Date
  readonly station: StationCode | null
  readonly latitude: number
  readonly longitude: number
  readonly precision: ListedPrecision
  readonly status: string | null
  readonly wagon: string | null
  readonly remarks: string | null
}

export interface ReadList {
  readonly positions: readonly SaidPosition[]
  readonly faults: readonly RowFault[]
  /** How a name that fits no station is written, and in how many rows. */
  readonly unknown: ReadonlyMap<string, number>
}

/** Like a device's clock, a clerk's may be a little fast. */
const AHEAD_MS_MAX = 10 * 60_000
const OLD_MS_MAX = 366 * 86_400_000
const TEXT_CHARS_MAX = 200
const CONTAINERS_A_ROW_MAX = 20

export function readList(grid: Grid, reading: Reading): ReadList {
  const positions: SaidPosition[] = []
  const faults: RowFault[] = []
  const unknown = new Map<string, number>()
  for (const [index, cells] of grid.entries()) {
    if (index < reading.mapping.headingRow) continue
    if (cells.every((cell) => cell.trim() === '')) continue
    readRow({ cells, row: index + 1, grid, reading, positions, faults, unknown })
  }
  return { positions, faults, unknown }
}

interface Row {
  readonly cells: readonly string[]
  readonly row: number
  readonly grid: Grid
  readonly reading: Reading
  readonly positions: SaidPosition[]
  readonly faults: RowFault[]
  readonly unknown: Map<string, number>
}

type Wrong = {
  readonly field: ListField
  readonly code: string
  readonly text: Text
  readonly facts?: TextFacts
}

function readRow(given: Row): void {
  const { row } = given
  const place = readPlace(given)
  // A line of a sheet that names neither container nor place is a title or a sum, and no row of the list.
  const numbers = readNumbers(cell(given, 'container'))
  if (place === null && cell(given, 'time') === '' && !/\d{6}/.test(cell(given, 'container')))
    return
  const time = place !== null && 'lat' in place ? readMoment(given, place) : null
  const wrong: Wrong[] = []
  const good: ContainerNumber[] = []
  for (const number of numbers) {
    if ('number' in number) good.push(number.number)
    else wrong.push(number)
  }
  if (numbers.length === 0) wrong.push(empty('container'))
  if (place === null) wrong.push({ field: 'place', ...refusal('list.place_missing') })
  else if ('code' in place) wrong.push(place)
  if (time !== null && 'code' in time) wrong.push(time)
  given.faults.push(...wrong.map((one) => faultOf(given, one)))
  if (place === null || 'code' in place || time === null || 'code' in time) return
  const { lat: latitude, lon: longitude, station, precision } = place
  const words = {
    status: wordsOf(cell(given, 'status')),
    wagon: wordsOf(cell(given, 'wagon')),
    remarks: wordsOf(cell(given, 'remarks')),
  }
  for (const number of good)
    given.positions.push({
      row,
      number,
      at: new Date(time.ms),
      station,
      latitude,
      longitude,
      precision,
      ...words,
    })
}

function cell({ cells, reading }: Row, field: ListField): string {
  const column = reading.mapping.columns[field]
  return column === undefined ? '' : (cells[column] ?? '').trim()
}

const refusal = (code: keyof typeof listTexts, facts: TextFacts = {}) => ({
  code,
  text: listTexts[code],
  facts,
})
const empty = (field: ListField): Wrong => ({
  field,
  code: 'sheet.cell_empty',
  text: spreadsheetTexts['sheet.cell_empty'],
})

function faultOf({ row, reading, grid }: Row, { field, code, text, facts }: Wrong): RowFault {
  const { columns, headingRow } = reading.mapping
  const column = columns[field] ?? columns.place ?? columns.coordinates ?? columns.latitude ?? 0
  const heading = headingRow === 0 ? '' : (grid[headingRow - 1]?.[column] ?? '')
  return {
    row,
    cell: cellName(column, row),
    column: heading.trim().slice(0, 60),
    code,
    detail: say(text, reading.locale, facts),
  }
}

/** One cell may name several boxes. */
function readNumbers(text: string): ({ readonly number: ContainerNumber } | Wrong)[] {
  if (text === '') return []
  const several = text.toUpperCase().match(/[A-Z]{4}[\s-]?\d{6}[\s-]?\d\b/g) ?? []
  const typed = several.length > 1 ? several.slice(0, CONTAINERS_A_ROW_MAX) : [text.slice(0, 60)]
  return typed.map((one) => {
    const parsed = ContainerNumber.safeParse(one)
    if (parsed.success) return { number: parsed.data }
    const issue = parsed.error.issues[0] as { params?: TextFacts } | undefined
    const code = String(issue?.params?.['code']) as keyof typeof containerNumberTexts
    const facts = issue?.params ?? {}
    return { field: 'container', code, text: containerNumberTexts[code], facts }
  })
}

interface Place {
  readonly lat: number
  readonly lon: number
  readonly station: StationCode | null
  readonly precision: ListedPrecision
}

/** Coordinates are finer than the station's; the station is kept beside them. Null where the row says nothing of a place. */
function readPlace(given: Row): Place | Wrong | null {
  const typed = cell(given, 'place')
  const station = typed === '' ? undefined : stationOf(typed, given.reading)
  const exact = readCoordinates(given)
  if (exact !== null && 'code' in exact) return exact
  if (exact !== null) return { ...exact, station: station ?? null, precision: 'coordinates' }
  if (typed === '') return null
  if (station === undefined) {
    const name = tidyLine(typed).slice(0, 80)
    given.unknown.set(name, (given.unknown.get(name) ?? 0) + 1)
    return { field: 'place', ...refusal('list.station_unknown', { typed: name.slice(0, 40) }) }
  }
  const { lat, lon } = getStation(station)
  return { lat, lon, station, precision: 'station' }
}

function stationOf(typed: string, { taught }: Reading): StationCode | undefined {
  return taught.get(stationKey(typed)) ?? findStationTyped(typed)?.code
}

/** `44.2, 80.41` in one cell or two; with a comma for the point, with N and E, with the sign of degrees. */
function readCoordinates(given: Row): { lat: number; lon: number } | Wrong | null {
  const together = cell(given, 'coordinates')
  const [lat, lon] = [cell(given, 'latitude'), cell(given, 'longitude')]
  const typed = together === '' ? [lat, lon].filter((text) => text !== '').join(' ') : together
  if (typed === '') return null
  const degrees =
    together === '' ? [degreesOf(lat), degreesOf(lon)] : splitPair(together).map(degreesOf)
  const [north = Number.NaN, east = Number.NaN] = degrees
  if (Math.abs(north) <= 90 && Math.abs(east) <= 180 && (north !== 0 || east !== 0))
    return { lat: north, lon: east }
  const field = together === '' ? 'latitude' : 'coordinates'
  return { field, ...refusal('list.coordinates_unreadable', { typed: typed.slice(0, 40) }) }
}

const splitPair = (text: string): string[] =>
  text.split(/\s*[;/|]\s*|,\s+|\s+(?=[-+]?\d)|(?<=\d[NSСЮ°]?),(?=[-+]?\d+\.)/i).filter(Boolean)

function degreesOf(text: string): number {
  const [, sign = '', digits, half = ''] =
    /^([-+]?)\s*(\d{1,3}(?:[.,]\d+)?)\s*°?\s*([NSEWСЮВЗ]?)$/i.exec(text.normalize('NFKC').trim()) ??
    []
  if (digits === undefined) return Number.NaN
  const size = Number(digits.replace(',', '.'))
  return sign === '-' || /[SWЮЗ]/i.test(half) ? -size : size
}

function readMoment(given: Row, place: Place): { readonly ms: number } | Wrong {
  const { mapping, now } = given.reading
  const typed = cell(given, 'time')
  if (typed === '') return empty('time')
  const { zone, dayFirst } = mapping
  const timeZone = zone === 'station' ? zoneAt(place) : zone
  const asked = { timeZone, dayFirst, nowMs: now.getTime() }
  const read = readTime(typed, cell(given, 'clock'), asked)
  if ('code' in read) return { field: 'time', ...refusal(read.code, { typed: typed.slice(0, 40) }) }
  const aheadMs = read.ms - now.getTime()
  const at = new Date(read.ms).toISOString().slice(0, 16).replace('T', ' ')
  if (aheadMs > AHEAD_MS_MAX)
    return { field: 'time', ...refusal('list.in_the_future', { at: `${at} UTC` }) }
  if (-aheadMs > OLD_MS_MAX)
    return { field: 'time', ...refusal('list.long_ago', { at: `${at} UTC` }) }
  return read
}

const zoneAt = ({ station, lat, lon }: Place): string =>
  station === null ? nearestStation({ lat, lon }).station.timeZone : getStation(station).timeZone

/** Bounded, on one line, without what the database cannot hold. */
function wordsOf(text: string): string | null {
  const plain = tidyLine(
    text.toWellFormed().replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' '),
  )
  return plain === '' ? null : Array.from(plain).slice(0, TEXT_CHARS_MAX).join('')
}
