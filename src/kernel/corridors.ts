/**
 * The rail lines between the stations: ordered stations with a few points (`lat,lon`) that give the line its shape on a map.
 *
 * This is a sketch for a base map, for simulated trains and for "how far along", not a railway's distance table. A line drawn
 * through few points is shorter than the rails, so lengths are stretched by one factor found from published distances.
 */
import { distanceKm, getStation, type Position, type StationCode } from '#kernel/station.ts'

/** Rail km per km of these polylines: Harbin–Manzhouli 935, Urumqi–Alashankou 460, Chengdu–Khorgos 3,500 km are published. */
const RAIL_KM_PER_LINE_KM = 1.07

/** One row a line. Two stations side by side are a leg; every station may be a branching point. */
const LINES = `
CN-DONGJIA CN-XUZHOU 34.42,115.65 CN-ZHENGZHOU 34.65,112.40 34.75,111.10 CN-XIAN 34.37,107.15 34.58,105.90 CN-LANZHOU 36.72,103.26 37.93,102.63 38.94,100.45 39.73,98.50 CN-JIAYUGUAN 40.53,95.80 41.75,95.05 CN-HAMI 42.87,90.20 42.95,89.18 43.37,88.30 CN-URUMQI 44.32,86.05 44.43,84.90 CN-JINGHE 44.58,81.90 44.10,81.55 43.93,81.28 CN-KHORGOS KZ-ALTYNKOL 43.75,79.40 43.68,78.30 KZ-ZHETYGEN KZ-ALMATY 43.25,75.95 43.35,74.90 KZ-SHU 43.20,72.80 KZ-TARAZ 42.55,70.50 KZ-SHYMKENT 41.80,69.35 KZ-SARYAGASH UZ-CHUKURSAY
CN-JINGHE 44.90,82.70 CN-ALASHANKOU KZ-DOSTYK 45.95,81.60 46.30,80.85 KZ-AKTOGAY 46.85,75.00 KZ-MOINTY 48.10,73.20 KZ-KARAGANDA 50.50,72.40 KZ-ASTANA 52.30,70.40 53.28,69.40 KZ-PETROPAVL RU-KURGAN 56.08,63.65 RU-YEKATERINBURG
KZ-AKTOGAY 45.95,79.20 45.00,78.20 KZ-ZHETYGEN
KZ-SHU 45.10,73.90 KZ-MOINTY KZ-ZHEZKAZGAN 47.20,64.70 46.90,61.60 47.83,59.60 46.80,57.30 KZ-BEYNEU 44.40,53.60 43.70,51.90 KZ-AKTAU AZ-ALAT 40.68,46.36 41.55,45.00 41.72,44.80 42.00,43.60 42.25,42.70 GE-POTI
CN-DONGJIA CN-SHIJIAZHUANG 38.80,112.80 39.35,112.45 CN-DATONG CN-JINING 42.40,112.70 CN-ERENHOT MN-ZAMYNUUD 44.89,110.14 MN-CHOIR MN-ULAANBAATAR 48.80,106.15 49.47,105.95 MN-SUKHBAATAR RU-NAUSHKI 51.10,106.60 RU-ULANUDE 51.55,105.10 51.50,104.20 51.70,103.75 RU-IRKUTSK 53.90,102.05 54.55,100.60 RU-TAISHET 56.20,95.70 RU-KRASNOYARSK 56.27,90.50 56.05,86.00 RU-NOVOSIBIRSK 55.35,78.35 RU-OMSK 56.11,69.49 RU-TYUMEN RU-YEKATERINBURG 57.60,57.95 RU-PERM 58.14,52.66 RU-KIROV 57.70,46.60 RU-NIZHNY 56.13,40.42 RU-MOSCOW 55.21,34.29 RU-SMOLENSK RU-KRASNOE BY-ORSHA 54.21,28.50 BY-MINSK BY-BARANOVICHI 52.21,24.36 BY-BREST PL-MALASZEWICZE 51.93,22.38 52.17,21.55 PL-WARSAW 52.23,19.36 52.23,18.25 PL-POZNAN 52.25,15.53 DE-FRANKFURTODER 52.37,13.60 DE-BERLIN 52.99,11.75 DE-HAMBURG
DE-BERLIN 52.42,10.78 DE-HANNOVER 52.02,8.55 51.68,7.82 DE-DUISBURG 51.40,6.10 NL-TILBURG
DE-DUISBURG 51.20,6.69 50.78,6.09 BE-LIEGE
PL-WARSAW PL-LODZ 51.80,18.20 PL-POZNAN
RU-OMSK KZ-PETROPAVL
RU-MOSCOW RU-VORSINO
RU-MOSCOW RU-BELYRAST
CN-JIAOZHOU 36.71,119.10 36.80,118.05 CN-DONGJIA 37.43,116.30 38.31,116.85 CN-TIANJIN 39.63,118.18 40.00,119.75 41.10,121.13 CN-SHENYANG 42.29,123.84 43.16,124.36 43.90,125.32 44.90,126.00 CN-HARBIN 46.60,125.10 47.15,123.80 48.00,122.74 48.77,121.92 CN-HAILAR CN-MANZHOULI RU-ZABAIKALSK 50.38,116.53 RU-KARYMSKAYA RU-CHITA 51.27,108.90 RU-ULANUDE
CN-HARBIN 45.20,127.95 44.58,129.60 CN-SUIFENHE RU-GRODEKOVO RU-USSURIYSK 45.93,133.73 RU-KHABAROVSK 48.79,132.92 49.40,130.20 50.92,128.47 53.80,127.30 RU-SKOVORODINO 53.74,119.77 52.53,117.00 51.95,115.60 RU-KARYMSKAYA
CN-HARBIN 46.65,126.99 46.80,130.35 47.25,131.98 CN-TONGJIANG RU-NIZHNELENINSKOYE 48.79,132.92 RU-KHABAROVSK
CN-LIANYUNGANG CN-XUZHOU
CN-YIWU 30.25,120.20 30.85,121.00 CN-SUZHOU 32.05,118.75 32.90,117.35 CN-XUZHOU
CN-HEFEI 32.90,117.35 CN-XUZHOU
CN-CHANGSHA 29.37,113.10 CN-WUHAN 32.13,114.07 CN-ZHENGZHOU
CN-CHENGDU 31.47,104.75 32.44,105.84 34.37,107.15 CN-XIAN
CN-CHONGQING 31.21,107.50 32.69,109.03 CN-XIAN
CN-KASHI 41.17,80.25 41.73,86.15 42.95,89.18 CN-URUMQI
BY-MINSK 54.31,26.85 53.89,25.30 53.41,24.54 53.69,23.83 BY-BRUZGI PL-KUZNICA 53.13,23.16 52.70,21.90 PL-WARSAW
BY-MINSK 54.48,26.40 LT-VILNIUS 54.90,23.90 54.64,21.80 RU-KALININGRAD RU-MAMONOVO PL-BRANIEWO 54.03,19.04 53.12,18.00 PL-POZNAN
PL-WARSAW 50.80,19.12 50.26,19.02 49.85,18.40 49.60,17.25 CZ-CESKATREBOVA 49.20,16.62 48.76,16.88 AT-VIENNA 47.69,17.63 HU-BUDAPEST 47.53,21.63 47.95,21.72 HU-ZAHONY UA-CHOP SK-DOBRA
`

export interface LinePoint extends Position {
  /** Absent on a point that only shapes the line. */
  readonly station?: StationCode
}
/** A drawn line, and the stretch between two neighbouring stations of one: the same thing, cut shorter. */
export type Line = readonly LinePoint[]

export const CORRIDOR_LINES: readonly Line[] = LINES.trim()
  .split('\n')
  .map((row) => row.split(' ').map(pointOf))

/**
 * Where containers cross a border. With `changesGauge` they are lifted between trains, at `transshipment` on the way from
 * China to Europe (Manzhouli's exports are lifted at Zabaikalsk).
 */
export interface Crossing {
  readonly from: StationCode
  readonly to: StationCode
  readonly changesGauge: boolean
  readonly transshipment?: StationCode
}

export const CROSSINGS: readonly Crossing[] = [
  crossing('CN-ALASHANKOU', 'KZ-DOSTYK', 'KZ-DOSTYK'),
  crossing('CN-KHORGOS', 'KZ-ALTYNKOL', 'KZ-ALTYNKOL'),
  crossing('CN-ERENHOT', 'MN-ZAMYNUUD', 'MN-ZAMYNUUD'),
  crossing('CN-MANZHOULI', 'RU-ZABAIKALSK', 'RU-ZABAIKALSK'),
  crossing('CN-SUIFENHE', 'RU-GRODEKOVO', 'RU-GRODEKOVO'),
  crossing('CN-TONGJIANG', 'RU-NIZHNELENINSKOYE', 'RU-NIZHNELENINSKOYE'),
  crossing('BY-BREST', 'PL-MALASZEWICZE', 'PL-MALASZEWICZE'),
  crossing('BY-BRUZGI', 'PL-KUZNICA', 'PL-KUZNICA'),
  crossing('RU-MAMONOVO', 'PL-BRANIEWO', 'PL-BRANIEWO'),
  crossing('UA-CHOP', 'HU-ZAHONY', 'HU-ZAHONY'),
  crossing('UA-CHOP', 'SK-DOBRA', 'SK-DOBRA'),
  crossing('MN-SUKHBAATAR', 'RU-NAUSHKI'),
  crossing('KZ-SARYAGASH', 'UZ-CHUKURSAY'),
  crossing('KZ-AKTAU', 'AZ-ALAT'),
  crossing('KZ-PETROPAVL', 'RU-KURGAN'),
  crossing('KZ-PETROPAVL', 'RU-OMSK'),
  crossing('RU-KRASNOE', 'BY-ORSHA'),
  crossing('PL-POZNAN', 'DE-FRANKFURTODER'),
]

export interface Leg {
  readonly from: StationCode
  readonly to: StationCode
  readonly line: Line
  readonly km: number
}

/** Every leg once, in the direction it is drawn. */
export const LEGS: readonly Leg[] = CORRIDOR_LINES.flatMap(legsOfLine)

/** Rail km along drawn points. */
export function lineKm(line: Line): number {
  let km = 0
  for (const [position, point] of line.entries()) {
    const before = line[position - 1]
    if (before !== undefined) km += distanceKm(before, point)
  }
  return km * RAIL_KM_PER_LINE_KM
}

function legsOfLine(line: Line): Leg[] {
  const legs: Leg[] = []
  let start = 0
  for (const [position, { station: to }] of line.entries()) {
    const from = line[start]?.station
    if (position === 0 || to === undefined || from === undefined) continue
    const stretch = line.slice(start, position + 1)
    legs.push({ from, to, line: stretch, km: lineKm(stretch) })
    start = position
  }
  return legs
}

function pointOf(word: string): LinePoint {
  const [lat, lon] = word.split(',').map(Number)
  if (lat !== undefined && lon !== undefined) return { lat, lon }
  const station = getStation(word)
  return { lat: station.lat, lon: station.lon, station: station.code }
}

function crossing(from: string, to: string, transshipment?: string): Crossing {
  return {
    from: getStation(from).code,
    to: getStation(to).code,
    changesGauge: transshipment !== undefined,
    ...(transshipment === undefined ? {} : { transshipment: getStation(transshipment).code }),
  }
}
