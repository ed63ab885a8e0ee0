/** A position in words: near which station, when, how fast. What the map shows, for everyone who does not see the map. */
import type { Text } from '#kernel/locale.ts'
import type { PositionPrecision } from '#tracking/contract.ts'
import { LocalTime } from '#web/kit/Values.tsx'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { formatDistance } from '#web/formats.ts'
import { useNow } from '#web/now.ts'

const texts = defineTexts({
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
})

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

type Placed = Omit<HeardPosition, 'deviceTime' | 'receivedAt'>

export function WhereNow({ position }: { position: Placed }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { near, speedKmh, listedBy, precision } = position
  // 阿拉木图1站 is a station already.
  const city = say(near.name).replace(/站$/u, '')
  const km = Math.round(near.km)
  const place = near.km < AT_STATION_KM ? t('at', { city }) : t('near', { city, km })
  const how = () => {
    // A list tells no speed.
    if (precision !== 'gps') {
      const words = precision === 'station' ? 'listed' : 'listedExactly'
      return listedBy ? t(`${words}By`, { by: say(listedBy) }) : t(words)
    }
    return speedKmh < STANDS_KMH ? t('stands') : t('speed', { speed: Math.round(speedKmh) })
  }
  return (
    <span>
      {place} <span className="soft">· {how()}</span>
    </span>
  )
}

export function HeardAt({ position }: { position: Omit<HeardPosition, 'speedKmh'> }) {
  const t = useTexts(texts)
  const { tag } = useLocale()
  const now = useNow()
  const { deviceTime, receivedAt, near } = position
  const lateMinutes = Math.round((Date.parse(receivedAt) - Date.parse(deviceTime)) / 60_000)
  return (
    <span className="soft">
      <LocalTime at={deviceTime} station={near.station} /> · {formatDistance(deviceTime, now, tag)}
      {lateMinutes >= LATE_MINUTES && <> · {t('late', { minutes: lateMinutes })}</>}
    </span>
  )
}
