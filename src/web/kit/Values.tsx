/** The trade's values as people read them: money, mass, container numbers, stations, and moments on a station's clock. */
import {
  containerNumberSpaced,
  type ContainerNumber as Number11,
} from '#kernel/container-number.ts'
import { zoneOfPlace } from '#kernel/ports.ts'
import { findStation } from '#kernel/station.ts'
import { UnLocode } from '#kernel/un-locode.ts'
import { useLocale } from '#web/i18n.ts'
import { formatDay, formatMass, formatMoment, formatMoney } from '#web/formats.ts'

export function Money({ minor, currency }: { minor: number; currency: string }) {
  const { tag } = useLocale()
  return <span className="number">{formatMoney(minor, currency, tag)}</span>
}

export function Mass({ kg }: { kg: number }) {
  const { tag } = useLocale()
  return <span className="number">{formatMass(kg, tag)}</span>
}

export function ContainerNumber({ number }: { number: string }) {
  return (
    <span className="number container-number">{containerNumberSpaced(number as Number11)}</span>
  )
}

export function StationName({ code, city = false }: { code: string; city?: boolean }) {
  const { say } = useLocale()
  const station = findStation(code)
  if (station === undefined) return <span>{code}</span>
  const name = say(station.name)
  return <span title={`${name} · ${station.code}`}>{city ? say(station.city) : name}</span>
}

interface MomentProps {
  /** ISO 8601 with offset. */
  readonly at: string
  /** The station whose clock is meant; without it, the reader's own clock. */
  readonly station?: string | undefined
  readonly day?: boolean
}

/** Railways live by station time: the wall clock there, with its offset, and the reader's own time on hover. */
export function LocalTime({ at, station, day = false }: MomentProps) {
  const { tag } = useLocale()
  const zone = station === undefined ? undefined : zoneOf(station)
  const words = day ? formatDay(at, tag, zone) : formatMoment(at, zone)
  return <Moment at={at} own={formatMoment(at, undefined)} words={words} />
}

/** Of a station or, on a leg before or after the train, of a place by UN/LOCODE. */
function zoneOf(code: string): string | undefined {
  const place = UnLocode.safeParse(code)
  return findStation(code)?.timeZone ?? (place.success ? zoneOfPlace(place.data) : undefined)
}

interface WordedMoment {
  readonly at: string
  readonly own: string
  readonly words: string
}

/** A moment whose words are known. */
export function Moment({ at, own, words }: WordedMoment) {
  return (
    <time className="number" dateTime={at} title={own}>
      {words}
    </time>
  )
}
