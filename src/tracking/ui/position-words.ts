/** The words of a position: near which station, when, how fast. For screens, and for workers that make them for a screen. Pure. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { LOCALE_TAGS } from '#kernel/text.ts'
import { findStation } from '#kernel/station.ts'
import type { PositionPrecision } from '#tracking/contract.ts'
import { formatDistance, formatMoment } from '#web/formats.ts'

const texts = {
  at: { zh: '{city}站', en: 'at {city}', ru: 'на станции {city}' },
  near: { zh: '距{city}约 {km} 公里', en: '{km} km from {city}', ru: '{km} км от станции {city}' },
  speed: { zh: '{speed} 公里/时', en: '{speed} km/h', ru: '{speed} км/ч' },
  listedBy: {
    zh: '据{by}的清单，精确到车站',
    en: 'from a list of {by}, to the station',
    ru: 'по списку: {by}, с точностью до станции',
  },
  listedExactlyBy: {
    zh: '据{by}的清单',
    en: 'from a list of {by}',
    ru: 'по списку: {by}',
  },
  listed: {
    zh: '据清单，精确到车站',
    en: 'from a list, to the station',
    ru: 'по списку, с точностью до станции',
  },
  listedExactly: { zh: '据清单', en: 'from a list', ru: 'по списку' },
  stands: { zh: '静止', en: 'standing', ru: 'стоит' },
  late: {
    zh: '回传延迟 {minutes} 分钟',
    en: 'heard of {minutes} min late',
    ru: 'получено с опозданием {minutes} мин',
  },
} satisfies Readonly<Record<string, Text>>

/** Nearer than this a train is at the station, as yards are long. */
const AT_STATION_KM = 4
const STANDS_KMH = 3
/** Reports wait where there is no network; a reader should know that the place is old news. */
const LATE_MINUTES = 15
const STALE_MS = 3 * 3_600_000

/** As much of a position as words need. */
export interface HeardPosition {
  readonly deviceTime: string
  readonly receivedAt: string
  readonly speedKmh: number
  readonly precision: PositionPrecision
  /** Whose list it stood in, where that may be said. */
  readonly listedBy?: Text | null
  readonly near: { readonly station: string; readonly name: Text; readonly km: number }
}

export function isStale(position: Pick<HeardPosition, 'deviceTime'>, now: Date): boolean {
  return now.getTime() - Date.parse(position.deviceTime) > STALE_MS
}

export type Placed = Omit<HeardPosition, 'deviceTime' | 'receivedAt'>
export type Timed = Omit<HeardPosition, 'speedKmh'>

/** A position written out: there is nothing left to look up, and what reads alike is alike. */
export interface HeardWords extends WhereWords, WhenWords {}

export interface WhereWords {
  /** Near which station. */
  readonly place: string
  /** How fast, or by whose list. */
  readonly how: string
}

export interface WhenWords {
  readonly at: string
  /** On the clock there, and on the reader's own. */
  readonly when: string
  readonly own: string
  /** How long ago, and how late that was heard of. */
  readonly ago: string
}

export function heardWords(position: HeardPosition, locale: Locale, now: Date): HeardWords {
  return { ...whereWords(position, locale), ...whenWords(position, locale, now) }
}

export function whereWords(position: Placed, locale: Locale): WhereWords {
  const { name, km } = position.near
  // 阿拉木图1站 is a station already.
  const city = say(name, locale).replace(/站$/u, '')
  const place =
    km < AT_STATION_KM
      ? say(texts.at, locale, { city })
      : say(texts.near, locale, { city, km: Math.round(km) })
  return { place, how: howWords(position, locale) }
}

function howWords({ speedKmh, listedBy, precision }: Placed, locale: Locale): string {
  if (precision === 'gps')
    return speedKmh < STANDS_KMH
      ? say(texts.stands, locale)
      : say(texts.speed, locale, { speed: Math.round(speedKmh) })
  // A list tells no speed.
  const words = precision === 'station' ? 'listed' : 'listedExactly'
  return listedBy
    ? say(texts[`${words}By`], locale, { by: say(listedBy, locale) })
    : say(texts[words], locale)
}

export function whenWords(
  { deviceTime: at, receivedAt, near }: Timed,
  locale: Locale,
  now: Date,
): WhenWords {
  const minutes = Math.round((Date.parse(receivedAt) - Date.parse(at)) / 60_000)
  const distance = formatDistance(at, now, LOCALE_TAGS[locale])
  return {
    at,
    when: formatMoment(at, findStation(near.station)?.timeZone),
    own: formatMoment(at, undefined),
    ago:
      minutes < LATE_MINUTES ? distance : `${distance} · ${say(texts.late, locale, { minutes })}`,
  }
}
