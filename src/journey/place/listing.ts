/**
 * The UN/LOCODE listing (UNECE Recommendation 16) as it is published: three CSV files without a heading, in UTF-8 or Windows-1252 by
 * edition, columns change, country, location, name, name without diacritics, subdivision, then function and status in either order, date,
 * IATA, coordinates (`5138N 00431E`), remarks. Open listings with a heading, with decimal coordinates too, are read by its names.
 * What cannot be read is told by its line, and the rest is taken. Pure.
 */
import { nameKey } from '#kernel/station.ts'
import { UnLocode } from '#kernel/un-locode.ts'

export interface ListedPlace {
  readonly code: UnLocode
  readonly name: string
  readonly key: string
  readonly plainKey: string
  readonly subdivision: string | null
  readonly functions: string
  readonly lat: number | null
  readonly lon: number | null
}

export type ListingFault = 'columns' | 'code' | 'name' | 'coordinates' | 'quotes' | 'functions'

export interface FaultyLine {
  readonly line: number
  readonly fault: ListingFault
  /** As it stands there. */
  readonly text: string
  /** Taken all the same, without what was wrong. */
  readonly taken: boolean
}

export interface Listing {
  readonly places: readonly ListedPlace[]
  readonly faults: readonly FaultyLine[]
  /** Entries that the next edition leaves out, or that were refused: not taken. */
  readonly removed: number
  /** Other names that only point to an entry. */
  readonly references: number
}

/** Letters of what a place is found by: an index takes no row of any length. */
const KEY_MAX = 300

/** UTF-8, or Windows-1252, as editions before UTF-8 are. */
export function decodeListing(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

interface Entry {
  readonly change: string
  readonly country: string
  readonly location: string
  readonly name: string
  readonly plain: string
  readonly subdivision: string
  readonly status: string
  readonly functions: string
  /** Of the standard, or two decimal degrees. */
  readonly coordinates: string
}

export function readListing(text: string): Listing {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const places = new Map<UnLocode, ListedPlace>()
  const faults: FaultyLine[] = []
  let [removed, references] = [0, 0]
  let entryOf = entryOfOfficial
  for (const [at, written] of lines.entries()) {
    if (written.trim() === '') continue
    const tell = (fault: ListingFault, taken = false) =>
      faults.push({ line: at + 1, fault, text: written.slice(0, 120), taken })
    const cells = cellsOf(written)
    if (cells === undefined) tell('quotes')
    else if (at === 0 && cells.some((cell) => cell.toLowerCase() === 'location'))
      entryOf = byHeading(cells)
    else {
      const entry = entryOf(cells)
      if (entry === undefined) tell('columns')
      // The name of a country stands before its places, with a full stop: `.POLAND`.
      else if (entry.location === '' && (entry.name.startsWith('.') || entry.change === '=')) {
        if (entry.change === '=') references += 1
      } else if (entry.change === '=') references += 1
      else if (isRemoved(entry)) removed += 1
      else take(entry, places, tell)
    }
  }
  return { places: [...places.values()], faults, removed, references }
}

/** `X`, or status `XX`: to go with the next edition; `RR`: refused. */
const isRemoved = ({ change, status }: Entry) =>
  change.toUpperCase() === 'X' || status === 'XX' || status === 'RR'

function take(
  entry: Entry,
  places: Map<UnLocode, ListedPlace>,
  tell: (fault: ListingFault, taken?: boolean) => void,
): void {
  const code = UnLocode.safeParse(`${entry.country}${entry.location}`)
  if (!code.success) return tell('code')
  const plain = entry.plain === '' ? entry.name : entry.plain
  // A listing that lost its letters in a wrong encoding is read by the plain names.
  const name = entry.name === '' || entry.name.includes('\uFFFD') ? plain : entry.name
  if (name === '') return tell('name')
  const known = places.get(code.data)
  // Brussel (Bruxelles) and Bruxelles (Brussel) are one place under one code: found by either name.
  if (known !== undefined) return void places.set(code.data, alsoNamed(known, name, plain))
  const functions = entry.functions.replaceAll('-', '')
  // A name that a copy broke at its comma moves all that follows.
  if (!/^[0-7B]*$/.test(functions)) return tell('functions')
  const position = positionOf(entry.coordinates)
  if (position === 'unreadable') tell('coordinates', true)
  const where = typeof position === 'object' ? position : { lat: null, lon: null }
  places.set(code.data, {
    code: code.data,
    name: name.slice(0, 100),
    key: nameKey(name).slice(0, KEY_MAX),
    plainKey: nameKey(plain).slice(0, KEY_MAX),
    subdivision: entry.subdivision === '' ? null : entry.subdivision.slice(0, 10),
    functions,
    ...where,
  })
}

const alsoNamed = (place: ListedPlace, name: string, plain: string): ListedPlace => ({
  ...place,
  key: `${place.key} ${nameKey(name)}`.slice(0, KEY_MAX),
  plainKey: `${place.plainKey} ${nameKey(plain)}`.slice(0, KEY_MAX),
})

type Position = { readonly lat: number; readonly lon: number } | 'none' | 'unreadable'

/** `5138N 00431E`: degrees and minutes; or `51.63 4.52`. */
export function positionOf(text: string): Position {
  if (text === '') return 'none'
  const found = /^(\d{2})(\d{2})([NS])\s+(\d{3})(\d{2})([EW])$/.exec(text.toUpperCase())
  if (found !== null) {
    const [, latDegrees, latMinutes, north, lonDegrees, lonMinutes, east] = found
    if (Number(latMinutes) > 59 || Number(lonMinutes) > 59) return 'unreadable'
    const lat = Number(latDegrees) + Number(latMinutes) / 60
    const lon = Number(lonDegrees) + Number(lonMinutes) / 60
    return within(north === 'S' ? -lat : lat, east === 'W' ? -lon : lon)
  }
  const decimal = /^(-?\d{1,3}(?:\.\d+)?) (-?\d{1,3}(?:\.\d+)?)$/.exec(text)
  return decimal === null ? 'unreadable' : within(Number(decimal[1]), Number(decimal[2]))
}

const within = (lat: number, lon: number): Position =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180
    ? { lat: Math.round(lat * 1e5) / 1e5, lon: Math.round(lon * 1e5) / 1e5 }
    : 'unreadable'

/** Twelve columns; editions and copies differ in the order of function and status, which tell themselves apart. */
function entryOfOfficial(cells: readonly string[]): Entry | undefined {
  if (cells.length < 11 || cells.length > 12) return undefined
  const [change, country, location, name, plain, subdivision, one, other, , , coordinates] =
    cells as [string, string, string, string, string, string, string, string, ...string[]]
  const isStatusFirst = /^[A-Z]{2}$/.test(one) || /^[0-7B-]{6,8}$/.test(other)
  const [status, functions] = isStatusFirst ? [one, other] : [other, one]
  return {
    ...{ change, country, location, name, plain, subdivision, status, functions },
    coordinates: coordinates ?? '',
  }
}

function byHeading(heading: readonly string[]): (cells: readonly string[]) => Entry | undefined {
  const names = heading.map((name) => name.toLowerCase())
  return (cells) => {
    if (cells.length !== names.length) return undefined
    const cell = (name: string) => cells[names.indexOf(name)] ?? ''
    const [lat, lon] = [cell('lat'), cell('lon')]
    return {
      change: cell('change'),
      country: cell('country'),
      location: cell('location'),
      name: cell('name'),
      plain: cell('namewodiacritics'),
      subdivision: cell('subdivision'),
      status: cell('status'),
      functions: cell('function'),
      coordinates: lat === '' || lon === '' ? cell('coordinates') : `${lat} ${lon}`,
    }
  }
}

/** The cells of a line; undefined where a quotation does not end: the listing breaks no entry over lines. */
function cellsOf(written: string): string[] | undefined {
  const cells: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/gy
  for (;;) {
    const match = field.exec(written)
    if (match === null) return undefined
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim())
    if (match[3] !== ',') return cells
  }
}
