/**
 * The rules of lines and departures: stops that can follow one another, times in their order, whether a train still takes
 * bookings. Pure: the moment is an argument.
 */
import type { Text } from '#kernel/locale.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, sameClockLater, timestampIn } from '#kernel/time.ts'
import {
  KG_A_TEU_MAX,
  WAGON_KG_MAX,
  type departureTimes,
  type DepartureChange,
  type ServiceStop,
} from '#train/contract.ts'

export type StopRefusal =
  | { readonly code: 'train.stops_out_of_order'; readonly facts: StopFacts }
  | { readonly code: 'train.stop_repeated'; readonly facts: { readonly station: StationCode } }
  | {
      readonly code: 'train.gauge_impossible'
      readonly facts: StopFacts & { readonly gauge: string }
    }

interface StopFacts {
  readonly position: number
  readonly station: StationCode
}

/** The first thing wrong with a line's stops; undefined when they can be run. */
export function decideStops(stops: readonly ServiceStop[]): StopRefusal | undefined {
  const seen = new Set<StationCode>()
  let offset = -1
  for (const [index, { station, plannedOffsetMinutes, gaugeMm }] of stops.entries()) {
    const facts = { position: index + 1, station }
    if (plannedOffsetMinutes <= offset || (index === 0 && plannedOffsetMinutes !== 0))
      return { code: 'train.stops_out_of_order', facts }
    if (seen.has(station)) return { code: 'train.stop_repeated', facts: { station } }
    const gauge = getStation(station).gaugeMm
    if (gauge !== 'both' && gauge !== String(gaugeMm))
      return { code: 'train.gauge_impossible', facts: { ...facts, gauge } }
    seen.add(station)
    offset = plannedOffsetMinutes
  }
  return undefined
}

/** Where containers are lifted from one gauge to the other, in the order of the journey. */
export function gaugeChanges(stops: readonly ServiceStop[]): StationCode[] {
  return stops.flatMap((stop, index) => {
    const before = stops[index - 1]
    return before !== undefined && before.gaugeMm !== stop.gaugeMm ? [stop.station] : []
  })
}

/** Whether the containers of both ways change trains at the same places: a line that has trains keeps its way. */
export function isSameWay(stops: readonly ServiceStop[], others: readonly ServiceStop[]): boolean {
  return (
    stops.length === others.length &&
    stops.every((stop, index) => {
      const other = others[index]
      return stop.station === other?.station && stop.gaugeMm === other.gaugeMm
    })
  )
}

type Times = Pick<DepartureChange, keyof typeof departureTimes>

const HOUR_MS = 3_600_000

/** Cut-offs as operators commonly set them: booking five days before, documents four, gate-in two, release one. */
export function timesBefore(departsAtMs: number, timeZone = 'Asia/Shanghai'): Times {
  const at = (hoursBefore: number) => timestampIn(departsAtMs - hoursBefore * HOUR_MS, timeZone)
  return {
    bookingCutoffAt: at(120),
    documentsCutoffAt: at(96),
    gateInCutoffAt: at(48),
    releaseCutoffAt: at(24),
    loadingStartsAt: at(12),
    departsAt: at(0),
  }
}

/** The same times by the station's clock, weeks later. */
export function weeksLater(times: Times, weeks: number, timeZone: string): Times {
  const later = (at: Times['departsAt']) => sameClockLater(at, weeks * 7, timeZone)
  return {
    bookingCutoffAt: later(times.bookingCutoffAt),
    documentsCutoffAt: later(times.documentsCutoffAt),
    gateInCutoffAt: later(times.gateInCutoffAt),
    releaseCutoffAt: later(times.releaseCutoffAt),
    loadingStartsAt: later(times.loadingStartsAt),
    departsAt: later(times.departsAt),
  }
}

/** What the times are called, in refusals and on screens. */
export const timeTexts: Readonly<Record<keyof Times, Text>> = {
  bookingCutoffAt: { zh: '订舱截止', en: 'Booking cut-off', ru: 'Конец бронирования' },
  documentsCutoffAt: { zh: '截单', en: 'Documents cut-off', ru: 'Срок документов' },
  gateInCutoffAt: { zh: '截箱', en: 'Gate-in cut-off', ru: 'Срок завоза' },
  releaseCutoffAt: { zh: '截关', en: 'Customs cut-off', ru: 'Срок выпуска' },
  loadingStartsAt: { zh: '开始装车', en: 'Loading begins', ru: 'Начало погрузки' },
  departsAt: { zh: '发车', en: 'Departs', ru: 'Отправление' },
}

export type TimesRefusal =
  | { readonly code: 'train.times_out_of_order'; readonly field: keyof Times }
  | { readonly code: 'train.departs_in_past' }

/** Booking, documents, gate-in, release and departure follow one another; loading may begin before the last release. */
export function decideTimes(times: Times, nowMs: number): TimesRefusal | undefined {
  const order = [
    'bookingCutoffAt',
    'documentsCutoffAt',
    'gateInCutoffAt',
    'releaseCutoffAt',
    'departsAt',
  ] as const
  for (const [index, field] of order.entries()) {
    const before = order[index - 1]
    if (before !== undefined && epochMs(times[field]) < epochMs(times[before]))
      return { code: 'train.times_out_of_order', field }
  }
  if (epochMs(times.loadingStartsAt) > epochMs(times.departsAt))
    return { code: 'train.times_out_of_order', field: 'loadingStartsAt' }
  return epochMs(times.departsAt) < nowMs ? { code: 'train.departs_in_past' } : undefined
}

/** What was left out of a capacity: no limit but that of its places, the common wagon, no dangerous goods. */
export function capacityOfTrain(departure: Omit<DepartureChange, keyof Times>) {
  const { capacityTeu } = departure
  return {
    capacityTeu,
    grossKgMax: departure.grossKgMax ?? capacityTeu * KG_A_TEU_MAX,
    wagonKgMax: departure.wagonKgMax ?? WAGON_KG_MAX,
    reeferPlugs: departure.reeferPlugs ?? capacityTeu,
    dangerousPlaces: departure.dangerousPlaces ?? 0,
  }
}
