/**
 * The rules of lines and departures: stops that can follow one another, times in their order, whether a train still takes
 * bookings. Pure: the moment is an argument.
 */
import type { Text } from '#kernel/locale.ts'
import { getStation, type StationCode } from '#kernel/station.ts'
import { epochMs, sameClockLater, timestampIn } from '#kernel/time.ts'
import {
  KG_A_TEU_MAX,
  WAGON_KG,
  type departureTimes,
  type DepartureChange,
  type ServiceStop,
  type SlotAmount,
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

/** The way as far as one of its stops. */
export function stopsUntil(stops: readonly ServiceStop[], last: StationCode): ServiceStop[] {
  return stops.slice(0, stops.findIndex(({ station }) => station === last) + 1)
}

export type Times = Pick<DepartureChange, keyof typeof departureTimes>

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

/** Whether any of the times is another. */
export function hasMoved(before: Times, after: Times): boolean {
  return (Object.keys(timeTexts) as (keyof Times)[]).some(
    (field) => epochMs(before[field]) !== epochMs(after[field]),
  )
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

type CapacityAsked = Omit<DepartureChange, keyof Times>
export type Limits = Required<Omit<CapacityAsked, 'capacityTeu'>>
export type Capacity = { readonly [name in keyof CapacityAsked]-?: number }

/** What a capacity does not limit: no limit but that of its places, the common wagon, no dangerous goods. */
export function capacityOfTrain(asked: CapacityAsked): Capacity {
  const { capacityTeu } = asked
  return {
    capacityTeu,
    grossKgMax: asked.grossKgMax ?? capacityTeu * KG_A_TEU_MAX,
    wagonKgMax: asked.wagonKgMax ?? WAGON_KG.usual,
    reeferPlugs: asked.reeferPlugs ?? capacityTeu,
    dangerousPlaces: asked.dangerousPlaces ?? 0,
  }
}

/** A train's limits as they were asked for: null where it has none but that of its places, which follows them when they change. */
export function limitsOf(capacity: Capacity): Limits {
  const { capacityTeu, grossKgMax, wagonKgMax, reeferPlugs, dangerousPlaces } = capacity
  return {
    grossKgMax: grossKgMax === capacityTeu * KG_A_TEU_MAX ? null : grossKgMax,
    wagonKgMax,
    reeferPlugs: reeferPlugs === capacityTeu ? null : reeferPlugs,
    dangerousPlaces,
  }
}

/** The capacity after a change: what the change leaves out stays as it was. */
export function capacityAfter(before: Capacity, change: CapacityAsked): Capacity {
  const limits = limitsOf(before)
  const left = <Value>(asked: Value | undefined, was: Value) => (asked === undefined ? was : asked)
  return capacityOfTrain({
    capacityTeu: change.capacityTeu,
    grossKgMax: left(change.grossKgMax, limits.grossKgMax),
    wagonKgMax: left(change.wagonKgMax, limits.wagonKgMax),
    reeferPlugs: left(change.reeferPlugs, limits.reeferPlugs),
    dangerousPlaces: left(change.dangerousPlaces, limits.dangerousPlaces),
  })
}

/** A capacity in the units of the account. */
export function amountOf(capacity: Capacity): SlotAmount {
  const { capacityTeu, grossKgMax, reeferPlugs, dangerousPlaces } = capacity
  return { teu: capacityTeu, grossKg: grossKgMax, plugs: reeferPlugs, dangerousPlaces }
}

/** What the units of a capacity are called, in refusals and on screens. */
export const limitTexts: Readonly<Record<keyof SlotAmount, Text>> = {
  teu: { zh: '运能（TEU）', en: 'Capacity, TEU', ru: 'Вместимость, ДФЭ' },
  grossKg: {
    zh: '列车总重上限（千克）',
    en: 'Gross mass of the train, kg',
    ru: 'Масса поезда брутто, кг',
  },
  plugs: { zh: '冷藏箱插座', en: 'Reefer plugs', ru: 'Розетки для рефрижераторов' },
  dangerousPlaces: {
    zh: '危险货物箱位',
    en: 'Places for dangerous goods',
    ru: 'Места для опасных грузов',
  },
}

export const wagonLimitText: Text = {
  zh: '单车限重（千克）',
  en: 'Gross mass per wagon, kg',
  ru: 'Масса брутто на вагон, кг',
}

/** The field of a capacity that says how much there is of a unit. */
export const LIMIT_OF = {
  teu: 'capacityTeu',
  grossKg: 'grossKgMax',
  plugs: 'reeferPlugs',
  dangerousPlaces: 'dangerousPlaces',
} as const satisfies Record<keyof SlotAmount, keyof Capacity>
