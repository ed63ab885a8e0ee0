/**
 * A station of the corridors: found by its code or by any name people write for it, with its place on the map and its clock.
 *
 * The facts are rows in stations.ts; the lines between them are in corridors.ts.
 */
import { z } from 'zod'

import type { Gauge } from '#kernel/gauge.ts'
import { STATION_ROWS } from '#kernel/stations.ts'
import type { Text } from '#kernel/locale.ts'
import { textValue, type Fault, type ValueTexts } from '#kernel/value.ts'

/** The gauge of its tracks, mm. `both`: containers change trains here. */
export const STATION_GAUGES = ['1435', '1520', 'both'] as const satisfies readonly (
  `${Gauge}` | 'both'
)[]
export type StationGauge = (typeof STATION_GAUGES)[number]

export const STATION_ROLES = ['terminal', 'crossing', 'junction'] as const
export type StationRole = (typeof STATION_ROLES)[number]

/** Degrees, WGS 84. */
export interface Position {
  readonly lat: number
  readonly lon: number
}

export interface Station extends Position {
  readonly code: StationCode
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly name: Text
  /** The city it serves: the finest place the public is told. */
  readonly city: Text
  readonly gaugeMm: StationGauge
  readonly timeZone: string
  readonly unLocode?: string
  readonly role: StationRole
  readonly aliases: readonly string[]
}

export const stationTexts = {
  'station.unknown': {
    zh: '没有代码或名称为“{typed}”的车站',
    en: 'No station has the code or name “{typed}”',
    ru: 'Нет станции с кодом или названием «{typed}»',
  },
} as const satisfies ValueTexts

/** Takes a code, a name in any of the languages or an alias, and gives the code. */
export const StationCode = textValue({
  normalise: codeOf,
  fault,
  texts: stationTexts,
})
  .meta({
    description:
      'Station of the corridors by our code: ISO 3166-1 country, hyphen, plain Latin name. A name or alias is accepted and replaced by the code.',
    examples: ['CN-DONGJIA', 'PL-MALASZEWICZE'],
  })
  .brand<'StationCode'>()
export type StationCode = z.infer<typeof StationCode>

export const STATIONS: readonly Station[] = STATION_ROWS.trim().split('\n').map(stationOfRow)

const STATION_BY_CODE: ReadonlyMap<string, Station> = new Map(
  STATIONS.map((station) => [station.code, station]),
)
const STATION_BY_NAME: ReadonlyMap<string, Station> = new Map(
  STATIONS.flatMap((station) => namesOf(station).map((name) => [nameKey(name), station])),
)

/** Throws on a code that no station has; for codes that were parsed. */
export function getStation(code: string): Station {
  const station = STATION_BY_CODE.get(code)
  if (station === undefined) throw new RangeError(`no station ${code}`)
  return station
}

/** By code, by name in any of the three languages, or by alias; case, accents, spaces and hyphens do not matter. */
export function findStation(typed: string): Station | undefined {
  return STATION_BY_CODE.get(typed) ?? STATION_BY_NAME.get(nameKey(typed))
}

/** Everything a station answers to, its code included. */
export function namesOf(station: Station): string[] {
  const { code, name, aliases } = station
  return [...new Set([code, name.zh, name.en, name.ru, ...aliases])]
}

/** The form names are compared in: `Małaszewicze`, `malaszewicze` and `MALASZEWICZE ` are one. */
export function nameKey(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\s\-–—'’.\p{M}]/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
}

const EARTH_RADIUS_KM = 6371.0088

/** Great-circle distance (haversine on the mean earth radius, good to 0.5 %). */
export function distanceKm(from: Position, to: Position): number {
  const half = (degrees: number) => (degrees * Math.PI) / 360
  const chord =
    Math.sin(half(to.lat - from.lat)) ** 2 +
    Math.cos(half(2 * from.lat)) *
      Math.cos(half(2 * to.lat)) *
      Math.sin(half(to.lon - from.lon)) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)))
}

export interface NearestStation {
  readonly station: Station
  readonly km: number
}

/** The closest station, however far: the caller judges whether `km` still means "at". */
export function nearestStation(position: Position): NearestStation {
  const [first, ...others] = STATIONS.map((station) => ({
    station,
    km: distanceKm(position, station),
  }))
  if (first === undefined) throw new Error('the station table is empty')
  return others.reduce((nearest, each) => (each.km < nearest.km ? each : nearest), first)
}

function codeOf(typed: string): string {
  return findStation(typed)?.code ?? typed.trim()
}

function fault(code: string): Fault<keyof typeof stationTexts> | undefined {
  return STATION_BY_CODE.has(code)
    ? undefined
    : { code: 'station.unknown', facts: { typed: code.slice(0, 40) } }
}

function stationOfRow(row: string): Station {
  const [code, zh, en, ru, cityZh, cityEn, cityRu, position, gauge, timeZone, locode, role, also] =
    row.split('|').map((cell) => cell.trim()) as Row
  const [lat = Number.NaN, lon = Number.NaN] = position.split(',').map(Number)
  const city = { zh: cityZh, en: cityEn, ru: cityRu }
  return {
    code: code as StationCode,
    country: code.slice(0, 2),
    name: { zh, en, ru },
    city: cityZh === '=' ? { zh, en, ru } : city,
    lat,
    lon,
    gaugeMm: gauge,
    timeZone,
    ...(locode === '-' ? {} : { unLocode: locode }),
    role,
    aliases: also === '-' ? [] : also.split(',').map((alias) => alias.trim()),
  }
}

/** Cells in the order stations.ts documents; station.test.ts holds every row to it. */
type Row = [
  code: string,
  zh: string,
  en: string,
  ru: string,
  cityZh: string,
  cityEn: string,
  cityRu: string,
  position: string,
  gauge: StationGauge,
  timeZone: string,
  locode: string,
  role: StationRole,
  aliases: string,
]
