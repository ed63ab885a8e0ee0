/**
 * Station names as people type them into lists: with 站, «ст.» or «эксп.» around them, in full width, with typing errors. What fits none is
 * given the nearest names, for a person to choose from.
 */
import {
  findStation,
  nameKey,
  namesOf,
  STATIONS,
  type Station,
  type StationCode,
} from '#kernel/station.ts'

/** Words around a name that are no part of it; railways and countries as 1520 writes them behind a name. */
const AROUND = new Set(
  'ст стан станция станции жд ж д г город эксп экс экспорт перегруз терминал кзх ктж ржд бч ути кжд лг мч убжд station stn st railway rail rly port city exp kzh ktz rzd bch cn kz ru by pl uz mn de кнр рк рф рб рп руз'.split(
    ' ',
  ),
)
const CHINESE_AROUND = /(铁路口岸|铁路换装站|换装站|火车站|车站|口岸|境内|附近|站)+$/

/** One form for all ways to write a name: what an alias is kept and looked up by. */
export function stationKey(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[([{【].*?[)\]}】]/g, ' ')
  const words = plain.split(/[\s.,;:/\\_"«»“”#№-]+/).filter((word) => word !== '')
  const kept = words.filter((word) => !AROUND.has(word))
  const key = nameKey((kept.length > 0 ? kept : words).join(''))
  return key.replace(CHINESE_AROUND, '') || key || nameKey(typed)
}

let byKey: ReadonlyMap<string, Station> | undefined

/** By code, UN/LOCODE, or any name, whatever stands around it. */
export function findStationTyped(typed: string): Station | undefined {
  byKey ??= new Map(
    STATIONS.flatMap((station) =>
      [...namesOf(station), ...(station.unLocode ? [station.unLocode] : [])].map((name) => [
        stationKey(name),
        station,
      ]),
    ),
  )
  return findStation(typed.normalize('NFKC').trim()) ?? byKey.get(stationKey(typed))
}

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  'а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х h ц ts ч ch ш sh щ sh ъ _ ы y ь _ э e ю yu я ya қ k ө o ү u ұ u і i ғ g ң n ә a һ h'
    .split(' ')
    .reduce<[string, string][]>(
      (pairs, mark, at, marks) =>
        at % 2 === 0 ? [...pairs, [mark, marks[at + 1]!.replace('_', '')]] : pairs,
      [],
    ),
)

/** One alphabet, so that `Достык`, `Dostyk` and `Dostik` are near each other. */
const latinKey = (typed: string): string =>
  Array.from(stationKey(typed))
    .map((letter) => LATIN[letter] ?? letter)
    .join('')
    .replaceAll(/kh/g, 'h')
    .replaceAll('y', 'i')

interface Name {
  readonly code: StationCode
  readonly key: string
}
let names: readonly Name[] | undefined

const SUGGESTED_MAX = 3
const NEAR_MIN = 0.55
/** A name within a longer text: `Достык, ожидает перегруза`. Shorter ones are within anything. */
const WITHIN = 0.9
const isLongEnough = (key: string): boolean => key.length >= (/[\u4e00-\u9fff]/.test(key) ? 2 : 4)

/** The stations whose names are nearest, the nearest first; none where nothing is near. */
export function suggestStations(typed: string): StationCode[] {
  names ??= STATIONS.flatMap((station) =>
    namesOf(station).map((name) => ({ code: station.code, key: latinKey(name) })),
  )
  const key = latinKey(typed).slice(0, 60)
  const best = new Map<StationCode, number>()
  for (const { code, key: name } of names) {
    const near = isLongEnough(name) && key.includes(name) ? WITHIN : likeness(key, name)
    if (near >= NEAR_MIN && near > (best.get(code) ?? 0)) best.set(code, near)
  }
  return [...best]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, SUGGESTED_MAX)
    .map(([code]) => code)
}

/** 1 for the same, 0 for nothing in common: by the letters that would have to be changed. */
function likeness(one: string, other: string): number {
  const longest = Math.max(one.length, other.length)
  const apart = Math.abs(one.length - other.length)
  if (longest === 0 || 1 - apart / longest < NEAR_MIN) return 0
  return 1 - changes(one, other) / longest
}

/** Levenshtein's distance, two neighbours in the wrong order counted once. */
function changes(one: string, other: string): number {
  let twoAgo: number[] = []
  let before = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let at = 1; at <= other.length; at++) {
      const isSame = one[row - 1] === other[at - 1]
      let least = Math.min(
        before[at]! + 1,
        current[at - 1]! + 1,
        before[at - 1]! + (isSame ? 0 : 1),
      )
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1])
        least = Math.min(least, twoAgo[at - 2]! + 1)
      current.push(least)
    }
    twoAgo = before
    before = current
  }
  return before[other.length]!
}
